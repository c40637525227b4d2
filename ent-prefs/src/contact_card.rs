//! The contact card: where a person can be reached, and by SMS or not.

mod change;
mod view;

use ent_core::{Coded, PhoneNumber, UnverifiedEmail, VerifiedEmail, listed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use change::CardChange;
pub use view::{CardView, ContactLine, EmailLine, PhoneLine};

/// Newest stored form of a card.
const SCHEMA: u16 = 1;

listed! {
    /// A place for a number on the card (teacher guide of Ma classe en Auvergne-Rhône-Alpes,
    /// « Contact et préférences »).
    ///
    /// ```
    /// use ent_prefs::PhoneSlot;
    ///
    /// assert!(PhoneSlot::Professional.is_read_only());
    /// assert_eq!(PhoneSlot::from_code("own_3"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the page shows these five")]
    PhoneSlot in "phone_slot" {
        /// Home number the school knows.
        Personal = "personal",
        /// Work number the school knows.
        Professional = "professional",
        /// Mobile number the school knows.
        Mobile = "mobile",
        /// First number the person adds.
        #[doc(alias = "numéro complémentaire")]
        Own1 = "own_1",
        /// Second number the person adds.
        Own2 = "own_2",
    }
}

impl PhoneSlot {
    /// Whether only the school changes the number, through its import.
    #[must_use]
    pub const fn is_read_only(self) -> bool {
        match self {
            Self::Personal | Self::Professional | Self::Mobile => true,
            Self::Own1 | Self::Own2 => false,
        }
    }
}

/// The numbers a school knows of a person, as its import brings them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it, and a new number needs a new slot")]
pub struct SchoolPhones {
    /// Home number.
    pub personal: Option<PhoneNumber>,
    /// Work number.
    pub professional: Option<PhoneNumber>,
    /// Mobile number.
    pub mobile: Option<PhoneNumber>,
}

/// Which number of the card is called and written to by SMS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "senders must handle every choice")]
pub enum ContactChoice {
    /// Nothing chosen, or the number chosen has left the card: no SMS until the person chooses.
    #[default]
    Unset,
    /// This number, which is on the card and can receive SMS.
    Number(PhoneNumber),
    /// « Ne pas me contacter par SMS ».
    #[doc(alias = "ne pas me contacter par SMS")]
    NoSms,
}

/// The e-mail address of a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "senders must tell the two apart")]
pub enum CardEmail {
    /// Typed by the person; nothing but the confirmation link is sent there.
    Unverified(UnverifiedEmail),
    /// Its owner has opened the confirmation link.
    Verified(VerifiedEmail),
}

/// Numbers and e-mail address of one person, with the number to be used for SMS.
///
/// The three numbers of the school are changed by its import alone; the person adds two own
/// numbers. The contact number is always on the card and can receive SMS: it is forgotten with
/// the last slot that holds it. Stored as JSON, and read back through the same rules.
///
/// ```
/// use ent_core::{PhoneNumber, Region};
/// use ent_prefs::{CardChange, CardError, ContactCard, PhoneSlot};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mobile = PhoneNumber::parse("06 12 34 56 78", Region::FR)?;
/// let card = ContactCard::new();
/// let chosen = card.apply(CardChange::ChooseContact(mobile.clone()));
/// assert_eq!(chosen, Err(CardError::NotOnCard));
///
/// let card = card
///     .apply(CardChange::SetNumber { slot: PhoneSlot::Own1, number: mobile.clone() })?
///     .apply(CardChange::ChooseContact(mobile.clone()))?;
/// assert_eq!(card.sms_number(), Some(&mobile));
/// let card = card.apply(CardChange::RemoveNumber { slot: PhoneSlot::Own1 })?;
/// assert_eq!(card.sms_number(), None);
/// # Ok(())
/// # }
/// ```
#[doc(alias = "fiche de contact")]
#[doc(alias = "coordonnées")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct ContactCard {
    school: SchoolPhones,
    own: [Option<PhoneNumber>; 2],
    /// INVARIANT: a number chosen is in `school` or `own` and can receive SMS.
    contact: ContactChoice,
    email: Option<CardEmail>,
}

impl ContactCard {
    /// A card with nothing on it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number in `slot`, if there is one.
    #[must_use]
    pub fn number(&self, slot: PhoneSlot) -> Option<&PhoneNumber> {
        let [own_1, own_2] = &self.own;
        match slot {
            PhoneSlot::Personal => &self.school.personal,
            PhoneSlot::Professional => &self.school.professional,
            PhoneSlot::Mobile => &self.school.mobile,
            PhoneSlot::Own1 => own_1,
            PhoneSlot::Own2 => own_2,
        }
        .as_ref()
    }

    /// Which number is to be used, or none.
    #[must_use]
    pub const fn contact(&self) -> &ContactChoice {
        &self.contact
    }

    /// E-mail address, confirmed or not.
    #[must_use]
    pub const fn email(&self) -> Option<&CardEmail> {
        self.email.as_ref()
    }

    /// Number that SMS may go to: the contact number, if one is chosen.
    #[must_use]
    pub const fn sms_number(&self) -> Option<&PhoneNumber> {
        match &self.contact {
            ContactChoice::Number(number) => Some(number),
            ContactChoice::Unset | ContactChoice::NoSms => None,
        }
    }

    /// Address that notifications may go to: the e-mail address, once confirmed.
    #[must_use]
    pub const fn notified_email(&self) -> Option<&VerifiedEmail> {
        match &self.email {
            Some(CardEmail::Verified(email)) => Some(email),
            Some(CardEmail::Unverified(_)) | None => None,
        }
    }

    /// Numbers that may be chosen as contact number, each once, in the order of the card.
    #[must_use]
    pub fn choosable(&self) -> Vec<&PhoneNumber> {
        let mut found: Vec<&PhoneNumber> = Vec::new();
        for number in PhoneSlot::ALL.iter().filter_map(|slot| self.number(*slot)) {
            if number.can_receive_sms() && !found.contains(&number) {
                found.push(number);
            }
        }
        found
    }

    fn holds(&self, number: &PhoneNumber) -> bool {
        PhoneSlot::ALL.iter().any(|slot| self.number(*slot) == Some(number))
    }

    fn check_contact(&self, number: &PhoneNumber) -> Result<(), CardError> {
        if !self.holds(number) {
            return Err(CardError::NotOnCard);
        }
        if !number.can_receive_sms() {
            return Err(CardError::NoSms);
        }
        Ok(())
    }
}

/// A card as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    personal: Option<PhoneNumber>,
    professional: Option<PhoneNumber>,
    mobile: Option<PhoneNumber>,
    own_1: Option<PhoneNumber>,
    own_2: Option<PhoneNumber>,
    contact: ContactChoice,
    email: Option<CardEmail>,
}

impl From<ContactCard> for Stored {
    fn from(card: ContactCard) -> Self {
        let SchoolPhones { personal, professional, mobile } = card.school;
        let [own_1, own_2] = card.own;
        let (contact, email) = (card.contact, card.email);
        Self { schema: SCHEMA, personal, professional, mobile, own_1, own_2, contact, email }
    }
}

impl TryFrom<Stored> for ContactCard {
    type Error = CardError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        if stored.schema != SCHEMA {
            return Err(CardError::Schema);
        }
        let Stored { personal, professional, mobile, .. } = stored;
        let card = Self {
            school: SchoolPhones { personal, professional, mobile },
            own: [stored.own_1, stored.own_2],
            contact: stored.contact,
            email: stored.email,
        };
        if let ContactChoice::Number(number) = &card.contact {
            card.check_contact(number)?;
        }
        Ok(card)
    }
}

/// Why a [`ContactCard`] cannot be changed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CardError {
    /// Only the school changes this number.
    #[error("only the school changes this number")]
    ReadOnly,
    /// The contact number is not on the card.
    #[error("the contact number is not on the card")]
    NotOnCard,
    /// The contact number cannot receive SMS.
    #[error("the contact number cannot receive sms")]
    NoSms,
    /// The confirmed address is not the one on the card, which may have changed since the link
    /// was sent.
    #[error("the confirmed address is not the one on the card")]
    OtherEmail,
    /// The stored card has another schema than this version writes.
    #[error("the stored card has an unknown schema")]
    Schema,
}

impl Coded for CardError {
    fn code(&self) -> &'static str {
        match self {
            Self::ReadOnly => "contact/read-only",
            Self::NotOnCard => "contact/not-on-card",
            Self::NoSms => "contact/no-sms",
            Self::OtherEmail => "contact/other-email",
            Self::Schema => "contact/schema",
        }
    }
}

#[cfg(test)]
mod tests;

//! The contact card: where a person can be reached, and how they wish to be.

mod change;
mod child;
mod email;
mod reach;
mod stored;
mod view;
mod wish;

use std::collections::BTreeMap;

use ent_core::{Coded, PhoneNumber, PupilId, UnverifiedEmail, VerifiedEmail, listed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use self::stored::{Newest, Stored};

pub use change::CardChange;
pub use child::{ChildContact, MAX_CHILDREN};
pub use email::{CardNotice, CardNoticeKind, CardStep, EmailChange};
pub use reach::{EmailReach, SmsReach};
pub use view::{CardView, ChildLine, ContactLine, EmailLine, PhoneLine};
pub use wish::{ContactWish, WishError};

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

/// A number that the person added to the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OwnNumber {
    /// The number.
    pub number: PhoneNumber,
    /// Whether the person has shown that it is theirs, by the code of an SMS or of a call.
    pub confirmed: bool,
}

/// How one person is reached, one card for all of their children.
///
/// The three numbers of the school are changed by its import alone, and are trusted; the person
/// adds two own numbers, to which no SMS goes before they are confirmed. The contact number is
/// always on the card and can receive SMS: it is forgotten with the last slot that holds it, never
/// replaced. A new e-mail address takes the place of the confirmed one when it is confirmed itself.
/// For one child, another contact number and another wish may count ([`ChildContact`]). Stored as
/// JSON, and read back through the same rules.
///
/// ```
/// use ent_core::{PhoneNumber, Region};
/// use ent_prefs::contact_card::SmsReach;
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
/// assert_eq!(card.sms_reach(None), SmsReach::Unverified);
/// let card = card.apply(CardChange::ConfirmNumber(mobile.clone()))?;
/// assert_eq!(card.sms_reach(None), SmsReach::To(&mobile));
/// let card = card.apply(CardChange::RemoveNumber { slot: PhoneSlot::Own1 })?;
/// assert_eq!(card.sms_reach(None), SmsReach::Nowhere);
/// # Ok(())
/// # }
/// ```
#[doc(alias = "fiche de contact")]
#[doc(alias = "coordonnées")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Newest")]
pub struct ContactCard {
    school: SchoolPhones,
    own: [Option<OwnNumber>; 2],
    /// INVARIANT: a number chosen is in `school` or `own` and can receive SMS.
    contact: ContactChoice,
    email: Option<VerifiedEmail>,
    /// INVARIANT: another address than `email`.
    asked_email: Option<UnverifiedEmail>,
    wish: Option<ContactWish>,
    /// INVARIANT: at most 40, each says something, with numbers as `contact`.
    children: BTreeMap<PupilId, ChildContact>,
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
            PhoneSlot::Personal => self.school.personal.as_ref(),
            PhoneSlot::Professional => self.school.professional.as_ref(),
            PhoneSlot::Mobile => self.school.mobile.as_ref(),
            PhoneSlot::Own1 => own_1.as_ref().map(|own| &own.number),
            PhoneSlot::Own2 => own_2.as_ref().map(|own| &own.number),
        }
    }

    /// Whether the number in `slot` is trusted: the school gave it, or the person confirmed it.
    #[must_use]
    pub fn is_confirmed(&self, slot: PhoneSlot) -> bool {
        self.number(slot).is_some_and(|number| self.trusts(number))
    }

    /// Which number is to be used for `child`, or for nobody in particular. « Ne pas me contacter par
    /// SMS » on the card counts for every child, whatever is chosen for one.
    #[must_use]
    pub fn contact_for(&self, child: Option<&PupilId>) -> &ContactChoice {
        let of_child = child.and_then(|child| self.child(child)?.contact.as_ref());
        of_child.filter(|_| self.contact != ContactChoice::NoSms).unwrap_or(&self.contact)
    }

    /// Which number is to be used, or none, where nothing else is chosen for a child.
    #[must_use]
    pub const fn contact(&self) -> &ContactChoice {
        &self.contact
    }

    /// The confirmed e-mail address, to which notifications may go.
    #[must_use]
    pub const fn email(&self) -> Option<&VerifiedEmail> {
        self.email.as_ref()
    }

    /// The e-mail address that waits for its confirmation. Nothing but the link goes there.
    #[must_use]
    pub const fn asked_email(&self) -> Option<&UnverifiedEmail> {
        self.asked_email.as_ref()
    }

    /// « Quand et comment me joindre ? » about `child`, or about nobody in particular.
    #[must_use]
    pub fn wish(&self, child: Option<&PupilId>) -> Option<&ContactWish> {
        let of_child = child.and_then(|child| self.child(child)?.wish.as_ref());
        of_child.or(self.wish.as_ref())
    }

    /// What is otherwise for `child`.
    #[must_use]
    pub fn child(&self, child: &PupilId) -> Option<&ChildContact> {
        self.children.get(child)
    }

    /// What is otherwise for single children, by their ids.
    pub fn children(&self) -> impl Iterator<Item = (&PupilId, &ChildContact)> {
        self.children.iter()
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

    fn trusts(&self, number: &PhoneNumber) -> bool {
        let own = self.own.iter().flatten();
        let mut school = PhoneSlot::ALL.iter().filter(|slot| slot.is_read_only());
        school.any(|slot| self.number(*slot) == Some(number))
            || own.filter(|own| own.confirmed).any(|own| own.number == *number)
    }

    fn check_contact(&self, choice: &ContactChoice) -> Result<(), CardError> {
        match choice {
            ContactChoice::Number(number) if !self.holds(number) => Err(CardError::NotOnCard),
            ContactChoice::Number(number) if !number.can_receive_sms() => Err(CardError::NoSms),
            _ => Ok(()),
        }
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
    /// More than 40 children have something of their own.
    #[error("at most 40 children have a contact of their own")]
    TooManyChildren,
    /// The stored card holds what no change leaves behind.
    #[error("the stored card contradicts itself")]
    Inconsistent,
    /// The stored card has a schema that this version does not read.
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
            Self::TooManyChildren => "contact/too-many-children",
            Self::Inconsistent => "contact/inconsistent",
            Self::Schema => "contact/schema",
        }
    }
}

#[cfg(test)]
mod tests;

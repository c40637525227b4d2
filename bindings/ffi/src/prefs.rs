//! How a person is reached: the contact card and the consents.

mod consent;
mod disconnect;
mod preferences;
#[cfg(feature = "red-list")]
mod red_list;
mod route;
mod unsubscribe;

use std::fmt;

use ent_core::transition::StateError;
use ent_prefs::CardChange;

pub use self::consent::{
    Channel, ConsentAct, ConsentActLine, ConsentActor, ConsentEntry, ConsentLine, ConsentProof,
    ConsentPurpose, ConsentSource, Consents, InForceLine, OfficerConsents, PartnerView,
    PersonConsents, WhoConsents, check_who_consents, partner_view, who_may_consent,
};
pub use self::disconnect::{Digest, Opening, SendingHours, SendingOptions, SendingWindow};
pub use self::preferences::{
    Pace, PreferenceAnswer, PreferenceChoice, PreferenceDefaults, PreferenceLayer, PreferenceLine,
    PreferencePage, PreferenceScope, Preferences, Topic, read_preference,
};
#[cfg(feature = "red-list")]
pub use self::red_list::{
    AuthorisedViewer, Authoriser, DirectoryEntry, DirectoryField, DirectoryHit, DirectoryHits,
    DirectoryRow, Projection, RedList, Viewer, ViewerRole, Visibility, VisibilityRule,
    project_card, project_row, search_directory,
};
pub use self::route::{
    MessageClass, Recipient, Recipients, RouteCount, RouteDelivery, RouteHeld, RouteMessage,
    RouteRefused, RouteTarget, RouteVerdict, Routing, route_message,
};
pub use self::unsubscribe::{
    UnsubscribeEffect, UnsubscribeLink, UnsubscribeScope, Unsubscribed, confirm_unsubscribe,
    read_unsubscribe, unsubscribe_link, unsubscribe_refusal, unsubscribe_token_of,
};
use crate::EntError;
use crate::contact::{PhoneNumber, UnverifiedEmail, VerifiedEmail};
use crate::mirror::labelled;

type Domain = ent_prefs::ContactCard;

labelled! {
    /// A place for a number on the card.
    PhoneSlot = ent_prefs::PhoneSlot {
        /// Home number the school knows.
        Personal,
        /// Work number the school knows.
        Professional,
        /// Mobile number the school knows.
        Mobile,
        /// First number the person adds.
        Own1,
        /// Second number the person adds.
        Own2,
    }
}

/// The numbers a school knows of a person, as its import brings them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SchoolPhones {
    /// Home number.
    #[uniffi(default = None)]
    pub personal: Option<PhoneNumber>,
    /// Work number.
    #[uniffi(default = None)]
    pub professional: Option<PhoneNumber>,
    /// Mobile number.
    #[uniffi(default = None)]
    pub mobile: Option<PhoneNumber>,
}

impl SchoolPhones {
    fn read(self) -> Result<ent_prefs::contact_card::SchoolPhones, EntError> {
        let read = |number: Option<PhoneNumber>| number.map(PhoneNumber::read).transpose();
        Ok(ent_prefs::contact_card::SchoolPhones {
            personal: read(self.personal)?,
            professional: read(self.professional)?,
            mobile: read(self.mobile)?,
        })
    }
}

/// One number to be shown.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PhoneLine {
    /// Where it stands.
    pub slot: PhoneSlot,
    /// The number, masked; none when the slot is empty (« Aucun numéro »).
    pub masked: Option<String>,
    /// Whether the page shows it without a field to type in.
    pub read_only: bool,
    /// Whether it may be chosen as contact number.
    pub choosable: bool,
}

/// The contact number to be shown.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ContactLine {
    /// Nothing is chosen.
    Unset,
    /// This number is used for SMS.
    Number {
        /// The number, masked.
        masked: String,
    },
    /// SMS are refused: « Ne pas me contacter par SMS ».
    NoSms,
}

/// The e-mail address to be shown.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EmailLine {
    /// The address, masked.
    pub masked: String,
    /// Whether its owner has confirmed it.
    pub verified: bool,
}

/// A card to be shown: numbers and address are masked.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CardView {
    /// One line a slot, in the order of the page.
    pub phones: Vec<PhoneLine>,
    /// Which number is used for SMS.
    pub contact: ContactLine,
    /// E-mail address, if there is one.
    pub email: Option<EmailLine>,
}

impl From<ent_prefs::CardView> for CardView {
    fn from(view: ent_prefs::CardView) -> Self {
        use ent_prefs::contact_card::ContactLine as Known;
        let phones = view.phones.into_iter().map(|line| PhoneLine {
            slot: line.slot.into(),
            masked: line.masked,
            read_only: line.read_only,
            choosable: line.choosable,
        });
        Self {
            phones: phones.collect(),
            contact: match view.contact {
                Known::Unset => ContactLine::Unset,
                Known::Number(masked) => ContactLine::Number { masked },
                Known::NoSms => ContactLine::NoSms,
            },
            email: view
                .email
                .map(|line| EmailLine { masked: line.masked, verified: line.verified }),
        }
    }
}

/// Numbers and e-mail address of one person, with the number to be used for SMS.
///
/// A card never changes: each change gives another card. The three numbers of the school are
/// changed by its import alone; the person adds two own numbers.
#[derive(uniffi::Object)]
pub struct ContactCard {
    pub(crate) inner: Domain,
}

#[uniffi::export]
impl ContactCard {
    /// A card with nothing on it.
    #[uniffi::constructor]
    pub fn empty() -> Self {
        Self { inner: Domain::new() }
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else, and for a card that breaks a rule.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The card to store, as UTF-8 JSON: on the server side, since numbers are in it.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// The card as a page may show it.
    pub fn view(&self) -> CardView {
        self.inner.view().into()
    }

    /// Number in a slot, if there is one.
    pub fn number(&self, slot: PhoneSlot) -> Option<PhoneNumber> {
        self.inner.number(slot.into()).map(Into::into)
    }

    /// Number that SMS may go to: the contact number, if one is chosen.
    pub fn sms_number(&self) -> Option<PhoneNumber> {
        self.inner.sms_number().map(Into::into)
    }

    /// Address that notifications may go to: the e-mail address, once confirmed.
    pub fn notified_email(&self) -> Option<VerifiedEmail> {
        let email = self.inner.notified_email()?.email();
        Some(VerifiedEmail { email: email.into() })
    }

    /// Numbers that may be chosen as contact number, each once, in the order of the card.
    pub fn choosable(&self) -> Vec<PhoneNumber> {
        self.inner.choosable().into_iter().map(Into::into).collect()
    }

    /// The card after the school's import. A contact number that leaves the card with it is
    /// forgotten, never replaced.
    ///
    /// Fails with `phone/…` when a number cannot be read.
    pub fn with_school_phones(&self, phones: SchoolPhones) -> Result<ContactCard, EntError> {
        Ok(Self { inner: self.inner.with_school_phones(phones.read()?) })
    }

    /// Puts a number in an own slot, in place of the one there.
    ///
    /// Fails with `contact/read-only` for a slot of the school, or `phone/…`.
    pub fn set_number(
        &self,
        slot: PhoneSlot,
        number: PhoneNumber,
    ) -> Result<ContactCard, EntError> {
        self.apply(CardChange::SetNumber { slot: slot.into(), number: number.read()? })
    }

    /// Empties an own slot.
    ///
    /// Fails with `contact/read-only` for a slot of the school.
    pub fn remove_number(&self, slot: PhoneSlot) -> Result<ContactCard, EntError> {
        self.apply(CardChange::RemoveNumber { slot: slot.into() })
    }

    /// Takes a number of the card as contact number, which also ends a refusal of SMS.
    ///
    /// Fails with `contact/not-on-card`, `contact/no-sms`, or `phone/…`.
    pub fn choose_contact(&self, number: PhoneNumber) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ChooseContact(number.read()?))
    }

    /// « Ne pas me contacter par SMS »: forgets the contact number.
    pub fn refuse_sms(&self) -> Result<ContactCard, EntError> {
        self.apply(CardChange::RefuseSms)
    }

    /// Forgets the contact number or the refusal of SMS.
    pub fn clear_contact(&self) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ClearContact)
    }

    /// Gives an address to be confirmed; the address already confirmed stays so when it is the
    /// same.
    ///
    /// Fails with `email/…`.
    pub fn set_email(&self, email: &UnverifiedEmail) -> Result<ContactCard, EntError> {
        self.apply(CardChange::SetEmail(email.read()?))
    }

    /// The owner of the address on the card has opened the link.
    ///
    /// Fails with `contact/other-email` when the card has another address by now, or `email/…`.
    pub fn confirm_email(&self, email: &VerifiedEmail) -> Result<ContactCard, EntError> {
        self.apply(CardChange::ConfirmEmail(email.read()?))
    }

    /// Takes the address off the card.
    pub fn remove_email(&self) -> Result<ContactCard, EntError> {
        self.apply(CardChange::RemoveEmail)
    }
}

impl ContactCard {
    fn apply(&self, change: CardChange) -> Result<Self, EntError> {
        Ok(Self { inner: self.inner.apply(change)? })
    }
}

impl fmt::Debug for ContactCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactCard(redacted)")
    }
}

const CORRUPT: StateError = StateError::Corrupt { part: "body" };

fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, EntError> {
    Ok(serde_json::from_slice(bytes).map_err(|_| CORRUPT)?)
}

fn write_json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, EntError> {
    Ok(serde_json::to_vec(value).map_err(|_| CORRUPT)?)
}

#[cfg(test)]
mod tests;

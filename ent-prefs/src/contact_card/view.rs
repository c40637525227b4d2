//! What a page may show of a contact card.

use ent_core::PhoneNumber;

use super::{CardEmail, ContactCard, ContactChoice, PhoneSlot};

/// A card to be shown: numbers and address are masked.
///
/// ```
/// use ent_core::{PhoneNumber, Region};
/// use ent_prefs::contact_card::SchoolPhones;
/// use ent_prefs::{ContactCard, PhoneSlot};
///
/// let mobile = PhoneNumber::parse("06 12 34 56 78", Region::FR)?;
/// let phones = SchoolPhones { mobile: Some(mobile), ..SchoolPhones::default() };
/// let view = ContactCard::new().with_school_phones(phones).view();
/// let line = view.phones.iter().find(|line| line.slot == PhoneSlot::Mobile);
/// assert_eq!(line.and_then(|line| line.masked.as_deref()), Some("06 •• •• •• 78"));
/// assert_eq!(view.email, None);
/// # Ok::<(), ent_core::PhoneError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CardView {
    /// One line a slot, in the order of the page.
    pub phones: Vec<PhoneLine>,
    /// Which number is used for SMS.
    pub contact: ContactLine,
    /// E-mail address, if there is one.
    pub email: Option<EmailLine>,
}

/// One number to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a page must show every choice")]
pub enum ContactLine {
    /// Nothing is chosen.
    Unset,
    /// The number, masked.
    Number(String),
    /// SMS are refused.
    NoSms,
}

/// The e-mail address to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmailLine {
    /// The address, masked.
    pub masked: String,
    /// Whether its owner has confirmed it.
    pub verified: bool,
}

impl ContactCard {
    /// The card as a page may show it.
    #[must_use]
    pub fn view(&self) -> CardView {
        let line = |slot: PhoneSlot| {
            let number = self.number(slot);
            PhoneLine {
                slot,
                masked: number.map(PhoneNumber::masked),
                read_only: slot.is_read_only(),
                choosable: number.is_some_and(PhoneNumber::can_receive_sms),
            }
        };
        let email = self.email().map(|email| match email {
            CardEmail::Unverified(email) => {
                EmailLine { masked: email.email().masked(), verified: false }
            }
            CardEmail::Verified(email) => {
                EmailLine { masked: email.email().masked(), verified: true }
            }
        });
        let contact = match self.contact() {
            ContactChoice::Unset => ContactLine::Unset,
            ContactChoice::Number(number) => ContactLine::Number(number.masked()),
            ContactChoice::NoSms => ContactLine::NoSms,
        };
        CardView { phones: PhoneSlot::ALL.iter().copied().map(line).collect(), contact, email }
    }
}

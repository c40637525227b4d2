//! What a page may show of a contact card.

use ent_core::{PhoneNumber, PupilId};

use super::{ContactCard, ContactChoice, ContactWish, PhoneSlot};

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
    /// E-mail address: the one in use, else the one to be confirmed.
    pub email: Option<EmailLine>,
    /// The address to be confirmed, masked, if there is one.
    pub asked_email: Option<String>,
    /// « Quand et comment me joindre ? ».
    pub wish: Option<ContactWish>,
    /// What is otherwise for single children.
    pub children: Vec<ChildLine>,
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
    /// Whether the school gave it or the person confirmed it.
    pub confirmed: bool,
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

/// What is otherwise for one child, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChildLine {
    /// The child.
    pub child: PupilId,
    /// Which number is used for SMS about the child; none where that of the card is. A refusal on
    /// the card counts here too.
    pub contact: Option<ContactLine>,
    /// « Quand et comment me joindre ? » about the child; none where that of the card counts.
    pub wish: Option<ContactWish>,
}

impl From<&ContactChoice> for ContactLine {
    fn from(choice: &ContactChoice) -> Self {
        match choice {
            ContactChoice::Unset => Self::Unset,
            ContactChoice::Number(number) => Self::Number(number.masked()),
            ContactChoice::NoSms => Self::NoSms,
        }
    }
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
                confirmed: self.is_confirmed(slot),
            }
        };
        let asked_email = self.asked_email().map(|email| email.email().masked());
        let in_use = self.email().map(|email| email.email().masked());
        let verified = in_use.is_some();
        let children = self.children().map(|(child, otherwise)| ChildLine {
            child: child.clone(),
            contact: otherwise.contact.as_ref().map(|_| self.contact_for(Some(child)).into()),
            wish: otherwise.wish.clone(),
        });
        CardView {
            phones: PhoneSlot::ALL.iter().copied().map(line).collect(),
            contact: self.contact().into(),
            email: in_use
                .or_else(|| asked_email.clone())
                .map(|masked| EmailLine { masked, verified }),
            asked_email,
            wish: self.wish(None).cloned(),
            children: children.collect(),
        }
    }
}

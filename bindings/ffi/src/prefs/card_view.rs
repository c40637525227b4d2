//! What a page shows of a contact card, and the wish typed on it.

use std::fmt;

use ent_prefs::contact_card as domain;

use super::contact_card::PhoneSlot;
use crate::EntError;

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
    /// Whether the school gave it or the person confirmed it.
    pub confirmed: bool,
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

/// What is otherwise for one child, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChildLine {
    /// The child.
    pub child: String,
    /// Which number is used for SMS about the child; none where that of the card is.
    pub contact: Option<ContactLine>,
    /// « Quand et comment me joindre ? » about the child; none where that of the card counts.
    pub wish: Option<ContactWish>,
}

/// A card to be shown: numbers and address are masked.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
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

impl From<domain::ContactLine> for ContactLine {
    fn from(line: domain::ContactLine) -> Self {
        match line {
            domain::ContactLine::Unset => Self::Unset,
            domain::ContactLine::Number(masked) => Self::Number { masked },
            domain::ContactLine::NoSms => Self::NoSms,
        }
    }
}

impl From<ent_prefs::CardView> for CardView {
    fn from(view: ent_prefs::CardView) -> Self {
        let phones = view.phones.into_iter().map(|line| PhoneLine {
            slot: line.slot.into(),
            masked: line.masked,
            read_only: line.read_only,
            choosable: line.choosable,
            confirmed: line.confirmed,
        });
        let children = view.children.into_iter().map(|line| ChildLine {
            child: line.child.as_str().to_owned(),
            contact: line.contact.map(Into::into),
            wish: line.wish.as_ref().map(Into::into),
        });
        Self {
            phones: phones.collect(),
            contact: view.contact.into(),
            email: view
                .email
                .map(|line| EmailLine { masked: line.masked, verified: line.verified }),
            asked_email: view.asked_email,
            wish: view.wish.as_ref().map(Into::into),
            children: children.collect(),
        }
    }
}

/// When and how a person wishes to be reached, in their own words: up to 300 characters, counted as
/// a person counts them.
///
/// Only `text` is looked at when it is given to a rule, and it is read again. The text form shows
/// nothing.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct ContactWish {
    /// The wish, in normal form C, with line ends as `\n`.
    pub text: String,
    /// How many characters it has.
    pub length: i32,
    /// How many more it may have.
    pub left: i32,
}

impl fmt::Display for ContactWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactWish(redacted)")
    }
}

impl fmt::Debug for ContactWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<&domain::ContactWish> for ContactWish {
    fn from(wish: &domain::ContactWish) -> Self {
        Self {
            text: wish.as_str().to_owned(),
            length: count(wish.length()),
            left: count(wish.left()),
        }
    }
}

impl ContactWish {
    pub(super) fn read(&self) -> Result<domain::ContactWish, EntError> {
        Ok(domain::ContactWish::parse(&self.text)?)
    }
}

/// A number of characters, never above 300.
pub(super) fn count(characters: usize) -> i32 {
    i32::try_from(characters).unwrap_or(i32::MAX)
}

/// Reads what a person typed under « Quand et comment me joindre ? ».
///
/// Fails with `wish/empty`, `wish/too-long`, `wish/too-big`, `wish/marks`, `wish/control` or
/// `wish/invisible`.
#[uniffi::export]
pub fn parse_contact_wish(text: &str) -> Result<ContactWish, EntError> {
    Ok((&domain::ContactWish::parse(text)?).into())
}

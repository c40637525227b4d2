//! What is otherwise for one child.

use serde::{Deserialize, Serialize};

use super::{ContactChoice, ContactWish};

/// Most children for whom something is otherwise.
pub const MAX_CHILDREN: usize = 40;

/// What counts for messages about one child in place of the card’s own; where it says nothing, the
/// card counts.
///
/// ```
/// use ent_core::{PhoneNumber, PupilId, Region};
/// use ent_prefs::contact_card::{ChildContact, ContactChoice, SchoolPhones, SmsReach};
/// use ent_prefs::{CardChange, ContactCard};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mobile = PhoneNumber::parse("06 12 34 56 78", Region::FR)?;
/// let (louis, anna) = (PupilId::parse("louis")?, PupilId::parse("anna")?);
/// let phones = SchoolPhones { mobile: Some(mobile.clone()), ..SchoolPhones::default() };
/// let card = ContactCard::new()
///     .with_school_phones(phones)
///     .apply(CardChange::ChooseContact(mobile.clone()))?
///     .apply(CardChange::SetChild {
///         child: louis.clone(),
///         contact: ChildContact { contact: Some(ContactChoice::NoSms), wish: None },
///     })?;
/// assert_eq!(card.sms_reach(Some(&louis)), SmsReach::Refused);
/// assert_eq!(card.sms_reach(Some(&anna)), SmsReach::To(&mobile));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it, and a new field is a new rule")]
pub struct ChildContact {
    /// Which number is used for SMS about the child. A number that leaves the card leaves
    /// [`ContactChoice::Unset`]: no SMS about the child until the person chooses, even when the
    /// card has a contact number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactChoice>,
    /// « Quand et comment me joindre ? » about the child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<ContactWish>,
}

impl ChildContact {
    /// Whether the card alone counts.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.contact.is_none() && self.wish.is_none()
    }
}

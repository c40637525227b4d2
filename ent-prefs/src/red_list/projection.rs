//! What one viewer sees of one person.

use std::fmt;

use ent_core::{BirthDate, Email, PersonName, PhoneNumber, PostalAddress, Profile, Uai};
use serde::Serialize;

use super::{
    DirectoryField, DirectoryFields, DirectoryRow, RedList, Viewer, ViewerRole, Visibility,
};
use crate::contact_card::{ContactChoice, ContactWish};
use crate::{ContactCard, PhoneSlot};

/// The fields that one viewer sees of one person, and nothing else: what is hidden was dropped, so
/// that no form of it shows more, and is as absent as what the school does not know.
///
/// As JSON, a field that is not there has no key. `Debug` names the fields and shows no value. It
/// comes from [`project`], [`project_card`] and [`search`](super::search) alone.
///
/// ```
/// use ent_core::{PersonName, SubjectId};
/// use ent_prefs::contact_card::ContactWish;
/// use ent_prefs::red_list::{DirectoryRow, Viewer, ViewerRole, Visibility, project};
/// use ent_prefs::CardChange;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut row = DirectoryRow::new(PersonName::parse("Martin", "Zoé")?);
/// row.card = row.card.apply(CardChange::SetWish(ContactWish::parse("Après 18 h")?))?;
/// let viewer = Viewer::new(SubjectId::parse("pupil-2")?, ViewerRole::Pupil);
/// let seen = project(&row, &viewer, &Visibility::preset());
/// assert_eq!(seen.name(), Some(&row.name));
/// assert_eq!(seen.contact_wish(), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Projection {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<PersonName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<Profile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    establishment: Option<Uai>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<BirthDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_address: Option<PostalAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Email>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_personal: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_professional: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_mobile: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_own_1: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_own_2: Option<PhoneNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<PhoneSlot>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_wish: Option<ContactWish>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notifications: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_red_list: Option<bool>,
}

/// What `viewer` sees of the person of `row`.
#[must_use]
pub fn project(row: &DirectoryRow, viewer: &Viewer, policy: &Visibility) -> Projection {
    use DirectoryField as F;
    let seen = policy.seen_by(viewer, &row.red_list);
    let shows = |field| seen.contains(field);
    Projection {
        name: shows(F::Name).then(|| row.name.clone()),
        profile: row.profile.filter(|_| shows(F::Profile)),
        establishment: row.establishment.filter(|_| shows(F::Establishment)),
        classes: if shows(F::Classes) { row.classes.clone() } else { Vec::new() },
        birth_date: row.birth_date.filter(|_| shows(F::BirthDate)),
        postal_address: row.postal_address.as_ref().filter(|_| shows(F::PostalAddress)).cloned(),
        notifications: row.notifications.filter(|_| shows(F::Notifications)),
        ..of_card(&row.card, &row.red_list, viewer, seen)
    }
}

/// What `viewer` sees of a card alone, whose owner has this red list.
#[must_use]
pub fn project_card(
    card: &ContactCard,
    list: &RedList,
    viewer: &Viewer,
    policy: &Visibility,
) -> Projection {
    of_card(card, list, viewer, policy.seen_by(viewer, list))
}

fn of_card(
    card: &ContactCard,
    list: &RedList,
    viewer: &Viewer,
    seen: DirectoryFields,
) -> Projection {
    let number = |slot| seen_number(card, slot, seen, viewer).cloned();
    let told = viewer.role() == ViewerRole::Oneself || list.authorises(viewer);
    Projection {
        email: seen_email(card, seen).cloned(),
        phone_personal: number(PhoneSlot::Personal),
        phone_professional: number(PhoneSlot::Professional),
        phone_mobile: number(PhoneSlot::Mobile),
        phone_own_1: number(PhoneSlot::Own1),
        phone_own_2: number(PhoneSlot::Own2),
        contact: seen_contact(card, seen, viewer),
        contact_wish: card
            .wish(viewer.child())
            .filter(|_| seen.contains(DirectoryField::ContactWish))
            .cloned(),
        on_red_list: told.then_some(list.is_on()),
        ..Projection::default()
    }
}

/// The number in `slot`, where it is among the fields seen. One not confirmed may be someone else’s,
/// and is shown to its person alone.
pub(super) fn seen_number<'a>(
    card: &'a ContactCard,
    slot: PhoneSlot,
    seen: DirectoryFields,
    viewer: &Viewer,
) -> Option<&'a PhoneNumber> {
    let known = viewer.role() == ViewerRole::Oneself || card.is_confirmed(slot);
    let shown = known && seen.contains(DirectoryField::of_slot(slot));
    card.number(slot).filter(|_| shown)
}

/// Where the contact number for the viewer’s child is, among the numbers seen.
fn seen_contact(card: &ContactCard, seen: DirectoryFields, viewer: &Viewer) -> Option<PhoneSlot> {
    let ContactChoice::Number(chosen) = card.contact_for(viewer.child()) else { return None };
    let is_chosen = |slot: &PhoneSlot| seen_number(card, *slot, seen, viewer) == Some(chosen);
    PhoneSlot::ALL.iter().copied().find(is_chosen)
}

/// The e-mail address, where it is among the fields seen. One not confirmed may be someone else’s,
/// and no directory shows it.
pub(super) fn seen_email(card: &ContactCard, seen: DirectoryFields) -> Option<&Email> {
    let email = card.email().map(ent_core::VerifiedEmail::email);
    email.filter(|_| seen.contains(DirectoryField::Email))
}

impl Projection {
    /// Family, given and usual name.
    #[must_use]
    pub const fn name(&self) -> Option<&PersonName> {
        self.name.as_ref()
    }

    /// National profile.
    #[must_use]
    pub const fn profile(&self) -> Option<Profile> {
        self.profile
    }

    /// Number of the establishment.
    #[must_use]
    pub const fn establishment(&self) -> Option<Uai> {
        self.establishment
    }

    /// Classes the person is in or teaches.
    #[must_use]
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Birth date.
    #[must_use]
    pub const fn birth_date(&self) -> Option<BirthDate> {
        self.birth_date
    }

    /// Postal address.
    #[must_use]
    pub const fn postal_address(&self) -> Option<&PostalAddress> {
        self.postal_address.as_ref()
    }

    /// Confirmed e-mail address.
    #[must_use]
    pub const fn email(&self) -> Option<&Email> {
        self.email.as_ref()
    }

    /// Number in `slot`.
    #[must_use]
    pub const fn number(&self, slot: PhoneSlot) -> Option<&PhoneNumber> {
        match slot {
            PhoneSlot::Personal => &self.phone_personal,
            PhoneSlot::Professional => &self.phone_professional,
            PhoneSlot::Mobile => &self.phone_mobile,
            PhoneSlot::Own1 => &self.phone_own_1,
            PhoneSlot::Own2 => &self.phone_own_2,
        }
        .as_ref()
    }

    /// Which of the numbers the person chose to be reached on, for the viewer’s child if one was
    /// given; none where they chose none or no SMS, or where the number is hidden or not confirmed.
    #[must_use]
    pub const fn contact(&self) -> Option<PhoneSlot> {
        self.contact
    }

    /// « Quand et comment me joindre ? », for the viewer’s child if one was given.
    #[must_use]
    pub const fn contact_wish(&self) -> Option<&ContactWish> {
        self.contact_wish.as_ref()
    }

    /// Whether notifications by e-mail are active.
    #[must_use]
    pub const fn notifications(&self) -> Option<bool> {
        self.notifications
    }

    /// Whether the person is on the red list (« Ces informations sont sur liste rouge »); told to
    /// the person and to those authorised alone.
    #[must_use]
    pub const fn on_red_list(&self) -> Option<bool> {
        self.on_red_list
    }

    /// Which fields are there.
    #[must_use]
    pub fn fields(&self) -> DirectoryFields {
        DirectoryField::ALL.iter().copied().filter(|field| self.has(*field)).collect()
    }

    const fn has(&self, field: DirectoryField) -> bool {
        match field {
            DirectoryField::Name => self.name.is_some(),
            DirectoryField::Profile => self.profile.is_some(),
            DirectoryField::Establishment => self.establishment.is_some(),
            DirectoryField::Classes => !self.classes.is_empty(),
            DirectoryField::BirthDate => self.birth_date.is_some(),
            DirectoryField::PostalAddress => self.postal_address.is_some(),
            DirectoryField::Email => self.email.is_some(),
            DirectoryField::PhonePersonal => self.phone_personal.is_some(),
            DirectoryField::PhoneProfessional => self.phone_professional.is_some(),
            DirectoryField::PhoneMobile => self.phone_mobile.is_some(),
            DirectoryField::PhoneOwn1 => self.phone_own_1.is_some(),
            DirectoryField::PhoneOwn2 => self.phone_own_2.is_some(),
            DirectoryField::ContactWish => self.contact_wish.is_some(),
            DirectoryField::Notifications => self.notifications.is_some(),
        }
    }
}

impl fmt::Debug for Projection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Projection")?;
        f.debug_set().entries(self.fields().iter().map(DirectoryField::code)).finish()
    }
}

//! What a directory may show of a person.

use ent_core::listed;
use serde::{Deserialize, Serialize};

use crate::PhoneSlot;

listed! {
    /// One thing that a directory knows of a person (Occitanie guide of first connection,
    /// « Résumé » of « Préférences »).
    ///
    /// ```
    /// use ent_prefs::red_list::DirectoryField;
    ///
    /// assert!(DirectoryField::PhoneMobile.is_contact());
    /// assert!(!DirectoryField::Name.is_contact());
    /// assert_eq!(DirectoryField::from_code("password"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a new field needs a decision on who sees it")]
    DirectoryField in "directory_field" {
        /// Family, given and usual name.
        Name = "name",
        /// National profile.
        Profile = "profile",
        /// Number of the establishment.
        Establishment = "establishment",
        /// Classes the person is in or teaches.
        Classes = "classes",
        /// Birth date.
        BirthDate = "birth_date",
        /// Postal address.
        PostalAddress = "postal_address",
        /// Confirmed e-mail address.
        Email = "email",
        /// Home number the school knows.
        PhonePersonal = "phone_personal",
        /// Work number the school knows.
        PhoneProfessional = "phone_professional",
        /// Mobile number the school knows.
        PhoneMobile = "phone_mobile",
        /// First number the person added.
        PhoneOwn1 = "phone_own_1",
        /// Second number the person added.
        PhoneOwn2 = "phone_own_2",
        /// « Quand et comment me joindre ? ».
        ContactWish = "contact_wish",
        /// Whether notifications by e-mail are active.
        Notifications = "notifications",
    }
}

impl DirectoryField {
    /// Whether the field says how to reach the person, which the red list hides and no partner
    /// ever sees.
    #[must_use]
    pub const fn is_contact(self) -> bool {
        match self {
            Self::Name | Self::Profile | Self::Establishment | Self::Classes | Self::BirthDate => {
                false
            }
            Self::PostalAddress
            | Self::Email
            | Self::PhonePersonal
            | Self::PhoneProfessional
            | Self::PhoneMobile
            | Self::PhoneOwn1
            | Self::PhoneOwn2
            | Self::ContactWish
            | Self::Notifications => true,
        }
    }

    /// The field that shows the number in `slot`.
    #[must_use]
    pub const fn of_slot(slot: PhoneSlot) -> Self {
        match slot {
            PhoneSlot::Personal => Self::PhonePersonal,
            PhoneSlot::Professional => Self::PhoneProfessional,
            PhoneSlot::Mobile => Self::PhoneMobile,
            PhoneSlot::Own1 => Self::PhoneOwn1,
            PhoneSlot::Own2 => Self::PhoneOwn2,
        }
    }

    const fn bit(self) -> u16 {
        match self {
            Self::Name => 1,
            Self::Profile => 1 << 1,
            Self::Establishment => 1 << 2,
            Self::Classes => 1 << 3,
            Self::BirthDate => 1 << 4,
            Self::PostalAddress => 1 << 5,
            Self::Email => 1 << 6,
            Self::PhonePersonal => 1 << 7,
            Self::PhoneProfessional => 1 << 8,
            Self::PhoneMobile => 1 << 9,
            Self::PhoneOwn1 => 1 << 10,
            Self::PhoneOwn2 => 1 << 11,
            Self::ContactWish => 1 << 12,
            Self::Notifications => 1 << 13,
        }
    }
}

/// A set of fields.
///
/// ```
/// use ent_prefs::red_list::{DirectoryField, DirectoryFields};
///
/// let shown: DirectoryFields = [DirectoryField::Name, DirectoryField::Email].into_iter().collect();
/// assert!(shown.contains(DirectoryField::Email));
/// assert!(!shown.without_contact().contains(DirectoryField::Email));
/// assert!(shown.without_contact().is_within(shown));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<DirectoryField>", into = "Vec<DirectoryField>")]
pub struct DirectoryFields(u16);

impl DirectoryFields {
    /// No field.
    pub const NONE: Self = Self(0);

    /// Every field.
    #[must_use]
    pub fn all() -> Self {
        DirectoryField::ALL.iter().copied().collect()
    }

    /// Whether `field` is in the set.
    #[must_use]
    pub const fn contains(self, field: DirectoryField) -> bool {
        self.0 & field.bit() != 0
    }

    /// Whether every field of this set is in `other`.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The set without the fields that say how to reach the person.
    #[must_use]
    pub fn without_contact(self) -> Self {
        self.iter().filter(|field| !field.is_contact()).collect()
    }

    /// The fields, in the order of [`DirectoryField::ALL`].
    pub fn iter(self) -> impl Iterator<Item = DirectoryField> {
        DirectoryField::ALL.iter().copied().filter(move |field| self.contains(*field))
    }
}

impl From<Vec<DirectoryField>> for DirectoryFields {
    fn from(fields: Vec<DirectoryField>) -> Self {
        fields.into_iter().collect()
    }
}

impl From<DirectoryFields> for Vec<DirectoryField> {
    fn from(fields: DirectoryFields) -> Self {
        fields.iter().collect()
    }
}

impl FromIterator<DirectoryField> for DirectoryFields {
    fn from_iter<I: IntoIterator<Item = DirectoryField>>(fields: I) -> Self {
        Self(fields.into_iter().fold(0, |set, field| set | field.bit()))
    }
}

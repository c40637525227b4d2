//! Roles that someone holds in an ENT beside a profile.

use crate::listed::listed;

listed! {
    /// A role of the glossary in the presentation of Ma classe en Auvergne-Rhône-Alpes.
    ///
    /// ```
    /// use ent_core::profile::{EntDuty, EntRole};
    ///
    /// assert!(EntRole::Administrator.may(EntDuty::Moderate));
    /// assert!(!EntRole::AuthorizedPerson.may(EntDuty::Moderate));
    /// assert_eq!(EntRole::from_code("webmaster"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the facades mirror the list")]
    EntRole in "role" {
        /// In charge of the ENT in one establishment, by delegation of its head.
        #[doc(alias = "administrateur ENT")]
        Administrator = "administrator",
        /// Named to carry out controls or maintenance in the ENT.
        #[doc(alias = "personne habilitée")]
        AuthorizedPerson = "authorized_person",
    }
}

impl EntRole {
    /// What the role is for.
    #[must_use]
    pub const fn duties(self) -> &'static [EntDuty] {
        match self {
            Self::Administrator => &[EntDuty::Administer, EntDuty::Advise, EntDuty::Moderate],
            Self::AuthorizedPerson => &[EntDuty::Control, EntDuty::Maintain],
        }
    }

    /// Whether `duty` is one of the role's.
    #[must_use]
    pub fn may(self, duty: EntDuty) -> bool {
        self.duties().contains(&duty)
    }

    /// Who may give the role.
    #[must_use]
    pub const fn appointers(self) -> &'static [Appointer] {
        match self {
            Self::Administrator => &[Appointer::HeadOfEstablishment],
            Self::AuthorizedPerson => &[Appointer::Region, Appointer::Establishment],
        }
    }

    /// How many people must hold the role in each establishment.
    #[must_use]
    pub const fn least_per_establishment(self) -> u8 {
        match self {
            Self::Administrator => 1,
            Self::AuthorizedPerson => 0,
        }
    }

    /// Whether the role comes with an account of its own, beside that of its holder.
    #[must_use]
    pub const fn has_own_account(self) -> bool {
        matches!(self, Self::Administrator)
    }
}

listed! {
    /// What an [`EntRole`] is for.
    ///
    /// ```
    /// use ent_core::profile::EntDuty;
    ///
    /// assert_eq!(EntDuty::from_code("moderate"), Some(EntDuty::Moderate));
    /// assert_eq!(EntDuty::from_code("Moderate"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the facades mirror the list")]
    EntDuty in "duty" {
        /// Administer and follow the ENT in the establishment.
        Administer = "administer",
        /// Inform, recommend and warn the controller of the data and the director of publication.
        Advise = "advise",
        /// Moderate publications.
        #[doc(alias = "modération")]
        Moderate = "moderate",
        /// Carry out controls.
        Control = "control",
        /// Carry out maintenance.
        Maintain = "maintain",
    }
}

listed! {
    /// Who gives an [`EntRole`].
    ///
    /// ```
    /// use ent_core::profile::Appointer;
    ///
    /// assert_eq!(Appointer::from_code("region"), Some(Appointer::Region));
    /// assert_eq!(Appointer::from_code("academy"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the facades mirror the list")]
    Appointer in "appointer" {
        /// The head of the establishment.
        #[doc(alias = "chef d’établissement")]
        HeadOfEstablishment = "head_of_establishment",
        /// The establishment.
        Establishment = "establishment",
        /// The region.
        Region = "region",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_duties_and_someone_who_gives_it() {
        EntRole::check_list();
        EntDuty::check_list();
        Appointer::check_list();
        for role in EntRole::ALL {
            assert!(!role.duties().is_empty() && !role.appointers().is_empty());
        }
        for duty in EntDuty::ALL {
            assert_eq!(EntRole::ALL.iter().filter(|role| role.may(*duty)).count(), 1);
        }
    }
}

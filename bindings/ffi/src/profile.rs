//! What someone is to a school.

use crate::EntError;
use crate::mirror::{coded, labelled};

labelled! {
    /// One of the nine profiles of the SDET.
    Profile = ent_core::Profile {
        /// Pupil, `ELV`.
        Pupil,
        /// Parent or other legal guardian, `TUT`.
        LegalGuardian,
        /// Teacher, `ENS`.
        Teacher,
        /// Head of a school, `DIR`.
        Direction,
        /// Staff that supervises pupils, `EVS`.
        SchoolLife,
        /// Administrative, technical or other staff, `ETA`.
        Administrative,
        /// Staff of an academy, `ACA`.
        Academic,
        /// Librarian, `DOC`.
        Librarian,
        /// Staff of a department or region, `COL`.
        LocalAuthority,
    }
}

coded! {
    /// A system with its own spelling of profiles.
    ProfileSystem = ent_core::System {
        /// The SDET in force.
        Sdet,
        /// Earlier versions of the SDET.
        SdetLegacy,
        /// The resource access manager GAR.
        Gar,
        /// The portal software entcore.
        Entcore,
        /// EduConnect.
        EduConnect,
        /// Functions of the federated directory AAF.
        AafFunction,
        /// Categories of person of the same directory, which name its files.
        AafCategory,
        /// Categories of the portal operator RECIA.
        Recia,
    }
}

labelled! {
    /// A role in an ENT beside a profile.
    EntRole = ent_core::profile::EntRole {
        /// In charge of the ENT in one establishment, by delegation of its head.
        Administrator,
        /// Named to carry out controls or maintenance in the ENT.
        AuthorizedPerson,
    }
}

labelled! {
    /// What a role is for.
    EntDuty = ent_core::profile::EntDuty {
        /// Administer and follow the ENT in the establishment.
        Administer,
        /// Inform, recommend and warn.
        Advise,
        /// Moderate publications.
        Moderate,
        /// Carry out controls.
        Control,
        /// Carry out maintenance.
        Maintain,
    }
}

labelled! {
    /// Who gives a role.
    Appointer = ent_core::profile::Appointer {
        /// The head of the establishment.
        HeadOfEstablishment,
        /// The establishment.
        Establishment,
        /// The region.
        Region,
    }
}

labelled! {
    /// A part of the educational community (code de l’éducation, L111-3).
    Community = ent_core::profile::Community {
        /// Pupils, students and learners.
        Pupils,
        /// Staff of schools and establishments.
        Staff,
        /// Parents of pupils.
        Parents,
        /// Regions, departments and municipalities.
        LocalAuthorities,
        /// Educational associations that complete public education.
        Associations,
        /// Institutions, businesses and social bodies associated with public education.
        Partners,
    }
}

#[uniffi::export]
impl EntRole {
    /// What the role is for.
    pub fn duties(&self) -> Vec<EntDuty> {
        ent_core::profile::EntRole::from(*self).duties().iter().map(|d| (*d).into()).collect()
    }

    /// Who may give the role.
    pub fn appointers(&self) -> Vec<Appointer> {
        ent_core::profile::EntRole::from(*self).appointers().iter().map(|a| (*a).into()).collect()
    }

    /// How many people must hold the role in each establishment.
    pub fn least_per_establishment(&self) -> i32 {
        ent_core::profile::EntRole::from(*self).least_per_establishment().into()
    }

    /// Whether the role comes with an account of its own.
    pub fn has_own_account(&self) -> bool {
        ent_core::profile::EntRole::from(*self).has_own_account()
    }
}

#[uniffi::export]
impl Profile {
    /// How a system spells this profile, the usual spelling first; none when it has none.
    pub fn spellings(&self, system: ProfileSystem) -> Vec<String> {
        let profile = ent_core::Profile::from(*self);
        profile.spellings(system.into()).map(str::to_owned).collect()
    }

    /// The part of the educational community that people of the profile belong to; none for staff
    /// of an academy, whom the law does not place.
    pub fn community(&self) -> Option<Community> {
        ent_core::profile::Community::of((*self).into()).map(Community::from)
    }
}

/// The profile that a system spells `code`, exactly.
///
/// Fails with `profile/unknown`, or `profile/ambiguous` where one spelling stands for several.
#[uniffi::export]
pub fn parse_profile(system: ProfileSystem, code: &str) -> Result<Profile, EntError> {
    Ok(ent_core::Profile::parse(system.into(), code)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_comes_back() {
        for system in ent_core::System::ALL.map(ProfileSystem::from) {
            assert_eq!(ent_core::System::parse(&system.code()), Ok(system.into()));
            for profile in ent_core::Profile::ALL.map(Profile::from) {
                for spelling in profile.spellings(system) {
                    match parse_profile(system, &spelling) {
                        Ok(read) => assert_eq!(read, profile),
                        Err(error) => assert_eq!(error.code(), "profile/ambiguous"),
                    }
                }
            }
        }
        assert_eq!(Profile::LegalGuardian.code(), "TUT");
        assert_eq!(Profile::Academic.community(), None);
        assert_eq!(EntRole::Administrator.duties().len(), 3);
        assert_eq!(EntRole::AuthorizedPerson.appointers().len(), 2);
        assert_eq!(parse_profile(ProfileSystem::Gar, "").unwrap_err().code(), "profile/unknown");
    }
}

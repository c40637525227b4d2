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
    }
}

#[uniffi::export]
impl Profile {
    /// How a system spells this profile, the usual spelling first; none when it has none.
    pub fn spellings(&self, system: ProfileSystem) -> Vec<String> {
        let profile = ent_core::Profile::from(*self);
        profile.spellings(system.into()).map(str::to_owned).collect()
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
        assert_eq!(parse_profile(ProfileSystem::Gar, "").unwrap_err().code(), "profile/unknown");
    }
}

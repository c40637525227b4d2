//! What someone is to a school, and how every system spells it.

mod community;
mod role;
mod system;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::message::{self, Lang};
use crate::tables::profiles::SPELLINGS;
use crate::{Coded, Params};

pub use community::Community;
pub use role::{Appointer, EntDuty, EntRole};
pub use system::{System, SystemError};

/// One of the nine national profiles of the SDET (*schéma directeur des espaces numériques de
/// travail*, operational annex 6.3, §4.7).
///
/// ```
/// use ent_core::{Profile, ProfileError, System};
///
/// assert_eq!(Profile::parse(System::Entcore, "Relative"), Ok(Profile::LegalGuardian));
/// assert_eq!(Profile::parse(System::Entcore, "Personnel"), Err(ProfileError::Ambiguous));
/// assert_eq!(Profile::parse(System::Sdet, "National_XYZ"), Err(ProfileError::Unknown));
/// assert_eq!(Profile::LegalGuardian.label_fr(), "Responsable d’un élève");
/// ```
#[doc(alias = "profil")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_enums, reason = "the SDET closes this list")]
pub enum Profile {
    /// A pupil, of any age.
    #[doc(alias = "élève")]
    Pupil,
    /// Someone responsible for a pupil: parent, guardian or another representative.
    #[doc(alias = "responsable légal")]
    #[doc(alias = "parent")]
    #[doc(alias = "tuteur")]
    LegalGuardian,
    /// A teacher.
    #[doc(alias = "enseignant")]
    Teacher,
    /// Head of an establishment and deputies.
    #[doc(alias = "personnel de direction")]
    Direction,
    /// Supervision of pupils out of class.
    #[doc(alias = "vie scolaire")]
    SchoolLife,
    /// Administrative, technical and supervisory staff of an establishment.
    #[doc(alias = "personnel administratif")]
    Administrative,
    /// Staff of a rectorate, of the agricultural authority, or an inspector.
    #[doc(alias = "rectorat")]
    #[doc(alias = "inspection")]
    Academic,
    /// Teacher in charge of the documentation centre.
    #[doc(alias = "documentaliste")]
    Librarian,
    /// Staff of a region, a department or a municipality.
    #[doc(alias = "collectivité territoriale")]
    LocalAuthority,
}

impl Profile {
    /// Every profile, in the order of the SDET.
    pub const ALL: [Self; 9] = [
        Self::Pupil,
        Self::LegalGuardian,
        Self::Teacher,
        Self::Direction,
        Self::SchoolLife,
        Self::Administrative,
        Self::Academic,
        Self::Librarian,
        Self::LocalAuthority,
    ];

    /// Reads how `system` spells a profile, letter for letter.
    ///
    /// # Errors
    ///
    /// [`ProfileError::Unknown`] when the system has no such spelling,
    /// [`ProfileError::Ambiguous`] when it uses one spelling for several profiles.
    pub fn parse(system: System, code: &str) -> Result<Self, ProfileError> {
        let mut found = SPELLINGS
            .iter()
            .filter(|spelling| spelling.system == system && spelling.text == code)
            .map(|spelling| spelling.profile);
        let profile = found.next().ok_or(ProfileError::Unknown)?;
        if found.next().is_some() { Err(ProfileError::Ambiguous) } else { Ok(profile) }
    }

    /// The three letters of the SDET, such as `TUT`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pupil => "ELV",
            Self::LegalGuardian => "TUT",
            Self::Teacher => "ENS",
            Self::Direction => "DIR",
            Self::SchoolLife => "EVS",
            Self::Administrative => "ETA",
            Self::Academic => "ACA",
            Self::Librarian => "DOC",
            Self::LocalAuthority => "COL",
        }
    }

    /// Every spelling `system` has for the profile, those shared with other profiles included;
    /// none when the system is not known to have the profile.
    pub fn spellings(self, system: System) -> impl Iterator<Item = &'static str> {
        SPELLINGS
            .iter()
            .filter(move |spelling| spelling.system == system && spelling.profile == self)
            .map(|spelling| spelling.text)
    }

    /// Name to show, in the language asked for.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        message::text(self.message(), lang, &Params::new())
    }

    /// Name to show, in French.
    #[must_use]
    pub fn label_fr(self) -> String {
        self.label(Lang::Fr)
    }

    /// Name to show, in English.
    #[must_use]
    pub fn label_en(self) -> String {
        self.label(Lang::En)
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Pupil => "profile/elv",
            Self::LegalGuardian => "profile/tut",
            Self::Teacher => "profile/ens",
            Self::Direction => "profile/dir",
            Self::SchoolLife => "profile/evs",
            Self::Administrative => "profile/eta",
            Self::Academic => "profile/aca",
            Self::Librarian => "profile/doc",
            Self::LocalAuthority => "profile/col",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Profile {
    type Error = ProfileError;

    /// Reads a stored profile: the three letters of [`code`](Self::code).
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::ALL.into_iter().find(|p| p.code() == code).ok_or(ProfileError::Unknown)
    }
}

impl From<Profile> for String {
    fn from(profile: Profile) -> Self {
        profile.code().to_owned()
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct Spelling {
    pub(crate) system: System,
    pub(crate) text: &'static str,
    pub(crate) profile: Profile,
}

/// Why a spelling is no [`Profile`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The system is not known to have this spelling.
    #[error("the system has no such profile")]
    Unknown,
    /// The system uses the spelling for several profiles.
    #[error("the system uses this spelling for several profiles")]
    Ambiguous,
}

impl Coded for ProfileError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "profile/unknown",
            Self::Ambiguous => "profile/ambiguous",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_and_refuses() {
        use ProfileError::{Ambiguous, Unknown};
        use System::{AafCategory, AafFunction, EduConnect, Entcore, Gar, Recia, Sdet, SdetLegacy};
        let huge = "E".repeat(1 << 20);
        let cases = [
            // system, spelling, what comes out
            (Sdet, "National_TUT", Ok("TUT")),
            (Sdet, "COL", Ok("COL")),
            (SdetLegacy, "National_3", Ok("ENS")),
            (SdetLegacy, "National_4", Err(Ambiguous)),
            (SdetLegacy, "National_5", Err(Unknown)),
            (Gar, "National_doc", Ok("DOC")),
            (Gar, "National_tut", Err(Unknown)),
            (Entcore, "Teacher", Ok("ENS")),
            (Entcore, "Personnel", Err(Ambiguous)),
            (Entcore, "Guest", Err(Unknown)),
            (EduConnect, "resp1d", Ok("TUT")),
            (AafFunction, "EDU", Ok("EVS")),
            (AafFunction, "PSY", Ok("ETA")),
            (AafCategory, "PersRelEleve", Ok("TUT")),
            (AafCategory, "PersEducNat", Err(Ambiguous)),
            (Recia, "Non_enseignant_service_academique", Ok("ACA")),
            (Recia, "Enseignant", Err(Ambiguous)),
            (Recia, "Tuteur_stage", Err(Unknown)),
            (Sdet, "national_tut", Err(Unknown)),
            (Sdet, " TUT", Err(Unknown)),
            (Sdet, "", Err(Unknown)),
            (Sdet, &huge, Err(Unknown)),
        ];
        for (system, code, expected) in cases {
            let read = Profile::parse(system, code).map(Profile::code);
            assert_eq!(read, expected, "{} {code:.20?}", system.code());
        }
    }

    #[test]
    fn every_spelling_is_read_as_its_profile() {
        for system in System::ALL {
            assert_eq!(System::parse(system.code()), Ok(system));
            for profile in Profile::ALL {
                for text in profile.spellings(system) {
                    let read = Profile::parse(system, text);
                    assert!(matches!(read, Err(ProfileError::Ambiguous)) || read == Ok(profile));
                }
            }
        }
        let all = System::ALL.into_iter().flat_map(|s| Profile::Pupil.spellings(s));
        assert_eq!(
            all.collect::<Vec<_>>(),
            [
                "National_ELV",
                "ELV",
                "National_1",
                "National_elv",
                "Student",
                "eleve1d",
                "eleve2d",
                "ELE",
                "Eleve",
                "Eleve"
            ]
        );
    }

    #[test]
    fn travels_as_its_letters() {
        for profile in Profile::ALL {
            let json = format!("\"{profile}\"");
            assert_eq!(serde_json::to_string(&profile).unwrap(), json);
            assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), profile);
        }
        assert!(serde_json::from_str::<Profile>(r#""National_ELV""#).is_err());
    }

    #[test]
    fn everything_has_a_text() {
        assert!(Profile::ALL.iter().all(|profile| is_known(profile.message())));
        assert!(
            [ProfileError::Unknown, ProfileError::Ambiguous].iter().all(|e| is_known(e.code()))
        );
        assert!(is_known(SystemError.code()));
    }
}

//! Who answers for establishments: academic authorities, councils, private education.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Academy, AdministrativeRegion, Department};
use crate::Coded;
use crate::message::{Lang, text};

/// The state authority over an establishment.
///
/// ```
/// use ent_core::{AcademicAuthority, AuthorityError, Lang};
///
/// let draaf: AcademicAuthority = "draaf:84".parse()?;
/// assert_eq!(draaf.name(), "Auvergne-Rhône-Alpes");
/// assert_eq!(draaf.label(Lang::Fr), "Enseignement agricole (DRAAF)\u{a0}: Auvergne-Rhône-Alpes");
/// assert!("draaf:10".parse::<AcademicAuthority>().is_err());
/// # Ok::<(), AuthorityError>(())
/// ```
#[doc(alias = "autorité académique")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_enums, reason = "the law sets the authorities")]
pub enum AcademicAuthority {
    /// An academy.
    #[doc(alias = "académie")]
    Academy(Academy),
    /// The directorate for agriculture of a region, which agricultural education comes under; some
    /// regions call it by another name.
    #[doc(alias = "direction régionale de l’alimentation, de l’agriculture et de la forêt")]
    Draaf(AdministrativeRegion),
}

/// The council that runs or partners with an establishment, by its territory: where one council
/// holds both roles it is named by the role.
///
/// ```
/// use ent_core::{AuthorityError, Lang, LocalAuthority};
///
/// let council: LocalAuthority = "department:69".parse()?;
/// assert_eq!(council.label(Lang::Fr), "Conseil départemental\u{a0}: Rhône");
/// assert!("department:20".parse::<LocalAuthority>().is_err());
/// # Ok::<(), AuthorityError>(())
/// ```
#[doc(alias = "collectivité territoriale")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_enums, reason = "municipalities are not recorded")]
pub enum LocalAuthority {
    /// The council of a region.
    #[doc(alias = "conseil régional")]
    Region(AdministrativeRegion),
    /// The council of a department.
    #[doc(alias = "conseil départemental")]
    Department(Department),
}

/// The committee of catholic education of a region, which partners with an ENT for private schools.
///
/// Not told by an establishment: not every private one is catholic.
///
/// ```
/// use ent_core::{AuthorityError, Crec};
///
/// let crec: Crec = "crec:84".parse()?;
/// assert_eq!(crec.region().name(), "Auvergne-Rhône-Alpes");
/// assert!("crec:ARA".parse::<Crec>().is_err());
/// # Ok::<(), AuthorityError>(())
/// ```
#[doc(alias = "comité régional de l’enseignement catholique")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Crec {
    region: AdministrativeRegion,
}

impl AcademicAuthority {
    fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Academy(academy) => {
                ("academy", academy.code(), academy.name(), "academic_authority/academy")
            }
            Self::Draaf(region) => {
                ("draaf", region.code(), region.name(), "academic_authority/draaf")
            }
        }
    }

    fn of_parts(kind: &str, code: &str) -> Option<Self> {
        match kind {
            "academy" => Academy::parse(code).ok().map(Self::Academy),
            "draaf" => AdministrativeRegion::parse(code).ok().map(Self::Draaf),
            _ => None,
        }
    }
}

impl LocalAuthority {
    fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Region(region) => {
                ("region", region.code(), region.name(), "local_authority/region")
            }
            Self::Department(department) => {
                ("department", department.code(), department.name(), "local_authority/department")
            }
        }
    }

    fn of_parts(kind: &str, code: &str) -> Option<Self> {
        match kind {
            "region" => AdministrativeRegion::parse(code).ok().map(Self::Region),
            "department" => Department::parse(code).ok().map(Self::Department),
            _ => None,
        }
    }
}

impl Crec {
    /// The committee of a region.
    #[must_use]
    pub const fn new(region: AdministrativeRegion) -> Self {
        Self { region }
    }

    /// Its region.
    #[must_use]
    pub const fn region(self) -> AdministrativeRegion {
        self.region
    }

    fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("crec", self.region.code(), self.region.name(), "private_education/crec")
    }

    fn of_parts(kind: &str, code: &str) -> Option<Self> {
        let region = AdministrativeRegion::parse(code).ok()?;
        (kind == "crec").then_some(Self { region })
    }
}

/// Reads and shows what has `parts` as `kind:code`.
macro_rules! by_kind_and_code {
    ($($name:ident: $example:literal),+) => {$(
        impl $name {
            #[doc = concat!("Reads a code such as `", $example, "`, exactly.")]
            ///
            /// # Errors
            ///
            /// [`AuthorityError`] when none has this code.
            pub fn parse(code: &str) -> Result<Self, AuthorityError> {
                code.split_once(':')
                    .and_then(|(kind, code)| Self::of_parts(kind, code))
                    .ok_or(AuthorityError)
            }

            #[doc = concat!("Stable code, such as `", $example, "`.")]
            #[must_use]
            pub fn code(self) -> String {
                self.to_string()
            }

            /// French name of its territory.
            #[must_use]
            pub fn name(self) -> &'static str {
                self.parts().2
            }

            /// Words to show: what it is, and of which territory.
            #[must_use]
            pub fn label(self, lang: Lang) -> String {
                let (_, _, name, message) = self.parts();
                text(message, lang, &[("name", name.into())])
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let (kind, code, _, _) = self.parts();
                write!(f, "{kind}:{code}")
            }
        }

        impl FromStr for $name {
            type Err = AuthorityError;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::parse(code)
            }
        }

        impl TryFrom<String> for $name {
            type Error = AuthorityError;

            fn try_from(code: String) -> Result<Self, Self::Error> {
                Self::parse(&code)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    )+};
}

by_kind_and_code!(AcademicAuthority: "academy:10", LocalAuthority: "region:84", Crec: "crec:84");

/// No authority has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no authority has this code")]
#[non_exhaustive]
pub struct AuthorityError;

impl Coded for AuthorityError {
    fn code(&self) -> &'static str {
        "authority/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_what_it_shows() {
        for academy in Academy::all() {
            let authority = AcademicAuthority::Academy(academy);
            assert_eq!(AcademicAuthority::parse(&authority.code()), Ok(authority));
            let json = serde_json::to_string(&authority).unwrap();
            assert_eq!(serde_json::from_str::<AcademicAuthority>(&json).unwrap(), authority);
        }
        for region in AdministrativeRegion::all() {
            let draaf = AcademicAuthority::Draaf(region);
            assert_eq!(AcademicAuthority::parse(&draaf.code()), Ok(draaf));
            let council = LocalAuthority::Region(region);
            assert_eq!(LocalAuthority::parse(&council.code()), Ok(council));
            assert_eq!(Crec::parse(&Crec::new(region).code()), Ok(Crec::new(region)));
        }
        for department in Department::all() {
            let council = LocalAuthority::Department(department);
            assert_eq!(LocalAuthority::parse(&council.code()), Ok(council));
            assert!(council.label(Lang::En).ends_with(department.name()));
        }
    }

    #[test]
    fn refuses_the_rest() {
        for bad in
            ["", ":", "academy", "academy:", "academy:8", "draaf:10", "Academy:10", "crec:84:"]
        {
            assert_eq!(AcademicAuthority::parse(bad), Err(AuthorityError), "{bad}");
            assert_eq!(LocalAuthority::parse(bad), Err(AuthorityError), "{bad}");
            assert_eq!(Crec::parse(bad), Err(AuthorityError), "{bad}");
        }
        assert!(is_known(AuthorityError.code()));
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,12}") {
            let _ = (AcademicAuthority::parse(&text), LocalAuthority::parse(&text), Crec::parse(&text));
        }
    }
}

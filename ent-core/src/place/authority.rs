//! Who answers for establishments: academic authorities, councils, private education.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Academy, AcademyKind, AdministrativeRegion, Department, DepartmentKind};
use crate::Coded;
use crate::message::{Lang, text};

/// Regions whose directorate for agriculture has a name that is not known for sure.
const DIRECTORATE_NOT_NAMED: &[&str] = &["01", "02", "03", "04", "06", "11"];

/// Regions without a regional council of their own: Martinique, Guyane, Mayotte and Corse.
const NO_REGIONAL_COUNCIL: &[&str] = &["02", "03", "06", "94"];

/// Departments without a departmental council of their own (Corse, Alsace, Paris, Martinique,
/// Guyane, Mayotte), and 69, where the Métropole de Lyon has the role of one in its communes.
const NO_DEPARTMENTAL_COUNCIL: &[&str] = &["2A", "2B", "67", "68", "69", "75", "972", "973", "976"];

/// The state authority over an establishment.
///
/// Its label names a directorate « DRAAF » only where that is its name.
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

/// The council that runs or partners with an establishment, by its territory.
///
/// The territory is that of the number, and so is the role. Where another body holds the role, as
/// in Corse, Alsace, Paris, Martinique, Guyane and Mayotte, or may hold it, as the Métropole de Lyon
/// in the Rhône, the label says « Collectivité » and no more: which one it is stays open.
///
/// ```
/// use ent_core::{AuthorityError, Lang, LocalAuthority};
///
/// let council: LocalAuthority = "department:01".parse()?;
/// assert_eq!(council.label(Lang::Fr), "Conseil départemental\u{a0}: Ain");
/// let open: LocalAuthority = "region:94".parse()?;
/// assert_eq!(open.label(Lang::Fr), "Collectivité\u{a0}: Corse");
/// assert!("department:20".parse::<LocalAuthority>().is_err());
/// assert!("department:989".parse::<LocalAuthority>().is_err()); // no department
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
    /// The council of a department; no code reads as that of an overseas collectivity.
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
                let message = match academy.kind() {
                    AcademyKind::Academy => "academic_authority/academy",
                    AcademyKind::OverseasService => "academic_authority/overseas_service",
                };
                ("academy", academy.code(), academy.name(), message)
            }
            Self::Draaf(region) => {
                let message = if DIRECTORATE_NOT_NAMED.contains(&region.code()) {
                    "academic_authority/agriculture"
                } else {
                    "academic_authority/draaf"
                };
                ("draaf", region.code(), region.name(), message)
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
                let message = if NO_REGIONAL_COUNCIL.contains(&region.code()) {
                    "local_authority/open"
                } else {
                    "local_authority/region"
                };
                ("region", region.code(), region.name(), message)
            }
            Self::Department(department) => {
                let is_open = department.kind() != DepartmentKind::Department
                    || NO_DEPARTMENTAL_COUNCIL.contains(&department.code());
                let message =
                    if is_open { "local_authority/open" } else { "local_authority/department" };
                ("department", department.code(), department.name(), message)
            }
        }
    }

    fn of_parts(kind: &str, code: &str) -> Option<Self> {
        match kind {
            "region" => AdministrativeRegion::parse(code).ok().map(Self::Region),
            "department" => Department::parse(code)
                .ok()
                .filter(|department| department.kind() == DepartmentKind::Department)
                .map(Self::Department),
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
            let is_department = department.kind() == DepartmentKind::Department;
            let read = is_department.then_some(council).ok_or(AuthorityError);
            assert_eq!(LocalAuthority::parse(&council.code()), read);
            assert!(council.label(Lang::En).ends_with(department.name()));
        }
    }

    #[test]
    fn labels_give_no_body_a_name_it_does_not_bear() {
        let cases = [
            ("academy:10", "Académie\u{a0}: Lyon"),
            ("academy:42", "Service de l’éducation\u{a0}: Wallis-et-Futuna"),
            ("draaf:84", "Enseignement agricole (DRAAF)\u{a0}: Auvergne-Rhône-Alpes"),
            ("draaf:11", "Enseignement agricole\u{a0}: Île-de-France"),
            ("draaf:01", "Enseignement agricole\u{a0}: Guadeloupe"),
        ];
        for (code, label) in cases {
            assert_eq!(AcademicAuthority::parse(code).unwrap().label(Lang::Fr), label);
        }
        let cases = [
            ("region:01", "Conseil régional\u{a0}: Guadeloupe"),
            ("region:02", "Collectivité\u{a0}: Martinique"),
            ("region:03", "Collectivité\u{a0}: Guyane"),
            ("region:06", "Collectivité\u{a0}: Mayotte"),
            ("region:94", "Collectivité\u{a0}: Corse"),
            ("department:971", "Conseil départemental\u{a0}: Guadeloupe"),
            ("department:2A", "Collectivité\u{a0}: Corse-du-Sud"),
            ("department:2B", "Collectivité\u{a0}: Haute-Corse"),
            ("department:67", "Collectivité\u{a0}: Bas-Rhin"),
            ("department:68", "Collectivité\u{a0}: Haut-Rhin"),
            ("department:69", "Collectivité\u{a0}: Rhône"),
            ("department:75", "Collectivité\u{a0}: Paris"),
            ("department:972", "Collectivité\u{a0}: Martinique"),
            ("department:973", "Collectivité\u{a0}: Guyane"),
            ("department:976", "Collectivité\u{a0}: Mayotte"),
        ];
        for (code, label) in cases {
            assert_eq!(LocalAuthority::parse(code).unwrap().label(Lang::Fr), label);
        }
        let clipperton = LocalAuthority::Department(Department::parse("989").unwrap());
        assert_eq!(clipperton.label(Lang::En), "Local authority: Île de Clipperton");
        let listed = [DIRECTORATE_NOT_NAMED, NO_REGIONAL_COUNCIL].concat();
        assert!(listed.iter().all(|code| AdministrativeRegion::parse(code).is_ok()));
        assert!(NO_DEPARTMENTAL_COUNCIL.iter().all(|code| Department::parse(code).is_ok()));
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

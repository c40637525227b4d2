//! Academy codes as feeds carry them, those that are no place included.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::academy::domain_of;
use super::row::by_code;
use super::{Academy, Department};
use crate::Coded;
use crate::listed::listed;
use crate::message::{Lang, text};
use crate::tables::places::ACADEMY_CODES;

/// A two-digit code that feeds of the ministry carry where an academy is asked for: the academies,
/// two that were merged into Normandie, and codes that are no place, such as `98` for agricultural
/// education.
///
/// ```
/// use ent_core::{AcademyCode, AcademyCodeKind, AcademyCodeError, Lang};
///
/// let caen = AcademyCode::parse("05")?;
/// assert_eq!(caen.kind(), AcademyCodeKind::Merged);
/// assert_eq!(caen.academy().map(|academy| academy.name()), Some("Normandie"));
/// let agricultural = AcademyCode::parse("98")?;
/// assert_eq!((agricultural.academy(), agricultural.label(Lang::Fr).as_str()), (None, "Enseignement agricole"));
/// assert_eq!(AcademyCode::parse_lenient("8")?.code(), "08");
/// assert!(AcademyCode::parse("8").is_err());
/// # Ok::<(), AcademyCodeError>(())
/// ```
#[doc(alias = "code académie")]
#[doc(alias = "BCN")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AcademyCode(pub(crate) &'static AcademyCodeRow);

by_code!(AcademyCode in ACADEMY_CODES, AcademyCodeError);

impl AcademyCode {
    /// Reads a code, a single digit standing for the two digits that end in it.
    ///
    /// # Errors
    ///
    /// [`AcademyCodeError`] when no such code is known.
    pub fn parse_lenient(code: &str) -> Result<Self, AcademyCodeError> {
        if code.len() == 1 { Self::parse(&format!("0{code}")) } else { Self::parse(code) }
    }

    /// The code that prefixes identifiers so in feeds of the AAF, such as `AGRICOLE`, or the older
    /// `POLYNESIE_FRANCAISE`. Spelled exactly.
    ///
    /// # Errors
    ///
    /// [`AcademyCodeError`] when no code has this prefix.
    pub fn of_aaf_prefix(prefix: &str) -> Result<Self, AcademyCodeError> {
        Self::all()
            .find(|code| code.0.prefix == prefix || code.0.older_prefix == Some(prefix))
            .ok_or(AcademyCodeError)
    }

    /// The code that older feeds name by these three letters, such as `CAE`. Spelled exactly.
    ///
    /// # Errors
    ///
    /// [`AcademyCodeError`] when no code had these letters.
    pub fn of_trigram(trigram: &str) -> Result<Self, AcademyCodeError> {
        Self::all().find(|code| code.0.trigram == Some(trigram)).ok_or(AcademyCodeError)
    }

    /// The code of the academy, merged ones included, of this domain: as
    /// [`Academy::of_domain`].
    ///
    /// # Errors
    ///
    /// [`AcademyCodeError`] for any other text.
    pub fn of_domain(text: &str) -> Result<Self, AcademyCodeError> {
        let domain = domain_of(text).ok_or(AcademyCodeError)?;
        Self::all()
            .find(|code| code.0.domain.is_some_and(|own| own.eq_ignore_ascii_case(domain)))
            .ok_or(AcademyCodeError)
    }

    /// What the code stands for.
    #[must_use]
    pub const fn kind(self) -> AcademyCodeKind {
        self.0.kind
    }

    /// The academy of the code, or the one it was merged into; `None` for what is no place.
    #[must_use]
    pub const fn academy(self) -> Option<Academy> {
        self.0.academy
    }

    /// Departments of the academy, those of a merged one as they were; none for what is no place.
    pub fn departments(self) -> impl Iterator<Item = Department> {
        Department::all().filter(move |department| self.0.departments.contains(&department.code()))
    }

    /// Prefix of identifiers in feeds of the AAF, such as `LYON` or `AGRICOLE`.
    #[must_use]
    pub const fn aaf_prefix(self) -> &'static str {
        self.0.prefix
    }

    /// Three letters by which older feeds named it.
    #[must_use]
    pub const fn former_trigram(self) -> Option<&'static str> {
        self.0.trigram
    }

    /// Name of the academy, or words for what is no place.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        match self.0.name {
            Some(name) => name.to_owned(),
            None => text(self.0.message, lang, &[]),
        }
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct AcademyCodeRow {
    pub(crate) code: &'static str,
    pub(crate) kind: AcademyCodeKind,
    /// None where `message` has the words.
    pub(crate) name: Option<&'static str>,
    pub(crate) message: &'static str,
    pub(crate) academy: Option<Academy>,
    pub(crate) departments: &'static [&'static str],
    pub(crate) domain: Option<&'static str>,
    pub(crate) prefix: &'static str,
    pub(crate) older_prefix: Option<&'static str>,
    pub(crate) trigram: Option<&'static str>,
}

listed! {
    /// What an [`AcademyCode`] stands for.
    ///
    /// ```
    /// use ent_core::AcademyCodeKind;
    ///
    /// assert_eq!(AcademyCodeKind::from_code("merged"), Some(AcademyCodeKind::Merged));
    /// assert_eq!(AcademyCodeKind::from_code("former"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a code is a place, was one, or is none")]
    AcademyCodeKind in "academy_code_kind" {
        /// An academy of today, or an overseas service.
        Current = "current",
        /// An academy merged into another.
        #[doc(alias = "fusion")]
        Merged = "merged",
        /// Agricultural education, whose authority is no academy.
        #[doc(alias = "enseignement agricole")]
        Agricultural = "agricultural",
        /// Several places, a place abroad, a service, or none.
        Pseudo = "pseudo",
    }
}

/// No academy code is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no academy code is known so")]
#[non_exhaustive]
pub struct AcademyCodeError;

impl Coded for AcademyCodeError {
    fn code(&self) -> &'static str {
        "academy_code/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_what_it_lists() {
        for code in AcademyCode::all() {
            assert_eq!(code.to_string().parse(), Ok(code));
            assert_eq!(AcademyCode::of_aaf_prefix(code.aaf_prefix()), Ok(code));
            assert!(code.0.name.is_some() || is_known(code.0.message), "{code}");
            let place = matches!(code.kind(), AcademyCodeKind::Current | AcademyCodeKind::Merged);
            assert_eq!(code.academy().is_some(), place, "{code}");
            assert_eq!(code.departments().next().is_some(), place, "{code}");
        }
        for academy in Academy::all() {
            let code = AcademyCode::parse(academy.code()).unwrap();
            assert_eq!((code.academy(), code.kind()), (Some(academy), AcademyCodeKind::Current));
            assert!(code.departments().eq(academy.departments()), "{academy}");
            assert_eq!(code.former_trigram(), academy.former_trigram());
        }
        assert_eq!(AcademyCode::all().count(), 47);
        AcademyCodeKind::check_list();
        assert!(is_known(AcademyCodeError.code()));
    }

    #[test]
    fn merged_academies_share_out_their_successor() {
        let merged: Vec<_> =
            AcademyCode::all().filter(|code| code.kind() == AcademyCodeKind::Merged).collect();
        let mut departments: Vec<_> = merged.iter().flat_map(|code| code.departments()).collect();
        departments.sort();
        let normandie = Academy::parse("70").unwrap();
        assert!(merged.iter().all(|code| code.academy() == Some(normandie)));
        assert!(normandie.departments().eq(departments));
        assert_eq!(AcademyCode::of_domain("ce.0140001A@ac-caen.fr"), AcademyCode::parse("05"));
        assert_eq!(AcademyCode::of_trigram("ROU"), AcademyCode::parse("21"));
    }

    #[test]
    fn strict_and_lenient() {
        let cases = [
            // text, strict, lenient
            ("08", Some("08"), Some("08")),
            ("8", None, Some("08")),
            ("5", None, Some("05")),
            ("0", None, Some("00")),
            (" 8", None, None),
            ("8 ", None, None),
            ("008", None, None),
            ("é", None, None),
            ("29", None, None),
            ("", None, None),
        ];
        for (text, strict, lenient) in cases {
            let code = |read: Result<AcademyCode, _>| read.ok().map(AcademyCode::code);
            assert_eq!(code(AcademyCode::parse(text)), strict, "{text}");
            assert_eq!(code(AcademyCode::parse_lenient(text)), lenient, "{text}");
        }
    }

    #[test]
    fn travels_as_its_code() {
        let code: AcademyCode = serde_json::from_str(r#""98""#).unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), r#""98""#);
        assert!(serde_json::from_str::<AcademyCode>(r#""8""#).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,4}") {
            let _ = (AcademyCode::parse_lenient(&text), AcademyCode::of_domain(&text));
        }
    }
}

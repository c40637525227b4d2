//! Academies, by the codes the ministry gives them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::row::{by_code, by_name};
use super::{AcademicRegion, Department};
use crate::Coded;
use crate::listed::listed;
use crate::tables::places::ACADEMIES;

/// An academy of the ministry of education, or the education service of an overseas territory, by
/// its two-digit code.
///
/// Codes keep their leading zero: `08` is Grenoble, `8` is refused. What feeds carry beside these
/// codes, such as those of merged academies, is an [`AcademyCode`](super::AcademyCode).
///
/// ```
/// use ent_core::{Academy, AcademyError};
///
/// let academy = Academy::parse("10")?;
/// assert_eq!(academy.name(), "Lyon");
/// assert_eq!(Academy::of_domain("ce.0691664J@ac-lyon.fr")?, academy);
/// assert_eq!(Academy::search("aix mar"), [Academy::of_name("aix-marseille")?]);
/// assert!(Academy::parse("8").is_err());
/// assert!(Academy::of_domain("ac-lyon.fr.example").is_err());
/// # Ok::<(), AcademyError>(())
/// ```
#[doc(alias = "académie")]
#[doc(alias = "rectorat")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Academy(pub(crate) &'static AcademyRow);

by_code!(Academy in ACADEMIES, AcademyError);
by_name!(Academy, AcademyError);

impl Academy {
    /// The academy whose staff and establishments write from this domain, given alone or as the end
    /// of an e-mail address, in any case.
    ///
    /// Only the domain itself counts: no domain below one is known to belong to an academy.
    ///
    /// # Errors
    ///
    /// [`AcademyError`] for any other text.
    #[doc(alias = "adresse académique")]
    pub fn of_domain(text: &str) -> Result<Self, AcademyError> {
        let domain = domain_of(text).ok_or(AcademyError)?;
        Self::all()
            .find(|academy| academy.0.domain.eq_ignore_ascii_case(domain))
            .ok_or(AcademyError)
    }

    /// The academy that prefixes identifiers so in feeds of the AAF, such as `LYON` in
    /// `LYON-12345`; the older `POLYNESIE_FRANCAISE` is read too. Spelled exactly.
    ///
    /// # Errors
    ///
    /// [`AcademyError`] when no academy has this prefix.
    pub fn of_aaf_prefix(prefix: &str) -> Result<Self, AcademyError> {
        Self::all()
            .find(|academy| academy.0.prefix == prefix || academy.0.older_prefix == Some(prefix))
            .ok_or(AcademyError)
    }

    /// The academy that older feeds name by these three letters, such as `LYO`. Spelled exactly.
    ///
    /// # Errors
    ///
    /// [`AcademyError`] when no academy had these letters.
    #[doc(alias = "trigramme")]
    pub fn of_trigram(trigram: &str) -> Result<Self, AcademyError> {
        Self::all().find(|academy| academy.0.trigram == Some(trigram)).ok_or(AcademyError)
    }

    /// Whether it is an academy in law.
    #[must_use]
    pub const fn kind(self) -> AcademyKind {
        self.0.kind
    }

    /// The academic region it belongs to; overseas services belong to none.
    #[must_use]
    pub const fn academic_region(self) -> Option<AcademicRegion> {
        self.0.region
    }

    /// Its departments, by code; a collectivity is one.
    pub fn departments(self) -> impl Iterator<Item = Department> {
        Department::all().filter(move |department| department.academy() == Some(self))
    }

    /// Domain of its web site and mailboxes, such as `ac-lyon.fr`; known for every one today.
    #[must_use]
    pub const fn rectorat_domain(self) -> Option<&'static str> {
        Some(self.0.domain)
    }

    /// Prefix of identifiers in feeds of the AAF, such as `LYON`.
    #[must_use]
    pub const fn aaf_prefix(self) -> &'static str {
        self.0.prefix
    }

    /// Three letters by which older feeds named it, such as `LYO`; Normandie is younger than they.
    #[must_use]
    pub const fn former_trigram(self) -> Option<&'static str> {
        self.0.trigram
    }
}

/// What stands after the only `@`, or the whole text without one.
pub(super) fn domain_of(text: &str) -> Option<&str> {
    match text.split_once('@') {
        None => Some(text),
        Some((local, domain)) => (!local.is_empty() && !domain.contains('@')).then_some(domain),
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct AcademyRow {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: AcademyKind,
    pub(crate) region: Option<AcademicRegion>,
    pub(crate) domain: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) older_prefix: Option<&'static str>,
    pub(crate) trigram: Option<&'static str>,
}

listed! {
    /// Whether an [`Academy`] is one in law.
    ///
    /// ```
    /// use ent_core::AcademyKind;
    ///
    /// assert_eq!(AcademyKind::from_code("academy"), Some(AcademyKind::Academy));
    /// assert_eq!(AcademyKind::from_code("vice-rectorat"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the law sets the kinds")]
    AcademyKind in "academy_kind" {
        /// Académie, under a recteur.
        Academy = "academy",
        /// Education service of an overseas collectivity.
        #[doc(alias = "vice-rectorat")]
        OverseasService = "overseas_service",
    }
}

/// No academy is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no academy is known so")]
#[non_exhaustive]
pub struct AcademyError;

impl Coded for AcademyError {
    fn code(&self) -> &'static str {
        "academy/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for academy in Academy::all() {
            assert_eq!(academy.to_string().parse(), Ok(academy));
            assert_eq!(Academy::of_name(&academy.name().to_uppercase()), Ok(academy));
            assert_eq!(Academy::of_aaf_prefix(academy.aaf_prefix()), Ok(academy));
            let domain = academy.rectorat_domain().unwrap();
            for text in [domain.to_owned(), domain.to_uppercase(), format!("ce.1@{domain}")] {
                assert_eq!(Academy::of_domain(&text), Ok(academy), "{text}");
            }
            if let Some(trigram) = academy.former_trigram() {
                assert_eq!(Academy::of_trigram(trigram), Ok(academy));
            }
            assert!(Academy::search(academy.name()).contains(&academy));
            assert!(academy.departments().next().is_some(), "{academy}");
            let overseas = academy.kind() == AcademyKind::OverseasService;
            assert_eq!(academy.academic_region().is_none(), overseas, "{academy}");
        }
        assert!(Academy::all().map(Academy::code).is_sorted());
        let overseas = Academy::all().filter(|a| a.kind() == AcademyKind::OverseasService).count();
        assert_eq!((Academy::all().count(), overseas), (34, 4));
        AcademyKind::check_list();
    }

    #[test]
    fn refuses_the_rest() {
        let huge = "0".repeat(1 << 20);
        for bad in ["", " ", "8", "08 ", "０8", "05", "21", "98", "99", &huge] {
            assert_eq!(Academy::parse(bad), Err(AcademyError), "{bad:.20?}");
            assert_eq!(Academy::of_name(bad), Err(AcademyError), "{bad:.20?}");
            assert_eq!(Academy::of_aaf_prefix(bad), Err(AcademyError), "{bad:.20?}");
            assert_eq!(Academy::of_trigram(bad), Err(AcademyError), "{bad:.20?}");
            assert_eq!(Academy::of_domain(bad), Err(AcademyError), "{bad:.20?}");
        }
        assert!(Academy::search(&huge).is_empty());
        assert!(crate::message::is_known(AcademyError.code()));
    }

    #[test]
    fn only_the_domain_itself_counts() {
        let bad = [
            "@ac-lyon.fr",
            "a@b@ac-lyon.fr",
            "ac-lyon.fr.",
            "ac-lyon.fr ",
            "x.ac-lyon.fr",
            "ce@mail.ac-lyon.fr",
            "ce@ac-lyon.fr.evil.test",
            "xac-lyon.fr",
            "ac-lyon",
            "ac-lyоn.fr",
            "ac-caen.fr",
        ];
        for text in bad {
            assert_eq!(Academy::of_domain(text), Err(AcademyError), "{text}");
        }
    }

    #[test]
    fn searches_by_the_start_of_words() {
        let cases: [(&str, &[&str]); 8] = [
            ("reunion", &["28"]),
            ("LA  ré", &["28"]),
            ("saint", &["44"]),
            ("metz nancy", &["12"]),
            ("mar", &["02", "31"]),
            ("arseille", &[]),
            ("lyon paris", &[]),
            ("n", &["12", "17", "23", "40", "70"]),
        ];
        for (text, codes) in cases {
            let found: Vec<_> = Academy::search(text).into_iter().map(Academy::code).collect();
            assert_eq!(found, codes, "{text}");
        }
        assert_eq!(Academy::search(" - ").len(), 34);
    }

    #[test]
    fn travels_as_its_code() {
        let lyon: Academy = serde_json::from_str(r#""10""#).unwrap();
        assert_eq!(serde_json::to_string(&lyon).unwrap(), r#""10""#);
        assert!(serde_json::from_str::<Academy>(r#""05""#).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,20}") {
            let _ = (Academy::parse(&text), Academy::of_name(&text), Academy::of_domain(&text));
            prop_assert!(Academy::search(&text).len() <= 34);
        }
    }
}

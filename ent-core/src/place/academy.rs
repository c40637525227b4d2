//! Academies, by the codes the ministry gives them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;
use crate::tables::places::ACADEMIES;

/// An academy of the ministry of education, or the education service of an overseas territory, by
/// its two-digit code.
///
/// Codes keep their leading zero: `08` is Grenoble, `8` is refused.
///
/// ```
/// use ent_core::Academy;
///
/// let academy = Academy::parse("10")?;
/// assert_eq!(academy.name(), "Lyon");
/// assert!(Academy::parse("8").is_err());
/// # Ok::<(), ent_core::AcademyError>(())
/// ```
#[doc(alias = "académie")]
#[doc(alias = "rectorat")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Academy {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

impl Academy {
    /// Reads a code such as `10`, exactly as listed.
    ///
    /// # Errors
    ///
    /// [`AcademyError`] when no academy has this code.
    pub fn parse(code: &str) -> Result<Self, AcademyError> {
        let at = ACADEMIES.binary_search_by(|academy| academy.code.cmp(code));
        at.ok().and_then(|at| ACADEMIES.get(at)).copied().ok_or(AcademyError)
    }

    /// Every academy, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        ACADEMIES.iter().copied()
    }

    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The French name, such as `Lyon`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl fmt::Display for Academy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl FromStr for Academy {
    type Err = AcademyError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Academy {
    type Error = AcademyError;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code)
    }
}

impl From<Academy> for String {
    fn from(academy: Academy) -> Self {
        academy.code.to_owned()
    }
}

/// No academy has this code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no academy has this code")]
#[non_exhaustive]
pub struct AcademyError;

impl Coded for AcademyError {
    fn code(&self) -> &'static str {
        "academy/unknown"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for academy in Academy::all() {
            assert_eq!(academy.to_string().parse(), Ok(academy));
        }
        assert!(Academy::all().map(Academy::code).is_sorted());
        // 30 academies and the services of four territories.
        assert_eq!(Academy::all().count(), 34);
    }

    #[test]
    fn refuses_the_rest() {
        let huge = "0".repeat(1 << 20);
        for bad in ["", " ", "8", "08 ", "０8", "05", "21", "98", "99", &huge] {
            assert_eq!(Academy::parse(bad), Err(AcademyError), "{bad:.20?}");
        }
        assert!(crate::message::is_known(AcademyError.code()));
    }

    #[test]
    fn travels_as_its_code() {
        let lyon: Academy = serde_json::from_str(r#""10""#).unwrap();
        assert_eq!(serde_json::to_string(&lyon).unwrap(), r#""10""#);
        assert!(serde_json::from_str::<Academy>(r#""05""#).is_err());
    }
}

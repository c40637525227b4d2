//! Ministries that establishments come under.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;
use crate::message::{Lang, text};
use crate::place::row::{by_code, is_name};
use crate::tables::places::MINISTRIES;

/// The ministry an establishment comes under, by a code of this library: the ministry of education
/// publishes two-digit numbers, known for four of those listed.
///
/// ```
/// use ent_core::{Ministry, MinistryError};
///
/// let agriculture = Ministry::of_spelling("03")?;
/// assert_eq!(agriculture.code(), "agriculture");
/// assert_eq!(Ministry::of_spelling("ministère de l'agriculture")?, agriculture);
/// assert!(agriculture.is_agriculture());
/// assert!(Ministry::of_spelling("99").is_err());
/// # Ok::<(), MinistryError>(())
/// ```
#[doc(alias = "ministère")]
#[doc(alias = "tutelle")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ministry(pub(crate) &'static MinistryRow);

by_code!(Ministry in MINISTRIES, MinistryError);

impl Ministry {
    /// The ministry of this two-digit number, or that directories spell so, without regard to case
    /// and accents.
    ///
    /// # Errors
    ///
    /// [`MinistryError`] when none is known so.
    pub fn of_spelling(text: &str) -> Result<Self, MinistryError> {
        Self::all()
            .find(|ministry| {
                let row = ministry.0;
                row.number == Some(text) || row.spellings.iter().any(|name| is_name(name, text))
            })
            .ok_or(MinistryError)
    }

    /// Its two-digit number in the directories of the ministry of education, such as `03`.
    #[must_use]
    pub const fn number(self) -> Option<&'static str> {
        self.0.number
    }

    /// Whether it is the ministry of agriculture, whose establishments come under no academy.
    #[must_use]
    pub fn is_agriculture(self) -> bool {
        self.0.code == "agriculture"
    }

    /// Name to show, in the language asked for.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        text(self.0.message, lang, &[])
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct MinistryRow {
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) number: Option<&'static str>,
    pub(crate) spellings: &'static [&'static str],
}

/// No ministry is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no ministry is known so")]
#[non_exhaustive]
pub struct MinistryError;

impl Coded for MinistryError {
    fn code(&self) -> &'static str {
        "ministry/unknown"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_what_it_lists() {
        for ministry in Ministry::all() {
            assert_eq!(ministry.to_string().parse(), Ok(ministry));
            assert!(is_known(ministry.0.message), "{ministry}");
            for spelling in ministry.0.spellings.iter().copied().chain(ministry.number()) {
                assert_eq!(Ministry::of_spelling(spelling), Ok(ministry), "{spelling}");
            }
            let json = serde_json::to_string(&ministry).unwrap();
            assert_eq!(serde_json::from_str::<Ministry>(&json).unwrap(), ministry);
        }
        assert_eq!(Ministry::all().filter(|ministry| ministry.number().is_some()).count(), 4);
        assert_eq!(Ministry::all().filter(|ministry| ministry.is_agriculture()).count(), 1);
    }

    #[test]
    fn refuses_the_rest() {
        for bad in ["", "3", "3 ", "99", "ministère", "agri", &"agriculture ".repeat(1 << 16)] {
            assert_eq!(Ministry::of_spelling(bad), Err(MinistryError), "{bad:.20}");
        }
        assert_eq!(Ministry::parse("03"), Err(MinistryError));
        assert!(is_known(MinistryError.code()));
    }
}

//! Birth dates.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;

/// A day of birth between 1900 and 2199, such as `2009-03-14`. `Debug` is redacted.
///
/// ```
/// use ent_core::{BirthDate, BirthDateError};
///
/// let born = BirthDate::parse("2009-03-14")?;
/// assert_eq!(Ok(born), BirthDate::from_ymd(2009, 3, 14));
/// assert_eq!(born.to_string(), "2009-03-14");
/// assert_eq!(BirthDate::parse("14/03/2009"), Err(BirthDateError::Format));
/// # Ok::<(), BirthDateError>(())
/// ```
#[doc(alias = "date de naissance")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthDate(NaiveDate);

impl BirthDate {
    /// Reads `YYYY-MM-DD`, ASCII digits only.
    ///
    /// # Errors
    ///
    /// [`BirthDateError::Format`] for any other shape or a day that no calendar has,
    /// [`BirthDateError::OutOfRange`] before 1900 or after 2199.
    pub fn parse(text: &str) -> Result<Self, BirthDateError> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(BirthDateError::Format);
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
        Self::in_range(date.map_err(|_| BirthDateError::Format)?)
    }

    /// The day `day` of the month `month` (1 to 12) of `year`.
    ///
    /// # Errors
    ///
    /// [`BirthDateError::Format`] for a day that no calendar has, [`BirthDateError::OutOfRange`]
    /// before 1900 or after 2199.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self, BirthDateError> {
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(BirthDateError::Format)?;
        Self::in_range(date)
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    fn in_range(date: NaiveDate) -> Result<Self, BirthDateError> {
        if (1900..=2199).contains(&date.year()) {
            Ok(Self(date))
        } else {
            Err(BirthDateError::OutOfRange)
        }
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(redacted)")
    }
}

impl FromStr for BirthDate {
    type Err = BirthDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for BirthDate {
    type Error = BirthDateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<BirthDate> for String {
    fn from(date: BirthDate) -> Self {
        date.to_string()
    }
}

/// Why something is not a [`BirthDate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BirthDateError {
    /// Not `YYYY-MM-DD`, or a day that no calendar has.
    #[error("a birth date is a day written YYYY-MM-DD")]
    Format,
    /// Before 1900 or after 2199.
    #[error("a birth date lies between 1900 and 2199")]
    OutOfRange,
}

impl Coded for BirthDateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "birth-date/format",
            Self::OutOfRange => "birth-date/out-of-range",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_and_refuses() {
        use BirthDateError::{Format, OutOfRange};
        let huge = "1".repeat(1 << 20);
        let cases = [
            // text, error
            ("1900-01-01", None),
            ("2199-12-31", None),
            ("2008-02-29", None),
            ("1899-12-31", Some(OutOfRange)),
            ("2200-01-01", Some(OutOfRange)),
            ("0000-01-01", Some(OutOfRange)),
            ("2009-02-29", Some(Format)),
            ("2009-00-00", Some(Format)),
            ("2009-3-14", Some(Format)),
            ("2009-03-14 ", Some(Format)),
            ("+009-03-14", Some(Format)),
            ("２009-03-14", Some(Format)),
            ("", Some(Format)),
            (&huge, Some(Format)),
        ];
        for (text, error) in cases {
            assert_eq!(BirthDate::parse(text).err(), error, "{text:.20}");
        }
        assert_eq!(BirthDate::from_ymd(2009, 2, 30), Err(Format));
        assert_eq!(BirthDate::from_ymd(i32::MAX, 1, 1), Err(Format));
        assert_eq!(BirthDate::from_ymd(1899, 1, 1), Err(OutOfRange));
        assert!([Format, OutOfRange].iter().all(|error| is_known(error.code())));
    }

    #[test]
    fn travels_as_text_and_debug_tells_nothing() {
        let born: BirthDate = serde_json::from_str(r#""2009-03-14""#).unwrap();
        assert_eq!(born.ymd(), (2009, 3, 14));
        assert_eq!(serde_json::to_string(&born).unwrap(), r#""2009-03-14""#);
        assert!(serde_json::from_str::<BirthDate>(r#""2009-02-29""#).is_err());
        assert_eq!(format!("{born:?}"), "BirthDate(redacted)");
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,12}") {
            let _ = BirthDate::parse(&text);
        }

        #[test]
        fn displays_what_it_parses(y in 1900_i32..=2199, m in 1_u32..=12, d in 1_u32..=28) {
            let date = BirthDate::from_ymd(y, m, d).unwrap();
            prop_assert_eq!(BirthDate::parse(&date.to_string()), Ok(date));
        }
    }
}

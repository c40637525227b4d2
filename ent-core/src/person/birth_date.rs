//! Birth dates, whole or in part.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;
use crate::day::ymd;
use crate::listed::listed;

/// A day of birth between 1900 and 2199, such as `2009-03-14`. `Debug` is redacted.
///
/// Civil status knows some births by their year or month alone: identity providers write these
/// `2009-00-00` and `2009-03-00`, and `FranceConnect` turns them into `2009-01-01` and
/// `2009-03-01`. Both forms are kept as given: equality and order are those of the text.
///
/// ```
/// use ent_core::{BirthDate, BirthDateError};
///
/// let born = BirthDate::parse("2009-03-14")?;
/// assert_eq!(Ok(born), BirthDate::from_ymd(2009, 3, 14));
/// assert_eq!(born.to_string(), "2009-03-14");
/// assert!(BirthDate::parse("2009-03-00")?.is_presumed());
/// assert_eq!(BirthDate::parse_full("2009-03-00"), Err(BirthDateError::Format));
/// assert_eq!(BirthDate::parse("14/03/2009"), Err(BirthDateError::Format));
/// # Ok::<(), BirthDateError>(())
/// ```
#[doc(alias = "date de naissance")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthDate {
    year: i32,
    /// 0 where only the year is known.
    month: u32,
    /// 0 where the day is not known.
    day: u32,
}

impl BirthDate {
    /// Reads `YYYY-MM-DD`, `YYYY-MM-00` or `YYYY-00-00`, ASCII digits only: a date as a directory
    /// or an identity provider knows it.
    ///
    /// # Errors
    ///
    /// [`BirthDateError::Format`] for any other shape or a day that no calendar has,
    /// [`BirthDateError::OutOfRange`] before 1900 or after 2199.
    pub fn parse(text: &str) -> Result<Self, BirthDateError> {
        let (year, month, day) = ymd(text).ok_or(BirthDateError::Format)?;
        let first_day = match (month, day) {
            (0, 0) => (1, 1),
            (_, 0) => (month, 1),
            _ => (month, day),
        };
        Self::from_ymd(year, first_day.0, first_day.1)?;
        Ok(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD` with a month and a day: a date as a person types it.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`BirthDateError::Format`] without month or day.
    pub fn parse_full(text: &str) -> Result<Self, BirthDateError> {
        let (year, month, day) = ymd(text).ok_or(BirthDateError::Format)?;
        Self::from_ymd(year, month, day)
    }

    /// The day `day` of the month `month` (1 to 12) of `year`.
    ///
    /// # Errors
    ///
    /// [`BirthDateError::Format`] for a day that no calendar has, [`BirthDateError::OutOfRange`]
    /// before 1900 or after 2199.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self, BirthDateError> {
        NaiveDate::from_ymd_opt(year, month, day).ok_or(BirthDateError::Format)?;
        if (1900..=2199).contains(&year) {
            Ok(Self { year, month, day })
        } else {
            Err(BirthDateError::OutOfRange)
        }
    }

    /// Year, month and day; 0 stands for a month or day that is not known.
    #[must_use]
    pub const fn ymd(self) -> (i32, u32, u32) {
        (self.year, self.month, self.day)
    }

    /// How much of the date is known.
    #[must_use]
    pub const fn precision(self) -> BirthDatePrecision {
        match (self.month, self.day) {
            (0, _) => BirthDatePrecision::Year,
            (_, 0) => BirthDatePrecision::Month,
            _ => BirthDatePrecision::Day,
        }
    }

    /// Whether the date says by itself that its day, or month and day, are not known.
    #[doc(alias = "date présumée")]
    #[must_use]
    pub const fn is_presumed(self) -> bool {
        self.day == 0
    }

    /// Whether the date may stand for one of which less is known: `YYYY-01-01` and `YYYY-MM-01` are
    /// what `FranceConnect` makes of a year or a month alone, and real birthdays too.
    #[must_use]
    pub const fn may_be_presumed(self) -> bool {
        self.day == 1
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
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

listed! {
    /// How much of a [`BirthDate`] is known.
    ///
    /// ```
    /// use ent_core::{BirthDate, BirthDateError, BirthDatePrecision};
    ///
    /// assert_eq!(BirthDate::parse("1950-00-00")?.precision(), BirthDatePrecision::Year);
    /// assert_eq!(BirthDatePrecision::from_code("week"), None);
    /// # Ok::<(), BirthDateError>(())
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a date has these three parts")]
    BirthDatePrecision in "birth-date" {
        /// Year, month and day.
        Day = "day",
        /// Year and month: `2009-03-00`.
        Month = "month",
        /// The year alone: `2009-00-00`.
        Year = "year",
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
            ("2009-00-00", None),
            ("2009-12-00", None),
            ("2009-13-00", Some(Format)),
            ("2009-00-14", Some(Format)),
            ("1899-00-00", Some(OutOfRange)),
            ("2200-01-00", Some(OutOfRange)),
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
        for text in ["2009-00-00", "2009-03-00"] {
            assert_eq!(BirthDate::parse_full(text), Err(Format), "{text}");
        }
        assert_eq!(BirthDate::from_ymd(2009, 3, 0), Err(Format));
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

    #[test]
    fn says_how_much_is_known() {
        use BirthDatePrecision::{Day, Month, Year};
        let cases = [
            // text, precision, presumed, may be presumed
            ("2009-03-14", Day, false, false),
            ("2009-03-01", Day, false, true),
            ("2009-01-01", Day, false, true),
            ("2009-03-00", Month, true, false),
            ("2009-00-00", Year, true, false),
        ];
        for (text, precision, presumed, may_be) in cases {
            let born = BirthDate::parse(text).unwrap();
            let found = (born.precision(), born.is_presumed(), born.may_be_presumed());
            assert_eq!(found, (precision, presumed, may_be), "{text}");
            assert_eq!(born.to_string(), text);
        }
        assert_ne!(BirthDate::parse("2009-00-00"), BirthDate::parse("2009-01-01"));
        BirthDatePrecision::check_list();
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,12}") {
            let _ = BirthDate::parse(&text);
        }

        #[test]
        fn reads_what_it_shows(text in "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}") {
            if let Ok(born) = BirthDate::parse(&text) {
                prop_assert_eq!(born.to_string(), text.clone());
                prop_assert_eq!(BirthDate::parse_full(&text).is_ok(), !born.is_presumed());
            }
        }

        #[test]
        fn displays_what_it_parses(y in 1900_i32..=2199, m in 1_u32..=12, d in 1_u32..=28) {
            let date = BirthDate::from_ymd(y, m, d).unwrap();
            prop_assert_eq!(BirthDate::parse(&date.to_string()), Ok(date));
        }
    }
}

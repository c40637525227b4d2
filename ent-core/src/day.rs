//! Calendar days, bounded like instants.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;

/// A calendar day from 2000-01-01 to 2199-12-31, such as the day a list was published.
///
/// Which day an instant falls on depends on a time zone, which the host knows: it gives the day.
/// Days of birth are [`BirthDate`](crate::BirthDate)s.
///
/// ```
/// use ent_core::{Day, DayError};
///
/// let day = Day::parse("2026-09-01")?;
/// assert_eq!(day.ymd(), (2026, 9, 1));
/// assert!(day < Day::from_ymd(2026, 9, 2)?);
/// assert_eq!(Day::parse("01/09/2026"), Err(DayError::Format));
/// assert_eq!(Day::parse("1999-12-31"), Err(DayError::OutOfRange));
/// # Ok::<(), DayError>(())
/// ```
#[doc(alias = "date")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// Reads `YYYY-MM-DD`, ASCII digits only.
    ///
    /// # Errors
    ///
    /// [`DayError::Format`] for any other shape or a day that no calendar has,
    /// [`DayError::OutOfRange`] before 2000 or after 2199.
    pub fn parse(text: &str) -> Result<Self, DayError> {
        let (year, month, day) = ymd(text).ok_or(DayError::Format)?;
        Self::from_ymd(year, month, day)
    }

    /// The day `day` of the month `month` (1 to 12) of `year`.
    ///
    /// # Errors
    ///
    /// [`DayError::Format`] for a day that no calendar has, [`DayError::OutOfRange`] before 2000 or
    /// after 2199.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self, DayError> {
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(DayError::Format)?;
        if (2000..=2199).contains(&year) { Ok(Self(date)) } else { Err(DayError::OutOfRange) }
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        (self.0.year(), self.0.month(), self.0.day())
    }
}

/// The three numbers of `YYYY-MM-DD`, whether or not a calendar has the day.
pub(crate) fn ymd(text: &str) -> Option<(i32, u32, u32)> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return None;
    }
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    Some((year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// Why something is not a [`Day`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DayError {
    /// Not `YYYY-MM-DD`, or a day that no calendar has.
    #[error("a day is written YYYY-MM-DD")]
    Format,
    /// Before 2000 or after 2199.
    #[error("a day lies between 2000 and 2199")]
    OutOfRange,
}

impl Coded for DayError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "day/format",
            Self::OutOfRange => "day/out-of-range",
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
        use DayError::{Format, OutOfRange};
        let huge = "1".repeat(1 << 20);
        let cases = [
            // text, error
            ("2000-01-01", None),
            ("2199-12-31", None),
            ("2024-02-29", None),
            ("1999-12-31", Some(OutOfRange)),
            ("2200-01-01", Some(OutOfRange)),
            ("2023-02-29", Some(Format)),
            ("2023-00-00", Some(Format)),
            ("2023-1-01", Some(Format)),
            ("2023-01-01 ", Some(Format)),
            ("+023-01-01", Some(Format)),
            ("２023-01-01", Some(Format)),
            ("", Some(Format)),
            (&huge, Some(Format)),
        ];
        for (text, error) in cases {
            assert_eq!(Day::parse(text).err(), error, "{text:.20}");
        }
        assert_eq!(Day::from_ymd(i32::MAX, 1, 1), Err(Format));
        assert!([Format, OutOfRange].iter().all(|error| is_known(error.code())));
    }

    #[test]
    fn travels_as_text() {
        let day: Day = serde_json::from_str(r#""2026-09-01""#).unwrap();
        assert_eq!(serde_json::to_string(&day).unwrap(), r#""2026-09-01""#);
        assert!(serde_json::from_str::<Day>(r#""1999-09-01""#).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,12}") {
            let _ = Day::parse(&text);
        }

        #[test]
        fn displays_what_it_parses(y in 2000_i32..=2199, m in 1_u32..=12, d in 1_u32..=28) {
            let day = Day::from_ymd(y, m, d).unwrap();
            prop_assert_eq!(Day::parse(&day.to_string()), Ok(day));
        }
    }
}

//! Calendar days, bounded like instants.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;
use crate::message::{Lang, text};

/// A calendar day from 2000-01-01 to 2199-12-31, such as the day a list was published.
///
/// Which day an instant falls on depends on a [`Zone`](crate::Zone), which the host knows.
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

    /// The day `months` calendar months later: of the same number, or the last of a month that is
    /// too short.
    ///
    /// # Errors
    ///
    /// [`DayError::OutOfRange`] after 2199.
    pub fn plus_months(self, months: u8) -> Result<Self, DayError> {
        Self::bounded(self.0.checked_add_months(Months::new(months.into())))
    }

    /// The day `days` days later.
    ///
    /// # Errors
    ///
    /// [`DayError::OutOfRange`] after 2199.
    pub fn plus_days(self, days: u16) -> Result<Self, DayError> {
        Self::bounded(self.0.checked_add_days(Days::new(days.into())))
    }

    /// The day before, if it is not before 2000.
    #[must_use]
    pub fn day_before(self) -> Option<Self> {
        Self::bounded(self.0.pred_opt()).ok()
    }

    pub(crate) const fn date(self) -> NaiveDate {
        self.0
    }

    /// The day as a letter writes it: `28 février 2027`, `28 February 2027`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        let (year, month, day) = self.ymd();
        let month = month_name(month, lang).unwrap_or_default();
        let first = lang == Lang::Fr && day == 1;
        let day = if first { "1er".to_owned() } else { day.to_string() };
        let (day, month, year) = (day.into(), month.into(), Cow::Owned(year.to_string()));
        text("day/words", lang, &[("day", day), ("month", month), ("year", year)])
    }

    fn bounded(date: Option<NaiveDate>) -> Result<Self, DayError> {
        let (year, month, day) =
            date.map(|date| (date.year(), date.month(), date.day())).ok_or(DayError::OutOfRange)?;
        Self::from_ymd(year, month, day)
    }
}

/// The name of a month, 1 to 12, within a sentence: `février`, `February`.
#[must_use]
pub fn month_name(month: u32, lang: Lang) -> Option<String> {
    let at = usize::try_from(month.checked_sub(1)?).ok()?;
    MONTHS.get(at).map(|code| text(code, lang, &[]))
}

const MONTHS: [&str; 12] = [
    "month/january",
    "month/february",
    "month/march",
    "month/april",
    "month/may",
    "month/june",
    "month/july",
    "month/august",
    "month/september",
    "month/october",
    "month/november",
    "month/december",
];

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

    #[test]
    fn months_and_days_are_added_by_the_calendar() {
        let cases = [
            // day, three months later, a day later
            ("2026-11-30", Ok("2027-02-28"), Ok("2026-12-01")),
            ("2027-11-30", Ok("2028-02-29"), Ok("2027-12-01")),
            ("2026-08-31", Ok("2026-11-30"), Ok("2026-09-01")),
            ("2026-09-01", Ok("2026-12-01"), Ok("2026-09-02")),
            ("2199-09-30", Ok("2199-12-30"), Ok("2199-10-01")),
            ("2199-12-31", Err(DayError::OutOfRange), Err(DayError::OutOfRange)),
        ];
        for (text, months, next) in cases {
            let day = Day::parse(text).unwrap();
            let later = day.plus_months(3).map(|day| day.to_string());
            assert_eq!(later.as_deref().map_err(|e| *e), months, "{text}");
            let later = day.plus_days(1).map(|day| day.to_string());
            assert_eq!(later.as_deref().map_err(|e| *e), next, "{text}");
        }
    }

    #[test]
    fn days_are_written_in_words() {
        let cases = [
            ("2027-02-28", "28 février 2027", "28 February 2027"),
            ("2026-08-01", "1er août 2026", "1 August 2026"),
            ("2026-12-11", "11 décembre 2026", "11 December 2026"),
        ];
        for (text, french, english) in cases {
            let day = Day::parse(text).unwrap();
            assert_eq!(day.in_words(Lang::Fr), french);
            assert_eq!(day.in_words(Lang::En), english);
        }
        for month in 1..=12 {
            let written = Day::from_ymd(2027, month, 2).unwrap().in_words(Lang::Fr);
            assert_eq!(written.split(' ').count(), 3, "{written}");
        }
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

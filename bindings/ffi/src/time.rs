//! Instants and dates, in the types of each language.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ent_core::{BirthDate, BirthDateError, Day, DayError, InstantError};

use crate::EntError;

/// The instant of the domain; `java.time.Instant` in Kotlin, `Date` in Swift.
pub type Timestamp = ent_core::Instant;

uniffi::custom_type!(
    /// A moment between 2000 and 2200. What is finer than a millisecond is dropped; another moment
    /// is refused with `instant/out-of-range`.
    Timestamp, SystemTime, {
    remote,
    lower: |at| system_time(at),
    try_lift: |at| instant(at).map_err(|error| EntError::from(error).into()),
});

fn system_time(at: Timestamp) -> SystemTime {
    // INVARIANT of an instant: after 2000, before 2200.
    let since = Duration::from_millis(u64::try_from(at.unix_millis()).unwrap_or_default());
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}

fn instant(at: SystemTime) -> Result<Timestamp, InstantError> {
    let since = at.duration_since(UNIX_EPOCH).map_err(|_| InstantError::OutOfRange)?;
    let millis = i64::try_from(since.as_millis()).map_err(|_| InstantError::OutOfRange)?;
    Timestamp::from_unix_millis(millis)
}

/// A day of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct DayOfCalendar {
    /// Year, such as 2009.
    pub year: i32,
    /// Month, from 1 for January.
    pub month: i32,
    /// Day of the month, from 1.
    pub day: i32,
}

impl std::fmt::Debug for DayOfCalendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DayOfCalendar(redacted)")
    }
}

/// A birth date; `java.time.LocalDate` in Kotlin, year, month and day in Swift.
///
/// Any day crosses, and is read where a rule needs it: a value that holds one can always be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDate(DayOfCalendar);

uniffi::custom_type!(
    /// A day between 1900 and 2199. Another is refused with `birth-date/out-of-range`, one that no
    /// calendar has with `birth-date/format`.
    CalendarDate, DayOfCalendar, {
    lower: |date| date.0,
    try_lift: |day| Ok(CalendarDate(day)),
});

impl CalendarDate {
    pub(crate) fn read(self) -> Result<BirthDate, BirthDateError> {
        let DayOfCalendar { year, month, day } = self.0;
        let positive = |number| u32::try_from(number).map_err(|_| BirthDateError::Format);
        BirthDate::from_ymd(year, positive(month)?, positive(day)?)
    }

    /// As a day on which something is asked, not one of birth.
    pub(crate) fn read_day(self) -> Result<Day, DayError> {
        let DayOfCalendar { year, month, day } = self.0;
        let positive = |number| u32::try_from(number).map_err(|_| DayError::Format);
        Day::from_ymd(year, positive(month)?, positive(day)?)
    }
}

impl From<BirthDate> for CalendarDate {
    fn from(date: BirthDate) -> Self {
        let (year, month, day) = date.ymd();
        let small = |number| i32::try_from(number).unwrap_or_default();
        Self(DayOfCalendar { year, month: small(month), day: small(day) })
    }
}

impl From<Day> for CalendarDate {
    fn from(day: Day) -> Self {
        let (year, month, day) = day.ymd();
        let small = |number| i32::try_from(number).unwrap_or_default();
        Self(DayOfCalendar { year, month: small(month), day: small(day) })
    }
}

/// Reads an RFC 3339 date and time with any offset, such as `2021-09-01T10:00:00+02:00`.
///
/// Fails with `instant/format` or `instant/out-of-range`.
#[uniffi::export]
pub fn parse_instant(text: &str) -> Result<Timestamp, EntError> {
    Ok(Timestamp::parse(text)?)
}

/// Writes an instant as RFC 3339 in UTC, such as `2021-09-01T08:00:00Z`.
///
/// Fails with `instant/out-of-range`.
#[uniffi::export]
pub fn format_instant(at: Timestamp) -> Result<String, EntError> {
    Ok(at.to_string())
}

/// Reads a birth date written `YYYY-MM-DD`.
///
/// Fails with `birth-date/format` or `birth-date/out-of-range`.
#[uniffi::export]
pub fn parse_birth_date(text: &str) -> Result<CalendarDate, EntError> {
    Ok(BirthDate::parse_full(text)?.into())
}

/// Reads a day on which something is asked, written `YYYY-MM-DD`.
///
/// Fails with `day/format`, or `day/out-of-range` before 2000 or after 2199.
#[uniffi::export]
pub fn parse_day(text: &str) -> Result<CalendarDate, EntError> {
    Ok(Day::parse(text)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_cross_and_lose_what_is_finer_than_a_millisecond() {
        for text in ["2000-01-01T00:00:00Z", "2021-09-01T08:29:59.999Z", "2200-01-01T00:00:00Z"] {
            let at = parse_instant(text).unwrap();
            assert_eq!(instant(system_time(at)), Ok(at));
            assert_eq!(format_instant(at).as_deref(), Ok(text));
        }
        let at = parse_instant("2021-09-01T08:00:00.001Z").unwrap();
        let finer = system_time(at) + Duration::from_nanos(999_999);
        assert_eq!(instant(finer), Ok(at));
    }

    #[test]
    fn instants_out_of_range_are_refused() {
        let after = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap();
        for bad in [
            UNIX_EPOCH,
            UNIX_EPOCH - Duration::from_nanos(1),
            after(946_684_799),
            after(7_258_118_401),
            after(i64::MAX.unsigned_abs()),
        ] {
            assert_eq!(instant(bad), Err(InstantError::OutOfRange), "{bad:?}");
        }
    }

    #[test]
    fn errors_keep_their_code_and_texts() {
        for text in ["", "yesterday", "1999-12-31T23:59:59Z", "2200-01-01T00:00:01Z"] {
            let known = Timestamp::parse(text).unwrap_err();
            assert_eq!(parse_instant(text), Err(known.into()), "{text}");
        }
    }

    #[test]
    fn days_have_codes_of_their_own() {
        let day = parse_day("2026-11-25").unwrap();
        assert_eq!(day.read_day().map(CalendarDate::from), Ok(day));
        assert_eq!(parse_day("25/11/2026").unwrap_err().code(), "day/format");
        assert_eq!(parse_day("1999-12-31").unwrap_err().code(), "day/out-of-range");
    }

    #[test]
    fn dates_cross() {
        let born = parse_birth_date("2008-02-29").unwrap();
        assert_eq!(born.read().map(CalendarDate::from), Ok(born));
        for (year, month, day, error) in [
            (2009, 2, 29, BirthDateError::Format),
            (2009, -1, 1, BirthDateError::Format),
            (2009, 1, i32::MIN, BirthDateError::Format),
            (1899, 12, 31, BirthDateError::OutOfRange),
        ] {
            assert_eq!(CalendarDate(DayOfCalendar { year, month, day }).read(), Err(error));
        }
        for (year, month, day, error) in [
            (2009, 2, 29, DayError::Format),
            (i32::MAX, -1, 1, DayError::Format),
            (1899, 12, 31, DayError::OutOfRange),
            (2200, 1, 1, DayError::OutOfRange),
        ] {
            assert_eq!(CalendarDate(DayOfCalendar { year, month, day }).read_day(), Err(error));
        }
        let shown = format!("{:?}", DayOfCalendar { year: 2009, month: 3, day: 14 });
        assert!(!shown.contains("2009"), "{shown}");
    }
}

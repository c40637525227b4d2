//! UTC time in whole milliseconds, bounded and never unchecked.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Timelike};
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::Coded;

/// A moment between 2000-01-01 and 2200-01-01 UTC, in whole milliseconds.
///
/// Every deadline of the suite is half-open: valid from its start included to its end excluded.
/// Leap seconds are folded into the second before.
///
/// ```
/// use ent_core::{Instant, InstantError};
///
/// let issued = Instant::parse("2021-09-01T08:00:00Z")?;
/// let expires = issued.plus_seconds(30 * 60)?;
/// assert_eq!(expires.to_string(), "2021-09-01T08:30:00Z");
/// assert_eq!(expires.seconds_since(issued), 1800);
/// assert_eq!(Instant::parse("1999-12-31T23:59:59Z"), Err(InstantError::OutOfRange));
/// # Ok::<(), InstantError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Instant {
    /// INVARIANT: `FIRST <= millis <= LAST`.
    millis: i64,
}

impl Instant {
    /// 2000-01-01T00:00:00Z, the earliest instant.
    pub const FIRST: Self = Self { millis: 946_684_800_000 };
    /// 2200-01-01T00:00:00Z, the latest instant.
    pub const LAST: Self = Self { millis: 7_258_118_400_000 };

    /// The instant `millis` milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// [`InstantError::OutOfRange`] before 2000 or after 2200.
    pub const fn from_unix_millis(millis: i64) -> Result<Self, InstantError> {
        if millis < Self::FIRST.millis || millis > Self::LAST.millis {
            return Err(InstantError::OutOfRange);
        }
        Ok(Self { millis })
    }

    /// Reads an RFC 3339 text with any offset; what is finer than a millisecond is dropped.
    ///
    /// # Errors
    ///
    /// [`InstantError::Format`] when the text is not RFC 3339 or longer than 64 bytes,
    /// [`InstantError::OutOfRange`] before 2000 or after 2200.
    pub fn parse(text: &str) -> Result<Self, InstantError> {
        if text.len() > 64 {
            return Err(InstantError::Format);
        }
        let read = DateTime::parse_from_rfc3339(text).map_err(|_| InstantError::Format)?;
        // A leap second counts its milliseconds beyond 999.
        let subsecond = i64::from(read.timestamp_subsec_millis().min(999));
        let millis = read.timestamp().checked_mul(1000).and_then(|s| s.checked_add(subsecond));
        Self::from_unix_millis(millis.ok_or(InstantError::OutOfRange)?)
    }

    /// Milliseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.millis
    }

    /// The instant `seconds` later, or earlier when negative.
    ///
    /// # Errors
    ///
    /// [`InstantError::OutOfRange`] when the result leaves 2000..2200.
    pub const fn plus_seconds(self, seconds: i64) -> Result<Self, InstantError> {
        match seconds.checked_mul(1000) {
            Some(millis) => self.plus_millis(millis),
            None => Err(InstantError::OutOfRange),
        }
    }

    /// The instant `millis` milliseconds later, or earlier when negative.
    ///
    /// # Errors
    ///
    /// [`InstantError::OutOfRange`] when the result leaves 2000..2200.
    pub const fn plus_millis(self, millis: i64) -> Result<Self, InstantError> {
        match self.millis.checked_add(millis) {
            Some(sum) => Self::from_unix_millis(sum),
            None => Err(InstantError::OutOfRange),
        }
    }

    /// Whole seconds since `earlier`, rounded up; negative when `earlier` is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        let millis = self.millis.saturating_sub(earlier.millis);
        let whole = millis.div_euclid(1000);
        if millis.rem_euclid(1000) == 0 { whole } else { whole.saturating_add(1) }
    }

    /// RFC 3339 in UTC, milliseconds where there are any; chrono's formatter takes many times as
    /// long, and every stored state is full of instants.
    fn text(self) -> Text {
        let at = DateTime::from_timestamp_millis(self.millis).unwrap_or_default().naive_utc();
        let [[c1, c2], [y1, y2]] = [pair(at.year() / 100), pair(at.year())];
        let [[m1, m2], [d1, d2]] = [pair(at.month()), pair(at.day())];
        let [[h1, h2], [n1, n2], [s1, s2]] =
            [pair(at.hour()), pair(at.minute()), pair(at.second())];
        let millis = self.millis.rem_euclid(1000);
        let (end, length) = if millis == 0 {
            ([b'Z', 0, 0, 0, 0], 20)
        } else {
            let ([_, f1], [f2, f3]) = (pair(millis / 100), pair(millis));
            ([b'.', f1, f2, f3, b'Z'], 24)
        };
        let [e1, e2, e3, e4, e5] = end;
        let ascii = [
            c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            e1, e2, e3, e4, e5,
        ];
        Text { ascii, length }
    }
}

/// The text of an instant, on the stack.
struct Text {
    ascii: [u8; 24],
    length: usize,
}

impl Text {
    fn as_str(&self) -> &str {
        self.ascii.get(..self.length).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }
}

/// The last two decimal digits of `value`.
fn pair(value: impl TryInto<u32>) -> [u8; 2] {
    let value = u8::try_from(value.try_into().unwrap_or_default() % 100).unwrap_or_default();
    [value / 10, value % 10].map(|digit| digit.saturating_add(b'0'))
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Instant {
    type Error = InstantError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.text().as_str().to_owned()
    }
}

/// Why something is not an [`Instant`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InstantError {
    /// The text is not an RFC 3339 date and time.
    #[error("an instant is an RFC 3339 date and time")]
    Format,
    /// The instant is before 2000 or after 2200.
    #[error("an instant lies between 2000 and 2200")]
    OutOfRange,
}

impl Coded for InstantError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "instant/format",
            Self::OutOfRange => "instant/out-of-range",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_refuses() {
        use InstantError::{Format, OutOfRange};
        let cases = [
            // text, what comes out
            ("2021-09-01T08:00:00Z", Ok("2021-09-01T08:00:00Z")),
            ("2021-09-01T10:00:00+02:00", Ok("2021-09-01T08:00:00Z")),
            ("2021-09-01T08:29:59.999Z", Ok("2021-09-01T08:29:59.999Z")),
            ("2021-09-01T08:29:59.999999Z", Ok("2021-09-01T08:29:59.999Z")),
            ("2016-12-31T23:59:60Z", Ok("2016-12-31T23:59:59.999Z")), // leap second
            ("2016-12-31T23:59:60.500Z", Ok("2016-12-31T23:59:59.999Z")),
            ("2000-01-01T00:00:00Z", Ok("2000-01-01T00:00:00Z")),
            ("1999-12-31T23:59:59.999Z", Err(OutOfRange)),
            ("2200-01-01T00:00:00.001Z", Err(OutOfRange)),
            ("+262142-12-31T00:00:00Z", Err(Format)),
            ("2021-09-01", Err(Format)),
            ("", Err(Format)),
        ];
        for (text, expected) in cases {
            let read = Instant::parse(text).map(|instant| instant.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text:?}");
        }
        assert_eq!(Instant::parse(&"2".repeat(1_000_000)), Err(Format));
    }

    #[test]
    fn seconds_round_up() {
        let start = Instant::FIRST;
        assert_eq!(start.plus_millis(1).unwrap().seconds_since(start), 1);
        assert_eq!(start.plus_millis(1000).unwrap().seconds_since(start), 1);
        assert_eq!(start.seconds_since(start.plus_millis(1500).unwrap()), -1);
    }

    proptest! {
        #[test]
        fn displays_what_it_parses(millis in Instant::FIRST.millis..=Instant::LAST.millis) {
            let instant = Instant { millis };
            prop_assert_eq!(Instant::parse(&instant.to_string()), Ok(instant));
        }

        #[test]
        fn arithmetic_never_leaves_the_range(start in Instant::FIRST.millis..=Instant::LAST.millis, step: i64) {
            if let Ok(sum) = (Instant { millis: start }).plus_seconds(step) {
                prop_assert!(sum >= Instant::FIRST && sum <= Instant::LAST);
            }
        }
    }
}

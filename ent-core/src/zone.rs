//! The time zones of France: where a day begins, what a clock on the wall shows.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::tables::zones::ZONES;
use crate::{Coded, Day, Instant};

/// A time zone of a territory of France, by its name in the IANA database.
///
/// The rules are built in, so that a phone and a server agree; those of summer time are taken to
/// hold until 2200. Where clocks are set forward, a time that no clock shows is read by the clock
/// before the change, which moves it on by the length of the gap; where they are set back, a time
/// that is shown twice is the first of the two (RFC 5545 §3.3.5).
///
/// ```
/// use ent_core::{Day, Instant, WallTime, Zone, ZoneError};
///
/// let paris = Zone::parse("Europe/Paris")?;
/// let day = Day::parse("2027-03-28").unwrap();
/// assert_eq!(paris.start_of(day)?.to_string(), "2027-03-27T23:00:00Z");
/// // 02:30 does not exist on that day: clocks go from 02:00 to 03:00.
/// let moved = paris.instant_of(WallTime::new(day, 2, 30)?)?;
/// assert_eq!(moved.to_string(), "2027-03-28T01:30:00Z");
/// assert_eq!(paris.wall_time(moved)?.to_string(), "2027-03-28T03:30:00");
/// assert_eq!(Zone::parse("Europe/Berlin"), Err(ZoneError::Unknown));
/// # Ok::<(), ZoneError>(())
/// ```
#[doc(alias = "fuseau horaire")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(&'static ZoneRow);

/// A zone of the table.
pub(crate) struct ZoneRow {
    pub(crate) name: &'static str,
    pub(crate) rules: TimeZone,
}

impl Zone {
    /// The zone with this IANA name, such as `Indian/Reunion`, spelled exactly.
    ///
    /// # Errors
    ///
    /// [`ZoneError::Unknown`] for any other text, the zones of other countries among them.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        ZONES.iter().find(|row| row.name == name).map(Self).ok_or(ZoneError::Unknown)
    }

    /// Every zone, that of metropolitan France first.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        ZONES.iter().map(Self)
    }

    /// The IANA name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The first instant of `day`.
    ///
    /// # Errors
    ///
    /// [`ZoneError::OutOfRange`] when it lies before 2000 in UTC.
    pub fn start_of(self, day: Day) -> Result<Instant, ZoneError> {
        self.instant_of(WallTime { day, second: 0 })
    }

    /// The instant at which a clock shows `time`, gaps and repeated hours as said above.
    ///
    /// # Errors
    ///
    /// [`ZoneError::OutOfRange`] when it lies before 2000 or after 2200 in UTC.
    pub fn instant_of(self, time: WallTime) -> Result<Instant, ZoneError> {
        let shown = time.civil().ok_or(ZoneError::OutOfRange)?;
        let found = self.0.rules.to_ambiguous_timestamp(shown).compatible();
        let found = found.map_err(|_| ZoneError::OutOfRange)?;
        Instant::from_unix_millis(found.as_millisecond()).map_err(|_| ZoneError::OutOfRange)
    }

    /// The first instant after `at` from which clocks are set forward or back; none in a zone that
    /// no longer changes them, nor after 2200.
    ///
    /// ```
    /// use ent_core::{Instant, Zone};
    ///
    /// let at = Instant::parse("2026-11-26T12:00:00Z").unwrap();
    /// let change = Zone::parse("Europe/Paris").unwrap().next_change(at).unwrap();
    /// assert_eq!(change.to_string(), "2027-03-28T01:00:00Z");
    /// assert_eq!(Zone::parse("Pacific/Noumea").unwrap().next_change(at), None);
    /// ```
    #[must_use]
    pub fn next_change(self, at: Instant) -> Option<Instant> {
        let at = jiff::Timestamp::from_millisecond(at.unix_millis()).ok()?;
        let change = self.0.rules.following(at).next()?;
        Instant::from_unix_millis(change.timestamp().as_millisecond()).ok()
    }

    /// What a clock shows at `at`; what is finer than a second is dropped.
    ///
    /// # Errors
    ///
    /// [`ZoneError::OutOfRange`] when the day is then before 2000 or after 2199.
    pub fn wall_time(self, at: Instant) -> Result<WallTime, ZoneError> {
        let at = jiff::Timestamp::from_millisecond(at.unix_millis());
        let shown = self.0.rules.to_datetime(at.map_err(|_| ZoneError::OutOfRange)?);
        WallTime::of_civil(shown).ok_or(ZoneError::OutOfRange)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl std::hash::Hash for Zone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name()).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

/// A day and a time of day as a clock on the wall shows them, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime {
    day: Day,
    /// INVARIANT: seconds after midnight, below 86 400.
    second: u32,
}

impl WallTime {
    /// `hour` o’clock and `minute` minutes on `day`.
    ///
    /// # Errors
    ///
    /// [`ZoneError::Time`] above 23 hours or 59 minutes.
    pub fn new(day: Day, hour: u8, minute: u8) -> Result<Self, ZoneError> {
        if hour > 23 || minute > 59 {
            return Err(ZoneError::Time);
        }
        let minutes = u32::from(hour).saturating_mul(60).saturating_add(u32::from(minute));
        Ok(Self { day, second: minutes.saturating_mul(60) })
    }

    /// The day.
    #[must_use]
    pub const fn day(self) -> Day {
        self.day
    }

    /// Hours, minutes and seconds.
    #[must_use]
    pub fn hms(self) -> (u8, u8, u8) {
        let part = |number: u32| u8::try_from(number).unwrap_or_default();
        (part(self.second / 3600), part(self.second / 60 % 60), part(self.second % 60))
    }

    fn civil(self) -> Option<DateTime> {
        let (year, month, day) = self.day.ymd();
        let date = Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        let (hour, minute, second) = self.hms();
        let part = |number: u8| i8::try_from(number).ok();
        let midnight = DateTime::from_parts(date.ok()?, jiff::civil::Time::midnight());
        midnight.with().hour(part(hour)?).minute(part(minute)?).second(part(second)?).build().ok()
    }

    fn of_civil(shown: DateTime) -> Option<Self> {
        let [month, day] = [shown.month(), shown.day()].map(|n| u32::try_from(n).ok());
        let day = Day::from_ymd(shown.year().into(), month?, day?).ok()?;
        let part = |number: i8| u8::try_from(number).ok();
        let time = Self::new(day, part(shown.hour())?, part(shown.minute())?).ok()?;
        let second = time.second.checked_add(u32::try_from(shown.second()).ok()?)?;
        Some(Self { second, ..time })
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = self.hms();
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", self.day)
    }
}

/// Why a zone has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ZoneError {
    /// No territory of France has a zone of this name.
    #[error("no time zone of France has this name")]
    Unknown,
    /// The time of day is not one.
    #[error("a time of day lies between 00:00 and 23:59")]
    Time,
    /// The day or the instant is before 2000 or after 2199.
    #[error("a day lies between 2000 and 2199")]
    OutOfRange,
}

impl Coded for ZoneError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "zone/unknown",
            Self::Time => "zone/time",
            Self::OutOfRange => "zone/out-of-range",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn names_are_read_exactly() {
        for zone in Zone::all() {
            assert_eq!(Zone::parse(zone.name()), Ok(zone));
            let json = serde_json::to_string(&zone).unwrap();
            assert_eq!(serde_json::from_str::<Zone>(&json).unwrap(), zone);
        }
        for unknown in ["", "europe/paris", "Europe/Paris ", "Europe/Berlin", "UTC", "+01:00"] {
            assert_eq!(Zone::parse(unknown), Err(ZoneError::Unknown), "{unknown:?}");
        }
        let refused = serde_json::from_str::<Zone>("\"Canari\"").unwrap_err().to_string();
        assert!(!refused.contains("Canari"), "{refused}");
    }

    #[test]
    fn days_begin_where_python_says() {
        let cases = [
            // zone, day, first instant (zoneinfo of Python 3.13)
            ("Europe/Paris", "2027-01-15", "2027-01-14T23:00:00Z"),
            ("Europe/Paris", "2027-07-15", "2027-07-14T22:00:00Z"),
            ("Europe/Paris", "2027-03-29", "2027-03-28T22:00:00Z"),
            ("Europe/Paris", "2026-10-25", "2026-10-24T22:00:00Z"),
            ("Europe/Paris", "2026-10-26", "2026-10-25T23:00:00Z"),
            ("Europe/Paris", "2150-07-01", "2150-06-30T22:00:00Z"),
            ("America/Miquelon", "2027-03-15", "2027-03-15T02:00:00Z"),
            ("America/Miquelon", "2027-03-14", "2027-03-14T03:00:00Z"),
            ("Pacific/Marquesas", "2027-01-01", "2027-01-01T09:30:00Z"),
            ("Pacific/Noumea", "2027-01-01", "2026-12-31T13:00:00Z"),
            ("Pacific/Wallis", "2027-01-01", "2026-12-31T12:00:00Z"),
            ("Pacific/Tahiti", "2027-01-01", "2027-01-01T10:00:00Z"),
            ("Pacific/Gambier", "2027-01-01", "2027-01-01T09:00:00Z"),
            ("Indian/Reunion", "2027-01-01", "2026-12-31T20:00:00Z"),
            ("Indian/Mayotte", "2027-01-01", "2026-12-31T21:00:00Z"),
            ("Indian/Kerguelen", "2027-01-01", "2026-12-31T19:00:00Z"),
            ("America/Guadeloupe", "2027-01-01", "2027-01-01T04:00:00Z"),
            ("America/Cayenne", "2027-01-01", "2027-01-01T03:00:00Z"),
            ("America/Cayenne", "2199-12-31", "2199-12-31T03:00:00Z"),
        ];
        for (name, on, first) in cases {
            let found = zone(name).start_of(day(on)).map(|at| at.to_string());
            assert_eq!(found.as_deref(), Ok(first), "{name} {on}");
        }
        let paris = zone("Europe/Paris");
        assert_eq!(paris.start_of(day("2000-01-01")), Err(ZoneError::OutOfRange));
        assert_eq!(paris.wall_time(Instant::LAST), Err(ZoneError::OutOfRange));
        let miquelon = zone("America/Miquelon");
        assert_eq!(miquelon.wall_time(Instant::FIRST), Err(ZoneError::OutOfRange));
        let late = WallTime::new(day("2199-12-31"), 23, 59).unwrap();
        assert_eq!(miquelon.instant_of(late), Err(ZoneError::OutOfRange));
    }

    #[test]
    fn a_gap_moves_on_and_a_repeated_hour_is_the_first() {
        let cases = [
            // time, instant, what a clock shows then
            ("2027-03-28", 1, 59, "2027-03-28T00:59:00Z", "2027-03-28T01:59:00"),
            ("2027-03-28", 2, 0, "2027-03-28T01:00:00Z", "2027-03-28T03:00:00"),
            ("2027-03-28", 2, 59, "2027-03-28T01:59:00Z", "2027-03-28T03:59:00"),
            ("2027-03-28", 3, 0, "2027-03-28T01:00:00Z", "2027-03-28T03:00:00"),
            ("2026-10-25", 2, 30, "2026-10-25T00:30:00Z", "2026-10-25T02:30:00"),
            ("2026-10-25", 3, 0, "2026-10-25T02:00:00Z", "2026-10-25T03:00:00"),
        ];
        let paris = zone("Europe/Paris");
        for (on, hour, minute, at, shown) in cases {
            let found = paris.instant_of(WallTime::new(day(on), hour, minute).unwrap()).unwrap();
            assert_eq!(found.to_string(), at, "{on} {hour}:{minute}");
            assert_eq!(paris.wall_time(found).unwrap().to_string(), shown);
        }
        let second = Instant::parse("2026-10-25T01:30:15.9Z").unwrap();
        assert_eq!(paris.wall_time(second).unwrap().hms(), (2, 30, 15));
    }

    #[test]
    fn times_of_day_are_bounded() {
        for (hour, minute, good) in [(0, 0, true), (23, 59, true), (24, 0, false), (0, 60, false)] {
            assert_eq!(WallTime::new(day("2027-01-01"), hour, minute).is_ok(), good);
        }
    }

    #[test]
    fn every_error_has_its_texts() {
        for error in [ZoneError::Unknown, ZoneError::Time, ZoneError::OutOfRange] {
            assert!(crate::message::is_known(error.code()), "{}", error.code());
        }
    }

    proptest! {
        #[test]
        fn every_day_begins_at_midnight_and_lasts_23_to_25_hours(
            at in 0..15_usize, y in 2001..2199_i32, m in 1..=12_u32, d in 1..=28_u32,
        ) {
            let zone = Zone::all().nth(at).unwrap();
            let one = Day::from_ymd(y, m, d).unwrap();
            let next = one.plus_days(1).unwrap();
            let (start, end) = (zone.start_of(one).unwrap(), zone.start_of(next).unwrap());
            prop_assert_eq!(zone.wall_time(start).unwrap(), WallTime::new(one, 0, 0).unwrap());
            prop_assert_eq!(zone.wall_time(start.plus_millis(-1).unwrap()).unwrap().hms(), (23, 59, 59));
            prop_assert!((23..=25).contains(&(end.seconds_since(start) / 3600)));
        }

        #[test]
        fn a_shown_time_is_read_back_but_for_a_repeated_hour(
            at in 0..15_usize, seconds in 0..6_311_433_600_i64,
        ) {
            let zone = Zone::all().nth(at).unwrap();
            let instant = Instant::FIRST.plus_seconds(seconds).unwrap();
            if let Ok(shown) = zone.wall_time(instant)
                && let Ok(read) = zone.instant_of(shown)
            {
                prop_assert!([0, 3600].contains(&instant.seconds_since(read)));
            }
        }
    }
}

//! The time zones of France.

use ent_core::{Day, ZoneError};

use crate::{CalendarDate, EntError, Timestamp};

/// A time zone of a territory of France.
///
/// Where clocks are set forward, a time that no clock shows is read by the clock before the change;
/// where they are set back, a time that is shown twice is the first of the two.
#[derive(Debug, uniffi::Object)]
pub struct Zone {
    pub(crate) inner: ent_core::Zone,
}

/// What a clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WallTime {
    /// The day.
    pub day: CalendarDate,
    /// Hour, 0 to 23.
    pub hour: i32,
    /// Minute, 0 to 59.
    pub minute: i32,
    /// Second, 0 to 59.
    pub second: i32,
}

#[uniffi::export]
impl Zone {
    /// The zone with this IANA name, such as `Indian/Reunion`, spelled exactly.
    ///
    /// Fails with `zone/unknown`.
    #[uniffi::constructor]
    pub fn parse(name: &str) -> Result<Self, EntError> {
        Ok(Self { inner: ent_core::Zone::parse(name)? })
    }

    /// The IANA name.
    pub fn name(&self) -> String {
        self.inner.name().to_owned()
    }

    /// The first instant of `day`.
    ///
    /// Fails with `day/format`, `day/out-of-range` or `zone/out-of-range`.
    pub fn start_of(&self, day: CalendarDate) -> Result<Timestamp, EntError> {
        Ok(self.inner.start_of(day.read_day()?)?)
    }

    /// The instant at which a clock shows `hour` o’clock and `minute` minutes on `day`.
    ///
    /// Fails with `zone/time`, or like `start_of`.
    pub fn instant_of(
        &self,
        day: CalendarDate,
        hour: i32,
        minute: i32,
    ) -> Result<Timestamp, EntError> {
        let day: Day = day.read_day()?;
        let part = |number: i32| u8::try_from(number).map_err(|_| ZoneError::Time);
        let time = ent_core::WallTime::new(day, part(hour)?, part(minute)?)?;
        Ok(self.inner.instant_of(time)?)
    }

    /// What a clock shows at `at`; what is finer than a second is dropped.
    ///
    /// Fails with `zone/out-of-range` when the day is before 2000 or after 2199, or with
    /// `instant/out-of-range`.
    pub fn wall_time(&self, at: Timestamp) -> Result<WallTime, EntError> {
        let shown = self.inner.wall_time(at)?;
        let (hour, minute, second) = shown.hms();
        let day = shown.day().into();
        Ok(WallTime { day, hour: hour.into(), minute: minute.into(), second: second.into() })
    }
}

/// The name of every zone, that of metropolitan France first.
#[uniffi::export]
pub fn zone_names() -> Vec<String> {
    ent_core::Zone::all().map(|zone| zone.name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{parse_day, parse_instant};

    #[test]
    fn zones_answer_as_the_domain_does() {
        assert_eq!(zone_names().first().map(String::as_str), Some("Europe/Paris"));
        for name in zone_names() {
            assert_eq!(Zone::parse(&name).unwrap().name(), name);
        }
        let paris = Zone::parse("Europe/Paris").unwrap();
        let day = parse_day("2027-03-28").unwrap();
        assert_eq!(paris.start_of(day), parse_instant("2027-03-27T23:00:00Z"));
        let at = paris.instant_of(day, 2, 30).unwrap();
        let shown = paris.wall_time(at).unwrap();
        assert_eq!((shown.day, shown.hour, shown.minute, shown.second), (day, 3, 30, 0));
        for (hour, minute) in [(24, 0), (-1, 0), (0, 60), (256, 0), (i32::MAX, i32::MIN)] {
            assert_eq!(paris.instant_of(day, hour, minute).unwrap_err().code(), "zone/time");
        }
        assert_eq!(Zone::parse("Europe/Berlin").unwrap_err().code(), "zone/unknown");
        let first = parse_day("2000-01-01").unwrap();
        assert_eq!(paris.start_of(first).unwrap_err().code(), "zone/out-of-range");
    }
}

//! Zones of school holidays and the days on which schools are closed.

use ent_core::Lang;

use crate::mirror::labelled;
use crate::{CalendarDate, EntError};

labelled! {
    /// Why a day is closed.
    ClosureKind = ent_core::calendar::ClosureKind {
        /// School holidays of the zone.
        SchoolHolidays,
        /// A public holiday.
        PublicHoliday,
        /// Closed by the word of the host, such as a day of one school.
        Closed,
    }
}

labelled! {
    /// A day of the week.
    Weekday = ent_core::Weekday {
        /// Lundi.
        Monday,
        /// Mardi.
        Tuesday,
        /// Mercredi.
        Wednesday,
        /// Jeudi.
        Thursday,
        /// Vendredi.
        Friday,
        /// Samedi.
        Saturday,
        /// Dimanche.
        Sunday,
    }
}

/// A part of France with school holidays of its own.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SchoolZone {
    /// Code, such as `A` or `guadeloupe`.
    pub code: String,
    /// Words to show, in French.
    pub label_fr: String,
    /// Words to show, in English.
    pub label_en: String,
    /// IANA names of its time zones, the one of most schools first.
    pub time_zones: Vec<String>,
    /// Codes of its académies.
    pub academies: Vec<String>,
    /// The last day of the newest school year of which the holidays were found.
    pub known_until: Option<CalendarDate>,
}

impl From<ent_core::SchoolZone> for SchoolZone {
    fn from(zone: ent_core::SchoolZone) -> Self {
        Self {
            code: zone.code().to_owned(),
            label_fr: zone.label(Lang::Fr).to_owned(),
            label_en: zone.label(Lang::En).to_owned(),
            time_zones: zone.time_zones().map(|zone| zone.name().to_owned()).collect(),
            academies: zone.academies().map(|academy| academy.code().to_owned()).collect(),
            known_until: zone.known_until().map(Into::into),
        }
    }
}

/// Every zone: A, B, C, Corse, then overseas.
#[uniffi::export]
pub fn school_zones() -> Vec<SchoolZone> {
    ent_core::SchoolZone::all().map(Into::into).collect()
}

/// The zone of the schools of the académie with this code, such as `10`; none when no zone has it.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn school_zone_of_academy(academy: &str) -> Result<Option<SchoolZone>, EntError> {
    let academy = ent_core::Academy::parse(academy)?;
    Ok(ent_core::SchoolZone::of_academy(academy).map(Into::into))
}

/// A period of whole days during which a school is closed.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Closure {
    /// Why it is closed.
    pub kind: ClosureKind,
    /// First closed day.
    pub first: CalendarDate,
    /// Last closed day.
    pub last: CalendarDate,
    /// Its name in French, or an empty text.
    pub name: String,
}

impl From<&ent_core::calendar::Closure> for Closure {
    fn from(closure: &ent_core::calendar::Closure) -> Self {
        Self {
            kind: closure.kind().into(),
            first: closure.first().into(),
            last: closure.last().into(),
            name: closure.name().to_owned(),
        }
    }
}

impl Closure {
    fn read(&self) -> Result<ent_core::calendar::Closure, EntError> {
        let (first, last) = (self.first.read_day()?, self.last.read_day()?);
        Ok(ent_core::calendar::Closure::new(self.kind.into(), first, last, &self.name)?)
    }
}

/// A row of a table of closures, as text.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ClosureRow {
    /// Code of a zone, or empty for every zone.
    pub zone: String,
    /// Code of a kind of closure.
    pub kind: String,
    /// First closed day, `YYYY-MM-DD`.
    pub first: String,
    /// Last closed day, `YYYY-MM-DD`.
    pub last: String,
    /// Name, or empty.
    pub name: String,
}

/// The days on which schools are closed, in one zone or by the word of a host.
///
/// A calendar never changes: an addition gives another one.
#[derive(Debug, uniffi::Object)]
pub struct SchoolCalendar {
    pub(crate) inner: ent_core::SchoolCalendar,
}

#[uniffi::export]
impl SchoolCalendar {
    /// A calendar that closes no day.
    #[uniffi::constructor]
    pub fn always_open() -> Self {
        Self { inner: ent_core::SchoolCalendar::always_open() }
    }

    /// School holidays and public holidays of the zone with this code.
    ///
    /// Fails with `calendar/zone`.
    #[uniffi::constructor]
    pub fn published(zone: &str) -> Result<Self, EntError> {
        Ok(Self { inner: ent_core::SchoolCalendar::published(ent_core::SchoolZone::parse(zone)?) })
    }

    /// The calendar of a zone from the rows of a host’s table, which may hold other zones too.
    ///
    /// Fails with `calendar/zone`, `calendar/kind`, `calendar/day`, `calendar/order`,
    /// `calendar/name` or `calendar/too-many`.
    #[uniffi::constructor]
    pub fn from_rows(zone: &str, rows: Vec<ClosureRow>) -> Result<Self, EntError> {
        let zone = ent_core::SchoolZone::parse(zone)?;
        let rows: Vec<_> = rows
            .iter()
            .map(|row| ent_core::calendar::ClosureRow {
                zone: &row.zone,
                kind: &row.kind,
                first: &row.first,
                last: &row.last,
                name: &row.name,
            })
            .collect();
        Ok(Self { inner: ent_core::SchoolCalendar::from_rows(zone, &rows)? })
    }

    /// This calendar and closures of the host.
    ///
    /// Fails with `calendar/order`, `calendar/name`, `calendar/too-many`, `day/format` or
    /// `day/out-of-range`.
    pub fn with_closures(&self, closures: Vec<Closure>) -> Result<SchoolCalendar, EntError> {
        let closures = closures.iter().map(Closure::read).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { inner: self.inner.clone().with(closures)? })
    }

    /// This calendar and the public holidays of a part of its zone.
    #[must_use]
    pub fn with_local_holidays(&self, local: LocalHolidays) -> SchoolCalendar {
        Self { inner: self.inner.clone().with_local_holidays(local.into()) }
    }

    /// The closure of a day that lasts longest, if the day is closed.
    ///
    /// Fails with `day/format` or `day/out-of-range`.
    pub fn closure_on(&self, day: CalendarDate) -> Result<Option<Closure>, EntError> {
        Ok(self.inner.closure_on(day.read_day()?).map(Into::into))
    }

    /// The last day of which the calendar speaks: later days are open because nothing is known.
    pub fn known_until(&self) -> Option<CalendarDate> {
        self.inner.known_until().map(Into::into)
    }

    /// Whether the holidays of a day are known: of a published calendar, up to `known_until`; of any
    /// other always.
    ///
    /// Fails with `day/…`.
    pub fn knows(&self, day: CalendarDate) -> Result<bool, EntError> {
        Ok(self.inner.knows(day.read_day()?))
    }
}

/// Public holidays of a part of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum LocalHolidays {
    /// Good Friday and 26 December in Bas-Rhin, Haut-Rhin and Moselle.
    AlsaceMoselle,
    /// 9 October in Saint-Barthélemy.
    SaintBarthelemy,
    /// 28 May and 21 July in Saint-Martin.
    SaintMartin,
}

impl From<LocalHolidays> for ent_core::calendar::LocalHolidays {
    fn from(local: LocalHolidays) -> Self {
        match local {
            LocalHolidays::AlsaceMoselle => Self::AlsaceMoselle,
            LocalHolidays::SaintBarthelemy => Self::SaintBarthelemy,
            LocalHolidays::SaintMartin => Self::SaintMartin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_day;

    #[test]
    fn calendars_answer_as_the_domain_does() {
        assert_eq!(school_zones().len(), 13);
        let zone = school_zone_of_academy("10").unwrap().unwrap();
        let calendar = SchoolCalendar::published(&zone.code).unwrap();
        let day = parse_day("2026-05-15").unwrap();
        let closure = calendar.closure_on(day).unwrap().unwrap();
        assert_eq!(closure.name, "Pont de l’Ascension");
        let backwards = Closure { last: parse_day("2026-05-14").unwrap(), ..closure };
        let refused = calendar.with_closures(vec![backwards]).unwrap_err();
        assert_eq!(refused.code(), "calendar/order");
        assert_eq!(SchoolCalendar::published("D").unwrap_err().code(), "calendar/zone");
    }
}

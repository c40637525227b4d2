//! Zones of school holidays.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{CalendarError, Closure, ClosureKind};
use crate::tables::calendar::SCHOOL_ZONES;
use crate::{Academy, Day, Lang, Zone};

/// A part of France with school holidays of its own: zones A, B and C, Corse and the overseas
/// territories.
///
/// ```
/// use ent_core::calendar::{CalendarError, SchoolZone};
/// use ent_core::{Academy, Lang};
///
/// let lyon = Academy::parse("10").unwrap();
/// let zone = SchoolZone::of_academy(lyon).unwrap();
/// assert_eq!((zone.code(), zone.label(Lang::Fr)), ("A", "zone A"));
/// assert_eq!(SchoolZone::parse("D"), Err(CalendarError::Zone));
/// ```
#[doc(alias = "zone de vacances")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SchoolZone(&'static SchoolZoneRow);

/// Year, month and day of a table.
type Ymd = (i32, u32, u32);

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct SchoolZoneRow {
    pub(crate) code: &'static str,
    pub(crate) fr: &'static str,
    pub(crate) en: &'static str,
    pub(crate) zones: &'static [&'static str],
    pub(crate) academies: &'static [&'static str],
    pub(crate) known_until: Option<Ymd>,
    pub(crate) holidays: &'static [HolidayRow],
    pub(crate) public: &'static [PublicHolidayRow],
}

/// School holidays of the generated table.
#[derive(Debug)]
pub(crate) struct HolidayRow {
    pub(crate) name: &'static str,
    pub(crate) first: Ymd,
    pub(crate) last: Ymd,
}

/// A public holiday of the generated table.
#[derive(Debug)]
pub(crate) struct PublicHolidayRow {
    pub(crate) name: &'static str,
    pub(crate) on: Ymd,
}

impl HolidayRow {
    fn closure(&self) -> Option<Closure> {
        let kind = ClosureKind::SchoolHolidays;
        Closure::new(kind, day(self.first)?, day(self.last)?, self.name).ok()
    }
}

impl PublicHolidayRow {
    pub(crate) fn closure(&self) -> Option<Closure> {
        let on = day(self.on)?;
        Closure::new(ClosureKind::PublicHoliday, on, on, self.name).ok()
    }
}

fn day((year, month, day): Ymd) -> Option<Day> {
    Day::from_ymd(year, month, day).ok()
}

impl SchoolZone {
    /// The zone with this code, such as `A` or `guadeloupe`, spelled exactly.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Zone`] for any other text.
    pub fn parse(code: &str) -> Result<Self, CalendarError> {
        SCHOOL_ZONES.iter().find(|row| row.code == code).map(Self).ok_or(CalendarError::Zone)
    }

    /// Every zone: A, B, C, Corse, then overseas.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        SCHOOL_ZONES.iter().map(Self)
    }

    /// The zone of the schools of `academy`.
    #[must_use]
    pub fn of_academy(academy: Academy) -> Option<Self> {
        Self::all().find(|zone| zone.0.academies.contains(&academy.code()))
    }

    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.0.code
    }

    /// Words to show, such as `zone A` or `Guadeloupe`.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.0.fr,
            Lang::En => self.0.en,
        }
    }

    /// Its time zones, the one of most schools first.
    pub fn time_zones(self) -> impl Iterator<Item = Zone> {
        self.0.zones.iter().filter_map(|name| Zone::parse(name).ok())
    }

    /// Its académies, by code.
    pub fn academies(self) -> impl Iterator<Item = Academy> {
        self.0.academies.iter().filter_map(|code| Academy::parse(code).ok())
    }

    /// The last day of the newest school year of which the holidays were found; none when no year
    /// was.
    #[must_use]
    pub fn known_until(self) -> Option<Day> {
        self.0.known_until.and_then(day)
    }

    /// School holidays, and the public holidays of this zone alone.
    pub(super) fn closures(self) -> impl Iterator<Item = Closure> {
        let public = self.0.public.iter().filter_map(PublicHolidayRow::closure);
        self.0.holidays.iter().filter_map(HolidayRow::closure).chain(public)
    }
}

impl PartialEq for SchoolZone {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for SchoolZone {}

impl std::hash::Hash for SchoolZone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.code().hash(state);
    }
}

impl fmt::Debug for SchoolZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SchoolZone").field(&self.code()).finish()
    }
}

impl fmt::Display for SchoolZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for SchoolZone {
    type Err = CalendarError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

impl TryFrom<String> for SchoolZone {
    type Error = CalendarError;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code)
    }
}

impl From<SchoolZone> for String {
    fn from(zone: SchoolZone) -> Self {
        zone.code().to_owned()
    }
}

//! Calendars that come from outside: rows of a table and stored JSON.

use serde::{Deserialize, Serialize};

use super::SchoolZone;
use super::{CalendarError, Closure, ClosureKind, LocalHolidays, MAX_CLOSURES, SchoolCalendar};
use crate::Day;

/// Newest stored form of a calendar.
const SCHEMA: u16 = 1;

/// A row of a table of closures, as read from CSV or JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it")]
pub struct ClosureRow<'a> {
    /// Code of a zone, or empty for every zone.
    pub zone: &'a str,
    /// Code of a [`ClosureKind`].
    pub kind: &'a str,
    /// First closed day, `YYYY-MM-DD`.
    pub first: &'a str,
    /// Last closed day, `YYYY-MM-DD`.
    pub last: &'a str,
    /// Name, or empty.
    pub name: &'a str,
}

impl SchoolCalendar {
    /// The calendar of `zone` from the rows of a host’s table, which may hold other zones too; rows
    /// may overlap and stand twice.
    ///
    /// ```
    /// use ent_core::calendar::{CalendarError, ClosureRow, SchoolCalendar, SchoolZone};
    ///
    /// let zone = SchoolZone::parse("guadeloupe")?;
    /// let row = ClosureRow {
    ///     zone: "guadeloupe", kind: "closed", first: "2027-09-06", last: "2027-09-07", name: "Cyclone",
    /// };
    /// assert_eq!(SchoolCalendar::from_rows(zone, &[row])?.closures().count(), 1);
    /// let elsewhere = ClosureRow { zone: "Z", ..row };
    /// assert_eq!(SchoolCalendar::from_rows(zone, &[elsewhere]), Err(CalendarError::Zone));
    /// # Ok::<(), CalendarError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CalendarError`] of the first row that is not as said, those of other zones included.
    pub fn from_rows(zone: SchoolZone, rows: &[ClosureRow<'_>]) -> Result<Self, CalendarError> {
        if rows.len() > MAX_CLOSURES {
            return Err(CalendarError::TooMany);
        }
        let mut closures = Vec::new();
        for row in rows {
            let theirs = match row.zone {
                "" => zone,
                code => SchoolZone::parse(code)?,
            };
            let closure = row.read()?;
            if theirs == zone {
                closures.push(closure);
            }
        }
        Self::new(Some(zone), closures)
    }
}

impl ClosureRow<'_> {
    fn read(&self) -> Result<Closure, CalendarError> {
        let kind = ClosureKind::from_code(self.kind).ok_or(CalendarError::Kind)?;
        let day = |text| Day::parse(text).map_err(|_| CalendarError::Day);
        Closure::new(kind, day(self.first)?, day(self.last)?, self.name)
    }
}

/// A calendar as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    schema: u16,
    zone: Option<SchoolZone>,
    published: bool,
    local: Vec<LocalHolidays>,
    closures: Vec<Closure>,
}

impl From<SchoolCalendar> for Stored {
    fn from(calendar: SchoolCalendar) -> Self {
        let SchoolCalendar { zone, published, local, own, .. } = calendar;
        Self { schema: SCHEMA, zone, published, local, closures: own }
    }
}

impl TryFrom<Stored> for SchoolCalendar {
    type Error = CalendarError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { schema, zone, published, local, closures } = stored;
        if schema != SCHEMA {
            return Err(CalendarError::Schema);
        }
        let base = match (published, zone) {
            (true, Some(zone)) => Self::published(zone),
            (true, None) => return Err(CalendarError::NoZone),
            (false, zone) => Self { zone, ..Self::default() },
        };
        local.into_iter().fold(base, Self::with_local_holidays).with(closures)
    }
}

//! When schools are closed: the zones of school holidays, their published calendars, and those of
//! a host.

mod closure;
mod error;
mod own;
mod school_zone;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::own::Stored;
use crate::Day;
use crate::listed::listed;
use crate::tables::calendar::{EVERYWHERE, LOCAL};

pub use closure::{Closure, ClosureKind};
pub use error::CalendarError;
pub use own::ClosureRow;
pub use school_zone::SchoolZone;
pub(crate) use school_zone::{HolidayRow, PublicHolidayRow, SchoolZoneRow};

/// Most closures that a host may give.
pub const MAX_CLOSURES: usize = 10_000;

listed! {
    /// Public holidays of a part of a zone.
    ///
    /// ```
    /// use ent_core::calendar::LocalHolidays;
    ///
    /// assert_eq!(LocalHolidays::from_code("alsace_moselle"), Some(LocalHolidays::AlsaceMoselle));
    /// ```
    #[non_exhaustive]
    LocalHolidays in "local_holidays" {
        /// Good Friday and 26 December in Bas-Rhin, Haut-Rhin and Moselle.
        #[doc(alias = "droit local")]
        AlsaceMoselle = "alsace_moselle",
        /// 9 October in Saint-Barthélemy.
        SaintBarthelemy = "saint_barthelemy",
        /// 28 May and 21 July in Saint-Martin.
        SaintMartin = "saint_martin",
    }
}

/// The days on which schools are closed, in one zone or by the word of a host.
///
/// A published calendar has the school holidays and the public holidays of its zone, as far as
/// they were found: [`known_until`](Self::known_until) says how far. Closures may overlap and stand
/// twice; a day is closed by the one that lasts longest. Stored as JSON, where a published calendar
/// is its zone alone, so that it grows with the tables.
///
/// ```
/// use ent_core::calendar::{ClosureKind, SchoolCalendar, SchoolZone};
/// use ent_core::Day;
///
/// let calendar = SchoolCalendar::published(SchoolZone::parse("A")?);
/// let closure = calendar.closure_on(Day::parse("2026-05-15").unwrap()).unwrap();
/// assert_eq!(closure.kind(), ClosureKind::SchoolHolidays);
/// assert_eq!(closure.name(), "Pont de l’Ascension");
/// assert!(calendar.closure_on(Day::parse("2026-05-18").unwrap()).is_none());
/// assert_eq!(calendar.known_until(), Day::parse("2028-07-04").ok());
/// # Ok::<(), ent_core::calendar::CalendarError>(())
/// ```
#[doc(alias = "calendrier scolaire")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct SchoolCalendar {
    zone: Option<SchoolZone>,
    published: bool,
    local: Vec<LocalHolidays>,
    own: Vec<Closure>,
    /// INVARIANT: of each kind, no closure within another, so that first and last days both rise.
    by_kind: BTreeMap<ClosureKind, Vec<Closure>>,
}

impl SchoolCalendar {
    /// A calendar that closes no day.
    #[must_use]
    pub fn always_open() -> Self {
        Self::default()
    }

    /// School holidays and public holidays of `zone`, from the tables of the suite.
    #[must_use]
    pub fn published(zone: SchoolZone) -> Self {
        Self { zone: Some(zone), published: true, ..Self::default() }.indexed()
    }

    /// The calendar of a host; `zone` names it in texts and may be none.
    ///
    /// # Errors
    ///
    /// [`CalendarError::TooMany`] above 10,000 closures.
    pub fn new(zone: Option<SchoolZone>, closures: Vec<Closure>) -> Result<Self, CalendarError> {
        Self { zone, ..Self::default() }.with(closures)
    }

    /// This calendar and `closures` of the host, such as days on which one school is closed.
    ///
    /// # Errors
    ///
    /// [`CalendarError::TooMany`] above 10,000 closures of the host.
    pub fn with(mut self, closures: Vec<Closure>) -> Result<Self, CalendarError> {
        if self.own.len().saturating_add(closures.len()) > MAX_CLOSURES {
            return Err(CalendarError::TooMany);
        }
        self.own.extend(closures);
        self.own.sort();
        self.own.dedup();
        Ok(self.indexed())
    }

    /// This calendar and the public holidays of a part of its zone.
    #[must_use]
    pub fn with_local_holidays(mut self, local: LocalHolidays) -> Self {
        self.local.push(local);
        self.local.sort();
        self.local.dedup();
        self.indexed()
    }

    /// The zone, if it has one.
    #[must_use]
    pub const fn zone(&self) -> Option<SchoolZone> {
        self.zone
    }

    /// Whether the tables of the suite are part of it.
    #[must_use]
    pub const fn is_published(&self) -> bool {
        self.published
    }

    /// Public holidays of a part of the zone that it has.
    #[must_use]
    pub fn local_holidays(&self) -> &[LocalHolidays] {
        &self.local
    }

    /// The closures that the host gave, by first day, each once.
    #[must_use]
    pub fn own(&self) -> &[Closure] {
        &self.own
    }

    /// The closure of `day` that lasts longest, if the day is closed. Of two that end together, the
    /// first in the order of [`ClosureKind`].
    #[must_use]
    pub fn closure_on(&self, day: Day) -> Option<&Closure> {
        self.closures_on(day).max_by_key(|closure| closure.rank())
    }

    /// The closures of `day`, at most one of each kind.
    pub fn closures_on(&self, day: Day) -> impl Iterator<Item = &Closure> {
        self.by_kind.values().filter_map(move |closures| {
            let after = closures.partition_point(|closure| closure.first() <= day);
            let last = closures.get(after.checked_sub(1)?)?;
            (day <= last.last()).then_some(last)
        })
    }

    /// Every closure but those within another of their kind, by kind and day.
    pub fn closures(&self) -> impl Iterator<Item = &Closure> {
        self.by_kind.values().flatten()
    }

    /// The last day of which the calendar speaks: later days are open because nothing is known. Of
    /// a published one, the last day of the newest year that was found, or none; of a host’s own,
    /// the last day closed.
    #[must_use]
    pub fn known_until(&self) -> Option<Day> {
        if self.published {
            return self.zone.and_then(SchoolZone::known_until);
        }
        self.own.iter().map(Closure::last).max()
    }

    /// Whether the holidays of `day` are known: of a published calendar, up to
    /// [`known_until`](Self::known_until); of any other always, since it says all that it means.
    ///
    /// ```
    /// use ent_core::calendar::{SchoolCalendar, SchoolZone};
    /// use ent_core::Day;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let calendar = SchoolCalendar::published(SchoolZone::parse("A")?);
    /// assert!(calendar.knows(Day::parse("2027-03-01")?));
    /// assert!(!calendar.knows(Day::parse("2040-03-01")?));
    /// assert!(SchoolCalendar::always_open().knows(Day::parse("2040-03-01")?));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn knows(&self, day: Day) -> bool {
        !self.published || self.known_until().is_some_and(|last| day <= last)
    }

    fn indexed(mut self) -> Self {
        let mut all = self.own.clone();
        if let (Some(zone), true) = (self.zone, self.published) {
            all.extend(zone.closures());
            all.extend(EVERYWHERE.iter().filter_map(PublicHolidayRow::closure));
        }
        for (_, rows) in LOCAL.iter().filter(|(local, _)| self.local.contains(local)) {
            all.extend(rows.iter().filter_map(PublicHolidayRow::closure));
        }
        all.sort_by_key(|closure| (closure.first(), Reverse(closure.last())));
        self.by_kind.clear();
        for closure in all {
            let kept = self.by_kind.entry(closure.kind()).or_default();
            if kept.last().is_none_or(|last| last.last() < closure.last()) {
                kept.push(closure);
            }
        }
        self
    }
}

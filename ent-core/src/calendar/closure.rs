//! One period during which a school is closed.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::CalendarError;
use crate::Day;
use crate::listed::listed;
use crate::text::{check_visible, nfc};

/// Longest name, in characters.
const MAX_NAME: usize = 100;

listed! {
    /// Why a day is closed.
    ///
    /// ```
    /// use ent_core::calendar::ClosureKind;
    ///
    /// assert_eq!(ClosureKind::from_code("public_holiday"), Some(ClosureKind::PublicHoliday));
    /// assert_eq!(ClosureKind::from_code("strike"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "whoever holds messages must handle every kind")]
    ClosureKind in "closure_kind" {
        /// School holidays of the zone.
        #[doc(alias = "vacances scolaires")]
        SchoolHolidays = "school_holidays",
        /// A public holiday.
        #[doc(alias = "jour férié")]
        PublicHoliday = "public_holiday",
        /// Closed by the word of the host, such as a day of one school.
        #[doc(alias = "fermeture exceptionnelle")]
        Closed = "closed",
    }
}

/// A period of whole days during which a school is closed, first and last day included.
///
/// ```
/// use ent_core::calendar::{CalendarError, Closure, ClosureKind};
/// use ent_core::Day;
///
/// let [first, last] = ["2026-10-17", "2026-11-01"].map(|day| Day::parse(day).unwrap());
/// let closure = Closure::new(ClosureKind::SchoolHolidays, first, last, "Toussaint")?;
/// assert!(closure.has(first) && closure.has(last));
/// let backwards = Closure::new(ClosureKind::SchoolHolidays, last, first, "Toussaint");
/// assert_eq!(backwards, Err(CalendarError::Order));
/// # Ok::<(), CalendarError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Closure {
    first: Day,
    /// INVARIANT: not before `first`.
    last: Day,
    kind: ClosureKind,
    name: String,
}

impl Closure {
    /// A closure from `first` to `last`, both closed; `name` may be empty.
    ///
    /// Official tables give the day on whose evening classes end and the day on whose morning they
    /// begin again; see [`between_classes`](Self::between_classes).
    ///
    /// # Errors
    ///
    /// [`CalendarError::Order`] when `last` is before `first`, [`CalendarError::Name`] for a name
    /// above 100 characters or with invisible ones.
    pub fn new(
        kind: ClosureKind,
        first: Day,
        last: Day,
        name: &str,
    ) -> Result<Self, CalendarError> {
        if last < first {
            return Err(CalendarError::Order);
        }
        if name.chars().count() > MAX_NAME || check_visible(name).is_err() {
            return Err(CalendarError::Name);
        }
        Ok(Self { first, last, kind, name: nfc(name) })
    }

    /// School holidays between the day on whose evening classes end (« fin des cours ») and the day
    /// on whose morning they begin again (« reprise »): from the day after the first to the day
    /// before the second. When classes end on a Saturday, that Saturday is closed too: the
    /// ministry’s tables say that pupils without class on Saturday leave on Friday evening, and
    /// its data set begins the holidays on the Saturday.
    ///
    /// ```
    /// use ent_core::calendar::Closure;
    /// use ent_core::Day;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let saturday = Closure::between_classes(
    ///     Day::parse("2026-10-17")?, Day::parse("2026-11-02")?, "Vacances de la Toussaint")?;
    /// assert_eq!(saturday.first().to_string(), "2026-10-17");
    /// assert_eq!(saturday.last().to_string(), "2026-11-01");
    /// let tuesday = Closure::between_classes(
    ///     Day::parse("2027-03-16")?, Day::parse("2027-03-30")?, "Troisième période")?;
    /// assert_eq!(tuesday.first().to_string(), "2027-03-17");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CalendarError::Order`] when no day lies between, [`CalendarError::Name`] like
    /// [`new`](Self::new).
    pub fn between_classes(end: Day, resume: Day, name: &str) -> Result<Self, CalendarError> {
        let first = if end.weekday() == crate::Weekday::Saturday {
            end
        } else {
            end.plus_days(1).map_err(|_| CalendarError::Order)?
        };
        let last = resume.day_before().ok_or(CalendarError::Order)?;
        Self::new(ClosureKind::SchoolHolidays, first, last, name)
    }

    /// Why it is closed.
    #[must_use]
    pub const fn kind(&self) -> ClosureKind {
        self.kind
    }

    /// First closed day.
    #[must_use]
    pub const fn first(&self) -> Day {
        self.first
    }

    /// Last closed day.
    #[must_use]
    pub const fn last(&self) -> Day {
        self.last
    }

    /// Its name in French, such as `Vacances de printemps`, or an empty text.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether `day` is closed by it.
    #[must_use]
    pub fn has(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// What decides which of several closures is named: the one that lasts longest.
    #[must_use]
    pub fn rank(&self) -> impl Ord + use<> {
        (self.last, Reverse(self.kind))
    }
}

/// A closure as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    kind: ClosureKind,
    first: Day,
    last: Day,
    name: String,
}

impl From<Closure> for Stored {
    fn from(Closure { first, last, kind, name }: Closure) -> Self {
        Self { kind, first, last, name }
    }
}

impl TryFrom<Stored> for Closure {
    type Error = CalendarError;

    fn try_from(Stored { kind, first, last, name }: Stored) -> Result<Self, Self::Error> {
        Self::new(kind, first, last, &name)
    }
}

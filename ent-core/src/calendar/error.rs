//! Why a calendar is refused.

use thiserror::Error;

use crate::Coded;

/// Why there is no [`SchoolCalendar`](super::SchoolCalendar) or [`Closure`](super::Closure).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// No zone of school holidays has this code.
    #[error("no zone of school holidays has this code")]
    Zone,
    /// The last day is before the first.
    #[error("the last day is before the first")]
    Order,
    /// Not a kind of closure.
    #[error("no kind of closure has this code")]
    Kind,
    /// A day is not written `YYYY-MM-DD` or lies outside 2000 to 2199.
    #[error("a day is written YYYY-MM-DD")]
    Day,
    /// The name has more than 100 characters or invisible ones.
    #[error("a name has at most 100 visible characters")]
    Name,
    /// More than 10,000 closures.
    #[error("a calendar has at most 10,000 closures")]
    TooMany,
    /// The tables have a zone, and the stored calendar names none.
    #[error("a published calendar has a zone")]
    NoZone,
    /// The stored calendar has another schema than this version writes.
    #[error("the stored calendar has an unknown schema")]
    Schema,
}

impl Coded for CalendarError {
    fn code(&self) -> &'static str {
        match self {
            Self::Zone => "calendar/zone",
            Self::Order => "calendar/order",
            Self::Kind => "calendar/kind",
            Self::Day => "calendar/day",
            Self::Name => "calendar/name",
            Self::TooMany => "calendar/too-many",
            Self::NoZone => "calendar/no-zone",
            Self::Schema => "calendar/schema",
        }
    }
}

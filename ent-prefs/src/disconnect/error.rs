//! Why hours are refused, and why they hold no answer.

use ent_core::Coded;
use thiserror::Error;

/// Why there are no [`SendingHours`](super::SendingHours).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HoursError {
    /// A time is not written `HH:MM`, from `00:00` to `24:00`.
    #[error("a time is written HH:MM, from 00:00 to 24:00")]
    Time,
    /// A number of minutes is above 1,440.
    #[error("a day has 1,440 minutes")]
    Minutes,
    /// A window does not end after it begins.
    #[error("a window ends after it begins")]
    Order,
    /// The week has no window.
    #[error("a week has at least one window")]
    NoWindow,
    /// Two windows of one day share a minute.
    #[error("two windows of one day overlap")]
    Overlap,
    /// No day of the week has a window with the time of the digest.
    #[error("the time of the digest lies in no window")]
    Digest,
    /// The stored hours have another schema than this version writes.
    #[error("the stored hours have an unknown schema")]
    Schema,
}

impl Coded for HoursError {
    fn code(&self) -> &'static str {
        match self {
            Self::Time => "hours/time",
            Self::Minutes => "hours/minutes",
            Self::Order => "hours/order",
            Self::NoWindow => "hours/none",
            Self::Overlap => "hours/overlap",
            Self::Digest => "hours/digest",
            Self::Schema => "hours/schema",
        }
    }
}

/// Why a message has no time to go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DisconnectError {
    /// No window is open within 400 days.
    #[error("no window is open within 400 days")]
    Never,
    /// The day is then before 2000 or after 2199.
    #[error("a day lies between 2000 and 2199")]
    OutOfRange,
}

impl Coded for DisconnectError {
    fn code(&self) -> &'static str {
        match self {
            Self::Never => "hours/never",
            Self::OutOfRange => "hours/out-of-range",
        }
    }
}

//! A window of the day in which messages may be sent.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::HoursError;

/// Minutes of a day.
pub(super) const DAY: u16 = 24 * 60;

/// From one time of the day to another, the end excluded, as a clock on the wall shows them.
///
/// Written `08:00-20:00`; midnight at the end of the day is `24:00`.
///
/// ```
/// use ent_prefs::disconnect::{HoursError, Window};
///
/// let window = Window::new("08:00", "20:00")?;
/// assert_eq!((window.start(), window.end()), (480, 1200));
/// assert_eq!(Window::new("20:00", "08:00"), Err(HoursError::Order));
/// assert_eq!(Window::new("8h", "20h"), Err(HoursError::Time));
/// assert_eq!(Window::parse("18:30-24:00")?.to_string(), "18:30-24:00");
/// # Ok::<(), HoursError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    start: u16,
    /// INVARIANT: above `start`, at most 1,440.
    end: u16,
}

impl Window {
    /// A window between two times written `HH:MM`, from `00:00` to `24:00`.
    ///
    /// # Errors
    ///
    /// [`HoursError::Time`] for another shape, [`HoursError::Order`] when it does not end after it
    /// begins.
    pub fn new(start: &str, end: &str) -> Result<Self, HoursError> {
        Self::from_minutes(minutes(start)?, minutes(end)?)
    }

    /// A window between two numbers of minutes after midnight, 0 to 1,440.
    ///
    /// # Errors
    ///
    /// [`HoursError::Minutes`] above 1,440, [`HoursError::Order`] when it does not end after it
    /// begins.
    pub const fn from_minutes(start: u16, end: u16) -> Result<Self, HoursError> {
        if start > DAY || end > DAY {
            return Err(HoursError::Minutes);
        }
        if start >= end {
            return Err(HoursError::Order);
        }
        Ok(Self { start, end })
    }

    /// Reads `HH:MM-HH:MM`.
    ///
    /// # Errors
    ///
    /// Like [`new`](Self::new).
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let (start, end) = text.split_once('-').ok_or(HoursError::Time)?;
        Self::new(start, end)
    }

    /// First minute after midnight that is inside.
    #[must_use]
    pub const fn start(self) -> u16 {
        self.start
    }

    /// First minute after midnight that is no longer inside.
    #[must_use]
    pub const fn end(self) -> u16 {
        self.end
    }

    /// Whether a time of the day, in minutes after midnight, is inside.
    #[must_use]
    pub const fn has(self, minute: u16) -> bool {
        self.start <= minute && minute < self.end
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", clock(self.start), clock(self.end))
    }
}

impl TryFrom<String> for Window {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        window.to_string()
    }
}

/// `HH:MM` as minutes after midnight, `24:00` included.
pub(super) fn minutes(text: &str) -> Result<u16, HoursError> {
    let two = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<u16>().ok() } else { None }
    };
    let (hour, minute) = text.split_once(':').ok_or(HoursError::Time)?;
    let (hour, minute) = (two(hour).ok_or(HoursError::Time)?, two(minute).ok_or(HoursError::Time)?);
    let total = hour.saturating_mul(60).saturating_add(minute);
    if minute > 59 || total > DAY { Err(HoursError::Time) } else { Ok(total) }
}

/// Minutes after midnight as `HH:MM`.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

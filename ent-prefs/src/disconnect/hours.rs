//! The hours in which messages may be sent.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use ent_core::calendar::ClosureKind;
use ent_core::{SchoolCalendar, Weekday, Zone};
use serde::{Deserialize, Serialize};

use super::window::{DAY, clock, minutes};
use super::{HoursError, Window};

/// Newest stored form of hours.
const SCHEMA: u16 = 1;
/// Time of the digest unless another is given: 18:00.
const DIGEST: u16 = 18 * 60;

/// When messages may be sent: windows of each day of the week on the clock of a time zone, but for
/// the days that a calendar closes.
///
/// Wall time and zone are kept, never an offset: 08:00 is 08:00 in summer and in winter. A window
/// that begins in an hour that clocks skip opens when they have jumped; one that lies whole within
/// it does not exist that day; an hour that is shown twice is inside both times. Stored as JSON, and
/// read back through the same rules.
///
/// ```
/// use ent_core::calendar::{SchoolCalendar, SchoolZone};
/// use ent_core::{Instant, Lang, Zone};
/// use ent_prefs::disconnect::SendingHours;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let calendar = SchoolCalendar::published(SchoolZone::parse("A")?);
/// let hours = SendingHours::working_days(Zone::parse("Europe/Paris")?, calendar);
/// let opening = hours.next_send(Instant::parse("2026-05-15T08:00:00Z")?)?;
/// assert_eq!(opening.at().to_string(), "2026-05-18T06:00:00Z");
/// assert_eq!(opening.text(Lang::Fr), "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)");
/// # Ok(())
/// # }
/// ```
#[doc(alias = "droit à la déconnexion")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct SendingHours(
    /// Shared, since many people have the same: a copy is small, and as quickly compared.
    Arc<Hours>,
);

#[derive(Debug, PartialEq, Eq)]
struct Hours {
    /// Of everything below, so that others are told apart at once.
    fingerprint: u64,
    zone: Zone,
    /// INVARIANT: at least one window; those of a day in order, without overlap, none empty.
    week: BTreeMap<Weekday, Vec<Window>>,
    calendar: SchoolCalendar,
    closing: BTreeSet<ClosureKind>,
    /// INVARIANT: inside a window of at least one day.
    digest_at: u16,
    weekly_on: Weekday,
}

impl SendingHours {
    /// Monday to Friday from 08:00 to 20:00, but for the days that `calendar` closes.
    #[must_use]
    pub fn working_days(zone: Zone, calendar: SchoolCalendar) -> Self {
        let window = Window::from_minutes(8 * 60, 20 * 60);
        let days = Weekday::ALL.iter().filter(|day| !day.is_weekend());
        let week = days.map(|day| (*day, window.into_iter().collect())).collect();
        let builder = SendingHoursBuilder { week, ..Self::builder(zone, calendar) };
        builder.with_digest(DIGEST)
    }

    /// Starts hours without a window, that every kind of closure closes.
    pub fn builder(zone: Zone, calendar: SchoolCalendar) -> SendingHoursBuilder {
        SendingHoursBuilder {
            zone,
            week: BTreeMap::new(),
            calendar,
            closing: ClosureKind::ALL.iter().copied().collect(),
            digest_at: None,
            weekly_on: Weekday::Friday,
        }
    }

    /// The time zone of the clock.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.0.zone
    }

    /// The windows of a day of the week, in order.
    #[must_use]
    pub fn windows(&self, day: Weekday) -> &[Window] {
        self.0.week.get(&day).map(Vec::as_slice).unwrap_or_default()
    }

    /// The days on which schools are closed.
    #[must_use]
    pub fn calendar(&self) -> &SchoolCalendar {
        &self.0.calendar
    }

    /// Whether closures of `kind` close the day.
    #[must_use]
    pub fn is_closed_by(&self, kind: ClosureKind) -> bool {
        self.0.closing.contains(&kind)
    }

    /// Time of the digest, in minutes after midnight.
    #[must_use]
    pub fn digest_at(&self) -> u16 {
        self.0.digest_at
    }

    /// Day of the weekly digest.
    #[must_use]
    pub fn weekly_on(&self) -> Weekday {
        self.0.weekly_on
    }
}

impl Hash for SendingHours {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint.hash(state);
    }
}

/// Makes [`SendingHours`].
///
/// ```
/// use ent_core::calendar::ClosureKind;
/// use ent_core::{SchoolCalendar, Weekday, Zone};
/// use ent_prefs::disconnect::{HoursError, SendingHours, Window};
///
/// let zone = Zone::parse("Indian/Reunion").unwrap();
/// let builder = SendingHours::builder(zone, SchoolCalendar::always_open());
/// assert_eq!(builder.clone().build(), Err(HoursError::NoWindow));
/// let hours = builder
///     .window(Weekday::Monday, Window::new("07:00", "12:00")?)
///     .window(Weekday::Monday, Window::new("13:30", "20:00")?)
///     .closed_by(ClosureKind::SchoolHolidays, false)
///     .digest_at("19:00")?
///     .build()?;
/// assert_eq!(hours.windows(Weekday::Monday).len(), 2);
/// # Ok::<(), HoursError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SendingHoursBuilder {
    zone: Zone,
    week: BTreeMap<Weekday, Vec<Window>>,
    calendar: SchoolCalendar,
    closing: BTreeSet<ClosureKind>,
    digest_at: Option<u16>,
    weekly_on: Weekday,
}

impl SendingHoursBuilder {
    /// Adds a window to a day of the week.
    pub fn window(mut self, day: Weekday, window: Window) -> Self {
        self.week.entry(day).or_default().push(window);
        self
    }

    /// Adds a window to each of several days of the week.
    pub fn windows_on(self, days: &[Weekday], window: Window) -> Self {
        days.iter().fold(self, |hours, day| hours.window(*day, window))
    }

    /// Whether closures of `kind` close the day; they do unless told otherwise.
    pub fn closed_by(mut self, kind: ClosureKind, closed: bool) -> Self {
        if closed {
            self.closing.insert(kind);
        } else {
            self.closing.remove(&kind);
        }
        self
    }

    /// Time of the digest, `HH:MM`. Unless given, 18:00, or where no window has it, the beginning
    /// of the first window of the week.
    ///
    /// # Errors
    ///
    /// [`HoursError::Time`] for another shape.
    pub fn digest_at(mut self, time: &str) -> Result<Self, HoursError> {
        self.digest_at = Some(minutes(time)?);
        Ok(self)
    }

    /// Day of the weekly digest, Friday unless given. When no digest can go out on it, the first
    /// day after it on which one can.
    pub const fn weekly_on(mut self, day: Weekday) -> Self {
        self.weekly_on = day;
        self
    }

    /// Checks the whole.
    ///
    /// # Errors
    ///
    /// [`HoursError::NoWindow`], [`HoursError::Overlap`] when two windows of a day share a minute
    /// (one may begin when another ends), [`HoursError::Digest`] when no window has the time given
    /// for the digest.
    pub fn build(self) -> Result<SendingHours, HoursError> {
        let mut checked = self;
        checked.week.retain(|_, windows| !windows.is_empty());
        for windows in checked.week.values_mut() {
            windows.sort();
            if windows.windows(2).any(|pair| matches!(pair, [a, b] if b.start() < a.end())) {
                return Err(HoursError::Overlap);
            }
        }
        let mut windows = checked.week.values().flatten();
        let has = |minute: u16| windows.clone().any(|window| window.has(minute));
        let digest_at = match checked.digest_at {
            Some(minute) if minute < DAY && has(minute) => minute,
            Some(_) => return Err(HoursError::Digest),
            None if has(DIGEST) => DIGEST,
            None => windows.next().ok_or(HoursError::NoWindow)?.start(),
        };
        Ok(checked.with_digest(digest_at))
    }

    fn with_digest(self, digest_at: u16) -> SendingHours {
        let Self { zone, week, calendar, closing, weekly_on, .. } = self;
        // The hasher has fixed keys: the same hours have the same fingerprint in every process.
        let mut hasher = DefaultHasher::new();
        (zone, &week, &calendar, &closing, digest_at, weekly_on).hash(&mut hasher);
        let fingerprint = hasher.finish();
        SendingHours(Arc::new(Hours {
            fingerprint,
            zone,
            week,
            calendar,
            closing,
            digest_at,
            weekly_on,
        }))
    }
}

/// Hours as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    zone: Zone,
    windows: BTreeMap<Weekday, Vec<Window>>,
    calendar: SchoolCalendar,
    closed_by: BTreeSet<ClosureKind>,
    digest_at: String,
    weekly_on: Weekday,
}

impl From<SendingHours> for Stored {
    fn from(hours: SendingHours) -> Self {
        let Hours { zone, week, calendar, closing, digest_at, weekly_on, .. } = &*hours.0;
        Self {
            schema: SCHEMA,
            zone: *zone,
            windows: week.clone(),
            calendar: calendar.clone(),
            closed_by: closing.clone(),
            digest_at: clock(*digest_at),
            weekly_on: *weekly_on,
        }
    }
}

impl TryFrom<Stored> for SendingHours {
    type Error = HoursError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        if stored.schema != SCHEMA {
            return Err(HoursError::Schema);
        }
        let builder = SendingHoursBuilder {
            zone: stored.zone,
            week: stored.windows,
            calendar: stored.calendar,
            closing: stored.closed_by,
            digest_at: None,
            weekly_on: stored.weekly_on,
        };
        builder.digest_at(&stored.digest_at)?.build()
    }
}

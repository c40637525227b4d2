//! The search for the first open instant, day by day.

use std::collections::BTreeSet;

use ent_core::calendar::{Closure, ClosureKind};
use ent_core::{Day, Instant, WallTime};

use super::{DisconnectError, HoldReason, Opening, SendingHours};

/// How many days after today are looked at.
pub(super) const SEARCH_DAYS: u16 = 400;
const MINUTE: i64 = 60_000;

impl SendingHours {
    /// When a message may go out, `now` included: the first instant at or after `now` that is inside
    /// a window of a day that is not closed.
    ///
    /// # Errors
    ///
    /// [`DisconnectError::Never`] when there is none within 400 days,
    /// [`DisconnectError::OutOfRange`] outside 2000 to 2199.
    pub fn next_send(&self, now: Instant) -> Result<Opening, DisconnectError> {
        let shown = self.shown(now)?;
        let mut day = shown.day();
        let mut trace = Trace::default();
        for ahead in 0..=SEARCH_DAYS {
            let opens = self.opens_on(day, now)?;
            // Hours hold on the day of `now` alone: on a later day the message waits for its day.
            let hours = if ahead == 0 { hour_of(shown) } else { HoldReason::OutsideHours };
            if let Some(at) = opens {
                if ahead == 0 && at > now {
                    trace.add(hours);
                }
                return self.opening(now, at, trace);
            }
            trace.hold(self, day, hours);
            day = day.plus_days(1).map_err(|_| DisconnectError::OutOfRange)?;
        }
        Err(DisconnectError::Never)
    }

    /// Whether the calendar knows the day of `now` ([`SchoolCalendar::knows`]); it knows none
    /// outside 2000 to 2199.
    ///
    /// [`SchoolCalendar::knows`]: ent_core::SchoolCalendar::knows
    #[must_use]
    pub fn is_calendar_known(&self, now: Instant) -> bool {
        self.shown(now).is_ok_and(|shown| self.calendar().knows(shown.day()))
    }

    /// What a clock of the zone shows.
    pub(super) fn shown(&self, at: Instant) -> Result<WallTime, DisconnectError> {
        self.zone().wall_time(at).map_err(|_| DisconnectError::OutOfRange)
    }

    /// Whether `at`, an instant of `day`, is inside a window that is not closed.
    pub(super) fn is_open(&self, at: Instant, day: Day) -> bool {
        self.opens_on(day, at) == Ok(Some(at))
    }

    /// The closures that close `day`, at most one of each kind.
    pub(super) fn closures_on(&self, day: Day) -> impl Iterator<Item = &Closure> {
        self.calendar().closures_on(day).filter(|closure| self.is_closed_by(closure.kind()))
    }

    /// The first instant of `day` at or after `from` that is inside a window; none when the day is
    /// closed.
    fn opens_on(&self, day: Day, from: Instant) -> Result<Option<Instant>, DisconnectError> {
        let windows = self.windows(day.weekday());
        if windows.is_empty() || self.closures_on(day).next().is_some() {
            return Ok(None);
        }
        // Clocks run evenly from each of these to the next; the last ends the day.
        let mut begins = self.zone().start_of(day).unwrap_or(Instant::FIRST);
        let next_day = day.plus_days(1).ok();
        let end = next_day.and_then(|next| self.zone().start_of(next).ok());
        let end = end.unwrap_or(Instant::LAST);
        while begins < end {
            let ends = self.zone().next_change(begins).filter(|change| *change < end);
            let ends = ends.unwrap_or(end);
            let (hour, minute, second) = self.shown(begins)?.hms();
            let shown = i64::from(hour)
                .saturating_mul(60)
                .saturating_add(i64::from(minute))
                .saturating_mul(MINUTE)
                .saturating_add(i64::from(second).saturating_mul(1_000));
            let midnight = begins.unix_millis().saturating_sub(shown);
            let at =
                |minute: u16| i64::from(minute).saturating_mul(MINUTE).saturating_add(midnight);
            for window in windows {
                let first = at(window.start()).max(begins.unix_millis()).max(from.unix_millis());
                if first < at(window.end()).min(ends.unix_millis()) {
                    let first = Instant::from_unix_millis(first);
                    return first.map(Some).map_err(|_| DisconnectError::OutOfRange);
                }
            }
            begins = ends;
        }
        Ok(None)
    }

    /// The answer, with what a clock shows then.
    pub(super) fn opening(
        &self,
        now: Instant,
        at: Instant,
        trace: Trace,
    ) -> Result<Opening, DisconnectError> {
        let shown = self.shown(at)?;
        let same_year = self.shown(now)?.day().ymd().0 == shown.day().ymd().0;
        let Trace { reasons, closure } = if at == now { trace.at_once() } else { trace };
        Ok(Opening {
            at,
            is_now: at == now,
            shown,
            same_year,
            reasons: reasons.into_iter().collect(),
            closure,
            zone: self.calendar().zone(),
            calendar_known: self.calendar().knows(shown.day()),
        })
    }
}

/// Evening from 18:00, night before 08:00.
fn hour_of(shown: WallTime) -> HoldReason {
    match shown.hms().0 {
        18.. => HoldReason::Evening,
        0..8 => HoldReason::Night,
        _ => HoldReason::OutsideHours,
    }
}

/// Why days passed without an opening.
#[derive(Debug, Default)]
pub(super) struct Trace {
    reasons: BTreeSet<HoldReason>,
    closure: Option<Closure>,
}

impl Trace {
    /// What is left where nothing held: a digest goes out with others, be it now.
    fn at_once(mut self) -> Self {
        self.reasons.retain(|reason| *reason == HoldReason::Digest);
        Self { closure: None, ..self }
    }

    pub(super) fn add(&mut self, reason: HoldReason) {
        self.reasons.insert(reason);
    }

    /// Adds why `day` did not open: it has no window, it is closed, or `hours`.
    pub(super) fn hold(&mut self, of: &SendingHours, day: Day, hours: HoldReason) {
        let weekday = day.weekday();
        if of.windows(weekday).is_empty() {
            let weekend = weekday.is_weekend();
            self.add(if weekend { HoldReason::Weekend } else { HoldReason::OutsideHours });
            return;
        }
        let mut closed = false;
        for closure in of.closures_on(day) {
            closed = true;
            self.add(match closure.kind() {
                ClosureKind::SchoolHolidays => HoldReason::SchoolHolidays,
                ClosureKind::PublicHoliday => HoldReason::PublicHoliday,
                ClosureKind::Closed => HoldReason::Closed,
            });
            if self.closure.as_ref().is_none_or(|kept| kept.rank() < closure.rank()) {
                self.closure = Some(closure.clone());
            }
        }
        if !closed {
            self.add(hours);
        }
    }
}

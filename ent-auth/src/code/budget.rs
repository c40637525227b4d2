//! How many wrong guesses and how many messages are left; both outlive every code.
//!
//! Shared by every record that judges or sends something: each gives its limits.

use ent_core::Instant;
use serde::{Deserialize, Serialize};

/// How many wrong guesses are tolerated, and how long each further one makes wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AttemptLimits {
    pub(crate) failures_per_day: u8,
    pub(crate) max_consecutive: u16,
    /// Wrong guesses in a row that cost no delay.
    pub(crate) free_failures: u16,
    /// First delay, doubled after each further wrong guess; 0 for none.
    pub(crate) delay_seconds: u32,
}

impl AttemptLimits {
    pub(crate) const MAX_FAILURES_PER_DAY: u8 = 25;
    const MAX_CONSECUTIVE: u16 = 100;

    /// Ten wrong guesses a day, half a minute to wait from the fifth in a row on.
    pub(crate) const USUAL: Self =
        Self { failures_per_day: 10, max_consecutive: 25, free_failures: 5, delay_seconds: 30 };

    /// Each field and whether it lies within its hard bounds.
    pub(crate) fn checks(&self) -> [(&'static str, bool); 4] {
        [
            ("failures_per_day", (1..=Self::MAX_FAILURES_PER_DAY).contains(&self.failures_per_day)),
            ("max_consecutive", (1..=Self::MAX_CONSECUTIVE).contains(&self.max_consecutive)),
            ("free_failures", self.free_failures <= 10),
            ("delay_seconds", self.delay_seconds <= 3600),
        ]
    }

    /// Seconds to wait after the `consecutive`-th wrong guess in a row; at most an hour.
    pub(crate) fn delay(&self, consecutive: u16) -> i64 {
        match consecutive.checked_sub(self.free_failures) {
            None => 0,
            Some(beyond) => doubled(self.delay_seconds, usize::from(beyond)).min(HOUR),
        }
    }
}

/// How often something may be sent or shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SendLimits {
    pub(crate) per_hour: u8,
    pub(crate) per_day: u8,
    /// Seconds between one and the next.
    pub(crate) interval_seconds: u32,
    /// Whether each within an hour doubles the interval.
    pub(crate) doubles: bool,
}

impl SendLimits {
    /// Seconds between the `sent`-th of an hour and the next.
    pub(crate) fn interval(self, sent: usize) -> i64 {
        let times = if self.doubles { sent.saturating_sub(1) } else { 0 };
        doubled(self.interval_seconds, times)
    }
}

/// `seconds · 2^times`, without overflow and capped at a day.
fn doubled(seconds: u32, times: usize) -> i64 {
    let shift = u32::try_from(times).unwrap_or(u32::MAX);
    i64::from(seconds).saturating_mul(2_i64.saturating_pow(shift)).min(DAY)
}

const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 86_400;

/// Wrong guesses of a (subject, purpose), over all its codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttemptBudget {
    /// Wrong guesses since the last right one.
    consecutive: u16,
    /// Wrong guesses tolerated in a row beyond the policy's, granted by the school.
    granted: u16,
    /// Wrong guesses of the last 24 hours, oldest first.
    failures: Vec<Instant>,
    /// First instant at which a guess is judged again.
    #[serde(skip_serializing_if = "Option::is_none")]
    delayed_until: Option<Instant>,
    /// When the ledger was disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_at: Option<Instant>,
}

impl AttemptBudget {
    /// Whether a ledger could have written this at `seen`.
    pub(crate) fn could_be(&self, seen: Instant) -> bool {
        self.failures.len() <= usize::from(AttemptLimits::MAX_FAILURES_PER_DAY)
            && is_past(&self.failures, seen)
            && self.disabled_at.is_none_or(|at| at <= seen && self.consecutive > 0)
            && self.granted <= self.consecutive
            && self.consecutive.saturating_sub(self.granted) <= AttemptLimits::MAX_CONSECUTIVE
            && self.delayed_until.is_none_or(|until| until.seconds_since(seen) <= HOUR)
    }

    pub(crate) const fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }

    /// First instant at which a guess is judged again, when that is later than `now`.
    pub(crate) fn closed_until(&self, limits: AttemptLimits, now: Instant) -> Option<Instant> {
        let delay = self.delayed_until.filter(|until| *until > now);
        let recent = within(&self.failures, now, DAY);
        delay.max(reopening(recent, limits.failures_per_day, DAY))
    }

    /// Counts one wrong guess.
    pub(crate) fn fail(&mut self, limits: AttemptLimits, now: Instant) {
        add(&mut self.failures, now);
        self.consecutive = self.consecutive.saturating_add(1);
        let delay = limits.delay(self.consecutive);
        self.delayed_until = (delay > 0).then(|| now.plus_seconds(delay).unwrap_or(Instant::LAST));
        if self.consecutive >= limits.max_consecutive.saturating_add(self.granted) {
            self.disabled_at = Some(now);
        }
    }

    /// A right guess clears what was in a row, never the last 24 hours.
    pub(crate) fn succeed(&mut self) {
        self.consecutive = 0;
        self.granted = 0;
        self.delayed_until = None;
    }

    /// One of what was counted was right after all: it counts no more, and nothing is in a row.
    pub(crate) fn take_back(&mut self) {
        self.failures.pop();
        self.disabled_at = None;
        self.succeed();
    }

    /// The school lets the person try again; what was counted stays counted.
    pub(crate) fn reinstate(&mut self) {
        if self.disabled_at.take().is_some() {
            self.granted = self.consecutive;
        }
    }
}

/// Messages sent for a (subject, purpose).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SendBudget {
    /// Messages of the last 24 hours, oldest first.
    sent: Vec<Instant>,
}

impl SendBudget {
    /// Whether a record that sends `most` times a day at most could have written this at `seen`.
    pub(crate) fn could_be(&self, most: u8, seen: Instant) -> bool {
        self.sent.len() <= usize::from(most) && is_past(&self.sent, seen)
    }

    /// Whether `issued_at`, if any, is when the last message was sent: what is issued is counted in
    /// the same step.
    pub(crate) fn counts(&self, issued_at: Option<Instant>) -> bool {
        issued_at.is_none_or(|at| self.sent.last() == Some(&at))
    }

    /// First instant at which a message may be sent, when that is later than `now`.
    pub(crate) fn closed_until(&self, limits: SendLimits, now: Instant) -> Option<Instant> {
        let hour = within(&self.sent, now, HOUR);
        let day = within(&self.sent, now, DAY);
        let pause =
            day.last().and_then(|last| last.plus_seconds(limits.interval(hour.len().max(1))).ok());
        [pause, reopening(hour, limits.per_hour, HOUR), reopening(day, limits.per_day, DAY)]
            .into_iter()
            .flatten()
            .filter(|until| *until > now)
            .max()
    }

    pub(crate) fn send(&mut self, now: Instant) {
        add(&mut self.sent, now);
    }
}

/// Adds `now` to `events` (oldest first) and forgets what is a day old.
pub(crate) fn add(events: &mut Vec<Instant>, now: Instant) {
    let start = events.len().saturating_sub(within(events, now, DAY).len());
    events.drain(..start);
    events.push(now);
}

/// Whether `events` are sorted, oldest first, and none is later than `seen`.
fn is_past(events: &[Instant], seen: Instant) -> bool {
    events.is_sorted() && events.last().is_none_or(|last| *last <= seen)
}

/// When fewer than `cap` of `events` will lie within `window` seconds, if `cap` do now.
pub(crate) fn reopening(events: &[Instant], cap: u8, window: i64) -> Option<Instant> {
    let oldest = events.len().checked_sub(usize::from(cap))?;
    events.get(oldest)?.plus_seconds(window).ok()
}

/// The `events` (oldest first) that lie less than `window` seconds before `now`.
pub(crate) fn within(events: &[Instant], now: Instant, window: i64) -> &[Instant] {
    let start = now.plus_seconds(window.saturating_neg()).unwrap_or(Instant::FIRST);
    let old = events.partition_point(|event| *event <= start);
    events.get(old..).unwrap_or_default()
}

//! How many wrong guesses and how many messages are left; both outlive every code.

use ent_core::Instant;
use serde::{Deserialize, Serialize};

use super::Policy;

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// Wrong guesses of a (subject, purpose), over all its codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttemptBudget {
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
    pub(super) fn could_be(&self, seen: Instant) -> bool {
        self.failures.len() <= usize::from(Policy::MAX_FAILURES_PER_DAY)
            && is_past(&self.failures, seen)
            && self.disabled_at.is_none_or(|at| at <= seen)
            && self.granted <= self.consecutive
            && self.delayed_until.is_none_or(|until| until.seconds_since(seen) <= HOUR)
    }

    pub(super) const fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }

    /// First instant at which a guess is judged again, when that is later than `now`.
    pub(super) fn closed_until(&self, policy: &Policy, now: Instant) -> Option<Instant> {
        let delay = self.delayed_until.filter(|until| *until > now);
        let recent = within(&self.failures, now, DAY);
        delay.max(reopening(recent, policy.failures_per_day(), DAY))
    }

    /// Counts one wrong guess.
    pub(super) fn fail(&mut self, policy: &Policy, now: Instant) {
        self.failures = within(&self.failures, now, DAY).to_vec();
        self.failures.push(now);
        self.consecutive = self.consecutive.saturating_add(1);
        let delay = policy.delay(self.consecutive);
        self.delayed_until = (delay > 0).then(|| now.plus_seconds(delay).unwrap_or(Instant::LAST));
        if self.consecutive >= policy.max_consecutive().saturating_add(self.granted) {
            self.disabled_at = Some(now);
        }
    }

    /// A right guess clears what was in a row, never the last 24 hours.
    pub(super) fn succeed(&mut self) {
        self.consecutive = 0;
        self.granted = 0;
        self.delayed_until = None;
    }

    /// The school lets the person try again; what was counted stays counted.
    pub(super) fn reinstate(&mut self) {
        self.granted = self.consecutive;
        self.disabled_at = None;
    }
}

/// Messages sent for a (subject, purpose).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct SendBudget {
    /// Messages of the last 24 hours, oldest first.
    sent: Vec<Instant>,
}

impl SendBudget {
    /// Whether a ledger could have written this at `seen`.
    pub(super) fn could_be(&self, seen: Instant) -> bool {
        self.sent.len() <= usize::from(Policy::MAX_SENDS_PER_DAY) && is_past(&self.sent, seen)
    }

    /// First instant at which a message may be sent, when that is later than `now`.
    pub(super) fn closed_until(&self, policy: &Policy, now: Instant) -> Option<Instant> {
        let hour = within(&self.sent, now, HOUR);
        let day = within(&self.sent, now, DAY);
        let pause = day
            .last()
            .and_then(|last| last.plus_seconds(policy.resend_interval(hour.len().max(1))).ok());
        [
            pause,
            reopening(hour, policy.sends_per_hour(), HOUR),
            reopening(day, policy.sends_per_day(), DAY),
        ]
        .into_iter()
        .flatten()
        .filter(|until| *until > now)
        .max()
    }

    pub(super) fn send(&mut self, now: Instant) {
        self.sent = within(&self.sent, now, DAY).to_vec();
        self.sent.push(now);
    }
}

/// Whether `events` are sorted, oldest first, and none is later than `seen`.
fn is_past(events: &[Instant], seen: Instant) -> bool {
    events.is_sorted() && events.last().is_none_or(|last| *last <= seen)
}

/// When fewer than `cap` of `events` will lie within `window` seconds, if `cap` do now.
fn reopening(events: &[Instant], cap: u8, window: i64) -> Option<Instant> {
    let oldest = events.len().checked_sub(usize::from(cap))?;
    events.get(oldest)?.plus_seconds(window).ok()
}

/// The `events` (oldest first) that lie less than `window` seconds before `now`.
fn within(events: &[Instant], now: Instant, window: i64) -> &[Instant] {
    let start = now.plus_seconds(window.saturating_neg()).unwrap_or(Instant::FIRST);
    let old = events.partition_point(|event| *event <= start);
    events.get(old..).unwrap_or_default()
}

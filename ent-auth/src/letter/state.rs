//! What a letter's record holds of the letters printed so far.

use ent_core::{Day, FlowId, Instant, UnverifiedEmail};
use serde::{Deserialize, Serialize};

use super::{ActivatedLetter, LetterPolicy};
use crate::password::StoredHash;

/// Earlier letters that a record remembers.
pub(super) const MAX_PAST: usize = 16;
/// Letters that one person may get: far more than a school prints.
pub(super) const MAX_LETTERS: u32 = 1_000_000;

/// The last letter printed and what became of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Printed {
    /// From 1, one more for each letter of a person.
    pub(super) number: u32,
    pub(super) created_on: Day,
    pub(super) issued_at: Instant,
    /// First instant at which the letter is refused; never changed.
    pub(super) expires_at: Instant,
    pub(super) state: State,
}

/// What became of a letter; all but the first two are final and hold nothing of its secret.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum State {
    /// May be used.
    Active { digest: StoredHash },
    /// Its activation page is open.
    InActivation { digest: StoredHash, flow: FlowId, until: Instant, dates_failed: u8 },
    /// Was used; password and address are kept for a while, in case the host crashed before it had
    /// taken note of them.
    Activated {
        at: Instant,
        flow: FlowId,
        #[serde(skip_serializing_if = "Option::is_none")]
        password: Option<StoredHash>,
        #[serde(skip_serializing_if = "Option::is_none")]
        email: Option<UnverifiedEmail>,
    },
    /// Outlived its lifetime.
    Expired,
    /// Was guessed at too often.
    Locked { at: Instant },
    /// Was withdrawn.
    Revoked { at: Instant },
}

impl State {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Active { .. } => "active",
            Self::InActivation { .. } => "in_activation",
            Self::Activated { .. } => "activated",
            Self::Expired => "expired",
            Self::Locked { .. } => "locked",
            Self::Revoked { .. } => "revoked",
        }
    }
}

impl Printed {
    /// This letter in another state.
    pub(super) fn with(&self, state: State) -> Self {
        let Self { number, created_on, issued_at, expires_at, .. } = *self;
        Self { number, created_on, issued_at, expires_at, state }
    }

    /// What the time has made of it at `now`.
    pub(super) fn settled(&self, now: Instant) -> Self {
        match &self.state {
            State::Active { .. } | State::InActivation { .. } if now >= self.expires_at => {
                self.with(State::Expired)
            }
            State::InActivation { digest, until, .. } if now >= *until => {
                self.with(State::Active { digest: digest.clone() })
            }
            State::Activated { at, flow, password: Some(_), .. } if now >= forgotten_at(*at) => {
                let (at, flow) = (*at, flow.clone());
                self.with(State::Activated { at, flow, password: None, email: None })
            }
            State::Active { .. }
            | State::InActivation { .. }
            | State::Activated { .. }
            | State::Expired
            | State::Locked { .. }
            | State::Revoked { .. } => self.clone(),
        }
    }

    /// How the letter ends when another one is printed.
    pub(super) const fn ended(&self) -> Ended {
        match self.state {
            State::Active { .. } | State::InActivation { .. } | State::Activated { .. } => {
                Ended::Superseded
            }
            State::Expired => Ended::Expired,
            State::Locked { .. } => Ended::Locked,
            State::Revoked { .. } => Ended::Revoked,
        }
    }

    /// Whether a record could hold this at `seen`.
    pub(super) fn could_be(&self, seen: Instant) -> bool {
        const DAY: i64 = 86_400;
        let longest = i64::from(LetterPolicy::MAX_DAYS).saturating_add(2).saturating_mul(DAY);
        let noon = Instant::parse(&format!("{}T12:00:00Z", self.created_on));
        // A zone is at most 14 hours away from UTC.
        let on_its_day =
            noon.is_ok_and(|noon| noon.seconds_since(self.issued_at).abs() <= 27 * 3600);
        let within = |at: Instant| self.issued_at <= at && at <= seen;
        let state = match &self.state {
            State::Active { .. } => seen < self.expires_at,
            State::Expired => self.expires_at <= seen,
            State::InActivation { until, dates_failed, .. } => {
                let open = i64::from(LetterPolicy::MAX_ACTIVATION_SECONDS);
                *until > seen
                    && *until <= self.expires_at
                    && until.seconds_since(seen) <= open
                    && *dates_failed < LetterPolicy::MAX_DATE_ATTEMPTS
            }
            State::Activated { at, password, .. } => {
                let kept = seen < forgotten_at(*at);
                within(*at) && *at < self.expires_at && password.is_some() == kept
            }
            State::Locked { at } | State::Revoked { at } => within(*at),
        };
        let life = self.expires_at.seconds_since(self.issued_at);
        on_its_day && self.issued_at <= seen && (1..=longest).contains(&life) && state
    }
}

/// First instant at which a letter used at `at` holds nothing of the password any more.
pub(super) fn forgotten_at(at: Instant) -> Instant {
    at.plus_seconds(ActivatedLetter::MAX_AGE_SECONDS).unwrap_or(Instant::LAST)
}

/// A letter that another one has followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Past {
    pub(super) number: u32,
    pub(super) created_on: Day,
    pub(super) ended: Ended,
}

/// How a letter ended before another one was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ended {
    Superseded,
    Expired,
    Locked,
    Revoked,
}

impl Ended {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Superseded => "superseded",
            Self::Expired => "expired",
            Self::Locked => "locked",
            Self::Revoked => "revoked",
        }
    }
}

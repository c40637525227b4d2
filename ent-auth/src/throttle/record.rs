//! The record of one account or one number.
//!
//! | state    | `Attempt`        | `Succeed`      | `Reinstate` |
//! |----------|------------------|----------------|-------------|
//! | open     | allowed, counted | one taken back | –           |
//! | waiting  | try later        | open, one back | –           |
//! | disabled | disabled         | open, one back | open        |
//!
//! `Reinstate` tolerates as many more in a row; what was counted stays counted.

use std::fmt;

use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{Instant, PhoneNumber, SubjectId};
use serde::{Deserialize, Serialize};

use super::ThrottlePolicy;
use crate::KeyRing;
use crate::code::PublicOutcome;
use crate::code::budget::AttemptBudget;
use crate::hex::Hex;

/// The tries of one account or one number. Keep it on the server side.
///
/// ```
/// use ent_auth::throttle::{Event, Outcome, Throttle, ThrottlePolicy};
/// use ent_core::transition::{CasResult, Context, Versioned};
/// use ent_core::{Instant, SubjectId};
/// # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
/// # let mut entropy = ChaCha20Rng::seed_from_u64(1);
///
/// let throttle = Throttle::sign_in(&SubjectId::parse("pupil-1")?);
/// let state = Versioned::fresh(throttle.key(), throttle);
/// let (now, policy) = (Instant::parse("2026-09-01T08:00:00Z")?, ThrottlePolicy::sign_in());
/// let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
/// let transition = state.step(&Event::Attempt, &mut cx)?;
/// // … store transition.writes() by compare-and-swap, then:
/// let tried = transition.commit(CasResult::Stored)?;
/// assert_eq!(tried.outcome, Outcome::Allowed);
/// // … compare the password, and if it is the right one:
/// let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
/// let taken_back = tried.state.step(&Event::Succeed, &mut cx)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "limitation des tentatives")]
pub struct Throttle {
    /// What is tried, of which the key of the record is made.
    name: String,
    attempts: AttemptBudget,
}

/// What may happen to a throttle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new event changes every host")]
pub enum Event {
    /// Something is about to be tried: count it first.
    Attempt,
    /// A try was right: take it back. Once for each, or a wrong one is forgotten in its place.
    Succeed,
    /// The school, or a sign-in with another authenticator, opens a disabled throttle.
    Reinstate,
}

/// What comes out of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// Try it, and tell when it was right.
    Allowed,
    /// Too many tries in vain lately: try nothing, whatever was typed.
    TryLater {
        /// First instant at which a try is allowed.
        until: Instant,
    },
    /// Too many tries in vain in a row: the school or another authenticator opens it again.
    Disabled,
    /// One try counts no more.
    TakenBack,
    /// It was opened again.
    Reinstated,
}

impl Throttle {
    /// The sign-ins of an account with its password.
    ///
    /// Whoever types an identifier that no account has must meet the same waits: give an id made
    /// from what was typed.
    #[must_use]
    pub fn sign_in(subject: &SubjectId) -> Self {
        Self::of(format!("sign_in/{subject}"))
    }

    /// The messages to a number, whoever they are for.
    ///
    /// The record is named by a digest of the number under the current key of `keys`, so that no
    /// number is read in a key of the store: with another key the count begins anew.
    ///
    /// # Errors
    ///
    /// [`StepError::MissingKey`] when the key cannot be used.
    pub fn sms_to(number: &PhoneNumber, keys: &KeyRing) -> Result<Self, StepError> {
        let digest = keys.current().1.mac(&[b"throttle/sms", number.e164().as_bytes()]);
        let digest: Hex<32> = digest.map(Hex).ok_or(StepError::MissingKey)?;
        Ok(Self::of(format!("sms/{digest}")))
    }

    fn of(name: String) -> Self {
        Self { name, attempts: AttemptBudget::default() }
    }

    /// Key of its record.
    #[must_use]
    pub fn key(&self) -> StateKey {
        StateKey::new::<Self>(&self.name)
    }

    /// Whether nothing may be tried until it is opened again.
    #[must_use]
    pub const fn is_disabled(&self) -> bool {
        self.attempts.is_disabled()
    }

    /// First instant at which a try is allowed, when that is later than `now`.
    #[must_use]
    pub fn closed_until(&self, policy: &ThrottlePolicy, now: Instant) -> Option<Instant> {
        self.attempts.closed_until(policy.attempts(), now)
    }
}

impl fmt::Debug for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Throttle").field("disabled", &self.is_disabled()).finish_non_exhaustive()
    }
}

impl Outcome {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::TryLater { .. } => "try_later",
            Self::Disabled => "disabled",
            Self::TakenBack => "taken_back",
            Self::Reinstated => "reinstated",
        }
    }

    /// What the person may be told at `now`, whatever was typed. Of [`Allowed`](Self::Allowed),
    /// nothing: `Ok` says that the try was counted, not that it was right.
    #[must_use]
    pub fn public(&self, now: Instant) -> PublicOutcome {
        match self {
            Self::Allowed | Self::TakenBack | Self::Reinstated => PublicOutcome::Ok,
            Self::TryLater { until } => {
                PublicOutcome::TryLater { seconds: until.seconds_since(now).max(0) }
            }
            Self::Disabled => PublicOutcome::Refused,
        }
    }
}

impl Lifecycle for Throttle {
    const KIND: &'static str = "throttle";
    const SCHEMA: u16 = 1;
    type Event = Event;
    type Outcome = Outcome;
    type Policy = ThrottlePolicy;
    type Keys = ();

    fn decide(
        &self,
        event: &Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let mut next = self.clone();
        let outcome = match event {
            Event::Attempt if self.is_disabled() => Outcome::Disabled,
            Event::Attempt => {
                if let Some(until) = self.closed_until(cx.policy, cx.now) {
                    Outcome::TryLater { until }
                } else {
                    next.attempts.fail(cx.policy.attempts(), cx.now);
                    Outcome::Allowed
                }
            }
            Event::Succeed => {
                next.attempts.take_back();
                Outcome::TakenBack
            }
            Event::Reinstate => {
                next.attempts.reinstate();
                Outcome::Reinstated
            }
        };
        Ok(Decision::new(next, outcome))
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        *key == self.key() && self.attempts.could_be(seen)
    }
}

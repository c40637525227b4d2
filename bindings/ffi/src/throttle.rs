//! How often a sign-in is tried or a number is written to.

use std::fmt;
use std::sync::Arc;

use ent_auth::throttle::{self as domain, Event, Outcome};
use ent_core::SubjectId;
use ent_core::transition::{Context, Versioned};

use crate::contact::PhoneNumber;
use crate::entropy::NothingToDraw;
use crate::mirror::set_options;
use crate::transition::{PublicOutcome, Sealed, StateWrite, number};
use crate::{EntError, KeyRing, Timestamp};

type Domain = domain::Throttle;

/// How many tries in vain are tolerated, and how long each further one makes wait.
#[derive(Debug, uniffi::Object)]
pub struct ThrottlePolicy {
    inner: domain::ThrottlePolicy,
}

/// What to change in the policy `sign_in`; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct ThrottlePolicyOptions {
    /// Tries in vain in any 24 hours: 1 to 25.
    #[uniffi(default = None)]
    pub failures_per_day: Option<i32>,
    /// Tries in vain in a row before the throttle is disabled: 1 to 100.
    #[uniffi(default = None)]
    pub max_consecutive: Option<i32>,
    /// Tries in vain in a row that cost no delay: at most 10.
    #[uniffi(default = None)]
    pub free_failures: Option<i32>,
    /// First delay in seconds, doubled after each further one; 0 for none.
    #[uniffi(default = None)]
    pub delay_seconds: Option<i64>,
}

/// What a policy says.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ThrottlePolicyValues {
    /// Tries in vain in any 24 hours.
    pub failures_per_day: i32,
    /// Tries in vain in a row after which the throttle is disabled.
    pub max_consecutive: i32,
    /// Tries in vain in a row that cost no delay.
    pub free_failures: i32,
    /// First delay in seconds, doubled after each further one; 0 for none.
    pub delay_seconds: i64,
}

#[uniffi::export]
impl ThrottlePolicy {
    /// Sign-ins with a password: a wait of 30 seconds after the third wrong one in a row, doubled
    /// each time up to an hour; 25 wrong ones in 24 hours; none any more after 100 in a row.
    #[uniffi::constructor]
    pub fn sign_in() -> Self {
        Self { inner: domain::ThrottlePolicy::sign_in() }
    }

    /// Messages to one number that no typed code answers: a wait of a minute after the third in a
    /// row, doubled each time up to an hour; ten in 24 hours; none any more after 50 in a row.
    #[uniffi::constructor]
    pub fn sms_to_number() -> Self {
        Self { inner: domain::ThrottlePolicy::sms_to_number() }
    }

    /// A policy of a stack's own, starting from `sign_in`.
    ///
    /// Fails with `policy/bounds`, whose texts name the option.
    #[uniffi::constructor]
    pub fn custom(options: ThrottlePolicyOptions) -> Result<Self, EntError> {
        let mut builder = domain::ThrottlePolicy::builder();
        set_options! {
            builder, options: failures_per_day max_consecutive free_failures delay_seconds
        }
        Ok(Self { inner: builder.build()? })
    }

    /// What the policy says.
    pub fn values(&self) -> ThrottlePolicyValues {
        ThrottlePolicyValues {
            failures_per_day: self.inner.failures_per_day().into(),
            max_consecutive: self.inner.max_consecutive().into(),
            free_failures: self.inner.free_failures().into(),
            delay_seconds: self.inner.delay_seconds().into(),
        }
    }
}

/// The tries of one account or one number: each is counted before it is made, and taken back when
/// it was right.
///
/// A throttle never changes: each step gives a `ThrottleTransition`. Store what that asks for, then
/// commit it. Keep the record on the server side. `now` is never before the latest time the
/// throttle has seen: an earlier one counts as that.
#[derive(uniffi::Object)]
pub struct Throttle {
    inner: Versioned<Domain>,
}

#[uniffi::export]
impl Throttle {
    /// The sign-ins of an account with its password, never stored yet.
    ///
    /// Fails with `id/format`.
    #[uniffi::constructor]
    pub fn sign_in(subject: &str) -> Result<Self, EntError> {
        Ok(Self::fresh(Domain::sign_in(&SubjectId::parse(subject)?)))
    }

    /// The messages to a number, whoever they are for, never stored yet. With another current key
    /// the count begins anew.
    ///
    /// Fails with `phone/…` or `step/keys`.
    #[uniffi::constructor]
    pub fn sms_to(number: PhoneNumber, keys: &KeyRing) -> Result<Self, EntError> {
        Ok(Self::fresh(Domain::sms_to(&number.read()?, &keys.inner)?))
    }

    /// The same record as an earlier step stored it.
    ///
    /// Fails with `state/corrupt`, `state/newer` or `state/other-kind`.
    pub fn reload(&self, bytes: Vec<u8>) -> Result<Arc<Self>, EntError> {
        Ok(Arc::new(Self { inner: Versioned::load(self.inner.key().clone(), &bytes)? }))
    }

    /// Key of the record; no number can be read from it.
    pub fn key(&self) -> String {
        self.inner.key().to_string()
    }

    /// Stored version; none when the record has never been stored.
    pub fn version(&self) -> Option<i64> {
        number(self.inner.version())
    }

    /// Whether nothing may be tried until it is opened again.
    pub fn is_disabled(&self) -> bool {
        self.inner.body().is_disabled()
    }

    /// First instant at which a try is allowed, when that is later than `now`.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn closed_until(
        &self,
        policy: &ThrottlePolicy,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, EntError> {
        Ok(self.inner.body().closed_until(&policy.inner, self.inner.floor(now)))
    }

    /// Counts what is about to be tried.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn attempt(
        &self,
        policy: &ThrottlePolicy,
        now: Timestamp,
    ) -> Result<ThrottleTransition, EntError> {
        self.step(Event::Attempt, policy, now)
    }

    /// Takes back one try that was right: once for each.
    ///
    /// Fails like `attempt`.
    pub fn succeed(
        &self,
        policy: &ThrottlePolicy,
        now: Timestamp,
    ) -> Result<ThrottleTransition, EntError> {
        self.step(Event::Succeed, policy, now)
    }

    /// Opens a disabled throttle: the school, or a sign-in with another authenticator, vouches.
    ///
    /// Fails like `attempt`.
    pub fn reinstate(
        &self,
        policy: &ThrottlePolicy,
        now: Timestamp,
    ) -> Result<ThrottleTransition, EntError> {
        self.step(Event::Reinstate, policy, now)
    }
}

impl Throttle {
    fn fresh(body: Domain) -> Self {
        Self { inner: Versioned::fresh(body.key(), body) }
    }

    fn step(
        &self,
        event: Event,
        policy: &ThrottlePolicy,
        now: Timestamp,
    ) -> Result<ThrottleTransition, EntError> {
        let mut cx = Context { now, entropy: &mut NothingToDraw, policy: &policy.inner, keys: &() };
        let sealed = Sealed::new(self.inner.step(&event, &mut cx)?);
        Ok(ThrottleTransition { sealed, now: self.inner.floor(now) })
    }
}

impl fmt::Debug for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.body().fmt(f)
    }
}

/// A step of a `Throttle` whose outcome is sealed until it is stored.
#[derive(Debug, uniffi::Object)]
pub struct ThrottleTransition {
    sealed: Sealed<Domain>,
    now: Timestamp,
}

#[uniffi::export]
impl ThrottleTransition {
    /// Records to store before `commit`; none when the step changed nothing.
    ///
    /// Fails with `transition/spent` after a commit.
    pub fn writes(&self) -> Result<Vec<StateWrite>, EntError> {
        self.sealed.writes()
    }

    /// Opens the outcome once the store has answered: `stored` says whether every write was made.
    /// Either way the transition is spent.
    ///
    /// Fails with `cas/lost` when it was not: load the record again and step again. Fails with
    /// `transition/spent` the second time.
    pub fn commit(&self, stored: bool) -> Result<CommittedThrottle, EntError> {
        let committed = self.sealed.commit(stored)?;
        Ok(CommittedThrottle {
            throttle: Arc::new(Throttle { inner: committed.state }),
            name: committed.outcome.name().to_owned(),
            public_outcome: committed.outcome.public(self.now).into(),
            allowed: committed.outcome == Outcome::Allowed,
            until: match committed.outcome {
                Outcome::TryLater { until } => Some(until),
                _ => None,
            },
        })
    }
}

/// A stored step of a `Throttle`.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommittedThrottle {
    /// The record as stored.
    pub throttle: Arc<Throttle>,
    /// Stable name of the outcome, safe to log: `allowed`, `try_later`, `disabled`, `taken_back` or
    /// `reinstated`.
    pub name: String,
    /// Whether what was counted may be tried now: only then is a password compared or a message
    /// sent.
    pub allowed: bool,
    /// First instant at which a try is allowed, for `try_later`.
    pub until: Option<Timestamp>,
    /// What the person may be told, whatever was typed. Of a try that is allowed, nothing: `ok` says
    /// that it was counted, not that it was right.
    pub public_outcome: PublicOutcome,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    fn at(text: &str) -> Timestamp {
        parse_instant(text).unwrap()
    }

    #[test]
    fn tries_are_counted_then_taken_back() {
        let policy = ThrottlePolicy::custom(ThrottlePolicyOptions {
            free_failures: Some(1),
            ..ThrottlePolicyOptions::default()
        });
        let policy = policy.unwrap();
        assert_eq!(policy.values().free_failures, 1);
        let throttle = Throttle::sign_in("pupil-1").unwrap();
        let now = at("2026-09-01T08:00:00Z");
        let step = throttle.attempt(&policy, now).unwrap();
        let bytes = step.writes().unwrap().remove(0).bytes;
        let tried = step.commit(true).unwrap();
        assert!(tried.allowed && tried.until.is_none());
        let again = throttle.reload(bytes).unwrap();
        assert_eq!((again.version(), again.is_disabled()), (Some(1), false));
        assert_eq!(again.closed_until(&policy, now).unwrap(), Some(at("2026-09-01T08:00:30Z")));
        let refused = again.attempt(&policy, now).unwrap().commit(true).unwrap();
        assert_eq!((refused.name.as_str(), refused.allowed), ("try_later", false));
        let open = again.succeed(&policy, now).unwrap().commit(true).unwrap().throttle;
        assert_eq!(open.closed_until(&policy, now).unwrap(), None);
        let bad = ThrottlePolicyOptions { failures_per_day: Some(26), ..Default::default() };
        assert_eq!(ThrottlePolicy::custom(bad).unwrap_err().code(), "policy/bounds");
    }
}

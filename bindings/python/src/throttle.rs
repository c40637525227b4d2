//! How often a sign-in is tried or a number is written to.

use ent_auth::throttle::{self as domain, Event, Outcome};
use ent_core::Instant;
use ent_core::transition::Versioned;
use pyo3::prelude::*;

use crate::contact::PhoneNumber;
use crate::convert::{Bytes, Listed, Moment, Text, Whole, record};
use crate::errors;
use crate::keys::{KeyRing, NoEntropy};
use crate::ledger::read_subject;
use crate::policy::set_options;
use crate::transition::{Sealed, public_record, reload, repr, sealed, version};

/// How many tries in vain are tolerated, and how long each further one makes wait.
///
/// What is not given is that of `sign_in`; delays are in seconds.
///
/// Raises `ParseError`: `policy/bounds`.
///
/// >>> ThrottlePolicy.sign_in().failures_per_day
/// 25
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct ThrottlePolicy(domain::ThrottlePolicy);

#[pymethods]
impl ThrottlePolicy {
    #[new]
    #[pyo3(signature = (
        *, failures_per_day=None, max_consecutive=None, free_failures=None, delay_seconds=None,
    ))]
    fn new(
        failures_per_day: Option<Whole>,
        max_consecutive: Option<Whole>,
        free_failures: Option<Whole>,
        delay_seconds: Option<Whole>,
    ) -> PyResult<Self> {
        let mut builder = domain::ThrottlePolicy::builder();
        set_options! { builder: failures_per_day max_consecutive free_failures delay_seconds }
        builder.build().map(Self).map_err(errors::parse)
    }

    /// Sign-ins with a password: a wait of 30 seconds after the third wrong one in a row, doubled
    /// each time up to an hour; 25 wrong ones in 24 hours; none any more after 100 in a row.
    #[staticmethod]
    const fn sign_in() -> Self {
        Self(domain::ThrottlePolicy::sign_in())
    }

    /// Messages to one number that no typed code answers: a wait of a minute after the third in a
    /// row, doubled each time up to an hour; ten in 24 hours; none any more after 50 in a row.
    #[staticmethod]
    const fn sms_to_number() -> Self {
        Self(domain::ThrottlePolicy::sms_to_number())
    }

    /// Tries in vain in any 24 hours.
    #[getter]
    const fn failures_per_day(&self) -> u8 {
        self.0.failures_per_day()
    }

    /// Tries in vain in a row that disable the throttle.
    #[getter]
    const fn max_consecutive(&self) -> u16 {
        self.0.max_consecutive()
    }

    /// Tries in vain in a row that cost no delay.
    #[getter]
    const fn free_failures(&self) -> u16 {
        self.0.free_failures()
    }

    /// First delay in seconds, doubled after each further one; 0 for none.
    #[getter]
    const fn delay_seconds(&self) -> u32 {
        self.0.delay_seconds()
    }

    fn __repr__(&self) -> String {
        let (day, row) = (self.failures_per_day(), self.max_consecutive());
        format!("ThrottlePolicy(failures_per_day={day}, max_consecutive={row}, …)")
    }
}

/// The tries of one account or one number: each is counted before it is made, and taken back when
/// it was right.
///
/// A step returns a `ThrottleTransition`: store its writes, then commit it; `drive` does both. It
/// cannot be pickled: what is stored is what a transition writes.
///
/// >>> from datetime import UTC, datetime
/// >>> from entkit import MemoryStore, drive
/// >>> store, policy = MemoryStore(), ThrottlePolicy.sign_in()
/// >>> now = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
/// >>> pupil = Throttle.sign_in("pupil-1")
/// >>> drive(store, pupil, lambda it: it.attempt(policy=policy, now=now)).outcome.allowed
/// True
/// >>> # … compare the password, and if it is the right one:
/// >>> drive(store, pupil, lambda it: it.succeed(policy=policy, now=now)).outcome.name.value
/// 'taken_back'
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Throttle(Versioned<domain::Throttle>);

impl Throttle {
    fn fresh(body: domain::Throttle) -> Self {
        Self(Versioned::fresh(body.key(), body))
    }

    fn step(
        &self,
        event: Event,
        policy: &ThrottlePolicy,
        now: Moment,
    ) -> PyResult<ThrottleTransition> {
        let step = Sealed::step(&self.0, &event, now, &mut NoEntropy, (&policy.0, &()));
        Ok(ThrottleTransition(step.map_err(errors::step)?))
    }
}

#[pymethods]
impl Throttle {
    /// The sign-ins of an account with its password, never stored yet.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn sign_in(subject: Text) -> PyResult<Self> {
        Ok(Self::fresh(domain::Throttle::sign_in(&read_subject(&subject)?)))
    }

    /// The messages to a number, whoever they are for, never stored yet.
    ///
    /// The key of the record tells nothing of the number. With another current key of `keys` the
    /// count begins anew.
    ///
    /// Raises `StepError`: `step/keys`.
    #[staticmethod]
    #[pyo3(signature = (number, *, keys))]
    fn sms_to(number: PhoneNumber, keys: PyRef<'_, KeyRing>) -> PyResult<Self> {
        let throttle = domain::Throttle::sms_to(&number.0, &keys.0).map_err(errors::step)?;
        Ok(Self::fresh(throttle))
    }

    /// The same record from bytes that were stored under its key.
    ///
    /// Raises `StateError`: `state/corrupt`, `state/newer`, `state/other-kind`.
    fn reload(&self, data: Bytes) -> PyResult<Self> {
        reload(&self.0, &data).map(Self)
    }

    /// Key of the record, the same for every host.
    #[getter]
    fn key(&self) -> &str {
        self.0.key().as_str()
    }

    /// How many times the record was stored, or None when it never was.
    #[getter]
    fn version(&self) -> Option<u32> {
        version(&self.0)
    }

    /// Whether nothing may be tried until it is opened again.
    #[getter]
    const fn disabled(&self) -> bool {
        self.0.body().is_disabled()
    }

    /// When a try is allowed again, if that is later than `now`.
    ///
    /// Raises `ParseError`: `instant/…`.
    #[pyo3(signature = (*, policy, now))]
    fn closed_until(&self, policy: PyRef<'_, ThrottlePolicy>, now: Moment) -> Option<Moment> {
        self.0.body().closed_until(&policy.0, self.0.floor(now.0)).map(Moment)
    }

    /// Count what is about to be tried; the committed outcome tells whether it may be.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, policy, now))]
    fn attempt(
        &self,
        policy: PyRef<'_, ThrottlePolicy>,
        now: Moment,
    ) -> PyResult<ThrottleTransition> {
        self.step(Event::Attempt, &policy, now)
    }

    /// Take back one try that was right: once for each.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, policy, now))]
    fn succeed(
        &self,
        policy: PyRef<'_, ThrottlePolicy>,
        now: Moment,
    ) -> PyResult<ThrottleTransition> {
        self.step(Event::Succeed, &policy, now)
    }

    /// Open a disabled throttle: the school, or a sign-in with another authenticator, vouches.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, policy, now))]
    fn reinstate(
        &self,
        policy: PyRef<'_, ThrottlePolicy>,
        now: Moment,
    ) -> PyResult<ThrottleTransition> {
        self.step(Event::Reinstate, &policy, now)
    }

    fn __repr__(&self) -> String {
        repr("Throttle", &self.0)
    }
}

sealed! {
    /// A step of a throttle: what to write, and a sealed outcome.
    ThrottleTransition(domain::Throttle) => Throttle, outcome_record
}

fn outcome_record(py: Python<'_>, outcome: Outcome, now: Instant) -> PyResult<Bound<'_, PyAny>> {
    let until = match outcome {
        Outcome::TryLater { until } => Some(Moment(until)),
        _ => None,
    };
    record!(py, "ThrottleOutcome" {
        name: Listed("ThrottleOutcomeName", outcome.name()),
        public: public_record(py, outcome.public(now))?,
        allowed: outcome == Outcome::Allowed,
        until: until,
    })
}

//! One-time codes.

use ent_auth::code::{self as domain, Audience, Event, Outcome, Purpose, TypedCode};
use ent_core::transition::Versioned;
use ent_core::{FlowId, Instant, SubjectId};
use pyo3::prelude::*;

use crate::contact::PhoneNumber;
use crate::convert::{Bytes, Listed, Moment, Secret, Text, Whole, record};
use crate::errors;
use crate::keys::{Entropy, KeyRing, Loan};
use crate::policy::{deviation_records, set_options};
use crate::sms::Sms;
use crate::transition::{Sealed, load, public_record, reload, repr, sealed, version};

/// Lengths, lifetimes and caps of a one-time code; lifetimes and delays are in seconds.
///
/// What is not given is that of EduConnect.
///
/// Raises `ParseError`: `policy/bounds`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct CodePolicy(domain::Policy);

#[pymethods]
impl CodePolicy {
    #[new]
    #[pyo3(signature = (
        *, digits=None, lifetime_seconds=None, max_attempts=None, failures_per_day=None,
        max_consecutive=None, resend_seconds=None, sends_per_hour=None, sends_per_day=None,
        free_failures=None, delay_seconds=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new(
        digits: Option<Whole>,
        lifetime_seconds: Option<Whole>,
        max_attempts: Option<Whole>,
        failures_per_day: Option<Whole>,
        max_consecutive: Option<Whole>,
        resend_seconds: Option<Whole>,
        sends_per_hour: Option<Whole>,
        sends_per_day: Option<Whole>,
        free_failures: Option<Whole>,
        delay_seconds: Option<Whole>,
    ) -> PyResult<Self> {
        let mut builder = domain::Policy::builder();
        set_options! {
            builder:
            digits lifetime_seconds max_attempts failures_per_day max_consecutive
            resend_seconds sends_per_hour sends_per_day free_failures delay_seconds
        }
        builder.build().map(Self).map_err(errors::parse)
    }

    /// EduConnect: 8 digits, 30 minutes, 5 attempts.
    #[staticmethod]
    const fn educonnect_sms() -> Self {
        Self(domain::Policy::educonnect_sms())
    }

    /// As NIST SP 800-63B-4 and OWASP ASVS ask: 6 digits, 10 minutes, 5 attempts.
    #[staticmethod]
    const fn oob_10min() -> Self {
        Self(domain::Policy::oob_10min())
    }

    /// Digits of a code.
    #[getter]
    const fn digits(&self) -> u8 {
        self.0.digits()
    }

    /// Seconds during which a code may be typed.
    #[getter]
    const fn lifetime_seconds(&self) -> u32 {
        self.0.lifetime_seconds()
    }

    /// Guesses at one code.
    #[getter]
    const fn max_attempts(&self) -> u8 {
        self.0.max_attempts()
    }

    /// Wrong guesses in any 24 hours, over all codes.
    #[getter]
    const fn failures_per_day(&self) -> u8 {
        self.0.failures_per_day()
    }

    /// Wrong guesses in a row that disable the ledger.
    #[getter]
    const fn max_consecutive(&self) -> u16 {
        self.0.max_consecutive()
    }

    /// Messages in any hour.
    #[getter]
    const fn sends_per_hour(&self) -> u8 {
        self.0.sends_per_hour()
    }

    /// Messages in any 24 hours.
    #[getter]
    const fn sends_per_day(&self) -> u8 {
        self.0.sends_per_day()
    }

    /// Seconds between two messages, doubled after each of an hour.
    #[getter]
    const fn resend_seconds(&self) -> u32 {
        self.0.resend_seconds()
    }

    /// Wrong guesses in a row that cost no delay.
    #[getter]
    const fn free_failures(&self) -> u16 {
        self.0.free_failures()
    }

    /// First delay in seconds, doubled after each further wrong guess; 0 for none.
    #[getter]
    const fn delay_seconds(&self) -> u32 {
        self.0.delay_seconds()
    }

    /// Where the policy is laxer than a named standard asks.
    fn deviations<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        deviation_records(py, &self.0.deviations())
    }

    fn __repr__(&self) -> String {
        format!(
            "CodePolicy(digits={}, lifetime_seconds={}, max_attempts={}, …)",
            self.digits(),
            self.lifetime_seconds(),
            self.max_attempts()
        )
    }
}

/// What every step of a ledger takes besides the event and the time: one for a whole service.
///
/// It holds lengths and caps, the keys that codes are bound to, the random source of new codes.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct LedgerContext {
    policy: Py<CodePolicy>,
    keys: Py<KeyRing>,
    entropy: Py<Entropy>,
}

#[pymethods]
impl LedgerContext {
    #[new]
    #[pyo3(signature = (*, policy, keys, entropy))]
    const fn new(policy: Py<CodePolicy>, keys: Py<KeyRing>, entropy: Py<Entropy>) -> Self {
        Self { policy, keys, entropy }
    }

    fn __repr__(&self) -> String {
        format!("LedgerContext(policy={})", self.policy.get().__repr__())
    }
}

/// The record of the one-time codes of a subject for one purpose; changes only through its steps.
///
/// A step returns a `LedgerTransition`: store its writes, then commit it. `flow` names one journey
/// of one person; ids have 1 to 128 characters of `A-Z a-z 0-9 . _ - @`. A ledger cannot be
/// pickled: what is stored is what a transition writes.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Ledger(Versioned<domain::Ledger>);

impl Ledger {
    fn step(
        &self,
        event: &Event,
        context: &LedgerContext,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        let given = (&context.policy.get().0, &context.keys.get().0);
        let entropy = &mut Loan(context.entropy.get());
        let step = Sealed::step(&self.0, event, now, entropy, given).map_err(errors::step)?;
        Ok(LedgerTransition(step))
    }
}

#[pymethods]
impl Ledger {
    /// The record of a subject that was never stored. `purpose` is a `CodePurpose`.
    ///
    /// Raises `ParseError`: `id/format`, `choice/unknown`.
    #[staticmethod]
    fn fresh(subject: Text, purpose: Text) -> PyResult<Self> {
        let (subject, purpose) = (read_subject(&subject)?, read_purpose(&purpose)?);
        let key = domain::Ledger::key(&subject, purpose);
        Ok(Self(Versioned::fresh(key, domain::Ledger::new(subject, purpose))))
    }

    /// The record of a subject from the bytes that were stored under its key.
    ///
    /// Raises `ParseError`: `id/format`, `choice/unknown`; `StateError`: `state/corrupt`,
    /// `state/newer`, `state/other-kind`.
    #[staticmethod]
    fn load(subject: Text, purpose: Text, data: Bytes) -> PyResult<Self> {
        let key = domain::Ledger::key(&read_subject(&subject)?, read_purpose(&purpose)?);
        load(key, &data).map(Self)
    }

    /// The same record from bytes that were stored under its key.
    ///
    /// Raises `StateError` as `load`.
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

    /// Who the record is about.
    #[getter]
    fn subject(&self) -> &str {
        self.0.body().subject().as_str()
    }

    /// What the codes are for, a `CodePurpose`.
    #[getter]
    const fn purpose(&self) -> Listed {
        Listed("CodePurpose", self.0.body().purpose().code())
    }

    /// What became of the last code, a `LedgerState`: for the host, never for the person.
    #[getter]
    const fn state(&self) -> Listed {
        Listed("LedgerState", self.0.body().state())
    }

    /// When to step with `observe` next, or None.
    #[getter]
    fn next_deadline(&self) -> Option<Moment> {
        self.0.body().next_deadline().map(Moment)
    }

    /// What journey `flow` may show at `now`, a `LedgerView`; another than the live one sees nothing.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`.
    #[pyo3(signature = (*, flow, policy, now))]
    fn view<'py>(
        &self,
        py: Python<'py>,
        flow: Text,
        policy: PyRef<'py, CodePolicy>,
        now: Moment,
    ) -> PyResult<Bound<'py, PyAny>> {
        let flow = read_flow(&flow)?;
        let view = self.0.body().view(&flow, &policy.0, self.0.floor(now.0));
        record!(py, "LedgerView" {
            step: Listed("LedgerStep", view.step.code()),
            sent_to: view.sent_to,
            seconds_left: view.seconds_left,
            attempts_left: view.attempts_left,
            resend_in_seconds: view.resend_in_seconds,
        })
    }

    /// Draw a code for the number `to`; the committed outcome holds the message to send.
    ///
    /// `audience` is what an activation asked for, `known` unless told otherwise.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`, `choice/unknown`; `StepError`.
    #[pyo3(signature = (*, flow, to, context, now, audience=None))]
    fn issue(
        &self,
        flow: Text,
        to: PhoneNumber,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
        audience: Option<Text>,
    ) -> PyResult<LedgerTransition> {
        let audience = errors::choice(match audience.as_ref().map(Text::as_str) {
            None | Some("known") => Some(Audience::Known),
            Some("decoy") => Some(Audience::Decoy),
            Some(_) => None,
        })?;
        let event = Event::Issue { flow: read_flow(&flow)?, to: to.0, audience };
        self.step(&event, &context, now)
    }

    /// Draw another code for the same number; no guess is given back.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, context, now))]
    fn resend(
        &self,
        flow: Text,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        let event = Event::Resend { flow: read_flow(&flow)? };
        self.step(&event, &context, now)
    }

    /// Judge a code as a person typed it; the committed outcome tells what it was.
    ///
    /// Raises `ParseError`: `code/empty`, `code/format`, `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, code, context, now))]
    fn submit(
        &self,
        flow: Text,
        code: Secret,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        let code = TypedCode::parse(code.as_str()).map_err(errors::parse)?;
        let event = Event::Submit { flow: read_flow(&flow)?, code };
        self.step(&event, &context, now)
    }

    /// Withdraw the code.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, context, now))]
    fn cancel(
        &self,
        flow: Text,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        let event = Event::Cancel { flow: read_flow(&flow)? };
        self.step(&event, &context, now)
    }

    /// Ask for the proof of a right code again, for instance after a crash.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, context, now))]
    fn claim(
        &self,
        flow: Text,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        let event = Event::Claim { flow: read_flow(&flow)? };
        self.step(&event, &context, now)
    }

    /// Take note that time has passed.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn observe(
        &self,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        self.step(&Event::Observe, &context, now)
    }

    /// Let the person try again after the ledger was disabled; what was counted stays counted.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn reinstate(
        &self,
        context: PyRef<'_, LedgerContext>,
        now: Moment,
    ) -> PyResult<LedgerTransition> {
        self.step(&Event::Reinstate, &context, now)
    }

    fn __repr__(&self) -> String {
        repr("Ledger", &self.0)
    }
}

sealed! {
    /// A step of a ledger: what to write, and a sealed outcome.
    LedgerTransition(domain::Ledger) => Ledger, outcome_record
}

fn outcome_record(py: Python<'_>, outcome: Outcome, now: Instant) -> PyResult<Bound<'_, PyAny>> {
    let (name, public) = (outcome.name(), outcome.public(now));
    let (mut sms, mut proof, mut attempts_left, mut until) = (None, None, None, None);
    match outcome {
        Outcome::SendSms(message) => sms = Some(Sms(message)),
        Outcome::Verified(found) => proof = Some(PhoneProof(found)),
        Outcome::Wrong { attempts_left: left } => attempts_left = Some(left),
        Outcome::TryLater { until: opening } => until = Some(Moment(opening)),
        _ => {}
    }
    record!(py, "LedgerOutcome" {
        name: Listed("LedgerOutcomeName", name),
        public: public_record(py, public)?,
        sms: sms,
        proof: proof,
        attempts_left: attempts_left,
        until: until,
    })
}

/// Proof that a person holds a phone, bound to one flow, subject, purpose and number, for ten
/// minutes. Only a committed ledger step makes one. It cannot be pickled.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct PhoneProof(pub(crate) domain::PhoneProof);

#[pymethods]
impl PhoneProof {
    /// The flow it belongs to.
    #[getter]
    fn flow(&self) -> &str {
        self.0.flow().as_str()
    }

    /// Id of the code it came from, for an audit trail.
    #[getter]
    fn challenge(&self) -> String {
        self.0.challenge().to_string()
    }

    /// When the code was typed.
    #[getter]
    const fn proved_at(&self) -> Moment {
        Moment(self.0.proved_at())
    }

    /// Check that the proof is about exactly this flow, subject, purpose and number, and fresh:
    /// before a number is changed or an account given back.
    ///
    /// Use it once: keep `challenge` among those used.
    ///
    /// Raises `StepError`: `proof/other`, or `proof/stale` after ten minutes; `ParseError`:
    /// `id/format`, `choice/unknown`, `instant/…`.
    #[pyo3(signature = (*, flow, subject, purpose, destination, now))]
    fn check(
        &self,
        flow: Text,
        subject: Text,
        purpose: Text,
        destination: PhoneNumber,
        now: Moment,
    ) -> PyResult<()> {
        let (flow, subject) = (read_flow(&flow)?, read_subject(&subject)?);
        let checked = self.0.check(&flow, &subject, read_purpose(&purpose)?, &destination.0, now.0);
        checked.map_err(errors::step)
    }

    fn __repr__(&self) -> String {
        format!("PhoneProof(flow='{}')", self.flow())
    }
}

pub(crate) fn read_subject(subject: &Text) -> PyResult<SubjectId> {
    SubjectId::parse(subject.as_str()).map_err(errors::parse)
}

pub(crate) fn read_flow(flow: &Text) -> PyResult<FlowId> {
    FlowId::parse(flow.as_str()).map_err(errors::parse)
}

fn read_purpose(purpose: &Text) -> PyResult<Purpose> {
    errors::choice(Purpose::parse(purpose.as_str()))
}

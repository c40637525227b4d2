//! Activation of a guardian's account by SMS.

pub(crate) mod claim;

use ent_auth::code::Audience;
use ent_auth::educonnect::{self as domain, Answer, Event, Outcome};
use ent_core::transition::Versioned;
use ent_core::{Instant, PupilId};
use pyo3::prelude::*;

use self::claim::GuardianMatch;
use crate::contact::PhoneNumber;
use crate::convert::{Birthday, Bytes, Listed, Moment, Text, record, tuple};
use crate::errors;
use crate::keys::NoEntropy;
use crate::ledger::{PhoneProof, read_flow, read_subject};
use crate::password::hash::NewHash;
use crate::person::read_pupil;
use crate::transition::{Sealed, load, public_record, reload, repr, sealed, version};

/// What a guardian says of one listed child. `repr` shows the pupil's id only.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq)]
pub(crate) struct ChildAnswer(domain::ChildAnswer);

#[pymethods]
impl ChildAnswer {
    /// The child was born on this day.
    ///
    /// Raises `ParseError`: `id/format`, `birth-date/out-of-range`.
    #[staticmethod]
    fn born(pupil: Text, birth_date: Birthday) -> PyResult<Self> {
        let answer = Answer::Born(birth_date.0);
        Ok(Self(domain::ChildAnswer { pupil: read_pupil(&pupil)?, answer }))
    }

    /// "I am not the legal guardian of this pupil".
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn disputed(pupil: Text) -> PyResult<Self> {
        let answer = Answer::Disputed;
        Ok(Self(domain::ChildAnswer { pupil: read_pupil(&pupil)?, answer }))
    }

    /// The pupil, as the host names them.
    #[getter]
    fn pupil(&self) -> &str {
        self.0.pupil.as_str()
    }

    fn __repr__(&self) -> String {
        format!("ChildAnswer(pupil='{}', redacted)", self.pupil())
    }
}

/// Lifetimes and caps of an activation.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct ActivationPolicy(domain::ActivationPolicy);

#[pymethods]
impl ActivationPolicy {
    /// EduConnect: 30 minutes without progress end the journey (three hours while a code is
    /// awaited), birth dates may be submitted three times in a journey and be wrong five times a
    /// day, passwords follow the rules `educonnect`.
    #[staticmethod]
    const fn educonnect() -> Self {
        Self(domain::ActivationPolicy::educonnect())
    }

    /// Submissions of birth dates in one journey.
    #[getter]
    const fn children_attempts(&self) -> u8 {
        self.0.children_attempts()
    }

    /// Wrong submissions of birth dates in any 24 hours, over all journeys.
    #[getter]
    const fn children_failures_per_day(&self) -> u8 {
        self.0.children_failures_per_day()
    }

    /// Id of the password rules that the new password must have been accepted under.
    #[getter]
    const fn rules(&self) -> &'static str {
        self.0.rules()
    }

    fn __repr__(&self) -> String {
        format!("ActivationPolicy(rules='{}', …)", self.rules())
    }
}

/// The record of one guardian's activation; changes only through its steps.
///
/// A step returns an `ActivationTransition`: store its writes, then commit it. `flow` names one
/// journey. It cannot be pickled: what is stored is what a transition writes.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct GuardianActivation(Versioned<domain::GuardianActivation>);

impl GuardianActivation {
    fn step(
        &self,
        event: &Event,
        now: Moment,
        policy: &ActivationPolicy,
    ) -> PyResult<ActivationTransition> {
        let step = Sealed::step(&self.0, event, now, &mut NoEntropy, (&policy.0, &()));
        Ok(ActivationTransition(step.map_err(errors::step)?))
    }
}

#[pymethods]
impl GuardianActivation {
    /// The record of a subject that was never stored.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn fresh(subject: Text) -> PyResult<Self> {
        let subject = read_subject(&subject)?;
        let key = domain::GuardianActivation::key(&subject);
        Ok(Self(Versioned::fresh(key, domain::GuardianActivation::new(subject))))
    }

    /// The record of a subject from the bytes that were stored under its key.
    ///
    /// Raises `ParseError`: `id/format`; `StateError`: `state/corrupt`, `state/newer`,
    /// `state/other-kind`.
    #[staticmethod]
    fn load(subject: Text, data: Bytes) -> PyResult<Self> {
        let key = domain::GuardianActivation::key(&read_subject(&subject)?);
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

    /// When to step with `observe` next, or None.
    #[getter]
    fn next_deadline(&self) -> Option<Moment> {
        self.0.body().next_deadline().map(Moment)
    }

    /// What journey `flow` may show at `now`, an `ActivationView`; another sees it abandoned.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`.
    #[pyo3(signature = (*, flow, policy, now))]
    fn view<'py>(
        &self,
        py: Python<'py>,
        flow: Text,
        policy: PyRef<'py, ActivationPolicy>,
        now: Moment,
    ) -> PyResult<Bound<'py, PyAny>> {
        let flow = read_flow(&flow)?;
        let view = self.0.body().view(&flow, &policy.0, self.0.floor(now.0));
        let child = |child: &domain::ListedChild| {
            record!(py, "ListedChild" {
                pupil: child.pupil.as_str(),
                given_name: &child.given_name,
            })
        };
        let children = view.children.iter().map(child).collect::<PyResult<Vec<_>>>()?;
        record!(py, "ActivationView" {
            step: Listed("ActivationStep", view.step.code()),
            sent_to: view.sent_to,
            children: tuple(py, children)?,
            attempts_left: view.attempts_left,
            login: view.login,
            seconds_left: view.seconds_left,
        })
    }

    /// A name and a number were typed and looked up: start a journey, or go on from phone entry.
    ///
    /// The committed outcome asks for a code. Raises `ParseError`: `id/format`, `instant/…`;
    /// `StepError`.
    #[pyo3(signature = (*, flow, found, now, policy))]
    fn begin(
        &self,
        flow: Text,
        found: GuardianMatch,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        self.step(&Event::Begin { flow: read_flow(&flow)?, found: found.0 }, now, &policy)
    }

    /// The code is of no use or the number is to be changed.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, now, policy))]
    fn return_to_phone(
        &self,
        flow: Text,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        self.step(&Event::ReturnToPhone { flow: read_flow(&flow)? }, now, &policy)
    }

    /// The ledger has handed out its proof.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, proof, now, policy))]
    fn phone_proved(
        &self,
        proof: PyRef<'_, PhoneProof>,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        self.step(&Event::PhoneProved { proof: proof.0.clone() }, now, &policy)
    }

    /// A birth date, or a dispute, for every listed child.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, answers, now, policy))]
    fn confirm_children(
        &self,
        flow: Text,
        answers: Vec<ChildAnswer>,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        let answers = answers.into_iter().map(|answer| answer.0).collect();
        let event = Event::ConfirmChildren { flow: read_flow(&flow)?, answers };
        self.step(&event, now, &policy)
    }

    /// A password was accepted and hashed.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, password, now, policy))]
    fn choose_password(
        &self,
        flow: Text,
        password: PyRef<'_, NewHash>,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        let (flow, password) = (read_flow(&flow)?, password.0.clone());
        self.step(&Event::ChoosePassword { flow, password }, now, &policy)
    }

    /// The person leaves.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, now, policy))]
    fn abandon(
        &self,
        flow: Text,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        self.step(&Event::Abandon { flow: read_flow(&flow)? }, now, &policy)
    }

    /// Take note that time has passed, or ask again after a crash.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, now, policy))]
    fn observe(
        &self,
        now: Moment,
        policy: PyRef<'_, ActivationPolicy>,
    ) -> PyResult<ActivationTransition> {
        self.step(&Event::Observe, now, &policy)
    }

    fn __repr__(&self) -> String {
        repr("GuardianActivation", &self.0)
    }
}

sealed! {
    /// A step of an activation: what to write, and a sealed outcome.
    ActivationTransition(domain::GuardianActivation) => GuardianActivation, outcome_record
}

fn outcome_record(py: Python<'_>, outcome: Outcome, now: Instant) -> PyResult<Bound<'_, PyAny>> {
    let (name, public) = (outcome.name(), outcome.public(now));
    let (mut request, mut cancel, mut attempts_left) = (None, None, None);
    let (mut until, mut account, mut reason) = (None, None, None);
    match outcome {
        Outcome::IssueCode { subject, to, audience } => {
            let audience = match audience {
                Audience::Known => "known",
                Audience::Decoy => "decoy",
            };
            request = Some(record!(py, "CodeRequest" {
                subject: subject.as_str(),
                to: PhoneNumber(to),
                audience: Listed("Audience", audience),
            })?);
        }
        Outcome::CancelCode { subject } => cancel = Some(subject.as_str().to_owned()),
        Outcome::ChildrenRefused { attempts_left: left } => attempts_left = Some(left),
        Outcome::TryLater { until: opening } => until = Some(Moment(opening)),
        Outcome::Activated(activated) => account = Some(account_record(py, &activated)?),
        Outcome::Failed { reason: found } => reason = Some(Listed("FailReason", found.code())),
        _ => {}
    }
    record!(py, "ActivationOutcome" {
        name: Listed("ActivationOutcomeName", name),
        public: public_record(py, public)?,
        code_request: request,
        cancel_subject: cancel,
        attempts_left: attempts_left,
        until: until,
        account: account,
        reason: reason,
    })
}

fn account_record<'py>(
    py: Python<'py>,
    account: &domain::ActivatedAccount,
) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "ActivatedAccount" {
        subject: account.subject.as_str(),
        login: account.login.as_str(),
        attached: tuple(py, account.attached.iter().map(PupilId::as_str))?,
        disputed: tuple(py, account.disputed.iter().map(PupilId::as_str))?,
        password_hash: account.password.as_str(),
        activated_at: Moment(account.activated_at),
    })
}

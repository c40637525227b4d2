//! Provisional credentials on paper.

mod notice;
mod policy;

use std::sync::Arc;

use ent_auth::letter::{
    self as domain, BirthDates, Event, Holder, Letter as Domain, LetterKeys, NewPassword, Outcome,
    TypedSecret,
};
use ent_core::transition::{Context, Versioned};
use ent_core::{BirthDate, Coded, Instant};
use pyo3::prelude::*;

pub(crate) use self::notice::{LetterRecipient, Notice};
pub(crate) use self::policy::LetterPolicy;
use crate::contact::UnverifiedEmail;
use crate::convert::{Birthday, Bytes, CalendarDay, Listed, Moment, Text, Whole, record, tuple};
use crate::errors;
use crate::keys::{Entropy, KeyRing, Loan};
use crate::ledger::{read_flow, read_subject};
use crate::password::hash::HashPool;
use crate::password::rules::{PasswordRules, accept};
use crate::password::{Password, Word};
use crate::transition::{Sealed, load, public_record, reload, repr, sealed, version};
use crate::zone::AnyZone;

/// What every step of a `Letter` takes besides the event and the time: one for a whole service.
///
/// `pool` and `pepper` are those of the passwords of accounts.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct LetterContext {
    policy: Py<LetterPolicy>,
    keys: LetterKeys,
    entropy: Py<Entropy>,
}

#[pymethods]
impl LetterContext {
    #[new]
    #[pyo3(signature = (*, policy, pool, entropy, pepper=None))]
    fn new(
        policy: Py<LetterPolicy>,
        pool: PyRef<'_, HashPool>,
        entropy: Py<Entropy>,
        pepper: Option<PyRef<'_, KeyRing>>,
    ) -> Self {
        let pepper = pepper.map(|ring| Arc::new(ring.0.copy()));
        Self { policy, keys: LetterKeys::new(Arc::clone(&pool.0), pepper), entropy }
    }

    fn __repr__(&self) -> String {
        format!("LetterContext(policy={})", self.policy.get().__repr__())
    }
}

/// The record of one person's letters: the letter that counts, the budgets of wrong answers.
///
/// A step returns a `LetterTransition`: store its writes, then commit it. `flow` names one journey
/// of one person. A sign-in or an activation takes tens of milliseconds of one core, without the
/// GIL; without a free buffer of the pool it raises `StepError` (`step/busy`).
///
/// >>> Letter.fresh("pupil-1", "pupil").state
/// <LetterState.NONE: 'none'>
#[pyclass(frozen, from_py_object, module = "entkit")]
#[derive(Clone)]
pub(crate) struct Letter(Versioned<Domain>);

impl Letter {
    fn step(
        &self,
        py: Python<'_>,
        event: &Event,
        context: &LetterContext,
        now: Moment,
    ) -> PyResult<LetterTransition> {
        let given = (&context.policy.get().0, &context.keys);
        let source = context.entropy.get();
        let made = py.detach(|| Sealed::step(&self.0, event, now, &mut Loan(source), given));
        made.map(LetterTransition).map_err(errors::step)
    }
}

#[pymethods]
impl Letter {
    /// A record that was never stored. `holder` is a `LetterHolder`.
    ///
    /// Raises `ParseError`: `id/format`, `choice/unknown`.
    #[staticmethod]
    fn fresh(subject: Text, holder: Text) -> PyResult<Self> {
        let subject = read_subject(&subject)?;
        let holder = errors::choice(Holder::from_code(holder.as_str()))?;
        Ok(Self(Versioned::fresh(Domain::key(&subject), Domain::new(subject, holder))))
    }

    /// The record to step for an identifier that nobody has: the same hash is computed, the same is
    /// said. Nothing is written, unlike for a wrong secret of a live letter.
    #[staticmethod]
    fn decoy() -> Self {
        let decoy = Domain::decoy();
        Self(Versioned::fresh(Domain::key(decoy.subject()), decoy))
    }

    /// The record of a subject from the bytes that were stored under its key.
    ///
    /// Raises `ParseError`: `id/format`; `StateError`: `state/corrupt`, `state/newer`,
    /// `state/other-kind`.
    #[staticmethod]
    fn load(subject: Text, data: Bytes) -> PyResult<Self> {
        load(Domain::key(&read_subject(&subject)?), &data).map(Self)
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

    /// Whose account the letters activate, a `LetterHolder`.
    #[getter]
    const fn holder(&self) -> Listed {
        listed_holder(self.0.body().holder())
    }

    /// Number of the last letter, from 1; 0 before the first.
    #[getter]
    const fn number(&self) -> u32 {
        self.0.body().number()
    }

    /// What became of the last letter, a `LetterState`: for the host, never for the person.
    #[getter]
    fn state(&self) -> Listed {
        Listed("LetterState", self.0.body().state())
    }

    /// What became of letter `number`, a `LetterState`, or None when it is none of the last
    /// seventeen.
    fn state_of(&self, number: Whole) -> Option<Listed> {
        let state = self.0.body().state_of(number.fit()?)?;
        Some(Listed("LetterState", state))
    }

    /// Day on which the last letter was created, or None.
    #[getter]
    fn created_on(&self) -> Option<CalendarDay> {
        self.0.body().dates().map(|(created_on, _)| CalendarDay(created_on))
    }

    /// First instant at which the last letter is refused, or None.
    #[getter]
    fn expires_at(&self) -> Option<Moment> {
        self.0.body().dates().map(|(_, expires_at)| Moment(expires_at))
    }

    /// When to step with `observe` next, or None.
    #[getter]
    fn next_deadline(&self) -> Option<Moment> {
        self.0.body().next_deadline().map(Moment)
    }

    /// What journey `flow` may be shown at `now`, a `LetterView`; any other is shown the sign-in
    /// page.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`.
    #[pyo3(signature = (*, flow, policy, now))]
    fn view<'py>(
        &self,
        py: Python<'py>,
        flow: Text,
        policy: PyRef<'py, LetterPolicy>,
        now: Moment,
    ) -> PyResult<Bound<'py, PyAny>> {
        let flow = read_flow(&flow)?;
        let view = self.0.body().view(&flow, &policy.0, self.0.floor(now.0));
        record!(py, "LetterView" {
            step: Listed("LetterStep", view.step.code()),
            seconds_left: view.seconds_left,
            date_attempts_left: view.date_attempts_left,
            email_required: view.email_required,
        })
    }

    /// Make a letter; the committed outcome holds the notice to print. A live letter is superseded.
    ///
    /// `zone` is a `Zone`, its name or a `ZoneInfo` of that name: midnight there ends the last day.
    ///
    /// Raises `ParseError`: `zone/unknown`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, to, zone, context, now))]
    fn issue(
        &self,
        py: Python<'_>,
        to: LetterRecipient,
        zone: AnyZone,
        context: PyRef<'_, LetterContext>,
        now: Moment,
    ) -> PyResult<LetterTransition> {
        let event = Event::Issue { zone: zone.0, to: Box::new(to.0) };
        self.step(py, &event, &context, now)
    }

    /// Judge a secret that was typed; its spelling is forgiven.
    ///
    /// Raises `ParseError`: `letter/empty`, `letter/format` (nothing is charged then), `id/format`,
    /// `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, secret, context, now))]
    fn sign_in(
        &self,
        py: Python<'_>,
        flow: Text,
        secret: PyRef<'_, Password>,
        context: PyRef<'_, LetterContext>,
        now: Moment,
    ) -> PyResult<LetterTransition> {
        let secret = TypedSecret::parse(secret.0.expose_secret()).map_err(errors::parse)?;
        let event = Event::SignIn { flow: read_flow(&flow)?, secret };
        self.step(py, &event, &context, now)
    }

    /// Check the new password and send the activation page.
    ///
    /// `birth_dates` are pairs of the date that the school knows and the one that was typed for it.
    /// The password is checked by the rules of the policy; `rules` are others, whose password the
    /// step refuses. `confirmation` and `words` are those of `PasswordRules.check`.
    ///
    /// Raises `PasswordRefused` (`password/refused`, with its `verdict`), no step is taken then;
    /// `ParseError`: `letter/birth-dates`, `birth-date/…`, `password/…`, `id/format`,
    /// `instant/…`; `StepError`.
    #[pyo3(signature = (
        *, flow, password, birth_dates, context, now, email=None, confirmation=None, words=None,
        rules=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn activate(
        &self,
        py: Python<'_>,
        flow: Text,
        password: PyRef<'_, Password>,
        birth_dates: Vec<(Birthday, Birthday)>,
        context: PyRef<'_, LetterContext>,
        now: Moment,
        email: Option<UnverifiedEmail>,
        confirmation: Option<PyRef<'_, Password>>,
        words: Option<Vec<Word>>,
        rules: Option<PyRef<'_, PasswordRules>>,
    ) -> PyResult<LetterTransition> {
        let pairs = birth_dates.into_iter().map(|(known, typed)| (known.0, typed.0));
        let pairs: Vec<(BirthDate, BirthDate)> = pairs.collect();
        let birth_dates = BirthDates::new(pairs).map_err(errors::parse)?;
        let rules = match &rules {
            Some(rules) => &rules.0,
            None => context.policy.get().password_rules()?,
        };
        let accepted = accept(py, rules, &password, confirmation.as_deref(), words.as_deref())?;
        let password = NewPassword::new(&accepted);
        let (flow, email) = (read_flow(&flow)?, email.map(|email| email.0));
        self.step(py, &Event::Activate { flow, password, birth_dates, email }, &context, now)
    }

    /// Leave the activation; the letter may be used again.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, flow, context, now))]
    fn abandon(
        &self,
        py: Python<'_>,
        flow: Text,
        context: PyRef<'_, LetterContext>,
        now: Moment,
    ) -> PyResult<LetterTransition> {
        self.step(py, &Event::Abandon { flow: read_flow(&flow)? }, &context, now)
    }

    /// Withdraw the letter. Of an active account: its password was taken back (`Credential.reset`,
    /// stored first), and another letter may be printed.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn revoke(
        &self,
        py: Python<'_>,
        context: PyRef<'_, LetterContext>,
        now: Moment,
    ) -> PyResult<LetterTransition> {
        self.step(py, &Event::Revoke, &context, now)
    }

    /// Take note that time has passed, or ask for the activated account again, for ten minutes, in
    /// case of a crash.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn observe(
        &self,
        py: Python<'_>,
        context: PyRef<'_, LetterContext>,
        now: Moment,
    ) -> PyResult<LetterTransition> {
        self.step(py, &Event::Observe, &context, now)
    }

    fn __repr__(&self) -> String {
        repr("Letter", &self.0)
    }
}

sealed! {
    /// A step of a `Letter`: what to write, and a sealed outcome.
    LetterTransition(Domain) => Letter, outcome_record
}

/// Make a letter for each of `people`, about twenty a second, without the GIL.
///
/// `people` are pairs of a `Letter` and its `LetterRecipient`. The `LetterBatch` has a transition for
/// each, in their order, up to where it stopped for want of a buffer or of chance: store and commit
/// them, and ask for the rest again.
///
/// Raises `ParseError`: `letter/twice` when one person stands twice (nothing was done then),
/// `zone/unknown`, `instant/…`.
#[pyfunction]
#[pyo3(signature = (people, *, zone, context, now))]
pub(crate) fn issue_letters<'py>(
    py: Python<'py>,
    people: Vec<(Letter, LetterRecipient)>,
    zone: AnyZone,
    context: PyRef<'py, LetterContext>,
    now: Moment,
) -> PyResult<Bound<'py, PyAny>> {
    let people: Vec<_> = people.into_iter().map(|(letter, to)| (letter.0, to.0)).collect();
    let (policy, keys) = (&context.policy.get().0, &context.keys);
    let source = context.entropy.get();
    let made = py.detach(|| {
        let mut cx = Context { now: now.0, entropy: &mut Loan(source), policy, keys };
        domain::issue_all(people, zone.0, &mut cx)
    });
    let batch = made.map_err(errors::parse)?;
    let letters = batch.letters.into_iter().map(|step| LetterTransition(Sealed::new(now, step)));
    record!(py, "LetterBatch" {
        letters: tuple(py, letters)?,
        stopped_at: batch.stopped.map(|stopped| stopped.position),
        stopped_by: batch.stopped.map(|stopped| stopped.error.code()),
    })
}

fn outcome_record(py: Python<'_>, outcome: Outcome, now: Instant) -> PyResult<Bound<'_, PyAny>> {
    let (name, public) = (outcome.name(), outcome.public(now));
    let (mut notice, mut scope, mut account) = (None, None, None);
    let (mut attempts_left, mut until) = (None, None);
    match outcome {
        Outcome::Print(printed) => notice = Some(Notice(*printed)),
        Outcome::Opened(opened) => scope = Some(scope_record(py, &opened)?),
        Outcome::Activated(activated) => account = Some(account_record(py, *activated)?),
        Outcome::Wrong { attempts_left: left } | Outcome::DatesRefused { attempts_left: left } => {
            attempts_left = Some(left);
        }
        Outcome::TryLater { until: opening } => until = Some(Moment(opening)),
        _ => {}
    }
    record!(py, "LetterOutcome" {
        name: Listed("LetterOutcomeName", name),
        public: public_record(py, public)?,
        notice: notice,
        scope: scope,
        account: account,
        attempts_left: attempts_left,
        until: until,
    })
}

fn scope_record<'py>(
    py: Python<'py>,
    scope: &domain::ActivationScope,
) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "ActivationScope" {
        subject: scope.subject.as_str(),
        holder: listed_holder(scope.holder),
        flow: scope.flow.as_str(),
        until: Moment(scope.until),
    })
}

fn account_record(py: Python<'_>, account: domain::ActivatedLetter) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "ActivatedLetter" {
        subject: account.subject.as_str(),
        password_hash: account.password.as_str(),
        email: account.email.map(UnverifiedEmail),
        changed_at: Moment(account.changed_at),
    })
}

const fn listed_holder(holder: Holder) -> Listed {
    Listed("LetterHolder", holder.code())
}

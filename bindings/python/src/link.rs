//! Links that confirm an e-mail address.

use ent_auth::link::{self as domain, EmailLink as Domain, Event, Outcome};
use ent_core::Instant;
use ent_core::transition::Versioned;
use pyo3::prelude::*;

use crate::address::{BaseAddress, read_change};
use crate::contact::{UnverifiedEmail, VerifiedEmail};
use crate::convert::{Bytes, Listed, Moment, Secret, Text, Whole, record};
use crate::errors;
use crate::keys::{Entropy, Loan};
use crate::ledger::read_subject;
use crate::policy::{deviation_records, set_options};
use crate::transition::{Sealed, load, public_record, reload, repr, sealed, version};

/// Lifetime and caps of the links that confirm an e-mail address; lifetimes are in seconds.
///
/// What is not given is that of `email_link`.
///
/// >>> LinkPolicy(sends_per_day=3).lifetime_seconds
/// 86400
///
/// Raises `ParseError`: `policy/bounds`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct LinkPolicy(domain::LinkPolicy);

#[pymethods]
impl LinkPolicy {
    #[new]
    #[pyo3(signature = (
        *, lifetime_seconds=None, max_attempts=None, resend_seconds=None, sends_per_day=None,
    ))]
    fn new(
        lifetime_seconds: Option<Whole>,
        max_attempts: Option<Whole>,
        resend_seconds: Option<Whole>,
        sends_per_day: Option<Whole>,
    ) -> PyResult<Self> {
        let mut builder = domain::LinkPolicy::builder();
        set_options! { builder: lifetime_seconds max_attempts resend_seconds sends_per_day }
        builder.build().map(Self).map_err(errors::parse)
    }

    /// Valid 24 hours; 10 wrong tokens a link, 5 messages a day at least a minute apart.
    #[staticmethod]
    const fn email_link() -> Self {
        Self(domain::LinkPolicy::email_link())
    }

    /// Seconds during which a link may be confirmed.
    #[getter]
    const fn lifetime_seconds(&self) -> u32 {
        self.0.lifetime_seconds()
    }

    /// Wrong tokens at one link before it is withdrawn.
    #[getter]
    const fn max_attempts(&self) -> u8 {
        self.0.max_attempts()
    }

    /// Seconds between two messages.
    #[getter]
    const fn resend_seconds(&self) -> u32 {
        self.0.resend_seconds()
    }

    /// Messages in any 24 hours.
    #[getter]
    const fn sends_per_day(&self) -> u8 {
        self.0.sends_per_day()
    }

    /// Where the policy is laxer than a named standard asks.
    fn deviations<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        deviation_records(py, &self.0.deviations())
    }

    fn __repr__(&self) -> String {
        let (seconds, tokens) = (self.lifetime_seconds(), self.max_attempts());
        format!("LinkPolicy(lifetime_seconds={seconds}, max_attempts={tokens}, …)")
    }
}

/// What every step of an `EmailLink` takes besides the event and the time: one for a whole service.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct LinkContext {
    policy: Py<LinkPolicy>,
    entropy: Py<Entropy>,
}

#[pymethods]
impl LinkContext {
    #[new]
    #[pyo3(signature = (*, policy, entropy))]
    const fn new(policy: Py<LinkPolicy>, entropy: Py<Entropy>) -> Self {
        Self { policy, entropy }
    }

    fn __repr__(&self) -> String {
        format!("LinkContext(policy={})", self.policy.get().__repr__())
    }
}

/// The secret of a link; `repr` is redacted. It cannot be pickled.
///
/// >>> base = BaseAddress.parse("https://ent.exemple.fr/courriel")
/// >>> opened = base.text + "?utm_source=mail&token=" + 43 * "A"
/// >>> LinkToken.from_url(base, opened).lookup[:8]
/// '6342b384'
#[pyclass(frozen, module = "entkit")]
pub(crate) struct LinkToken(domain::LinkToken);

#[pymethods]
impl LinkToken {
    /// Read a token.
    ///
    /// Raises `ParseError`: `email-link/empty`, `email-link/token`.
    #[staticmethod]
    fn parse(text: Secret) -> PyResult<Self> {
        domain::LinkToken::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// Read a link that was opened, to the page of the configuration.
    ///
    /// Raises `ParseError`: `email-link/other`, `email-link/empty`, `email-link/token`.
    #[staticmethod]
    fn from_url(base: PyRef<'_, BaseAddress>, url: Secret) -> PyResult<Self> {
        domain::LinkToken::from_url(&base.0, url.as_str()).map(Self).map_err(errors::parse)
    }

    /// The link to send, on the page of the configuration: never to be kept or logged.
    ///
    /// Raises `ParseError`: `email-link/base` when the page is not `https`.
    fn url(&self, base: PyRef<'_, BaseAddress>) -> PyResult<String> {
        let url = self.0.to_url(&base.0).map_err(errors::parse)?;
        Ok(url.expose_secret().to_owned())
    }

    /// The token, for the form whose button confirms it: never to be kept or logged.
    #[getter]
    fn text(&self) -> &str {
        self.0.expose_secret()
    }

    /// Name of the token in the index of the host: 64 hexadecimal digits, no secret.
    #[getter]
    fn lookup(&self) -> String {
        self.0.lookup()
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "LinkToken(redacted)"
    }
}

/// The record of an account: messages left, the live link.
///
/// A step returns a `LinkTransition`: store its writes, then commit it. Index the `lookup` of each
/// `LinkMail` before it is sent. Show `inspect` when a link is opened, and step `confirm` when its
/// button is pressed.
///
/// >>> EmailLink.fresh("guardian-1").state
/// <LinkState.IDLE: 'idle'>
#[pyclass(frozen, module = "entkit")]
pub(crate) struct EmailLink(Versioned<Domain>);

impl EmailLink {
    fn step(&self, event: &Event, context: &LinkContext, now: Moment) -> PyResult<LinkTransition> {
        let given = (&context.policy.get().0, &());
        let entropy = &mut Loan(context.entropy.get());
        let step = Sealed::step(&self.0, event, now, entropy, given).map_err(errors::step)?;
        Ok(LinkTransition(step))
    }
}

#[pymethods]
impl EmailLink {
    /// The record of an account that was never stored.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn fresh(account: Text) -> PyResult<Self> {
        let account = read_subject(&account)?;
        Ok(Self(Versioned::fresh(Domain::key(&account), Domain::new(account))))
    }

    /// The record of an account from the bytes that were stored under its key.
    ///
    /// Raises `ParseError`: `id/format`; `StateError`: `state/corrupt`, `state/newer`,
    /// `state/other-kind`.
    #[staticmethod]
    fn load(account: Text, data: Bytes) -> PyResult<Self> {
        load(Domain::key(&read_subject(&account)?), &data).map(Self)
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

    /// What became of the last link, a `LinkState`: for the host, never for the person.
    #[getter]
    const fn state(&self) -> Listed {
        Listed("LinkState", self.0.body().state())
    }

    /// When to step with `observe` next, or None.
    #[getter]
    fn next_deadline(&self) -> Option<Moment> {
        self.0.body().next_deadline().map(Moment)
    }

    /// What the signed-in page of the account may show at `now`, a `LinkView`.
    ///
    /// Raises `ParseError`: `instant/…`.
    #[pyo3(signature = (*, policy, now))]
    fn view<'py>(
        &self,
        py: Python<'py>,
        policy: PyRef<'py, LinkPolicy>,
        now: Moment,
    ) -> PyResult<Bound<'py, PyAny>> {
        let view = self.0.body().view(&policy.0, self.0.floor(now.0));
        record!(py, "LinkView" {
            step: Listed("LinkStep", view.step.code()),
            sent_to: view.sent_to,
            seconds_left: view.seconds_left,
            resend_in_seconds: view.resend_in_seconds,
        })
    }

    /// What the page of an opened link may show, a `LinkInspection`; changes nothing, however often
    /// it is opened.
    ///
    /// Raises `ParseError`: `instant/…`.
    #[pyo3(signature = (*, token, now))]
    fn inspect<'py>(
        &self,
        py: Python<'py>,
        token: PyRef<'py, LinkToken>,
        now: Moment,
    ) -> PyResult<Bound<'py, PyAny>> {
        inspection_record(py, self.0.body().inspect(&token.0, self.0.floor(now.0)))
    }

    /// Draw a link for an address; the committed outcome holds what to send.
    ///
    /// A live link is superseded. `previous` is the confirmed address that the account has, which
    /// is told of the change.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, address, context, now, previous=None))]
    fn request(
        &self,
        address: UnverifiedEmail,
        context: PyRef<'_, LinkContext>,
        now: Moment,
        previous: Option<VerifiedEmail>,
    ) -> PyResult<LinkTransition> {
        let previous = previous.map(|previous| previous.0);
        self.step(&Event::Request { address: address.0, previous }, &context, now)
    }

    /// Draw another link for the same address.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn resend(&self, context: PyRef<'_, LinkContext>, now: Moment) -> PyResult<LinkTransition> {
        self.step(&Event::Resend, &context, now)
    }

    /// The button on the page of an opened link was pressed.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, token, context, now))]
    fn confirm(
        &self,
        token: PyRef<'_, LinkToken>,
        context: PyRef<'_, LinkContext>,
        now: Moment,
    ) -> PyResult<LinkTransition> {
        let token = domain::LinkToken::parse(token.0.expose_secret()).map_err(errors::parse)?;
        self.step(&Event::Confirm { token }, &context, now)
    }

    /// Ask for the confirmation again, after a crash, for ten minutes.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn claim(&self, context: PyRef<'_, LinkContext>, now: Moment) -> PyResult<LinkTransition> {
        self.step(&Event::Claim, &context, now)
    }

    /// The person withdraws the request.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn revoke(&self, context: PyRef<'_, LinkContext>, now: Moment) -> PyResult<LinkTransition> {
        self.step(&Event::Revoke, &context, now)
    }

    /// Something happened to the account, an `AccountChange`: no link sent so far counts.
    ///
    /// Raises `ParseError`: `choice/unknown`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, change, context, now))]
    fn account_changed(
        &self,
        change: Text,
        context: PyRef<'_, LinkContext>,
        now: Moment,
    ) -> PyResult<LinkTransition> {
        self.step(&Event::AccountChanged(read_change(&change)?), &context, now)
    }

    /// Take note that time has passed.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn observe(&self, context: PyRef<'_, LinkContext>, now: Moment) -> PyResult<LinkTransition> {
        self.step(&Event::Observe, &context, now)
    }

    fn __repr__(&self) -> String {
        repr("EmailLink", &self.0)
    }
}

/// What the page of a link shows that leads to no record, a `LinkInspection`.
#[pyfunction]
pub(crate) fn closed_link(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    inspection_record(py, domain::LinkInspection::closed())
}

fn inspection_record(
    py: Python<'_>,
    inspection: domain::LinkInspection,
) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "LinkInspection" {
        step: Listed("LinkStep", inspection.step.code()),
        address: inspection.address,
        seconds_left: inspection.seconds_left,
    })
}

sealed! {
    /// A step of an `EmailLink`: what to write, and a sealed outcome.
    LinkTransition(Domain) => EmailLink, outcome_record
}

fn outcome_record(py: Python<'_>, outcome: Outcome, now: Instant) -> PyResult<Bound<'_, PyAny>> {
    let (name, public) = (outcome.name(), outcome.public(now));
    let (mut mail, mut confirmation, mut attempts_left, mut until) = (None, None, None, None);
    match outcome {
        Outcome::SendLink(drawn) => mail = Some(LinkMail(drawn)),
        Outcome::Confirmed(done) => {
            confirmation = Some(record!(py, "LinkConfirmation" {
                account: done.account.as_str(),
                email: VerifiedEmail(done.email),
                notice_to: done.notice.map(|notice| VerifiedEmail(notice.to)),
                confirmed_at: Moment(done.confirmed_at),
            })?);
        }
        Outcome::Wrong { attempts_left: left } => attempts_left = Some(left),
        Outcome::TryLater { until: opening } => until = Some(Moment(opening)),
        _ => {}
    }
    record!(py, "LinkOutcome" {
        name: Listed("LinkOutcomeName", name),
        public: public_record(py, public)?,
        mail: mail,
        confirmation: confirmation,
        attempts_left: attempts_left,
        until: until,
    })
}

/// A link to send; `repr` shows neither token nor address. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct LinkMail(domain::LinkMail);

#[pymethods]
impl LinkMail {
    /// The address to send it to.
    #[getter]
    fn to(&self) -> UnverifiedEmail {
        UnverifiedEmail(self.0.to().clone())
    }

    /// Name of the token in the index of the host: 64 hexadecimal digits, no secret.
    #[getter]
    fn lookup(&self) -> String {
        self.0.lookup()
    }

    /// The link, on the page of the configuration: never to be kept or logged.
    ///
    /// Raises `ParseError`: `email-link/base` when the page is not `https`.
    fn url(&self, base: PyRef<'_, BaseAddress>) -> PyResult<String> {
        Ok(self.0.url(&base.0).map_err(errors::parse)?.expose_secret().to_owned())
    }

    /// First instant at which the link is refused.
    #[getter]
    const fn expires_at(&self) -> Moment {
        Moment(self.0.expires_at())
    }

    fn __repr__(&self) -> String {
        format!("LinkMail(to={}, redacted)", self.0.to().email().masked())
    }
}

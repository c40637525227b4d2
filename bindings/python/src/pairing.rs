//! Activation of the mobile application.

use ent_auth::pairing::{
    self as domain, Event, FreshSession, Outcome, Pairing as Domain, PairingId, PairingTyped,
};
use ent_core::transition::Versioned;
use ent_core::{DeviceId, Instant};
use pyo3::prelude::*;

use crate::address::{BaseAddress, read_change};
use crate::convert::{Bytes, Listed, Moment, Secret, Text, Whole, record, tuple};
use crate::errors;
use crate::keys::{Entropy, KeyRing, Loan};
use crate::ledger::{read_flow, read_subject};
use crate::policy::{deviation_records, set_options};
use crate::transition::{Sealed, load, public_record, reload, repr, sealed, version};

/// Lifetimes and caps of the activation of a mobile application; lifetimes and delays in seconds.
///
/// What is not given is that of `mobile_activation`.
///
/// >>> PairingPolicy(max_attempts=3).lifetime_seconds
/// 300
///
/// Raises `ParseError`: `policy/bounds`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct PairingPolicy(domain::PairingPolicy);

#[pymethods]
impl PairingPolicy {
    #[new]
    #[pyo3(signature = (
        *, lifetime_seconds=None, max_attempts=None, failures_per_day=None, max_consecutive=None,
        issue_seconds=None, issues_per_day=None, free_failures=None, delay_seconds=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new(
        lifetime_seconds: Option<Whole>,
        max_attempts: Option<Whole>,
        failures_per_day: Option<Whole>,
        max_consecutive: Option<Whole>,
        issue_seconds: Option<Whole>,
        issues_per_day: Option<Whole>,
        free_failures: Option<Whole>,
        delay_seconds: Option<Whole>,
    ) -> PyResult<Self> {
        let mut builder = domain::PairingPolicy::builder();
        set_options! {
            builder:
            lifetime_seconds max_attempts failures_per_day max_consecutive
            issue_seconds issues_per_day free_failures delay_seconds
        }
        builder.build().map(Self).map_err(errors::parse)
    }

    /// Valid 5 minutes; 5 guesses a code, 10 wrong guesses a day, 10 codes a day.
    #[staticmethod]
    const fn mobile_activation() -> Self {
        Self(domain::PairingPolicy::mobile_activation())
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

    /// Wrong guesses in any 24 hours, over all codes of the account.
    #[getter]
    const fn failures_per_day(&self) -> u8 {
        self.0.failures_per_day()
    }

    /// Wrong guesses in a row that disable the record.
    #[getter]
    const fn max_consecutive(&self) -> u16 {
        self.0.max_consecutive()
    }

    /// Seconds between one code and the next.
    #[getter]
    const fn issue_seconds(&self) -> u32 {
        self.0.issue_seconds()
    }

    /// Codes in any 24 hours.
    #[getter]
    const fn issues_per_day(&self) -> u8 {
        self.0.issues_per_day()
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
        let (seconds, guesses) = (self.lifetime_seconds(), self.max_attempts());
        format!("PairingPolicy(lifetime_seconds={seconds}, max_attempts={guesses}, …)")
    }
}

/// What every step of a `Pairing` takes besides the event and the time: one for a whole service.
///
/// The keys are those of codes and of nothing else.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct PairingContext {
    policy: Py<PairingPolicy>,
    keys: Py<KeyRing>,
    entropy: Py<Entropy>,
}

#[pymethods]
impl PairingContext {
    #[new]
    #[pyo3(signature = (*, policy, keys, entropy))]
    const fn new(policy: Py<PairingPolicy>, keys: Py<KeyRing>, entropy: Py<Entropy>) -> Self {
        Self { policy, keys, entropy }
    }

    fn __repr__(&self) -> String {
        format!("PairingContext(policy={})", self.policy.get().__repr__())
    }
}

/// The record of an account: guesses left, codes left, the live code, the devices.
///
/// A step returns a `PairingTransition`: store its writes, then commit it. A phone knows the
/// identifier only: index the identifier of each `PairingCode` once it is committed, and start a
/// redemption with `find`, whether the index knows the identifier or not.
///
/// >>> Pairing.fresh("guardian-1").state
/// <PairingState.IDLE: 'idle'>
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Pairing(Versioned<Domain>);

impl Pairing {
    fn start(body: Domain) -> Self {
        Self(Versioned::fresh(body.key(), body))
    }

    fn step(
        &self,
        event: &Event,
        context: &PairingContext,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        let given = (&context.policy.get().0, &context.keys.get().0);
        let entropy = &mut Loan(context.entropy.get());
        let step = Sealed::step(&self.0, event, now, entropy, given).map_err(errors::step)?;
        Ok(PairingTransition(step))
    }
}

#[pymethods]
impl Pairing {
    /// The record of an account that was never stored.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn fresh(account: Text) -> PyResult<Self> {
        Ok(Self::start(Domain::new(read_subject(&account)?)))
    }

    /// Where to redeem `identifier`, of which the index says `found`.
    ///
    /// It is the record of that account, or one of the records of nobody; load what is stored under
    /// its `key` with `reload`, as `drive` does.
    ///
    /// Raises `ParseError`: `pairing/id-empty`, `pairing/id-format`, `id/format`.
    #[staticmethod]
    #[pyo3(signature = (identifier, found=None))]
    fn find(identifier: Text, found: Option<Text>) -> PyResult<Self> {
        let found = found.as_ref().map(read_subject).transpose()?;
        Ok(Self::start(Domain::find(&read_identifier(&identifier)?, found.as_ref())))
    }

    /// The record of an account from the bytes that were stored under its key.
    ///
    /// Raises `ParseError`: `id/format`; `StateError`: `state/corrupt`, `state/newer`,
    /// `state/other-kind`.
    #[staticmethod]
    fn load(account: Text, data: Bytes) -> PyResult<Self> {
        load(Domain::key_of(&read_subject(&account)?), &data).map(Self)
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

    /// What became of the last code, a `PairingState`: for the host, never for a phone.
    #[getter]
    const fn state(&self) -> Listed {
        Listed("PairingState", self.0.body().state())
    }

    /// Devices that may act for the account, `PairedDevice`, oldest first.
    #[getter]
    fn devices<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let device = |known: &domain::Device| {
            record!(py, "PairedDevice" {
                device: known.device.as_str(),
                since: Moment(known.since),
            })
        };
        self.0.body().devices().iter().map(device).collect()
    }

    /// When to step with `observe` next, or None.
    #[getter]
    fn next_deadline(&self) -> Option<Moment> {
        self.0.body().next_deadline().map(Moment)
    }

    /// What the page that shows `identifier` may show at `now`, a `PairingView`; without one, that
    /// of the last code.
    ///
    /// Raises `ParseError`: `pairing/id-empty`, `pairing/id-format`, `instant/…`,
    /// `instant/out-of-range`.
    #[pyo3(signature = (*, policy, now, identifier=None))]
    fn view<'py>(
        &self,
        py: Python<'py>,
        policy: PyRef<'py, PairingPolicy>,
        now: Moment,
        identifier: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let identifier = identifier.as_ref().map(read_identifier).transpose()?;
        let view = self.0.body().view(identifier.as_ref(), &policy.0, self.0.floor(now.0));
        record!(py, "PairingView" {
            step: Listed("PairingStep", view.step.code()),
            seconds_left: view.seconds_left,
            attempts_left: view.attempts_left,
            device: view.device.as_ref().map(DeviceId::as_str),
            issue_in_seconds: view.issue_in_seconds,
        })
    }

    /// Draw an identifier and a code for a person who signed in less than five minutes ago.
    ///
    /// The committed outcome holds them; a live code is superseded. `account` and `session` are
    /// those of the host's session, never of a request.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, account, session, signed_in_at, context, now))]
    fn issue(
        &self,
        account: Text,
        session: Text,
        signed_in_at: Moment,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        let (account, session) = (read_subject(&account)?, read_flow(&session)?);
        let session = FreshSession::new(account, session, signed_in_at.0);
        self.step(&Event::Issue { session }, &context, now)
    }

    /// Judge an identifier and a code that were typed on a device; their spelling is forgiven.
    ///
    /// Raises `ParseError`: `pairing/…` (nothing is charged then), `id/format`, `instant/…`;
    /// `StepError`.
    #[pyo3(signature = (*, identifier, code, device, context, now))]
    fn redeem(
        &self,
        identifier: Text,
        code: Secret,
        device: Text,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        let (identifier, code) = (read_identifier(&identifier)?, read_code(&code)?);
        let event = Event::Redeem { identifier, code, device: read_device(&device)? };
        self.step(&event, &context, now)
    }

    /// Hand out the grant of the last code again, after a crash, for ten minutes: to the device on
    /// which it was typed. Anything else is refused like a wrong code.
    ///
    /// No code is typed here, so make sure that it is this device which asks: by a key that it
    /// holds, or an id that nobody else knows.
    ///
    /// Raises `ParseError`: `pairing/…`, `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, identifier, device, context, now))]
    fn claim(
        &self,
        identifier: Text,
        device: Text,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        let (identifier, device) = (read_identifier(&identifier)?, read_device(&device)?);
        self.step(&Event::Claim { identifier, device }, &context, now)
    }

    /// The person withdraws the live code.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn revoke(
        &self,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        self.step(&Event::Revoke, &context, now)
    }

    /// The person takes a device its access away.
    ///
    /// Raises `ParseError`: `id/format`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, device, context, now))]
    fn revoke_device(
        &self,
        device: Text,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        self.step(&Event::RevokeDevice { device: read_device(&device)? }, &context, now)
    }

    /// Something happened to the account, an `AccountChange`: the live code is withdrawn.
    ///
    /// After a password reset, a grouping or a closing the devices lose their access too.
    ///
    /// Raises `ParseError`: `choice/unknown`, `instant/…`; `StepError`.
    #[pyo3(signature = (*, change, context, now))]
    fn account_changed(
        &self,
        change: Text,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        self.step(&Event::AccountChanged(read_change(&change)?), &context, now)
    }

    /// Open a disabled record: the school, or a sign-in with another authenticator, vouches.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn reinstate(
        &self,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        self.step(&Event::Reinstate, &context, now)
    }

    /// Take note that time has passed.
    ///
    /// Raises `ParseError`: `instant/…`; `StepError`.
    #[pyo3(signature = (*, context, now))]
    fn observe(
        &self,
        context: PyRef<'_, PairingContext>,
        now: Moment,
    ) -> PyResult<PairingTransition> {
        self.step(&Event::Observe, &context, now)
    }

    fn __repr__(&self) -> String {
        repr("Pairing", &self.0)
    }
}

sealed! {
    /// A step of a `Pairing`: what to write, and a sealed outcome.
    PairingTransition(Domain) => Pairing, outcome_record
}

fn outcome_record(py: Python<'_>, outcome: Outcome, now: Instant) -> PyResult<Bound<'_, PyAny>> {
    let (name, public) = (outcome.name(), outcome.public(now));
    let (mut code, mut grant, mut attempts_left, mut until) = (None, None, None, None);
    let mut revoked = Vec::new();
    match outcome {
        Outcome::Issued(drawn) => code = Some(PairingCode(drawn)),
        Outcome::Granted(granted) => grant = Some(DeviceGrant(granted)),
        Outcome::Wrong { attempts_left: left } => attempts_left = Some(left),
        Outcome::TryLater { until: opening } | Outcome::Delayed { until: opening } => {
            until = Some(Moment(opening));
        }
        Outcome::Revoked { devices } => revoked = devices,
        _ => {}
    }
    record!(py, "PairingOutcome" {
        name: Listed("PairingOutcomeName", name),
        public: public_record(py, public)?,
        code: code,
        grant: grant,
        attempts_left: attempts_left,
        until: until,
        revoked: tuple(py, revoked.iter().map(DeviceId::as_str))?,
    })
}

/// An identifier with its code, to show once on the page that asked. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct PairingCode(domain::PairingCode);

#[pymethods]
impl PairingCode {
    /// Public name of the activation, ten digits; index it.
    #[getter]
    fn identifier(&self) -> &str {
        self.0.identifier().as_str()
    }

    /// The same as a person reads it, such as `482 193 0576`.
    #[getter]
    fn identifier_shown(&self) -> String {
        self.0.identifier().to_string()
    }

    /// The code as a person reads it, `XXXX-XXXX`: never to be kept or logged.
    #[getter]
    fn printed(&self) -> String {
        self.0.printed().expose_secret().to_owned()
    }

    /// Both as a link that opens the application, content of the QR code too: never to be kept or
    /// logged.
    fn link(&self, base: PyRef<'_, BaseAddress>) -> String {
        self.0.link(&base.0).expose_secret().to_owned()
    }

    /// First instant at which the code is refused.
    #[getter]
    const fn expires_at(&self) -> Moment {
        Moment(self.0.expires_at())
    }

    /// Identifier of the code that this one replaces, or None; the index may forget it.
    #[getter]
    fn superseded(&self) -> Option<&str> {
        self.0.superseded().map(PairingId::as_str)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "PairingCode(redacted)"
    }
}

/// A device that may act for an account in the mobile application, and nothing more.
///
/// Only a committed step of a `Pairing` makes one. It cannot be pickled.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct DeviceGrant(domain::DeviceGrant);

#[pymethods]
impl DeviceGrant {
    /// The account.
    #[getter]
    fn account(&self) -> &str {
        self.0.account().as_str()
    }

    /// The device.
    #[getter]
    fn device(&self) -> &str {
        self.0.device().as_str()
    }

    /// The activation it came from; the index may forget it ten minutes later.
    #[getter]
    fn identifier(&self) -> &str {
        self.0.identifier().as_str()
    }

    /// When the code was typed.
    #[getter]
    const fn granted_at(&self) -> Moment {
        Moment(self.0.granted_at())
    }

    fn __repr__(&self) -> String {
        format!("DeviceGrant(account='{}', device='{}')", self.account(), self.device())
    }
}

/// Identifier and code as typed, or read from a link into the application. It cannot be pickled.
///
/// >>> base = BaseAddress.parse("https://ent.exemple.fr/mobile")
/// >>> payload = PairingPayload(identifier="482 193 0576", code="wdjb-mjht")
/// >>> payload.link(base).removeprefix(base.text)
/// '#id=4821930576&code=WDJBMJHT'
///
/// Raises `ParseError`: `pairing/id-empty`, `pairing/id-format`, `pairing/code-empty`,
/// `pairing/code-format`.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct PairingPayload(domain::PairingPayload);

#[pymethods]
impl PairingPayload {
    #[new]
    #[pyo3(signature = (*, identifier, code))]
    fn new(identifier: Text, code: Secret) -> PyResult<Self> {
        let (identifier, code) = (read_identifier(&identifier)?, read_code(&code)?);
        Ok(Self(domain::PairingPayload { identifier, code }))
    }

    /// Read a link that was scanned or opened, to the page or application of the configuration.
    ///
    /// Raises `ParseError`: `pairing-link/other`, `pairing-link/id`, `pairing-link/code`.
    #[staticmethod]
    fn parse(base: PyRef<'_, BaseAddress>, link: Secret) -> PyResult<Self> {
        let read = domain::PairingPayload::parse(&base.0, link.as_str());
        read.map(Self).map_err(errors::parse)
    }

    /// The ten digits of the identifier.
    #[getter]
    fn identifier(&self) -> &str {
        self.0.identifier.as_str()
    }

    /// The same as a person reads it, such as `482 193 0576`.
    #[getter]
    fn identifier_shown(&self) -> String {
        self.0.identifier.to_string()
    }

    /// The code as a person reads it, to be sent to the server: never to be kept or logged.
    #[getter]
    fn code(&self) -> String {
        self.0.code.printed().expose_secret().to_owned()
    }

    /// The link, content of the QR code too: never to be kept or logged.
    fn link(&self, base: PyRef<'_, BaseAddress>) -> String {
        self.0.to_link(&base.0).expose_secret().to_owned()
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "PairingPayload(redacted)"
    }
}

/// Read the identifier of an activation as typed: its ten digits, to look up in the index.
///
/// >>> parse_pairing_id("482 193 0576")
/// '4821930576'
///
/// Raises `ParseError`: `pairing/id-empty`, `pairing/id-format`.
#[pyfunction]
pub(crate) fn parse_pairing_id(text: Text) -> PyResult<String> {
    Ok(read_identifier(&text)?.into())
}

fn read_identifier(identifier: &Text) -> PyResult<PairingId> {
    PairingId::parse(identifier.as_str()).map_err(errors::parse)
}

fn read_code(code: &Secret) -> PyResult<PairingTyped> {
    PairingTyped::parse(code.as_str()).map_err(errors::parse)
}

fn read_device(device: &Text) -> PyResult<DeviceId> {
    DeviceId::parse(device.as_str()).map_err(errors::parse)
}

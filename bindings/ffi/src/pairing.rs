//! Activation of the mobile application.

mod outcome;
mod policy;

use std::fmt;
use std::sync::Arc;

use ent_auth::pairing::{Event, FreshSession, PairingId, PairingTyped};
use ent_core::transition::{Context, Versioned};
use ent_core::{DeviceId, FlowId, SubjectId};
use zeroize::Zeroizing;

pub use self::outcome::{DeviceGrant, PairingCode, PairingOutcome, PairingPayload};
pub use self::policy::{PairingPolicy, PairingPolicyOptions, PairingPolicyValues};
use crate::address::AccountChange;
use crate::mirror::labelled;
use crate::transition::{PublicOutcome, Sealed, StateWrite, number};
use crate::{EntError, Entropy, KeyRing, Timestamp};

type Domain = ent_auth::pairing::Pairing;

labelled! {
    /// Where an activation stands, for the signed-in person who asked for it.
    PairingStep = ent_auth::pairing::PairingStep {
        /// No code was ever asked for.
        Idle,
        /// The code may be typed.
        Issued,
        /// The code was typed on a device.
        Redeemed,
        /// The code was too old when it was looked at.
        Expired,
        /// The code was guessed at too often.
        Exhausted,
        /// Another code was asked for since.
        Superseded,
        /// The code, or the access of the device that it let in, was withdrawn.
        Revoked,
    }
}

/// What the signed-in page of the account may show; not for a phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PairingView {
    /// Where the activation stands.
    pub step: PairingStep,
    /// Seconds during which the code may be typed.
    pub seconds_left: i64,
    /// Guesses left at this code.
    pub attempts_left: i32,
    /// Device on which the code was typed.
    pub device: Option<String>,
    /// Seconds before another code may be asked for.
    pub issue_in_seconds: i64,
}

/// A device that may act for an account.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PairedDevice {
    /// The device, as the host names it.
    pub device: String,
    /// When it was activated.
    pub since: Timestamp,
}

/// What every step of a `Pairing` uses: make it once for a service.
#[derive(Debug, uniffi::Object)]
pub struct PairingContext {
    policy: Arc<PairingPolicy>,
    keys: Arc<KeyRing>,
    entropy: Arc<Entropy>,
}

#[uniffi::export]
impl PairingContext {
    /// A context of these; the keys are those of codes and of nothing else.
    #[uniffi::constructor]
    pub fn new(policy: Arc<PairingPolicy>, keys: Arc<KeyRing>, entropy: Arc<Entropy>) -> Self {
        Self { policy, keys, entropy }
    }
}

/// The record of an account: guesses left, codes left, the live code, the devices.
///
/// A pairing never changes: each step gives a `PairingTransition`. Store what that asks for, then
/// commit it: the outcome and the next pairing come out.
///
/// A phone knows the identifier only: index the identifier of each `PairingCode` once it is
/// committed, and start a redemption with `find`, whether the index knows the identifier or not.
#[derive(uniffi::Object)]
pub struct Pairing {
    inner: Versioned<Domain>,
}

#[uniffi::export]
impl Pairing {
    /// The record of an account that has never been stored.
    ///
    /// Fails with `id/format`.
    #[uniffi::constructor]
    pub fn fresh(account: &str) -> Result<Self, EntError> {
        Ok(Self::start(Domain::new(SubjectId::parse(account)?)))
    }

    /// Where to redeem `identifier`, of which the index says `found`: the record of that account, or
    /// one of the records of nobody. Load what is stored under its `key` with `reload`.
    ///
    /// Fails with `pairing/id-empty`, `pairing/id-format` or `id/format`.
    #[uniffi::constructor]
    pub fn find(identifier: &str, found: Option<String>) -> Result<Self, EntError> {
        let identifier = PairingId::parse(identifier)?;
        let found = found.map(|account| SubjectId::parse(&account)).transpose()?;
        Ok(Self::start(Domain::find(&identifier, found.as_ref())))
    }

    /// This record as an earlier step stored it.
    ///
    /// Fails with `state/corrupt`, `state/newer` or `state/other-kind`.
    pub fn reload(&self, bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: Versioned::load(self.inner.key().clone(), &bytes)? })
    }

    /// Key of the record.
    pub fn key(&self) -> String {
        self.inner.key().to_string()
    }

    /// Stored version; none when the record has never been stored.
    pub fn version(&self) -> Option<i64> {
        number(self.inner.version())
    }

    /// Name of the state of the last code, safe to log but not to show on a phone: `idle`, `issued`,
    /// `redeemed`, `exhausted`, `expired` or `revoked`; `decoy` for a record of nobody.
    pub fn state(&self) -> String {
        self.inner.body().state().to_owned()
    }

    /// Devices that may act for the account, oldest first.
    pub fn devices(&self) -> Vec<PairedDevice> {
        let known = self.inner.body().devices().iter();
        known
            .map(|known| PairedDevice { device: known.device.to_string(), since: known.since })
            .collect()
    }

    /// What the page that shows `identifier` may show; none stands for the last code.
    ///
    /// Fails with `pairing/id-…` or `instant/out-of-range`.
    pub fn view(
        &self,
        identifier: Option<String>,
        policy: &PairingPolicy,
        now: Timestamp,
    ) -> Result<PairingView, EntError> {
        let identifier = identifier.map(|text| PairingId::parse(&text)).transpose()?;
        let now = self.inner.floor(now);
        let view = self.inner.body().view(identifier.as_ref(), &policy.inner, now);
        Ok(PairingView {
            step: view.step.into(),
            seconds_left: view.seconds_left,
            attempts_left: view.attempts_left.into(),
            device: view.device.map(Into::into),
            issue_in_seconds: view.issue_in_seconds,
        })
    }

    /// When to step with `observe` next, if ever.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.inner.body().next_deadline()
    }

    /// Draws an identifier and a code for a person signed in, or in again, at `signed_in_at`, less
    /// than five minutes ago; a live code is superseded. `account` and `session` are those of the
    /// host's session, never of a request.
    ///
    /// Fails with `id/format`, `instant/out-of-range`, `step/clock` or `step/entropy`.
    pub fn issue(
        &self,
        account: &str,
        session: &str,
        signed_in_at: Timestamp,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        let (account, session) = (SubjectId::parse(account)?, FlowId::parse(session)?);
        let session = FreshSession::new(account, session, signed_in_at);
        self.step(&Event::Issue { session }, context, now)
    }

    /// Judges an identifier and a code that were typed on a device.
    ///
    /// Fails with `pairing/…` (nothing is charged then), `id/format`, `step/keys`, or like `issue`.
    pub fn redeem(
        &self,
        identifier: &str,
        code: String,
        device: &str,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        let event = Event::Redeem {
            identifier: PairingId::parse(identifier)?,
            code: PairingTyped::parse(&Zeroizing::new(code))?,
            device: DeviceId::parse(device)?,
        };
        self.step(&event, context, now)
    }

    /// Hands out the grant of the last code again, after a crash, for ten minutes: to the device on
    /// which it was typed. Anything else is refused like a wrong code. No code is typed here, so make
    /// sure that it is this device which asks: by a key that it holds, or an id that nobody else knows.
    ///
    /// Fails with `pairing/id-…`, `id/format`, `instant/out-of-range` or `step/clock`.
    pub fn claim(
        &self,
        identifier: &str,
        device: &str,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        let (identifier, device) = (PairingId::parse(identifier)?, DeviceId::parse(device)?);
        self.step(&Event::Claim { identifier, device }, context, now)
    }

    /// The person withdraws the live code.
    ///
    /// Fails with `instant/out-of-range`, `step/clock`, or `step/out-of-order` on a record of nobody.
    pub fn revoke(
        &self,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        self.step(&Event::Revoke, context, now)
    }

    /// The person takes a device its access away.
    ///
    /// Fails with `id/format`, or like `revoke`.
    pub fn revoke_device(
        &self,
        device: &str,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        self.step(&Event::RevokeDevice { device: DeviceId::parse(device)? }, context, now)
    }

    /// Something happened to the account: the live code is withdrawn, and after a password reset, a
    /// grouping or a closing the devices lose their access too.
    ///
    /// Fails like `revoke`.
    pub fn account_changed(
        &self,
        change: AccountChange,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        self.step(&Event::AccountChanged(change.into()), context, now)
    }

    /// Opens a disabled record: the school, or a sign-in with another authenticator, vouches.
    ///
    /// Fails like `revoke`.
    pub fn reinstate(
        &self,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        self.step(&Event::Reinstate, context, now)
    }

    /// Takes note that time has passed.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn observe(
        &self,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        self.step(&Event::Observe, context, now)
    }
}

impl Pairing {
    fn start(body: Domain) -> Self {
        Self { inner: Versioned::fresh(body.key(), body) }
    }

    fn step(
        &self,
        event: &Event,
        context: &PairingContext,
        now: Timestamp,
    ) -> Result<PairingTransition, EntError> {
        let mut entropy = &*context.entropy;
        let mut cx = Context {
            now,
            entropy: &mut entropy,
            policy: &context.policy.inner,
            keys: &context.keys.inner,
        };
        let sealed = Sealed::new(self.inner.step(event, &mut cx)?);
        Ok(PairingTransition { sealed, now: self.inner.floor(now) })
    }
}

impl fmt::Debug for Pairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Key of the record of an account, to load it by.
///
/// Fails with `id/format`.
#[uniffi::export]
pub fn pairing_key(account: &str) -> Result<String, EntError> {
    Ok(Domain::key_of(&SubjectId::parse(account)?).to_string())
}

/// A step of a `Pairing` whose outcome is sealed until it is stored.
#[derive(Debug, uniffi::Object)]
pub struct PairingTransition {
    sealed: Sealed<Domain>,
    now: Timestamp,
}

#[uniffi::export]
impl PairingTransition {
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
    pub fn commit(&self, stored: bool) -> Result<CommittedPairing, EntError> {
        let committed = self.sealed.commit(stored)?;
        Ok(CommittedPairing {
            pairing: Arc::new(Pairing { inner: committed.state }),
            name: committed.outcome.name().to_owned(),
            public_outcome: committed.outcome.public(self.now).into(),
            outcome: committed.outcome.into(),
        })
    }
}

/// A stored step of a `Pairing`.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommittedPairing {
    /// The record as stored.
    pub pairing: Arc<Pairing>,
    /// What was decided, for the host and its audit trail.
    pub outcome: PairingOutcome,
    /// Stable name of the outcome, safe to log.
    pub name: String,
    /// What the page or the phone may be told.
    pub public_outcome: PublicOutcome,
}

#[cfg(test)]
mod tests;

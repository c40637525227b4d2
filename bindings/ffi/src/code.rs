//! One-time codes.

mod outcome;
mod policy;
mod sms;

use std::fmt;
use std::sync::Arc;

use ent_auth::code::{Event, TypedCode};
use ent_core::transition::{Context, Versioned};
use ent_core::{FlowId, SubjectId};
use zeroize::Zeroizing;

pub use self::outcome::{LedgerOutcome, PhoneProof};
pub use self::policy::{CodePolicy, CodePolicyOptions, CodePolicyValues, Deviation};
pub use self::sms::{BoundCode, Sms, SmsEncoding, SmsLength, SmsMessage, measure_sms, read_sms};
use crate::contact::PhoneNumber;
use crate::mirror::{coded, mirror};
use crate::transition::{PublicOutcome, Sealed, StateWrite, number};
use crate::{EntError, Entropy, KeyRing, Timestamp};

type Domain = ent_auth::code::Ledger;

/// What a one-time code is asked for; a code for one purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum CodePurpose {
    /// Activation of an account.
    Activation,
    /// A lost identifier or password.
    Recovery,
    /// A new number on the contact card.
    PhoneChange,
}

impl From<CodePurpose> for ent_auth::code::Purpose {
    fn from(purpose: CodePurpose) -> Self {
        match purpose {
            CodePurpose::Activation => Self::Activation,
            CodePurpose::Recovery => Self::Recovery,
            CodePurpose::PhoneChange => Self::PhoneChange,
        }
    }
}

#[uniffi::export]
impl CodePurpose {
    /// Stable code, the same in every language.
    pub fn code(&self) -> String {
        ent_auth::code::Purpose::from(*self).code().to_owned()
    }
}

mirror! {
    /// Whether somebody will read the message; never to be shown.
    Audience = ent_auth::code::Audience {
        /// The number is the one the school has for this person.
        Known,
        /// Nobody was found: the ledger behaves alike, sends nothing, accepts no code.
        Decoy,
    }
}

coded! {
    /// Where a person stands with a one-time code, as far as they may know.
    LedgerStep = ent_auth::code::LedgerStep {
        /// No code was ever asked for.
        Idle,
        /// A code may be typed.
        Pending,
        /// The right code was typed.
        Verified,
        /// The code is of no use any more: back to phone entry.
        Closed,
    }
}

/// What may travel to the page or the phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LedgerView {
    /// Where the person stands.
    pub step: LedgerStep,
    /// Masked number, while a code may be typed.
    pub sent_to: Option<String>,
    /// Seconds during which the code may be typed.
    pub seconds_left: i64,
    /// Guesses left at this code.
    pub attempts_left: i32,
    /// Seconds before another code may be asked for, while one may be typed.
    pub resend_in_seconds: Option<i64>,
}

/// What every step of a `Ledger` uses: make it once for a service.
#[derive(Debug, uniffi::Object)]
pub struct LedgerContext {
    policy: Arc<CodePolicy>,
    keys: Arc<KeyRing>,
    entropy: Arc<Entropy>,
}

#[uniffi::export]
impl LedgerContext {
    /// A context of these; the keys are those of codes and of nothing else.
    #[uniffi::constructor]
    pub fn new(policy: Arc<CodePolicy>, keys: Arc<KeyRing>, entropy: Arc<Entropy>) -> Self {
        Self { policy, keys, entropy }
    }
}

/// The record of a (subject, purpose): guesses left, messages left, the live code.
///
/// A ledger never changes: each step gives a `LedgerTransition`. Store what that asks for, then
/// commit it: the outcome and the next ledger come out. Keep the record on the server side and show
/// `view`.
///
/// `flow` names one journey of one person. `now` is never before the latest time the ledger has
/// seen: an earlier one counts as that.
#[derive(uniffi::Object)]
pub struct Ledger {
    inner: Versioned<Domain>,
}

#[uniffi::export]
impl Ledger {
    /// A ledger that has never been stored.
    ///
    /// Fails with `id/format`.
    #[uniffi::constructor]
    pub fn fresh(subject: &str, purpose: CodePurpose) -> Result<Self, EntError> {
        let subject = SubjectId::parse(subject)?;
        let key = Domain::key(&subject, purpose.into());
        Ok(Self { inner: Versioned::fresh(key, Domain::new(subject, purpose.into())) })
    }

    /// Reads what an earlier step of the same subject and purpose stored.
    ///
    /// Fails with `id/format`, `state/corrupt`, `state/newer` or `state/other-kind`.
    #[uniffi::constructor]
    pub fn load(subject: &str, purpose: CodePurpose, bytes: Vec<u8>) -> Result<Self, EntError> {
        let key = Domain::key(&SubjectId::parse(subject)?, purpose.into());
        Ok(Self { inner: Versioned::load(key, &bytes)? })
    }

    /// Key of the record.
    pub fn key(&self) -> String {
        self.inner.key().to_string()
    }

    /// Stored version; none when the ledger has never been stored.
    pub fn version(&self) -> Option<i64> {
        number(self.inner.version())
    }

    /// Name of the state of the live code, safe to log but not to show: `idle`, `pending`,
    /// `verified`, `exhausted`, `expired` or `cancelled`.
    pub fn state(&self) -> String {
        self.inner.body().state().to_owned()
    }

    /// What journey `flow` may be shown; the same for a known person and a decoy. Another journey
    /// than the one of the live code is shown nothing of it.
    ///
    /// Fails with `id/format` or `instant/out-of-range`.
    pub fn view(
        &self,
        flow: &str,
        policy: &CodePolicy,
        now: Timestamp,
    ) -> Result<LedgerView, EntError> {
        let flow = FlowId::parse(flow)?;
        let view = self.inner.body().view(&flow, &policy.inner, self.inner.floor(now));
        Ok(LedgerView {
            step: view.step.into(),
            sent_to: view.sent_to,
            seconds_left: view.seconds_left,
            attempts_left: view.attempts_left.into(),
            resend_in_seconds: view.resend_in_seconds,
        })
    }

    /// When to step with `observe` next, if ever.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.inner.body().next_deadline()
    }

    /// Draws a code for a number of the school's record; a live code is superseded.
    ///
    /// Fails with `id/format`, `phone/format`, `instant/out-of-range`, `step/clock` or
    /// `step/entropy`.
    pub fn issue(
        &self,
        flow: &str,
        to: PhoneNumber,
        audience: Audience,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        let (flow, to) = (FlowId::parse(flow)?, to.read()?);
        self.step(&Event::Issue { flow, to, audience: audience.into() }, context, now)
    }

    /// Draws another code for the same number; no guess is given back.
    ///
    /// Fails like `issue`.
    pub fn resend(
        &self,
        flow: &str,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        self.step(&Event::Resend { flow: FlowId::parse(flow)? }, context, now)
    }

    /// Judges what a person typed.
    ///
    /// Fails with `code/empty` or `code/format` (nothing is charged then), `step/keys`, or like
    /// `issue`.
    pub fn submit(
        &self,
        flow: &str,
        code: String,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        let code = TypedCode::parse(&Zeroizing::new(code))?;
        self.step(&Event::Submit { flow: FlowId::parse(flow)?, code }, context, now)
    }

    /// Withdraws the live code: the number changes or the journey is left.
    ///
    /// Fails like `issue`.
    pub fn cancel(
        &self,
        flow: &str,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        self.step(&Event::Cancel { flow: FlowId::parse(flow)? }, context, now)
    }

    /// Hands out the proof again, after a crash, for ten minutes.
    ///
    /// Fails like `issue`.
    pub fn claim(
        &self,
        flow: &str,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        self.step(&Event::Claim { flow: FlowId::parse(flow)? }, context, now)
    }

    /// Takes note that time has passed.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn observe(
        &self,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        self.step(&Event::Observe, context, now)
    }

    /// Opens a disabled ledger: the school, or a sign-in with another authenticator, vouches.
    ///
    /// Fails like `observe`.
    pub fn reinstate(
        &self,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        self.step(&Event::Reinstate, context, now)
    }
}

impl Ledger {
    fn step(
        &self,
        event: &Event,
        context: &LedgerContext,
        now: Timestamp,
    ) -> Result<LedgerTransition, EntError> {
        let mut entropy = &*context.entropy;
        let mut cx = Context {
            now,
            entropy: &mut entropy,
            policy: &context.policy.inner,
            keys: &context.keys.inner,
        };
        let sealed = Sealed::new(self.inner.step(event, &mut cx)?);
        Ok(LedgerTransition { sealed, now: self.inner.floor(now) })
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Key of the record of a subject and purpose, to load it by.
///
/// Fails with `id/format`.
#[uniffi::export]
pub fn ledger_key(subject: &str, purpose: CodePurpose) -> Result<String, EntError> {
    Ok(Domain::key(&SubjectId::parse(subject)?, purpose.into()).to_string())
}

/// A step of a `Ledger` whose outcome is sealed until it is stored.
#[derive(Debug, uniffi::Object)]
pub struct LedgerTransition {
    sealed: Sealed<Domain>,
    now: Timestamp,
}

#[uniffi::export]
impl LedgerTransition {
    /// Records to store before `commit`; none when the step changed nothing.
    ///
    /// Fails with `transition/spent` after a commit.
    pub fn writes(&self) -> Result<Vec<StateWrite>, EntError> {
        self.sealed.writes()
    }

    /// Opens the outcome once the store has answered: `stored` says whether every write was made.
    /// Either way the transition is spent.
    ///
    /// Fails with `cas/lost` when it was not: load the ledger again and step again. Fails with
    /// `transition/spent` the second time.
    pub fn commit(&self, stored: bool) -> Result<CommittedLedger, EntError> {
        let committed = self.sealed.commit(stored)?;
        Ok(CommittedLedger {
            ledger: Arc::new(Ledger { inner: committed.state }),
            name: committed.outcome.name().to_owned(),
            public_outcome: committed.outcome.public(self.now).into(),
            outcome: committed.outcome.into(),
        })
    }
}

/// A stored step of a `Ledger`.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommittedLedger {
    /// The ledger as stored.
    pub ledger: Arc<Ledger>,
    /// What was decided, for the host and its audit trail.
    pub outcome: LedgerOutcome,
    /// Stable name of the outcome, safe to log.
    pub name: String,
    /// What the person may be told.
    pub public_outcome: PublicOutcome,
}

#[cfg(test)]
mod tests;

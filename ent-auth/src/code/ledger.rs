//! The record of a (subject, purpose): guesses left, messages left, the live code.
//!
//! | code     | `Issue`   | `Resend`        | `Submit`                          | `Cancel`    | `Claim`         | `Observe` |
//! |----------|-----------|-----------------|-----------------------------------|-------------|-----------------|-----------|
//! | none     | `Pending` | nothing pending | nothing pending                   | –           | nothing pending | –         |
//! | pending  | `Pending` | `Pending`       | `Verified`, `Pending`, `Exhausted`| `Cancelled` | nothing pending | –         |
//! | too old  | `Pending` | `Expired`       | `Expired`                         | `Expired`   | `Expired`       | `Expired` |
//! | verified | `Pending` | nothing pending | nothing pending                   | –           | the same proof  | –         |
//! | any other| `Pending` | nothing pending | nothing pending                   | –           | nothing pending | –         |
//!
//! `Reinstate` opens a disabled ledger and leaves the code as it is.
//!
//! A closed budget answers "try later" to `Issue`, `Resend` and `Submit` alike, and nothing is
//! charged. Wrong guesses are charged to the code and to the budget in the same step that judges
//! them.

use std::fmt;

use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{FlowId, Instant, PhoneNumber, SubjectId};
use serde::{Deserialize, Serialize};

use super::budget::{AttemptBudget, SendBudget};
use super::challenge::{Binding, Challenge, ChallengeState};
use super::{Outcome, PhoneProof, Policy, Purpose, Sms, TypedCode};
use crate::KeyRing;

/// The record of a (subject, purpose). Keep it on the server side; show [`view`](Self::view).
///
/// ```
/// use ent_auth::code::{Audience, Event, Ledger, Outcome, Policy, Purpose, TypedCode};
/// use ent_auth::{Key, KeyId, KeyRing};
/// use ent_core::transition::{CasResult, Context, Versioned};
/// use ent_core::{FlowId, Instant, PhoneNumber, Region, SubjectId};
/// # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
/// # let mut entropy = ChaCha20Rng::seed_from_u64(1);
/// # let keys = KeyRing::new(KeyId::parse("2026")?, Key::new(vec![7; 32])?);
///
/// let subject = SubjectId::parse("guardian-1")?;
/// let ledger = Ledger::new(subject.clone(), Purpose::Activation);
/// let key = Ledger::key(&subject, Purpose::Activation);
/// let state = Versioned::fresh(key, ledger);
///
/// let now = Instant::parse("2021-09-01T08:00:00Z")?;
/// let policy = Policy::educonnect_sms();
/// let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
/// let issue = Event::Issue {
///     flow: FlowId::parse("flow-1")?,
///     to: PhoneNumber::parse("06 12 34 56 78", Region::FR)?,
///     audience: Audience::Known,
/// };
/// let transition = state.step(&issue, &mut cx)?;
/// // … store transition.writes() by compare-and-swap, then:
/// let committed = transition.commit(CasResult::Stored)?;
/// assert!(matches!(committed.outcome, Outcome::SendSms(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    subject: SubjectId,
    purpose: Purpose,
    attempts: AttemptBudget,
    sends: SendBudget,
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge: Option<Challenge>,
}

/// Whether somebody will read the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a person is known or not")]
pub enum Audience {
    /// The number is the one the school has for this person.
    Known,
    /// Nobody was found: behave alike, send nothing, accept no code.
    Decoy,
}

/// What may happen to a [`Ledger`].
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "adding an event changes every transition")]
pub enum Event {
    /// Draw a code for a number; a live one is superseded.
    Issue {
        /// Journey that asks.
        flow: FlowId,
        /// Number from the school's record.
        to: PhoneNumber,
        /// Whether somebody will read the message.
        audience: Audience,
    },
    /// Draw another code for the same number.
    Resend {
        /// Journey that asks.
        flow: FlowId,
    },
    /// A person typed a code.
    Submit {
        /// Journey in which it was typed.
        flow: FlowId,
        /// What was typed.
        code: TypedCode,
    },
    /// The number changes or the journey is left: withdraw the live code.
    Cancel {
        /// Journey that asks.
        flow: FlowId,
    },
    /// Hand out the proof again, after a crash.
    Claim {
        /// Journey that asks.
        flow: FlowId,
    },
    /// Time has passed.
    Observe,
    /// The school, or a sign-in with another authenticator, opens a disabled ledger.
    Reinstate,
}

impl Ledger {
    /// A ledger without code, failure or message.
    #[must_use]
    pub fn new(subject: SubjectId, purpose: Purpose) -> Self {
        Self {
            subject,
            purpose,
            attempts: AttemptBudget::default(),
            sends: SendBudget::default(),
            challenge: None,
        }
    }

    /// Key of the record of a subject and purpose.
    #[must_use]
    pub fn key(subject: &SubjectId, purpose: Purpose) -> StateKey {
        StateKey::new::<Self>(format_args!("{}/{subject}", purpose.code()))
    }

    /// Who the record is about.
    #[must_use]
    pub const fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// What its codes are for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Name of the state of the live code, safe to log but not to show: `idle`, `pending`,
    /// `verified`, `exhausted`, `expired` or `cancelled`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match &self.challenge {
            None => "idle",
            Some(challenge) => match challenge.state {
                ChallengeState::Pending { .. } => "pending",
                ChallengeState::Verified { .. } => "verified",
                ChallengeState::Exhausted => "exhausted",
                ChallengeState::Expired => "expired",
                ChallengeState::Cancelled => "cancelled",
            },
        }
    }

    /// When to step with [`Event::Observe`] next, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let pending = |challenge: &&Challenge| challenge.is_live(challenge.issued_at);
        self.challenge.as_ref().filter(pending).map(|challenge| challenge.expires_at)
    }

    /// What journey `flow` may be shown at `now`; the same for a known person and a decoy. Another
    /// journey than the one of the live code is shown nothing of it.
    #[must_use]
    pub fn view(&self, flow: &FlowId, policy: &Policy, now: Instant) -> LedgerView {
        let own = self.challenge.as_ref().filter(|challenge| challenge.flow == *flow);
        let live = own.filter(|challenge| challenge.is_live(now));
        let step = match own.map(|challenge| &challenge.state) {
            None if self.challenge.is_none() => LedgerStep::Idle,
            Some(ChallengeState::Pending { .. }) if live.is_some() => LedgerStep::Pending,
            Some(ChallengeState::Verified { .. }) => LedgerStep::Verified,
            None
            | Some(
                ChallengeState::Pending { .. }
                | ChallengeState::Exhausted
                | ChallengeState::Expired
                | ChallengeState::Cancelled,
            ) => LedgerStep::Closed,
        };
        LedgerView {
            step,
            sent_to: live.map(|challenge| challenge.to.masked()),
            seconds_left: live.map_or(0, |challenge| challenge.expires_at.seconds_since(now)),
            attempts_left: live
                .map_or(0, |challenge| policy.max_attempts().saturating_sub(challenge.failed)),
            resend_in_seconds: live.map(|_| {
                let until = self.closed_until(policy, now);
                until.map_or(0, |until| until.seconds_since(now))
            }),
        }
    }

    const fn binding(&self) -> Binding<'_> {
        Binding { subject: &self.subject, purpose: self.purpose }
    }

    /// This ledger with another code, or with its code after a change.
    fn with(&self, challenge: Challenge) -> Self {
        Self {
            subject: self.subject.clone(),
            purpose: self.purpose,
            attempts: self.attempts.clone(),
            sends: self.sends.clone(),
            challenge: Some(challenge),
        }
    }

    fn closed_until(&self, policy: &Policy, now: Instant) -> Option<Instant> {
        self.attempts
            .closed_until(policy.attempts(), now)
            .max(self.sends.closed_until(policy.sends(), now))
    }

    fn issue(
        &self,
        flow: &FlowId,
        to: &PhoneNumber,
        audience: Audience,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if self.attempts.is_disabled() {
            return Ok(self.unchanged(Outcome::Disabled));
        }
        if !to.can_receive_sms() {
            return Ok(self.unchanged(Outcome::NoSms));
        }
        if let Some(until) = self.closed_until(cx.policy, cx.now) {
            return Ok(self.unchanged(Outcome::TryLater { until }));
        }
        let decoy = audience == Audience::Decoy;
        let (challenge, code) = Challenge::draw(self.binding(), flow, to, decoy, cx)?;
        let outcome = match audience {
            Audience::Known => {
                Outcome::SendSms(Sms::new(to.clone(), code, challenge.expires_at, cx.policy))
            }
            Audience::Decoy => Outcome::NothingToSend,
        };
        let mut next = self.with(challenge);
        next.sends.send(cx.now);
        Ok(Decision::new(next, outcome))
    }

    fn resend(
        &self,
        challenge: &Challenge,
        decoy: bool,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let audience = if decoy { Audience::Decoy } else { Audience::Known };
        self.issue(&challenge.flow, &challenge.to, audience, cx)
    }

    fn submit(
        &self,
        challenge: &Challenge,
        code: &TypedCode,
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if code.digits().len() != usize::from(cx.policy.digits()) {
            return Ok(self.unchanged(Outcome::Malformed));
        }
        if self.attempts.is_disabled() {
            return Ok(self.unchanged(Outcome::Disabled));
        }
        if let Some(until) = self.attempts.closed_until(cx.policy.attempts(), cx.now) {
            return Ok(self.unchanged(Outcome::TryLater { until }));
        }
        // The policy may allow fewer guesses than when the code was drawn.
        if challenge.failed >= cx.policy.max_attempts() {
            let next = self.with(challenge.ended(ChallengeState::Exhausted));
            return Ok(Decision::new(next, Outcome::Exhausted));
        }
        if challenge.matches(self.binding(), code, cx.keys)? {
            let mut next = self.with(challenge.ended(ChallengeState::Verified { at: cx.now }));
            next.attempts.succeed();
            return Ok(Decision::new(next, Outcome::Verified(self.proof(challenge, cx.now))));
        }
        let failed = challenge.failed.saturating_add(1);
        let attempts_left = cx.policy.max_attempts().saturating_sub(failed);
        let (state, outcome) = if attempts_left == 0 {
            (ChallengeState::Exhausted, Outcome::Exhausted)
        } else {
            (challenge.state.clone(), Outcome::Wrong { attempts_left })
        };
        let mut next = self.with(challenge.with(failed, state));
        next.attempts.fail(cx.policy.attempts(), cx.now);
        Ok(Decision::new(next, outcome))
    }

    fn proof(&self, challenge: &Challenge, proved_at: Instant) -> PhoneProof {
        PhoneProof {
            flow: challenge.flow.clone(),
            subject: self.subject.clone(),
            purpose: self.purpose,
            destination: challenge.to.clone(),
            challenge: challenge.id.clone(),
            proved_at,
        }
    }

    fn unchanged(&self, outcome: Outcome) -> Decision<Self> {
        Decision::new(self.clone(), outcome)
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger")
            .field("subject", &self.subject)
            .field("purpose", &self.purpose)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

impl Lifecycle for Ledger {
    const KIND: &'static str = "code_ledger";
    const SCHEMA: u16 = 1;
    type Event = Event;
    type Outcome = Outcome;
    type Policy = Policy;
    type Keys = KeyRing;

    fn decide(
        &self,
        event: &Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        use ChallengeState::{Cancelled, Exhausted, Expired, Pending, Verified};

        if matches!(event, Event::Reinstate) {
            let mut next = self.clone();
            next.attempts.reinstate();
            return Ok(Decision::new(next, Outcome::Reinstated));
        }
        if let Event::Issue { flow, to, audience } = event {
            return self.issue(flow, to, *audience, cx);
        }
        let Some(challenge) = &self.challenge else {
            return Ok(self.unchanged(match event {
                Event::Observe | Event::Cancel { .. } => Outcome::Observed,
                Event::Issue { .. }
                | Event::Reinstate
                | Event::Resend { .. }
                | Event::Submit { .. }
                | Event::Claim { .. } => Outcome::NothingPending,
            }));
        };
        if event.flow().is_some_and(|flow| *flow != challenge.flow) {
            return Ok(self.unchanged(Outcome::OtherFlow));
        }
        let too_old = cx.now >= challenge.expires_at;
        match (&challenge.state, event) {
            (Pending { .. }, Event::Observe) if too_old => {
                Ok(Decision::new(self.with(challenge.ended(Expired)), Outcome::Observed))
            }
            (Pending { .. }, _) if too_old => {
                Ok(Decision::new(self.with(challenge.ended(Expired)), Outcome::Expired))
            }
            (Pending { decoy, .. }, Event::Resend { .. }) => self.resend(challenge, *decoy, cx),
            (Pending { .. }, Event::Submit { code, .. }) => self.submit(challenge, code, cx),
            (Pending { .. }, Event::Cancel { .. }) => {
                Ok(Decision::new(self.with(challenge.ended(Cancelled)), Outcome::Cancelled))
            }
            (Verified { at }, Event::Claim { .. }) => {
                let proof = self.proof(challenge, *at);
                let fresh = proof.is_fresh(cx.now);
                let outcome =
                    if fresh { Outcome::Verified(proof) } else { Outcome::NothingPending };
                Ok(self.unchanged(outcome))
            }
            (
                Pending { .. } | Verified { .. } | Exhausted | Expired | Cancelled,
                Event::Observe | Event::Cancel { .. },
            ) => Ok(self.unchanged(Outcome::Observed)),
            (
                Pending { .. } | Verified { .. } | Exhausted | Expired | Cancelled,
                Event::Resend { .. }
                | Event::Submit { .. }
                | Event::Claim { .. }
                | Event::Issue { .. }
                | Event::Reinstate,
            ) => Ok(self.unchanged(Outcome::NothingPending)),
        }
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        *key == Self::key(&self.subject, self.purpose)
            && self.attempts.could_be(seen)
            && self.sends.could_be(Policy::MAX_SENDS_PER_DAY, seen)
            && self.sends.counts(self.challenge.as_ref().map(|challenge| challenge.issued_at))
            && self.challenge.as_ref().is_none_or(|challenge| challenge.could_be(seen))
    }
}

impl Event {
    /// The journey the event belongs to, when it belongs to one.
    const fn flow(&self) -> Option<&FlowId> {
        match self {
            Self::Issue { flow, .. }
            | Self::Resend { flow }
            | Self::Submit { flow, .. }
            | Self::Cancel { flow }
            | Self::Claim { flow } => Some(flow),
            Self::Observe | Self::Reinstate => None,
        }
    }
}

/// What may travel to the page or the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LedgerView {
    /// Where the person stands.
    pub step: LedgerStep,
    /// Masked number, while a code may be typed.
    pub sent_to: Option<String>,
    /// Seconds during which the code may be typed.
    pub seconds_left: i64,
    /// Guesses left at this code.
    pub attempts_left: u8,
    /// Seconds before another code may be asked for, while one may be typed.
    pub resend_in_seconds: Option<i64>,
}

/// Where a person stands with a one-time code, as far as they may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a finer step would tell cases apart")]
pub enum LedgerStep {
    /// No code was ever asked for.
    Idle,
    /// A code may be typed.
    Pending,
    /// The right code was typed.
    Verified,
    /// The code is of no use any more: back to phone entry.
    Closed,
}

impl LedgerStep {
    /// Stable identifier.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Pending => "pending",
            Self::Verified => "verified",
            Self::Closed => "closed",
        }
    }
}

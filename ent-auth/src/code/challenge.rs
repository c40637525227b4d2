//! One code in its life.

use std::fmt;

use ctutils::CtEq;
use ent_core::transition::{Context, StepError};
use ent_core::{Entropy, EntropyError, FlowId, Instant, PhoneNumber, SubjectId};
use serde::{Deserialize, Serialize};

use super::{Policy, Purpose, TypedCode, draw};
use crate::hex::Hex;
use crate::{Key, KeyId, KeyRing, SecretText};

/// Random name of one code: 32 hexadecimal digits, no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChallengeId(Hex<16>);

impl ChallengeId {
    fn draw(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(Hex(bytes)))
    }
}

impl fmt::Display for ChallengeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for ChallengeId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Hex::try_from(text).map(Self)
    }
}

impl From<ChallengeId> for String {
    fn from(id: ChallengeId) -> Self {
        id.0.to_string()
    }
}

/// The code of a ledger and what became of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Challenge {
    pub(super) id: ChallengeId,
    pub(super) flow: FlowId,
    pub(super) to: PhoneNumber,
    pub(super) issued_at: Instant,
    /// First instant at which the code is refused; never changed.
    pub(super) expires_at: Instant,
    /// Guesses judged wrong.
    pub(super) failed: u8,
    pub(super) state: ChallengeState,
}

/// What became of a code; all but `Pending` are final and hold no digest.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ChallengeState {
    /// May be typed.
    Pending {
        /// Id of the key the digest was made with.
        key: KeyId,
        /// Keyed digest of the code and all it is bound to.
        digest: Hex<32>,
        /// Nobody holds this code: the person is not known.
        decoy: bool,
    },
    /// Was typed.
    Verified { at: Instant },
    /// Was guessed at too often.
    Exhausted,
    /// Outlived its lifetime.
    Expired,
    /// Was withdrawn.
    Cancelled,
}

/// What a code is bound to besides itself.
#[derive(Clone, Copy)]
pub(super) struct Binding<'a> {
    pub(super) subject: &'a SubjectId,
    pub(super) purpose: Purpose,
}

impl Binding<'_> {
    fn digest(
        self,
        to: &PhoneNumber,
        id: &ChallengeId,
        key: &Key,
        code: &str,
    ) -> Result<Hex<32>, StepError> {
        let parts = [
            self.purpose.code().as_bytes(),
            self.subject.as_str().as_bytes(),
            to.e164().as_bytes(),
            &id.0.0,
            code.as_bytes(),
        ];
        key.mac(&parts).map(Hex).ok_or(StepError::MissingKey)
    }
}

impl Challenge {
    /// Draws a code for `to` and keeps only its digest. `None` stands for a decoy's code.
    pub(super) fn draw(
        bound: Binding<'_>,
        flow: &FlowId,
        to: &PhoneNumber,
        decoy: bool,
        cx: &mut Context<'_, super::Ledger>,
    ) -> Result<(Self, SecretText), StepError> {
        let id = ChallengeId::draw(cx.entropy)?;
        let code = draw::symbols(b"0123456789", cx.policy.digits().into(), cx.entropy)?;
        let (key_id, key) = cx.keys.current();
        let mut digest = bound.digest(to, &id, key, code.expose_secret())?;
        if decoy {
            cx.entropy.fill(&mut digest.0)?;
        }
        let challenge = Self {
            id,
            flow: flow.clone(),
            to: to.clone(),
            issued_at: cx.now,
            expires_at: cx.now.plus_seconds(i64::from(cx.policy.lifetime_seconds()))?,
            failed: 0,
            state: ChallengeState::Pending { key: key_id.clone(), digest, decoy },
        };
        Ok((challenge, code))
    }

    /// This code in a final state.
    pub(super) fn ended(&self, state: ChallengeState) -> Self {
        self.with(self.failed, state)
    }

    /// This code after `failed` wrong guesses, in another state.
    pub(super) fn with(&self, failed: u8, state: ChallengeState) -> Self {
        Self {
            id: self.id.clone(),
            flow: self.flow.clone(),
            to: self.to.clone(),
            issued_at: self.issued_at,
            expires_at: self.expires_at,
            failed,
            state,
        }
    }

    /// Whether the code may be typed at `now`.
    pub(super) fn is_live(&self, now: Instant) -> bool {
        matches!(self.state, ChallengeState::Pending { .. }) && now < self.expires_at
    }

    /// Whether `typed` is this code; the same work for right, wrong and decoy.
    pub(super) fn matches(
        &self,
        bound: Binding<'_>,
        typed: &TypedCode,
        keys: &KeyRing,
    ) -> Result<bool, StepError> {
        let ChallengeState::Pending { key, digest, decoy } = &self.state else {
            return Ok(false);
        };
        let key = keys.find(key.as_str()).ok_or(StepError::MissingKey)?;
        let guess = bound.digest(&self.to, &self.id, key, typed.digits())?;
        let same = guess.0.ct_eq(&digest.0).to_bool();
        Ok(same && !decoy)
    }

    /// Whether a ledger could have written this at `seen`.
    pub(super) fn could_be(&self, seen: Instant) -> bool {
        let lifetime = self.expires_at.unix_millis().saturating_sub(self.issued_at.unix_millis());
        let longest = i64::from(Policy::MAX_LIFETIME_SECONDS).saturating_mul(1000);
        let state = match self.state {
            ChallengeState::Pending { .. } => self.failed < Policy::MAX_ATTEMPTS,
            ChallengeState::Verified { at } => {
                self.failed < Policy::MAX_ATTEMPTS
                    && self.issued_at <= at
                    && at < self.expires_at
                    && at <= seen
            }
            ChallengeState::Exhausted | ChallengeState::Expired | ChallengeState::Cancelled => {
                self.failed <= Policy::MAX_ATTEMPTS
            }
        };
        self.issued_at <= seen && lifetime > 0 && lifetime <= longest && state
    }
}

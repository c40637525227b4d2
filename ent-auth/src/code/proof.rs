//! Proof that a person holds a phone: the only way from a ledger into a journey.

use ent_core::{Coded, FlowId, Instant, PhoneNumber, SubjectId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ChallengeId;

/// What a one-time code is asked for; a code for one purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Purpose {
    /// Activation of an account.
    Activation,
    /// A lost identifier or password.
    Recovery,
    /// A new number on the contact card.
    PhoneChange,
}

impl Purpose {
    /// Stable identifier.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Recovery => "recovery",
            Self::PhoneChange => "phone_change",
        }
    }

    /// The purpose of that code, if there is one.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Activation, Self::Recovery, Self::PhoneChange]
            .into_iter()
            .find(|purpose| purpose.code() == code)
    }
}

/// Proof that the code sent to a number was typed, bound to its flow, subject, purpose and number.
///
/// Made by a committed [`Ledger`](super::Ledger) step and by nothing else; never serialised.
/// After a crash the ledger hands the same proof again to the same flow, for ten minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneProof {
    pub(super) flow: FlowId,
    pub(super) subject: SubjectId,
    pub(super) purpose: Purpose,
    pub(super) destination: PhoneNumber,
    pub(super) challenge: ChallengeId,
    pub(super) proved_at: Instant,
}

impl PhoneProof {
    /// Seconds during which a proof may be used.
    pub const MAX_AGE_SECONDS: i64 = 600;

    /// Checks that the proof is about exactly this flow, subject, purpose and number, and fresh.
    ///
    /// # Errors
    ///
    /// [`ProofError::Other`] when any of them differs, [`ProofError::Stale`] after ten minutes.
    pub fn check(
        &self,
        flow: &FlowId,
        subject: &SubjectId,
        purpose: Purpose,
        destination: &PhoneNumber,
        now: Instant,
    ) -> Result<(), ProofError> {
        let same = self.flow == *flow
            && self.subject == *subject
            && self.purpose == purpose
            && self.destination == *destination;
        if !same {
            return Err(ProofError::Other);
        }
        if self.is_fresh(now) { Ok(()) } else { Err(ProofError::Stale) }
    }

    /// Whether the proof is less than ten minutes old, by clocks less than ten minutes apart.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        is_claimable(self.proved_at, now)
    }

    /// The code it came from, for an audit trail.
    #[must_use]
    pub const fn challenge(&self) -> &ChallengeId {
        &self.challenge
    }

    /// The flow it belongs to.
    #[must_use]
    pub const fn flow(&self) -> &FlowId {
        &self.flow
    }

    /// When the code was typed.
    #[must_use]
    pub const fn proved_at(&self) -> Instant {
        self.proved_at
    }
}

/// Whether what came out of a step at `done` is handed out again at `now`, after a crash: for ten
/// minutes.
pub(crate) fn is_claimable(done: Instant, now: Instant) -> bool {
    let age = now.unix_millis().saturating_sub(done.unix_millis());
    age.saturating_abs() < PhoneProof::MAX_AGE_SECONDS.saturating_mul(1000)
}

/// Why a [`PhoneProof`] does not count here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// It is about another flow, subject, purpose or number.
    #[error("the proof is about something else")]
    Other,
    /// It is older than ten minutes.
    #[error("the proof is too old")]
    Stale,
}

impl Coded for ProofError {
    fn code(&self) -> &'static str {
        match self {
            Self::Other => "proof/other",
            Self::Stale => "proof/stale",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message::is_known;

    use super::*;

    #[test]
    fn purposes_are_read_back() {
        use Purpose::{Activation, PhoneChange, Recovery};
        for purpose in [Activation, Recovery, PhoneChange] {
            assert_eq!(Purpose::parse(purpose.code()), Some(purpose));
        }
        assert_eq!(Purpose::parse("Activation"), None);
    }

    #[test]
    fn every_error_has_its_texts() {
        for error in [ProofError::Other, ProofError::Stale] {
            assert!(is_known(error.code()), "{}", error.code());
        }
    }
}

//! What a committed step of a ledger says.

use std::fmt;
use std::sync::Arc;

use ent_auth::code::Outcome;
use ent_core::{FlowId, SubjectId};

use super::{CodePurpose, Sms};
use crate::contact::PhoneNumber;
use crate::{EntError, Timestamp};

/// What a committed step of a `Ledger` decided, for the host and its audit trail.
///
/// A person is told the public outcome only.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum LedgerOutcome {
    /// Send this message now.
    SendSms {
        /// The message.
        sms: Arc<Sms>,
    },
    /// Nobody holds this code: send nothing, answer as if something had been sent.
    NothingToSend,
    /// The right code was typed.
    Verified {
        /// Proof to hand to the journey that asked.
        proof: Arc<PhoneProof>,
    },
    /// A wrong code was typed.
    Wrong {
        /// Guesses left at this code.
        attempts_left: i32,
    },
    /// A wrong code was typed and this code is dead: go back to phone entry.
    Exhausted,
    /// The code outlived its lifetime: go back to phone entry.
    Expired,
    /// There is no code to type.
    NothingPending,
    /// The live code belongs to another flow; nothing was charged.
    OtherFlow,
    /// The code has not the right number of digits; nothing was charged.
    Malformed,
    /// Too many wrong guesses or messages lately; nothing was charged.
    TryLater {
        /// First instant at which the same request may pass.
        until: Timestamp,
    },
    /// The number cannot receive a message; nothing was charged.
    NoSms,
    /// Too many wrong guesses in a row: the school or another authenticator opens it again.
    Disabled,
    /// The live code was withdrawn.
    Cancelled,
    /// It was opened again.
    Reinstated,
    /// Nothing to tell.
    Observed,
}

impl From<Outcome> for LedgerOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::SendSms(inner) => Self::SendSms { sms: Arc::new(Sms { inner }) },
            Outcome::NothingToSend => Self::NothingToSend,
            Outcome::Verified(inner) => Self::Verified { proof: Arc::new(PhoneProof { inner }) },
            Outcome::Wrong { attempts_left } => Self::Wrong { attempts_left: attempts_left.into() },
            Outcome::Exhausted => Self::Exhausted,
            Outcome::Expired => Self::Expired,
            Outcome::NothingPending => Self::NothingPending,
            Outcome::OtherFlow => Self::OtherFlow,
            Outcome::Malformed => Self::Malformed,
            Outcome::TryLater { until } => Self::TryLater { until },
            Outcome::NoSms => Self::NoSms,
            Outcome::Disabled => Self::Disabled,
            Outcome::Cancelled => Self::Cancelled,
            Outcome::Reinstated => Self::Reinstated,
            Outcome::Observed => Self::Observed,
        }
    }
}

/// Proof that the code sent to a number was typed, bound to its flow, subject, purpose and number.
///
/// It lives in memory, for ten minutes; after a crash the ledger hands it out again to `claim`.
#[derive(uniffi::Object)]
pub struct PhoneProof {
    pub(crate) inner: ent_auth::code::PhoneProof,
}

#[uniffi::export]
impl PhoneProof {
    /// Name of the code it came from, for an audit trail.
    pub fn challenge(&self) -> String {
        self.inner.challenge().to_string()
    }

    /// The flow it belongs to.
    pub fn flow(&self) -> String {
        self.inner.flow().to_string()
    }

    /// When the code was typed.
    pub fn proved_at(&self) -> Timestamp {
        self.inner.proved_at()
    }

    /// Checks that the proof is about exactly this flow, subject, purpose and number, and fresh:
    /// before a number is changed or an account given back. Use it once: keep `challenge` among
    /// those used.
    ///
    /// Fails with `proof/other`, `proof/stale` after ten minutes, `id/format` or `phone/…`.
    pub fn check(
        &self,
        flow: &str,
        subject: &str,
        purpose: CodePurpose,
        destination: PhoneNumber,
        now: Timestamp,
    ) -> Result<(), EntError> {
        let (flow, subject) = (FlowId::parse(flow)?, SubjectId::parse(subject)?);
        Ok(self.inner.check(&flow, &subject, purpose.into(), &destination.read()?, now)?)
    }
}

impl fmt::Debug for PhoneProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneProof")
            .field("challenge", &self.challenge())
            .field("proved_at", &self.inner.proved_at())
            .finish_non_exhaustive()
    }
}

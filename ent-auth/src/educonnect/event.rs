//! What may happen to an activation.

use ent_core::{BirthDate, FlowId, PupilId};

use super::Match;
use crate::code::PhoneProof;
use crate::password::NewHash;

/// What may happen to a [`GuardianActivation`](super::GuardianActivation).
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "adding an event changes every transition")]
pub enum Event {
    /// A name and a number were typed and looked up.
    Begin {
        /// New journey, or the one that went back to phone entry.
        flow: FlowId,
        /// What was found.
        found: Match,
    },
    /// The code is of no use or the number is to be changed.
    ReturnToPhone {
        /// Journey.
        flow: FlowId,
    },
    /// The ledger has handed out its proof.
    PhoneProved {
        /// Proof of a committed ledger step.
        proof: PhoneProof,
    },
    /// Birth dates, or a dispute, for every listed child.
    ConfirmChildren {
        /// Journey.
        flow: FlowId,
        /// One answer a child.
        answers: Vec<ChildAnswer>,
    },
    /// A password was accepted and hashed.
    ChoosePassword {
        /// Journey.
        flow: FlowId,
        /// Hash made of an accepted password.
        password: NewHash,
    },
    /// The person leaves.
    Abandon {
        /// Journey.
        flow: FlowId,
    },
    /// Time has passed, or the host asks again after a crash.
    Observe,
}

/// What a guardian says of one listed child.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it from a form")]
pub struct ChildAnswer {
    /// The child.
    pub pupil: PupilId,
    /// The answer.
    pub answer: Answer,
}

/// A birth date, or "I am not the legal guardian of this pupil".
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the guide's form has these two answers")]
pub enum Answer {
    /// The child was born on this day.
    Born(BirthDate),
    /// The attachment is wrong.
    Disputed,
}

impl Event {
    /// The journey the event belongs to, when it belongs to one.
    pub(super) const fn flow(&self) -> Option<&FlowId> {
        match self {
            Self::Begin { flow, .. }
            | Self::ReturnToPhone { flow }
            | Self::ConfirmChildren { flow, .. }
            | Self::ChoosePassword { flow, .. }
            | Self::Abandon { flow } => Some(flow),
            Self::PhoneProved { proof } => Some(proof.flow()),
            Self::Observe => None,
        }
    }
}

//! What a committed activation step says.

use std::fmt;

use ent_core::{Instant, PhoneNumber, PupilId, SubjectId};
use serde::{Deserialize, Serialize};

use crate::code::{Audience, PublicOutcome};
use crate::password::StoredHash;
use crate::{LoginId, code};

/// What a committed [`GuardianActivation`](super::GuardianActivation) step decided.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "hosts and bindings must handle every outcome")]
pub enum Outcome {
    /// Step the ledger of this subject with [`code::Event::Issue`].
    IssueCode {
        /// Subject of the ledger.
        subject: SubjectId,
        /// Number to send to.
        to: PhoneNumber,
        /// Whether somebody will read the message.
        audience: Audience,
    },
    /// Back at phone entry: step the ledger of this subject with [`code::Event::Cancel`].
    CancelCode {
        /// Subject of the ledger.
        subject: SubjectId,
    },
    /// The proof is about something else or too old.
    ProofRefused,
    /// The phone is proved: show the children.
    ChildrenListed,
    /// The answers do not name each listed child once; nothing was charged.
    ChildrenIncomplete,
    /// At least one date is wrong; which one is not said.
    ChildrenRefused {
        /// Submissions left in this journey.
        attempts_left: u8,
    },
    /// Too many wrong submissions in 24 hours.
    TryLater {
        /// First instant at which a submission is judged again.
        until: Instant,
    },
    /// All dates are right: show the identifier and ask for a password.
    ChildrenConfirmed,
    /// The password was accepted under other rules than this activation's.
    PasswordRefused,
    /// The account is active: create it, then delete this record, which holds its hash.
    Activated(ActivatedAccount),
    /// The journey ends without an account.
    Failed {
        /// Why.
        reason: FailReason,
    },
    /// The journey was left, or nothing happened for too long.
    Abandoned,
    /// Nothing to tell.
    Observed,
}

impl Outcome {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::IssueCode { .. } => "issue_code",
            Self::CancelCode { .. } => "cancel_code",
            Self::ProofRefused => "proof_refused",
            Self::ChildrenListed => "children_listed",
            Self::ChildrenIncomplete => "children_incomplete",
            Self::ChildrenRefused { .. } => "children_refused",
            Self::TryLater { .. } => "try_later",
            Self::ChildrenConfirmed => "children_confirmed",
            Self::PasswordRefused => "password_refused",
            Self::Activated(_) => "activated",
            Self::Failed { .. } => "failed",
            Self::Abandoned => "abandoned",
            Self::Observed => "observed",
        }
    }

    /// What the person may be told at `now`; the same for a known person and a decoy.
    #[must_use]
    pub fn public(&self, now: Instant) -> PublicOutcome {
        match self {
            Self::IssueCode { .. }
            | Self::CancelCode { .. }
            | Self::ChildrenListed
            | Self::ChildrenConfirmed
            | Self::Activated(_)
            | Self::Observed => PublicOutcome::Ok,
            Self::TryLater { until } => code::Outcome::TryLater { until: *until }.public(now),
            Self::ProofRefused
            | Self::ChildrenIncomplete
            | Self::ChildrenRefused { .. }
            | Self::PasswordRefused
            | Self::Failed { .. }
            | Self::Abandoned => PublicOutcome::Refused,
        }
    }
}

/// What the host creates when an activation ends well.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ActivatedAccount {
    /// The account.
    pub subject: SubjectId,
    /// Identifier the guardian signs in with.
    pub login: LoginId,
    /// Children attached to the account.
    pub attached: Vec<PupilId>,
    /// Children whose attachment the guardian disputes: for the school to decide.
    pub disputed: Vec<PupilId>,
    /// Hash of the password.
    pub password: StoredHash,
    /// When the account became active.
    pub activated_at: Instant,
}

impl fmt::Debug for ActivatedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivatedAccount")
            .field("subject", &self.subject)
            .field("attached", &self.attached.len())
            .field("disputed", &self.disputed.len())
            .field("activated_at", &self.activated_at)
            .finish_non_exhaustive()
    }
}

/// Why an activation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "adding a reason changes what hosts must handle")]
pub enum FailReason {
    /// The dates of birth were wrong too often.
    Children,
    /// Every child was disputed.
    NoChild,
}

impl FailReason {
    /// Stable identifier.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::NoChild => "no_child",
        }
    }
}

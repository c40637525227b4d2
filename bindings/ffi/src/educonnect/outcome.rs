//! What a committed activation step says.

use std::fmt;
use std::sync::Arc;

use ent_auth::educonnect::Outcome;
use ent_core::PupilId;

use crate::Timestamp;
use crate::code::Audience;
use crate::contact::PhoneNumber;
use crate::mirror::coded;
use crate::password::StoredHash;

coded! {
    /// Why an activation failed.
    FailReason = ent_auth::educonnect::FailReason {
        /// The dates of birth were wrong too often.
        Children,
        /// Every child was disputed.
        NoChild,
    }
}

/// What the host creates when an activation ends well.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct ActivatedAccount {
    /// The account.
    pub subject: String,
    /// Identifier the guardian signs in with.
    pub login: String,
    /// Children attached to the account.
    pub attached: Vec<String>,
    /// Children whose attachment the guardian disputes: for the school to decide.
    pub disputed: Vec<String>,
    /// Hash of the password.
    pub password: Arc<StoredHash>,
    /// When the account became active.
    pub activated_at: Timestamp,
}

impl fmt::Display for ActivatedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActivatedAccount({})", self.subject)
    }
}

impl fmt::Debug for ActivatedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<ent_auth::educonnect::ActivatedAccount> for ActivatedAccount {
    fn from(account: ent_auth::educonnect::ActivatedAccount) -> Self {
        let texts = |pupils: Vec<PupilId>| pupils.into_iter().map(Into::into).collect();
        Self {
            subject: account.subject.into(),
            login: account.login.into(),
            attached: texts(account.attached),
            disputed: texts(account.disputed),
            password: Arc::new(StoredHash { inner: account.password }),
            activated_at: account.activated_at,
        }
    }
}

/// What a committed step of a `GuardianActivation` decided.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ActivationOutcome {
    /// Step the ledger of this subject, purpose activation, with `issue`.
    IssueCode {
        /// Subject of the ledger.
        subject: String,
        /// Number to send to.
        to: PhoneNumber,
        /// Whether somebody will read the message; never to be shown.
        audience: Audience,
    },
    /// Back at phone entry: step the ledger of this subject with `cancel`.
    CancelCode {
        /// Subject of the ledger.
        subject: String,
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
        attempts_left: i32,
    },
    /// Too many wrong submissions in 24 hours.
    TryLater {
        /// First instant at which a submission is judged again.
        until: Timestamp,
    },
    /// All dates are right: show the identifier and ask for a password.
    ChildrenConfirmed,
    /// The password was accepted under other rules than this activation's.
    PasswordRefused,
    /// The account is active: create it.
    Activated {
        /// The account.
        account: ActivatedAccount,
    },
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

impl From<Outcome> for ActivationOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::IssueCode { subject, to, audience } => Self::IssueCode {
                subject: subject.into(),
                to: (&to).into(),
                audience: audience.into(),
            },
            Outcome::CancelCode { subject } => Self::CancelCode { subject: subject.into() },
            Outcome::ProofRefused => Self::ProofRefused,
            Outcome::ChildrenListed => Self::ChildrenListed,
            Outcome::ChildrenIncomplete => Self::ChildrenIncomplete,
            Outcome::ChildrenRefused { attempts_left } => {
                Self::ChildrenRefused { attempts_left: attempts_left.into() }
            }
            Outcome::TryLater { until } => Self::TryLater { until },
            Outcome::ChildrenConfirmed => Self::ChildrenConfirmed,
            Outcome::PasswordRefused => Self::PasswordRefused,
            Outcome::Activated(account) => Self::Activated { account: account.into() },
            Outcome::Failed { reason } => Self::Failed { reason: reason.into() },
            Outcome::Abandoned => Self::Abandoned,
            // The enum may grow; its name and public outcome say what this one means.
            _ => Self::Observed,
        }
    }
}

//! What a committed step of a letter says.

use std::sync::Arc;

use ent_auth::letter::Outcome;

use super::{LetterHolder, Notice};
use crate::Timestamp;
use crate::contact::UnverifiedEmail;
use crate::password::StoredHash;

/// What a committed step of a `Letter` decided, for the host and its audit trail.
///
/// A person is told the public outcome only.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum LetterOutcome {
    /// Print this and hand it over.
    Print {
        /// The notice.
        notice: Arc<Notice>,
    },
    /// The account is active: it needs no letter.
    AlreadyActivated,
    /// The secret is right: show the activation page, and nothing else.
    Opened {
        /// The page, open to one flow.
        scope: ActivationScope,
    },
    /// The secret is wrong.
    Wrong {
        /// Wrong secrets in a row until the letter is locked.
        attempts_left: i32,
    },
    /// Too many wrong secrets in a row: the school has to print another letter.
    Locked,
    /// The letter is too old.
    Expired,
    /// There is no letter to use: nobody has the identifier, or it was withdrawn or used up.
    NoLetter,
    /// No activation is open: it was never begun, left, or took too long.
    NotOpen,
    /// The open activation belongs to another flow.
    OtherFlow,
    /// The password was accepted under other rules than the policy's; nothing was charged.
    PasswordRefused,
    /// The new password is the secret of the letter; nothing was charged.
    PasswordIsProvisional,
    /// A guardian must give an e-mail address; nothing was charged.
    EmailMissing,
    /// At least one birth date is wrong; which one is not said.
    DatesRefused {
        /// Submissions left in this activation; at none it is over.
        attempts_left: i32,
    },
    /// Too many wrong birth dates in 24 hours; nothing was charged.
    TryLater {
        /// First instant at which a submission is judged again.
        until: Timestamp,
    },
    /// The account is active: store the password, send the link to the address, keep the record.
    /// `observe` says it again for ten minutes.
    Activated {
        /// What to store.
        account: ActivatedLetter,
    },
    /// The activation was left.
    Abandoned,
    /// The letter was withdrawn.
    Revoked,
    /// Nothing to tell.
    Observed,
}

/// What the secret of a letter opens: the activation page of one flow. It is no session.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ActivationScope {
    /// Who signed in.
    pub subject: String,
    /// Whether the birth date is the person's own and the address may be left out.
    pub holder: LetterHolder,
    /// The only flow it is open to.
    pub flow: String,
    /// First instant at which the page is refused.
    pub until: Timestamp,
}

/// What an activation leaves to the host.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ActivatedLetter {
    /// The account.
    pub subject: String,
    /// Hash of the new password.
    pub password: Arc<StoredHash>,
    /// Address to send a link to, if one was given.
    pub email: Option<UnverifiedEmail>,
    /// When the account was activated and the password chosen.
    pub changed_at: Timestamp,
}

impl From<Outcome> for LetterOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Print(notice) => Self::Print { notice: Arc::new(Notice { inner: *notice }) },
            Outcome::AlreadyActivated => Self::AlreadyActivated,
            Outcome::Opened(scope) => Self::Opened {
                scope: ActivationScope {
                    subject: scope.subject.to_string(),
                    holder: scope.holder.into(),
                    flow: scope.flow.to_string(),
                    until: scope.until,
                },
            },
            Outcome::Wrong { attempts_left } => Self::Wrong { attempts_left: attempts_left.into() },
            Outcome::Locked => Self::Locked,
            Outcome::Expired => Self::Expired,
            Outcome::NoLetter => Self::NoLetter,
            Outcome::NotOpen => Self::NotOpen,
            Outcome::OtherFlow => Self::OtherFlow,
            Outcome::PasswordRefused => Self::PasswordRefused,
            Outcome::PasswordIsProvisional => Self::PasswordIsProvisional,
            Outcome::EmailMissing => Self::EmailMissing,
            Outcome::DatesRefused { attempts_left } => {
                Self::DatesRefused { attempts_left: attempts_left.into() }
            }
            Outcome::TryLater { until } => Self::TryLater { until },
            Outcome::Activated(account) => Self::Activated {
                account: ActivatedLetter {
                    subject: account.subject.to_string(),
                    password: Arc::new(StoredHash { inner: account.password }),
                    email: account
                        .email
                        .map(|email| UnverifiedEmail { email: email.email().into() }),
                    changed_at: account.changed_at,
                },
            },
            Outcome::Abandoned => Self::Abandoned,
            Outcome::Revoked => Self::Revoked,
            Outcome::Observed => Self::Observed,
        }
    }
}

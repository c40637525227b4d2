//! What a committed step of a letter says: all of it for the host, the safe part for the person.

use std::fmt;

use ent_core::{FlowId, Instant, SubjectId, UnverifiedEmail};

use super::{Holder, Notice};
use crate::code::{PhoneProof, PublicOutcome};
use crate::password::StoredHash;

/// What a committed [`Letter`](super::Letter) step decided, for the host and its audit trail.
///
/// Show a person [`public`](Self::public) only.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "hosts and bindings must handle every outcome")]
pub enum Outcome {
    /// Print this and hand it over.
    Print(Box<Notice>),
    /// The account is active: it needs no letter.
    AlreadyActivated,
    /// The secret is right: show the activation page, and nothing else.
    Opened(ActivationScope),
    /// The secret is wrong.
    Wrong {
        /// Wrong secrets in a row until the letter is locked.
        attempts_left: u8,
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
        attempts_left: u8,
    },
    /// Too many wrong birth dates in 24 hours; nothing was charged.
    TryLater {
        /// First instant at which a submission is judged again.
        until: Instant,
    },
    /// The account is active: store the password, send the link to the address, keep the record.
    /// [`Observe`](super::Event::Observe) says it again for ten minutes, so store it only where no
    /// password was chosen or taken back since [`changed_at`](ActivatedLetter::changed_at).
    Activated(Box<ActivatedLetter>),
    /// The activation was left.
    Abandoned,
    /// The letter was withdrawn.
    Revoked,
    /// Nothing to tell.
    Observed,
}

impl Outcome {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Print(_) => "print",
            Self::AlreadyActivated => "already_activated",
            Self::Opened(_) => "opened",
            Self::Wrong { .. } => "wrong",
            Self::Locked => "locked",
            Self::Expired => "expired",
            Self::NoLetter => "no_letter",
            Self::NotOpen => "not_open",
            Self::OtherFlow => "other_flow",
            Self::PasswordRefused => "password_refused",
            Self::PasswordIsProvisional => "password_is_provisional",
            Self::EmailMissing => "email_missing",
            Self::DatesRefused { .. } => "dates_refused",
            Self::TryLater { .. } => "try_later",
            Self::Activated(_) => "activated",
            Self::Abandoned => "abandoned",
            Self::Revoked => "revoked",
            Self::Observed => "observed",
        }
    }

    /// What the person may be told at `now`: never which of wrong, expired, locked, withdrawn or
    /// unknown it was.
    #[must_use]
    pub fn public(&self, now: Instant) -> PublicOutcome {
        match self {
            Self::Print(_)
            | Self::Opened(_)
            | Self::Activated(_)
            | Self::Abandoned
            | Self::Revoked
            | Self::Observed => PublicOutcome::Ok,
            Self::TryLater { until } => {
                PublicOutcome::TryLater { seconds: until.seconds_since(now).max(0) }
            }
            Self::AlreadyActivated
            | Self::Wrong { .. }
            | Self::Locked
            | Self::Expired
            | Self::NoLetter
            | Self::NotOpen
            | Self::OtherFlow
            | Self::PasswordRefused
            | Self::PasswordIsProvisional
            | Self::EmailMissing
            | Self::DatesRefused { .. } => PublicOutcome::Refused,
        }
    }
}

/// What the secret of a letter opens: the activation page of one flow, and nothing else. It is no
/// session, and says nothing of the children.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActivationScope {
    /// Who signed in.
    pub subject: SubjectId,
    /// Whether the birth date is the person's own and the address may be left out.
    pub holder: Holder,
    /// The only flow it is open to.
    pub flow: FlowId,
    /// First instant at which the page is refused.
    pub until: Instant,
}

/// What an activation leaves to the host.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActivatedLetter {
    /// The account.
    pub subject: SubjectId,
    /// Hash of the new password.
    pub password: StoredHash,
    /// Address to send a link to, if one was given.
    pub email: Option<UnverifiedEmail>,
    /// When the account was activated and the password chosen.
    pub changed_at: Instant,
}

impl ActivatedLetter {
    /// How long after the activation it is handed out again, in seconds.
    pub const MAX_AGE_SECONDS: i64 = PhoneProof::MAX_AGE_SECONDS;
}

impl fmt::Debug for ActivatedLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivatedLetter")
            .field("subject", &self.subject)
            .field("changed_at", &self.changed_at)
            .finish_non_exhaustive()
    }
}

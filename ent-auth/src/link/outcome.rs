//! What a committed step says.

use std::fmt;

use ent_core::{Instant, SubjectId, UnverifiedEmail, VerifiedEmail};

use super::{LinkError, LinkToken};
use crate::SecretText;
use crate::address::BaseAddress;
use crate::code::PublicOutcome;

/// What a committed [`EmailLink`](super::EmailLink) step decided, for the host and its audit trail.
///
/// Show a person [`public`](Self::public) only.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "hosts and bindings must handle every outcome")]
pub enum Outcome {
    /// Index this link, then send it.
    SendLink(LinkMail),
    /// Too many messages lately; nothing was sent.
    TryLater {
        /// First instant at which the same request may pass.
        until: Instant,
    },
    /// The link was confirmed: write the address on the card, send the notice.
    Confirmed(Confirmation),
    /// The token is not that of the live link.
    Wrong {
        /// Wrong tokens left at this link.
        attempts_left: u8,
    },
    /// Too many wrong tokens: the link is dead.
    Exhausted,
    /// The link outlived its lifetime.
    Expired,
    /// There is no link to confirm, to send again or to withdraw.
    NothingPending,
    /// The account changed: the links sent so far are worth nothing.
    Superseded,
    /// The live link was withdrawn.
    Revoked,
    /// Nothing to tell.
    Observed,
}

impl Outcome {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SendLink(_) => "send_link",
            Self::TryLater { .. } => "try_later",
            Self::Confirmed(_) => "confirmed",
            Self::Wrong { .. } => "wrong",
            Self::Exhausted => "exhausted",
            Self::Expired => "expired",
            Self::NothingPending => "nothing_pending",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
            Self::Observed => "observed",
        }
    }

    /// What the person may be told at `now`: never why a link is of no use.
    #[must_use]
    pub fn public(&self, now: Instant) -> PublicOutcome {
        match self {
            Self::SendLink(_)
            | Self::Confirmed(_)
            | Self::Superseded
            | Self::Revoked
            | Self::Observed => PublicOutcome::Ok,
            Self::TryLater { until } => {
                PublicOutcome::TryLater { seconds: until.seconds_since(now).max(0) }
            }
            Self::Wrong { .. } | Self::Exhausted | Self::Expired | Self::NothingPending => {
                PublicOutcome::Refused
            }
        }
    }
}

/// A link to send: the only place where a token leaves the suite.
pub struct LinkMail {
    to: UnverifiedEmail,
    token: LinkToken,
    expires_at: Instant,
}

impl LinkMail {
    pub(super) const fn new(to: UnverifiedEmail, token: LinkToken, expires_at: Instant) -> Self {
        Self { to, token, expires_at }
    }

    /// Address to send to: the one that was asked for, as stored.
    #[must_use]
    pub const fn to(&self) -> &UnverifiedEmail {
        &self.to
    }

    /// Name of the token in the index of the host: 64 hexadecimal digits, no secret.
    #[must_use]
    pub fn lookup(&self) -> String {
        self.token.lookup()
    }

    /// The link, on the page of the configuration.
    ///
    /// # Errors
    ///
    /// [`LinkError::Base`] when the page is not `https`.
    pub fn url(&self, base: &BaseAddress) -> Result<SecretText, LinkError> {
        self.token.to_url(base)
    }

    /// First instant at which the link is refused.
    #[must_use]
    pub const fn expires_at(&self) -> Instant {
        self.expires_at
    }
}

impl fmt::Debug for LinkMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkMail")
            .field("to", &self.to)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// An address that its owner confirmed. It signs nobody in and activates nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Confirmation {
    /// The account that asked.
    pub account: SubjectId,
    /// The address, as it was asked for.
    pub email: VerifiedEmail,
    /// Message to the address that it takes the place of, if there was another.
    pub notice: Option<ChangeNotice>,
    /// When the link was confirmed.
    pub confirmed_at: Instant,
}

/// A message to send to the previous address of an account (NIST SP 800-63B-4 §4.6, OWASP ASVS
/// 5.0 6.3.7): somebody else may have changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeNotice {
    /// Address to send to.
    pub to: VerifiedEmail,
}

//! What a committed step of a link says.

use std::sync::Arc;

use ent_auth::link::Outcome;

use crate::address::BaseAddress;
use crate::contact::{UnverifiedEmail, VerifiedEmail};
use crate::{EntError, Timestamp};

/// What a committed step of an `EmailLink` decided, for the host and its audit trail.
///
/// A person is told the public outcome only.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum LinkOutcome {
    /// Index this link, then send it.
    SendLink {
        /// The link.
        mail: Arc<LinkMail>,
    },
    /// Too many messages lately; nothing was sent.
    TryLater {
        /// First instant at which the same request may pass.
        until: Timestamp,
    },
    /// The link was confirmed: write the address on the card. It signs nobody in.
    Confirmed {
        /// The account that asked.
        account: String,
        /// The address, as it was asked for.
        email: VerifiedEmail,
        /// The address that it takes the place of, to be told of the change.
        notice_to: Option<VerifiedEmail>,
        /// When the link was confirmed.
        confirmed_at: Timestamp,
    },
    /// The token is not that of the live link.
    Wrong {
        /// Wrong tokens left at this link.
        attempts_left: i32,
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

impl From<Outcome> for LinkOutcome {
    fn from(outcome: Outcome) -> Self {
        let verified =
            |email: ent_core::VerifiedEmail| VerifiedEmail { email: email.email().into() };
        match outcome {
            Outcome::SendLink(inner) => Self::SendLink { mail: Arc::new(LinkMail { inner }) },
            Outcome::TryLater { until } => Self::TryLater { until },
            Outcome::Confirmed(done) => Self::Confirmed {
                account: done.account.to_string(),
                email: verified(done.email),
                notice_to: done.notice.map(|notice| verified(notice.to)),
                confirmed_at: done.confirmed_at,
            },
            Outcome::Wrong { attempts_left } => Self::Wrong { attempts_left: attempts_left.into() },
            Outcome::Exhausted => Self::Exhausted,
            Outcome::Expired => Self::Expired,
            Outcome::NothingPending => Self::NothingPending,
            Outcome::Superseded => Self::Superseded,
            Outcome::Revoked => Self::Revoked,
            Outcome::Observed => Self::Observed,
        }
    }
}

/// A link to send: the only place where a token leaves entkit.
#[derive(Debug, uniffi::Object)]
pub struct LinkMail {
    inner: ent_auth::link::LinkMail,
}

#[uniffi::export]
impl LinkMail {
    /// Address to send to.
    pub fn to(&self) -> UnverifiedEmail {
        UnverifiedEmail { email: self.inner.to().email().into() }
    }

    /// Name of the token in the index of the host: 64 hexadecimal digits, no secret.
    pub fn lookup(&self) -> String {
        self.inner.lookup()
    }

    /// The link, on the page of the configuration; not to be kept or logged.
    ///
    /// Fails with `email-link/base` when the page is not `https`.
    pub fn url(&self, base: &BaseAddress) -> Result<String, EntError> {
        Ok(self.inner.url(&base.inner)?.expose_secret().to_owned())
    }

    /// First instant at which the link is refused.
    pub fn expires_at(&self) -> Timestamp {
        self.inner.expires_at()
    }
}

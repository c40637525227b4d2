//! What cannot be built, and what is not honoured.

use std::fmt;

use ent_core::Coded;
use thiserror::Error;

/// Why a link cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnsubscribeError {
    /// Not 16 to 64 characters of `A-Z a-z 0-9 _ -`.
    #[error("a reference has 16 to 64 characters of A-Z a-z 0-9 _ -")]
    Reference,
    /// Notices about the security of the account are always sent.
    #[error("security notices cannot be refused")]
    Security,
    /// A line in the portal needs no consent and carries no link.
    #[error("the channel needs no consent")]
    Channel,
    /// A link outlives its message for 30 days at least and 3,650 at most.
    #[error("a link lasts 30 to 3650 days, or without end")]
    Lifetime,
    /// The page is not `https`.
    #[error("the page of a one-click link must be https")]
    Base,
    /// The header line would be longer than 998 bytes (RFC 5322 §2.1.1).
    #[error("the header line is too long")]
    Length,
    /// The key cannot sign.
    #[error("the key cannot sign")]
    Key,
}

impl Coded for UnsubscribeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Reference => "unsubscribe/reference",
            Self::Security => "unsubscribe/security",
            Self::Channel => "unsubscribe/channel",
            Self::Lifetime => "unsubscribe/lifetime",
            Self::Base => "unsubscribe/base",
            Self::Length => "unsubscribe/length",
            Self::Key => "unsubscribe/key",
        }
    }
}

/// Why a link was not honoured, for the audit trail and never for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnsubscribeRefusal {
    /// The token is no base64url of a likely length.
    Format,
    /// The token has a form that this version does not know.
    Version,
    /// The ring has no key of the name in the token: an old key, or a forged token.
    UnknownKey,
    /// The signature is not that of the key.
    Forged,
    /// The signature is right, but what it covers is not known here: written by a newer version.
    Scope,
    /// The token is too old.
    Expired,
    /// The body of the POST is not the one field of RFC 8058.
    Body,
}

impl UnsubscribeRefusal {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Version => "version",
            Self::UnknownKey => "unknown_key",
            Self::Forged => "forged",
            Self::Scope => "scope",
            Self::Expired => "expired",
            Self::Body => "body",
        }
    }
}

/// A link that is not honoured. Its code, texts and `Debug` say one thing of every token:
/// `unsubscribe/invalid`; and `unsubscribe/unconfirmed` where the POST was not that of a button.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[error("the unsubscribe link is not honoured")]
pub struct UnsubscribeRefused {
    reason: UnsubscribeRefusal,
}

impl UnsubscribeRefused {
    pub(super) const fn new(reason: UnsubscribeRefusal) -> Self {
        Self { reason }
    }

    /// Why, for the audit trail.
    #[must_use]
    pub const fn reason(self) -> UnsubscribeRefusal {
        self.reason
    }
}

impl fmt::Debug for UnsubscribeRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnsubscribeRefused({})", self.code())
    }
}

impl Coded for UnsubscribeRefused {
    fn code(&self) -> &'static str {
        match self.reason {
            UnsubscribeRefusal::Body => "unsubscribe/unconfirmed",
            UnsubscribeRefusal::Format
            | UnsubscribeRefusal::Version
            | UnsubscribeRefusal::UnknownKey
            | UnsubscribeRefusal::Forged
            | UnsubscribeRefusal::Scope
            | UnsubscribeRefusal::Expired => "unsubscribe/invalid",
        }
    }
}

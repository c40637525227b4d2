//! What a committed step says: all of it for the host, the safe part for the phone.

use std::fmt;

use ent_core::{DeviceId, Instant, SubjectId};

use super::{PairingId, PairingPayload, code};
use crate::SecretText;
use crate::address::BaseAddress;
use crate::code::PublicOutcome;

/// What a committed [`Pairing`](super::Pairing) step decided, for the host and its audit trail.
///
/// Show a phone [`public`](Self::public) only.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "hosts and bindings must handle every outcome")]
pub enum Outcome {
    /// Show this on the page that asked.
    Issued(PairingCode),
    /// The session belongs to another account.
    OtherAccount,
    /// The sign-in is five minutes old or more: sign in again first.
    StaleSession,
    /// The account has as many devices as it may have: take one its access away first.
    TooManyDevices,
    /// Too many wrong guesses or codes lately; nothing was charged.
    TryLater {
        /// First instant at which another code may be asked for.
        until: Instant,
    },
    /// The right code was typed, or its grant was claimed: this device may act for the account.
    Granted(DeviceGrant),
    /// A wrong code was typed.
    Wrong {
        /// Guesses left at this code.
        attempts_left: u8,
    },
    /// A wrong code was typed and this code is dead.
    Exhausted,
    /// The code outlived its lifetime.
    Expired,
    /// There is no such code, or none that may be typed or withdrawn.
    NothingPending,
    /// Nobody has this identifier.
    Unknown,
    /// Too many wrong guesses lately; this one was not judged.
    Delayed {
        /// First instant at which one is judged again.
        until: Instant,
    },
    /// Too many wrong guesses in a row: the school or another authenticator opens it again.
    Disabled,
    /// The live code was withdrawn, or these devices lost their access: end their sessions.
    Revoked {
        /// The devices.
        devices: Vec<DeviceId>,
    },
    /// It was opened again.
    Reinstated,
    /// Nothing to tell.
    Observed,
}

impl Outcome {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Issued(_) => "issued",
            Self::OtherAccount => "other_account",
            Self::StaleSession => "stale_session",
            Self::TooManyDevices => "too_many_devices",
            Self::TryLater { .. } => "try_later",
            Self::Granted(_) => "granted",
            Self::Wrong { .. } => "wrong",
            Self::Exhausted => "exhausted",
            Self::Expired => "expired",
            Self::NothingPending => "nothing_pending",
            Self::Unknown => "unknown",
            Self::Delayed { .. } => "delayed",
            Self::Disabled => "disabled",
            Self::Revoked { .. } => "revoked",
            Self::Reinstated => "reinstated",
            Self::Observed => "observed",
        }
    }

    /// What may be told at `now`. Every failed redemption is `refused`, so that a phone never learns
    /// whether an identifier exists; only the signed-in page is told to wait.
    #[must_use]
    pub fn public(&self, now: Instant) -> PublicOutcome {
        match self {
            Self::Issued(_)
            | Self::Granted(_)
            | Self::Revoked { .. }
            | Self::Reinstated
            | Self::Observed => PublicOutcome::Ok,
            Self::TryLater { until } => {
                PublicOutcome::TryLater { seconds: until.seconds_since(now).max(0) }
            }
            Self::OtherAccount
            | Self::StaleSession
            | Self::TooManyDevices
            | Self::Wrong { .. }
            | Self::Exhausted
            | Self::Expired
            | Self::NothingPending
            | Self::Unknown
            | Self::Delayed { .. }
            | Self::Disabled => PublicOutcome::Refused,
        }
    }
}

/// An identifier with its code, to show once on the page that asked.
pub struct PairingCode {
    identifier: PairingId,
    letters: SecretText,
    expires_at: Instant,
    superseded: Option<PairingId>,
}

impl PairingCode {
    pub(super) const fn new(
        identifier: PairingId,
        letters: SecretText,
        expires_at: Instant,
        superseded: Option<PairingId>,
    ) -> Self {
        Self { identifier, letters, expires_at, superseded }
    }

    /// Public name of the activation; the host indexes it.
    #[must_use]
    pub const fn identifier(&self) -> &PairingId {
        &self.identifier
    }

    /// The code as a person reads it: `XXXX-XXXX`.
    #[must_use]
    pub fn printed(&self) -> SecretText {
        code::printed(self.letters.expose_secret())
    }

    /// First instant at which the code is refused.
    #[must_use]
    pub const fn expires_at(&self) -> Instant {
        self.expires_at
    }

    /// Identifier of the code that this one replaces; the index may forget it.
    #[must_use]
    pub const fn superseded(&self) -> Option<&PairingId> {
        self.superseded.as_ref()
    }

    /// Identifier and code as a link that opens the application, which is the content of the QR
    /// code too; [`PairingPayload::parse`] reads it.
    #[must_use]
    pub fn link(&self, base: &BaseAddress) -> SecretText {
        PairingPayload::write(base, &self.identifier, self.letters.expose_secret())
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PairingCode")
            .field("letters", &self.letters)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A device that may act for an account in the mobile application, and nothing more: no session
/// of the portal, no change of the password.
///
/// Made by a committed step and by nothing else; never serialised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceGrant {
    account: SubjectId,
    device: DeviceId,
    identifier: PairingId,
    granted_at: Instant,
}

impl DeviceGrant {
    pub(super) fn new(
        account: &SubjectId,
        device: &DeviceId,
        identifier: &PairingId,
        granted_at: Instant,
    ) -> Self {
        let (account, device) = (account.clone(), device.clone());
        Self { account, device, identifier: identifier.clone(), granted_at }
    }

    /// The account.
    #[must_use]
    pub const fn account(&self) -> &SubjectId {
        &self.account
    }

    /// The device.
    #[must_use]
    pub const fn device(&self) -> &DeviceId {
        &self.device
    }

    /// The activation it came from, for an audit trail; the index may forget it ten
    /// minutes later, when no claim can come.
    #[must_use]
    pub const fn identifier(&self) -> &PairingId {
        &self.identifier
    }

    /// When the code was typed.
    #[must_use]
    pub const fn granted_at(&self) -> Instant {
        self.granted_at
    }
}

//! What a committed step of a pairing says.

use std::fmt;
use std::sync::Arc;

use ent_auth::pairing::{Outcome, PairingId, PairingTyped};
use zeroize::Zeroizing;

use crate::address::BaseAddress;
use crate::{EntError, Timestamp};

/// What a committed step of a `Pairing` decided, for the host and its audit trail.
///
/// A phone is told the public outcome only.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum PairingOutcome {
    /// Show this on the page that asked.
    Issued {
        /// Identifier and code.
        code: Arc<PairingCode>,
    },
    /// The session belongs to another account.
    OtherAccount,
    /// The sign-in is five minutes old or more: sign in again first.
    StaleSession,
    /// The account has as many devices as it may have: take one its access away first.
    TooManyDevices,
    /// Too many wrong guesses or codes lately; nothing was charged.
    TryLater {
        /// First instant at which another code may be asked for.
        until: Timestamp,
    },
    /// The right code was typed, or its grant was claimed: this device may act for the account.
    Granted {
        /// The grant.
        grant: Arc<DeviceGrant>,
    },
    /// A wrong code was typed.
    Wrong {
        /// Guesses left at this code.
        attempts_left: i32,
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
        until: Timestamp,
    },
    /// Too many wrong guesses in a row: only the school opens it again.
    Disabled,
    /// The live code was withdrawn, or these devices lost their access: end their sessions.
    Revoked {
        /// The devices.
        devices: Vec<String>,
    },
    /// The school opened it again.
    Reinstated,
    /// Nothing to tell.
    Observed,
}

impl From<Outcome> for PairingOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Issued(inner) => Self::Issued { code: Arc::new(PairingCode { inner }) },
            Outcome::OtherAccount => Self::OtherAccount,
            Outcome::StaleSession => Self::StaleSession,
            Outcome::TooManyDevices => Self::TooManyDevices,
            Outcome::TryLater { until } => Self::TryLater { until },
            Outcome::Granted(inner) => Self::Granted { grant: Arc::new(DeviceGrant { inner }) },
            Outcome::Wrong { attempts_left } => Self::Wrong { attempts_left: attempts_left.into() },
            Outcome::Exhausted => Self::Exhausted,
            Outcome::Expired => Self::Expired,
            Outcome::NothingPending => Self::NothingPending,
            Outcome::Unknown => Self::Unknown,
            Outcome::Delayed { until } => Self::Delayed { until },
            Outcome::Disabled => Self::Disabled,
            Outcome::Revoked { devices } => {
                Self::Revoked { devices: devices.into_iter().map(Into::into).collect() }
            }
            Outcome::Reinstated => Self::Reinstated,
            Outcome::Observed => Self::Observed,
        }
    }
}

/// An identifier with its code, to show once on the page that asked.
#[derive(Debug, uniffi::Object)]
pub struct PairingCode {
    inner: ent_auth::pairing::PairingCode,
}

#[uniffi::export]
impl PairingCode {
    /// Public name of the activation, ten digits; index it.
    pub fn identifier(&self) -> String {
        self.inner.identifier().as_str().to_owned()
    }

    /// The same as a person reads it, such as `482 193 0576`.
    pub fn identifier_shown(&self) -> String {
        self.inner.identifier().to_string()
    }

    /// The code as a person reads it, `XXXX-XXXX`; not to be kept or logged.
    pub fn printed(&self) -> String {
        self.inner.printed().expose_secret().to_owned()
    }

    /// Both as a link that opens the application, content of the QR code too; not to be kept or
    /// logged.
    pub fn link(&self, base: &BaseAddress) -> String {
        self.inner.link(&base.inner).expose_secret().to_owned()
    }

    /// First instant at which the code is refused.
    pub fn expires_at(&self) -> Timestamp {
        self.inner.expires_at()
    }

    /// Identifier of the code that this one replaces; the index may forget it.
    pub fn superseded(&self) -> Option<String> {
        self.inner.superseded().map(|identifier| identifier.as_str().to_owned())
    }
}

/// A device that may act for an account in the mobile application, and nothing more.
#[derive(Debug, uniffi::Object)]
pub struct DeviceGrant {
    inner: ent_auth::pairing::DeviceGrant,
}

#[uniffi::export]
impl DeviceGrant {
    /// The account.
    pub fn account(&self) -> String {
        self.inner.account().to_string()
    }

    /// The device.
    pub fn device(&self) -> String {
        self.inner.device().to_string()
    }

    /// The activation it came from; the index may forget it ten minutes later.
    pub fn identifier(&self) -> String {
        self.inner.identifier().as_str().to_owned()
    }

    /// When the code was typed.
    pub fn granted_at(&self) -> Timestamp {
        self.inner.granted_at()
    }
}

/// Identifier and code, read from a link into the application.
#[derive(uniffi::Object)]
pub struct PairingPayload {
    inner: ent_auth::pairing::PairingPayload,
}

#[uniffi::export]
impl PairingPayload {
    /// Reads a link that was scanned or opened.
    ///
    /// Fails with `pairing-link/other`, `pairing-link/id` or `pairing-link/code`.
    #[uniffi::constructor]
    pub fn parse(base: &BaseAddress, link: &str) -> Result<Self, EntError> {
        Ok(Self { inner: ent_auth::pairing::PairingPayload::parse(&base.inner, link)? })
    }

    /// What a person typed in place of a link; the spelling of both is forgiven.
    ///
    /// Fails with `pairing/id-empty`, `pairing/id-format`, `pairing/code-empty` or
    /// `pairing/code-format`.
    #[uniffi::constructor]
    pub fn typed(identifier: &str, code: String) -> Result<Self, EntError> {
        let identifier = PairingId::parse(identifier)?;
        let code = PairingTyped::parse(&Zeroizing::new(code))?;
        Ok(Self { inner: ent_auth::pairing::PairingPayload { identifier, code } })
    }

    /// The ten digits of the identifier.
    pub fn identifier(&self) -> String {
        self.inner.identifier.as_str().to_owned()
    }

    /// The same as a person reads it, such as `482 193 0576`.
    pub fn identifier_shown(&self) -> String {
        self.inner.identifier.to_string()
    }

    /// The code as a person reads it, to be sent to the server; not to be kept or logged.
    pub fn code(&self) -> String {
        self.inner.code.printed().expose_secret().to_owned()
    }

    /// The link as it is written; not to be kept or logged.
    pub fn link(&self, base: &BaseAddress) -> String {
        self.inner.to_link(&base.inner).expose_secret().to_owned()
    }
}

impl fmt::Debug for PairingPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PairingPayload(redacted)")
    }
}

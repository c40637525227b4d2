//! What may happen to a pairing.

use ent_core::{DeviceId, FlowId, Instant, SubjectId};

use super::{PairingId, PairingTyped};
use crate::AccountChange;

/// A signed-in session of an account: what a code is given to.
///
/// The host makes it from its own session, after a sign-in and never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshSession {
    pub(super) account: SubjectId,
    pub(super) session: FlowId,
    signed_in_at: Instant,
}

impl FreshSession {
    /// Seconds after the sign-in during which a code may be asked for.
    pub const MAX_AGE_SECONDS: i64 = 300;

    /// The session of `account` that was signed in, or in again, at `signed_in_at`.
    #[must_use]
    pub const fn new(account: SubjectId, session: FlowId, signed_in_at: Instant) -> Self {
        Self { account, session, signed_in_at }
    }

    /// Whether it is less than five minutes old, by clocks less than five minutes apart.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        let age = now.unix_millis().saturating_sub(self.signed_in_at.unix_millis());
        age.saturating_abs() < Self::MAX_AGE_SECONDS.saturating_mul(1000)
    }
}

/// What may happen to a [`Pairing`](super::Pairing).
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "adding an event changes every transition")]
pub enum Event {
    /// Draw an identifier and a code for a signed-in person; a live one is superseded.
    Issue {
        /// Session that shows them.
        session: FreshSession,
    },
    /// Identifier and code were typed on a device.
    Redeem {
        /// Identifier that was typed.
        identifier: PairingId,
        /// Code that was typed.
        code: PairingTyped,
        /// Device on which both were typed.
        device: DeviceId,
    },
    /// Hand out the grant of the last code again, after a crash, for ten minutes: to the device on
    /// which it was typed. Anything else is refused like a wrong code.
    ///
    /// No code is typed here, so the host makes sure that it is this device which asks: by a key that
    /// the device holds, or an id that nobody else knows.
    Claim {
        /// Identifier that was typed.
        identifier: PairingId,
        /// Device on which it was typed.
        device: DeviceId,
    },
    /// The person withdraws the live code.
    Revoke,
    /// The person takes a device its access away.
    RevokeDevice {
        /// The device.
        device: DeviceId,
    },
    /// Something happened to the account: the live code is withdrawn, and the devices too when
    /// [`AccountChange::ends_devices`] says so.
    AccountChanged(AccountChange),
    /// The school, or a sign-in with another authenticator, opens a disabled record.
    Reinstate,
    /// Time has passed.
    Observe,
}

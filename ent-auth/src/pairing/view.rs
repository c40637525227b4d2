//! What the signed-in page of the account may show.

use ent_core::{DeviceId, Instant, listed};
use serde::Serialize;

use super::record::CodeState;
use super::{Pairing, PairingId, PairingPolicy};

listed! {
    /// Where an activation stands, for the signed-in person who asked for it.
    #[expect(clippy::exhaustive_enums, reason = "pages show every step")]
    PairingStep in "pairing_step" {
        /// No code was ever asked for.
        Idle = "idle",
        /// The code may be typed.
        Issued = "issued",
        /// The code was typed on a device.
        Redeemed = "redeemed",
        /// The code was too old when it was looked at.
        Expired = "expired",
        /// The code was guessed at too often.
        Exhausted = "exhausted",
        /// Another code was asked for since.
        Superseded = "superseded",
        /// The code, or the access of the device that it let in, was withdrawn.
        Revoked = "revoked",
    }
}

/// What the signed-in page of the account may show; not for a phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PairingView {
    /// Where the activation stands.
    pub step: PairingStep,
    /// Seconds during which the code may be typed.
    pub seconds_left: i64,
    /// Guesses left at this code.
    pub attempts_left: u8,
    /// Device on which the code was typed.
    pub device: Option<DeviceId>,
    /// Seconds before another code may be asked for.
    pub issue_in_seconds: i64,
}

impl Pairing {
    /// What the page that shows `identifier` may show at `now`; `None` stands for the last code.
    #[must_use]
    pub fn view(
        &self,
        identifier: Option<&PairingId>,
        policy: &PairingPolicy,
        now: Instant,
    ) -> PairingView {
        let wait = self.closed_until(policy, now);
        let mut view = PairingView {
            step: PairingStep::Idle,
            seconds_left: 0,
            attempts_left: 0,
            device: None,
            issue_in_seconds: wait.map_or(0, |until| until.seconds_since(now)),
        };
        let Some(code) = &self.code else { return view };
        if identifier.is_some_and(|shown| *shown != code.identifier) {
            view.step = PairingStep::Superseded;
            return view;
        }
        view.step = match &code.state {
            CodeState::Issued { .. } if now < code.expires_at => {
                view.seconds_left = code.expires_at.seconds_since(now);
                view.attempts_left = policy.max_attempts().saturating_sub(code.failed);
                PairingStep::Issued
            }
            CodeState::Issued { .. } | CodeState::Expired => PairingStep::Expired,
            CodeState::Redeemed { device, .. } => {
                view.device = Some(device.clone());
                PairingStep::Redeemed
            }
            CodeState::Exhausted => PairingStep::Exhausted,
            CodeState::Revoked => PairingStep::Revoked,
        };
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        PairingStep::check_list();
    }
}

//! The record of an account: guesses left, codes left, the live code, the devices.

use std::fmt;

use ent_core::transition::StateKey;
use ent_core::{DeviceId, FlowId, Instant, SubjectId};
use serde::{Deserialize, Serialize};

use super::{PairingId, PairingPolicy};
use crate::KeyId;
use crate::code::budget::{AttemptBudget, SendBudget};
use crate::hex::Hex;

/// The record of an account. Keep it on the server side; show [`view`](Self::view).
///
/// ```
/// use ent_auth::pairing::{Event, FreshSession, Outcome, Pairing, PairingPolicy, PairingTyped};
/// use ent_auth::{Key, KeyId, KeyRing};
/// use ent_core::transition::{CasResult, Context, Versioned};
/// use ent_core::{DeviceId, FlowId, Instant, SubjectId};
/// # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
/// # let mut entropy = ChaCha20Rng::seed_from_u64(1);
/// # let keys = KeyRing::new(KeyId::parse("2026")?, Key::new(vec![7; 32])?);
///
/// let account = SubjectId::parse("teacher-1")?;
/// let now = Instant::parse("2021-09-01T08:00:00Z")?;
/// let policy = PairingPolicy::mobile_activation();
/// let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
///
/// // On the page of a signed-in teacher:
/// let pairing = Pairing::new(account.clone());
/// let session = FreshSession::new(account.clone(), FlowId::parse("session-1")?, now);
/// let step = Versioned::fresh(pairing.key(), pairing).step(&Event::Issue { session }, &mut cx)?;
/// // … store step.writes() by compare-and-swap, then:
/// let shown = step.commit(CasResult::Stored)?;
/// let Outcome::Issued(code) = shown.outcome else { return Ok(()) };
///
/// // On the phone:
/// let redeem = Event::Redeem {
///     identifier: code.identifier().clone(),
///     code: PairingTyped::parse(code.printed().expose_secret())?,
///     device: DeviceId::parse("phone-1")?,
/// };
/// let done = shown.state.step(&redeem, &mut cx)?.commit(CasResult::Stored)?;
/// assert!(matches!(done.outcome, Outcome::Granted(grant) if *grant.account() == account));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[doc(alias = "activation mobile")]
pub struct Pairing {
    pub(super) holder: Holder,
    pub(super) attempts: AttemptBudget,
    pub(super) issues: SendBudget,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<Code>,
    /// Devices that may act for the account, oldest first.
    pub(super) devices: Vec<Device>,
    /// Times that somebody was refused without being judged; wraps. Counted so that each refusal is
    /// one write, of an account as of nobody.
    pub(super) refusals: u32,
}

/// Whose record it is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Holder {
    /// An account.
    Account(SubjectId),
    /// Nobody: one of the records that unknown identifiers lead to.
    Decoy { bucket: u8 },
}

/// The code of a record and what became of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    pub(super) identifier: PairingId,
    /// Session of the page that shows it.
    pub(super) session: FlowId,
    pub(super) issued_at: Instant,
    /// First instant at which the code is refused; never changed.
    pub(super) expires_at: Instant,
    /// Guesses judged wrong.
    pub(super) failed: u8,
    pub(super) state: CodeState,
}

/// What became of a code; all but `Issued` hold no digest.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum CodeState {
    /// May be typed.
    Issued { key: KeyId, digest: Hex<32> },
    /// Was typed on this device.
    Redeemed { device: DeviceId, at: Instant },
    /// Was guessed at too often.
    Exhausted,
    /// Outlived its lifetime.
    Expired,
    /// Was withdrawn, or the device that it had let in was.
    Revoked,
}

/// A device that may act for an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Device {
    /// The device, as the host names it.
    pub device: DeviceId,
    /// When it was activated.
    pub since: Instant,
}

impl Pairing {
    /// Most devices of an account.
    pub const MAX_DEVICES: usize = 10;

    /// The record of an account without code, failure or device.
    #[must_use]
    pub fn new(account: SubjectId) -> Self {
        Self::of(Holder::Account(account))
    }

    /// Where to redeem `identifier`, of which the index says `found`: the record of that account,
    /// or one of the records of nobody. Load it by its [`key`](Self::key), or start from this.
    #[must_use]
    pub fn find(identifier: &PairingId, found: Option<&SubjectId>) -> Self {
        let nobody = || {
            let last = identifier.as_str().bytes().rev().take(3);
            let bucket = last.fold(0_u8, |sum, digit| sum.wrapping_mul(10).wrapping_add(digit));
            Holder::Decoy { bucket }
        };
        Self::of(found.cloned().map_or_else(nobody, Holder::Account))
    }

    fn of(holder: Holder) -> Self {
        Self {
            holder,
            attempts: AttemptBudget::default(),
            issues: SendBudget::default(),
            code: None,
            devices: Vec::new(),
            refusals: 0,
        }
    }

    /// Key of the record.
    #[must_use]
    pub fn key(&self) -> StateKey {
        match &self.holder {
            Holder::Account(account) => Self::key_of(account),
            Holder::Decoy { bucket } => StateKey::new::<Self>(format_args!("nobody/{bucket}")),
        }
    }

    /// Key of the record of an account.
    #[must_use]
    pub fn key_of(account: &SubjectId) -> StateKey {
        StateKey::new::<Self>(format_args!("account/{account}"))
    }

    /// Name of the state of the last code, safe to log but not to show on a phone: `idle`,
    /// `issued`, `redeemed`, `exhausted`, `expired` or `revoked`; `decoy` for a record of nobody.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        match (&self.holder, &self.code) {
            (Holder::Decoy { .. }, _) => "decoy",
            (Holder::Account(_), None) => "idle",
            (Holder::Account(_), Some(code)) => match code.state {
                CodeState::Issued { .. } => "issued",
                CodeState::Redeemed { .. } => "redeemed",
                CodeState::Exhausted => "exhausted",
                CodeState::Expired => "expired",
                CodeState::Revoked => "revoked",
            },
        }
    }

    /// Devices that may act for the account, oldest first.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// When to step with [`Event::Observe`](super::Event::Observe) next, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let issued = |code: &&Code| matches!(code.state, CodeState::Issued { .. });
        self.code.as_ref().filter(issued).map(|code| code.expires_at)
    }

    pub(super) fn closed_until(&self, policy: &PairingPolicy, now: Instant) -> Option<Instant> {
        let attempts = self.attempts.closed_until(policy.attempts(), now);
        attempts.max(self.issues.closed_until(policy.issues(), now))
    }
}

impl fmt::Debug for Pairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairing").field("state", &self.state()).finish_non_exhaustive()
    }
}

impl Pairing {
    /// Whether the record of `key` could hold this at `seen`.
    pub(super) fn could_be_at(&self, key: &StateKey, seen: Instant) -> bool {
        let most = PairingPolicy::MAX_ISSUES_PER_DAY;
        let nobody = matches!(self.holder, Holder::Decoy { .. });
        let empty = *self == Self { refusals: self.refusals, ..Self::of(self.holder.clone()) };
        *key == self.key()
            && (!nobody || empty)
            && self.attempts.could_be(seen)
            && self.issues.could_be(most, seen)
            && self.issues.counts(self.code.as_ref().map(|code| code.issued_at))
            && self.could_have_devices(seen)
            && self.code.as_ref().is_none_or(|code| self.could_have(code, seen))
    }

    fn could_have_devices(&self, seen: Instant) -> bool {
        let mut known = std::collections::HashSet::new();
        self.devices.len() <= Self::MAX_DEVICES
            && self.devices.is_sorted_by_key(|device| device.since)
            && self.devices.iter().all(|d| d.since <= seen && known.insert(&d.device))
    }

    /// Whether a record could have written `code` at `seen`.
    fn could_have(&self, code: &Code, seen: Instant) -> bool {
        let issued = code.issued_at.unix_millis();
        let lifetime = code.expires_at.unix_millis().saturating_sub(issued);
        let longest = i64::from(PairingPolicy::MAX_LIFETIME_SECONDS).saturating_mul(1000);
        let state = match &code.state {
            CodeState::Issued { .. } => code.failed < PairingPolicy::MAX_ATTEMPTS,
            CodeState::Redeemed { device, at } => {
                let let_in = |known: &Device| known.device == *device && known.since == *at;
                code.failed < PairingPolicy::MAX_ATTEMPTS
                    && code.issued_at <= *at
                    && *at < code.expires_at
                    && self.devices.iter().any(let_in)
            }
            CodeState::Exhausted | CodeState::Expired | CodeState::Revoked => {
                code.failed <= PairingPolicy::MAX_ATTEMPTS
            }
        };
        code.issued_at <= seen && lifetime > 0 && lifetime <= longest && state
    }
}

//! The record of an account: guesses left, codes left, the live code, the devices.
//!
//! | code     | `Issue`  | `Redeem`                          | `Revoke`, a change | `Observe` |
//! |----------|----------|-----------------------------------|--------------------|-----------|
//! | none     | `Issued` | nothing pending                   | –                  | –         |
//! | issued   | `Issued` | `Redeemed`, `Issued`, `Exhausted` | `Revoked`          | –         |
//! | too old  | `Issued` | `Expired`                         | `Expired`          | `Expired` |
//! | redeemed | `Issued` | nothing pending                   | `Revoked`, with its device | – |
//! | other    | `Issued` | nothing pending                   | –                  | –         |
//!
//! A code that another one follows is superseded: it leaves the record, and its identifier leads
//! nowhere. Wrong guesses are charged in the step that judges them, and outlive the code.

use std::fmt;

use ctutils::CtEq;
use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{DeviceId, FlowId, Instant, SubjectId};
use serde::{Deserialize, Serialize};

use super::{DeviceGrant, Outcome, PairingCode, PairingId, PairingPolicy, PairingTyped, code};
use crate::code::budget::{AttemptBudget, SendBudget};
use crate::hex::Hex;
use crate::{AccountChange, KeyId, KeyRing};

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
    holder: Holder,
    attempts: AttemptBudget,
    issues: SendBudget,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    /// Devices that may act for the account, oldest first.
    devices: Vec<Device>,
}

/// Whose record it is.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Holder {
    /// An account.
    Account(SubjectId),
    /// Nobody: one of the records that unknown identifiers lead to.
    Decoy { bucket: u8, tries: u32 },
}

/// The code of a record and what became of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    pub(super) identifier: PairingId,
    /// Session of the page that shows it.
    session: FlowId,
    issued_at: Instant,
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

/// A signed-in session of an account: what a code is given to.
///
/// The host makes it from its own session, after a sign-in and never from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreshSession {
    account: SubjectId,
    session: FlowId,
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
    fn is_fresh(&self, now: Instant) -> bool {
        let age = now.unix_millis().saturating_sub(self.signed_in_at.unix_millis());
        age.saturating_abs() < Self::MAX_AGE_SECONDS.saturating_mul(1000)
    }
}

/// What may happen to a [`Pairing`].
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
            Holder::Decoy { bucket, tries: 0 }
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
        }
    }

    /// Key of the record.
    #[must_use]
    pub fn key(&self) -> StateKey {
        match &self.holder {
            Holder::Account(account) => Self::key_of(account),
            Holder::Decoy { bucket, .. } => StateKey::new::<Self>(format_args!("nobody/{bucket}")),
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

    /// When to step with [`Event::Observe`] next, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let issued = |code: &&Code| matches!(code.state, CodeState::Issued { .. });
        self.code.as_ref().filter(issued).map(|code| code.expires_at)
    }

    pub(super) const fn code(&self) -> Option<&Code> {
        self.code.as_ref()
    }

    pub(super) fn closed_until(&self, policy: &PairingPolicy, now: Instant) -> Option<Instant> {
        let attempts = self.attempts.closed_until(policy.attempts(), now);
        attempts.max(self.issues.closed_until(policy.issues(), now))
    }

    fn unchanged(&self, outcome: Outcome) -> Decision<Self> {
        Decision::new(self.clone(), outcome)
    }

    /// This record with its code in another state.
    fn with_code(&self, state: CodeState) -> Self {
        let code = self.code.clone().map(|code| Code { state, ..code });
        Self { code, ..self.clone() }
    }

    fn issue(
        &self,
        account: &SubjectId,
        session: &FreshSession,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if session.account != *account {
            return Ok(self.unchanged(Outcome::OtherAccount));
        }
        if !session.is_fresh(cx.now) {
            return Ok(self.unchanged(Outcome::StaleSession));
        }
        if self.attempts.is_disabled() {
            return Ok(self.unchanged(Outcome::Disabled));
        }
        if let Some(until) = self.closed_until(cx.policy, cx.now) {
            return Ok(self.unchanged(Outcome::TryLater { until }));
        }
        if self.devices.len() >= Self::MAX_DEVICES {
            return Ok(self.unchanged(Outcome::TooManyDevices));
        }
        let identifier = PairingId::draw(cx.entropy)?;
        let letters = code::draw(cx.entropy)?;
        let expires_at = cx.now.plus_seconds(i64::from(cx.policy.lifetime_seconds()))?;
        let (key_id, key) = cx.keys.current();
        let parts = parts(account.as_str(), &identifier, letters.expose_secret());
        let digest = key.mac(&parts).map(Hex).ok_or(StepError::MissingKey)?;
        let live = |code: &&Code| matches!(code.state, CodeState::Issued { .. });
        let superseded = self.code.as_ref().filter(live).map(|code| code.identifier.clone());
        let outcome =
            Outcome::Issued(PairingCode::new(identifier.clone(), letters, expires_at, superseded));
        let mut next = self.clone();
        next.code = Some(Code {
            identifier,
            session: session.session.clone(),
            issued_at: cx.now,
            expires_at,
            failed: 0,
            state: CodeState::Issued { key: key_id.clone(), digest },
        });
        next.issues.send(cx.now);
        Ok(Decision::new(next, outcome))
    }

    /// Whether `typed` is the code of the live `identifier`; the same work when there is none.
    fn judge(
        &self,
        identifier: &PairingId,
        typed: &PairingTyped,
        keys: &KeyRing,
    ) -> Result<bool, StepError> {
        let live = self.code.as_ref().filter(|code| code.identifier == *identifier);
        let (key, expected) = match live.map(|code| &code.state) {
            Some(CodeState::Issued { key, digest }) => {
                (keys.find(key.as_str()).ok_or(StepError::MissingKey)?, Some(digest))
            }
            _ => (keys.current().1, None),
        };
        let account = match &self.holder {
            Holder::Account(account) => account.as_str(),
            Holder::Decoy { .. } => "",
        };
        let guess = key.mac(&parts(account, identifier, typed.letters()));
        let guess = guess.ok_or(StepError::MissingKey)?;
        let same = guess.ct_eq(&expected.map_or([0; 32], |digest| digest.0)).to_bool();
        Ok(same && expected.is_some())
    }

    fn redeem(
        &self,
        account: &SubjectId,
        (identifier, typed, device): (&PairingId, &PairingTyped, &DeviceId),
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let right = self.judge(identifier, typed, cx.keys)?;
        let Some(code) = self.code.as_ref().filter(|code| code.identifier == *identifier) else {
            return Ok(self.unchanged(Outcome::NothingPending));
        };
        match &code.state {
            CodeState::Redeemed { .. }
            | CodeState::Exhausted
            | CodeState::Expired
            | CodeState::Revoked => return Ok(self.unchanged(Outcome::NothingPending)),
            CodeState::Issued { .. } => {}
        }
        if self.attempts.is_disabled() {
            return Ok(self.unchanged(Outcome::Disabled));
        }
        if let Some(until) = self.attempts.closed_until(cx.policy.attempts(), cx.now) {
            return Ok(self.unchanged(Outcome::Delayed { until }));
        }
        // The policy may allow fewer guesses than when the code was drawn.
        if code.failed >= cx.policy.max_attempts() {
            return Ok(Decision::new(self.with_code(CodeState::Exhausted), Outcome::Exhausted));
        }
        if right {
            let mut next =
                self.with_code(CodeState::Redeemed { device: device.clone(), at: cx.now });
            next.attempts.succeed();
            next.devices.retain(|known| known.device != *device);
            next.devices.push(Device { device: device.clone(), since: cx.now });
            let grant = DeviceGrant::new(account, device, identifier, cx.now);
            return Ok(Decision::new(next, Outcome::Granted(grant)));
        }
        let failed = code.failed.saturating_add(1);
        let attempts_left = cx.policy.max_attempts().saturating_sub(failed);
        let state = if attempts_left == 0 { CodeState::Exhausted } else { code.state.clone() };
        let mut next = Self { code: Some(Code { failed, state, ..code.clone() }), ..self.clone() };
        next.attempts.fail(cx.policy.attempts(), cx.now);
        let outcome =
            if attempts_left == 0 { Outcome::Exhausted } else { Outcome::Wrong { attempts_left } };
        Ok(Decision::new(next, outcome))
    }

    /// Withdraws the live code.
    fn revoke(&self) -> Decision<Self> {
        match self.code.as_ref().map(|code| &code.state) {
            Some(CodeState::Issued { .. }) => Decision::new(
                self.with_code(CodeState::Revoked),
                Outcome::Revoked { devices: Vec::new() },
            ),
            Some(
                CodeState::Redeemed { .. }
                | CodeState::Exhausted
                | CodeState::Expired
                | CodeState::Revoked,
            )
            | None => self.unchanged(Outcome::NothingPending),
        }
    }

    /// Takes devices their access away, and says so of the code that let one of them in.
    fn end_devices(&self, ends: impl Fn(&DeviceId) -> bool) -> Decision<Self> {
        let (gone, kept): (Vec<_>, Vec<_>) =
            self.devices.iter().cloned().partition(|known| ends(&known.device));
        if gone.is_empty() {
            return self.unchanged(Outcome::NothingPending);
        }
        let let_in = self.code.as_ref().is_some_and(
            |code| matches!(&code.state, CodeState::Redeemed { device, .. } if ends(device)),
        );
        let next = if let_in { self.with_code(CodeState::Revoked) } else { self.clone() };
        let devices = gone.into_iter().map(|known| known.device).collect();
        Decision::new(Self { devices: kept, ..next }, Outcome::Revoked { devices })
    }

    /// Nobody's record: every redemption is refused and counted.
    fn decide_for_nobody(
        &self,
        (bucket, tries): (u8, u32),
        event: &Event,
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        match event {
            Event::Redeem { identifier, code, .. } => {
                self.judge(identifier, code, cx.keys)?;
                let holder = Holder::Decoy { bucket, tries: tries.wrapping_add(1) };
                Ok(Decision::new(Self { holder, ..self.clone() }, Outcome::Unknown))
            }
            Event::Observe => Ok(self.unchanged(Outcome::Observed)),
            Event::Issue { .. }
            | Event::Revoke
            | Event::RevokeDevice { .. }
            | Event::AccountChanged(_)
            | Event::Reinstate => Err(StepError::OutOfOrder),
        }
    }
}

/// What a code is bound to, and the code.
fn parts<'a>(account: &'a str, identifier: &'a PairingId, letters: &'a str) -> [&'a [u8]; 4] {
    [
        Pairing::KIND.as_bytes(),
        account.as_bytes(),
        identifier.as_str().as_bytes(),
        letters.as_bytes(),
    ]
}

impl fmt::Debug for Pairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairing").field("state", &self.state()).finish_non_exhaustive()
    }
}

impl Lifecycle for Pairing {
    const KIND: &'static str = "pairing";
    const SCHEMA: u16 = 1;
    type Event = Event;
    type Outcome = Outcome;
    type Policy = PairingPolicy;
    type Keys = KeyRing;

    fn decide(
        &self,
        event: &Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let account = match &self.holder {
            Holder::Decoy { bucket, tries } => {
                return self.decide_for_nobody((*bucket, *tries), event, cx);
            }
            Holder::Account(account) => account,
        };
        let issued = |code: &Code| matches!(code.state, CodeState::Issued { .. });
        let too_old =
            self.code.as_ref().is_some_and(|code| issued(code) && cx.now >= code.expires_at);
        let expired = || self.with_code(CodeState::Expired);
        match event {
            Event::Issue { session } => self.issue(account, session, cx),
            Event::Redeem { identifier, code, .. }
                if too_old && self.code.as_ref().is_some_and(|c| c.identifier == *identifier) =>
            {
                self.judge(identifier, code, cx.keys)?;
                Ok(Decision::new(expired(), Outcome::Expired))
            }
            Event::Redeem { identifier, code, device } => {
                self.redeem(account, (identifier, code, device), cx)
            }
            Event::Revoke if too_old => Ok(Decision::new(expired(), Outcome::Expired)),
            Event::Revoke => Ok(self.revoke()),
            Event::RevokeDevice { device } => Ok(self.end_devices(|known| known == device)),
            Event::AccountChanged(change) => {
                let base = if too_old { expired() } else { self.clone() };
                let live = base.code.as_ref().is_some_and(issued);
                let base = if live { base.with_code(CodeState::Revoked) } else { base };
                Ok(base.after(*change))
            }
            Event::Reinstate => {
                let mut next = self.clone();
                next.attempts.reinstate();
                Ok(Decision::new(next, Outcome::Reinstated))
            }
            Event::Observe if too_old => Ok(Decision::new(expired(), Outcome::Observed)),
            Event::Observe => Ok(self.unchanged(Outcome::Observed)),
        }
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        let most = PairingPolicy::MAX_ISSUES_PER_DAY;
        let nobody = matches!(self.holder, Holder::Decoy { .. });
        let empty = *self == Self::of(self.holder.clone());
        *key == self.key()
            && (!nobody || empty)
            && self.attempts.could_be(seen)
            && self.issues.could_be(most, seen)
            && self.could_have_devices(seen)
            && self.code.as_ref().is_none_or(|code| self.could_have(code, seen))
    }
}

impl Pairing {
    /// What a change of the account does besides withdrawing the live code.
    fn after(&self, change: AccountChange) -> Decision<Self> {
        if change.ends_devices() && !self.devices.is_empty() {
            self.end_devices(|_| true)
        } else {
            Decision::new(self.clone(), Outcome::Revoked { devices: Vec::new() })
        }
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

//! The one step of a pairing.
//!
//! | code     | `Issue`  | `Redeem`                          | `Revoke`, a change | `Observe` |
//! |----------|----------|-----------------------------------|--------------------|-----------|
//! | none     | `Issued` | nothing pending                   | –                  | –         |
//! | issued   | `Issued` | `Redeemed`, `Issued`, `Exhausted` | `Revoked`          | –         |
//! | too old  | `Issued` | `Expired`                         | `Expired`          | `Expired` |
//! | redeemed | `Issued` | nothing pending                   | `Revoked`, with its device | – |
//! | other    | `Issued` | nothing pending                   | –                  | –         |
//!
//! `Claim` changes no code: that of a redeemed one gives the grant again, any other is refused.
//!
//! A code that another one follows is superseded: it leaves the record, and its identifier leads
//! nowhere. Wrong guesses are charged in the step that judges them, and outlive the code. Whoever
//! times the store learns nothing: each refused redemption is one write.

use ctutils::CtEq;
use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{DeviceId, Instant, SubjectId};

use super::record::{Code, CodeState, Device, Holder};
use super::{
    DeviceGrant, Event, FreshSession, Outcome, Pairing, PairingCode, PairingId, PairingPolicy,
    PairingTyped, code,
};
use crate::code::is_claimable;
use crate::hex::Hex;
use crate::{AccountChange, KeyRing};

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
            Holder::Decoy { .. } => return self.decide_for_nobody(event, cx),
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
            Event::Claim { identifier, device } => {
                Ok(self.claim(account, identifier, device, cx.now))
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
        self.could_be_at(key, seen)
    }
}

impl Pairing {
    fn unchanged(&self, outcome: Outcome) -> Decision<Self> {
        Decision::new(self.clone(), outcome)
    }

    /// A refusal of what a device sent: one write, whatever the reason and whoever's the record.
    fn refused(&self, outcome: Outcome) -> Decision<Self> {
        let refusals = self.refusals.wrapping_add(1);
        Decision::new(Self { refusals, ..self.clone() }, outcome)
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
            return Ok(self.refused(Outcome::NothingPending));
        };
        match &code.state {
            CodeState::Redeemed { .. }
            | CodeState::Exhausted
            | CodeState::Expired
            | CodeState::Revoked => return Ok(self.refused(Outcome::NothingPending)),
            CodeState::Issued { .. } => {}
        }
        if self.attempts.is_disabled() {
            return Ok(self.refused(Outcome::Disabled));
        }
        if let Some(until) = self.attempts.closed_until(cx.policy.attempts(), cx.now) {
            return Ok(self.refused(Outcome::Delayed { until }));
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

    /// The grant that the code of `identifier` gave to `device`, once more.
    fn claim(
        &self,
        account: &SubjectId,
        identifier: &PairingId,
        device: &DeviceId,
        now: Instant,
    ) -> Decision<Self> {
        if let Some(Code {
            identifier: known,
            state: CodeState::Redeemed { device: let_in, at },
            ..
        }) = &self.code
            && known == identifier
            && let_in == device
            && is_claimable(*at, now)
        {
            let grant = DeviceGrant::new(account, device, identifier, *at);
            return self.unchanged(Outcome::Granted(grant));
        }
        self.refused(Outcome::NothingPending)
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
        event: &Event,
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        match event {
            Event::Redeem { identifier, code, .. } => {
                self.judge(identifier, code, cx.keys)?;
                Ok(self.refused(Outcome::Unknown))
            }
            Event::Claim { .. } => Ok(self.refused(Outcome::Unknown)),
            Event::Observe => Ok(self.unchanged(Outcome::Observed)),
            Event::Issue { .. }
            | Event::Revoke
            | Event::RevokeDevice { .. }
            | Event::AccountChanged(_)
            | Event::Reinstate => Err(StepError::OutOfOrder),
        }
    }

    /// What a change of the account does besides withdrawing the live code.
    fn after(&self, change: AccountChange) -> Decision<Self> {
        if change.ends_devices() && !self.devices.is_empty() {
            self.end_devices(|_| true)
        } else {
            Decision::new(self.clone(), Outcome::Revoked { devices: Vec::new() })
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

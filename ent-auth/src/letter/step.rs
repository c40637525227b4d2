//! What each event does to the record of letters.

use ent_core::transition::{Context, Decision, StepError};
use ent_core::{EntropyError, FlowId, Instant, UnverifiedEmail, Zone};

use super::state::{MAX_LETTERS, MAX_PAST, Past, Printed, State};
use super::{
    ActivatedLetter, ActivationScope, BirthDates, Holder, Letter, LetterPolicy, NewPassword,
    Notice, Outcome, Recipient, TypedSecret, secret,
};
use crate::code::budget::{DAY, add, reopening, within};
use crate::password::StoredHash;

impl Letter {
    pub(super) fn issue(
        &self,
        zone: Zone,
        to: &Recipient,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if let Some(Printed { state: State::Activated { .. }, .. }) = &self.last {
            return Ok(self.unchanged(Outcome::AlreadyActivated));
        }
        let created_on = zone.wall_time(cx.now).map_err(|_| StepError::Clock)?.day();
        let last_day = cx.policy.last_day(created_on).map_err(|_| StepError::Clock)?;
        let expires_at = cx.policy.expiry(created_on, zone).map_err(|_| StepError::Clock)?;
        let secret = secret::draw(cx.entropy)?;
        let prepared =
            secret::prepared(secret.expose_secret()).map_err(|_| EntropyError::default())?;
        let digest = cx.keys.store(&prepared, cx.entropy)?;
        let number = self.number().saturating_add(1);
        if number > MAX_LETTERS {
            return Err(StepError::TooLarge);
        }
        let mut next = self.clone();
        if let Some(last) = &self.last {
            if let State::Locked { .. } = last.state {
                next.failed = 0;
            }
            let (number, created_on) = (last.number, last.created_on);
            next.past.push(Past { number, created_on, ended: last.ended() });
            let old = next.past.len().saturating_sub(MAX_PAST);
            next.past.drain(..old);
        }
        let state = State::Active { digest };
        next.last = Some(Printed { number, created_on, issued_at: cx.now, expires_at, state });
        let notice = Notice::new(
            self,
            to,
            secret::grouped(secret.expose_secret()),
            number,
            (created_on, last_day),
        );
        Ok(Decision::new(next, Outcome::Print(Box::new(notice))))
    }

    pub(super) fn sign_in(
        &self,
        letter: &Printed,
        digest: &StoredHash,
        flow: &FlowId,
        secret: &TypedSecret,
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let locked = |failed| {
            let state = State::Locked { at: cx.now };
            Decision::new(Self { failed, ..self.with(letter, state) }, Outcome::Locked)
        };
        // The policy may allow fewer wrong secrets than when the last one was counted.
        if self.failed >= cx.policy.max_failures() {
            cx.keys.decoy(secret.prepared())?;
            return Ok(locked(self.failed));
        }
        if !cx.keys.matches(secret.prepared(), digest)? {
            let failed = self.failed.saturating_add(1);
            let attempts_left = cx.policy.max_failures().saturating_sub(failed);
            if attempts_left == 0 {
                return Ok(locked(failed));
            }
            let next = Self { failed, ..self.clone() };
            return Ok(Decision::new(next, Outcome::Wrong { attempts_left }));
        }
        let open = cx.now.plus_seconds(cx.policy.activation_seconds().into())?;
        let until = open.min(letter.expires_at);
        let state = State::InActivation {
            digest: digest.clone(),
            flow: flow.clone(),
            until,
            dates_failed: 0,
        };
        let scope = ActivationScope {
            subject: self.subject.clone(),
            holder: self.holder,
            flow: flow.clone(),
            until,
        };
        let next = Self { failed: 0, ..self.with(letter, state) };
        Ok(Decision::new(next, Outcome::Opened(scope)))
    }

    pub(super) fn activate(
        &self,
        letter: &Printed,
        open: &Open<'_>,
        page: &Page<'_>,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if page.password.rules() != cx.policy.rules() {
            return Ok(self.unchanged(Outcome::PasswordRefused));
        }
        if self.holder == Holder::Guardian && page.email.is_none() {
            return Ok(self.unchanged(Outcome::EmailMissing));
        }
        if let Some(until) = self.closed_until(cx.policy, cx.now) {
            return Ok(self.unchanged(Outcome::TryLater { until }));
        }
        for disguised in secret::disguised(page.password.password()) {
            if cx.keys.matches(&disguised, open.digest)? {
                return Ok(self.unchanged(Outcome::PasswordIsProvisional));
            }
        }
        if !page.birth_dates.are_right() {
            return Ok(self.dates_refused(letter, open, cx));
        }
        let state = State::Activated {
            at: cx.now,
            flow: open.flow.clone(),
            password: Some(cx.keys.store(page.password.password(), cx.entropy)?),
            email: page.email.cloned(),
        };
        let next = self.with(letter, state);
        let outcome = next.activated().map_or(Outcome::Observed, Outcome::Activated);
        Ok(Decision::new(next, outcome))
    }

    fn dates_refused(
        &self,
        letter: &Printed,
        open: &Open<'_>,
        cx: &Context<'_, Self>,
    ) -> Decision<Self> {
        let dates_failed = open.dates_failed.saturating_add(1);
        let attempts_left = cx.policy.date_attempts().saturating_sub(dates_failed);
        let digest = open.digest.clone();
        let state = if attempts_left == 0 {
            State::Active { digest }
        } else {
            State::InActivation { digest, flow: open.flow.clone(), until: open.until, dates_failed }
        };
        let mut next = self.with(letter, state);
        add(&mut next.date_failures, cx.now);
        Decision::new(next, Outcome::DatesRefused { attempts_left })
    }

    fn closed_until(&self, policy: &LetterPolicy, now: Instant) -> Option<Instant> {
        let failures = within(&self.date_failures, now, DAY);
        reopening(failures, policy.date_failures_per_day(), DAY)
    }

    pub(super) fn activated(&self) -> Option<Box<ActivatedLetter>> {
        let State::Activated { at, password: Some(password), email, .. } =
            &self.last.as_ref()?.state
        else {
            return None;
        };
        Some(Box::new(ActivatedLetter {
            subject: self.subject.clone(),
            password: password.clone(),
            email: email.clone(),
            changed_at: *at,
        }))
    }

    /// This record with its letter in another state.
    pub(super) fn with(&self, letter: &Printed, state: State) -> Self {
        Self { last: Some(letter.with(state)), ..self.clone() }
    }

    pub(super) fn unchanged(&self, outcome: Outcome) -> Decision<Self> {
        Decision::new(self.clone(), outcome)
    }
}

/// The open activation of a letter.
pub(super) struct Open<'a> {
    pub(super) digest: &'a StoredHash,
    pub(super) flow: &'a FlowId,
    pub(super) until: Instant,
    pub(super) dates_failed: u8,
}

/// The activation page as it was sent.
pub(super) struct Page<'a> {
    pub(super) password: &'a NewPassword,
    pub(super) birth_dates: &'a BirthDates,
    pub(super) email: Option<&'a UnverifiedEmail>,
}

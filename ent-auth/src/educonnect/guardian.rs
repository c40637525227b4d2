//! Activation of a guardian's account by SMS self-registration (Somme guide, case 2).
//!
//! | step | event | to |
//! |---|---|---|
//! | none, phone entry, code entry | `Begin` | code entry |
//! | code entry, phone entry | `ReturnToPhone` | phone entry |
//! | code entry | `PhoneProved` | children |
//! | children | `ConfirmChildren` | password, children again, or failed |
//! | password | `ChoosePassword` | activated |
//! | any open step | `Abandon`, or 30 minutes without progress | abandoned |
//!
//! Activated, failed and abandoned are final for their journey. A `Begin` with another flow id
//! starts a new journey and ends the old one; after an activation it is answered like one of an
//! unknown person, since the account must not be lost.

use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{FlowId, Instant, PhoneNumber, PupilId, SubjectId};
use serde::{Deserialize, Serialize};

use super::claim::Guardian;
use super::journey::{Journey, Step};
use super::{
    ActivatedAccount, ActivationPolicy, ActivationStep, ActivationView, Answer, ChildAnswer, Event,
    FailReason, ListedChild, Match, Outcome,
};
use crate::code::{Audience, PhoneProof, Purpose};

const DAY: i64 = 86_400;
/// Most wrong submissions of birth dates that a record holds.
const MAX_FAILURES: usize = 32;

/// The record of one guardian's activation. Keep it on the server side; show
/// [`view`](Self::view).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuardianActivation {
    subject: SubjectId,
    /// Wrong submissions of birth dates in the last 24 hours, over all journeys, oldest first.
    failures: Vec<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    journey: Option<Journey>,
}

impl GuardianActivation {
    /// An activation that has not begun.
    #[must_use]
    pub const fn new(subject: SubjectId) -> Self {
        Self { subject, failures: Vec::new(), journey: None }
    }

    /// Key of the record of a subject.
    #[must_use]
    pub fn key(subject: &SubjectId) -> StateKey {
        StateKey::new::<Self>(subject)
    }

    /// Who the record is about.
    #[must_use]
    pub const fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// When to step with [`Event::Observe`] next, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        self.journey.as_ref().filter(|journey| journey.step.is_open()).map(|journey| journey.until)
    }

    /// What journey `flow` may be shown at `now`: children only once the phone is proved, the
    /// identifier only once the children are confirmed. Another journey than the live one is shown
    /// as abandoned.
    #[must_use]
    pub fn view(&self, flow: &FlowId, policy: &ActivationPolicy, now: Instant) -> ActivationView {
        let Some(journey) = &self.journey else {
            return ActivationView::at(ActivationStep::PhoneEntry);
        };
        if journey.flow != *flow || journey.is_over(now) {
            return ActivationView::at(ActivationStep::Abandoned);
        }
        let view = match &journey.step {
            Step::PhoneEntry => ActivationView::at(ActivationStep::PhoneEntry),
            Step::CodeEntry { to, .. } => ActivationView {
                sent_to: Some(to.masked()),
                ..ActivationView::at(ActivationStep::CodeEntry)
            },
            Step::Children { guardian, failed, .. } => ActivationView {
                children: guardian
                    .children
                    .iter()
                    .map(|child| ListedChild {
                        pupil: child.pupil.clone(),
                        given_name: child.given_name.as_str().to_owned(),
                    })
                    .collect(),
                attempts_left: Some(policy.children_attempts.saturating_sub(*failed)),
                ..ActivationView::at(ActivationStep::Children)
            },
            Step::Password { login, .. } => ActivationView {
                login: Some(login.to_string()),
                ..ActivationView::at(ActivationStep::Password)
            },
            Step::Activated { login, .. } => ActivationView {
                login: Some(login.to_string()),
                ..ActivationView::at(ActivationStep::Activated)
            },
            Step::Failed { .. } => ActivationView::at(ActivationStep::Failed),
            Step::Abandoned => ActivationView::at(ActivationStep::Abandoned),
        };
        let open = journey.step.is_open();
        ActivationView {
            seconds_left: open.then(|| journey.until.seconds_since(now).max(0)),
            ..view
        }
    }

    fn begin(
        &self,
        flow: &FlowId,
        found: &Match,
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if found.subject != self.subject {
            return Err(StepError::OutOfOrder);
        }
        if let Some(journey) = &self.journey {
            let same_flow = journey.flow == *flow;
            if same_flow && journey.is_over(cx.now) {
                return Ok(self.abandoned(journey));
            }
            match &journey.step {
                Step::Activated { .. } if same_flow => return Err(StepError::OutOfOrder),
                // The host has not taken note of its account yet: nothing may replace it.
                Step::Activated { .. } => return Ok(self.unchanged(self.decoy(found))),
                Step::Children { .. }
                | Step::Password { .. }
                | Step::Failed { .. }
                | Step::Abandoned
                    if same_flow =>
                {
                    return Err(StepError::OutOfOrder);
                }
                Step::PhoneEntry
                | Step::CodeEntry { .. }
                | Step::Children { .. }
                | Step::Password { .. }
                | Step::Failed { .. }
                | Step::Abandoned => {}
            }
        }
        let lifetime = cx.policy.code_seconds.saturating_add(cx.policy.idle_seconds);
        let journey = Journey {
            flow: flow.clone(),
            until: cx.now.plus_seconds(lifetime)?,
            step: Step::CodeEntry { to: found.to.clone(), guardian: found.guardian.clone() },
        };
        let outcome = Outcome::IssueCode {
            subject: self.subject.clone(),
            to: found.to.clone(),
            audience: found.audience(),
        };
        Ok(Decision::new(Self { journey: Some(journey), ..self.clone() }, outcome))
    }

    /// What an unknown person would be answered.
    fn decoy(&self, found: &Match) -> Outcome {
        Outcome::IssueCode {
            subject: self.subject.clone(),
            to: found.to.clone(),
            audience: Audience::Decoy,
        }
    }

    fn phone_proved(
        &self,
        journey: &Journey,
        to: &PhoneNumber,
        guardian: Option<&Guardian>,
        proof: &PhoneProof,
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if !self.accepts(journey, to, proof, cx) {
            return Ok(self.unchanged(Outcome::ProofRefused));
        }
        let Some(guardian) = guardian else {
            return Err(StepError::OutOfOrder);
        };
        let step = Step::Children { to: to.clone(), guardian: guardian.clone(), failed: 0 };
        Ok(Decision::new(self.progress(journey, step, cx)?, Outcome::ChildrenListed))
    }

    fn accepts(
        &self,
        journey: &Journey,
        to: &PhoneNumber,
        proof: &PhoneProof,
        cx: &Context<'_, Self>,
    ) -> bool {
        proof.check(&journey.flow, &self.subject, Purpose::Activation, to, cx.now).is_ok()
    }

    fn confirm_children(
        &self,
        journey: &Journey,
        to: &PhoneNumber,
        guardian: &Guardian,
        failed: u8,
        answers: &[ChildAnswer],
        cx: &Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if let Some(until) = self.closed_until(cx.policy, cx.now) {
            return Ok(self.unchanged(Outcome::TryLater { until }));
        }
        let Some(verdict) = judge(guardian, answers) else {
            return Ok(self.unchanged(Outcome::ChildrenIncomplete));
        };
        if !verdict.all_right {
            let failed = failed.saturating_add(1);
            let attempts_left = cx.policy.children_attempts.saturating_sub(failed);
            let (step, outcome) = if attempts_left == 0 {
                let reason = FailReason::Children;
                (Step::Failed { reason }, Outcome::Failed { reason })
            } else {
                let (to, guardian) = (to.clone(), guardian.clone());
                let step = Step::Children { to, guardian, failed };
                (step, Outcome::ChildrenRefused { attempts_left })
            };
            let mut next = self.progress(journey, step, cx)?;
            next.failures = recent(&self.failures, cx.now).to_vec();
            next.failures.push(cx.now);
            return Ok(Decision::new(next, outcome));
        }
        if verdict.attached.is_empty() {
            let reason = FailReason::NoChild;
            let next = self.progress(journey, Step::Failed { reason }, cx)?;
            return Ok(Decision::new(next, Outcome::Failed { reason }));
        }
        let step = Step::Password {
            account: guardian.account.clone(),
            login: guardian.login.clone(),
            attached: verdict.attached,
            disputed: verdict.disputed,
        };
        Ok(Decision::new(self.progress(journey, step, cx)?, Outcome::ChildrenConfirmed))
    }

    fn closed_until(&self, policy: &ActivationPolicy, now: Instant) -> Option<Instant> {
        let failures = recent(&self.failures, now);
        let oldest = failures.len().checked_sub(usize::from(policy.children_failures_per_day))?;
        failures.get(oldest)?.plus_seconds(DAY).ok()
    }

    /// This activation at another step, with a new deadline.
    fn progress(
        &self,
        journey: &Journey,
        step: Step,
        cx: &Context<'_, Self>,
    ) -> Result<Self, StepError> {
        let until = cx.now.plus_seconds(cx.policy.idle_seconds)?;
        Ok(Self {
            journey: Some(Journey { until, step, flow: journey.flow.clone() }),
            ..self.clone()
        })
    }

    fn abandoned(&self, journey: &Journey) -> Decision<Self> {
        let journey = Journey { step: Step::Abandoned, ..journey.clone() };
        Decision::new(Self { journey: Some(journey), ..self.clone() }, Outcome::Abandoned)
    }

    fn account(&self) -> Option<ActivatedAccount> {
        let Step::Activated { at, account, login, attached, disputed, password } =
            &self.journey.as_ref()?.step
        else {
            return None;
        };
        Some(ActivatedAccount {
            subject: account.clone(),
            login: login.clone(),
            attached: attached.clone(),
            disputed: disputed.clone(),
            password: password.clone(),
            activated_at: *at,
        })
    }

    fn unchanged(&self, outcome: Outcome) -> Decision<Self> {
        Decision::new(self.clone(), outcome)
    }
}

impl Lifecycle for GuardianActivation {
    const KIND: &'static str = "guardian_activation";
    const SCHEMA: u16 = 1;
    type Event = Event;
    type Outcome = Outcome;
    type Policy = ActivationPolicy;
    type Keys = ();

    fn decide(
        &self,
        event: &Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        if let Event::Begin { flow, found } = event {
            return self.begin(flow, found, cx);
        }
        let Some(journey) = &self.journey else {
            return match event {
                Event::Observe => Ok(self.unchanged(Outcome::Observed)),
                Event::Begin { .. }
                | Event::ReturnToPhone { .. }
                | Event::PhoneProved { .. }
                | Event::ConfirmChildren { .. }
                | Event::ChoosePassword { .. }
                | Event::Abandon { .. } => Err(StepError::OutOfOrder),
            };
        };
        if event.flow().is_some_and(|flow| *flow != journey.flow) {
            return Err(StepError::OutOfOrder);
        }
        if journey.is_over(cx.now) {
            return Ok(self.abandoned(journey));
        }
        match (&journey.step, event) {
            (Step::CodeEntry { .. }, Event::ReturnToPhone { .. }) => {
                let next = self.progress(journey, Step::PhoneEntry, cx)?;
                Ok(Decision::new(next, Outcome::CancelCode { subject: self.subject.clone() }))
            }
            (Step::PhoneEntry, Event::ReturnToPhone { .. }) => {
                Ok(self.unchanged(Outcome::CancelCode { subject: self.subject.clone() }))
            }
            (Step::CodeEntry { to, guardian }, Event::PhoneProved { proof }) => {
                self.phone_proved(journey, to, guardian.as_ref(), proof, cx)
            }
            // The same proof again, after a crash between the ledger and here.
            (Step::Children { to, .. }, Event::PhoneProved { proof }) => {
                let known = self.accepts(journey, to, proof, cx);
                let outcome = if known { Outcome::ChildrenListed } else { Outcome::ProofRefused };
                Ok(self.unchanged(outcome))
            }
            (Step::Children { to, guardian, failed }, Event::ConfirmChildren { answers, .. }) => {
                self.confirm_children(journey, to, guardian, *failed, answers, cx)
            }
            (
                Step::Password { account, login, attached, disputed },
                Event::ChoosePassword { password, .. },
            ) => {
                if password.rules_id() != cx.policy.rules {
                    return Ok(self.unchanged(Outcome::PasswordRefused));
                }
                let step = Step::Activated {
                    at: cx.now,
                    account: account.clone(),
                    login: login.clone(),
                    attached: attached.clone(),
                    disputed: disputed.clone(),
                    password: password.stored().clone(),
                };
                let next = self.progress(journey, step, cx)?;
                let outcome = next.account().map_or(Outcome::Observed, Outcome::Activated);
                Ok(Decision::new(next, outcome))
            }
            (
                Step::PhoneEntry
                | Step::CodeEntry { .. }
                | Step::Children { .. }
                | Step::Password { .. },
                Event::Abandon { .. },
            ) => Ok(self.abandoned(journey)),
            (
                Step::PhoneEntry
                | Step::CodeEntry { .. }
                | Step::Children { .. }
                | Step::Password { .. },
                Event::Observe,
            ) => Ok(self.unchanged(Outcome::Observed)),
            (Step::Activated { .. }, Event::Observe) => {
                Ok(self.unchanged(self.account().map_or(Outcome::Observed, Outcome::Activated)))
            }
            (Step::Failed { reason }, Event::Observe) => {
                Ok(self.unchanged(Outcome::Failed { reason: *reason }))
            }
            (Step::Abandoned, Event::Observe | Event::Abandon { .. }) => {
                Ok(self.unchanged(Outcome::Abandoned))
            }
            (
                Step::PhoneEntry
                | Step::CodeEntry { .. }
                | Step::Children { .. }
                | Step::Password { .. }
                | Step::Activated { .. }
                | Step::Failed { .. }
                | Step::Abandoned,
                Event::Begin { .. }
                | Event::ReturnToPhone { .. }
                | Event::PhoneProved { .. }
                | Event::ConfirmChildren { .. }
                | Event::ChoosePassword { .. }
                | Event::Abandon { .. },
            ) => Err(StepError::OutOfOrder),
        }
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        *key == Self::key(&self.subject)
            && self.failures.len() <= MAX_FAILURES
            && self.failures.is_sorted()
            && self.failures.last().is_none_or(|last| *last <= seen)
            && self.journey.as_ref().is_none_or(|journey| journey.step.could_be(seen))
    }
}

struct Verdict {
    all_right: bool,
    attached: Vec<PupilId>,
    disputed: Vec<PupilId>,
}

/// Judges all answers together; `None` unless they name each listed child exactly once.
fn judge(guardian: &Guardian, answers: &[ChildAnswer]) -> Option<Verdict> {
    if answers.len() != guardian.children.len() {
        return None;
    }
    let mut verdict = Verdict { all_right: true, attached: Vec::new(), disputed: Vec::new() };
    for child in &guardian.children {
        let answer = &answers.iter().find(|answer| answer.pupil == child.pupil)?.answer;
        match answer {
            Answer::Born(date) => {
                verdict.all_right &= *date == child.birth_date;
                verdict.attached.push(child.pupil.clone());
            }
            Answer::Disputed => verdict.disputed.push(child.pupil.clone()),
        }
    }
    Some(verdict)
}

/// The `failures` (oldest first) of the 24 hours before `now`.
fn recent(failures: &[Instant], now: Instant) -> &[Instant] {
    let start = now.plus_seconds(DAY.saturating_neg()).unwrap_or(Instant::FIRST);
    let old = failures.partition_point(|failure| *failure <= start);
    failures.get(old..).unwrap_or_default()
}

//! Provisional credentials on paper: identifier and secret that activate an account, once.
//!
//! | state | `Issue` | `SignIn` | `Activate` | `Abandon` | `Revoke` | time |
//! |---|---|---|---|---|---|---|
//! | none | active | no letter | not open | – | – | – |
//! | active | active, superseded | in activation, active, locked | not open | – | revoked | expired |
//! | in activation | active, superseded | in activation, locked | activated, in activation, active | active | revoked | active, expired |
//! | expired, locked, revoked | active | refused | not open | – | – | – |
//! | activated | already active | refused | not open | – | revoked | password forgotten |
//!
//! One record a person holds the letter that counts, how the earlier ones ended, and the budgets
//! of wrong secrets and wrong birth dates, which another letter does not refill; one that was
//! locked starts anew, since nothing else opens it. The record of an active account is kept: it is
//! what says that the account needs no letter.

mod batch;
mod error;
mod event;
mod keys;
mod notice;
mod outcome;
mod policy;
mod secret;
mod state;
mod step;
mod view;

use std::fmt;

use ent_core::transition::{Context, Decision, Lifecycle, StateKey, StepError};
use ent_core::{Day, FlowId, Instant, SubjectId, listed};
use serde::{Deserialize, Serialize};

pub use self::batch::{Batch, BatchError, Stopped, issue_all};
pub use self::error::LetterError;
pub use self::event::{BirthDates, Event, NewPassword};
pub use self::keys::LetterKeys;
pub use self::notice::{Instruction, Notice, Recipient};
pub use self::outcome::{ActivatedLetter, ActivationScope, Outcome};
pub use self::policy::{LetterLife, LetterPolicy, LetterPolicyBuilder};
pub use self::secret::TypedSecret;
use self::state::{MAX_LETTERS, MAX_PAST, Past, Printed, State, forgotten_at};
use self::step::{Open, Page};
pub use self::view::{LetterStep, LetterView};

listed! {
    /// Whose account a letter activates.
    #[expect(clippy::exhaustive_enums, reason = "a letter goes to a pupil or a guardian")]
    Holder in "letter_holder" {
        /// A pupil, who confirms their own birth date and may leave the e-mail address out.
        Pupil = "pupil",
        /// A guardian, who confirms the children's birth dates and gives an e-mail address.
        Guardian = "guardian",
    }
}

/// The record of one person's letters. Keep it on the server side; show [`view`](Self::view).
///
/// For an identifier that nobody has, step [`Letter::decoy`]: the same hash is computed and the same
/// is said. Nothing is written, so that guessing identifiers fills no store; a wrong secret of a
/// live letter is, and takes as much longer as the store needs. A host to which that is too much
/// writes something of the kind for every sign-in, or answers each after the same time.
///
/// ```
/// use std::sync::Arc;
/// use ent_auth::LoginId;
/// use ent_auth::letter::{
///     Event, Holder, Letter, LetterKeys, LetterPolicy, Outcome, Recipient, TypedSecret,
/// };
/// use ent_auth::password::{HashPolicy, HashPool};
/// use ent_core::transition::{CasResult, Context, Versioned};
/// use ent_core::{Ent, FlowId, Instant, PersonName, SubjectId, Zone};
/// # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
/// # let mut entropy = ChaCha20Rng::seed_from_u64(1);
///
/// let subject = SubjectId::parse("pupil-1")?;
/// let state = Versioned::fresh(Letter::key(&subject), Letter::new(subject, Holder::Pupil));
/// let to = Recipient::new(
///     PersonName::parse("Martin", "Zoé")?,
///     LoginId::parse("z.martin01")?,
///     Ent::find("auvergne-rhone-alpes")?,
/// );
/// let pool = Arc::new(HashPool::new(1, HashPolicy::default())?);
/// let (policy, keys) = (LetterPolicy::three_months(), LetterKeys::new(pool, None));
/// let now = Instant::parse("2026-11-30T08:00:00Z")?;
/// let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
/// let issue = Event::Issue { zone: Zone::parse("Europe/Paris")?, to: Box::new(to) };
/// let transition = state.step(&issue, &mut cx)?;
/// // … store transition.writes() by compare-and-swap, then:
/// let committed = transition.commit(CasResult::Stored)?;
/// let Outcome::Print(notice) = committed.outcome else { panic!("no letter") };
/// assert_eq!(notice.last_day().to_string(), "2027-02-28");
///
/// let secret = TypedSecret::parse(notice.secret().expose_secret())?;
/// let sign_in = Event::SignIn { flow: FlowId::parse("flow-1")?, secret };
/// let opened = committed.state.step(&sign_in, &mut cx)?.commit(CasResult::Stored)?;
/// assert!(matches!(opened.outcome, Outcome::Opened(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "identifiants provisoires")]
#[doc(alias = "courrier de notification")]
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    subject: SubjectId,
    holder: Holder,
    /// Wrong secrets in a row, over all letters since one was locked.
    failed: u8,
    /// Wrong submissions of birth dates in the last 24 hours, oldest first.
    date_failures: Vec<Instant>,
    /// Letters before the last, oldest first.
    past: Vec<Past>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Printed>,
}

impl Letter {
    /// A record without letter.
    #[must_use]
    pub const fn new(subject: SubjectId, holder: Holder) -> Self {
        Self { subject, holder, failed: 0, date_failures: Vec::new(), past: Vec::new(), last: None }
    }

    /// The record to step for an identifier that nobody has; it is never stored.
    #[must_use]
    pub fn decoy() -> Self {
        Self::new(SubjectId::from_number(0), Holder::Pupil)
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

    /// Whose account the letters activate.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        self.holder
    }

    /// Number of the last letter, from 1; 0 before the first.
    #[must_use]
    pub const fn number(&self) -> u32 {
        match &self.last {
            None => 0,
            Some(letter) => letter.number,
        }
    }

    /// Day of creation and first refused instant of the last letter.
    #[must_use]
    pub fn dates(&self) -> Option<(Day, Instant)> {
        self.last.as_ref().map(|letter| (letter.created_on, letter.expires_at))
    }

    /// Name of the state of the last letter, safe to log but not to show: `none`, `active`,
    /// `in_activation`, `activated`, `expired`, `locked` or `revoked`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        self.last.as_ref().map_or("none", |letter| letter.state.name())
    }

    /// Name of the state of letter `number`: as [`state`](Self::state) for the last one, for one of
    /// the sixteen before it `superseded`, `expired`, `locked` or `revoked`.
    #[must_use]
    pub fn state_of(&self, number: u32) -> Option<&'static str> {
        if let Some(letter) = self.last.as_ref().filter(|letter| letter.number == number) {
            return Some(letter.state.name());
        }
        let past = self.past.iter().find(|past| past.number == number)?;
        Some(past.ended.name())
    }

    /// When to step with [`Event::Observe`] next, if ever.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Instant> {
        let letter = self.last.as_ref()?;
        match &letter.state {
            State::Active { .. } => Some(letter.expires_at),
            State::InActivation { until, .. } => Some(*until),
            State::Activated { at, password: Some(_), .. } => Some(forgotten_at(*at)),
            State::Activated { password: None, .. }
            | State::Expired
            | State::Locked { .. }
            | State::Revoked { .. } => None,
        }
    }

    /// What journey `flow` may be shown at `now`; any other is shown the sign-in page, whatever
    /// became of the letter.
    #[must_use]
    pub fn view(&self, flow: &FlowId, policy: &LetterPolicy, now: Instant) -> LetterView {
        let letter = self.last.as_ref().map(|letter| letter.settled(now));
        match letter.map(|letter| letter.state) {
            Some(State::InActivation { flow: own, until, dates_failed, .. }) if own == *flow => {
                LetterView {
                    seconds_left: Some(until.seconds_since(now)),
                    date_attempts_left: Some(policy.date_attempts().saturating_sub(dates_failed)),
                    email_required: Some(self.holder == Holder::Guardian),
                    ..LetterView::at(LetterStep::Activation)
                }
            }
            Some(State::Activated { flow: own, .. }) if own == *flow => {
                LetterView::at(LetterStep::Activated)
            }
            None
            | Some(
                State::Active { .. }
                | State::InActivation { .. }
                | State::Activated { .. }
                | State::Expired
                | State::Locked { .. }
                | State::Revoked { .. },
            ) => LetterView::at(LetterStep::SignIn),
        }
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("subject", &self.subject)
            .field("number", &self.number())
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

impl Lifecycle for Letter {
    const KIND: &'static str = "letter";
    const SCHEMA: u16 = 1;
    type Event = Event;
    type Outcome = Outcome;
    type Policy = LetterPolicy;
    type Keys = LetterKeys;

    fn decide(
        &self,
        event: &Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let settled = self.last.as_ref().map(|letter| letter.settled(cx.now));
        let this = Self { last: settled, ..self.clone() };
        if let Event::Issue { zone, to } = event {
            return this.issue(*zone, to, cx);
        }
        let Some(letter) = &this.last else {
            return Ok(this.unchanged(match event {
                Event::SignIn { secret, .. } => {
                    cx.keys.decoy(secret.prepared())?;
                    Outcome::NoLetter
                }
                Event::Activate { .. } => Outcome::NotOpen,
                Event::Issue { .. } | Event::Abandon { .. } | Event::Revoke | Event::Observe => {
                    Outcome::Observed
                }
            }));
        };
        match (&letter.state, event) {
            (
                State::Active { digest } | State::InActivation { digest, .. },
                Event::SignIn { flow, secret },
            ) => this.sign_in(letter, digest, flow, secret, cx),
            (
                State::Activated { .. }
                | State::Expired
                | State::Locked { .. }
                | State::Revoked { .. },
                Event::SignIn { secret, .. },
            ) => {
                cx.keys.decoy(secret.prepared())?;
                Ok(this.unchanged(match letter.state {
                    State::Expired => Outcome::Expired,
                    State::Locked { .. } => Outcome::Locked,
                    State::Active { .. }
                    | State::InActivation { .. }
                    | State::Activated { .. }
                    | State::Revoked { .. } => Outcome::NoLetter,
                }))
            }
            (
                State::InActivation { digest, flow, until, dates_failed },
                Event::Activate { flow: asked, password, birth_dates, email },
            ) => {
                if asked != flow {
                    return Ok(this.unchanged(Outcome::OtherFlow));
                }
                let (until, dates_failed) = (*until, *dates_failed);
                let open = Open { digest, flow, until, dates_failed };
                let page = Page { password, birth_dates, email: email.as_ref() };
                this.activate(letter, &open, &page, cx)
            }
            (
                State::Active { .. }
                | State::Activated { .. }
                | State::Expired
                | State::Locked { .. }
                | State::Revoked { .. },
                Event::Activate { .. },
            ) => Ok(this.unchanged(Outcome::NotOpen)),
            (State::InActivation { digest, flow, .. }, Event::Abandon { flow: asked }) => {
                if asked != flow {
                    return Ok(this.unchanged(Outcome::OtherFlow));
                }
                let state = State::Active { digest: digest.clone() };
                Ok(Decision::new(this.with(letter, state), Outcome::Abandoned))
            }
            (
                State::Active { .. } | State::InActivation { .. } | State::Activated { .. },
                Event::Revoke,
            ) => {
                let state = State::Revoked { at: cx.now };
                Ok(Decision::new(this.with(letter, state), Outcome::Revoked))
            }
            (State::Activated { .. }, Event::Observe) => {
                let outcome = this.activated().map_or(Outcome::Observed, Outcome::Activated);
                Ok(this.unchanged(outcome))
            }
            (
                State::Active { .. }
                | State::InActivation { .. }
                | State::Activated { .. }
                | State::Expired
                | State::Locked { .. }
                | State::Revoked { .. },
                Event::Issue { .. } | Event::Abandon { .. } | Event::Revoke | Event::Observe,
            ) => Ok(this.unchanged(Outcome::Observed)),
        }
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        let most = usize::from(LetterPolicy::MAX_DATE_FAILURES_PER_DAY);
        let numbers = self.past.iter().map(|past| past.number);
        let email = match self.last.as_ref().map(|letter| &letter.state) {
            Some(State::Activated { password: Some(_), email, .. }) => {
                self.holder == Holder::Pupil || email.is_some()
            }
            Some(State::Activated { password: None, email, .. }) => email.is_none(),
            None | Some(_) => true,
        };
        let budget = match self.last.as_ref().map(|letter| &letter.state) {
            None => self.failed == 0 && self.date_failures.is_empty(),
            Some(State::Locked { .. }) => (1..=LetterPolicy::MAX_FAILURES).contains(&self.failed),
            Some(_) => self.failed < LetterPolicy::MAX_FAILURES,
        };
        // Each wrong date of the open activation was counted on its letter.
        let counted = self.last.as_ref().is_none_or(|letter| match letter.state {
            State::InActivation { dates_failed, .. } => {
                let on_it = self.date_failures.iter().filter(|at| **at >= letter.issued_at);
                on_it.count() >= usize::from(dates_failed)
            }
            _ => true,
        });
        // A later letter may be a day behind, printed in a zone further west.
        let days = self.past.iter().map(|past| past.created_on);
        let days = days.chain(self.last.as_ref().map(|letter| letter.created_on));
        let in_order =
            days.is_sorted_by(|a, b| b.plus_days(1).is_ok_and(|next_day| *a <= next_day));
        *key == Self::key(&self.subject)
            && budget
            && counted
            && in_order
            && email
            && self.date_failures.len() <= most
            && self.date_failures.is_sorted()
            && self.date_failures.last().is_none_or(|last| *last <= seen)
            && self.past.len() <= MAX_PAST
            && numbers.chain([self.number()]).is_sorted_by(|a, b| a.checked_add(1) == Some(*b))
            && self.past.first().is_none_or(|past| past.number > 0)
            && self.last.as_ref().is_none_or(|letter| {
                (1..=MAX_LETTERS).contains(&letter.number) && letter.could_be(seen)
            })
    }
}

#[cfg(test)]
mod tests;

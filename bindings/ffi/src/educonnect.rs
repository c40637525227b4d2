//! EduConnect: activation of a guardian's account by SMS self-registration.

mod claim;
mod outcome;

use std::fmt;
use std::sync::Arc;

use ent_auth::educonnect::Event;
use ent_core::transition::{Context, Versioned};
use ent_core::{FlowId, PupilId, SubjectId};

pub use self::claim::{Child, GuardianClaim, GuardianMatch, GuardianRecord};
pub use self::outcome::{ActivatedAccount, ActivationOutcome, FailReason};
use crate::code::PhoneProof;
use crate::entropy::NothingToDraw;
use crate::mirror::coded;
use crate::password::NewHash;
use crate::transition::{PublicOutcome, Sealed, StateWrite, number};
use crate::{CalendarDate, EntError, Timestamp};

type Domain = ent_auth::educonnect::GuardianActivation;

coded! {
    /// Where a guardian stands in an activation.
    ActivationStep = ent_auth::educonnect::ActivationStep {
        /// Name and mobile number are asked for.
        PhoneEntry,
        /// The code is asked for.
        CodeEntry,
        /// Birth dates of all children are asked for.
        Children,
        /// A password is asked for.
        Password,
        /// The account is active.
        Activated,
        /// The journey ended without an account.
        Failed,
        /// The journey was left.
        Abandoned,
    }
}

/// Lifetimes and caps of an activation.
#[derive(Debug, uniffi::Object)]
pub struct ActivationPolicy {
    inner: ent_auth::educonnect::ActivationPolicy,
}

#[uniffi::export]
impl ActivationPolicy {
    /// EduConnect: 30 minutes without progress end the journey (three hours while a code is
    /// awaited), birth dates may be submitted three times in a journey and be wrong five times a
    /// day, passwords follow the rules `educonnect`.
    #[uniffi::constructor]
    pub fn educonnect() -> Self {
        Self { inner: ent_auth::educonnect::ActivationPolicy::educonnect() }
    }

    /// Submissions of birth dates in one journey.
    pub fn children_attempts(&self) -> i32 {
        self.inner.children_attempts().into()
    }

    /// Wrong submissions of birth dates in any 24 hours, over all journeys.
    pub fn children_failures_per_day(&self) -> i32 {
        self.inner.children_failures_per_day().into()
    }

    /// Id of the password rules that the new password must have been accepted under.
    pub fn rules(&self) -> String {
        self.inner.rules().to_owned()
    }
}

/// A child to confirm, without what the guardian has to know.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct ListedChild {
    /// The child, as the host names them.
    pub pupil: String,
    /// Given name to show.
    pub given_name: String,
}

impl fmt::Display for ListedChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListedChild(redacted)")
    }
}

impl fmt::Debug for ListedChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What may travel to the page or the phone. The text form shows the step alone.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct ActivationView {
    /// Where the person stands.
    pub step: ActivationStep,
    /// Masked number, at code entry.
    pub sent_to: Option<String>,
    /// Children to confirm, once the phone is proved.
    pub children: Vec<ListedChild>,
    /// Submissions of birth dates left, at that step.
    pub attempts_left: Option<i32>,
    /// Identifier to note, once the children are confirmed.
    pub login: Option<String>,
    /// Seconds before the journey is over for want of progress.
    pub seconds_left: Option<i64>,
}

impl fmt::Display for ActivationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActivationView({:?})", self.step)
    }
}

impl fmt::Debug for ActivationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<ent_auth::educonnect::ActivationView> for ActivationView {
    fn from(view: ent_auth::educonnect::ActivationView) -> Self {
        let listed = |child: ent_auth::educonnect::ListedChild| ListedChild {
            pupil: child.pupil.into(),
            given_name: child.given_name,
        };
        Self {
            step: view.step.into(),
            sent_to: view.sent_to,
            children: view.children.into_iter().map(listed).collect(),
            attempts_left: view.attempts_left.map(Into::into),
            login: view.login,
            seconds_left: view.seconds_left,
        }
    }
}

/// A birth date, or "I am not the legal guardian of this pupil".
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum Answer {
    /// The child was born on this day.
    Born {
        /// The day.
        date: CalendarDate,
    },
    /// The attachment is wrong.
    Disputed,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(redacted)")
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a guardian says of one listed child.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChildAnswer {
    /// The child, as listed.
    pub pupil: String,
    /// The answer.
    pub answer: Answer,
}

impl ChildAnswer {
    fn read(&self) -> Result<ent_auth::educonnect::ChildAnswer, EntError> {
        use ent_auth::educonnect::Answer as Known;
        let answer = match self.answer {
            Answer::Born { date } => Known::Born(date.read()?),
            Answer::Disputed => Known::Disputed,
        };
        Ok(ent_auth::educonnect::ChildAnswer { pupil: PupilId::parse(&self.pupil)?, answer })
    }
}

/// The record of one guardian's activation.
///
/// An activation never changes: each step gives an `ActivationTransition`. Store what that asks
/// for, then commit it: the outcome and the next activation come out. Keep the record on the server
/// side and show `view`.
///
/// `flow` names one journey; a `begin` with another one starts a new journey and ends the old one.
/// `now` is never before the latest time the activation has seen: an earlier one counts as that.
#[derive(uniffi::Object)]
pub struct GuardianActivation {
    inner: Versioned<Domain>,
}

#[uniffi::export]
impl GuardianActivation {
    /// An activation that has never been stored.
    ///
    /// Fails with `id/format`.
    #[uniffi::constructor]
    pub fn fresh(subject: &str) -> Result<Self, EntError> {
        let subject = SubjectId::parse(subject)?;
        Ok(Self { inner: Versioned::fresh(Domain::key(&subject), Domain::new(subject)) })
    }

    /// Reads what an earlier step of the same subject stored.
    ///
    /// Fails with `id/format`, `state/corrupt`, `state/newer` or `state/other-kind`.
    #[uniffi::constructor]
    pub fn load(subject: &str, bytes: Vec<u8>) -> Result<Self, EntError> {
        let key = Domain::key(&SubjectId::parse(subject)?);
        Ok(Self { inner: Versioned::load(key, &bytes)? })
    }

    /// Key of the record.
    pub fn key(&self) -> String {
        self.inner.key().to_string()
    }

    /// Stored version; none when the activation has never been stored.
    pub fn version(&self) -> Option<i64> {
        number(self.inner.version())
    }

    /// Who the record is about.
    pub fn subject(&self) -> String {
        self.inner.body().subject().to_string()
    }

    /// What journey `flow` may be shown: children only once the phone is proved, the identifier
    /// only once the children are confirmed. Another journey than the live one is shown as
    /// abandoned.
    ///
    /// Fails with `id/format` or `instant/out-of-range`.
    pub fn view(
        &self,
        flow: &str,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationView, EntError> {
        let flow = FlowId::parse(flow)?;
        Ok(self.inner.body().view(&flow, &policy.inner, self.inner.floor(now)).into())
    }

    /// When to step with `observe` next, if ever.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.inner.body().next_deadline()
    }

    /// A name and a number were typed and looked up.
    ///
    /// Fails with `id/format`, `instant/out-of-range`, `step/clock`, or `step/out-of-order` when
    /// `found` is another subject or the account is active.
    pub fn begin(
        &self,
        flow: &str,
        found: &GuardianMatch,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        let flow = FlowId::parse(flow)?;
        self.step(&Event::Begin { flow, found: found.inner.clone() }, policy, now)
    }

    /// The code is of no use or the number is to be changed.
    ///
    /// Fails like `observe`, with `id/format`, or with `step/out-of-order` at another step.
    pub fn return_to_phone(
        &self,
        flow: &str,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        self.step(&Event::ReturnToPhone { flow: FlowId::parse(flow)? }, policy, now)
    }

    /// The ledger has handed out its proof; giving it twice changes nothing.
    ///
    /// Fails like `observe`, or with `step/out-of-order` at another step.
    pub fn phone_proved(
        &self,
        proof: &PhoneProof,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        self.step(&Event::PhoneProved { proof: proof.inner.clone() }, policy, now)
    }

    /// Birth dates, or a dispute, for every listed child.
    ///
    /// Fails with `birth-date/format` or `birth-date/out-of-range`, or like `return_to_phone`.
    pub fn confirm_children(
        &self,
        flow: &str,
        answers: &[ChildAnswer],
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        let answers = answers.iter().map(ChildAnswer::read).collect::<Result<_, _>>()?;
        let flow = FlowId::parse(flow)?;
        self.step(&Event::ConfirmChildren { flow, answers }, policy, now)
    }

    /// A password was accepted and hashed.
    ///
    /// Fails like `return_to_phone`.
    pub fn choose_password(
        &self,
        flow: &str,
        password: &NewHash,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        let password = password.inner.clone();
        self.step(&Event::ChoosePassword { flow: FlowId::parse(flow)?, password }, policy, now)
    }

    /// The person leaves.
    ///
    /// Fails like `return_to_phone`.
    pub fn abandon(
        &self,
        flow: &str,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        self.step(&Event::Abandon { flow: FlowId::parse(flow)? }, policy, now)
    }

    /// Time has passed, or the host asks again after a crash: an active account comes out again.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn observe(
        &self,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        self.step(&Event::Observe, policy, now)
    }
}

impl GuardianActivation {
    fn step(
        &self,
        event: &Event,
        policy: &ActivationPolicy,
        now: Timestamp,
    ) -> Result<ActivationTransition, EntError> {
        let mut cx = Context { now, entropy: &mut NothingToDraw, policy: &policy.inner, keys: &() };
        let sealed = Sealed::new(self.inner.step(event, &mut cx)?);
        Ok(ActivationTransition { sealed, now: self.inner.floor(now) })
    }
}

impl fmt::Debug for GuardianActivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Key of the activation of a subject, to load it by.
///
/// Fails with `id/format`.
#[uniffi::export]
pub fn activation_key(subject: &str) -> Result<String, EntError> {
    Ok(Domain::key(&SubjectId::parse(subject)?).to_string())
}

/// A step of a `GuardianActivation` whose outcome is sealed until it is stored.
#[derive(Debug, uniffi::Object)]
pub struct ActivationTransition {
    sealed: Sealed<Domain>,
    now: Timestamp,
}

#[uniffi::export]
impl ActivationTransition {
    /// Records to store before `commit`; none when the step changed nothing.
    ///
    /// Fails with `transition/spent` after a commit.
    pub fn writes(&self) -> Result<Vec<StateWrite>, EntError> {
        self.sealed.writes()
    }

    /// Opens the outcome once the store has answered: `stored` says whether every write was made.
    /// Either way the transition is spent.
    ///
    /// Fails with `cas/lost` when it was not: load the activation again and step again. Fails with
    /// `transition/spent` the second time.
    pub fn commit(&self, stored: bool) -> Result<CommittedActivation, EntError> {
        let committed = self.sealed.commit(stored)?;
        Ok(CommittedActivation {
            activation: Arc::new(GuardianActivation { inner: committed.state }),
            name: committed.outcome.name().to_owned(),
            public_outcome: committed.outcome.public(self.now).into(),
            outcome: committed.outcome.into(),
        })
    }
}

/// A stored step of a `GuardianActivation`.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommittedActivation {
    /// The activation as stored.
    pub activation: Arc<GuardianActivation>,
    /// What was decided, for the host.
    pub outcome: ActivationOutcome,
    /// Stable name of the outcome, safe to log.
    pub name: String,
    /// What the person may be told.
    pub public_outcome: PublicOutcome,
}

#[cfg(test)]
mod tests;

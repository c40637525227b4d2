//! Provisional credentials on paper.

mod notice;
mod outcome;
mod policy;

use std::fmt;
use std::sync::Arc;

use ent_auth::letter::{self as domain, BirthDates, Event, NewPassword, TypedSecret};
use ent_core::transition::{Context, Versioned};
use ent_core::{Coded, FlowId, SubjectId};

pub use self::notice::{LetterRecipient, Notice, NoticeInstruction};
pub use self::outcome::{ActivatedLetter, ActivationScope, LetterOutcome};
pub use self::policy::{LetterExpiry, LetterPolicy, LetterPolicyOptions};
use crate::contact::UnverifiedEmail;
use crate::mirror::coded;
use crate::password::{ContextWord, HashPool, PasswordInput, PasswordRuleSet, Violation, accepted};
use crate::transition::{PublicOutcome, Sealed, StateWrite, number};
use crate::zone::Zone;
use crate::{CalendarDate, EntError, Entropy, KeyRing, Timestamp};

type Domain = domain::Letter;

coded! {
    /// Whose account a letter activates.
    LetterHolder = domain::Holder {
        /// A pupil, who confirms their own birth date and may leave the e-mail address out.
        Pupil,
        /// A guardian, who confirms the children's birth dates and gives an e-mail address.
        Guardian,
    }
}

coded! {
    /// Where a person stands with a letter, as far as they may know.
    LetterStep = domain::LetterStep {
        /// Identifier and secret are asked for, whether or not a letter can be used.
        SignIn,
        /// The activation page is open.
        Activation,
        /// The account is active.
        Activated,
    }
}

/// What may travel to the page or the phone.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LetterView {
    /// Where the person stands.
    pub step: LetterStep,
    /// Seconds left to send the activation page, while it is open.
    pub seconds_left: Option<i64>,
    /// Submissions of birth dates left, while it is open.
    pub date_attempts_left: Option<i32>,
    /// Whether an e-mail address must be given, while it is open.
    pub email_required: Option<bool>,
}

/// What every step of a `Letter` uses: make it once for a service.
#[derive(Debug, uniffi::Object)]
pub struct LetterContext {
    policy: Arc<LetterPolicy>,
    keys: domain::LetterKeys,
    entropy: Arc<Entropy>,
}

#[uniffi::export]
impl LetterContext {
    /// A context of these; `pool` and `pepper` are those of the passwords of accounts.
    #[uniffi::constructor(default(pepper = None))]
    pub fn new(
        policy: Arc<LetterPolicy>,
        pool: &HashPool,
        entropy: Arc<Entropy>,
        pepper: Option<Arc<KeyRing>>,
    ) -> Self {
        let pepper = pepper.map(|ring| Arc::new(ring.inner.copy()));
        Self { policy, keys: domain::LetterKeys::new(Arc::clone(&pool.inner), pepper), entropy }
    }
}

/// A birth date that the school knows, with the one that was typed for it. The text form shows
/// nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct TypedBirthDate {
    /// Date on record.
    pub known: CalendarDate,
    /// Date typed.
    pub typed: CalendarDate,
}

impl fmt::Display for TypedBirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedBirthDate(redacted)")
    }
}

impl fmt::Debug for TypedBirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What came of an activation page.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum LetterActivation {
    /// The password was accepted; the rest is judged by the step.
    Checked {
        /// The step.
        transition: Arc<LetterTransition>,
    },
    /// The password breaks these rules; no step was taken.
    Refused {
        /// Every broken rule, in a fixed order.
        violations: Vec<Violation>,
    },
}

/// The record of one person's letters: the letter that counts and the budgets of wrong answers.
///
/// It never changes: each step gives a `LetterTransition`. Store what that asks for, then commit
/// it: the outcome and the next record come out. Keep the record on the server side and show
/// `view`.
///
/// `flow` names one journey of one person. `now` is never before the latest time the record has
/// seen: an earlier one counts as that. Each sign-in and activation computes hashes, tens of
/// milliseconds of one core; without a free buffer of the pool it fails with `step/busy`.
#[derive(uniffi::Object)]
pub struct Letter {
    inner: Versioned<Domain>,
}

#[uniffi::export]
impl Letter {
    /// A record that has never been stored.
    ///
    /// Fails with `id/format`.
    #[uniffi::constructor]
    pub fn fresh(subject: &str, holder: LetterHolder) -> Result<Self, EntError> {
        let subject = SubjectId::parse(subject)?;
        let key = Domain::key(&subject);
        Ok(Self { inner: Versioned::fresh(key, Domain::new(subject, holder.into())) })
    }

    /// The record to step for an identifier that nobody has: the same hash is computed, the same is
    /// said. Nothing is written, unlike for a wrong secret of a live letter.
    #[uniffi::constructor]
    pub fn decoy() -> Self {
        let decoy = Domain::decoy();
        Self { inner: Versioned::fresh(Domain::key(decoy.subject()), decoy) }
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

    /// Stored version; none when the record has never been stored.
    pub fn version(&self) -> Option<i64> {
        number(self.inner.version())
    }

    /// Who the record is about.
    pub fn subject(&self) -> String {
        self.inner.body().subject().to_string()
    }

    /// Whose account the letters activate.
    pub fn holder(&self) -> LetterHolder {
        self.inner.body().holder().into()
    }

    /// Number of the last letter, from 1; 0 before the first.
    pub fn number(&self) -> i64 {
        self.inner.body().number().into()
    }

    /// Name of the state of the last letter, safe to log but not to show: `none`, `active`,
    /// `in_activation`, `activated`, `expired`, `locked` or `revoked`.
    pub fn state(&self) -> String {
        self.inner.body().state().to_owned()
    }

    /// Name of the state of letter `number`, one of the last seventeen; an earlier letter is
    /// `superseded`, `expired`, `locked` or `revoked`.
    pub fn state_of(&self, number: i64) -> Option<String> {
        let number = u32::try_from(number).ok()?;
        self.inner.body().state_of(number).map(str::to_owned)
    }

    /// Day on which the last letter was created.
    pub fn created_on(&self) -> Option<CalendarDate> {
        self.inner.body().dates().map(|(created_on, _)| created_on.into())
    }

    /// First instant at which the last letter is refused.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.inner.body().dates().map(|(_, expires_at)| expires_at)
    }

    /// When to step with `observe` next, if ever.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.inner.body().next_deadline()
    }

    /// What journey `flow` may be shown; any other is shown the sign-in page.
    ///
    /// Fails with `id/format` or `instant/out-of-range`.
    pub fn view(
        &self,
        flow: &str,
        policy: &LetterPolicy,
        now: Timestamp,
    ) -> Result<LetterView, EntError> {
        let flow = FlowId::parse(flow)?;
        let view = self.inner.body().view(&flow, &policy.inner, self.inner.floor(now));
        Ok(LetterView {
            step: view.step.into(),
            seconds_left: view.seconds_left,
            date_attempts_left: view.date_attempts_left.map(Into::into),
            email_required: view.email_required,
        })
    }

    /// Makes a letter; a live one is superseded.
    ///
    /// Fails with `login/…`, `name/…`, `letter/children`, `instant/out-of-range`, `step/clock`,
    /// `step/entropy` or `step/busy`.
    pub fn issue(
        &self,
        zone: &Zone,
        to: LetterRecipient,
        context: &LetterContext,
        now: Timestamp,
    ) -> Result<LetterTransition, EntError> {
        self.step(&Event::Issue { zone: zone.inner, to: Box::new(to.read()?) }, context, now)
    }

    /// Judges a secret that was typed; its spelling is forgiven.
    ///
    /// Fails with `letter/empty` or `letter/format` (nothing is charged then), `id/format`,
    /// `step/keys`, or like `issue`.
    pub fn sign_in(
        &self,
        flow: &str,
        secret: &PasswordInput,
        context: &LetterContext,
        now: Timestamp,
    ) -> Result<LetterTransition, EntError> {
        let secret = TypedSecret::parse(secret.prepared.expose_secret())?;
        self.step(&Event::SignIn { flow: FlowId::parse(flow)?, secret }, context, now)
    }

    /// Checks the new password and sends the activation page.
    ///
    /// It is checked by the rules of the policy. A host that checks by other `rules` gives them, and
    /// is told `PasswordRefused`.
    ///
    /// Fails with `letter/birth-dates`, `birth-date/…`, `password/…`, or like `sign_in`.
    #[uniffi::method(default(confirmation = None, words = [], rules = None))]
    #[expect(clippy::too_many_arguments, reason = "the page crosses once, as it was filled in")]
    pub fn activate(
        &self,
        flow: &str,
        password: &PasswordInput,
        birth_dates: Vec<TypedBirthDate>,
        email: Option<UnverifiedEmail>,
        context: &LetterContext,
        now: Timestamp,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
        rules: Option<Arc<PasswordRuleSet>>,
    ) -> Result<LetterActivation, EntError> {
        let pairs =
            birth_dates.into_iter().map(|date| Ok((date.known.read()?, date.typed.read()?)));
        let birth_dates = BirthDates::new(pairs.collect::<Result<_, EntError>>()?)?;
        let rules = match &rules {
            Some(rules) => &rules.inner,
            None => context.policy.password_rules()?,
        };
        let password = match accepted(rules, password, confirmation.as_deref(), words)? {
            Ok(accepted) => NewPassword::new(&accepted),
            Err(violations) => return Ok(LetterActivation::Refused { violations }),
        };
        let email = email.as_ref().map(UnverifiedEmail::read).transpose()?;
        let event = Event::Activate { flow: FlowId::parse(flow)?, password, birth_dates, email };
        let transition = Arc::new(self.step(&event, context, now)?);
        Ok(LetterActivation::Checked { transition })
    }

    /// Leaves the activation; the letter may be used again.
    ///
    /// Fails with `id/format`, `instant/out-of-range` or `step/clock`.
    pub fn abandon(
        &self,
        flow: &str,
        context: &LetterContext,
        now: Timestamp,
    ) -> Result<LetterTransition, EntError> {
        self.step(&Event::Abandon { flow: FlowId::parse(flow)? }, context, now)
    }

    /// Withdraws the letter. Of an active account: its password was taken back (`Credential.reset`,
    /// stored first), and another letter may be printed.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn revoke(
        &self,
        context: &LetterContext,
        now: Timestamp,
    ) -> Result<LetterTransition, EntError> {
        self.step(&Event::Revoke, context, now)
    }

    /// Lets time take effect; hands out the activated account again for ten minutes, in case of a
    /// crash.
    ///
    /// Fails with `instant/out-of-range` or `step/clock`.
    pub fn observe(
        &self,
        context: &LetterContext,
        now: Timestamp,
    ) -> Result<LetterTransition, EntError> {
        self.step(&Event::Observe, context, now)
    }
}

impl Letter {
    fn step(
        &self,
        event: &Event,
        context: &LetterContext,
        now: Timestamp,
    ) -> Result<LetterTransition, EntError> {
        let mut entropy = &*context.entropy;
        let mut cx = Context {
            now,
            entropy: &mut entropy,
            policy: &context.policy.inner,
            keys: &context.keys,
        };
        let sealed = Sealed::new(self.inner.step(event, &mut cx)?);
        Ok(LetterTransition { sealed, now: self.inner.floor(now) })
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Key of the record of a subject, to load it by.
///
/// Fails with `id/format`.
#[uniffi::export]
pub fn letter_key(subject: &str) -> Result<String, EntError> {
    Ok(Domain::key(&SubjectId::parse(subject)?).to_string())
}

/// A step of a `Letter` whose outcome is sealed until it is stored.
#[derive(Debug, uniffi::Object)]
pub struct LetterTransition {
    sealed: Sealed<Domain>,
    now: Timestamp,
}

#[uniffi::export]
impl LetterTransition {
    /// Records to store before `commit`; none when the step changed nothing.
    ///
    /// Fails with `transition/spent` after a commit.
    pub fn writes(&self) -> Result<Vec<StateWrite>, EntError> {
        self.sealed.writes()
    }

    /// Opens the outcome once the store has answered: `stored` says whether every write was made.
    /// Either way the transition is spent.
    ///
    /// Fails with `cas/lost` when it was not: load the record again and step again. Fails with
    /// `transition/spent` the second time.
    pub fn commit(&self, stored: bool) -> Result<CommittedLetter, EntError> {
        let committed = self.sealed.commit(stored)?;
        Ok(CommittedLetter {
            letter: Arc::new(Letter { inner: committed.state }),
            name: committed.outcome.name().to_owned(),
            public_outcome: committed.outcome.public(self.now).into(),
            outcome: committed.outcome.into(),
        })
    }
}

/// A stored step of a `Letter`.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommittedLetter {
    /// The record as stored.
    pub letter: Arc<Letter>,
    /// What was decided, for the host and its audit trail.
    pub outcome: LetterOutcome,
    /// Stable name of the outcome, safe to log.
    pub name: String,
    /// What the person may be told.
    pub public_outcome: PublicOutcome,
}

/// One person of a batch.
#[derive(Clone, Debug, uniffi::Record)]
pub struct LetterRequest {
    /// Record of the person.
    pub letter: Arc<Letter>,
    /// Who the letter is for.
    pub to: LetterRecipient,
}

/// What a batch made before it ended.
#[derive(Clone, Debug, uniffi::Record)]
pub struct LetterBatch {
    /// One for each person, in their order, up to where the batch stopped; each sealed until it is
    /// stored.
    pub letters: Vec<Arc<LetterTransition>>,
    /// Place in the list, from 0, where it stopped; none when everybody has a letter.
    pub stopped_at: Option<i64>,
    /// Code why it stopped, such as `step/busy`.
    pub stopped_by: Option<String>,
}

/// Makes a letter for each of `people`, about twenty a second.
///
/// Fails with `letter/twice` when one person stands twice, or like `issue` when somebody's letter
/// cannot be written; nothing was done then.
#[uniffi::export]
pub fn issue_letters(
    people: Vec<LetterRequest>,
    zone: &Zone,
    context: &LetterContext,
    now: Timestamp,
) -> Result<LetterBatch, EntError> {
    let floors: Vec<_> = people.iter().map(|person| person.letter.inner.floor(now)).collect();
    let people = people.iter().map(|person| Ok((person.letter.inner.clone(), person.to.read()?)));
    let people = people.collect::<Result<Vec<_>, EntError>>()?;
    let mut entropy = &*context.entropy;
    let mut cx =
        Context { now, entropy: &mut entropy, policy: &context.policy.inner, keys: &context.keys };
    let batch = domain::issue_all(people, zone.inner, &mut cx)?;
    let letters = batch.letters.into_iter().zip(floors);
    Ok(LetterBatch {
        letters: letters
            .map(|(transition, now)| {
                Arc::new(LetterTransition { sealed: Sealed::new(transition), now })
            })
            .collect(),
        stopped_at: batch.stopped.and_then(|stopped| i64::try_from(stopped.position).ok()),
        stopped_by: batch.stopped.map(|stopped| stopped.error.code().to_owned()),
    })
}

#[cfg(test)]
mod tests;

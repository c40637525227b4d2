//! The log as a stored state: an acceptance is known once it is stored.

use super::{
    AcceptanceLog, AcceptanceRecord, ActKind, ActingPerson, CharterError, CharterScope,
    CharterVersion,
};
use crate::transition::{Context, Decision, Lifecycle, StateKey, StepError, Versioned};
use crate::{Instant, SubjectId};

/// Something done with a text, at the time of the step.
///
/// ```
/// use ent_core::charter::{
///     AcceptanceLog, ActKind, ActingPerson, CharterDraft, CharterEvent, CharterVersion,
///     Materiality,
/// };
/// use ent_core::transition::{CasResult, Context, Versioned};
/// use ent_core::{CharterVersionId, EditionId, Entropy, EntropyError, Instant, SubjectId};
///
/// struct Nothing;
/// impl Entropy for Nothing {
///     fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
///         Err(EntropyError::default()) // a log draws nothing
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let now = Instant::parse("2026-09-01T08:00:00Z")?;
/// let draft = CharterDraft {
///     id: CharterVersionId::parse("2026-fr")?,
///     edition: EditionId::parse("2026")?,
///     scope: "ent:occitanie".parse()?,
///     profiles: [].into(),
///     language: "fr".parse()?,
///     published_at: now,
///     effective_at: now,
///     materiality: Materiality::Substantive,
///     grace_days: 0,
/// };
/// let version = CharterVersion::new(draft, b"Article 1")?;
/// let (person, scope) = (SubjectId::parse("pupil-1")?, version.scope().clone());
/// let key = AcceptanceLog::key(&person, &scope);
/// let state = Versioned::fresh(key, AcceptanceLog::new(person, scope));
///
/// let mut cx = Context { now, entropy: &mut Nothing, policy: &(), keys: &() };
/// let event = CharterEvent { act: ActKind::Presented, version, by: ActingPerson::OWN };
/// let step = state.step(&event, &mut cx)?;
/// assert_eq!(step.writes().len(), 1); // stored first, by compare-and-swap
/// assert_eq!(step.commit(CasResult::Stored)?.outcome?.sequence(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it")]
pub struct CharterEvent {
    /// What is done.
    pub act: ActKind,
    /// With which text.
    pub version: CharterVersion,
    /// By whom.
    pub by: ActingPerson,
}

impl AcceptanceLog {
    /// Key of the record that stores the log of `person` for `scope`.
    #[must_use]
    pub fn key(person: &SubjectId, scope: &CharterScope) -> StateKey {
        StateKey::new::<Self>(format_args!("{person}/{scope}"))
    }

    fn fits(&self, now: Instant) -> bool {
        Versioned::fits(&Self::key(self.person(), self.scope()), self, now)
    }

    /// The record that says already what `event` says.
    fn repeated(&self, event: &CharterEvent) -> Option<&AcceptanceRecord> {
        let CharterEvent { act, version, by } = event;
        let same_text = |record: &&AcceptanceRecord| {
            record.version() == version.id() && record.text() == version.text()
        };
        let last = match act {
            ActKind::Presented => {
                let to_them = |record: &&AcceptanceRecord| record.by().is_same(by);
                self.records().iter().rev().filter(same_text).find(to_them)
            }
            ActKind::Accepted | ActKind::Declined => {
                self.records().last().filter(same_text).filter(|record| record.by() == by)
            }
        };
        last.filter(|record| record.act() == *act)
    }
}

/// A stored state has at most 64 KiB: 86 acts where every identifier has its greatest length, 189
/// where they have some seven characters. Beyond, the outcome is [`CharterError::Full`].
///
/// So that a page that is reloaded or a button pressed twice does not fill it, a text presented
/// again to a person who has not answered it since, and an answer that repeats the last record,
/// are not recorded again: the outcome is the record there is.
///
/// The outcome is the record, or why there is none; then nothing is written.
impl Lifecycle for AcceptanceLog {
    const KIND: &'static str = "charter_acceptance";
    const SCHEMA: u16 = 1;
    type Event = CharterEvent;
    type Outcome = Result<AcceptanceRecord, CharterError>;
    type Policy = ();
    type Keys = ();

    fn decide(
        &self,
        event: &CharterEvent,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError> {
        let CharterEvent { act, version, by } = event;
        let mut next = self.clone();
        let outcome = match next.append(*act, version, by.clone(), cx.now, cx.now) {
            Ok(record) => match self.repeated(event) {
                Some(earlier) => Ok(earlier.clone()),
                None if next.fits(cx.now) => return Ok(Decision::new(next, Ok(record))),
                None => Err(CharterError::Full),
            },
            Err(error) => Err(error),
        };
        Ok(Decision::new(self.clone(), outcome))
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        *key == Self::key(self.person(), self.scope())
            && self.last_at().is_none_or(|last| last <= seen)
    }
}

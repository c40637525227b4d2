//! The log as a stored state: an acceptance is known once it is stored.

use super::{
    AcceptanceLog, AcceptanceRecord, ActKind, ActingPerson, CharterError, CharterScope,
    CharterVersion,
};
use crate::transition::{Context, Decision, Lifecycle, StateKey, StepError};
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
}

/// A stored state has at most 64 KiB: some 150 acts. A text shown twice in a row to the same
/// person is recorded once, so that a page that is reloaded does not fill it.
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
        if let Some(last) = self.records().last() {
            let is_shown = |act| act == ActKind::Presented;
            let is_same = last.version() == version.id() && last.text() == version.text();
            if is_shown(*act) && is_shown(last.act()) && is_same && last.by() == by {
                return Ok(Decision::new(self.clone(), Ok(last.clone())));
            }
        }
        let mut next = self.clone();
        let outcome = next.append(*act, version, by.clone(), cx.now, cx.now);
        Ok(Decision::new(next, outcome))
    }

    fn could_be(&self, key: &StateKey, seen: Instant) -> bool {
        *key == Self::key(self.person(), self.scope())
            && self.last_at().is_none_or(|last| last <= seen)
    }
}

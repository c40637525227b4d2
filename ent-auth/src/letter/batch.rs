//! Letters for all people of an establishment at once.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use ent_core::transition::{Context, StateKey, StepError, Transition, Versioned};
use ent_core::{Coded, Params, Zone};
use thiserror::Error;

use super::{Event, Letter, Recipient};

/// What a batch made before it ended.
///
/// Each transition is one letter: store what it writes, commit it, print the notice that comes
/// out. One that is dropped or loses its race was never printed, and its secret is wiped.
#[derive(Debug)]
#[must_use = "a letter counts only once its writes are stored and it is committed"]
#[expect(clippy::exhaustive_structs, reason = "hosts take it apart")]
pub struct Batch {
    /// One for each person, in their order, up to where the batch stopped.
    pub letters: Vec<Transition<Letter>>,
    /// Why it stopped, unless everybody has a letter.
    pub stopped: Option<Stopped>,
}

/// Where and why a batch stopped; nothing of this person or those after was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts take it apart")]
pub struct Stopped {
    /// Place in the list, from 0.
    pub position: usize,
    /// Why.
    pub error: StepError,
}

/// Makes a letter for each of `people`.
///
/// A hash is computed for each, tens of milliseconds of one core: a thousand people take about a
/// minute. When the random source fails or the pool has no free buffer the batch stops there; what
/// was made before may be stored, and the rest asked for again.
///
/// # Errors
///
/// [`BatchError::Twice`] when two records of `people` are those of one person; nothing was done.
pub fn issue_all(
    people: Vec<(Versioned<Letter>, Recipient)>,
    zone: Zone,
    cx: &mut Context<'_, Letter>,
) -> Result<Batch, BatchError> {
    let mut keys: HashSet<&StateKey> = HashSet::with_capacity(people.len());
    if let Some(position) = people.iter().position(|(letter, _)| !keys.insert(letter.key())) {
        return Err(BatchError::Twice { position });
    }
    let mut batch = Batch { letters: Vec::with_capacity(people.len()), stopped: None };
    for (position, (letter, to)) in people.into_iter().enumerate() {
        match letter.step(&Event::Issue { zone, to: Box::new(to) }, cx) {
            Ok(transition) => batch.letters.push(transition),
            Err(error) => {
                batch.stopped = Some(Stopped { position, error });
                break;
            }
        }
    }
    Ok(batch)
}

/// Why a batch cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BatchError {
    /// One person stands twice in the list.
    #[error("the person at position {position} stands earlier in the list")]
    Twice {
        /// Second place of the person, from 0.
        position: usize,
    },
}

impl Coded for BatchError {
    fn code(&self) -> &'static str {
        match self {
            Self::Twice { .. } => "letter/twice",
        }
    }

    fn params(&self) -> Params {
        let Self::Twice { position } = self;
        // People count from 1.
        vec![("position", Cow::Owned(position.saturating_add(1).to_string()))]
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped at position {}: {}", self.position, self.error)
    }
}

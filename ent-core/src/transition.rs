//! The sealed step: a state changes only through one pure function, and nobody learns what was
//! decided before the host has stored it.
//!
//! A lifecycle implements [`Lifecycle::decide`]; a host calls [`Versioned::step`] and gets a
//! [`Transition`], which shows what to write and nothing else. The outcome (was the guess right?
//! which code goes into the SMS?) comes out of [`Transition::commit`] only, once the new state has
//! been stored by compare-and-swap. A wrong guess is thus always counted before it is known to be
//! wrong, however many arrive at once.
//!
//! [`drive`] does load, step, store and commit in one call over a [`Store`].

mod host;
mod versioned;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

pub use self::host::{AsyncStore, DriveError, Store, drive, drive_async};
pub use self::versioned::{StateError, StateKey, Version, Versioned};
use crate::{Coded, Entropy, EntropyError, Instant, InstantError, Params};

/// A stored state with its one pure step.
///
/// Implementations are one total `match` over (state, event): no `_` arm on states.
pub trait Lifecycle: Clone + PartialEq + Serialize + DeserializeOwned {
    /// Name of the lifecycle, stored with the state and part of its key.
    const KIND: &'static str;
    /// Version of the stored form; every earlier one still loads.
    const SCHEMA: u16;
    /// What may happen.
    type Event;
    /// What was decided; readable only after the state is stored.
    type Outcome;
    /// Lengths, lifetimes and caps.
    type Policy;
    /// Secret keys the step needs; `()` when it needs none.
    type Keys;

    /// Decides what `event` does to this state.
    ///
    /// # Errors
    ///
    /// [`StepError`] for a fault of the program, the clock or the random source; nothing changed.
    fn decide(
        &self,
        event: &Self::Event,
        cx: &mut Context<'_, Self>,
    ) -> Result<Decision<Self>, StepError>;

    /// Whether a state read from the store under `key` can be one that was written at `seen`: it
    /// belongs to that key, and nothing in it happened later.
    fn could_be(&self, key: &StateKey, seen: Instant) -> bool;
}

/// What a step may use besides the state and the event.
#[expect(clippy::exhaustive_structs, reason = "hosts build it")]
pub struct Context<'a, L: Lifecycle> {
    /// The time of the step. Inside [`Lifecycle::decide`] it never goes back.
    pub now: Instant,
    /// Random source.
    pub entropy: &'a mut (dyn Entropy + Send),
    /// Lengths, lifetimes and caps.
    pub policy: &'a L::Policy,
    /// Secret keys.
    pub keys: &'a L::Keys,
}

impl<L: Lifecycle> fmt::Debug for Context<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("now", &self.now).finish_non_exhaustive()
    }
}

/// What [`Lifecycle::decide`] returns: made by a lifecycle, opened only by a commit.
#[must_use]
pub struct Decision<L: Lifecycle> {
    next: L,
    outcome: L::Outcome,
}

impl<L: Lifecycle> Decision<L> {
    /// The state becomes `next` and the host learns `outcome`.
    pub const fn new(next: L, outcome: L::Outcome) -> Self {
        Self { next, outcome }
    }
}

impl<L: Lifecycle> fmt::Debug for Decision<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decision(sealed)")
    }
}

/// What a host does to its store for one record.
#[derive(Clone, PartialEq, Eq)]
pub struct Write {
    key: StateKey,
    precondition: Precondition,
    bytes: Vec<u8>,
}

impl Write {
    /// Key of the record.
    #[must_use]
    pub const fn key(&self) -> &StateKey {
        &self.key
    }

    /// What must hold in the store for the write to happen.
    #[must_use]
    pub const fn precondition(&self) -> Precondition {
        self.precondition
    }

    /// New content of the record: UTF-8 JSON, to be kept on the server side.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Write {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Write")
            .field("key", &self.key)
            .field("precondition", &self.precondition)
            .finish_non_exhaustive()
    }
}

/// The compare of a compare-and-swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a store must handle every precondition")]
pub enum Precondition {
    /// The key has no record yet.
    Create,
    /// The record has exactly this version.
    Replace(Version),
}

/// What the store answered to a [`Write`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a compare-and-swap has two answers")]
pub enum CasResult {
    /// The precondition held and the bytes are stored.
    Stored,
    /// The precondition did not hold; nothing was stored.
    Lost,
}

/// The result of a step: what to write, and a sealed outcome.
///
/// Dropping it forgets the outcome for good.
#[must_use = "the step counts only once its writes are stored and it is committed"]
pub struct Transition<L: Lifecycle> {
    next: Versioned<L>,
    write: Option<Write>,
    outcome: L::Outcome,
}

impl<L: Lifecycle> Transition<L> {
    /// Records to store before [`commit`](Self::commit); empty when the step changed nothing.
    #[must_use]
    pub fn writes(&self) -> &[Write] {
        self.write.as_slice()
    }

    /// Opens the outcome after the store has answered.
    ///
    /// # Errors
    ///
    /// [`CasLost`] when another step came first: load the state again and step again.
    pub fn commit(self, result: CasResult) -> Result<Committed<L>, CasLost> {
        if result == CasResult::Lost && self.write.is_some() {
            return Err(CasLost);
        }
        Ok(Committed { state: self.next, outcome: self.outcome })
    }
}

impl<L: Lifecycle> fmt::Debug for Transition<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transition").field("writes", &self.writes()).finish_non_exhaustive()
    }
}

/// A step that has been stored: the state it led to and what was decided.
#[expect(clippy::exhaustive_structs, reason = "hosts take it apart")]
pub struct Committed<L: Lifecycle> {
    /// The state as stored.
    pub state: Versioned<L>,
    /// What was decided.
    pub outcome: L::Outcome,
}

impl<L: Lifecycle> fmt::Debug for Committed<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Committed").field("state", &self.state).finish_non_exhaustive()
    }
}

/// Another step was stored first; nothing of this one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("another step was stored first")]
#[non_exhaustive]
pub struct CasLost;

impl Coded for CasLost {
    fn code(&self) -> &'static str {
        "cas/lost"
    }
}

/// A step that could not be taken at all; the state is untouched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StepError {
    /// The event does not belong to this state.
    #[error("the event does not belong to this state")]
    OutOfOrder,
    /// The clock is outside 2000..2200 or more than ten years ahead of the stored state.
    #[error("the clock is not plausible")]
    Clock,
    /// The random source failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The key the state was made with is not in the ring.
    #[error("a key is missing")]
    MissingKey,
    /// What the step computes with is in use; the same step may pass in a moment.
    #[error("everything the step computes with is in use")]
    Busy,
    /// What the step computes with is too small for what is stored: the service is not set up for
    /// it.
    #[error("the step needs more memory than it was given")]
    Room,
    /// The next state is larger than a stored state may be.
    #[error("the state is too large")]
    TooLarge,
}

impl From<InstantError> for StepError {
    fn from(_: InstantError) -> Self {
        Self::Clock
    }
}

impl Coded for StepError {
    fn code(&self) -> &'static str {
        match self {
            Self::OutOfOrder => "step/out-of-order",
            Self::Clock => "step/clock",
            Self::Entropy(error) => error.code(),
            Self::MissingKey => "step/keys",
            Self::Busy => "step/busy",
            Self::Room => "step/room",
            Self::TooLarge => "step/too-large",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Entropy(error) => error.params(),
            Self::OutOfOrder
            | Self::Clock
            | Self::MissingKey
            | Self::Busy
            | Self::Room
            | Self::TooLarge => Params::new(),
        }
    }
}

#[cfg(test)]
mod tests;

//! What a host provides, and the loop that uses it.

use std::future::Future;

use thiserror::Error;

use super::{
    CasLost, CasResult, Committed, Context, Lifecycle, Precondition, StateError, StateKey,
    StepError, Transition, Versioned,
};
use crate::{Coded, Params};

/// A store of records with compare-and-swap.
///
/// In SQL: `INSERT … ON CONFLICT DO NOTHING` for [`Precondition::Create`], and
/// `UPDATE … WHERE key = ? AND version = ?` for [`Precondition::Replace`]; one row changed means
/// [`CasResult::Stored`]. The feature `testkit` of `ent-auth` proves a store.
pub trait Store {
    /// A failure of the store itself.
    type Error;

    /// The bytes stored under `key`, if any.
    ///
    /// # Errors
    ///
    /// Whatever the store reports.
    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Stores `bytes` under `key` if `expected` holds, in one atomic operation.
    ///
    /// # Errors
    ///
    /// Whatever the store reports; a precondition that does not hold is no error.
    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Self::Error>;
}

impl<S: Store + ?Sized> Store for &S {
    type Error = S::Error;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error> {
        (**self).load(key)
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Self::Error> {
        (**self).save_if(key, expected, bytes)
    }
}

/// [`Store`] for asynchronous hosts.
pub trait AsyncStore {
    /// A failure of the store itself.
    type Error;

    /// The bytes stored under `key`, if any.
    fn load(
        &self,
        key: &StateKey,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, Self::Error>> + Send;

    /// Stores `bytes` under `key` if `expected` holds, in one atomic operation.
    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> impl Future<Output = Result<CasResult, Self::Error>> + Send;
}

/// Lost races after which [`drive`] gives up: far more than one record ever has at once.
const MAX_RACES: u16 = 1000;

/// Loads the record `key` (or starts from `initial`), takes one step, stores it and hands out the
/// committed outcome; starts over when another step was stored first.
///
/// # Errors
///
/// [`DriveError`] when the store fails, the stored bytes are no state, the step cannot be taken,
/// or a thousand races in a row were lost.
pub fn drive<L: Lifecycle, S: Store>(
    store: &S,
    key: &StateKey,
    initial: &L,
    event: &L::Event,
    cx: &mut Context<'_, L>,
) -> Result<Committed<L>, DriveError<S::Error>> {
    for _ in 0..MAX_RACES {
        let bytes = store.load(key).map_err(DriveError::Store)?;
        let transition = begin(key, initial, bytes.as_deref(), event, cx)?;
        let mut result = CasResult::Stored;
        for write in transition.writes() {
            result = store
                .save_if(write.key(), write.precondition(), write.bytes())
                .map_err(DriveError::Store)?;
            if result == CasResult::Lost {
                break;
            }
        }
        if let Ok(committed) = transition.commit(result) {
            return Ok(committed);
        }
    }
    Err(DriveError::Contended(CasLost))
}

/// [`drive`] over an [`AsyncStore`].
///
/// # Errors
///
/// As [`drive`].
pub async fn drive_async<L: Lifecycle, S: AsyncStore>(
    store: &S,
    key: &StateKey,
    initial: &L,
    event: &L::Event,
    cx: &mut Context<'_, L>,
) -> Result<Committed<L>, DriveError<S::Error>> {
    for _ in 0..MAX_RACES {
        let bytes = store.load(key).await.map_err(DriveError::Store)?;
        let transition = begin(key, initial, bytes.as_deref(), event, cx)?;
        let mut result = CasResult::Stored;
        for write in transition.writes() {
            result = store
                .save_if(write.key(), write.precondition(), write.bytes())
                .await
                .map_err(DriveError::Store)?;
            if result == CasResult::Lost {
                break;
            }
        }
        if let Ok(committed) = transition.commit(result) {
            return Ok(committed);
        }
    }
    Err(DriveError::Contended(CasLost))
}

fn begin<L: Lifecycle, E>(
    key: &StateKey,
    initial: &L,
    bytes: Option<&[u8]>,
    event: &L::Event,
    cx: &mut Context<'_, L>,
) -> Result<Transition<L>, DriveError<E>> {
    let state = match bytes {
        Some(bytes) => Versioned::load(key.clone(), bytes)?,
        None => Versioned::fresh(key.clone(), initial.clone()),
    };
    Ok(state.step(event, cx)?)
}

/// Why [`drive`] has no outcome.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DriveError<E> {
    /// The store failed.
    #[error("the store failed")]
    Store(E),
    /// The stored bytes are no state.
    #[error(transparent)]
    State(#[from] StateError),
    /// The step cannot be taken.
    #[error(transparent)]
    Step(#[from] StepError),
    /// Every race for the record was lost.
    #[error(transparent)]
    Contended(CasLost),
}

impl<E> Coded for DriveError<E> {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(_) => "store/failed",
            Self::State(error) => error.code(),
            Self::Step(error) => error.code(),
            Self::Contended(error) => error.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Store(_) => Params::new(),
            Self::State(error) => error.params(),
            Self::Step(error) => error.params(),
            Self::Contended(error) => error.params(),
        }
    }
}

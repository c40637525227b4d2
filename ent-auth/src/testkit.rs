//! What a host's store must do, checked from the host's own tests: feature `testkit`.
//!
//! The sealed step counts every guess before it is judged, on one condition: the store compares
//! and swaps. [`check`] plays that contract against a store, one call at a time and then with many
//! workers on one record, and says what is broken, by rule. `docs/stores.md` has the contract in
//! six sentences and the statements for several databases.
//!
//! | function | checks |
//! |---|---|
//! | [`check`] | a [`Store`], with the loop [`drive`] |
//! | [`check`] over [`Blocking`] | an [`AsyncStore`](ent_core::transition::AsyncStore) |
//! | [`check_loop`] | a loop of the host's own in place of [`drive`] |
//!
//! The records it leaves have keys that no other run has; nothing is deleted. Give it a database
//! of the tests.

mod blocking;
mod kit;
mod race;
mod rule;
mod single;

use std::fmt;
use std::num::NonZeroUsize;

use ent_core::transition::{Committed, Context, StateKey, Store, drive};
use ent_core::{Entropy, Instant};

pub use self::blocking::{BlockOn, Blocking};
use self::kit::{Counted, Kit};
pub use self::rule::{ContractError, Finding, Rule};
use crate::code::{Event, Ledger};

/// Workers that find what the contract of a store is meant to stop.
pub const WORKERS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

/// What was played against a store that kept the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Workers that raced.
    pub workers: usize,
    /// Writes that were stored.
    pub stored: usize,
    /// Writes that were lost. When it is small the workers hardly met, and the races prove little.
    pub lost: usize,
    /// Guesses that were judged.
    pub judged: usize,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workers, stored, lost, judged } = self;
        write!(
            f,
            "the store keeps its contract: {workers} workers, {stored} writes stored, {lost} lost, \
             {judged} guesses judged"
        )
    }
}

/// Plays the contract against the store that `open` opens.
///
/// `open` is called twice, then once by each of the `workers` in its own thread: give each a
/// connection as a worker of the service gets one. `now` is any time of the years 2000 to 2200;
/// `entropy` names the records, so that a seeded source meets those of its last run.
///
/// ```
/// # use std::{collections::HashMap, sync::Mutex};
/// # use ent_core::transition::{CasResult, Precondition, StateKey, Store};
/// # #[derive(Default)]
/// # struct Memory(Mutex<HashMap<String, (u32, Vec<u8>)>>);
/// # impl Store for Memory {
/// #     type Error = std::convert::Infallible;
/// #     fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error> {
/// #         Ok(self.0.lock().unwrap().get(key.as_str()).map(|(_, bytes)| bytes.clone()))
/// #     }
/// #     fn save_if(&self, key: &StateKey, expected: Precondition, bytes: &[u8])
/// #         -> Result<CasResult, Self::Error> {
/// #         let mut records = self.0.lock().unwrap();
/// #         let stored = records.get(key.as_str()).map_or(0, |(version, _)| *version);
/// #         let wanted = match expected {
/// #             Precondition::Create => 0,
/// #             Precondition::Replace(version) => version.number(),
/// #         };
/// #         if stored != wanted {
/// #             return Ok(CasResult::Lost);
/// #         }
/// #         records.insert(key.to_string(), (stored + 1, bytes.to_vec()));
/// #         Ok(CasResult::Stored)
/// #     }
/// # }
/// # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
/// # let mut entropy = ChaCha20Rng::seed_from_u64(1);
/// use ent_auth::testkit::{self, WORKERS};
/// use ent_core::Instant;
///
/// let store = Memory::default();
/// let now = Instant::parse("2026-09-01T08:00:00Z")?;
/// let report = testkit::check(|| &store, WORKERS, now, &mut entropy)?;
/// assert_eq!(report.workers, 64);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`ContractError`] with everything that was found. The races are run only by a store that does
/// right one call at a time.
pub fn check<S, F>(
    open: F,
    workers: NonZeroUsize,
    now: Instant,
    entropy: &mut (dyn Entropy + Send),
) -> Result<Report, ContractError>
where
    S: Store<Error: fmt::Debug>,
    F: Fn() -> S + Sync,
{
    let kit = Kit::new(workers, now, entropy)?;
    let open = || Counted::new(open(), &kit);
    single::play(&kit, &open(), &open());
    kit.so_far()?;
    race::play(&kit, &open);
    race::play_guesses(&kit, &|| {
        let store = open();
        move |key: &StateKey, initial: &Ledger, event: &Event, cx: &mut Context<'_, Ledger>| {
            drive(&store, key, initial, event, cx)
        }
    });
    kit.so_far()
}

/// Plays guesses of many workers against a loop of the host's own: load, step, store, commit.
///
/// `open` gives each worker what takes one step: it loads the record of the key, or starts from
/// the ledger given, steps, stores and commits, as [`drive`] does. What takes a verdict before the
/// store has answered is found here and nowhere else.
///
/// # Errors
///
/// [`ContractError`] with everything that was found.
pub fn check_loop<T, E, F>(
    open: F,
    workers: NonZeroUsize,
    now: Instant,
    entropy: &mut (dyn Entropy + Send),
) -> Result<Report, ContractError>
where
    T: Fn(&StateKey, &Ledger, &Event, &mut Context<'_, Ledger>) -> Result<Committed<Ledger>, E>,
    E: fmt::Debug,
    F: Fn() -> T + Sync,
{
    let kit = Kit::new(workers, now, entropy)?;
    race::play_guesses(&kit, &open);
    kit.so_far()
}

#[cfg(test)]
mod tests;

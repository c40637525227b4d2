//! An asynchronous store, where a blocking one is asked for.

use std::fmt;

use ent_core::transition::{AsyncStore, CasResult, Precondition, StateKey, Store};

/// Runs a future to its end on the calling thread, such as `tokio::runtime::Handle::block_on`.
pub trait BlockOn {
    /// The output of `future`.
    fn block_on<F: Future + Send>(&self, future: F) -> F::Output;
}

impl<B: BlockOn + ?Sized> BlockOn for &B {
    fn block_on<F: Future + Send>(&self, future: F) -> F::Output {
        (**self).block_on(future)
    }
}

/// An [`AsyncStore`] as a [`Store`]: each call blocks its thread, as in a test it may.
///
/// ```no_run
/// # use ent_auth::testkit::{self, BlockOn, Blocking, WORKERS};
/// # use ent_core::{Entropy, Instant, transition::AsyncStore};
/// # struct Handle;
/// # impl Handle { fn block_on<F: Future>(&self, _: F) -> F::Output { loop {} } }
/// # fn test<S: AsyncStore<Error: std::fmt::Debug>>(
/// #     pool: impl Fn() -> S + Sync, handle: Handle, now: Instant, entropy: &mut (dyn Entropy + Send),
/// # ) -> Result<(), testkit::ContractError> {
/// struct Runtime(Handle); // of tokio
///
/// impl BlockOn for Runtime {
///     fn block_on<F: Future + Send>(&self, future: F) -> F::Output {
///         self.0.block_on(future)
///     }
/// }
///
/// let runtime = Runtime(handle);
/// testkit::check(|| Blocking::new(pool(), &runtime), WORKERS, now, entropy)?;
/// # Ok(())
/// # }
/// ```
pub struct Blocking<S, B> {
    store: S,
    runtime: B,
}

impl<S: AsyncStore, B: BlockOn> Blocking<S, B> {
    /// Waits for `store` by means of `runtime`.
    pub const fn new(store: S, runtime: B) -> Self {
        Self { store, runtime }
    }
}

impl<S, B> fmt::Debug for Blocking<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blocking").finish_non_exhaustive()
    }
}

impl<S: AsyncStore, B: BlockOn> Store for Blocking<S, B> {
    type Error = S::Error;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error> {
        self.runtime.block_on(self.store.load(key))
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Self::Error> {
        self.runtime.block_on(self.store.save_if(key, expected, bytes))
    }
}

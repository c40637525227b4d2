//! The random source a host lends to a rule.

use rand_core::TryCryptoRng;
use thiserror::Error;

use crate::Coded;

/// A cryptographic random source that may fail; a failure changes no state.
///
/// Every [`TryCryptoRng`] is one: the operating system's in service, a seeded one in tests.
pub trait Entropy {
    /// Fills `bytes` with random bytes.
    ///
    /// # Errors
    ///
    /// [`EntropyError`] when the source cannot deliver; `bytes` is then to be thrown away.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError>;
}

impl<R: TryCryptoRng + ?Sized> Entropy for R {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.try_fill_bytes(bytes).map_err(|_| EntropyError)
    }
}

/// The random source failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Error)]
#[error("the random source failed")]
#[non_exhaustive]
pub struct EntropyError;

impl Coded for EntropyError {
    fn code(&self) -> &'static str {
        "step/entropy"
    }
}

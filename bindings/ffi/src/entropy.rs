//! Random sources.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use ent_core::EntropyError;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A random source.
#[derive(uniffi::Object)]
pub struct Entropy {
    source: Source,
}

enum Source {
    System,
    Seeded(Box<Mutex<ChaCha20Rng>>),
    Failing,
}

#[uniffi::export]
impl Entropy {
    /// The random source of the operating system: the one to use in service.
    #[uniffi::constructor]
    pub fn system() -> Self {
        Self { source: Source::System }
    }

    /// A source that gives the same bytes for the same seed. For tests and demonstrations only:
    /// whoever knows the seed knows every code.
    #[uniffi::constructor]
    pub fn seeded(seed: i64) -> Self {
        let generator = ChaCha20Rng::seed_from_u64(seed.cast_unsigned());
        Self { source: Source::Seeded(Box::new(Mutex::new(generator))) }
    }

    /// A source that never gives anything, for a host that tests what it does then: every call that
    /// needs random bytes fails with `step/entropy`.
    #[uniffi::constructor]
    pub fn failing() -> Self {
        Self { source: Source::Failing }
    }
}

/// Each step borrows the shared source, which has a lock of its own.
impl ent_core::Entropy for &Entropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        match &self.source {
            Source::System => getrandom::fill(bytes).map_err(|_| EntropyError::default()),
            Source::Seeded(generator) => {
                generator.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
                Ok(())
            }
            Source::Failing => Err(EntropyError::default()),
        }
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.source {
            Source::System => "Entropy(system)",
            Source::Seeded(_) => "Entropy(seeded)",
            Source::Failing => "Entropy(failing)",
        })
    }
}

/// For steps that draw nothing; were one to, it would fail and change nothing.
pub(crate) struct NothingToDraw;

impl ent_core::Entropy for NothingToDraw {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::default())
    }
}

#[cfg(test)]
mod tests {
    use ent_core::Entropy as _;

    use super::*;

    fn draw(mut source: &Entropy) -> [u8; 16] {
        let mut bytes = [0; 16];
        source.fill(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        let (one, same, other) = (Entropy::seeded(1), Entropy::seeded(1), Entropy::seeded(-1));
        assert_eq!(draw(&one), draw(&same));
        assert_ne!(draw(&one), draw(&other));
        let mut expected = [0; 16];
        ChaCha20Rng::seed_from_u64(1).fill_bytes(&mut expected);
        assert_eq!(draw(&Entropy::seeded(1)), expected);
        assert_ne!(draw(&Entropy::system()), draw(&Entropy::system()));
        assert!((&mut &Entropy::failing()).fill(&mut [0]).is_err());
    }
}

//! Keys and random sources.

use std::sync::{Mutex, PoisonError};

use ent_auth::{Key, KeyId};
use ent_core::EntropyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::convert::{Bytes, Text};
use crate::errors;

/// A current key, which protects what is new, and up to eight previous ones.
///
/// A key has 32 to 64 random bytes, its id 1 to 32 characters of `A-Z a-z 0-9 . _ -`. One purpose,
/// one ring: the pepper of passwords is not the key of codes. A ring cannot be pickled.
///
/// `previous` maps ids to keys that still open what they protected.
///
/// Raises `KeyRingError`: `key/id`, `key/length`, `key/duplicate`, `key/too-many`.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct KeyRing(pub(crate) ent_auth::KeyRing);

#[pymethods]
impl KeyRing {
    #[new]
    #[pyo3(signature = (current_id, key, *, previous=None))]
    fn new(current_id: Text, key: Bytes, previous: Option<Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut ring = ent_auth::KeyRing::new(read_id(&current_id)?, read_key(&key)?);
        for (id, key) in previous.into_iter().flatten() {
            let (id, key) = (read_id(&id.extract()?)?, read_key(&key.extract()?)?);
            ring = ring.with_previous(id, key).map_err(errors::keys)?;
        }
        Ok(Self(ring))
    }

    /// Id of the current key.
    #[getter]
    fn current_id(&self) -> &str {
        self.0.current().0.as_str()
    }

    fn __repr__(&self) -> String {
        format!("KeyRing(current_id='{}')", self.current_id())
    }
}

fn read_id(id: &Text) -> PyResult<KeyId> {
    KeyId::parse(id.as_str()).map_err(errors::keys)
}

fn read_key(key: &Bytes) -> PyResult<Key> {
    Key::new(key.as_slice().to_vec()).map_err(errors::keys)
}

/// The random source of a step. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Entropy {
    name: &'static str,
    source: Mutex<Box<dyn ent_core::Entropy + Send>>,
}

/// A loan of a source: threads take turns for each draw, not for what they do with it.
pub(crate) struct Loan<'a>(pub(crate) &'a Entropy);

impl ent_core::Entropy for Loan<'_> {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0.source.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes)
    }
}

#[pymethods]
impl Entropy {
    /// The random source of the operating system.
    #[staticmethod]
    fn system() -> Self {
        Self { name: "system", source: Mutex::new(Box::new(System)) }
    }

    /// A source that gives the same bytes again for the same number: for tests and demos only.
    ///
    /// The low 64 bits of `number` count.
    #[staticmethod]
    fn seeded(number: &Bound<'_, PyInt>) -> PyResult<Self> {
        let seed: u64 = number.call_method1("__and__", (u64::MAX,))?.extract()?;
        let source = Box::new(ChaCha20Rng::seed_from_u64(seed));
        Ok(Self { name: "seeded", source: Mutex::new(source) })
    }

    /// A source that never gives anything, for a host that tests what it does then.
    ///
    /// Every call that needs random bytes raises `step/entropy`.
    #[staticmethod]
    fn failing() -> Self {
        Self { name: "failing", source: Mutex::new(Box::new(Failing)) }
    }

    fn __repr__(&self) -> String {
        format!("Entropy.{}(…)", self.name)
    }
}

struct Failing;

/// For steps that draw nothing.
pub(crate) struct NoEntropy;

impl ent_core::Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::default())
    }
}

impl ent_core::Entropy for Failing {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::default())
    }
}

struct System;

impl ent_core::Entropy for System {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError::default())
    }
}

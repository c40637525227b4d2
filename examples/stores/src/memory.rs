//! Records of one process, for tests and demonstrations.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ent_core::transition::{CasResult, Precondition, StateKey, Store};

type Records = BTreeMap<String, (u32, Vec<u8>)>;

/// A [`Store`] in memory; threads share it by reference.
///
/// ```
/// use ent_core::transition::{CasResult, Precondition, Store};
/// # use ent_auth::code::{Ledger, Purpose};
/// # let key = Ledger::key(&ent_core::SubjectId::parse("guardian-1")?, Purpose::Activation);
/// use stores::MemoryStore;
///
/// let store = MemoryStore::default();
/// assert_eq!(store.load(&key)?, None);
/// assert_eq!(store.save_if(&key, Precondition::Create, b"{}")?, CasResult::Stored);
/// assert_eq!(store.save_if(&key, Precondition::Create, b"{}")?, CasResult::Lost);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct MemoryStore(Mutex<Records>);

impl MemoryStore {
    /// A map is whole between two calls, so that a thread that panicked left nothing half done.
    fn records(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    type Error = Infallible;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.records().get(key.as_str()).map(|(_, bytes)| bytes.clone()))
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Infallible> {
        let mut records = self.records();
        let stored = records.get(key.as_str()).map(|(version, _)| *version);
        let wanted = match expected {
            Precondition::Create => None,
            Precondition::Replace(version) => Some(version.number()),
        };
        if stored != wanted {
            return Ok(CasResult::Lost);
        }
        let next = stored.unwrap_or(0).saturating_add(1);
        records.insert(key.to_string(), (next, bytes.to_vec()));
        Ok(CasResult::Stored)
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MemoryStore").finish_non_exhaustive()
    }
}

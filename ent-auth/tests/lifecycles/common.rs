//! What the tests of the lifecycles share: keys, instants, traces, and an in-memory store.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use ent_auth::{Key, KeyId, KeyRing};
use ent_core::transition::{CasResult, Precondition, StateKey, Store};
use ent_core::{FlowId, Instant, PhoneNumber, Region, SubjectId};
use proptest::prelude::ProptestConfig;

/// Traces of each property: `ENT_TRACES`, or a number quick enough for every build.
pub(crate) fn traces() -> ProptestConfig {
    let cases = std::env::var("ENT_TRACES").ok().and_then(|n| n.parse().ok()).unwrap_or(256);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn morning() -> Instant {
    at("2021-09-01T08:00:00Z")
}

pub(crate) fn keys() -> KeyRing {
    KeyRing::new(KeyId::parse("2021").unwrap(), Key::new(vec![7; 32]).unwrap())
}

pub(crate) fn flow(n: u8) -> FlowId {
    FlowId::parse(&format!("flow-{n}")).unwrap()
}

pub(crate) fn subject() -> SubjectId {
    SubjectId::parse("guardian-1").unwrap()
}

pub(crate) fn phone() -> PhoneNumber {
    PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap()
}

/// Reads and writes one map under a lock, as a database would one table.
#[derive(Debug, Default)]
pub(crate) struct MemoryStore {
    records: Mutex<HashMap<String, (u32, Vec<u8>)>>,
}

impl Store for MemoryStore {
    type Error = ();

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, ()> {
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(records.get(key.as_str()).map(|(_, bytes)| bytes.clone()))
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, ()> {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = records.get(key.as_str()).map(|(version, _)| *version);
        let version = match (expected, stored) {
            (Precondition::Create, None) => 1,
            (Precondition::Replace(version), Some(stored)) if version.number() == stored => {
                stored + 1
            }
            (Precondition::Create | Precondition::Replace(_), _) => return Ok(CasResult::Lost),
        };
        records.insert(key.to_string(), (version, bytes.to_vec()));
        Ok(CasResult::Stored)
    }
}

impl MemoryStore {
    /// Writes whatever stands there: what a host must never do.
    pub(crate) fn overwrite(&self, key: &StateKey, bytes: &[u8]) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let version = records.get(key.as_str()).map_or(1, |(version, _)| version + 1);
        records.insert(key.to_string(), (version, bytes.to_vec()));
    }
}

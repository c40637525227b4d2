//! What the scenarios share: names, keys, counts and findings.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ent_core::transition::{
    CasResult, Context, Decision, Lifecycle, Precondition, StateKey, StepError, Store, Version,
};
use ent_core::{Coded, Entropy, EntropyError, Instant};
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;
use serde::{Deserialize, Serialize};

use super::{ContractError, Finding, Report, Rule};
use crate::code::Policy;
use crate::{Key, KeyId, KeyRing};

/// One run of the kit.
pub(super) struct Kit<'a> {
    pub(super) workers: NonZeroUsize,
    pub(super) now: Instant,
    pub(super) keys: KeyRing,
    pub(super) policy: Policy,
    /// Part of every key, so that runs over one database do not meet.
    pub(super) run: String,
    entropy: Mutex<&'a mut (dyn Entropy + Send)>,
    findings: Mutex<Vec<Finding>>,
    stored: AtomicUsize,
    lost: AtomicUsize,
    judged: AtomicUsize,
}

impl<'a> Kit<'a> {
    pub(super) fn new(
        workers: NonZeroUsize,
        now: Instant,
        entropy: &'a mut (dyn Entropy + Send),
    ) -> Result<Self, ContractError> {
        let failed = |error: &dyn Coded| ContractError::one(Rule::Failed, error.code());
        let (mut run, mut key) = ([0; 8], vec![0; 32]);
        entropy.fill(&mut run).map_err(|error| failed(&error))?;
        entropy.fill(&mut key).map_err(|error| failed(&error))?;
        let id = KeyId::parse("testkit").map_err(|error| failed(&error))?;
        let key = Key::new(key).map_err(|error| failed(&error))?;
        Ok(Self {
            workers,
            now,
            keys: KeyRing::new(id, key),
            policy: Policy::educonnect_sms(),
            run: format!("{:016x}", u64::from_le_bytes(run)),
            entropy: Mutex::new(entropy),
            findings: Mutex::default(),
            stored: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
            judged: AtomicUsize::new(0),
        })
    }

    /// Key of the record `name` of this run.
    pub(super) fn key(&self, name: &str) -> StateKey {
        StateKey::new::<Probe>(format_args!("{}/{name}", self.run))
    }

    pub(super) fn find(&self, rule: Rule, happened: impl Into<String>) {
        self.keep::<()>(Err(Finding::new(rule, happened)));
    }

    /// What was found instead of a value is kept.
    pub(super) fn keep<T>(&self, result: Result<T, Finding>) -> Option<T> {
        let finding = match result {
            Ok(value) => return Some(value),
            Err(finding) => finding,
        };
        let mut findings = lock(&self.findings);
        // Many workers tell the same.
        if !findings.contains(&finding) {
            findings.push(finding);
        }
        None
    }

    /// Adds guesses that were judged.
    pub(super) fn judge(&self, guesses: usize) {
        self.judged.fetch_add(guesses, Ordering::Relaxed);
    }

    pub(super) fn so_far(&self) -> Result<Report, ContractError> {
        let findings = lock(&self.findings).clone();
        if !findings.is_empty() {
            return Err(ContractError { findings });
        }
        Ok(Report {
            workers: self.workers.get(),
            stored: self.stored.load(Ordering::Relaxed),
            lost: self.lost.load(Ordering::Relaxed),
            judged: self.judged.load(Ordering::Relaxed),
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The caller's random source, in turns.
pub(super) struct Turns<'k, 'a>(pub(super) &'k Kit<'a>);

impl Entropy for Turns<'_, '_> {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        lock(&self.0.entropy).fill(bytes)
    }
}

/// A store whose writes are counted.
pub(super) struct Counted<'k, 'a, S> {
    store: S,
    kit: &'k Kit<'a>,
}

impl<'k, 'a, S> Counted<'k, 'a, S> {
    pub(super) const fn new(store: S, kit: &'k Kit<'a>) -> Self {
        Self { store, kit }
    }
}

impl<S: Store> Store for Counted<'_, '_, S> {
    type Error = S::Error;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error> {
        self.store.load(key)
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Self::Error> {
        let answer = self.store.save_if(key, expected, bytes)?;
        let count = match answer {
            CasResult::Stored => &self.kit.stored,
            CasResult::Lost => &self.kit.lost,
        };
        count.fetch_add(1, Ordering::Relaxed);
        Ok(answer)
    }
}

/// The smallest lifecycle: it counts its steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Probe {
    steps: u32,
}

impl Lifecycle for Probe {
    const KIND: &'static str = "store_probe";
    const SCHEMA: u16 = 1;
    type Event = ();
    type Outcome = u32;
    type Policy = ();
    type Keys = ();

    fn decide(&self, (): &(), _: &mut Context<'_, Self>) -> Result<Decision<Self>, StepError> {
        let steps = self.steps.saturating_add(1);
        Ok(Decision::new(Self { steps }, steps))
    }

    fn could_be(&self, _: &StateKey, _: Instant) -> bool {
        true
    }
}

/// What the record must have for a write of the kit to be stored: no record, or a version.
#[derive(Clone, Copy)]
pub(super) enum At {
    Nothing,
    Version(u32),
}

impl At {
    pub(super) fn precondition(self) -> Result<Precondition, ValueError> {
        match self {
            Self::Nothing => Ok(Precondition::Create),
            Self::Version(number) => {
                Version::deserialize(number.into_deserializer()).map(Precondition::Replace)
            }
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("a creation"),
            Self::Version(number) => write!(f, "a replacement at version {number}"),
        }
    }
}

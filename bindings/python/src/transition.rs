//! What every stored record and every sealed step shows.

use std::sync::{Mutex, PoisonError};

use ent_auth::code::PublicOutcome;
use ent_core::transition::{
    CasResult, Committed, Context, Lifecycle, Precondition, StateKey, StepError, Transition,
    Version, Versioned, Write,
};
use ent_core::{Instant, Lang};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::{Bytes, Listed, Moment, record};
use crate::errors;

/// The record under `key`, from stored bytes.
pub(crate) fn load<L: Lifecycle>(key: StateKey, data: &Bytes) -> PyResult<Versioned<L>> {
    Versioned::load(key, data.as_slice()).map_err(errors::state)
}

/// The same record as `record`, from stored bytes.
pub(crate) fn reload<L: Lifecycle>(record: &Versioned<L>, data: &Bytes) -> PyResult<Versioned<L>> {
    load(record.key().clone(), data)
}

/// Stored version of a record.
pub(crate) fn version<L: Lifecycle>(record: &Versioned<L>) -> Option<u32> {
    record.version().map(Version::number)
}

/// How a record of a class shows itself.
pub(crate) fn repr<L: Lifecycle>(class: &str, record: &Versioned<L>) -> String {
    let version = version(record).map_or_else(|| "None".to_owned(), |v| v.to_string());
    format!("{class}(key='{}', version={version})", record.key().as_str())
}

/// A step whose outcome is sealed until the host has stored what it writes.
pub(crate) struct Sealed<L: Lifecycle> {
    now: Instant,
    writes: Vec<Write>,
    step: Mutex<Option<Transition<L>>>,
}

impl<L: Lifecycle> Sealed<L> {
    pub(crate) fn new(now: Moment, step: Transition<L>) -> Self {
        let writes = step.writes().to_vec();
        Self { now: now.0, writes, step: Mutex::new(Some(step)) }
    }

    /// Takes a step of `record`, with the policy and the keys of its context.
    pub(crate) fn step(
        record: &Versioned<L>,
        event: &L::Event,
        now: Moment,
        entropy: &mut (dyn ent_core::Entropy + Send),
        (policy, keys): (&L::Policy, &L::Keys),
    ) -> Result<Self, StepError> {
        let step = record.step(event, &mut Context { now: now.0, entropy, policy, keys })?;
        Ok(Self::new(now, step))
    }

    /// How many records are to be stored.
    pub(crate) const fn len(&self) -> usize {
        self.writes.len()
    }

    /// The writes, as records of Python.
    pub(crate) fn writes<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let write = |write: &Write| {
            let expected = match write.precondition() {
                Precondition::Create => None,
                Precondition::Replace(version) => Some(version.number()),
            };
            record!(py, "Write" {
                key: write.key().as_str(),
                expected_version: expected,
                data: PyBytes::new(py, write.bytes()),
            })
        };
        self.writes.iter().map(write).collect()
    }

    /// What was committed, with the time that counts for it.
    pub(crate) fn commit(&self, stored: bool) -> PyResult<(Committed<L>, Instant)> {
        let step = self.step.lock().unwrap_or_else(PoisonError::into_inner).take();
        let step = step.ok_or_else(errors::spent)?;
        let result = if stored { CasResult::Stored } else { CasResult::Lost };
        let committed = step.commit(result).map_err(errors::cas_lost)?;
        let now = committed.state.floor(self.now);
        Ok((committed, now))
    }
}

/// The class of the sealed steps of a record, whose outcomes the function `outcome` shows:
/// `sealed! { /// … LedgerTransition(domain::Ledger) => Ledger, outcome_record }`.
macro_rules! sealed {
    ($(#[$doc:meta])* $name:ident($domain:ty) => $state:ident, $outcome:path) => {
        $(#[$doc])*
        #[pyclass(frozen, module = "entkit")]
        pub(crate) struct $name($crate::transition::Sealed<$domain>);

        #[pymethods]
        impl $name {
            /// Records to store before `commit`; empty when the step changed nothing.
            fn writes<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
                self.0.writes(py)
            }

            /// Open the outcome, once, after the store has answered: a `Committed` record with
            /// what was decided.
            ///
            /// Raises `CasLost` (`cas/lost`) when the store did not take the writes; `StepError`
            /// (`transition/spent`) the second time.
            fn commit<'py>(&self, py: Python<'py>, stored: bool) -> PyResult<Bound<'py, PyAny>> {
                let (committed, now) = self.0.commit(stored)?;
                let outcome = $outcome(py, committed.outcome, now)?;
                $crate::convert::record!(py, "Committed" {
                    state: $state(committed.state),
                    outcome: outcome,
                })
            }

            fn __repr__(&self) -> String {
                format!(concat!(stringify!($name), "(sealed, writes={})"), self.0.len())
            }
        }
    };
}
pub(crate) use sealed;

pub(crate) fn public_record(py: Python<'_>, public: PublicOutcome) -> PyResult<Bound<'_, PyAny>> {
    let seconds = match public {
        PublicOutcome::TryLater { seconds } => Some(seconds),
        PublicOutcome::Ok | PublicOutcome::Refused => None,
    };
    record!(py, "PublicOutcome" {
        code: Listed("PublicCode", public.code()),
        seconds: seconds,
        text_fr: public.text(Lang::Fr),
        text_en: public.text(Lang::En),
    })
}

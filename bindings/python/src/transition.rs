//! What every sealed step shows: the records to write.

use ent_auth::code::PublicOutcome;
use ent_core::Lang;
use ent_core::transition::{CasResult, Precondition, Write};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::{Listed, record};

/// The writes of a transition, as records of Python.
pub(crate) fn write_records<'py>(
    py: Python<'py>,
    writes: &[Write],
) -> PyResult<Vec<Bound<'py, PyAny>>> {
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
    writes.iter().map(write).collect()
}

pub(crate) const fn cas(stored: bool) -> CasResult {
    if stored { CasResult::Stored } else { CasResult::Lost }
}

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

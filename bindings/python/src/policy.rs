//! What the policies of codes, activations, links and letters share.

use ent_auth::Deviation;
use pyo3::prelude::*;

use crate::convert::record;

/// Sets in a builder each of the options that is given; a number too large for its option is out
/// of bounds: `set_options!(builder: digits max_attempts)`.
macro_rules! set_options {
    ($builder:ident: $($field:ident)*) => {$(
        if let Some(number) = $field {
            let bounds = ent_auth::code::PolicyError::Bounds { field: stringify!($field) };
            let number = number.fit().ok_or_else(|| $crate::errors::parse(bounds))?;
            $builder = $builder.$field(number);
        }
    )*};
}
pub(crate) use set_options;

/// Deviations of a policy, as records of Python.
pub(crate) fn deviation_records<'py>(
    py: Python<'py>,
    found: &[Deviation],
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let deviation = |found: &Deviation| {
        record!(py, "Deviation" {
            id: found.id,
            standard: found.standard,
            requirement: found.requirement,
            value: found.value,
        })
    };
    found.iter().map(deviation).collect()
}

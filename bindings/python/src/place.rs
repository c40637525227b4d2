//! Establishment numbers, academies, departments.

use ent_core::{Academy, Department};
use pyo3::prelude::*;

use crate::convert::{Text, record};
use crate::errors;

/// Number of an establishment (UAI, formerly RNE): seven digits and a key letter.
///
/// Values are equal when digits and letter are; they sort, hash and pickle.
///
/// >>> Uai.parse("0750360j")
/// Uai('0750360J')
#[pyclass(frozen, eq, ord, hash, str, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Uai(pub(crate) ent_core::Uai);

impl std::fmt::Display for Uai {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[pymethods]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "pyo3 lends what a method is called on")]
impl Uai {
    /// Read a number, in either case, and check its key letter.
    ///
    /// Raises `ParseError`: `uai/format` when the text is not seven digits and a letter, `uai/key`
    /// when the letter does not belong to the digits.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        ent_core::Uai::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// Read a number whatever its key letter, for files with known mistakes.
    ///
    /// Raises `ParseError`: `uai/format`.
    #[staticmethod]
    fn parse_lenient(text: Text) -> PyResult<Self> {
        ent_core::Uai::parse_lenient(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// Whether the letter belongs to the digits.
    #[getter]
    fn key_valid(&self) -> bool {
        self.0.has_valid_key()
    }

    /// The académie of the establishment, or None for an unknown prefix.
    #[getter]
    fn academy<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.academy().map(|academy| academy_record(py, academy)).transpose()
    }

    /// The department of the establishment, or None for an unknown prefix.
    #[getter]
    fn department<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.department().map(|department| department_record(py, department)).transpose()
    }

    fn __repr__(&self) -> String {
        format!("Uai('{}')", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse_lenient")?, (slf.get().0.to_string(),)))
    }
}

/// Every académie, in the order of their codes.
#[pyfunction]
pub(crate) fn academies(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyAny>>> {
    Academy::all().map(|academy| academy_record(py, academy)).collect()
}

/// Every department and overseas territory, in the order of their codes.
#[pyfunction]
pub(crate) fn departments(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyAny>>> {
    Department::all().map(|department| department_record(py, department)).collect()
}

pub(crate) fn academy_record(py: Python<'_>, academy: Academy) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "Academy" { code: academy.code(), name: academy.name() })
}

fn department_record(py: Python<'_>, department: Department) -> PyResult<Bound<'_, PyAny>> {
    let academy = department.academy().map(|academy| academy_record(py, academy)).transpose()?;
    record!(py, "Department" { code: department.code(), name: department.name(), academy: academy })
}

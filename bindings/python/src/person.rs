//! Names and birth dates.

use ent_core::BirthDate;
use pyo3::prelude::*;

use crate::convert::{Birthday, Text};
use crate::errors;

/// Family and given names of a person, in Unicode normal form C. `repr` shows nothing of them.
///
/// >>> PersonName.parse(family="Le Noël", given="Zoé")
/// PersonName(redacted)
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct PersonName(pub(crate) ent_core::PersonName);

#[pymethods]
impl PersonName {
    /// Read both names, 1 to 100 characters each.
    ///
    /// Raises `ParseError`: `name/family-empty`, `name/family-too-long`, `name/family-format` for an
    /// invisible character or no letter, and the same of `name/given-…`.
    #[staticmethod]
    fn parse(family: Text, given: Text) -> PyResult<Self> {
        let read = ent_core::PersonName::parse(family.as_str(), given.as_str());
        read.map(Self).map_err(errors::parse)
    }

    /// Family name.
    #[getter]
    fn family(&self) -> &str {
        self.0.family()
    }

    /// Given names.
    #[getter]
    fn given(&self) -> &str {
        self.0.given()
    }

    /// Whether both are one person's name: no case, no accents, one first name of several enough.
    fn same_as(&self, other: &Self) -> bool {
        self.0.same_as(&other.0)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "PersonName(redacted)"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String, String))> {
        let name = &slf.get().0;
        let names = (name.family().to_owned(), name.given().to_owned());
        Ok((slf.get_type().getattr("parse")?, names))
    }
}

/// Read a birth date written `YYYY-MM-DD`, 1900 to 2199.
///
/// Raises `ParseError`: `birth-date/format`, `birth-date/out-of-range`.
#[pyfunction]
pub(crate) fn parse_birth_date(text: Text) -> PyResult<Birthday> {
    BirthDate::parse_full(text.as_str()).map(Birthday).map_err(errors::parse)
}

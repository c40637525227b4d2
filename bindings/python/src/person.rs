//! Names, days, birth dates and ages.

use ent_core::{Age, Majority, PupilId};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::{Birthday, CalendarDay, Listed, Moment, Text, record, tuple};
use crate::errors;

/// Family and given names of a person, in Unicode normal form C. `repr` shows nothing of them.
///
/// >>> PersonName.parse(family="Le Noël", given="Zoé")
/// PersonName(redacted)
/// >>> PersonName.parse(family="Martin", given="Zoé", usual="Durand").display_name
/// 'Zoé DURAND'
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct PersonName(pub(crate) ent_core::PersonName);

#[pymethods]
impl PersonName {
    /// Read the names, 1 to 100 characters each; `usual` is the family name its bearer goes by.
    ///
    /// Raises `ParseError`: `name/family-empty`, `name/family-too-long`, `name/family-format` for an
    /// invisible character or no letter, and the same of `name/given-…` and `name/usual-…`.
    #[staticmethod]
    #[pyo3(signature = (family, given, usual=None))]
    fn parse(family: Text, given: Text, usual: Option<Text>) -> PyResult<Self> {
        let read = ent_core::PersonName::parse(family.as_str(), given.as_str());
        let named = usual.iter().try_fold(read.map_err(errors::parse)?, |name, usual| {
            name.with_usual(usual.as_str()).map_err(errors::parse)
        });
        named.map(Self)
    }

    /// Family name given at birth.
    #[getter]
    fn family(&self) -> &str {
        self.0.family()
    }

    /// Given names.
    #[getter]
    fn given(&self) -> &str {
        self.0.given()
    }

    /// Family name its bearer goes by, such as that of a spouse, or None.
    #[getter]
    fn usual(&self) -> Option<&str> {
        self.0.usual()
    }

    /// The given names one by one, what a hyphen joins in one piece.
    #[getter]
    fn given_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.given_names())
    }

    /// Given names, then the usual name or else the birth name in capitals: `Zoé LE NOËL`.
    #[getter]
    fn display_name(&self) -> String {
        self.0.display()
    }

    /// As lists show it, the family name first: `LE NOËL Zoé`.
    #[getter]
    fn list_name(&self) -> String {
        self.0.display_in_list()
    }

    /// First letters of the first given name, with what a hyphen joins to it, and of the family name.
    #[getter]
    fn initials(&self) -> String {
        self.0.initials()
    }

    /// Text whose order is that of a French directory: family name without `de` or `d’`, given names.
    #[getter]
    fn sort_key(&self) -> String {
        self.0.sort_key()
    }

    /// Whether both may be of one person: no case, no accents, one given name of several enough.
    ///
    /// The usual name of one may stand for the birth name of the other.
    fn same_as(&self, other: &Self) -> bool {
        self.0.same_as(&other.0)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "PersonName(redacted)"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Names)> {
        let name = &slf.get().0;
        let names =
            (name.family().to_owned(), name.given().to_owned(), name.usual().map(str::to_owned));
        Ok((slf.get_type().getattr("parse")?, names))
    }
}

type Names = (String, String, Option<String>);

/// Read a birth date that a person typed as `YYYY-MM-DD`, 1900 to 2199.
///
/// What a directory knows, perhaps in part, is a `BirthDate`.
///
/// Raises `ParseError`: `birth-date/format`, `birth-date/out-of-range`.
#[pyfunction]
pub(crate) fn parse_birth_date(text: Text) -> PyResult<Birthday> {
    ent_core::BirthDate::parse_full(text.as_str()).map(Birthday).map_err(errors::parse)
}

/// Read a day of the calendar written `YYYY-MM-DD`, 2000 to 2199, such as that of a list.
///
/// Raises `ParseError`: `day/format`, `day/out-of-range`.
#[pyfunction]
pub(crate) fn parse_day(text: Text) -> PyResult<CalendarDay> {
    ent_core::Day::parse(text.as_str()).map(CalendarDay).map_err(errors::parse)
}

/// Read an instant written as in RFC 3339, such as that of a message; a leap second is the second
/// before.
///
/// Raises `ParseError`: `instant/format`, `instant/out-of-range`.
#[pyfunction]
pub(crate) fn parse_instant(text: Text) -> PyResult<Moment> {
    ent_core::Instant::parse(text.as_str()).map(Moment).map_err(errors::parse)
}

/// A birth date of which perhaps only the year, or year and month, are known. `repr` hides it.
///
/// Dates sort, those known in part before the days they may be; they hash and pickle.
///
/// >>> BirthDate.parse("2008-09-00").precision
/// <BirthDatePrecision.MONTH: 'month'>
#[pyclass(frozen, eq, ord, hash, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BirthDate(pub(crate) ent_core::BirthDate);

#[pymethods]
impl BirthDate {
    /// Read a date as a directory or an identity provider knows it.
    ///
    /// `YYYY-MM-DD`, `YYYY-MM-00` or `YYYY-00-00`, 1900 to 2199.
    ///
    /// Raises `ParseError`: `birth-date/format`, `birth-date/out-of-range`.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        ent_core::BirthDate::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// The birth date that is a whole day, a `date`.
    ///
    /// Raises `ParseError`: `birth-date/out-of-range`.
    #[staticmethod]
    const fn of(day: Birthday) -> Self {
        Self(day.0)
    }

    /// `YYYY-MM-DD`, with `00` for what is not known: the form to store.
    #[getter]
    fn text(&self) -> String {
        self.0.to_string()
    }

    /// How much is known, a `BirthDatePrecision`.
    #[getter]
    fn precision(&self) -> Listed {
        Listed("BirthDatePrecision", self.0.precision().code())
    }

    /// Whether the date says by itself that day, or month and day, are not known.
    #[getter]
    fn presumed(&self) -> bool {
        self.0.is_presumed()
    }

    /// Whether it is the first of a month, into which FranceConnect turns dates known in part.
    #[getter]
    fn may_be_presumed(&self) -> bool {
        self.0.may_be_presumed()
    }

    /// The day as a `date`, or None when it is known in part only.
    #[getter]
    fn date(&self) -> Option<Birthday> {
        (!self.0.is_presumed()).then_some(Birthday(self.0))
    }

    /// What is known of the age on a day, an `AgeReading`.
    ///
    /// `early` says that the academic directory knows the person to be of age before 18.
    ///
    /// Raises `ParseError`: `day/out-of-range` before 2000 or after 2199.
    #[pyo3(signature = (day, *, early=false))]
    fn age_on<'py>(
        &self,
        py: Python<'py>,
        day: CalendarDay,
        early: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let age = self.0.age_at(day.0);
        record!(py, "AgeReading" {
            youngest: age.map(Age::youngest),
            oldest: age.map(Age::oldest),
            majority: Listed("Majority", self.0.majority(day.0, early).code()),
            under_15: self.0.is_under_15(day.0),
        })
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "BirthDate(redacted)"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.to_string(),)))
    }
}

/// The `Majority` with this code.
pub(crate) fn read_majority(code: &Text) -> PyResult<Majority> {
    errors::choice(Majority::from_code(code.as_str()))
}

pub(crate) fn read_pupil(pupil: &Text) -> PyResult<PupilId> {
    PupilId::parse(pupil.as_str()).map_err(errors::parse)
}

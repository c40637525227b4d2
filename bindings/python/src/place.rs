//! Establishment numbers, academies, departments, regions, countries, authorities, establishments.

pub(crate) mod academy;
pub(crate) mod authority;
pub(crate) mod establishment;
pub(crate) mod territory;

use ent_core::Registration;
use pyo3::prelude::*;

use self::academy::Academy;
use self::territory::{Country, Department};
use crate::convert::{Text, record};
use crate::errors;

/// A class of Python for a place that is listed under a code: it reads, lists, compares and pickles
/// by that code.
macro_rules! by_code {
    (
        $(#[$meta:meta])*
        $name:ident($error:literal) { $($methods:tt)* }
    ) => {
        $(#[$meta])*
        #[pyclass(frozen, eq, ord, hash, str, from_py_object, module = "entkit")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) ent_core::$name);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        #[pymethods]
        #[expect(clippy::trivially_copy_pass_by_ref, reason = "pyo3 lends what it calls upon")]
        impl $name {
            /// The one with this code, spelled exactly.
            ///
            #[doc = concat!("Raises `ParseError`: `", $error, "`.")]
            #[staticmethod]
            fn parse(code: Text) -> PyResult<Self> {
                ent_core::$name::parse(code.as_str()).map(Self).map_err(errors::parse)
            }

            /// Every one, in the order of their codes.
            #[staticmethod]
            fn all() -> Vec<Self> {
                ent_core::$name::all().map(Self).collect()
            }

            /// The code.
            #[getter]
            fn code(&self) -> &'static str {
                self.0.code()
            }

            fn __repr__(&self) -> String {
                format!("{}('{}')", stringify!($name), self.0.code())
            }

            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
                Ok((slf.get_type().getattr("parse")?, (slf.get().0.code(),)))
            }

            $($methods)*
        }
    };
}

/// `by_code!` of places that have a name.
macro_rules! by_name {
    (
        $(#[$meta:meta])*
        $name:ident($error:literal) { $($methods:tt)* }
    ) => {
        $crate::place::by_code! {
            $(#[$meta])*
            $name($error) {
                /// The one with this whole name, without regard to case, accents and punctuation.
                ///
                #[doc = concat!("Raises `ParseError`: `", $error, "`.")]
                #[staticmethod]
                fn of_name(name: Text) -> PyResult<Self> {
                    ent_core::$name::of_name(name.as_str()).map(Self).map_err(errors::parse)
                }

                /// Those with a word of their name starting with each word of the text.
                ///
                /// Case, accents and punctuation make no difference. A text without words finds
                /// all, one above 400 bytes none.
                #[staticmethod]
                fn search(text: Text) -> Vec<Self> {
                    ent_core::$name::search(text.as_str()).into_iter().map(Self).collect()
                }

                /// French name.
                #[getter]
                fn name(&self) -> &'static str {
                    self.0.name()
                }

                $($methods)*
            }
        }
    };
}

pub(crate) use {by_code, by_name};

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

    /// The académie of the establishment, or None for an unknown prefix and abroad.
    #[getter]
    fn academy(&self) -> Option<Academy> {
        self.0.academy().map(Academy)
    }

    /// The department of the establishment, or None for an unknown prefix and abroad.
    #[getter]
    fn department(&self) -> Option<Department> {
        self.0.department().map(Department)
    }

    /// Where the first three digits say it is registered: `InDepartment`, `Abroad`, None if unknown.
    #[getter]
    fn registration<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.0.registration() {
            Registration::Department { department, academy } => {
                let (department, academy) = (Department(department), Academy(academy));
                let place =
                    record!(py, "InDepartment" { department: department, academy: academy });
                place.map(Some)
            }
            Registration::Abroad(country) => {
                record!(py, "Abroad" { country: Country(country) }).map(Some)
            }
            Registration::Unknown => Ok(None),
        }
    }

    fn __repr__(&self) -> String {
        format!("Uai('{}')", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse_lenient")?, (slf.get().0.to_string(),)))
    }
}

/// Every académie, in the order of their codes: `Academy.all`.
#[pyfunction]
pub(crate) fn academies() -> Vec<Academy> {
    ent_core::Academy::all().map(Academy).collect()
}

/// Every department and overseas territory, in the order of their codes: `Department.all`.
#[pyfunction]
pub(crate) fn departments() -> Vec<Department> {
    ent_core::Department::all().map(Department).collect()
}

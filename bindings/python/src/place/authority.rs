//! Who answers for establishments.

use ent_core::Lang;
use pyo3::prelude::*;

use super::academy::Academy;
use super::territory::{AdministrativeRegion, Department};
use crate::convert::Text;
use crate::errors;

/// A class of Python for an authority: it reads, shows and pickles by a code that says what it is
/// and of which territory.
macro_rules! authority {
    (
        $(#[$meta:meta])*
        $name:ident { $($methods:tt)* }
    ) => {
        $(#[$meta])*
        #[pyclass(frozen, eq, ord, hash, str, from_py_object, module = "entkit")]
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(pub(crate) ent_core::$name);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0.code())
            }
        }

        #[pymethods]
        impl $name {
            /// The one with this code: what it is and the code of its territory.
            ///
            /// Raises `ParseError`: `authority/unknown`.
            #[staticmethod]
            fn parse(code: Text) -> PyResult<Self> {
                ent_core::$name::parse(code.as_str()).map(Self).map_err(errors::parse)
            }

            /// The code.
            #[getter]
            fn code(&self) -> String {
                self.0.code()
            }

            /// French name of its territory.
            #[getter]
            fn name(&self) -> &'static str {
                self.0.name()
            }

            /// What it is and of which territory, in French.
            #[getter]
            fn label_fr(&self) -> String {
                self.0.label(Lang::Fr)
            }

            /// What it is and of which territory, in English.
            #[getter]
            fn label_en(&self) -> String {
                self.0.label(Lang::En)
            }

            fn __repr__(&self) -> String {
                format!("{}('{}')", stringify!($name), self.0.code())
            }

            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                Ok((slf.get_type().getattr("parse")?, (slf.get().0.code(),)))
            }

            $($methods)*
        }
    };
}

authority! {
    /// The state authority over an establishment: an académie, or a DRAAF for agriculture.
    ///
    /// >>> AcademicAuthority.parse("draaf:84").name
    /// 'Auvergne-Rhône-Alpes'
    AcademicAuthority {
        /// The académie, or None for a DRAAF.
        #[getter]
        fn academy(&self) -> Option<Academy> {
            match self.0 {
                ent_core::AcademicAuthority::Academy(academy) => Some(Academy(academy)),
                ent_core::AcademicAuthority::Draaf(_) => None,
            }
        }

        /// The region of a DRAAF, or None.
        #[getter]
        fn region(&self) -> Option<AdministrativeRegion> {
            match self.0 {
                ent_core::AcademicAuthority::Draaf(region) => Some(AdministrativeRegion(region)),
                ent_core::AcademicAuthority::Academy(_) => None,
            }
        }
    }
}

authority! {
    /// The council that partners with an establishment: of a region or of a department.
    ///
    /// >>> LocalAuthority.parse("department:69").department.name
    /// 'Rhône'
    LocalAuthority {
        /// The region, or None for the council of a department.
        #[getter]
        fn region(&self) -> Option<AdministrativeRegion> {
            match self.0 {
                ent_core::LocalAuthority::Region(region) => Some(AdministrativeRegion(region)),
                ent_core::LocalAuthority::Department(_) => None,
            }
        }

        /// The department, or None for the council of a region.
        #[getter]
        fn department(&self) -> Option<Department> {
            match self.0 {
                ent_core::LocalAuthority::Department(department) => Some(Department(department)),
                ent_core::LocalAuthority::Region(_) => None,
            }
        }
    }
}

authority! {
    /// The committee of catholic education of a region (CREC).
    ///
    /// >>> Crec.parse("crec:84").region.code
    /// '84'
    Crec {
        /// Its region.
        #[getter]
        fn region(&self) -> AdministrativeRegion {
            AdministrativeRegion(self.0.region())
        }
    }
}

//! Academies and the codes feeds carry for them.

use ent_core::Lang;
use pyo3::prelude::*;

use super::territory::{AcademicRegion, Department};
use super::{by_code, by_name};
use crate::convert::{Listed, Text};
use crate::errors;

by_name! {
    /// An académie, or the education service of an overseas territory, by two digits.
    ///
    /// >>> Academy.of_domain("zoe.martin@ac-lyon.fr").name
    /// 'Lyon'
    Academy("academy/unknown") {
        /// The one of a domain such as `ac-lyon.fr`, alone or as the end of an e-mail address.
        ///
        /// No domain below one counts. Raises `ParseError`: `academy/unknown`.
        #[staticmethod]
        fn of_domain(text: Text) -> PyResult<Self> {
            ent_core::Academy::of_domain(text.as_str()).map(Self).map_err(errors::parse)
        }

        /// The one with this prefix of the AAF, such as `LYON`, spelled exactly.
        ///
        /// Raises `ParseError`: `academy/unknown`.
        #[staticmethod]
        fn of_aaf_prefix(prefix: Text) -> PyResult<Self> {
            ent_core::Academy::of_aaf_prefix(prefix.as_str()).map(Self).map_err(errors::parse)
        }

        /// The one that older feeds name by these three letters, such as `LYO`, spelled exactly.
        ///
        /// Raises `ParseError`: `academy/unknown`.
        #[staticmethod]
        fn of_trigram(trigram: Text) -> PyResult<Self> {
            ent_core::Academy::of_trigram(trigram.as_str()).map(Self).map_err(errors::parse)
        }

        /// Whether it is an académie in law, an `AcademyKind`.
        #[getter]
        fn kind(&self) -> Listed {
            Listed("AcademyKind", self.0.kind().code())
        }

        /// The academic region it belongs to, or None for overseas services.
        #[getter]
        fn academic_region(&self) -> Option<AcademicRegion> {
            self.0.academic_region().map(AcademicRegion)
        }

        /// Its departments, in the order of their codes.
        #[getter]
        fn departments(&self) -> Vec<Department> {
            self.0.departments().map(Department).collect()
        }

        /// Domain of its web site and mailboxes, such as `ac-lyon.fr`, or None.
        #[getter]
        fn rectorat_domain(&self) -> Option<&'static str> {
            self.0.rectorat_domain()
        }

        /// Prefix of identifiers in feeds of the AAF, such as `LYON`.
        #[getter]
        fn aaf_prefix(&self) -> &'static str {
            self.0.aaf_prefix()
        }

        /// Three letters by which older feeds named it, such as `LYO`, or None.
        #[getter]
        fn former_trigram(&self) -> Option<&'static str> {
            self.0.former_trigram()
        }
    }
}

by_code! {
    /// A two-digit code that feeds carry where an académie is asked for.
    ///
    /// Académies, two that were merged, and codes that are no place, such as `98` for agricultural
    /// education.
    ///
    /// >>> AcademyCode.parse_lenient("8").academy.name
    /// 'Grenoble'
    AcademyCode("academy_code/unknown") {
        /// The one with this code; a single digit stands for the two digits that end in it.
        ///
        /// Raises `ParseError`: `academy_code/unknown`.
        #[staticmethod]
        fn parse_lenient(code: Text) -> PyResult<Self> {
            ent_core::AcademyCode::parse_lenient(code.as_str()).map(Self).map_err(errors::parse)
        }

        /// The one with this prefix of the AAF, such as `AGRICOLE`, spelled exactly.
        ///
        /// Raises `ParseError`: `academy_code/unknown`.
        #[staticmethod]
        fn of_aaf_prefix(prefix: Text) -> PyResult<Self> {
            ent_core::AcademyCode::of_aaf_prefix(prefix.as_str()).map(Self).map_err(errors::parse)
        }

        /// The one that older feeds name by these three letters, such as `CAE`, spelled exactly.
        ///
        /// Raises `ParseError`: `academy_code/unknown`.
        #[staticmethod]
        fn of_trigram(trigram: Text) -> PyResult<Self> {
            ent_core::AcademyCode::of_trigram(trigram.as_str()).map(Self).map_err(errors::parse)
        }

        /// The one of a domain such as `ac-caen.fr`, alone or as the end of an e-mail address.
        ///
        /// Domains of merged académies count. Raises `ParseError`: `academy_code/unknown`.
        #[staticmethod]
        fn of_domain(text: Text) -> PyResult<Self> {
            ent_core::AcademyCode::of_domain(text.as_str()).map(Self).map_err(errors::parse)
        }

        /// What the code stands for, an `AcademyCodeKind`.
        #[getter]
        fn kind(&self) -> Listed {
            Listed("AcademyCodeKind", self.0.kind().code())
        }

        /// Name of the académie, or words for what is no place, in French.
        #[getter]
        fn label_fr(&self) -> String {
            self.0.label(Lang::Fr)
        }

        /// Name of the académie, or words for what is no place, in English.
        #[getter]
        fn label_en(&self) -> String {
            self.0.label(Lang::En)
        }

        /// The académie of the code, or the one it was merged into; None for what is no place.
        #[getter]
        fn academy(&self) -> Option<Academy> {
            self.0.academy().map(Academy)
        }

        /// Its departments, in the order of their codes; those of a merged académie as they were.
        #[getter]
        fn departments(&self) -> Vec<Department> {
            self.0.departments().map(Department).collect()
        }

        /// Prefix of identifiers in feeds of the AAF, such as `AGRICOLE`.
        #[getter]
        fn aaf_prefix(&self) -> &'static str {
            self.0.aaf_prefix()
        }

        /// Three letters by which older feeds named it, or None.
        #[getter]
        fn former_trigram(&self) -> Option<&'static str> {
            self.0.former_trigram()
        }
    }
}

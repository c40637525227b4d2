//! Departments, regions and countries.

use pyo3::prelude::*;

use super::academy::Academy;
use super::by_name;
use crate::convert::{Listed, Text};
use crate::errors;

by_name! {
    /// A department or overseas territory, by its INSEE code.
    ///
    /// >>> Department.search("corse")
    /// [Department('2A'), Department('2B')]
    Department("department/unknown") {
        /// Whether it is a department in law, a `DepartmentKind`.
        #[getter]
        fn kind(&self) -> Listed {
            Listed("DepartmentKind", self.0.kind().code())
        }

        /// The region it is in, or None for overseas collectivities.
        #[getter]
        fn region(&self) -> Option<AdministrativeRegion> {
            self.0.region().map(AdministrativeRegion)
        }

        /// The académie it belongs to, or None where no school is.
        #[getter]
        fn academy(&self) -> Option<Academy> {
            self.0.academy().map(Academy)
        }
    }
}

by_name! {
    /// A region of France, by its INSEE code. Where a phone number is typed is a `Region`.
    ///
    /// >>> AdministrativeRegion.of_name("occitanie").code
    /// '76'
    AdministrativeRegion("administrative_region/unknown") {
        /// Its departments, in the order of their codes.
        #[getter]
        fn departments(&self) -> Vec<Department> {
            self.0.departments().map(Department).collect()
        }

        /// Its académies, in the order of their codes.
        #[getter]
        fn academies(&self) -> Vec<Academy> {
            self.0.academies().map(Academy).collect()
        }
    }
}

by_name! {
    /// An academic region: one or more académies under one recteur, by the code of its region.
    ///
    /// >>> AcademicRegion.parse("76").name
    /// 'Région académique Occitanie'
    AcademicRegion("academic_region/unknown") {
        /// The region it covers.
        #[getter]
        fn region(&self) -> AdministrativeRegion {
            AdministrativeRegion(self.0.region())
        }

        /// Its départements, in the order of their codes.
        #[getter]
        fn departments(&self) -> Vec<Department> {
            self.0.departments().map(Department).collect()
        }

        /// Its académies, in the order of their codes.
        #[getter]
        fn academies(&self) -> Vec<Academy> {
            self.0.academies().map(Academy).collect()
        }
    }
}

by_name! {
    /// A country or territory abroad, or France, by five digits of the official geographic code.
    ///
    /// >>> Country.of_name("suisse").iso
    /// 'CH'
    Country("country/unknown") {
        /// Two letters of ISO 3166-1; a territory has those of its state.
        #[getter]
        fn iso(&self) -> &'static str {
            self.0.iso()
        }
    }
}

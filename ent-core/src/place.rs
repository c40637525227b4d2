//! Where a school is, what it is, and who answers for it.

mod academic_region;
mod academy;
mod academy_code;
mod administrative_region;
mod authority;
mod country;
mod department;
mod establishment;
mod row;
mod uai;

pub use academic_region::{AcademicRegion, AcademicRegionError};
pub use academy::{Academy, AcademyError, AcademyKind};
pub use academy_code::{AcademyCode, AcademyCodeError, AcademyCodeKind};
pub use administrative_region::{AdministrativeRegion, AdministrativeRegionError};
pub use authority::{AcademicAuthority, AuthorityError, Crec, LocalAuthority};
pub use country::{Country, CountryError};
pub use department::{Department, DepartmentError, DepartmentKind};
pub use establishment::{
    Establishment, EstablishmentError, EstablishmentKind, Ministry, MinistryError, Sector,
};
pub use uai::{Registration, Uai, UaiError};

/// Rows of the generated tables.
pub(crate) mod rows {
    pub(crate) use super::academic_region::AcademicRegionRow;
    pub(crate) use super::academy::AcademyRow;
    pub(crate) use super::academy_code::AcademyCodeRow;
    pub(crate) use super::administrative_region::AdministrativeRegionRow;
    pub(crate) use super::country::CountryRow;
    pub(crate) use super::department::DepartmentRow;
    pub(crate) use super::establishment::MinistryRow;
}

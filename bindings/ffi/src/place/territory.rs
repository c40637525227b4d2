//! Departments, regions and countries.

use super::academy::Academy;
use crate::EntError;
use crate::mirror::labelled;

labelled! {
    /// Whether a department is one in law.
    DepartmentKind = ent_core::DepartmentKind {
        /// Département, in a region.
        Department,
        /// Overseas collectivity or territory, in no region.
        OverseasCollectivity,
    }
}

/// A region of France.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AdministrativeRegion {
    /// INSEE code, such as `84`.
    pub code: String,
    /// French name, such as `Occitanie`.
    pub name: String,
}

impl From<ent_core::AdministrativeRegion> for AdministrativeRegion {
    fn from(region: ent_core::AdministrativeRegion) -> Self {
        Self { code: region.code().to_owned(), name: region.name().to_owned() }
    }
}

/// An academic region: one or more academies under one recteur.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AcademicRegion {
    /// INSEE code of the region it covers.
    pub code: String,
    /// French name, such as `Région académique Occitanie`.
    pub name: String,
    /// The region it covers.
    pub region: AdministrativeRegion,
}

impl From<ent_core::AcademicRegion> for AcademicRegion {
    fn from(region: ent_core::AcademicRegion) -> Self {
        Self {
            code: region.code().to_owned(),
            name: region.name().to_owned(),
            region: region.region().into(),
        }
    }
}

/// A department or overseas territory.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Department {
    /// INSEE code, such as `2A`.
    pub code: String,
    /// French name, such as `Corse-du-Sud`.
    pub name: String,
    /// Whether it is a department in law.
    pub kind: DepartmentKind,
    /// The region it is in; none for overseas collectivities.
    pub region: Option<AdministrativeRegion>,
    /// The academy it belongs to; none where no school is.
    pub academy: Option<Academy>,
}

impl From<ent_core::Department> for Department {
    fn from(department: ent_core::Department) -> Self {
        Self {
            code: department.code().to_owned(),
            name: department.name().to_owned(),
            kind: department.kind().into(),
            region: department.region().map(Into::into),
            academy: department.academy().map(Into::into),
        }
    }
}

/// A country or territory abroad, or France.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Country {
    /// Five digits of the official geographic code, such as `99140`.
    pub code: String,
    /// French name, such as `Suisse`.
    pub name: String,
    /// Two letters of ISO 3166-1; a territory has those of its state.
    pub iso: String,
}

impl From<ent_core::Country> for Country {
    fn from(country: ent_core::Country) -> Self {
        Self {
            code: country.code().to_owned(),
            name: country.name().to_owned(),
            iso: country.iso().to_owned(),
        }
    }
}

/// Reads the code of a department or overseas collectivity.
///
/// Fails with `department/unknown`.
#[uniffi::export]
pub fn parse_department(code: &str) -> Result<Department, EntError> {
    Ok(ent_core::Department::parse(code)?.into())
}

/// Finds a department or overseas collectivity by its whole name, without regard to case, accents and punctuation.
///
/// Fails with `department/unknown`.
#[uniffi::export]
pub fn department_of_name(name: &str) -> Result<Department, EntError> {
    Ok(ent_core::Department::of_name(name)?.into())
}

/// Those with a word of their name starting with each word of the text, without regard to case and
/// accents, by code.
#[uniffi::export]
pub fn search_departments(text: &str) -> Vec<Department> {
    ent_core::Department::search(text).into_iter().map(Into::into).collect()
}

/// Every one, by code.
#[uniffi::export]
pub fn all_departments() -> Vec<Department> {
    ent_core::Department::all().map(Into::into).collect()
}

/// Reads the code of a region.
///
/// Fails with `administrative_region/unknown`.
#[uniffi::export]
pub fn parse_region(code: &str) -> Result<AdministrativeRegion, EntError> {
    Ok(ent_core::AdministrativeRegion::parse(code)?.into())
}

/// Finds a region by its whole name, without regard to case, accents and punctuation.
///
/// Fails with `administrative_region/unknown`.
#[uniffi::export]
pub fn region_of_name(name: &str) -> Result<AdministrativeRegion, EntError> {
    Ok(ent_core::AdministrativeRegion::of_name(name)?.into())
}

/// Those with a word of their name starting with each word of the text, without regard to case and
/// accents, by code.
#[uniffi::export]
pub fn search_regions(text: &str) -> Vec<AdministrativeRegion> {
    ent_core::AdministrativeRegion::search(text).into_iter().map(Into::into).collect()
}

/// Every one, by code.
#[uniffi::export]
pub fn all_regions() -> Vec<AdministrativeRegion> {
    ent_core::AdministrativeRegion::all().map(Into::into).collect()
}

/// Reads the code of an academic region.
///
/// Fails with `academic_region/unknown`.
#[uniffi::export]
pub fn parse_academic_region(code: &str) -> Result<AcademicRegion, EntError> {
    Ok(ent_core::AcademicRegion::parse(code)?.into())
}

/// Finds an academic region by its whole name, without regard to case, accents and punctuation.
///
/// Fails with `academic_region/unknown`.
#[uniffi::export]
pub fn academic_region_of_name(name: &str) -> Result<AcademicRegion, EntError> {
    Ok(ent_core::AcademicRegion::of_name(name)?.into())
}

/// Those with a word of their name starting with each word of the text, without regard to case and
/// accents, by code.
#[uniffi::export]
pub fn search_academic_regions(text: &str) -> Vec<AcademicRegion> {
    ent_core::AcademicRegion::search(text).into_iter().map(Into::into).collect()
}

/// Every one, by code.
#[uniffi::export]
pub fn all_academic_regions() -> Vec<AcademicRegion> {
    ent_core::AcademicRegion::all().map(Into::into).collect()
}

/// Reads the code of a country.
///
/// Fails with `country/unknown`.
#[uniffi::export]
pub fn parse_country(code: &str) -> Result<Country, EntError> {
    Ok(ent_core::Country::parse(code)?.into())
}

/// Finds a country by its whole name, without regard to case, accents and punctuation.
///
/// Fails with `country/unknown`.
#[uniffi::export]
pub fn country_of_name(name: &str) -> Result<Country, EntError> {
    Ok(ent_core::Country::of_name(name)?.into())
}

/// Those with a word of their name starting with each word of the text, without regard to case and
/// accents, by code.
#[uniffi::export]
pub fn search_countries(text: &str) -> Vec<Country> {
    ent_core::Country::search(text).into_iter().map(Into::into).collect()
}

/// Every one, by code.
#[uniffi::export]
pub fn all_countries() -> Vec<Country> {
    ent_core::Country::all().map(Into::into).collect()
}

/// The departments of the region with this code, by code.
///
/// Fails with `administrative_region/unknown`.
#[uniffi::export]
pub fn departments_of_region(code: &str) -> Result<Vec<Department>, EntError> {
    Ok(ent_core::AdministrativeRegion::parse(code)?.departments().map(Into::into).collect())
}

/// The academies of the region with this code, by code.
///
/// Fails with `administrative_region/unknown`.
#[uniffi::export]
pub fn academies_of_region(code: &str) -> Result<Vec<Academy>, EntError> {
    Ok(ent_core::AdministrativeRegion::parse(code)?.academies().map(Into::into).collect())
}

/// The academies of the academic region with this code, by code.
///
/// Fails with `academic_region/unknown`.
#[uniffi::export]
pub fn academies_of_academic_region(code: &str) -> Result<Vec<Academy>, EntError> {
    Ok(ent_core::AcademicRegion::parse(code)?.academies().map(Into::into).collect())
}

/// The departments of the academic region with this code, by code.
///
/// Fails with `academic_region/unknown`.
#[uniffi::export]
pub fn departments_of_academic_region(code: &str) -> Result<Vec<Department>, EntError> {
    Ok(ent_core::AcademicRegion::parse(code)?.departments().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lookup_finds_and_refuses() {
        for region in all_academic_regions() {
            let academies = academies_of_academic_region(&region.code).unwrap();
            assert!(!academies.is_empty(), "{}", region.code);
        }
        assert!(academies_of_academic_region("20").is_err());
        for department in all_departments() {
            assert_eq!(parse_department(&department.code).unwrap(), department);
            assert_eq!(department_of_name(&department.name).unwrap(), department);
            assert!(search_departments(&department.name).contains(&department));
        }
        for region in all_regions() {
            assert_eq!(parse_region(&region.code).unwrap(), region);
            assert_eq!(region_of_name(&region.name).unwrap(), region);
            assert!(search_regions(&region.name).contains(&region));
            assert!(!departments_of_region(&region.code).unwrap().is_empty());
            assert!(!academies_of_region(&region.code).unwrap().is_empty());
        }
        for region in all_academic_regions() {
            assert_eq!(parse_academic_region(&region.code).unwrap(), region);
            assert_eq!(academic_region_of_name(&region.name).unwrap(), region);
            assert!(search_academic_regions(&region.name).contains(&region));
            assert!(!departments_of_academic_region(&region.code).unwrap().is_empty());
        }
        for country in all_countries() {
            assert_eq!(parse_country(&country.code).unwrap(), country);
            assert_eq!(country_of_name(&country.name).unwrap(), country);
            assert!(search_countries(&country.name).contains(&country));
        }
        assert_eq!(parse_department("20").unwrap_err().code(), "department/unknown");
        assert_eq!(parse_region("20").unwrap_err().code(), "administrative_region/unknown");
        assert_eq!(parse_academic_region("20").unwrap_err().code(), "academic_region/unknown");
        assert_eq!(parse_country("20").unwrap_err().code(), "country/unknown");
    }
}

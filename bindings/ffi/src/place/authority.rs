//! Who answers for establishments.

use ent_core::Lang;

use super::academy::Academy;
use super::territory::{AdministrativeRegion, Department};
use crate::EntError;

/// The state authority over an establishment; one of academy and region is there.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AcademicAuthority {
    /// Stable code: what it is and the code of its territory.
    pub code: String,
    /// French name of its territory.
    pub name: String,
    /// What it is and of which territory, in French.
    pub label_fr: String,
    /// What it is and of which territory, in English.
    pub label_en: String,
    /// The academy, unless the authority is that of agricultural education.
    pub academy: Option<Academy>,
    /// The region of the authority of agricultural education (DRAAF).
    pub region: Option<AdministrativeRegion>,
}

impl From<ent_core::AcademicAuthority> for AcademicAuthority {
    fn from(authority: ent_core::AcademicAuthority) -> Self {
        let (academy, region) = match authority {
            ent_core::AcademicAuthority::Academy(academy) => (Some(academy.into()), None),
            ent_core::AcademicAuthority::Draaf(region) => (None, Some(region.into())),
        };
        Self {
            code: authority.code(),
            name: authority.name().to_owned(),
            label_fr: authority.label(Lang::Fr),
            label_en: authority.label(Lang::En),
            academy,
            region,
        }
    }
}

/// The council that partners with an establishment; one of region and department is there.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LocalAuthority {
    /// Stable code: what it is and the code of its territory.
    pub code: String,
    /// French name of its territory.
    pub name: String,
    /// What it is and of which territory, in French: « Collectivité » where which council it is
    /// stays open, as in Corse, Alsace, Paris, the Rhône and most of the overseas regions.
    pub label_fr: String,
    /// What it is and of which territory, in English: "Local authority" where that stays open.
    pub label_en: String,
    /// The region, for its council.
    pub region: Option<AdministrativeRegion>,
    /// The department, for its council.
    pub department: Option<Department>,
}

impl From<ent_core::LocalAuthority> for LocalAuthority {
    fn from(authority: ent_core::LocalAuthority) -> Self {
        let (region, department) = match authority {
            ent_core::LocalAuthority::Region(region) => (Some(region.into()), None),
            ent_core::LocalAuthority::Department(department) => (None, Some(department.into())),
        };
        Self {
            code: authority.code(),
            name: authority.name().to_owned(),
            label_fr: authority.label(Lang::Fr),
            label_en: authority.label(Lang::En),
            region,
            department,
        }
    }
}

/// The committee of catholic education of a region.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Crec {
    /// Stable code: what it is and the code of its territory.
    pub code: String,
    /// French name of its territory.
    pub name: String,
    /// What it is and of which territory, in French.
    pub label_fr: String,
    /// What it is and of which territory, in English.
    pub label_en: String,
    /// Its region.
    pub region: AdministrativeRegion,
}

impl From<ent_core::Crec> for Crec {
    fn from(authority: ent_core::Crec) -> Self {
        Self {
            code: authority.code(),
            name: authority.name().to_owned(),
            label_fr: authority.label(Lang::Fr),
            label_en: authority.label(Lang::En),
            region: authority.region().into(),
        }
    }
}

/// Reads a code such as `academy:10` or `draaf:84`.
///
/// Fails with `authority/unknown`.
#[uniffi::export]
pub fn parse_academic_authority(code: &str) -> Result<AcademicAuthority, EntError> {
    Ok(ent_core::AcademicAuthority::parse(code)?.into())
}

/// Reads a code such as `region:84` or `department:69`.
///
/// Fails with `authority/unknown`.
#[uniffi::export]
pub fn parse_local_authority(code: &str) -> Result<LocalAuthority, EntError> {
    Ok(ent_core::LocalAuthority::parse(code)?.into())
}

/// Reads a code such as `crec:84`.
///
/// Fails with `authority/unknown`.
#[uniffi::export]
pub fn parse_crec(code: &str) -> Result<Crec, EntError> {
    Ok(ent_core::Crec::parse(code)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_refused() {
        let draaf = parse_academic_authority("draaf:84").unwrap();
        assert_eq!((draaf.academy, draaf.name.as_str()), (None, "Auvergne-Rhône-Alpes"));
        assert_eq!(parse_academic_authority("academy:10").unwrap().academy.unwrap().name, "Lyon");
        assert_eq!(parse_local_authority("department:69").unwrap().department.unwrap().code, "69");
        assert_eq!(parse_local_authority("region:84").unwrap().region.unwrap().code, "84");
        assert_eq!(parse_crec("crec:84").unwrap().region.code, "84");
        for bad in ["", "84", "crec:00", "draaf:10"] {
            assert_eq!(parse_academic_authority(bad).unwrap_err().code(), "authority/unknown");
            assert_eq!(parse_local_authority(bad).unwrap_err().code(), "authority/unknown");
            assert_eq!(parse_crec(bad).unwrap_err().code(), "authority/unknown");
        }
    }
}

//! Regions of the official geographic code.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::row::{by_code, by_name};
use super::{Academy, Department};
use crate::Coded;
use crate::tables::places::REGIONS;

/// A region of France, by its two-digit INSEE code; overseas collectivities are in none.
///
/// Not the region of a [phone number](crate::Region), nor an [academic region](super::AcademicRegion).
///
/// ```
/// use ent_core::AdministrativeRegion;
///
/// let region = AdministrativeRegion::parse("84")?;
/// assert_eq!(region.name(), "Auvergne-Rhône-Alpes");
/// assert_eq!(region.academies().map(|academy| academy.name()).collect::<Vec<_>>(),
///     ["Clermont-Ferrand", "Grenoble", "Lyon"]);
/// assert_eq!(AdministrativeRegion::search("rhone alpes"), [region]);
/// assert!(AdministrativeRegion::parse("ARA").is_err());
/// # Ok::<(), ent_core::AdministrativeRegionError>(())
/// ```
#[doc(alias = "région")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AdministrativeRegion(pub(crate) &'static AdministrativeRegionRow);

by_code!(AdministrativeRegion in REGIONS, AdministrativeRegionError);
by_name!(AdministrativeRegion, AdministrativeRegionError);

impl AdministrativeRegion {
    /// Its departments, by code.
    pub fn departments(self) -> impl Iterator<Item = Department> {
        Department::all().filter(move |department| department.region() == Some(self))
    }

    /// The academies of its departments, by code.
    pub fn academies(self) -> impl Iterator<Item = Academy> {
        Academy::all().filter(move |academy| {
            academy.academic_region().is_some_and(|region| region.region() == self)
        })
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct AdministrativeRegionRow {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// No region is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no region is known so")]
#[non_exhaustive]
pub struct AdministrativeRegionError;

impl Coded for AdministrativeRegionError {
    fn code(&self) -> &'static str {
        "administrative_region/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for value in AdministrativeRegion::all() {
            assert_eq!(value.to_string().parse(), Ok(value));
            assert_eq!(AdministrativeRegion::of_name(value.name()), Ok(value));
            assert!(AdministrativeRegion::search(value.name()).contains(&value), "{value}");
        }
        assert!(AdministrativeRegion::all().map(AdministrativeRegion::code).is_sorted());
        assert!(crate::message::is_known(AdministrativeRegionError.code()));
    }

    #[test]
    fn travels_as_its_code() {
        for value in AdministrativeRegion::all() {
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("{:?}", value.code()));
            assert_eq!(serde_json::from_str::<AdministrativeRegion>(&json).unwrap(), value);
        }
        assert!(serde_json::from_str::<AdministrativeRegion>(r#""""#).is_err());
    }

    #[test]
    fn every_region_has_departments_of_its_academies() {
        assert_eq!(AdministrativeRegion::all().count(), 18);
        for region in AdministrativeRegion::all() {
            let academies: Vec<_> = region.academies().collect();
            assert!(!academies.is_empty() && region.departments().next().is_some(), "{region}");
            for department in region.departments() {
                assert!(academies.contains(&department.academy().unwrap()), "{department}");
            }
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,20}") {
            let _ = (AdministrativeRegion::parse(&text), AdministrativeRegion::of_name(&text), AdministrativeRegion::search(&text));
        }
    }
}

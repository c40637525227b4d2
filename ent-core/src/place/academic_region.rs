//! Academic regions.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::row::{by_code, by_name};
use super::{Academy, AdministrativeRegion, Department};
use crate::Coded;
use crate::tables::places::ACADEMIC_REGIONS;

/// An academic region: one or more academies under one recteur. Its code is the INSEE code of the
/// region it covers; the ministry publishes names only.
///
/// ```
/// use ent_core::AcademicRegion;
///
/// let region = AcademicRegion::of_name("région académique Occitanie")?;
/// assert_eq!(region.academies().map(|academy| academy.name()).collect::<Vec<_>>(),
///     ["Montpellier", "Toulouse"]);
/// assert_eq!(AcademicRegion::search("occi"), [region]);
/// assert!(AcademicRegion::parse("99").is_err());
/// # Ok::<(), ent_core::AcademicRegionError>(())
/// ```
#[doc(alias = "région académique")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AcademicRegion(pub(crate) &'static AcademicRegionRow);

by_code!(AcademicRegion in ACADEMIC_REGIONS, AcademicRegionError);
by_name!(AcademicRegion, AcademicRegionError);

impl AcademicRegion {
    /// The region it covers; that of Guadeloupe has Saint-Martin and Saint-Barthélemy beside it.
    #[must_use]
    pub const fn region(self) -> AdministrativeRegion {
        self.0.region
    }

    /// Its academies, by code.
    pub fn academies(self) -> impl Iterator<Item = Academy> {
        Academy::all().filter(move |academy| academy.academic_region() == Some(self))
    }

    /// The departments of its academies, by code.
    pub fn departments(self) -> impl Iterator<Item = Department> {
        Department::all().filter(move |department| {
            department.academy().and_then(Academy::academic_region) == Some(self)
        })
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct AcademicRegionRow {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) region: AdministrativeRegion,
}

/// No academic region is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no academic region is known so")]
#[non_exhaustive]
pub struct AcademicRegionError;

impl Coded for AcademicRegionError {
    fn code(&self) -> &'static str {
        "academic_region/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for value in AcademicRegion::all() {
            assert_eq!(value.to_string().parse(), Ok(value));
            assert_eq!(AcademicRegion::of_name(value.name()), Ok(value));
            assert!(AcademicRegion::search(value.name()).contains(&value), "{value}");
        }
        assert!(AcademicRegion::all().map(AcademicRegion::code).is_sorted());
        assert!(crate::message::is_known(AcademicRegionError.code()));
    }

    #[test]
    fn travels_as_its_code() {
        for value in AcademicRegion::all() {
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("{:?}", value.code()));
            assert_eq!(serde_json::from_str::<AcademicRegion>(&json).unwrap(), value);
        }
        assert!(serde_json::from_str::<AcademicRegion>(r#""""#).is_err());
    }

    #[test]
    fn every_academy_in_law_is_in_one() {
        assert_eq!(AcademicRegion::all().count(), 18);
        let academies: usize = AcademicRegion::all().map(|region| region.academies().count()).sum();
        let departments: usize =
            AcademicRegion::all().map(|region| region.departments().count()).sum();
        // All 101 departments, and the two collectivities of the academy of Guadeloupe.
        assert_eq!((academies, departments), (30, 103));
        assert!(
            AcademicRegion::all().all(|region| region.name().ends_with(region.region().name()))
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,20}") {
            let _ = (AcademicRegion::parse(&text), AcademicRegion::of_name(&text), AcademicRegion::search(&text));
        }
    }
}

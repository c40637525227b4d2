//! What ties a person to portals.

use ent_core::ent as domain;
use pyo3::prelude::*;

use crate::convert::{Given, Text};
use crate::place::Uai;
use crate::place::academy::Academy;
use crate::place::territory::{AdministrativeRegion, Department};
use crate::profile;

/// What ties a person to portals: the host knows it from its directory.
///
/// `establishments` are UAI numbers, the main one first; a number whose key is wrong has no
/// portal. `regions`, `departments` and `academies` employ the person; `agricultural` says that the
/// authority of agricultural education (DRAAF) does. Each may be given by its code.
///
/// Raises `ParseError`: `profile/unknown`, `uai/format`, `administrative_region/unknown`,
/// `department/unknown`, `academy/unknown`.
///
/// >>> person = Attachments("ACA", agricultural=True)
/// >>> Ent.find("auvergne-rhone-alpes").my_portals(person)[0].key
/// '98'
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Attachments(pub(crate) domain::Attachments);

#[pymethods]
impl Attachments {
    #[new]
    #[pyo3(signature = (
        profile, *, establishments=None, regions=None, departments=None, academies=None,
        agricultural=false
    ))]
    fn new(
        profile: Text,
        establishments: Option<Vec<Given<Uai>>>,
        regions: Option<Vec<Given<AdministrativeRegion>>>,
        departments: Option<Vec<Given<Department>>>,
        academies: Option<Vec<Given<Academy>>>,
        agricultural: bool,
    ) -> PyResult<Self> {
        let mut person = domain::Attachments::new(profile::read(&profile)?);
        person.establishments = each(establishments, |uai| uai.0, ent_core::Uai::parse_lenient)?;
        person.regions = each(regions, |of| of.0, ent_core::AdministrativeRegion::parse)?;
        person.departments = each(departments, |of| of.0, ent_core::Department::parse)?;
        person.academies = each(academies, |of| of.0, ent_core::Academy::parse)?;
        person.agricultural = agricultural;
        Ok(Self(person))
    }

    fn __repr__(&self) -> String {
        format!("Attachments('{}', …)", self.0.profile.code())
    }
}

fn each<P, D, E: ent_core::Coded>(
    given: Option<Vec<Given<P>>>,
    value: fn(P) -> D,
    read: fn(&str) -> Result<D, E>,
) -> PyResult<Vec<D>> {
    given.into_iter().flatten().map(|one| one.read(value, read)).collect()
}

//! What ties a person to portals.

use ent_core::ent as domain;
use pyo3::PyTypeInfo;
use pyo3::prelude::*;

use crate::convert::Text;
use crate::place::Uai;
use crate::place::academy::Academy;
use crate::place::territory::{AdministrativeRegion, Department};
use crate::{errors, profile};

/// A value of a class, or the text that it is read from.
enum Given<T> {
    Value(T),
    Text(Text),
}

impl<'py, T> FromPyObject<'_, 'py> for Given<T>
where
    T: PyTypeInfo + for<'a> FromPyObject<'a, 'py>,
{
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.extract::<T>() {
            Ok(given) => Ok(Self::Value(given)),
            Err(_) => value.extract().map(Self::Text),
        }
    }
}

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
    let given = given.into_iter().flatten().map(|one| match one {
        Given::Value(known) => Ok(value(known)),
        Given::Text(text) => read(text.as_str()).map_err(errors::parse),
    });
    given.collect()
}

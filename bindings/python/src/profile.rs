//! The nine profiles and the roles of an ENT; their classes are enumerations written in Python.

use ent_core::profile::{Community, EntRole};
use ent_core::{Profile, System};
use pyo3::prelude::*;

use crate::convert::{Listed, Text};
use crate::errors;

/// The profile that `system` spells `code`.
#[pyfunction]
pub(crate) fn profile_parse(system: Text, code: Text) -> PyResult<Listed> {
    let system = System::parse(system.as_str()).map_err(errors::parse)?;
    let profile = Profile::parse(system, code.as_str()).map_err(errors::parse)?;
    Ok(Listed("Profile", profile.code()))
}

/// Every spelling that `system` has for a profile.
#[pyfunction]
pub(crate) fn profile_spellings(profile: Text, system: Text) -> PyResult<Vec<&'static str>> {
    let system = System::parse(system.as_str()).map_err(errors::parse)?;
    Ok(read(&profile)?.spellings(system).collect())
}

/// The part of the educational community that people of a profile belong to.
#[pyfunction]
pub(crate) fn profile_community(profile: Text) -> PyResult<Option<Listed>> {
    let community = Community::of(read(&profile)?);
    Ok(community.map(|community| Listed("Community", community.code())))
}

/// What a role is for.
#[pyfunction]
pub(crate) fn role_duties(role: Text) -> PyResult<Vec<Listed>> {
    let duties = read_role(&role)?.duties().iter();
    Ok(duties.map(|duty| Listed("EntDuty", duty.code())).collect())
}

/// Who may give a role.
#[pyfunction]
pub(crate) fn role_appointers(role: Text) -> PyResult<Vec<Listed>> {
    let appointers = read_role(&role)?.appointers().iter();
    Ok(appointers.map(|appointer| Listed("Appointer", appointer.code())).collect())
}

/// How many people must hold a role in each establishment.
#[pyfunction]
pub(crate) fn role_least_per_establishment(role: Text) -> PyResult<u8> {
    Ok(read_role(&role)?.least_per_establishment())
}

/// Whether a role comes with an account of its own.
#[pyfunction]
pub(crate) fn role_has_own_account(role: Text) -> PyResult<bool> {
    Ok(read_role(&role)?.has_own_account())
}

/// The profile with these three letters.
pub(crate) fn read(code: &Text) -> PyResult<Profile> {
    Profile::try_from(code.as_str().to_owned()).map_err(errors::parse)
}

fn read_role(code: &Text) -> PyResult<EntRole> {
    errors::choice(EntRole::from_code(code.as_str()))
}

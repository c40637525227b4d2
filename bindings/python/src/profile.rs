//! The nine profiles; their class is an enumeration written in Python.

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

/// The profile with these three letters.
pub(crate) fn read(code: &Text) -> PyResult<Profile> {
    Profile::try_from(code.as_str().to_owned()).map_err(errors::parse)
}

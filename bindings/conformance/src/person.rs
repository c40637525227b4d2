//! `profile.parse`.

use ent_core::{Profile, System};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn profile(case: &Value) -> Result<Value, Fault> {
    let system = System::parse(case.text("system")?).map_err(code)?;
    let profile = Profile::parse(system, case.text("code")?).map_err(code)?;
    Ok(json!({ "profile": profile.code() }))
}

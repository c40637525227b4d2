//! `uai.parse`.

use ent_core::{Academy, Department, Uai};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn uai(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    let uai = match case.text("mode")? {
        "strict" => Uai::parse(text),
        "lenient" => Uai::parse_lenient(text),
        other => return Err(Fault::Shape(format!("mode `{other}`"))),
    }
    .map_err(code)?;
    Ok(json!({
        "uai": uai.to_string(),
        "key_valid": uai.has_valid_key(),
        "academy": uai.academy().map(Academy::code),
        "department": uai.department().map(Department::code),
    }))
}

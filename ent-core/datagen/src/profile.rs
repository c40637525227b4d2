//! `data/profiles.csv` and `data/aaf_functions.csv` → `tables/profiles.rs`.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct Row {
    system: String,
    spelling: String,
    profile: String,
}

#[derive(Debug, Deserialize)]
struct Function {
    function: String,
    profile: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let mut all: Vec<Row> = rows(data, "profiles.csv")?;
    let functions: Vec<Function> = rows(data, "aaf_functions.csv")?;
    all.extend(functions.into_iter().map(|Function { function, profile }| Row {
        system: "aaf-function".to_owned(),
        spelling: function,
        profile,
    }));

    let mut out = header("data/profiles.csv and data/aaf_functions.csv");
    out.push_str("use crate::profile::{Profile, Spelling, System};\n\n");
    out.push_str("#[rustfmt::skip]\npub(crate) static SPELLINGS: &[Spelling] = &[\n");
    for Row { system, spelling, profile } in all {
        let (system, profile) = (system_name(&system)?, profile_name(&profile)?);
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            out,
            "    Spelling {{ system: System::{system}, text: {}, profile: Profile::{profile} }},",
            literal(&spelling)
        );
    }
    out.push_str("];\n");
    Ok(out)
}

fn system_name(code: &str) -> Result<&'static str, DataError> {
    Ok(match code {
        "sdet" => "Sdet",
        "sdet-legacy" => "SdetLegacy",
        "gar" => "Gar",
        "entcore" => "Entcore",
        "educonnect" => "EduConnect",
        "aaf-function" => "AafFunction",
        "aaf-category" => "AafCategory",
        "recia" => "Recia",
        _ => return Err(DataError::Row(format!("system `{code}`"))),
    })
}

fn profile_name(code: &str) -> Result<&'static str, DataError> {
    Ok(match code {
        "ELV" => "Pupil",
        "TUT" => "LegalGuardian",
        "ENS" => "Teacher",
        "DIR" => "Direction",
        "EVS" => "SchoolLife",
        "ETA" => "Administrative",
        "ACA" => "Academic",
        "DOC" => "Librarian",
        "COL" => "LocalAuthority",
        _ => return Err(DataError::Row(format!("profile `{code}`"))),
    })
}

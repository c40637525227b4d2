//! `data/academies.csv`, `departments.csv` and `uai_prefixes.csv` → `tables/places.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct Academy {
    code: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct Department {
    code: String,
    name: String,
    academy: String,
}

#[derive(Debug, Deserialize)]
struct Registration {
    prefix: String,
    academy: String,
    department: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let academies: BTreeMap<String, String> = rows::<Academy>(data, "academies.csv")?
        .into_iter()
        .map(|academy| (academy.code, academy.name))
        .collect();
    let departments: BTreeMap<String, Department> = rows::<Department>(data, "departments.csv")?
        .into_iter()
        .map(|department| (department.code.clone(), department))
        .collect();
    let prefixes: BTreeMap<String, Registration> = rows::<Registration>(data, "uai_prefixes.csv")?
        .into_iter()
        .map(|prefix| (prefix.prefix.clone(), prefix))
        .collect();

    let mut out = header("data/academies.csv, data/departments.csv and data/uai_prefixes.csv");
    out.push_str("use crate::place::{Academy, Department};\n\n");
    out.push_str("#[rustfmt::skip]\npub(crate) static ACADEMIES: &[Academy] = &[\n");
    // Writing into a `String` cannot fail.
    for (code, name) in &academies {
        let _ = writeln!(out, "    {},", academy(code, name));
    }
    out.push_str("];\n\n#[rustfmt::skip]\npub(crate) static DEPARTMENTS: &[Department] = &[\n");
    for department in departments.values() {
        let name = academies
            .get(&department.academy)
            .ok_or_else(|| DataError::Row(format!("academy of department {}", department.code)))?;
        let _ = writeln!(
            out,
            "    Department {{ code: {}, name: {}, academy: {} }},",
            literal(&department.code),
            literal(&department.name),
            academy(&department.academy, name)
        );
    }
    out.push_str(
        "];\n\n/// First three digits of a UAI and the code of its department, in order.\n\
         #[rustfmt::skip]\npub(crate) static UAI_PREFIXES: &[(u32, &str)] = &[\n",
    );
    for Registration { prefix, academy, department } in prefixes.values() {
        let bad = || DataError::Row(format!("uai prefix {prefix}"));
        let number: u32 = prefix.parse().map_err(|_| bad())?;
        if departments.get(department).ok_or_else(bad)?.academy != *academy {
            return Err(bad());
        }
        let _ = writeln!(out, "    ({number}, {}),", literal(department));
    }
    out.push_str("];\n");
    Ok(out)
}

fn academy(code: &str, name: &str) -> String {
    format!("Academy {{ code: {}, name: {} }}", literal(code), literal(name))
}

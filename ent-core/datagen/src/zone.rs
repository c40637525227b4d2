//! `data/zones.csv` → `tables/zones.rs`.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct Row {
    zone: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let all: Vec<Row> = rows(data, "zones.csv")?;
    let mut names = HashSet::new();
    let mut out = header("data/zones.csv");
    out.push_str("use crate::zone::ZoneRow;\n\n");
    out.push_str("#[rustfmt::skip]\npub(crate) static ZONES: &[ZoneRow] = &[\n");
    for Row { zone } in &all {
        if !names.insert(zone) {
            return Err(DataError::Row(format!("zone `{zone}` stands twice")));
        }
        let name = literal(zone);
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "    ZoneRow {{ name: {name}, rules: jiff::tz::get!({name}) }},");
    }
    out.push_str("];\n");
    Ok(out)
}

//! `data/aaf_links.csv` → `tables/links.rs`.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct Row {
    code: String,
    old_code: Option<String>,
    name: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let all: Vec<Row> = rows(data, "aaf_links.csv")?;
    if !all.is_sorted_by(|a, b| a.code < b.code) {
        return Err(DataError::Row("links are not in the order of their codes".to_owned()));
    }
    let mut out = header("data/aaf_links.csv");
    out.push_str("use crate::person::AafLink;\n\n");
    out.push_str("#[rustfmt::skip]\npub(crate) static LINKS: &[AafLink] = &[\n");
    for Row { code, old_code, name } in all {
        let old =
            old_code.map_or_else(|| "None".to_owned(), |old| format!("Some({})", literal(&old)));
        let (code, label) = (literal(&code), literal(&format!("link/{name}")));
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "    AafLink {{ code: {code}, old_code: {old}, label: {label} }},");
    }
    out.push_str("];\n");
    Ok(out)
}

//! `data/password_rules.toml` → `ent-auth/src/tables/password_rules.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};

/// More code points than this are never accepted, whatever a rule set says.
const MAX: u16 = 128;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    min: u16,
    max: u16,
    lower: bool,
    upper: bool,
    digit: bool,
    special: String,
    source: String,
    date: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let file = "password_rules.toml".to_owned();
    let all: BTreeMap<String, Rules> = toml::from_str(&fs::read_to_string(data.join(&file))?)
        .map_err(|error| DataError::Toml { file, error })?;

    let mut out = header("ent-core/data/password_rules.toml");
    out.push_str("use crate::password::PasswordRules;\n");
    let mut names = Vec::new();
    for (id, rules) in &all {
        check(id, rules).map_err(|why| DataError::Row(format!("rule set `{id}`: {why}")))?;
        let Rules { min, max, lower, upper, digit, special, source, date } = rules;
        let mask = special.bytes().fold(0, |mask, b| mask | 1_u128.wrapping_shl(b.into()));
        let mask = group(mask);
        let [id_text, special, source, date_text] = [id, special, source, date].map(|t| literal(t));
        let name = id.to_uppercase().replace('-', "_");
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            out,
            "\n#[rustfmt::skip]\npub(crate) static {name}: PasswordRules = PasswordRules {{\n    \
             id: {id_text},\n    min: {min},\n    max: {max},\n    lower: {lower},\n    \
             upper: {upper},\n    digit: {digit},\n    special: {special},\n    \
             special_mask: {mask},\n    source: {source},\n    date: {date_text},\n}};",
        );
        names.push(format!("&{name}"));
    }
    let _ = writeln!(
        out,
        "\n#[rustfmt::skip]\npub(crate) static RULES: &[&PasswordRules] = &[{}];",
        names.join(", ")
    );
    Ok(out)
}

/// A hexadecimal literal in groups of four digits.
fn group(mask: u128) -> String {
    let digits = format!("{mask:032x}");
    digits.bytes().enumerate().fold("0x".to_owned(), |mut out, (at, digit)| {
        if at > 0 && at % 4 == 0 {
            out.push('_');
        }
        out.push(digit.into());
        out
    })
}

fn check(id: &str, rules: &Rules) -> Result<(), &'static str> {
    let mut seen = Vec::new();
    for c in rules.special.chars() {
        if !c.is_ascii_punctuation() || seen.contains(&c) {
            return Err("special characters are ASCII punctuation, each once");
        }
        seen.push(c);
    }
    if !id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return Err("an id is made of a-z and -");
    }
    if rules.min == 0 || rules.min > rules.max || rules.max > MAX {
        return Err("1 <= min <= max <= 128");
    }
    Ok(())
}

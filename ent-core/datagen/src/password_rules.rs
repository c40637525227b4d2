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

/// More bits than these are never asked for.
const MAX_ENTROPY_BITS: u16 = 256;
/// Bytes that an id and a list of special characters are kept in.
const MAX_INLINE: usize = 32;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "a file has a field for each rule")]
struct Rules {
    min: u16,
    max: u16,
    lower: bool,
    upper: bool,
    digit: bool,
    special: String,
    require_special: bool,
    entropy_bits: u16,
    blocklist: bool,
    attempt_limit: bool,
    source: String,
    date: String,
    note: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let file = "password_rules.toml".to_owned();
    let all: BTreeMap<String, Rules> = toml::from_str(&fs::read_to_string(data.join(&file))?)
        .map_err(|error| DataError::Toml { file, error })?;

    let mut out = header("ent-core/data/password_rules.toml");
    out.push_str("use std::borrow::Cow;\n\n");
    out.push_str(
        "use crate::password::{Classes, DIGIT, LOWER, PasswordRules, RulesId, SPECIAL};\n",
    );
    out.push_str("use crate::password::{Specials, UPPER};\n");
    let mut names = Vec::new();
    for (id, rules) in &all {
        check(id, rules).map_err(|why| DataError::Row(format!("rule set `{id}`: {why}")))?;
        let Rules { min, max, special, .. } = rules;
        let Rules { entropy_bits, blocklist, attempt_limit, source, date, note, .. } = rules;
        let [special, source, published, note] = [special, source, date, note].map(|t| literal(t));
        let required = required(rules);
        let name = id.to_uppercase().replace('-', "_");
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            out,
            "\n#[rustfmt::skip]\npub(crate) static {name}: PasswordRules = PasswordRules {{\n    \
             id: RulesId::of({id_text}),\n    min: {min},\n    max: {max},\n    required: {required},\n    \
             special: Specials::literal({special}),\n    \
             entropy_bits: {entropy_bits},\n    \
             blocklist: {blocklist},\n    attempt_limit: {attempt_limit},\n    \
             source: Cow::Borrowed({source}),\n    date: Cow::Borrowed({published}),\n    \
             note: Cow::Borrowed({note}),\n    classes: Classes::of({special}),\n}};",
            id_text = literal(id),
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

/// The set of the required classes.
fn required(rules: &Rules) -> String {
    let classes = [
        (rules.lower, "LOWER"),
        (rules.upper, "UPPER"),
        (rules.digit, "DIGIT"),
        (rules.require_special, "SPECIAL"),
    ];
    let names: Vec<_> = classes.iter().filter(|(asked, _)| *asked).map(|(_, name)| *name).collect();
    if names.is_empty() { "0".to_owned() } else { names.join(" | ") }
}

fn check(id: &str, rules: &Rules) -> Result<(), &'static str> {
    let mut seen = Vec::new();
    for c in rules.special.chars() {
        if !c.is_ascii_punctuation() || seen.contains(&c) {
            return Err("special characters are ASCII punctuation, each once");
        }
        seen.push(c);
    }
    let of_id = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.len() > MAX_INLINE || !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err("an id has at most 32 characters, the first of a-z");
    }
    if !id.bytes().all(of_id) {
        return Err("an id is made of a-z, 0-9 and -");
    }
    if rules.require_special && rules.special.is_empty() {
        return Err("a special character is required of an empty list");
    }
    if rules.entropy_bits > MAX_ENTROPY_BITS {
        return Err("entropy_bits <= 256");
    }
    if [&rules.source, &rules.date, &rules.note].iter().any(|text| text.chars().count() > 200) {
        return Err("source, date and note have at most 200 characters");
    }
    if rules.min == 0 || rules.min > rules.max || rules.max > MAX {
        return Err("1 <= min <= max <= 128");
    }
    Ok(())
}

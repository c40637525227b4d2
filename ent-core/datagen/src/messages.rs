//! `data/messages/*.toml` → `tables/messages.rs` and `docs/texts.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    fr: String,
    en: String,
}

/// Every code and its texts, in the order of the codes.
fn read(data: &Path) -> Result<BTreeMap<String, Texts>, DataError> {
    let mut all: BTreeMap<String, Texts> = BTreeMap::new();
    for entry in fs::read_dir(data.join("messages"))? {
        let path = entry?.path();
        let file = path.display().to_string();
        let read: BTreeMap<String, Texts> = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| DataError::Toml { file, error })?;
        for (code, texts) in read {
            check_french(&code, &texts.fr)?;
            if all.insert(code.clone(), texts).is_some() {
                return Err(DataError::Row(format!("message `{code}` stands in two files")));
            }
        }
    }
    Ok(all)
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let all = read(data)?;
    let mut out = header("data/messages/*.toml");
    out.push_str("use crate::message::Message;\n\n#[rustfmt::skip]\npub(crate) static MESSAGES: &[Message] = &[\n");
    for (code, Texts { fr, en }) in all {
        let [code, fr, en] = [&code, &fr, &en].map(|text| literal(text));
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "    Message {{ code: {code}, fr: {fr}, en: {en} }},");
    }
    out.push_str("];\n");
    Ok(out)
}

/// The texts as a page to read: a table for each room, no-break spaces shown as `⍽`.
pub(crate) fn page(data: &Path) -> Result<String, DataError> {
    let mut out = String::from(
        "# Texts\n\n\
         Generated from `ent-core/data/messages/*.toml` by ent-datagen; do not edit. A no-break space\n\
         is shown as `⍽`, a value that is filled in as `{name}`.\n\n\
         <!-- typos:off -->\n",
    );
    let mut last = String::new();
    for (code, Texts { fr, en }) in read(data)? {
        let room = code.split_once('/').map_or(code.as_str(), |(room, _)| room);
        if room != last {
            let _ = write!(out, "\n## {room}\n\n| code | French | English |\n|---|---|---|\n");
            room.clone_into(&mut last);
        }
        let [fr, en] = [&fr, &en].map(|text| cell(text));
        let _ = writeln!(out, "| `{code}` | {fr} | {en} |");
    }
    out.push_str("\n<!-- typos:on -->\n");
    Ok(out)
}

/// `text` in a table, on one line.
fn cell(text: &str) -> String {
    let shown = text.replace(['\u{a0}', '\u{202f}'], "⍽");
    shown.replace('|', "\\|").replace(['\r', '\n'], " ")
}

/// Refuses a French text without the no-break space before `: ; ? !` and inside « », or with a
/// straight apostrophe.
fn check_french(code: &str, text: &str) -> Result<(), DataError> {
    const WRONG: &[&str] = &[" :", " ;", " ?", " !", "« ", " »", "'"];
    match WRONG.iter().find(|wrong| text.contains(**wrong)) {
        Some(wrong) => Err(DataError::Row(format!("message `{code}`: `{wrong}` in French"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_in_their_row() {
        assert_eq!(cell("a\u{a0}: b | c\nd"), "a⍽: b \\| c d");
    }

    #[test]
    fn french_texts_have_no_break_spaces_and_curved_apostrophes() {
        let table = [
            ("Saisissez un nom\u{a0}: d’abord le vôtre.", true),
            ("Le réglage «\u{a0}{field}\u{a0}»", true),
            ("Deux points : ici", false),
            ("Et ; là", false),
            ("Qui ?", false),
            ("Déjà !", false),
            ("Le réglage « {field}\u{a0}»", false),
            ("Le réglage «\u{a0}{field} »", false),
            ("L'adresse", false),
        ];
        for (text, right) in table {
            assert_eq!(check_french("room/reason", text).is_ok(), right, "{text}");
        }
    }
}

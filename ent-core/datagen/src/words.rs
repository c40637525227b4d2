//! `data/words/*.txt` → `ent-auth/src/tables/words.fst` and `words.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::DataError;
use crate::rust::header;

/// A list: its file, the variant of `ListedKind` that it is, and whether the most frequent entry
/// stands first.
struct List {
    file: &'static str,
    kind: &'static str,
    ranked: bool,
}

/// Every list, in the order of the variants.
const LISTS: &[List] = &[
    List { file: "common_passwords", kind: "CommonPassword", ranked: true },
    List { file: "keyboard", kind: "Keyboard", ranked: false },
    List { file: "calendar", kind: "Calendar", ranked: false },
    List { file: "clubs", kind: "Club", ranked: false },
    List { file: "school", kind: "School", ranked: false },
    List { file: "first_names", kind: "FirstName", ranked: false },
    List { file: "towns", kind: "Town", ranked: false },
    List { file: "words", kind: "Word", ranked: true },
];

/// Every entry of every list as one automaton. The value of an entry is 8 times the half
/// powers of ten of the guesses that find it, plus the place of its list; of an entry in several lists, that
/// which is found first.
pub(crate) fn automaton(data: &Path) -> Result<Vec<u8>, DataError> {
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    for (list, place) in LISTS.iter().zip(0_u64..) {
        let entries = read(data, list)?;
        for (entry, rank) in entries.iter().zip(1_usize..) {
            let guesses = if list.ranked { rank } else { entries.len() };
            let value = (half_decades(guesses) << 3) | place;
            all.entry(entry.clone()).and_modify(|old| *old = value.min(*old)).or_insert(value);
        }
    }
    let built = fst::raw::Fst::from_iter_map(all).map_err(|why| DataError::Row(why.to_string()))?;
    Ok(built.into_inner())
}

/// The kinds in the order of their places.
pub(crate) fn kinds(data: &Path) -> Result<String, DataError> {
    let mut out = header("ent-core/data/words/*.txt");
    out.push_str(
        "use crate::password::ListedKind;\n\n\
         /// Kinds by the place that an entry gives.\n\
         #[rustfmt::skip]\npub(crate) static KINDS: &[ListedKind] = &[\n",
    );
    for list in LISTS {
        let count = read(data, list)?.len();
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "    ListedKind::{}, // {count} entries", list.kind);
    }
    out.push_str(
        "];\n\n/// The entries as an automaton.\n\
         pub(crate) static AUTOMATON: &[u8] = include_bytes!(\"words.fst\");\n",
    );
    Ok(out)
}

/// The entries of a list, in order; a line with `#` is a comment.
fn read(data: &Path, list: &List) -> Result<Vec<String>, DataError> {
    let text = fs::read_to_string(data.join("words").join(list.file).with_extension("txt"))?;
    let mut seen = BTreeMap::new();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    for (entry, number) in lines.zip(1_usize..) {
        let row =
            |why: &str| DataError::Row(format!("list `{}`, entry {number}: {why}", list.file));
        if !(3..=24).contains(&entry.len()) {
            return Err(row("an entry has 3 to 24 characters"));
        }
        if !entry.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            return Err(row("an entry is made of a-z and 0-9"));
        }
        if seen.insert(entry.to_owned(), number).is_some() {
            return Err(row("it stands twice"));
        }
    }
    let mut entries: Vec<_> = seen.into_iter().map(|(entry, number)| (number, entry)).collect();
    entries.sort_unstable();
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Half powers of ten that suffice for `guesses`, four at least: an entry of rank 1,000 is found
/// within 10^(6/2) guesses.
fn half_decades(guesses: usize) -> u64 {
    let squared = guesses.saturating_mul(guesses);
    u64::from(squared.saturating_sub(1).checked_ilog10().unwrap_or(0)).saturating_add(1).max(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_decades_suffice_and_one_less_does_not() {
        let table = [(1, 4), (100, 4), (101, 5), (316, 5), (317, 6), (1_000, 6), (21_000, 9)];
        for (guesses, expected) in table {
            assert_eq!(half_decades(guesses), expected, "{guesses}");
        }
    }
}

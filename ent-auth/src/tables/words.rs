// Generated from ent-core/data/words/*.txt by ent-datagen; do not edit.

use crate::password::ListedKind;

/// Kinds by the place that an entry gives.
#[rustfmt::skip]
pub(crate) static KINDS: &[ListedKind] = &[
    ListedKind::CommonPassword, // 6936 entries
    ListedKind::Keyboard, // 350 entries
    ListedKind::Calendar, // 52 entries
    ListedKind::Club, // 160 entries
    ListedKind::School, // 295 entries
    ListedKind::FirstName, // 2276 entries
    ListedKind::Town, // 1244 entries
    ListedKind::Word, // 21000 entries
];

/// The entries as an automaton.
pub(crate) static AUTOMATON: &[u8] = include_bytes!("words.fst");

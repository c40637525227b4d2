//! Runs that no list can hold: one unit again and again, what follows in order, two common
//! passwords joined.

use super::{Found, ListedKind};

/// Fewest letters of a run.
const MIN_RUN: usize = 4;

/// Most letters of a unit that is no listed word.
const MAX_UNIT: usize = 4;

/// Letters from `start` to `end` that are guessed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: usize,
    /// Letter after the last.
    pub(super) end: usize,
    /// Signs that stand for a letter.
    pub(super) signs: u16,
}

/// Every run in `letters`, in which the words `found` stand.
pub(super) fn runs(letters: &[char], found: &[Found]) -> Vec<Run> {
    let mut runs = Vec::new();
    for start in 0..letters.len() {
        let units = (1..=MAX_UNIT).map(|length| repeated(letters, start, length));
        let ends = units.chain([in_order(letters, start, 1), in_order(letters, start, -1)]);
        // What is typed stands for itself, not for a letter that it looks like.
        runs.extend(ends.flatten().map(|end| Run { start, end, signs: 0 }));
    }
    runs.extend(found.iter().filter_map(|word| {
        let length = word.end.checked_sub(word.start)?;
        let end = repeated(letters, word.start, length)?;
        Some(Run { start: word.start, end, signs: word.signs })
    }));
    runs.extend(pairs(found));
    runs.retain(|run| run.end.saturating_sub(run.start) >= MIN_RUN);
    runs
}

/// Where the `length` letters at `start` end that stand at least twice, a beginning of them last.
fn repeated(letters: &[char], start: usize, length: usize) -> Option<usize> {
    let rest = letters.get(start..)?;
    let again = rest.get(length..)?.iter().zip(rest).take_while(|(one, other)| one == other);
    let again = again.count();
    (again >= length).then(|| start.saturating_add(length).saturating_add(again))
}

/// Where the letters or digits end that follow from `start` on, each by one `step` in the alphabet
/// or of the digits, after `9` or before it `0`.
fn in_order(letters: &[char], start: usize, step: i8) -> Option<usize> {
    let next = |c: char| match (c, step) {
        ('9', 1) => Some('0'),
        ('0', -1) => Some('9'),
        ('0'..='9' | 'a'..='z', _) => {
            u8::try_from(c).ok()?.checked_add_signed(step).map(char::from)
        }
        _ => None,
    };
    let rest = letters.get(start..)?;
    let pairs = rest.iter().zip(rest.get(1..)?);
    let follow = pairs.take_while(|(one, other)| next(**one) == Some(**other)).count();
    (follow > 0).then(|| start.saturating_add(follow).saturating_add(1))
}

/// Two common passwords or rows of keys, one after the other.
fn pairs(found: &[Found]) -> impl Iterator<Item = Run> {
    let tried_first = |word: &&Found| {
        matches!(word.kind, ListedKind::CommonPassword | ListedKind::Keyboard)
            && word.end.saturating_sub(word.start) >= MIN_RUN
    };
    found.iter().filter(tried_first).flat_map(move |one| {
        let next = found.iter().filter(tried_first).filter(|other| other.start == one.end);
        next.map(|other| Run {
            start: one.start,
            end: other.end,
            signs: one.signs.saturating_add(other.signs),
        })
    })
}

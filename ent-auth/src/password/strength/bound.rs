//! The guesses of someone who joins words, names, dates and a few characters.
//!
//! zxcvbn adds 10,000 guesses for each part that a password has more, so that a word, a year and a
//! sign (`Soleil2024!`) score 3 whatever the word. Here the guesses of the parts are multiplied,
//! and the cheapest way to make the password counts: an upper bound of what it takes someone who
//! has the lists.

use zeroize::Zeroizing;

use super::dates::Date;
use super::{StrengthLabel, StrengthWarning};
use crate::password::ContextWords;
use crate::password::common::{Found, Letters, listed, readings};

/// Costs are hundredths of a power of ten.
const CHARACTER: u32 = 100;
/// One of the 16 words that are known of the person.
const CONTEXT: u32 = 120;
/// A choice between two or so: reversed or not, a capital first or not, a sign or its letter.
const CHOICE: u32 = 30;

/// A piece of a password that is guessed at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    start: usize,
    /// Place after the last character.
    end: usize,
    cost: u32,
    /// What makes it easy to guess.
    pub(super) warning: StrengthWarning,
    /// Whether it has a capital at one end, or capitals alone.
    pub(super) capitals: bool,
    /// Whether signs stand for letters.
    pub(super) signs: bool,
}

/// The cheapest way to make a password.
#[derive(Debug)]
pub(super) struct Cover {
    cost: u32,
    chosen: Vec<Part>,
}

impl Cover {
    pub(super) const fn label(&self) -> StrengthLabel {
        match self.cost {
            0..300 => StrengthLabel::VeryWeak,
            300..600 => StrengthLabel::Weak,
            600..800 => StrengthLabel::Fair,
            800..1_000 => StrengthLabel::Strong,
            _ => StrengthLabel::VeryStrong,
        }
    }

    pub(super) fn chosen(&self) -> &[Part] {
        &self.chosen
    }

    /// What the person's own words are, else what the longest part is.
    pub(super) fn warning(&self) -> Option<StrengthWarning> {
        let weight = |part: &&Part| {
            let own = part.warning == StrengthWarning::Context;
            (own, part.end.saturating_sub(part.start))
        };
        // Of two as long, `max_by_key` takes the last; the first is the one that people see.
        self.chosen.iter().rev().max_by_key(weight).map(|part| part.warning)
    }
}

/// Every part that `chars` could be made of, beside single characters.
pub(super) fn parts(
    chars: &[char],
    letters: &Letters,
    found: &[Found],
    dates: &[Date],
    words: &ContextWords,
) -> Vec<Part> {
    let mut parts = Vec::new();
    let backwards = letters.reversed();
    for (side, letters, turned) in [(found, letters, 0), (&listed(&backwards), &backwards, CHOICE)]
    {
        let side =
            side.iter().filter(|word| turned == 0 || word.end.saturating_sub(word.start) >= 4);
        for word in side {
            parts.extend(listed_part(chars, letters, word, turned));
        }
        for known in words.parts() {
            let cost = CONTEXT.saturating_add(turned);
            let part = |start| {
                let (end, signs) = spells(letters.as_slice(), start, known)?;
                spelled(chars, letters, (start, end, signs), cost, StrengthWarning::Context)
            };
            parts.extend((0..letters.as_slice().len()).filter_map(part));
        }
    }
    parts.extend(
        dates.iter().map(|date| plain(date.start, date.end, date.cost, StrengthWarning::Date)),
    );
    parts.extend(repeats(chars));
    parts
}

/// The words `found` in the letters without separators, as parts with them.
pub(super) fn joined(chars: &[char], letters: &Letters, found: &[Found]) -> Vec<Part> {
    found.iter().filter_map(|word| listed_part(chars, letters, word, CHOICE)).collect()
}

/// A listed word as a part, with what it `adds` to the guesses that find the entry.
fn listed_part(chars: &[char], letters: &Letters, word: &Found, adds: u32) -> Option<Part> {
    let cost = u32::from(word.half_decades).saturating_mul(50).saturating_add(adds);
    spelled(chars, letters, (word.start, word.end, word.signs), cost, word.kind.into())
}

/// The cheapest way to make `count` characters of `parts` and single characters.
pub(super) fn cover(count: usize, mut parts: Vec<Part>) -> Cover {
    parts.sort_unstable_by_key(|part| (part.end, part.start, part.cost, part.warning));
    // By the number of characters made: the cost, and the last part or a single character.
    let mut best: Vec<(u32, Option<Part>)> = vec![(0, None)];
    for end in 1..=count {
        let cost_to = |place: usize| best.get(place).map_or(u32::MAX, |(cost, _)| *cost);
        let single = (cost_to(end.saturating_sub(1)).saturating_add(CHARACTER), None);
        let from = parts.partition_point(|part| part.end < end);
        let ending = parts.iter().skip(from).take_while(|part| part.end == end);
        let joined =
            ending.map(|part| (cost_to(part.start).saturating_add(part.cost), Some(*part)));
        let cheapest = joined.chain([single]).min_by_key(|(cost, _)| *cost);
        best.push(cheapest.unwrap_or(single));
    }
    let cost = best.last().map_or(0, |(cost, _)| *cost);
    let mut chosen = Vec::new();
    let mut end = count;
    while let Some((_, last)) = best.get(end).filter(|_| end > 0) {
        chosen.extend(*last);
        end = last.map_or(end.saturating_sub(1), |part| part.start);
    }
    chosen.reverse();
    Cover { cost, chosen }
}

fn plain(start: usize, end: usize, cost: u32, warning: StrengthWarning) -> Part {
    Part { start, end, cost, warning, capitals: false, signs: false }
}

/// A word at the letters from `start` to `end`, `signs` of them signs, with the guesses that its
/// capitals and signs add.
fn spelled(
    chars: &[char],
    letters: &Letters,
    (start, end, signs): (usize, usize, u16),
    cost: u32,
    warning: StrengthWarning,
) -> Option<Part> {
    let (start, end) = letters.places(start, end)?;
    let typed = chars.get(start..end)?;
    let upper = typed.iter().filter(|c| c.is_uppercase()).count();
    let lower = typed.iter().filter(|c| c.is_lowercase()).count();
    let at_end = typed.first().is_some_and(|c| c.is_uppercase())
        || typed.last().is_some_and(|c| c.is_uppercase());
    let capitals = upper > 0 && (lower == 0 || upper == 1 && at_end);
    let case = match u32::try_from(upper.min(lower)).unwrap_or(u32::MAX) {
        _ if capitals => CHOICE,
        0 => 0,
        // The ways to choose n of ten letters or so.
        mixed => mixed.saturating_mul(60).saturating_add(40),
    };
    let read = u32::from(signs).saturating_mul(CHOICE);
    let cost = cost.saturating_add(case).saturating_add(read);
    Some(Part { start, end, cost, warning, capitals, signs: signs > 0 })
}

/// Where a known word ends that begins at `start`, and how many signs stand for its letters;
/// characters that are neither letter nor digit may stand inside.
fn spells(letters: &[char], start: usize, known: &str) -> Option<(usize, u16)> {
    let (mut end, mut signs) = (start, 0_u16);
    for letter in known.chars() {
        loop {
            let typed = *letters.get(end)?;
            let read = readings(typed).iter().any(|read| char::from(*read) == letter);
            end = end.saturating_add(1);
            if typed == letter {
                break;
            }
            if read {
                signs = signs.saturating_add(1);
                break;
            }
            if typed.is_alphanumeric() || end == start.saturating_add(1) {
                return None;
            }
        }
    }
    (end > start).then_some((end, signs))
}

/// Runs of one character, and what stands a second time.
fn repeats(chars: &[char]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut folded = Zeroizing::new(Vec::with_capacity(chars.len()));
    folded.extend(chars.iter().filter_map(|c| c.to_lowercase().next()));
    for start in 0..folded.len() {
        let rest = folded.get(start..).unwrap_or_default();
        let run = rest.iter().take_while(|c| Some(*c) == rest.first()).count();
        for length in 3..=run {
            let end = start.saturating_add(length);
            parts.push(plain(
                start,
                end,
                CHARACTER.saturating_add(CHOICE),
                StrengthWarning::Repeat,
            ));
        }
        let before = folded.get(..start).unwrap_or_default();
        let longest = (3..=rest.len().min(start))
            .take_while(|length| {
                rest.get(..*length)
                    .is_some_and(|piece| before.windows(*length).any(|seen| seen == piece))
            })
            .last();
        if let Some(length) = longest {
            let end = start.saturating_add(length);
            parts.push(plain(
                start,
                end,
                CHARACTER.saturating_add(CHOICE),
                StrengthWarning::Repeat,
            ));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::dates;
    use super::*;
    use crate::password::ContextKind;

    fn of(text: &str, words: &[&str]) -> Vec<Part> {
        let chars: Vec<_> = text.chars().collect();
        let letters = Letters::of(chars.iter().copied());
        let mut known = ContextWords::new();
        for word in words {
            known.add(ContextKind::Name, word).unwrap();
        }
        parts(&chars, &letters, &listed(&letters), &dates::found(&chars), &known)
    }

    /// Costs of the parts that make the whole of `text`.
    fn whole(text: &str, words: &[&str]) -> Vec<u32> {
        let count = text.chars().count();
        let all = of(text, words).into_iter();
        all.filter(|part| (part.start, part.end) == (0, count)).map(|part| part.cost).collect()
    }

    #[test]
    fn costs_have_the_labels_of_their_guesses() {
        use StrengthLabel::{Fair, Strong, VeryStrong, VeryWeak, Weak};
        let table = [
            (0, VeryWeak),
            (299, VeryWeak),
            (300, Weak),
            (599, Weak),
            (600, Fair),
            (799, Fair),
            (800, Strong),
            (999, Strong),
            (1_000, VeryStrong),
        ];
        for (cost, label) in table {
            assert_eq!(Cover { cost, chosen: Vec::new() }.label(), label, "{cost}");
        }
    }

    #[test]
    fn capitals_and_signs_add_their_choices() {
        let table = [
            // word, signs, cost, whether its capitals are the usual ones
            ("soleil", 0, 0, false),
            ("Soleil", 0, CHOICE, true),
            ("soleiL", 0, CHOICE, true),
            ("SOLEIL", 0, CHOICE, true),
            ("soLeil", 0, 100, false),
            ("SoLeil", 0, 160, false),
            ("SOLEIl", 0, 100, false),
            ("123456", 0, 0, false),
            ("s0le1l", 2, 2 * CHOICE, false),
            ("S0le1l", 2, 3 * CHOICE, true),
        ];
        for (word, signs, cost, capitals) in table {
            let chars: Vec<_> = word.chars().collect();
            let letters = Letters::of(chars.iter().copied());
            let found = spelled(&chars, &letters, (0, 6, signs), 0, StrengthWarning::Word);
            let warning = StrengthWarning::Word;
            let part = Part { start: 0, end: 6, cost, warning, capitals, signs: signs > 0 };
            assert_eq!(found, Some(part), "{word}");
        }
    }

    #[test]
    fn words_are_found_backwards_from_four_letters_on() {
        let [there, back] = ["soleil", "lielos"].map(|text| whole(text, &[]));
        assert_eq!(back, there.iter().map(|cost| cost + CHOICE).collect::<Vec<_>>());
        assert_eq!((whole("psg", &[]).is_empty(), whole("gsp", &[]).is_empty()), (false, true));
        assert_eq!(whole("xqzvw", &["Xqzvw"]), [CONTEXT]);
        assert_eq!(whole("wvzqx", &["Xqzvw"]), [CONTEXT + CHOICE]);
    }

    #[test]
    fn known_words_are_spelled_by_letters_and_signs() {
        let table = [
            // typed, first letter, known word, its end and signs
            ("zimmer", 0, "zimmer", Some((6, 0))),
            ("z1mm3r", 0, "zimmer", Some((6, 2))),
            ("z-i.mmer", 0, "zimmer", Some((8, 0))),
            ("-zimmer", 0, "zimmer", None),
            ("-zimmer", 1, "zimmer", Some((7, 0))),
            ("zixmer", 0, "zimmer", None),
            ("zi8mmer", 0, "zimmer", None),
            ("zimme", 0, "zimmer", None),
            ("zimmer", 0, "", None),
        ];
        for (typed, start, known, expected) in table {
            let letters: Vec<_> = typed.chars().collect();
            assert_eq!(spells(&letters, start, known), expected, "{typed} {start} {known}");
        }
    }

    #[test]
    fn runs_and_second_times_are_repeats() {
        let table = [
            ("aab", &[][..]),
            ("aaa", &[(0, 3)]),
            ("aaaa", &[(0, 3), (0, 4), (1, 4)]),
            ("abab", &[]),
            ("abcabc", &[(3, 6)]),
            ("AbcaBC", &[(3, 6)]),
            ("abcabcabc", &[(3, 6), (4, 7), (5, 8), (6, 9)]),
            ("abcdxabcd", &[(5, 9), (6, 9)]),
        ];
        for (text, expected) in table {
            let found = repeats(&text.chars().collect::<Vec<_>>());
            let places: Vec<_> = found.iter().map(|part| (part.start, part.end)).collect();
            assert_eq!(places, expected, "{text}");
            assert!(found.iter().all(|part| part.cost == 130), "{text}");
        }
    }

    #[test]
    fn the_cheapest_parts_are_chosen_and_the_longest_is_named() {
        use StrengthWarning::{Club, Context, Town, Word};
        let table = [
            // characters, parts, cost, how many are chosen, warning
            (0, vec![], 0, 0, None),
            (3, vec![], 300, 0, None),
            (7, vec![plain(1, 6, 200, Word)], 400, 1, Some(Word)),
            (3, vec![plain(0, 3, 301, Word)], 300, 0, None),
            (
                6,
                vec![plain(0, 6, 250, Town), plain(0, 3, 100, Word), plain(3, 6, 100, Club)],
                200,
                2,
                Some(Word),
            ),
            (9, vec![plain(0, 3, 100, Word), plain(3, 9, 100, Club)], 200, 2, Some(Club)),
            (9, vec![plain(0, 3, 100, Context), plain(3, 9, 100, Club)], 200, 2, Some(Context)),
        ];
        for (count, parts, cost, chosen, warning) in table {
            let cover = cover(count, parts);
            assert_eq!(
                (cover.cost, cover.chosen().len(), cover.warning()),
                (cost, chosen, warning)
            );
        }
    }
}

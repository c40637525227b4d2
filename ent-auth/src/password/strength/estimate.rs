//! zxcvbn within bounds: a window of characters, a few words, a score and a reason.

use std::cmp::Reverse;

use zeroize::Zeroizing;
use zxcvbn::Score;
use zxcvbn::feedback::Warning;

use super::{StrengthLabel, StrengthWarning, dates};

/// Most words passed on.
const MAX_WORDS: usize = 16;

/// Fewest characters of a word passed on: shorter ones are no easier than any characters.
const MIN_WORD: usize = 4;

/// Fewest characters of a window.
const MIN_WINDOW: usize = 12;

/// Characters that are asked about before all of them: the work grows with the square.
const BEGINNING: usize = 32;

/// Most work of a window: ways to read its signs as letters, times its length squared.
const MAX_WORK: usize = 60_000;

/// Signs that zxcvbn reads as the letter, one row a letter.
const SIGNS: &[&str] = &["4@", "8", "({[<", "3", "69", "1!|", "1|7", "0", "$5", "+7", "%", "2"];

/// What zxcvbn says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) label: StrengthLabel,
    pub(super) warning: Option<StrengthWarning>,
}

/// Asks zxcvbn about `chars`, with the pieces at `places` (end excluded) as words to try first.
///
/// These are pieces of the password, not the lists: zxcvbn puts what it is given in a table for each
/// way to read the signs, and 30,000 words make it 31 times slower. A piece within another adds
/// nothing.
pub(super) fn estimate(chars: &[char], places: impl Iterator<Item = (usize, usize)>) -> Guess {
    let mut shown = Zeroizing::new(chars.to_vec());
    dates::hide(&mut shown);
    let window = window(&shown);
    let places = outermost(places.filter(|(start, end)| end.saturating_sub(*start) >= MIN_WORD));
    // A password is no easier than its beginning.
    let beginning = ask(&shown, window.min(BEGINNING), &places);
    if window <= BEGINNING || beginning.label == StrengthLabel::VeryStrong {
        return beginning;
    }
    ask(&shown, window, &places)
}

/// Asks about the first `window` characters.
fn ask(shown: &[char], window: usize, places: &[(usize, usize)]) -> Guess {
    let text = |(start, end): (usize, usize)| {
        let piece = shown.get(start..end).unwrap_or_default();
        let mut text = Zeroizing::new(String::with_capacity(piece.len().saturating_mul(4)));
        text.extend(piece);
        text
    };
    let inside = places.iter().copied().filter(|(_, end)| *end <= window);
    let words: Vec<_> = inside.take(MAX_WORDS).map(text).collect();
    let words: Vec<_> = words.iter().map(|word| word.as_str()).collect();
    let said = zxcvbn::zxcvbn(&text((0, window)), &words);
    Guess {
        label: match said.score() {
            Score::Zero => StrengthLabel::VeryWeak,
            Score::One => StrengthLabel::Weak,
            Score::Two => StrengthLabel::Fair,
            Score::Three => StrengthLabel::Strong,
            _ => StrengthLabel::VeryStrong,
        },
        warning: said.feedback().and_then(zxcvbn::feedback::Feedback::warning).map(reason),
    }
}

/// How many characters zxcvbn is shown: all, or as many from the first as keep its work within
/// [`MAX_WORK`], twelve at least.
///
/// Its work grows with the square of the length and with the ways to read each sign as a letter,
/// up to 1.8 s for 100 characters.
pub(super) fn window(chars: &[char]) -> usize {
    let fits = |length: &usize| {
        let part = chars.get(..*length).unwrap_or(chars);
        let ways = SIGNS.iter().map(|row| row.chars().filter(|sign| part.contains(sign)).count());
        let shared = ['1', '|', '7'].into_iter().filter(|sign| part.contains(sign)).map(|_| 2);
        let ways = ways.map(|ways| ways.max(1)).chain(shared).fold(1, usize::saturating_mul);
        ways.saturating_mul(length.saturating_mul(*length)) <= MAX_WORK
    };
    let most = chars.len();
    (MIN_WINDOW..=most).rev().find(fits).unwrap_or(MIN_WINDOW.min(most))
}

/// The places that lie within no other, each once, in order.
fn outermost(places: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    let mut places: Vec<_> = places.collect();
    places.sort_unstable_by_key(|(start, end)| (*start, Reverse(*end)));
    let mut reached = 0;
    places.retain(|(_, end)| {
        let further = *end > reached;
        reached = reached.max(*end);
        further
    });
    places
}

const fn reason(warning: Warning) -> StrengthWarning {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess
        | Warning::ShortKeyboardPatternsAreEasyToGuess => StrengthWarning::Keyboard,
        Warning::RepeatsLikeAaaAreEasyToGuess
        | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => StrengthWarning::Repeat,
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword => StrengthWarning::Common,
        Warning::SequencesLikeAbcAreEasyToGuess => StrengthWarning::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => {
            StrengthWarning::Date
        }
        Warning::AWordByItselfIsEasyToGuess => StrengthWarning::Word,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => StrengthWarning::FirstName,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use zxcvbn::matching::patterns::MatchPattern;

    use super::*;

    #[test]
    fn pw2_signs_narrow_the_window_and_words_do_not() {
        let table = [
            ("", 0),
            ("a", 1),
            ("Vacances2026*", 13),
            ("girafe-tournevis-nuage-sabot", 28),
            ("4@8({[<3691!|$5+7%20", 12),
        ];
        for (text, expected) in table {
            let chars: Vec<_> = text.chars().collect();
            assert_eq!(window(&chars), expected, "{text}");
        }
        assert_eq!(window(&['a'; 64]), 64);
    }

    fn label(text: &str, places: &[(usize, usize)]) -> StrengthLabel {
        estimate(&text.chars().collect::<Vec<_>>(), places.iter().copied()).label
    }

    #[test]
    fn scores_are_those_of_zxcvbn() {
        use StrengthLabel::{Fair, Strong, VeryStrong, VeryWeak, Weak};
        let table = [
            ("password", VeryWeak),
            ("zxq7k", Weak),
            ("zxq7kwp", Fair),
            ("zxq7kwpvh", Strong),
            ("zxq7kwpvhjc", VeryStrong),
        ];
        for (text, expected) in table {
            assert_eq!(label(text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn words_at_their_places_are_tried_first() {
        assert_eq!(label("villeurbanne", &[(0, 12)]), StrengthLabel::VeryWeak);
        assert!(label("villeurbanne", &[]) > StrengthLabel::VeryWeak);
    }

    #[test]
    fn what_follows_a_weak_beginning_counts() {
        let (weak, strong) = ("a".repeat(BEGINNING), "kX9$vQ2mZr!eT4&n");
        assert!(label(&weak, &[]) < StrengthLabel::Strong);
        assert_eq!(label(&(weak + strong), &[]), StrengthLabel::VeryStrong);
    }

    #[test]
    fn only_the_outermost_pieces_are_passed_on() {
        let places = [(3, 6), (0, 4), (0, 8), (2, 5), (4, 9), (0, 8)];
        assert_eq!(outermost(places.into_iter()), [(0, 8), (4, 9)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn pw2_the_work_of_the_window_is_bounded(text in "[4@8({<3691!|0$5+7%2a-e]{0,64}") {
            let chars: Vec<_> = text.chars().collect();
            let window = window(&chars);
            prop_assert!(window <= chars.len() && window >= chars.len().min(MIN_WINDOW));
            let part = &chars[..window];
            let present = |row: &&str| row.chars().filter(|sign| part.contains(sign)).count();
            let ways: usize = SIGNS.iter().map(|row| present(row).max(1)).product();
            let shared = u32::try_from(present(&"1|7")).unwrap();
            let work = ways.saturating_mul(2_usize.pow(shared)).saturating_mul(window.pow(2));
            prop_assert!(window == MIN_WINDOW || work <= MAX_WORK);
        }

        #[test]
        fn the_clock_is_not_asked(text in "[0-9/. -]{0,16}|[a-z]{0,4}[0-9]{1,4}[-/._ ]?[0-9]{1,2}[-/._ ]?[0-9]{1,4}") {
            let mut chars: Vec<_> = text.chars().collect();
            dates::hide(&mut chars);
            let said = zxcvbn::zxcvbn(&chars.iter().collect::<String>(), &[]);
            let clock = said.sequence().iter().any(|part| {
                matches!(part.pattern, MatchPattern::Date(_) | MatchPattern::Regex(_))
            });
            prop_assert!(!clock, "{}", text);
        }
    }
}

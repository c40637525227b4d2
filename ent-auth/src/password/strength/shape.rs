//! The shape that people give a password: a word, a year, a sign.

use ent_core::text::fold_into;
use zeroize::Zeroizing;

use super::dates::Date;
use super::is_separator;

/// Letters of a word or of two names joined; more are a phrase.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=14;

/// Most digits beside a word and its date, if any.
const DIGITS: usize = 2;

/// Most signs beside a word.
const SIGNS: usize = 3;

/// Most consonants that follow each other in a word.
const CONSONANTS: usize = 4;

/// Whether `chars` are one word, as people write it, with a date or one to two digits and few
/// signs around it.
///
/// Such a word may be a surname, a brand or a game of this year, in no list. Letters that nobody
/// could say are none without a date: a random password has no such shape.
pub(super) fn is_word_with_a_date(chars: &[char], dates: &[Date]) -> bool {
    let kept: Vec<_> = chars.iter().enumerate().filter(|(_, c)| !is_separator(**c)).collect();
    let is_letter = |(_, c): &(usize, &char)| c.is_alphabetic();
    let Some(start) = kept.iter().position(is_letter) else {
        return false;
    };
    let end = kept.iter().rposition(is_letter).map_or(start, |last| last.saturating_add(1));
    let (before, rest) = kept.split_at_checked(start).unwrap_or_default();
    let (typed, after) = rest.split_at_checked(end.saturating_sub(start)).unwrap_or_default();
    let mut letters = Zeroizing::new(Vec::with_capacity(typed.len()));
    letters.extend(typed.iter().map(|(_, c)| **c));
    let word = LETTERS.contains(&letters.len())
        && letters.iter().all(|c| c.is_alphabetic())
        && is_cased(&letters);
    let fits = |date: Option<&Date>| {
        let is_in = |place: &usize| date.is_some_and(|date| (date.start..date.end).contains(place));
        let left = || before.iter().chain(after).filter(|(place, _)| !is_in(place));
        let digits = left().filter(|(_, c)| c.is_numeric()).count();
        let signs = left().count().saturating_sub(digits);
        (date.is_some() || digits > 0) && signs <= SIGNS && digits <= DIGITS
    };
    let with_date = || dates.iter().any(|date| fits(Some(date)));
    word && (can_be_said(&letters) && fits(None) || with_date())
}

/// Whether vowels stand in `word` often enough for people to say it.
fn can_be_said(word: &[char]) -> bool {
    let mut folded = Zeroizing::new(String::with_capacity(word.len().saturating_mul(3)));
    let mut one = [0; 4];
    for c in word {
        fold_into(c.encode_utf8(&mut one), &mut folded);
    }
    let vowel = |c: char| !c.is_ascii() || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    folded.contains(vowel) && folded.split(vowel).all(|run| run.chars().count() <= CONSONANTS)
}

/// Whether the capitals of `word` are all of it, or stand at the beginning of one or two words.
fn is_cased(word: &[char]) -> bool {
    let capitals = word.iter().filter(|c| c.is_uppercase()).count();
    let inside = word.iter().zip(word.iter().skip(1)).zip(word.iter().skip(2));
    let begins = inside.filter(|((before, c), after)| {
        before.is_lowercase() && c.is_uppercase() && after.is_lowercase()
    });
    let first = usize::from(word.first().is_some_and(|c| c.is_uppercase()));
    let begins = begins.count();
    capitals == word.len() || begins <= 1 && capitals == first.saturating_add(begins)
}

#[cfg(test)]
mod tests {
    use super::super::dates;
    use super::*;

    #[test]
    fn a_word_a_date_and_signs_are_one_shape() {
        let table = [
            ("Pommier2026!", true),
            ("pommier2026", true),
            ("POMMIER2026!!", true),
            ("Pommier2026!!!", true),
            ("Pommier2026!!!!", false),
            ("Le Pommier 2026 !", true),
            ("Kylian-Mbappe10!", true),
            ("1Cassoulet2026!", true),
            ("Schwarzenegger7!", true),
            ("pommier", false),
            ("xkqjvhwzmtpb7", false),
            ("xkqjvhwzmtpbrc", false),
            ("!2026Pommier", true),
            ("Pommier-2026!", true),
            ("Pommier1!", true),
            ("Pommier69*", true),
            ("Pommier693*", false),
            ("Pommier8317!", false),
            ("Léo15032012!", true),
            ("Leo15/03/2012!", true),
            ("JeanMoulin2026!", true),
            ("VictorHugo1!", true),
            ("ToutEnUnDe2026!", false),
            ("pOmmier2026!", true),
            ("pommieR2026!", false),
            ("Pom2026mier!", false),
            ("Pom-mier2026!", true),
            ("girafetournevisnuage2026!", false),
            ("P2026!", false),
            ("2026!", false),
            ("", false),
        ];
        for (text, expected) in table {
            let chars: Vec<_> = text.chars().collect();
            assert_eq!(is_word_with_a_date(&chars, &dates::found(&chars)), expected, "{text}");
        }
    }
}

//! The shape that people give a password: a word, a year, a sign.

use super::dates::Date;

/// Letters of a word or of two names joined; more are a phrase.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=14;

/// Most digits beside a word that has no date.
const DIGITS: usize = 2;

/// Most signs beside a word.
const SIGNS: usize = 2;

/// Whether `chars` are one word, as people write it, with a date or two digits and two signs at
/// most around it.
///
/// Such a word may be a surname, a brand or a game of this year, in no list.
pub(super) fn is_word_with_a_date(chars: &[char], dates: &[Date]) -> bool {
    let is_letter = |c: &char| c.is_alphabetic();
    let Some(start) = chars.iter().position(is_letter) else {
        return false;
    };
    let end = chars.iter().rposition(is_letter).map_or(start, |last| last.saturating_add(1));
    let word = chars.get(start..end).unwrap_or_default();
    if !LETTERS.contains(&word.len()) || !word.iter().all(is_letter) || !is_cased(word) {
        return false;
    }
    let beside = |date: Option<&Date>| {
        let places = (0..chars.len()).filter(|place| !(start..end).contains(place));
        let left =
            places.filter(|place| !date.is_some_and(|date| (date.start..date.end).contains(place)));
        let (mut digits, mut signs) = (0_usize, 0_usize);
        for c in left.filter_map(|place| chars.get(place)) {
            let count = if c.is_numeric() { &mut digits } else { &mut signs };
            *count = count.saturating_add(1);
        }
        (digits, signs)
    };
    let fits = |date: Option<&Date>| {
        let (digits, signs) = beside(date);
        signs <= SIGNS && digits <= if date.is_some() { 0 } else { DIGITS }
    };
    fits(None) || dates.iter().any(|date| fits(Some(date)))
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
            ("Pommier2026!!!", false),
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
            ("ToutEnUn2026!", false),
            ("pOmmier2026!", true),
            ("pommieR2026!", false),
            ("Pom2026mier!", false),
            ("Pom-mier2026!", false),
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

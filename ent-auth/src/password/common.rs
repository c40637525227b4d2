//! Listed words in a password, and passwords that are nothing but one.
//!
//! The lists are `ent-core/data/words/*.txt`: common passwords, French words, first names, towns,
//! words of schools and of ENTs, rows and walks of the keyboard, months and seasons, clubs.

mod runs;

use fst::raw::{Fst, Output};
use zeroize::Zeroizing;

use ent_core::text::{fold_into, usual_width};

use self::runs::Run;
use super::PreparedPassword;
use crate::tables::words::{AUTOMATON, KINDS};

/// List in which a word stands; of several, that in which it is found first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ListedKind {
    /// A password of published lists of common ones.
    CommonPassword,
    /// A row or walk of keys.
    Keyboard,
    /// A month, a day, a season or a feast.
    Calendar,
    /// A club, a sport or a player.
    Club,
    /// A word of schools, the name of a portal or of one of its tools.
    School,
    /// A first name.
    FirstName,
    /// A town, a department or a region.
    Town,
    /// Any other French word.
    Word,
}

/// Most characters of a password that are looked at.
pub(super) const MAX_CHARS: usize = 64;

/// Most characters that may stand around a word for the whole to be the word.
const MAX_AROUND: usize = 10;

/// Whether the password is a listed word and no more: in a blocklist of whole passwords
/// (ASVS 6.2.4, NIST SP 800-63B-4 §3.1.1.2).
///
/// Exactly: case and accents are folded, and [separators](is_separator) left out; then some run of
/// characters spells an entry, letter by letter or by a sign that looks like the letter (`4` and
/// `@` for `a`), or is an entry or at most four characters again and again, or two common
/// passwords or rows of keys, or letters or digits in their order; at most ten characters stand
/// before and after it together, none of them a letter; and the run holds a letter as typed, every
/// second character where others stand around it, or it is one of digits and none stands beside
/// it, or of signs and nothing does. So are separators alone. A password of more than 64 characters
/// never is.
pub(crate) fn is_common(password: &PreparedPassword) -> bool {
    let text = password.expose_secret();
    if text.is_empty() || text.chars().count() > MAX_CHARS {
        return false;
    }
    let letters = Letters::joined(text.chars());
    is_nothing_else(&letters, &listed(&letters))
}

/// As [`is_common`], by the letters [`joined`](Letters::joined) and the words in them.
pub(super) fn is_nothing_else(letters: &Letters, found: &[Found]) -> bool {
    let all = letters.as_slice();
    let words =
        found.iter().map(|word| Run { start: word.start, end: word.end, signs: word.signs });
    let mut runs = words.chain(runs::runs(all, found));
    all.is_empty() || runs.any(|run| stands_alone(all, run))
}

fn stands_alone(all: &[char], run: Run) -> bool {
    let (before, rest) = all.split_at_checked(run.start).unwrap_or((all, &[]));
    let (typed, after) =
        rest.split_at_checked(run.end.saturating_sub(run.start)).unwrap_or((rest, &[]));
    let mut around = before.iter().chain(after);
    let letters = typed.iter().filter(|c| c.is_alphabetic()).count();
    let alone = if letters > 0 {
        // Of a word that is mostly signs, what stands around makes a random password.
        let spelled = letters.saturating_mul(2) >= typed.len();
        (spelled || before.is_empty() && after.is_empty()) && around.all(|c| !c.is_alphabetic())
    } else if typed.iter().any(|c| c.is_alphanumeric()) {
        run.signs == 0 && around.all(|c| !c.is_alphanumeric())
    } else {
        around.next().is_none()
    };
    alone && before.len().saturating_add(after.len()) <= MAX_AROUND
}

/// What people put between words.
pub(super) const fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | ';' | '/' | '\'' | '’')
}

/// Folded characters of a password, each with the place of the character it comes from.
pub(super) struct Letters {
    folded: Zeroizing<Vec<char>>,
    /// INVARIANT: as long as `folded`, never falling.
    at: Vec<usize>,
}

impl Letters {
    /// Folds characters one by one; what is neither letter nor digit stays as it is.
    pub(super) fn of(chars: impl Iterator<Item = char>) -> Self {
        Self::at(chars.enumerate())
    }

    /// As [`of`](Self::of), without the separators.
    pub(super) fn joined(chars: impl Iterator<Item = char>) -> Self {
        Self::at(chars.enumerate().filter(|(_, c)| !is_separator(*c)))
    }

    fn at(chars: impl Iterator<Item = (usize, char)>) -> Self {
        // No character folds to more than three letters, so that the buffer never grows.
        let mut folded = Zeroizing::new(Vec::with_capacity(MAX_CHARS.saturating_mul(3)));
        let mut at = Vec::with_capacity(MAX_CHARS.saturating_mul(3));
        let mut one = Zeroizing::new(String::with_capacity(16));
        for (place, c) in chars.take(MAX_CHARS) {
            let c = usual_width(c);
            one.clear();
            if c.is_ascii() {
                one.push(c.to_ascii_lowercase());
            } else if c.is_alphanumeric() {
                fold_into(c.encode_utf8(&mut [0; 4]), &mut one);
            } else {
                one.push(c);
            }
            for letter in one.chars() {
                folded.push(letter);
                at.push(place);
            }
        }
        Self { folded, at }
    }

    /// The same letters from last to first.
    pub(super) fn reversed(&self) -> Self {
        let mut folded = Zeroizing::new(Vec::with_capacity(self.folded.len()));
        folded.extend(self.folded.iter().rev());
        Self { folded, at: self.at.iter().rev().copied().collect() }
    }

    pub(super) fn as_slice(&self) -> &[char] {
        &self.folded
    }

    /// Places, end excluded, of the characters that the letters from `start` to `end` come from.
    pub(super) fn places(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let one = *self.at.get(start)?;
        let other = *self.at.get(end.checked_sub(1)?)?;
        Some((one.min(other), one.max(other).saturating_add(1)))
    }
}

/// A listed word in [`Letters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// First letter.
    pub(super) start: usize,
    /// Letter after the last.
    pub(super) end: usize,
    pub(super) kind: ListedKind,
    /// Half powers of ten of the guesses that find the entry.
    pub(super) half_decades: u16,
    /// Signs that stand for a letter.
    pub(super) signs: u16,
}

/// Every listed word in `letters`, by one walk of the automaton from each letter.
///
/// A sign that looks like a letter is tried as both. The walk ends where no entry goes on, so that
/// a password of signs alone costs a few hundred steps.
pub(super) fn listed(letters: &Letters) -> Vec<Found> {
    let mut found = Vec::new();
    let Ok(automaton) = Fst::new(AUTOMATON) else {
        return found;
    };
    let all = letters.as_slice();
    let mut open = Vec::new();
    for start in 0..all.len() {
        open.push((automaton.root().addr(), start, Output::zero(), 0_u16));
        while let Some((node, end, value, signs)) = open.pop() {
            let node = automaton.node(node);
            if node.is_final() {
                let value = value.cat(node.final_output()).value();
                let place = usize::try_from(value & 7).unwrap_or_default();
                if let Some(kind) = KINDS.get(place) {
                    let half_decades = u16::try_from(value >> 3).unwrap_or(u16::MAX);
                    found.push(Found { start, end, kind: *kind, half_decades, signs });
                }
            }
            let Some(letter) = all.get(end) else {
                continue;
            };
            let own = u8::try_from(*letter).ok().map(|letter| (letter, 0));
            let read = readings(*letter).iter().map(|letter| (*letter, 1));
            for (letter, sign) in own.into_iter().chain(read) {
                if let Some(at) = node.find_input(letter) {
                    let next = node.transition(at);
                    open.push((
                        next.addr,
                        end.saturating_add(1),
                        value.cat(next.out),
                        signs.saturating_add(sign),
                    ));
                }
            }
        }
    }
    found
}

/// Letters that a sign may stand for.
pub(super) const fn readings(sign: char) -> &'static [u8] {
    match sign {
        '4' | '@' => b"a",
        '8' => b"b",
        '(' | '[' | '{' | '<' => b"c",
        '3' | '€' => b"e",
        '6' | '9' => b"g",
        '1' | '!' | '|' => b"il",
        '0' => b"o",
        '5' | '$' => b"s",
        '7' => b"lt",
        '+' => b"t",
        '%' => b"x",
        '2' => b"z",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn common(text: &str) -> bool {
        is_common(&PreparedPassword::from_text(text).unwrap())
    }

    fn kinds(text: &str) -> Vec<ListedKind> {
        let letters = Letters::of(text.chars());
        let whole = (0, letters.as_slice().len());
        let found = listed(&letters).into_iter().filter(|found| (found.start, found.end) == whole);
        found.map(|found| found.kind).collect()
    }

    #[test]
    fn the_lists_are_read() {
        let automaton = Fst::new(AUTOMATON).unwrap();
        automaton.verify().unwrap();
        assert!(automaton.len() > 25_000);
        let eight = automaton.stream().into_byte_vec();
        let passwords =
            eight.iter().filter(|(entry, value)| entry.len() >= 8 && value.trailing_zeros() >= 3);
        assert!(passwords.count() >= 3_000, "ASVS 6.2.4");
    }

    #[test]
    fn pw5_whole_passwords_are_refused() {
        let table = [
            // a listed word
            ("password", true),
            ("motdepasse", true),
            ("Mot de passe", true),
            ("mot-de-passe!", true),
            ("azertyuiop", true),
            ("QSDFGHJKLM", true),
            ("wqaxszcde", true),
            // between digits and signs
            ("Vacances2026*", true),
            ("2013Soleil!", true),
            ("École2026!", true),
            ("E\u{301}cole2026!", true),
            ("maclasse69", true),
            ("EduConnect1!", true),
            ("Léa2013!", true),
            // by signs
            ("S0l31l2024!", true),
            ("p@ssw0rd", true),
            ("B0nj0ur1!", true),
            ("m4r$31lle13", true),
            // digits alone
            ("12345678", true),
            ("!123456789!", true),
            ("82711234", false),
            ("501311992!", false),
            // more than one word
            ("SoleilBleu12", false),
            ("PSGparis75", false),
            ("xSoleil2024!", false),
            ("Soleil2024!x", false),
            // too much around it
            ("soleil2024!!%%##", true),
            ("soleil2024!!%%##!", false),
            // one unit again and again
            ("!!!!!!!!", true),
            ("?!*!*?*!", false),
            ("               ", true),
            ("aaaaaaaaaaaaaaa", true),
            (&"\u{200B}".repeat(15), true),
            ("abababababababa", true),
            ("123123123123123!", true),
            ("passwordpassword", true),
            ("MotDePasse-motdepasse", true),
            ("soleilsoleilsol", true),
            ("kX9$vQ2mkX9$vQ2m", false),
            ("aaa!48293", false),
            // in order
            ("123456789012345", true),
            ("0987654321098765", true),
            ("abcdefghijklmno", true),
            ("Zyxwvuts2026!", true),
            ("abf48293", false),
            // two common passwords
            ("azertyuiopqsdfg", true),
            ("motdepassebonjour1!", true),
            ("p@ssw0rdazerty", true),
            ("azertyxqsdfg", false),
            // mostly signs, between others
            ("9?921a$8#*&9", false),
            ("mot/de/passe/1", true),
            ("ｐ＠ｓｓｗ０ｒｄ", true),
            // no word at all
            ("", false),
            ("kX9$vQ2mZr", false),
            ("日本語文字列", false),
        ];
        for (text, expected) in table {
            assert_eq!(common(text), expected, "{text}");
        }
        assert!(common(&format!("soleil{}", "-".repeat(58))), "64 characters");
        assert!(!common(&format!("soleil{}", "-".repeat(59))), "more than 64 characters");
    }

    #[test]
    fn pw5_every_sign_is_read_as_its_letters() {
        let table = [
            // sign, words in which it stands for a letter
            ('4', &["v4cances"][..]),
            ('@', &["v@cances"]),
            ('8', &["8onjour"]),
            ('(', &["va(ances"]),
            ('[', &["va[ances"]),
            ('{', &["va{ances"]),
            ('<', &["va<ances"]),
            ('3', &["sol3il"]),
            ('€', &["sol€il"]),
            ('6', &["6irondins"]),
            ('9', &["9irondins"]),
            ('1', &["sole1l", "so1eil"]),
            ('!', &["sole!l", "so!eil"]),
            ('|', &["sole|l", "so|eil"]),
            ('0', &["s0leil"]),
            ('5', &["5oleil"]),
            ('$', &["$oleil"]),
            ('7', &["so7eil", "mo7depasse"]),
            ('+', &["mo+depasse"]),
            ('%', &["bordeau%"]),
            ('2', &["a2ertyuiop"]),
        ];
        for (sign, words) in table {
            assert_eq!(readings(sign).len(), words.len(), "{sign}");
            assert!(words.iter().all(|word| common(word)), "{words:?}");
        }
        assert!(readings('a').is_empty());
    }

    #[test]
    fn every_list_is_found() {
        let table = [
            ("bonjour", ListedKind::CommonPassword),
            ("azertyuio", ListedKind::Keyboard),
            ("toussaint", ListedKind::Calendar),
            ("girondins", ListedKind::Club),
            ("pronote", ListedKind::School),
            ("maiwenn", ListedKind::FirstName),
            ("villeurbanne", ListedKind::Town),
            ("arbitre", ListedKind::Word),
        ];
        for (word, kind) in table {
            assert!(kinds(word).contains(&kind), "{word}: {:?}", kinds(word));
        }
    }

    #[test]
    fn places_are_those_of_the_characters_typed() {
        let letters = Letters::of("xŒuvre".chars());
        assert_eq!(letters.as_slice(), ['x', 'o', 'e', 'u', 'v', 'r', 'e']);
        assert_eq!(letters.places(1, 7), Some((1, 6)));
        assert_eq!(letters.reversed().places(0, 6), Some((1, 6)));
        assert_eq!(letters.places(0, 0), None);
        assert_eq!(letters.places(0, 8), None);
    }

    #[test]
    fn a_password_of_signs_alone_ends() {
        for sign in "4@8([{<3691!|05$7+%2".chars() {
            let text = sign.to_string().repeat(MAX_CHARS);
            assert!(listed(&Letters::of(text.chars())).len() < 1_000, "{sign}");
        }
    }

    #[test]
    fn no_character_outgrows_the_buffer() {
        for c in '\0'..=char::MAX {
            let letters = Letters::of([c].into_iter());
            assert!(letters.folded.len() <= 3, "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn pw5_case_and_what_stands_around_change_nothing(
            word in "soleil|vacances|marseille|pronote|juliette",
            upper in any::<u32>(),
            before in "[0-9!?*]{0,4}",
            after in "[0-9!?*]{0,6}",
        ) {
            let cased = word.chars().enumerate().map(|(at, c)| {
                if upper >> at & 1 == 1 { c.to_ascii_uppercase() } else { c }
            });
            prop_assert!(common(&format!("{before}{}{after}", cased.collect::<String>())), "{}", word);
        }

        #[test]
        fn any_text_is_walked(text in "\\PC{0,80}|[4@8({<3691!|0$5+7%2]{0,64}") {
            let letters = Letters::of(text.chars());
            let count = letters.as_slice().len();
            for found in listed(&letters) {
                prop_assert!(found.start < found.end && found.end <= count);
            }
            common(&text);
        }
    }
}

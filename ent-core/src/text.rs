//! Normal form, comparison form and the refusal of characters nobody can see.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use crate::Coded;

/// `text` in Unicode normal form C, the form in which the suite stores every text.
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Form in which names are compared: no case, no accents, ligatures opened, every run of
/// anything but letters and digits becomes one space, full-width characters are the
/// usual ones.
///
/// ```
/// use ent_core::text::fold;
///
/// assert_eq!(fold("  Anne-Zoé  LE NOËL "), "anne zoe le noel");
/// assert_eq!(fold("Œuvrard"), "oeuvrard");
/// assert_eq!(fold("Đinh Ｚｏé"), "dinh zoe");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded.trim().to_owned()
}

/// Appends the comparison form of `text` to a buffer of the caller, such as one that is wiped;
/// a space at either end stays.
///
/// Five times the bytes of `text` always suffice: a decomposed character is at most three times
/// longer, a lower-case one half again.
pub fn fold_into(text: &str, folded: &mut String) {
    let letters = text
        .chars()
        .map(usual_width)
        .nfd()
        .filter(|c| canonical_combining_class(*c) == 0 && !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c));
    for letter in letters {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ŋ' => folded.push('n'),
            'ø' => folded.push('o'),
            'ŧ' => folded.push('t'),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
}

/// The usual form of a full-width sign, letter or digit; any other character as it is.
///
/// ```
/// use ent_core::text::usual_width;
///
/// assert_eq!("２Ａ！é".chars().map(usual_width).collect::<String>(), "2A!é");
/// ```
#[must_use]
pub fn usual_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        _ => c,
    }
}

/// Refuses control, invisible and direction-changing characters.
///
/// ```
/// use ent_core::text::{TextError, check_visible};
///
/// assert_eq!(check_visible("Zoé d’Arc"), Ok(()));
/// assert_eq!(check_visible("Zo\u{202E}é"), Err(TextError::Invisible));
/// ```
///
/// # Errors
///
/// [`TextError::Control`] or [`TextError::Invisible`], by the first such character.
pub fn check_visible(text: &str) -> Result<(), TextError> {
    for c in text.chars() {
        if c.is_control() {
            return Err(TextError::Control);
        }
        if is_invisible(c) {
            return Err(TextError::Invisible);
        }
    }
    Ok(())
}

/// Whether `c` shows nothing or changes the direction of what follows (Unicode default-ignorable
/// code points, line and paragraph separators, bidirectional controls).
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Why a text cannot be shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// A control character, such as a tab, a line end or NUL.
    #[error("text holds a control character")]
    Control,
    /// An invisible or direction-changing character.
    #[error("text holds an invisible character")]
    Invisible,
}

impl Coded for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::Control => "text/control",
            Self::Invisible => "text/invisible",
        }
    }
}

/// A cell of a table that no spreadsheet computes: one that begins like a formula gets an
/// apostrophe before it (OWASP, CSV injection). Quoting is left to whoever writes the table.
///
/// ```
/// use ent_core::text::inert_cell;
///
/// assert_eq!(inert_cell("=1+1".to_owned()), "'=1+1");
/// assert_eq!(inert_cell("1+1".to_owned()), "1+1");
/// ```
#[must_use]
pub fn inert_cell(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_are_the_same_fold_alike() {
        let cases = [
            // one spelling, another of the same name
            ("Zoé", "ZOE\u{301}"),
            ("Jean-Pierre", "JEAN PIERRE"),
            ("D’Arc", "d'arc"),
            ("Lætitia", "LAETITIA"),
            ("Straße", "STRASSE"),
            ("İnci", "inci"),
        ];
        for (one, other) in cases {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
        assert_ne!(fold("Ann"), fold("Joanna"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn nfc_twice_changes_nothing(text in ".{0,40}") {
            prop_assert_eq!(nfc(&nfc(&text)), nfc(&text));
        }
    }
}

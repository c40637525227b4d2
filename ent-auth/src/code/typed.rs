//! A one-time code as a person types it.

use ent_core::Coded;
use ent_core::text::{is_invisible, usual_width};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::SecretText;

/// Longest input that is looked at, in bytes.
const MAX_BYTES: usize = 64;

/// A one-time code as typed: 4 to 10 digits, whatever the spaces, dashes, line ends and
/// invisible marks between them.
///
/// Full-width digits count as digits. Reading the same text twice gives the same code, so that
/// no spelling of a code is a second guess.
///
/// ```
/// use ent_auth::code::{CodeError, TypedCode};
///
/// assert!(TypedCode::parse("1234 56-78").is_ok());
/// assert_eq!(TypedCode::parse("  ").unwrap_err(), CodeError::Empty);
/// assert_eq!(TypedCode::parse("12ab").unwrap_err(), CodeError::Format);
/// ```
#[derive(Debug)]
pub struct TypedCode {
    digits: SecretText,
}

impl TypedCode {
    /// Reads what a person typed.
    ///
    /// # Errors
    ///
    /// [`CodeError::Empty`] without any digit or letter, [`CodeError::Format`] when anything but
    /// digits and what may stand between them is in it, or too few or too many digits.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let mut digits =
            strip(text, |c| c.is_ascii_digit().then_some(c)).ok_or(CodeError::Format)?;
        match digits.len() {
            0 => Err(CodeError::Empty),
            4..=10 => Ok(Self { digits: SecretText::new(std::mem::take(&mut digits)) }),
            _ => Err(CodeError::Format),
        }
    }

    pub(super) fn digits(&self) -> &str {
        self.digits.expose_secret()
    }
}

/// [`strip_within`] the 64 bytes of a one-time code.
pub(crate) fn strip(text: &str, read: impl Fn(char) -> Option<char>) -> Option<Zeroizing<String>> {
    strip_within(MAX_BYTES, text, read)
}

/// `text` without what may stand between its characters, each of which `read` turns into what it
/// stands for; full-width characters count as plain ones. `None` when one is refused or the text is
/// longer than `most` bytes.
pub(crate) fn strip_within(
    most: usize,
    text: &str,
    read: impl Fn(char) -> Option<char>,
) -> Option<Zeroizing<String>> {
    if text.len() > most {
        return None;
    }
    // Room for all, so that no copy of a secret is left behind.
    let mut kept = Zeroizing::new(String::with_capacity(text.len()));
    for c in text.chars().filter(|c| !is_between(*c)) {
        kept.push(read(usual_width(c))?);
    }
    Some(kept)
}

/// Whether `c` may stand between characters that are typed: a space, a dash, the end of a pasted
/// line, or a mark that nobody sees and that comes with what is pasted.
const fn is_between(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}'
        | '\u{205F}' | '\u{3000}' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}'
        | '\u{FE63}' | '\u{FF0D}')
        || is_invisible(c)
}

/// Why a text is not a [`TypedCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CodeError {
    /// Nothing was typed.
    #[error("the code is empty")]
    Empty,
    /// Something else than 4 to 10 digits was typed.
    #[error("a code has 4 to 10 digits")]
    Format,
}

impl Coded for CodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "code/empty",
            Self::Format => "code/format",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_refuses() {
        let of = |bytes: usize| "12345678".to_owned() + &" ".repeat(bytes - 8);
        let (longest, long) = (of(MAX_BYTES), of(MAX_BYTES + 1));
        let cases = [
            // text, digits
            ("12345678", Ok("12345678")),
            (" 1234\u{202F}5678 ", Ok("12345678")),
            ("12-34-56", Ok("123456")),
            ("\t12345678\r\n", Ok("12345678")),
            ("12—34−56", Ok("123456")),
            ("12\u{2003}34\u{205F}56", Ok("123456")),
            ("１２３４５６", Ok("123456")),
            ("", Err(CodeError::Empty)),
            (" - ", Err(CodeError::Empty)),
            ("123", Err(CodeError::Format)),
            ("12345678901", Err(CodeError::Format)),
            ("1234\0", Err(CodeError::Format)),
            ("\u{FEFF}\u{2066}1234\u{200B}56\u{2069}", Ok("123456")),
            ("1234\u{2028}56", Ok("123456")),
            ("12﹘34﹣56", Ok("123456")),
            ("٤٥٦٧", Err(CodeError::Format)),
            ("1234_5678", Err(CodeError::Format)),
            (&longest, Ok("12345678")),
            (&long, Err(CodeError::Format)),
        ];
        for (text, expected) in cases {
            let read = TypedCode::parse(text);
            assert_eq!(read.as_ref().map(TypedCode::digits).map_err(|e| *e), expected, "{text:?}");
        }
        assert_eq!(TypedCode::parse(&"1".repeat(1_000_000)).unwrap_err(), CodeError::Format);
    }

    proptest! {
        #[test]
        fn reading_what_was_read_changes_nothing(text in "[0-9 -]{0,20}") {
            if let Ok(code) = TypedCode::parse(&text) {
                let again = TypedCode::parse(code.digits()).unwrap();
                prop_assert_eq!(code.digits(), again.digits());
            }
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = TypedCode::parse(&text);
        }
    }
}

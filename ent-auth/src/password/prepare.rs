//! The one form in which a password is checked and hashed.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::{PasswordError, PasswordInput};
use crate::SecretText;

/// A password whose space separators are U+0020 and which is in Unicode normal form C.
///
/// So one password typed on two keyboards, one giving `é` and the other `e` and an accent, is one
/// password (RFC 8265 `OpaqueString`, NIST SP 800-63B-4 §3.1.1.2). Nothing is trimmed, cut or
/// changed in case, and preparing again changes nothing.
///
/// ```
/// use ent_auth::password::{PasswordError, PreparedPassword};
///
/// let composed = PreparedPassword::from_text("École\u{A0}69!")?;
/// let decomposed = PreparedPassword::from_text("E\u{301}cole 69!")?;
/// assert!(composed == decomposed);
/// assert!(composed != PreparedPassword::from_text("école 69!")?);
/// assert_eq!(PreparedPassword::from_bytes(b"\xFF").err(), Some(PasswordError::Encoding));
/// # Ok::<(), PasswordError>(())
/// ```
pub struct PreparedPassword {
    text: SecretText,
    /// As typed, when preparing changed it: what a stack that prepared nothing has hashed.
    typed: Option<SecretText>,
}

impl PartialEq for PreparedPassword {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PreparedPassword {}

impl PreparedPassword {
    /// Prepares a typed text.
    ///
    /// # Errors
    ///
    /// Those of [`PasswordInput::from_text`].
    pub fn from_text(text: &str) -> Result<Self, PasswordError> {
        PasswordInput::from_text(text).map(PasswordInput::prepare)
    }

    /// Prepares typed bytes.
    ///
    /// # Errors
    ///
    /// Those of [`PasswordInput::from_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PasswordError> {
        PasswordInput::from_bytes(bytes).map(PasswordInput::prepare)
    }

    pub(super) fn from_secret(typed: SecretText) -> Self {
        if is_prepared(typed.expose_secret()) {
            return Self { text: typed, typed: None };
        }
        let text = typed.expose_secret();
        // NFC makes UTF-8 at most three times longer; a string that never grows leaves no copy.
        let mut prepared = String::with_capacity(text.len().saturating_mul(3));
        prepared.extend(text.chars().map(space).nfc());
        let prepared = SecretText::new(prepared);
        let typed = (prepared != typed).then_some(typed);
        Self { text: prepared, typed }
    }

    /// The same password in memory of its own, which is wiped too.
    pub(crate) fn copy(&self) -> Self {
        let copy = |secret: &SecretText| SecretText::copy_of(secret.expose_secret());
        Self { text: copy(&self.text), typed: self.typed.as_ref().map(copy) }
    }

    /// The text itself, for the moment it is hashed; not to be kept or logged.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.text.expose_secret()
    }

    /// The text as it was typed, for hashes of stacks that prepare nothing.
    pub(super) fn expose_typed(&self) -> &str {
        self.typed.as_ref().unwrap_or(&self.text).expose_secret()
    }
}

impl fmt::Debug for PreparedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Whether preparing changes nothing for sure: below U+0300 every character is in NFC and only
/// U+00A0 is a space separator other than U+0020.
fn is_prepared(text: &str) -> bool {
    text.is_ascii() || text.chars().all(|c| c < '\u{300}' && c != '\u{A0}')
}

/// U+0020 for a Unicode space separator (Zs), any other character unchanged.
const fn space(c: char) -> char {
    match c {
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            ' '
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    use super::*;

    fn prepared(text: &str) -> PreparedPassword {
        PreparedPassword::from_text(text).unwrap()
    }

    #[test]
    fn pw4_spaces_and_normal_form() {
        let cases = [
            // typed, prepared
            ("", ""),
            ("Azerty69!", "Azerty69!"),
            (" Azerty69! ", " Azerty69! "),
            ("\u{A0}\u{A0}", "  "),
            ("a\u{A0}b\u{202F}c\u{3000}d\u{2003}e", "a b c d e"),
            ("E\u{301}te\u{301}", "Été"),
            ("\u{212A}", "K"),
            ("²①…＠", "²①…＠"),
            ("a\tb\u{2028}c\u{200B}d", "a\tb\u{2028}c\u{200B}d"),
            ("\u{1100}\u{1161}", "가"),
            ("ŒIJ", "ŒIJ"),
        ];
        for (typed, expected) in cases {
            assert_eq!(prepared(typed).expose_secret(), expected, "{typed:?}");
        }
    }

    #[test]
    fn pw4_every_character_is_prepared_alike_twice() {
        for c in '\0'..=char::MAX {
            let mut buffer = [0; 4];
            let typed = c.encode_utf8(&mut buffer);
            let once = prepared(typed);
            assert!(is_nfc(once.expose_secret()), "U+{:04X}", u32::from(c));
            if once.expose_secret() != typed {
                assert!(prepared(once.expose_secret()) == once, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn preparing_never_outgrows_its_buffer() {
        let text = "\u{1D160}".repeat(256);
        assert_eq!(text.len(), PasswordInput::MAX_BYTES);
        assert!(prepared(&text).expose_secret().len() <= text.len() * 3);
    }

    proptest! {
        #[test]
        fn pw4_preparing_twice_changes_nothing(text in "\\PC{0,60}|[a-zé\u{300}-\u{310} \u{A0}]{0,40}") {
            let once = prepared(&text);
            prop_assert!(prepared(once.expose_secret()) == once);
        }

        #[test]
        fn pw4_composed_and_decomposed_are_one_password(text in "[A-Za-zà-ÿÀ-Ýœ0-9 !]{0,40}") {
            let decomposed: String = text.nfd().collect();
            prop_assert!(prepared(&decomposed) == prepared(&text));
        }
    }
}

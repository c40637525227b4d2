//! The secret printed on a letter, drawn and typed.

use ent_core::text::usual_width;
use ent_core::{Entropy, EntropyError};
use zeroize::Zeroizing;

use super::LetterError;
use crate::SecretText;
use crate::code::draw::{CONSONANTS, consonant, symbols};
use crate::code::typed::strip_within;
use crate::password::PreparedPassword;

/// Letters of a secret: 69.2 bits.
pub(super) const LETTERS: usize = 16;
/// Letters printed together.
const GROUP: usize = 4;
/// Longest input that is looked at, in bytes.
const MAX_BYTES: usize = 256;

/// The secret of a letter as typed: 16 letters, whatever the case and what stands between them.
///
/// Spaces, dashes and invisible marks of any kind fall away, full-width letters count as letters.
/// Reading the same text twice gives the same secret, so that no spelling is a second guess.
///
/// ```
/// use ent_auth::letter::{LetterError, TypedSecret};
///
/// assert!(TypedSecret::parse("bcdf ghjk-lmnp\u{A0}qrst").is_ok());
/// assert_eq!(TypedSecret::parse(" - ").unwrap_err(), LetterError::Empty);
/// assert_eq!(TypedSecret::parse("bcdf").unwrap_err(), LetterError::Format);
/// ```
#[derive(Debug)]
pub struct TypedSecret(PreparedPassword);

impl TypedSecret {
    /// Reads what a person typed.
    ///
    /// # Errors
    ///
    /// [`LetterError::Empty`] when only spaces and dashes were typed, [`LetterError::Format`] for
    /// anything but 16 letters that a secret may hold.
    pub fn parse(text: &str) -> Result<Self, LetterError> {
        let letters = strip_within(MAX_BYTES, text, consonant).ok_or(LetterError::Format)?;
        match letters.len() {
            0 => Err(LetterError::Empty),
            LETTERS => prepared(&letters).map(Self),
            _ => Err(LetterError::Format),
        }
    }

    pub(super) const fn prepared(&self) -> &PreparedPassword {
        &self.0
    }
}

/// The secrets that `password` may begin or end with, whatever stands between their letters.
///
/// Each costs a hash, and few passwords have sixteen letters of a secret.
pub(super) fn disguised(password: &PreparedPassword) -> impl Iterator<Item = PreparedPassword> {
    let text = password.expose_secret();
    let mut letters = Zeroizing::new(String::with_capacity(text.len()));
    letters.extend(text.chars().map(usual_width).filter_map(consonant));
    let last = letters.len().checked_sub(LETTERS);
    let first = last.map(|_| 0);
    let beyond = last.filter(|start| *start > 0);
    [first, beyond]
        .into_iter()
        .flatten()
        .filter_map(move |start| prepared(letters.get(start..start.saturating_add(LETTERS))?).ok())
}

/// 16 random letters, each equally likely.
pub(super) fn draw(entropy: &mut dyn Entropy) -> Result<SecretText, EntropyError> {
    symbols(CONSONANTS.as_bytes(), LETTERS, entropy)
}

/// The form in which `letters` are hashed and compared.
pub(super) fn prepared(letters: &str) -> Result<PreparedPassword, LetterError> {
    PreparedPassword::from_text(letters).map_err(|_| LetterError::Format)
}

/// `letters` as they are printed: `BCDF-GHJK-LMNP-QRST`.
pub(super) fn grouped(letters: &str) -> SecretText {
    let mut printed = String::with_capacity(letters.len().saturating_mul(2));
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            printed.push('-');
        }
        printed.push(letter);
    }
    SecretText::new(printed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    const READ: &str = "BCDFGHJKLMNPQRST";

    #[test]
    fn reads_and_refuses() {
        let cases = [
            // text, letters
            ("BCDF-GHJK-LMNP-QRST", Ok(READ)),
            ("bcdfghjklmnpqrst", Ok(READ)),
            (" Bcdf\u{A0}ghjk\u{202F}lmnp\u{3000}qrst\r\n", Ok(READ)),
            ("bcdf–ghjk—lmnp−qrst", Ok(READ)),
            ("ＢＣＤＦｇｈｊｋ－LMNPQRST", Ok(READ)),
            ("", Err(LetterError::Empty)),
            (" \u{A0}-", Err(LetterError::Empty)),
            ("BCDF-GHJK-LMNP-QRS", Err(LetterError::Format)),
            ("BCDF-GHJK-LMNP-QRSTV", Err(LetterError::Format)),
            ("ACDF-GHJK-LMNP-QRST", Err(LetterError::Format)),
            ("YCDF-GHJK-LMNP-QRST", Err(LetterError::Format)),
            ("BCDF-GHJK-LMNP-QRS1", Err(LetterError::Format)),
            ("BCDF-GHJK-LMNP-QRS\u{212A}", Err(LetterError::Format)), // Kelvin sign
            ("BCDF-GHJK-LMNP-QRST\0", Err(LetterError::Format)),
            ("BCDF\u{200B}GHJKLMNPQRST", Ok(READ)),
        ];
        for (text, expected) in cases {
            let read = TypedSecret::parse(text);
            let letters = read.as_ref().map(|read| read.prepared().expose_secret());
            assert_eq!(letters.map_err(|e| *e), expected, "{text:?}");
        }
        assert_eq!(TypedSecret::parse(&"B".repeat(1 << 20)).unwrap_err(), LetterError::Format);
    }

    #[test]
    fn a_secret_is_printed_in_groups_and_found_in_disguise() {
        assert_eq!(grouped(READ).expose_secret(), "BCDF-GHJK-LMNP-QRST");
        for (password, found) in [
            ("bcdf-GHJK-lmnp-qrst1!", true),
            ("a1Bcdfghjklmnpqrst", true),
            ("BCDFGHJKLMNPQRSTV1a", true),
            ("1aVBCDFGHJKLMNPQRST", true),
            ("BCDFGHJKxLMNPQRST", false),
            ("Azerty69!", false),
        ] {
            let password = PreparedPassword::from_text(password).unwrap();
            let read = |secret: PreparedPassword| secret.expose_secret() == READ;
            assert_eq!(disguised(&password).any(read), found);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(seed: u64) {
            let letters = draw(&mut ChaCha20Rng::seed_from_u64(seed)).unwrap();
            let letters = letters.expose_secret();
            let typed = TypedSecret::parse(grouped(letters).expose_secret()).unwrap();
            prop_assert_eq!(typed.prepared().expose_secret(), letters);
        }

        #[test]
        fn never_panics(text in ".*|[B-T -]{0,40}") {
            let _ = TypedSecret::parse(&text);
        }
    }
}

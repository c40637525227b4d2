//! The secret of one activation.

use ent_core::{Entropy, EntropyError};

use super::PairingError;
use crate::SecretText;
use crate::code::draw;
use crate::code::typed::strip;

/// Letters of a code: 20⁸ codes, 34.6 bits.
const COUNT: usize = 8;

/// An activation code as typed: 8 letters, whatever their case and the spaces, dashes and line ends
/// between.
///
/// ```
/// use ent_auth::pairing::{PairingError, PairingTyped};
///
/// assert!(PairingTyped::parse("wdjb-mjht").is_ok());
/// assert_eq!(PairingTyped::parse("-").unwrap_err(), PairingError::CodeEmpty);
/// assert_eq!(PairingTyped::parse("WDJB-MJHA").unwrap_err(), PairingError::CodeFormat);
/// ```
#[derive(Debug)]
pub struct PairingTyped {
    letters: SecretText,
}

impl PairingTyped {
    /// Reads what a person typed; full-width letters count as plain ones.
    ///
    /// # Errors
    ///
    /// [`PairingError::CodeEmpty`] without any letter, [`PairingError::CodeFormat`] when anything
    /// but the letters of codes, spaces, dashes and line ends stands in it, or not eight of them.
    pub fn parse(text: &str) -> Result<Self, PairingError> {
        let letters = strip(text, draw::consonant).ok_or(PairingError::CodeFormat)?;
        match letters.len() {
            0 => Err(PairingError::CodeEmpty),
            COUNT => Ok(Self { letters: SecretText::copy_of(&letters) }),
            _ => Err(PairingError::CodeFormat),
        }
    }

    /// The code as a person reads it, `XXXX-XXXX`: what an application sends to its server.
    #[must_use]
    pub fn printed(&self) -> SecretText {
        printed(self.letters())
    }

    pub(super) fn letters(&self) -> &str {
        self.letters.expose_secret()
    }
}

pub(super) fn draw(entropy: &mut dyn Entropy) -> Result<SecretText, EntropyError> {
    draw::symbols(draw::CONSONANTS.as_bytes(), COUNT, entropy)
}

/// `letters` as a person reads them: `XXXX-XXXX`.
pub(super) fn printed(letters: &str) -> SecretText {
    let mut text = String::with_capacity(letters.len().saturating_add(1));
    let (start, end) = letters.split_at_checked(COUNT / 2).unwrap_or((letters, ""));
    text.push_str(start);
    text.push('-');
    text.push_str(end);
    SecretText::new(text)
}

#[cfg(test)]
mod tests {
    use ent_core::message::is_known;
    use proptest::prelude::*;

    use super::super::PairingId;
    use super::*;
    use ent_core::Coded;

    #[test]
    fn codes_are_read_and_refused() {
        use PairingError::{CodeEmpty, CodeFormat};
        let cases = [
            // text, letters or error
            ("WDJBMJHT", Ok("WDJBMJHT")),
            ("wdjb-mjht", Ok("WDJBMJHT")),
            (" WDJB MJHT ", Ok("WDJBMJHT")),
            ("wd\u{A0}jb\u{202F}mj\u{2011}ht", Ok("WDJBMJHT")),
            ("ＷＤＪＢ－ｍｊｈｔ", Ok("WDJBMJHT")),
            ("WDJB—MJHT\r\n", Ok("WDJBMJHT")),
            ("\tWDJB−MJHT", Ok("WDJBMJHT")),
            ("", Err(CodeEmpty)),
            (" \u{A0}- ", Err(CodeEmpty)),
            ("WDJB-MJH", Err(CodeFormat)),
            ("WDJB-MJHTB", Err(CodeFormat)),
            ("WDJB-MJHA", Err(CodeFormat)),
            ("WDJB-MJH1", Err(CodeFormat)),
            ("WDJB_MJHT", Err(CodeFormat)),
            ("WDJB-MJHT\0", Err(CodeFormat)),
            ("WDJB-MJHŤ", Err(CodeFormat)),
            ("\u{2066}WDJB-MJHT\u{2069}", Ok("WDJBMJHT")),
            ("ВDJB-MJHT", Err(CodeFormat)), // Cyrillic
        ];
        for (text, expected) in cases {
            let read = PairingTyped::parse(text);
            let read = read.as_ref().map(PairingTyped::letters).map_err(|error| *error);
            assert_eq!(read, expected, "{text:?}");
        }
        assert_eq!(PairingTyped::parse(&"B".repeat(1 << 20)).unwrap_err(), CodeFormat);
        for error in [CodeEmpty, CodeFormat, PairingError::IdEmpty, PairingError::IdFormat] {
            assert!(is_known(error.code()), "{}", error.code());
        }
    }

    #[test]
    fn identifiers_are_read_and_refused() {
        use PairingError::{IdEmpty, IdFormat};
        let cases = [
            // text, digits or error
            ("4821930576", Ok("4821930576")),
            ("482 193 0576", Ok("4821930576")),
            ("４８２-193-0576", Ok("4821930576")),
            ("482\u{2007}193\u{2014}0576\n", Ok("4821930576")),
            ("", Err(IdEmpty)),
            ("  ", Err(IdEmpty)),
            ("482193057", Err(IdFormat)),
            ("48219305761", Err(IdFormat)),
            ("z.martin", Err(IdFormat)),
            ("482193057\0", Err(IdFormat)),
        ];
        for (text, expected) in cases {
            let read = PairingId::parse(text);
            let read = read.as_ref().map(PairingId::as_str).map_err(|error| *error);
            assert_eq!(read, expected, "{text:?}");
        }
        for bad in ["\"482 193 0576\"", "\"\"", "4821930576"] {
            assert!(serde_json::from_str::<PairingId>(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn reading_what_is_printed_gives_the_code(letters in "[BCDFGHJKLMNPQRSTVWXZ]{8}") {
            let read = PairingTyped::parse(printed(&letters).expose_secret()).unwrap();
            prop_assert_eq!(read.letters(), &*letters);
        }

        #[test]
        fn never_panics(text in ".{0,20}") {
            let _ = (PairingTyped::parse(&text).is_ok(), PairingId::parse(&text).is_ok());
        }
    }
}

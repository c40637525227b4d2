//! Choosing, checking and keeping a password.
//!
//! | step | type |
//! |---|---|
//! | as typed | [`PasswordInput`] |
//! | in the one form that is checked and hashed | [`PreparedPassword`] |
//! | every rule it breaks | [`Verdict`] of [`PasswordRules::check`] |
//! | fit to be kept | [`AcceptedPassword`] |
//! | how hard it is to guess | [`Strength`] of [`strength()`] |
//! | not one used before | [`Verdict::against_past`] |
//! | as kept | [`NewHash`], [`StoredHash`] of a [`HashPool`] |
//! | as another stack kept it | [`ImportedHash`] |
//! | whether there is one, and since when | [`Credential`] |

mod common;
mod compare;
mod credential;
mod generate;
mod hash;
mod import;
mod lint;
mod passwordrules;
mod pool;
mod prepare;
mod reuse;
mod rules;
mod strength;
mod verdict;
mod verified;
mod words;

use std::fmt;

use thiserror::Error;

use ent_core::Coded;

pub(crate) use common::ListedKind;
pub use compare::{Comparison, Refusal, compare};
pub use credential::{Credential, CredentialError, Exemption, ForcedChange, KeptHash, NoPassword};
pub use hash::{HashPolicy, NewHash, StoredHash, StoredHashError};
pub use import::{ImportFormat, ImportedHash, LegacyVerifier, Preparation};
pub use lint::Lint;
pub use pool::{HashError, HashPool};
pub use prepare::PreparedPassword;
pub use reuse::{NoReuse, Past, PastPasswords};
pub(crate) use rules::{Classes, DIGIT, LOWER, RulesId, SPECIAL, UPPER};
pub use rules::{PasswordRules, PasswordRulesBuilder, RulesError, Specials};
pub use strength::{Strength, StrengthAdvice, StrengthLabel, StrengthWarning, strength};
pub use verdict::{AcceptedPassword, ParamValue, Requirement, Verdict, Violation};
pub use verified::{RecordAudit, Rehash, Verification, Verified};
pub use words::{ContextKind, ContextWords};

use crate::SecretText;

/// A password as it was typed, at most 1,024 bytes of UTF-8.
///
/// The limit comes before any other work, so that a huge input costs nothing.
///
/// ```
/// use ent_auth::password::{PasswordError, PasswordInput};
///
/// let typed = PasswordInput::from_text("Azerty69!")?;
/// assert_eq!(format!("{typed:?}"), "<redacted>");
/// let huge = "a".repeat(1_025);
/// assert_eq!(PasswordInput::from_text(&huge).err(), Some(PasswordError::TooLong));
/// # Ok::<(), PasswordError>(())
/// ```
#[doc(alias = "mot de passe")]
pub struct PasswordInput(SecretText);

impl PasswordInput {
    /// Longest password that is looked at, in bytes of UTF-8 as typed.
    pub const MAX_BYTES: usize = 1_024;

    /// Takes a copy of a typed text.
    ///
    /// # Errors
    ///
    /// [`PasswordError::TooLong`] above 1,024 bytes.
    pub fn from_text(text: &str) -> Result<Self, PasswordError> {
        if text.len() > Self::MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(SecretText::copy_of(text)))
    }

    /// Takes a copy of typed bytes, for a host that has them from a form or another language.
    ///
    /// # Errors
    ///
    /// [`PasswordError::TooLong`] above 1,024 bytes, [`PasswordError::Encoding`] when they are
    /// not UTF-8 (an unpaired surrogate of another language is not).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PasswordError> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        str::from_utf8(bytes).map_err(|_| PasswordError::Encoding).and_then(Self::from_text)
    }

    /// The form that is checked and hashed.
    #[must_use]
    pub fn prepare(self) -> PreparedPassword {
        PreparedPassword::from_secret(self.0)
    }
}

impl fmt::Debug for PasswordInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why something about a password cannot be judged at all; a broken rule is a [`Violation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// The password has more than 1,024 bytes.
    #[error("a password has at most 1024 bytes")]
    TooLong,
    /// The bytes are not UTF-8.
    #[error("a password is UTF-8")]
    Encoding,
    /// No rule set has this id.
    #[error("no password rule set has this id")]
    UnknownRules,
    /// More than 16 words to avoid were given.
    #[error("at most 16 context words are given")]
    TooManyWords,
    /// A word to avoid has more than 1,024 bytes.
    #[error("a context word has at most 1024 bytes")]
    WordTooLong,
    /// More than 24 previous passwords were given.
    #[error("at most 24 previous passwords are given")]
    TooManyPrevious,
}

impl Coded for PasswordError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "password/too-long",
            Self::Encoding => "password/encoding",
            Self::UnknownRules => "password/rules",
            Self::TooManyWords => "password/too-many-words",
            Self::WordTooLong => "password/word-too-long",
            Self::TooManyPrevious => "password/too-many-previous",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message;

    use super::*;

    #[test]
    fn pw1_more_than_1024_bytes_are_refused_before_any_work() {
        assert!(PasswordInput::from_text(&"é".repeat(512)).is_ok());
        for length in [1_025, 1 << 20] {
            let long = vec![0xFF; length];
            assert_eq!(PasswordInput::from_bytes(&long).err(), Some(PasswordError::TooLong));
            let long = "a".repeat(length);
            assert_eq!(PasswordInput::from_text(&long).err(), Some(PasswordError::TooLong));
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        for bytes in
            [&b"\xFF"[..], b"Azerty69\xE9!", b"\xED\xA0\x80", b"\xC0\x80", b"\xF5\x80\x80\x80"]
        {
            assert_eq!(PasswordInput::from_bytes(bytes).err(), Some(PasswordError::Encoding));
        }
        let read = PasswordInput::from_bytes("é\0".as_bytes()).map(PasswordInput::prepare);
        assert_eq!(read.unwrap().expose_secret(), "é\0");
    }

    #[test]
    fn every_error_has_its_texts() {
        use PasswordError::{
            Encoding, TooLong, TooManyPrevious, TooManyWords, UnknownRules, WordTooLong,
        };
        for error in [TooLong, Encoding, UnknownRules, TooManyWords, WordTooLong, TooManyPrevious] {
            assert!(message::is_known(error.code()), "{}", error.code());
        }
    }
}

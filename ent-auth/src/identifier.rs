//! The identifier a person signs in with.

mod style;

use std::fmt;

use ent_core::Coded;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::style::{LoginParts, LoginStyle};

/// Sign-in identifier, such as `m.dupont17`: 1 to 64 characters of `a-z 0-9 . -`.
///
/// Upper case is folded; letters with accents are refused, since two spellings must never be two
/// accounts.
///
/// ```
/// use ent_auth::{LoginError, LoginId};
///
/// assert_eq!(LoginId::parse("M.Dupont17")?.as_str(), "m.dupont17");
/// assert_eq!(LoginId::parse("hélène.d"), Err(LoginError::Format));
/// # Ok::<(), LoginError>(())
/// ```
#[doc(alias = "identifiant")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoginId(String);

impl LoginId {
    /// Longest identifier, in characters.
    pub const MAX_LENGTH: usize = 64;

    /// Reads an identifier.
    ///
    /// # Errors
    ///
    /// [`LoginError::Empty`] for nothing, [`LoginError::Format`] when it is too long or holds
    /// another character.
    pub fn parse(text: &str) -> Result<Self, LoginError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
        if text.is_empty() {
            return Err(LoginError::Empty);
        }
        if text.len() > Self::MAX_LENGTH || !text.bytes().all(allowed) {
            return Err(LoginError::Format);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LoginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginId(…)")
    }
}

impl TryFrom<String> for LoginId {
    type Error = LoginError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<LoginId> for String {
    fn from(login: LoginId) -> Self {
        login.0
    }
}

/// Why a text is not a [`LoginId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LoginError {
    /// Nothing was given.
    #[error("the login is empty")]
    Empty,
    /// A name holds no letter of the Latin alphabet.
    #[error("a name has no letter of the Latin alphabet")]
    NoLetters,
    /// The text is too long or holds another character.
    #[error("a login has 1 to 64 characters of a-z 0-9 . -")]
    Format,
    /// No number is left for another person of the same name.
    #[error("no login is left for this name")]
    Exhausted,
}

impl Coded for LoginError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "login/empty",
            Self::NoLetters => "login/no-letters",
            Self::Format => "login/format",
            Self::Exhausted => "login/exhausted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        let cases = [
            // text, what comes out
            ("m.dupont17", Ok("m.dupont17")),
            ("JEAN-LUC.P", Ok("jean-luc.p")),
            ("", Err(LoginError::Empty)),
            (" ", Err(LoginError::Format)),
            ("a b", Err(LoginError::Format)),
            ("é", Err(LoginError::Format)),
            ("a@b", Err(LoginError::Format)),
            ("\u{212A}", Err(LoginError::Format)), // Kelvin sign, lower case k
        ];
        for (text, expected) in cases {
            let read = LoginId::parse(text);
            assert_eq!(read.as_ref().map(LoginId::as_str).map_err(|e| *e), expected, "{text:?}");
        }
        assert_eq!(LoginId::parse(&"a".repeat(1_000_000)), Err(LoginError::Format));
    }
}

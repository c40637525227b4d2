//! The public name of one activation.

use std::fmt;

use ent_core::{Coded, Entropy, EntropyError};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::draw;
use crate::code::typed::strip;

/// Public name of one activation: 10 random digits, which tell nothing about the account.
///
/// Digits, while the code has letters: nobody types one in the place of the other. Shown as
/// `482 193 0576`; read whatever the spaces, dashes and line ends.
///
/// ```
/// use ent_auth::pairing::{PairingError, PairingId};
///
/// let identifier = PairingId::parse("482 193 0576")?;
/// assert_eq!(identifier.as_str(), "4821930576");
/// assert_eq!(identifier.to_string(), "482 193 0576");
/// assert_eq!(PairingId::parse("z.martin"), Err(PairingError::IdFormat));
/// # Ok::<(), PairingError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[doc(alias = "identifiant mobile")]
pub struct PairingId(String);

impl PairingId {
    /// Digits of an identifier.
    pub const DIGITS: usize = 10;

    /// Reads what a person typed or the host indexed.
    ///
    /// # Errors
    ///
    /// [`PairingError::IdEmpty`] without any digit or letter, [`PairingError::IdFormat`] for
    /// anything but ten digits.
    pub fn parse(text: &str) -> Result<Self, PairingError> {
        let digits = strip(text, |c| c.is_ascii_digit().then_some(c));
        let digits = digits.ok_or(PairingError::IdFormat)?;
        match digits.len() {
            0 => Err(PairingError::IdEmpty),
            Self::DIGITS => Ok(Self(digits.as_str().to_owned())),
            _ => Err(PairingError::IdFormat),
        }
    }

    pub(super) fn draw(entropy: &mut dyn Entropy) -> Result<Self, EntropyError> {
        let drawn = draw::symbols(b"0123456789", Self::DIGITS, entropy)?;
        Ok(Self(drawn.expose_secret().to_owned()))
    }

    /// The ten digits, for an index.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PairingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, digit) in self.0.chars().enumerate() {
            if n == 3 || n == 6 {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for PairingId {
    type Error = PairingError;

    /// Reads a stored identifier: ten digits and nothing else.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let stored = text.len() == Self::DIGITS && text.bytes().all(|b| b.is_ascii_digit());
        if stored { Ok(Self(text)) } else { Err(PairingError::IdFormat) }
    }
}

impl From<PairingId> for String {
    fn from(id: PairingId) -> Self {
        id.0
    }
}

/// Why a text is not an identifier or a code of an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PairingError {
    /// No identifier was typed.
    #[error("the identifier is empty")]
    IdEmpty,
    /// The identifier is not ten digits.
    #[error("an identifier of an activation has 10 digits")]
    IdFormat,
    /// No code was typed.
    #[error("the activation code is empty")]
    CodeEmpty,
    /// The code is not eight of its letters.
    #[error("an activation code has 8 consonants")]
    CodeFormat,
}

impl Coded for PairingError {
    fn code(&self) -> &'static str {
        match self {
            Self::IdEmpty => "pairing/id-empty",
            Self::IdFormat => "pairing/id-format",
            Self::CodeEmpty => "pairing/code-empty",
            Self::CodeFormat => "pairing/code-format",
        }
    }
}

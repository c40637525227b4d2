//! Whom a token speaks of.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::UnsubscribeError;

/// A person or a child as links of messages name them: a random text that the host made for these
/// links alone and looks up when one comes back.
///
/// A token is signed and not encrypted: whoever sees the link, such as a mail provider, reads it.
/// That is why no account, pupil number or address stands in it. 16 to 64 characters of
/// `A-Z a-z 0-9 _ -`: no e-mail address has that form, and no phone number that length.
///
/// ```
/// use ent_prefs::unsubscribe::UnsubscribeReference;
///
/// assert!(UnsubscribeReference::parse("b1946ac92492d2347c6235b4d2611184").is_ok());
/// assert!(UnsubscribeReference::parse("zoe.martin@exemple.fr").is_err());
/// assert!(UnsubscribeReference::parse("+33612345678").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UnsubscribeReference(String);

impl UnsubscribeReference {
    /// Reads a reference.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Reference`] for another length or another character.
    pub fn parse(text: &str) -> Result<Self, UnsubscribeError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        if !(16..=64).contains(&text.len()) || !text.bytes().all(allowed) {
            return Err(UnsubscribeError::Reference);
        }
        Ok(Self(text.to_owned()))
    }

    /// The reference as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnsubscribeReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for UnsubscribeReference {
    type Err = UnsubscribeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for UnsubscribeReference {
    type Error = UnsubscribeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<UnsubscribeReference> for String {
    fn from(reference: UnsubscribeReference) -> Self {
        reference.0
    }
}

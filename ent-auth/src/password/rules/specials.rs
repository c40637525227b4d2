//! The special characters that a set of rules counts.

use std::fmt;

use super::RulesError;
use super::inline::Inline;

/// The special characters that a set of rules counts, in the order in which it publishes them:
/// ASCII punctuation, each once; at most 32.
///
/// ```
/// use ent_auth::password::{RulesError, Specials};
///
/// let list = Specials::parse("!?$")?;
/// assert_eq!(list.as_str(), "!?$");
/// assert!(list.contains('$') && !list.contains('#'));
/// assert_eq!(Specials::parse("!!"), Err(RulesError::Special));
/// assert_eq!(Specials::parse("é"), Err(RulesError::Special));
/// # Ok::<(), RulesError>(())
/// ```
#[doc(alias = "caractères spéciaux")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Specials(Inline<32>);

impl Specials {
    /// Reads a list as it is published; an empty one is a list without characters.
    ///
    /// # Errors
    ///
    /// [`RulesError::Special`] for anything but ASCII punctuation, or a character that stands twice.
    pub fn parse(list: &str) -> Result<Self, RulesError> {
        let mut seen = 0_u128;
        for byte in list.bytes() {
            let bit = 1_u128.wrapping_shl(byte.into());
            if !byte.is_ascii_punctuation() || seen & bit != 0 {
                return Err(RulesError::Special);
            }
            seen |= bit;
        }
        Ok(Self::literal(list))
    }

    /// The list of a generated table.
    pub(crate) const fn literal(list: &str) -> Self {
        Self(Inline::of(list))
    }

    /// All 32 punctuation characters of ASCII, in its order.
    pub(crate) const fn ascii() -> Self {
        Self::literal(r##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##)
    }

    /// Those that `keep` keeps, in the same order.
    pub(crate) fn filtered(&self, keep: impl Fn(char) -> bool) -> Self {
        Self::literal(&self.as_str().chars().filter(|c| keep(*c)).collect::<String>())
    }

    /// The characters, as published.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_str().len()
    }

    /// Whether `c` is in the list.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        self.as_str().contains(c)
    }
}

impl fmt::Debug for Specials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Specials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

//! Where a charter applies.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ent::is_ent_id;
use crate::{Coded, Uai};

/// A whole ENT or one establishment: each has its charters, and a person accepts each for itself.
///
/// Written `ent:occitanie` or `uai:0750655E`. The id of an ENT has 1 to 64 characters of
/// `a-z 0-9 - _`, the first a letter or digit; it need not be one this crate ships. A UAI number with a wrong key is kept, since
/// directories hold such numbers.
///
/// ```
/// use ent_core::charter::{CharterScope, CharterScopeError};
///
/// let scope = CharterScope::parse("uai:0750655e")?;
/// assert_eq!(scope.to_string(), "uai:0750655E");
/// assert_eq!(scope.uai().map(|uai| uai.to_string()).as_deref(), Some("0750655E"));
/// assert_eq!(CharterScope::parse("ent:occitanie")?.ent(), Some("occitanie"));
/// assert!(CharterScope::parse("occitanie").is_err());
/// # Ok::<(), CharterScopeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CharterScope(Of);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Of {
    Ent(String),
    Establishment(Uai),
}

impl CharterScope {
    /// Reads a scope.
    ///
    /// # Errors
    ///
    /// [`CharterScopeError`] when it is neither `ent:` and an id nor `uai:` and a number.
    pub fn parse(text: &str) -> Result<Self, CharterScopeError> {
        match text.split_once(':') {
            Some(("ent", id)) => Self::of_ent(id),
            Some(("uai", number)) => Uai::parse_lenient(number)
                .map(Self::of_establishment)
                .map_err(|_| CharterScopeError),
            Some(_) | None => Err(CharterScopeError),
        }
    }

    /// The whole ENT called `id`.
    ///
    /// # Errors
    ///
    /// [`CharterScopeError`] when the id is empty, too long or holds another character.
    pub fn of_ent(id: &str) -> Result<Self, CharterScopeError> {
        if !is_ent_id(id) {
            return Err(CharterScopeError);
        }
        Ok(Self(Of::Ent(id.to_owned())))
    }

    /// One establishment.
    #[must_use]
    pub const fn of_establishment(uai: Uai) -> Self {
        Self(Of::Establishment(uai))
    }

    /// Id of the ENT, for a charter of a whole ENT.
    #[must_use]
    pub fn ent(&self) -> Option<&str> {
        match &self.0 {
            Of::Ent(id) => Some(id),
            Of::Establishment(_) => None,
        }
    }

    /// Number of the establishment, for a charter of one establishment.
    #[must_use]
    pub const fn uai(&self) -> Option<Uai> {
        match &self.0 {
            Of::Ent(_) => None,
            Of::Establishment(uai) => Some(*uai),
        }
    }
}

impl fmt::Display for CharterScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Of::Ent(id) => write!(f, "ent:{id}"),
            Of::Establishment(uai) => write!(f, "uai:{uai}"),
        }
    }
}

impl FromStr for CharterScope {
    type Err = CharterScopeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for CharterScope {
    type Error = CharterScopeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CharterScope> for String {
    fn from(scope: CharterScope) -> Self {
        scope.to_string()
    }
}

/// A text is not a [`CharterScope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a scope is ent: and an id, or uai: and a number")]
#[non_exhaustive]
pub struct CharterScopeError;

impl Coded for CharterScopeError {
    fn code(&self) -> &'static str {
        "charter/scope-format"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for good in ["ent:a", "ent:hauts-de-france", "uai:0750655E", "uai:0750655A"] {
            assert_eq!(CharterScope::parse(good).map(String::from).as_deref(), Ok(good));
        }
        let long = format!("ent:{}", "a".repeat(65));
        for bad in
            ["", "ent:", "ent:Occitanie", "ent:a b", "uai:", "uai:075", "UAI:0750655E", &long]
        {
            assert_eq!(CharterScope::parse(bad), Err(CharterScopeError), "{bad:?}");
        }
    }
}

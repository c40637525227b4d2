//! Language of a charter.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;

/// Language a charter is written in, as a short BCP 47 tag: `fr`, `en`, `pt-BR`, `zh-Hant`, `gcf`.
///
/// A language of two or three letters, then perhaps a script of four and a region of two letters or
/// three digits. Only the shape is checked, not the registry: families read charters in languages
/// no list of ours should refuse. Read in any case, kept in the usual one.
///
/// ```
/// use ent_core::charter::{CharterLanguage, CharterLanguageError};
///
/// assert_eq!(CharterLanguage::parse("PT-br")?.as_str(), "pt-BR");
/// assert!(CharterLanguage::parse("français").is_err());
/// # Ok::<(), CharterLanguageError>(())
/// ```
#[doc(alias = "langue")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CharterLanguage(String);

impl CharterLanguage {
    /// Reads a tag.
    ///
    /// # Errors
    ///
    /// [`CharterLanguageError`] when it has another shape.
    pub fn parse(text: &str) -> Result<Self, CharterLanguageError> {
        let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
        let mut parts = text.split('-').peekable();
        let language = parts.next().filter(|part| matches!(part.len(), 2 | 3) && letters(part));
        let mut tag = language.ok_or(CharterLanguageError)?.to_ascii_lowercase();
        if let Some(script) = parts.next_if(|part| part.len() == 4 && letters(part)) {
            for (at, letter) in script.chars().enumerate() {
                if at == 0 {
                    tag.push('-');
                    tag.push(letter.to_ascii_uppercase());
                } else {
                    tag.push(letter.to_ascii_lowercase());
                }
            }
        }
        let is_region = |part: &&str| match part.len() {
            2 => letters(part),
            3 => part.bytes().all(|b| b.is_ascii_digit()),
            _ => false,
        };
        if let Some(region) = parts.next_if(is_region) {
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        if parts.next().is_some() {
            return Err(CharterLanguageError);
        }
        Ok(Self(tag))
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_french(&self) -> bool {
        self.0 == "fr"
    }
}

impl fmt::Display for CharterLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for CharterLanguage {
    type Err = CharterLanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for CharterLanguage {
    type Error = CharterLanguageError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CharterLanguage> for String {
    fn from(language: CharterLanguage) -> Self {
        language.0
    }
}

/// A text is not a language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a language is a tag such as fr, en or pt-BR")]
#[non_exhaustive]
pub struct CharterLanguageError;

impl Coded for CharterLanguageError {
    fn code(&self) -> &'static str {
        "charter/language"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        let cases = [
            // text, what comes out
            ("fr", Some("fr")),
            ("EN", Some("en")),
            ("fr-re", Some("fr-RE")),
            ("GCF", Some("gcf")),
            ("zh-hant", Some("zh-Hant")),
            ("ZH-HANT-tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("", None),
            ("f", None),
            ("fran", None),
            ("fr-", None),
            ("-fr", None),
            ("fr_FR", None),
            ("fr-FR-x", None),
            ("fr-FR-Latn", None),
            ("fr-12", None),
            ("ﬁ", None),
            (" fr", None),
        ];
        for (text, expected) in cases {
            let read = CharterLanguage::parse(text).ok().map(String::from);
            assert_eq!(read.as_deref(), expected, "{text:?}");
            if let Some(tag) = expected {
                assert_eq!(CharterLanguage::parse(tag).unwrap().as_str(), tag);
            }
        }
        assert!(CharterLanguage::parse(&"fr-".repeat(1 << 20)).is_err());
    }
}

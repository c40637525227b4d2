//! Number of an establishment: seven digits and a key letter.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Academy, Country, Department};
use crate::Coded;
use crate::tables::places::UAI_PREFIXES;

/// UAI number of an establishment, such as `0750655E`.
///
/// The last character is a key computed from the seven digits, so a mistyped number is almost
/// always refused. Test data of several ENTs carries wrong keys: [`parse_lenient`] keeps such a
/// number, and says so by [`has_valid_key`]. Lower-case keys are accepted; spaces are not.
///
/// The first three digits are not the department's INSEE code: Corsica has 620 and 720, 984 is
/// French Polynesia and 987 is Wallis and Futuna. An establishment abroad has no academy.
///
/// Stored as its text; what [`parse_lenient`] accepts is read back.
///
/// ```
/// use ent_core::{Uai, UaiError};
///
/// let uai: Uai = "0750655e".parse()?;
/// assert_eq!(uai.to_string(), "0750655E");
/// assert_eq!(uai.academy().map(|academy| academy.name()), Some("Paris"));
/// assert_eq!("0750655A".parse::<Uai>(), Err(UaiError::Key));
/// assert!(!Uai::parse_lenient("0750655A")?.has_valid_key());
/// # Ok::<(), UaiError>(())
/// ```
///
/// [`parse_lenient`]: Self::parse_lenient
/// [`has_valid_key`]: Self::has_valid_key
#[doc(alias = "RNE")]
#[doc(alias = "numéro UAI")]
#[doc(alias = "établissement")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uai {
    /// The seven digits.
    number: u32,
    /// INVARIANT: `A` to `Z`.
    key: char,
}

impl Uai {
    /// Reads a number whose key is right.
    ///
    /// # Errors
    ///
    /// [`UaiError::Format`] unless the text is seven ASCII digits and a letter,
    /// [`UaiError::Key`] when the letter is not the key of the digits.
    pub fn parse(text: &str) -> Result<Self, UaiError> {
        let uai = Self::parse_lenient(text)?;
        if uai.has_valid_key() { Ok(uai) } else { Err(UaiError::Key) }
    }

    /// Reads a number whatever its key, for directories that hold invented ones.
    ///
    /// # Errors
    ///
    /// [`UaiError::Format`] unless the text is seven ASCII digits and a letter.
    pub fn parse_lenient(text: &str) -> Result<Self, UaiError> {
        let Ok([digits @ .., key]) = <&[u8; 8]>::try_from(text.as_bytes()) else {
            return Err(UaiError::Format);
        };
        if !key.is_ascii_alphabetic() {
            return Err(UaiError::Format);
        }
        let mut number = 0_u32;
        for digit in digits {
            let value = char::from(*digit).to_digit(10).ok_or(UaiError::Format)?;
            number = number.saturating_mul(10).saturating_add(value);
        }
        Ok(Self { number, key: char::from(key.to_ascii_uppercase()) })
    }

    /// Whether the letter is the key of the digits; always true after [`parse`](Self::parse).
    #[must_use]
    pub fn has_valid_key(self) -> bool {
        self.key == key_of(self.number)
    }

    /// Where the first three digits say that it is registered.
    #[must_use]
    pub fn registration(self) -> Registration {
        let prefix = self.number / 10_000;
        if let Some(department) = department_of(prefix)
            && let Some(academy) = department.academy()
        {
            return Registration::Department { department, academy };
        }
        Country::of_uai_prefix(prefix).map_or(Registration::Unknown, Registration::Abroad)
    }

    /// Academy of the department of registration, or `None` abroad and for unknown prefixes.
    #[must_use]
    pub fn academy(self) -> Option<Academy> {
        self.department().and_then(Department::academy)
    }

    /// Department of registration, or `None` abroad and for unknown prefixes.
    ///
    /// Establishments of Saint Martin and Saint Barthélemy are registered in Guadeloupe.
    #[must_use]
    pub fn department(self) -> Option<Department> {
        department_of(self.number / 10_000)
    }
}

fn department_of(prefix: u32) -> Option<Department> {
    let at = UAI_PREFIXES.binary_search_by_key(&prefix, |(prefix, _)| *prefix).ok()?;
    UAI_PREFIXES.get(at).map(|(_, department)| *department)
}

/// Where an establishment is registered, by the first three digits of its number.
///
/// ```
/// use ent_core::{Registration, Uai, UaiError};
///
/// let Registration::Abroad(country) = Uai::parse("1400031Y")?.registration() else {
///     return Err(UaiError::Format);
/// };
/// assert_eq!((country.code(), country.name()), ("99140", "Suisse"));
/// assert_eq!(Uai::parse_lenient("0000000A")?.registration(), Registration::Unknown);
/// # Ok::<(), UaiError>(())
/// ```
#[doc(alias = "immatriculation")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "in France, abroad, or neither")]
pub enum Registration {
    /// In a department or overseas collectivity.
    Department {
        /// Of registration, see [`Uai::department`].
        department: Department,
        /// That of the department.
        academy: Academy,
    },
    /// Abroad: the digits are the code of the country without its leading `99`. Seen of one real
    /// number.
    #[doc(alias = "étranger")]
    Abroad(Country),
    /// The digits stand for no known place.
    Unknown,
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}{}", self.number, self.key)
    }
}

impl FromStr for Uai {
    type Err = UaiError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Uai {
    type Error = UaiError;

    /// Reads a stored number, its key right or wrong.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse_lenient(&text)
    }
}

impl From<Uai> for String {
    fn from(uai: Uai) -> Self {
        uai.to_string()
    }
}

/// Letter of a seven-digit number: its remainder modulo 23, counted in an alphabet without `I`,
/// `O` and `Q`; holds for 13 724 real establishments.
fn key_of(number: u32) -> char {
    let rank = usize::try_from(number % 23).unwrap_or_default();
    "ABCDEFGHJKLMNPRSTUVWXYZ".chars().nth(rank).unwrap_or_default()
}

/// Why a text is not a [`Uai`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UaiError {
    /// Not seven ASCII digits and a letter.
    #[error("a uai is 7 digits and a letter")]
    Format,
    /// The letter is not the key of the digits.
    #[error("the key letter does not belong to the digits")]
    Key,
}

impl Coded for UaiError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "uai/format",
            Self::Key => "uai/key",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_and_refuses() {
        use UaiError::{Format, Key};
        let huge = "0".repeat(1 << 20);
        let cases = [
            // text, strict, lenient
            ("0750655E", Ok("0750655E"), Ok("0750655E")),
            ("0750655e", Ok("0750655E"), Ok("0750655E")),
            ("0010002X", Ok("0010002X"), Ok("0010002X")),
            ("0750655A", Err(Key), Ok("0750655A")),
            ("0750655I", Err(Key), Ok("0750655I")),
            ("0000000V", Err(Key), Ok("0000000V")),
            ("9871234j", Err(Key), Ok("9871234J")),
            ("", Err(Format), Err(Format)),
            ("0750655", Err(Format), Err(Format)),
            ("0750655EE", Err(Format), Err(Format)),
            (" 0750655E", Err(Format), Err(Format)),
            ("075 655E", Err(Format), Err(Format)),
            ("+750655E", Err(Format), Err(Format)),
            ("07506551", Err(Format), Err(Format)),
            ("075065É", Err(Format), Err(Format)),
            ("075065\u{0}E", Err(Format), Err(Format)),
            ("0750655Ｅ", Err(Format), Err(Format)),
            ("０750655E", Err(Format), Err(Format)),
            (&huge, Err(Format), Err(Format)),
        ];
        for (text, strict, lenient) in cases {
            let shown = |read: Result<Uai, UaiError>| read.map(|uai| uai.to_string());
            assert_eq!(shown(Uai::parse(text)), strict.map(str::to_owned), "{text:.20?}");
            assert_eq!(shown(Uai::parse_lenient(text)), lenient.map(str::to_owned), "{text:.20?}");
        }
    }

    #[test]
    fn prefixes_are_not_departments() {
        let cases = [
            // UAI with any key, academy, department
            ("0690000A", Some("10"), Some("69")),
            ("6200000A", Some("27"), Some("2A")),
            ("7200000A", Some("27"), Some("2B")),
            ("9710000A", Some("32"), Some("971")),
            ("9830000A", Some("40"), Some("988")),
            ("9840000A", Some("41"), Some("987")),
            ("9870000A", Some("42"), Some("986")),
            ("0200000A", None, None),
            ("0000000A", None, None),
            ("1400031Y", None, None),
        ];
        for (text, academy, department) in cases {
            let uai = Uai::parse_lenient(text).unwrap();
            assert_eq!(uai.academy().map(Academy::code), academy, "{text}");
            let known = matches!(uai.registration(), Registration::Department { .. });
            assert_eq!(known, academy.is_some(), "{text}");
            assert_eq!(uai.department().map(Department::code), department, "{text}");
        }
    }

    #[test]
    fn every_prefix_has_a_department_with_an_academy() {
        assert!(UAI_PREFIXES.is_sorted_by_key(|(prefix, _)| *prefix));
        assert!(UAI_PREFIXES.iter().all(|(_, department)| department.academy().is_some()));
    }

    #[test]
    fn countries_are_told_by_their_codes() {
        let cases = [("1400031Y", Some("99140")), ("1000001A", None), ("9990001A", None)];
        for (text, country) in cases {
            let found = match Uai::parse_lenient(text).unwrap().registration() {
                Registration::Abroad(country) => Some(country.code()),
                _ => None,
            };
            assert_eq!(found, country, "{text}");
        }
    }

    #[test]
    fn real_numbers_have_a_valid_key_and_one_place() {
        let file = include_str!("../../tests/data/uai_verified.csv");
        let (mut academies, mut abroad) = (BTreeMap::<_, u32>::new(), Vec::new());
        for text in file.lines().skip(1) {
            let uai = Uai::parse(text).unwrap();
            assert_eq!(uai.to_string(), text);
            match uai.registration() {
                Registration::Department { academy, .. } => {
                    assert_eq!(uai.academy(), Some(academy), "{text}");
                    *academies.entry(academy).or_default() += 1;
                }
                Registration::Abroad(country) => abroad.push((text, country.code())),
                Registration::Unknown => panic!("{text}"),
            }
        }
        // Every number but the one of Geneva resolves to one academy, and every academy has some.
        assert_eq!(academies.values().sum::<u32>(), 13_723);
        assert_eq!(abroad, [("1400031Y", "99140")]);
        assert_eq!(academies.len(), Academy::all().count());
    }

    #[test]
    fn travels_as_a_plain_text() {
        let uai: Uai = serde_json::from_str(r#""0750655A""#).unwrap();
        assert_eq!(serde_json::to_string(&uai).unwrap(), r#""0750655A""#);
        assert!(serde_json::from_str::<Uai>(r#""0750655""#).is_err());
    }

    #[test]
    fn errors_have_texts() {
        assert!([UaiError::Format, UaiError::Key].iter().all(|error| is_known(error.code())));
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,10}") {
            let _ = Uai::parse_lenient(&text);
        }

        #[test]
        fn every_number_has_exactly_one_key(number in 0_u32..10_000_000) {
            let accepted = ('A'..='Z').filter(|key| Uai::parse(&format!("{number:07}{key}")).is_ok());
            prop_assert_eq!(accepted.collect::<Vec<_>>(), [key_of(number)]);
        }

        #[test]
        fn displays_what_it_parses(text in "[0-9]{7}[A-Z]") {
            prop_assert_eq!(Uai::parse_lenient(&text).unwrap().to_string(), text);
        }
    }
}

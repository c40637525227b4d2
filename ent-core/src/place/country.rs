//! Countries and territories of the official geographic code.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::row::{by_code, by_name};
use crate::Coded;
use crate::tables::places::COUNTRIES;

/// A country or territory abroad, or France, by its five-digit code of the official geographic code,
/// such as `99140`.
///
/// ```
/// use ent_core::Country;
///
/// let country = Country::parse("99140")?;
/// assert_eq!((country.name(), country.iso()), ("Suisse", "CH"));
/// assert_eq!(Country::search("suis"), [country]);
/// assert!(Country::parse("CH").is_err());
/// # Ok::<(), ent_core::CountryError>(())
/// ```
#[doc(alias = "pays")]
#[doc(alias = "COG")]
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(pub(crate) &'static CountryRow);

by_code!(Country in COUNTRIES, CountryError);
by_name!(Country, CountryError);

impl Country {
    /// Two letters of ISO 3166-1; a territory has those of its state.
    #[must_use]
    pub const fn iso(self) -> &'static str {
        self.0.iso
    }

    /// The country whose establishments have numbers that start so; in France, departments have.
    pub(crate) fn of_uai_prefix(prefix: u32) -> Option<Self> {
        let at = COUNTRIES.binary_search_by_key(&prefix, |row| row.uai_prefix).ok()?;
        COUNTRIES.get(at).map(Self).filter(|country| country.0.iso != "FR")
    }
}

/// One row of the generated table.
#[derive(Debug)]
pub(crate) struct CountryRow {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) iso: &'static str,
    /// The code without its leading `99`.
    pub(crate) uai_prefix: u32,
}

/// No country is known so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no country is known so")]
#[non_exhaustive]
pub struct CountryError;

impl Coded for CountryError {
    fn code(&self) -> &'static str {
        "country/unknown"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_it_lists() {
        for value in Country::all() {
            assert_eq!(value.to_string().parse(), Ok(value));
            assert_eq!(Country::of_name(value.name()), Ok(value));
            assert!(Country::search(value.name()).contains(&value), "{value}");
        }
        assert!(Country::all().map(Country::code).is_sorted());
        assert!(crate::message::is_known(CountryError.code()));
    }

    #[test]
    fn travels_as_its_code() {
        for value in Country::all() {
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("{:?}", value.code()));
            assert_eq!(serde_json::from_str::<Country>(&json).unwrap(), value);
        }
        assert!(serde_json::from_str::<Country>(r#""""#).is_err());
    }

    #[test]
    fn prefixes_are_codes_without_99() {
        assert_eq!(Country::all().count(), 227);
        for country in Country::all() {
            assert_eq!(format!("99{:03}", country.0.uai_prefix), country.code());
        }
        assert_eq!(Country::of_uai_prefix(140).map(Country::name), Some("Suisse"));
        assert_eq!(Country::of_uai_prefix(100), None);
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,20}") {
            let _ = (Country::parse(&text), Country::of_name(&text), Country::search(&text));
        }
    }
}

//! Postal addresses.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{check_visible, nfc};
use crate::{Coded, Country};

/// Most lines above that of postcode and town.
const MAX_LINES: usize = 5;

/// Most characters of a line that fits on an envelope.
const ADVISED: usize = 38;

/// Most characters of a line.
const MAX_CHARS: usize = 100;

/// Most bytes of a line that are read: 100 characters of four bytes, twice for accents written
/// apart.
const MAX_BYTES: usize = 800;

/// Monaco, whose postcodes are those of France (`980..`).
const MONACO: &str = "MC";

/// A postal address, such as `1 boulevard Pasteur`, `30120`, `Le Vigan`.
///
/// Six lines at most, as on an envelope in France (AFNOR NF Z10-011): up to five of the host’s, then
/// postcode and town, and a further one for a country abroad. The standard has 38 characters a line;
/// schools hold longer ones, up to 100 here, and [`fits`](Self::fits) tells. The recipient is not
/// part of it. `Debug` shows nothing; there is no `Display`, so that no log holds one by accident.
///
/// ```
/// use ent_core::{PostalAddress, PostalError};
///
/// let home = PostalAddress::french(["1 boulevard Pasteur"], "30120", "Le Vigan")?;
/// assert_eq!(home.envelope(), ["1 boulevard Pasteur", "30120 LE VIGAN"]);
/// assert!(home.fits());
/// let wrong = PostalAddress::french(["1 boulevard Pasteur"], "3012", "Le Vigan");
/// assert_eq!(wrong, Err(PostalError::Postcode));
/// # Ok::<(), PostalError>(())
/// ```
#[doc(alias = "adresse postale")]
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct PostalAddress {
    /// INVARIANT: at most [`MAX_LINES`], none empty.
    lines: Vec<String>,
    /// INVARIANT: there where the country is France; only there and in Monaco.
    postcode: Option<String>,
    town: String,
    country: Country,
}

impl PostalAddress {
    /// An address in France, overseas included.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn french<'a>(
        lines: impl IntoIterator<Item = &'a str>,
        postcode: &str,
        town: &str,
    ) -> Result<Self, PostalError> {
        let france = Country::parse("99100").map_err(|_| PostalError::Country)?;
        Self::new(lines, Some(postcode), town, france)
    }

    /// An address: up to five lines, five digits of postcode in France and perhaps in Monaco and
    /// none elsewhere, and the town, after which a foreign postcode may stand. Spaces around are
    /// dropped, and so are empty lines.
    ///
    /// # Errors
    ///
    /// [`PostalError`] by the first part that breaks a rule, in this order.
    pub fn new<'a>(
        lines: impl IntoIterator<Item = &'a str>,
        postcode: Option<&str>,
        town: &str,
        country: Country,
    ) -> Result<Self, PostalError> {
        let mut kept = Vec::new();
        for line in lines {
            let line = read(line)?;
            if line.is_empty() {
                continue;
            }
            if kept.len() == MAX_LINES {
                return Err(PostalError::TooManyLines);
            }
            kept.push(line);
        }
        let postcode = match (country.iso(), postcode.map(str::trim_ascii)) {
            ("FR" | MONACO, Some(text)) if is_postcode(text) => Some(text.to_owned()),
            ("FR", _) | (MONACO, Some(_)) => return Err(PostalError::Postcode),
            (_, Some(_)) => return Err(PostalError::PostcodeAbroad),
            (_, None) => None,
        };
        let town = read(town)?;
        if town.is_empty() {
            return Err(PostalError::Town);
        }
        Ok(Self { lines: kept, postcode, town, country })
    }

    /// The lines above that of postcode and town, as written.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Five digits, in France and Monaco.
    #[doc(alias = "code postal")]
    #[must_use]
    pub fn postcode(&self) -> Option<&str> {
        self.postcode.as_deref()
    }

    /// The town, as written.
    #[doc(alias = "commune")]
    #[must_use]
    pub fn town(&self) -> &str {
        &self.town
    }

    /// The country.
    #[must_use]
    pub const fn country(&self) -> Country {
        self.country
    }

    /// The lines of an envelope below the recipient: the town in capitals, as the standard asks,
    /// then the country, unless it is France.
    #[must_use]
    pub fn envelope(&self) -> Vec<String> {
        let town = self.town.to_uppercase();
        let mut lines = self.lines.clone();
        lines.push(match &self.postcode {
            Some(postcode) => format!("{postcode} {town}"),
            None => town,
        });
        if self.country.iso() != "FR" {
            lines.push(self.country.name().to_uppercase());
        }
        lines
    }

    /// Whether every line of the envelope has at most 38 characters.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.envelope().iter().all(|line| line.chars().count() <= ADVISED)
    }
}

/// Five digits of a department of mainland France or Corsica, of the armed forces (`00`) or of
/// overseas (`97`, `98`).
fn is_postcode(text: &str) -> bool {
    text.len() == 5
        && text.bytes().all(|b| b.is_ascii_digit())
        && !text.starts_with("96")
        && !text.starts_with("99")
}

fn read(text: &str) -> Result<String, PostalError> {
    if text.len() > MAX_BYTES {
        return Err(PostalError::TooLong);
    }
    let line = nfc(text.trim());
    if line.chars().count() > MAX_CHARS {
        return Err(PostalError::TooLong);
    }
    check_visible(&line).map_err(|_| PostalError::Invisible)?;
    Ok(line)
}

impl fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostalAddress(redacted)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    lines: Vec<String>,
    postcode: Option<String>,
    town: String,
    country: Country,
}

impl TryFrom<Record> for PostalAddress {
    type Error = PostalError;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let lines = record.lines.iter().map(String::as_str);
        Self::new(lines, record.postcode.as_deref(), &record.town, record.country)
    }
}

impl From<PostalAddress> for Record {
    fn from(address: PostalAddress) -> Self {
        let PostalAddress { lines, postcode, town, country } = address;
        Self { lines, postcode, town, country }
    }
}

/// Why texts are not a [`PostalAddress`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PostalError {
    /// More than five lines above that of postcode and town.
    #[error("an address has at most {MAX_LINES} lines above its town")]
    TooManyLines,
    /// A line or the town has more than 100 characters.
    #[error("a line of an address has at most {MAX_CHARS} characters")]
    TooLong,
    /// A line or the town has a character that nobody can see.
    #[error("an address holds an invisible or control character")]
    Invisible,
    /// No postcode in France, or one that is none.
    #[error("a french postcode has five digits")]
    Postcode,
    /// A postcode of France in another country.
    #[error("only france and monaco have french postcodes")]
    PostcodeAbroad,
    /// No town.
    #[error("an address needs a town")]
    Town,
    /// The country is not known.
    #[error("the country is not known")]
    Country,
}

impl Coded for PostalError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooManyLines => "postal/too-many-lines",
            Self::TooLong => "postal/too-long",
            Self::Invisible => "postal/invisible",
            Self::Postcode => "postal/postcode",
            Self::PostcodeAbroad => "postal/postcode-abroad",
            Self::Town => "postal/town",
            Self::Country => "postal/country",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    type Case<'a> =
        (&'a [&'a str], Option<&'a str>, &'a str, &'a str, Result<&'a str, PostalError>);

    fn country(name: &str) -> Country {
        Country::of_name(name).unwrap()
    }

    #[test]
    fn reads_and_refuses() {
        use PostalError::*;
        let long = "é".repeat(100);
        let longer = "a".repeat(101);
        let huge = "a".repeat(1 << 20);
        let cases: &[Case<'_>] = &[
            // lines, postcode, town, country, envelope or error
            (
                &["1 bd Pasteur"],
                Some("30120"),
                "Le Vigan",
                "France",
                Ok("1 bd Pasteur|30120 LE VIGAN"),
            ),
            (
                &[" a ", "", "\u{A0}", "b"],
                Some(" 01000 "),
                " Bourg ",
                "France",
                Ok("a|b|01000 BOURG"),
            ),
            (&[], Some("97400"), "Saint-Denis", "France", Ok("97400 SAINT-DENIS")),
            (&[], Some("98800"), "Nouméa", "France", Ok("98800 NOUMÉA")),
            (&[], Some("00200"), "Hub Armées", "France", Ok("00200 HUB ARMÉES")),
            (
                &["1", "2", "3", "4", "5"],
                Some("75001"),
                "Paris",
                "France",
                Ok("1|2|3|4|5|75001 PARIS"),
            ),
            (
                &["Rue du Lac 1"],
                None,
                "1201 Genève",
                "Suisse",
                Ok("Rue du Lac 1|1201 GENÈVE|SUISSE"),
            ),
            (&[], Some("98000"), "Monaco", "Monaco", Ok("98000 MONACO|MONACO")),
            (&[], None, "Monaco", "Monaco", Ok("MONACO|MONACO")),
            (&["1", "2", "3", "4", "5", "6"], Some("75001"), "Paris", "France", Err(TooManyLines)),
            (&[&longer], Some("75001"), "Paris", "France", Err(TooLong)),
            (&[&huge], Some("75001"), "Paris", "France", Err(TooLong)),
            (&[], Some("75001"), &longer, "France", Err(TooLong)),
            (&["a\u{202E}b"], Some("75001"), "Paris", "France", Err(Invisible)),
            (&["a\nb"], Some("75001"), "Paris", "France", Err(Invisible)),
            (&[], Some("75001"), "Pa\u{200B}ris", "France", Err(Invisible)),
            (&[], None, "Paris", "France", Err(Postcode)),
            (&[], Some(""), "Paris", "France", Err(Postcode)),
            (&[], Some("7500"), "Paris", "France", Err(Postcode)),
            (&[], Some("750011"), "Paris", "France", Err(Postcode)),
            (&[], Some("2A000"), "Ajaccio", "France", Err(Postcode)),
            (&[], Some("７５００１"), "Paris", "France", Err(Postcode)),
            (&[], Some("96000"), "Paris", "France", Err(Postcode)),
            (&[], Some("99000"), "Paris", "France", Err(Postcode)),
            (&[], Some("1201"), "Genève", "Suisse", Err(PostcodeAbroad)),
            (&[], Some("75001"), " ", "France", Err(Town)),
        ];
        for (lines, postcode, town, of, expected) in cases {
            let read = PostalAddress::new(lines.iter().copied(), *postcode, town, country(of));
            let shown = read.map(|address| address.envelope().join("|"));
            assert_eq!(shown, expected.map(str::to_owned), "{town:.20?} {postcode:?}");
        }
        let address = PostalAddress::french([long.as_str()], "75001", "Paris").unwrap();
        assert!(!address.fits());
        let fits = PostalAddress::french([&*"a".repeat(38)], "75001", "Paris").unwrap();
        assert!(fits.fits());
    }

    #[test]
    fn travels_through_the_same_door() {
        let address = PostalAddress::french(["1 rue Canari"], "30120", "Le Vigan").unwrap();
        assert_eq!(format!("{address:?}"), "PostalAddress(redacted)");
        let json = serde_json::to_string(&address).unwrap();
        assert_eq!(serde_json::from_str::<PostalAddress>(&json).unwrap(), address);
        for (from, to) in [
            ("30120", "3012x"),
            ("\"30120\"", "null"),
            ("Le Vigan", ""),
            ("99100", "99109"),
            ("99100", "FR"),
            ("{", "{\"more\":1,"),
            ("Canari", "Can\\u0000ari"),
        ] {
            let bad = json.replacen(from, to, 1);
            assert_ne!(bad, json);
            let refused = serde_json::from_str::<PostalAddress>(&bad).unwrap_err().to_string();
            assert!(!refused.contains("Can") && !refused.contains("3012"), "{refused}");
        }
    }

    #[test]
    fn every_error_has_its_texts() {
        use PostalError::*;
        for error in [TooManyLines, TooLong, Invisible, Postcode, PostcodeAbroad, Town, Country] {
            assert!(is_known(error.code()), "{}", error.code());
        }
    }

    proptest! {
        #[test]
        fn reads_again_what_it_kept(
            lines in prop::collection::vec(".{0,40}", 0..7),
            postcode in "[0-9]{4,5}",
            town in ".{0,40}",
        ) {
            let given = lines.iter().map(String::as_str);
            if let Ok(address) = PostalAddress::french(given, &postcode, &town) {
                let again = address.lines().iter().map(String::as_str);
                let read = PostalAddress::french(again, address.postcode().unwrap(), address.town());
                prop_assert_eq!(read.as_ref(), Ok(&address));
                prop_assert!(address.envelope().len() <= MAX_LINES + 1);
            }
        }
    }
}

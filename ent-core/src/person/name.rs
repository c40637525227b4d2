//! Family and given names.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;
use crate::text::{check_visible, fold, nfc};

/// Most characters a part of a name has.
const MAX_CHARS: usize = 100;

/// Most bytes of a part that are read: 100 characters of four bytes, twice for accents written
/// apart.
const MAX_BYTES: usize = 800;

/// Family name, given names and perhaps a usual name, as the person or the school wrote them.
///
/// ```
/// use ent_core::{NameError, PersonName};
///
/// let one = PersonName::parse("Le Noël", "Anne-Zoé")?;
/// assert!(one.same_as(&PersonName::parse("LE NOEL", "ANNE ZOE")?));
/// assert!(!one.same_as(&PersonName::parse("LE NOEL", "ZOE")?));
/// assert_eq!(one.clone().with_usual("d’Arc")?.display(), "Anne-Zoé D’ARC");
/// assert_eq!(PersonName::parse("Le Noël", " ").map_err(|e| e.to_string()),
///     Err("the given name is empty".to_owned()));
/// # Ok::<(), NameError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct PersonName {
    family: String,
    given: String,
    usual: Option<String>,
}

impl PersonName {
    /// Reads a name: 1 to 100 visible characters each, with at least one letter; spaces around
    /// are dropped.
    ///
    /// # Errors
    ///
    /// [`NameError`] by the first part that breaks a rule, family name first.
    pub fn parse(family: &str, given: &str) -> Result<Self, NameError> {
        let (family, given) = (read(family, NamePart::Family)?, read(given, NamePart::Given)?);
        Ok(Self { family, given, usual: None })
    }

    /// The name with `usual` as the family name its bearer goes by, such as that of a spouse; the
    /// same limits hold.
    ///
    /// # Errors
    ///
    /// [`NameError`] of the usual name.
    #[doc(alias = "nom d’usage")]
    pub fn with_usual(self, usual: &str) -> Result<Self, NameError> {
        Ok(Self { usual: Some(read(usual, NamePart::Usual)?), ..self })
    }

    /// The family name given at birth, as written.
    #[doc(alias = "nom de famille")]
    #[doc(alias = "nom de naissance")]
    #[must_use]
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The given names, as written.
    #[doc(alias = "prénom")]
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// The family name its bearer goes by, where one was given.
    #[doc(alias = "nom d’usage")]
    #[must_use]
    pub fn usual(&self) -> Option<&str> {
        self.usual.as_deref()
    }

    /// The given names one by one, what a hyphen joins in one piece.
    pub fn given_names(&self) -> impl Iterator<Item = &str> {
        pieces(&self.given)
    }

    /// Whether both may name the same person: equal family names, and given names that start
    /// with the same first one, cases, accents, hyphens and kinds of apostrophe aside.
    ///
    /// The usual name of one may stand for the birth name of the other, since directories keep
    /// either; two equal usual names say nothing where the birth names differ. Schools know one given
    /// name and civil status all of them, so `Zoé` is `ZOE MARIE`. A
    /// hyphen ties what it joins: `Anne-Marie` is `ANNE MARIE`, but not `Anne`. Only whole names
    /// count: `Ann` is not `Joanna`.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let (ours, theirs) = (words(&self.given), words(&other.given));
        self.shares_family(other)
            && (starts_with_first(&ours, &theirs) || starts_with_first(&theirs, &ours))
    }

    fn shares_family(&self, other: &Self) -> bool {
        let (ours, theirs) = (comparable(&self.family), comparable(&other.family));
        ours == theirs
            || self.usual.as_deref().map(comparable) == Some(theirs)
            || other.usual.as_deref().map(comparable) == Some(ours)
    }

    /// Given names, then the usual name or else the birth name in capitals: `Zoé LE NOËL`.
    #[must_use]
    pub fn display(&self) -> String {
        format!("{} {}", self.given, self.shown_family().to_uppercase())
    }

    /// As lists show it, the family name first: `LE NOËL Zoé`.
    #[must_use]
    pub fn display_in_list(&self) -> String {
        format!("{} {}", self.shown_family().to_uppercase(), self.given)
    }

    /// First letters in capitals, of the first given name with what a hyphen joins to it and of the
    /// family name without a leading `de` or `d’`: `JPD` for Jean-Pierre de Dieu.
    #[doc(alias = "initiales")]
    #[must_use]
    pub fn initials(&self) -> String {
        let given = comparable(self.given_names().next().unwrap_or_default());
        let family = comparable(self.shown_family());
        let first = without_particle(&family).split(' ').take(1);
        let letters = given.split(' ').chain(first).filter_map(|word| word.chars().next());
        letters.flat_map(char::to_uppercase).collect()
    }

    /// Text whose order is that of a French directory: by family name without a leading `de` or
    /// `d’` (but with `du`, `des`, `la` and `le`, as libraries file them), then by given names; case
    /// and accents make no difference.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let (family, given) = (comparable(self.shown_family()), comparable(&self.given));
        // A tab comes before the space within names, so that a shorter name comes first.
        format!("{}\t{given}", without_particle(&family))
    }

    /// The form in which names are compared: as [`fold`], and every kind of apostrophe parts words.
    ///
    /// ```
    /// assert_eq!(ent_core::PersonName::folded("D\u{2BC}Arc"), "d arc");
    /// ```
    #[must_use]
    pub fn folded(text: &str) -> String {
        comparable(text)
    }

    /// Words by which the name is found: those of its three parts, in comparison form, with one
    /// space between.
    ///
    /// ```
    /// use ent_core::PersonName;
    ///
    /// let name = PersonName::parse("Le Noël", "Anne-Zoé")?.with_usual("d’Arc")?;
    /// assert_eq!(name.search_words(), "anne zoe le noel d arc");
    /// # Ok::<(), ent_core::NameError>(())
    /// ```
    #[must_use]
    pub fn search_words(&self) -> String {
        let usual = self.usual.as_deref().unwrap_or_default();
        let parts = [self.given.as_str(), &self.family, usual].map(comparable);
        parts.join(" ").trim_end().to_owned()
    }

    fn shown_family(&self) -> &str {
        self.usual.as_deref().unwrap_or(&self.family)
    }
}

/// The form in which names are compared; apostrophes that Unicode counts as letters separate words
/// like all others.
fn comparable(name: &str) -> String {
    fold(&name.replace(['\u{2BB}', '\u{2BC}', '\u{2B9}', '\u{A78C}'], "'"))
}

/// A family name in comparison form without a leading `de` or `d`, unless nothing is left.
fn without_particle(family: &str) -> &str {
    ["de ", "d "].iter().find_map(|particle| family.strip_prefix(particle)).unwrap_or(family)
}

fn pieces(given: &str) -> impl Iterator<Item = &str> {
    given.split(|c: char| c.is_whitespace() || c == ',').filter(|piece| !piece.is_empty())
}

/// The given name by which a school lists a pupil.
///
/// ```
/// use ent_core::{GivenName, NameError};
///
/// assert_eq!(GivenName::parse(" Zoé ")?.as_str(), "Zoé");
/// assert!(GivenName::parse("Zo\u{202E}é").is_err());
/// # Ok::<(), NameError>(())
/// ```
#[doc(alias = "prénom")]
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GivenName(String);

impl GivenName {
    /// Reads a given name: 1 to 100 visible characters with at least one letter; spaces around are
    /// dropped.
    ///
    /// # Errors
    ///
    /// [`NameError`] of the given name.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        read(text, NamePart::Given).map(Self)
    }

    /// The name, as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for GivenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenName(redacted)")
    }
}

impl TryFrom<String> for GivenName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<GivenName> for String {
    fn from(name: GivenName) -> Self {
        name.0
    }
}

/// Folded given names, those tied by a hyphen in one piece.
fn words(given: &str) -> Vec<String> {
    pieces(given).map(comparable).filter(|word| !word.is_empty()).collect()
}

/// Whether the first of `names` is how `others` start, cut between two of them.
fn starts_with_first(names: &[String], others: &[String]) -> bool {
    let Some(first) = names.first() else {
        return false;
    };
    (1..=others.len())
        .any(|count| others.get(..count).is_some_and(|start| start.join(" ") == *first))
}

fn read(text: &str, part: NamePart) -> Result<String, NameError> {
    if text.len() > MAX_BYTES {
        return Err(NameError::TooLong { part });
    }
    let name = nfc(text.trim());
    if name.is_empty() {
        return Err(NameError::Empty { part });
    }
    if name.chars().count() > MAX_CHARS {
        return Err(NameError::TooLong { part });
    }
    // Folding keeps no letter of a script it does not know, and such a name would equal any other.
    let has_letter = comparable(&name).chars().any(char::is_alphabetic);
    if check_visible(&name).is_err() || !has_letter {
        return Err(NameError::Format { part });
    }
    Ok(name)
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(redacted)")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    family: String,
    given: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    usual: Option<String>,
}

impl TryFrom<Record> for PersonName {
    type Error = NameError;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let name = Self::parse(&record.family, &record.given)?;
        record.usual.iter().try_fold(name, |name, usual| name.with_usual(usual))
    }
}

impl From<PersonName> for Record {
    fn from(name: PersonName) -> Self {
        Self { family: name.family, given: name.given, usual: name.usual }
    }
}

/// The part of a name an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a name has these three parts")]
pub enum NamePart {
    /// The family name.
    Family,
    /// The given names.
    Given,
    /// The usual name.
    Usual,
}

impl fmt::Display for NamePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Family => "family name",
            Self::Given => "given name",
            Self::Usual => "usual name",
        })
    }
}

/// Why texts are not a [`PersonName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing but spaces.
    #[error("the {part} is empty")]
    Empty {
        /// Which part.
        part: NamePart,
    },
    /// More than 100 characters.
    #[error("the {part} has more than {MAX_CHARS} characters")]
    TooLong {
        /// Which part.
        part: NamePart,
    },
    /// A character nobody can see, or no letter at all.
    #[error("the {part} has an invisible character or no letter")]
    Format {
        /// Which part.
        part: NamePart,
    },
}

impl Coded for NameError {
    fn code(&self) -> &'static str {
        use NamePart::{Family, Given, Usual};
        match self {
            Self::Empty { part: Family } => "name/family-empty",
            Self::Empty { part: Given } => "name/given-empty",
            Self::Empty { part: Usual } => "name/usual-empty",
            Self::TooLong { part: Family } => "name/family-too-long",
            Self::TooLong { part: Given } => "name/given-too-long",
            Self::TooLong { part: Usual } => "name/usual-too-long",
            Self::Format { part: Family } => "name/family-format",
            Self::Format { part: Given } => "name/given-format",
            Self::Format { part: Usual } => "name/usual-format",
        }
    }
}

#[cfg(test)]
mod tests {
    use NamePart::{Family, Given, Usual};
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_and_refuses() {
        let hundred = "é".repeat(100);
        let apart = "e\u{301}".repeat(100);
        let more = "a".repeat(101);
        let huge = "a".repeat(1 << 20);
        let cases = [
            // family, given, error
            ("Martin", "Zoé", None),
            ("  d’Arc ", "Jeanne", None),
            (&hundred, &apart, None),
            ("", "Zoé", Some(NameError::Empty { part: Family })),
            ("Martin", "\u{A0}", Some(NameError::Empty { part: Given })),
            (&more, "Zoé", Some(NameError::TooLong { part: Family })),
            ("Martin", &huge, Some(NameError::TooLong { part: Given })),
            ("123", "Zoé", Some(NameError::Format { part: Family })),
            ("Martin", "-", Some(NameError::Format { part: Given })),
            ("\u{2BC}", "Zoé", Some(NameError::Format { part: Family })),
            ("Martin", "Zo\u{200B}é", Some(NameError::Format { part: Given })),
            ("Mar\u{202E}tin", "Zoé", Some(NameError::Format { part: Family })),
            ("Mar\0tin", "Zoé", Some(NameError::Format { part: Family })),
        ];
        for (family, given, error) in cases {
            let read = PersonName::parse(family, given);
            assert_eq!(read.err(), error, "{family:.30?} {given:.30?}");
        }
    }

    #[test]
    fn same_person() {
        let cases = [
            // one given name, another, whether they may be one person's
            ("Anne-Marie", "ANNE MARIE", true),
            ("Zoé", "ZOE", true),
            ("Zoé", "Zoé Marie Louise", true),
            ("Zoé", "Zoé, Marie", true),
            ("Anne-Marie", "Anne Marie Louise", true),
            ("Anne", "Anne-Marie", false),
            ("Anne-Marie", "Anne-Sophie", false),
            ("Ann", "Joanna", false),
            ("Ann", "Anna", false),
            ("Marie", "Anne Marie", false),
            ("Jean", "Zoé", false),
        ];
        for (one, other, same) in cases {
            let [a, b] = [one, other].map(|given| PersonName::parse("Le Noël", given).unwrap());
            assert_eq!((a.same_as(&b), b.same_as(&a)), (same, same), "{one} / {other}");
        }
        let [a, b] = ["Martin", "Martinez"].map(|f| PersonName::parse(f, "Zoé").unwrap());
        assert!(!a.same_as(&b));
    }

    #[test]
    fn same_family() {
        let cases = [
            // birth and usual name of one, of another, whether they may be one person's
            (("Martin", ""), ("MARTIN", ""), true),
            (("d'Arc", ""), ("D’ARC", ""), true),
            (("dʼArc", ""), ("D ARC", ""), true),
            (("de La Tour", ""), ("DE LA TOUR", ""), true),
            (("Martin", "Durand"), ("DURAND", ""), true),
            (("Martin", "Durand"), ("Martin", "Petit"), true),
            (("Martin", "Durand"), ("Petit", "Durand"), false),
            (("Martin", "Durand"), ("Durand", "Martin"), true),
            (("Martin", "Durand"), ("Petit", ""), false),
            (("Durand", ""), ("Durand-Martin", ""), false),
            (("de Martin", ""), ("Martin", ""), false),
        ];
        for (one, other, same) in cases {
            let [a, b] = [one, other].map(|(family, usual)| {
                let name = PersonName::parse(family, "Zoé").unwrap();
                if usual.is_empty() { name } else { name.with_usual(usual).unwrap() }
            });
            assert_eq!((a.same_as(&b), b.same_as(&a)), (same, same), "{one:?} / {other:?}");
        }
    }

    #[test]
    fn shows() {
        let cases = [
            // family, given, shown, shown in a list, initials, sort key
            (
                "Le Noël",
                "Anne-Zoé",
                "Anne-Zoé LE NOËL",
                "LE NOËL Anne-Zoé",
                "AZL",
                "le noel\tanne zoe",
            ),
            ("d’Arc", "Jeanne", "Jeanne D’ARC", "D’ARC Jeanne", "JA", "arc\tjeanne"),
            (
                "de La Tour",
                "Zoé, Marie",
                "Zoé, Marie DE LA TOUR",
                "DE LA TOUR Zoé, Marie",
                "ZL",
                "la tour\tzoe marie",
            ),
            ("du Bellay", "J", "J DU BELLAY", "DU BELLAY J", "JD", "du bellay\tj"),
            ("De", "Œdipe", "Œdipe DE", "DE Œdipe", "OD", "de\toedipe"),
        ];
        for (family, given, shown, listed, initials, key) in cases {
            let name = PersonName::parse(family, given).unwrap();
            assert_eq!(name.display(), shown);
            assert_eq!(name.display_in_list(), listed);
            assert_eq!((name.initials().as_str(), name.sort_key().as_str()), (initials, key));
        }
        let name = PersonName::parse("Martin", "Zoé").unwrap().with_usual("Durand").unwrap();
        assert_eq!(name.display(), "Zoé DURAND");
        assert_eq!(name.sort_key(), "durand\tzoe");
    }

    #[test]
    fn travels_as_a_record_and_debug_tells_nothing() {
        let name = PersonName::parse("Martin", "Zoé").unwrap();
        let json = r#"{"family":"Martin","given":"Zoé"}"#;
        assert_eq!(serde_json::to_string(&name).unwrap(), json);
        assert_eq!(serde_json::from_str::<PersonName>(json).unwrap(), name);
        assert!(serde_json::from_str::<PersonName>(r#"{"family":"","given":"Zoé"}"#).is_err());
        let more = r#"{"family":"Martin","given":"Zoé","other":"x"}"#;
        assert!(serde_json::from_str::<PersonName>(more).is_err());
        assert_eq!(format!("{name:?}"), "PersonName(redacted)");
        assert_eq!(format!("{:?}", GivenName::parse("Zoé").unwrap()), "GivenName(redacted)");
        let usual = r#"{"family":"Martin","given":"Zoé","usual":"Durand"}"#;
        let name: PersonName = serde_json::from_str(usual).unwrap();
        assert_eq!((name.usual(), name.given_names().count()), (Some("Durand"), 1));
        assert_eq!(serde_json::to_string(&name).unwrap(), usual);
        assert!(serde_json::from_str::<PersonName>(&usual.replace("Durand", "")).is_err());
    }

    #[test]
    fn errors_have_texts() {
        for part in [Family, Given, Usual] {
            for error in
                [NameError::Empty { part }, NameError::TooLong { part }, NameError::Format { part }]
            {
                assert!(is_known(error.code()), "{}", error.code());
            }
        }
    }

    proptest! {
        #[test]
        fn everyone_is_themselves(family in ".{0,20}", given in ".{0,20}") {
            if let Ok(name) = PersonName::parse(&family, &given) {
                prop_assert!(name.same_as(&name));
                prop_assert!(!name.initials().is_empty() && !name.sort_key().starts_with('\t'));
                let usual = PersonName::parse("Autre", &given).unwrap().with_usual(&family).unwrap();
                prop_assert!(usual.same_as(&name) && name.same_as(&usual));
                prop_assert_eq!(PersonName::parse(name.family(), name.given()), Ok(name.clone()));
            }
        }
    }
}

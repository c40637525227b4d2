//! How an adult is linked to a pupil, and what the academic directory says of it.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use super::guardianship::Edge;
use crate::listed::listed;
use crate::tables::links::LINKS;
use crate::{Coded, GuardianId, Lang, message};

/// A link between an adult and a pupil, by its code in the academic directory feed (AAF), such as
/// `10` for the mother.
///
/// ```
/// use ent_core::person::AafLink;
///
/// assert_eq!(AafLink::parse("10")?.label(ent_core::Lang::En), "Mother");
/// // Codes in use before are read, never written.
/// assert_eq!(AafLink::parse("2")?.code(), "10");
/// assert!(AafLink::parse("8").is_err());
/// # Ok::<(), ent_core::person::AafLinkError>(())
/// ```
#[doc(alias = "lien de parenté")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct AafLink {
    pub(crate) code: &'static str,
    pub(crate) old_code: Option<&'static str>,
    pub(crate) label: &'static str,
}

impl AafLink {
    /// Reads a code of two digits, or the single digit of earlier feeds.
    ///
    /// # Errors
    ///
    /// [`AafLinkError`] when no link has the code.
    pub fn parse(code: &str) -> Result<Self, AafLinkError> {
        let found = LINKS.iter().find(|link| link.code == code || link.old_code == Some(code));
        found.copied().ok_or(AafLinkError)
    }

    /// Every link, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        LINKS.iter().copied()
    }

    /// The code of two digits.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The digit that stood for the link in earlier feeds.
    #[must_use]
    pub const fn old_code(self) -> Option<&'static str> {
        self.old_code
    }

    /// Words to show for the link.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        message::text(self.label, lang, &[])
    }

    /// Whether the person is the pupil, who is of age and answers for themselves.
    #[doc(alias = "élève lui-même")]
    #[must_use]
    pub fn is_pupil(self) -> bool {
        self.code == "70"
    }
}

impl fmt::Display for AafLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl FromStr for AafLink {
    type Err = AafLinkError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

// Derived, it would borrow the static texts from what is read.
impl<'de> Deserialize<'de> for AafLink {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl From<AafLink> for String {
    fn from(link: AafLink) -> Self {
        link.code.to_owned()
    }
}

/// No link has the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no link has this code")]
#[non_exhaustive]
pub struct AafLinkError;

impl Coded for AafLinkError {
    fn code(&self) -> &'static str {
        "link/unknown"
    }
}

listed! {
    /// What an adult may decide for a pupil.
    ///
    /// ```
    /// use ent_core::person::Standing;
    ///
    /// assert_eq!(Standing::from_aaf("1"), Some(Standing::Legal));
    /// assert_eq!(Standing::from_aaf("0"), Some(Standing::Contact));
    /// assert_eq!(Standing::from_aaf("4"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the academic directory closes this list")]
    Standing in "standing" {
        /// Legal guardian, `1` in the feed.
        #[doc(alias = "représentant légal")]
        #[doc(alias = "responsable légal")]
        Legal = "legal",
        /// In charge of the pupil without being a legal guardian, `2` in the feed.
        #[doc(alias = "en charge")]
        InCharge = "in_charge",
        /// To be called when needed, `3` in the feed.
        Contact = "contact",
    }
}

impl Standing {
    /// Reads the digit of the academic directory; `0`, which is no longer written, says contact.
    #[must_use]
    pub fn from_aaf(digit: &str) -> Option<Self> {
        match digit {
            "1" => Some(Self::Legal),
            "2" => Some(Self::InCharge),
            "0" | "3" => Some(Self::Contact),
            _ => None,
        }
    }

    /// The digit of the academic directory.
    #[must_use]
    pub const fn aaf(self) -> &'static str {
        match self {
            Self::Legal => "1",
            Self::InCharge => "2",
            Self::Contact => "3",
        }
    }
}

/// One value of `ENTElevePersRelEleve`, what the academic directory says of one adult related to a
/// pupil: `id$link$financial$standing$contact$payment`.
///
/// ```
/// use ent_core::person::{AafRelation, AafRelationError, Standing};
///
/// let mother = AafRelation::parse("2000000$10$1$1$1$1")?;
/// assert_eq!(mother.guardian.as_str(), "2000000");
/// assert_eq!(mother.edge.standing, Standing::Legal);
/// assert_eq!(AafRelation::parse("2000000$8$1$1$1$1"), Err(AafRelationError::Link));
/// # Ok::<(), AafRelationError>(())
/// ```
#[doc(alias = "ENTElevePersRelEleve")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the feed has these six fields")]
pub struct AafRelation {
    /// The adult, by the number of the feed.
    pub guardian: GuardianId,
    /// What the feed says of the two.
    pub edge: Edge,
}

impl AafRelation {
    /// Reads the six fields. Flags are `0` or `1`.
    ///
    /// # Errors
    ///
    /// [`AafRelationError`], by the first field that cannot be read.
    pub fn parse(text: &str) -> Result<Self, AafRelationError> {
        let mut fields = text.splitn(7, '$');
        let six = [(); 6].map(|()| fields.next());
        let [Some(id), Some(link), Some(financial), Some(standing), Some(contact), Some(payment)] =
            six
        else {
            return Err(AafRelationError::Fields);
        };
        if fields.next().is_some() {
            return Err(AafRelationError::Fields);
        }
        let guardian = GuardianId::parse(id).map_err(|_| AafRelationError::Id)?;
        let edge = Edge {
            link: AafLink::parse(link).map_err(|_| AafRelationError::Link)?,
            financial: flag(financial).ok_or(AafRelationError::Financial)?,
            standing: Standing::from_aaf(standing).ok_or(AafRelationError::Standing)?,
            contact: flag(contact).ok_or(AafRelationError::Contact)?,
            payment: flag(payment).ok_or(AafRelationError::Payment)?,
        };
        Ok(Self { guardian, edge })
    }
}

fn flag(digit: &str) -> Option<bool> {
    match digit {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

impl fmt::Display for AafRelation {
    /// As the feed writes it, with the code of two digits and never standing `0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Edge { link, standing, financial, contact, payment } = self.edge;
        let [financial, contact, payment] = [financial, contact, payment].map(u8::from);
        let standing = standing.aaf();
        write!(f, "{}${link}${financial}${standing}${contact}${payment}", self.guardian)
    }
}

impl FromStr for AafRelation {
    type Err = AafRelationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Which part of a text is no [`AafRelation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AafRelationError {
    /// More or fewer than six fields.
    #[error("a relation has six fields")]
    Fields,
    /// The first: no identifier.
    #[error("the related person has no identifier")]
    Id,
    /// The second: no link has the code.
    #[error("the link is not known")]
    Link,
    /// The third is not `0` or `1`.
    #[error("the financial flag is 0 or 1")]
    Financial,
    /// The fourth is none of `0`, `1`, `2`, `3`.
    #[error("the legal standing is 0, 1, 2 or 3")]
    Standing,
    /// The fifth is not `0` or `1`.
    #[error("the contact flag is 0 or 1")]
    Contact,
    /// The sixth is not `0` or `1`.
    #[error("the payment flag is 0 or 1")]
    Payment,
}

impl Coded for AafRelationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Fields => "aaf-relation/fields",
            Self::Id => "aaf-relation/id",
            Self::Link => "aaf-relation/link",
            Self::Financial => "aaf-relation/financial",
            Self::Standing => "aaf-relation/standing",
            Self::Contact => "aaf-relation/contact",
            Self::Payment => "aaf-relation/payment",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn links_have_codes_and_labels() {
        for link in AafLink::all() {
            for code in [Some(link.code()), link.old_code()].into_iter().flatten() {
                assert_eq!(AafLink::parse(code), Ok(link));
            }
            assert!(is_known(link.label), "{}", link.label);
            let json = serde_json::to_string(&link).unwrap();
            assert_eq!(serde_json::from_str::<AafLink>(&json).unwrap(), link);
        }
        assert_eq!(AafLink::all().count(), 12);
        assert_eq!(AafLink::all().filter(|link| link.is_pupil()).count(), 1);
        for bad in ["", "0", "8", "010", " 10", "１０", "100"] {
            assert_eq!(AafLink::parse(bad), Err(AafLinkError), "{bad}");
        }
        assert!(is_known(AafLinkError.code()));
        Standing::check_list();
    }

    #[test]
    fn reads_and_refuses() {
        use AafRelationError::{Contact, Fields, Financial, Id, Link, Payment, Standing};
        let huge = "1$".repeat(1 << 20);
        let cases = [
            // text, written again or error
            ("2000000$10$1$1$1$1", Ok("2000000$10$1$1$1$1")),
            ("2000000$1$0$0$0$0", Ok("2000000$20$0$3$0$0")),
            ("x$70$0$2$1$0", Ok("x$70$0$2$1$0")),
            ("", Err(Fields)),
            ("1$10$1$1$1", Err(Fields)),
            ("1$10$1$1$1$1$", Err(Fields)),
            (&huge, Err(Fields)),
            ("$10$1$1$1$1", Err(Id)),
            (" 1$10$1$1$1$1", Err(Id)),
            ("1$$1$1$1$1", Err(Link)),
            ("1$10$O$1$1$1", Err(Financial)),
            ("1$10$1$4$1$1", Err(Standing)),
            ("1$10$1$1$2$1", Err(Contact)),
            ("1$10$1$1$1$", Err(Payment)),
        ];
        for (text, expected) in cases {
            let read = AafRelation::parse(text).map(|relation| relation.to_string());
            assert_eq!(read.as_deref().map_err(|error| *error), expected, "{text:.30}");
        }
        for error in [Fields, Id, Link, Financial, Standing, Contact, Payment] {
            assert!(is_known(error.code()), "{}", error.code());
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_shows(text in "[a-z0-9]{0,3}[$][0-9]{1,2}([$][0-3]){4}") {
            if let Ok(relation) = AafRelation::parse(&text) {
                prop_assert_eq!(AafRelation::parse(&relation.to_string()), Ok(relation));
            }
        }

        #[test]
        fn never_panics(text in ".{0,30}") {
            let _ = AafRelation::parse(&text);
        }
    }
}

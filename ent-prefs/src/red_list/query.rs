//! Searching a directory without learning what is hidden.

use std::fmt;

use ent_core::text::check_visible;
use ent_core::{Coded, Email, PersonName, PhoneNumber, Region};
use thiserror::Error;

use super::projection::{seen_email, seen_number};
use super::{DirectoryField, DirectoryRow, Projection, Viewer, Visibility, project};
use crate::PhoneSlot;

/// Fewest letters and digits of a query.
const MIN_CHARS: usize = 2;

/// Most characters of a query.
const MAX_CHARS: usize = 100;

/// Most bytes of a query that are read.
const MAX_BYTES: usize = 800;

/// Most people a search finds.
const MAX_HITS: usize = 100;

/// What someone typed to find a person: words of a name or a class, a whole e-mail address, or a
/// whole number.
///
/// ```
/// use ent_core::Region;
/// use ent_prefs::red_list::{Query, SearchError};
///
/// assert!(Query::parse("le noël", Region::FR).is_ok());
/// assert_eq!(Query::parse(" z ", Region::FR), Err(SearchError::TooShort));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    email: Option<String>,
    number: Option<PhoneNumber>,
}

impl Query {
    /// Reads a query of 2 to 100 characters; a number without country code is one of `region`.
    ///
    /// # Errors
    ///
    /// [`SearchError::TooLong`], [`SearchError::Invisible`], or [`SearchError::TooShort`] when
    /// fewer than two letters or digits are there.
    pub fn parse(text: &str, region: Region) -> Result<Self, SearchError> {
        let text = text.trim();
        if text.len() > MAX_BYTES || text.chars().count() > MAX_CHARS {
            return Err(SearchError::TooLong);
        }
        check_visible(text).map_err(|_| SearchError::Invisible)?;
        let folded = PersonName::folded(text);
        if folded.chars().filter(|c| *c != ' ').count() < MIN_CHARS {
            return Err(SearchError::TooShort);
        }
        Ok(Self {
            words: words(&folded).map(str::to_owned).collect(),
            email: Email::parse(text).ok().map(|email| email.key()),
            number: PhoneNumber::parse(text, region).ok(),
        })
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Query(redacted)")
    }
}

/// One person found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hit {
    /// Position of the row among those searched, for the host.
    pub index: usize,
    /// What the viewer sees of the person.
    pub seen: Projection,
}

/// The people a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// By name as a French directory has it, those whose name is hidden first, then by row.
    pub hits: Vec<Hit>,
    /// Whether the limit left others out.
    pub more: bool,
}

/// Finds the people of `rows` that `query` names, at most `limit` and never more than 100.
///
/// A person is found when every word of the query starts a word of their name or classes, or when
/// the query is their e-mail address or one of their numbers; of all these, only what the viewer
/// sees is compared. So the answer to a hidden number is that to a number of nobody, and birth
/// dates and addresses are never searched. `viewer_of` says what the viewer is to the person of a
/// row, by its position.
///
/// ```
/// use ent_core::{PersonName, Region};
/// use ent_prefs::red_list::{DirectoryRow, Query, Viewer, ViewerRole, Visibility, search};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let rows = [DirectoryRow::new(PersonName::parse("Le Noël", "Zoé")?)];
/// let teacher = Viewer::new(ent_core::SubjectId::parse("teacher-1")?, ViewerRole::Teacher);
/// let query = Query::parse("zoe le", Region::FR)?;
/// let policy = Visibility::preset();
/// assert_eq!(search(&rows, &query, |_, _| teacher.clone(), &policy, 20).hits.len(), 1);
/// assert_eq!(search(&rows, &query, |_, _| Viewer::anonymous(), &policy, 20).hits.len(), 0);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn search(
    rows: &[DirectoryRow],
    query: &Query,
    viewer_of: impl Fn(usize, &DirectoryRow) -> Viewer,
    policy: &Visibility,
    limit: usize,
) -> Found {
    let mut found: Vec<(String, usize, Projection)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let viewer = viewer_of(index, row);
        if matches(row, query, &viewer, policy) {
            let seen = project(row, &viewer, policy);
            let key = seen.name().map(PersonName::sort_key).unwrap_or_default();
            found.push((key, index, seen));
        }
    }
    found.sort_by(|(key, index, _), other| (key, index).cmp(&(&other.0, &other.1)));
    let limit = limit.min(MAX_HITS);
    let more = found.len() > limit;
    found.truncate(limit);
    let hits = found.into_iter().map(|(_, index, seen)| Hit { index, seen });
    Found { hits: hits.collect(), more }
}

fn matches(row: &DirectoryRow, query: &Query, viewer: &Viewer, policy: &Visibility) -> bool {
    let seen = policy.seen_by(viewer, &row.red_list);
    let email = || {
        let wanted = query.email.as_deref();
        wanted.is_some_and(|key| seen_email(&row.card, seen).is_some_and(|seen| seen.key() == key))
    };
    let number = || {
        let wanted = query.number.as_ref();
        wanted.is_some_and(|number| {
            let seen = |slot: &PhoneSlot| seen_number(&row.card, *slot, seen, viewer);
            PhoneSlot::ALL.iter().any(|slot| seen(slot) == Some(number))
        })
    };
    let named = || {
        let mut text = String::new();
        if seen.contains(DirectoryField::Name) {
            text = row.name.search_words();
        }
        if seen.contains(DirectoryField::Classes) {
            for class in &row.classes {
                text.push(' ');
                text.push_str(&PersonName::folded(class));
            }
        }
        query.words.iter().all(|wanted| words(&text).any(|word| word.starts_with(wanted.as_str())))
    };
    email() || number() || named()
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty())
}

/// Why a text is not a [`Query`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SearchError {
    /// Fewer than two letters or digits.
    #[error("a query has at least {MIN_CHARS} letters or digits")]
    TooShort,
    /// More than 100 characters.
    #[error("a query has at most {MAX_CHARS} characters")]
    TooLong,
    /// A character nobody can see.
    #[error("a query holds no invisible or control character")]
    Invisible,
}

impl Coded for SearchError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "search/too-short",
            Self::TooLong => "search/too-long",
            Self::Invisible => "search/invisible",
        }
    }
}

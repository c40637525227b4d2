//! The mire (WAYF, "where are you from"): the choices that lead a person to the right guichet.

mod remember;
mod search;

use std::borrow::Cow;

use thiserror::Error;

pub use remember::{Device, RememberedChoice};
pub use search::MirePath;

use super::IdentitySource;
use super::definition::{Entry, Page};
use crate::listed::listed;
use crate::{Academy, Coded, Lang};

listed! {
    /// Level of schooling that some ENTs ask for beside the profile.
    ///
    /// ```
    /// use ent_core::ent::Level;
    ///
    /// assert_eq!(Level::from_code("college"), Some(Level::College));
    /// assert_eq!(Level::from_code("university"), None);
    /// ```
    #[doc(alias = "niveau")]
    #[expect(clippy::exhaustive_enums, reason = "the law sets the levels")]
    Level in "level" {
        /// École, ages 3 to 10.
        Ecole = "ecole",
        /// Collège, ages 11 to 14.
        College = "college",
        /// Lycée, ages 15 to 17.
        Lycee = "lycee",
    }
}

listed! {
    /// What a page of the mire asks.
    ///
    /// ```
    /// use ent_core::ent::{Ent, MireAxis};
    ///
    /// let mire = Ent::find("hauts-de-france")?.mire();
    /// assert_eq!(mire.asks(&["eleve_ou_parent"]), Ok(Some(MireAxis::Level)));
    /// assert_eq!(MireAxis::from_code("colour"), None);
    /// # Ok::<(), ent_core::ent::EntError>(())
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a new axis changes how a page reads")]
    MireAxis in "mire_axis" {
        /// What the person is.
        Profile = "profile",
        /// The académie.
        Academy = "academy",
        /// The [`Level`] of schooling.
        Level = "level",
        /// Who signs the person in.
        Source = "source",
    }
}

/// The sign-in choices of one ENT: a tree, with a level asked for on some branches.
///
/// ```
/// use ent_core::ent::{Ent, IdentitySource, Level, MireAnswer, MireError};
///
/// let ent = Ent::find("hauts-de-france")?;
/// let answer = ent.mire().choices(&["eleve_ou_parent"], Some(Level::College));
/// let Ok(MireAnswer::Source { source, .. }) = answer else { unreachable!() };
/// assert_eq!(source, IdentitySource::EduConnect);
/// assert_eq!(ent.mire().choices(&["visitor"], None), Err(MireError::Unknown));
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[doc(alias = "WAYF")]
#[doc(alias = "mire de connexion")]
#[derive(Clone, Copy, Debug)]
pub struct Mire<'a> {
    ent: &'a str,
    /// INVARIANT: sorted by id.
    pages: &'a [Page],
}

/// Id of the first page.
pub(super) const START: &str = "start";

/// Where the choices made so far lead.
enum Place<'a> {
    Page(&'a Page),
    Source(&'a Entry, IdentitySource),
}

impl<'a> Mire<'a> {
    pub(super) const fn new(ent: &'a str, pages: &'a [Page]) -> Self {
        Self { ent, pages }
    }

    /// What comes after the choices made so far: further choices, or who signs the person in.
    ///
    /// A level that the branch asks for may be given as `level` or as the last id of `path`; given
    /// both ways it must be the same. Where no level is asked for it makes no difference, since
    /// a page that shows both selectors sends it along with every profile.
    ///
    /// # Errors
    ///
    /// [`MireError::Unknown`] when an id of `path` is not among the choices shown at its place, or
    /// contradicts `level`.
    pub fn choices(&self, path: &[&str], level: Option<Level>) -> Result<MireAnswer, MireError> {
        Ok(match self.walk(path, level)? {
            Place::Page(page) => {
                MireAnswer::Choices(page.choices.iter().cloned().map(Choice).collect())
            }
            Place::Source(entry, source) => MireAnswer::Source {
                source,
                academy: entry.academy.as_deref().and_then(|code| Academy::parse(code).ok()),
                selection: entry.selection.clone(),
                sign_in: entry.sign_in.clone(),
            },
        })
    }

    /// What the page asks that comes after the choices made so far, or `None` where the person
    /// signs in.
    ///
    /// # Errors
    ///
    /// [`MireError::Unknown`], as for [`choices`](Self::choices).
    pub fn asks(&self, path: &[&str]) -> Result<Option<MireAxis>, MireError> {
        Ok(match self.walk(path, None)? {
            Place::Page(page) => Some(page.asks),
            Place::Source(..) => None,
        })
    }

    fn walk(&self, path: &[&str], level: Option<Level>) -> Result<Place<'a>, MireError> {
        let mut page = self.page(START).ok_or(MireError::Unknown)?;
        let mut rest = path.iter();
        loop {
            let by_level = page.asks == MireAxis::Level;
            let id = match (rest.next(), level) {
                (Some(id), Some(level)) if by_level && *id != level.code() => {
                    return Err(MireError::Unknown);
                }
                (Some(id), _) => id,
                (None, Some(level)) if by_level => level.code(),
                (None, _) => return Ok(Place::Page(page)),
            };
            let entry = page.choices.iter().find(|entry| entry.id == id);
            let entry = entry.ok_or(MireError::Unknown)?;
            page = match (&entry.page, entry.source) {
                (Some(next), _) => self.page(next).ok_or(MireError::Unknown)?,
                (None, Some(source)) if rest.next().is_none() => {
                    return Ok(Place::Source(entry, source));
                }
                (None, _) => return Err(MireError::Unknown),
            };
        }
    }

    fn page(&self, id: &str) -> Option<&'a Page> {
        let at = self.pages.binary_search_by(|page| (*page.id).cmp(id)).ok()?;
        self.pages.get(at)
    }
}

/// What the [`Mire`] answers to the choices made so far.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a page must handle every answer")]
pub enum MireAnswer {
    /// Choices to show next, in this order.
    Choices(Vec<Choice>),
    /// The person signs in there.
    #[non_exhaustive]
    Source {
        /// Who vouches for the person.
        source: IdentitySource,
        /// The académie the guichet belongs to, when the choice names one.
        academy: Option<Academy>,
        /// Key of the choice in the sign-in address, where it is verified.
        selection: Option<Cow<'static, str>>,
        /// Sign-in address, where it is verified.
        sign_in: Option<Cow<'static, str>>,
    },
}

/// A choice to show.
///
/// ```
/// use ent_core::Lang;
/// use ent_core::ent::{Ent, MireAnswer};
///
/// let answer = Ent::find("occitanie")?.mire().choices(&[], None);
/// let Ok(MireAnswer::Choices(choices)) = answer else { unreachable!() };
/// let first = choices.first().map(|choice| (choice.id(), choice.label(Lang::Fr)));
/// assert_eq!(first, Some(("eleve_ou_parent", "Élève ou parent")));
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice(Entry);

impl Choice {
    /// Stable id, to be appended to the path when the choice is made.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Words to show.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.0.fr,
            Lang::En => &self.0.en,
        }
    }
}

/// Why the [`Mire`] has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MireError {
    /// A choice is not among those shown.
    #[error("the mire shows no such choice")]
    Unknown,
    /// The choices made so far do not lead to a sign-in yet.
    #[error("the choices lead to no sign-in yet")]
    Unfinished,
    /// A choice is remembered for 1 to 366 days.
    #[error("a choice is remembered for 1 to 366 days")]
    Lifetime,
    /// The remembered choice no longer holds, or not yet.
    #[error("the remembered choice does not hold now")]
    Expired,
    /// What was stored is no remembered choice.
    #[error("this is no remembered choice")]
    Remembered,
}

impl Coded for MireError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "mire/unknown",
            Self::Unfinished => "mire/unfinished",
            Self::Lifetime => "mire/lifetime",
            Self::Expired => "mire/expired",
            Self::Remembered => "mire/remembered",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ent::Ent;
    use crate::message::is_known;

    fn ask(ent: &str, path: &[&str], level: Option<Level>) -> Result<MireAnswer, MireError> {
        Ent::find(ent).unwrap().mire().choices(path, level)
    }

    fn ids(answer: Result<MireAnswer, MireError>) -> Vec<String> {
        match answer {
            Ok(MireAnswer::Choices(choices)) => {
                choices.iter().map(|choice| choice.id().to_owned()).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn codes_and_labels() {
        use MireError::{Expired, Lifetime, Remembered, Unfinished, Unknown};
        Level::check_list();
        MireAxis::check_list();
        let errors = [Unknown, Unfinished, Lifetime, Expired, Remembered];
        assert!(errors.iter().all(|error| is_known(error.code())));
    }

    #[test]
    fn level_by_argument_or_as_last_choice() {
        let source = Ok;
        let cases = [
            // path, level, answer
            (&["eleve_ou_parent", "college"][..], None, source(IdentitySource::EduConnect)),
            (&["eleve_ou_parent"], Some(Level::College), source(IdentitySource::EduConnect)),
            (&["eleve_ou_parent"], Some(Level::Lycee), source(IdentitySource::Unpublished)),
            (
                &["eleve_ou_parent", "college"],
                Some(Level::College),
                source(IdentitySource::EduConnect),
            ),
            (&["eleve_ou_parent", "college"], Some(Level::Lycee), Err(MireError::Unknown)),
            (&["eleve_ou_parent", "college", "college"], None, Err(MireError::Unknown)),
            (&["agricole"], Some(Level::Lycee), source(IdentitySource::Unpublished)),
            (&["college"], None, Err(MireError::Unknown)),
        ];
        for (path, level, answer) in cases {
            let found = ask("hauts-de-france", path, level).map(|found| match found {
                MireAnswer::Source { source, .. } => source,
                MireAnswer::Choices(choices) => panic!("{choices:?}"),
            });
            assert_eq!(found, answer, "{path:?} {level:?}");
        }
        let levels: Vec<_> = Level::ALL.iter().map(|level| level.code()).collect();
        assert_eq!(ids(ask("hauts-de-france", &["eleve_ou_parent"], None)), levels);
        assert_eq!(ids(ask("hauts-de-france", &[], Some(Level::College))).len(), 4);
    }

    #[test]
    fn every_choice_shown_can_be_made() {
        fn walk(mire: Mire<'_>, path: &[&str]) -> usize {
            match mire.choices(path, None).unwrap() {
                MireAnswer::Source { .. } => 1,
                MireAnswer::Choices(choices) => {
                    choices.iter().map(|choice| walk(mire, &[path, &[choice.id()]].concat())).sum()
                }
            }
        }
        let sources: Vec<_> =
            Ent::all().iter().map(|ent| (ent.id(), walk(ent.mire(), &[]))).collect();
        assert_eq!(
            sources,
            [("auvergne-rhone-alpes", 9), ("hauts-de-france", 6), ("occitanie", 4)]
        );
    }

    #[test]
    fn verified_addresses_hold_their_selection() {
        let mut seen = 0;
        for ent in Ent::all() {
            for entry in ent.0.mires.iter().flat_map(|page| page.choices.iter()) {
                if let Some(selection) = &entry.selection {
                    let sign_in = entry.sign_in.as_deref().unwrap();
                    assert!(sign_in.ends_with(&format!("?selection={selection}")));
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 4);
    }

    #[test]
    fn long_input_is_refused() {
        let long = "a".repeat(1 << 20);
        assert_eq!(ask("occitanie", &[&long], None), Err(MireError::Unknown));
        let path = vec!["eleve_ou_parent"; 1 << 20];
        assert_eq!(ask("occitanie", &path, None), Err(MireError::Unknown));
    }

    proptest! {
        #[test]
        fn never_panics(path in proptest::collection::vec("[a-z_-]{0,20}|.{0,9}", 0..5)) {
            let path: Vec<_> = path.iter().map(String::as_str).collect();
            for ent in Ent::all() {
                let _ = ent.mire().choices(&path, Some(Level::College));
            }
        }
    }
}

//! The mire (WAYF, "where are you from"): the choices that lead a person to the right guichet.

use thiserror::Error;

use super::IdentitySource;
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

/// The sign-in choices of one ENT: a tree, with a level asked for on some branches.
///
/// ```
/// use ent_core::ent::{Ent, IdentitySource, Level, MireAnswer, MireError};
///
/// let ent = Ent::find("hauts-de-france")?;
/// let answer = ent.mire().choices(&["eleve_ou_parent"], Some(Level::College));
/// let educonnect = MireAnswer::Source { source: IdentitySource::EduConnect, academy: None };
/// assert_eq!(answer, Ok(educonnect));
/// assert_eq!(ent.mire().choices(&["visitor"], None), Err(MireError::Unknown));
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[doc(alias = "WAYF")]
#[doc(alias = "mire de connexion")]
#[derive(Clone, Copy, Debug)]
pub struct Mire {
    entries: &'static [Entry],
}

impl Mire {
    pub(super) const fn new(entries: &'static [Entry]) -> Self {
        Self { entries }
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
        let mut shown = Shown { entries: self.entries, by_level: false };
        let mut rest = path.iter();
        loop {
            let id = match (rest.next(), level) {
                (Some(id), Some(level)) if shown.by_level && *id != level.code() => {
                    return Err(MireError::Unknown);
                }
                (Some(id), _) => id,
                (None, Some(level)) if shown.by_level => level.code(),
                (None, _) => return Ok(MireAnswer::Choices(shown.list())),
            };
            let entry =
                shown.entries.iter().find(|entry| entry.id == id).ok_or(MireError::Unknown)?;
            shown = match entry.then {
                Then::Choices(entries) => Shown { entries, by_level: false },
                Then::Levels(entries) => Shown { entries, by_level: true },
                Then::Source { source, academy } if rest.next().is_none() => {
                    let academy = academy.and_then(|code| Academy::parse(code).ok());
                    return Ok(MireAnswer::Source { source, academy });
                }
                Then::Source { .. } => return Err(MireError::Unknown),
            };
        }
    }
}

/// One page of choices.
struct Shown {
    entries: &'static [Entry],
    by_level: bool,
}

impl Shown {
    fn list(&self) -> Vec<Choice> {
        self.entries
            .iter()
            .map(|entry| Choice { id: entry.id, label_fr: entry.fr, label_en: entry.en })
            .collect()
    }
}

/// What the [`Mire`] answers to the choices made so far.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a page must handle every answer")]
pub enum MireAnswer {
    /// Choices to show next, in this order.
    Choices(Vec<Choice>),
    /// The person signs in there.
    Source {
        /// Who vouches for the person.
        source: IdentitySource,
        /// The académie the guichet belongs to, when the choice names one.
        academy: Option<Academy>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    id: &'static str,
    label_fr: &'static str,
    label_en: &'static str,
}

impl Choice {
    /// Stable id, to be appended to the path when the choice is made.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Words to show.
    #[must_use]
    pub const fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.label_fr,
            Lang::En => self.label_en,
        }
    }
}

/// One choice of the generated table.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) id: &'static str,
    pub(crate) fr: &'static str,
    pub(crate) en: &'static str,
    pub(crate) then: Then,
}

/// Where a choice leads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    Choices(&'static [Entry]),
    Levels(&'static [Entry]),
    Source { source: IdentitySource, academy: Option<&'static str> },
}

/// Why the [`Mire`] has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MireError {
    /// A choice is not among those shown.
    #[error("the mire shows no such choice")]
    Unknown,
}

impl Coded for MireError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "mire/unknown",
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

    fn ids(answer: Result<MireAnswer, MireError>) -> Vec<&'static str> {
        match answer {
            Ok(MireAnswer::Choices(choices)) => choices.iter().map(Choice::id).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn codes_and_labels() {
        Level::check_list();
        assert!(is_known(MireError::Unknown.code()));
    }

    #[test]
    fn level_by_argument_or_as_last_choice() {
        let source = |source| Ok(MireAnswer::Source { source, academy: None });
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
            assert_eq!(ask("hauts-de-france", path, level), answer, "{path:?} {level:?}");
        }
        let levels: Vec<_> = Level::ALL.iter().map(|level| level.code()).collect();
        assert_eq!(ids(ask("hauts-de-france", &["eleve_ou_parent"], None)), levels);
        assert_eq!(ids(ask("hauts-de-france", &[], Some(Level::College))).len(), 4);
    }

    #[test]
    fn every_choice_shown_can_be_made() {
        fn walk(mire: Mire, path: &[&'static str]) -> usize {
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
    fn every_academy_of_the_data_exists() {
        fn check(entries: &[Entry]) -> usize {
            let named = entries.iter().map(|entry| match entry.then {
                Then::Choices(entries) | Then::Levels(entries) => check(entries),
                Then::Source { academy: Some(code), .. } => {
                    assert_eq!(Academy::parse(code).map(Academy::code), Ok(code));
                    1
                }
                Then::Source { academy: None, .. } => 0,
            });
            named.sum()
        }
        assert_eq!(Ent::all().iter().map(|ent| check(ent.mire)).sum::<usize>(), 6);
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

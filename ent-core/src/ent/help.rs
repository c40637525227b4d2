//! The online help of an ENT, « selon votre profil ».

use super::definition::{HelpGroup as Group, HelpTopic as Topic};
use crate::{Lang, Profile};

/// A page of the online help.
///
/// ```
/// use ent_core::ent::Ent;
/// use ent_core::{Lang, Profile};
///
/// let ent = Ent::find("occitanie")?;
/// let titles: Vec<_> =
///     ent.help(Profile::LegalGuardian).map(|group| group.label(Lang::Fr)).collect();
/// assert_eq!(titles, ["Aide en ligne", "Responsables légaux"]);
/// // The guide shows no page for staff of a local authority.
/// assert_eq!(ent.help(Profile::LocalAuthority).count(), 1);
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[doc(alias = "aide en ligne")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpGroup<'a>(&'a Group);

impl<'a> HelpGroup<'a> {
    pub(super) const fn new(row: &'a Group) -> Self {
        Self(row)
    }

    /// Stable id among the pages of the ENT.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.0.id
    }

    /// Title to show.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'a str {
        match lang {
            Lang::Fr => &self.0.fr,
            Lang::En => &self.0.en,
        }
    }

    /// Whose page it is; empty for everybody's.
    #[must_use]
    pub fn profiles(self) -> &'a [Profile] {
        &self.0.profiles
    }

    /// Topics, in the order people see them; empty when the guides do not show them.
    pub fn topics(self) -> impl ExactSizeIterator<Item = HelpTopic<'a>> {
        self.0.topics.iter().map(HelpTopic)
    }
}

/// A topic or frequent question.
///
/// ```
/// use ent_core::ent::Ent;
/// use ent_core::{Lang, Profile};
///
/// let mut groups = Ent::find("occitanie")?.help(Profile::LegalGuardian);
/// let topic = groups.find_map(|group| group.topics().find(|topic| topic.id() == "travail"));
/// let label = topic.map(|topic| topic.label(Lang::Fr));
/// assert_eq!(label, Some("Comment consulter le travail à faire\u{a0}?"));
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelpTopic<'a>(&'a Topic);

impl<'a> HelpTopic<'a> {
    /// Stable id within its page.
    #[must_use]
    pub fn id(self) -> &'a str {
        &self.0.id
    }

    /// Title or question to show.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'a str {
        match lang {
            Lang::Fr => &self.0.fr,
            Lang::En => &self.0.en,
        }
    }
}

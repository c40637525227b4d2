//! The sign-in choices of an ENT.

use std::sync::Arc;

use ent_core::Lang;
use ent_core::ent as domain;

use super::{Ent, IdentitySource, Level};
use crate::mirror::labelled;
use crate::place::Academy;
use crate::{EntError, Timestamp};

labelled! {
    /// What a page of the mire asks.
    MireAxis = domain::MireAxis {
        /// What the person is.
        Profile,
        /// The académie.
        Academy,
        /// The level of schooling.
        Level,
        /// Who signs the person in.
        Source,
    }
}

labelled! {
    /// Whose device it is, as the mire asks before it remembers a choice.
    Device = domain::Device {
        /// In a public place: nothing is remembered.
        PublicPlace,
        /// The person's own.
        Own,
    }
}

/// A choice to show on the mire.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MireChoice {
    /// Stable id, to be appended to the path when the choice is made.
    pub id: String,
    /// Words to show, in French.
    pub label_fr: String,
    /// Words to show, in English.
    pub label_en: String,
}

impl From<&domain::Choice> for MireChoice {
    fn from(choice: &domain::Choice) -> Self {
        Self {
            id: choice.id().to_owned(),
            label_fr: choice.label(Lang::Fr).to_owned(),
            label_en: choice.label(Lang::En).to_owned(),
        }
    }
}

/// What the mire answers to the choices made so far.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum MireAnswer {
    /// Choices to show next.
    Choices {
        /// The choices, in the order they are shown.
        choices: Vec<MireChoice>,
    },
    /// The person signs in there.
    Source {
        /// Who vouches for the person.
        source: IdentitySource,
        /// The académie the guichet belongs to, when the choice names one.
        academy: Option<Academy>,
        /// Key of the choice in the sign-in address, where it is verified.
        selection: Option<String>,
        /// Sign-in address, where it is verified.
        sign_in: Option<String>,
    },
}

impl From<domain::MireAnswer> for MireAnswer {
    fn from(answer: domain::MireAnswer) -> Self {
        match answer {
            domain::MireAnswer::Choices(choices) => {
                Self::Choices { choices: choices.iter().map(Into::into).collect() }
            }
            domain::MireAnswer::Source { source, academy, selection, sign_in, .. } => {
                Self::Source {
                    source: source.into(),
                    academy: academy.map(Into::into),
                    selection: selection.map(Into::into),
                    sign_in: sign_in.map(Into::into),
                }
            }
        }
    }
}

/// Choices that lead to a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct MirePath {
    /// Ids of the choices, as `mire_choices` takes them.
    pub path: Vec<String>,
    /// The choices, from the first page on.
    pub choices: Vec<MireChoice>,
    /// Labels of the choices in one line, in French.
    pub label_fr: String,
    /// Labels of the choices in one line, in English.
    pub label_en: String,
}

impl From<domain::MirePath> for MirePath {
    fn from(way: domain::MirePath) -> Self {
        Self {
            path: way.ids().map(str::to_owned).collect(),
            choices: way.choices().iter().map(Into::into).collect(),
            label_fr: way.label(Lang::Fr),
            label_en: way.label(Lang::En),
        }
    }
}

/// A sign-in choice that a page need not ask again before it expires.
///
/// The host stores `text()`, in a cookie for instance; it says nothing about who the person is.
#[derive(Debug, PartialEq, Eq, uniffi::Object)]
pub struct RememberedChoice {
    inner: domain::RememberedChoice,
}

#[uniffi::export]
impl RememberedChoice {
    /// Reads what `text()` wrote.
    ///
    /// Fails with `mire/remembered` for anything else.
    #[uniffi::constructor]
    pub fn parse(text: &str) -> Result<Self, EntError> {
        Ok(Self { inner: domain::RememberedChoice::parse(text)? })
    }

    /// What to store: JSON in one line.
    pub fn text(&self) -> String {
        self.inner.to_string()
    }

    /// Id of the ENT.
    pub fn ent_id(&self) -> String {
        self.inner.ent().to_owned()
    }

    /// Ids of the choices made.
    pub fn path(&self) -> Vec<String> {
        self.inner.path().map(str::to_owned).collect()
    }

    /// Level given beside the path.
    pub fn level(&self) -> Option<Level> {
        self.inner.level().map(Into::into)
    }

    /// When the choice was made.
    pub fn chosen_at(&self) -> Timestamp {
        self.inner.chosen_at()
    }

    /// When the choice must be made again.
    pub fn expires_at(&self) -> Timestamp {
        self.inner.expires_at()
    }
}

#[uniffi::export]
impl Ent {
    /// What comes after the choices made so far: further choices, or who signs the person in.
    ///
    /// `path` are the ids of the choices made, none at first. A level that is asked for may be
    /// given as `level` or as last id of `path`. Fails with `mire/unknown`.
    #[uniffi::method(default(level = None))]
    pub fn mire_choices(
        &self,
        path: Vec<String>,
        level: Option<Level>,
    ) -> Result<MireAnswer, EntError> {
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        Ok(self.inner.mire().choices(&path, level.map(Into::into))?.into())
    }

    /// What the page asks that comes after the choices made so far; none where the person signs
    /// in.
    ///
    /// Fails with `mire/unknown`.
    pub fn mire_asks(&self, path: Vec<String>) -> Result<Option<MireAxis>, EntError> {
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        Ok(self.inner.mire().asks(&path)?.map(Into::into))
    }

    /// Every way to a sign-in whose French labels hold words that begin so, whatever their order,
    /// case and accents.
    pub fn mire_search_fr(&self, text: &str) -> Vec<MirePath> {
        self.inner.mire().search(text, Lang::Fr).into_iter().map(Into::into).collect()
    }

    /// Every way to a sign-in whose English labels hold words that begin so.
    pub fn mire_search_en(&self, text: &str) -> Vec<MirePath> {
        self.inner.mire().search(text, Lang::En).into_iter().map(Into::into).collect()
    }

    /// Keeps the choices that led to a sign-in for so many days (1 to 366), or nothing in a public
    /// place.
    ///
    /// Fails with `mire/unknown`, `mire/unfinished` when they lead to no sign-in yet, or
    /// `mire/lifetime`; in a public place too.
    pub fn remember_choice(
        &self,
        path: Vec<String>,
        level: Option<Level>,
        device: Device,
        days: i32,
        now: Timestamp,
    ) -> Result<Option<Arc<RememberedChoice>>, EntError> {
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        let (level, device) = (level.map(Into::into), device.into());
        let days = u16::try_from(days).map_err(|_| domain::MireError::Lifetime)?;
        let kept = self.inner.mire().remember(&path, level, device, days, now)?;
        Ok(kept.map(|inner| Arc::new(RememberedChoice { inner })))
    }

    /// Where a remembered choice leads now.
    ///
    /// Fails with `mire/expired` outside its time, `mire/unknown` for the choice of another ENT or
    /// one no longer shown, `mire/unfinished` when there is more to choose now.
    pub fn recall_choice(
        &self,
        remembered: &RememberedChoice,
        now: Timestamp,
    ) -> Result<MireAnswer, EntError> {
        Ok(self.inner.mire().recall(&remembered.inner, now)?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    #[test]
    fn a_choice_is_kept_on_ones_own_device() {
        let ent = Ent::find("hauts-de-france").unwrap();
        let path = || vec!["eleve_ou_parent".to_owned(), "college".to_owned()];
        let now = parse_instant("2026-09-01T08:00:00Z").unwrap();
        let keep = |device, days| ent.remember_choice(path(), None, device, days, now);
        let kept = keep(Device::Own, 1).unwrap().unwrap();
        let read = RememberedChoice::parse(&kept.text()).unwrap();
        assert_eq!(read, *kept);
        assert_eq!((read.ent_id(), read.path(), read.level()), (ent.id(), path(), None));
        assert_eq!(read.chosen_at(), now);
        assert!(ent.recall_choice(&read, now).is_ok());
        let expired = ent.recall_choice(&read, read.expires_at());
        assert_eq!(expired.unwrap_err().code(), "mire/expired");
        assert_eq!(keep(Device::PublicPlace, 1), Ok(None));
        assert_eq!(keep(Device::Own, -1).unwrap_err().code(), "mire/lifetime");
        assert_eq!(RememberedChoice::parse("{}").unwrap_err().code(), "mire/remembered");
    }

    #[test]
    fn the_mire_is_searched_in_both_languages() {
        let ent = Ent::find("hauts-de-france").unwrap();
        let found = ent.mire_search_fr("COLLEGE");
        assert_eq!(found.len(), 1);
        assert_eq!(found, ent.mire_search_en("lower secondary"));
        let Some(way) = found.into_iter().next() else { panic!("nothing found") };
        assert_eq!(way.label_fr, "Élève ou parent › Collège");
        assert_eq!(ent.mire_asks(way.path), Ok(None));
        assert_eq!(ent.mire_asks(vec![]), Ok(Some(MireAxis::Profile)));
    }
}

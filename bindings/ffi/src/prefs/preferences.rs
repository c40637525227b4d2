//! What a person wishes to be told of, and how soon.

use std::fmt;

use ent_core::{Lang, PupilId};
use ent_prefs::preferences::PreferenceRow;

use super::consent::{Channel, ConsentPurpose};
use super::{read_json, write_json};
use crate::ent::Partner;
use crate::mirror::labelled;
use crate::{EntError, Timestamp};

type Domain = ent_prefs::Preferences;

labelled! {
    /// What a notification is about: one line of the preferences page.
    Topic = ent_prefs::Topic {
        /// A message received in the portal.
        Messages,
        /// News and notices.
        News,
        /// The correspondence book, « carnet de liaison ».
        LiaisonBook,
        /// Work to be done.
        Homework,
        /// Marks and reports.
        Assessments,
        /// Absences and lateness.
        Absences,
        /// Changes of the timetable.
        Timetable,
        /// School buses, such as a bad-weather alert.
        Transport,
        /// Meals.
        Catering,
        /// Questions put to families and staff.
        Surveys,
        /// The account itself: a password changed, a new device.
        Account,
    }
}

labelled! {
    /// How soon a notification comes.
    Pace = ent_prefs::Pace {
        /// Never.
        Off,
        /// At once.
        Immediate,
        /// With the others of the day.
        Daily,
        /// With the others of the week.
        Weekly,
    }
}

labelled! {
    /// Who decided what counts, coarsest first.
    PreferenceLayer = ent_prefs::preferences::Layer {
        /// The portal project, for everybody.
        Ent,
        /// The establishment, for its people.
        Establishment,
        /// The person, for themself and for all children.
        Person,
        /// The person, for one child.
        Child,
    }
}

/// The notifications a choice is about; what is not named is every one. Of two that both hold a
/// notification the finer counts: the one that names a topic, then a channel, then a purpose.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreferenceScope {
    /// What they are sent for.
    #[uniffi(default = None)]
    pub purpose: Option<ConsentPurpose>,
    /// What they are about.
    #[uniffi(default = None)]
    pub topic: Option<Topic>,
    /// How they travel.
    #[uniffi(default = None)]
    pub channel: Option<Channel>,
}

impl PreferenceScope {
    fn read(&self) -> ent_prefs::Scope {
        let mut scope = ent_prefs::Scope::EVERY;
        scope = self.purpose.map_or(scope, |purpose| scope.for_purpose(purpose.into()));
        scope = self.topic.map_or(scope, |topic| scope.of(topic.into()));
        self.channel.map_or(scope, |channel| scope.by(channel.into()))
    }
}

impl From<ent_prefs::Scope> for PreferenceScope {
    fn from(scope: ent_prefs::Scope) -> Self {
        Self {
            purpose: scope.purpose().map(Into::into),
            topic: scope.topic().map(Into::into),
            channel: scope.channel().map(Into::into),
        }
    }
}

/// A choice: what it is about, and what is chosen.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreferenceChoice {
    /// What it is about.
    pub scope: PreferenceScope,
    /// What is chosen.
    pub pace: Pace,
}

impl From<(ent_prefs::Scope, ent_prefs::Pace)> for PreferenceChoice {
    fn from((scope, pace): (ent_prefs::Scope, ent_prefs::Pace)) -> Self {
        Self { scope: scope.into(), pace: pace.into() }
    }
}

/// Reads a choice by the codes of a table or of the body of a request; a code that is not given is
/// every one.
///
/// Fails with `preferences/purpose`, `preferences/topic`, `preferences/channel`,
/// `preferences/pace` or `preferences/security`.
#[uniffi::export]
pub fn read_preference(
    purpose: Option<String>,
    topic: Option<String>,
    channel: Option<String>,
    pace: &str,
) -> Result<PreferenceChoice, EntError> {
    let (purpose, topic, channel) = (purpose.as_deref(), topic.as_deref(), channel.as_deref());
    Ok(PreferenceRow { purpose, topic, channel, pace }.read()?.into())
}

/// What counts for one purpose, topic and channel.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreferenceAnswer {
    /// What is done.
    pub pace: Pace,
    /// What the layers say, which is done again once nothing is switched off.
    pub chosen: Pace,
    /// Who decided.
    pub layer: PreferenceLayer,
    /// The row that decided.
    pub scope: PreferenceScope,
    /// Whether the person cannot choose otherwise.
    pub locked: bool,
    /// Whether the person has everything switched off.
    pub switched_off: bool,
    /// A line to show, in French: « Récapitulatif hebdomadaire : votre choix ».
    pub text_fr: String,
    /// The same line in English.
    pub text_en: String,
}

impl From<ent_prefs::preferences::Answer> for PreferenceAnswer {
    fn from(answer: ent_prefs::preferences::Answer) -> Self {
        Self {
            pace: answer.pace.into(),
            chosen: answer.chosen.into(),
            layer: answer.layer.into(),
            scope: answer.scope.into(),
            locked: answer.locked,
            switched_off: answer.switched_off,
            text_fr: answer.text(Lang::Fr),
            text_en: answer.text(Lang::En),
        }
    }
}

/// One place of the preferences page.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreferenceLine {
    /// What notifications are sent for.
    pub purpose: ConsentPurpose,
    /// What they are about.
    pub topic: Topic,
    /// How they travel.
    pub channel: Channel,
    /// What counts, and who decided it.
    pub answer: PreferenceAnswer,
}

/// The preferences of a person as a page shows them.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PreferencePage {
    /// Who the partners are.
    pub partners: Vec<Partner>,
    /// Who the partners are, in French.
    pub partners_fr: String,
    /// Who the partners are, in English.
    pub partners_en: String,
    /// Everything that may be chosen or is fixed, by purpose, topic and channel.
    pub lines: Vec<PreferenceLine>,
    /// Whether everything is switched off at present.
    pub switched_off: bool,
}

/// What counts until a person chooses, for all people of an establishment.
#[derive(Debug, uniffi::Object)]
pub struct PreferenceDefaults {
    pub(super) inner: ent_prefs::Defaults,
}

#[uniffi::export]
impl PreferenceDefaults {
    /// Everything at once; consents decide what leaves the portal at all.
    #[uniffi::constructor]
    pub fn immediate() -> Self {
        Self { inner: ent_prefs::Defaults::immediate() }
    }

    /// Rows of one's own; where none holds a notification it is off. `locked` are rows of the
    /// establishment that nobody changes.
    ///
    /// Fails with `preferences/security` for a row about the account.
    #[uniffi::constructor]
    pub fn build(
        ent: Vec<PreferenceChoice>,
        establishment: Vec<PreferenceChoice>,
        locked: Vec<PreferenceChoice>,
    ) -> Result<Self, EntError> {
        let mut builder = ent_prefs::Defaults::builder();
        for choice in ent {
            builder = builder.ent(choice.scope.read(), choice.pace.into());
        }
        for choice in establishment {
            builder = builder.establishment(choice.scope.read(), choice.pace.into());
        }
        for choice in locked {
            builder = builder.locked(choice.scope.read(), choice.pace.into());
        }
        Ok(Self { inner: builder.build()? })
    }

    /// Whether some of a scope comes whatever a person chooses, since the establishment locked it.
    pub fn locks(&self, scope: PreferenceScope) -> bool {
        self.inner.locks(scope.read())
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The defaults to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }
}

/// What one person chose about notifications, for themself and for each child.
///
/// Preferences never change: each change gives others. Nothing here is an agreement: what leaves
/// the portal needs a consent as well.
#[derive(uniffi::Object)]
pub struct Preferences {
    pub(super) inner: Domain,
}

#[uniffi::export]
impl Preferences {
    /// Nothing chosen.
    #[uniffi::constructor]
    pub fn empty() -> Self {
        Self { inner: Domain::new() }
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The preferences to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// With a choice for a child, or for everything else.
    ///
    /// Fails with `preferences/security` for the account, `preferences/too-many-children` after
    /// forty, or `id/…`.
    pub fn set(
        &self,
        choice: PreferenceChoice,
        child: Option<String>,
    ) -> Result<Preferences, EntError> {
        let mut inner = self.inner.clone();
        inner.set(pupil(child)?.as_ref(), choice.scope.read(), choice.pace.into())?;
        Ok(Self { inner })
    }

    /// With all of a scope refused, also where a finer choice said otherwise: for a child, or for
    /// the person and every child. What the establishment locked stays. Taking back the refusal, by
    /// `clear` or `set` of exactly this scope, brings back what was chosen before; a finer choice
    /// made afterwards counts.
    ///
    /// Fails as `set` does.
    pub fn refuse(
        &self,
        scope: PreferenceScope,
        child: Option<String>,
    ) -> Result<Preferences, EntError> {
        let mut inner = self.inner.clone();
        inner.refuse(pupil(child)?.as_ref(), scope.read())?;
        Ok(Self { inner })
    }

    /// Without the refusal of exactly this scope or, where there is none, the choice for it: what
    /// was there before, or what is coarser, decides again.
    ///
    /// Fails with `id/…`.
    pub fn clear(
        &self,
        scope: PreferenceScope,
        child: Option<String>,
    ) -> Result<Preferences, EntError> {
        let mut inner = self.inner.clone();
        inner.clear(pupil(child)?.as_ref(), scope.read());
        Ok(Self { inner })
    }

    /// Without any choice for a child.
    ///
    /// Fails with `id/…`.
    pub fn clear_child(&self, child: &str) -> Result<Preferences, EntError> {
        let mut inner = self.inner.clone();
        inner.clear_child(&PupilId::parse(child)?);
        Ok(Self { inner })
    }

    /// Everything off; no choice is lost.
    #[must_use]
    pub fn switched_off(&self) -> Preferences {
        let mut inner = self.inner.clone();
        inner.switch_off();
        Self { inner }
    }

    /// Everything off until an instant; no choice is lost.
    pub fn paused_until(&self, until: Timestamp) -> Result<Preferences, EntError> {
        let mut inner = self.inner.clone();
        inner.pause_until(until);
        Ok(Self { inner })
    }

    /// Neither switched off nor paused.
    #[must_use]
    pub fn switched_on(&self) -> Preferences {
        let mut inner = self.inner.clone();
        inner.switch_on();
        Self { inner }
    }

    /// Whether everything is off.
    pub fn is_off(&self, now: Timestamp) -> Result<bool, EntError> {
        Ok(self.inner.is_off(now))
    }

    /// The choices for a child or, without one, the person's own, coarsest first. What a refusal
    /// hides is among them, and a refusal is an off like another: `page` says what counts, and
    /// `to_json` keeps it all.
    ///
    /// Fails with `id/…`.
    pub fn choices(&self, child: Option<String>) -> Result<Vec<PreferenceChoice>, EntError> {
        Ok(self.inner.rows(pupil(child)?.as_ref()).map(Into::into).collect())
    }

    /// What is refused for a child or, without one, in the person's own choices, and stands until
    /// `clear` takes it back or another pace is chosen for it.
    ///
    /// Fails with `id/…`.
    pub fn refused(&self, child: Option<String>) -> Result<Vec<PreferenceScope>, EntError> {
        Ok(self.inner.refused(pupil(child)?.as_ref()).map(Into::into).collect())
    }

    /// Children with choices of their own.
    pub fn children(&self) -> Vec<String> {
        self.inner.children().map(ToString::to_string).collect()
    }

    /// What counts for one purpose, topic and channel, and who decided it. `child` is the pupil the
    /// notification is about, if it is about one.
    ///
    /// Fails with `id/…`.
    pub fn answer(
        &self,
        defaults: &PreferenceDefaults,
        purpose: ConsentPurpose,
        topic: Topic,
        channel: Channel,
        child: Option<String>,
        now: Timestamp,
    ) -> Result<PreferenceAnswer, EntError> {
        let (child, defaults) = (pupil(child)?, &defaults.inner);
        let (purpose, topic, channel) = (purpose.into(), topic.into(), channel.into());
        Ok(self.inner.answer(defaults, child.as_ref(), purpose, topic, channel, now).into())
    }

    /// The page of a person, about one child or about everything else. `partners` are those of the
    /// establishment: without any, no line is about them.
    ///
    /// Fails with `id/…`.
    pub fn page(
        &self,
        defaults: &PreferenceDefaults,
        partners: Vec<Partner>,
        child: Option<String>,
        now: Timestamp,
    ) -> Result<PreferencePage, EntError> {
        let partners: Vec<_> = partners.into_iter().map(Into::into).collect();
        let page = self.inner.page(&defaults.inner, pupil(child)?.as_ref(), &partners, now);
        let line = |line: &ent_prefs::preferences::PageLine| PreferenceLine {
            purpose: line.purpose.into(),
            topic: line.topic.into(),
            channel: line.channel.into(),
            answer: line.answer.into(),
        };
        Ok(PreferencePage {
            partners_fr: page.partners_text(Lang::Fr),
            partners_en: page.partners_text(Lang::En),
            lines: page.lines.iter().map(line).collect(),
            switched_off: page.switched_off,
            partners: page.partners.into_iter().map(Into::into).collect(),
        })
    }
}

impl fmt::Debug for Preferences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Preferences(redacted)")
    }
}

pub(super) fn pupil(child: Option<String>) -> Result<Option<PupilId>, EntError> {
    Ok(child.map(|child| PupilId::parse(&child)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    #[test]
    fn preferences_answer_as_the_domain_does() {
        let now = parse_instant("2026-11-26T10:00:00Z").unwrap();
        let defaults = PreferenceDefaults::immediate();
        let news = read_preference(None, Some("news".into()), None, "weekly").unwrap();
        let chosen = Preferences::empty().set(news.clone(), Some("lea".into())).unwrap();
        let chosen = Preferences::from_json(chosen.to_json().unwrap()).unwrap();
        assert_eq!(chosen.choices(Some("lea".into())).unwrap(), [news]);
        let (purpose, channel) = (ConsentPurpose::OwnEstablishment, Channel::Email);
        let answer = |child: Option<String>| {
            chosen.answer(&defaults, purpose, Topic::News, channel, child, now).unwrap()
        };
        assert_eq!(answer(Some("lea".into())).pace, Pace::Weekly);
        assert_eq!(answer(None).layer, PreferenceLayer::Ent);
        let refused = read_preference(None, None, Some("fax".into()), "off").unwrap_err();
        assert_eq!(refused.code(), "preferences/channel");
        let account = read_preference(None, Some("account".into()), None, "off").unwrap_err();
        assert_eq!(account.code(), "preferences/security");
    }
}

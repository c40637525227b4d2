//! What a person wishes to be told of, and how: rows in four layers, the finest of which decides.

mod answer;
mod choices;
mod defaults;
mod error;
mod page;
mod row;
mod scope;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use ent_core::{Instant, PupilId};
use serde::{Deserialize, Serialize};

pub use answer::{Answer, Layer};
pub use defaults::{Defaults, DefaultsBuilder};
pub use error::PreferenceError;
pub use page::{PageLine, PreferencePage};
pub use row::PreferenceRow;
pub use scope::{Pace, Scope};
pub use table::PaceTable;

use crate::contact_card::MAX_CHILDREN;
use crate::{Channel, Purpose, Topic, unique};
use choices::Choices;
use row::Rows;

/// Newest stored form of preferences.
const SCHEMA: u16 = 2;

/// What one person chose about notifications, for themself and for each child.
///
/// A choice for a child counts before the person's own, that before the row of the establishment,
/// and that before the row of the ENT, unless the establishment locked its row. Within a layer the
/// finest [`Scope`] counts. Switching everything off, or until some instant, hides the choices and
/// keeps them: what is switched on again is what was there.
///
/// Nothing here is an agreement: what leaves the portal needs a consent as well
/// ([`Consents`](crate::Consents)). Notices about the account itself cannot be refused.
///
/// ```
/// use ent_core::Instant;
/// use ent_prefs::preferences::{Defaults, Layer, Pace, Preferences, Scope};
/// use ent_prefs::{Channel, Purpose, Topic};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (defaults, now) = (Defaults::immediate(), Instant::parse("2026-09-01T08:00:00Z")?);
/// let (purpose, channel) = (Purpose::OwnEstablishment, Channel::Email);
/// let mut preferences = Preferences::new();
/// preferences.set(None, Scope::EVERY.of(Topic::News), Pace::Weekly)?;
///
/// let news = preferences.answer(&defaults, None, purpose, Topic::News, channel, now);
/// assert_eq!((news.pace, news.layer), (Pace::Weekly, Layer::Person));
/// let absences = preferences.answer(&defaults, None, purpose, Topic::Absences, channel, now);
/// assert_eq!((absences.pace, absences.layer), (Pace::Immediate, Layer::Ent));
///
/// preferences.switch_off();
/// let news = preferences.answer(&defaults, None, purpose, Topic::News, channel, now);
/// assert_eq!((news.pace, news.chosen), (Pace::Off, Pace::Weekly));
/// # Ok(())
/// # }
/// ```
#[doc(alias = "préférences")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Preferences {
    off: bool,
    paused_until: Option<Instant>,
    own: Choices,
    /// INVARIANT: at most `MAX_CHILDREN`, each with a choice.
    children: BTreeMap<PupilId, Choices>,
}

impl Preferences {
    /// Most children with choices of their own.
    pub const MAX_CHILDREN: usize = MAX_CHILDREN;

    /// Nothing chosen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Chooses `pace` for all of `scope`, for a child or for everything else. A pace other than off
    /// takes back a refusal of exactly this scope.
    ///
    /// # Errors
    ///
    /// [`PreferenceError::Security`] for [`Topic::Account`], [`PreferenceError::TooManyChildren`]
    /// after forty.
    pub fn set(
        &mut self,
        child: Option<&PupilId>,
        scope: Scope,
        pace: Pace,
    ) -> Result<(), PreferenceError> {
        let since = self.refusals();
        self.choose(child, |choices| choices.set(scope, pace, since))
    }

    /// Refuses all of `scope`, also where a finer choice said otherwise: for a child, or for the
    /// person and every child. What the establishment locked stays ([`Defaults::locks`]). What was
    /// chosen before is hidden and kept: taking back the refusal, by [`set`](Self::set) or
    /// [`clear`](Self::clear) of exactly this scope, brings it back. A finer choice made afterwards
    /// counts.
    ///
    /// ```
    /// use ent_core::Instant;
    /// use ent_prefs::preferences::{Defaults, Pace, Preferences, Scope};
    /// use ent_prefs::{Channel, Purpose, Topic};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (defaults, purpose) = (Defaults::immediate(), Purpose::OwnEstablishment);
    /// let news = |from: &Preferences, by| {
    ///     from.answer(&defaults, None, purpose, Topic::News, by, Instant::FIRST).pace
    /// };
    /// let by_email = Scope::EVERY.by(Channel::Email);
    /// let mut preferences = Preferences::new();
    /// preferences.set(None, Scope::EVERY.of(Topic::News), Pace::Weekly)?;
    ///
    /// preferences.refuse(None, by_email)?;
    /// assert_eq!(news(&preferences, Channel::Email), Pace::Off);
    /// assert_eq!(news(&preferences, Channel::Sms), Pace::Weekly);
    ///
    /// preferences.set(None, by_email, Pace::Immediate)?;
    /// assert_eq!(news(&preferences, Channel::Email), Pace::Weekly);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`set`](Self::set).
    pub fn refuse(&mut self, child: Option<&PupilId>, scope: Scope) -> Result<(), PreferenceError> {
        let number = self.refusals().saturating_add(1);
        self.choose(child, |choices| choices.refuse(scope, number))
    }

    /// Takes back the refusal of exactly this scope or, where there is none, the choice for it: what
    /// was there before, or what is coarser, decides again.
    pub fn clear(&mut self, child: Option<&PupilId>, scope: Scope) {
        match child {
            None => self.own.clear(scope),
            Some(child) => {
                if let Some(choices) = self.children.get_mut(child) {
                    choices.clear(scope);
                }
            }
        }
        self.settle();
    }

    /// Takes back every choice for a child.
    pub fn clear_child(&mut self, child: &PupilId) {
        self.children.remove(child);
        self.settle();
    }

    fn choose(
        &mut self,
        child: Option<&PupilId>,
        choose: impl FnOnce(&mut Choices) -> Result<(), PreferenceError>,
    ) -> Result<(), PreferenceError> {
        let chosen = match child {
            None => choose(&mut self.own),
            Some(child) if self.has_room_for(child) => {
                choose(self.children.entry(child.clone()).or_default())
            }
            Some(_) => Err(PreferenceError::TooManyChildren),
        };
        self.settle();
        chosen
    }

    fn has_room_for(&self, child: &PupilId) -> bool {
        self.children.contains_key(child) || self.children.len() < Self::MAX_CHILDREN
    }

    /// How many refusals there are: the number of the last one.
    fn refusals(&self) -> u16 {
        let all = std::iter::once(&self.own).chain(self.children.values());
        all.flat_map(Choices::refusals).map(|(_, number)| number).max().unwrap_or_default()
    }

    /// Drops children without a choice, and numbers the refusals from 1 without a gap, so that the
    /// number of the next one is always small.
    fn settle(&mut self) {
        self.children.retain(|_, choices| !choices.is_empty());
        let all = std::iter::once(&self.own).chain(self.children.values());
        let numbers: BTreeSet<u16> =
            all.flat_map(Choices::refusals).map(|(_, number)| number).collect();
        for choices in std::iter::once(&mut self.own).chain(self.children.values_mut()) {
            for place in choices.places() {
                let before = numbers.range(..=*place).count();
                *place = u16::try_from(before).unwrap_or(u16::MAX);
            }
        }
    }

    /// Everything off but what the establishment locked, until [`switch_on`](Self::switch_on); no
    /// choice is lost.
    pub const fn switch_off(&mut self) {
        self.off = true;
    }

    /// Everything off until an instant, but what the establishment locked; no choice is lost.
    pub const fn pause_until(&mut self, until: Instant) {
        self.paused_until = Some(until);
    }

    /// Ends [`switch_off`](Self::switch_off) and [`pause_until`](Self::pause_until).
    pub const fn switch_on(&mut self) {
        self.off = false;
        self.paused_until = None;
    }

    /// Whether everything is off at `now`.
    #[must_use]
    pub fn is_off(&self, now: Instant) -> bool {
        self.off || self.paused_until.is_some_and(|until| now < until)
    }

    /// End of a pause, if one was asked for.
    #[must_use]
    pub const fn paused_until(&self) -> Option<Instant> {
        self.paused_until
    }

    /// The choices for a child or, without one, the person's own, coarsest first. What a refusal
    /// hides is among them, and a refusal is an off like another: to show what counts ask
    /// [`page`](Self::page), and to store them use JSON.
    pub fn rows(&self, child: Option<&PupilId>) -> impl Iterator<Item = (Scope, Pace)> {
        self.choices(child).flat_map(Choices::iter)
    }

    /// The scopes that were [refused](Self::refuse), for a child or by the person for all.
    ///
    /// ```
    /// use ent_prefs::preferences::{Pace, Preferences, Scope};
    /// use ent_prefs::Channel;
    ///
    /// let (by_email, by_sms) = (Scope::EVERY.by(Channel::Email), Scope::EVERY.by(Channel::Sms));
    /// let mut preferences = Preferences::new();
    /// preferences.refuse(None, by_email)?;
    /// preferences.set(None, by_sms, Pace::Off)?;
    /// assert_eq!(preferences.refused(None).collect::<Vec<_>>(), [by_email]);
    /// # Ok::<(), ent_prefs::preferences::PreferenceError>(())
    /// ```
    pub fn refused(&self, child: Option<&PupilId>) -> impl Iterator<Item = Scope> {
        self.choices(child).flat_map(Choices::refusals).map(|(scope, _)| scope)
    }

    fn choices(&self, child: Option<&PupilId>) -> impl Iterator<Item = &Choices> {
        let choices = match child {
            None => Some(&self.own),
            Some(child) => self.children.get(child),
        };
        choices.into_iter()
    }

    /// Children with choices of their own.
    pub fn children(&self) -> impl Iterator<Item = &PupilId> {
        self.children.keys()
    }

    /// What counts at `now` for one purpose, topic and channel, and who decided it. `child` is the
    /// pupil the notification is about, if it is about one.
    #[must_use]
    pub fn answer(
        &self,
        defaults: &Defaults,
        child: Option<&PupilId>,
        purpose: Purpose,
        topic: Topic,
        channel: Channel,
        now: Instant,
    ) -> Answer {
        if topic == Topic::Account {
            return Answer::security();
        }
        let said = |layer, row: Option<(Scope, Pace)>| {
            let (scope, pace) = row?;
            Some(Answer { pace, chosen: pace, layer, scope, locked: false, switched_off: false })
        };
        let default = |rows: &Rows, layer| said(layer, rows.finest(purpose, topic, channel));
        let establishment = default(&defaults.establishment, Layer::Establishment);
        if let Some(row) = establishment
            && defaults.locked.contains(&row.scope)
        {
            return Answer { locked: true, ..row };
        }
        let last = |choices: &Choices| choices.last_refusal(purpose, topic, channel);
        let chosen = |choices: &Choices, last, layer| {
            said(layer, choices.finest(purpose, topic, channel, last))
        };
        let own = last(&self.own);
        let child = child.and_then(|child| self.children.get(child));
        let decided = child
            .and_then(|choices| chosen(choices, own.max(last(choices)), Layer::Child))
            .or_else(|| chosen(&self.own, own, Layer::Person))
            .or(establishment)
            .or_else(|| default(&defaults.ent, Layer::Ent))
            .unwrap_or_else(Answer::nothing_said);
        if self.is_off(now) {
            return Answer { pace: Pace::Off, switched_off: true, ..decided };
        }
        decided
    }

    /// Every [`answer`](Self::answer) at `now` in 22 bytes, to route a message to many people.
    #[must_use]
    pub fn table(&self, defaults: &Defaults, child: Option<&PupilId>, now: Instant) -> PaceTable {
        if self.is_off(now) {
            return defaults.off_table;
        }
        let mut table = defaults.table;
        let mut refusals: Vec<_> = self.own.refusals().collect();
        self.own.paint(&mut table, &refusals, &defaults.locked_cells);
        if let Some(choices) = child.and_then(|child| self.children.get(child)) {
            refusals.extend(choices.refusals());
            choices.paint(&mut table, &refusals, &defaults.locked_cells);
        }
        table
    }
}

/// Preferences as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    off: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused_until: Option<Instant>,
    rows: Choices,
    #[serde(deserialize_with = "unique::keys")]
    children: BTreeMap<PupilId, Choices>,
}

impl From<Preferences> for Stored {
    fn from(preferences: Preferences) -> Self {
        let Preferences { off, paused_until, own, children } = preferences;
        Self { schema: SCHEMA, off, paused_until, rows: own, children }
    }
}

impl TryFrom<Stored> for Preferences {
    type Error = PreferenceError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { schema, off, paused_until, rows: own, children } = stored;
        let fits = || own.fit_first_form() && children.values().all(Choices::fit_first_form);
        if !(schema == SCHEMA || schema == 1 && fits()) {
            return Err(PreferenceError::Schema);
        }
        let mut preferences = Self { off, paused_until, own, children };
        preferences.settle();
        if preferences.children.len() > Self::MAX_CHILDREN {
            return Err(PreferenceError::TooManyChildren);
        }
        Ok(preferences)
    }
}

#[cfg(test)]
mod tests;

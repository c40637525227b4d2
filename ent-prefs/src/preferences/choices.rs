//! The choices of a person, and what a refusal hides of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::row::{StoredRow, check, rows};
use super::table::{Cells, PaceTable};
use super::{Pace, PreferenceError, Scope};
use crate::{Channel, Purpose, Topic};

/// What was chosen for one scope. A refusal is off, and hides the pace of its scope and each finer
/// choice that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    /// INVARIANT: there is a pace, or a refusal.
    set: Option<Set>,
    /// Number of the refusal, or 0; refusals are numbered from 1, in the order of time.
    refused: u16,
}

/// A pace, chosen when so many refusals had been made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Set {
    pace: Pace,
    since: u16,
}

impl Choice {
    fn pace(self) -> Pace {
        self.set.filter(|_| self.refused == 0).map_or(Pace::Off, |set| set.pace)
    }

    /// Whether it counts where the refusals up to this number hold.
    fn counts(self, last: u16) -> bool {
        self.refused > 0 || self.set.is_some_and(|set| set.since >= last)
    }
}

/// The choices of a person for themself or for one child, coarsest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<StoredRow>", into = "Vec<StoredRow>")]
pub(super) struct Choices(BTreeMap<Scope, Choice>);

impl Choices {
    pub(super) fn set(
        &mut self,
        scope: Scope,
        pace: Pace,
        since: u16,
    ) -> Result<(), PreferenceError> {
        check(scope)?;
        let refused = self.0.get(&scope).is_some_and(|choice| choice.refused > 0);
        if !(refused && pace == Pace::Off) {
            self.0.insert(scope, Choice { set: Some(Set { pace, since }), refused: 0 });
        }
        Ok(())
    }

    pub(super) fn refuse(&mut self, scope: Scope, number: u16) -> Result<(), PreferenceError> {
        check(scope)?;
        let set = self.0.get(&scope).and_then(|choice| choice.set);
        self.0.insert(scope, Choice { set, refused: number });
        Ok(())
    }

    /// Takes back the refusal of exactly this scope or, where there is none, its pace.
    pub(super) fn clear(&mut self, scope: Scope) {
        let Some(choice) = self.0.remove(&scope) else { return };
        if let Choice { set: Some(set), refused: 1.. } = choice {
            self.0.insert(scope, Choice { set: Some(set), refused: 0 });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Scope, Pace)> {
        self.0.iter().map(|(scope, choice)| (*scope, choice.pace()))
    }

    /// The refusals, each with its number.
    pub(super) fn refusals(&self) -> impl Iterator<Item = (Scope, u16)> {
        let refused = self.0.iter().filter(|(_, choice)| choice.refused > 0);
        refused.map(|(scope, choice)| (*scope, choice.refused))
    }

    /// The places of paces and refusals in time.
    pub(super) fn places(&mut self) -> impl Iterator<Item = &mut u16> {
        self.0.values_mut().flat_map(|choice| {
            let since = choice.set.as_mut().map(|set| &mut set.since);
            since.into_iter().chain(std::iter::once(&mut choice.refused))
        })
    }

    /// Number of the last refusal that holds a notification, or 0.
    pub(super) fn last_refusal(&self, purpose: Purpose, topic: Topic, channel: Channel) -> u16 {
        let holding = self.refusals().filter(|(scope, _)| scope.holds(purpose, topic, channel));
        holding.map(|(_, number)| number).max().unwrap_or_default()
    }

    /// The choice that counts for a notification where the refusals up to `last` hold.
    pub(super) fn finest(
        &self,
        purpose: Purpose,
        topic: Topic,
        channel: Channel,
        last: u16,
    ) -> Option<(Scope, Pace)> {
        let around = Scope::around(purpose, topic, channel);
        let counting = |scope: &Scope| self.0.get(scope).filter(|choice| choice.counts(last));
        around.into_iter().find_map(|scope| Some((scope, counting(&scope)?.pace())))
    }

    /// Writes the choices over `table`, but for what `refusals` hide and for the `kept` cells.
    pub(super) fn paint(&self, table: &mut PaceTable, refusals: &[(Scope, u16)], kept: &Cells) {
        for (scope, choice) in &self.0 {
            table.paint(*scope, choice.pace(), |purpose, topic, channel| {
                let hides = |(over, number): &(Scope, u16)| {
                    over.holds(purpose, topic, channel) && !choice.counts(*number)
                };
                kept.has(purpose, topic, channel) || refusals.iter().any(hides)
            });
        }
    }

    /// Whether the first stored form, which knew no refusal, can say them.
    pub(super) fn fit_first_form(&self) -> bool {
        let plain = |set: Set| set.since == 0;
        self.0.values().all(|choice| choice.refused == 0 && choice.set.is_some_and(plain))
    }
}

impl From<Choices> for Vec<StoredRow> {
    fn from(choices: Choices) -> Self {
        let stored = |(scope, Choice { set, refused }): (Scope, Choice)| {
            let since = set.map_or(0, |set| set.since);
            StoredRow::new(scope, set.map(|set| set.pace), since, refused)
        };
        choices.0.into_iter().map(stored).collect()
    }
}

impl TryFrom<Vec<StoredRow>> for Choices {
    type Error = PreferenceError;

    fn try_from(stored: Vec<StoredRow>) -> Result<Self, Self::Error> {
        let choice = |row: &StoredRow| match (row.pace, row.since, row.refused) {
            (None, _, 0) => Err(PreferenceError::Pace),
            (None, 1.., _) => Err(PreferenceError::Schema),
            (pace, since, refused) => {
                Ok(Choice { set: pace.map(|pace| Set { pace, since }), refused })
            }
        };
        rows(stored, choice).map(Self)
    }
}

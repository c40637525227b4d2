//! The choices of a person, and what a refusal hides of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::row::{StoredRow, check, rows};
use super::table::{Cells, PaceTable};
use super::{Pace, PreferenceError, Scope};
use crate::{Channel, Purpose, Topic};

/// One choice. A refusal is off, and hides each finer choice that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// A pace, chosen when so many refusals had been made.
    Set { pace: Pace, since: u16 },
    /// Off; refusals are numbered from 1, in the order of time.
    Refused { number: u16 },
}

impl Choice {
    const fn pace(self) -> Pace {
        match self {
            Self::Set { pace, .. } => pace,
            Self::Refused { .. } => Pace::Off,
        }
    }

    /// Whether it counts where the refusals up to this number hold.
    const fn counts(self, last: u16) -> bool {
        match self {
            Self::Set { since, .. } => since >= last,
            Self::Refused { .. } => true,
        }
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
        self.0.insert(scope, Choice::Set { pace, since });
        Ok(())
    }

    pub(super) fn refuse(&mut self, scope: Scope, number: u16) -> Result<(), PreferenceError> {
        check(scope)?;
        self.0.insert(scope, Choice::Refused { number });
        Ok(())
    }

    pub(super) fn clear(&mut self, scope: Scope) {
        self.0.remove(&scope);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Scope, Pace)> {
        self.0.iter().map(|(scope, choice)| (*scope, choice.pace()))
    }

    /// The refusals, each with its number.
    pub(super) fn refusals(&self) -> impl Iterator<Item = (Scope, u16)> {
        self.0.iter().filter_map(|(scope, choice)| match choice {
            Choice::Refused { number } => Some((*scope, *number)),
            Choice::Set { .. } => None,
        })
    }

    /// The places of the choices in time.
    pub(super) fn places(&mut self) -> impl Iterator<Item = &mut u16> {
        self.0.values_mut().map(|choice| match choice {
            Choice::Set { since: place, .. } | Choice::Refused { number: place } => place,
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
        self.0.values().all(|choice| matches!(choice, Choice::Set { since: 0, .. }))
    }
}

impl From<Choices> for Vec<StoredRow> {
    fn from(choices: Choices) -> Self {
        let stored = |(scope, choice)| match choice {
            Choice::Set { pace, since } => StoredRow::new(scope, Some(pace), since, 0),
            Choice::Refused { number } => StoredRow::new(scope, None, 0, number),
        };
        choices.0.into_iter().map(stored).collect()
    }
}

impl TryFrom<Vec<StoredRow>> for Choices {
    type Error = PreferenceError;

    fn try_from(stored: Vec<StoredRow>) -> Result<Self, Self::Error> {
        let choice = |row: &StoredRow| match (row.pace, row.since, row.refused) {
            (Some(pace), since, 0) => Ok(Choice::Set { pace, since }),
            (None, 0, number @ 1..) => Ok(Choice::Refused { number }),
            (Some(_) | None, ..) => Err(PreferenceError::Schema),
        };
        rows(stored, choice).map(Self)
    }
}

//! Choices as rows, and the rows of a layer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Pace, PreferenceError, Scope};
use crate::{Channel, Purpose, Topic};

/// A choice as it stands in a host's table or in the body of a request: codes, or nothing for
/// every one.
///
/// ```
/// use ent_prefs::preferences::{PreferenceError, PreferenceRow};
///
/// let row = PreferenceRow { topic: Some("news"), pace: "weekly", ..PreferenceRow::default() };
/// assert!(row.read().is_ok());
/// let fax = PreferenceRow { channel: Some("fax"), ..row };
/// assert_eq!(fax.read(), Err(PreferenceError::Channel));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it, and a new field is a new scope")]
pub struct PreferenceRow<'a> {
    /// Code of a [`Purpose`].
    pub purpose: Option<&'a str>,
    /// Code of a [`Topic`].
    pub topic: Option<&'a str>,
    /// Code of a [`Channel`].
    pub channel: Option<&'a str>,
    /// Code of a [`Pace`].
    pub pace: &'a str,
}

impl PreferenceRow<'_> {
    /// Reads the codes.
    ///
    /// # Errors
    ///
    /// [`PreferenceError::Purpose`], [`PreferenceError::Topic`], [`PreferenceError::Channel`] or
    /// [`PreferenceError::Pace`] for the first code, in this order, that is not one;
    /// [`PreferenceError::Security`] for a choice about [`Topic::Account`].
    pub fn read(self) -> Result<(Scope, Pace), PreferenceError> {
        fn given<T>(
            code: Option<&str>,
            read: fn(&str) -> Option<T>,
            error: PreferenceError,
        ) -> Result<Option<T>, PreferenceError> {
            code.map(|code| read(code).ok_or(error)).transpose()
        }
        let mut scope = Scope::EVERY;
        if let Some(purpose) = given(self.purpose, Purpose::from_code, PreferenceError::Purpose)? {
            scope = scope.for_purpose(purpose);
        }
        if let Some(topic) = given(self.topic, Topic::from_code, PreferenceError::Topic)? {
            scope = scope.of(topic);
        }
        if let Some(channel) = given(self.channel, Channel::from_code, PreferenceError::Channel)? {
            scope = scope.by(channel);
        }
        let pace = Pace::from_code(self.pace).ok_or(PreferenceError::Pace)?;
        check(scope)?;
        Ok((scope, pace))
    }
}

fn check(scope: Scope) -> Result<(), PreferenceError> {
    if scope.topic() == Some(Topic::Account) { Err(PreferenceError::Security) } else { Ok(()) }
}

/// The choices of one layer, coarsest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<StoredRow>", into = "Vec<StoredRow>")]
pub(super) struct Rows(BTreeMap<Scope, Pace>);

impl Rows {
    pub(super) fn set(&mut self, scope: Scope, pace: Pace) -> Result<(), PreferenceError> {
        check(scope)?;
        self.0.insert(scope, pace);
        Ok(())
    }

    /// Off for all of `scope` where a choice of these rows says otherwise.
    pub(super) fn refuse(&mut self, scope: Scope) {
        for (purpose, topic, channel) in scope.cells() {
            if self.finest(purpose, topic, channel).is_some_and(|(_, pace)| pace != Pace::Off) {
                let cell = Scope::EVERY.for_purpose(purpose).of(topic).by(channel);
                self.0.insert(cell, Pace::Off);
            }
        }
    }

    pub(super) fn clear(&mut self, scope: Scope) {
        self.0.remove(&scope);
    }

    pub(super) fn has(&self, scope: Scope) -> bool {
        self.0.contains_key(&scope)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Scope, Pace)> {
        self.0.iter().map(|(scope, pace)| (*scope, *pace))
    }

    /// The choice that counts for a notification.
    pub(super) fn finest(
        &self,
        purpose: Purpose,
        topic: Topic,
        channel: Channel,
    ) -> Option<(Scope, Pace)> {
        let around = Scope::around(purpose, topic, channel);
        around.into_iter().find_map(|scope| Some((scope, *self.0.get(&scope)?)))
    }
}

/// A choice as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRow {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<Purpose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<Topic>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
    pace: Pace,
}

impl From<Rows> for Vec<StoredRow> {
    fn from(rows: Rows) -> Self {
        let stored = |(scope, pace): (Scope, Pace)| StoredRow {
            purpose: scope.purpose(),
            topic: scope.topic(),
            channel: scope.channel(),
            pace,
        };
        rows.0.into_iter().map(stored).collect()
    }
}

impl TryFrom<Vec<StoredRow>> for Rows {
    type Error = PreferenceError;

    fn try_from(stored: Vec<StoredRow>) -> Result<Self, Self::Error> {
        let mut rows = BTreeMap::new();
        for StoredRow { purpose, topic, channel, pace } in stored {
            let mut scope = Scope::EVERY;
            scope = purpose.map_or(scope, |purpose| scope.for_purpose(purpose));
            scope = topic.map_or(scope, |topic| scope.of(topic));
            scope = channel.map_or(scope, |channel| scope.by(channel));
            check(scope)?;
            if rows.insert(scope, pace).is_some() {
                return Err(PreferenceError::Twice);
            }
        }
        Ok(Self(rows))
    }
}

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

pub(super) fn check(scope: Scope) -> Result<(), PreferenceError> {
    if scope.topic() == Some(Topic::Account) { Err(PreferenceError::Security) } else { Ok(()) }
}

/// The rows of the ENT or of an establishment, coarsest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<StoredRow>", into = "Vec<StoredRow>")]
pub(super) struct Rows(BTreeMap<Scope, Pace>);

impl Rows {
    pub(super) fn set(&mut self, scope: Scope, pace: Pace) -> Result<(), PreferenceError> {
        check(scope)?;
        self.0.insert(scope, pace);
        Ok(())
    }

    pub(super) fn has(&self, scope: Scope) -> bool {
        self.0.contains_key(&scope)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Scope, Pace)> {
        self.0.iter().map(|(scope, pace)| (*scope, *pace))
    }

    /// The row that counts for a notification.
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

/// A row as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredRow {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<Purpose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<Topic>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<Channel>,
    /// None where there is a refusal alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pace: Option<Pace>,
    /// How many refusals came before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) since: u16,
    /// Number of the refusal, from 1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) refused: u16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &u16) -> bool {
    *number == 0
}

impl StoredRow {
    pub(super) const fn new(scope: Scope, pace: Option<Pace>, since: u16, refused: u16) -> Self {
        let (purpose, topic, channel) = (scope.purpose(), scope.topic(), scope.channel());
        Self { purpose, topic, channel, pace, since, refused }
    }

    fn scope(&self) -> Scope {
        let mut scope = Scope::EVERY;
        scope = self.purpose.map_or(scope, |purpose| scope.for_purpose(purpose));
        scope = self.topic.map_or(scope, |topic| scope.of(topic));
        self.channel.map_or(scope, |channel| scope.by(channel))
    }
}

/// What is stored for each scope.
pub(super) fn rows<T>(
    stored: Vec<StoredRow>,
    read: impl Fn(&StoredRow) -> Result<T, PreferenceError>,
) -> Result<BTreeMap<Scope, T>, PreferenceError> {
    let mut rows = BTreeMap::new();
    for row in stored {
        let scope = row.scope();
        check(scope)?;
        if rows.insert(scope, read(&row)?).is_some() {
            return Err(PreferenceError::Twice);
        }
    }
    Ok(rows)
}

impl From<Rows> for Vec<StoredRow> {
    fn from(rows: Rows) -> Self {
        let stored = |(scope, pace)| StoredRow::new(scope, Some(pace), 0, 0);
        rows.0.into_iter().map(stored).collect()
    }
}

impl TryFrom<Vec<StoredRow>> for Rows {
    type Error = PreferenceError;

    fn try_from(stored: Vec<StoredRow>) -> Result<Self, Self::Error> {
        let pace = |row: &StoredRow| match (row.pace, row.since, row.refused) {
            (Some(pace), 0, 0) => Ok(pace),
            (None, 0, 0) => Err(PreferenceError::Pace),
            (Some(_) | None, ..) => Err(PreferenceError::Schema),
        };
        rows(stored, pace).map(Self)
    }
}

//! What a person agreed to receive, as a log that only grows.

mod entry;

use std::collections::BTreeSet;

use ent_core::{Coded, listed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Channel;

pub use entry::{ConsentEntry, TextVersion};

/// Newest stored form of the log.
const SCHEMA: u16 = 1;

listed! {
    /// What notifications are sent for (teacher guide of Ma classe en Auvergne-Rhône-Alpes).
    ///
    /// ```
    /// use ent_prefs::Purpose;
    ///
    /// assert_eq!(Purpose::from_code("partners"), Some(Purpose::Partners));
    /// assert_eq!(Purpose::from_code("advertising"), None);
    /// ```
    #[doc(alias = "finalité")]
    #[expect(clippy::exhaustive_enums, reason = "a new purpose needs a new consent")]
    Purpose in "purpose" {
        /// News of the person's own establishment.
        OwnEstablishment = "own_establishment",
        /// News of its partners, such as a bad-weather alert about school buses.
        Partners = "partners",
    }
}

listed! {
    /// What an entry of the log records.
    ///
    /// ```
    /// use ent_prefs::consent::ConsentAct;
    ///
    /// assert_eq!(ConsentAct::from_code("withdrawn"), Some(ConsentAct::Withdrawn));
    /// assert_eq!(ConsentAct::from_code("maybe"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "consent is given or withdrawn")]
    ConsentAct in "consent_act" {
        /// The person agreed.
        Granted = "granted",
        /// The person no longer agrees.
        Withdrawn = "withdrawn",
    }
}

listed! {
    /// Where the person made the choice.
    ///
    /// ```
    /// use ent_prefs::consent::ConsentSource;
    ///
    /// assert_eq!(ConsentSource::from_code("preferences"), Some(ConsentSource::Preferences));
    /// assert_eq!(ConsentSource::from_code("phone call"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a new source needs a decision on what it may record")]
    ConsentSource in "consent_source" {
        /// « Contact et préférences » of the first connection.
        Onboarding = "onboarding",
        /// The preferences page, at any later time.
        #[doc(alias = "mes préférences")]
        Preferences = "preferences",
        /// A refusal link in a message; it withdraws, it never grants.
        Message = "message",
    }
}

/// Everything one person agreed to and withdrew.
///
/// Nothing is agreed to until the log says so. The last entry counts, by instant, then by text
/// version; at the same instant and version a withdrawal wins. Two copies of a log, written to
/// apart, are joined by [`merge`](Self::merge) in any order.
///
/// Entries are never taken off, and a withdrawal is never refused for want of room: the host
/// bounds how often a person may change their mind.
///
/// ```
/// use ent_core::Instant;
/// use ent_prefs::consent::ConsentSource;
/// use ent_prefs::{Channel, ConsentEntry, Consents, Purpose, TextVersion};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (purpose, channel) = (Purpose::Partners, Channel::Email);
/// let mut consents = Consents::new();
/// assert!(!consents.value(purpose, channel));
///
/// let text = TextVersion::new(3)?;
/// let first = Instant::parse("2021-09-01T08:00:00Z")?;
/// consents.record(ConsentEntry::grant(purpose, channel, first, text, ConsentSource::Onboarding)?);
/// assert!(consents.value(purpose, channel));
///
/// let later = first.plus_seconds(60)?;
/// let link = ConsentSource::Message;
/// consents.record(ConsentEntry::withdrawal(purpose, channel, later, None, link));
/// assert!(!consents.value(purpose, channel));
/// # Ok(())
/// # }
/// ```
#[doc(alias = "consentement")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Consents {
    entries: BTreeSet<ConsentEntry>,
}

impl Consents {
    /// A log without entries: nothing is agreed to.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry; one that is there already changes nothing.
    pub fn record(&mut self, entry: ConsentEntry) {
        self.entries.insert(entry);
    }

    /// Adds every entry of another copy of the log.
    pub fn merge(&mut self, other: &Self) {
        self.entries.extend(other.entries.iter().copied());
    }

    /// Whether the person agrees at present.
    #[must_use]
    pub fn value(&self, purpose: Purpose, channel: Channel) -> bool {
        self.last(purpose, channel).is_some_and(|entry| entry.act() == ConsentAct::Granted)
    }

    /// The entry that decides, the proof of what the person chose.
    #[must_use]
    pub fn last(&self, purpose: Purpose, channel: Channel) -> Option<&ConsentEntry> {
        self.entries
            .iter()
            .filter(|entry| entry.purpose() == purpose && entry.channel() == channel)
            .max_by_key(|entry| entry.rank())
    }

    /// Every entry, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &ConsentEntry> {
        self.entries.iter()
    }

    /// Every purpose and channel with its value, in the order of the page.
    #[must_use]
    pub fn view(&self) -> Vec<ConsentLine> {
        let pairs = Purpose::ALL
            .iter()
            .flat_map(|purpose| Channel::ALL.iter().map(move |channel| (*purpose, *channel)));
        pairs
            .map(|(purpose, channel)| ConsentLine {
                purpose,
                channel,
                granted: self.value(purpose, channel),
            })
            .collect()
    }
}

/// One box of the preferences page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsentLine {
    /// What notifications are sent for.
    pub purpose: Purpose,
    /// How they travel.
    pub channel: Channel,
    /// Whether the box is ticked.
    pub granted: bool,
}

/// The log as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    entries: Vec<ConsentEntry>,
}

impl From<Consents> for Stored {
    fn from(consents: Consents) -> Self {
        Self { schema: SCHEMA, entries: consents.entries.into_iter().collect() }
    }
}

impl TryFrom<Stored> for Consents {
    type Error = ConsentError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        if stored.schema != SCHEMA {
            return Err(ConsentError::Schema);
        }
        Ok(Self { entries: stored.entries.into_iter().collect() })
    }
}

/// Why a consent cannot be recorded or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConsentError {
    /// A grant must name the version, 1 to 999,999, of the text the person saw.
    #[error("a grant names the version of its text, 1 to 999999")]
    TextVersion,
    /// A link in a message withdraws and never grants.
    #[error("a message link cannot grant")]
    Source,
    /// The stored log has another schema than this version writes.
    #[error("the stored log has an unknown schema")]
    Schema,
}

impl Coded for ConsentError {
    fn code(&self) -> &'static str {
        match self {
            Self::TextVersion => "consent/text-version",
            Self::Source => "consent/source",
            Self::Schema => "consent/schema",
        }
    }
}

#[cfg(test)]
mod tests;

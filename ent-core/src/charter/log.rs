//! All that one person did with the charters of one scope.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::record::{StoredRecord, genesis};
use super::{
    AcceptanceRecord, ActKind, ActingPerson, CharterError, CharterScope, CharterVersion, LogError,
    LogFault, RecordDigest,
};
use crate::{Instant, SubjectId};

/// Newest stored form of the log.
const SCHEMA: u16 = 1;

/// Most records of a log.
const MAX_RECORDS: usize = 10_000;

/// Largest log that is read: ten thousand records of the longest identifiers fit.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// What one person did with the charters of one scope: presented, accepted, declined.
///
/// It only grows. Each record has the digest of the one before it, and the first that of person
/// and scope, so that a record changed, taken off, moved, or brought from another log is seen
/// when the log is read; only the last records can be taken off unseen, unless the host keeps the
/// [`head`](Self::head) elsewhere and asks [`verify_log`]. The digests have no key: who may
/// rewrite the whole log can chain it anew, and only a head kept out of reach tells.
///
/// ```
/// use ent_core::charter::{
///     AcceptanceLog, ActKind, ActingPerson, CharterDraft, CharterError, CharterVersion,
///     Materiality, verify_log,
/// };
/// use ent_core::{CharterVersionId, EditionId, Instant, SubjectId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let published_at = Instant::parse("2026-06-15T08:00:00Z")?;
/// let draft = CharterDraft {
///     id: CharterVersionId::parse("2026-fr")?,
///     edition: EditionId::parse("2026")?,
///     scope: "ent:occitanie".parse()?,
///     profiles: [].into(),
///     language: "fr".parse()?,
///     published_at,
///     effective_at: published_at,
///     materiality: Materiality::Substantive,
///     grace_days: 0,
/// };
/// let charter = CharterVersion::new(draft, b"Article 1")?;
///
/// let mut log = AcceptanceLog::new(SubjectId::parse("pupil-1")?, "ent:occitanie".parse()?);
/// let now = Instant::parse("2026-09-01T08:00:00Z")?;
/// let unseen = log.append(ActKind::Accepted, &charter, ActingPerson::OWN, now, now);
/// assert_eq!(unseen.err(), Some(CharterError::NotPresented));
///
/// log.append(ActKind::Presented, &charter, ActingPerson::OWN, now, now)?;
/// log.append(ActKind::Accepted, &charter, ActingPerson::OWN, now, now)?;
/// let stored = serde_json::to_string(&log)?;
/// assert_eq!(verify_log(stored.as_bytes(), Some(&log.head()))?, log);
///
/// let forged = stored.replace("08:00:00Z", "07:00:00Z");
/// assert!(verify_log(forged.as_bytes(), None).is_err());
/// # Ok(())
/// # }
/// ```
#[doc(alias = "registre")]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "StoredLog")]
pub struct AcceptanceLog {
    person: SubjectId,
    scope: CharterScope,
    /// INVARIANT: [`check`](Self::check) holds.
    records: Vec<AcceptanceRecord>,
}

impl AcceptanceLog {
    /// The log of a person to whom nothing was presented yet.
    #[must_use]
    pub const fn new(person: SubjectId, scope: CharterScope) -> Self {
        Self { person, scope, records: Vec::new() }
    }

    /// Records what was done at `at` with the text of `version`.
    ///
    /// One call is one act of one person; there is no call for a class.
    ///
    /// # Errors
    ///
    /// [`CharterError`], and nothing is recorded, when the version is of another scope or has
    /// another text than it was recorded with, `at` is after `now`, before the last record or
    /// before the publication, the person is named as their own guardian, the log is full, or the
    /// text was not presented before to the same acting person it is answered by.
    pub fn append(
        &mut self,
        act: ActKind,
        version: &CharterVersion,
        by: ActingPerson,
        at: Instant,
        now: Instant,
    ) -> Result<AcceptanceRecord, CharterError> {
        if version.scope() != &self.scope {
            return Err(CharterError::Scope);
        }
        if at > now {
            return Err(CharterError::Future);
        }
        if self.last_at().is_some_and(|last| at < last) {
            return Err(CharterError::ClockBack);
        }
        if at < version.published_at() {
            return Err(CharterError::NotPublished);
        }
        if by.guardian() == Some(&self.person) {
            return Err(CharterError::Representative);
        }
        let mut earlier = self.records.iter().filter(|record| record.version == *version.id());
        if earlier.clone().any(|record| record.text != *version.text()) {
            return Err(CharterError::OtherText);
        }
        let is_presentation =
            |record: &AcceptanceRecord| record.act == ActKind::Presented && record.by.is_same(&by);
        if act != ActKind::Presented && !earlier.any(is_presentation) {
            return Err(CharterError::NotPresented);
        }
        if self.records.len() >= MAX_RECORDS {
            return Err(CharterError::Full);
        }
        let previous = self.head();
        let sequence = number(self.records.len().saturating_add(1));
        let mut record = AcceptanceRecord {
            sequence,
            at,
            act,
            version: version.id().clone(),
            text: *version.text(),
            by,
            previous,
            digest: previous,
        };
        record.digest = record.computed();
        self.records.push(record.clone());
        Ok(record)
    }

    /// Whose log it is.
    #[must_use]
    pub const fn person(&self) -> &SubjectId {
        &self.person
    }

    /// Whose charters it is about.
    #[must_use]
    pub const fn scope(&self) -> &CharterScope {
        &self.scope
    }

    /// Every record, oldest first.
    #[must_use]
    pub fn records(&self) -> &[AcceptanceRecord] {
        &self.records
    }

    /// Digest of the last record; of person and scope when there is none.
    ///
    /// Kept where the log is not, it shows later whether records were taken off the end.
    #[must_use]
    pub fn head(&self) -> RecordDigest {
        self.records.last().map_or_else(|| genesis(&self.person, &self.scope), |last| last.digest)
    }

    /// When the last record was made.
    #[must_use]
    pub fn last_at(&self) -> Option<Instant> {
        self.records.last().map(|last| last.at)
    }

    /// Checks numbers, chain, digests, times, and that answers follow presentations.
    fn check(&self) -> Result<(), LogError> {
        if self.records.len() > MAX_RECORDS {
            return Err(LogError::new(0, LogFault::Size));
        }
        let mut head = genesis(&self.person, &self.scope);
        let mut last_at = Instant::FIRST;
        let mut texts = HashMap::new();
        let mut presented = HashSet::new();
        for (at, record) in self.records.iter().enumerate() {
            let place = number(at.saturating_add(1));
            let wrong = |fault| Err(LogError::new(place, fault));
            if record.sequence != place {
                return wrong(LogFault::Sequence);
            }
            if record.previous != head {
                return wrong(LogFault::Chain);
            }
            if record.computed() != record.digest {
                return wrong(LogFault::Digest);
            }
            if record.at < last_at {
                return wrong(LogFault::Time);
            }
            if record.by.guardian() == Some(&self.person) {
                return wrong(LogFault::Representative);
            }
            if *texts.entry(&record.version).or_insert(&record.text) != &record.text {
                return wrong(LogFault::OtherText);
            }
            let to = (&record.version, record.by.actor());
            match record.act {
                ActKind::Presented => {
                    presented.insert(to);
                }
                ActKind::Accepted | ActKind::Declined => {
                    if !presented.contains(&to) {
                        return wrong(LogFault::NotPresented);
                    }
                }
            }
            head = record.digest;
            last_at = record.at;
        }
        Ok(())
    }
}

/// Reads a stored log and checks it whole; with `expected_head`, also that it ends there.
///
/// A record that was changed, taken off in the middle, moved, or brought from another log is
/// found by the chain; records taken off the end by the head only.
///
/// # Errors
///
/// [`LogError`] names the first bad record. A head that differs is said of the place after the
/// last record, where one may be missing.
pub fn verify_log(
    bytes: &[u8],
    expected_head: Option<&RecordDigest>,
) -> Result<AcceptanceLog, LogError> {
    if bytes.len() > MAX_BYTES {
        return Err(LogError::new(0, LogFault::Size));
    }
    let stored: Stored = serde_json::from_slice(bytes).map_err(|_| unreadable(bytes))?;
    let log = AcceptanceLog::try_from(stored)?;
    match expected_head {
        Some(head) if *head != log.head() => {
            Err(LogError::new(number(log.records.len().saturating_add(1)), LogFault::Head))
        }
        Some(_) | None => Ok(log),
    }
}

/// The first record that cannot be read by itself, of bytes that are no log.
fn unreadable(bytes: &[u8]) -> LogError {
    #[derive(Deserialize)]
    struct Loose {
        records: Vec<serde_json::Value>,
    }
    let records = serde_json::from_slice(bytes).map_or_else(|_| Vec::new(), |l: Loose| l.records);
    let bad = records.into_iter().position(|record| StoredRecord::deserialize(record).is_err());
    LogError::new(bad.map_or(0, |at| number(at.saturating_add(1))), LogFault::Unreadable)
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl fmt::Debug for AcceptanceLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcceptanceLog")
            .field("scope", &self.scope)
            .field("records", &self.records.len())
            .finish_non_exhaustive()
    }
}

/// A log as read, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    person: SubjectId,
    scope: CharterScope,
    records: Vec<StoredRecord>,
}

impl TryFrom<Stored> for AcceptanceLog {
    type Error = LogError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        if stored.schema != SCHEMA {
            return Err(LogError::new(0, LogFault::Unreadable));
        }
        let records = stored.records.into_iter().map(Into::into).collect();
        let log = Self { person: stored.person, scope: stored.scope, records };
        log.check().map(|()| log)
    }
}

/// A log as written.
#[derive(Serialize)]
struct StoredLog {
    schema: u16,
    person: SubjectId,
    scope: CharterScope,
    records: Vec<AcceptanceRecord>,
}

impl From<AcceptanceLog> for StoredLog {
    fn from(AcceptanceLog { person, scope, records }: AcceptanceLog) -> Self {
        Self { schema: SCHEMA, person, scope, records }
    }
}

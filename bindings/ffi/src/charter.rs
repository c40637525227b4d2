//! The charter: its versions, who accepted which text, and whether the portal may be opened.

use std::fmt;
use std::sync::Arc;

use ent_core::charter as domain;
use ent_core::transition::StateError;
use ent_core::{CharterVersionId, EditionId, EvidenceId, SubjectId};

use crate::mirror::labelled;
use crate::profile::Profile;
use crate::{EntError, Timestamp};

labelled! {
    /// Whether a new edition changes what people agree to.
    CharterMateriality = domain::Materiality {
        /// A typo, a new address: who accepted the edition before is not asked again.
        Editorial,
        /// A change of what is agreed to: everybody is asked again.
        Substantive,
    }
}

labelled! {
    /// What was done with a text.
    CharterAct = domain::ActKind {
        /// It was shown.
        Presented,
        /// It was accepted.
        Accepted,
        /// It was declined, or an acceptance withdrawn.
        Declined,
    }
}

labelled! {
    /// Why the gate is open or closed.
    CharterGateReason = domain::GateReason {
        /// Open: no charter for this profile is in force.
        NoCharter,
        /// Open: the edition in force is accepted.
        Accepted,
        /// Open: only editorial editions took effect since the one that is accepted.
        EditorialChange,
        /// Open: a substantive edition took effect, and its grace still runs.
        Grace,
        /// Closed: no edition was accepted.
        NeverAccepted,
        /// Closed: what was accepted is no longer in force, or was not when it was accepted.
        Outdated,
        /// Closed: the edition in force was declined, or its acceptance withdrawn.
        Declined,
    }
}

labelled! {
    /// Where a person stands with the edition in force.
    CharterState = domain::AcceptanceState {
        /// It was never shown, and nothing was accepted before.
        NotPresented,
        /// It was shown last.
        Presented,
        /// It is accepted, or an edition of the same substance.
        Accepted,
        /// It was never shown; an earlier one was accepted.
        Outdated,
        /// It was declined last.
        Declined,
    }
}

labelled! {
    /// What is wrong with a record of a log, or with the log when the record is 0.
    CharterLogFault = domain::LogFault {
        /// Not a record, or not a log, of a form this version reads.
        Unreadable,
        /// Longer than a log may be: 10,000 records or 8 MiB.
        Size,
        /// Not the number that follows: a record was taken off, added or moved.
        Sequence,
        /// Does not follow the record before it.
        Chain,
        /// Was changed after it was written.
        Digest,
        /// Earlier than the record before it.
        Time,
        /// An answer to a text that had not been presented to who answers.
        NotPresented,
        /// The person is named as their own guardian.
        Representative,
        /// One version with two texts, or with another text than it was published with.
        OtherText,
        /// The log does not end where it is known to end.
        Head,
        /// Of a version that is not among those given.
        UnknownVersion,
        /// Earlier than the publication of the version.
        NotPublished,
        /// Later than the present.
        Future,
    }
}

/// All that is said about a version, but for its text.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CharterDraft {
    /// Name of the text, unique within its scope: 1 to 128 characters of `A-Z a-z 0-9 . _ - @`.
    pub id: String,
    /// Name shared by the translations of one text, of the same characters.
    pub edition: String,
    /// Where it applies: `ent:occitanie` or `uai:0750655E`.
    pub scope: String,
    /// Whom it is for; nobody named means everybody.
    pub profiles: Vec<Profile>,
    /// Language of the text, such as `fr`, `en` or `pt-BR`.
    pub language: String,
    /// From when it may be read and accepted.
    pub published_at: Timestamp,
    /// From when it counts, this instant included; not before its publication.
    pub effective_at: Timestamp,
    /// Whether it changes what is agreed to.
    pub materiality: CharterMateriality,
    /// Days after `effective_at` for which the edition accepted before still opens, 0 to 366; 0 for
    /// an editorial version.
    pub grace_days: i32,
}

impl CharterDraft {
    fn read(self) -> Result<domain::CharterDraft, EntError> {
        let grace_days = u16::try_from(self.grace_days);
        Ok(domain::CharterDraft {
            id: CharterVersionId::parse(&self.id)?,
            edition: EditionId::parse(&self.edition)?,
            scope: domain::CharterScope::parse(&self.scope)?,
            profiles: self.profiles.into_iter().map(Into::into).collect(),
            language: domain::CharterLanguage::parse(&self.language)?,
            published_at: self.published_at,
            effective_at: self.effective_at,
            materiality: self.materiality.into(),
            grace_days: grace_days.map_err(|_| domain::CharterVersionError::Grace)?,
        })
    }
}

/// One text of a charter in one language. It never changes.
#[derive(uniffi::Object)]
pub struct CharterVersion {
    inner: domain::CharterVersion,
}

#[uniffi::export]
impl CharterVersion {
    /// The version that `draft` describes, with the digest of `text`, the exact bytes shown.
    ///
    /// Fails with `charter/text-empty`, `charter/text-too-large` (above 16 MiB),
    /// `charter/effective`, `charter/grace`, `charter/editorial-grace`, `charter/scope-format`,
    /// `charter/language`, `id/format` or `instant/out-of-range`.
    #[uniffi::constructor]
    pub fn of_text(draft: CharterDraft, text: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: domain::CharterVersion::new(draft.read()?, &text)? })
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        let read = serde_json::from_slice(&bytes);
        Ok(Self { inner: read.map_err(|_| StateError::Corrupt { part: "body" })? })
    }

    /// The version to store, as UTF-8 JSON: its digest, not its text.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        Ok(serde_json::to_vec(&self.inner).map_err(|_| StateError::Corrupt { part: "body" })?)
    }

    /// All that is said about it.
    ///
    /// Never fails in practice; `instant/out-of-range` otherwise.
    pub fn facts(&self) -> Result<CharterDraft, EntError> {
        let version = &self.inner;
        Ok(CharterDraft {
            id: version.id().to_string(),
            edition: version.edition().to_string(),
            scope: version.scope().to_string(),
            profiles: version.profiles().iter().map(|&profile| profile.into()).collect(),
            language: version.language().to_string(),
            published_at: version.published_at(),
            effective_at: version.effective_at(),
            materiality: version.materiality().into(),
            grace_days: version.grace_days().into(),
        })
    }

    /// First instant at which the edition accepted before no longer opens.
    ///
    /// Never fails in practice; `instant/out-of-range` otherwise.
    pub fn grace_until(&self) -> Result<Timestamp, EntError> {
        Ok(self.inner.grace_until())
    }

    /// Digest of the exact bytes of the text, as `b2sum -l 256` prints it.
    pub fn text_digest(&self) -> String {
        self.inner.text().to_string()
    }

    /// Whether `bytes` are the text, to be asked before it is shown.
    pub fn is_text(&self, bytes: Vec<u8>) -> bool {
        self.inner.is_text(&bytes)
    }
}

impl fmt::Debug for CharterVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// Who acted for the person whose log it is.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CharterActor {
    /// The person.
    Own {
        /// Where the host keeps a proof, if it does.
        evidence: Option<String>,
    },
    /// A legal guardian for the person.
    LegalGuardian {
        /// The guardian, as the host names them.
        guardian: String,
        /// Where the host keeps the proof.
        evidence: String,
    },
    /// The establishment, which holds a signed paper.
    Institution {
        /// Where it keeps the paper.
        evidence: String,
    },
}

impl CharterActor {
    fn read(&self) -> Result<domain::ActingPerson, EntError> {
        let proof = |evidence: &String| EvidenceId::parse(evidence);
        Ok(match self {
            Self::Own { evidence } => {
                domain::ActingPerson::Own { evidence: evidence.as_ref().map(proof).transpose()? }
            }
            Self::LegalGuardian { guardian, evidence } => domain::ActingPerson::LegalGuardian {
                guardian: SubjectId::parse(guardian)?,
                evidence: proof(evidence)?,
            },
            Self::Institution { evidence } => {
                domain::ActingPerson::Institution { evidence: proof(evidence)? }
            }
        })
    }
}

impl From<&domain::ActingPerson> for CharterActor {
    fn from(by: &domain::ActingPerson) -> Self {
        match by {
            domain::ActingPerson::Own { evidence } => {
                Self::Own { evidence: evidence.as_ref().map(ToString::to_string) }
            }
            domain::ActingPerson::LegalGuardian { guardian, evidence } => Self::LegalGuardian {
                guardian: guardian.to_string(),
                evidence: evidence.to_string(),
            },
            domain::ActingPerson::Institution { evidence } => {
                Self::Institution { evidence: evidence.to_string() }
            }
        }
    }
}

/// One record of a log.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CharterLogEntry {
    /// Place in the log, from 1.
    pub sequence: i64,
    /// When it was done.
    pub at: Timestamp,
    /// What was done.
    pub act: CharterAct,
    /// Id of the text it was done with.
    pub version: String,
    /// Digest of the exact bytes of that text.
    pub text_digest: String,
    /// Who acted.
    pub by: CharterActor,
    /// Digest of the record before; of person and scope for the first.
    pub previous: String,
    /// Digest of this record and, by the chain, of all before.
    pub digest: String,
}

impl From<&domain::AcceptanceRecord> for CharterLogEntry {
    fn from(record: &domain::AcceptanceRecord) -> Self {
        Self {
            sequence: record.sequence().into(),
            at: record.at(),
            act: record.act().into(),
            version: record.version().to_string(),
            text_digest: record.text().to_string(),
            by: record.by().into(),
            previous: record.previous().to_string(),
            digest: record.digest().to_string(),
        }
    }
}

/// What one person did with the charters of one scope, as a log that only grows.
///
/// A log never changes: each act gives another log. Store `to_json` by compare-and-swap before
/// telling anyone that something was accepted, and keep `head` elsewhere: it shows later whether
/// records were taken off the end.
#[derive(uniffi::Object)]
pub struct CharterLog {
    inner: domain::AcceptanceLog,
}

#[uniffi::export]
impl CharterLog {
    /// The log of a person to whom nothing of the scope was presented yet.
    ///
    /// Fails with `id/format` or `charter/scope-format`.
    #[uniffi::constructor]
    pub fn empty(person: &str, scope: &str) -> Result<Self, EntError> {
        let scope = domain::CharterScope::parse(scope)?;
        Ok(Self { inner: domain::AcceptanceLog::new(SubjectId::parse(person)?, scope) })
    }

    /// Reads what `to_json` wrote, and checks it whole.
    ///
    /// Fails with `charter/log`; `verify_charter_log` says which record is at fault.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: domain::verify_log(&bytes, None)? })
    }

    /// The log to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        Ok(serde_json::to_vec(&self.inner).map_err(|_| StateError::Corrupt { part: "body" })?)
    }

    /// The log with one more act, done at `at`; `now` is the present.
    ///
    /// Fails with `charter/scope`, `charter/future`, `charter/clock-back`, `charter/not-published`,
    /// `charter/representative`, `charter/other-text`, `charter/not-presented` (exactly this text
    /// was not presented to the same acting person before), `charter/full`, `id/format` or
    /// `instant/out-of-range`.
    pub fn append(
        &self,
        act: CharterAct,
        version: &CharterVersion,
        by: CharterActor,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<CharterLog, EntError> {
        let mut inner = self.inner.clone();
        inner.append(act.into(), &version.inner, by.read()?, at, now)?;
        Ok(Self { inner })
    }

    /// Whose log it is.
    pub fn person(&self) -> String {
        self.inner.person().to_string()
    }

    /// Whose charters it is about: `ent:` and an id, or `uai:` and a number.
    pub fn scope(&self) -> String {
        self.inner.scope().to_string()
    }

    /// Every record, oldest first.
    ///
    /// Never fails in practice; `instant/out-of-range` otherwise.
    pub fn entries(&self) -> Result<Vec<CharterLogEntry>, EntError> {
        Ok(self.inner.records().iter().map(Into::into).collect())
    }

    /// Digest of the last record; of person and scope when there is none.
    pub fn head(&self) -> String {
        self.inner.head().to_string()
    }

    /// The records as JSON Lines, for a data-protection officer.
    pub fn export_jsonl(&self) -> String {
        domain::jsonl([&self.inner])
    }

    /// The records as CSV (RFC 4180) with a header; no cell is taken for a formula.
    pub fn export_csv(&self) -> String {
        domain::csv([&self.inner])
    }
}

impl fmt::Debug for CharterLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// What `charter_gate` decides.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CharterGate {
    /// Whether the person may go on.
    pub open: bool,
    /// Id of the edition in force, in French where it has such a text, whether it is accepted or
    /// not; none where no charter is in force.
    pub required: Option<String>,
    /// Why.
    pub reason: CharterGateReason,
    /// First instant at which the grace is over, while it runs.
    pub grace_until: Option<Timestamp>,
    /// Where the person stands with the edition in force.
    pub state: CharterState,
}

/// Whether a person of `profile` with this log may go on at `now`.
///
/// `versions` are all that were ever published in the scope of the log, in any order. Fails with
/// `charter/version-twice`, `charter/scope`, `charter/edition`, `charter/same-instant`, or
/// `charter/log` when the log cannot be right with these versions at `now`.
#[uniffi::export]
pub fn charter_gate(
    versions: Vec<Arc<CharterVersion>>,
    log: &CharterLog,
    profile: Profile,
    now: Timestamp,
) -> Result<CharterGate, EntError> {
    let versions: Vec<_> = versions.iter().map(|version| version.inner.clone()).collect();
    let gate = domain::gate(&versions, &log.inner, profile.into(), now)?;
    Ok(CharterGate {
        open: gate.open,
        required: gate.required.map(|version| version.id().to_string()),
        reason: gate.reason.into(),
        grace_until: gate.grace_until,
        state: gate.state.into(),
    })
}

/// What `verify_charter_log` found.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CharterLogCheck {
    /// Whether the log is as it was written.
    pub intact: bool,
    /// Number of the first bad record, from 1; 0 for the log as a whole; none when it is intact.
    pub record: Option<i64>,
    /// What is wrong with it; none when it is intact.
    pub fault: Option<CharterLogFault>,
}

/// Checks a stored log whole; with `expected_head`, also that it ends there.
///
/// Fails with `charter/digest` when `expected_head` is no digest.
#[uniffi::export]
pub fn verify_charter_log(
    bytes: Vec<u8>,
    expected_head: Option<String>,
) -> Result<CharterLogCheck, EntError> {
    let head = expected_head.map(|head| domain::RecordDigest::parse(&head)).transpose()?;
    let error = domain::verify_log(&bytes, head.as_ref()).err();
    Ok(CharterLogCheck {
        intact: error.is_none(),
        record: error.map(|error| error.record().into()),
        fault: error.map(|error| error.fault().into()),
    })
}

/// Digest of the exact bytes of a text, as `b2sum -l 256` prints it.
#[uniffi::export]
pub fn charter_text_digest(text: Vec<u8>) -> String {
    domain::TextDigest::of_bytes(&text).to_string()
}

/// The records of many logs as JSON Lines, for a data-protection officer.
#[uniffi::export]
pub fn export_charter_jsonl(logs: Vec<Arc<CharterLog>>) -> String {
    domain::jsonl(logs.iter().map(|log| &log.inner))
}

/// The records of many logs as CSV (RFC 4180) under one header; no cell is taken for a formula.
#[uniffi::export]
pub fn export_charter_csv(logs: Vec<Arc<CharterLog>>) -> String {
    domain::csv(logs.iter().map(|log| &log.inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    fn draft() -> CharterDraft {
        CharterDraft {
            id: "v1".to_owned(),
            edition: "2026".to_owned(),
            scope: "ent:occitanie".to_owned(),
            profiles: vec![Profile::Pupil],
            language: "fr".to_owned(),
            published_at: parse_instant("2026-06-15T08:00:00Z").unwrap(),
            effective_at: parse_instant("2026-09-01T00:00:00Z").unwrap(),
            materiality: CharterMateriality::Substantive,
            grace_days: 30,
        }
    }

    #[test]
    fn a_charter_is_shown_accepted_and_opens() {
        let version = Arc::new(CharterVersion::of_text(draft(), b"Article 1".to_vec()).unwrap());
        assert_eq!(version.facts(), Ok(draft()));
        assert_eq!(version.text_digest(), charter_text_digest(b"Article 1".to_vec()));
        assert!(version.is_text(b"Article 1".to_vec()) && !version.is_text(Vec::new()));
        let read = CharterVersion::from_json(version.to_json().unwrap()).unwrap();
        assert_eq!(read.facts(), version.facts());
        assert_eq!(read.grace_until(), Ok(parse_instant("2026-10-01T00:00:00Z").unwrap()));

        let now = parse_instant("2026-09-02T08:00:00Z").unwrap();
        let empty = CharterLog::empty("pupil-1", "ent:occitanie").unwrap();
        let by = CharterActor::LegalGuardian { guardian: "g".into(), evidence: "paper".into() };
        let append = |log: &CharterLog, act| log.append(act, &version, by.clone(), now, now);
        assert_eq!(
            append(&empty, CharterAct::Accepted).unwrap_err().code(),
            "charter/not-presented"
        );
        let gate = |log: &CharterLog| {
            charter_gate(vec![version.clone()], log, Profile::Pupil, now).unwrap()
        };
        assert_eq!(gate(&empty).reason, CharterGateReason::NeverAccepted);
        let log = append(&empty, CharterAct::Presented).unwrap();
        let log = append(&log, CharterAct::Accepted).unwrap();
        assert_eq!((gate(&log).open, gate(&log).state), (true, CharterState::Accepted));
        assert_eq!(gate(&log).required.as_deref(), Some("v1"));
        let entries = log.entries().unwrap();
        assert_eq!((entries[1].sequence, &entries[1].by), (2, &by));
        assert_eq!((entries[1].digest.clone(), entries.len()), (log.head(), 2));
        assert_eq!((log.person(), log.scope()), ("pupil-1".into(), "ent:occitanie".into()));

        let json = log.to_json().unwrap();
        assert_eq!(CharterLog::from_json(json.clone()).unwrap().head(), log.head());
        assert!(verify_charter_log(json.clone(), Some(log.head())).unwrap().intact);
        let ended = verify_charter_log(json.clone(), Some(empty.head())).unwrap();
        assert_eq!((ended.record, ended.fault), (Some(3), Some(CharterLogFault::Head)));
        let forged = String::from_utf8(json).unwrap().replace("accepted", "declined");
        assert_eq!(CharterLog::from_json(forged.into()).unwrap_err().code(), "charter/log");
        let log = Arc::new(log);
        assert_eq!(export_charter_csv(vec![log.clone()]), log.export_csv());
        assert_eq!(export_charter_jsonl(vec![log.clone()]), log.export_jsonl());
        assert!(!format!("{log:?}").contains("pupil"));
    }

    #[test]
    fn refusals_keep_their_codes() {
        let made = |change: fn(&mut CharterDraft)| {
            let mut draft = draft();
            change(&mut draft);
            CharterVersion::of_text(draft, b"text".to_vec()).unwrap_err().code().to_owned()
        };
        assert_eq!(made(|d| d.grace_days = -1), "charter/grace");
        assert_eq!(made(|d| d.grace_days = 367), "charter/grace");
        assert_eq!(
            made(|d| d.materiality = CharterMateriality::Editorial),
            "charter/editorial-grace"
        );
        assert_eq!(made(|d| d.scope.clear()), "charter/scope-format");
        assert_eq!(made(|d| d.language.clear()), "charter/language");
        assert_eq!(made(|d| d.id.clear()), "id/format");
        assert_eq!(CharterLog::empty("", "ent:a").unwrap_err().code(), "id/format");
        assert_eq!(CharterLog::from_json(Vec::new()).unwrap_err().code(), "charter/log");
        assert_eq!(CharterVersion::from_json(Vec::new()).unwrap_err().code(), "state/corrupt");
        let error = verify_charter_log(Vec::new(), Some("canary".to_owned())).unwrap_err();
        assert_eq!(error.code(), "charter/digest");
    }
}

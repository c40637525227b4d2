//! One act of one person with one text.

use serde::{Deserialize, Serialize};

use super::{CharterScope, RecordDigest, TextDigest};
use crate::listed::listed;
use crate::{CharterVersionId, EvidenceId, Instant, SubjectId};

/// What the digest before the first record is made under.
const GENESIS: &str = "entkit/charter-log/1";
/// What the digest of a record is made under.
const RECORD: &str = "entkit/charter-record/1";

listed! {
    /// What was done with a text.
    ///
    /// ```
    /// use ent_core::charter::ActKind;
    ///
    /// assert_eq!(ActKind::from_code("accepted"), Some(ActKind::Accepted));
    /// assert_eq!(ActKind::from_code("ticked"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a text is shown, then accepted or declined")]
    ActKind in "charter_act" {
        /// It was shown.
        Presented = "presented",
        /// It was accepted: « J’accepte la charte d’utilisation ».
        Accepted = "accepted",
        /// It was declined, or an acceptance withdrawn.
        Declined = "declined",
    }
}

/// Who acted for the person whose log it is.
///
/// Nothing here depends on an age: a guardian who acts for a child is named, whoever the child is.
///
/// ```
/// use ent_core::charter::ActingPerson;
/// use ent_core::{EvidenceId, IdError, SubjectId};
///
/// let mother = ActingPerson::LegalGuardian {
///     guardian: SubjectId::parse("guardian-7")?,
///     evidence: EvidenceId::parse("paper-2026-118")?,
/// };
/// assert_eq!(mother.code(), "legal_guardian");
/// assert!(EvidenceId::parse("").is_err());
/// # Ok::<(), IdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::exhaustive_enums, reason = "another way to act needs a decision on its proof")]
pub enum ActingPerson {
    /// The person.
    #[serde(rename = "self")]
    Own {
        /// Where the host keeps a proof, if it does.
        evidence: Option<EvidenceId>,
    },
    /// A legal guardian for the person.
    #[doc(alias = "représentant légal")]
    LegalGuardian {
        /// The guardian.
        guardian: SubjectId,
        /// Where the host keeps the proof.
        evidence: EvidenceId,
    },
    /// The establishment, which holds a signed paper.
    #[doc(alias = "établissement")]
    Institution {
        /// Where it keeps the paper.
        evidence: EvidenceId,
    },
}

impl ActingPerson {
    /// The person, without further proof.
    pub const OWN: Self = Self::Own { evidence: None };

    /// Stable code: `self`, `legal_guardian` or `institution`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Own { .. } => "self",
            Self::LegalGuardian { .. } => "legal_guardian",
            Self::Institution { .. } => "institution",
        }
    }

    /// The guardian, when one acts.
    #[must_use]
    pub const fn guardian(&self) -> Option<&SubjectId> {
        match self {
            Self::LegalGuardian { guardian, .. } => Some(guardian),
            Self::Own { .. } | Self::Institution { .. } => None,
        }
    }

    /// Where the proof is kept.
    #[must_use]
    pub const fn evidence(&self) -> Option<&EvidenceId> {
        match self {
            Self::Own { evidence } => evidence.as_ref(),
            Self::LegalGuardian { evidence, .. } | Self::Institution { evidence } => Some(evidence),
        }
    }

    /// Whether both are the same person, whatever the proof.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.actor() == other.actor()
    }

    /// Who it is, whatever the proof.
    pub(super) const fn actor(&self) -> (&'static str, Option<&SubjectId>) {
        (self.code(), self.guardian())
    }
}

/// One record of a log: an act, chained to the record before.
///
/// Made by the log only, from a version and never from its digest alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AcceptanceRecord {
    pub(super) sequence: u32,
    pub(super) at: Instant,
    pub(super) act: ActKind,
    pub(super) version: CharterVersionId,
    pub(super) text: TextDigest,
    pub(super) by: ActingPerson,
    pub(super) previous: RecordDigest,
    pub(super) digest: RecordDigest,
}

impl AcceptanceRecord {
    /// Place in the log, from 1.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// When it was done.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// What was done.
    #[must_use]
    pub const fn act(&self) -> ActKind {
        self.act
    }

    /// The text it was done with.
    #[must_use]
    pub const fn version(&self) -> &CharterVersionId {
        &self.version
    }

    /// Digest of the exact bytes of that text.
    #[must_use]
    pub const fn text(&self) -> &TextDigest {
        &self.text
    }

    /// Who acted.
    #[must_use]
    pub const fn by(&self) -> &ActingPerson {
        &self.by
    }

    /// Digest of the record before; of person and scope for the first.
    #[must_use]
    pub const fn previous(&self) -> &RecordDigest {
        &self.previous
    }

    /// Digest of this record and, by the chain, of all before.
    #[must_use]
    pub const fn digest(&self) -> &RecordDigest {
        &self.digest
    }

    /// The digest this record should have.
    pub(super) fn computed(&self) -> RecordDigest {
        let id = |id: Option<&str>| id.unwrap_or_default().to_owned();
        RecordDigest::of_fields(
            RECORD,
            &[
                self.previous.as_bytes(),
                &u64::from(self.sequence).to_le_bytes(),
                &self.at.unix_millis().to_le_bytes(),
                self.act.code().as_bytes(),
                self.version.as_str().as_bytes(),
                self.text.as_bytes(),
                self.by.code().as_bytes(),
                id(self.by.guardian().map(SubjectId::as_str)).as_bytes(),
                id(self.by.evidence().map(EvidenceId::as_str)).as_bytes(),
            ],
        )
    }
}

/// What stands before the first record: the log of another person or scope begins otherwise.
pub(super) fn genesis(person: &SubjectId, scope: &CharterScope) -> RecordDigest {
    RecordDigest::of_fields(GENESIS, &[person.as_str().as_bytes(), scope.to_string().as_bytes()])
}

/// A record as read, before its chain is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredRecord {
    sequence: u32,
    at: Instant,
    act: ActKind,
    version: CharterVersionId,
    text: TextDigest,
    by: ActingPerson,
    previous: RecordDigest,
    digest: RecordDigest,
}

impl From<StoredRecord> for AcceptanceRecord {
    fn from(stored: StoredRecord) -> Self {
        let StoredRecord { sequence, at, act, version, text, by, previous, digest } = stored;
        Self { sequence, at, act, version, text, by, previous, digest }
    }
}

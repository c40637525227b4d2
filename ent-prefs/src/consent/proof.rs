//! What shows that a person chose as the log says.

use ent_core::EvidenceId;
use ent_core::charter::TextDigest;
use serde::{Deserialize, Serialize};

use super::ConsentError;

/// What shows that a person chose as an entry says (GDPR art. 7(1)): the digest of the exact text
/// that was shown, where the host keeps evidence such as a signed paper, or both.
///
/// ```
/// use ent_core::EvidenceId;
/// use ent_core::charter::TextDigest;
/// use ent_prefs::consent::ConsentProof;
///
/// let shown = TextDigest::of_bytes("Je souhaite recevoir les notifications.".as_bytes());
/// let proof = ConsentProof::of_text(shown).with_evidence(EvidenceId::parse("form-12")?);
/// assert_eq!(proof.text(), Some(&shown));
/// # Ok::<(), ent_core::IdError>(())
/// ```
#[doc(alias = "preuve")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct ConsentProof {
    /// INVARIANT: one of both at least.
    text: Option<TextDigest>,
    evidence: Option<EvidenceId>,
}

impl ConsentProof {
    /// The text that was shown.
    #[must_use]
    pub const fn of_text(text: TextDigest) -> Self {
        Self { text: Some(text), evidence: None }
    }

    /// What the host keeps.
    #[must_use]
    pub const fn of_evidence(evidence: EvidenceId) -> Self {
        Self { text: None, evidence: Some(evidence) }
    }

    /// Both, when both are there.
    ///
    /// # Errors
    ///
    /// [`ConsentError::Proof`] without either.
    pub fn new(
        text: Option<TextDigest>,
        evidence: Option<EvidenceId>,
    ) -> Result<Self, ConsentError> {
        if text.is_none() && evidence.is_none() {
            return Err(ConsentError::Proof);
        }
        Ok(Self { text, evidence })
    }

    /// The same with what the host keeps.
    #[must_use]
    pub fn with_evidence(self, evidence: EvidenceId) -> Self {
        Self { text: self.text, evidence: Some(evidence) }
    }

    /// Digest of the exact bytes of the text that was shown.
    #[must_use]
    pub const fn text(&self) -> Option<&TextDigest> {
        self.text.as_ref()
    }

    /// Where the host keeps what it has.
    #[must_use]
    pub const fn evidence(&self) -> Option<&EvidenceId> {
        self.evidence.as_ref()
    }
}

/// A proof as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<TextDigest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceId>,
}

impl From<ConsentProof> for Stored {
    fn from(proof: ConsentProof) -> Self {
        let ConsentProof { text, evidence } = proof;
        Self { text, evidence }
    }
}

impl TryFrom<Stored> for ConsentProof {
    type Error = ConsentError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        Self::new(stored.text, stored.evidence)
    }
}

//! What a person agreed to receive, as a log that only grows.

mod actor;
mod entry;
mod export;
mod log;
mod proof;

use ent_core::{Coded, listed};
use thiserror::Error;

use crate::Channel;

pub use actor::{ConsentActor, ConsentActorKind, WhoConsents, who_may_consent};
pub use entry::{ConsentEntry, TextVersion};
pub use export::{CONSENT_CSV_HEADER, ConsentActLine, InForceLine, OfficerExport, PersonExport};
pub use log::{ConsentLine, Consents};
pub use proof::ConsentProof;

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
    /// A proof names the digest of a text, where evidence is kept, or both.
    #[error("a proof names a text or an evidence")]
    Proof,
    /// Whoever agreed may not agree alone, or not for the person.
    #[error("a grant below 15 needs the person and a guardian, from 15 on the person")]
    Actor,
    /// An entry voids only what is dated after it.
    #[error("an entry voids only what is dated after it")]
    Voids,
    /// The stored log has a schema that this version does not know, or holds what that schema has
    /// not.
    #[error("the stored log has an unknown schema")]
    Schema,
}

impl Coded for ConsentError {
    fn code(&self) -> &'static str {
        match self {
            Self::TextVersion => "consent/text-version",
            Self::Source => "consent/source",
            Self::Proof => "consent/proof",
            Self::Actor => "consent/actor",
            Self::Voids => "consent/voids",
            Self::Schema => "consent/schema",
        }
    }
}

#[cfg(test)]
mod tests;

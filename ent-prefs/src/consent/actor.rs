//! Who chose, and who may.

use ent_core::{Age, GuardianId, listed};
use serde::{Deserialize, Serialize};

use super::{ConsentAct, ConsentEntry, ConsentError};

listed! {
    /// Who made a choice, without names.
    ///
    /// ```
    /// use ent_prefs::consent::ConsentActorKind;
    ///
    /// assert_eq!(ConsentActorKind::from_code("self"), Some(ConsentActorKind::Own));
    /// assert_eq!(ConsentActorKind::from_code("school"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "another way to act needs a decision on its force")]
    ConsentActorKind in "consent_actor" {
        /// The person.
        Own = "self",
        /// A legal guardian, for the person.
        #[doc(alias = "représentant légal")]
        LegalGuardian = "legal_guardian",
        /// The person and a legal guardian together.
        #[doc(alias = "consentement conjoint")]
        Jointly = "jointly",
    }
}

/// Who made the choice of an entry.
///
/// ```
/// use ent_core::GuardianId;
/// use ent_prefs::consent::{ConsentActor, ConsentActorKind};
///
/// let both = ConsentActor::Jointly { guardian: GuardianId::parse("guardian-7")? };
/// assert_eq!(both.kind(), ConsentActorKind::Jointly);
/// assert_eq!(ConsentActor::Own.guardian(), None);
/// # Ok::<(), ent_core::IdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::exhaustive_enums, reason = "another way to act needs a decision on its force")]
pub enum ConsentActor {
    /// The person.
    #[serde(rename = "self")]
    Own,
    /// A legal guardian, for the person.
    LegalGuardian {
        /// The guardian.
        guardian: GuardianId,
    },
    /// The person and a legal guardian together.
    Jointly {
        /// The guardian.
        guardian: GuardianId,
    },
}

impl ConsentActor {
    /// Who, without the name.
    #[must_use]
    pub const fn kind(&self) -> ConsentActorKind {
        match self {
            Self::Own => ConsentActorKind::Own,
            Self::LegalGuardian { .. } => ConsentActorKind::LegalGuardian,
            Self::Jointly { .. } => ConsentActorKind::Jointly,
        }
    }

    /// The guardian, when one takes part.
    #[must_use]
    pub const fn guardian(&self) -> Option<&GuardianId> {
        match self {
            Self::Own => None,
            Self::LegalGuardian { guardian } | Self::Jointly { guardian } => Some(guardian),
        }
    }
}

listed! {
    /// Who has to agree, so that a grant counts in law.
    ///
    /// ```
    /// use ent_prefs::consent::WhoConsents;
    ///
    /// assert_eq!(WhoConsents::from_code("jointly"), Some(WhoConsents::Jointly));
    /// assert_eq!(WhoConsents::from_code("nobody"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the law knows these two")]
    WhoConsents in "who_consents" {
        /// The person alone.
        Alone = "alone",
        /// The person and a holder of parental authority together.
        Jointly = "jointly",
    }
}

/// Who has to agree at this age: below 15 the minor and a holder of parental authority together
/// (GDPR art. 8; loi 78-17 art. 45), from the fifteenth birthday the person alone. Where the age is
/// not known, or a birth date known in part leaves it open, both: nothing is presumed.
///
/// The age drives consents, never the right to an account.
///
/// ```
/// use ent_core::{BirthDate, Day};
/// use ent_prefs::consent::{WhoConsents, who_may_consent};
///
/// let (born, day) = (BirthDate::parse("2011-09-01")?, Day::parse("2026-08-31")?);
/// assert_eq!(who_may_consent(born.age_at(day)), WhoConsents::Jointly);
/// assert_eq!(who_may_consent(born.age_at(Day::parse("2026-09-01")?)), WhoConsents::Alone);
/// assert_eq!(who_may_consent(None), WhoConsents::Jointly);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "mineur")]
#[doc(alias = "majorité numérique")]
#[must_use]
pub fn who_may_consent(age: Option<Age>) -> WhoConsents {
    match age.and_then(Age::is_under_15) {
        Some(false) => WhoConsents::Alone,
        Some(true) | None => WhoConsents::Jointly,
    }
}

impl WhoConsents {
    /// Whether `entry` was made by whom it takes; ask before recording. A withdrawal needs nobody
    /// else: the person or a guardian alone may always withdraw.
    ///
    /// # Errors
    ///
    /// [`ConsentError::Actor`] for a grant by the person or a guardian alone where both have to
    /// agree, and by a guardian alone where the person has to.
    pub const fn check(self, entry: &ConsentEntry) -> Result<(), ConsentError> {
        match (entry.act(), self, entry.by().kind()) {
            (ConsentAct::Withdrawn, _, _)
            | (ConsentAct::Granted, _, ConsentActorKind::Jointly)
            | (ConsentAct::Granted, Self::Alone, ConsentActorKind::Own) => Ok(()),
            (ConsentAct::Granted, Self::Jointly, ConsentActorKind::Own)
            | (ConsentAct::Granted, _, ConsentActorKind::LegalGuardian) => Err(ConsentError::Actor),
        }
    }
}

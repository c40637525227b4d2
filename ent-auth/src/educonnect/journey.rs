//! One journey of a guardian, as stored.

use ent_core::{FlowId, Instant, PhoneNumber, PupilId, SubjectId};
use serde::{Deserialize, Serialize};

use super::FailReason;
use super::claim::{Guardian, are_sound};
use crate::LoginId;
use crate::password::StoredHash;

/// Submissions of birth dates in one journey, by any policy.
const MAX_SUBMISSIONS: u8 = 10;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journey {
    pub(super) flow: FlowId,
    /// First instant at which the journey is over for want of progress.
    pub(super) until: Instant,
    pub(super) step: Step,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Step {
    PhoneEntry,
    /// A decoy has no guardian, and so never leaves this step forwards.
    CodeEntry {
        to: PhoneNumber,
        guardian: Option<Guardian>,
    },
    Children {
        to: PhoneNumber,
        guardian: Guardian,
        failed: u8,
    },
    Password {
        account: SubjectId,
        login: LoginId,
        attached: Vec<PupilId>,
        disputed: Vec<PupilId>,
    },
    Activated {
        at: Instant,
        account: SubjectId,
        login: LoginId,
        attached: Vec<PupilId>,
        disputed: Vec<PupilId>,
        password: StoredHash,
    },
    Failed {
        reason: FailReason,
    },
    Abandoned,
}

impl Journey {
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.step.is_open() && now >= self.until
    }
}

impl Step {
    pub(super) const fn is_open(&self) -> bool {
        match self {
            Self::PhoneEntry
            | Self::CodeEntry { .. }
            | Self::Children { .. }
            | Self::Password { .. } => true,
            Self::Activated { .. } | Self::Failed { .. } | Self::Abandoned => false,
        }
    }

    /// Whether an activation could have written this at `seen`.
    pub(super) fn could_be(&self, seen: Instant) -> bool {
        let sound_guardian = |guardian: &Guardian| are_sound(&guardian.children);
        match self {
            Self::PhoneEntry | Self::Failed { .. } | Self::Abandoned => true,
            Self::CodeEntry { guardian, .. } => guardian.as_ref().is_none_or(sound_guardian),
            Self::Children { guardian, failed, .. } => {
                sound_guardian(guardian) && *failed < MAX_SUBMISSIONS
            }
            Self::Activated { at, .. } if *at > seen => false,
            Self::Password { attached, disputed, .. }
            | Self::Activated { attached, disputed, .. } => {
                !attached.is_empty() && !disputed.iter().any(|pupil| attached.contains(pupil))
            }
        }
    }
}

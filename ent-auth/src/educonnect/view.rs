//! What a guardian may see of an activation.

use std::fmt;

use ent_core::PupilId;
use serde::Serialize;

/// What may travel to the page or the phone.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ActivationView {
    /// Where the person stands.
    pub step: ActivationStep,
    /// Masked number, at code entry.
    pub sent_to: Option<String>,
    /// Children to confirm, once the phone is proved.
    pub children: Vec<ListedChild>,
    /// Submissions of birth dates left, at that step.
    pub attempts_left: Option<u8>,
    /// Identifier to note, once the children are confirmed.
    pub login: Option<String>,
    /// Seconds before the journey is over for want of progress.
    pub seconds_left: Option<i64>,
}

impl fmt::Debug for ActivationView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivationView")
            .field("step", &self.step)
            .field("attempts_left", &self.attempts_left)
            .field("seconds_left", &self.seconds_left)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ListedChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListedChild").field("pupil", &self.pupil).finish_non_exhaustive()
    }
}

impl ActivationView {
    pub(super) const fn at(step: ActivationStep) -> Self {
        Self {
            step,
            sent_to: None,
            children: Vec::new(),
            attempts_left: None,
            login: None,
            seconds_left: None,
        }
    }
}

/// A child to confirm, without what the guardian has to know.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ListedChild {
    /// The child.
    pub pupil: PupilId,
    /// Given name to show.
    pub given_name: String,
}

/// Where a guardian stands in an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "screens must handle every step")]
pub enum ActivationStep {
    /// Name and mobile number are asked for.
    PhoneEntry,
    /// The code is asked for.
    CodeEntry,
    /// Birth dates of all children are asked for.
    Children,
    /// A password is asked for.
    Password,
    /// The account is active.
    Activated,
    /// The journey ended without an account.
    Failed,
    /// The journey was left.
    Abandoned,
}

impl ActivationStep {
    /// Stable identifier.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::PhoneEntry => "phone_entry",
            Self::CodeEntry => "code_entry",
            Self::Children => "children",
            Self::Password => "password",
            Self::Activated => "activated",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
        }
    }
}

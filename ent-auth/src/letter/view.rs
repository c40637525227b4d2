//! What may be shown of a letter.

use ent_core::listed;
use serde::Serialize;

/// What may travel to the page or the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LetterView {
    /// Where the person stands.
    pub step: LetterStep,
    /// Seconds left to send the activation page, while it is open.
    pub seconds_left: Option<i64>,
    /// Submissions of birth dates left, while it is open.
    pub date_attempts_left: Option<u8>,
    /// Whether an e-mail address must be given, while it is open.
    pub email_required: Option<bool>,
}

impl LetterView {
    pub(super) const fn at(step: LetterStep) -> Self {
        Self { step, seconds_left: None, date_attempts_left: None, email_required: None }
    }
}

listed! {
    /// Where a person stands with a letter, as far as they may know.
    #[expect(clippy::exhaustive_enums, reason = "a finer step would tell cases apart")]
    LetterStep in "letter_step" {
        /// Identifier and secret are asked for, whether or not a letter can be used.
        SignIn = "sign_in",
        /// The activation page is open.
        Activation = "activation",
        /// The account is active.
        Activated = "activated",
    }
}

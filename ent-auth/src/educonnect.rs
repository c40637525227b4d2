//! EduConnect: how a guardian activates an account by SMS self-registration.

mod claim;
mod guardian;
mod outcome;

pub use self::claim::{Child, ClaimError, GuardianClaim, GuardianRecord, Match};
pub use self::guardian::{
    ActivationPolicy, ActivationStep, ActivationView, Answer, ChildAnswer, Event,
    GuardianActivation, ListedChild,
};
pub use self::outcome::{ActivatedAccount, FailReason, Outcome};

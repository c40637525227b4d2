//! EduConnect: how a guardian activates an account by SMS self-registration.

mod claim;
mod event;
mod guardian;
mod journey;
mod outcome;
mod policy;
mod view;

pub use self::claim::{Child, ClaimError, GuardianClaim, GuardianRecord, Match};
pub use self::event::{Answer, ChildAnswer, Event};
pub use self::guardian::GuardianActivation;
pub use self::outcome::{ActivatedAccount, FailReason, Outcome};
pub use self::policy::ActivationPolicy;
pub use self::view::{ActivationStep, ActivationView, ListedChild};

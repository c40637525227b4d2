//! One-time codes: typed once, sent to a number the school knows.
//!
//! A [`Ledger`] is the one record of a (subject, purpose): the budget of wrong guesses, the budget
//! of messages and the code that is live. A resend draws a new code and gives no guess back.

pub(crate) mod budget;
mod challenge;
pub(crate) mod draw;
mod ledger;
mod outcome;
mod policy;
mod proof;
mod sms;
pub(crate) mod typed;

pub use self::challenge::ChallengeId;
pub use self::ledger::{Audience, Event, Ledger, LedgerStep, LedgerView};
pub use self::outcome::{Outcome, PublicOutcome};
pub use self::policy::{Policy, PolicyBuilder, PolicyError};
pub use self::proof::{PhoneProof, ProofError, Purpose};
pub use self::sms::{BoundCode, Sms, SmsEncoding, SmsError, SmsLength, SmsText, parse_sms};
pub use self::typed::{CodeError, TypedCode};
pub use crate::Deviation;

pub(crate) use self::policy::{attempt_getters, attempt_setters, setters};
pub(crate) use self::proof::is_claimable;

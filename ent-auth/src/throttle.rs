//! How often something may be tried: a sign-in with a password, a message to a number.
//!
//! A [`Throttle`] is the record of one account or one number, whatever the journeys and purposes.
//! Each try is counted before it is made, so that a hundred at once are no more than as many one
//! after the other; what turns out right is taken back.

mod policy;
mod record;

pub use self::policy::{ThrottlePolicy, ThrottlePolicyBuilder};
pub use self::record::{Event, Outcome, Throttle};

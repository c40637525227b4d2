//! Who is told, on which channel, when, and why not.
//!
//! One rule, [`decide`], says what becomes of a message for a person on each channel. [`route`]
//! asks it for people with all that is known of them, and gives back targets, times and reasons in
//! words; [`Recipients`] asks it for a million people in a compiled form.

mod bulk;
mod compiled;
mod decide;
mod error;
mod message;
mod person;
mod routing;

pub use bulk::{BulkError, Progress, Recipients, Tally};
pub use compiled::{CompiledPerson, HoursIndex};
pub use decide::{Decision, Verdict, decide};
pub use error::RouteError;
pub use message::{Channels, Message, MessageClass, Sender};
pub use person::Person;
pub use routing::{Delivery, Held, Refused, Routing, Target, route};

#[cfg(test)]
mod tests;

//! The right to disconnect: in which hours messages may be sent, and when one that is held goes out.

mod digest;
mod error;
mod hours;
mod opening;
mod search;
#[cfg(test)]
mod tests;
mod window;

pub use digest::Digest;
pub use error::{DisconnectError, HoursError};
pub use hours::{SendingHours, SendingHoursBuilder};
pub use opening::{HoldReason, Opening};
pub use window::Window;

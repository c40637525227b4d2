//! Activation of the mobile application: a signed-in page shows an identifier and a code, and the
//! phone on which both are typed becomes a device of the account (« Activez votre accès mobile »).
//!
//! A [`Pairing`] is the one record of an account. A phone knows the identifier only, so the host
//! keeps an index from identifiers to accounts:
//!
//! 1. the page steps [`Event::Issue`]; once it is committed, write
//!    [`PairingCode::identifier`] → account into the index, then show the code. An identifier that
//!    stands there for another account: step `Issue` again;
//! 2. the phone sends identifier and code: [`Pairing::find`] with what the index says, known or
//!    not, and step [`Event::Redeem`] on its record. An unknown identifier leads to one of 256
//!    records of nobody, where the same work is done and written;
//! 3. the grant comes out of the committed step. When the answer was lost on its way, the same phone
//!    asks again by [`Event::Claim`].
//!
//! The index may lose entries or keep old ones: the record holds the identifier too and decides.

mod code;
mod event;
mod identifier;
mod outcome;
mod payload;
mod policy;
mod record;
mod step;
mod view;

pub use self::code::PairingTyped;
pub use self::event::{Event, FreshSession};
pub use self::identifier::{PairingError, PairingId};
pub use self::outcome::{DeviceGrant, Outcome, PairingCode};
pub use self::payload::{PairingPayload, PayloadError};
pub use self::policy::{PairingPolicy, PairingPolicyBuilder};
pub use self::record::{Device, Pairing};
pub use self::view::{PairingStep, PairingView};

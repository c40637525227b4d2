//! How one gets into a French school portal: the rules that guard.
//!
//! | room | holds |
//! |---|---|
//! | [`account`] | what happens to an account and ends what was promised to it |
//! | [`secret`] | values that must not be seen |
//! | [`identifier`] | what a person signs in with, and how it is made from a name |
//! | [`password`] | preparation, rules, verdict, hash |
//! | [`code`] | one-time codes with their budgets |
//! | [`pairing`] | activation of the mobile application |
//! | [`link`] | links that confirm an e-mail address |
//! | [`address`] | configured addresses that links are built on |
//! | [`educonnect`] | activation of a guardian's account |
//! | [`letter`] | provisional credentials on paper |
//! | [`throttle`] | how often a sign-in is tried or a number is written to |
//! | [`onboarding`] | the next step of a first connection |
//! | `testkit` | what a host's store must do, for the host's tests; a feature, off by default |
//!
//! Everything that guards is a sealed step ([`ent_core::transition`]): nobody learns whether a
//! guess was right before the guess is counted.

pub mod account;
pub mod address;
pub mod code;
mod countdown;
mod deviation;
pub mod educonnect;
mod hex;
pub mod identifier;
pub mod letter;
pub mod link;
pub mod onboarding;
pub mod pairing;
pub mod password;
pub mod secret;
mod tables;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod throttle;

pub use account::AccountChange;
pub use countdown::Countdown;
pub use deviation::Deviation;
pub use ent_core::keys::{Key, KeyError, KeyId, KeyRing};
pub use identifier::{LoginError, LoginId, LoginParts, LoginStyle};
pub use secret::SecretText;

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Runs the examples of the guide to hashing.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guides/hashing.md")]
struct HashingGuide;

/// Runs the example of the repository's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct RepositoryReadme;

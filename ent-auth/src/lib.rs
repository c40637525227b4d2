//! How one gets into a French school portal: the rules that guard.
//!
//! | room | holds |
//! |---|---|
//! | [`secret`], [`keys`] | values that must not be seen, and the keys a host lends |
//! | [`identifier`] | what a person signs in with, and how it is made from a name |
//! | [`password`] | preparation, rules, verdict, hash |
//! | [`code`] | one-time codes with their budgets |
//! | [`educonnect`] | activation of a guardian's account |
//! | [`onboarding`] | the next step of a first connection |
//!
//! Everything that guards is a sealed step ([`ent_core::transition`]): nobody learns whether a
//! guess was right before the guess is counted.

pub mod code;
mod deviation;
pub mod educonnect;
pub mod identifier;
pub mod keys;
pub mod onboarding;
pub mod password;
pub mod secret;
mod tables;

pub use deviation::Deviation;
pub use identifier::{LoginError, LoginId, LoginParts, LoginStyle};
pub use keys::{Key, KeyError, KeyId, KeyRing};
pub use secret::SecretText;

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Runs the example of the repository's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct RepositoryReadme;

//! How one gets into a French school portal: the rules that guard.

pub mod keys;
pub mod password;
pub mod secret;
mod tables;

pub use keys::{Key, KeyError, KeyId, KeyRing};
pub use secret::{SecretBytes, SecretText};

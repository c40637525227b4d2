//! The native library under the Kotlin and Swift packages of entkit.
//!
//! Translation only: no rule is decided here. Whatever can fail returns a `Result`, since a failed
//! conversion elsewhere ends a Swift process; no integer is unsigned, since Java cannot call those.

pub mod instant;
pub mod version;

uniffi::setup_scaffolding!("entkit");

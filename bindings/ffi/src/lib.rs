//! The native library under the Kotlin and Swift packages of entkit.
//!
//! Translation only: no rule is decided here. Whatever can fail returns a `Result`, since a failed
//! conversion elsewhere ends a Swift process; no integer is unsigned, since Java cannot call those.

#![expect(clippy::exhaustive_enums, reason = "the packages are generated from the variants")]
#![expect(clippy::exhaustive_structs, reason = "the packages are generated from the fields")]
#![expect(clippy::large_enum_variant, reason = "a value is made once and crosses at once")]
#![expect(clippy::missing_errors_doc, reason = "the docs name the codes, as callers see them")]
#![expect(clippy::must_use_candidate, reason = "the callers are Kotlin and Swift")]
#![expect(clippy::needless_pass_by_value, reason = "objects and bytes cross as owned values")]

mod mirror;

pub mod address;
pub mod calendar;
pub mod charter;
pub mod code;
pub mod contact;
pub mod countdown;
pub mod educonnect;
pub mod ent;
pub mod entropy;
pub mod error;
pub mod guardianship;
pub mod keys;
pub mod letter;
pub mod link;
pub mod login;
pub mod message;
pub mod onboarding;
pub mod pairing;
pub mod password;
pub mod person;
pub mod place;
pub mod prefs;
pub mod profile;
pub mod storage;
pub mod throttle;
pub mod time;
pub mod transition;
pub mod version;
pub mod zone;

pub use entropy::Entropy;
pub use error::EntError;
pub use keys::KeyRing;
pub use time::{CalendarDate, Timestamp};

uniffi::setup_scaffolding!("entkit");

//! The charter (*charte d’utilisation*): its versions, who accepted which bytes, and whether the
//! portal may be opened.
//!
//! A [`CharterVersion`] is one text in one language. An [`AcceptanceLog`] is all that one person
//! did with the charters of one scope; it only grows, and each record is chained to the one before
//! by digest. [`gate`] is a pure function of both: nothing of what it says is stored.
//!
//! A log is a [`Lifecycle`](crate::transition::Lifecycle): stepped through
//! [`Versioned`](crate::transition::Versioned), an acceptance is known only once it is stored.
//!
//! How a person signed in changes nothing, nor does their age: under 15, consents are given
//! jointly with a guardian, but a charter is read by everybody.

mod acceptance;
mod digest;
mod error;
mod export;
mod gate;
mod language;
mod log;
mod record;
mod scope;
mod version;

pub use acceptance::CharterEvent;
pub use digest::{DigestError, RecordDigest, TextDigest};
pub use error::{CharterError, LogError, LogFault};
pub use export::{CSV_HEADER, csv, jsonl};
pub use gate::{AcceptanceState, Gate, GateReason, gate};
pub use language::{CharterLanguage, CharterLanguageError};
pub use log::{AcceptanceLog, verify_log};
pub use record::{AcceptanceRecord, ActKind, ActingPerson};
pub use scope::{CharterScope, CharterScopeError};
pub use version::{CharterDraft, CharterVersion, CharterVersionError, Materiality};

#[cfg(test)]
mod tests;

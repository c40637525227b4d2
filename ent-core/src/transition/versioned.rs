//! A state with its key and version, in memory and as stored bytes.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Context, Decision, Lifecycle, Precondition, StepError, Transition, Write};
use crate::{Coded, Instant, Params};

/// Largest stored state that is written and read.
const MAX_BYTES: usize = 64 * 1024;

/// A step more than this far ahead of the last one is a broken clock: ten years, in seconds.
const MAX_AHEAD: i64 = 10 * 366 * 24 * 60 * 60;

/// Key of a record: `kind/name`, the same for every host.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateKey(Arc<str>);

impl StateKey {
    /// Key of the record of lifecycle `L` called `name`.
    ///
    /// `name` is built by the lifecycle from parsed values, so that two spellings of one person
    /// or number never get two records.
    #[must_use]
    pub fn new<L: Lifecycle>(name: impl fmt::Display) -> Self {
        // Room for a usual key, which then never moves while it grows.
        let mut key = String::with_capacity(64);
        // Writing to a string fails only where a name's own `Display` does, and none does.
        let _ = write!(key, "{}/{name}", L::KIND);
        Self(key.into())
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How many times a record has been stored; the first stored version is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(u32);

impl Version {
    /// The version as a number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A state, its key, its version and the latest time it has seen.
#[derive(Clone, PartialEq)]
pub struct Versioned<L> {
    key: StateKey,
    version: Option<Version>,
    seen: Option<Instant>,
    body: L,
}

impl<L: Lifecycle> Versioned<L> {
    /// A state that has never been stored.
    #[must_use]
    pub const fn fresh(key: StateKey, body: L) -> Self {
        Self { key, version: None, seen: None, body }
    }

    /// Reads what an earlier [`Write`] for `key` stored.
    ///
    /// # Errors
    ///
    /// [`StateError`] when the bytes are not such a state, belong to another key or lifecycle, or
    /// come from a newer version of the suite. The bytes are never repeated in the error.
    pub fn load(key: StateKey, bytes: &[u8]) -> Result<Self, StateError> {
        if bytes.len() > MAX_BYTES {
            return Err(StateError::Corrupt { part: "size" });
        }
        let stamp: Stamp =
            serde_json::from_slice(bytes).map_err(|_| StateError::Corrupt { part: "envelope" })?;
        if stamp.kind != L::KIND {
            return Err(StateError::OtherKind);
        }
        if stamp.schema > L::SCHEMA {
            return Err(StateError::Newer { found: stamp.schema, known: L::SCHEMA });
        }
        if stamp.schema == 0 {
            return Err(StateError::Corrupt { part: "envelope" });
        }
        let envelope: Envelope<L> =
            serde_json::from_slice(bytes).map_err(|_| StateError::Corrupt { part: "body" })?;
        if *envelope.key != *key.0 {
            return Err(StateError::OtherKind);
        }
        if envelope.version.number() == 0 {
            return Err(StateError::Corrupt { part: "version" });
        }
        if !envelope.body.could_be(&key, envelope.seen) {
            return Err(StateError::Corrupt { part: "body" });
        }
        Ok(Self {
            key,
            version: Some(envelope.version),
            seen: Some(envelope.seen),
            body: envelope.body,
        })
    }

    /// Whether `body` is small enough to be stored under `key` at `seen`, whatever its version.
    pub(crate) fn fits(key: &StateKey, body: &L, seen: Instant) -> bool {
        let longest = Version(u32::MAX);
        EnvelopeRef::new(key, longest, seen, body).bytes().is_ok()
    }

    /// Key of the record.
    #[must_use]
    pub const fn key(&self) -> &StateKey {
        &self.key
    }

    /// Stored version, or `None` when the state has never been stored.
    #[must_use]
    pub const fn version(&self) -> Option<Version> {
        self.version
    }

    /// The state itself.
    #[must_use]
    pub const fn body(&self) -> &L {
        &self.body
    }

    /// `now`, or the latest time this state has seen when the clock went back.
    #[must_use]
    pub fn floor(&self, now: Instant) -> Instant {
        self.seen.map_or(now, |seen| seen.max(now))
    }

    /// Takes one step at `cx.now`.
    ///
    /// # Errors
    ///
    /// [`StepError`] when the step cannot be taken; nothing changed.
    pub fn step(
        &self,
        event: &L::Event,
        cx: &mut Context<'_, L>,
    ) -> Result<Transition<L>, StepError> {
        if self.seen.is_some_and(|seen| cx.now.seconds_since(seen) > MAX_AHEAD) {
            return Err(StepError::Clock);
        }
        let now = self.floor(cx.now);
        if self.version.is_none() && !self.body.could_be(&self.key, now) {
            return Err(StepError::OutOfOrder);
        }
        let mut cx = Context { now, entropy: &mut *cx.entropy, policy: cx.policy, keys: cx.keys };
        let Decision { next, outcome } = self.body.decide(event, &mut cx)?;
        if next == self.body {
            return Ok(Transition { next: self.clone(), write: None, outcome });
        }
        let next = Self {
            key: self.key.clone(),
            version: Some(self.version.map_or(Ok(Version(1)), |version| {
                version.0.checked_add(1).map(Version).ok_or(StepError::OutOfOrder)
            })?),
            seen: Some(now),
            body: next,
        };
        let write = Some(next.write(self.version)?);
        Ok(Transition { next, write, outcome })
    }

    fn write(&self, before: Option<Version>) -> Result<Write, StepError> {
        let (Some(version), Some(seen)) = (self.version, self.seen) else {
            return Err(StepError::OutOfOrder);
        };
        Ok(Write {
            key: self.key.clone(),
            precondition: before.map_or(Precondition::Create, Precondition::Replace),
            bytes: EnvelopeRef::new(&self.key, version, seen, &self.body).bytes()?,
        })
    }
}

impl<L> fmt::Debug for Versioned<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versioned")
            .field("key", &self.key)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The fields that say whether the rest can be read.
#[derive(Deserialize)]
struct Stamp {
    schema: u16,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<L> {
    #[serde(rename = "schema")]
    _schema: u16,
    #[serde(rename = "kind")]
    _kind: String,
    key: String,
    version: Version,
    seen: Instant,
    body: L,
}

#[derive(Serialize)]
struct EnvelopeRef<'a, L> {
    schema: u16,
    kind: &'a str,
    key: &'a str,
    version: Version,
    seen: Instant,
    body: &'a L,
}

impl<'a, L: Lifecycle> EnvelopeRef<'a, L> {
    fn new(key: &'a StateKey, version: Version, seen: Instant, body: &'a L) -> Self {
        Self { schema: L::SCHEMA, kind: L::KIND, key: &key.0, version, seen, body }
    }

    fn bytes(&self) -> Result<Vec<u8>, StepError> {
        // Room for a usual record, which then never moves while it grows.
        let mut bytes = Vec::with_capacity(1024);
        serde_json::to_writer(&mut bytes, self).map_err(|_| StepError::OutOfOrder)?;
        if bytes.len() > MAX_BYTES { Err(StepError::TooLarge) } else { Ok(bytes) }
    }
}

/// Why stored bytes are not a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StateError {
    /// A part of the bytes cannot be read or breaks a rule of the state.
    #[error("the {part} of the stored state is corrupt")]
    Corrupt {
        /// `size`, `envelope`, `version` or `body`.
        part: &'static str,
    },
    /// A newer version of the suite wrote the state.
    #[error("the stored state has schema {found}, newest known is {known}")]
    Newer {
        /// Schema of the bytes.
        found: u16,
        /// Newest schema this version reads.
        known: u16,
    },
    /// The bytes belong to another lifecycle or another key.
    #[error("the stored state belongs to another record")]
    OtherKind,
}

impl Coded for StateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Corrupt { .. } => "state/corrupt",
            Self::Newer { .. } => "state/newer",
            Self::OtherKind => "state/other-kind",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Newer { found, known } => vec![
                ("found", Cow::Owned(found.to_string())),
                ("known", Cow::Owned(known.to_string())),
            ],
            Self::Corrupt { .. } | Self::OtherKind => Params::new(),
        }
    }
}

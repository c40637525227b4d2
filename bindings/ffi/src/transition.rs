//! The sealed step: what to store first, the outcome afterwards.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ent_core::transition::{CasResult, Committed, Lifecycle, Precondition, Transition, Version};
use ent_core::{Coded, Lang};

use crate::EntError;

/// What to store for one record before a transition is committed.
///
/// In SQL: `INSERT … ON CONFLICT DO NOTHING` without `expected_version`, and
/// `UPDATE … WHERE key = ? AND version = ?` with it; one row changed means that it is stored. The
/// text form shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct StateWrite {
    /// Key of the record.
    pub key: String,
    /// Version that the record must have; none when it must not exist yet.
    pub expected_version: Option<i64>,
    /// New content of the record: UTF-8 JSON, to be kept on the server side.
    pub bytes: Vec<u8>,
}

impl fmt::Display for StateWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StateWrite(redacted)")
    }
}

impl fmt::Debug for StateWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StateWrite")
            .field("key", &self.key)
            .field("expected_version", &self.expected_version)
            .finish_non_exhaustive()
    }
}

/// What a person may be told about a committed step: never more than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PublicOutcome {
    /// It was done.
    Ok,
    /// It was not done; why is not said.
    Refused,
    /// Not now.
    TryLater {
        /// Seconds to wait.
        seconds: i64,
    },
}

type DomainOutcome = ent_auth::code::PublicOutcome;

impl From<DomainOutcome> for PublicOutcome {
    fn from(outcome: DomainOutcome) -> Self {
        match outcome {
            DomainOutcome::Ok => Self::Ok,
            DomainOutcome::Refused => Self::Refused,
            DomainOutcome::TryLater { seconds } => Self::TryLater { seconds },
        }
    }
}

impl From<PublicOutcome> for DomainOutcome {
    fn from(outcome: PublicOutcome) -> Self {
        match outcome {
            PublicOutcome::Ok => Self::Ok,
            PublicOutcome::Refused => Self::Refused,
            PublicOutcome::TryLater { seconds } => Self::TryLater { seconds },
        }
    }
}

#[uniffi::export]
impl PublicOutcome {
    /// Stable code: `ok`, `refused` or `try_later`.
    pub fn code(&self) -> String {
        DomainOutcome::from(*self).code().to_owned()
    }

    /// Sentence to show, in French.
    pub fn text_fr(&self) -> String {
        DomainOutcome::from(*self).text(Lang::Fr)
    }

    /// Sentence to show, in English.
    pub fn text_en(&self) -> String {
        DomainOutcome::from(*self).text(Lang::En)
    }
}

/// A transition was committed already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the transition is spent")]
pub(crate) struct Spent;

impl Coded for Spent {
    fn code(&self) -> &'static str {
        "transition/spent"
    }
}

/// A transition that can be opened once.
pub(crate) struct Sealed<L: Lifecycle>(Mutex<Option<Transition<L>>>);

impl<L: Lifecycle> Sealed<L> {
    pub(crate) const fn new(transition: Transition<L>) -> Self {
        Self(Mutex::new(Some(transition)))
    }

    pub(crate) fn writes(&self) -> Result<Vec<StateWrite>, EntError> {
        let inner = self.lock();
        let writes = inner.as_ref().ok_or(Spent)?.writes();
        Ok(writes
            .iter()
            .map(|write| StateWrite {
                key: write.key().to_string(),
                expected_version: match write.precondition() {
                    Precondition::Create => None,
                    Precondition::Replace(version) => Some(version.number().into()),
                },
                bytes: write.bytes().to_vec(),
            })
            .collect())
    }

    pub(crate) fn commit(&self, stored: bool) -> Result<Committed<L>, EntError> {
        let transition = self.lock().take().ok_or(Spent)?;
        let result = if stored { CasResult::Stored } else { CasResult::Lost };
        Ok(transition.commit(result)?)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Transition<L>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<L: Lifecycle> fmt::Debug for Sealed<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

/// A version as the packages see it.
pub(crate) fn number(version: Option<Version>) -> Option<i64> {
    version.map(|version| version.number().into())
}

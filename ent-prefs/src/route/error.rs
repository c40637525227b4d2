//! Why a message cannot be routed.

use ent_core::Coded;
use thiserror::Error;

use crate::DisconnectError;

/// Why a message is refused before anybody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RouteError {
    /// No channel is asked for, or class, topic and sender do not go together.
    #[error("class, topic, sender and channels of a message do not go together")]
    Format,
    /// The sending hours of a person have no answer.
    #[error("sending hours have no answer: {0}")]
    Hours(#[from] DisconnectError),
}

impl Coded for RouteError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "notify/format",
            Self::Hours(error) => error.code(),
        }
    }
}

//! Why a message cannot be routed.

use ent_core::Coded;
use thiserror::Error;

/// Why a message cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RouteError {
    /// No channel is asked for, or class, topic and sender do not go together.
    #[error("class, topic, sender and channels of a message do not go together")]
    Format,
}

impl Coded for RouteError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "notify/format",
        }
    }
}

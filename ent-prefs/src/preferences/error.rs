//! Why a choice is refused.

use ent_core::Coded;
use thiserror::Error;

/// Why preferences cannot be changed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PreferenceError {
    /// No purpose has this code.
    #[error("no purpose has this code")]
    Purpose,
    /// No topic has this code.
    #[error("no topic has this code")]
    Topic,
    /// No channel has this code.
    #[error("no channel has this code")]
    Channel,
    /// No pace has this code.
    #[error("no pace has this code")]
    Pace,
    /// Notices about the account itself cannot be refused.
    #[error("notices about the account cannot be refused")]
    Security,
    /// Two rows of one layer have the same scope.
    #[error("two rows of one layer have the same scope")]
    Twice,
    /// More than forty children have choices of their own.
    #[error("at most 40 children have choices of their own")]
    TooManyChildren,
    /// The stored preferences have a schema, or a row, that this version does not know.
    #[error("the stored preferences have an unknown schema")]
    Schema,
}

impl Coded for PreferenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Purpose => "preferences/purpose",
            Self::Topic => "preferences/topic",
            Self::Channel => "preferences/channel",
            Self::Pace => "preferences/pace",
            Self::Security => "preferences/security",
            Self::Twice => "preferences/twice",
            Self::TooManyChildren => "preferences/too-many-children",
            Self::Schema => "preferences/schema",
        }
    }
}

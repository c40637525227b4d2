//! The red list (« liste rouge »): who sees what of a person, and whom a search finds.
//!
//! [`project`] keeps what a viewer may see and drops the rest, so that nothing hidden can be printed
//! or sent; [`search`] compares a query with what [`project`] would show and with nothing else. A
//! viewer cannot tell a hidden field from an empty one, nor whether a person is on the list: only
//! the person and those they authorised are told. Saying "on the red list" to everyone would tell
//! that there is something to find, and where.

mod field;
mod policy;
mod projection;
mod query;
mod row;
mod state;
mod viewer;

use ent_core::Coded;
use thiserror::Error;

pub use field::{DirectoryField, DirectoryFields};
pub use policy::{Visibility, VisibilityBuilder, VisibilityError};
pub use projection::{Projection, project, project_card};
pub use query::{Found, Hit, Query, SearchError, search};
pub use row::DirectoryRow;
pub use state::{AuthorisedViewer, Authoriser, RedList};
pub use viewer::{Viewer, ViewerRole};

/// Why a [`RedList`] cannot be changed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RedListError {
    /// The change comes before the last one.
    #[error("a change of the red list cannot precede the last one")]
    Clock,
    /// More than 200 viewers are authorised.
    #[error("at most 200 viewers are authorised")]
    TooMany,
    /// The stored list has another schema than this version writes.
    #[error("the stored red list has an unknown schema")]
    Schema,
    /// The stored list is on since no instant, or has its viewers out of order or twice.
    #[error("the stored red list breaks its rules")]
    Corrupt,
}

impl Coded for RedListError {
    fn code(&self) -> &'static str {
        match self {
            Self::Clock => "red_list/clock",
            Self::TooMany => "red_list/too-many",
            Self::Schema => "red_list/schema",
            Self::Corrupt => "red_list/corrupt",
        }
    }
}

#[cfg(test)]
mod tests;

//! Why a graph of guardians does not change or load.

use std::borrow::Cow;

use thiserror::Error;

use crate::{Coded, Params};

/// Why a [`Guardianship`](super::Guardianship) does not change or load; a refused change changes
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GuardianshipError {
    /// The guardian is there already.
    #[error("the guardian exists")]
    GuardianExists,
    /// The guardian is not there.
    #[error("the guardian is not known")]
    GuardianUnknown,
    /// The account belongs to a guardian.
    #[error("the account belongs to a guardian")]
    AccountTaken,
    /// The account belongs to no guardian.
    #[error("the account belongs to no guardian")]
    AccountUnknown,
    /// The child is attached to the guardian already.
    #[error("the child is attached to the guardian")]
    EdgeExists,
    /// The child is not attached to the guardian.
    #[error("the child is not attached to the guardian")]
    EdgeUnknown,
    /// One guardian would be two pupils, or one pupil two guardians.
    #[error("a pupil and their own guardian are one person")]
    OwnTwice,
    /// Only pupils of age are their own guardian.
    #[error("the pupil is not of age")]
    Minor,
    /// The guardian disputes the child already.
    #[error("the edge is disputed")]
    Disputed,
    /// There is no dispute to settle.
    #[error("the edge is not disputed")]
    NotDisputed,
    /// The account does not see the child.
    #[error("the account does not see the child")]
    NotShown,
    /// A guardian cannot be merged with themselves.
    #[error("both are the same guardian")]
    SameGuardian,
    /// More than 10,000 guardians, accounts or edges.
    #[error("too many guardians, accounts or edges")]
    TooMany,
    /// Stored bytes are no graph of guardians.
    #[error("the stored guardians cannot be read")]
    Corrupt,
    /// A newer version of the suite wrote the bytes.
    #[error("the stored guardians have schema {found}")]
    Newer {
        /// Schema of the bytes.
        found: u16,
    },
}

impl Coded for GuardianshipError {
    fn code(&self) -> &'static str {
        match self {
            Self::GuardianExists => "guardianship/guardian-exists",
            Self::GuardianUnknown => "guardianship/guardian-unknown",
            Self::AccountTaken => "guardianship/account-taken",
            Self::AccountUnknown => "guardianship/account-unknown",
            Self::EdgeExists => "guardianship/edge-exists",
            Self::EdgeUnknown => "guardianship/edge-unknown",
            Self::OwnTwice => "guardianship/own-twice",
            Self::Minor => "guardianship/minor",
            Self::Disputed => "guardianship/disputed",
            Self::NotDisputed => "guardianship/not-disputed",
            Self::NotShown => "guardianship/not-shown",
            Self::SameGuardian => "guardianship/same-guardian",
            Self::TooMany => "guardianship/too-many",
            Self::Corrupt => "guardianship/corrupt",
            Self::Newer { .. } => "guardianship/newer",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Newer { found } => vec![("found", Cow::Owned(found.to_string()))],
            _ => Params::new(),
        }
    }
}

//! What a verification found, and the hash that replaces an outdated one.

use std::fmt;

use ent_core::Entropy;

use super::{HashError, HashPool, PreparedPassword, StoredHash, StoredHashError};
use crate::KeyRing;

/// What a verification found, bound to the password it was about.
#[derive(Clone, Copy)]
pub struct Verified<'p> {
    password: &'p PreparedPassword,
    old: &'p str,
    verification: Verification,
    record: RecordAudit,
}

impl<'p> Verified<'p> {
    pub(super) const fn new(
        password: &'p PreparedPassword,
        old: &'p str,
        verification: Verification,
        record: RecordAudit,
    ) -> Self {
        Self { password, old, verification, record }
    }

    /// The answer, the same for every kind of failure.
    pub const fn verification(&self) -> Verification {
        self.verification
    }

    /// Whether the password is the one that was kept.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        matches!(self.verification, Verification::Right { .. })
    }

    /// State of the kept hash, for the audit log of the host and never for the person.
    #[must_use]
    pub const fn record(&self) -> RecordAudit {
        self.record
    }

    /// The right password hashed anew by the current policy and pepper; [`None`] when the password
    /// is wrong or nothing is to do.
    ///
    /// The password keeps the rules it was accepted under long ago: no rule is asked here.
    ///
    /// # Errors
    ///
    /// Those of [`HashPool::hash`].
    pub fn rehash(
        &self,
        pool: &HashPool,
        entropy: &mut dyn Entropy,
        pepper: Option<&KeyRing>,
    ) -> Result<Option<Rehash<'p>>, HashError> {
        match self.verification {
            Verification::Right { rehash: true } => {
                let new = pool.store(self.password, entropy, pepper)?;
                Ok(Some(Rehash { old: self.old, new }))
            }
            Verification::Right { rehash: false } | Verification::Wrong => Ok(None),
        }
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("verification", &self.verification)
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

/// A kept hash and the one to put in its place, to be saved by compare-and-swap.
///
/// `UPDATE account SET hash = :new, tag = NULL WHERE id = :id AND hash = :old`. When no row changed,
/// the password was changed meanwhile: drop this value, since writing it would bring the former
/// password back. The sign-in stands either way.
///
/// ```
/// use ent_auth::password::{HashPolicy, HashPool, PreparedPassword, StoredHash};
///
/// # fn demo(
/// #     kept: &mut String, pool: &HashPool, entropy: &mut dyn ent_core::Entropy,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let read = kept.clone();
/// let password = PreparedPassword::from_text("Azerty69!")?;
/// let verified = pool.verify(&password, Some(&read), None)?;
/// if let Some(rehash) = verified.rehash(pool, entropy, None)? {
///     if kept == rehash.old() {
///         *kept = rehash.new_hash().as_str().to_owned();
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "the kept hash stays outdated until the new one is saved"]
pub struct Rehash<'p> {
    old: &'p str,
    new: StoredHash,
}

impl Rehash<'_> {
    /// The record that was verified: it must still be the one kept when the new one is written.
    #[must_use]
    pub const fn old(&self) -> &str {
        self.old
    }

    /// What replaces it.
    #[must_use]
    pub const fn new_hash(&self) -> &StoredHash {
        &self.new
    }

    /// What replaces it, taken out.
    #[must_use]
    pub fn into_new(self) -> StoredHash {
        self.new
    }
}

impl fmt::Debug for Rehash<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rehash(redacted)")
    }
}

/// Whether a password is the one that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "a third answer would tell accounts apart")]
pub enum Verification {
    /// It is not, or there is nothing to compare with.
    Wrong,
    /// It is.
    Right {
        /// Whether the kept hash has another cost or pepper than a new one would have.
        rehash: bool,
    },
}

/// State of the kept hash that a verification was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordAudit {
    /// There was none, or the service had taken it back.
    Absent,
    /// It could not be read.
    Corrupt(StoredHashError),
    /// It was read.
    Sound,
}

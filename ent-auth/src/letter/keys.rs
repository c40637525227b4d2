//! What a letter's step computes with: the pool and the pepper of passwords.

use std::sync::Arc;

use ent_core::Entropy;
use ent_core::transition::StepError;

use crate::KeyRing;
use crate::password::{HashError, HashPool, PreparedPassword, StoredHash};

/// The pool that hashes secrets and new passwords, and the pepper of both, if any.
///
/// The pepper is that of the passwords of accounts, since an activation hands out the hash of the
/// new one. A pool without a free buffer ends a step with [`StepError::Busy`]; nothing changed.
#[derive(Clone, Debug)]
pub struct LetterKeys {
    work: Work,
    pepper: Option<Arc<KeyRing>>,
}

#[derive(Clone, Debug)]
enum Work {
    Pool(Arc<HashPool>),
    /// Cheap digests for random traces by the hundred thousand.
    #[cfg(test)]
    Quick,
}

impl LetterKeys {
    /// Keys of this pool and pepper.
    #[must_use]
    pub const fn new(pool: Arc<HashPool>, pepper: Option<Arc<KeyRing>>) -> Self {
        Self { work: Work::Pool(pool), pepper }
    }

    #[cfg(test)]
    pub(super) const fn quick() -> Self {
        Self { work: Work::Quick, pepper: None }
    }

    pub(super) fn store(
        &self,
        secret: &PreparedPassword,
        entropy: &mut dyn Entropy,
    ) -> Result<StoredHash, StepError> {
        match &self.work {
            Work::Pool(pool) => Ok(pool.store(secret, entropy, self.pepper.as_deref())?),
            #[cfg(test)]
            Work::Quick => quick::store(secret, entropy),
        }
    }

    pub(super) fn matches(
        &self,
        secret: &PreparedPassword,
        digest: &StoredHash,
    ) -> Result<bool, StepError> {
        match &self.work {
            Work::Pool(pool) => {
                Ok(pool.verify(secret, Some(digest.as_str()), self.pepper.as_deref())?.is_right())
            }
            #[cfg(test)]
            Work::Quick => Ok(quick::matches(secret, digest)),
        }
    }

    /// The work of one comparison, for nothing.
    pub(super) fn decoy(&self, secret: &PreparedPassword) -> Result<(), StepError> {
        match &self.work {
            Work::Pool(pool) => {
                pool.verify(secret, None, None)?;
            }
            #[cfg(test)]
            Work::Quick => {}
        }
        Ok(())
    }
}

impl From<HashError> for StepError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Entropy(error) => Self::Entropy(error),
            HashError::Room => Self::Room,
            // The ring is not the one that the hash was made with.
            _ => Self::MissingKey,
        }
    }
}

#[cfg(test)]
mod quick {
    use blake2::digest::consts::U32;
    use blake2::digest::{FixedOutput, KeyInit, Update};

    use super::{Entropy, PreparedPassword, StepError, StoredHash};
    use crate::password::HashPolicy;

    pub(super) fn store(
        secret: &PreparedPassword,
        entropy: &mut dyn Entropy,
    ) -> Result<StoredHash, StepError> {
        let mut salt = [0; StoredHash::SALT_BYTES];
        entropy.fill(&mut salt)?;
        Ok(StoredHash::new(None, HashPolicy::default(), &salt, &tag(&salt, secret)))
    }

    pub(super) fn matches(secret: &PreparedPassword, digest: &StoredHash) -> bool {
        digest.tag() == tag(digest.salt(), secret)
    }

    fn tag(salt: &[u8], secret: &PreparedPassword) -> [u8; 32] {
        let mut mac = blake2::Blake2bMac::<U32>::new_from_slice(salt).unwrap();
        mac.update(secret.expose_secret().as_bytes());
        mac.finalize_fixed().into()
    }
}

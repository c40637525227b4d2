//! The computation of argon2 in a buffer that is given.

use argon2::{Algorithm, Argon2, Params, Version};
use ctutils::CtEq;
use zeroize::Zeroizing;

use super::super::StoredHash;
use super::super::hash::phc::Cost;
use super::HashError;
use super::buffers::Lease;
use crate::Key;

/// One way of computing argon2.
pub(super) struct Engine<'k> {
    pub(super) algorithm: Algorithm,
    pub(super) cost: Cost,
    pub(super) key: Option<&'k Key>,
}

impl Engine<'_> {
    pub(super) fn matches(
        &self,
        lease: &mut Lease<'_>,
        password: &[u8],
        salt: &[u8],
        tag: &[u8],
    ) -> Result<bool, HashError> {
        let mut buffer = Zeroizing::new([0; StoredHash::MAX_PART_BYTES]);
        let found = buffer.get_mut(..tag.len()).ok_or(HashError::Engine)?;
        self.compute(lease, password, salt, found)?;
        Ok((*found).ct_eq(tag).into())
    }

    pub(super) fn compute(
        &self,
        lease: &mut Lease<'_>,
        password: &[u8],
        salt: &[u8],
        tag: &mut [u8],
    ) -> Result<(), HashError> {
        let params = params(self.cost, tag.len())?;
        let blocks = lease.blocks(params.block_count())?;
        #[cfg(test)]
        super::tests::WORK.set(super::tests::WORK.get().saturating_add(self.cost.work()));
        let (algorithm, version) = (self.algorithm, Version::V0x13);
        let argon2 = match self.key {
            None => Argon2::new(algorithm, version, params),
            Some(key) => Argon2::new_with_secret(key.expose_secret(), algorithm, version, params)
                .map_err(|_| HashError::Engine)?,
        };
        argon2
            .hash_password_into_with_memory(password, salt, tag, blocks)
            .map_err(|_| HashError::Engine)
    }
}

/// Blocks of memory that a hash of this cost needs.
pub(super) fn blocks(cost: Cost) -> Result<usize, HashError> {
    Ok(params(cost, StoredHash::TAG_BYTES)?.block_count())
}

fn params(cost: Cost, tag_bytes: usize) -> Result<Params, HashError> {
    Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(tag_bytes))
        .map_err(|_| HashError::Policy)
}

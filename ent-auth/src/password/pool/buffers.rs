//! The memory of a pool: as many buffers as hashes at a time, each wiped after use.

use std::sync::{Mutex, MutexGuard, TryLockError};

use allocator_api2::vec::Vec;
use argon2::Block;
use hugealloc::HugeAlloc;
use zeroize::Zeroize;

use super::HashError;

/// On Linux the kernel is asked for huge pages: fewer of them are looked up while hashing.
type Buffer = Vec<Block, HugeAlloc>;

/// INVARIANT: each buffer has the same length and holds zeros whenever it is not locked.
pub(super) struct Buffers(Box<[Mutex<Buffer>]>);

impl Buffers {
    pub(super) fn new(count: usize, blocks: usize) -> Result<Self, HashError> {
        let buffers = (0..count).map(|_| zeros(blocks).map(Mutex::new));
        Ok(Self(buffers.collect::<Result<_, _>>()?))
    }

    pub(super) const fn count(&self) -> usize {
        self.0.len()
    }

    /// A free buffer, of which the blocks that are written will be wiped.
    pub(super) fn lease(&self) -> Result<Lease<'_>, HashError> {
        for buffer in &self.0 {
            let memory = match buffer.try_lock() {
                Ok(memory) => memory,
                // A lease wipes its buffer while a panic unwinds too.
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => continue,
            };
            return Ok(Lease { memory, used: 0 });
        }
        Err(HashError::Busy)
    }
}

fn zeros(blocks: usize) -> Result<Buffer, HashError> {
    let mut memory = Vec::new_in(HugeAlloc);
    memory.try_reserve_exact(blocks).map_err(|_| HashError::Memory)?;
    memory.resize(blocks, Block::new());
    Ok(memory)
}

/// A buffer in use; it is wiped before another call can have it.
pub(super) struct Lease<'pool> {
    pub(super) memory: MutexGuard<'pool, Buffer>,
    /// Blocks that may have been written.
    used: usize,
}

impl Lease<'_> {
    pub(super) fn blocks(&mut self, count: usize) -> Result<&mut [Block], HashError> {
        let blocks = self.memory.get_mut(..count).ok_or(HashError::Room)?;
        self.used = self.used.max(count);
        Ok(blocks)
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.memory.get_mut(..self.used).unwrap_or_default().iter_mut().zeroize();
    }
}

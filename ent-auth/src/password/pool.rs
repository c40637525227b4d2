//! Hashing and verifying within a fixed amount of memory that is wiped after each use.

use std::fmt;
use std::hint::black_box;
use std::sync::{Mutex, MutexGuard, TryLockError};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use ctutils::CtEq;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use ent_core::{Coded, Entropy, EntropyError};

use super::{AcceptedPassword, HashPolicy, NewHash, PreparedPassword, StoredHash, StoredHashError};
use crate::{Key, KeyRing};

/// A fixed number of argon2id computations at a time, each in its own buffer.
///
/// A buffer is as large as one hash needs, so a pool of four with the default policy holds 76 MiB
/// from its making to its end. When every buffer is in use the answer is [`HashError::Busy`] at
/// once, which a service turns into « try again » instead of growing until it is killed. A hash
/// takes tens of milliseconds of one core: call from a thread that may block.
///
/// A pepper is a secret key mixed into each hash, kept elsewhere than the hashes; see
/// [`KeyRing`].
///
/// ```
/// use ent_auth::password::{
///     ContextWords, HashError, HashPolicy, HashPool, PasswordRules, PreparedPassword,
/// };
///
/// # fn demo(entropy: &mut dyn ent_core::Entropy) -> Result<(), Box<dyn std::error::Error>> {
/// let pool = HashPool::new(2, HashPolicy::default())?;
/// let password = PreparedPassword::from_text("Azerty69!")?;
/// let verdict = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
/// if let Ok(accepted) = verdict.into_accepted() {
///     let new = pool.hash(accepted, entropy, None)?;
///     assert!(pool.verify(&password, Some(new.stored().as_str()), None)?.is_right());
///     assert!(!pool.verify(&password, None, None)?.is_right());
/// }
/// # Ok(())
/// # }
/// assert_eq!(HashPool::new(0, HashPolicy::default()).err(), Some(HashError::Pool));
/// ```
pub struct HashPool {
    policy: HashPolicy,
    /// INVARIANT: each buffer has the same length and holds zeros whenever it is not locked.
    buffers: Box<[Mutex<Vec<Block>>]>,
}

impl HashPool {
    /// Most buffers of one pool.
    pub const MAX_BUFFERS: usize = 64;

    /// A pool of `buffers` buffers that makes hashes by `policy` and verifies those that need no
    /// more memory.
    ///
    /// # Errors
    ///
    /// [`HashError::Pool`] outside 1 to 64 buffers, [`HashError::Memory`] when they cannot be
    /// allocated.
    pub fn new(buffers: usize, policy: HashPolicy) -> Result<Self, HashError> {
        Self::accepting(buffers, policy, policy)
    }

    /// A pool that also verifies kept hashes made by `largest`, while accounts move from it to a
    /// policy of less memory.
    ///
    /// # Errors
    ///
    /// Those of [`HashPool::new`].
    pub fn accepting(
        buffers: usize,
        policy: HashPolicy,
        largest: HashPolicy,
    ) -> Result<Self, HashError> {
        if buffers == 0 || buffers > Self::MAX_BUFFERS {
            return Err(HashError::Pool);
        }
        let blocks = params(policy, StoredHash::TAG_BYTES)?
            .block_count()
            .max(params(largest, StoredHash::TAG_BYTES)?.block_count());
        let buffers = (0..buffers).map(|_| zeros(blocks).map(Mutex::new));
        Ok(Self { policy, buffers: buffers.collect::<Result<_, _>>()? })
    }

    /// How new hashes are made.
    #[must_use]
    pub const fn policy(&self) -> HashPolicy {
        self.policy
    }

    /// Hashes an accepted password with a new salt and the current key of `pepper`, if any.
    ///
    /// # Errors
    ///
    /// [`HashError::Busy`], [`HashError::Entropy`].
    pub fn hash(
        &self,
        password: AcceptedPassword<'_>,
        entropy: &mut dyn Entropy,
        pepper: Option<&KeyRing>,
    ) -> Result<NewHash, HashError> {
        let stored = self.store(password.password(), entropy, pepper)?;
        Ok(NewHash::new(stored, password.rules_id()))
    }

    /// Compares a password with the kept hash of an account.
    ///
    /// Without a kept hash (no such account, or one without password), or with one that is
    /// corrupt, the same work is done by the current policy and the answer is
    /// [`Verification::Wrong`]: neither answer nor duration tells them from a wrong password.
    ///
    /// # Errors
    ///
    /// [`HashError::Busy`]; [`HashError::UnknownPepper`] when `pepper` does not hold the key that
    /// the kept hash names; [`HashError::Room`] when it needs a larger buffer than this pool has.
    /// None depends on whether the password is right.
    pub fn verify<'p>(
        &self,
        password: &'p PreparedPassword,
        stored: Option<&str>,
        pepper: Option<&KeyRing>,
    ) -> Result<Verified<'p>, HashError> {
        let record = match stored {
            None => Err(RecordAudit::Absent),
            Some(text) => StoredHash::parse(text).map_err(RecordAudit::Corrupt),
        };
        let (verification, record) = match record {
            Err(audit) => {
                self.decoy(password)?;
                (Verification::Wrong, audit)
            }
            Ok(record) => (self.compare(password, &record, pepper)?, RecordAudit::Sound),
        };
        Ok(Verified { password, verification, record })
    }

    fn compare(
        &self,
        password: &PreparedPassword,
        record: &StoredHash,
        pepper: Option<&KeyRing>,
    ) -> Result<Verification, HashError> {
        let mut key = None;
        if let Some(id) = record.pepper_id() {
            key = pepper.and_then(|ring| ring.find(id.as_str()));
            if key.is_none() {
                self.decoy(password)?;
                return Err(HashError::UnknownPepper);
            }
        }
        let mut buffer = Zeroizing::new([0; StoredHash::MAX_PART_BYTES]);
        let tag = buffer.get_mut(..record.tag().len()).ok_or(HashError::Engine)?;
        self.compute(record.policy(), key, password, record.salt(), tag)?;
        if !bool::from((*tag).ct_eq(record.tag())) {
            return Ok(Verification::Wrong);
        }
        let current = pepper.map(|ring| ring.current().0);
        Ok(Verification::Right { rehash: !record.is_current(self.policy, current) })
    }

    pub(crate) fn store(
        &self,
        password: &PreparedPassword,
        entropy: &mut dyn Entropy,
        pepper: Option<&KeyRing>,
    ) -> Result<StoredHash, HashError> {
        let (id, key) = pepper.map(KeyRing::current).unzip();
        let mut salt = [0; StoredHash::SALT_BYTES];
        entropy.fill(&mut salt)?;
        let mut tag = Zeroizing::new([0; StoredHash::TAG_BYTES]);
        self.compute(self.policy, key, password, &salt, tag.as_mut_slice())?;
        Ok(StoredHash::new(id.cloned(), self.policy, &salt, &tag))
    }

    /// The work of one verification, for nothing.
    fn decoy(&self, password: &PreparedPassword) -> Result<(), HashError> {
        let mut tag = Zeroizing::new([0; StoredHash::TAG_BYTES]);
        let salt = [0; StoredHash::SALT_BYTES];
        self.compute(self.policy, None, password, &salt, tag.as_mut_slice())?;
        black_box(bool::from(tag.as_slice().ct_eq(&[0; StoredHash::TAG_BYTES][..])));
        Ok(())
    }

    fn compute(
        &self,
        policy: HashPolicy,
        pepper: Option<&Key>,
        password: &PreparedPassword,
        salt: &[u8],
        tag: &mut [u8],
    ) -> Result<(), HashError> {
        let params = params(policy, tag.len())?;
        let mut lease = self.lease(params.block_count())?;
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        let argon2 = match pepper {
            None => Argon2::new(algorithm, version, params),
            Some(key) => Argon2::new_with_secret(key.expose_secret(), algorithm, version, params)
                .map_err(|_| HashError::Engine)?,
        };
        argon2
            .hash_password_into_with_memory(
                password.expose_secret().as_bytes(),
                salt,
                tag,
                lease.blocks(),
            )
            .map_err(|_| HashError::Engine)
    }

    /// A free buffer, of which the first `used` blocks will be written and wiped.
    fn lease(&self, used: usize) -> Result<Lease<'_>, HashError> {
        for buffer in &self.buffers {
            let memory = match buffer.try_lock() {
                Ok(memory) => memory,
                // A lease wipes its buffer while a panic unwinds too.
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => continue,
            };
            if memory.len() < used {
                return Err(HashError::Room);
            }
            return Ok(Lease { memory, used });
        }
        Err(HashError::Busy)
    }
}

impl fmt::Debug for HashPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HashPool")
            .field("policy", &self.policy)
            .field("buffers", &self.buffers.len())
            .finish()
    }
}

fn zeros(blocks: usize) -> Result<Vec<Block>, HashError> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(blocks).map_err(|_| HashError::Memory)?;
    memory.resize(blocks, Block::new());
    Ok(memory)
}

fn params(policy: HashPolicy, tag_bytes: usize) -> Result<Params, HashError> {
    Params::new(policy.memory_kib(), policy.passes(), policy.lanes(), Some(tag_bytes))
        .map_err(|_| HashError::Policy)
}

/// A buffer in use; it is wiped before another call can have it.
struct Lease<'pool> {
    memory: MutexGuard<'pool, Vec<Block>>,
    used: usize,
}

impl Lease<'_> {
    fn blocks(&mut self) -> &mut [Block] {
        self.memory.get_mut(..self.used).unwrap_or_default()
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.blocks().iter_mut().zeroize();
    }
}

/// What a verification found, bound to the password it was about.
#[derive(Clone, Copy)]
pub struct Verified<'p> {
    password: &'p PreparedPassword,
    verification: Verification,
    record: RecordAudit,
}

impl Verified<'_> {
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

    /// The right password hashed anew by the current policy and pepper, to replace the kept hash
    /// if that has not changed meanwhile; `None` when the password is wrong or nothing is to do.
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
    ) -> Result<Option<StoredHash>, HashError> {
        match self.verification {
            Verification::Right { rehash: true } => {
                pool.store(self.password, entropy, pepper).map(Some)
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
    /// There was none.
    Absent,
    /// It could not be read.
    Corrupt(StoredHashError),
    /// It was read.
    Sound,
}

/// Why a password could not be hashed or verified; none tells whether it was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HashError {
    /// Every buffer of the pool is in use.
    #[error("every buffer of the pool is in use")]
    Busy,
    /// The random source failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The buffers of a pool could not be allocated.
    #[error("the buffers of the pool cannot be allocated")]
    Memory,
    /// A cost is out of bounds.
    #[error("a hash policy has 7168 to 262144 KiB, 1 to 16 passes, 1 to 4 lanes")]
    Policy,
    /// A pool of no buffer or too many.
    #[error("a pool has 1 to 64 buffers")]
    Pool,
    /// The kept hash needs a larger buffer than the pool has.
    #[error("the stored hash needs a larger buffer than the pool has")]
    Room,
    /// The kept hash names a pepper key that was not given.
    #[error("the pepper key of the stored hash is missing")]
    UnknownPepper,
    /// The computation refused its arguments.
    #[error("argon2 refused its arguments")]
    Engine,
}

impl Coded for HashError {
    fn code(&self) -> &'static str {
        match self {
            Self::Busy => "hash/busy",
            Self::Entropy(error) => error.code(),
            Self::Memory => "hash/memory",
            Self::Policy => "hash/policy",
            Self::Pool => "hash/pool",
            Self::Room => "hash/record-room",
            Self::UnknownPepper => "hash/pepper",
            Self::Engine => "hash/engine",
        }
    }
}

#[cfg(test)]
mod tests;

//! Hashing and verifying within a fixed amount of memory that is wiped after each use.

mod buffers;
mod engine;

use std::fmt;
use std::hint::black_box;

use argon2::Algorithm;
use thiserror::Error;
use zeroize::Zeroizing;

use ent_core::{Coded, Entropy, EntropyError};

use self::buffers::{Buffers, Lease};
use self::engine::Engine;
use super::hash::phc::Cost;
use super::import::Foreign;
use super::{
    AcceptedPassword, Credential, HashPolicy, ImportedHash, KeptHash, LegacyVerifier, NewHash,
    PreparedPassword, RecordAudit, StoredHash, StoredHashError, Verification, Verified,
};
use crate::KeyRing;

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
    buffers: Buffers,
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
        if !(1..=Self::MAX_BUFFERS).contains(&buffers) {
            return Err(HashError::Pool);
        }
        let blocks = engine::blocks(policy.into())?.max(engine::blocks(largest.into())?);
        Ok(Self { policy, buffers: Buffers::new(buffers, blocks)? })
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
        Ok(NewHash::new(stored, password.rules()))
    }

    /// Compares a password with the kept hash of an account.
    ///
    /// Without a kept hash (no such account, or one without password), or with one that is
    /// corrupt, the same work is done by the current policy and the answer is
    /// [`Verification::Wrong`]: neither answer nor duration tells them from a wrong password. A
    /// wrong password takes between half and twice that long with a kept hash of another cost too,
    /// unless it is dearer.
    ///
    /// # Errors
    ///
    /// [`HashError::Busy`]; [`HashError::UnknownPepper`] when `pepper` does not hold the key that
    /// the kept hash names; [`HashError::Room`] when it needs a larger buffer than this pool has.
    /// None depends on whether the password is right.
    pub fn verify<'p>(
        &self,
        password: &'p PreparedPassword,
        stored: Option<&'p str>,
        pepper: Option<&KeyRing>,
    ) -> Result<Verified<'p>, HashError> {
        let mut lease = self.lease()?;
        let record = match stored {
            None => Err(RecordAudit::Absent),
            Some(text) => StoredHash::parse(text).map_err(RecordAudit::Corrupt),
        };
        let (verification, record) = match record {
            Err(audit) => {
                self.decoy(&mut lease, password)?;
                (Verification::Wrong, audit)
            }
            Ok(record) => {
                let found = self.compare(&mut lease, password, &record, pepper);
                (self.as_long(&mut lease, password, found)?, RecordAudit::Sound)
            }
        };
        Ok(Verified::new(password, stored.unwrap_or_default(), verification, record))
    }

    /// Compares a password with a hash of another stack, kept under the tag of its format.
    ///
    /// The right password is always to be hashed anew. A tag of the host's own is asked of
    /// `legacy`; one that nobody reads, as every record out of bounds, is a corrupt record. A wrong
    /// answer is preceded by the work of the current policy, if argon2 did not cost as much: a
    /// record of bcrypt or PBKDF2 that is dearer takes its own time on top, and is told by it.
    ///
    /// ```
    /// use ent_auth::password::{
    ///     HashPolicy, HashPool, ImportedHash, LegacyVerifier, PreparedPassword, Verification,
    /// };
    ///
    /// /// Reads the format of an old portal, here the password backwards.
    /// struct Backwards;
    ///
    /// impl LegacyVerifier for Backwards {
    ///     fn verify(&self, tag: &str, password: &[u8], record: &str) -> Option<bool> {
    ///         (tag == "backwards").then(|| password.iter().rev().eq(record.as_bytes()))
    ///     }
    /// }
    ///
    /// let pool = HashPool::new(1, HashPolicy::default())?;
    /// let kept = ImportedHash::new("backwards", "!96ytrezA");
    /// let password = PreparedPassword::from_text("Azerty69!").map_err(|_| "too long")?;
    /// let verified = pool.verify_imported(&password, &kept, Some(&Backwards))?;
    /// assert_eq!(verified.verification(), Verification::Right { rehash: true });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`HashError::Busy`], [`HashError::Room`].
    pub fn verify_imported<'p>(
        &self,
        password: &'p PreparedPassword,
        imported: &'p ImportedHash,
        legacy: Option<&dyn LegacyVerifier>,
    ) -> Result<Verified<'p>, HashError> {
        let mut lease = self.lease()?;
        let found = match imported.read() {
            Ok(foreign) => {
                let found = self.try_typings(&mut lease, password, imported, &foreign, legacy);
                self.as_long(&mut lease, password, found)?
            }
            Err(error) => Err(error),
        };
        let (verification, record) = match found {
            Ok(true) => (Verification::Right { rehash: true }, RecordAudit::Sound),
            Ok(false) => (Verification::Wrong, RecordAudit::Sound),
            Err(error) => {
                self.decoy(&mut lease, password)?;
                (Verification::Wrong, RecordAudit::Corrupt(error))
            }
        };
        Ok(Verified::new(password, imported.record(), verification, record))
    }

    /// Compares a password with what an account has: a hash of this library or of another, or no
    /// password at all. One that was [taken back](Credential::is_taken_back) is as none: the same
    /// work, and a wrong password.
    ///
    /// # Errors
    ///
    /// Those of [`HashPool::verify`].
    pub fn verify_credential<'p>(
        &self,
        password: &'p PreparedPassword,
        credential: &'p Credential,
        pepper: Option<&KeyRing>,
        legacy: Option<&dyn LegacyVerifier>,
    ) -> Result<Verified<'p>, HashError> {
        match credential.kept().filter(|_| !credential.is_taken_back()) {
            None => self.verify(password, None, pepper),
            Some(KeptHash::Own(hash)) => self.verify(password, Some(hash.as_str()), pepper),
            Some(KeptHash::Imported(hash)) => self.verify_imported(password, hash, legacy),
        }
    }

    fn compare(
        &self,
        lease: &mut Lease<'_>,
        password: &PreparedPassword,
        record: &StoredHash,
        pepper: Option<&KeyRing>,
    ) -> Result<Verification, HashError> {
        let mut key = None;
        if let Some(id) = record.pepper_id() {
            key = pepper.and_then(|ring| ring.find(id.as_str()));
            if key.is_none() {
                self.decoy(lease, password)?;
                return Err(HashError::UnknownPepper);
            }
        }
        let engine = Engine { algorithm: Algorithm::Argon2id, cost: record.policy().into(), key };
        let typed = password.expose_secret().as_bytes();
        if !engine.matches(lease, typed, record.salt(), record.tag())? {
            self.make_up(lease, password, engine.cost.work())?;
            return Ok(Verification::Wrong);
        }
        let current = pepper.map(|ring| ring.current().0);
        Ok(Verification::Right { rehash: !record.is_current(self.policy, current) })
    }

    /// Whether a form of the password has the tag of the imported record.
    fn try_typings(
        &self,
        lease: &mut Lease<'_>,
        password: &PreparedPassword,
        imported: &ImportedHash,
        foreign: &Foreign<'_>,
        legacy: Option<&dyn LegacyVerifier>,
    ) -> Result<Result<bool, StoredHashError>, HashError> {
        let mut work = 0_u64;
        for typed in imported.typings(password) {
            let typed = typed.as_bytes();
            let right = match foreign {
                Foreign::Argon2(phc) => {
                    work = work.saturating_add(phc.cost.work());
                    let engine = Engine { algorithm: phc.algorithm, cost: phc.cost, key: None };
                    engine.matches(lease, typed, &phc.salt, &phc.tag)?
                }
                #[cfg(feature = "import-pbkdf2")]
                Foreign::Pbkdf2(record) => record.matches(typed),
                #[cfg(feature = "import-bcrypt")]
                Foreign::Bcrypt(record) => record.matches(typed),
                #[cfg(feature = "import-bcrypt")]
                Foreign::BcryptSha256(record) => record.matches_sha256(typed),
                Foreign::Legacy(tag) => {
                    let answer = legacy.and_then(|host| host.verify(tag, typed, imported.record()));
                    let Some(right) = answer else { return Ok(Err(StoredHashError::Tag)) };
                    right
                }
            };
            if right {
                return Ok(Ok(true));
            }
        }
        self.make_up(lease, password, work)?;
        Ok(Ok(false))
    }

    /// `found`, after the work of one verification where a record had no room for its own.
    fn as_long<T>(
        &self,
        lease: &mut Lease<'_>,
        password: &PreparedPassword,
        found: Result<T, HashError>,
    ) -> Result<T, HashError> {
        if matches!(found, Err(HashError::Room)) {
            self.decoy(lease, password)?;
        }
        found
    }

    /// Hashes a password that no rule was asked about, such as the secret of a letter.
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
        let engine = Engine { algorithm: Algorithm::Argon2id, cost: self.policy.into(), key };
        let typed = password.expose_secret().as_bytes();
        engine.compute(&mut self.lease()?, typed, &salt, tag.as_mut_slice())?;
        Ok(StoredHash::new(id.cloned(), self.policy, &salt, &tag))
    }

    /// The work of one verification, for nothing.
    fn decoy(&self, lease: &mut Lease<'_>, password: &PreparedPassword) -> Result<(), HashError> {
        let engine = Engine { algorithm: Algorithm::Argon2id, cost: self.policy.into(), key: None };
        let salt = [0; StoredHash::SALT_BYTES];
        let typed = password.expose_secret().as_bytes();
        black_box(engine.matches(lease, typed, &salt, &[0; StoredHash::TAG_BYTES])?);
        Ok(())
    }

    /// A decoy after a wrong password, if the `work` done is less than half of one.
    fn make_up(
        &self,
        lease: &mut Lease<'_>,
        password: &PreparedPassword,
        work: u64,
    ) -> Result<(), HashError> {
        if work.saturating_mul(2) < Cost::from(self.policy).work() {
            self.decoy(lease, password)?;
        }
        Ok(())
    }

    fn lease(&self) -> Result<Lease<'_>, HashError> {
        self.buffers.lease()
    }
}

impl fmt::Debug for HashPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HashPool")
            .field("policy", &self.policy)
            .field("buffers", &self.buffers.count())
            .finish()
    }
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

//! Hashing of accepted passwords and verification of kept ones.

use std::fmt;
use std::sync::Arc;

use ent_auth::password::{self as domain, RecordAudit};
use ent_core::Coded;

use super::{ContextWord, PasswordInput, Violation, accepted};
use crate::{EntError, Entropy, KeyRing};

/// How much an argon2id hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HashPolicy {
    /// Memory in KiB, 7,168 to 262,144.
    pub memory_kib: i32,
    /// Passes over the memory, 1 to 16.
    pub passes: i32,
    /// Lanes, 1 to 4.
    pub lanes: i32,
}

impl From<domain::HashPolicy> for HashPolicy {
    fn from(policy: domain::HashPolicy) -> Self {
        let signed = |number| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            memory_kib: signed(policy.memory_kib()),
            passes: signed(policy.passes()),
            lanes: signed(policy.lanes()),
        }
    }
}

impl HashPolicy {
    fn read(self) -> Result<domain::HashPolicy, EntError> {
        // Zero is out of bounds everywhere, as every negative number is.
        let [memory, passes, lanes] = [self.memory_kib, self.passes, self.lanes]
            .map(|number| u32::try_from(number).unwrap_or_default());
        Ok(domain::HashPolicy::new(memory, passes, lanes)?)
    }
}

#[uniffi::export]
impl HashPolicy {
    /// Whether it costs an attacker at least one choice of the OWASP list.
    ///
    /// Fails with `hash/policy` for numbers out of bounds.
    pub fn meets_owasp(&self) -> Result<bool, EntError> {
        Ok(self.read()?.meets_owasp())
    }
}

/// A named cost of hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum HashPreset {
    /// 19 MiB, 2 passes, 1 lane: the OWASP recommendation, about 50 hashes a second on one
    /// core (`cargo bench -p ent-auth --bench hash`).
    Owasp19m,
    /// 46 MiB, 1 pass, 1 lane: the OWASP choice of more memory and less computation.
    Owasp46m,
    /// 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106.
    Rfc9106,
}

#[uniffi::export]
impl HashPreset {
    /// The cost in numbers.
    pub fn policy(&self) -> HashPolicy {
        match self {
            Self::Owasp19m => domain::HashPolicy::owasp_19m(),
            Self::Owasp46m => domain::HashPolicy::owasp_46m(),
            Self::Rfc9106 => domain::HashPolicy::rfc9106_64m(),
        }
        .into()
    }
}

/// A kept password: a PHC string of argon2id, with the name of its pepper key before it if any.
///
/// Keep it on the server side.
#[derive(PartialEq, Eq, uniffi::Object)]
pub struct StoredHash {
    pub(crate) inner: domain::StoredHash,
}

#[uniffi::export]
impl StoredHash {
    /// Reads what was stored.
    ///
    /// Fails with `hash/record-too-long`, `hash/record-format`, `hash/record-algorithm` or
    /// `hash/record-bounds`.
    #[uniffi::constructor]
    pub fn parse(text: &str) -> Result<Self, EntError> {
        Ok(Self { inner: domain::StoredHash::parse(text)? })
    }

    /// The text to store.
    pub fn text(&self) -> String {
        self.inner.as_str().to_owned()
    }

    /// Name of the pepper key, if there is one.
    pub fn pepper_id(&self) -> Option<String> {
        self.inner.pepper_id().map(ToString::to_string)
    }

    /// What the hash costs.
    pub fn policy(&self) -> HashPolicy {
        self.inner.policy().into()
    }
}

impl fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredHash(redacted)")
    }
}

/// A hash just made of an accepted password, with the rules that accepted it: what an activation
/// takes.
#[derive(Debug, uniffi::Object)]
pub struct NewHash {
    pub(crate) inner: domain::NewHash,
    unread: Vec<String>,
}

#[uniffi::export]
impl NewHash {
    /// Id of the rules that accepted the password, such as `educonnect`.
    pub fn rules_id(&self) -> String {
        self.inner.rules_id().to_owned()
    }

    /// What is kept.
    pub fn stored(&self) -> StoredHash {
        StoredHash { inner: self.inner.stored().clone() }
    }

    /// Codes such as `hash/record-format` of the kept hashes that the password could not be
    /// compared with, since they cannot be read: for the audit log of the host.
    pub fn unread(&self) -> Vec<String> {
        self.unread.clone()
    }
}

/// What became of a password that was to be hashed.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum HashOutcome {
    /// It was accepted, and this is its hash.
    Accepted {
        /// The hash, with the rules that accepted the password.
        hash: Arc<NewHash>,
    },
    /// It breaks these rules; nothing was hashed.
    Refused {
        /// Every broken rule, in a fixed order.
        violations: Vec<Violation>,
        /// Codes of the hashes of earlier passwords that could not be read, and were not compared:
        /// for the audit log of the host.
        unread: Vec<String>,
    },
}

/// State of a kept hash, for the audit log of the host and never for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum HashRecord {
    /// There was none, or the service had taken it back.
    Absent,
    /// It could not be read.
    Corrupt,
    /// It was read.
    Sound,
}

/// Whether a password is the one that was kept.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordVerification {
    /// Whether it is; `false` also when there is nothing to compare with.
    pub right: bool,
    /// Whether the kept hash has another cost or pepper than a new one would have; only ever true
    /// of the right password.
    pub rehash: bool,
    /// State of the kept hash.
    pub record: HashRecord,
    /// Why it could not be read, such as `hash/record-bounds`.
    pub record_code: Option<String>,
}

impl From<&domain::Verified<'_>> for PasswordVerification {
    fn from(verified: &domain::Verified<'_>) -> Self {
        let rehash = verified.verification() == domain::Verification::Right { rehash: true };
        let (record, record_code) = match verified.record() {
            RecordAudit::Absent => (HashRecord::Absent, None),
            RecordAudit::Sound => (HashRecord::Sound, None),
            RecordAudit::Corrupt(error) => (HashRecord::Corrupt, Some(error.code().to_owned())),
            _ => (HashRecord::Corrupt, None),
        };
        Self { right: verified.is_right(), rehash, record, record_code }
    }
}

/// A fixed number of argon2id computations at a time, each in its own buffer, which is wiped after
/// each use.
///
/// When every buffer is in use a call fails with `hash/busy` at once: try again later. A call takes
/// tens of milliseconds of one core, so make it where blocking is allowed.
#[derive(Debug, uniffi::Object)]
pub struct HashPool {
    pub(crate) inner: Arc<domain::HashPool>,
}

#[uniffi::export]
impl HashPool {
    /// A pool of 1 to 64 buffers that makes hashes by `policy`.
    ///
    /// `largest` is the cost of the largest kept hashes that are still to be verified, when it is
    /// more than `policy`. Fails with `hash/pool`, `hash/policy` or `hash/memory`.
    #[uniffi::constructor(default(largest = None))]
    pub fn new(
        buffers: i32,
        policy: HashPolicy,
        largest: Option<HashPolicy>,
    ) -> Result<Self, EntError> {
        let policy = policy.read()?;
        let largest = largest.map_or(Ok(policy), HashPolicy::read)?;
        let buffers = usize::try_from(buffers).unwrap_or_default();
        let inner = Arc::new(domain::HashPool::accepting(buffers, policy, largest)?);
        Ok(Self { inner })
    }

    /// How new hashes are made.
    pub fn policy(&self) -> HashPolicy {
        self.inner.policy().into()
    }

    /// Checks `password` by the set `rules` and hashes it with the current key of `pepper`, if any.
    ///
    /// Fails like `check_password`, and with `hash/busy` or `step/entropy`.
    #[uniffi::method(default(confirmation = None, words = [], pepper = None))]
    pub fn hash_accepted(
        &self,
        rules: &str,
        password: &PasswordInput,
        entropy: &Entropy,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<HashOutcome, EntError> {
        let rules = domain::PasswordRules::find(rules)?;
        let accepted = accepted(rules, password, confirmation.as_deref(), words)?;
        self.hash(accepted, Vec::new(), entropy, pepper.as_deref())
    }

    /// Compares a password with the kept hash of an account.
    ///
    /// Without a kept hash (no such account, say) or with one that cannot be read, the same work
    /// is done and the answer is a wrong password. Fails with `hash/busy`, `hash/pepper` or
    /// `hash/record-room`, whether the password is right or not.
    #[uniffi::method(default(pepper = None))]
    pub fn verify(
        &self,
        password: &PasswordInput,
        stored: Option<String>,
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<PasswordVerification, EntError> {
        let pepper = pepper.as_ref().map(|ring| &ring.inner);
        let verified = self.inner.verify(&password.prepared, stored.as_deref(), pepper)?;
        Ok((&verified).into())
    }

    /// Compares a password with a kept hash and, when it is right and the hash is to be renewed,
    /// hashes it anew: store the result if the kept hash has not changed meanwhile.
    ///
    /// Nothing comes back for a wrong password or a hash that may stay. Fails like `verify`, and
    /// with `step/entropy`.
    #[uniffi::method(default(pepper = None))]
    pub fn rehash(
        &self,
        password: &PasswordInput,
        stored: Option<String>,
        entropy: &Entropy,
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<Option<Arc<StoredHash>>, EntError> {
        let pepper = pepper.as_ref().map(|ring| &ring.inner);
        let verified = self.inner.verify(&password.prepared, stored.as_deref(), pepper)?;
        let renewed = verified.rehash(&self.inner, &mut &*entropy, pepper)?;
        Ok(renewed.map(|rehash| Arc::new(StoredHash { inner: rehash.into_new() })))
    }
}

impl HashPool {
    /// Hashes a password that was accepted, or says what it breaks.
    pub(super) fn hash(
        &self,
        accepted: Result<domain::AcceptedPassword<'_>, Vec<Violation>>,
        unread: Vec<String>,
        entropy: &Entropy,
        pepper: Option<&KeyRing>,
    ) -> Result<HashOutcome, EntError> {
        let accepted = match accepted {
            Ok(accepted) => accepted,
            Err(violations) => return Ok(HashOutcome::Refused { violations, unread }),
        };
        let pepper = pepper.map(|ring| &ring.inner);
        let inner = self.inner.hash(accepted, &mut &*entropy, pepper)?;
        Ok(HashOutcome::Accepted { hash: Arc::new(NewHash { inner, unread }) })
    }
}

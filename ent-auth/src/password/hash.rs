//! The kept form of a password: argon2id parameters, salt, tag, and the name of the pepper.

pub(super) mod phc;

use std::fmt;

use argon2::Algorithm;
use base64ct::{Base64Unpadded, Encoding};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use ent_core::Coded;

use self::phc::Phc;
use super::HashError;
use super::rules::RulesId;
use crate::KeyId;

/// How much an argon2id hash costs: memory in KiB, passes, lanes.
///
/// ```
/// use ent_auth::password::{HashError, HashPolicy};
///
/// let policy = HashPolicy::default();
/// assert_eq!((policy.memory_kib(), policy.passes(), policy.lanes()), (19_456, 2, 1));
/// assert_eq!(HashPolicy::new(1_048_576, 1, 1), Err(HashError::Policy));
/// # Ok::<(), HashError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashPolicy {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl HashPolicy {
    /// Least memory, in KiB: the smallest of the OWASP password storage list.
    pub const MIN_MEMORY_KIB: u32 = 7_168;
    /// Most memory, in KiB: 256 MiB, half a second and more of one core.
    pub const MAX_MEMORY_KIB: u32 = 262_144;
    /// Most passes.
    pub const MAX_PASSES: u32 = 16;
    /// Most lanes.
    pub const MAX_LANES: u32 = 4;

    /// A policy of one's own, for instance for a small device.
    ///
    /// # Errors
    ///
    /// [`HashError::Policy`] outside 7,168 to 262,144 KiB, 1 to 16 passes, 1 to 4 lanes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, HashError> {
        let good = (Self::MIN_MEMORY_KIB..=Self::MAX_MEMORY_KIB).contains(&memory_kib)
            && (1..=Self::MAX_PASSES).contains(&passes)
            && (1..=Self::MAX_LANES).contains(&lanes);
        good.then_some(Self { memory_kib, passes, lanes }).ok_or(HashError::Policy)
    }

    /// 19 MiB, 2 passes, 1 lane: the OWASP recommendation, about 50 hashes a second on one
    /// core (`cargo bench -p ent-auth --bench hash`).
    #[must_use]
    pub const fn owasp_19m() -> Self {
        Self { memory_kib: 19_456, passes: 2, lanes: 1 }
    }

    /// 46 MiB, 1 pass, 1 lane: the OWASP choice of more memory and less computation.
    #[must_use]
    pub const fn owasp_46m() -> Self {
        Self { memory_kib: 47_104, passes: 1, lanes: 1 }
    }

    /// 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106.
    #[must_use]
    pub const fn rfc9106_64m() -> Self {
        Self { memory_kib: 65_536, passes: 3, lanes: 4 }
    }

    /// Memory of one hash, in KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes, computed one after another here.
    #[must_use]
    pub const fn lanes(self) -> u32 {
        self.lanes
    }

    /// Whether the policy costs an attacker at least one choice of the OWASP password storage
    /// list.
    #[must_use]
    pub fn meets_owasp(self) -> bool {
        [(47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5)]
            .into_iter()
            .any(|(memory, passes)| self.memory_kib >= memory && self.passes >= passes)
    }
}

impl Default for HashPolicy {
    fn default() -> Self {
        Self::owasp_19m()
    }
}

/// A kept password: a PHC string of argon2id, with the name of its pepper key before it if any.
///
/// `2021-09$argon2id$v=19$m=19456,t=2,p=1$…$…` is peppered with the key `2021-09`. Everything is
/// checked against bounds when it is read, before anything is computed, since a record that
/// someone tampered with could otherwise ask for any amount of memory. Keep it server side.
///
/// ```
/// use ent_auth::password::{StoredHash, StoredHashError};
///
/// let salt_and_tag = "c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA";
/// let text = format!("$argon2id$v=19$m=19456,t=2,p=1${salt_and_tag}");
/// let kept = StoredHash::parse(&text)?;
/// assert_eq!(kept.as_str(), text);
/// assert_eq!(format!("{kept:?}"), "<redacted>");
/// let huge = format!("$argon2id$v=19$m=1048576,t=2,p=1${salt_and_tag}");
/// assert_eq!(StoredHash::parse(&huge), Err(StoredHashError::Bounds));
/// # Ok::<(), StoredHashError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[doc(alias = "empreinte")]
pub struct StoredHash {
    /// INVARIANT: `text` is what the other fields write.
    text: String,
    pepper: Option<KeyId>,
    policy: HashPolicy,
    salt: Vec<u8>,
    tag: Vec<u8>,
}

impl StoredHash {
    /// Longest PHC string that is read, in bytes, without the name of the pepper.
    pub const MAX_PHC_BYTES: usize = 256;
    /// Fewest bytes of a salt or a tag that is read.
    pub const MIN_PART_BYTES: usize = 16;
    /// Most bytes of a salt or a tag that is read.
    pub const MAX_PART_BYTES: usize = 64;
    /// Bytes of a new salt (RFC 9106 §3.1).
    pub const SALT_BYTES: usize = 16;
    /// Bytes of a new tag.
    pub const TAG_BYTES: usize = 32;

    pub(crate) fn new(
        pepper: Option<KeyId>,
        policy: HashPolicy,
        salt: &[u8; Self::SALT_BYTES],
        tag: &[u8; Self::TAG_BYTES],
    ) -> Self {
        let HashPolicy { memory_kib, passes, lanes } = policy;
        let text = format!(
            "{}$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${}${}",
            pepper.as_ref().map_or("", KeyId::as_str),
            Base64Unpadded::encode_string(salt),
            Base64Unpadded::encode_string(tag),
        );
        Self { text, pepper, policy, salt: salt.to_vec(), tag: tag.to_vec() }
    }

    /// Reads a stored text: argon2id, version 19, `m`, `t`, `p` in this order, salt and tag.
    ///
    /// # Errors
    ///
    /// [`StoredHashError`] when it is not such a text or leaves the bounds of [`HashPolicy`] and
    /// of this type. The text is never repeated in the error.
    pub fn parse(text: &str) -> Result<Self, StoredHashError> {
        use StoredHashError::{Bounds, Format, TooLong};
        if text.len() > Self::MAX_PHC_BYTES.saturating_add(KeyId::MAX_BYTES) {
            return Err(TooLong);
        }
        let (pepper, phc) = text.split_once('$').ok_or(Format)?;
        if phc.len() >= Self::MAX_PHC_BYTES {
            return Err(TooLong);
        }
        let pepper = match pepper {
            "" => None,
            id => Some(KeyId::parse(id).map_err(|_| Format)?),
        };
        let Phc { algorithm, cost, salt, tag } = Phc::read(phc)?;
        if algorithm != Algorithm::Argon2id {
            return Err(StoredHashError::Algorithm);
        }
        let policy = HashPolicy::new(cost.memory_kib, cost.passes, cost.lanes);
        let policy = policy.map_err(|_| Bounds)?;
        if salt.len() < Self::MIN_PART_BYTES {
            return Err(Bounds);
        }
        Ok(Self { text: text.to_owned(), pepper, policy, salt, tag })
    }

    /// The text to store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The PHC string alone, as other argon2 libraries read it (with the pepper as their secret).
    #[must_use]
    pub fn phc(&self) -> &str {
        let prefix = self.pepper.as_ref().map_or("", KeyId::as_str);
        self.text.strip_prefix(prefix).unwrap_or(&self.text)
    }

    /// Name of the pepper key, if any.
    #[must_use]
    pub const fn pepper_id(&self) -> Option<&KeyId> {
        self.pepper.as_ref()
    }

    /// What the hash costs.
    #[must_use]
    pub const fn policy(&self) -> HashPolicy {
        self.policy
    }

    pub(crate) fn salt(&self) -> &[u8] {
        &self.salt
    }

    pub(crate) fn tag(&self) -> &[u8] {
        &self.tag
    }

    /// Whether a new hash would have the same cost, sizes and pepper.
    pub(super) fn is_current(&self, policy: HashPolicy, pepper: Option<&KeyId>) -> bool {
        self.policy == policy
            && self.pepper.as_ref() == pepper
            && self.salt.len() == Self::SALT_BYTES
            && self.tag.len() == Self::TAG_BYTES
    }
}

impl fmt::Debug for StoredHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl TryFrom<String> for StoredHash {
    type Error = StoredHashError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<StoredHash> for String {
    fn from(hash: StoredHash) -> Self {
        hash.text
    }
}

/// A hash just made of an accepted password, with the rules that accepted it.
///
/// Only [`HashPool::hash`](super::HashPool::hash) makes one, so an activation that takes it knows
/// that its rules were kept. The rules are known in memory only; [`stored`](Self::stored) is what
/// is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHash {
    hash: StoredHash,
    rules: RulesId,
}

impl NewHash {
    pub(super) const fn new(hash: StoredHash, rules: RulesId) -> Self {
        Self { hash, rules }
    }

    /// Id of the rules that accepted the password, such as `educonnect`.
    #[must_use]
    pub fn rules_id(&self) -> &str {
        self.rules.as_str()
    }

    /// What is kept.
    #[must_use]
    pub const fn stored(&self) -> &StoredHash {
        &self.hash
    }

    /// What is kept, taken out.
    #[must_use]
    pub fn into_stored(self) -> StoredHash {
        self.hash
    }
}

/// Why a text is not a [`StoredHash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StoredHashError {
    /// The text has more than 256 bytes.
    #[error("a stored hash has at most 256 bytes")]
    TooLong,
    /// The text is not a PHC string of the parts expected.
    #[error("a stored hash is a PHC string with version, parameters, salt and tag")]
    Format,
    /// The algorithm is not the one expected: argon2id, or that of the tag of an import.
    #[error("a stored hash is made by the algorithm expected")]
    Algorithm,
    /// The version, a parameter, the salt or the tag is out of bounds.
    #[error("a stored hash has parameters within bounds")]
    Bounds,
    /// No reader is known for the tag of an imported hash.
    #[error("an imported hash has the tag of a format that is read")]
    Tag,
}

impl Coded for StoredHashError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "hash/record-too-long",
            Self::Format => "hash/record-format",
            Self::Algorithm => "hash/record-algorithm",
            Self::Bounds => "hash/record-bounds",
            Self::Tag => "hash/record-tag",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message;
    use proptest::prelude::*;

    use super::*;

    const SALT: &str = "c2FsdHNhbHRzYWx0c2FsdA";
    const TAG: &str = "dGFndGFndGFndGFndGFndA";

    #[test]
    fn hash1_every_bound_is_checked() {
        use StoredHashError::{Algorithm, Bounds, Format, TooLong};
        let with = |params: &str| format!("$argon2id$v=19${params}${SALT}${TAG}");
        let parts = |salt: usize, tag: usize| {
            let [salt, tag] = [salt, tag].map(|n| Base64Unpadded::encode_string(&vec![7; n]));
            format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${tag}")
        };
        let cases = [
            // text, what comes out
            (with("m=19456,t=2,p=1"), Ok(())),
            (with("m=7168,t=1,p=1"), Ok(())),
            (with("m=262144,t=16,p=4"), Ok(())),
            (with("m=7167,t=1,p=1"), Err(Bounds)),
            (with("m=262145,t=1,p=1"), Err(Bounds)),
            (with("m=4294967295,t=1,p=1"), Err(Bounds)),
            (with("m=4294967296,t=1,p=1"), Err(Bounds)),
            (with("m=19456,t=0,p=1"), Err(Bounds)),
            (with("m=19456,t=17,p=1"), Err(Bounds)),
            (with("m=19456,t=2,p=0"), Err(Bounds)),
            (with("m=19456,t=2,p=5"), Err(Bounds)),
            (with("m=19456,t=2"), Err(Format)),
            (with("t=2,m=19456,p=1"), Err(Format)),
            (with("m=19456,t=2,p=1,keyid=YQ"), Err(Format)),
            (with("m=019456,t=2,p=1"), Err(Format)),
            (with("m=+19456,t=2,p=1"), Err(Format)),
            (with("m=,t=2,p=1"), Err(Format)),
            (with("m=１９４５６,t=2,p=1"), Err(Format)),
            (parts(16, 16), Ok(())),
            (parts(64, 64), Ok(())),
            (parts(15, 32), Err(Bounds)),
            (parts(65, 32), Err(Bounds)),
            (parts(16, 15), Err(Bounds)),
            (parts(16, 65), Err(Bounds)),
            (parts(16, 0), Err(Bounds)),
            (format!("$argon2id$v=19$m=19456,t=2,p=1${SALT}"), Err(Format)),
            (format!("$argon2id$v=19$m=19456,t=2,p=1${SALT}${TAG}$"), Err(Format)),
            (format!("$argon2id$v=19$m=19456,t=2,p=1${SALT}==${TAG}"), Err(Format)),
            (format!("$argon2id$v=16$m=19456,t=2,p=1${SALT}${TAG}"), Err(Bounds)),
            (format!("$argon2id$m=19456,t=2,p=1${SALT}${TAG}"), Err(Format)),
            (format!("$argon2i$v=19$m=19456,t=2,p=1${SALT}${TAG}"), Err(Algorithm)),
            (format!("$argon2d$v=19$m=19456,t=2,p=1${SALT}${TAG}"), Err(Algorithm)),
            ("$2b$12$abcdefghijklmnopqrstuv".to_owned(), Err(Algorithm)),
            ("5f4dcc3b5aa765d61d8327deb882cf99".to_owned(), Err(Format)),
            (format!("k1{}", parts(16, 32)), Ok(())),
            (format!("k 1{}", parts(16, 32)), Err(Format)),
            (format!("{}{}", "k".repeat(33), parts(16, 32)), Err(Format)),
            (String::new(), Err(Format)),
            ("$".repeat(257), Err(TooLong)),
            (format!("{}${}", "k".repeat(32), "a".repeat(255)), Err(Algorithm)),
            (format!("{}${}", "k".repeat(33), "a".repeat(255)), Err(TooLong)),
            (format!("{}\n", parts(16, 16)), Err(Format)),
            ("a".repeat(1 << 20), Err(TooLong)),
        ];
        for (text, expected) in cases {
            let read = StoredHash::parse(&text);
            assert_eq!(read.as_ref().map(|_| ()).map_err(|e| *e), expected, "{text}");
            if let Ok(read) = read {
                assert_eq!(read.as_str(), text);
            }
        }
    }

    #[test]
    fn hash5_the_pepper_is_named_before_the_phc_string() {
        let id = KeyId::parse("2021-09").unwrap();
        let kept = StoredHash::new(Some(id.clone()), HashPolicy::default(), &[1; 16], &[2; 32]);
        assert!(kept.as_str().starts_with("2021-09$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(kept.phc().starts_with("$argon2id$"));
        assert_eq!(StoredHash::parse(kept.as_str()), Ok(kept.clone()));
        assert_eq!(StoredHash::parse(kept.phc()).unwrap().pepper_id(), None);
        assert_eq!(kept.pepper_id(), Some(&id));
    }

    #[test]
    fn it_is_stored_as_one_text_and_read_through_the_same_door() {
        let kept = StoredHash::new(None, HashPolicy::owasp_46m(), &[1; 16], &[2; 32]);
        let json = serde_json::to_string(&kept).unwrap();
        assert_eq!(json, format!("\"{}\"", kept.as_str()));
        assert_eq!(serde_json::from_str::<StoredHash>(&json).unwrap(), kept);
        let refused = serde_json::from_str::<StoredHash>("\"$argon2id$Canari\"").unwrap_err();
        assert!(!refused.to_string().contains("Canari"), "{refused}");
        assert_eq!(format!("{kept:?}"), "<redacted>");
        let new = NewHash::new(kept, RulesId::of("educonnect"));
        assert!(!format!("{new:?}").contains("argon2id"));
    }

    #[test]
    fn hash2_work_is_what_is_written() {
        let presets = [HashPolicy::owasp_19m(), HashPolicy::owasp_46m(), HashPolicy::rfc9106_64m()];
        let work = presets.map(|preset| phc::Cost::from(preset).work());
        assert_eq!(work, [38_912, 47_104, 196_608]);
    }

    #[test]
    fn presets_are_within_bounds_and_meet_owasp() {
        for preset in [HashPolicy::owasp_19m(), HashPolicy::owasp_46m(), HashPolicy::rfc9106_64m()]
        {
            let same = HashPolicy::new(preset.memory_kib(), preset.passes(), preset.lanes());
            assert_eq!(same, Ok(preset));
            assert!(preset.meets_owasp());
        }
        assert!(HashPolicy::new(7_168, 5, 1).unwrap().meets_owasp());
        assert!(!HashPolicy::new(7_168, 4, 1).unwrap().meets_owasp());
        for (memory, passes, lanes) in [
            (7_167, 1, 1),
            (262_145, 1, 1),
            (7_168, 0, 1),
            (7_168, 17, 1),
            (7_168, 1, 0),
            (7_168, 1, 5),
        ] {
            assert_eq!(HashPolicy::new(memory, passes, lanes), Err(HashError::Policy));
        }
    }

    #[test]
    fn every_error_has_its_texts() {
        use StoredHashError::{Algorithm, Bounds, Format, Tag, TooLong};
        for error in [TooLong, Format, Algorithm, Bounds, Tag] {
            assert!(message::is_known(error.code()), "{}", error.code());
        }
    }

    proptest! {
        #[test]
        fn hash1_any_text_is_read_or_refused(text in "\\PC{0,300}|\\$argon2id\\$[v=19$m,tp0-9A-Za-z+/]{0,120}") {
            if let Ok(read) = StoredHash::parse(&text) {
                prop_assert_eq!(read.as_str(), text);
            }
        }

        #[test]
        fn hash1_reads_what_it_writes(
            memory in 7_168..=262_144_u32, passes in 1..=16_u32, lanes in 1..=4_u32,
            salt: [u8; 16], tag: [u8; 32], pepper in proptest::option::of("[A-Za-z0-9._-]{1,32}"),
        ) {
            let pepper = pepper.map(|id| KeyId::parse(&id).unwrap());
            let kept =
                StoredHash::new(pepper, HashPolicy::new(memory, passes, lanes).unwrap(), &salt, &tag);
            prop_assert_eq!(StoredHash::parse(kept.as_str()), Ok(kept));
        }
    }
}

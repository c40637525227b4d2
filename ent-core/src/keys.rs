//! The keys a host lends for one call: a current one and the ones still honoured.

use std::fmt;
use std::sync::Arc;

use blake2::Blake2bVarCore;
use blake2::digest::Output;
use blake2::digest::block_api::{Block, Buffer, UpdateCore, VariableOutputCore};
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::Coded;

/// Name of a key, stored beside what the key protects; not a secret.
///
/// 1 to 32 characters of `A-Z a-z 0-9 . _ -`.
///
/// ```
/// use ent_core::{KeyError, KeyId};
///
/// assert_eq!(KeyId::parse("2021-09")?.as_str(), "2021-09");
/// assert_eq!(KeyId::parse("clé"), Err(KeyError::Id));
/// # Ok::<(), KeyError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct KeyId(Arc<str>);

impl KeyId {
    /// Longest name, in bytes.
    pub const MAX_BYTES: usize = 32;

    /// Reads a key name.
    ///
    /// # Errors
    ///
    /// [`KeyError::Id`] when it is empty, too long or holds another character.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if text.is_empty() || text.len() > Self::MAX_BYTES || !text.bytes().all(allowed) {
            return Err(KeyError::Id);
        }
        Ok(Self(text.into()))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for KeyId {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl From<KeyId> for String {
    fn from(id: KeyId) -> Self {
        id.as_str().to_owned()
    }
}

/// A secret key of 32 to 64 bytes, wiped when dropped.
///
/// 64 bytes is the longest key of keyed `BLAKE2b` (RFC 7693).
///
/// ```
/// use ent_core::{Key, KeyError};
///
/// let key = Key::new(vec![7; 32])?;
/// assert_eq!(format!("{key:?}"), "<redacted>");
/// assert_eq!(Key::new(vec![7; 31]).err(), Some(KeyError::Length));
/// # Ok::<(), KeyError>(())
/// ```
pub struct Key {
    bytes: Zeroizing<Vec<u8>>,
    /// Keyed `BLAKE2b-256` behind its first block, which holds nothing but the key and is half of
    /// the work for a short message. As good as the key: wiped by the feature `zeroize` of the
    /// crate, and in one place, so that no copy is left where a key was moved from.
    keyed: Box<Blake2bVarCore>,
}

impl Key {
    /// Fewest bytes of a key.
    pub const MIN_BYTES: usize = 32;
    /// Most bytes of a key.
    pub const MAX_BYTES: usize = 64;

    /// Takes over the bytes of a key; they are wiped when they are refused too.
    ///
    /// # Errors
    ///
    /// [`KeyError::Length`] outside 32 to 64 bytes.
    pub fn new(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.len() < Self::MIN_BYTES || bytes.len() > Self::MAX_BYTES {
            return Err(KeyError::Length);
        }
        let mut block = Zeroizing::new([0; 128]);
        block.iter_mut().zip(bytes.iter()).for_each(|(place, byte)| *place = *byte);
        let mut keyed = Box::new(Blake2bVarCore::new_with_params(&[], &[], bytes.len(), 32));
        keyed.update_blocks(Block::<Blake2bVarCore>::slice_as_chunks(block.as_slice()).0);
        Ok(Self { bytes, keyed })
    }

    /// Keyed `BLAKE2b-256` (RFC 7693) of `parts`, each behind its length, so that no two lists of
    /// parts give the same bytes. `None` only for an empty list.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> Option<[u8; 32]> {
        // Without a message the block of the key would be the last one, and hashed as such.
        parts.first()?;
        let mut keyed = Blake2bVarCore::clone(&self.keyed);
        let mut rest = Buffer::<Blake2bVarCore>::default();
        for part in parts {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes();
            rest.digest_blocks(&length, |blocks| keyed.update_blocks(blocks));
            rest.digest_blocks(part, |blocks| keyed.update_blocks(blocks));
        }
        let mut tag = Output::<Blake2bVarCore>::default();
        keyed.finalize_variable_core(&mut rest, &mut tag);
        tag.first_chunk().copied()
    }

    /// The bytes of the key, for the moment they are used; not to be kept or logged.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8] {
        &self.bytes
    }

    /// The same key in memory of its own.
    fn copy(&self) -> Self {
        Self { bytes: self.bytes.clone(), keyed: self.keyed.clone() }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// A current key, which protects what is new, and up to eight previous ones, which still open
/// what they protected.
///
/// A ring is lent to each call that needs it and never kept in a state: what is stored names its
/// key by [`KeyId`]. One purpose, one ring: the pepper of passwords is not the key of codes.
///
/// ```
/// use ent_core::{Key, KeyError, KeyId, KeyRing};
///
/// let ring = KeyRing::new(KeyId::parse("2022")?, Key::new(vec![2; 32])?)
///     .with_previous(KeyId::parse("2021")?, Key::new(vec![1; 32])?)?;
/// assert_eq!(ring.current().0.as_str(), "2022");
/// assert!(ring.find("2021").is_some());
/// assert!(ring.find("2020").is_none());
/// # Ok::<(), KeyError>(())
/// ```
#[derive(Debug)]
#[doc(alias = "trousseau")]
pub struct KeyRing {
    current: (KeyId, Key),
    /// INVARIANT: at most `MAX_PREVIOUS`, and no two keys of the ring have one name.
    previous: Vec<(KeyId, Key)>,
}

impl KeyRing {
    /// Most previous keys a ring holds.
    pub const MAX_PREVIOUS: usize = 8;

    /// A ring with one key.
    #[must_use]
    pub const fn new(current_id: KeyId, key: Key) -> Self {
        Self { current: (current_id, key), previous: Vec::new() }
    }

    /// Adds a key that is no longer used for anything new.
    ///
    /// # Errors
    ///
    /// [`KeyError::Duplicate`] when the ring already has a key of that name,
    /// [`KeyError::TooMany`] after eight.
    pub fn with_previous(mut self, id: KeyId, key: Key) -> Result<Self, KeyError> {
        if self.find(id.as_str()).is_some() {
            return Err(KeyError::Duplicate);
        }
        if self.previous.len() >= Self::MAX_PREVIOUS {
            return Err(KeyError::TooMany);
        }
        self.previous.push((id, key));
        Ok(self)
    }

    /// The key for anything new, and its name to store beside it.
    #[must_use]
    pub const fn current(&self) -> (&KeyId, &Key) {
        (&self.current.0, &self.current.1)
    }

    /// The same ring in memory of its own, wiped too, for a value that outlives the loan.
    #[must_use]
    pub fn copy(&self) -> Self {
        let copy = |(id, key): &(KeyId, Key)| (id.clone(), key.copy());
        Self { current: copy(&self.current), previous: self.previous.iter().map(copy).collect() }
    }

    /// The key called `id`, current or previous.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Key> {
        let mut all = std::iter::once(&self.current).chain(&self.previous);
        all.find(|(name, _)| name.as_str() == id).map(|(_, key)| key)
    }
}

/// Why a key or a ring of keys is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The name of the key is not one.
    #[error("a key id has 1 to 32 characters of A-Z a-z 0-9 . _ -")]
    Id,
    /// The key has fewer than 32 or more than 64 bytes.
    #[error("a key has 32 to 64 bytes")]
    Length,
    /// Two keys of a ring have the same name.
    #[error("two keys of one ring have the same id")]
    Duplicate,
    /// The ring has more than eight previous keys.
    #[error("a key ring holds at most 8 previous keys")]
    TooMany,
}

impl Coded for KeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Id => "key/id",
            Self::Length => "key/length",
            Self::Duplicate => "key/duplicate",
            Self::TooMany => "key/too-many",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;

    fn id(text: &str) -> KeyId {
        KeyId::parse(text).unwrap()
    }

    fn key(byte: u8) -> Key {
        Key::new(vec![byte; 32]).unwrap()
    }

    #[test]
    fn a_tag_is_that_of_keyed_blake2b() {
        use blake2::digest::{FixedOutput, KeyInit, Update};

        let message = [3; 300];
        for length in Key::MIN_BYTES..=Key::MAX_BYTES {
            let bytes: Vec<u8> = (1..).take(length).collect();
            let key = Key::new(bytes.clone()).unwrap();
            for end in 0..message.len() {
                let mut mac =
                    blake2::Blake2bMac::<blake2::digest::consts::U32>::new_from_slice(&bytes)
                        .unwrap();
                let parts = [&message[..end], b"", b"part"];
                for part in parts {
                    mac.update(&u64::try_from(part.len()).unwrap().to_le_bytes());
                    mac.update(part);
                }
                assert_eq!(key.mac(&parts), Some(mac.finalize_fixed().into()), "{length} {end}");
            }
        }
        assert_eq!(key(1).mac(&[]), None);
    }

    #[test]
    fn what_a_key_is_hashed_in_is_wiped() {
        const fn is_wiped<T: zeroize::ZeroizeOnDrop>() {}
        is_wiped::<Blake2bVarCore>();
        is_wiped::<Buffer<Blake2bVarCore>>();
    }

    #[test]
    fn a_copy_makes_the_same_tags() {
        let ring = KeyRing::new(id("c"), key(3)).with_previous(id("b"), key(2)).unwrap();
        let copy = ring.copy();
        for name in ["b", "c"] {
            let tag = |ring: &KeyRing| ring.find(name).unwrap().mac(&[b"part"]);
            assert_eq!(tag(&copy), tag(&ring));
        }
    }

    #[test]
    fn names_are_read_and_refused() {
        for good in ["a", "pepper-2", "2021.09_x", &"a".repeat(32)] {
            assert_eq!(KeyId::parse(good).map(String::from).as_deref(), Ok(good));
        }
        for bad in ["", " ", "a b", "é", "a$b", "a/b", "a\0", &"a".repeat(33), &"a".repeat(1 << 20)]
        {
            assert_eq!(KeyId::parse(bad), Err(KeyError::Id));
            assert!(serde_json::from_value::<KeyId>(bad.into()).is_err());
        }
    }

    #[test]
    fn keys_have_32_to_64_bytes() {
        for (length, good) in [(0, false), (31, false), (32, true), (64, true), (65, false)] {
            assert_eq!(Key::new(vec![1; length]).is_ok(), good, "{length}");
        }
    }

    #[test]
    fn a_ring_finds_each_key_by_its_own_name() {
        let ring = KeyRing::new(id("c"), key(3))
            .with_previous(id("b"), key(2))
            .and_then(|ring| ring.with_previous(id("a"), key(1)))
            .unwrap();
        for (name, byte) in [("a", 1), ("b", 2), ("c", 3)] {
            assert_eq!(ring.find(name).unwrap().expose_secret(), [byte; 32]);
        }
        assert_eq!(ring.current().1.expose_secret(), [3; 32]);
        assert!(ring.find("").is_none());
    }

    #[test]
    fn a_ring_is_bounded_and_has_no_twins() {
        let mut ring = KeyRing::new(id("c"), key(0));
        for n in 0..KeyRing::MAX_PREVIOUS {
            ring = ring.with_previous(id(&format!("p{n}")), key(1)).unwrap();
        }
        assert_eq!(ring.with_previous(id("one-more"), key(1)).err(), Some(KeyError::TooMany));
        for twin in ["c", "p"] {
            let ring = KeyRing::new(id("c"), key(0)).with_previous(id("p"), key(1)).unwrap();
            assert_eq!(ring.with_previous(id(twin), key(1)).err(), Some(KeyError::Duplicate));
        }
    }

    #[test]
    fn debug_shows_names_only() {
        let shown = format!("{:?}", KeyRing::new(id("pepper-1"), key(187)));
        assert!(shown.contains("pepper-1") && !shown.contains("187"), "{shown}");
    }

    #[test]
    fn every_error_has_its_texts() {
        for error in [KeyError::Id, KeyError::Length, KeyError::Duplicate, KeyError::TooMany] {
            assert!(message::is_known(error.code()), "{}", error.code());
        }
    }
}

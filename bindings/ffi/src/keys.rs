//! The keys a host lends.

use std::fmt;

use ent_auth::{Key, KeyId};

use crate::EntError;

/// A secret key with its name.
///
/// Keep the bytes in the key store of the host; entkit takes a copy into a `KeyRing` and wipes it
/// there.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct NamedKey {
    /// Name stored beside what the key protects: 1 to 32 characters of `A-Z a-z 0-9 . _ -`.
    pub id: String,
    /// 32 to 64 random bytes.
    pub secret: Vec<u8>,
}

impl fmt::Display for NamedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NamedKey(redacted)")
    }
}

impl fmt::Debug for NamedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl NamedKey {
    fn read(self) -> Result<(KeyId, Key), EntError> {
        // The bytes first, so that they are wiped when the name is refused.
        let key = Key::new(self.secret)?;
        Ok((KeyId::parse(&self.id)?, key))
    }
}

/// A current key, which protects what is new, and up to eight previous ones, which still open what
/// they protected.
///
/// One purpose, one ring: the pepper of passwords is not the key of codes. Its bytes never come
/// out, and they are wiped with the object.
#[derive(Debug, uniffi::Object)]
pub struct KeyRing {
    pub(crate) inner: ent_auth::KeyRing,
}

#[uniffi::export]
impl KeyRing {
    /// A ring of these keys.
    ///
    /// Fails with `key/id`, `key/length`, `key/duplicate` or `key/too-many`.
    #[uniffi::constructor(default(previous = []))]
    pub fn new(current: NamedKey, previous: Vec<NamedKey>) -> Result<Self, EntError> {
        let (id, key) = current.read()?;
        let mut inner = ent_auth::KeyRing::new(id, key);
        for named in previous {
            let (id, key) = named.read()?;
            inner = inner.with_previous(id, key)?;
        }
        Ok(Self { inner })
    }

    /// Name of the current key.
    pub fn current_id(&self) -> String {
        self.inner.current().0.to_string()
    }
}

#[cfg(test)]
pub(crate) fn test_ring() -> KeyRing {
    KeyRing::new(NamedKey { id: "test".to_owned(), secret: vec![7; 32] }, Vec::new()).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, bytes: usize) -> NamedKey {
        NamedKey { id: id.to_owned(), secret: vec![187; bytes] }
    }

    #[test]
    fn rings_are_checked_and_never_shown() {
        let ring = KeyRing::new(key("b", 32), vec![key("a", 64)]).unwrap();
        assert_eq!(ring.current_id(), "b");
        assert!(!format!("{ring:?} {:?} {}", key("a", 32), key("a", 32)).contains("187"));
        let many = (0..9).map(|n| key(&n.to_string(), 32)).collect();
        for (current, previous, code) in [
            (key("é", 32), vec![], "key/id"),
            (key("b", 31), vec![], "key/length"),
            (key("b", 32), vec![key("b", 32)], "key/duplicate"),
            (key("b", 32), many, "key/too-many"),
        ] {
            let error = KeyRing::new(current, previous).unwrap_err();
            assert!(matches!(&error, EntError::Keys { .. }), "{error}");
            assert_eq!(error.code(), code);
        }
    }
}

//! Hashes of other stacks, verified once and then replaced.

use std::fmt;
use std::sync::Arc;

use ent_auth::password::{self as domain, KeptHash, LegacyVerifier};

use super::{HashPool, PasswordInput, PasswordVerification, StoredHash};
use crate::mirror::{coded, labelled};
use crate::{EntError, Entropy, KeyRing};

labelled! {
    /// A format of other stacks that is read. Its code is the tag kept beside each hash.
    ImportFormat = domain::ImportFormat {
        /// PHC string of argon2id or argon2i, version 19.
        Argon2,
        /// The same after `argon2`, as Django writes it.
        DjangoArgon2,
        /// `pbkdf2_sha256$…` of Django.
        DjangoPbkdf2Sha256,
        /// `$2a$`, `$2b$` or `$2y$` and what follows.
        Bcrypt,
        /// `bcrypt_sha256$…` of Django.
        DjangoBcryptSha256,
    }
}

coded! {
    /// What the other stack did to a typed password before hashing it.
    HashPreparation = domain::Preparation {
        /// Nothing: the bytes as typed are tried first, then the prepared form.
        None,
        /// Unicode normal form C: only the prepared form is tried.
        Nfc,
    }
}

/// A hash that another stack made, under the tag of its format.
///
/// The tag is the code of an `ImportFormat`, or a name of the host's own. Nothing is guessed from
/// the look of a record; a tag or record that cannot be read is found out by verifying, at the cost
/// of a hash by the current policy. Keep it on the server side.
#[derive(uniffi::Object)]
pub struct ImportedHash {
    pub(super) inner: domain::ImportedHash,
    /// The same as an account keeps it.
    pub(super) kept: KeptHash,
}

#[uniffi::export]
impl ImportedHash {
    /// The record under a tag.
    ///
    /// It never fails.
    #[uniffi::constructor(default(preparation = None))]
    pub fn of(
        tag: &str,
        record: &str,
        preparation: Option<HashPreparation>,
    ) -> Result<Self, EntError> {
        let preparation = preparation.unwrap_or(HashPreparation::None).into();
        let inner = domain::ImportedHash::new(tag, record).prepared(preparation);
        Ok(Self { kept: KeptHash::Imported(inner.clone()), inner })
    }

    /// Tells whether the record can be read, for the report of an import.
    ///
    /// Fails with `hash/record-too-long`, `hash/record-format`, `hash/record-algorithm`,
    /// `hash/record-bounds` or `hash/record-tag`.
    pub fn check(&self) -> Result<(), EntError> {
        Ok(self.inner.check()?)
    }

    /// Tag of the format.
    pub fn tag(&self) -> String {
        self.inner.tag().to_owned()
    }

    /// What the other stack did to a password before it hashed it.
    pub fn preparation(&self) -> HashPreparation {
        self.inner.preparation().into()
    }

    /// What the other stack kept.
    pub fn record(&self) -> String {
        self.inner.record().to_owned()
    }
}

impl fmt::Debug for ImportedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ImportedHash(redacted)")
    }
}

/// What the host found by its own reader, before it called.
pub(super) struct Outside(pub(super) Option<bool>);

impl LegacyVerifier for Outside {
    fn verify(&self, _: &str, _: &[u8], _: &str) -> Option<bool> {
        self.0
    }
}

#[uniffi::export]
impl HashPool {
    /// Compares a password with a hash of another stack; the right one is always to be hashed anew.
    ///
    /// For a tag of the host's own, `outside` is what the host's reader found for this password and
    /// record, absent when it cannot read them; for a format read here it is not looked at. A wrong
    /// answer has cost at least the work of the current policy; a dearer record is told by its time
    /// during the move. Fails with `hash/busy` or
    /// `hash/record-room`.
    #[uniffi::method(default(outside = None))]
    pub fn verify_imported(
        &self,
        password: &PasswordInput,
        imported: &ImportedHash,
        outside: Option<bool>,
    ) -> Result<PasswordVerification, EntError> {
        let outside = Outside(outside);
        let (typed, imported) = (&password.prepared, &imported.inner);
        Ok((&self.inner.verify_imported(typed, imported, Some(&outside))?).into())
    }

    /// Compares a password with a hash of another stack and, when it is right, hashes it anew:
    /// store the result if the record has not changed meanwhile.
    ///
    /// Nothing comes back for a wrong password. Fails like `verify_imported`, and with
    /// `step/entropy`.
    #[uniffi::method(default(outside = None, pepper = None))]
    pub fn rehash_imported(
        &self,
        password: &PasswordInput,
        imported: &ImportedHash,
        entropy: &Entropy,
        outside: Option<bool>,
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<Option<Arc<StoredHash>>, EntError> {
        let outside = Outside(outside);
        let (typed, imported) = (&password.prepared, &imported.inner);
        let verified = self.inner.verify_imported(typed, imported, Some(&outside))?;
        let pepper = pepper.as_ref().map(|ring| &ring.inner);
        let renewed = verified.rehash(&self.inner, &mut &*entropy, pepper)?;
        Ok(renewed.map(|rehash| Arc::new(StoredHash { inner: rehash.into_new() })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::{HashPolicy, HashRecord};

    fn pool() -> HashPool {
        let cheap = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };
        HashPool::new(1, cheap, None).unwrap()
    }

    fn of(tag: &str, record: &str) -> ImportedHash {
        ImportedHash::of(tag, record, None).unwrap()
    }

    #[test]
    fn what_was_given_is_told_again() {
        let kept = ImportedHash::of("bcrypt", "x", Some(HashPreparation::Nfc)).unwrap();
        assert_eq!((kept.tag(), kept.record()), ("bcrypt".to_owned(), "x".to_owned()));
        assert_eq!(kept.preparation(), HashPreparation::Nfc);
        assert_eq!(of("bcrypt", "x").preparation(), HashPreparation::None);
    }

    #[test]
    fn hashes_of_others_verify_and_are_replaced() {
        let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe";
        let right = PasswordInput::from_text("Azerty69!".to_owned()).unwrap();
        let wrong = PasswordInput::from_text("Azerty70!".to_owned()).unwrap();
        let cases = [
            // tag, record, what the host found, password, right, state, reason
            ("bcrypt", bcrypt, None, &right, true, HashRecord::Sound, None),
            ("bcrypt", bcrypt, Some(true), &wrong, false, HashRecord::Sound, None),
            ("portal", "x", Some(true), &right, true, HashRecord::Sound, None),
            ("portal", "x", Some(false), &right, false, HashRecord::Sound, None),
            ("portal", "x", None, &right, false, HashRecord::Corrupt, Some("hash/record-tag")),
            (
                "argon2",
                "x",
                None,
                &right,
                false,
                HashRecord::Corrupt,
                Some("hash/record-algorithm"),
            ),
        ];
        let (pool, entropy) = (pool(), Entropy::seeded(1));
        for (tag, record, outside, password, is_right, state, reason) in cases {
            let kept = of(tag, record);
            let found = pool.verify_imported(password, &kept, outside).unwrap();
            assert_eq!(
                (found.right, found.rehash, found.record),
                (is_right, is_right, state),
                "{tag}"
            );
            assert_eq!(found.record_code.as_deref(), reason, "{tag}");
            let new = pool.rehash_imported(password, &kept, &entropy, outside, None).unwrap();
            assert_eq!(new.is_some(), is_right, "{tag}");
            if let Some(new) = new {
                assert!(pool.verify(password, Some(new.text()), None).unwrap().right);
            }
        }
    }

    #[test]
    fn formats_and_records_are_named_and_never_shown() {
        assert_eq!(ImportFormat::Bcrypt.code(), "bcrypt");
        assert_eq!(HashPreparation::Nfc.code(), "nfc");
        assert_eq!(of("argon2", "x").check().unwrap_err().code(), "hash/record-algorithm");
        assert!(of("portal", "x").check().is_ok());
        let kept = of("portal", "canary");
        assert_eq!((kept.tag().as_str(), kept.record().as_str()), ("portal", "canary"));
        assert!(!format!("{kept:?}").contains("canary"));
    }
}

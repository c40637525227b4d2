//! Hashes that another stack made, verified once more and then replaced.

#[cfg(feature = "import-bcrypt")]
mod bcrypt;
#[cfg(feature = "import-pbkdf2")]
mod pbkdf2;

use std::fmt;

use ent_core::listed;

use super::hash::phc::Phc;
use super::{PreparedPassword, StoredHash, StoredHashError};
use crate::KeyId;

listed! {
    /// A format of other stacks that is read here. Its code is the tag kept beside each hash.
    #[expect(clippy::exhaustive_enums, reason = "a new format changes every import")]
    ImportFormat in "hash-format" {
        /// PHC string of argon2id or argon2i, version 19, as argon2-cffi and libargon2 write it.
        Argon2 = "argon2",
        /// The same after `argon2`, as Django writes it.
        DjangoArgon2 = "django-argon2",
        /// `pbkdf2_sha256$iterations$salt$hash` of Django; feature `import-pbkdf2`.
        DjangoPbkdf2Sha256 = "django-pbkdf2-sha256",
        /// `$2a$`, `$2b$` or `$2y$` and what follows; feature `import-bcrypt`.
        Bcrypt = "bcrypt",
        /// `bcrypt_sha256$` and a bcrypt of the SHA-256, as Django writes it; feature
        /// `import-bcrypt`.
        DjangoBcryptSha256 = "django-bcrypt-sha256",
    }
}

listed! {
    /// What the other stack did to a typed password before hashing it.
    #[expect(clippy::exhaustive_enums, reason = "a new one changes every import")]
    Preparation in "hash-preparation" {
        /// Nothing: the bytes as typed are tried first, then the prepared form.
        None = "none",
        /// Unicode normal form C: only the prepared form is tried.
        Nfc = "nfc",
    }
}

/// A hash that another stack made, under the tag of its format.
///
/// The tag is written down when the hash is imported: a code of [`ImportFormat`], or a name of the
/// host's own that its [`LegacyVerifier`] knows. Nothing is guessed from the length or the look of
/// a record. Whether tag and record can be read is found out by
/// [`HashPool::verify_imported`](super::HashPool::verify_imported), so that a bad one costs as much
/// as a good one. Keep it server side.
///
/// ```
/// use ent_auth::password::{ImportFormat, ImportedHash};
///
/// let record = "$argon2i$v=19$m=512,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA";
/// let kept = ImportedHash::new(ImportFormat::Argon2.code(), record);
/// assert_eq!(kept.check(), Ok(()));
/// assert!(ImportedHash::new("argon2", "$2b$12$…").check().is_err());
/// assert!(!format!("{kept:?}").contains("argon2i$"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[doc(alias = "empreinte importée")]
pub struct ImportedHash {
    tag: String,
    preparation: Preparation,
    record: String,
}

impl ImportedHash {
    /// The record of a stack that hashed what was typed, as nearly all do.
    #[must_use]
    pub fn new(tag: &str, record: &str) -> Self {
        let (tag, record) = (tag.to_owned(), record.to_owned());
        Self { tag, preparation: Preparation::None, record }
    }

    /// The same with what the stack did to passwords.
    #[must_use]
    pub fn prepared(self, preparation: Preparation) -> Self {
        Self { preparation, ..self }
    }

    /// Tag of the format.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What the stack did to a typed password.
    #[must_use]
    pub const fn preparation(&self) -> Preparation {
        self.preparation
    }

    /// What the other stack kept.
    #[must_use]
    pub fn record(&self) -> &str {
        &self.record
    }

    /// Whether the record can be read, for the report of an import: a bad one shows at a sign-in as
    /// a wrong password only. One under a tag of the host's own passes, if tag and length are fit.
    ///
    /// # Errors
    ///
    /// [`StoredHashError`].
    pub fn check(&self) -> Result<(), StoredHashError> {
        self.read().map(drop)
    }

    /// The forms of `password` to try, in order; the second only where it differs.
    pub(super) fn typings<'p>(
        &self,
        password: &'p PreparedPassword,
    ) -> impl Iterator<Item = &'p str> {
        let (typed, prepared) = (password.expose_typed(), password.expose_secret());
        let first = (self.preparation == Preparation::None && typed != prepared).then_some(typed);
        first.into_iter().chain([prepared])
    }

    /// The record in parts, every bound checked.
    pub(super) fn read(&self) -> Result<Foreign<'_>, StoredHashError> {
        use StoredHashError::{Algorithm, Tag, TooLong};
        let record = self.record.as_str();
        if record.len() > StoredHash::MAX_PHC_BYTES {
            return Err(TooLong);
        }
        let Some(format) = ImportFormat::from_code(&self.tag) else {
            let named = KeyId::parse(&self.tag).is_ok();
            return named.then_some(Foreign::Legacy(&self.tag)).ok_or(Tag);
        };
        let after = |start| record.strip_prefix(start).ok_or(Algorithm);
        match format {
            ImportFormat::Argon2 => Phc::read(after("$")?).map(Foreign::Argon2),
            ImportFormat::DjangoArgon2 => Phc::read(after("argon2$")?).map(Foreign::Argon2),
            #[cfg(feature = "import-pbkdf2")]
            ImportFormat::DjangoPbkdf2Sha256 => {
                pbkdf2::Record::read(after("pbkdf2_sha256$")?).map(Foreign::Pbkdf2)
            }
            #[cfg(feature = "import-bcrypt")]
            ImportFormat::Bcrypt => bcrypt::Record::read(record).map(Foreign::Bcrypt),
            #[cfg(feature = "import-bcrypt")]
            ImportFormat::DjangoBcryptSha256 => {
                bcrypt::Record::read(after("bcrypt_sha256$")?).map(Foreign::BcryptSha256)
            }
            #[cfg(not(all(feature = "import-bcrypt", feature = "import-pbkdf2")))]
            _ => Err(Tag),
        }
    }
}

impl fmt::Debug for ImportedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportedHash").field("tag", &self.tag).finish_non_exhaustive()
    }
}

/// Reads the formats of a host's own, such as an unsalted digest of an old portal.
///
/// Such formats are too weak to be shipped; a host that still holds them brings its reader for the
/// time of the move.
pub trait LegacyVerifier {
    /// Whether `password` is the one of `record`; [`None`] when the tag is not known or the record
    /// cannot be read.
    ///
    /// `tag` has 1 to 32 characters of `A-Z a-z 0-9 . _ -`, `record` at most 256 bytes. Compare in
    /// constant time. Called with a buffer of the pool in hand: do not use the pool inside.
    fn verify(&self, tag: &str, password: &[u8], record: &str) -> Option<bool>;
}

/// An imported record, read.
pub(super) enum Foreign<'r> {
    Argon2(Phc),
    #[cfg(feature = "import-pbkdf2")]
    Pbkdf2(pbkdf2::Record<'r>),
    #[cfg(feature = "import-bcrypt")]
    Bcrypt(bcrypt::Record),
    #[cfg(feature = "import-bcrypt")]
    BcryptSha256(bcrypt::Record),
    /// Tag of the host's own.
    Legacy(&'r str),
}

#[cfg(test)]
mod tests;

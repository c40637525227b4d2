//! Whether an account has a password, since when, and who must change it after a leak.

use std::fmt;
use std::sync::Arc;

use ent_auth::password::{self as domain, KeptHash};

use super::import::Outside;
use super::{HashPool, ImportedHash, NewHash, PasswordInput, PasswordVerification, StoredHash};
use crate::mirror::labelled;
use crate::{EntError, Entropy, KeyRing, Timestamp};

labelled! {
    /// Why an account has no password.
    NoPassword = domain::NoPassword {
        /// Nobody has activated it yet.
        NeverActivated,
        /// Its owner signs in through FranceConnect or another service, and never chose one.
        FederatedOnly,
    }
}

labelled! {
    /// Why a forced change leaves an account alone.
    Exemption = domain::Exemption {
        /// It was never activated.
        NeverActivated,
        /// Its owner has chosen another password since.
        ChangedSince,
        /// The service has taken the password back since.
        AlreadyReset,
        /// Its owner signs in through FranceConnect and has no password.
        FederatedOnly,
    }
}

/// What an account has as a password; having none is a state of its own. Keep it on the server
/// side. It never changes: each change gives another one.
#[derive(PartialEq, Eq, uniffi::Object)]
pub struct Credential {
    pub(super) inner: domain::Credential,
}

#[uniffi::export]
impl Credential {
    /// An account without password.
    ///
    /// It never fails.
    #[uniffi::constructor]
    pub fn without(reason: NoPassword) -> Result<Self, EntError> {
        Ok(Self { inner: domain::Credential::without(reason.into()) })
    }

    /// An account with a hash of this library: when its owner last chose a password, and when the
    /// service last took it back, as far as known.
    ///
    /// Fails with `instant/out-of-range`.
    #[uniffi::constructor(default(changed_at = None, reset_at = None))]
    pub fn kept(
        hash: &StoredHash,
        changed_at: Option<Timestamp>,
        reset_at: Option<Timestamp>,
    ) -> Result<Self, EntError> {
        let hash = KeptHash::Own(hash.inner.clone());
        Ok(Self { inner: domain::Credential::kept_as(hash, changed_at, reset_at) })
    }

    /// The same with a hash of another stack.
    ///
    /// Fails with `instant/out-of-range`.
    #[uniffi::constructor(default(changed_at = None, reset_at = None))]
    pub fn imported(
        hash: &ImportedHash,
        changed_at: Option<Timestamp>,
        reset_at: Option<Timestamp>,
    ) -> Result<Self, EntError> {
        Ok(Self { inner: domain::Credential::kept_as(hash.kept.clone(), changed_at, reset_at) })
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/newer` for what a later version wrote, `state/corrupt` for anything else.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: domain::Credential::from_json(&bytes)? })
    }

    /// The credential to store, as UTF-8 JSON.
    ///
    /// Fails with `state/corrupt` above 4,096 bytes, which no record that can be read makes.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        Ok(self.inner.to_json()?.into_bytes())
    }

    /// Why there is no password, if there is none.
    pub fn missing(&self) -> Option<NoPassword> {
        self.inner.missing().map(Into::into)
    }

    /// When the owner last chose a password, as far as it is known.
    ///
    /// It never fails.
    pub fn changed_at(&self) -> Result<Option<Timestamp>, EntError> {
        Ok(self.inner.changed_at())
    }

    /// When the service last took the password back.
    ///
    /// It never fails.
    pub fn reset_at(&self) -> Result<Option<Timestamp>, EntError> {
        Ok(self.inner.reset_at())
    }

    /// Whether the service has taken the password back and its owner has chosen no other since: it
    /// is wrong wherever it is asked for.
    pub fn is_taken_back(&self) -> bool {
        self.inner.is_taken_back()
    }

    /// The account once its owner has chosen a password, the first or another.
    ///
    /// Fails with `credential/time` or `instant/out-of-range`.
    pub fn changed(&self, new: &NewHash, at: Timestamp) -> Result<Arc<Self>, EntError> {
        Ok(Arc::new(Self { inner: self.inner.changed(new.inner.clone(), at)? }))
    }

    /// The account once the service has taken the password back: it signs in no more, until its
    /// owner has chosen another.
    ///
    /// Fails with `credential/none`, `credential/time` or `instant/out-of-range`.
    pub fn reset(&self, at: Timestamp) -> Result<Arc<Self>, EntError> {
        Ok(Arc::new(Self { inner: self.inner.reset(at)? }))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(redacted)")
    }
}

/// Why a change asked of everyone whose password was chosen before `since` leaves this account
/// alone; nothing when its owner must choose another password.
///
/// Fails with `instant/out-of-range`.
#[uniffi::export]
pub fn forced_change_exemption(
    since: Timestamp,
    credential: &Credential,
) -> Result<Option<Exemption>, EntError> {
    Ok(domain::ForcedChange { since }.exemption(&credential.inner).map(Into::into))
}

#[uniffi::export]
impl HashPool {
    /// Compares a password with what an account has; without password, or with one that
    /// was taken back, the same work is done and the answer is a wrong password.
    ///
    /// `outside` is as for `verify_imported`. Fails like `verify`.
    #[uniffi::method(default(pepper = None, outside = None))]
    pub fn verify_credential(
        &self,
        password: &PasswordInput,
        credential: &Credential,
        pepper: Option<Arc<KeyRing>>,
        outside: Option<bool>,
    ) -> Result<PasswordVerification, EntError> {
        let (pepper, outside) = (pepper.as_ref().map(|ring| &ring.inner), Outside(outside));
        let (typed, kept) = (&password.prepared, &credential.inner);
        Ok((&self.inner.verify_credential(typed, kept, pepper, Some(&outside))?).into())
    }

    /// Compares a password with what an account has and, when it is right and the hash is to be
    /// renewed, gives the account with the new hash: store it if the whole account has not changed
    /// meanwhile. A reset keeps the hash, so to compare that alone would undo one.
    ///
    /// Nothing comes back for a wrong password or a hash that may stay. Fails like `verify`, and
    /// with `step/entropy`.
    #[uniffi::method(default(pepper = None, outside = None))]
    pub fn rehash_credential(
        &self,
        password: &PasswordInput,
        credential: &Credential,
        entropy: &Entropy,
        pepper: Option<Arc<KeyRing>>,
        outside: Option<bool>,
    ) -> Result<Option<Arc<Credential>>, EntError> {
        let (pepper, outside) = (pepper.as_ref().map(|ring| &ring.inner), Outside(outside));
        let (typed, kept) = (&password.prepared, &credential.inner);
        let verified = self.inner.verify_credential(typed, kept, pepper, Some(&outside))?;
        let Some(rehash) = verified.rehash(&self.inner, &mut &*entropy, pepper)? else {
            return Ok(None);
        };
        Ok(Some(Arc::new(Credential { inner: kept.rehashed(&rehash)? })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::{HashPolicy, HashRecord};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn imported() -> Credential {
        let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe";
        let hash = ImportedHash::of("bcrypt", bcrypt, None).unwrap();
        Credential::imported(&hash, Some(at("2023-09-04T08:00:00Z")), None).unwrap()
    }

    #[test]
    fn a_forced_change_asks_those_whose_password_is_old() {
        let (leak, after) = (at("2024-03-26T00:00:00Z"), at("2024-04-01T08:00:00Z"));
        let old = imported();
        let without = |reason| Arc::new(Credential::without(reason).unwrap());
        let cases = [
            (Arc::new(imported()), None),
            (old.reset(after).unwrap(), Some(Exemption::AlreadyReset)),
            (without(NoPassword::NeverActivated), Some(Exemption::NeverActivated)),
            (without(NoPassword::FederatedOnly), Some(Exemption::FederatedOnly)),
        ];
        for (credential, exemption) in cases {
            assert_eq!(forced_change_exemption(leak, &credential).unwrap(), exemption);
            let again = Credential::from_json(credential.to_json().unwrap()).unwrap();
            assert_eq!(again, *credential);
        }
        let error = without(NoPassword::FederatedOnly).reset(after).unwrap_err();
        assert_eq!(error.code(), "credential/none");
        let error = old.reset(at("2020-01-01T00:00:00Z")).unwrap_err();
        assert_eq!(error.code(), "credential/time");
        let error = Credential::from_json(b"{\"schema\":2}".to_vec()).unwrap_err();
        assert_eq!(error.code(), "state/newer");
    }

    #[test]
    fn an_imported_account_signs_in_and_gets_a_hash_of_ours() {
        let cheap = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };
        let pool = HashPool::new(1, cheap, None).unwrap();
        let password = PasswordInput::from_text("Azerty69!".to_owned()).unwrap();
        let (old, entropy) = (imported(), Entropy::seeded(1));
        assert!(pool.verify_credential(&password, &old, None, None).unwrap().right);
        let renewed = pool.rehash_credential(&password, &old, &entropy, None, None).unwrap();
        let renewed = renewed.unwrap();
        assert_eq!(renewed.changed_at().unwrap(), old.changed_at().unwrap());
        let found = pool.verify_credential(&password, &renewed, None, None).unwrap();
        assert_eq!((found.right, found.rehash), (true, false));
        let none = Credential::without(NoPassword::FederatedOnly).unwrap();
        let found = pool.verify_credential(&password, &none, None, None).unwrap();
        assert_eq!((found.right, found.record), (false, HashRecord::Absent));
        assert!(!format!("{old:?} {renewed:?}").contains("2b"));

        // A password that was taken back signs in no more, and is not hashed anew.
        for kept in [Arc::new(old), renewed] {
            let taken = kept.reset(at("2024-04-01T08:00:00Z")).unwrap();
            assert!(taken.is_taken_back() && !kept.is_taken_back());
            let found = pool.verify_credential(&password, &taken, None, None).unwrap();
            assert_eq!((found.right, found.record), (false, HashRecord::Absent));
            let none = pool.rehash_credential(&password, &taken, &entropy, None, None);
            assert!(none.unwrap().is_none());
        }
    }
}

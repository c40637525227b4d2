//! Whether an account has a password, since when, and who must change it after a leak.

mod stored;

use ent_core::{Coded, Instant, listed};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{ImportedHash, NewHash, Rehash, StoredHash};

listed! {
    /// Why an account has no password.
    #[expect(clippy::exhaustive_enums, reason = "a new reason changes every sign-in page")]
    NoPassword in "no-password" {
        /// Nobody has activated it yet: its letter or its message still waits.
        NeverActivated = "never-activated",
        /// Its owner signs in through FranceConnect or another service, and never chose one.
        FederatedOnly = "federated-only",
    }
}

/// The hash of an account, of this library or of another stack.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a host may keep each kind in its own way")]
pub enum KeptHash {
    /// Made here.
    Own(StoredHash),
    /// Made elsewhere, to be replaced at the next sign-in.
    Imported(ImportedHash),
}

impl KeptHash {
    /// The text that is verified: a new hash replaces it only while it is still kept.
    #[must_use]
    pub fn record(&self) -> &str {
        match self {
            Self::Own(hash) => hash.as_str(),
            Self::Imported(hash) => hash.record(),
        }
    }
}

/// What an account has as a password; having none is a state of its own, never an empty hash.
///
/// ```
/// use ent_auth::password::{Credential, Exemption, ForcedChange, NoPassword};
/// use ent_core::Instant;
///
/// let pupil = Credential::without(NoPassword::NeverActivated);
/// assert!(pupil.kept().is_none());
/// let leak = ForcedChange { since: Instant::parse("2024-03-26T00:00:00Z")? };
/// assert_eq!(leak.exemption(&pupil), Some(Exemption::NeverActivated));
/// # Ok::<(), ent_core::InstantError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    None { reason: NoPassword },
    Set { hash: KeptHash, changed_at: Option<Instant>, reset_at: Option<Instant> },
}

impl Credential {
    /// An account without password.
    #[must_use]
    pub const fn without(reason: NoPassword) -> Self {
        Self { state: State::None { reason } }
    }

    /// An account as it was kept: its hash, when its owner last chose a password, and when the
    /// service last took the password back; [`None`] where that is not known or never happened.
    ///
    /// A reset without a later change takes the password back: leave it out where its owner has
    /// probably chosen another since. No change is taken before the later of the two.
    #[must_use]
    pub const fn kept_as(
        hash: KeptHash,
        changed_at: Option<Instant>,
        reset_at: Option<Instant>,
    ) -> Self {
        Self { state: State::Set { hash, changed_at, reset_at } }
    }

    /// The account once its owner has chosen a password, the first or another.
    ///
    /// # Errors
    ///
    /// [`CredentialError::Time`] when `at` lies before what is known of the account.
    pub fn changed(&self, new: NewHash, at: Instant) -> Result<Self, CredentialError> {
        self.not_before(at)?;
        let hash = KeptHash::Own(new.into_stored());
        // A reset of the same instant would take the new password back too.
        let before = self.reset_at().filter(|reset| *reset < at);
        Ok(Self::kept_as(hash, Some(at), before))
    }

    /// The account once the service has taken the password back, for instance by a new letter: it
    /// signs in no more, and its owner has to choose another before anything else.
    ///
    /// The hash stays, so that the same password can be refused
    /// ([`PastPasswords`](super::PastPasswords)).
    ///
    /// # Errors
    ///
    /// [`CredentialError::NoPassword`], [`CredentialError::Time`].
    pub fn reset(&self, at: Instant) -> Result<Self, CredentialError> {
        self.not_before(at)?;
        let hash = self.kept().ok_or(CredentialError::NoPassword)?.clone();
        Ok(Self::kept_as(hash, self.changed_at(), Some(at)))
    }

    /// The account with the same password hashed anew, if it still has the hash that was verified.
    ///
    /// # Errors
    ///
    /// [`CredentialError::Changed`] when it has another.
    pub fn rehashed(&self, rehash: &Rehash<'_>) -> Result<Self, CredentialError> {
        if self.kept().map(KeptHash::record) != Some(rehash.old()) {
            return Err(CredentialError::Changed);
        }
        let hash = KeptHash::Own(rehash.new_hash().clone());
        Ok(Self::kept_as(hash, self.changed_at(), self.reset_at()))
    }

    /// Whether the service has taken the password back and its owner has chosen no other since: it
    /// is wrong wherever it is asked for.
    #[must_use]
    pub fn is_taken_back(&self) -> bool {
        self.reset_at()
            .is_some_and(|reset| self.changed_at().is_none_or(|changed| reset >= changed))
    }

    /// The kept hash, if there is a password or was one before it was taken back.
    #[must_use]
    pub const fn kept(&self) -> Option<&KeptHash> {
        match &self.state {
            State::None { .. } => None,
            State::Set { hash, .. } => Some(hash),
        }
    }

    /// Why there is no password, if there is none.
    #[must_use]
    pub const fn missing(&self) -> Option<NoPassword> {
        match self.state {
            State::None { reason } => Some(reason),
            State::Set { .. } => None,
        }
    }

    /// When the owner last chose a password, as far as it is known.
    #[must_use]
    pub const fn changed_at(&self) -> Option<Instant> {
        match self.state {
            State::None { .. } => None,
            State::Set { changed_at, .. } => changed_at,
        }
    }

    /// When the service last took the password back.
    #[must_use]
    pub const fn reset_at(&self) -> Option<Instant> {
        match self.state {
            State::None { .. } => None,
            State::Set { reset_at, .. } => reset_at,
        }
    }

    fn not_before(&self, at: Instant) -> Result<(), CredentialError> {
        let known = self.changed_at().max(self.reset_at());
        if known.is_some_and(|known| at < known) { Err(CredentialError::Time) } else { Ok(()) }
    }
}

/// A change asked of everyone whose password may have leaked, as EduConnect did on 5 April 2024.
///
/// Passwords chosen before `since` are to be changed, and those of an unknown date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "one date is the whole measure")]
#[doc(alias = "changement imposé")]
pub struct ForcedChange {
    /// From when on a chosen password is safe.
    pub since: Instant,
}

impl ForcedChange {
    /// Whether the owner must choose another password.
    #[must_use]
    pub fn applies(self, credential: &Credential) -> bool {
        self.exemption(credential).is_none()
    }

    /// Why the owner need not change anything, if so.
    #[must_use]
    pub fn exemption(self, credential: &Credential) -> Option<Exemption> {
        let safe = |at: Option<Instant>| at.is_some_and(|at| at >= self.since);
        match credential.missing() {
            Some(NoPassword::NeverActivated) => Some(Exemption::NeverActivated),
            Some(NoPassword::FederatedOnly) => Some(Exemption::FederatedOnly),
            None if safe(credential.changed_at()) => Some(Exemption::ChangedSince),
            None if safe(credential.reset_at()) => Some(Exemption::AlreadyReset),
            None => None,
        }
    }
}

listed! {
    /// Why a [`ForcedChange`] leaves an account alone (ministry's notice of 5 April 2024).
    #[expect(clippy::exhaustive_enums, reason = "a measure names all that it leaves alone")]
    Exemption in "forced-change" {
        /// It was never activated.
        NeverActivated = "never-activated",
        /// Its owner has chosen another password since.
        ChangedSince = "changed-since",
        /// The service has taken the password back since.
        AlreadyReset = "already-reset",
        /// Its owner signs in through FranceConnect and has no password.
        FederatedOnly = "federated-only",
    }
}

/// Why a credential stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// There is no password to take back.
    #[error("the account has no password")]
    NoPassword,
    /// The kept hash is not the one that was verified.
    #[error("the kept hash changed meanwhile")]
    Changed,
    /// The instant lies before the last change.
    #[error("the instant lies before the last change of the credential")]
    Time,
}

impl Coded for CredentialError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPassword => "credential/none",
            Self::Changed => "credential/changed",
            Self::Time => "credential/time",
        }
    }
}

#[cfg(test)]
mod tests;

//! The one family of errors of the packages.

use std::collections::HashMap;

use ent_core::Coded;
use ent_core::transition::{CasLost, StateError, StepError};
use thiserror::Error;

use crate::transition::Spent;

/// Why a call gave no result; the variant says what kind of fault it is.
///
/// `code` is stable (`uai/key`): compare it, never the texts. The texts are sentences to show. None
/// of them repeats what a person typed.
#[derive(Clone, Debug, PartialEq, Eq, Error, uniffi::Error)]
#[uniffi::export(Display)]
pub enum EntError {
    /// What was given cannot be read, is not known, or breaks a rule of the value it was given to.
    #[error("{text_en} ({code})")]
    Parse {
        /// Stable code, such as `uai/key`.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What fills the texts, by name, such as the `field` that is out of bounds.
        params: HashMap<String, String>,
    },
    /// The step cannot be taken: the order of calls, the clock, a key or the random source is at
    /// fault. Nothing changed.
    #[error("{text_en} ({code})")]
    Step {
        /// Stable code, such as `step/out-of-order`.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What fills the texts, by name, such as the `field` that is out of bounds.
        params: HashMap<String, String>,
    },
    /// Stored bytes are not the state that was asked for.
    #[error("{text_en} ({code})")]
    State {
        /// Stable code, such as `state/corrupt`.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What fills the texts, by name, such as the `field` that is out of bounds.
        params: HashMap<String, String>,
    },
    /// Another step was stored first: load the state again and step again.
    #[error("{text_en} ({code})")]
    CasLost {
        /// Always `cas/lost`.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What fills the texts, by name, such as the `field` that is out of bounds.
        params: HashMap<String, String>,
    },
    /// A password could not be hashed or verified; nothing is said about whether it was right.
    #[error("{text_en} ({code})")]
    Hash {
        /// Stable code, such as `hash/busy`, after which to try again later.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What fills the texts, by name, such as the `field` that is out of bounds.
        params: HashMap<String, String>,
    },
    /// A key or a ring of keys is refused.
    #[error("{text_en} ({code})")]
    Keys {
        /// Stable code, such as `key/length`.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What fills the texts, by name, such as the `field` that is out of bounds.
        params: HashMap<String, String>,
    },
}

macro_rules! families {
    ($($variant:ident: $($error:ty),+;)+) => {
        $($(impl From<$error> for EntError {
            fn from(error: $error) -> Self {
                Self::$variant {
                    code: error.code().to_owned(),
                    text_fr: error.text_fr(),
                    text_en: error.text_en(),
                    params: params(&error),
                }
            }
        })+)+
    };
}

fn params(error: &impl Coded) -> HashMap<String, String> {
    error.params().into_iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
}

families! {
    Parse:
        ent_core::AcademicRegionError,
        ent_core::AcademyCodeError,
        ent_core::AcademyError,
        ent_core::AdministrativeRegionError,
        ent_core::AuthorityError,
        ent_core::BirthDateError,
        ent_core::CountryError,
        ent_core::CalendarError,
        ent_core::charter::CharterError,
        ent_core::charter::CharterLanguageError,
        ent_core::charter::CharterScopeError,
        ent_core::charter::CharterVersionError,
        ent_core::charter::DigestError,
        ent_core::DayError,
        ent_core::DepartmentError,
        ent_core::EmailError,
        ent_core::EstablishmentError,
        ent_core::IdError,
        ent_core::InstantError,
        ent_core::MinistryError,
        ent_core::NameError,
        ent_core::PhoneError,
        ent_core::PostalError,
        ent_core::ProfileError,
        ent_core::RegionError,
        ent_core::StorageSizeError,
        ent_core::SystemError,
        ent_core::UaiError,
        ent_core::ZoneError,
        ent_core::person::AafLinkError,
        ent_core::person::AafRelationError,
        ent_core::person::GuardianshipError,
        ent_core::ent::EntError,
        ent_core::ent::MireError,
        ent_core::ent::PortalError,
        ent_auth::address::AddressError,
        ent_auth::code::CodeError,
        ent_auth::code::PolicyError,
        ent_auth::code::SmsError,
        ent_auth::educonnect::ClaimError,
        ent_auth::link::LinkError,
        ent_auth::LoginError,
        ent_auth::letter::BatchError,
        ent_auth::letter::LetterError,
        ent_auth::pairing::PairingError,
        ent_auth::pairing::PayloadError,
        ent_auth::password::PasswordError,
        ent_auth::password::RulesError,
        ent_prefs::CardError,
        ent_prefs::contact_card::WishError,
        ent_prefs::ConsentError,
        ent_prefs::DisconnectError,
        ent_prefs::HoursError,
        ent_prefs::UnsubscribeError,
        ent_prefs::UnsubscribeRefused,
        ent_prefs::PreferenceError,
        ent_prefs::route::BulkError,
        ent_prefs::route::RouteError,
        ent_prefs::RedListError,
        ent_prefs::red_list::SearchError,
        ent_prefs::red_list::VisibilityError,
        ent_prefs::partner::PartnerReferenceError;
    Step: ent_auth::code::ProofError, StepError, Spent;
    State: ent_core::charter::LogError, StateError;
    CasLost: CasLost;
    Hash:
        ent_auth::password::CredentialError,
        ent_auth::password::HashError,
        ent_auth::password::StoredHashError;
    Keys: ent_auth::KeyError;
}

#[cfg(test)]
impl EntError {
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Parse { code, .. }
            | Self::Step { code, .. }
            | Self::State { code, .. }
            | Self::CasLost { code, .. }
            | Self::Hash { code, .. }
            | Self::Keys { code, .. } => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message::is_known;
    use ent_core::{EmailError, EntropyError, PhoneError, ProfileError, UaiError};

    use super::*;

    fn check(error: impl Coded + Copy + Into<EntError>) -> EntError {
        let (code, fr, en) = (error.code(), error.text_fr(), error.text_en());
        let error = error.into();
        assert!(is_known(code), "{code}");
        assert_eq!(error.code(), code);
        assert!(format!("{error:?}").contains(&format!("{fr:?}")), "{error:?}");
        assert_eq!(error.to_string(), format!("{en} ({code})"));
        error
    }

    #[test]
    fn codes_and_texts_are_kept() {
        let parse = [
            check(UaiError::Format),
            check(UaiError::Key),
            check(PhoneError::Empty),
            check(PhoneError::Unallocated),
            check(EmailError::Format),
            check(ProfileError::Ambiguous),
            check(ent_core::InstantError::OutOfRange),
            check(ent_core::BirthDateError::Format),
        ];
        assert!(parse.iter().all(|error| matches!(error, EntError::Parse { .. })));
        for step in [
            StepError::OutOfOrder,
            StepError::Clock,
            StepError::MissingKey,
            StepError::Room,
            StepError::Entropy(EntropyError::default()),
        ] {
            assert!(matches!(check(step), EntError::Step { .. }));
        }
        let newer = check(StateError::Newer { found: 9, known: 1 });
        assert!(matches!(&newer, EntError::State { text_en, .. } if text_en.contains('9')));
        assert!(matches!(&newer, EntError::State { params, .. } if params["found"] == "9"));
    }
}

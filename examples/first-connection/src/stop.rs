//! Why the program stops before the end.

use std::io;

use ent_core::transition::DriveError;
use ent_core::{Coded, InstantError, Lang};
use inquire::InquireError;

use crate::store::StoreError;
use crate::texts::{self, Text};

/// Why a journey stops before its end.
pub(crate) enum Stop {
    /// Ctrl-C or Escape: what was done so far is kept.
    Interrupted,
    /// A fault with a code and a text.
    Coded(Box<dyn Coded>),
    /// The journey itself ended badly, which was told already.
    Ended(&'static str),
    /// The terminal or a file failed.
    Io(io::Error),
}

impl Stop {
    /// Stable code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Interrupted => "example/interrupted",
            Self::Coded(error) => error.code(),
            Self::Ended(code) => code,
            Self::Io(_) => "example/io",
        }
    }

    pub(crate) fn text(&self, lang: Lang) -> String {
        match self {
            Self::Interrupted => texts::INTERRUPTED.in_lang(lang).to_owned(),
            Self::Coded(error) => error.text(lang),
            Self::Ended(_) => texts::ENDED.in_lang(lang).to_owned(),
            Self::Io(_) => texts::IO.in_lang(lang).to_owned(),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<InquireError> for Stop {
    fn from(error: InquireError) -> Self {
        match error {
            InquireError::OperationCanceled | InquireError::OperationInterrupted => {
                Self::Interrupted
            }
            InquireError::IO(error) => Self::Io(error),
            other => Self::Io(io::Error::other(other.to_string())),
        }
    }
}

impl From<DriveError<StoreError>> for Stop {
    fn from(error: DriveError<StoreError>) -> Self {
        match error {
            DriveError::Store(error) => error.into(),
            other => Self::Coded(Box::new(Fault(other.code(), other.params()))),
        }
    }
}

/// A code of the suite with the values of its text.
#[derive(Debug)]
struct Fault(&'static str, ent_core::Params);

impl Coded for Fault {
    fn code(&self) -> &'static str {
        self.0
    }

    fn params(&self) -> ent_core::Params {
        self.1.clone()
    }
}

/// A fault of the example's own.
#[derive(Debug)]
pub(crate) struct Own(pub(crate) &'static str, pub(crate) Text);

impl Coded for Own {
    fn code(&self) -> &'static str {
        self.0
    }

    fn text(&self, lang: Lang) -> String {
        self.1.in_lang(lang).to_owned()
    }
}

macro_rules! coded {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for Stop {
            fn from(error: $error) -> Self {
                Self::Coded(Box::new(error))
            }
        })+
    };
}

coded!(
    StoreError,
    InstantError,
    Own,
    ent_auth::KeyError,
    ent_auth::password::HashError,
    ent_auth::password::PasswordError,
    ent_core::EntropyError,
    ent_core::IdError,
    ent_core::ProfileError,
    ent_core::ent::EntError,
    ent_core::ent::MireError,
    ent_core::ent::PortalError,
    ent_core::transition::StateError,
    ent_core::NameError,
    ent_core::charter::CharterError,
    ent_core::charter::CharterLanguageError,
    ent_core::charter::CharterScopeError,
    ent_core::charter::CharterVersionError,
    ent_core::PhoneError,
    ent_core::EmailError,
    ent_core::CalendarError,
    ent_core::ZoneError,
    ent_prefs::CardError,
    ent_prefs::PreferenceError,
    ent_prefs::contact_card::WishError,
    ent_prefs::route::RouteError,
    ent_prefs::ConsentError,
    ent_auth::educonnect::ClaimError,
);

//! Opaque identifiers: the host gives them a meaning, the suite only compares them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::Coded;

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 1 to 128 characters of `A-Z a-z 0-9 . _ - @`; anything else is refused.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads an identifier.
            ///
            /// # Errors
            ///
            /// [`IdError`] when it is empty, too long or holds another character.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(text.into()))
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                check(&text).map(|()| Self(text.into()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }
    };
}

opaque_id! {
    /// A person's account or future account, as the host names it.
    SubjectId
}
opaque_id! {
    /// One journey of one person through one flow, such as one activation.
    FlowId
}
opaque_id! {
    /// A pupil, as the host names it.
    PupilId
}
opaque_id! {
    /// One text of a charter in one language, as the host names it.
    CharterVersionId
}
opaque_id! {
    /// An edition of a charter: what its translations have in common.
    EditionId
}
opaque_id! {
    /// Where the host keeps a proof, such as a signed paper or a sign-in record.
    #[doc(alias = "preuve")]
    EvidenceId
}

opaque_id! {
    /// A guardian of pupils, as the host names the person, who may have several accounts.
    #[doc(alias = "responsable")]
    GuardianId
}

opaque_id! {
    /// A phone or tablet with the application of the portal, as the host names it.
    #[doc(alias = "appareil")]
    DeviceId
}

impl SubjectId {
    /// The identifier that is `number` in 32 hexadecimal digits, for subjects that are derived
    /// and not given.
    #[must_use]
    pub fn from_number(number: u128) -> Self {
        Self(format!("{number:032x}").into())
    }
}

impl PupilId {
    /// The identifier that comes before or with every other.
    pub(crate) fn lowest() -> Self {
        Self("-".into())
    }
}

fn check(text: &str) -> Result<(), IdError> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'@');
    if text.is_empty() || text.len() > 128 || !text.bytes().all(allowed) {
        return Err(IdError);
    }
    Ok(())
}

/// A text is not an opaque identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an id has 1 to 128 characters of A-Z a-z 0-9 . _ - @")]
#[non_exhaustive]
pub struct IdError;

impl Coded for IdError {
    fn code(&self) -> &'static str {
        "id/format"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_refuses() {
        for good in ["a", "guardian-1", "AC-LYON.42_x@y", &"a".repeat(128)] {
            assert_eq!(SubjectId::parse(good).map(String::from).as_deref(), Ok(good));
        }
        for bad in ["", " ", "a b", "é", "a/b", "a\0", "１", &"a".repeat(129)] {
            assert_eq!(FlowId::parse(bad), Err(IdError), "{bad:?}");
        }
    }
}

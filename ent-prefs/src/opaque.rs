//! Texts that name somebody for one use and mean nothing elsewhere.

/// Whether `text` has 16 to 64 characters of `A-Z a-z 0-9 _ -`: no e-mail address has that form, and
/// no phone number that length.
pub(crate) fn is_opaque(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    (16..=64).contains(&text.len()) && text.bytes().all(allowed)
}

/// A type of such texts; `$error` is what another text gets.
macro_rules! opaque_reference {
    ($(#[$meta:meta])* $name:ident, $error:ty, $refused:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads a reference.
            ///
            /// # Errors
            ///
            #[doc = concat!("[`", stringify!($refused), "`] for another length or another character.")]
            pub fn parse(text: &str) -> Result<Self, $error> {
                if $crate::opaque::is_opaque(text) { Ok(Self(text.to_owned())) } else { Err($refused) }
            }

            /// The reference as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(reference: $name) -> Self {
                reference.0
            }
        }
    };
}

pub(crate) use opaque_reference;

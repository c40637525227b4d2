//! Digests of texts and of records: `BLAKE2b` with 256 bits, in lower-case hexadecimal.

use std::fmt;
use std::str::FromStr;

use blake2::Blake2b;
use blake2::digest::consts::U32;
use blake2::digest::{FixedOutput, Update};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Coded;

macro_rules! digest {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 32]);

        impl $name {
            /// Reads the stored form: 64 hexadecimal digits in lower case.
            ///
            /// # Errors
            ///
            /// [`DigestError`] for anything else.
            pub fn parse(text: &str) -> Result<Self, DigestError> {
                read(text).map(Self)
            }

            /// The 32 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = DigestError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = DigestError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(digest: $name) -> Self {
                digest.to_string()
            }
        }
    };
}

digest! {
    /// Digest of the exact bytes of a text, as `b2sum -l 256 charte.pdf` prints it.
    ///
    /// One byte more, another line end or another Unicode form is another text.
    ///
    /// ```
    /// use ent_core::charter::TextDigest;
    ///
    /// let digest = TextDigest::of_bytes(b"abc");
    /// assert!(digest.to_string().starts_with("bddd813c634239723171ef3fee98579b"));
    /// assert_eq!(TextDigest::parse(&digest.to_string())?, digest);
    /// assert!(TextDigest::parse("BDDD").is_err());
    /// # Ok::<(), ent_core::charter::DigestError>(())
    /// ```
    #[doc(alias = "empreinte")]
    TextDigest
}

digest! {
    /// Digest of one record of a log and, by its chain, of all records before.
    ///
    /// Kept apart from the log, as its head, it also shows when the last records were taken off.
    ///
    /// ```
    /// use ent_core::charter::RecordDigest;
    ///
    /// let text = "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8";
    /// assert_eq!(RecordDigest::parse(text)?.to_string(), text);
    /// assert!(RecordDigest::parse(&text.to_uppercase()).is_err());
    /// # Ok::<(), ent_core::charter::DigestError>(())
    /// ```
    #[doc(alias = "empreinte")]
    RecordDigest
}

impl TextDigest {
    /// Digest of `text`.
    #[must_use]
    pub fn of_bytes(text: &[u8]) -> Self {
        let mut hash = Blake2b::<U32>::default();
        hash.update(text);
        Self(hash.finalize_fixed().into())
    }
}

impl RecordDigest {
    /// Digest of `fields` under `domain`. Every part is preceded by its length in 8 bytes, the
    /// lowest first, so that no two lists of parts give the same bytes.
    pub(super) fn of_fields(domain: &str, fields: &[&[u8]]) -> Self {
        let mut hash = Blake2b::<U32>::default();
        for part in std::iter::once(&domain.as_bytes()).chain(fields) {
            hash.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize_fixed().into())
    }
}

fn read(text: &str) -> Result<[u8; 32], DigestError> {
    let digits = <&[u8; 64]>::try_from(text.as_bytes()).map_err(|_| DigestError)?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair else { return Err(DigestError) };
        *byte = (nibble(*high)? << 4) | nibble(*low)?;
    }
    Ok(bytes)
}

fn nibble(digit: u8) -> Result<u8, DigestError> {
    match digit {
        b'0'..=b'9' => Ok(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Ok(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => Err(DigestError),
    }
}

/// A text is not a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a digest has 64 hexadecimal digits in lower case")]
#[non_exhaustive]
pub struct DigestError;

impl Coded for DigestError {
    fn code(&self) -> &'static str {
        "charter/digest"
    }
}

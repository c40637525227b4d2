//! Django's PBKDF2 with SHA-256.

use base64ct::{Base64, Encoding};
use ctutils::CtEq;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::super::StoredHashError;
use super::super::hash::phc::read_number;

/// Iterations, salt and tag of `600000$salt$…`.
pub(in super::super) struct Record<'r> {
    iterations: u32,
    salt: &'r str,
    tag: [u8; 32],
}

impl<'r> Record<'r> {
    /// RFC 8018 §4.2 asks for 1,000; Django 6 makes 1,200,000.
    const ITERATIONS: std::ops::RangeInclusive<u32> = 1_000..=2_000_000;
    const SALT_BYTES: std::ops::RangeInclusive<usize> = 8..=64;

    pub(super) fn read(text: &'r str) -> Result<Self, StoredHashError> {
        use StoredHashError::{Bounds, Format};
        let mut parts = text.split('$');
        let iterations = parts.next().ok_or(Format).and_then(read_number)?;
        let salt = parts.next().ok_or(Format)?;
        let text = parts.next().ok_or(Format)?;
        if parts.next().is_some() || !salt.is_ascii() {
            return Err(Format);
        }
        if !Self::ITERATIONS.contains(&iterations) || !Self::SALT_BYTES.contains(&salt.len()) {
            return Err(Bounds);
        }
        let mut tag = [0; 32];
        match Base64::decode(text, &mut tag) {
            Ok(bytes) if bytes.len() == 32 => Ok(Self { iterations, salt, tag }),
            Ok(_) | Err(base64ct::Error::InvalidLength) => Err(Bounds),
            Err(base64ct::Error::InvalidEncoding) => Err(Format),
        }
    }

    pub(in super::super) fn matches(&self, password: &[u8]) -> bool {
        let mut found = Zeroizing::new([0; 32]);
        let (salt, iterations) = (self.salt.as_bytes(), self.iterations);
        pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, iterations, found.as_mut_slice());
        found.ct_eq(&self.tag).into()
    }
}

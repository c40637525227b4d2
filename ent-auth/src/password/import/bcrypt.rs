//! bcrypt, with refusal where others cut.

use base64ct::{Base64Bcrypt, Encoding};
use ctutils::CtEq;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::super::StoredHashError;
use super::super::hash::phc::read_number;
use crate::hex;

/// Cost, salt and tag of `$2b$12$…`.
pub(in super::super) struct Record {
    cost: u32,
    salt: [u8; 16],
    tag: [u8; 23],
}

impl Record {
    /// Above 14, one hash takes more than a second.
    const COSTS: std::ops::RangeInclusive<u32> = 4..=14;
    /// Longest password that bcrypt looks at whole.
    const MAX_PASSWORD_BYTES: usize = 72;

    pub(super) fn read(text: &str) -> Result<Self, StoredHashError> {
        use StoredHashError::{Algorithm, Bounds, Format};
        if !text.is_ascii() {
            return Err(Format);
        }
        let mut parts = text.split('$');
        // `$2x$` marks the tags of a program that read bytes above 127 wrongly.
        let ("", "2a" | "2b" | "2y") = (parts.next().ok_or(Format)?, parts.next().ok_or(Format)?)
        else {
            return Err(Algorithm);
        };
        let cost = parts.next().filter(|cost| cost.len() == 2).ok_or(Format)?;
        let cost = read_number(cost.strip_prefix('0').unwrap_or(cost))?;
        if !Self::COSTS.contains(&cost) {
            return Err(Bounds);
        }
        let (salt, tag) = parts.next().and_then(|rest| rest.split_at_checked(22)).ok_or(Format)?;
        if parts.next().is_some() {
            return Err(Format);
        }
        let mut record = Self { cost, salt: [0; 16], tag: [0; 23] };
        decode(salt, &mut record.salt)?;
        decode(tag, &mut record.tag)?;
        Ok(record)
    }

    /// Whether `password` has this tag. One of more than 72 bytes or with NUL is never right:
    /// bcrypt would look at its beginning alone.
    pub(in super::super) fn matches(&self, password: &[u8]) -> bool {
        if password.len() > Self::MAX_PASSWORD_BYTES || password.contains(&0) {
            return false;
        }
        let mut key = Zeroizing::new([0; Self::MAX_PASSWORD_BYTES]);
        let length = password.len().saturating_add(1).min(Self::MAX_PASSWORD_BYTES);
        let Some(start) = key.get_mut(..password.len()) else { return false };
        start.copy_from_slice(password);
        let Some(key) = key.get(..length) else { return false };
        let found = Zeroizing::new(bcrypt::bcrypt(self.cost, self.salt, key));
        found.get(..self.tag.len()).is_some_and(|found| found.ct_eq(&self.tag[..]).into())
    }

    /// Whether the SHA-256 of `password`, in hexadecimal digits, has this tag.
    pub(in super::super) fn matches_sha256(&self, password: &[u8]) -> bool {
        let digest = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(password)));
        let mut text = Zeroizing::new(String::with_capacity(64));
        hex::push(digest.as_slice(), &mut text);
        self.matches(text.as_bytes())
    }
}

fn decode(text: &str, into: &mut [u8]) -> Result<(), StoredHashError> {
    let length = into.len();
    match Base64Bcrypt::decode(text, into) {
        Ok(bytes) if bytes.len() == length => Ok(()),
        _ => Err(StoredHashError::Format),
    }
}

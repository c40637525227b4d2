//! PHC strings of argon2, read within the widest limits of any record that is verified.

use std::ops::RangeInclusive;

use argon2::Algorithm;
use base64ct::{Base64Unpadded, Encoding, Error as Base64Error};

use super::{HashPolicy, StoredHash, StoredHashError};

/// What a hash costs, of this library or of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::password) struct Cost {
    pub(in crate::password) memory_kib: u32,
    pub(in crate::password) passes: u32,
    pub(in crate::password) lanes: u32,
}

impl Cost {
    /// Django's argon2 has 8 lanes, older argon2-cffi 512 KiB.
    const MEMORY_KIB: RangeInclusive<u32> = 512..=HashPolicy::MAX_MEMORY_KIB;
    const LANES: RangeInclusive<u32> = 1..=8;

    /// KiB written, which the duration follows.
    pub(in crate::password) fn work(self) -> u64 {
        u64::from(self.memory_kib).saturating_mul(self.passes.into())
    }
}

impl From<HashPolicy> for Cost {
    fn from(policy: HashPolicy) -> Self {
        let HashPolicy { memory_kib, passes, lanes } = policy;
        Self { memory_kib, passes, lanes }
    }
}

/// The parts of a PHC string.
pub(in crate::password) struct Phc {
    pub(in crate::password) algorithm: Algorithm,
    pub(in crate::password) cost: Cost,
    pub(in crate::password) salt: Vec<u8>,
    pub(in crate::password) tag: Vec<u8>,
}

/// Fewest bytes of a salt that argon2 takes (RFC 9106 §3.1).
const MIN_SALT_BYTES: usize = 8;

impl Phc {
    /// Reads `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, or argon2i, without its first `$`.
    pub(in crate::password) fn read(phc: &str) -> Result<Self, StoredHashError> {
        use StoredHashError::{Algorithm as Unknown, Bounds, Format};
        let mut parts = phc.split('$');
        let algorithm = match parts.next() {
            Some("argon2id") => Algorithm::Argon2id,
            Some("argon2i") => Algorithm::Argon2i,
            _ => return Err(Unknown),
        };
        match parts.next() {
            Some("v=19") => {}
            Some(other) if other.starts_with("v=") => return Err(Bounds),
            _ => return Err(Format),
        }
        let cost = parts.next().ok_or(Format).and_then(read_cost)?;
        let salt = parts.next().ok_or(Format).and_then(|text| part(text, MIN_SALT_BYTES))?;
        let tag =
            parts.next().ok_or(Format).and_then(|text| part(text, StoredHash::MIN_PART_BYTES))?;
        if parts.next().is_some() {
            return Err(Format);
        }
        Ok(Self { algorithm, cost, salt, tag })
    }
}

/// Reads `m=19456,t=2,p=1`.
fn read_cost(text: &str) -> Result<Cost, StoredHashError> {
    let mut pairs = text.split(',');
    let mut next = |name: &str| {
        pairs.next().and_then(|pair| pair.strip_prefix(name)).ok_or(StoredHashError::Format)
    };
    let [memory_kib, passes, lanes] = [next("m=")?, next("t=")?, next("p=")?];
    if pairs.next().is_some() {
        return Err(StoredHashError::Format);
    }
    let within = |text, bounds: &RangeInclusive<u32>| {
        let number = read_number(text)?;
        bounds.contains(&number).then_some(number).ok_or(StoredHashError::Bounds)
    };
    Ok(Cost {
        memory_kib: within(memory_kib, &Cost::MEMORY_KIB)?,
        passes: within(passes, &(1..=HashPolicy::MAX_PASSES))?,
        lanes: within(lanes, &Cost::LANES)?,
    })
}

/// Reads a decimal number as it is written: no sign, no leading zero.
pub(in crate::password) fn read_number(text: &str) -> Result<u32, StoredHashError> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits || (text.len() > 1 && text.starts_with('0')) {
        return Err(StoredHashError::Format);
    }
    text.parse().map_err(|_| StoredHashError::Bounds)
}

fn part(text: &str, least: usize) -> Result<Vec<u8>, StoredHashError> {
    let mut buffer = [0; StoredHash::MAX_PART_BYTES];
    match Base64Unpadded::decode(text, &mut buffer) {
        Ok(bytes) if bytes.len() >= least => Ok(bytes.to_vec()),
        Ok(_) | Err(Base64Error::InvalidLength) => Err(StoredHashError::Bounds),
        Err(Base64Error::InvalidEncoding) => Err(StoredHashError::Format),
    }
}

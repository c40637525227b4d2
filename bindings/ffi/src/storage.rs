//! Sizes and quotas of shared folders.

use ent_core::storage;

use crate::EntError;

/// A number of bytes, in a form to show.
#[derive(Clone, Debug, PartialEq, Eq, Hash, uniffi::Record)]
pub struct StorageSize {
    /// Bytes, from 0 to 1,099,511,627,776: the value to compare and to store. Only this is looked
    /// at when a size is given to a rule.
    pub bytes: i64,
    /// Form to show in French, such as `299.5 Mo`: rounded to a tenth, one Ko being 1,024 bytes.
    pub text_fr: String,
    /// Form to show in English, such as `299.5 MB`.
    pub text_en: String,
}

impl From<storage::StorageSize> for StorageSize {
    fn from(size: storage::StorageSize) -> Self {
        Self {
            // The largest size is far below the largest `i64`.
            bytes: i64::try_from(size.bytes()).unwrap_or(i64::MAX),
            text_fr: size.display(ent_core::Lang::Fr),
            text_en: size.display(ent_core::Lang::En),
        }
    }
}

fn read(bytes: i64) -> Result<storage::StorageSize, EntError> {
    let bytes = u64::try_from(bytes).map_err(|_| storage::StorageSizeError::Format)?;
    Ok(storage::StorageSize::from_bytes(bytes)?)
}

/// The size of so many bytes.
///
/// Fails with `storage_size/format` below 0, `storage_size/too-large` above one tebibyte.
#[uniffi::export]
pub fn storage_size(bytes: i64) -> Result<StorageSize, EntError> {
    Ok(read(bytes)?.into())
}

/// Reads a size as it is shown in either language, such as `546 Ko` or `1.5 GB`; a comma may stand
/// for the point, and the nearest whole byte is taken.
///
/// Fails with `storage_size/format` or `storage_size/too-large`.
#[uniffi::export]
pub fn parse_storage_size(text: &str) -> Result<StorageSize, EntError> {
    Ok(storage::StorageSize::parse(text)?.into())
}

/// What a shared folder may hold and what it holds, with what is left.
#[derive(Clone, Debug, PartialEq, Eq, Hash, uniffi::Record)]
pub struct Quota {
    /// The most that the folder may hold.
    pub limit: StorageSize,
    /// What it holds; more than the limit after the limit was lowered.
    pub used: StorageSize,
    /// What may still be added: nothing when more than the limit is taken.
    pub available: StorageSize,
    /// What is taken and what is left, in one line to show above the folder, in French.
    pub summary_fr: String,
    /// The same line in English.
    pub summary_en: String,
}

impl From<storage::Quota> for Quota {
    fn from(quota: storage::Quota) -> Self {
        Self {
            limit: quota.limit.into(),
            used: quota.used.into(),
            available: quota.available().into(),
            summary_fr: quota.summary(ent_core::Lang::Fr),
            summary_en: quota.summary(ent_core::Lang::En),
        }
    }
}

/// A folder that may hold `limit` bytes and holds `used` bytes.
///
/// Fails with `storage_size/format` below 0, `storage_size/too-large` above one tebibyte.
#[uniffi::export]
pub fn quota(limit: i64, used: i64) -> Result<Quota, EntError> {
    Ok(storage::Quota::new(read(limit)?, read(used)?).into())
}

#[uniffi::export]
impl Quota {
    /// Whether a file of `bytes` may be added; one of no byte always may. Of the quota, the bytes of
    /// `limit` and `used` are looked at.
    ///
    /// Fails with `storage_size/format` below 0, `storage_size/too-large` above one tebibyte.
    pub fn accepts(&self, bytes: i64) -> Result<bool, EntError> {
        let quota = storage::Quota::new(read(self.limit.bytes)?, read(self.used.bytes)?);
        Ok(quota.accepts(read(bytes)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_cross_as_bytes_and_texts() {
        let size = parse_storage_size("299,5 MB").unwrap();
        assert_eq!(
            (size.bytes, &*size.text_fr, &*size.text_en),
            (314_048_512, "299.5 Mo", "299.5 MB")
        );
        assert_eq!(storage_size(size.bytes).unwrap(), size);
        assert_eq!(storage_size(-1).unwrap_err().code(), "storage_size/format");
        assert_eq!(storage_size(i64::MAX).unwrap_err().code(), "storage_size/too-large");
        assert_eq!(parse_storage_size("many").unwrap_err().code(), "storage_size/format");
    }

    #[test]
    fn a_quota_is_asked_by_its_bytes() {
        let folder = quota(300 << 20, 546 << 10).unwrap();
        assert_eq!(folder.available.text_fr, "299.5 Mo");
        assert_eq!(folder.summary_en, "Space used: 546 KB, available: 299.5 MB");
        assert!(folder.accepts(folder.available.bytes).unwrap());
        assert!(!folder.accepts(folder.available.bytes + 1).unwrap());
        assert_eq!(folder.accepts(-1).unwrap_err().code(), "storage_size/format");
        let forged = Quota { limit: StorageSize { bytes: -1, ..folder.limit.clone() }, ..folder };
        assert_eq!(forged.accepts(0).unwrap_err().code(), "storage_size/format");
        assert_eq!(quota(1, -1).unwrap_err().code(), "storage_size/format");
    }
}

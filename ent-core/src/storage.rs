//! How much a shared folder holds, and how much of it is taken.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::message::{Lang, text};
use crate::{Coded, Params};

/// A number of bytes from 0 to one tebibyte, the size of a file or of a folder.
///
/// A kilobyte has 1,024 bytes here. The one pair that a portal is known to print, `546 Ko` taken
/// and `299.5 Mo` left, comes out of a folder of 300 Mo by 1,024 as by 1,000.
///
/// Shown with one decimal after a point, and none when that is zero; half a tenth goes up, and a
/// number that this brings to 1,024 is shown in the next unit. What is shown is rounded: only
/// [`bytes`](Self::bytes) are to be compared or stored, and there is no `Display`, which would read
/// back as another size.
///
/// ```compile_fail
/// let _ = ent_core::StorageSize::MAX.to_string();
/// ```
///
/// ```
/// use ent_core::{Lang, StorageSize, StorageSizeError};
///
/// let size = StorageSize::parse("299.5 Mo")?;
/// assert_eq!(size.bytes(), 314_048_512);
/// assert_eq!(size.display(Lang::Fr), "299.5 Mo");
/// assert_eq!(size.display(Lang::En), "299.5 MB");
/// assert_eq!(StorageSize::parse("12 Mbit"), Err(StorageSizeError::Format));
/// # Ok::<(), StorageSizeError>(())
/// ```
#[doc(alias = "octets")]
#[doc(alias = "taille")]
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u64", into = "u64")]
pub struct StorageSize(u64);

/// Bytes in a kilobyte, kilobytes in a megabyte and megabytes in a gigabyte.
const STEP: u64 = 1024;

/// Longest text that is read, in bytes.
const MAX_TYPED: usize = 32;

/// Power of [`STEP`], and its symbol in French and in English.
const UNITS: &[(u32, &str, &str)] =
    &[(0, "o", "B"), (1, "Ko", "KB"), (2, "Mo", "MB"), (3, "Go", "GB")];

impl StorageSize {
    /// No byte at all.
    pub const ZERO: Self = Self(0);

    /// The largest size: 1,024 Go.
    pub const MAX: Self = Self(1 << 40);

    /// The size of so many bytes.
    ///
    /// # Errors
    ///
    /// [`StorageSizeError::TooLarge`] above [`MAX`](Self::MAX).
    pub const fn from_bytes(bytes: u64) -> Result<Self, StorageSizeError> {
        if bytes > Self::MAX.0 { Err(StorageSizeError::TooLarge) } else { Ok(Self(bytes)) }
    }

    /// Reads a size as it is shown, such as `546 Ko` or `1.5 GB`.
    ///
    /// A comma may stand for the point, the space may be missing or not breaking, and `k` may be
    /// small. The nearest whole byte is taken: `0.1 Ko` is 102 bytes.
    ///
    /// # Errors
    ///
    /// [`StorageSizeError::Format`] for another shape, more than one decimal, decimals of a byte,
    /// another unit or more than 32 bytes of text; [`StorageSizeError::TooLarge`] above
    /// [`MAX`](Self::MAX).
    pub fn parse(text: &str) -> Result<Self, StorageSizeError> {
        use StorageSizeError::{Format, TooLarge};
        if text.len() > MAX_TYPED {
            return Err(Format);
        }
        let at = text.find(|c: char| !matches!(c, '0'..='9' | '.' | ','));
        let (number, unit) = at.and_then(|at| text.split_at_checked(at)).ok_or(Format)?;
        let unit = unit.strip_prefix([' ', '\u{A0}', '\u{202F}']).unwrap_or(unit);
        let power = power_of(unit).ok_or(Format)?;
        let (whole, tenth) = match number.split_once(['.', ',']) {
            Some((whole, tenth)) if power > 0 && tenth.len() == 1 => (whole, tenth),
            Some(_) => return Err(Format),
            None => (number, "0"),
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(tenth) {
            return Err(Format);
        }
        let tenths = whole.parse::<u64>().ok().and_then(|n| n.checked_mul(10)).ok_or(TooLarge)?;
        let tenths = tenth.parse().ok().and_then(|n| tenths.checked_add(n)).ok_or(TooLarge)?;
        let unit = STEP.saturating_pow(power);
        let bytes = tenths.checked_mul(unit).and_then(|n| n.checked_add(5)).ok_or(TooLarge)?;
        Self::from_bytes(bytes / 10)
    }

    /// The number of bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// The size as it is shown: `o`, `Ko`, `Mo`, `Go` in French, `B`, `KB`, `MB`, `GB` in English.
    #[must_use]
    pub fn display(self, lang: Lang) -> String {
        let mut shown = String::new();
        for &(power, fr, en) in UNITS {
            let symbol = match lang {
                Lang::Fr => fr,
                Lang::En => en,
            };
            let tenths = self.tenths(power);
            let (whole, tenth) = (tenths / 10, tenths % 10);
            shown = if tenth == 0 {
                format!("{whole} {symbol}")
            } else {
                format!("{whole}.{tenth} {symbol}")
            };
            if whole < STEP {
                break;
            }
        }
        shown
    }

    /// Tenths of the unit, half a tenth going up.
    const fn tenths(self, power: u32) -> u64 {
        let unit = STEP.saturating_pow(power);
        let twice = self.0.saturating_mul(20).saturating_add(unit);
        match twice.checked_div(unit.saturating_mul(2)) {
            Some(tenths) => tenths,
            None => 0,
        }
    }
}

fn power_of(symbol: &str) -> Option<u32> {
    let symbol = match symbol {
        "ko" => "Ko",
        "kB" => "KB",
        _ => symbol,
    };
    UNITS.iter().find(|(_, fr, en)| symbol == *fr || symbol == *en).map(|unit| unit.0)
}

impl TryFrom<u64> for StorageSize {
    type Error = StorageSizeError;

    fn try_from(bytes: u64) -> Result<Self, Self::Error> {
        Self::from_bytes(bytes)
    }
}

impl From<StorageSize> for u64 {
    fn from(size: StorageSize) -> Self {
        size.0
    }
}

/// What a shared folder may hold and what it holds.
///
/// More may be taken than the limit allows, after the limit was lowered: then nothing is left.
///
/// ```
/// use ent_core::{Lang, Quota, StorageSize, StorageSizeError};
///
/// let quota = Quota::new(StorageSize::parse("300 Mo")?, StorageSize::parse("546 Ko")?);
/// assert_eq!(quota.available().display(Lang::Fr), "299.5 Mo");
/// assert_eq!(quota.summary(Lang::En), "Space used: 546 KB, available: 299.5 MB");
/// assert!(quota.accepts(StorageSize::parse("299 Mo")?));
/// assert!(!quota.accepts(StorageSize::parse("300 Mo")?));
/// # Ok::<(), StorageSizeError>(())
/// ```
#[doc(alias = "dossiers partagés")]
#[doc(alias = "espace utilisé")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Quota {
    /// The most that the folder may hold.
    pub limit: StorageSize,
    /// What it holds.
    pub used: StorageSize,
}

impl Quota {
    /// A folder that may hold `limit` and holds `used`.
    #[must_use]
    pub const fn new(limit: StorageSize, used: StorageSize) -> Self {
        Self { limit, used }
    }

    /// What may still be added.
    #[must_use]
    pub const fn available(self) -> StorageSize {
        StorageSize(self.limit.0.saturating_sub(self.used.0))
    }

    /// Whether a file of `size` may be added; one of no byte always may.
    #[must_use]
    pub const fn accepts(self, size: StorageSize) -> bool {
        size.0 <= self.available().0
    }

    /// What is taken and what is left, in one line to show above the folder.
    #[must_use]
    pub fn summary(self, lang: Lang) -> String {
        let params: Params = vec![
            ("used", self.used.display(lang).into()),
            ("available", self.available().display(lang).into()),
        ];
        text("quota/summary", lang, &params)
    }
}

/// Why a number or a text is not a [`StorageSize`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StorageSizeError {
    /// Not a number with a unit.
    #[error("the text is not a size such as 546 Ko")]
    Format,
    /// More than 1,024 Go.
    #[error("the size is above one tebibyte")]
    TooLarge,
}

impl Coded for StorageSizeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "storage_size/format",
            Self::TooLarge => "storage_size/too-large",
        }
    }
}

#[cfg(test)]
mod tests;

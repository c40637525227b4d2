//! Class entropy: `log2(N)·L`, where `N` is the size of the classes that occur and `L` the length.

use super::PasswordRules;
use super::census::{DIGIT, LOWER, SPECIAL, UPPER};

/// `log2(alphabet)·length`; 0 without characters to choose from.
pub(crate) fn bits(alphabet: u16, length: u16) -> f64 {
    f64::from(alphabet.max(1)).log2() * f64::from(length)
}

/// The whole bits in `bits`, up to `most`.
pub(crate) fn whole(bits: f64, most: u16) -> u16 {
    (0..=most).rev().find(|whole| f64::from(*whole) <= bits).unwrap_or_default()
}

impl PasswordRules {
    /// Characters in the classes of `seen`: 26 lower-case and 26 upper-case letters, 10 digits, the
    /// special characters of the list.
    pub(crate) fn alphabet(&self, seen: u8) -> u16 {
        let special = u16::try_from(self.special.len()).unwrap_or_default();
        [(LOWER, 26), (UPPER, 26), (DIGIT, 10), (SPECIAL, special)]
            .into_iter()
            .filter(|(class, _)| seen & class != 0)
            .fold(0, |sum, (_, size)| size.saturating_add(sum))
    }

    /// The classes that there are.
    pub(crate) fn available(&self) -> u8 {
        let special = if self.special.is_empty() { 0 } else { SPECIAL };
        LOWER | UPPER | DIGIT | special
    }

    /// Fewest characters with which the classes of `seen` reach the entropy that is asked for, the
    /// minimum length at least; `None` when it takes more than the maximum.
    pub(crate) fn least_length(&self, seen: u8) -> Option<u16> {
        let alphabet = self.alphabet(seen);
        let wanted = f64::from(self.entropy_bits);
        (self.min..=self.max).find(|length| bits(alphabet, *length) >= wanted)
    }

    /// Class entropy of the weakest password that keeps the rules, in whole bits up to 1,024.
    ///
    /// Where no class is required, that is a password of digits, or of the special characters when
    /// there are fewer.
    #[must_use]
    pub fn least_entropy_bits(&self) -> u16 {
        let weakest = match self.required {
            0 if (1..10).contains(&self.special.len()) => SPECIAL,
            0 => DIGIT,
            required => required,
        };
        whole(bits(self.alphabet(weakest), self.min), 1_024).max(self.entropy_bits)
    }
}

//! Random codes.

use ent_core::{Entropy, EntropyError};
use zeroize::Zeroizing;

use crate::SecretText;

/// Letters of printed secrets: no vowel that makes words, none that looks like a digit or that print
/// confuses (RFC 8628 §6.1).
pub(crate) const CONSONANTS: &str = "BCDFGHJKLMNPQRSTVWXZ";

/// The one of [`CONSONANTS`] that `c` is, in either case.
pub(crate) fn consonant(c: char) -> Option<char> {
    let upper = c.to_ascii_uppercase();
    CONSONANTS.contains(upper).then_some(upper)
}

/// `count` random symbols of an ASCII `alphabet`, each equally likely.
pub(crate) fn symbols(
    alphabet: &[u8],
    count: usize,
    entropy: &mut dyn Entropy,
) -> Result<SecretText, EntropyError> {
    // Beyond the last whole row of the alphabet some symbols would be likelier.
    let fair = 256_usize.saturating_sub(256_usize.checked_rem(alphabet.len()).unwrap_or(256));
    let mut text = String::with_capacity(count);
    // A sound source needs one round; a stuck one must not hold the caller for ever.
    for _ in 0..16 {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        entropy.fill(bytes.as_mut_slice())?;
        let fairly = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < fair);
        for byte in fairly.take(count.saturating_sub(text.len())) {
            let column = byte.checked_rem(alphabet.len());
            text.extend(column.and_then(|column| alphabet.get(column)).map(|s| char::from(*s)));
        }
        if text.len() == count {
            return Ok(SecretText::new(text));
        }
    }
    Err(EntropyError::default())
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    #[test]
    fn every_symbol_is_drawn_as_often() {
        let mut entropy = ChaCha20Rng::seed_from_u64(3);
        let mut seen = [0_u32; 20];
        for _ in 0..5_000 {
            for letter in
                symbols(CONSONANTS.as_bytes(), 16, &mut entropy).unwrap().expose_secret().chars()
            {
                seen[CONSONANTS.find(letter).unwrap()] += 1;
            }
        }
        // 80,000 draws of twenty letters: 4,000 each, give or take 5 standard deviations.
        assert!(seen.iter().all(|n| (3_690..=4_310).contains(n)), "{seen:?}");
    }
}

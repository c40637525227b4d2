//! Random codes.

use ent_core::{Entropy, EntropyError};
use zeroize::Zeroizing;

use crate::SecretText;

/// `count` random symbols of an ASCII `alphabet`, each equally likely.
pub(crate) fn symbols(
    alphabet: &[u8],
    count: usize,
    entropy: &mut dyn Entropy,
) -> Result<SecretText, EntropyError> {
    let rows = 256_usize.checked_div(alphabet.len()).unwrap_or(0);
    let mut text = String::with_capacity(count);
    // A sound source needs one round; a stuck one must not hold the caller for ever.
    for _ in 0..16 {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        entropy.fill(bytes.as_mut_slice())?;
        for byte in *bytes {
            let byte = usize::from(byte);
            // Beyond the last whole row of the alphabet some symbols would be likelier.
            let row = byte.checked_div(alphabet.len()).filter(|row| *row < rows);
            let column = row.and(byte.checked_rem(alphabet.len()));
            if let Some(symbol) = column.and_then(|column| alphabet.get(column))
                && text.len() < count
            {
                text.push(char::from(*symbol));
            }
        }
        if text.len() == count {
            return Ok(SecretText::new(text));
        }
    }
    Err(EntropyError::default())
}

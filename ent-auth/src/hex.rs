//! Bytes that travel as text.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// Bytes that travel as lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Hex<const N: usize>(pub(crate) [u8; N]);

/// Appends `bytes` to a buffer of the caller, such as one that is wiped.
#[cfg(feature = "import-bcrypt")]
pub(crate) fn push(bytes: &[u8], text: &mut String) {
    text.extend(bytes.iter().flat_map(|byte| digits(*byte)).map(char::from));
}

/// The two digits of a byte, without a table: a fixed number of bytes takes a few instructions.
fn digits(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 15].map(|half| half.saturating_add(if half < 10 { b'0' } else { b'a' - 10 }))
}

fn as_text(digits: &[[u8; 2]]) -> &str {
    str::from_utf8(digits.as_flattened()).unwrap_or_default()
}

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(as_text(&self.0.map(digits)))
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(as_text(&self.0.map(digits)))
    }
}

impl<const N: usize> TryFrom<String> for Hex<N> {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut bytes = [0; N];
        let lower_hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != N.saturating_mul(2) || !text.bytes().all(lower_hex) {
            return Err("not hexadecimal text of the right length");
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| "not hexadecimal")?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| "not hexadecimal")?;
        }
        Ok(Self(bytes))
    }
}

//! The digits in what a person typed.

use super::PhoneError;

/// Longest text that is read, in bytes.
const MAX_BYTES: usize = 64;

/// Most digits a number can have with `00` or a trunk zero before it.
const MAX_DIGITS: usize = 18;

/// Digits without the marks between them.
#[derive(Debug)]
pub(super) struct Typed {
    buffer: [u8; MAX_DIGITS],
    length: usize,
    /// Whether `+` or `00` came first; the `00` is not among the digits.
    pub(super) international: bool,
}

impl Typed {
    pub(super) fn digits(&self) -> &str {
        let from = if self.international && self.buffer.starts_with(b"00") { 2 } else { 0 };
        str::from_utf8(self.buffer.get(from..self.length).unwrap_or_default()).unwrap_or_default()
    }

    fn push(&mut self, digit: u8) -> Result<(), PhoneError> {
        let place = self.buffer.get_mut(self.length).ok_or(PhoneError::Format)?;
        *place = digit;
        self.length = self.length.saturating_add(1);
        Ok(())
    }
}

/// Reads the digits of `text`.
pub(super) fn read(text: &str) -> Result<Typed, PhoneError> {
    if text.len() > MAX_BYTES {
        return Err(PhoneError::Format);
    }
    let mut typed = Typed { buffer: [0; MAX_DIGITS], length: 0, international: false };
    let mut plus = false;
    let mut blank = true;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        blank &= is_space(c);
        match c {
            '0'..='9' => typed.push(u8::try_from(c).unwrap_or_default())?,
            '\u{FF10}'..='\u{FF19}' => typed.push(narrow(c))?,
            '+' | '\u{FF0B}' if !plus && typed.length == 0 => plus = true,
            '(' if (plus || typed.buffer.starts_with(b"00")) && rest.as_str().starts_with("0)") => {
                // The trunk zero of `+33 (0)6` is not dialled from abroad.
                let _ = rest.nth(1);
            }
            '.' | '-' | '/' | '(' | ')' | '\u{2010}'..='\u{2013}' => {}
            c if is_space(c) => {}
            _ => return Err(PhoneError::Format),
        }
    }
    if blank {
        return Err(PhoneError::Empty);
    }
    let zeros = !plus && typed.buffer.starts_with(b"00");
    if typed.length == 0 || (plus && typed.buffer.starts_with(b"00")) {
        return Err(PhoneError::Format);
    }
    typed.international = plus || zeros;
    Ok(typed)
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}')
}

/// ASCII digit of a full-width one.
fn narrow(c: char) -> u8 {
    u32::from(c)
        .checked_sub(0xFF10)
        .and_then(|value| u8::try_from(value).ok())
        .and_then(|value| value.checked_add(b'0'))
        .unwrap_or(b'0')
}

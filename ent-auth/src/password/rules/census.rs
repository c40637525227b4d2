//! What a password is made of, found in one pass over its bytes.

use std::fmt;

use unicode_normalization::char::is_public_assigned;

pub(crate) const LOWER: u8 = 1;
pub(crate) const UPPER: u8 = 2;
pub(crate) const DIGIT: u8 = 4;
pub(crate) const SPECIAL: u8 = 8;
pub(crate) const CONTROL: u8 = 16;
pub(crate) const UNASSIGNED: u8 = 32;
const BEYOND_ASCII: u8 = 128;

/// The class of every byte under one set of rules.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Classes([u8; 256]);

impl Classes {
    /// Classes where the characters of `special` count as special.
    pub(crate) const fn of(special: &str) -> Self {
        let mut table = [0; 256];
        let mut byte = 0_u8;
        let mut to: &mut [u8] = &mut table;
        while let [first, rest @ ..] = to {
            *first = match byte {
                b'a'..=b'z' => LOWER,
                b'A'..=b'Z' => UPPER,
                b'0'..=b'9' => DIGIT,
                0..=0x1F | 0x7F => CONTROL,
                0x80.. => BEYOND_ASCII,
                _ if holds(special.as_bytes(), byte) => SPECIAL,
                _ => 0,
            };
            byte = byte.wrapping_add(1);
            to = rest;
        }
        Self(table)
    }

    fn of_byte(&self, byte: u8) -> u8 {
        self.0.get(usize::from(byte)).copied().unwrap_or_default()
    }

    fn of_char(&self, c: char) -> u8 {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.of_byte(byte),
            _ if c.is_lowercase() => LOWER,
            _ if c.is_uppercase() => UPPER,
            _ if c.is_control() => CONTROL,
            // Everything below is assigned.
            _ if c < '\u{300}' || is_public_assigned(c) => 0,
            _ => UNASSIGNED,
        }
    }
}

const fn holds(mut list: &[u8], byte: u8) -> bool {
    while let [first, rest @ ..] = list {
        if *first == byte {
            return true;
        }
        list = rest;
    }
    false
}

impl fmt::Debug for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Classes")
    }
}

/// What a password is made of.
#[derive(Clone, Copy)]
pub(crate) struct Census {
    /// The classes that occur.
    pub(crate) seen: u8,
    /// Code points.
    pub(crate) length: u16,
}

impl Census {
    pub(crate) fn of(text: &str, classes: &Classes) -> Self {
        let seen = text.bytes().fold(0, |seen, byte| seen | classes.of_byte(byte));
        let length = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        if seen & BEYOND_ASCII == 0 {
            return Self { seen, length: length(text.len()) };
        }
        let (mut seen, mut count) = (0, 0_usize);
        for c in text.chars() {
            seen |= classes.of_char(c);
            count = count.saturating_add(1);
        }
        Self { seen, length: length(count) }
    }

    pub(crate) const fn has(self, class: u8) -> bool {
        self.seen & class != 0
    }
}

//! Short texts kept in place, so that a verdict copies its id and its list without allocating.

use std::fmt;

/// At most `N` bytes of ASCII.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Inline<const N: usize> {
    /// INVARIANT: zero from `length` on.
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Inline<N> {
    /// The text, cut at `N` bytes: whoever calls has checked its length.
    pub(crate) const fn of(text: &str) -> Self {
        let mut inline = Self { bytes: [0; N], length: 0 };
        let mut to: &mut [u8] = &mut inline.bytes;
        let mut from = text.as_bytes();
        while let ([first, others @ ..], [byte, rest @ ..]) = (to, from) {
            *first = *byte;
            to = others;
            from = rest;
        }
        inline.length = text.len().saturating_sub(from.len());
        inline
    }

    pub(crate) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or("")
    }
}

impl<const N: usize> fmt::Debug for Inline<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

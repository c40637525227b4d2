//! Phone numbers of metropolitan France, the overseas departments and the overseas territories.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::Coded;

pub(crate) mod plan;
mod region;
mod typed;

pub use region::{Region, RegionError};

/// A phone number that exists in the French plans, or a well-formed foreign one.
///
/// Metropolitan France and the overseas departments share one national plan, so `0692 12 34 56`
/// is `+262692123456` wherever it is typed, while `+33692123456` belongs to nobody. Numbers of 08
/// and 09 exist under several country codes: typed with a 0, they get that of the region when it
/// has them and dials that 0, else +33. Every other number typed nationally is the region's own
/// (New Caledonia, French Polynesia, Wallis and Futuna, Saint-Pierre and Miquelon).
///
/// A number of another country is kept when it has 8 to 15 digits; its kind is
/// [`PhoneKind::Other`] and no code is sent to it, since its plan is not known here.
///
/// Stored and compared as E.164; `Debug` is masked.
///
/// ```
/// use ent_core::{PhoneError, PhoneKind, PhoneNumber, Region};
///
/// let number = PhoneNumber::parse("06 12 34 56 78", Region::FR)?;
/// assert_eq!(number.e164(), "+33612345678");
/// assert_eq!(number.kind(), PhoneKind::Mobile);
/// assert_eq!(number.masked(), "06 •• •• •• 78");
/// assert_eq!(PhoneNumber::parse("07 12 34 56 78", Region::FR), Err(PhoneError::Unallocated));
/// # Ok::<(), PhoneError>(())
/// ```
#[doc(alias = "téléphone")]
#[doc(alias = "numéro de téléphone")]
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct PhoneNumber {
    /// INVARIANT: `text[..length]` is `+` and ASCII digits, the rest is zero.
    text: [u8; MAX_E164],
    length: u8,
    /// Digits of the country code; 0 for a foreign number.
    code: u8,
    trunk: bool,
    kind: PhoneKind,
}

/// `+` and at most 15 digits (ITU-T E.164).
const MAX_E164: usize = 16;

impl PhoneNumber {
    /// Reads a number as people type it in `region`.
    ///
    /// Spaces, dots, dashes, slashes and parentheses are skipped, as is the trunk zero of
    /// `+33 (0)6`; full-width digits are read. `+` or `00` starts an international number.
    ///
    /// # Errors
    ///
    /// [`PhoneError::Empty`] when nothing but spaces is there; [`PhoneError::Format`] for any
    /// other character, more than 64 bytes or a length no number has;
    /// [`PhoneError::Unallocated`] when the plan gives the number to nobody.
    pub fn parse(text: &str, region: Region) -> Result<Self, PhoneError> {
        let typed = typed::read(text)?;
        if typed.international {
            Self::international_digits(typed.digits())
        } else {
            Self::national_digits(typed.digits(), region)
        }
    }

    fn international_digits(digits: &str) -> Result<Self, PhoneError> {
        let Some((plan, rest)) = plan::of_international(digits) else {
            let well_formed = (8..MAX_E164).contains(&digits.len()) && !digits.starts_with('0');
            return if well_formed {
                Ok(Self::new("", digits, false, PhoneKind::Other))
            } else {
                Err(PhoneError::Format)
            };
        };
        Self::in_plan(plan, rest)
    }

    fn national_digits(digits: &str, region: Region) -> Result<Self, PhoneError> {
        let local = region.plan();
        if region.dials_apart() {
            match Self::in_plan(local, digits) {
                Err(_) if digits.len() == 10 && digits.starts_with('0') => {}
                read => return read,
            }
        }
        let number = digits.strip_prefix('0').unwrap_or(digits);
        if number.len() != 9 || number.starts_with('0') {
            return Err(PhoneError::Format);
        }
        if number.starts_with(['8', '9']) {
            // Where no 0 is dialled, a number of ten digits is one of another territory.
            let here = if local.trunk { local } else { Region::FR.plan() };
            return Self::in_plan(here, number)
                .or_else(|_| Self::in_plan(Region::FR.plan(), number));
        }
        let owner = plan::owner(number).ok_or(PhoneError::Unallocated)?;
        Ok(Self::new(owner.code, number, true, owner.kind))
    }

    /// `digits` after the country code of `plan`, with or without its trunk zero.
    fn in_plan(plan: &plan::Plan, digits: &str) -> Result<Self, PhoneError> {
        let number = if plan.trunk { digits.strip_prefix('0').unwrap_or(digits) } else { digits };
        let kind = plan.kind(number)?;
        // In the shared plan a number has one owner, also where ranges of +33 span overseas ones.
        if number.len() == 9 && plan::owner(number).is_some_and(|owner| owner.code != plan.code) {
            return Err(PhoneError::Unallocated);
        }
        Ok(Self::new(plan.code, number, plan.trunk, kind))
    }

    fn new(code: &str, number: &str, trunk: bool, kind: PhoneKind) -> Self {
        let mut text = [0; MAX_E164];
        let bytes = [b'+'].into_iter().chain(code.bytes()).chain(number.bytes());
        for (place, byte) in text.iter_mut().zip(bytes) {
            *place = byte;
        }
        let small = |length: usize| u8::try_from(length).unwrap_or_default();
        let length = code.len().saturating_add(number.len()).saturating_add(1);
        Self { text, length: small(length), code: small(code.len()), trunk, kind }
    }

    /// The number as `+`, country code and digits (ITU-T E.164), such as `+33612345678`.
    #[must_use]
    pub fn e164(&self) -> &str {
        let text = self.text.get(..usize::from(self.length)).unwrap_or_default();
        str::from_utf8(text).unwrap_or_default()
    }

    /// What the plan uses the number for.
    #[must_use]
    pub const fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// Whether a code may be sent to the number: mobiles only.
    #[must_use]
    pub const fn can_receive_sms(&self) -> bool {
        matches!(self.kind, PhoneKind::Mobile)
    }

    /// The number as dialled at home, such as `06 12 34 56 78` or `75 12 34`; foreign numbers
    /// stay international.
    #[must_use]
    pub fn national(&self) -> String {
        let (code, number) = self.parts();
        match (code.is_empty(), self.has_trunk_zero()) {
            (true, _) => self.international(),
            (false, true) => pairs(&format!("0{number}")),
            (false, false) => pairs(number),
        }
    }

    /// The number with its country code, such as `+33 6 12 34 56 78`.
    #[must_use]
    pub fn international(&self) -> String {
        let (code, number) = self.parts();
        if code.is_empty() {
            return self.e164().to_owned();
        }
        // Overseas numbers keep their three-digit area code in one piece.
        match number.split_at_checked(3) {
            Some((area, rest)) if code != "33" && number.len() == 9 => {
                format!("+{code} {area} {}", pairs(rest))
            }
            _ => format!("+{code} {}", pairs(number)),
        }
    }

    /// The number with all but its ends hidden, such as `06 •• •• •• 78`; what may be shown to
    /// someone who has not yet proved who they are.
    #[must_use]
    pub fn masked(&self) -> String {
        let (code, number) = self.parts();
        let tail = |text: &str| {
            text.len().checked_sub(2).and_then(|at| text.get(at..)).unwrap_or_default().to_owned()
        };
        let hidden = match number.len() {
            0..=6 => "•• ••",
            _ => "•• •• ••",
        };
        if code.is_empty() {
            let head = number.get(..2).unwrap_or_default();
            return format!("+{head} {hidden} {}", tail(number));
        }
        if self.has_trunk_zero() {
            let head = number.get(..1).unwrap_or_default();
            return format!("0{head} {hidden} {}", tail(number));
        }
        format!("+{code} {hidden} {}", tail(number))
    }

    fn has_trunk_zero(&self) -> bool {
        self.trunk && self.parts().1.len() == 9
    }

    /// Country code and the digits after it.
    fn parts(&self) -> (&str, &str) {
        let digits = self.e164().strip_prefix('+').unwrap_or_default();
        digits.split_at_checked(usize::from(self.code)).unwrap_or_default()
    }
}

/// `digits` in groups of two from the end.
fn pairs(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(at);
        if at > 0 && left.is_multiple_of(2) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked())
    }
}

impl PartialEq for PhoneNumber {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PhoneNumber {}

impl Hash for PhoneNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialOrd for PhoneNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PhoneNumber {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneError;

    /// Reads a stored number; only its E.164 text is accepted.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let number = Self::parse(&text, Region::FR)?;
        if number.e164() == text { Ok(number) } else { Err(PhoneError::Format) }
    }
}

impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.e164())
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.e164().to_owned()
    }
}

/// What a plan uses a number for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the conformance suite names these four")]
pub enum PhoneKind {
    /// Mobile telephony; the only kind that gets text messages.
    Mobile,
    /// A line at a fixed place.
    #[doc(alias = "fixe")]
    Fixed,
    /// A line over the Internet (09).
    Voip,
    /// Special services, ranges that hold both mobile and fixed lines, foreign numbers.
    Other,
}

impl PhoneKind {
    /// Stable name: `mobile`, `fixed`, `voip` or `other`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Fixed => "fixed",
            Self::Voip => "voip",
            Self::Other => "other",
        }
    }
}

/// Why a text is not a [`PhoneNumber`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// Nothing but spaces.
    #[error("no phone number was given")]
    Empty,
    /// A character or a length that no phone number has.
    #[error("the text is not shaped like a phone number")]
    Format,
    /// The numbering plan gives the number to nobody.
    #[error("the numbering plan does not hold this number")]
    Unallocated,
}

impl Coded for PhoneError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "phone/empty",
            Self::Format => "phone/format",
            Self::Unallocated => "phone/unallocated",
        }
    }
}

#[cfg(test)]
mod tests;

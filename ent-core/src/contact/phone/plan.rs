//! Look-up in the generated tables of number ranges.

use super::{PhoneError, PhoneKind};
use crate::tables::phone_plan::{PLANS, SHARED};

/// Numbers behind one country code.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Country code, without `+`.
    pub(crate) code: &'static str,
    /// Whether a 0 is dialled before a national number.
    pub(crate) trunk: bool,
    /// INVARIANT: sorted by `(digits, first)`, without overlap.
    pub(crate) ranges: &'static [Range],
}

/// Numbers `first..=last` of one length, after the country code.
#[derive(Debug)]
pub(crate) struct Range {
    pub(crate) digits: u8,
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) kind: PhoneKind,
}

/// Nine-digit numbers `first..=last` of the shared national plan, and the country code that owns
/// them; sorted, without overlap.
#[derive(Debug)]
pub(crate) struct SharedRange {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) code: &'static str,
    pub(crate) kind: PhoneKind,
}

impl Plan {
    /// Kind of `number`, given without country code and trunk zero.
    pub(super) fn kind(&self, number: &str) -> Result<PhoneKind, PhoneError> {
        let digits = u8::try_from(number.len()).map_err(|_| PhoneError::Format)?;
        if !self.ranges.iter().any(|range| range.digits == digits) {
            return Err(PhoneError::Format);
        }
        let value = number.parse::<u32>().map_err(|_| PhoneError::Format)?;
        // The length is checked before: a leading zero must not make a shorter number of it.
        let after = self.ranges.partition_point(|r| (r.digits, r.first) <= (digits, value));
        let found = after.checked_sub(1).and_then(|at| self.ranges.get(at));
        match found {
            Some(range) if range.digits == digits && value <= range.last => Ok(range.kind),
            _ => Err(PhoneError::Unallocated),
        }
    }
}

static NO_PLAN: Plan = Plan { code: "", trunk: false, ranges: &[] };

/// Plan behind a country code of the tables.
pub(super) fn of_code(code: &str) -> &'static Plan {
    PLANS.iter().find(|plan| plan.code == code).unwrap_or(&NO_PLAN)
}

/// Plan whose country code starts `digits`, and the digits after it.
pub(super) fn of_international(digits: &str) -> Option<(&'static Plan, &str)> {
    PLANS.iter().find_map(|plan| digits.strip_prefix(plan.code).map(|rest| (plan, rest)))
}

/// Whose a nine-digit number of the shared national plan is; 08 and 09 are not told apart here.
pub(super) fn owner(number: &str) -> Option<&'static SharedRange> {
    let value = number.parse::<u32>().ok()?;
    let after = SHARED.partition_point(|range| range.first <= value);
    SHARED.get(after.checked_sub(1)?).filter(|range| value <= range.last)
}

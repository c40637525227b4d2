//! Where a policy is laxer than a named standard.

/// A requirement of a standard that a policy does not meet, for a security file.
///
/// Lengths are in code points, lifetimes in seconds, entropies in bits, as the id says; what a
/// policy has or has not is 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// Stable id of the point, such as `code-lifetime`.
    pub id: &'static str,
    /// Standard and section.
    pub standard: &'static str,
    /// What the standard asks for.
    pub requirement: u32,
    /// What the policy has.
    pub value: u32,
}

impl Deviation {
    /// Under `id`, the `standards` that ask for a life of `requirement` seconds at most, when it is
    /// longer.
    pub(crate) fn of_lifetime(
        id: &'static str,
        lifetime: u32,
        requirement: u32,
        standards: &[&'static str],
    ) -> Vec<Self> {
        let laxer = if lifetime > requirement { standards } else { &[] };
        laxer.iter().map(|standard| Self { id, standard, requirement, value: lifetime }).collect()
    }
}

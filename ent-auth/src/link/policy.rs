//! Lifetime and caps of the links of an account.

use crate::code::budget::SendLimits;
use crate::code::{Deviation, PolicyError};

/// Lifetime and caps of the links that confirm an e-mail address.
///
/// ```
/// use ent_auth::code::PolicyError;
/// use ent_auth::link::LinkPolicy;
///
/// let policy = LinkPolicy::email_link();
/// assert_eq!((policy.lifetime_seconds(), policy.sends_per_day()), (86_400, 5));
/// assert_eq!(policy.deviations().first().map(|found| found.id), Some("link-lifetime"));
/// let long = LinkPolicy::builder().lifetime_seconds(86_401).build();
/// assert_eq!(long, Err(PolicyError::Bounds { field: "lifetime_seconds" }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkPolicy {
    lifetime_seconds: u32,
    max_attempts: u8,
    resend_seconds: u32,
    sends_per_day: u8,
}

impl LinkPolicy {
    /// Hard maximum of a link's life: 24 hours.
    pub const MAX_LIFETIME_SECONDS: u32 = 86_400;
    /// Hard maximum of wrong tokens at one link.
    pub const MAX_ATTEMPTS: u8 = 10;
    /// Hard maximum of messages in 24 hours.
    pub const MAX_SENDS_PER_DAY: u8 = 8;

    /// Valid 24 hours, the longest that NIST SP 800-63A-4 §3.8 allows for an e-mail address; 10
    /// wrong tokens a link, 5 messages a day at least a minute apart.
    #[must_use]
    pub const fn email_link() -> Self {
        Self { lifetime_seconds: 86_400, max_attempts: 10, resend_seconds: 60, sends_per_day: 5 }
    }

    /// A policy of a stack's own, starting from [`email_link`](Self::email_link).
    #[must_use]
    pub const fn builder() -> LinkPolicyBuilder {
        LinkPolicyBuilder { draft: Self::email_link() }
    }

    /// Life of a link in seconds; the last second is excluded.
    #[must_use]
    pub const fn lifetime_seconds(&self) -> u32 {
        self.lifetime_seconds
    }

    /// Wrong tokens at one link before it is withdrawn.
    #[must_use]
    pub const fn max_attempts(&self) -> u8 {
        self.max_attempts
    }

    /// Seconds between two messages.
    #[must_use]
    pub const fn resend_seconds(&self) -> u32 {
        self.resend_seconds
    }

    /// Messages in any 24 hours.
    #[must_use]
    pub const fn sends_per_day(&self) -> u8 {
        self.sends_per_day
    }

    /// Where this policy is laxer than a named standard, for a security file.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        Deviation::of_lifetime(
            "link-lifetime",
            self.lifetime_seconds,
            600,
            &["OWASP ASVS 5.0 6.5.5"],
        )
    }

    pub(super) const fn sends(&self) -> SendLimits {
        SendLimits {
            per_hour: self.sends_per_day,
            per_day: self.sends_per_day,
            interval_seconds: self.resend_seconds,
            doubles: false,
        }
    }
}

/// Builds a [`LinkPolicy`] within the hard maxima.
#[derive(Clone, Copy, Debug)]
pub struct LinkPolicyBuilder {
    draft: LinkPolicy,
}

impl LinkPolicyBuilder {
    crate::code::setters! {
        /// Life of a link in seconds: 300 to 86,400.
        lifetime_seconds: u32,
        /// Wrong tokens at one link: 1 to 10.
        max_attempts: u8,
        /// Seconds between two messages: 10 to 3600.
        resend_seconds: u32,
        /// Messages in any 24 hours: 1 to 8.
        sends_per_day: u8,
    }

    /// Checks every bound.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Bounds`] with the first field that is out of its bounds.
    pub fn build(self) -> Result<LinkPolicy, PolicyError> {
        type Own = LinkPolicy;
        let draft = self.draft;
        let lifetimes = 300..=Own::MAX_LIFETIME_SECONDS;
        PolicyError::first(
            draft,
            &[
                ("lifetime_seconds", lifetimes.contains(&draft.lifetime_seconds)),
                ("max_attempts", (1..=Own::MAX_ATTEMPTS).contains(&draft.max_attempts)),
                ("resend_seconds", (10..=3600).contains(&draft.resend_seconds)),
                ("sends_per_day", (1..=Own::MAX_SENDS_PER_DAY).contains(&draft.sends_per_day)),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_beyond_ten_minutes_is_named() {
        let with = |life| LinkPolicy::builder().lifetime_seconds(life).build().unwrap();
        assert!(with(600).deviations().is_empty());
        for life in [601, 86_400] {
            let [found] = with(life).deviations()[..] else { panic!("{life}") };
            assert_eq!((found.id, found.standard), ("link-lifetime", "OWASP ASVS 5.0 6.5.5"));
            assert_eq!((found.requirement, found.value), (600, life));
        }
    }

    #[test]
    fn every_field_is_bounded() {
        let b = LinkPolicy::builder;
        let cases = [
            // draft, field that is refused
            (b().lifetime_seconds(299), "lifetime_seconds"),
            (b().lifetime_seconds(86_401), "lifetime_seconds"),
            (b().max_attempts(0), "max_attempts"),
            (b().max_attempts(11), "max_attempts"),
            (b().resend_seconds(9), "resend_seconds"),
            (b().resend_seconds(3601), "resend_seconds"),
            (b().sends_per_day(0), "sends_per_day"),
            (b().sends_per_day(9), "sends_per_day"),
        ];
        for (draft, field) in cases {
            assert_eq!(draft.build(), Err(PolicyError::Bounds { field }));
        }
        assert_eq!(b().build(), Ok(LinkPolicy::email_link()));
    }
}

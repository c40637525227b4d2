//! Lifetimes and caps of an activation.

use crate::code::budget::{AttemptLimits, SendLimits};
use crate::code::{Deviation, PolicyError};

/// Lifetimes and caps of the activation of a mobile application.
///
/// ```
/// use ent_auth::code::PolicyError;
/// use ent_auth::pairing::PairingPolicy;
///
/// let policy = PairingPolicy::mobile_activation();
/// assert_eq!((policy.lifetime_seconds(), policy.max_attempts()), (300, 5));
/// assert!(policy.deviations().is_empty());
/// let long = PairingPolicy::builder().lifetime_seconds(601).build();
/// assert_eq!(long, Err(PolicyError::Bounds { field: "lifetime_seconds" }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairingPolicy {
    lifetime_seconds: u32,
    max_attempts: u8,
    failures_per_day: u8,
    max_consecutive: u16,
    issue_seconds: u32,
    issues_per_day: u8,
    free_failures: u16,
    delay_seconds: u32,
}

impl PairingPolicy {
    /// Hard maximum of a code's life: 10 minutes.
    pub const MAX_LIFETIME_SECONDS: u32 = 600;
    /// Hard maximum of guesses at one code.
    pub const MAX_ATTEMPTS: u8 = 10;
    /// Hard maximum of codes in 24 hours.
    pub const MAX_ISSUES_PER_DAY: u8 = 10;

    /// The activation of « Ma classe en Auvergne-Rhône-Alpes »: « Le code d'activation n'est valable
    /// que 5 minutes ! »; 5 guesses a code, 10 wrong guesses a day, 10 codes a day at least 10
    /// seconds apart.
    #[must_use]
    pub const fn mobile_activation() -> Self {
        Self {
            lifetime_seconds: 5 * 60,
            max_attempts: 5,
            failures_per_day: 10,
            max_consecutive: 25,
            issue_seconds: 10,
            issues_per_day: 10,
            free_failures: 5,
            delay_seconds: 30,
        }
    }

    /// A policy of a stack's own, starting from [`mobile_activation`](Self::mobile_activation).
    #[must_use]
    pub const fn builder() -> PairingPolicyBuilder {
        PairingPolicyBuilder { draft: Self::mobile_activation() }
    }

    /// Life of a code in seconds; the last second is excluded.
    #[must_use]
    pub const fn lifetime_seconds(&self) -> u32 {
        self.lifetime_seconds
    }

    /// Guesses at one code, the right one included.
    #[must_use]
    pub const fn max_attempts(&self) -> u8 {
        self.max_attempts
    }

    /// Wrong guesses in any 24 hours, over all codes of the account.
    #[must_use]
    pub const fn failures_per_day(&self) -> u8 {
        self.failures_per_day
    }

    /// Wrong guesses in a row after which the record is disabled.
    #[must_use]
    pub const fn max_consecutive(&self) -> u16 {
        self.max_consecutive
    }

    /// Seconds between one code and the next.
    #[must_use]
    pub const fn issue_seconds(&self) -> u32 {
        self.issue_seconds
    }

    /// Codes in any 24 hours.
    #[must_use]
    pub const fn issues_per_day(&self) -> u8 {
        self.issues_per_day
    }

    /// Where this policy is laxer than a named standard (`pairing-lifetime`): empty, since the bounds
    /// allow no longer life than the 600 seconds that the standards do.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        let standards = &["NIST SP 800-63B-4 §3.1.3.2", "OWASP ASVS 5.0 6.5.5"];
        Deviation::of_lifetime("pairing-lifetime", self.lifetime_seconds, 600, standards)
    }

    pub(super) const fn attempts(&self) -> AttemptLimits {
        AttemptLimits {
            failures_per_day: self.failures_per_day,
            max_consecutive: self.max_consecutive,
            free_failures: self.free_failures,
            delay_seconds: self.delay_seconds,
        }
    }

    pub(super) const fn issues(&self) -> SendLimits {
        SendLimits {
            per_hour: self.issues_per_day,
            per_day: self.issues_per_day,
            interval_seconds: self.issue_seconds,
            doubles: false,
        }
    }
}

/// Builds a [`PairingPolicy`] within the hard maxima.
#[derive(Clone, Copy, Debug)]
pub struct PairingPolicyBuilder {
    draft: PairingPolicy,
}

impl PairingPolicyBuilder {
    crate::code::setters! {
        /// Life of a code in seconds: 60 to 600.
        lifetime_seconds: u32,
        /// Guesses at one code: 1 to 10.
        max_attempts: u8,
        /// Wrong guesses in any 24 hours: 1 to 25.
        failures_per_day: u8,
        /// Wrong guesses in a row before the record is disabled: 1 to 100.
        max_consecutive: u16,
        /// Seconds between one code and the next: 10 to 3600.
        issue_seconds: u32,
        /// Codes in any 24 hours: 1 to 10.
        issues_per_day: u8,
        /// Wrong guesses in a row that cost no delay: at most 10.
        free_failures: u16,
        /// First delay in seconds, doubled after each further wrong guess; 0 for none.
        delay_seconds: u32,
    }

    /// Checks every bound.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Bounds`] with the first field that is out of its bounds.
    pub fn build(self) -> Result<PairingPolicy, PolicyError> {
        type Own = PairingPolicy;
        let draft = self.draft;
        PolicyError::first(
            draft,
            &[
                (
                    "lifetime_seconds",
                    (60..=Own::MAX_LIFETIME_SECONDS).contains(&draft.lifetime_seconds),
                ),
                ("max_attempts", (1..=Own::MAX_ATTEMPTS).contains(&draft.max_attempts)),
                (
                    "failures_per_day",
                    (1..=crate::code::Policy::MAX_FAILURES_PER_DAY)
                        .contains(&draft.failures_per_day),
                ),
                ("max_consecutive", (1..=100).contains(&draft.max_consecutive)),
                ("issue_seconds", (10..=3600).contains(&draft.issue_seconds)),
                ("issues_per_day", (1..=Own::MAX_ISSUES_PER_DAY).contains(&draft.issues_per_day)),
                ("free_failures", draft.free_failures <= 10),
                ("delay_seconds", draft.delay_seconds <= 3600),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_bounded() {
        let b = PairingPolicy::builder;
        let cases = [
            // draft, field that is refused
            (b().lifetime_seconds(59), "lifetime_seconds"),
            (b().lifetime_seconds(601), "lifetime_seconds"),
            (b().max_attempts(0), "max_attempts"),
            (b().max_attempts(11), "max_attempts"),
            (b().failures_per_day(26), "failures_per_day"),
            (b().max_consecutive(101), "max_consecutive"),
            (b().issue_seconds(9), "issue_seconds"),
            (b().issues_per_day(11), "issues_per_day"),
            (b().issues_per_day(0), "issues_per_day"),
            (b().free_failures(11), "free_failures"),
            (b().delay_seconds(3601), "delay_seconds"),
        ];
        for (draft, field) in cases {
            assert_eq!(draft.build(), Err(PolicyError::Bounds { field }));
        }
        assert_eq!(b().build(), Ok(PairingPolicy::mobile_activation()));
    }
}

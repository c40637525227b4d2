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
    attempts: AttemptLimits,
    issue_seconds: u32,
    issues_per_day: u8,
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
            attempts: AttemptLimits::USUAL,
            issue_seconds: 10,
            issues_per_day: 10,
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

    crate::code::attempt_getters!();

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
        self.attempts
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
    crate::code::attempt_setters!();
    crate::code::setters! {
        /// Life of a code in seconds: 60 to 600.
        lifetime_seconds: u32,
        /// Guesses at one code: 1 to 10.
        max_attempts: u8,
        /// Seconds between one code and the next: 10 to 3600.
        issue_seconds: u32,
        /// Codes in any 24 hours: 1 to 10.
        issues_per_day: u8,
    }

    /// Checks every bound.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Bounds`] with the first field that is out of its bounds.
    pub fn build(self) -> Result<PairingPolicy, PolicyError> {
        let PairingPolicy { lifetime_seconds, max_attempts, .. } = self.draft;
        let PairingPolicy { attempts, issue_seconds, issues_per_day, .. } = self.draft;
        let lifetime = 60..=PairingPolicy::MAX_LIFETIME_SECONDS;
        let checks = [
            ("lifetime_seconds", lifetime.contains(&lifetime_seconds)),
            ("max_attempts", (1..=PairingPolicy::MAX_ATTEMPTS).contains(&max_attempts)),
            ("issue_seconds", (10..=3600).contains(&issue_seconds)),
            ("issues_per_day", (1..=PairingPolicy::MAX_ISSUES_PER_DAY).contains(&issues_per_day)),
        ];
        PolicyError::first(self.draft, &[&checks[..], &attempts.checks()].concat())
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

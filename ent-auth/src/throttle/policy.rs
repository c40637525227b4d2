//! How many tries in vain are tolerated.

use crate::code::PolicyError;
use crate::code::budget::AttemptLimits;

/// How many tries in vain are tolerated, and how long each further one makes wait.
///
/// ```
/// use ent_auth::code::PolicyError;
/// use ent_auth::throttle::ThrottlePolicy;
///
/// let sign_in = ThrottlePolicy::sign_in();
/// assert_eq!([2, 3, 4, 5, 99].map(|n| sign_in.delay(n)), [0, 30, 60, 120, 3600]);
/// let lax = ThrottlePolicy::builder().failures_per_day(26).build();
/// assert_eq!(lax, Err(PolicyError::Bounds { field: "failures_per_day" }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottlePolicy {
    attempts: AttemptLimits,
}

impl ThrottlePolicy {
    /// Sign-ins with a password: a wait of 30 seconds after the third wrong one in a row, doubled
    /// each time up to an hour; 25 wrong ones in 24 hours; none any more after 100 in a row.
    ///
    /// Within the second case of the CNIL's recommendation of 2022 (more than a minute after five,
    /// 25 a day) and NIST SP 800-63B-4 §3.2.2 (100 in a row).
    #[must_use]
    pub const fn sign_in() -> Self {
        Self {
            attempts: AttemptLimits {
                failures_per_day: 25,
                max_consecutive: 100,
                free_failures: 3,
                delay_seconds: 30,
            },
        }
    }

    /// Messages to one number, over all subjects and purposes, that no typed code answers: a wait
    /// of a minute after the third in a row, doubled each time up to an hour; ten in 24 hours; none
    /// any more after 50 in a row. A rule of the suite: the guides tell none.
    ///
    /// More than for one subject, since a family may share a number; a code that is typed counts no
    /// more, so that only who asks for four at once waits.
    #[must_use]
    pub const fn sms_to_number() -> Self {
        Self {
            attempts: AttemptLimits {
                failures_per_day: 10,
                max_consecutive: 50,
                free_failures: 3,
                delay_seconds: 60,
            },
        }
    }

    /// A policy of a stack's own, starting from [`sign_in`](Self::sign_in).
    #[must_use]
    pub const fn builder() -> ThrottlePolicyBuilder {
        ThrottlePolicyBuilder { draft: Self::sign_in() }
    }

    crate::code::attempt_getters!();

    /// Seconds to wait after the `consecutive`-th try in vain in a row; at most an hour.
    #[must_use]
    pub fn delay(&self, consecutive: u16) -> i64 {
        self.attempts.delay(consecutive)
    }

    pub(super) const fn attempts(&self) -> AttemptLimits {
        self.attempts
    }
}

/// Builds a [`ThrottlePolicy`] within the hard maxima.
#[derive(Clone, Copy, Debug)]
pub struct ThrottlePolicyBuilder {
    draft: ThrottlePolicy,
}

impl ThrottlePolicyBuilder {
    crate::code::attempt_setters!();

    /// Checks every bound.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Bounds`] with the first field that is out of its bounds.
    pub fn build(self) -> Result<ThrottlePolicy, PolicyError> {
        PolicyError::first(self.draft, &self.draft.attempts.checks())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_bounded() {
        let b = ThrottlePolicy::builder;
        let cases = [
            // draft, field that is refused
            (b().failures_per_day(0), "failures_per_day"),
            (b().failures_per_day(26), "failures_per_day"),
            (b().max_consecutive(0), "max_consecutive"),
            (b().max_consecutive(101), "max_consecutive"),
            (b().free_failures(11), "free_failures"),
            (b().delay_seconds(3601), "delay_seconds"),
        ];
        for (draft, field) in cases {
            assert_eq!(draft.build(), Err(PolicyError::Bounds { field }));
        }
        assert_eq!(b().build(), Ok(ThrottlePolicy::sign_in()));
    }

    #[test]
    fn waits_are_as_published() {
        let waits = |policy: ThrottlePolicy| [1, 2, 3, 4, 5, 9, 10].map(|n| policy.delay(n));
        assert_eq!(waits(ThrottlePolicy::sign_in()), [0, 0, 30, 60, 120, 1920, 3600]);
        assert_eq!(waits(ThrottlePolicy::sms_to_number()), [0, 0, 60, 120, 240, 3600, 3600]);
    }
}

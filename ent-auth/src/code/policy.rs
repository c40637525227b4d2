//! Lengths, lifetimes and caps of a one-time code.

use std::borrow::Cow;

use ent_core::{Coded, Params};
use thiserror::Error;

use super::budget::{AttemptLimits, SendLimits};
use crate::Deviation;

/// Lengths, lifetimes and caps of a one-time code.
///
/// ```
/// use ent_auth::code::{Policy, PolicyError};
///
/// let sms = Policy::educonnect_sms();
/// assert_eq!((sms.lifetime_seconds(), sms.digits(), sms.max_attempts()), (1800, 8, 5));
/// assert_eq!(sms.deviations().first().map(|d| d.id), Some("code-lifetime"));
///
/// let too_long = Policy::builder().lifetime_seconds(3600).build();
/// assert_eq!(too_long, Err(PolicyError::Bounds { field: "lifetime_seconds" }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    digits: u8,
    lifetime_seconds: u32,
    max_attempts: u8,
    attempts: AttemptLimits,
    resend_seconds: u32,
    sends_per_hour: u8,
    sends_per_day: u8,
}

impl Policy {
    /// Hard maximum of a code's life: 30 minutes.
    pub const MAX_LIFETIME_SECONDS: u32 = 1800;
    /// Hard maximum of guesses at one code.
    pub const MAX_ATTEMPTS: u8 = 10;
    /// Hard maximum of wrong guesses in 24 hours.
    pub const MAX_FAILURES_PER_DAY: u8 = AttemptLimits::MAX_FAILURES_PER_DAY;
    /// Hard maximum of messages in 24 hours.
    pub const MAX_SENDS_PER_DAY: u8 = 8;

    /// The SMS code of EduConnect: valid 30 minutes (Somme guide, 2021), paid for with 8 digits,
    /// 5 guesses a code, 10 wrong guesses and 5 messages a day.
    #[must_use]
    pub const fn educonnect_sms() -> Self {
        Self {
            digits: 8,
            lifetime_seconds: 30 * 60,
            max_attempts: 5,
            attempts: AttemptLimits::USUAL,
            resend_seconds: 60,
            sends_per_hour: 3,
            sends_per_day: 5,
        }
    }

    /// A code of 10 minutes, as the standards ask: 6 digits (NIST SP 800-63B-4 §3.1.3.2, SP 800-63A-4
    /// §3.8, OWASP ASVS 5.0 6.5.4 and 6.5.5), 5 guesses a code, 10 wrong guesses and 5 messages a
    /// day.
    #[must_use]
    pub const fn oob_10min() -> Self {
        Self { digits: 6, lifetime_seconds: 10 * 60, ..Self::educonnect_sms() }
    }

    /// A policy of a stack's own, starting from [`educonnect_sms`](Self::educonnect_sms).
    #[must_use]
    pub const fn builder() -> PolicyBuilder {
        PolicyBuilder { draft: Self::educonnect_sms() }
    }

    /// Digits of a code.
    #[must_use]
    pub const fn digits(&self) -> u8 {
        self.digits
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

    attempt_getters!();

    /// Seconds between two messages, doubled after each of an hour.
    #[must_use]
    pub const fn resend_seconds(&self) -> u32 {
        self.resend_seconds
    }

    /// Messages in any hour.
    #[must_use]
    pub const fn sends_per_hour(&self) -> u8 {
        self.sends_per_hour
    }

    /// Messages in any 24 hours.
    #[must_use]
    pub const fn sends_per_day(&self) -> u8 {
        self.sends_per_day
    }

    /// Seconds between the `sent`-th message of an hour and the next: doubled each time.
    #[must_use]
    pub fn resend_interval(&self, sent: usize) -> i64 {
        self.sends().interval(sent)
    }

    /// Seconds to wait after the `consecutive`-th wrong guess in a row; at most an hour.
    #[must_use]
    pub fn delay(&self, consecutive: u16) -> i64 {
        self.attempts.delay(consecutive)
    }

    pub(super) const fn attempts(&self) -> AttemptLimits {
        self.attempts
    }

    pub(super) const fn sends(&self) -> SendLimits {
        SendLimits {
            per_hour: self.sends_per_hour,
            per_day: self.sends_per_day,
            interval_seconds: self.resend_seconds,
            doubles: true,
        }
    }

    /// Where this policy is laxer than a named standard, for a security file: `code-lifetime`, and
    /// for any policy `code-channel`, since a telephone network is a restricted channel.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        let mut found = Deviation::of_lifetime(
            "code-lifetime",
            self.lifetime_seconds,
            600,
            &["NIST SP 800-63B-4 §3.1.3.2", "NIST SP 800-63A-4 §3.8", "OWASP ASVS 5.0 6.5.5"],
        );
        let standard = "NIST SP 800-63B-4 §3.1.3.3";
        found.push(Deviation { id: "code-channel", standard, requirement: 0, value: 1 });
        found
    }
}

/// Builds a [`Policy`] within the hard maxima.
#[derive(Clone, Copy, Debug)]
pub struct PolicyBuilder {
    draft: Policy,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $([$part:ident])? $field:ident: $type:ty,)*) => {
        $($(#[$doc])*
        #[must_use]
        pub const fn $field(mut self, value: $type) -> Self {
            self.draft$(.$part)?.$field = value;
            self
        })*
    };
}

/// The limits of wrong guesses that every policy of a budget has.
macro_rules! attempt_getters {
    () => {
        /// Wrong guesses in any 24 hours, over all that the record counts.
        #[must_use]
        pub const fn failures_per_day(&self) -> u8 {
            self.attempts.failures_per_day
        }

        /// Wrong guesses in a row after which the record is disabled.
        #[must_use]
        pub const fn max_consecutive(&self) -> u16 {
            self.attempts.max_consecutive
        }

        /// Wrong guesses in a row that cost no delay.
        #[must_use]
        pub const fn free_failures(&self) -> u16 {
            self.attempts.free_failures
        }

        /// First delay in seconds, doubled after each further wrong guess; 0 for none.
        #[must_use]
        pub const fn delay_seconds(&self) -> u32 {
            self.attempts.delay_seconds
        }
    };
}

macro_rules! attempt_setters {
    () => {
        $crate::code::setters! {
            /// Wrong guesses in any 24 hours: 1 to 25.
            [attempts] failures_per_day: u8,
            /// Wrong guesses in a row before the record is disabled: 1 to 100.
            [attempts] max_consecutive: u16,
            /// Wrong guesses in a row that cost no delay: at most 10.
            [attempts] free_failures: u16,
            /// First delay in seconds, doubled after each further wrong guess; 0 for none.
            [attempts] delay_seconds: u32,
        }
    };
}

pub(crate) use {attempt_getters, attempt_setters, setters};

impl PolicyBuilder {
    attempt_setters!();
    setters! {
        /// Digits of a code: 6 to 10; 8 or more when it lives longer than 10 minutes or more than 5
        /// guesses are allowed.
        digits: u8,
        /// Life of a code in seconds: 60 to 1800.
        lifetime_seconds: u32,
        /// Guesses at one code: 1 to 10.
        max_attempts: u8,
        /// Seconds between two messages, doubled after each: 1 to 3600.
        resend_seconds: u32,
        /// Messages in any hour: 1 to 8.
        sends_per_hour: u8,
        /// Messages in any 24 hours: 1 to 8.
        sends_per_day: u8,
    }

    /// Checks every bound.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Bounds`] with the first field that is out of its bounds.
    pub fn build(self) -> Result<Policy, PolicyError> {
        let Policy { digits, lifetime_seconds, max_attempts, attempts, .. } = self.draft;
        let few = lifetime_seconds <= 600 && max_attempts <= 5;
        let least_digits = if few { 6 } else { 8 };
        let checks = [
            ("digits", (least_digits..=10).contains(&digits)),
            ("lifetime_seconds", (60..=Policy::MAX_LIFETIME_SECONDS).contains(&lifetime_seconds)),
            ("max_attempts", (1..=Policy::MAX_ATTEMPTS).contains(&max_attempts)),
            ("resend_seconds", (1..=3600).contains(&self.draft.resend_seconds)),
            (
                "sends_per_hour",
                (1..=Policy::MAX_SENDS_PER_DAY).contains(&self.draft.sends_per_hour),
            ),
            ("sends_per_day", (1..=Policy::MAX_SENDS_PER_DAY).contains(&self.draft.sends_per_day)),
        ];
        PolicyError::first(self.draft, &[&checks[..], &attempts.checks()].concat())
    }
}

/// Why a [`Policy`] cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A field is outside its hard bounds.
    #[error("`{field}` is out of bounds")]
    Bounds {
        /// Name of the field.
        field: &'static str,
    },
}

impl PolicyError {
    /// `draft`, unless one of the `checks` (name of a field, whether it holds) fails.
    pub(crate) fn first<P>(draft: P, checks: &[(&'static str, bool)]) -> Result<P, Self> {
        match checks.iter().find(|(_, holds)| !holds) {
            Some(&(field, _)) => Err(Self::Bounds { field }),
            None => Ok(draft),
        }
    }
}

impl Coded for PolicyError {
    fn code(&self) -> &'static str {
        "policy/bounds"
    }

    fn params(&self) -> Params {
        let Self::Bounds { field } = self;
        vec![("field", Cow::Borrowed(field))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_as_published() {
        let of = |p: Policy| {
            let code = (p.digits(), p.lifetime_seconds(), p.max_attempts());
            (
                code,
                (p.failures_per_day(), p.max_consecutive()),
                (p.sends_per_hour(), p.sends_per_day()),
            )
        };
        assert_eq!(of(Policy::educonnect_sms()), ((8, 1800, 5), (10, 25), (3, 5)));
        assert_eq!(of(Policy::oob_10min()), ((6, 600, 5), (10, 25), (3, 5)));
        let laxer = |p: Policy| p.deviations().iter().map(|d| d.requirement).collect::<Vec<_>>();
        assert_eq!(laxer(Policy::educonnect_sms()), [600, 600, 600, 0]);
        assert_eq!(laxer(Policy::oob_10min()), [0]);
    }

    #[test]
    fn intervals_and_delays_double() {
        let sms = Policy::educonnect_sms();
        assert_eq!([1, 2, 3].map(|sent| sms.resend_interval(sent)), [60, 120, 240]);
        let delays = [1, 4, 5, 6, 7, 11, 12, 13, u16::MAX].map(|n| sms.delay(n));
        assert_eq!(delays, [0, 0, 30, 60, 120, 1920, 3600, 3600, 3600]);
        let none = Policy::builder().delay_seconds(0).build().unwrap();
        assert_eq!([5, 6, u16::MAX].map(|n| none.delay(n)), [0, 0, 0]);
    }

    #[test]
    fn every_field_is_bounded() {
        let b = Policy::builder;
        let cases = [
            // draft, field that is refused
            (b().digits(7), "digits"), // too few for 30 minutes
            (b().lifetime_seconds(600).digits(5), "digits"),
            (b().lifetime_seconds(600).digits(6).max_attempts(6), "digits"),
            (b().lifetime_seconds(1801), "lifetime_seconds"),
            (b().lifetime_seconds(0), "lifetime_seconds"),
            (b().max_attempts(0), "max_attempts"),
            (b().max_attempts(11), "max_attempts"),
            (b().failures_per_day(26), "failures_per_day"),
            (b().max_consecutive(101), "max_consecutive"),
            (b().resend_seconds(0), "resend_seconds"),
            (b().sends_per_hour(9), "sends_per_hour"),
            (b().sends_per_day(0), "sends_per_day"),
            (b().free_failures(11), "free_failures"),
            (b().delay_seconds(3601), "delay_seconds"),
        ];
        for (draft, field) in cases {
            assert_eq!(draft.build(), Err(PolicyError::Bounds { field }));
            let error = draft.build().unwrap_err();
            assert_eq!(
                (error.code(), error.params()),
                ("policy/bounds", vec![("field", field.into())])
            );
        }
        assert!(b().lifetime_seconds(600).digits(6).build().is_ok());
    }
}

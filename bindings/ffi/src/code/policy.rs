//! Lengths, lifetimes and caps of a one-time code.

use ent_auth::code::Policy;

use crate::EntError;
use crate::mirror::set_options;

/// Lengths, lifetimes and caps of a one-time code, within hard maxima.
#[derive(Debug, uniffi::Object)]
pub struct CodePolicy {
    pub(crate) inner: Policy,
}

/// What to change in the policy `educonnect_sms`; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct CodePolicyOptions {
    /// Digits of a code: 6 to 10; 8 or more when it lives longer than 10 minutes or
    /// more than 5 guesses are allowed.
    #[uniffi(default = None)]
    pub digits: Option<i32>,
    /// Life of a code in seconds: 60 to 1800.
    #[uniffi(default = None)]
    pub lifetime_seconds: Option<i64>,
    /// Guesses at one code: 1 to 10.
    #[uniffi(default = None)]
    pub max_attempts: Option<i32>,
    /// Wrong guesses in any 24 hours: 1 to 25.
    #[uniffi(default = None)]
    pub failures_per_day: Option<i32>,
    /// Wrong guesses in a row before the ledger is disabled: 1 to 100.
    #[uniffi(default = None)]
    pub max_consecutive: Option<i32>,
    /// Seconds between two messages, doubled after each: 1 to 3600.
    #[uniffi(default = None)]
    pub resend_seconds: Option<i64>,
    /// Messages in any hour: 1 to 8.
    #[uniffi(default = None)]
    pub sends_per_hour: Option<i32>,
    /// Messages in any 24 hours: 1 to 8.
    #[uniffi(default = None)]
    pub sends_per_day: Option<i32>,
    /// Wrong guesses in a row that cost no delay.
    #[uniffi(default = None)]
    pub free_failures: Option<i32>,
    /// First delay in seconds, doubled after each further wrong guess; 0 for none.
    #[uniffi(default = None)]
    pub delay_seconds: Option<i64>,
}

/// What a policy says.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CodePolicyValues {
    /// Digits of a code.
    pub digits: i32,
    /// Life of a code in seconds; the last second is excluded.
    pub lifetime_seconds: i64,
    /// Guesses at one code, the right one included.
    pub max_attempts: i32,
    /// Wrong guesses in any 24 hours, over all codes of the subject and purpose.
    pub failures_per_day: i32,
    /// Wrong guesses in a row after which the ledger is disabled.
    pub max_consecutive: i32,
    /// Messages in any hour.
    pub sends_per_hour: i32,
    /// Messages in any 24 hours.
    pub sends_per_day: i32,
    /// Seconds between two messages, doubled after each of an hour.
    pub resend_seconds: i64,
    /// Wrong guesses in a row that cost no delay.
    pub free_failures: i32,
    /// First delay in seconds, doubled after each further wrong guess; 0 for none.
    pub delay_seconds: i64,
}

/// A requirement of a standard that a policy does not meet, for a security file.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Deviation {
    /// Stable id of the point, such as `code-lifetime`.
    pub id: String,
    /// Standard and section.
    pub standard: String,
    /// What the standard asks for: code points, seconds or bits, as the id says; 1 or 0 for what a
    /// policy has or has not.
    pub requirement: i64,
    /// What the policy has.
    pub value: i64,
}

impl From<ent_auth::Deviation> for Deviation {
    fn from(deviation: ent_auth::Deviation) -> Self {
        Self {
            id: deviation.id.to_owned(),
            standard: deviation.standard.to_owned(),
            requirement: deviation.requirement.into(),
            value: deviation.value.into(),
        }
    }
}

#[uniffi::export]
impl CodePolicy {
    /// The SMS code of EduConnect: valid 30 minutes, 8 digits, 5 guesses a code, 10 wrong guesses
    /// and 5 messages a day.
    #[uniffi::constructor]
    pub fn educonnect_sms() -> Self {
        Self { inner: Policy::educonnect_sms() }
    }

    /// A code of 10 minutes, as NIST SP 800-63B-4 and OWASP ASVS ask: 6 digits, 5 guesses a code, 10
    /// wrong guesses and 5 messages a day.
    #[uniffi::constructor]
    pub fn oob_10min() -> Self {
        Self { inner: Policy::oob_10min() }
    }

    /// A policy of a stack's own, starting from `educonnect_sms`.
    ///
    /// Fails with `policy/bounds`, whose texts name the option.
    #[uniffi::constructor]
    pub fn custom(options: CodePolicyOptions) -> Result<Self, EntError> {
        let mut builder = Policy::builder();
        set_options! {
            builder, options:
            digits lifetime_seconds max_attempts failures_per_day max_consecutive
            resend_seconds sends_per_hour sends_per_day free_failures delay_seconds
        }
        Ok(Self { inner: builder.build()? })
    }

    /// What the policy says.
    pub fn values(&self) -> CodePolicyValues {
        let policy = &self.inner;
        CodePolicyValues {
            digits: policy.digits().into(),
            lifetime_seconds: policy.lifetime_seconds().into(),
            max_attempts: policy.max_attempts().into(),
            failures_per_day: policy.failures_per_day().into(),
            max_consecutive: policy.max_consecutive().into(),
            sends_per_hour: policy.sends_per_hour().into(),
            sends_per_day: policy.sends_per_day().into(),
            resend_seconds: policy.resend_seconds().into(),
            free_failures: policy.free_failures().into(),
            delay_seconds: policy.delay_seconds().into(),
        }
    }

    /// Where the policy is laxer than a named standard.
    pub fn deviations(&self) -> Vec<Deviation> {
        self.inner.deviations().into_iter().map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_checked() {
        assert_eq!(CodePolicy::educonnect_sms().values().lifetime_seconds, 1_800);
        assert!(!CodePolicy::educonnect_sms().deviations().is_empty());
        let options = CodePolicyOptions {
            digits: Some(6),
            lifetime_seconds: Some(300),
            ..CodePolicyOptions::default()
        };
        let policy = CodePolicy::custom(options.clone()).unwrap();
        assert_eq!((policy.values().digits, policy.deviations().len()), (6, 1));
        for bad in [
            CodePolicyOptions { digits: Some(-6), ..options.clone() },
            CodePolicyOptions { digits: Some(262), ..options.clone() },
            CodePolicyOptions { lifetime_seconds: Some(i64::MAX), ..options.clone() },
            CodePolicyOptions { max_attempts: Some(0), ..options.clone() },
            CodePolicyOptions { free_failures: Some(70_000), ..options },
        ] {
            assert_eq!(CodePolicy::custom(bad).unwrap_err().code(), "policy/bounds");
        }
    }
}

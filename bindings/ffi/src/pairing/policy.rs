//! Lifetimes and caps of an activation.

use crate::EntError;
use crate::code::Deviation;
use crate::mirror::set_options;

/// Lifetimes and caps of the activation of a mobile application, within hard maxima.
#[derive(Debug, uniffi::Object)]
pub struct PairingPolicy {
    pub(crate) inner: ent_auth::pairing::PairingPolicy,
}

/// What to change in the policy `mobile_activation`; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct PairingPolicyOptions {
    /// Life of a code in seconds: 60 to 600.
    #[uniffi(default = None)]
    pub lifetime_seconds: Option<i64>,
    /// Guesses at one code: 1 to 10.
    #[uniffi(default = None)]
    pub max_attempts: Option<i32>,
    /// Wrong guesses in any 24 hours: 1 to 25.
    #[uniffi(default = None)]
    pub failures_per_day: Option<i32>,
    /// Wrong guesses in a row before the record is disabled: 1 to 100.
    #[uniffi(default = None)]
    pub max_consecutive: Option<i32>,
    /// Seconds between one code and the next: 10 to 3600.
    #[uniffi(default = None)]
    pub issue_seconds: Option<i64>,
    /// Codes in any 24 hours: 1 to 10.
    #[uniffi(default = None)]
    pub issues_per_day: Option<i32>,
    /// Wrong guesses in a row that cost no delay: at most 10.
    #[uniffi(default = None)]
    pub free_failures: Option<i32>,
    /// First delay in seconds, doubled after each further wrong guess; 0 for none.
    #[uniffi(default = None)]
    pub delay_seconds: Option<i64>,
}

/// What a policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PairingPolicyValues {
    /// Life of a code in seconds; the last second is excluded.
    pub lifetime_seconds: i64,
    /// Guesses at one code, the right one included.
    pub max_attempts: i32,
    /// Wrong guesses in any 24 hours, over all codes of the account.
    pub failures_per_day: i32,
    /// Wrong guesses in a row after which the record is disabled.
    pub max_consecutive: i32,
    /// Seconds between one code and the next.
    pub issue_seconds: i64,
    /// Codes in any 24 hours.
    pub issues_per_day: i32,
    /// Wrong guesses in a row that cost no delay.
    pub free_failures: i32,
    /// First delay in seconds, doubled after each further wrong guess; 0 for none.
    pub delay_seconds: i64,
}

#[uniffi::export]
impl PairingPolicy {
    /// Valid 5 minutes; 5 guesses a code, 10 wrong guesses a day, 10 codes a day.
    #[uniffi::constructor]
    pub fn mobile_activation() -> Self {
        Self { inner: ent_auth::pairing::PairingPolicy::mobile_activation() }
    }

    /// A policy of a stack's own, starting from `mobile_activation`.
    ///
    /// Fails with `policy/bounds`, whose texts name the option.
    #[uniffi::constructor]
    pub fn custom(options: PairingPolicyOptions) -> Result<Self, EntError> {
        let mut builder = ent_auth::pairing::PairingPolicy::builder();
        set_options! {
            builder, options:
            lifetime_seconds max_attempts failures_per_day max_consecutive
            issue_seconds issues_per_day free_failures delay_seconds
        }
        Ok(Self { inner: builder.build()? })
    }

    /// What the policy says.
    pub fn values(&self) -> PairingPolicyValues {
        let policy = &self.inner;
        PairingPolicyValues {
            lifetime_seconds: policy.lifetime_seconds().into(),
            max_attempts: policy.max_attempts().into(),
            failures_per_day: policy.failures_per_day().into(),
            max_consecutive: policy.max_consecutive().into(),
            issue_seconds: policy.issue_seconds().into(),
            issues_per_day: policy.issues_per_day().into(),
            free_failures: policy.free_failures().into(),
            delay_seconds: policy.delay_seconds().into(),
        }
    }

    /// Where the policy is laxer than a named standard: empty, since the bounds allow no longer life
    /// of a code than the standards do.
    pub fn deviations(&self) -> Vec<Deviation> {
        self.inner.deviations().into_iter().map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_checked() {
        let preset = PairingPolicy::mobile_activation();
        assert_eq!((preset.values().lifetime_seconds, preset.deviations().len()), (300, 0));
        let options = PairingPolicyOptions { issue_seconds: Some(60), ..Default::default() };
        let policy = PairingPolicy::custom(options).unwrap();
        assert_eq!(policy.values().issue_seconds, 60);
        for bad in [
            PairingPolicyOptions { lifetime_seconds: Some(601), ..Default::default() },
            PairingPolicyOptions { max_attempts: Some(-1), ..Default::default() },
            PairingPolicyOptions { delay_seconds: Some(i64::MAX), ..Default::default() },
        ] {
            assert_eq!(PairingPolicy::custom(bad).unwrap_err().code(), "policy/bounds");
        }
    }
}

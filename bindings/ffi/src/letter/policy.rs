//! Lifetime and caps of a letter.

use std::sync::Arc;

use ent_auth::code::PolicyError;
use ent_auth::letter::{self as domain, LetterLife};
use ent_auth::password::PasswordRules;

use crate::code::Deviation;
use crate::password::PasswordRuleSet;
use crate::zone::Zone;
use crate::{CalendarDate, EntError, Timestamp};

/// Lifetime and caps of a letter, within hard maxima.
#[derive(Debug, uniffi::Object)]
pub struct LetterPolicy {
    pub(crate) inner: domain::LetterPolicy,
    /// The rules, where they were given: those of a stack's own are not found by their id.
    rules: Option<Arc<PasswordRuleSet>>,
}

/// What to change in the policy `three_months`; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, uniffi::Record)]
pub struct LetterPolicyOptions {
    /// Life of a letter in calendar months: 1 to 3.
    #[uniffi(default = None)]
    pub months: Option<i32>,
    /// Life of a letter in days, in place of months: 1 to 92.
    #[uniffi(default = None)]
    pub days: Option<i32>,
    /// Wrong secrets in a row that lock a letter: 1 to 10.
    #[uniffi(default = None)]
    pub max_failures: Option<i32>,
    /// Seconds of an activation: 60 to 1800.
    #[uniffi(default = None)]
    pub activation_seconds: Option<i64>,
    /// Submissions of birth dates in one activation: 1 to 3.
    #[uniffi(default = None)]
    pub date_attempts: Option<i32>,
    /// Wrong submissions of birth dates in any 24 hours: 1 to 5.
    #[uniffi(default = None)]
    pub date_failures_per_day: Option<i32>,
    /// The password rules that a new password must keep: published, or a stack's own.
    #[uniffi(default = None)]
    pub rules: Option<Arc<PasswordRuleSet>>,
}

/// When a letter ends.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LetterExpiry {
    /// Last day on which it may be used.
    pub last_day: CalendarDate,
    /// First instant at which it is refused: midnight at the end of that day.
    pub expires_at: Timestamp,
}

#[uniffi::export]
impl LetterPolicy {
    /// The letters of EduConnect: valid three months after the day of creation, locked after ten
    /// wrong secrets in a row, 30 minutes for an activation.
    #[uniffi::constructor]
    pub fn three_months() -> Self {
        Self { inner: domain::LetterPolicy::three_months(), rules: None }
    }

    /// A policy of a stack's own, starting from `three_months`.
    ///
    /// Fails with `policy/bounds`, whose texts name the option.
    #[uniffi::constructor]
    pub fn custom(options: LetterPolicyOptions) -> Result<Self, EntError> {
        let mut builder = domain::LetterPolicy::builder();
        let bounds = |field| PolicyError::Bounds { field };
        let life = |value: i32| u8::try_from(value).map_err(|_| bounds("life"));
        match (options.months, options.days) {
            (None, None) => {}
            (Some(months), None) => builder = builder.life(LetterLife::Months(life(months)?)),
            (None, Some(days)) => builder = builder.life(LetterLife::Days(life(days)?)),
            (Some(_), Some(_)) => return Err(bounds("life").into()),
        }
        macro_rules! set {
            ($($field:ident)+) => {$(
                if let Some(value) = options.$field {
                    let value = value.try_into().map_err(|_| bounds(stringify!($field)))?;
                    builder = builder.$field(value);
                }
            )+};
        }
        set! { max_failures activation_seconds date_attempts date_failures_per_day }
        if let Some(rules) = &options.rules {
            builder = builder.rules(rules.inner.id());
        }
        Ok(Self { inner: builder.build()?, rules: options.rules })
    }

    /// Calendar months for which a letter may be used; none when its life is counted in days.
    pub fn months(&self) -> Option<i32> {
        match self.inner.life() {
            LetterLife::Months(months) => Some(months.into()),
            LetterLife::Days(_) => None,
        }
    }

    /// Days for which a letter may be used; none when its life is counted in months.
    pub fn days(&self) -> Option<i32> {
        match self.inner.life() {
            LetterLife::Days(days) => Some(days.into()),
            LetterLife::Months(_) => None,
        }
    }

    /// Wrong secrets in a row that lock a letter.
    pub fn max_failures(&self) -> i32 {
        self.inner.max_failures().into()
    }

    /// Seconds from the sign-in to the end of the activation.
    pub fn activation_seconds(&self) -> i64 {
        self.inner.activation_seconds().into()
    }

    /// Submissions of birth dates in one activation.
    pub fn date_attempts(&self) -> i32 {
        self.inner.date_attempts().into()
    }

    /// Wrong submissions of birth dates in any 24 hours, over all activations.
    pub fn date_failures_per_day(&self) -> i32 {
        self.inner.date_failures_per_day().into()
    }

    /// Id of the password rules that a new password must keep.
    pub fn rules(&self) -> String {
        self.inner.rules().to_owned()
    }

    /// When a letter created on `created_on` ends.
    ///
    /// Fails with `letter/date`.
    pub fn expiry(&self, created_on: CalendarDate, zone: &Zone) -> Result<LetterExpiry, EntError> {
        let created_on = created_on.read_day().map_err(|_| domain::LetterError::Date)?;
        let last_day = self.inner.last_day(created_on)?.into();
        Ok(LetterExpiry { last_day, expires_at: self.inner.expiry(created_on, zone.inner)? })
    }

    /// Where the policy is laxer than a named standard.
    pub fn deviations(&self) -> Vec<Deviation> {
        let found = self.inner.deviations().into_iter();
        found
            .map(|deviation| Deviation {
                id: deviation.id.to_owned(),
                standard: deviation.standard.to_owned(),
                requirement: deviation.requirement.into(),
                value: deviation.value.into(),
            })
            .collect()
    }
}

impl LetterPolicy {
    /// The rules that a new password must keep.
    pub(super) fn password_rules(&self) -> Result<&PasswordRules, EntError> {
        match &self.rules {
            Some(rules) => Ok(&rules.inner),
            None => Ok(PasswordRules::find(self.inner.rules())?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{parse_day, parse_instant};

    #[test]
    fn options_are_checked() {
        let good = LetterPolicyOptions { days: Some(21), ..LetterPolicyOptions::default() };
        assert!(LetterPolicy::custom(good.clone()).unwrap().deviations().is_empty());
        assert_eq!(LetterPolicy::three_months().deviations().len(), 2);
        let rules = PasswordRuleSet::find("ent-ara").unwrap();
        let other = LetterPolicyOptions { rules: Some(Arc::new(rules)), ..good.clone() };
        assert_eq!(LetterPolicy::custom(other).unwrap().rules(), "ent-ara");
        for bad in [
            LetterPolicyOptions { months: Some(4), ..LetterPolicyOptions::default() },
            LetterPolicyOptions { days: Some(-1), ..LetterPolicyOptions::default() },
            LetterPolicyOptions { days: Some(277), ..LetterPolicyOptions::default() },
            LetterPolicyOptions {
                months: Some(1),
                days: Some(30),
                ..LetterPolicyOptions::default()
            },
            LetterPolicyOptions { max_failures: Some(266), ..good.clone() },
            LetterPolicyOptions { activation_seconds: Some(i64::MAX), ..good.clone() },
            LetterPolicyOptions { date_attempts: Some(0), ..good },
        ] {
            assert_eq!(LetterPolicy::custom(bad).unwrap_err().code(), "policy/bounds");
        }
    }

    #[test]
    fn a_policy_says_what_it_was_given() {
        let usual = LetterPolicy::three_months();
        assert_eq!((usual.months(), usual.days(), usual.max_failures()), (Some(3), None, 10));
        assert_eq!((usual.activation_seconds(), usual.date_attempts()), (1800, 3));
        assert_eq!((usual.date_failures_per_day(), usual.rules().as_str()), (5, "educonnect"));
        let short = LetterPolicyOptions { days: Some(21), ..LetterPolicyOptions::default() };
        let short = LetterPolicy::custom(short).unwrap();
        assert_eq!((short.months(), short.days()), (None, Some(21)));
    }

    #[test]
    fn a_letter_ends_at_midnight() {
        let (policy, paris) = (LetterPolicy::three_months(), Zone::parse("Europe/Paris").unwrap());
        let ends = policy.expiry(parse_day("2026-11-30").unwrap(), &paris).unwrap();
        assert_eq!(ends.last_day, parse_day("2027-02-28").unwrap());
        assert_eq!(ends.expires_at, parse_instant("2027-02-28T23:00:00Z").unwrap());
        let late = parse_day("2199-12-31").unwrap();
        assert_eq!(policy.expiry(late, &paris).unwrap_err().code(), "letter/date");
    }
}

//! Lifetime and caps of a letter.

use ent_core::{Day, Instant, Zone};

use super::LetterError;
use crate::code::{Deviation, PolicyError};
use crate::password::{PasswordRulesBuilder, RulesId};

/// How long the secret of a letter may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a life is counted in months or in days")]
pub enum LetterLife {
    /// Calendar months.
    Months(u8),
    /// Days.
    Days(u8),
}

/// Lifetime and caps of a letter.
///
/// ```
/// use ent_auth::letter::LetterPolicy;
/// use ent_core::{Day, Zone};
///
/// let policy = LetterPolicy::three_months();
/// let (created, paris) = (Day::parse("2026-11-30")?, Zone::parse("Europe/Paris").unwrap());
/// assert_eq!(policy.last_day(created).unwrap().to_string(), "2027-02-28");
/// assert_eq!(policy.expiry(created, paris).unwrap().to_string(), "2027-02-28T23:00:00Z");
/// assert_eq!(policy.deviations().first().map(|d| d.id), Some("letter-lifetime"));
/// # Ok::<(), ent_core::DayError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterPolicy {
    life: LetterLife,
    max_failures: u8,
    activation_seconds: u32,
    date_attempts: u8,
    date_failures_per_day: u8,
    rules: RulesId,
}

impl LetterPolicy {
    /// Hard maximum of a letter's life: three calendar months.
    pub const MAX_MONTHS: u8 = 3;
    /// Hard maximum of a letter's life counted in days.
    pub const MAX_DAYS: u8 = 92;
    /// Hard maximum of wrong secrets in a row.
    pub const MAX_FAILURES: u8 = 10;
    /// Hard maximum of an activation, in seconds.
    pub const MAX_ACTIVATION_SECONDS: u32 = 1800;
    /// Hard maximum of submissions of birth dates in one activation.
    pub const MAX_DATE_ATTEMPTS: u8 = 3;
    /// Hard maximum of wrong submissions of birth dates in 24 hours.
    pub const MAX_DATE_FAILURES_PER_DAY: u8 = 5;

    /// The letters of EduConnect: valid three months after the day of creation (Somme guide,
    /// 2021), locked after ten wrong secrets in a row; an activation lasts 30 minutes, birth dates
    /// may be submitted three times in it and be wrong five times a day, the new password follows
    /// the rules `educonnect`.
    #[must_use]
    pub const fn three_months() -> Self {
        Self {
            life: LetterLife::Months(3),
            max_failures: 10,
            activation_seconds: 1800,
            date_attempts: 3,
            date_failures_per_day: 5,
            rules: RulesId::of("educonnect"),
        }
    }

    /// A policy of a stack's own, starting from [`three_months`](Self::three_months).
    #[must_use]
    pub const fn builder() -> LetterPolicyBuilder {
        LetterPolicyBuilder { draft: Self::three_months() }
    }

    /// How long a letter may be used.
    #[must_use]
    pub const fn life(&self) -> LetterLife {
        self.life
    }

    /// Wrong secrets in a row that lock a letter.
    #[must_use]
    pub const fn max_failures(&self) -> u8 {
        self.max_failures
    }

    /// Seconds from the sign-in to the end of the activation.
    #[must_use]
    pub const fn activation_seconds(&self) -> u32 {
        self.activation_seconds
    }

    /// Submissions of birth dates in one activation.
    #[must_use]
    pub const fn date_attempts(&self) -> u8 {
        self.date_attempts
    }

    /// Wrong submissions of birth dates in any 24 hours, over all activations.
    #[must_use]
    pub const fn date_failures_per_day(&self) -> u8 {
        self.date_failures_per_day
    }

    /// Id of the password rules the new password must have been accepted under.
    #[must_use]
    pub fn rules(&self) -> &str {
        self.rules.as_str()
    }

    /// The last day on which a letter created on `created_on` may be used.
    ///
    /// Three months from 30 November end on the last day of February: where the month is too
    /// short for the number of the day, its last day counts (code de procédure civile, art. 641).
    ///
    /// # Errors
    ///
    /// [`LetterError::Date`] when it is after 2199.
    pub fn last_day(&self, created_on: Day) -> Result<Day, LetterError> {
        let last = match self.life {
            LetterLife::Months(months) => created_on.plus_months(months),
            LetterLife::Days(days) => created_on.plus_days(days.into()),
        };
        last.map_err(|_| LetterError::Date)
    }

    /// The first instant at which a letter created on `created_on` is refused: midnight at the end
    /// of its [last day](Self::last_day) in `zone` (code de procédure civile, art. 642).
    ///
    /// # Errors
    ///
    /// [`LetterError::Date`] when it is after 2199.
    pub fn expiry(&self, created_on: Day, zone: Zone) -> Result<Instant, LetterError> {
        let after = self.last_day(created_on)?.plus_days(1).map_err(|_| LetterError::Date)?;
        zone.start_of(after).map_err(|_| LetterError::Date)
    }

    /// Where this policy is laxer than a named standard, for a security file.
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        const DAY: u32 = 86_400;
        // The longest three months have 92 days.
        let days = match self.life {
            LetterLife::Months(months) => u32::from(months).saturating_mul(31).min(92),
            LetterLife::Days(days) => u32::from(days),
        };
        let limits = [
            (21, "NIST SP 800-63A-4 §3.8 (postal address, contiguous United States)"),
            (30, "NIST SP 800-63A-4 §3.8 (postal address elsewhere)"),
        ];
        let beyond = limits.into_iter().filter(|(limit, _)| days > *limit);
        beyond
            .map(|(limit, standard)| Deviation {
                id: "letter-lifetime",
                standard,
                requirement: DAY.saturating_mul(limit),
                value: DAY.saturating_mul(days),
            })
            .collect()
    }
}

/// Builds a [`LetterPolicy`] within the hard maxima.
#[derive(Clone, Copy, Debug)]
pub struct LetterPolicyBuilder {
    draft: LetterPolicy,
}

impl LetterPolicyBuilder {
    crate::code::setters! {
        /// Life of a letter: 1 to 3 months or 1 to 92 days.
        life: LetterLife,
        /// Wrong secrets in a row that lock a letter: 1 to 10.
        max_failures: u8,
        /// Seconds of an activation: 60 to 1800.
        activation_seconds: u32,
        /// Submissions of birth dates in one activation: 1 to 3.
        date_attempts: u8,
        /// Wrong submissions of birth dates in any 24 hours: 1 to 5.
        date_failures_per_day: u8,
    }

    /// Id of the password rules that the new password must have been accepted under, published or
    /// a stack's own: 1 to 32 bytes.
    #[must_use]
    pub const fn rules(mut self, id: &str) -> Self {
        // A longer one would be cut to what may be the id of others: none is refused in its place.
        let id = if id.len() > PasswordRulesBuilder::MAX_ID { "" } else { id };
        self.draft.rules = RulesId::of(id);
        self
    }

    /// Checks every bound.
    ///
    /// # Errors
    ///
    /// [`PolicyError::Bounds`] with the first field that is out of its bounds.
    pub fn build(self) -> Result<LetterPolicy, PolicyError> {
        let LetterPolicy { life, max_failures, activation_seconds, .. } = self.draft;
        let life = match life {
            LetterLife::Months(months) => (1..=LetterPolicy::MAX_MONTHS).contains(&months),
            LetterLife::Days(days) => (1..=LetterPolicy::MAX_DAYS).contains(&days),
        };
        let checks = [
            ("life", life),
            ("max_failures", (1..=LetterPolicy::MAX_FAILURES).contains(&max_failures)),
            (
                "activation_seconds",
                (60..=LetterPolicy::MAX_ACTIVATION_SECONDS).contains(&activation_seconds),
            ),
            (
                "date_attempts",
                (1..=LetterPolicy::MAX_DATE_ATTEMPTS).contains(&self.draft.date_attempts),
            ),
            (
                "date_failures_per_day",
                (1..=LetterPolicy::MAX_DATE_FAILURES_PER_DAY)
                    .contains(&self.draft.date_failures_per_day),
            ),
            ("rules", !self.draft.rules.as_str().is_empty()),
        ];
        PolicyError::first(self.draft, &checks)
    }
}

#[cfg(test)]
mod tests {
    use super::LetterLife::{Days, Months};
    use super::*;

    #[test]
    fn a_letter_ends_at_midnight_in_its_zone() {
        let cases = [
            // created, zone, first instant refused
            ("2026-11-30", "Europe/Paris", Ok("2027-02-28T23:00:00Z")),
            ("2027-11-30", "Europe/Paris", Ok("2028-02-29T23:00:00Z")),
            ("2026-12-28", "Europe/Paris", Ok("2027-03-28T22:00:00Z")), // 23 hours
            ("2026-07-25", "Europe/Paris", Ok("2026-10-25T23:00:00Z")), // 25 hours
            ("2026-11-30", "Indian/Reunion", Ok("2027-02-28T20:00:00Z")),
            ("2026-11-30", "America/Guadeloupe", Ok("2027-03-01T04:00:00Z")),
            ("2026-11-30", "Pacific/Noumea", Ok("2027-02-28T13:00:00Z")),
            ("2026-11-30", "Pacific/Marquesas", Ok("2027-03-01T09:30:00Z")),
            ("2199-09-29", "Europe/Paris", Ok("2199-12-29T23:00:00Z")),
            ("2199-09-30", "Europe/Paris", Ok("2199-12-30T23:00:00Z")),
            ("2199-10-01", "Europe/Paris", Err(LetterError::Date)),
        ];
        for (created, zone, expected) in cases {
            let (created, zone) = (Day::parse(created).unwrap(), Zone::parse(zone).unwrap());
            let found = LetterPolicy::three_months().expiry(created, zone);
            let found = found.map(|at| at.to_string());
            assert_eq!(found.as_deref().map_err(|e| *e), expected, "{created} {zone}");
        }
    }

    #[test]
    fn every_field_is_bounded() {
        let b = LetterPolicy::builder;
        let cases = [
            (b().life(Months(0)), "life"),
            (b().life(Months(4)), "life"),
            (b().life(Days(0)), "life"),
            (b().life(Days(93)), "life"),
            (b().max_failures(0), "max_failures"),
            (b().max_failures(11), "max_failures"),
            (b().activation_seconds(59), "activation_seconds"),
            (b().activation_seconds(1801), "activation_seconds"),
            (b().date_attempts(4), "date_attempts"),
            (b().date_failures_per_day(6), "date_failures_per_day"),
            (b().rules(""), "rules"),
            (b().rules("a-name-of-thirty-three-characters"), "rules"),
        ];
        for (draft, field) in cases {
            assert_eq!(draft.build(), Err(PolicyError::Bounds { field }));
        }
        assert_eq!(b().build(), Ok(LetterPolicy::three_months()));
    }

    #[test]
    fn three_months_deviate_and_three_weeks_do_not() {
        let with = |life| LetterPolicy::builder().life(life).build().unwrap().deviations().len();
        let cases = [(Months(3), 2), (Months(1), 2), (Days(30), 1), (Days(22), 1), (Days(21), 0)];
        for (life, count) in cases {
            assert_eq!(with(life), count, "{life:?}");
        }
        let found = LetterPolicy::three_months().deviations();
        assert!(found.iter().all(|deviation| deviation.value == 92 * 86_400));
    }
}

//! Lifetime and caps of a letter.

use ent_auth::code::PolicyError;
use ent_auth::letter::{self as domain, LetterError, LetterLife};
use ent_auth::password::PasswordRules as DomainRules;
use ent_core::Day;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{AnyDate, CalendarDay, Moment, Text, Whole, record};
use crate::errors;
use crate::password::rules::PasswordRules;
use crate::policy::{deviation_records, set_options};
use crate::zone::AnyZone;

/// Lifetime and caps of a letter, which lives a number of calendar months, or of days.
///
/// What is not given is that of `three_months`; `rules` are `PasswordRules`, or the id of published
/// ones.
///
/// >>> from datetime import date
/// >>> LetterPolicy.three_months().expiry(date(2026, 11, 30), "Europe/Paris").last_day
/// datetime.date(2027, 2, 28)
///
/// Raises `ParseError`: `policy/bounds`, `password/rules`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct LetterPolicy(
    pub(super) domain::LetterPolicy,
    /// The rules, where they are a stack's own.
    Option<DomainRules>,
);

impl LetterPolicy {
    /// The rules that a new password must keep.
    pub(super) fn password_rules(&self) -> PyResult<&DomainRules> {
        match &self.1 {
            Some(own) => Ok(own),
            None => DomainRules::find(self.0.rules()).map_err(errors::parse),
        }
    }
}

/// Password rules, as given.
struct AnyRules(DomainRules);

impl<'py> FromPyObject<'_, 'py> for AnyRules {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(rules) = value.cast::<PasswordRules>() {
            return Ok(Self(rules.get().0.clone()));
        }
        if !value.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a str or PasswordRules are expected"));
        }
        let published = DomainRules::find(value.extract::<Text>()?.as_str());
        published.cloned().map(Self).map_err(errors::parse)
    }
}

#[pymethods]
impl LetterPolicy {
    #[new]
    #[pyo3(signature = (
        *, months=None, days=None, max_failures=None, activation_seconds=None, date_attempts=None,
        date_failures_per_day=None, rules=None,
    ))]
    fn new(
        months: Option<Whole>,
        days: Option<Whole>,
        max_failures: Option<Whole>,
        activation_seconds: Option<Whole>,
        date_attempts: Option<Whole>,
        date_failures_per_day: Option<Whole>,
        rules: Option<AnyRules>,
    ) -> PyResult<Self> {
        let mut builder = domain::LetterPolicy::builder();
        let life = |number: Whole| {
            number.fit().ok_or_else(|| errors::parse(PolicyError::Bounds { field: "life" }))
        };
        match (months, days) {
            (None, None) => {}
            (Some(months), None) => builder = builder.life(LetterLife::Months(life(months)?)),
            (None, Some(days)) => builder = builder.life(LetterLife::Days(life(days)?)),
            (Some(_), Some(_)) => {
                return Err(errors::parse(PolicyError::Bounds { field: "life" }));
            }
        }
        set_options! {
            builder: max_failures activation_seconds date_attempts date_failures_per_day
        }
        let mut own = None;
        if let Some(AnyRules(rules)) = rules {
            builder = builder.rules(rules.id());
            own = DomainRules::find(rules.id()).is_err().then_some(rules);
        }
        let policy = builder.build().map_err(errors::parse)?;
        Ok(Self(policy, own))
    }

    /// The letters of EduConnect: valid three months after the day of creation, locked after ten
    /// wrong secrets in a row, 30 minutes for an activation.
    #[staticmethod]
    const fn three_months() -> Self {
        Self(domain::LetterPolicy::three_months(), None)
    }

    /// Calendar months for which a letter may be used, or None when its life is counted in days.
    #[getter]
    const fn months(&self) -> Option<u8> {
        match self.0.life() {
            LetterLife::Months(months) => Some(months),
            LetterLife::Days(_) => None,
        }
    }

    /// Days for which a letter may be used, or None when its life is counted in months.
    #[getter]
    const fn days(&self) -> Option<u8> {
        match self.0.life() {
            LetterLife::Days(days) => Some(days),
            LetterLife::Months(_) => None,
        }
    }

    /// Wrong secrets in a row that lock a letter.
    #[getter]
    const fn max_failures(&self) -> u8 {
        self.0.max_failures()
    }

    /// Seconds from the sign-in to the end of the activation.
    #[getter]
    const fn activation_seconds(&self) -> u32 {
        self.0.activation_seconds()
    }

    /// Submissions of birth dates in one activation.
    #[getter]
    const fn date_attempts(&self) -> u8 {
        self.0.date_attempts()
    }

    /// Wrong submissions of birth dates in any 24 hours, over all activations.
    #[getter]
    const fn date_failures_per_day(&self) -> u8 {
        self.0.date_failures_per_day()
    }

    /// Id of the password rules that the new password must be accepted under.
    #[getter]
    fn rules(&self) -> &str {
        self.0.rules()
    }

    /// When a letter created on `created_on` ends, a `LetterExpiry`.
    ///
    /// Raises `ParseError`: `letter/date`, `zone/unknown`.
    fn expiry<'py>(
        &self,
        py: Python<'py>,
        created_on: AnyDate,
        zone: AnyZone,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (year, month, day) = created_on.0;
        let created_on = Day::from_ymd(year, month, day).map_err(|_| LetterError::Date);
        let ends =
            created_on.and_then(|day| Ok((self.0.last_day(day)?, self.0.expiry(day, zone.0)?)));
        let (last_day, expires_at) = ends.map_err(errors::parse)?;
        record!(py, "LetterExpiry" {
            last_day: CalendarDay(last_day),
            expires_at: Moment(expires_at),
        })
    }

    /// Where the policy is laxer than a named standard asks.
    fn deviations<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        deviation_records(py, &self.0.deviations())
    }

    pub(super) fn __repr__(&self) -> String {
        let life = match self.0.life() {
            LetterLife::Months(months) => format!("months={months}"),
            LetterLife::Days(days) => format!("days={days}"),
        };
        format!("LetterPolicy({life}, rules='{}', …)", self.rules())
    }
}

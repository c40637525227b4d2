//! Ages and majority.

use chrono::NaiveDate;

use super::BirthDate;
use crate::Day;
use crate::listed::listed;

/// Age of majority in France, in years.
const MAJORITY: u16 = 18;

/// The age up to which an online service asks the parents too (loi 78-17, art. 45), and below which
/// `EduConnect` advises the e-mail address of a parent.
const DIGITAL_CONSENT: u16 = 15;

/// Whole years since birth on a day: one number, or two where the birth date is known in part.
///
/// ```
/// use ent_core::{BirthDate, Day};
///
/// let day = Day::parse("2026-09-01")?;
/// let age = BirthDate::parse("2009-09-02")?.age_at(day);
/// assert_eq!(age.and_then(|age| age.exact()), Some(16));
/// let age = BirthDate::parse("2009-00-00")?.age_at(day);
/// assert_eq!(age.map(|age| (age.youngest(), age.oldest())), Some((16, 17)));
/// assert_eq!(BirthDate::parse("2027-01-01")?.age_at(day), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "âge")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Age {
    youngest: u16,
    oldest: u16,
}

impl Age {
    /// Years if the person was born as late as the birth date allows.
    #[must_use]
    pub const fn youngest(self) -> u16 {
        self.youngest
    }

    /// Years if the person was born as early as the birth date allows.
    #[must_use]
    pub const fn oldest(self) -> u16 {
        self.oldest
    }

    /// The age, where the birth date leaves no doubt.
    #[must_use]
    pub fn exact(self) -> Option<u16> {
        (self.youngest == self.oldest).then_some(self.youngest)
    }

    /// Whether the age is less than 15 years, below which the law on online services asks the parents
    /// too (loi 78-17, art. 45); none where the birth date leaves it open.
    #[must_use]
    pub fn is_under_15(self) -> Option<bool> {
        self.has_reached(DIGITAL_CONSENT).map(|reached| !reached)
    }

    /// Whether the age is at least `years`; none where the birth date leaves it open.
    fn has_reached(self, years: u16) -> Option<bool> {
        let (surely, perhaps) = (self.youngest >= years, self.oldest >= years);
        (surely == perhaps).then_some(surely)
    }
}

impl BirthDate {
    /// The age on `day`, which starts counting a year on the birthday itself; none before birth.
    ///
    /// Who was born on 29 February has a birthday on 1 March in other years, the later of the two
    /// days in question: no text that was read decides. Of a date known in part, the days after
    /// `day` are left out.
    #[must_use]
    pub fn age_at(self, day: Day) -> Option<Age> {
        let (year, month, of_month) = self.ymd();
        let first = (year, month.max(1), of_month.max(1));
        let last = match (month, of_month) {
            (0, _) => (year, 12, 31),
            (_, 0) => (year, month, last_of_month(year, month)),
            _ => first,
        };
        let oldest = years_between(first, day)?;
        Some(Age { youngest: years_between(last, day).unwrap_or(0), oldest })
    }

    /// Whether the person is of age on `day`; `early` is what the academic directory says of pupils
    /// who are of age before 18 (`ENTEleveMajeurAnticipe`).
    ///
    /// With `early`, a date that leaves open whether the person is 18 does not leave open whether
    /// they are of age: [`Majority::EarlyAdult`]. Otherwise [`Majority::Unknown`] there, and always
    /// before birth.
    #[doc(alias = "majorité")]
    #[must_use]
    pub fn majority(self, day: Day, early: bool) -> Majority {
        match self.age_at(day).map(|age| age.has_reached(MAJORITY)) {
            Some(Some(true)) => Majority::Adult,
            Some(Some(false) | None) if early => Majority::EarlyAdult,
            Some(Some(false)) => Majority::Minor,
            Some(None) | None => Majority::Unknown,
        }
    }

    /// Whether the person is less than 15 years old on `day`; none where the date leaves it open,
    /// and before birth.
    ///
    /// `EduConnect` advises the e-mail address of a parent below 15 and one's own above, and does
    /// not speak of the fifteenth birthday: here it counts as 15, like in the law on consent. It is
    /// advice on contact, and no condition of having an account.
    #[must_use]
    pub fn is_under_15(self, day: Day) -> Option<bool> {
        self.age_at(day)?.is_under_15()
    }
}

fn last_of_month(year: i32, month: u32) -> u32 {
    let exists = |day: &u32| NaiveDate::from_ymd_opt(year, month, *day).is_some();
    (28..=31).rev().find(exists).unwrap_or(28)
}

/// Whole years from a day of birth to `day`; none when it lies after.
fn years_between(born: (i32, u32, u32), day: Day) -> Option<u16> {
    let (year, month, of_month) = day.ymd();
    let birthday_to_come = (month, of_month) < (born.1, born.2);
    let years = year.checked_sub(born.0)?.checked_sub(i32::from(birthday_to_come))?;
    u16::try_from(years).ok()
}

listed! {
    /// Whether someone is of age.
    ///
    /// ```
    /// use ent_core::{BirthDate, Day, Majority};
    ///
    /// let (born, day) = (BirthDate::parse("2008-09-01")?, Day::parse("2026-08-31")?);
    /// assert_eq!(born.majority(day, false), Majority::Minor);
    /// assert_eq!(born.majority(day, true), Majority::EarlyAdult);
    /// assert_eq!(Majority::from_code("emancipated"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the directory knows these, and doubt")]
    Majority in "majority" {
        /// Less than 18 years old.
        #[doc(alias = "mineur")]
        Minor = "minor",
        /// Of age before 18 by decision of a judge or marriage: less than 18 years old, or perhaps 18
        /// where the birth date is known in part.
        #[doc(alias = "majeur anticipé")]
        #[doc(alias = "émancipé")]
        EarlyAdult = "early_adult",
        /// At least 18 years old.
        #[doc(alias = "majeur")]
        Adult = "adult",
        /// The birth date leaves it open.
        Unknown = "unknown",
    }
}

impl Majority {
    /// Whether the person decides alone; of [`Unknown`](Self::Unknown), nothing is presumed.
    #[must_use]
    pub const fn is_of_age(self) -> bool {
        match self {
            Self::EarlyAdult | Self::Adult => true,
            Self::Minor | Self::Unknown => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ages(born: &str, day: &str) -> Option<(u16, u16)> {
        let day = Day::parse(day).unwrap();
        BirthDate::parse(born).unwrap().age_at(day).map(|age| (age.youngest(), age.oldest()))
    }

    #[test]
    fn counts_whole_years() {
        let cases = [
            // born, on, youngest and oldest
            ("2009-03-14", "2026-03-13", Some((16, 16))),
            ("2009-03-14", "2026-03-14", Some((17, 17))),
            ("2009-03-14", "2009-03-14", Some((0, 0))),
            ("2009-03-14", "2009-03-13", None),
            ("2009-03-14", "2008-12-31", None),
            ("1900-01-01", "2199-12-31", Some((299, 299))),
            ("2008-02-29", "2026-02-28", Some((17, 17))),
            ("2008-02-29", "2026-03-01", Some((18, 18))),
            ("2008-02-29", "2028-02-28", Some((19, 19))),
            ("2008-02-29", "2028-02-29", Some((20, 20))),
            ("2009-00-00", "2026-06-01", Some((16, 17))),
            ("2009-00-00", "2026-12-31", Some((17, 17))),
            ("2009-00-00", "2026-01-01", Some((16, 17))),
            ("2009-00-00", "2025-12-31", Some((16, 16))),
            ("2009-02-00", "2026-02-15", Some((16, 17))),
            ("2009-02-00", "2026-02-28", Some((17, 17))),
            ("2008-02-00", "2026-02-28", Some((17, 18))),
            ("2008-02-00", "2026-03-01", Some((18, 18))),
            ("2009-00-00", "2009-06-01", Some((0, 0))),
            ("2010-00-00", "2009-12-31", None),
            ("2009-07-00", "2009-06-30", None),
        ];
        for (born, day, expected) in cases {
            assert_eq!(ages(born, day), expected, "{born} on {day}");
        }
    }

    #[test]
    fn majority_starts_on_the_birthday() {
        use Majority::{Adult, EarlyAdult, Minor, Unknown};
        let cases = [
            // born, on, early, what comes out
            ("2008-09-01", "2026-08-31", false, Minor),
            ("2008-09-01", "2026-08-31", true, EarlyAdult),
            ("2008-09-01", "2026-09-01", false, Adult),
            ("2008-09-01", "2026-09-01", true, Adult),
            ("2008-00-00", "2026-09-01", false, Unknown),
            ("2008-00-00", "2026-09-01", true, EarlyAdult),
            ("2008-09-00", "2026-09-15", true, EarlyAdult),
            ("2008-00-00", "2027-01-01", true, Adult),
            ("2030-01-01", "2026-08-31", true, Unknown),
            ("2030-00-00", "2026-08-31", true, Unknown),
            ("2008-00-00", "2027-01-01", false, Adult),
            ("2008-09-00", "2026-08-31", false, Minor),
            ("2030-01-01", "2026-08-31", false, Unknown),
        ];
        for (born, day, early, expected) in cases {
            let day = Day::parse(day).unwrap();
            assert_eq!(BirthDate::parse(born).unwrap().majority(day, early), expected, "{born}");
        }
        Majority::check_list();
        assert!(Adult.is_of_age() && EarlyAdult.is_of_age());
        assert!(!Minor.is_of_age() && !Unknown.is_of_age());
    }

    #[test]
    fn fifteen_is_not_under_fifteen() {
        let cases = [
            // born, whether under 15 on 2026-09-01
            ("2011-09-02", Some(true)),
            ("2011-09-01", Some(false)),
            ("2011-00-00", None),
            ("2030-01-01", None),
        ];
        let day = Day::parse("2026-09-01").unwrap();
        for (born, expected) in cases {
            assert_eq!(BirthDate::parse(born).unwrap().is_under_15(day), expected, "{born}");
        }
    }

    proptest! {
        #[test]
        fn a_partial_date_has_the_ages_of_its_days(
            y in 1990_i32..2030, m in 0_u32..=12,
            day in (2000_i32..2050, 1_u32..=12, 1_u32..=28),
        ) {
            let day = Day::from_ymd(day.0, day.1, day.2).unwrap();
            let months = if m == 0 { 1..=12 } else { m..=m };
            let ages: Vec<u16> = months
                .flat_map(|m| (1..=31).filter_map(move |d| BirthDate::from_ymd(y, m, d).ok()))
                .filter_map(|born| born.age_at(day).map(|age| age.exact().unwrap()))
                .collect();
            let found = BirthDate::parse(&format!("{y}-{m:02}-00")).unwrap().age_at(day);
            let wanted = ages.iter().min().zip(ages.iter().max());
            let found = found.map(|age| (age.youngest(), age.oldest()));
            prop_assert_eq!(found, wanted.map(|(min, max)| (*min, *max)));
        }
    }
}

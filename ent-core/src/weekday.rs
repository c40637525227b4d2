//! Days of the week.

use chrono::Datelike as _;

use crate::Day;
use crate::listed::listed;

listed! {
    /// A day of the week; the week begins on Monday (ISO 8601).
    ///
    /// ```
    /// use ent_core::{Day, Lang, Weekday};
    ///
    /// let day = Day::parse("2026-05-18")?;
    /// assert_eq!(day.weekday(), Weekday::Monday);
    /// assert_eq!(day.weekday().label(Lang::Fr), "lundi");
    /// assert!(Weekday::Sunday.is_weekend());
    /// # Ok::<(), ent_core::DayError>(())
    /// ```
    #[doc(alias = "jour de la semaine")]
    #[expect(clippy::exhaustive_enums, reason = "a week has seven days")]
    Weekday in "weekday" {
        /// Lundi.
        Monday = "monday",
        /// Mardi.
        Tuesday = "tuesday",
        /// Mercredi.
        Wednesday = "wednesday",
        /// Jeudi.
        Thursday = "thursday",
        /// Vendredi.
        Friday = "friday",
        /// Samedi.
        Saturday = "saturday",
        /// Dimanche.
        Sunday = "sunday",
    }
}

impl Weekday {
    /// Whether it is Saturday or Sunday.
    #[must_use]
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }
}

impl Day {
    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        match self.date().weekday() {
            chrono::Weekday::Mon => Weekday::Monday,
            chrono::Weekday::Tue => Weekday::Tuesday,
            chrono::Weekday::Wed => Weekday::Wednesday,
            chrono::Weekday::Thu => Weekday::Thursday,
            chrono::Weekday::Fri => Weekday::Friday,
            chrono::Weekday::Sat => Weekday::Saturday,
            chrono::Weekday::Sun => Weekday::Sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        Weekday::check_list();
    }

    #[test]
    fn days_fall_where_python_says() {
        let cases = [
            ("2000-01-01", Weekday::Saturday),
            ("2026-05-16", Weekday::Saturday),
            ("2026-05-17", Weekday::Sunday),
            ("2026-05-18", Weekday::Monday),
            ("2028-02-29", Weekday::Tuesday),
            ("2199-12-31", Weekday::Tuesday),
        ];
        for (day, weekday) in cases {
            assert_eq!(Day::parse(day).unwrap().weekday(), weekday, "{day}");
        }
        let weekend: Vec<_> = Weekday::ALL.iter().filter(|day| day.is_weekend()).collect();
        assert_eq!(weekend, [&Weekday::Saturday, &Weekday::Sunday]);
    }
}

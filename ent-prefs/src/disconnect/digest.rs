//! Messages that go out together.

use ent_core::{Day, Instant, WallTime, listed};

use super::search::{SEARCH_DAYS, Trace};
use super::{DisconnectError, HoldReason, Opening, SendingHours};

listed! {
    /// How often messages go out together.
    ///
    /// ```
    /// use ent_prefs::disconnect::Digest;
    ///
    /// assert_eq!(Digest::from_code("weekly"), Some(Digest::Weekly));
    /// assert_eq!(Digest::from_code("monthly"), None);
    /// ```
    #[doc(alias = "récapitulatif")]
    #[expect(clippy::exhaustive_enums, reason = "senders must handle every rhythm")]
    Digest in "digest" {
        /// Once on every day with sending hours.
        Daily = "daily",
        /// Once a week.
        Weekly = "weekly",
    }
}

impl SendingHours {
    /// When the next digest goes out, `now` included: at the time of the digest on the clock of the
    /// zone, on a day that is open and has this time inside a window.
    ///
    /// A weekly digest whose day is not such a day goes out on the first day after it that is. A
    /// time that clocks skip is read by the clock before the change; of one shown twice, the first
    /// counts.
    ///
    /// # Errors
    ///
    /// [`DisconnectError::Never`] when there is none within 400 days,
    /// [`DisconnectError::OutOfRange`] outside 2000 to 2199.
    pub fn next_digest(&self, now: Instant, digest: Digest) -> Result<Opening, DisconnectError> {
        let today = self.shown(now)?.day();
        let passed = self.digest_on(today)?.is_some_and(|at| at < now);
        let mut day = if passed { next(today)? } else { today };
        let mut due = digest == Digest::Daily || self.is_overdue(day)?;
        let mut trace = Trace::default();
        trace.add(HoldReason::Digest);
        for _ in 0..=SEARCH_DAYS {
            due |= day.weekday() == self.weekly_on();
            if due {
                match self.digest_on(day)?.filter(|at| *at >= now && self.is_open(*at, day)) {
                    Some(at) => return self.opening(now, at, trace),
                    None => trace.hold(self, day, HoldReason::OutsideHours),
                }
            }
            day = next(day)?;
        }
        Err(DisconnectError::Never)
    }

    /// Whether the weekly digest that was due before `day` has not gone out yet.
    fn is_overdue(&self, day: Day) -> Result<bool, DisconnectError> {
        let mut before = day;
        for _ in 0..7 {
            let Some(earlier) = before.day_before() else { return Ok(false) };
            before = earlier;
            let open = self.digest_on(before)?.is_some_and(|at| self.is_open(at, before));
            if open || before.weekday() == self.weekly_on() {
                return Ok(!open);
            }
        }
        Ok(false)
    }

    /// When the clock shows the time of the digest on `day`; none before 2000.
    fn digest_on(&self, day: Day) -> Result<Option<Instant>, DisconnectError> {
        let part = |number: u16| u8::try_from(number).map_err(|_| DisconnectError::OutOfRange);
        let (hour, minute) = (part(self.digest_at() / 60)?, part(self.digest_at() % 60)?);
        let time = WallTime::new(day, hour, minute).map_err(|_| DisconnectError::OutOfRange)?;
        Ok(self.zone().instant_of(time).ok())
    }
}

fn next(day: Day) -> Result<Day, DisconnectError> {
    day.plus_days(1).map_err(|_| DisconnectError::OutOfRange)
}

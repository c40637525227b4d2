//! In which hours messages may be sent, and when one that is held goes out.

use ent_core::Lang;
use ent_prefs::disconnect::{HoursError, Window};

use super::{read_json, write_json};
use crate::calendar::{Closure, ClosureKind, SchoolCalendar, Weekday};
use crate::mirror::labelled;
use crate::zone::Zone;
use crate::{EntError, Timestamp};

labelled! {
    /// Why a message is held.
    HoldReason = ent_prefs::disconnect::HoldReason {
        /// Outside the windows of an open day, from 18:00.
        Evening,
        /// Outside the windows of an open day, before 08:00.
        Night,
        /// Outside the windows of an open day at another time, or a weekday without window.
        OutsideHours,
        /// A Saturday or Sunday without window.
        Weekend,
        /// School holidays on a day that has a window.
        SchoolHolidays,
        /// A public holiday on a day that has a window.
        PublicHoliday,
        /// A closure of the host on a day that has a window.
        Closed,
        /// It waits for the time of the digest.
        Digest,
    }
}

labelled! {
    /// How often messages go out together.
    Digest = ent_prefs::Digest {
        /// Once on every day with sending hours.
        Daily,
        /// Once a week.
        Weekly,
    }
}

/// Sending hours of one day of the week; a day may stand several times.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SendingWindow {
    /// The day.
    pub day: Weekday,
    /// First minute, `HH:MM`.
    pub start: String,
    /// First minute that is no longer inside, `HH:MM` up to `24:00`.
    pub end: String,
}

/// All that is chosen about sending hours.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SendingOptions {
    /// The windows of the week.
    pub windows: Vec<SendingWindow>,
    /// Kinds of closures that do not close the day.
    #[uniffi(default = [])]
    pub not_closed_by: Vec<ClosureKind>,
    /// Time of the digest, `HH:MM`; 18:00 unless given, or where no window has it, the beginning of
    /// the first window of the week.
    #[uniffi(default = None)]
    pub digest_at: Option<String>,
    /// Day of the weekly digest, Friday unless given.
    #[uniffi(default = None)]
    pub weekly_on: Option<Weekday>,
}

/// The instant at which a message may go out, with what held it until then.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Opening {
    /// When it may go out.
    pub at: Timestamp,
    /// Whether nothing holds it.
    pub is_now: bool,
    /// All that held it. A digest is for `Digest`, also now; else it is empty when nothing holds.
    pub reasons: Vec<HoldReason>,
    /// The closure that held it longest, if one did.
    pub closure: Option<Closure>,
    /// Code of the zone of school holidays, if the calendar has one.
    pub school_zone: Option<String>,
    /// Whether the calendar knows the day: where it does not, school holidays that nobody entered
    /// may still close it.
    pub calendar_known: bool,
    /// A line to show, in French: « retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A) ».
    pub text_fr: String,
    /// The same line in English.
    pub text_en: String,
}

impl From<ent_prefs::Opening> for Opening {
    fn from(opening: ent_prefs::Opening) -> Self {
        Self {
            at: opening.at(),
            is_now: opening.is_now(),
            reasons: opening.reasons().iter().map(|reason| (*reason).into()).collect(),
            closure: opening.closure().map(Into::into),
            school_zone: opening.school_zone().map(|zone| zone.code().to_owned()),
            calendar_known: opening.is_calendar_known(),
            text_fr: opening.text(Lang::Fr),
            text_en: opening.text(Lang::En),
        }
    }
}

/// When messages may be sent: windows of each day of the week on the clock of a time zone, but for
/// the days that a calendar closes.
#[derive(Debug, uniffi::Object)]
pub struct SendingHours {
    pub(crate) inner: ent_prefs::SendingHours,
}

#[uniffi::export]
impl SendingHours {
    /// Monday to Friday from 08:00 to 20:00, but for the days that the calendar closes.
    #[uniffi::constructor]
    pub fn working_days(zone: &Zone, calendar: &SchoolCalendar) -> Self {
        let calendar = calendar.inner.clone();
        Self { inner: ent_prefs::SendingHours::working_days(zone.inner, calendar) }
    }

    /// Hours of the host’s own.
    ///
    /// Fails with `hours/time`, `hours/order`, `hours/none`, `hours/overlap` or `hours/digest`.
    #[uniffi::constructor]
    pub fn build(
        zone: &Zone,
        calendar: &SchoolCalendar,
        options: SendingOptions,
    ) -> Result<Self, EntError> {
        let mut hours = ent_prefs::SendingHours::builder(zone.inner, calendar.inner.clone());
        for SendingWindow { day, start, end } in options.windows {
            hours = hours.window(day.into(), Window::new(&start, &end)?);
        }
        for kind in options.not_closed_by {
            hours = hours.closed_by(kind.into(), false);
        }
        if let Some(time) = options.digest_at {
            hours = hours.digest_at(&time)?;
        }
        if let Some(day) = options.weekly_on {
            hours = hours.weekly_on(day.into());
        }
        let inner: Result<_, HoursError> = hours.build();
        Ok(Self { inner: inner? })
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else, and for hours that break a rule.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The hours to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// When a message may go out, `now` included.
    ///
    /// Fails with `hours/never` when no window is open within 400 days, or `hours/out-of-range`
    /// outside 2000 to 2199.
    pub fn next_send(&self, now: Timestamp) -> Result<Opening, EntError> {
        Ok(self.inner.next_send(now)?.into())
    }

    /// When the next digest goes out, `now` included.
    ///
    /// Fails like `next_send`.
    pub fn next_digest(&self, now: Timestamp, digest: Digest) -> Result<Opening, EntError> {
        Ok(self.inner.next_digest(now, digest.into())?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    #[test]
    fn hours_answer_as_the_domain_does() {
        let zone = Zone::parse("Europe/Paris").unwrap();
        let calendar = SchoolCalendar::published("A").unwrap();
        let hours = SendingHours::working_days(&zone, &calendar);
        let hours = SendingHours::from_json(hours.to_json().unwrap()).unwrap();
        let opening = hours.next_send(parse_instant("2026-05-15T08:00:00Z").unwrap()).unwrap();
        assert_eq!(opening.text_fr, "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)");
        assert_eq!(opening.reasons, [HoldReason::Weekend, HoldReason::SchoolHolidays]);
        let options = SendingOptions {
            windows: vec![],
            not_closed_by: vec![],
            digest_at: None,
            weekly_on: None,
        };
        let refused = SendingHours::build(&zone, &calendar, options).unwrap_err();
        assert_eq!(refused.code(), "hours/none");
    }
}

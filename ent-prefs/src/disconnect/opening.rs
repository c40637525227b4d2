//! When a message goes out, and why not earlier.

use std::borrow::Cow;

use ent_core::calendar::{Closure, ClosureKind, SchoolZone};
use ent_core::day::month_name;
use ent_core::message::text;
use ent_core::{Instant, Lang, WallTime, listed};

use crate::clock;

listed! {
    /// Why a message is held.
    ///
    /// ```
    /// use ent_prefs::disconnect::HoldReason;
    ///
    /// assert_eq!(HoldReason::from_code("weekend"), Some(HoldReason::Weekend));
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a page must show every reason")]
    HoldReason in "hold_reason" {
        /// Outside the windows of an open day, from 18:00.
        #[doc(alias = "soirée")]
        Evening = "evening",
        /// Outside the windows of an open day, before 08:00.
        #[doc(alias = "nuit")]
        Night = "night",
        /// Outside the windows of an open day at another time, or a weekday without window.
        OutsideHours = "outside_hours",
        /// A Saturday or Sunday without window.
        #[doc(alias = "fin de semaine")]
        Weekend = "weekend",
        /// School holidays on a day that has a window.
        SchoolHolidays = "school_holidays",
        /// A public holiday on a day that has a window.
        PublicHoliday = "public_holiday",
        /// A closure of the host on a day that has a window.
        Closed = "closed",
        /// It waits for the time of the digest.
        #[doc(alias = "envoi groupé")]
        Digest = "digest",
    }
}

/// The instant at which a message may go out, with what held it until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub(super) at: Instant,
    pub(super) is_now: bool,
    pub(super) shown: WallTime,
    pub(super) same_year: bool,
    pub(super) reasons: Vec<HoldReason>,
    pub(super) closure: Option<Closure>,
    pub(super) zone: Option<SchoolZone>,
    pub(super) calendar_known: bool,
}

impl Opening {
    /// When it may go out.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Whether nothing holds it.
    #[must_use]
    pub const fn is_now(&self) -> bool {
        self.is_now
    }

    /// What a clock of the zone shows at that instant.
    #[must_use]
    pub const fn wall_time(&self) -> WallTime {
        self.shown
    }

    /// All that held it, in the order of [`HoldReason`]. A digest is for [`HoldReason::Digest`],
    /// also now; else it is empty when nothing holds.
    #[must_use]
    pub fn reasons(&self) -> &[HoldReason] {
        &self.reasons
    }

    /// The closure that held it longest, if one did.
    #[must_use]
    pub const fn closure(&self) -> Option<&Closure> {
        self.closure.as_ref()
    }

    /// The zone of school holidays of the calendar, if it has one.
    #[must_use]
    pub const fn school_zone(&self) -> Option<SchoolZone> {
        self.zone
    }

    /// Whether the calendar knows the day ([`SchoolCalendar::knows`]): where it does not, school
    /// holidays that nobody entered may still close it.
    ///
    /// [`SchoolCalendar::knows`]: ent_core::SchoolCalendar::knows
    #[must_use]
    pub const fn is_calendar_known(&self) -> bool {
        self.calendar_known
    }

    /// A line to show: « retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A) ». The year stands there
    /// when it is not that of `now`. One reason is named: the closure that held it longest, else the
    /// weekend, else the digest, else the hours.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if self.reasons.is_empty() {
            return text("opening/now", lang, &[]);
        }
        let day = self.shown.day();
        let (year, month, number) = day.ymd();
        let first = lang == Lang::Fr && number == 1;
        let number = if first { "1er".to_owned() } else { number.to_string() };
        let code = if self.same_year { "opening/held" } else { "opening/held-year" };
        let params = [
            ("weekday", day.weekday().label(lang).into()),
            ("day", number.into()),
            ("month", month_name(month, lang).unwrap_or_default().into()),
            ("year", Cow::Owned(year.to_string())),
            ("clock", clock::in_words(self.shown, lang).into()),
            // Last, for the name of a closure may hold anything.
            ("why", self.why(lang).into()),
        ];
        text(code, lang, &params)
    }

    fn why(&self, lang: Lang) -> String {
        let Some(closure) = &self.closure else {
            let rank = |reason: &&HoldReason| match reason {
                HoldReason::Weekend => 3,
                HoldReason::Digest => 2,
                HoldReason::Evening | HoldReason::Night => 1,
                _ => 0,
            };
            return match self.reasons.iter().max_by_key(rank) {
                Some(HoldReason::Weekend) => text("opening/why-weekend", lang, &[]),
                Some(HoldReason::Digest) => text("opening/why-digest", lang, &[]),
                Some(HoldReason::Evening) => text("opening/why-evening", lang, &[]),
                Some(HoldReason::Night) => text("opening/why-night", lang, &[]),
                _ => text("opening/why-outside-hours", lang, &[]),
            };
        };
        let name = [("name", Cow::Owned(closure.name().to_owned()))];
        match (closure.kind(), self.zone, closure.name().is_empty()) {
            (ClosureKind::SchoolHolidays, Some(zone), _) => {
                text("opening/why-school-holidays-zone", lang, &[("zone", zone.label(lang).into())])
            }
            (ClosureKind::SchoolHolidays, None, _) => {
                text("opening/why-school-holidays", lang, &[])
            }
            (ClosureKind::PublicHoliday, _, true) => text("opening/why-public-holiday", lang, &[]),
            (ClosureKind::PublicHoliday, _, false) => {
                text("opening/why-public-holiday-name", lang, &name)
            }
            (ClosureKind::Closed, _, true) => text("opening/why-closed", lang, &[]),
            (ClosureKind::Closed, _, false) => text("opening/why-closed-name", lang, &name),
        }
    }
}

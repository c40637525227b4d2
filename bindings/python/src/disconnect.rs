//! School calendars and sending hours.

use ent_core::calendar::{
    Closure, ClosureKind, ClosureRow, LocalHolidays, SchoolCalendar as Domain,
};
use ent_core::{Lang, SchoolZone, Weekday};
use ent_prefs::{Digest, SendingHours as Hours};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::{Bytes, CalendarDay, Given, Listed, Moment, Text, record, tuple};
use crate::errors;
use crate::place::academy::Academy;
use crate::prefs::{read, write};
use crate::zone::AnyZone;

/// Every zone of school holidays, a `SchoolZone` each: A, B, C, Corse, then overseas.
#[pyfunction]
pub(crate) fn school_zones(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyAny>>> {
    SchoolZone::all().map(|zone| zone_record(py, zone)).collect()
}

/// The `SchoolZone` of the schools of the académie with this code, such as `10`, or None.
///
/// Raises `ParseError`: `academy/unknown`.
#[pyfunction]
pub(crate) fn school_zone_of_academy(
    py: Python<'_>,
    academy: Given<Academy>,
) -> PyResult<Option<Bound<'_, PyAny>>> {
    let academy = academy.read(|academy| academy.0, ent_core::Academy::parse)?;
    SchoolZone::of_academy(academy).map(|zone| zone_record(py, zone)).transpose()
}

fn zone_record(py: Python<'_>, zone: SchoolZone) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "SchoolZone" {
        code: zone.code(),
        label_fr: zone.label(Lang::Fr),
        label_en: zone.label(Lang::En),
        time_zones: tuple(py, zone.time_zones().map(crate::zone::Zone))?,
        academies: tuple(py, zone.academies().map(ent_core::Academy::code))?,
        known_until: zone.known_until().map(CalendarDay),
    })
}

fn closure_record<'py>(py: Python<'py>, closure: &Closure) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "Closure" {
        kind: Listed("ClosureKind", closure.kind().code()),
        first: CalendarDay(closure.first()),
        last: CalendarDay(closure.last()),
        name: closure.name(),
    })
}

/// A row of a table of closures: zone, kind, first and last day, name.
type Row = (Text, Text, Text, Text, Text);

/// The days on which schools are closed, in one zone or by the word of a host.
///
/// A calendar does not change: an addition gives a new one.
///
/// >>> from datetime import date
/// >>> SchoolCalendar.published("A").closure_on(date(2026, 5, 15)).kind.value
/// 'school_holidays'
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct SchoolCalendar(pub(crate) Domain);

#[pymethods]
impl SchoolCalendar {
    /// A calendar that closes no day.
    #[staticmethod]
    fn always_open() -> Self {
        Self(Domain::always_open())
    }

    /// School holidays and public holidays of the zone with this code.
    ///
    /// Raises `ParseError`: `calendar/zone`.
    #[staticmethod]
    fn published(zone: Text) -> PyResult<Self> {
        Ok(Self(Domain::published(read_zone(&zone)?)))
    }

    /// The calendar of a zone from rows `(zone, kind, first, last, name)` of texts, which may be of
    /// other zones too; an empty zone is every zone.
    ///
    /// Raises `ParseError`: `calendar/zone`, `calendar/kind`, `calendar/day`, `calendar/order`,
    /// `calendar/name`, `calendar/too-many`.
    #[staticmethod]
    fn from_rows(zone: Text, rows: Vec<Row>) -> PyResult<Self> {
        let rows: Vec<_> = rows
            .iter()
            .map(|(zone, kind, first, last, name)| ClosureRow {
                zone: zone.as_str(),
                kind: kind.as_str(),
                first: first.as_str(),
                last: last.as_str(),
                name: name.as_str(),
            })
            .collect();
        Domain::from_rows(read_zone(&zone)?, &rows).map(Self).map_err(errors::parse)
    }

    /// This calendar and a closure of the host, both days included.
    ///
    /// Raises `ParseError`: `choice/unknown`, `calendar/order`, `calendar/name`,
    /// `calendar/too-many`, `day/out-of-range`.
    #[pyo3(signature = (first, last, *, kind=None, name=None))]
    fn with_closure(
        &self,
        first: CalendarDay,
        last: CalendarDay,
        kind: Option<Text>,
        name: Option<Text>,
    ) -> PyResult<Self> {
        let kind = kind.as_ref().map_or(Ok(ClosureKind::Closed), read_kind)?;
        let name = name.as_ref().map_or("", Text::as_str);
        let closure = Closure::new(kind, first.0, last.0, name);
        let with = closure.and_then(|closure| self.0.clone().with(vec![closure]));
        with.map(Self).map_err(errors::parse)
    }

    /// This calendar and the public holidays of a part of its zone, a `LocalHolidays`.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    fn with_local_holidays(&self, local: Text) -> PyResult<Self> {
        let local = errors::choice(LocalHolidays::from_code(local.as_str()))?;
        Ok(Self(self.0.clone().with_local_holidays(local)))
    }

    /// The `Closure` of a day that lasts longest, or None when the day is open.
    ///
    /// Raises `ParseError`: `day/out-of-range`.
    fn closure_on<'py>(
        &self,
        py: Python<'py>,
        day: CalendarDay,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.closure_on(day.0).map(|closure| closure_record(py, closure)).transpose()
    }

    /// The last day of which the calendar speaks, or None: later days are open because nothing is
    /// known.
    #[getter]
    fn known_until(&self) -> Option<CalendarDay> {
        self.0.known_until().map(CalendarDay)
    }

    /// Whether the holidays of a day are known: of a published calendar, up to `known_until`; of any
    /// other always.
    ///
    /// Raises `ParseError`: `day/…`.
    fn knows(&self, day: CalendarDay) -> bool {
        self.0.knows(day.0)
    }

    fn __repr__(&self) -> String {
        let zone = self.0.zone().map_or("no zone", SchoolZone::code);
        format!("SchoolCalendar({zone})")
    }
}

/// When messages may be sent: windows of each day of the week on the clock of a time zone, but for
/// the days that a calendar closes.
///
/// `windows` are `(day, start, end)` with a Weekday and times `HH:MM` up to `24:00`, the end no
/// longer inside. Digests go out at `digest_at`, weekly ones on `weekly_on`.
///
/// Raises `ParseError`: `hours/time`, `hours/order`, `hours/none`, `hours/overlap`,
/// `hours/digest`, `choice/unknown`, `zone/unknown`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct SendingHours(pub(crate) Hours);

#[pymethods]
impl SendingHours {
    #[new]
    #[pyo3(signature = (zone, calendar, windows, *, not_closed_by=None, digest_at=None, weekly_on=None))]
    fn new(
        zone: AnyZone,
        calendar: PyRef<'_, SchoolCalendar>,
        windows: Vec<(Text, Text, Text)>,
        not_closed_by: Option<Vec<Text>>,
        digest_at: Option<Text>,
        weekly_on: Option<Text>,
    ) -> PyResult<Self> {
        let mut hours = Hours::builder(zone.0, calendar.0.clone());
        for (day, start, end) in &windows {
            let window = ent_prefs::disconnect::Window::new(start.as_str(), end.as_str());
            hours = hours.window(read_day(day)?, window.map_err(errors::parse)?);
        }
        for kind in &not_closed_by.unwrap_or_default() {
            hours = hours.closed_by(read_kind(kind)?, false);
        }
        if let Some(time) = &digest_at {
            hours = hours.digest_at(time.as_str()).map_err(errors::parse)?;
        }
        if let Some(day) = &weekly_on {
            hours = hours.weekly_on(read_day(day)?);
        }
        hours.build().map(Self).map_err(errors::parse)
    }

    /// Monday to Friday from 08:00 to 20:00, but for the days that the calendar closes.
    ///
    /// Raises `ParseError`: `zone/unknown`.
    #[staticmethod]
    fn working_days(zone: AnyZone, calendar: PyRef<'_, SchoolCalendar>) -> Self {
        Self(Hours::working_days(zone.0, calendar.0.clone()))
    }

    /// Hours from the bytes of `dump`.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The hours as bytes of JSON.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    /// When a message may go out, `now` included: an `Opening`.
    ///
    /// Raises `ParseError`: `hours/never` when no window is open within 400 days,
    /// `hours/out-of-range`, `instant/…`.
    fn next_send<'py>(&self, py: Python<'py>, now: Moment) -> PyResult<Bound<'py, PyAny>> {
        opening(py, &self.0.next_send(now.0).map_err(errors::parse)?)
    }

    /// When the next Digest goes out, `now` included: an `Opening`.
    ///
    /// Raises `ParseError`: `choice/unknown`, and as `next_send`.
    fn next_digest<'py>(
        &self,
        py: Python<'py>,
        now: Moment,
        digest: Text,
    ) -> PyResult<Bound<'py, PyAny>> {
        let digest = errors::choice(Digest::from_code(digest.as_str()))?;
        opening(py, &self.0.next_digest(now.0, digest).map_err(errors::parse)?)
    }

    fn __repr__(&self) -> String {
        format!("SendingHours({})", self.0.zone().name())
    }
}

pub(crate) fn opening<'py>(
    py: Python<'py>,
    opening: &ent_prefs::Opening,
) -> PyResult<Bound<'py, PyAny>> {
    let reasons = opening.reasons().iter().map(|reason| Listed("HoldReason", reason.code()));
    record!(py, "Opening" {
        at: Moment(opening.at()),
        is_now: opening.is_now(),
        reasons: tuple(py, reasons)?,
        closure: opening.closure().map(|closure| closure_record(py, closure)).transpose()?,
        school_zone: opening.school_zone().map(SchoolZone::code),
        calendar_known: opening.is_calendar_known(),
        text_fr: opening.text(Lang::Fr),
        text_en: opening.text(Lang::En),
    })
}

fn read_zone(code: &Text) -> PyResult<SchoolZone> {
    SchoolZone::parse(code.as_str()).map_err(errors::parse)
}

fn read_kind(code: &Text) -> PyResult<ClosureKind> {
    errors::choice(ClosureKind::from_code(code.as_str()))
}

fn read_day(code: &Text) -> PyResult<Weekday> {
    errors::choice(Weekday::from_code(code.as_str()))
}

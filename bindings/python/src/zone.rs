//! The time zones of France.

use ent_core::{WallTime, ZoneError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDateTime, PyString, PyType};

use crate::contact::hash_of;
use crate::convert::{CalendarDay, Moment, Text, Whole};
use crate::errors;

/// A time zone of a territory of France.
///
/// Where clocks are set forward, a time that no clock shows is read by the clock before the change;
/// where they are set back, a time that is shown twice is the first of the two. The rules are built
/// in: they do not depend on the time zones of the system.
///
/// >>> from datetime import date
/// >>> Zone.parse("Indian/Reunion").start_of(date(2027, 3, 28)).isoformat()
/// '2027-03-27T20:00:00+00:00'
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Zone(pub(crate) ent_core::Zone);

#[pymethods]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "pyo3 lends what a method is called on")]
impl Zone {
    /// The zone with this IANA name, such as `Europe/Paris`, spelled exactly.
    ///
    /// Raises `ParseError`: `zone/unknown`, the zones of other countries among them.
    #[staticmethod]
    fn parse(name: Text) -> PyResult<Self> {
        ent_core::Zone::parse(name.as_str()).map(Self).map_err(errors::parse)
    }

    /// The zone of a `zoneinfo.ZoneInfo`, by its key; a Zone or a name is taken too.
    ///
    /// Raises `ParseError`: `zone/unknown`.
    #[staticmethod]
    const fn of(zone: AnyZone) -> Self {
        Self(zone.0)
    }

    /// Every zone, that of metropolitan France first.
    #[staticmethod]
    fn all() -> Vec<Self> {
        ent_core::Zone::all().map(Self).collect()
    }

    /// The IANA name.
    #[getter]
    const fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The first instant of a day.
    ///
    /// Raises `ParseError`: `day/out-of-range`, `zone/out-of-range` when it lies before 2000 in UTC.
    fn start_of(&self, day: CalendarDay) -> PyResult<Moment> {
        self.0.start_of(day.0).map(Moment).map_err(errors::parse)
    }

    /// The instant at which a clock shows `hour` o’clock and `minute` minutes on a day.
    ///
    /// Raises `ParseError`: `zone/time`, and as `start_of`.
    #[pyo3(signature = (day, hour, minute=None))]
    fn instant_of(&self, day: CalendarDay, hour: Whole, minute: Option<Whole>) -> PyResult<Moment> {
        let part = |number: Whole| number.fit().ok_or(ZoneError::Time);
        let (hour, minute) = (part(hour), minute.map_or(Ok(0), part));
        let shown = hour.and_then(|hour| WallTime::new(day.0, hour, minute?));
        let at = shown.and_then(|shown| self.0.instant_of(shown));
        at.map(Moment).map_err(errors::parse)
    }

    /// What a clock on the wall shows, as a `datetime` without time zone, to the second.
    ///
    /// Raises `ParseError`: `zone/out-of-range` when the day is then before 2000 or after 2199.
    fn wall_time<'py>(&self, py: Python<'py>, at: Moment) -> PyResult<Bound<'py, PyDateTime>> {
        let shown = self.0.wall_time(at.0).map_err(errors::parse)?;
        let (year, month, day) = shown.day().ymd();
        let small = |number: u32| u8::try_from(number).unwrap_or_default();
        let (hour, minute, second) = shown.hms();
        PyDateTime::new(py, year, small(month), small(day), hour, minute, second, 0, None)
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.name())
    }

    const fn __str__(&self) -> &'static str {
        self.0.name()
    }

    fn __repr__(&self) -> String {
        format!("Zone('{}')", self.0.name())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.name(),)))
    }
}

/// What stands for a zone where one is expected: a `Zone`, a `zoneinfo.ZoneInfo` or a name.
#[derive(Clone, Copy)]
pub(crate) struct AnyZone(pub(crate) ent_core::Zone);

impl<'py> FromPyObject<'_, 'py> for AnyZone {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(zone) = value.cast::<Zone>() {
            return Ok(Self(zone.get().0));
        }
        let key = if value.is_instance(zone_info(value.py())?)? {
            value.getattr("key")?
        } else if value.is_instance_of::<PyString>() {
            value.to_owned()
        } else {
            return Err(PyTypeError::new_err("a Zone, a ZoneInfo or a str is expected"));
        };
        // A zone that was read from a file has no key.
        if key.is_none() {
            return Err(errors::parse(ZoneError::Unknown));
        }
        Zone::parse(key.extract()?).map(|zone| Self(zone.0))
    }
}

fn zone_info(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "zoneinfo", "ZoneInfo")
}

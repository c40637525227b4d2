//! What crosses the border: texts, bytes, numbers, instants, dates, listed values, records.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use ent_core::message::Lang;
use ent_core::{BirthDate, Coded, Day, Instant, InstantError};
use pyo3::PyTypeInfo;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyByteArray, PyBytes, PyDate, PyDateTime, PyDict, PyInt, PyString, PyTuple, PyTzInfo,
};
use zeroize::Zeroizing;

use crate::errors;

/// A `str` that is Unicode text.
pub(crate) struct Text(String);

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let text = value.cast::<PyString>().map_err(|_| wrong_type("a str"))?;
        let text = text.to_str().map_err(|_| errors::encoding())?;
        Ok(Self(text.to_owned()))
    }
}

/// A `str` that holds a secret, copied and wiped after use.
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'py> FromPyObject<'_, 'py> for Secret {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        value.extract::<Text>().map(|text| Self(Zeroizing::new(text.0)))
    }
}

/// `bytes` or a `bytearray`, copied and wiped after use.
pub(crate) struct Bytes(Zeroizing<Vec<u8>>);

impl Bytes {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl<'py> FromPyObject<'_, 'py> for Bytes {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self(Zeroizing::new(bytes.as_bytes().to_vec())));
        }
        let bytes = value.cast::<PyByteArray>().map_err(|_| wrong_type("bytes"))?;
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }
}

/// JSON as a `str`, as `bytes` or as a `bytearray`.
pub(crate) struct Json(Bytes);

impl Json {
    pub(crate) fn as_slice(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl<'py> FromPyObject<'_, 'py> for Json {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            let text: Text = value.extract()?;
            return Ok(Self(Bytes(Zeroizing::new(text.0.into_bytes()))));
        }
        value.extract().map(Self).map_err(|_| wrong_type("a str or bytes"))
    }
}

/// A value of a class, or the text that it is read from.
pub(crate) enum Given<T> {
    Value(T),
    Text(Text),
}

impl<T> Given<T> {
    pub(crate) fn read<D, E: Coded>(
        self,
        value: fn(T) -> D,
        read: fn(&str) -> Result<D, E>,
    ) -> PyResult<D> {
        match self {
            Self::Value(known) => Ok(value(known)),
            Self::Text(text) => read(text.as_str()).map_err(errors::parse),
        }
    }
}

impl<'py, T> FromPyObject<'_, 'py> for Given<T>
where
    T: PyTypeInfo + for<'a> FromPyObject<'a, 'py>,
{
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match value.extract::<T>() {
            Ok(given) => Ok(Self::Value(given)),
            Err(_) => value.extract().map(Self::Text),
        }
    }
}

/// An `int`; one that is too large for 64 bits becomes the nearest, which is out of every bound.
#[derive(Clone, Copy)]
pub(crate) struct Whole(i64);

impl Whole {
    /// The number in a narrower type, or `None` when it does not fit.
    pub(crate) fn fit<T: TryFrom<i64>>(self) -> Option<T> {
        T::try_from(self.0).ok()
    }

    /// The number as a count: 0 for a negative one, the greatest for one that does not fit.
    pub(crate) fn clamped(self) -> usize {
        usize::try_from(self.0.max(0)).unwrap_or(usize::MAX)
    }
}

impl<'py> FromPyObject<'_, 'py> for Whole {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let number = value.cast::<PyInt>().map_err(|_| wrong_type("an int"))?;
        match number.extract::<i64>() {
            Ok(number) => Ok(Self(number)),
            Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => {
                Ok(Self(if number.lt(0)? { i64::MIN } else { i64::MAX }))
            }
            Err(error) => Err(error),
        }
    }
}

/// An aware `datetime` on the way in, one in UTC on the way out; whole milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Moment(pub(crate) Instant);

impl<'py> FromPyObject<'_, 'py> for Moment {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = value.py();
        let given = value.cast::<PyDateTime>().map_err(|_| wrong_type("a datetime"))?;
        // A time zone may answer that it has no offset either.
        if given.call_method0("utcoffset")?.is_none() {
            return Err(errors::naive());
        }
        let in_utc = given.call_method1("astimezone", (PyTzInfo::utc(py)?,));
        let in_utc = in_utc.map_err(|error| {
            if error.is_instance_of::<PyOverflowError>(py) {
                errors::parse(InstantError::OutOfRange)
            } else {
                error
            }
        })?;
        let millis = in_utc.extract::<DateTime<Utc>>()?.timestamp_millis();
        Instant::from_unix_millis(millis).map(Self).map_err(errors::parse)
    }
}

impl<'py> IntoPyObject<'py> for Moment {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let moment = DateTime::from_timestamp_millis(self.0.unix_millis())
            .ok_or_else(|| errors::parse(InstantError::OutOfRange))?;
        moment.into_pyobject(py)
    }
}

fn date_without_time(value: Borrowed<'_, '_, PyAny>) -> PyResult<NaiveDate> {
    let date = value.cast::<PyDate>().map_err(|_| wrong_type("a date"))?;
    if date.cast::<PyDateTime>().is_ok() {
        return Err(wrong_type("a date without time"));
    }
    date.extract()
}

/// A `date` without time, of any year.
#[derive(Clone, Copy)]
pub(crate) struct AnyDate(pub(crate) (i32, u32, u32));

impl<'py> FromPyObject<'_, 'py> for AnyDate {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let date = date_without_time(value)?;
        Ok(Self((date.year(), date.month(), date.day())))
    }
}

/// A `date` without time, on which somebody was born.
#[derive(Clone, Copy)]
pub(crate) struct Birthday(pub(crate) BirthDate);

impl<'py> FromPyObject<'_, 'py> for Birthday {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let date = date_without_time(value)?;
        let read = BirthDate::from_ymd(date.year(), date.month(), date.day());
        read.map(Self).map_err(errors::parse)
    }
}

/// A `date` without time, 2000 to 2199.
#[derive(Clone, Copy)]
pub(crate) struct CalendarDay(pub(crate) Day);

impl<'py> FromPyObject<'_, 'py> for CalendarDay {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let date = date_without_time(value)?;
        let read = Day::from_ymd(date.year(), date.month(), date.day());
        read.map(Self).map_err(errors::parse)
    }
}

impl<'py> IntoPyObject<'py> for Birthday {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        py_date(py, self.0.ymd())
    }
}

impl<'py> IntoPyObject<'py> for CalendarDay {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        py_date(py, self.0.ymd())
    }
}

fn py_date(py: Python<'_>, (year, month, day): (i32, u32, u32)) -> PyResult<Bound<'_, PyDate>> {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    PyDate::new(py, year, small(month), small(day))
}

/// `fr` or `en`.
pub(crate) fn lang(code: Option<&Text>) -> PyResult<Lang> {
    errors::choice(match code.map(Text::as_str) {
        None | Some("fr") => Some(Lang::Fr),
        Some("en") => Some(Lang::En),
        Some(_) => None,
    })
}

/// A member of an enumeration that the package defines in Python.
#[derive(Clone, Copy)]
pub(crate) struct Listed(pub(crate) &'static str, pub(crate) &'static str);

impl<'py> IntoPyObject<'py> for Listed {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        package(py)?.getattr(self.0)?.call1((self.1,))
    }
}

/// A record that the package defines in Python, with these fields.
pub(crate) fn build<'py>(
    py: Python<'py>,
    class: &str,
    fields: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    package(py)?.getattr(class)?.call((), Some(fields))
}

/// The package, which shows every class whatever module it is written in.
fn package(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    static PACKAGE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let package = PACKAGE.get_or_try_init(py, || py.import("entkit").map(Bound::unbind))?;
    Ok(package.bind(py))
}

/// `record!(py, "Choice" { id: …, label_fr: … })` builds `entkit.Choice`.
macro_rules! record {
    ($py:expr, $class:literal { $($field:ident: $value:expr),* $(,)? }) => {{
        let fields = pyo3::types::PyDict::new($py);
        $(fields.set_item(pyo3::intern!($py, stringify!($field)), $value)?;)*
        $crate::convert::build($py, $class, &fields)
    }};
}
pub(crate) use record;

/// A tuple of what the iterator gives.
pub(crate) fn tuple<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    items: impl IntoIterator<Item = T>,
) -> PyResult<Bound<'py, PyTuple>> {
    let items: Vec<T> = items.into_iter().collect();
    PyTuple::new(py, items)
}

pub(crate) fn wrong_type(wanted: &str) -> PyErr {
    PyTypeError::new_err(format!("{wanted} is expected"))
}

//! The text message that carries a code.

use ent_auth::address::HostName;
use ent_auth::code as domain;
use pyo3::prelude::*;

use crate::contact::PhoneNumber;
use crate::convert::{Listed, Moment, Secret, Text, lang, record};
use crate::errors;

/// A text message to send; `repr` shows neither code nor number. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Sms(pub(crate) domain::Sms);

#[pymethods]
impl Sms {
    /// The number to send it to.
    #[getter]
    fn to(&self) -> PhoneNumber {
        PhoneNumber(self.0.to().clone())
    }

    /// The code, for a message of one's own: never to be kept or logged.
    #[getter]
    fn code(&self) -> &str {
        self.0.code().expose_secret()
    }

    /// First instant at which the code is refused.
    #[getter]
    const fn expires_at(&self) -> Moment {
        Moment(self.0.expires_at())
    }

    /// The message, in `fr` (the default) or `en`: never to be kept or logged.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (lang=None))]
    fn text(&self, lang: Option<Text>) -> PyResult<String> {
        let text = self.0.text(self::lang(lang.as_ref())?);
        Ok(text.expose_secret().to_owned())
    }

    /// The message with the last line `@host #code`, as an `SmsMessage`.
    ///
    /// By that line phones fill the code in on the pages of that host and nowhere else. `host`
    /// comes from the configuration, never from a request.
    ///
    /// Raises `ParseError`: `address/host`, `choice/unknown`.
    #[pyo3(signature = (host, lang=None))]
    fn bound_text<'py>(
        &self,
        py: Python<'py>,
        host: Text,
        lang: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let host = HostName::parse(host.as_str()).map_err(errors::parse)?;
        let message = self.0.bound_text(self::lang(lang.as_ref())?, &host);
        record!(py, "SmsMessage" {
            text: message.text().expose_secret(),
            length: length_record(py, message.length())?,
        })
    }

    fn __repr__(&self) -> String {
        format!("Sms(to={}, redacted)", self.0.to().masked())
    }
}

/// Read the last line `@host #code` of a message, as a `BoundCode`.
///
/// >>> read_sms("12345678 est votre code.\n\n@ent.exemple.fr #12345678").host
/// 'ent.exemple.fr'
///
/// Raises `ParseError`: `sms/too-long`, `sms/unbound`, `sms/host`, `sms/no-code`.
#[pyfunction]
pub(crate) fn read_sms(py: Python<'_>, text: Secret) -> PyResult<Bound<'_, PyAny>> {
    let bound = domain::parse_sms(text.as_str()).map_err(errors::parse)?;
    record!(py, "BoundCode" { host: bound.host.as_str(), code: bound.code.expose_secret() })
}

/// Count a text as networks do, as an `SmsLength`.
///
/// >>> measure_sms("l’apostrophe").encoding
/// <SmsEncoding.UCS2: 'ucs2'>
#[pyfunction]
pub(crate) fn measure_sms(py: Python<'_>, text: Secret) -> PyResult<Bound<'_, PyAny>> {
    length_record(py, domain::SmsLength::of(text.as_str()))
}

fn length_record(py: Python<'_>, length: domain::SmsLength) -> PyResult<Bound<'_, PyAny>> {
    record!(py, "SmsLength" {
        encoding: Listed("SmsEncoding", length.encoding.code()),
        units: length.units,
        segments: length.segments,
    })
}

//! Partners, and what the rooms of notifications share.

use ent_prefs::{Channel, PartnerReference, PartnerView, Purpose};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::convert::{Bytes, Listed, Moment, Text, record, tuple};
use crate::errors;
use crate::preferences::PreferenceDefaults;
use crate::route::Recipient;

/// What a partner may know of a person, a `PartnerView`: the channels by which their messages would
/// leave the portal; None when none would.
///
/// `reference` is a name of the person that means nothing elsewhere: 16 to 64 characters of
/// `A-Z a-z 0-9 _ -`.
///
/// Raises `ParseError`: `partner/reference`.
#[pyfunction]
#[pyo3(signature = (reference, person, *, defaults, now))]
pub(crate) fn partner_view<'py>(
    py: Python<'py>,
    reference: Text,
    person: PyRef<'py, Recipient>,
    defaults: PyRef<'py, PreferenceDefaults>,
    now: Moment,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let reference = PartnerReference::parse(reference.as_str()).map_err(errors::parse)?;
    let view = PartnerView::of(reference, &person.lend(), &defaults.0, now.0).map(|view| {
        let channels = view.channels().iter().map(|channel| Listed("Channel", channel.code()));
        record!(py, "PartnerView" {
            reference: view.reference().as_str(),
            channels: tuple(py, channels)?,
        })
    });
    view.transpose()
}

pub(crate) fn read<T: DeserializeOwned>(data: &Bytes) -> PyResult<T> {
    serde_json::from_slice(data.as_slice()).map_err(|_| errors::corrupt())
}

pub(crate) fn write<'py>(py: Python<'py>, value: &impl Serialize) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = serde_json::to_vec(value).map_err(|_| errors::corrupt())?;
    Ok(PyBytes::new(py, &bytes))
}

pub(crate) fn read_purpose(code: &Text) -> PyResult<Purpose> {
    errors::choice(Purpose::from_code(code.as_str()))
}

pub(crate) fn read_channel(code: &Text) -> PyResult<Channel> {
    errors::choice(Channel::from_code(code.as_str()))
}

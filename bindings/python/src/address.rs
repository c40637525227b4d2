//! Configured addresses that links are built on, and what happens to an account.

use ent_auth::{AccountChange, address as domain};
use pyo3::prelude::*;

use crate::convert::Text;
use crate::errors;

/// A page of a portal, or the application that answers in its place: what links are built on.
///
/// `https` or the scheme of an application, which holds a dot; a host; a path of plain characters.
/// It comes from the configuration, never from a request.
///
/// >>> BaseAddress.parse("HTTPS://ENT.exemple.fr/mobile").host
/// 'ent.exemple.fr'
#[pyclass(frozen, eq, hash, module = "entkit")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct BaseAddress(pub(crate) domain::BaseAddress);

#[pymethods]
impl BaseAddress {
    /// Read an address.
    ///
    /// Raises `ParseError`: `address/format`, `address/scheme`, `address/host`, `address/path`.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        domain::BaseAddress::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// The address, scheme and host in lower case.
    #[getter]
    fn text(&self) -> String {
        self.0.to_string()
    }

    /// Server of the page.
    #[getter]
    fn host(&self) -> &str {
        self.0.host().as_str()
    }

    /// Whether a browser opens it, and not an application only.
    #[getter]
    fn is_https(&self) -> bool {
        self.0.is_https()
    }

    fn __repr__(&self) -> String {
        format!("BaseAddress('{}')", self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().text(),)))
    }
}

pub(crate) fn read_change(change: &Text) -> PyResult<AccountChange> {
    errors::choice(AccountChange::from_code(change.as_str()))
}

/// Whether control of the account was in doubt or passed on: devices lose their access too.
///
/// Raises `ParseError`: `choice/unknown`.
///
/// >>> account_change_ends_devices("grouped")
/// True
#[pyfunction]
pub(crate) fn account_change_ends_devices(change: Text) -> PyResult<bool> {
    Ok(read_change(&change)?.ends_devices())
}

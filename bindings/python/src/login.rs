//! Identifiers made from names; the class `LoginStyle` is an enumeration written in Python.

use std::collections::HashSet;

use ent_auth::{LoginId, LoginStyle};
use ent_core::Coded;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{Text, record};
use crate::errors;
use crate::person::PersonName;

/// Read an identifier: 1 to 64 characters of `a-z 0-9 . -`; upper case is folded.
///
/// Raises `ParseError`: `login/empty`, `login/format`.
///
/// >>> parse_login("M.Dupont17")
/// 'm.dupont17'
#[pyfunction]
pub(crate) fn parse_login(text: Text) -> PyResult<String> {
    LoginId::parse(text.as_str()).map(Into::into).map_err(errors::parse)
}

/// The first free identifier for a name.
#[pyfunction]
pub(crate) fn derive_login(
    style: Text,
    name: PersonName,
    taken: &Bound<'_, PyAny>,
) -> PyResult<String> {
    let made = read_style(&style)?.derive(&name.0, &read_taken(taken)?);
    made.map(Into::into).map_err(errors::parse)
}

/// An identifier for each of several names, none given twice.
#[pyfunction]
pub(crate) fn derive_logins<'py>(
    py: Python<'py>,
    style: Text,
    names: Vec<PersonName>,
    taken: &Bound<'py, PyAny>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let (style, mut taken) = (read_style(&style)?, read_taken(taken)?);
    let names: Vec<_> = names.into_iter().map(|name| name.0).collect();
    let made = py.detach(|| style.derive_all(&names, &mut taken));
    let derived = made.into_iter().map(|made| {
        let (login, error) = match &made {
            Ok(login) => (Some(login.as_str()), None),
            Err(error) => (None, Some(error.code())),
        };
        record!(py, "DerivedLogin" { login: login, error: error })
    });
    derived.collect()
}

/// The parts of an identifier, where it may have been made in a style.
#[pyfunction]
pub(crate) fn login_parts(
    py: Python<'_>,
    style: Text,
    login: Text,
) -> PyResult<Option<Bound<'_, PyAny>>> {
    let login = LoginId::parse(login.as_str()).map_err(errors::parse)?;
    let parts = read_style(&style)?.parts(&login);
    let parts = parts.map(|parts| {
        record!(py, "LoginParts" {
            given: parts.given,
            family: parts.family,
            number: parts.number,
        })
    });
    parts.transpose()
}

fn read_style(code: &Text) -> PyResult<LoginStyle> {
    errors::choice(LoginStyle::from_code(code.as_str()))
}

/// The identifiers of any iterable of texts; a single text would be taken letter by letter.
fn read_taken(taken: &Bound<'_, PyAny>) -> PyResult<HashSet<LoginId>> {
    if taken.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("an iterable of str is expected"));
    }
    let read = |login: PyResult<Bound<'_, PyAny>>| {
        LoginId::parse(login?.extract::<Text>()?.as_str()).map_err(errors::parse)
    };
    taken.try_iter()?.map(read).collect()
}

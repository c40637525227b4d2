//! Passwords: as typed, rules and verdict, strength, hash, what an account has.

pub(crate) mod credential;
pub(crate) mod hash;
pub(crate) mod import;
pub(crate) mod reuse;
pub(crate) mod rules;
pub(crate) mod strength;

use ent_auth::password::{self as domain, ContextKind, ContextWords, PreparedPassword};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use crate::convert::{Bytes, Text};
use crate::errors;
use crate::person::BirthDate;

/// A password as typed, held out of reach: nothing gives the text back, `repr` is redacted.
///
/// Two typings are one password when they are equal after Unicode normalisation; `==` takes the
/// same time wherever they differ. It cannot be hashed, copied or pickled.
///
/// It takes a copy of a text, or of bytes of UTF-8; at most 1,024 bytes.
///
/// Raises `ParseError`: `password/too-long`, `password/encoding`.
///
/// >>> Password("Azerty69!")
/// Password(redacted)
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Password(pub(crate) PreparedPassword);

#[pymethods]
impl Password {
    #[new]
    fn new(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let read = match text.cast::<PyString>() {
            Ok(text) => text.to_str().map_or(Err(domain::PasswordError::Encoding), |text| {
                PreparedPassword::from_text(text)
            }),
            Err(_) => PreparedPassword::from_bytes(text.extract::<Bytes>()?.as_slice()),
        };
        read.map(Self).map_err(errors::parse)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "Password(redacted)"
    }
}

/// A word to avoid, as given.
pub(crate) enum Word {
    Text { kind: Option<Text>, text: Text },
    BirthDate(ent_core::BirthDate),
}

impl<'py> FromPyObject<'_, 'py> for Word {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(date) = value.cast::<BirthDate>() {
            return Ok(Self::BirthDate(date.get().0));
        }
        if value.cast::<PyTuple>().is_ok_and(|pair| pair.len() == 2) {
            let (kind, text): (Text, Text) = value.extract()?;
            return Ok(Self::Text { kind: Some(kind), text });
        }
        if value.is_instance_of::<PyString>() {
            return Ok(Self::Text { kind: None, text: value.extract()? });
        }
        Err(PyTypeError::new_err("a str, a pair of a kind and a str or a BirthDate is expected"))
    }
}

fn read_words(words: Option<&[Word]>) -> PyResult<ContextWords> {
    let mut read = ContextWords::new();
    for word in words.unwrap_or_default() {
        let added = match word {
            Word::BirthDate(date) => read.add_birth_date(*date),
            Word::Text { kind: None, text } => read.add(ContextKind::Other, text.as_str()),
            Word::Text { kind: Some(code), text } => {
                match errors::choice(ContextKind::from_code(code.as_str()))? {
                    ContextKind::BirthDate => {
                        let date = ent_core::BirthDate::parse(text.as_str());
                        read.add_birth_date(date.map_err(errors::parse)?)
                    }
                    kind => read.add(kind, text.as_str()),
                }
            }
        };
        added.map_err(errors::parse)?;
    }
    Ok(read)
}

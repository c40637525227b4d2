//! Hashes of other stacks, and what a password is compared with.

use std::sync::{Mutex, PoisonError};

use ent_auth::password::{
    self as domain, HashError, HashPool, LegacyVerifier, PreparedPassword, Verified,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PySlice, PyString};

use super::credential::Credential;
use crate::convert::{Listed, Text};
use crate::errors;

/// A hash that another stack made, under the tag of its format; `repr` does not show it.
///
/// The tag is the code of an `ImportFormat`, or a name of the host's own. Nothing is guessed from
/// the look of a record; a tag or record that cannot be read is found out by verifying, at the same
/// cost. Keep it on the server side. It cannot be hashed or pickled.
///
/// `preparation` is what the other stack did to a typed password, a `HashPreparation`.
///
/// >>> record = "$argon2i$v=19$m=512,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA"
/// >>> ImportedHash("argon2", record).check()
///
/// Raises `ParseError`: `choice/unknown` for the preparation.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct ImportedHash(pub(super) domain::ImportedHash);

#[pymethods]
impl ImportedHash {
    #[new]
    #[pyo3(signature = (tag, record, *, preparation=None))]
    fn new(tag: Text, record: Text, preparation: Option<Text>) -> PyResult<Self> {
        let preparation = match preparation {
            Some(code) => errors::choice(domain::Preparation::from_code(code.as_str()))?,
            None => domain::Preparation::None,
        };
        let kept = domain::ImportedHash::new(tag.as_str(), record.as_str());
        Ok(Self(kept.prepared(preparation)))
    }

    /// Tell whether the record can be read, for the report of an import.
    ///
    /// Raises `HashError`: `hash/record-too-long`, `hash/record-format`, `hash/record-algorithm`,
    /// `hash/record-bounds`, `hash/record-tag`.
    fn check(&self) -> PyResult<()> {
        self.0.check().map_err(errors::hash)
    }

    /// Tag of the format.
    #[getter]
    fn tag(&self) -> &str {
        self.0.tag()
    }

    /// What the other stack did to a typed password.
    #[getter]
    fn preparation(&self) -> Listed {
        Listed("HashPreparation", self.0.preparation().code())
    }

    /// What the other stack kept.
    #[getter]
    fn record(&self) -> &str {
        self.0.record()
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "ImportedHash(redacted)"
    }
}

/// What a password is compared with, as given.
pub(super) enum Kept<'py> {
    Own(Option<Text>),
    Imported(PyRef<'py, ImportedHash>),
    Account(PyRef<'py, Credential>),
}

impl<'py> FromPyObject<'_, 'py> for Kept<'py> {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Self::Own(None));
        }
        if value.is_instance_of::<PyString>() {
            return value.extract().map(|text| Self::Own(Some(text)));
        }
        if let Ok(imported) = value.cast::<ImportedHash>() {
            return Ok(Self::Imported(imported.borrow()));
        }
        if let Ok(account) = value.cast::<Credential>() {
            return Ok(Self::Account(account.borrow()));
        }
        Err(PyTypeError::new_err("a str, an ImportedHash, a Credential or None is expected"))
    }
}

impl Kept<'_> {
    /// The same, to take to where the GIL is not held.
    pub(super) fn lend(&self) -> Lent<'_> {
        match self {
            Self::Own(text) => Lent::Own(text.as_ref().map(Text::as_str)),
            Self::Imported(imported) => Lent::Imported(&imported.0),
            Self::Account(account) => Lent::Account(&account.0),
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Lent<'a> {
    Own(Option<&'a str>),
    Imported(&'a domain::ImportedHash),
    Account(&'a domain::Credential),
}

impl<'a> Lent<'a> {
    pub(super) fn verify(
        self,
        pool: &HashPool,
        typed: &'a PreparedPassword,
        pepper: Option<&ent_auth::KeyRing>,
        legacy: &Legacy,
    ) -> Result<Verified<'a>, HashError> {
        match self {
            Self::Own(stored) => pool.verify(typed, stored, pepper),
            Self::Imported(imported) => pool.verify_imported(typed, imported, Some(legacy)),
            Self::Account(account) => pool.verify_credential(typed, account, pepper, Some(legacy)),
        }
    }
}

/// The host's reader of formats of its own: a function, or what it found before.
pub(super) struct Legacy {
    reader: Reader,
    /// What the function raised.
    raised: Mutex<Option<PyErr>>,
}

enum Reader {
    Found(Option<bool>),
    Function(Py<PyAny>),
}

impl Legacy {
    pub(super) fn read(given: Option<Bound<'_, PyAny>>) -> PyResult<Self> {
        let reader = match given {
            None => Reader::Found(None),
            Some(found) if found.is_instance_of::<PyBool>() => Reader::Found(found.extract()?),
            Some(function) if function.is_callable() => Reader::Function(function.unbind()),
            Some(_) => return Err(PyTypeError::new_err("a function or a bool is expected")),
        };
        Ok(Self { reader, raised: Mutex::new(None) })
    }

    /// What came of a call, or what the host's function raised in it.
    pub(super) fn outcome<T>(self, found: Result<T, HashError>) -> PyResult<T> {
        match self.raised.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(raised) => Err(raised),
            None => found.map_err(errors::hash),
        }
    }
}

impl LegacyVerifier for Legacy {
    fn verify(&self, tag: &str, password: &[u8], record: &str) -> Option<bool> {
        match &self.reader {
            Reader::Found(found) => *found,
            Reader::Function(function) => Python::attach(|py| {
                let answer = ask(function.bind(py), tag, password, record);
                answer.unwrap_or_else(|raised| {
                    *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(raised);
                    None
                })
            }),
        }
    }
}

/// Calls the host's function with the password in a `bytearray` that is wiped afterwards.
fn ask(
    function: &Bound<'_, PyAny>,
    tag: &str,
    password: &[u8],
    record: &str,
) -> PyResult<Option<bool>> {
    let py = function.py();
    let lent = PyByteArray::new(py, password);
    let answer = function.call1((tag, &lent, record));
    let zeros = PyBytes::new_with(py, lent.len(), |_| Ok(()))?;
    lent.as_any().set_item(PySlice::full(py), zeros)?;
    let answer = answer?;
    if answer.is_none() {
        return Ok(None);
    }
    let answer = answer.cast::<PyBool>();
    let answer = answer.map_err(|_| PyTypeError::new_err("the reader answers a bool or None"))?;
    Ok(Some(answer.is_true()))
}

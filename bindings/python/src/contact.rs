//! Phone numbers and e-mail addresses.

use std::hash::{DefaultHasher, Hash, Hasher};

use ent_core::Region;
use pyo3::prelude::*;

use crate::convert::{Listed, Text};
use crate::errors;

/// A phone number that exists in the French plans, or a well-formed foreign one.
///
/// Two spellings of one number are equal. `repr` is masked; numbers sort, hash and pickle.
///
/// >>> PhoneNumber.parse("06 12 34 56 78")
/// PhoneNumber(06 •• •• •• 78)
#[pyclass(frozen, eq, ord, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PhoneNumber(pub(crate) ent_core::PhoneNumber);

#[pymethods]
impl PhoneNumber {
    /// Read a number as people type it in `region` (a Region, metropolitan France by default).
    ///
    /// Raises `ParseError`: `phone/empty`, `phone/format`, `phone/unallocated` when the plan gives
    /// the number to nobody, `phone/region`.
    #[staticmethod]
    #[pyo3(signature = (text, region=None))]
    fn parse(text: Text, region: Option<Text>) -> PyResult<Self> {
        let region = match &region {
            Some(code) => Region::parse(code.as_str()).map_err(errors::parse)?,
            None => Region::FR,
        };
        ent_core::PhoneNumber::parse(text.as_str(), region).map(Self).map_err(errors::parse)
    }

    /// The number as `+`, country code and digits, such as `+33612345678`.
    #[getter]
    fn e164(&self) -> &str {
        self.0.e164()
    }

    /// What the plan uses the number for, a `PhoneKind`.
    #[getter]
    fn kind(&self) -> Listed {
        Listed("PhoneKind", self.0.kind().code())
    }

    /// Whether a code may be sent to the number: mobiles only.
    #[getter]
    fn sms(&self) -> bool {
        self.0.can_receive_sms()
    }

    /// The number with all but its ends hidden, such as `06 •• •• •• 78`.
    #[getter]
    fn masked(&self) -> String {
        self.0.masked()
    }

    /// The number as dialled at home, such as `06 12 34 56 78`.
    #[getter]
    fn national(&self) -> String {
        self.0.national()
    }

    /// The number with its country code, such as `+33 6 12 34 56 78`.
    #[getter]
    fn international(&self) -> String {
        self.0.international()
    }

    fn __repr__(&self) -> String {
        format!("PhoneNumber({})", self.0.masked())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.e164().to_owned(),)))
    }
}

/// An e-mail address, kept as typed.
///
/// Two addresses are one person's when their `key` is equal. `repr` is masked.
///
/// >>> Email.parse(" Zoe.Martin@Example.fr ").key
/// 'zoe.martin@example.fr'
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Email(pub(crate) ent_core::Email);

#[pymethods]
impl Email {
    /// Read an address; ASCII spaces around it are dropped.
    ///
    /// Raises `ParseError`: `email/empty`, `email/format`.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        ent_core::Email::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// The address as typed.
    #[getter]
    fn address(&self) -> &str {
        self.0.address()
    }

    /// The address in lower case, for comparison.
    #[getter]
    fn key(&self) -> String {
        self.0.key()
    }

    /// First character and domain, such as `a•••@example.fr`.
    #[getter]
    fn masked(&self) -> String {
        self.0.masked()
    }

    /// The address as one that nobody has yet shown to be theirs.
    fn unverified(&self) -> UnverifiedEmail {
        UnverifiedEmail(self.0.clone().into())
    }

    fn __repr__(&self) -> String {
        format!("Email({})", self.0.masked())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.address().to_owned(),)))
    }
}

/// An e-mail address that nobody has yet shown to be theirs.
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct UnverifiedEmail(pub(crate) ent_core::UnverifiedEmail);

#[pymethods]
impl UnverifiedEmail {
    /// Read an address.
    ///
    /// Raises `ParseError`: `email/empty`, `email/format`.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        ent_core::UnverifiedEmail::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// The address, to send the confirmation link to.
    #[getter]
    fn email(&self) -> Email {
        Email(self.0.email().clone())
    }

    /// The address as its owner's: call it once they have opened the link sent there.
    fn confirmed(&self) -> VerifiedEmail {
        VerifiedEmail(self.0.clone().confirmed())
    }

    fn __repr__(&self) -> String {
        format!("UnverifiedEmail({})", self.0.email().masked())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.email().address().to_owned(),)))
    }
}

/// An e-mail address whose owner has opened the link sent there.
///
/// It comes from `UnverifiedEmail.confirmed` or a stored contact card, and from nowhere else.
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct VerifiedEmail(pub(crate) ent_core::VerifiedEmail);

#[pymethods]
impl VerifiedEmail {
    /// The address.
    #[getter]
    fn email(&self) -> Email {
        Email(self.0.email().clone())
    }

    fn __repr__(&self) -> String {
        format!("VerifiedEmail({})", self.0.email().masked())
    }
}

/// Hash of something whose Rust type has one.
pub(crate) fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

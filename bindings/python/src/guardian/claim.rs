//! Who asks for an account, and whom the school knows.

use ent_auth::LoginId;
use ent_auth::educonnect as domain;
use ent_core::GivenName;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::contact::PhoneNumber;
use crate::convert::{Birthday, Text, tuple};
use crate::errors;
use crate::keys::KeyRing;
use crate::ledger::read_subject;
use crate::person::{PersonName, read_pupil};

/// A child as the school's record has it. `repr` shows the pupil's id only.
///
/// `birth_date` is the date that the guardian has to know.
///
/// Raises `ParseError`: `id/format`, `name/given-…`, `birth-date/out-of-range`.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq)]
pub(crate) struct Child(domain::Child);

#[pymethods]
impl Child {
    #[new]
    #[pyo3(signature = (*, pupil, given_name, birth_date))]
    fn new(pupil: Text, given_name: Text, birth_date: Birthday) -> PyResult<Self> {
        Ok(Self(domain::Child {
            pupil: read_pupil(&pupil)?,
            given_name: read_given_name(&given_name)?,
            birth_date: birth_date.0,
        }))
    }

    /// The pupil, as the host names them.
    #[getter]
    fn pupil(&self) -> &str {
        self.0.pupil.as_str()
    }

    /// Given name, shown to the guardian once the phone is proved.
    #[getter]
    fn given_name(&self) -> &str {
        self.0.given_name.as_str()
    }

    /// Birth date.
    #[getter]
    const fn birth_date(&self) -> Birthday {
        Birthday(self.0.birth_date)
    }

    fn __repr__(&self) -> String {
        format!("Child(pupil='{}', redacted)", self.pupil())
    }
}

/// A guardian as the school's record has them. `repr` shows the subject only.
///
/// `login` is the identifier that the account will have.
///
/// Raises `ParseError`: `id/format`, `login/empty`, `login/format`.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq)]
pub(crate) struct GuardianRecord(domain::GuardianRecord);

#[pymethods]
impl GuardianRecord {
    #[new]
    #[pyo3(signature = (*, subject, name, mobile, login, children, activated=false))]
    fn new(
        subject: Text,
        name: PersonName,
        mobile: PhoneNumber,
        login: Text,
        children: Vec<Child>,
        activated: bool,
    ) -> PyResult<Self> {
        Ok(Self(domain::GuardianRecord {
            subject: read_subject(&subject)?,
            name: name.0,
            mobile: mobile.0,
            login: LoginId::parse(login.as_str()).map_err(errors::parse)?,
            children: children.into_iter().map(|child| child.0).collect(),
            activated,
        }))
    }

    /// Account or future account.
    #[getter]
    fn subject(&self) -> &str {
        self.0.subject.as_str()
    }

    /// Name in the record of the school.
    #[getter]
    fn name(&self) -> PersonName {
        PersonName(self.0.name.clone())
    }

    /// Mobile number in the record of the school.
    #[getter]
    fn mobile(&self) -> PhoneNumber {
        PhoneNumber(self.0.mobile.clone())
    }

    /// What the account signs in with.
    #[getter]
    fn login(&self) -> &str {
        self.0.login.as_str()
    }

    /// The children of the guardian.
    #[getter]
    fn children<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.children.iter().cloned().map(Child))
    }

    /// Whether the account is active already.
    #[getter]
    const fn activated(&self) -> bool {
        self.0.activated
    }

    fn __repr__(&self) -> String {
        format!("GuardianRecord(subject='{}', redacted)", self.subject())
    }
}

/// Name and mobile number that a guardian types to create an account.
///
/// Raises `ParseError`: `claim/not-mobile`.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq)]
pub(crate) struct GuardianClaim(domain::GuardianClaim);

#[pymethods]
impl GuardianClaim {
    #[new]
    #[pyo3(signature = (*, name, mobile))]
    fn new(name: PersonName, mobile: PhoneNumber) -> PyResult<Self> {
        domain::GuardianClaim::new(name.0, mobile.0).map(Self).map_err(errors::parse)
    }

    /// The one guardian of `records` with this name and number who has children and no active
    /// account; anything else gives a decoy, always the same for the same claim.
    fn find(&self, records: Vec<GuardianRecord>, keys: PyRef<'_, KeyRing>) -> GuardianMatch {
        let records: Vec<_> = records.into_iter().map(|record| record.0).collect();
        let (claim, keys, py) = (&self.0, &keys.0, keys.py());
        GuardianMatch(py.detach(|| claim.find(&records, keys)))
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "GuardianClaim(redacted)"
    }
}

/// The answer to a `GuardianClaim`: a guardian, or a decoy that looks just the same.
#[pyclass(frozen, from_py_object, module = "entkit")]
#[derive(Clone)]
pub(crate) struct GuardianMatch(pub(super) domain::Match);

#[pymethods]
impl GuardianMatch {
    /// Subject of the records to step: the account, or the decoy's own.
    #[getter]
    fn subject(&self) -> &str {
        self.0.subject().as_str()
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "GuardianMatch(…)"
    }
}

fn read_given_name(name: &Text) -> PyResult<GivenName> {
    GivenName::parse(name.as_str()).map_err(errors::parse)
}

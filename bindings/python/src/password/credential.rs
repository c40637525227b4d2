//! Whether an account has a password, since when, and who must change it after a leak.

use ent_auth::password::{self as domain, ForcedChange, KeptHash, NoPassword};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use super::hash::NewHash;
use super::import::ImportedHash;
use crate::convert::{Bytes, Listed, Moment, Text};
use crate::errors;

/// What an account has as a password; having none is a state of its own, never an empty hash.
///
/// It never changes: each change gives another one. Keep it on the server side; `repr` is redacted,
/// and it cannot be hashed or pickled.
///
/// >>> Credential.without("never-activated").missing.label_en
/// 'Account never activated'
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Credential(pub(super) domain::Credential);

#[pymethods]
impl Credential {
    /// An account without password, for a `NoPassword` reason.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[staticmethod]
    fn without(reason: Text) -> PyResult<Self> {
        let reason = errors::choice(NoPassword::from_code(reason.as_str()))?;
        Ok(Self(domain::Credential::without(reason)))
    }

    /// An account with the text of a `NewHash`, or with a hash of another stack.
    ///
    /// `changed_at` is when its owner last chose a password, `reset_at` when the service last took
    /// it back, as far as known.
    ///
    /// Raises `HashError` as ImportedHash.check for a text that is no hash of this library.
    #[staticmethod]
    #[pyo3(signature = (hash, *, changed_at=None, reset_at=None))]
    fn kept(hash: AnyHash, changed_at: Option<Moment>, reset_at: Option<Moment>) -> Self {
        let [changed_at, reset_at] = [changed_at, reset_at].map(|at| at.map(|at| at.0));
        Self(domain::Credential::kept_as(hash.0, changed_at, reset_at))
    }

    /// Read what `dump` wrote.
    ///
    /// Raises `StateError`: `state/newer` for what a later version wrote, `state/corrupt` for
    /// anything else.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        domain::Credential::from_json(data.as_slice()).map(Self).map_err(errors::state)
    }

    /// What to store: UTF-8 JSON, to be kept on the server side.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let data = self.0.to_json().map_err(errors::state)?;
        Ok(PyBytes::new(py, data.as_bytes()))
    }

    /// Why there is no password, as `NoPassword`, or None where there is one.
    #[getter]
    fn missing(&self) -> Option<Listed> {
        self.0.missing().map(|reason| Listed("NoPassword", reason.code()))
    }

    /// When the owner last chose a password, as far as it is known.
    #[getter]
    fn changed_at(&self) -> Option<Moment> {
        self.0.changed_at().map(Moment)
    }

    /// When the service last took the password back.
    #[getter]
    fn reset_at(&self) -> Option<Moment> {
        self.0.reset_at().map(Moment)
    }

    /// Whether the service has taken the password back and its owner has chosen no other since: it
    /// is wrong wherever it is asked for.
    #[getter]
    fn is_taken_back(&self) -> bool {
        self.0.is_taken_back()
    }

    /// The account once its owner has chosen a password, the first or another.
    ///
    /// Raises `HashError`: `credential/time` when `at` lies before what is known of the account.
    #[pyo3(signature = (new, *, at))]
    fn changed(&self, new: PyRef<'_, NewHash>, at: Moment) -> PyResult<Self> {
        self.0.changed(new.0.clone(), at.0).map(Self).map_err(errors::hash)
    }

    /// The account once the service has taken the password back, by a new letter for instance.
    ///
    /// Raises `HashError`: `credential/none`, `credential/time`.
    #[pyo3(signature = (*, at))]
    fn reset(&self, at: Moment) -> PyResult<Self> {
        self.0.reset(at.0).map(Self).map_err(errors::hash)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "Credential(redacted)"
    }
}

/// A hash of this library or of another stack.
struct AnyHash(KeptHash);

impl<'py> FromPyObject<'_, 'py> for AnyHash {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(imported) = value.cast::<ImportedHash>() {
            return Ok(Self(KeptHash::Imported(imported.get().0.clone())));
        }
        if !value.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a str or an ImportedHash is expected"));
        }
        let stored = domain::StoredHash::parse(value.extract::<Text>()?.as_str());
        stored.map(|hash| Self(KeptHash::Own(hash))).map_err(errors::hash)
    }
}

/// Why a change asked of everyone whose password was chosen before `since` leaves an account alone.
///
/// The answer is an Exemption, or None when its owner must choose another password.
///
/// >>> from datetime import UTC, datetime
/// >>> leak = datetime(2024, 3, 26, tzinfo=UTC)
/// >>> forced_change_exemption(leak, Credential.without("federated-only"))
/// <Exemption.FEDERATED_ONLY: 'federated-only'>
#[pyfunction]
pub(crate) fn forced_change_exemption(
    since: Moment,
    credential: PyRef<'_, Credential>,
) -> Option<Listed> {
    let exemption = ForcedChange { since: since.0 }.exemption(&credential.0);
    exemption.map(|exemption| Listed("Exemption", exemption.code()))
}

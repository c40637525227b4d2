//! Passwords that were used before.

use ent_auth::password::{KeptHash, NoReuse, Past, PastPasswords, RulesError};
use ent_core::Instant;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::Password;
use super::credential::Credential;
use super::import::ImportedHash;
use crate::convert::{Moment, Text, Whole};
use crate::errors;

/// The passwords of one account that a new one must not be; `repr` is redacted.
///
/// Each is a `Password` in plain, as a provisional one that has just been typed, the stored text of
/// a hash of this library, an `ImportedHash`, or the `Credential` of the account. `previous` holds pairs of one and the time at which it was replaced,
/// 24 at most, in any order; the `last` replaced ones are refused, and those replaced less than
/// `days` ago.
///
/// >>> PasswordHistory(provisional=Password("Azerty69!"), last=5)
/// PasswordHistory(redacted)
///
/// Raises `ParseError`: `password/too-many-previous`, `rules/bounds` above 24 passwords or 3,653
/// days.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct PasswordHistory {
    provisional: Option<Former>,
    current: Option<Former>,
    previous: Vec<(Former, Instant)>,
    policy: NoReuse,
}

#[pymethods]
impl PasswordHistory {
    #[new]
    #[pyo3(signature = (*, provisional=None, current=None, previous=None, last=None, days=None))]
    fn new(
        provisional: Option<Former>,
        current: Option<Former>,
        previous: Option<Vec<(Former, Moment)>>,
        last: Option<Whole>,
        days: Option<Whole>,
    ) -> PyResult<Self> {
        let bounded = |number: Option<Whole>, field| {
            let number = number.map_or(Some(0), Whole::fit);
            number.ok_or(RulesError::Bounds { field }).map_err(errors::parse)
        };
        let policy = NoReuse::new(bounded(last, "last")?, bounded(days, "days")?);
        let previous = previous.unwrap_or_default().into_iter();
        let history = Self {
            provisional,
            current,
            previous: previous.map(|(former, replaced)| (former, replaced.0)).collect(),
            policy: policy.map_err(errors::parse)?,
        };
        history.past()?;
        Ok(history)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "PasswordHistory(redacted)"
    }
}

impl PasswordHistory {
    pub(super) fn past(&self) -> PyResult<PastPasswords<'_>> {
        let mut past = PastPasswords::new();
        if let Some(provisional) = &self.provisional {
            provisional.past().into_iter().for_each(|one| past.set_provisional(one));
        }
        if let Some(current) = &self.current {
            current.past().into_iter().for_each(|one| past.set_current(one));
        }
        let previous = self.previous.iter().filter_map(|(one, at)| Some((one.past()?, *at)));
        past.set_previous(self.policy, &previous.collect::<Vec<_>>()).map_err(errors::parse)?;
        Ok(past)
    }
}

/// A password that was used before, as given.
enum Former {
    Plain(Py<Password>),
    Stored(Text),
    /// Of an account without a password there is nothing.
    Kept(Option<Box<KeptHash>>),
}

impl Former {
    fn past(&self) -> Option<Past<'_>> {
        match self {
            Self::Plain(password) => Some(Past::Plain(&password.get().0)),
            Self::Stored(text) => Some(Past::Stored(text.as_str())),
            Self::Kept(hash) => hash.as_deref().map(Past::Kept),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Former {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(password) = value.cast::<Password>() {
            return Ok(Self::Plain(password.to_owned().unbind()));
        }
        if value.is_instance_of::<PyString>() {
            return value.extract().map(Self::Stored);
        }
        if let Ok(imported) = value.cast::<ImportedHash>() {
            let hash = KeptHash::Imported(imported.get().0.clone());
            return Ok(Self::Kept(Some(Box::new(hash))));
        }
        if let Ok(credential) = value.cast::<Credential>() {
            return Ok(Self::Kept(credential.get().0.kept().cloned().map(Box::new)));
        }
        let wanted = "a Password, a str, an ImportedHash or a Credential is expected";
        Err(PyTypeError::new_err(wanted))
    }
}

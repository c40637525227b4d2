//! Passwords: rules, verdict, hash.

use std::sync::Arc;

use ent_auth::password::{
    self as domain, AcceptedPassword, ContextKind, ContextWords, HashError, ParamValue,
    PreparedPassword, RecordAudit, Verification, Violation,
};
use ent_core::Coded;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::convert::{Bytes, Listed, Text, Whole, record, tuple};
use crate::errors;
use crate::keys::{Entropy, KeyRing, Loan};

/// A password as typed, held out of reach: nothing gives the text back, `repr` is redacted.
///
/// Two typings are one password when they are equal after Unicode normalisation; `==` takes the
/// same time wherever they differ. It cannot be hashed, copied or pickled.
///
/// It takes a copy of a text, or of bytes of UTF-8; at most 1,024 bytes.
///
/// Raises `ParseError`: `password/too-long`, `password/encoding`.
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

/// The published password rules of one portal.
///
/// >>> PasswordRules.find("educonnect").min
/// 8
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct PasswordRules(pub(crate) &'static domain::PasswordRules);

#[pymethods]
impl PasswordRules {
    /// The rules with this id, such as `educonnect`.
    ///
    /// Raises `ParseError`: `password/rules`.
    #[staticmethod]
    fn find(id: Text) -> PyResult<Self> {
        domain::PasswordRules::find(id.as_str()).map(Self).map_err(errors::parse)
    }

    /// Every rule set, in the order of their ids.
    #[staticmethod]
    fn all() -> Vec<Self> {
        domain::PasswordRules::all().map(Self).collect()
    }

    /// Stable id.
    #[getter]
    fn id(&self) -> &'static str {
        self.0.id()
    }

    /// Fewest code points.
    #[getter]
    fn min(&self) -> u16 {
        self.0.min()
    }

    /// Most code points.
    #[getter]
    fn max(&self) -> u16 {
        self.0.max()
    }

    /// The characters of which one is required, as published; empty when none is.
    #[getter]
    fn special(&self) -> &'static str {
        self.0.special()
    }

    /// Where the rules were published.
    #[getter]
    fn source(&self) -> &'static str {
        self.0.source()
    }

    /// When the rules were published, as far as the source tells.
    #[getter]
    fn date(&self) -> &'static str {
        self.0.date()
    }

    /// Every rule that `password` breaks, as a `PasswordVerdict`.
    ///
    /// `confirmation` is the second typing; `words` are words to avoid, each a text or a pair of a
    /// `ContextKind` and a text, 16 at most.
    ///
    /// Raises `ParseError`: `password/too-many-words`, `password/word-too-long`, `choice/unknown`.
    #[pyo3(signature = (password, *, confirmation=None, words=None))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        password: PyRef<'py, Password>,
        confirmation: Option<PyRef<'py, Password>>,
        words: Option<Vec<Word>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let words = read_words(words.as_deref().unwrap_or_default())?;
        let second = confirmation.as_ref().map(|second| &second.0);
        verdict_record(py, &self.0.check(&password.0, second, &words))
    }

    /// The published rules one by one, each met or not by what is typed so far.
    #[pyo3(signature = (password=None))]
    fn requirements<'py>(
        &self,
        py: Python<'py>,
        password: Option<PyRef<'py, Password>>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let requirements = self.0.requirements(password.as_ref().map(|password| &password.0));
        let requirement = |rule: &domain::Requirement| {
            record!(py, "Requirement" {
                id: rule.code(),
                met: rule.met(),
                text_fr: rule.text_fr(),
                text_en: rule.text_en(),
            })
        };
        requirements.iter().map(requirement).collect()
    }

    fn __hash__(&self) -> u64 {
        crate::contact::hash_of(&self.0.id())
    }

    fn __repr__(&self) -> String {
        format!("PasswordRules('{}')", self.0.id())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
        Ok((slf.get_type().getattr("find")?, (slf.get().0.id(),)))
    }
}

/// `password` once `rules` accept it, or `PasswordRefused` with its verdict.
pub(crate) fn accept<'p>(
    py: Python<'_>,
    rules: &domain::PasswordRules,
    password: &'p Password,
    confirmation: Option<&Password>,
    words: Option<&[Word]>,
) -> PyResult<AcceptedPassword<'p>> {
    let words = read_words(words.unwrap_or_default())?;
    let verdict = rules.check(&password.0, confirmation.map(|second| &second.0), &words);
    verdict
        .into_accepted()
        .or_else(|verdict| Err(errors::password_refused(verdict_record(py, &verdict)?.unbind())))
}

/// A word to avoid, as given.
pub(crate) struct Word {
    kind: Option<Text>,
    text: Text,
}

impl<'py> FromPyObject<'_, 'py> for Word {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.cast::<PyTuple>().is_ok() {
            let (kind, text): (Text, Text) = value.extract()?;
            return Ok(Self { kind: Some(kind), text });
        }
        Ok(Self { kind: None, text: value.extract()? })
    }
}

fn read_words(words: &[Word]) -> PyResult<ContextWords> {
    let mut read = ContextWords::new();
    for Word { kind, text } in words {
        let kind = match kind {
            Some(code) => errors::choice(ContextKind::from_code(code.as_str()))?,
            None => ContextKind::Other,
        };
        read.add(kind, text.as_str()).map_err(errors::parse)?;
    }
    Ok(read)
}

fn verdict_record<'py>(
    py: Python<'py>,
    verdict: &domain::Verdict<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    let violations = verdict.violations().iter().map(|broken| violation_record(py, *broken));
    record!(py, "PasswordVerdict" {
        rules_id: verdict.rules_id(),
        accepted: verdict.accepted(),
        violations: tuple(py, violations.collect::<PyResult<Vec<_>>>()?)?,
    })
}

fn violation_record(py: Python<'_>, broken: Violation) -> PyResult<Bound<'_, PyAny>> {
    let params = PyDict::new(py);
    for (name, value) in broken.values() {
        match value {
            ParamValue::Number(number) => params.set_item(name, number)?,
            ParamValue::Text(text) => params.set_item(name, text)?,
            _ => {}
        }
    }
    record!(py, "Violation" {
        id: broken.code(),
        params: params,
        text_fr: broken.text_fr(),
        text_en: broken.text_en(),
    })
}

/// How much an argon2id hash costs: memory in KiB, passes, lanes.
///
/// It is 19,456 KiB, 2 passes, 1 lane unless told otherwise, the OWASP recommendation.
///
/// Raises `HashError`: `hash/policy` outside 7,168 to 262,144 KiB, 1 to 16 passes, 1 to 4 lanes.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct HashPolicy(domain::HashPolicy);

#[pymethods]
impl HashPolicy {
    #[new]
    #[pyo3(signature = (*, memory_kib=None, passes=None, lanes=None))]
    fn new(
        memory_kib: Option<Whole>,
        passes: Option<Whole>,
        lanes: Option<Whole>,
    ) -> PyResult<Self> {
        let usual = domain::HashPolicy::default();
        let read = |given: Option<Whole>, usual| match given {
            Some(number) => number.fit().ok_or_else(|| errors::hash(HashError::Policy)),
            None => Ok(usual),
        };
        let policy = domain::HashPolicy::new(
            read(memory_kib, usual.memory_kib())?,
            read(passes, usual.passes())?,
            read(lanes, usual.lanes())?,
        );
        policy.map(Self).map_err(errors::hash)
    }

    /// Memory of one hash, in KiB.
    #[getter]
    const fn memory_kib(&self) -> u32 {
        self.0.memory_kib()
    }

    /// Passes over the memory.
    #[getter]
    const fn passes(&self) -> u32 {
        self.0.passes()
    }

    /// Lanes, computed one after another.
    #[getter]
    const fn lanes(&self) -> u32 {
        self.0.lanes()
    }

    /// Whether the policy costs an attacker at least one choice of the OWASP list.
    #[getter]
    fn meets_owasp(&self) -> bool {
        self.0.meets_owasp()
    }

    fn __repr__(&self) -> String {
        let (memory, passes, lanes) = (self.memory_kib(), self.passes(), self.lanes());
        format!("HashPolicy(memory_kib={memory}, passes={passes}, lanes={lanes})")
    }
}

/// A fixed number of argon2id computations at a time, each in its own buffer.
///
/// A hash takes tens of milliseconds of one core, without the GIL. When every buffer is in use the
/// answer is `hash/busy` at once.
///
/// A pool has 1 to 64 buffers, each as large as one hash of `policy` needs (19 MiB by default).
///
/// Raises `HashError`: `hash/pool`, `hash/memory`.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct HashPool(pub(crate) Arc<domain::HashPool>);

#[pymethods]
impl HashPool {
    #[new]
    #[pyo3(signature = (buffers, policy=None))]
    fn new(buffers: Whole, policy: Option<HashPolicy>) -> PyResult<Self> {
        let buffers = buffers.fit().ok_or_else(|| errors::hash(HashError::Pool))?;
        let policy = policy.map(|policy| policy.0).unwrap_or_default();
        domain::HashPool::new(buffers, policy).map(Arc::new).map(Self).map_err(errors::hash)
    }

    /// How new hashes are made.
    #[getter]
    fn policy(&self) -> HashPolicy {
        HashPolicy(self.0.policy())
    }

    /// Check a password and hash it if it is accepted.
    ///
    /// Raises `PasswordRefused` (`password/refused`, with its `verdict`) when it breaks a rule;
    /// `HashError`: `hash/busy`, `step/entropy`; `ParseError` as PasswordRules.check.
    #[pyo3(signature = (rules, password, *, entropy, confirmation=None, words=None, pepper=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn hash_accepted(
        &self,
        py: Python<'_>,
        rules: PyRef<'_, PasswordRules>,
        password: PyRef<'_, Password>,
        entropy: PyRef<'_, Entropy>,
        confirmation: Option<PyRef<'_, Password>>,
        words: Option<Vec<Word>>,
        pepper: Option<PyRef<'_, KeyRing>>,
    ) -> PyResult<NewHash> {
        let (second, words) = (confirmation.as_deref(), words.as_deref());
        let accepted = accept(py, rules.0, &password, second, words)?;
        let (entropy, pepper) = (&*entropy, pepper.as_ref().map(|ring| &ring.0));
        let made = py.detach(|| self.0.hash(accepted, &mut Loan(entropy), pepper));
        made.map(NewHash).map_err(errors::hash)
    }

    /// Compare a password with the stored hash of an account, as a Verification.
    ///
    /// Without a stored hash, or with a corrupt one, the same work is done and the answer is wrong.
    ///
    /// Raises `HashError`: `hash/busy`, `hash/pepper`, `hash/record-room`; none depends on whether
    /// the password is right.
    #[pyo3(signature = (password, stored, *, pepper=None))]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        password: PyRef<'py, Password>,
        stored: Option<Text>,
        pepper: Option<PyRef<'py, KeyRing>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let typed = &password.0;
        let (stored, pepper) =
            (stored.as_ref().map(Text::as_str), pepper.as_ref().map(|ring| &ring.0));
        let verified = py.detach(|| self.0.verify(typed, stored, pepper)).map_err(errors::hash)?;
        let rehash = matches!(verified.verification(), Verification::Right { rehash: true });
        let (state, reason) = match verified.record() {
            RecordAudit::Absent => ("absent", None),
            RecordAudit::Corrupt(error) => ("corrupt", Some(error.code())),
            _ => ("sound", None),
        };
        record!(py, "Verification" {
            right: verified.is_right(),
            rehash: rehash,
            record: Listed("RecordAudit", state),
            record_code: reason,
        })
    }

    /// The right password hashed anew by the current policy and pepper, to replace the stored
    /// hash; None when the password is wrong or nothing is to do.
    ///
    /// Raises `HashError` as `verify`, and `step/entropy`.
    #[pyo3(signature = (password, stored, *, entropy, pepper=None))]
    fn rehash(
        &self,
        py: Python<'_>,
        password: PyRef<'_, Password>,
        stored: Text,
        entropy: PyRef<'_, Entropy>,
        pepper: Option<PyRef<'_, KeyRing>>,
    ) -> PyResult<Option<String>> {
        let (typed, entropy) = (&password.0, &*entropy);
        let pepper = pepper.as_ref().map(|ring| &ring.0);
        let made = py.detach(|| {
            let verified = self.0.verify(typed, Some(stored.as_str()), pepper)?;
            verified.rehash(&self.0, &mut Loan(entropy), pepper)
        });
        Ok(made.map_err(errors::hash)?.map(|rehash| rehash.new_hash().as_str().to_owned()))
    }

    fn __repr__(&self) -> String {
        format!("HashPool(policy={})", self.policy().__repr__())
    }
}

/// A hash just made of an accepted password, with the rules that accepted it.
///
/// Only `HashPool.hash_accepted` makes one. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct NewHash(pub(crate) domain::NewHash);

#[pymethods]
impl NewHash {
    /// Id of the rules that accepted the password.
    #[getter]
    fn rules_id(&self) -> &str {
        self.0.rules_id()
    }

    /// The text to store, on the server side only.
    #[getter]
    fn stored(&self) -> &str {
        self.0.stored().as_str()
    }

    fn __repr__(&self) -> String {
        format!("NewHash(rules_id='{}')", self.0.rules_id())
    }
}

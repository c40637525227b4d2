//! Hashing of accepted passwords and verification of kept ones.

use std::sync::Arc;

use ent_auth::password::{self as domain, HashError, RecordAudit, Verification};
use ent_core::Coded;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::credential::Credential;
use super::import::{Kept, Legacy, Lent};
use super::reuse::PasswordHistory;
use super::rules::{PasswordRules, accept, accepted, verdict_record};
use super::{Password, Word, read_words};
use crate::convert::{Listed, Moment, Whole, record, tuple};
use crate::errors;
use crate::keys::{Entropy, KeyRing, Loan};

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

    /// 19 MiB, 2 passes, 1 lane: the OWASP recommendation.
    #[staticmethod]
    const fn owasp_19m() -> Self {
        Self(domain::HashPolicy::owasp_19m())
    }

    /// 46 MiB, 1 pass, 1 lane: the OWASP choice of more memory and less computation.
    #[staticmethod]
    const fn owasp_46m() -> Self {
        Self(domain::HashPolicy::owasp_46m())
    }

    /// 64 MiB, 3 passes, 4 lanes: the second recommended option of RFC 9106.
    #[staticmethod]
    const fn rfc9106_64m() -> Self {
        Self(domain::HashPolicy::rfc9106_64m())
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
/// A hash takes tens of milliseconds of one core, without the GIL: two threads make nearly twice as
/// many. When every buffer is in use the answer is `hash/busy` at once.
///
/// A pool has 1 to 64 buffers, each as large as one hash of `policy` needs (19 MiB by default), or
/// of `largest`: the cost of the largest kept hashes that are still to be verified.
///
/// Raises `HashError`: `hash/pool`, `hash/memory`.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct HashPool(pub(crate) Arc<domain::HashPool>);

#[pymethods]
impl HashPool {
    #[new]
    #[pyo3(signature = (buffers, policy=None, *, largest=None))]
    fn new(
        buffers: Whole,
        policy: Option<HashPolicy>,
        largest: Option<HashPolicy>,
    ) -> PyResult<Self> {
        let buffers = buffers.fit().ok_or_else(|| errors::hash(HashError::Pool))?;
        let policy = policy.map(|policy| policy.0).unwrap_or_default();
        let largest = largest.map_or(policy, |largest| largest.0);
        let pool = domain::HashPool::accepting(buffers, policy, largest);
        pool.map(Arc::new).map(Self).map_err(errors::hash)
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
        let accepted = accept(py, &rules.0, &password, second, words)?;
        let (entropy, pepper) = (&*entropy, pepper.as_ref().map(|ring| &ring.0));
        let made = py.detach(|| self.0.hash(accepted, &mut Loan(entropy), pepper));
        made.map(|new| NewHash(new, Vec::new())).map_err(errors::hash)
    }

    /// Every rule that `password` breaks, and whether it is one that was used before.
    ///
    /// Every password that is still refused is compared, each stored one at the cost of a
    /// verification, whatever the others gave: call it once PasswordRules.check accepts. The answer
    /// is a `PasswordVerdict`; `hash_unused` hashes what is accepted.
    ///
    /// Raises `HashError` as `verify`; `ParseError` as PasswordRules.check.
    #[pyo3(signature = (
        rules, password, history, *, now, confirmation=None, words=None, pepper=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn check_reuse<'py>(
        &self,
        py: Python<'py>,
        rules: PyRef<'py, PasswordRules>,
        password: PyRef<'py, Password>,
        history: PyRef<'py, PasswordHistory>,
        now: Moment,
        confirmation: Option<PyRef<'py, Password>>,
        words: Option<Vec<Word>>,
        pepper: Option<PyRef<'py, KeyRing>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (words, past) = (read_words(words.as_deref())?, history.past()?);
        let second = confirmation.as_ref().map(|second| &second.0);
        let verdict = rules.0.check(&password.0, second, &words);
        let pepper = pepper.as_ref().map(|ring| &ring.0);
        let judged = py.detach(|| verdict.against_past(&past, &self.0, pepper, now.0));
        verdict_record(py, &judged.map_err(errors::hash)?)
    }

    /// Check a password as `check_reuse` and hash it if it is accepted.
    ///
    /// Raises `PasswordRefused` (`password/refused`, with its `verdict`) when it breaks a rule or
    /// was used before; `HashError` as `verify`, and `step/entropy`; `ParseError` as
    /// PasswordRules.check.
    #[pyo3(signature = (
        rules, password, history, *, entropy, now, confirmation=None, words=None, pepper=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn hash_unused(
        &self,
        py: Python<'_>,
        rules: PyRef<'_, PasswordRules>,
        password: PyRef<'_, Password>,
        history: PyRef<'_, PasswordHistory>,
        entropy: PyRef<'_, Entropy>,
        now: Moment,
        confirmation: Option<PyRef<'_, Password>>,
        words: Option<Vec<Word>>,
        pepper: Option<PyRef<'_, KeyRing>>,
    ) -> PyResult<NewHash> {
        let (words, past) = (read_words(words.as_deref())?, history.past()?);
        let second = confirmation.as_ref().map(|second| &second.0);
        let verdict = rules.0.check(&password.0, second, &words);
        let (entropy, pepper) = (&*entropy, pepper.as_ref().map(|ring| &ring.0));
        let judged = py.detach(|| verdict.against_past(&past, &self.0, pepper, now.0));
        let verdict = judged.map_err(errors::hash)?;
        let unread = verdict.unread().iter().map(Coded::code).collect();
        let accepted = accepted(py, verdict)?;
        let made = py.detach(|| self.0.hash(accepted, &mut Loan(entropy), pepper));
        made.map(|new| NewHash(new, unread)).map_err(errors::hash)
    }

    /// Compare a password with what is kept of an account, as a Verification.
    ///
    /// `stored` is the text of a hash, an `ImportedHash` or a `Credential`. Without one, or with a
    /// corrupt one, the same work is done and the answer is wrong.
    ///
    /// `legacy` reads hashes under a tag of the host's own: a function of the tag, the password (a
    /// `bytearray` that is wiped after the call) and the record, called with the GIL, which answers
    /// a bool, or None for what it cannot read; or its answer, found before. What it raises comes
    /// out. For formats read here it is not asked.
    ///
    /// Raises `HashError`: `hash/busy`, `hash/pepper`, `hash/record-room`; none depends on whether
    /// the password is right.
    #[pyo3(signature = (password, stored, *, pepper=None, legacy=None))]
    fn verify<'py>(
        &self,
        py: Python<'py>,
        password: PyRef<'py, Password>,
        stored: Kept<'py>,
        pepper: Option<PyRef<'py, KeyRing>>,
        legacy: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (typed, kept, legacy) = (&password.0, stored.lend(), Legacy::read(legacy)?);
        let pepper = pepper.as_ref().map(|ring| &ring.0);
        let found = py.detach(|| kept.verify(&self.0, typed, pepper, &legacy));
        let verified = legacy.outcome(found)?;
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

    /// The right password hashed anew by the current policy and pepper, as a `Rehash`.
    ///
    /// None when the password is wrong or nothing is to do. `stored` and `legacy` are as for
    /// `verify`.
    ///
    /// Raises `HashError` as `verify`, and `step/entropy`.
    #[pyo3(signature = (password, stored, *, entropy, pepper=None, legacy=None))]
    fn rehash<'py>(
        &self,
        py: Python<'py>,
        password: PyRef<'py, Password>,
        stored: Kept<'py>,
        entropy: PyRef<'py, Entropy>,
        pepper: Option<PyRef<'py, KeyRing>>,
        legacy: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (typed, kept, legacy) = (&password.0, stored.lend(), Legacy::read(legacy)?);
        let (entropy, pepper) = (&*entropy, pepper.as_ref().map(|ring| &ring.0));
        let made = py.detach(|| {
            let verified = kept.verify(&self.0, typed, pepper, &legacy)?;
            verified.rehash(&self.0, &mut Loan(entropy), pepper)
        });
        let Some(rehash) = legacy.outcome(made)? else { return Ok(None) };
        let account = match kept {
            Lent::Account(account) => {
                Some(Credential(account.rehashed(&rehash).map_err(errors::hash)?))
            }
            _ => None,
        };
        let renewed = record!(py, "Rehash" {
            old: rehash.old(),
            new: rehash.new_hash().as_str(),
            credential: account,
        });
        renewed.map(Some)
    }

    fn __repr__(&self) -> String {
        format!("HashPool(policy={})", self.policy().__repr__())
    }
}

/// A hash just made of an accepted password, with the rules that accepted it.
///
/// Only `HashPool.hash_accepted` and `HashPool.hash_unused` make one. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct NewHash(pub(crate) domain::NewHash, Vec<&'static str>);

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

    /// Codes such as `hash/record-format` of the kept hashes that the password could not be
    /// compared with, since they cannot be read: for the audit log of the host.
    #[getter]
    fn unread<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.1.iter().copied())
    }

    fn __repr__(&self) -> String {
        format!("NewHash(rules_id='{}')", self.0.rules_id())
    }
}

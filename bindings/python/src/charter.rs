//! The charter: its versions, who accepted which text, and whether the portal may be opened.

use ent_core::charter::{self as domain, ActKind, Materiality};
use ent_core::{CharterVersionId, EditionId, EvidenceId};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::contact::hash_of;
use crate::convert::{Bytes, Json, Listed, Moment, Text, Whole, record, tuple};
use crate::ledger::read_subject;
use crate::{errors, profile};

/// One text of a charter in one language. It never changes.
///
/// >>> from datetime import UTC, datetime
/// >>> version = CharterVersion.of_text(
/// ...     b"Article 1",
/// ...     id="v1",
/// ...     edition="2026",
/// ...     scope="ent:occitanie",
/// ...     language="fr",
/// ...     published_at=datetime(2026, 6, 15, tzinfo=UTC),
/// ...     effective_at=datetime(2026, 9, 1, tzinfo=UTC),
/// ...     materiality="substantive",
/// ... )
/// >>> version.is_text(b"Article 1"), version.is_text(b"article 1")
/// (True, False)
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CharterVersion(domain::CharterVersion);

#[pymethods]
impl CharterVersion {
    /// The version with the digest of `text`, the exact bytes shown.
    ///
    /// `id` is unique within the scope, `edition` shared by translations. `scope` is
    /// `ent:occitanie` or `uai:0750655E`; nobody in `profiles` means everybody. `materiality` is a
    /// `CharterMateriality`. The edition accepted before still opens for `grace_days` after
    /// `effective_at`, 0 to 366, 0 for an editorial version.
    ///
    /// Raises `ParseError`: `charter/text-empty`, `charter/text-too-large` (above 16 MiB),
    /// `charter/effective`, `charter/grace`, `charter/editorial-grace`, `charter/scope-format`,
    /// `charter/language`, `id/format`, `choice/unknown`, `profile/unknown`, `instant/…`.
    #[staticmethod]
    #[expect(clippy::too_many_arguments, reason = "keywords of Python")]
    #[pyo3(signature = (
        text, *, id, edition, scope, language, published_at, effective_at, materiality,
        profiles=None, grace_days=None
    ))]
    fn of_text(
        text: Bytes,
        id: Text,
        edition: Text,
        scope: Text,
        language: Text,
        published_at: Moment,
        effective_at: Moment,
        materiality: Text,
        profiles: Option<Vec<Text>>,
        grace_days: Option<Whole>,
    ) -> PyResult<Self> {
        let profiles = profiles.iter().flatten().map(profile::read).collect::<PyResult<_>>()?;
        let grace_days = grace_days.map_or(Some(0), Whole::fit);
        let draft = domain::CharterDraft {
            id: CharterVersionId::parse(id.as_str()).map_err(errors::parse)?,
            edition: EditionId::parse(edition.as_str()).map_err(errors::parse)?,
            scope: read_scope(&scope)?,
            profiles,
            language: domain::CharterLanguage::parse(language.as_str()).map_err(errors::parse)?,
            published_at: published_at.0,
            effective_at: effective_at.0,
            materiality: errors::choice(Materiality::from_code(materiality.as_str()))?,
            grace_days: grace_days
                .ok_or(domain::CharterVersionError::Grace)
                .map_err(errors::parse)?,
        };
        domain::CharterVersion::new(draft, text.as_slice()).map(Self).map_err(errors::parse)
    }

    /// Read what `to_json` wrote, as `str` or `bytes`.
    ///
    /// Raises `StateError`: `state/corrupt` for anything else.
    #[staticmethod]
    fn from_json(data: Json) -> PyResult<Self> {
        serde_json::from_slice(data.as_slice()).map(Self).map_err(|_| errors::corrupt())
    }

    /// The version to store: its digest, not its text.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(|_| errors::corrupt())
    }

    /// Name of the text, unique within its scope.
    #[getter]
    fn id(&self) -> &str {
        self.0.id().as_str()
    }

    /// Name shared by the translations of one text.
    #[getter]
    fn edition(&self) -> &str {
        self.0.edition().as_str()
    }

    /// Where it applies: `ent:` and an id, or `uai:` and a number.
    #[getter]
    fn scope(&self) -> String {
        self.0.scope().to_string()
    }

    /// Profiles it is for; nobody named means everybody.
    #[getter]
    fn profiles<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.profiles().iter().map(|profile| Listed("Profile", profile.code())))
    }

    /// Language of the text, such as `fr` or `pt-BR`.
    #[getter]
    fn language(&self) -> &str {
        self.0.language().as_str()
    }

    /// From when it may be read and accepted.
    #[getter]
    const fn published_at(&self) -> Moment {
        Moment(self.0.published_at())
    }

    /// From when it counts, this instant included.
    #[getter]
    const fn effective_at(&self) -> Moment {
        Moment(self.0.effective_at())
    }

    /// Whether it changes what is agreed to, a `CharterMateriality`.
    #[getter]
    fn materiality(&self) -> Listed {
        Listed("CharterMateriality", self.0.materiality().code())
    }

    /// Days after `effective_at` for which the edition accepted before still opens.
    #[getter]
    const fn grace_days(&self) -> u16 {
        self.0.grace_days()
    }

    /// First instant at which the edition accepted before no longer opens.
    #[getter]
    const fn grace_until(&self) -> Moment {
        Moment(self.0.grace_until())
    }

    /// Digest of the exact bytes of the text, as `b2sum -l 256` prints it.
    #[getter]
    fn text_digest(&self) -> String {
        self.0.text().to_string()
    }

    /// Whether `data` is the text, to be asked before it is shown.
    fn is_text(&self, data: Bytes) -> bool {
        self.0.is_text(data.as_slice())
    }

    fn __hash__(&self) -> u64 {
        hash_of(&(self.0.id(), self.0.text()))
    }

    fn __repr__(&self) -> String {
        format!("CharterVersion(id='{}', scope='{}')", self.0.id(), self.0.scope())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json()?,)))
    }
}

/// Who acted for the person whose log it is.
///
/// >>> CharterActor.legal_guardian("guardian-7", "paper-118").kind
/// 'legal_guardian'
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CharterActor(domain::ActingPerson);

#[pymethods]
impl CharterActor {
    /// The person; `evidence` is where the host keeps a proof, if it does.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    #[pyo3(signature = (evidence=None))]
    fn own(evidence: Option<Text>) -> PyResult<Self> {
        let evidence = evidence.as_ref().map(read_evidence).transpose()?;
        Ok(Self(domain::ActingPerson::Own { evidence }))
    }

    /// A legal guardian for the person; `evidence` is where the host keeps the proof.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn legal_guardian(guardian: Text, evidence: Text) -> PyResult<Self> {
        let (guardian, evidence) = (read_subject(&guardian)?, read_evidence(&evidence)?);
        Ok(Self(domain::ActingPerson::LegalGuardian { guardian, evidence }))
    }

    /// The establishment, which holds a signed paper; `evidence` is where it keeps it.
    ///
    /// Raises `ParseError`: `id/format`.
    #[staticmethod]
    fn institution(evidence: Text) -> PyResult<Self> {
        Ok(Self(domain::ActingPerson::Institution { evidence: read_evidence(&evidence)? }))
    }

    /// `self`, `legal_guardian` or `institution`.
    #[getter]
    const fn kind(&self) -> &'static str {
        self.0.code()
    }

    /// The guardian, as the host names them, or None.
    #[getter]
    fn guardian(&self) -> Option<&str> {
        self.0.guardian().map(ent_core::SubjectId::as_str)
    }

    /// Where the proof is kept, or None.
    #[getter]
    fn evidence(&self) -> Option<&str> {
        self.0.evidence().map(EvidenceId::as_str)
    }

    fn __hash__(&self) -> u64 {
        hash_of(&(self.0.code(), self.guardian(), self.evidence()))
    }

    fn __repr__(&self) -> String {
        format!("CharterActor(kind='{}')", self.0.code())
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let (py, by) = (slf.py(), slf.get());
        let (door, given) = match by.0 {
            domain::ActingPerson::Own { .. } => ("own", vec![by.evidence()]),
            domain::ActingPerson::LegalGuardian { .. } => {
                ("legal_guardian", vec![by.guardian(), by.evidence()])
            }
            domain::ActingPerson::Institution { .. } => ("institution", vec![by.evidence()]),
        };
        Ok((slf.get_type().getattr(door)?, PyTuple::new(py, given)?))
    }
}

/// What one person did with the charters of one scope, as a log that only grows.
///
/// A log never changes: each act gives another log. Store `to_json` by compare-and-swap before
/// telling anyone that something was accepted, and keep `head` elsewhere: it shows later whether
/// records were taken off the end. `repr` does not show whose it is.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CharterLog(domain::AcceptanceLog);

#[pymethods]
impl CharterLog {
    /// The log of a person to whom nothing of the scope was presented yet.
    ///
    /// Raises `ParseError`: `id/format`, `charter/scope-format`.
    #[staticmethod]
    fn empty(person: Text, scope: Text) -> PyResult<Self> {
        Ok(Self(domain::AcceptanceLog::new(read_subject(&person)?, read_scope(&scope)?)))
    }

    /// Read what `to_json` wrote, as `str` or `bytes`, and check it whole.
    ///
    /// Raises `StateError`: `charter/log`; `verify_charter_log` says which record is at fault.
    #[staticmethod]
    fn from_json(data: Json) -> PyResult<Self> {
        domain::verify_log(data.as_slice(), None).map(Self).map_err(errors::state)
    }

    /// The log to store.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(|_| errors::corrupt())
    }

    /// The log with one more act, done at `at`; `now` is the present.
    ///
    /// `act` is a `CharterAct`; `by` the person unless told otherwise, `at` is `now` then too.
    ///
    /// Raises `ParseError`: `charter/scope`, `charter/future`, `charter/clock-back`,
    /// `charter/not-published`, `charter/representative`, `charter/other-text`,
    /// `charter/not-presented` (exactly this text was not presented to the same actor before),
    /// `charter/full`, `choice/unknown`, `instant/…`.
    #[pyo3(signature = (act, version, *, now, by=None, at=None))]
    fn append(
        &self,
        act: Text,
        version: PyRef<'_, CharterVersion>,
        now: Moment,
        by: Option<CharterActor>,
        at: Option<Moment>,
    ) -> PyResult<Self> {
        let act = errors::choice(ActKind::from_code(act.as_str()))?;
        let by = by.map_or(domain::ActingPerson::OWN, |by| by.0);
        let mut log = self.0.clone();
        let appended = log.append(act, &version.0, by, at.unwrap_or(now).0, now.0);
        appended.map_err(errors::parse)?;
        Ok(Self(log))
    }

    /// Whose log it is.
    #[getter]
    fn person(&self) -> &str {
        self.0.person().as_str()
    }

    /// Whose charters it is about: `ent:` and an id, or `uai:` and a number.
    #[getter]
    fn scope(&self) -> String {
        self.0.scope().to_string()
    }

    /// Digest of the last record; of person and scope when there is none.
    #[getter]
    fn head(&self) -> String {
        self.0.head().to_string()
    }

    /// Every record as a `CharterLogEntry`, oldest first.
    fn entries<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let entry = |record: &domain::AcceptanceRecord| {
            record!(py, "CharterLogEntry" {
                sequence: record.sequence(),
                at: Moment(record.at()),
                act: Listed("CharterAct", record.act().code()),
                version: record.version().as_str(),
                text_digest: record.text().to_string(),
                by: CharterActor(record.by().clone()),
                previous: record.previous().to_string(),
                digest: record.digest().to_string(),
            })
        };
        self.0.records().iter().map(entry).collect()
    }

    /// The records as JSON Lines, for a data-protection officer.
    fn export_jsonl(&self) -> String {
        domain::jsonl([&self.0])
    }

    /// The records as CSV (RFC 4180) with a header; no cell is taken for a formula.
    fn export_csv(&self) -> String {
        domain::csv([&self.0])
    }

    fn __len__(&self) -> usize {
        self.0.records().len()
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.head())
    }

    fn __repr__(&self) -> String {
        format!("CharterLog(scope='{}', records={})", self.0.scope(), self.0.records().len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json()?,)))
    }
}

/// Whether a person of a `Profile` with this log may go on at `now`: a `CharterGate`.
///
/// `versions` are all that were ever published in the scope of the log, in any order.
///
/// Raises `ParseError`: `charter/version-twice`, `charter/scope`, `charter/edition`,
/// `charter/same-instant`, `profile/unknown`, or `charter/log` when the log cannot be right with
/// these versions at `now`.
#[pyfunction]
#[pyo3(signature = (versions, log, *, profile, now))]
pub(crate) fn charter_gate<'py>(
    py: Python<'py>,
    versions: Vec<CharterVersion>,
    log: PyRef<'py, CharterLog>,
    profile: Text,
    now: Moment,
) -> PyResult<Bound<'py, PyAny>> {
    let versions: Vec<_> = versions.into_iter().map(|version| version.0).collect();
    let profile = profile::read(&profile)?;
    let gate = domain::gate(&versions, &log.0, profile, now.0).map_err(errors::parse)?;
    record!(py, "CharterGate" {
        open: gate.open,
        required: gate.required.map(|version| version.id().as_str()),
        reason: Listed("CharterGateReason", gate.reason.code()),
        grace_until: gate.grace_until.map(Moment),
        state: Listed("CharterState", gate.state.code()),
    })
}

/// Check a stored log whole, also that it ends at `expected_head` when given: a `CharterLogCheck`.
///
/// Raises `ParseError`: `charter/digest` when `expected_head` is no digest.
#[pyfunction]
#[pyo3(signature = (data, *, expected_head=None))]
pub(crate) fn verify_charter_log(
    py: Python<'_>,
    data: Json,
    expected_head: Option<Text>,
) -> PyResult<Bound<'_, PyAny>> {
    let head = expected_head.map(|head| domain::RecordDigest::parse(head.as_str()));
    let head = head.transpose().map_err(errors::parse)?;
    let data = data.as_slice();
    let error = py.detach(|| domain::verify_log(data, head.as_ref()).err());
    record!(py, "CharterLogCheck" {
        intact: error.is_none(),
        record: error.map(|error| error.record()),
        fault: error.map(|error| Listed("CharterLogFault", error.fault().code())),
    })
}

/// Digest of the exact bytes of a text, as `b2sum -l 256` prints it.
#[pyfunction]
pub(crate) fn charter_text_digest(text: Bytes) -> String {
    domain::TextDigest::of_bytes(text.as_slice()).to_string()
}

/// The records of many logs as JSON Lines, for a data-protection officer.
#[pyfunction]
pub(crate) fn export_charter_jsonl(py: Python<'_>, logs: Vec<CharterLog>) -> String {
    py.detach(|| domain::jsonl(logs.iter().map(|log| &log.0)))
}

/// The records of many logs as CSV (RFC 4180) under one header; no cell is taken for a formula.
#[pyfunction]
pub(crate) fn export_charter_csv(py: Python<'_>, logs: Vec<CharterLog>) -> String {
    py.detach(|| domain::csv(logs.iter().map(|log| &log.0)))
}

fn read_scope(scope: &Text) -> PyResult<domain::CharterScope> {
    domain::CharterScope::parse(scope.as_str()).map_err(errors::parse)
}

fn read_evidence(evidence: &Text) -> PyResult<EvidenceId> {
    EvidenceId::parse(evidence.as_str()).map_err(errors::parse)
}

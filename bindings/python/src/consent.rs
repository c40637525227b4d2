//! What a person agreed to receive.

use ent_core::charter::TextDigest;
use ent_core::{EvidenceId, GuardianId, SubjectId};
use ent_prefs::consent::{self, ConsentActor, ConsentError, ConsentSource, WhoConsents};
use ent_prefs::{ConsentProof, TextVersion, UnsubscribeEffect};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::convert::{
    self, Birthday, Bytes, CalendarDay, Listed, Moment, Text, Whole, record, tuple,
};
use crate::errors;
use crate::prefs::{read, read_channel, read_purpose, write};
use crate::zone::AnyZone;

/// A choice made at some time for one purpose and one channel.
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ConsentEntry(pub(crate) ent_prefs::ConsentEntry);

#[pymethods]
impl ConsentEntry {
    /// The person agrees, having seen version `text_version` (1 to 999,999) of the text.
    ///
    /// `by` is a `ConsentActorKind`, the person unless given; `guardian` the one who acted, as the
    /// program names them. `text_digest` is that of the text shown, `evidence` names other proof.
    ///
    /// Raises `ParseError`: `consent/text-version`, `consent/source` for a link in a message,
    /// `choice/unknown`, `instant/…`, `charter/digest`, `id/format`.
    #[staticmethod]
    #[pyo3(signature = (
        purpose, channel, *, at, text_version, source,
        by=None, guardian=None, text_digest=None, evidence=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keywords of Python")]
    fn grant(
        purpose: Text,
        channel: Text,
        at: Moment,
        text_version: Whole,
        source: Text,
        by: Option<Text>,
        guardian: Option<Text>,
        text_digest: Option<Text>,
        evidence: Option<Text>,
    ) -> PyResult<Self> {
        let entry = ent_prefs::ConsentEntry::grant(
            read_purpose(&purpose)?,
            read_channel(&channel)?,
            at.0,
            read_version(text_version)?,
            read_source(&source)?,
        );
        let by = read_actor(by.as_ref(), guardian.as_ref())?;
        let entry = entry.map_err(errors::parse)?.made_by(by);
        proved(entry, text_digest.as_ref(), evidence.as_ref()).map(Self)
    }

    /// The person no longer agrees; the version of the text may be unknown.
    ///
    /// The other arguments are those of `grant`.
    ///
    /// Raises `ParseError`: `consent/text-version`, `choice/unknown`, `instant/…`,
    /// `charter/digest`, `id/format`.
    #[staticmethod]
    #[pyo3(signature = (
        purpose, channel, *, at, source, text_version=None,
        by=None, guardian=None, text_digest=None, evidence=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keywords of Python")]
    fn withdrawal(
        purpose: Text,
        channel: Text,
        at: Moment,
        source: Text,
        text_version: Option<Whole>,
        by: Option<Text>,
        guardian: Option<Text>,
        text_digest: Option<Text>,
        evidence: Option<Text>,
    ) -> PyResult<Self> {
        let entry = ent_prefs::ConsentEntry::withdrawal(
            read_purpose(&purpose)?,
            read_channel(&channel)?,
            at.0,
            text_version.map(read_version).transpose()?,
            read_source(&source)?,
        );
        let entry = entry.made_by(read_actor(by.as_ref(), guardian.as_ref())?);
        proved(entry, text_digest.as_ref(), evidence.as_ref()).map(Self)
    }

    /// When the choice was made.
    #[getter]
    const fn at(&self) -> Moment {
        Moment(self.0.at())
    }

    /// Instants, later than its own, at which entries of the other act do not count: see
    /// `Consents.choose`.
    #[getter]
    fn voids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.voids().map(Moment))
    }

    /// What notifications are sent for, a `ConsentPurpose`.
    #[getter]
    const fn purpose(&self) -> Listed {
        Listed("ConsentPurpose", self.0.purpose().code())
    }

    /// How they travel, a Channel.
    #[getter]
    const fn channel(&self) -> Listed {
        Listed("Channel", self.0.channel().code())
    }

    /// Granted or withdrawn, a `ConsentAct`.
    #[getter]
    const fn act(&self) -> Listed {
        Listed("ConsentAct", self.0.act().code())
    }

    /// Version of the text that the person saw, or None.
    #[getter]
    fn text_version(&self) -> Option<u32> {
        self.0.text_version().map(TextVersion::number)
    }

    /// Where the choice was made, a `ConsentSource`.
    #[getter]
    const fn source(&self) -> Listed {
        Listed("ConsentSource", self.0.source().code())
    }

    /// Who made the choice, a `ConsentActorKind`.
    #[getter]
    const fn by(&self) -> Listed {
        Listed("ConsentActorKind", self.0.by().kind().code())
    }

    /// The legal guardian who acted, or None.
    #[getter]
    fn guardian(&self) -> Option<&str> {
        self.0.by().guardian().map(GuardianId::as_str)
    }

    /// Digest of the text that was shown, or None.
    #[getter]
    fn text_digest(&self) -> Option<String> {
        self.0.proof().and_then(ConsentProof::text).map(ToString::to_string)
    }

    /// Name of other proof, or None.
    #[getter]
    fn evidence(&self) -> Option<&str> {
        self.0.proof().and_then(ConsentProof::evidence).map(EvidenceId::as_str)
    }

    fn __repr__(&self) -> String {
        let entry = &self.0;
        let (act, purpose, channel) = (entry.act(), entry.purpose(), entry.channel());
        let (act, purpose, channel) = (act.code(), purpose.code(), channel.code());
        format!("ConsentEntry({act} {purpose} {channel} at {})", entry.at())
    }
}

/// What a person agreed to receive, as a log that only grows; without an entry, nothing.
///
/// A log does not change: `choose`, `record` and `merge` give a new one.
///
/// A new log is empty.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Consents(pub(crate) ent_prefs::Consents);

#[pymethods]
impl Consents {
    #[new]
    fn new() -> Self {
        Self(ent_prefs::Consents::new())
    }

    /// A log from the bytes of `dump`.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The log as bytes of JSON.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    /// The log with what the person chooses, as of `now`: it counts, since it voids what the wrong
    /// clock of some device dated after `now`. A choice that arrives late, or twice, voids nothing
    /// of what was chosen since.
    ///
    /// Raises `ParseError`: `instant/…`.
    #[pyo3(signature = (entry, *, now))]
    fn choose(&self, entry: ConsentEntry, now: Moment) -> Self {
        let mut log = self.0.clone();
        log.choose(entry.0, now.0);
        Self(log)
    }

    /// The log with one entry more, such as one of a table of old choices.
    fn record(&self, entry: ConsentEntry) -> Self {
        let mut log = self.0.clone();
        log.record(entry.0);
        Self(log)
    }

    /// The log with more entries, in any order.
    fn record_all(&self, entries: Vec<ConsentEntry>) -> Self {
        let mut log = self.0.clone();
        for entry in entries {
            log.record(entry.0);
        }
        Self(log)
    }

    /// The log with every entry of both.
    fn merge(&self, other: &Self) -> Self {
        let mut log = self.0.clone();
        log.merge(&other.0);
        Self(log)
    }

    /// Whether the person agrees at `now` for this `ConsentPurpose` and Channel.
    ///
    /// Raises `ParseError`: `choice/unknown`, `instant/…`.
    fn granted(&self, purpose: Text, channel: Text, now: Moment) -> PyResult<bool> {
        Ok(self.0.granted(read_purpose(&purpose)?, read_channel(&channel)?, now.0))
    }

    /// Whether the log lets a message pass at `now`: one that leaves the portal when the person
    /// agrees; a line in the portal always, but for a partner's that the person refused.
    ///
    /// Raises `ParseError`: `choice/unknown`, `instant/…`.
    fn allows(&self, purpose: Text, channel: Text, now: Moment) -> PyResult<bool> {
        Ok(self.0.allows(read_purpose(&purpose)?, read_channel(&channel)?, now.0))
    }

    /// The entry that decides at `now`, or None.
    ///
    /// Raises `ParseError`: `choice/unknown`, `instant/…`.
    fn deciding(
        &self,
        purpose: Text,
        channel: Text,
        now: Moment,
    ) -> PyResult<Option<ConsentEntry>> {
        let found = self.0.deciding(read_purpose(&purpose)?, read_channel(&channel)?, now.0);
        Ok(found.cloned().map(ConsentEntry))
    }

    /// The log in which nothing is agreed to any more for a purpose on a channel, whatever it said:
    /// a grant from the future is withdrawn too.
    ///
    /// Raises `ParseError`: `choice/unknown`, `id/format`, `instant/…`.
    #[pyo3(signature = (purpose, channel, *, now, source, by=None, guardian=None))]
    fn withdraw(
        &self,
        purpose: Text,
        channel: Text,
        now: Moment,
        source: Text,
        by: Option<Text>,
        guardian: Option<Text>,
    ) -> PyResult<Self> {
        let (purpose, channel) = (read_purpose(&purpose)?, read_channel(&channel)?);
        let by = read_actor(by.as_ref(), guardian.as_ref())?;
        let mut log = self.0.clone();
        log.withdraw(purpose, channel, now.0, read_source(&source)?, by);
        Ok(Self(log))
    }

    /// The same for every purpose and every channel.
    ///
    /// Raises `ParseError`: `choice/unknown`, `id/format`, `instant/…`.
    #[pyo3(signature = (*, now, source, by=None, guardian=None))]
    fn withdraw_all(
        &self,
        now: Moment,
        source: Text,
        by: Option<Text>,
        guardian: Option<Text>,
    ) -> PyResult<Self> {
        let by = read_actor(by.as_ref(), guardian.as_ref())?;
        let mut log = self.0.clone();
        log.withdraw_all(now.0, read_source(&source)?, &by);
        Ok(Self(log))
    }

    /// The log after a confirmed refusal: with its withdrawal, after every grant.
    fn unsubscribed(&self, withdrawal: ConsentEntry) -> Self {
        let mut log = self.0.clone();
        UnsubscribeEffect::Consent(withdrawal.0).apply(&mut log);
        Self(log)
    }

    /// The log without entries before `before` that decide nothing from then on.
    ///
    /// Raises `ParseError`: `instant/…`.
    fn compact(&self, before: Moment) -> Self {
        let mut log = self.0.clone();
        log.compact(before.0);
        Self(log)
    }

    /// The log in words, a `PersonConsents`: what counts at `now`, and every choice, by the clocks
    /// of a zone.
    ///
    /// Raises `ParseError`: `choice/unknown`, `zone/unknown`, `instant/…`.
    #[pyo3(signature = (zone, *, now, lang=None))]
    fn export_for_person<'py>(
        &self,
        py: Python<'py>,
        zone: AnyZone,
        now: Moment,
        lang: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let words = self.0.export_for_person(convert::lang(lang.as_ref())?, zone.0, now.0);
        let in_force = |line: &consent::InForceLine| {
            record!(py, "InForceLine" {
                purpose: Listed("ConsentPurpose", line.purpose.code()),
                channel: Listed("Channel", line.channel.code()),
                granted: line.granted,
                since: line.since.map(Moment),
                text: line.text.as_str(),
            })
        };
        let act = |line: &consent::ConsentActLine| {
            record!(py, "ConsentActLine" {
                at: Moment(line.at),
                text: line.text.as_str(),
            })
        };
        let in_force = words.in_force.iter().map(in_force).collect::<PyResult<Vec<_>>>()?;
        let acts = words.acts.iter().map(act).collect::<PyResult<Vec<_>>>()?;
        record!(py, "PersonConsents" {
            in_force: tuple(py, in_force)?,
            acts: tuple(py, acts)?,
        })
    }

    /// Every entry with its proof, an `OfficerConsents`; `person` is whose log it is.
    ///
    /// Raises `ParseError`: `id/format`.
    fn export_for_officer<'py>(
        &self,
        py: Python<'py>,
        person: Text,
    ) -> PyResult<Bound<'py, PyAny>> {
        let person = SubjectId::parse(person.as_str()).map_err(errors::parse)?;
        let export = self.0.export_for_officer(&person);
        record!(py, "OfficerConsents" {
            jsonl: export.jsonl(),
            csv: export.csv(),
            digest: export.digest().to_string(),
        })
    }

    /// Every entry, in the order of time.
    fn entries(&self) -> Vec<ConsentEntry> {
        self.0.entries().cloned().map(ConsentEntry).collect()
    }

    /// A `ConsentLine` for each purpose and channel, as of `now`.
    ///
    /// Raises `ParseError`: `instant/…`.
    fn view<'py>(&self, py: Python<'py>, now: Moment) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let line = |line: &consent::ConsentLine| {
            record!(py, "ConsentLine" {
                purpose: Listed("ConsentPurpose", line.purpose.code()),
                channel: Listed("Channel", line.channel.code()),
                granted: line.granted,
            })
        };
        self.0.view(now.0).iter().map(line).collect()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("Consents({} entries)", self.__len__())
    }
}

/// Who has to agree on `day`, a `WhoConsents`: below 15 the minor and a holder of parental authority
/// together, and where the date of birth is not known.
///
/// Raises `ParseError`: `birth-date/…`, `day/…`.
#[pyfunction]
pub(crate) fn who_may_consent(born: Option<Birthday>, day: CalendarDay) -> Listed {
    let age = born.and_then(|born| born.0.age_at(day.0));
    Listed("WhoConsents", consent::who_may_consent(age).code())
}

/// Checks that an entry was made by whom it takes, a `WhoConsents`; ask before recording.
///
/// Raises `ParseError`: `consent/actor` for a grant of somebody who may not agree alone,
/// `choice/unknown`.
#[pyfunction]
pub(crate) fn check_who_consents(who: Text, entry: ConsentEntry) -> PyResult<()> {
    let who = errors::choice(WhoConsents::from_code(who.as_str()))?;
    who.check(&entry.0).map_err(errors::parse)
}

fn read_source(code: &Text) -> PyResult<ConsentSource> {
    errors::choice(ConsentSource::from_code(code.as_str()))
}

fn read_version(number: Whole) -> PyResult<TextVersion> {
    let number = number.fit().ok_or(ConsentError::TextVersion);
    number.and_then(TextVersion::new).map_err(errors::parse)
}

/// Who acted; a guardian where the kind takes one, and none where it does not.
fn read_actor(by: Option<&Text>, guardian: Option<&Text>) -> PyResult<ConsentActor> {
    let guardian = guardian.map(|id| GuardianId::parse(id.as_str()).map_err(errors::parse));
    let actor = match (by.map_or("self", Text::as_str), guardian.transpose()?) {
        ("self", None) => Some(ConsentActor::Own),
        ("legal_guardian", Some(guardian)) => Some(ConsentActor::LegalGuardian { guardian }),
        ("jointly", Some(guardian)) => Some(ConsentActor::Jointly { guardian }),
        _ => None,
    };
    errors::choice(actor)
}

fn proved(
    entry: ent_prefs::ConsentEntry,
    text: Option<&Text>,
    evidence: Option<&Text>,
) -> PyResult<ent_prefs::ConsentEntry> {
    if text.is_none() && evidence.is_none() {
        return Ok(entry);
    }
    let text = text.map(|text| TextDigest::parse(text.as_str())).transpose();
    let evidence = evidence.map(|id| EvidenceId::parse(id.as_str())).transpose();
    let proof = ConsentProof::new(text.map_err(errors::parse)?, evidence.map_err(errors::parse)?);
    Ok(entry.with_proof(proof.map_err(errors::parse)?))
}

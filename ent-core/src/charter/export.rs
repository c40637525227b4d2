//! The ledger for a data-protection officer.

use serde::Serialize;

use super::{AcceptanceLog, AcceptanceRecord, ActKind, CharterScope, RecordDigest, TextDigest};
use crate::text::inert_cell;
use crate::{CharterVersionId, EvidenceId, Instant, SubjectId};

/// Names of the columns, which are also the keys of a JSON line.
///
/// | column | holds |
/// |---|---|
/// | `person` | whose log it is |
/// | `scope` | `ent:` and an id, or `uai:` and a number |
/// | `sequence` | place in the log, from 1 |
/// | `at` | RFC 3339 in UTC |
/// | `act` | `presented`, `accepted`, `declined` |
/// | `version` | id of the text |
/// | `text` | digest of its exact bytes |
/// | `acting` | `self`, `legal_guardian`, `institution` |
/// | `guardian` | who acted for the person, empty or null otherwise |
/// | `evidence` | where the proof is kept, empty or null without |
/// | `previous`, `digest` | the chain |
pub const CSV_HEADER: &str =
    "person,scope,sequence,at,act,version,text,acting,guardian,evidence,previous,digest";

/// The records of `logs` as CSV (RFC 4180): a header, one row a record, every line ended by CR LF.
///
/// A cell that a spreadsheet would take for a formula, such as an id that begins with `@`, gets an
/// apostrophe before it. No cell can hold a comma, a quotation mark or a line end, which is why
/// nothing is quoted.
///
/// ```
/// use ent_core::charter::{AcceptanceLog, CSV_HEADER, csv};
/// # use ent_core::SubjectId;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let log = AcceptanceLog::new(SubjectId::parse("pupil-1")?, "ent:occitanie".parse()?);
/// assert_eq!(csv([&log]), format!("{CSV_HEADER}\r\n"));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn csv<'a>(logs: impl IntoIterator<Item = &'a AcceptanceLog>) -> String {
    let mut out = format!("{CSV_HEADER}\r\n");
    for row in rows(logs) {
        let text = |id: Option<&str>| id.unwrap_or_default().to_owned();
        let cells = [
            row.person.to_string(),
            row.scope.to_string(),
            row.sequence.to_string(),
            row.at.to_string(),
            row.act.code().to_owned(),
            row.version.to_string(),
            row.text.to_string(),
            row.acting.to_owned(),
            text(row.guardian.map(SubjectId::as_str)),
            text(row.evidence.map(EvidenceId::as_str)),
            row.previous.to_string(),
            row.digest.to_string(),
        ];
        out.push_str(&cells.map(inert_cell).join(","));
        out.push_str("\r\n");
    }
    out
}

/// The records of `logs` as JSON Lines: one object a record, with the keys of [`CSV_HEADER`].
///
/// ```
/// use ent_core::charter::{AcceptanceLog, jsonl};
/// # use ent_core::SubjectId;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let log = AcceptanceLog::new(SubjectId::parse("pupil-1")?, "ent:occitanie".parse()?);
/// assert_eq!(jsonl([&log]), "");
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn jsonl<'a>(logs: impl IntoIterator<Item = &'a AcceptanceLog>) -> String {
    let mut out = String::new();
    for row in rows(logs) {
        // Texts and numbers under fixed keys are always JSON.
        out.push_str(&serde_json::to_string(&row).unwrap_or_default());
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct Row<'a> {
    person: &'a SubjectId,
    scope: &'a CharterScope,
    sequence: u32,
    at: Instant,
    act: ActKind,
    version: &'a CharterVersionId,
    text: &'a TextDigest,
    acting: &'static str,
    guardian: Option<&'a SubjectId>,
    evidence: Option<&'a EvidenceId>,
    previous: &'a RecordDigest,
    digest: &'a RecordDigest,
}

fn rows<'a>(logs: impl IntoIterator<Item = &'a AcceptanceLog>) -> impl Iterator<Item = Row<'a>> {
    logs.into_iter().flat_map(|log| log.records().iter().map(move |record| row(log, record)))
}

fn row<'a>(log: &'a AcceptanceLog, record: &'a AcceptanceRecord) -> Row<'a> {
    Row {
        person: log.person(),
        scope: log.scope(),
        sequence: record.sequence(),
        at: record.at(),
        act: record.act(),
        version: record.version(),
        text: record.text(),
        acting: record.by().code(),
        guardian: record.by().guardian(),
        evidence: record.by().evidence(),
        previous: record.previous(),
        digest: record.digest(),
    }
}

//! `charter.gate`, `charter.log`, `charter.verify`, `charter.digest` and `charter.export`.

use ent_core::charter::{
    AcceptanceLog, ActKind, ActingPerson, CharterDraft, CharterLanguage, CharterScope,
    CharterVersion, Materiality, RecordDigest, TextDigest, csv, jsonl, verify_log,
};
use ent_core::{
    CharterVersionId, Coded, EditionId, EvidenceId, Instant, Profile, SubjectId, System,
};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

/// A listed value by its code.
fn listed<T>(found: Option<T>, code: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("`{code}` is not listed")))
}

fn at(value: &Value, key: &str) -> Result<Instant, Fault> {
    Instant::parse(value.text(key)?).map_err(code)
}

fn profile(text: &str) -> Result<Profile, Fault> {
    Profile::parse(System::Sdet, text).map_err(code)
}

fn scope(value: &Value) -> Result<CharterScope, Fault> {
    let text = value.get("scope").and_then(Value::as_str).unwrap_or("ent:occitanie");
    CharterScope::parse(text).map_err(code)
}

fn version(row: &Value) -> Result<CharterVersion, Fault> {
    let profiles = match row.get("profiles") {
        Some(_) => row.list("profiles")?,
        None => &[],
    };
    let profiles = profiles.iter().filter_map(Value::as_str).map(profile);
    let materiality = row.text("materiality")?;
    let grace = row.get("grace_days").and_then(Value::as_u64).unwrap_or_default();
    let draft = CharterDraft {
        id: CharterVersionId::parse(row.text("id")?).map_err(code)?,
        edition: EditionId::parse(row.text("edition")?).map_err(code)?,
        scope: scope(row)?,
        profiles: profiles.collect::<Result<_, _>>()?,
        language: CharterLanguage::parse(row.text("language")?).map_err(code)?,
        published_at: at(row, "published_at")?,
        effective_at: at(row, "effective_at")?,
        materiality: listed(Materiality::from_code(materiality), materiality)?,
        grace_days: u16::try_from(grace).unwrap_or(u16::MAX),
    };
    CharterVersion::new(draft, row.text("text")?.as_bytes()).map_err(code)
}

fn versions(case: &Value) -> Result<Vec<CharterVersion>, Fault> {
    case.list("versions")?.iter().map(version).collect()
}

fn evidence(act: &Value) -> Result<EvidenceId, Fault> {
    EvidenceId::parse(act.text("evidence")?).map_err(code)
}

fn acting(act: &Value) -> Result<ActingPerson, Fault> {
    let given = act.get("evidence").filter(|value| !value.is_null());
    match act.get("by").and_then(Value::as_str).unwrap_or("self") {
        "self" => Ok(ActingPerson::Own { evidence: given.map(|_| evidence(act)).transpose()? }),
        "legal_guardian" => Ok(ActingPerson::LegalGuardian {
            guardian: SubjectId::parse(act.text("guardian")?).map_err(code)?,
            evidence: evidence(act)?,
        }),
        "institution" => Ok(ActingPerson::Institution { evidence: evidence(act)? }),
        other => Err(Fault::Shape(format!("`{other}` is not listed"))),
    }
}

fn append(log: &mut AcceptanceLog, versions: &[CharterVersion], act: &Value) -> Result<(), Fault> {
    let (id, kind) = (act.text("version")?, act.text("act")?);
    let version = listed(versions.iter().find(|version| version.id().as_str() == id), id)?;
    let at_ = at(act, "at")?;
    let now = if act.get("now").is_some() { at(act, "now")? } else { at_ };
    let kind = listed(ActKind::from_code(kind), kind)?;
    log.append(kind, version, acting(act)?, at_, now).map(drop).map_err(code)
}

fn empty(case: &Value) -> Result<AcceptanceLog, Fault> {
    let person = case.get("person").and_then(Value::as_str).unwrap_or("pupil-1");
    Ok(AcceptanceLog::new(SubjectId::parse(person).map_err(code)?, scope(case)?))
}

pub(crate) fn gate(case: &Value) -> Result<Value, Fault> {
    let versions = versions(case)?;
    let log = if let Some(Value::String(stored)) = case.get("log") {
        verify_log(stored.as_bytes(), None).map_err(code)?
    } else {
        let mut log = empty(case)?;
        for act in case.list("log")? {
            append(&mut log, &versions, act)?;
        }
        log
    };
    let (profile, now) = (profile(case.text("profile")?)?, at(case, "now")?);
    let gate = ent_core::charter::gate(&versions, &log, profile, now).map_err(code)?;
    Ok(json!({
        "open": gate.open,
        "required": gate.required.map(|version| version.id().as_str()),
        "reason": gate.reason.code(),
        "grace_until": gate.grace_until,
        "state": gate.state.code(),
    }))
}

pub(crate) fn log(case: &Value) -> Result<Value, Fault> {
    let versions = versions(case)?;
    let mut log = empty(case)?;
    let mut errors = Vec::new();
    for act in case.list("appends")? {
        errors.push(match append(&mut log, &versions, act) {
            Ok(()) => Value::Null,
            Err(Fault::Code(error)) => json!(error),
            Err(shape) => return Err(shape),
        });
    }
    let (profile, now) = (profile(case.text("profile")?)?, at(case, "now")?);
    let gate = ent_core::charter::gate(&versions, &log, profile, now).map_err(code)?;
    Ok(json!({
        "errors": errors,
        "records": log.records().len(),
        "head": log.head(),
        "state": gate.state.code(),
    }))
}

pub(crate) fn verify(case: &Value) -> Result<Value, Fault> {
    let head = match case.get("head").and_then(Value::as_str) {
        Some(head) => Some(RecordDigest::parse(head).map_err(code)?),
        None => None,
    };
    Ok(match verify_log(case.text("log")?.as_bytes(), head.as_ref()) {
        Ok(_) => json!({ "intact": true }),
        Err(error) if error.code() == "charter/log" => {
            json!({ "intact": false, "record": error.record(), "fault": error.fault().code() })
        }
        Err(error) => return Err(code(error)),
    })
}

pub(crate) fn digest(case: &Value) -> Result<Value, Fault> {
    Ok(json!({ "digest": TextDigest::of_bytes(case.text("text")?.as_bytes()) }))
}

pub(crate) fn export(case: &Value) -> Result<Value, Fault> {
    let versions = versions(case)?;
    let mut log = empty(case)?;
    for act in case.list("appends")? {
        append(&mut log, &versions, act)?;
    }
    Ok(json!({ "csv": csv([&log]), "jsonl": jsonl([&log]) }))
}

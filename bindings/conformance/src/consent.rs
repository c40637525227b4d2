//! `consent.value`, `consent.who`, `consent.merge` and `consent.export`.

use ent_core::charter::TextDigest;
use ent_core::{BirthDate, Day, EvidenceId, GuardianId, Instant, Lang, SubjectId, Zone};
use ent_prefs::consent::{ConsentAct, ConsentActor, ConsentSource, InForceLine, who_may_consent};
use ent_prefs::{Channel, ConsentEntry, ConsentProof, Consents, Purpose, TextVersion};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

/// A listed value by its code.
pub(crate) fn listed<T>(found: Option<T>, code: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("`{code}` is not listed")))
}

pub(crate) fn at(value: &Value, key: &str) -> Result<Instant, Fault> {
    Instant::parse(value.text(key)?).map_err(code)
}

pub(crate) fn pair(value: &Value) -> Result<(Purpose, Channel), Fault> {
    let (purpose, channel) = (value.text("purpose")?, value.text("channel")?);
    let purpose = listed(Purpose::from_code(purpose), purpose)?;
    Ok((purpose, listed(Channel::from_code(channel), channel)?))
}

fn source(value: &Value) -> Result<ConsentSource, Fault> {
    let source = value.text("source")?;
    listed(ConsentSource::from_code(source), source)
}

fn given<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn actor(row: &Value) -> Result<ConsentActor, Fault> {
    let guardian = || GuardianId::parse(row.text("guardian")?).map_err(code);
    match given(row, "by").unwrap_or("self") {
        "self" => Ok(ConsentActor::Own),
        "legal_guardian" => Ok(ConsentActor::LegalGuardian { guardian: guardian()? }),
        "jointly" => Ok(ConsentActor::Jointly { guardian: guardian()? }),
        other => Err(Fault::Shape(format!("`{other}` is not listed"))),
    }
}

fn entry(row: &Value) -> Result<ConsentEntry, Fault> {
    let (at, (purpose, channel), source) = (at(row, "at")?, pair(row)?, source(row)?);
    let version = match row.get("text_version").and_then(Value::as_u64) {
        Some(version) => {
            // What no number of 32 bits holds is no version, as 0 is none.
            let version = u32::try_from(version).unwrap_or_default();
            Some(TextVersion::new(version).map_err(code)?)
        }
        None => None,
    };
    let act = row.text("act")?;
    let entry = match listed(ConsentAct::from_code(act), act)? {
        ConsentAct::Granted => {
            let version = listed(version, "a grant without text version")?;
            ConsentEntry::grant(purpose, channel, at, version, source).map_err(code)?
        }
        ConsentAct::Withdrawn => ConsentEntry::withdrawal(purpose, channel, at, version, source),
    };
    let entry = entry.made_by(actor(row)?);
    let Some(proof) = row.get("proof").filter(|proof| !proof.is_null()) else { return Ok(entry) };
    let text = given(proof, "text").map(TextDigest::parse).transpose().map_err(code)?;
    let evidence = given(proof, "evidence").map(EvidenceId::parse).transpose().map_err(code)?;
    Ok(entry.with_proof(ConsentProof::new(text, evidence).map_err(code)?))
}

/// The entries of a row: one, or as many as its `count`, `every` seconds apart.
fn entries(row: &Value) -> Result<Vec<ConsentEntry>, Fault> {
    let count = row.get("count").and_then(Value::as_i64).unwrap_or(1);
    let every = row.get("every").and_then(Value::as_i64).unwrap_or_default();
    let first = at(row, "at")?;
    let entry = |n: i64| {
        let at = first.plus_seconds(n.saturating_mul(every)).map_err(code)?;
        let mut one = row.clone();
        if let Some(fields) = one.as_object_mut() {
            fields.insert("at".to_owned(), json!(at));
        }
        entry(&one)
    };
    (0..count).map(entry).collect()
}

/// A log: a list of entries, each recorded, or chosen where it says so, or the text that was stored.
pub(crate) fn log(value: &Value) -> Result<Consents, Fault> {
    if let Some(stored) = value.as_str() {
        return serde_json::from_str(stored).map_err(|_| Fault::Code("state/corrupt"));
    }
    let rows = value.as_array().ok_or_else(|| Fault::Shape("a log is no list".to_owned()))?;
    let mut consents = Consents::new();
    for row in rows {
        let chosen = given(row, "chosen").map(|_| at(row, "chosen")).transpose()?;
        for entry in entries(row)? {
            match chosen {
                Some(now) => consents.choose(entry, now),
                None => consents.record(entry),
            }
        }
    }
    Ok(consents)
}

pub(crate) fn who(case: &Value) -> Result<Value, Fault> {
    let born = given(case, "born").map(BirthDate::parse).transpose().map_err(code)?;
    let day = Day::parse(case.text("day")?).map_err(code)?;
    let who = who_may_consent(born.and_then(|born| born.age_at(day)));
    if let Some(row) = case.get("entry") {
        who.check(&entry(row)?).map_err(code)?;
    }
    Ok(json!({ "who": who.code() }))
}

pub(crate) fn value(case: &Value) -> Result<Value, Fault> {
    let mut consents = log(case.get("log").unwrap_or(&Value::Null))?;
    let now = at(case, "now")?;
    if case.get("withdraw_all").is_some() {
        consents.withdraw_all(
            at(case, "withdraw_all")?,
            ConsentSource::Preferences,
            &ConsentActor::Own,
        );
    }
    if case.get("compact").is_some() {
        consents.compact(at(case, "compact")?);
    }
    let (purpose, channel) = pair(case)?;
    let deciding = consents.deciding(purpose, channel, now);
    Ok(json!({
        "granted": consents.granted(purpose, channel, now),
        "allowed": consents.allows(purpose, channel, now),
        "at": deciding.map(ConsentEntry::at),
        "text_version": deciding.and_then(ConsentEntry::text_version),
        "count": consents.len(),
    }))
}

fn merged<'a>(logs: impl IntoIterator<Item = &'a Consents>) -> Consents {
    let mut all = Consents::new();
    logs.into_iter().for_each(|log| all.merge(log));
    all
}

pub(crate) fn merge(case: &Value) -> Result<Value, Fault> {
    let logs: Vec<_> = case.list("logs")?.iter().map(log).collect::<Result<_, _>>()?;
    let (now, all) = (at(case, "now")?, merged(&logs));
    // From the right, backwards, and each twice.
    let nested = logs.iter().rev().fold(Consents::new(), |after, log| merged([log, &after]));
    let lawful = [nested, merged(logs.iter().rev()), merged(logs.iter().chain(&logs))];
    let boxes = all.view(now).into_iter().filter(|line| line.granted);
    let granted = boxes.map(|line| format!("{}/{}", line.purpose.code(), line.channel.code()));
    Ok(json!({
        "count": all.len(),
        "granted": granted.collect::<Vec<_>>(),
        "digest": all.export_for_officer(&person(case)?).digest(),
        "lawful": lawful.iter().all(|other| *other == all),
    }))
}

fn person(case: &Value) -> Result<SubjectId, Fault> {
    SubjectId::parse(given(case, "person").unwrap_or("guardian-1")).map_err(code)
}

fn fact(line: &InForceLine) -> Value {
    json!({
        "purpose": line.purpose.code(),
        "channel": line.channel.code(),
        "granted": line.granted,
        "since": line.since,
    })
}

pub(crate) fn export(case: &Value) -> Result<Value, Fault> {
    let consents = log(case.get("log").unwrap_or(&Value::Null))?;
    let lang = if case.text("lang")? == "fr" { Lang::Fr } else { Lang::En };
    let zone = Zone::parse(case.text("zone")?).map_err(code)?;
    let words = consents.export_for_person(lang, zone, at(case, "now")?);
    let officer = consents.export_for_officer(&person(case)?);
    Ok(json!({
        "in_force": words.in_force.iter().map(|line| &line.text).collect::<Vec<_>>(),
        "acts": words.acts.iter().map(|line| &line.text).collect::<Vec<_>>(),
        "facts": words.in_force.iter().map(fact).collect::<Vec<_>>(),
        "made": words.acts.iter().map(|line| line.at).collect::<Vec<_>>(),
        "csv": officer.csv(),
        "jsonl": officer.jsonl(),
        "digest": officer.digest(),
    }))
}

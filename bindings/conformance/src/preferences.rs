//! `preferences.read`, `preferences.answer` and `preferences.page`.

use ent_core::{Ent, EstablishmentKind, Instant, Lang, PupilId};
use ent_prefs::preferences::{Answer, PreferenceRow};
use ent_prefs::{Channel, Defaults, Pace, Preferences, Purpose, Scope, Topic};
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code};

pub(crate) fn read(case: &Value) -> Result<Value, Fault> {
    let (scope, pace) = row(case)?;
    let mut found = told_scope(scope);
    if let Some(found) = found.as_object_mut() {
        found.insert("pace".to_owned(), json!(pace.code()));
    }
    Ok(found)
}

pub(crate) fn answer(case: &Value) -> Result<Value, Fault> {
    let (defaults, chosen, child) = (defaults(case)?, chosen(case)?, child(case)?);
    let (purpose, topic, channel) = notification(case)?;
    let now = now(case)?;
    let answer = chosen.answer(&defaults, child.as_ref(), purpose, topic, channel, now);
    let refused = chosen.refused(child.as_ref());
    let Answer { pace, chosen, layer, scope, locked, switched_off, .. } = answer;
    Ok(json!({
        "pace": pace.code(),
        "chosen": chosen.code(),
        "layer": layer.code(),
        "scope": told_scope(scope),
        "locked": locked,
        "switched_off": switched_off,
        "text_fr": answer.text(Lang::Fr),
        "text_en": answer.text(Lang::En),
        "refused": refused.map(told_scope).collect::<Vec<_>>(),
    }))
}

pub(crate) fn page(case: &Value) -> Result<Value, Fault> {
    let (defaults, chosen, child) = (defaults(case)?, chosen(case)?, child(case)?);
    let ent = Ent::find(case.text("ent")?).map_err(code)?;
    let kind = EstablishmentKind::from_code(case.text("kind")?);
    let partners = ent.partners(kind.ok_or_else(|| "kind".to_owned())?);
    let page = chosen.page(&defaults, child.as_ref(), partners, now(case)?);
    let mut other = Map::new();
    for line in page.lines.iter().filter(|line| line.answer.pace != Pace::Immediate) {
        let (purpose, topic, channel) = (line.purpose, line.topic, line.channel);
        let name = format!("{} {} {}", purpose.code(), topic.code(), channel.code());
        other.insert(name, json!(line.answer.pace.code()));
    }
    let codes: Vec<_> = page.partners.iter().map(|partner| partner.code()).collect();
    Ok(json!({
        "partners": codes,
        "partners_fr": page.partners_text(Lang::Fr),
        "lines": page.lines.len(),
        "not_immediate": other,
        "locked": page.lines.iter().filter(|line| line.answer.locked).count(),
        "switched_off": page.switched_off,
    }))
}

fn told_scope(scope: Scope) -> Value {
    json!({
        "purpose": scope.purpose().map(Purpose::code),
        "topic": scope.topic().map(Topic::code),
        "channel": scope.channel().map(Channel::code),
    })
}

fn now(case: &Value) -> Result<Instant, Fault> {
    Instant::parse(case.text("now")?).map_err(code)
}

fn notification(case: &Value) -> Result<(Purpose, Topic, Channel), Fault> {
    let known = |what: &str| format!("`{what}` is not known");
    Ok((
        Purpose::from_code(case.text("purpose")?).ok_or_else(|| known("purpose"))?,
        Topic::from_code(case.text("topic")?).ok_or_else(|| known("topic"))?,
        Channel::from_code(case.text("channel")?).ok_or_else(|| known("channel"))?,
    ))
}

fn child(case: &Value) -> Result<Option<PupilId>, Fault> {
    let child = case.get("child").and_then(Value::as_str);
    child.map(PupilId::parse).transpose().map_err(code)
}

/// The scope of a row without pace.
fn scope(line: &Value) -> Result<Scope, Fault> {
    let mut line = line.clone();
    if let Some(fields) = line.as_object_mut() {
        fields.insert("pace".to_owned(), json!(Pace::Off.code()));
    }
    Ok(row(&line)?.0)
}

fn row(row: &Value) -> Result<(Scope, Pace), Fault> {
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    let (purpose, topic, channel) = (text("purpose"), text("topic"), text("channel"));
    PreferenceRow { purpose, topic, channel, pace: row.text("pace")? }.read().map_err(code)
}

/// `defaults` has rows in `ent`, `establishment` and `locked`; without it, everything is immediate.
pub(crate) fn defaults(case: &Value) -> Result<Defaults, Fault> {
    let Some(given) = case.get("defaults").filter(|given| given.is_object()) else {
        return Ok(Defaults::immediate());
    };
    let mut builder = Defaults::builder();
    for line in given.list("ent").unwrap_or_default() {
        let (scope, pace) = row(line)?;
        builder = builder.ent(scope, pace);
    }
    for line in given.list("establishment").unwrap_or_default() {
        let (scope, pace) = row(line)?;
        builder = builder.establishment(scope, pace);
    }
    for line in given.list("locked").unwrap_or_default() {
        let (scope, pace) = row(line)?;
        builder = builder.locked(scope, pace);
    }
    builder.build().map_err(code)
}

/// `rows`, each of a `child` where it names one, what is `refused`, the rows chosen `then`, what is
/// `cleared` after that; `off` and `paused_until`.
pub(crate) fn chosen(case: &Value) -> Result<Preferences, Fault> {
    let mut preferences = Preferences::new();
    let set = |preferences: &mut Preferences, key| {
        case.list(key).unwrap_or_default().iter().try_for_each(|line| {
            let (scope, pace) = row(line)?;
            preferences.set(child(line)?.as_ref(), scope, pace).map_err(code)
        })
    };
    set(&mut preferences, "rows")?;
    for line in case.list("refused").unwrap_or_default() {
        preferences.refuse(child(line)?.as_ref(), scope(line)?).map_err(code)?;
    }
    set(&mut preferences, "then")?;
    for line in case.list("cleared").unwrap_or_default() {
        preferences.clear(child(line)?.as_ref(), scope(line)?);
    }
    if case.flag("off").unwrap_or_default() {
        preferences.switch_off();
    }
    if let Ok(until) = case.text("paused_until") {
        preferences.pause_until(Instant::parse(until).map_err(code)?);
    }
    Ok(preferences)
}

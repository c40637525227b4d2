//! `disconnect.next_send`, `disconnect.next_digest` and `calendar.closure`.

use ent_core::calendar::{
    CalendarError, Closure, ClosureKind, ClosureRow, LocalHolidays, SchoolCalendar, SchoolZone,
};
use ent_core::{Day, Instant, Lang, Weekday};
use ent_prefs::disconnect::{Digest, HoursError, Opening, SendingHours, Window};
use serde_json::{Value, json};

use crate::{Fault, Read, code, zone};

pub(crate) fn next_send(case: &Value) -> Result<Value, Fault> {
    let now = Instant::parse(case.text("now")?).map_err(code)?;
    Ok(told(&hours(case)?.next_send(now).map_err(code)?))
}

pub(crate) fn next_digest(case: &Value) -> Result<Value, Fault> {
    let now = Instant::parse(case.text("now")?).map_err(code)?;
    let digest = Digest::from_code(case.text("digest")?).ok_or_else(|| "digest".to_owned())?;
    Ok(told(&hours(case)?.next_digest(now, digest).map_err(code)?))
}

pub(crate) fn closure(case: &Value) -> Result<Value, Fault> {
    let calendar = calendar(case)?;
    let day = Day::parse(case.text("day")?).map_err(code)?;
    let closure = calendar.closure_on(day);
    Ok(json!({
        "closed": closure.is_some(),
        "kind": closure.map(|closure| closure.kind().code()),
        "first": closure.map(Closure::first),
        "last": closure.map(Closure::last),
        "name": closure.map(Closure::name),
        "known_until": calendar.known_until(),
    }))
}

fn told(opening: &Opening) -> Value {
    let reasons: Vec<_> = opening.reasons().iter().map(|reason| reason.code()).collect();
    json!({
        "at": opening.at(),
        "now": opening.is_now(),
        "reasons": reasons,
        "calendar_known": opening.is_calendar_known(),
        "text_fr": opening.text(Lang::Fr),
        "text_en": opening.text(Lang::En),
    })
}

/// `hours` is the word `working_days` or windows by day of the week.
fn hours(case: &Value) -> Result<SendingHours, Fault> {
    let (zone, calendar) = (zone::read(case)?, calendar(case)?);
    let Some(week) = case.get("hours").and_then(Value::as_object) else {
        return Ok(SendingHours::working_days(zone, calendar));
    };
    let mut builder = SendingHours::builder(zone, calendar);
    for (day, windows) in week {
        let day = Weekday::from_code(day).ok_or_else(|| format!("day `{day}`"))?;
        for window in windows.as_array().into_iter().flatten() {
            let window = window.as_str().ok_or(HoursError::Time).and_then(Window::parse);
            builder = builder.window(day, window.map_err(code)?);
        }
    }
    for kind in case.list("not_closed_by").unwrap_or_default() {
        let kind = kind.as_str().and_then(ClosureKind::from_code);
        builder = builder.closed_by(kind.ok_or_else(|| "kind".to_owned())?, false);
    }
    if let Ok(time) = case.text("digest_at") {
        builder = builder.digest_at(time).map_err(code)?;
    }
    if let Ok(day) = case.text("weekly_on") {
        builder = builder.weekly_on(Weekday::from_code(day).ok_or_else(|| "day".to_owned())?);
    }
    builder.build().map_err(code)
}

/// `calendar` is the published one of this zone; `rows` are the host’s own, in its stead or, with
/// both, beside it; `local` names the public holidays of a part of the zone.
fn calendar(case: &Value) -> Result<SchoolCalendar, Fault> {
    let zone = case.text("calendar").ok().map(SchoolZone::parse).transpose().map_err(code)?;
    let mut calendar = zone.map_or_else(SchoolCalendar::always_open, SchoolCalendar::published);
    for local in case.list("local").unwrap_or_default() {
        let local = local.as_str().and_then(LocalHolidays::from_code);
        calendar = calendar.with_local_holidays(local.ok_or_else(|| "local".to_owned())?);
    }
    let Ok(rows) = case.list("rows") else { return Ok(calendar) };
    let named = case.text("rows_of").ok().map(SchoolZone::parse).transpose().map_err(code)?;
    let field = |row: &Value, key: &str| row.text(key).unwrap_or_default().to_owned();
    let texts: Vec<[String; 5]> = rows
        .iter()
        .map(|row| ["zone", "kind", "first", "last", "name"].map(|key| field(row, key)))
        .collect();
    let read: Vec<ClosureRow<'_>> = texts
        .iter()
        .map(|[zone, kind, first, last, name]| ClosureRow { zone, kind, first, last, name })
        .collect();
    let anywhere = SchoolZone::all().next().ok_or(code(CalendarError::Zone))?;
    let own = SchoolCalendar::from_rows(named.unwrap_or(anywhere), &read).map_err(code)?;
    match (zone, named) {
        (None, Some(_)) => Ok(own),
        _ => calendar.with(own.own().to_vec()).map_err(code),
    }
}

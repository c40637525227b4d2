//! The suites about ENTs: portals, mire, first connection, services, help, partners, files.

use std::borrow::Cow;

use ent_auth::onboarding::{Facts, next_step};
use ent_core::ent::{
    Attachments, Device, Ent, EntFileError, IdentitySource, Level, Mire, MireAnswer, MireAxis,
    OnboardingStep, PortalKind, RememberedChoice, Service, ServiceChannel,
};
use ent_core::{
    Academy, AdministrativeRegion, Coded, Day, Department, EstablishmentKind, Instant, Lang,
    Profile, System, Uai,
};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

/// The shipped ENT `ent`, or the one of the file `toml`.
fn ent(case: &Value) -> Result<Cow<'static, Ent>, Fault> {
    match case.get("toml").and_then(Value::as_str) {
        Some(toml) => Ent::from_toml(toml).map(Cow::Owned).map_err(|error| {
            let first = error.problems().first().map(ToString::to_string);
            Fault::Shape(first.unwrap_or_default())
        }),
        None => Ent::find(case.text("ent")?).map(Cow::Borrowed).map_err(code),
    }
}

/// A listed value by its code.
fn listed<T>(found: Option<T>, code: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("`{code}` is not listed")))
}

fn profile(case: &Value) -> Result<Profile, Fault> {
    Profile::parse(System::Sdet, case.text("profile")?).map_err(code)
}

fn lang(case: &Value) -> Lang {
    if case.get("lang").and_then(Value::as_str) == Some("en") { Lang::En } else { Lang::Fr }
}

fn level(case: &Value) -> Result<Option<Level>, Fault> {
    let code = case.get("level").and_then(Value::as_str);
    code.map(|code| listed(Level::from_code(code), code)).transpose()
}

fn path(case: &Value) -> Result<Vec<&str>, Fault> {
    Ok(case.list("path")?.iter().filter_map(Value::as_str).collect())
}

/// Texts of an optional list.
fn texts<'a>(case: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    let list = case.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

pub(crate) fn portal_url(case: &Value) -> Result<Value, Fault> {
    let kind = case.text("kind")?;
    let kind = listed(PortalKind::from_code(kind), kind)?;
    let portal = ent(case)?.portal_url(kind, case.text("key")?).map_err(code)?;
    Ok(json!({ "url": portal.url(), "director": portal.director(Lang::Fr) }))
}

pub(crate) fn portal_resolve(case: &Value) -> Result<Value, Fault> {
    let portal = ent(case)?.resolve(case.text("url")?).map_err(code)?;
    Ok(json!({ "kind": portal.kind().code(), "key": portal.key() }))
}

pub(crate) fn portal_mine(case: &Value) -> Result<Value, Fault> {
    let mut person = Attachments::new(profile(case)?);
    let schools = texts(case, "establishments").map(Uai::parse_lenient);
    person.establishments = schools.collect::<Result<_, _>>().map_err(code)?;
    let departments = texts(case, "departments").map(Department::parse);
    person.departments = departments.collect::<Result<_, _>>().map_err(code)?;
    let academies = texts(case, "academies").map(Academy::parse);
    person.academies = academies.collect::<Result<_, _>>().map_err(code)?;
    person.agricultural = case.get("agricultural").and_then(Value::as_bool).unwrap_or_default();
    let portals: Vec<_> = ent(case)?
        .my_portals(&person)
        .iter()
        .map(|portal| json!({ "kind": portal.kind().code(), "key": portal.key(), "url": portal.url() }))
        .collect();
    Ok(json!({ "portals": portals }))
}

fn answer(mire: Mire<'_>, path: &[&str], answer: MireAnswer, lang: Lang) -> Result<Value, Fault> {
    Ok(match answer {
        MireAnswer::Source { source, academy, selection, sign_in, .. } => json!({
            "source": source.code(),
            "academy": academy.map(Academy::code),
            "selection": selection,
            "sign_in": sign_in,
        }),
        MireAnswer::Choices(choices) => {
            let choices: Vec<_> = choices
                .iter()
                .map(|choice| json!({ "id": choice.id(), "label": choice.label(lang) }))
                .collect();
            let asks = mire.asks(path).map_err(code)?;
            json!({ "choices": choices, "asks": asks.map(MireAxis::code) })
        }
    })
}

pub(crate) fn mire_choices(case: &Value) -> Result<Value, Fault> {
    let (ent, path) = (ent(case)?, path(case)?);
    let found = ent.mire().choices(&path, level(case)?).map_err(code)?;
    answer(ent.mire(), &path, found, lang(case))
}

pub(crate) fn mire_search(case: &Value) -> Result<Value, Fault> {
    let (ent, lang) = (ent(case)?, lang(case));
    let found = ent.mire().search(case.text("text")?, lang);
    let paths: Vec<_> = found
        .iter()
        .map(|way| json!({ "path": way.ids().collect::<Vec<_>>(), "label": way.label(lang) }))
        .collect();
    Ok(json!({ "paths": paths }))
}

/// Remembers a choice, or takes the stored one of `remembered`, and recalls it at `then`.
pub(crate) fn mire_remember(case: &Value) -> Result<Value, Fault> {
    let ent = ent(case)?;
    let mire = ent.mire();
    let instant = |key: &str| Instant::parse(case.text(key)?).map_err(code);
    let kept = if let Some(stored) = case.get("remembered") {
        Some(RememberedChoice::parse(&stored.to_string()).map_err(code)?)
    } else {
        let device = case.text("device")?;
        let device = listed(Device::from_code(device), device)?;
        let days = case.get("days").and_then(Value::as_u64).unwrap_or_default();
        let days = u16::try_from(days).unwrap_or(u16::MAX);
        let (path, level) = (path(case)?, level(case)?);
        mire.remember(&path, level, device, days, instant("now")?).map_err(code)?
    };
    let Some(kept) = kept else {
        return Ok(json!({ "remembered": false }));
    };
    let mut out = json!({ "remembered": true, "expires_at": kept.expires_at() });
    if case.get("then").is_some() {
        let found = mire.recall(&kept, instant("then")?).map_err(code)?;
        let path: Vec<_> = kept.path().collect();
        if let (Value::Object(out), Value::Object(found)) =
            (&mut out, answer(mire, &path, found, Lang::Fr)?)
        {
            out.extend(found);
        }
    }
    Ok(out)
}

pub(crate) fn onboarding_next(case: &Value) -> Result<Value, Fault> {
    let done = case.get("facts").ok_or_else(|| Fault::Shape("no `facts`".to_owned()))?;
    let facts = Facts {
        charter_accepted: done.flag("charter")?,
        password_chosen: done.flag("password")?,
        contact_saved: done.flag("contact")?,
    };
    let source = case.text("source")?;
    let source = listed(IdentitySource::from_code(source), source)?;
    let step = next_step(&*ent(case)?, profile(case)?, source, &facts);
    Ok(json!({ "step": step.map(OnboardingStep::code) }))
}

pub(crate) fn services_list(case: &Value) -> Result<Value, Fault> {
    let (ent, lang) = (ent(case)?, lang(case));
    let channel = case.text("channel")?;
    let channel = listed(ServiceChannel::from_code(channel), channel)?;
    let services = ent.services(profile(case)?, channel);
    let services: Vec<_> = services
        .map(|service| json!({ "id": service.id(), "label": service.label(lang) }))
        .collect();
    let offered: Vec<_> = ent.all_services().map(Service::id).collect();
    Ok(json!({ "services": services, "offered": offered }))
}

pub(crate) fn help_topics(case: &Value) -> Result<Value, Fault> {
    let (ent, lang) = (ent(case)?, lang(case));
    let groups = ent.help(profile(case)?).map(|group| {
        let topics: Vec<_> = group
            .topics()
            .map(|topic| json!({ "id": topic.id(), "label": topic.label(lang) }))
            .collect();
        json!({ "id": group.id(), "label": group.label(lang), "topics": topics })
    });
    Ok(json!({ "groups": groups.collect::<Vec<_>>() }))
}

pub(crate) fn partners_list(case: &Value) -> Result<Value, Fault> {
    let kind = case.text("kind")?;
    let kind = listed(EstablishmentKind::from_code(kind), kind)?;
    let ent = ent(case)?;
    let partners: Vec<_> = ent.partners(kind).iter().map(|partner| partner.code()).collect();
    Ok(json!({ "partners": partners }))
}

pub(crate) fn partnership_members(case: &Value) -> Result<Value, Fault> {
    let ent = ent(case)?;
    let list = match case.get("id").and_then(Value::as_str) {
        Some(id) => ent.partnerships().find(|list| list.id() == id),
        None => ent.partnership_on(Day::parse(case.text("on")?).map_err(code)?),
    };
    let Some(list) = list else { return Ok(json!({ "id": null })) };
    Ok(json!({
        "id": list.id(),
        "read_on": list.read_on(),
        "since": list.since(),
        "regions": list.regions().map(AdministrativeRegion::code).collect::<Vec<_>>(),
        "departments": list.departments().map(Department::code).collect::<Vec<_>>(),
        "academies": list.academies().map(Academy::code).collect::<Vec<_>>(),
        "draaf": list.agricultural_education(),
        "crec": list.private_education(),
    }))
}

/// Facts of the file that have no suite of their own.
pub(crate) fn ent_of_url(case: &Value) -> Result<Value, Fault> {
    Ok(json!({ "ent": Ent::of_url(case.text("url")?).map_err(code)?.id() }))
}

pub(crate) fn ent_rules(case: &Value) -> Result<Value, Fault> {
    let (ent, profile) = (ent(case)?, profile(case)?);
    let source = case.text("source")?;
    let source = listed(IdentitySource::from_code(source), source)?;
    let kind = case.text("kind")?;
    let kind = listed(EstablishmentKind::from_code(kind), kind)?;
    let scopes: Vec<_> = ent.charter_scopes(profile).iter().map(|scope| scope.code()).collect();
    let kinds: Vec<_> = ent.portal_kinds(profile).iter().map(|kind| kind.code()).collect();
    let lifetimes = ent.lifetimes();
    Ok(json!({
        "operator": ent.operator(),
        "hosts": ent.hosts().collect::<Vec<_>>(),
        "addresses": ent.addresses().collect::<Vec<_>>(),
        "charter_scopes": scopes,
        "password_rules": ent.password_rules(source),
        "admits_private": ent.admits_private(profile, kind),
        "sms_code_minutes": lifetimes.sms_code_minutes(),
        "mobile_code_minutes": lifetimes.mobile_code_minutes(),
        "email_link_hours": lifetimes.email_link_hours(),
        "letter_months": lifetimes.letter_months(),
        "retention_months": lifetimes.retention_months(),
        "remembered_choice_days": lifetimes.remembered_choice_days(),
        "shared_folder_bytes": ent.shared_folder_quota().map(ent_core::StorageSize::bytes),
        "portal_kinds": kinds,
    }))
}

pub(crate) fn ent_load(case: &Value) -> Result<Value, Fault> {
    let mut text = String::new();
    // Files too long to be written out: a text, repeated.
    for part in case.get("parts").and_then(Value::as_array).into_iter().flatten() {
        let times = part.get("times").and_then(Value::as_u64).unwrap_or(1);
        let times = usize::try_from(times).unwrap_or_default();
        text.push_str(&part.text("text")?.repeat(times));
    }
    let given = |key: &str| case.get(key).and_then(Value::as_str);
    let read = match (given("toml"), given("json"), given("format")) {
        (Some(toml), ..) => Ent::from_toml(toml),
        (_, Some(json), _) => Ent::from_json(json),
        (.., Some("json")) => Ent::from_json(&text),
        _ => Ent::from_toml(&text),
    };
    Ok(match read {
        Ok(ent) => json!({ "id": ent.id(), "name": ent.name() }),
        Err(error) => json!({ "problems": problems(&error) }),
    })
}

fn problems(error: &EntFileError) -> Vec<Value> {
    let problems = error.problems().iter();
    problems.map(|problem| json!({ "code": problem.code(), "path": problem.path() })).collect()
}

//! `portal.url`, `portal.resolve`, `mire.choices` and `onboarding.next`.

use ent_auth::onboarding::{Facts, next_step};
use ent_core::ent::{Ent, IdentitySource, Level, MireAnswer, OnboardingStep, PortalKind};
use ent_core::{Academy, Lang, Profile, System};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

fn ent(case: &Value) -> Result<&'static Ent, Fault> {
    Ent::find(case.text("ent")?).map_err(code)
}

/// A listed value by its code.
fn listed<T>(found: Option<T>, code: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("`{code}` is not listed")))
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

pub(crate) fn mire_choices(case: &Value) -> Result<Value, Fault> {
    let path: Vec<_> = case.list("path")?.iter().filter_map(Value::as_str).collect();
    let level = match case.get("level").and_then(Value::as_str) {
        Some(code) => Some(listed(Level::from_code(code), code)?),
        None => None,
    };
    Ok(match ent(case)?.mire().choices(&path, level).map_err(code)? {
        MireAnswer::Source { source, academy, .. } => {
            json!({ "source": source.code(), "academy": academy.map(Academy::code) })
        }
        MireAnswer::Choices(choices) => {
            let choices: Vec<_> = choices
                .iter()
                .map(|choice| json!({ "id": choice.id(), "label": choice.label(Lang::Fr) }))
                .collect();
            json!({ "choices": choices })
        }
    })
}

pub(crate) fn onboarding_next(case: &Value) -> Result<Value, Fault> {
    let done = case.get("facts").ok_or_else(|| Fault::Shape("no `facts`".to_owned()))?;
    let facts = Facts {
        charter_accepted: done.flag("charter")?,
        password_chosen: done.flag("password")?,
        contact_saved: done.flag("contact")?,
    };
    let profile = Profile::parse(System::Sdet, case.text("profile")?).map_err(code)?;
    let source = case.text("source")?;
    let source = listed(IdentitySource::from_code(source), source)?;
    let step = next_step(ent(case)?, profile, source, &facts);
    Ok(json!({ "step": step.map(OnboardingStep::code) }))
}

//! `login.derive`, `login.derive_all` and `login.parts`.

use std::collections::HashSet;

use ent_auth::{LoginError, LoginId, LoginStyle};
use ent_core::{Coded, PersonName};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn derive(case: &Value) -> Result<Value, Fault> {
    let login = style(case)?.derive(&name(case)?, &taken(case)?).map_err(code)?;
    Ok(json!({ "login": login }))
}

pub(crate) fn derive_all(case: &Value) -> Result<Value, Fault> {
    let names = case.list("names")?.iter().map(name).collect::<Result<Vec<_>, _>>()?;
    let made = style(case)?.derive_all(&names, &mut taken(case)?);
    let shown = made.iter().map(|made| match made {
        Ok(login) => json!(login),
        Err(error) => json!(LoginError::code(error)),
    });
    Ok(json!({ "logins": shown.collect::<Vec<_>>() }))
}

pub(crate) fn parts(case: &Value) -> Result<Value, Fault> {
    let login = LoginId::parse(case.text("login")?).map_err(code)?;
    let parts = style(case)?.parts(&login);
    Ok(json!({
        "fits": parts.is_some(),
        "given": parts.map(|parts| parts.given),
        "family": parts.map(|parts| parts.family),
        "number": parts.and_then(|parts| parts.number),
    }))
}

fn style(case: &Value) -> Result<LoginStyle, Fault> {
    let style = case.text("style")?;
    LoginStyle::from_code(style).ok_or_else(|| Fault::Shape(format!("style `{style}`")))
}

fn taken(case: &Value) -> Result<HashSet<LoginId>, Fault> {
    let taken = case.get("taken").and_then(Value::as_array).into_iter().flatten();
    taken.map(|login| LoginId::parse(login.as_str().unwrap_or_default()).map_err(code)).collect()
}

pub(crate) fn name(case: &Value) -> Result<PersonName, Fault> {
    PersonName::parse(case.text("family")?, case.text("given")?).map_err(code)
}

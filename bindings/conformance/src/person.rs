//! `profile.*`, `name.*`, `birth_date.read` and `birth_date.age`.

use ent_core::profile::{Appointer, Community, EntDuty, EntRole};
use ent_core::{Age, BirthDate, Day, PersonName, Profile, System};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn profile(case: &Value) -> Result<Value, Fault> {
    let system = System::parse(case.text("system")?).map_err(code)?;
    let profile = Profile::parse(system, case.text("code")?).map_err(code)?;
    Ok(json!({ "profile": profile.code() }))
}

pub(crate) fn community(case: &Value) -> Result<Value, Fault> {
    let profile = Profile::parse(System::Sdet, case.text("profile")?).map_err(code)?;
    Ok(json!({ "community": Community::of(profile).map(Community::code) }))
}

pub(crate) fn roles(case: &Value) -> Result<Value, Fault> {
    let asked = case.text("role")?;
    let role = EntRole::from_code(asked).ok_or_else(|| format!("`{asked}` is not listed"))?;
    let duties: Vec<_> = role.duties().iter().copied().map(EntDuty::code).collect();
    let appointers: Vec<_> = role.appointers().iter().copied().map(Appointer::code).collect();
    Ok(json!({
        "duties": duties,
        "appointers": appointers,
        "least_per_establishment": role.least_per_establishment(),
        "own_account": role.has_own_account(),
    }))
}

fn name(of: &Value) -> Result<PersonName, Fault> {
    let name = PersonName::parse(of.text("family")?, of.text("given")?).map_err(code)?;
    match of.get("usual").and_then(Value::as_str) {
        Some(usual) => name.with_usual(usual).map_err(code),
        None => Ok(name),
    }
}

pub(crate) fn name_match(case: &Value) -> Result<Value, Fault> {
    let [one, other] = ["one", "other"].map(|key| case.get(key).unwrap_or(&Value::Null));
    let (one, other) = (name(one)?, name(other)?);
    if one.same_as(&other) != other.same_as(&one) {
        return Err(Fault::Shape("the order makes a difference".to_owned()));
    }
    Ok(json!({ "same": one.same_as(&other) }))
}

pub(crate) fn name_display(case: &Value) -> Result<Value, Fault> {
    let name = name(case)?;
    Ok(json!({
        "display": name.display(),
        "in_list": name.display_in_list(),
        "initials": name.initials(),
        "sort_key": name.sort_key(),
        "given_names": name.given_names().collect::<Vec<_>>(),
    }))
}

pub(crate) fn birth_date_read(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    let born =
        if case.flag("full")? { BirthDate::parse_full(text) } else { BirthDate::parse(text) }
            .map_err(code)?;
    Ok(json!({
        "text": born.to_string(),
        "precision": born.precision().code(),
        "presumed": born.is_presumed(),
        "may_be_presumed": born.may_be_presumed(),
    }))
}

pub(crate) fn birth_date_age(case: &Value) -> Result<Value, Fault> {
    let born = BirthDate::parse(case.text("born")?).map_err(code)?;
    let day = Day::parse(case.text("on")?).map_err(code)?;
    let early = case.get("early").and_then(Value::as_bool).unwrap_or(false);
    let age = born.age_at(day);
    Ok(json!({
        "youngest": age.map(Age::youngest),
        "oldest": age.map(Age::oldest),
        "majority": born.majority(day, early).code(),
        "under_15": born.is_under_15(day),
    }))
}

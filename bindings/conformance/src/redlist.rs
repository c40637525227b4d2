//! `redlist.project`, `redlist.search`, `redlist.policy` and `postal.read`.

use ent_core::{
    BirthDate, Coded, Country, Instant, PersonName, PhoneNumber, PostalAddress, Profile, PupilId,
    Region, SubjectId, Uai, UnverifiedEmail,
};
use ent_prefs::contact_card::{ContactWish, SchoolPhones};
use ent_prefs::red_list::{
    Authoriser, DirectoryField, DirectoryFields, Query, Viewer, ViewerRole, Visibility, project,
    search,
};
use ent_prefs::{CardChange, ContactCard, DirectoryRow, EmailChange, PhoneSlot, RedList};
use serde_json::{Value, json};

use crate::card::of_child;
use crate::{Fault, Read, code};

fn shape<T>(found: Option<T>, what: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("{what} is not as the suite asks")))
}

/// Reads the text under `key`, if there is one.
fn given<T, E: Coded>(
    case: &Value,
    key: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, Fault> {
    case.get(key).and_then(Value::as_str).map(read).transpose().map_err(code)
}

fn texts<'a>(case: &'a Value, key: &str) -> Vec<&'a str> {
    let list = case.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

fn person_name(case: &Value) -> Result<PersonName, Fault> {
    let name = PersonName::parse(case.text("family")?, case.text("given")?).map_err(code)?;
    match case.get("usual").and_then(Value::as_str) {
        Some(usual) => name.with_usual(usual).map_err(code),
        None => Ok(name),
    }
}

fn address(case: &Value) -> Result<PostalAddress, Fault> {
    let postcode = case.get("postcode").and_then(Value::as_str);
    let country = case.get("country").and_then(Value::as_str).unwrap_or("99100");
    let country = Country::parse(country).map_err(code)?;
    PostalAddress::new(texts(case, "lines"), postcode, case.text("town")?, country).map_err(code)
}

fn card(case: &Value) -> Result<ContactCard, Fault> {
    let number = |field: &str| given(case, field, |text| PhoneNumber::parse(text, Region::FR));
    let mut card = ContactCard::new().with_school_phones(SchoolPhones {
        personal: number("phone_personal")?,
        professional: number("phone_professional")?,
        mobile: number("phone_mobile")?,
    });
    for (slot, field) in [(PhoneSlot::Own1, "phone_own_1"), (PhoneSlot::Own2, "phone_own_2")] {
        if let Some(number) = number(field)? {
            let change = CardChange::SetNumber { slot, number: number.clone() };
            card = card.apply(change).map_err(code)?;
            if case.get("unconfirmed").and_then(Value::as_bool) != Some(true) {
                card = card.apply(CardChange::ConfirmNumber(number)).map_err(code)?;
            }
        }
    }
    for (key, confirmed) in [("email", true), ("unverified_email", false)] {
        if let Some(email) = given(case, key, UnverifiedEmail::parse)? {
            card = card.change_email(EmailChange::Ask(email.clone())).map_err(code)?.card;
            if confirmed {
                let change = EmailChange::Confirm(email.confirmed());
                card = card.change_email(change).map_err(code)?.card;
            }
        }
    }
    if let Some(wish) = given(case, "contact_wish", ContactWish::parse)? {
        card = card.apply(CardChange::SetWish(wish)).map_err(code)?;
    }
    if let Some(contact) = number("contact")? {
        card = card.apply(CardChange::ChooseContact(contact)).map_err(code)?;
    }
    if let Some(child) = case.get("child") {
        card = card.apply(of_child(child)?).map_err(code)?;
    }
    Ok(card)
}

fn red_list(case: &Value) -> Result<RedList, Fault> {
    let at = Instant::parse("2026-11-26T10:00:00Z").map_err(code)?;
    let on = case.get("on_list").and_then(Value::as_bool).unwrap_or_default();
    let mut list = RedList::new().switched(on, at).map_err(code)?;
    for id in texts(case, "authorised") {
        let id = SubjectId::parse(id).map_err(code)?;
        list = list.authorised(id, Authoriser::Person, at).map_err(code)?;
    }
    Ok(list)
}

fn row(case: &Value) -> Result<DirectoryRow, Fault> {
    let mut row = DirectoryRow::new(person_name(case)?);
    row.profile = case
        .get("profile")
        .and_then(Value::as_str)
        .and_then(|text| Profile::ALL.into_iter().find(|profile| profile.code() == text));
    row.establishment = given(case, "establishment", Uai::parse)?;
    row.classes = texts(case, "classes").into_iter().map(str::to_owned).collect();
    row.birth_date = given(case, "birth_date", BirthDate::parse)?;
    row.postal_address = case.get("postal_address").map(address).transpose()?;
    row.card = card(case)?;
    row.notifications = case.get("notifications").and_then(Value::as_bool);
    row.red_list = red_list(case)?;
    Ok(row)
}

fn viewer(case: &Value) -> Result<Viewer, Fault> {
    let role = shape(ViewerRole::from_code(case.text("role")?), "a role")?;
    let viewer = match given(case, "id", SubjectId::parse)? {
        Some(id) => Viewer::new(id, role),
        None => Viewer::anonymous(),
    };
    Ok(match given(case, "child", PupilId::parse)? {
        Some(child) => viewer.about(child),
        None => viewer,
    })
}

fn fields(list: &Value) -> Result<DirectoryFields, Fault> {
    let list = shape(list.as_array(), "a list of fields")?;
    let read = |field: &Value| field.as_str().and_then(DirectoryField::from_code);
    list.iter().map(|field| shape(read(field), "a field")).collect()
}

/// The policy of a case: the preset with the changes under `policy`, if any.
fn policy(case: &Value) -> Result<Visibility, Fault> {
    let mut builder = Visibility::builder();
    for change in case.get("policy").and_then(Value::as_array).into_iter().flatten() {
        let role = shape(ViewerRole::from_code(change.text("role")?), "a role")?;
        if let Some(off) = change.get("off") {
            builder = builder.off(role, fields(off)?);
        }
        if let Some(on) = change.get("on") {
            builder = builder.on(role, fields(on)?);
        }
    }
    let policy = builder.build().map_err(code)?;
    let stored = serde_json::to_vec(&policy).map_err(|error| Fault::Shape(error.to_string()))?;
    serde_json::from_slice(&stored).map_err(|error| Fault::Shape(error.to_string()))
}

fn codes(fields: DirectoryFields) -> Vec<&'static str> {
    fields.iter().map(DirectoryField::code).collect()
}

pub(crate) fn project_row(case: &Value) -> Result<Value, Fault> {
    let row = row(case.get("row").unwrap_or(&Value::Null))?;
    let viewer = viewer(case.get("viewer").unwrap_or(&Value::Null))?;
    let seen = project(&row, &viewer, &policy(case)?);
    let phones = |slot| seen.number(slot).map(PhoneNumber::e164);
    Ok(json!({
        "fields": codes(seen.fields()),
        "name": seen.name().map(PersonName::display_in_list),
        "email": seen.email().map(|email| email.address().to_owned()),
        "phones": PhoneSlot::ALL.iter().filter_map(|slot| phones(*slot)).collect::<Vec<_>>(),
        "postal_address": seen.postal_address().map(PostalAddress::envelope),
        "contact": seen.contact().map(PhoneSlot::code),
        "contact_wish": seen.contact_wish().map(ContactWish::as_str),
        "notifications": seen.notifications(),
        "on_red_list": seen.on_red_list(),
    }))
}

pub(crate) fn search_rows(case: &Value) -> Result<Value, Fault> {
    let rows = case.list("rows")?.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let viewer = viewer(case.get("viewer").unwrap_or(&Value::Null))?;
    let policy = policy(case)?;
    let limit = case.get("limit").and_then(Value::as_u64).unwrap_or(20);
    let limit = shape(usize::try_from(limit).ok(), "a limit")?;
    let query = Query::parse(case.text("query")?, Region::FR).map_err(code)?;
    let found = search(&rows, &query, |_, _| viewer.clone(), &policy, limit);
    let rows: Vec<_> = found.hits.iter().map(|hit| hit.index).collect();
    let seen: Vec<_> = found.hits.iter().map(|hit| codes(hit.seen.fields())).collect();
    Ok(json!({ "rows": rows, "more": found.more, "seen": seen }))
}

pub(crate) fn visibility(case: &Value) -> Result<Value, Fault> {
    let role = shape(ViewerRole::from_code(case.text("role")?), "a role")?;
    let policy = policy(case)?;
    Ok(json!({
        "off": codes(policy.fields(role, false)),
        "on": codes(policy.fields(role, true)),
    }))
}

pub(crate) fn postal_read(case: &Value) -> Result<Value, Fault> {
    let address = address(case)?;
    Ok(json!({ "envelope": address.envelope(), "fits": address.fits() }))
}

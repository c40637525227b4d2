//! `contact.card`.

use ent_core::{PhoneNumber, Region, UnverifiedEmail};
use ent_prefs::contact_card::{ContactLine, SchoolPhones};
use ent_prefs::{CardChange, ContactCard, PhoneSlot};
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code};

fn shape<T>(found: Option<T>, what: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("{what} is not as the suite asks")))
}

fn number(text: &Value) -> Result<PhoneNumber, Fault> {
    PhoneNumber::parse(shape(text.as_str(), "a number")?, Region::FR).map_err(code)
}

fn email(text: &Value) -> Result<UnverifiedEmail, Fault> {
    UnverifiedEmail::parse(shape(text.as_str(), "an address")?).map_err(code)
}

fn slot(change: &Value) -> Result<PhoneSlot, Fault> {
    shape(PhoneSlot::from_code(change.text("slot")?), "a slot")
}

fn phones(school: &Value) -> Result<SchoolPhones, Fault> {
    let given = |key: &str| school.get(key).map(number).transpose();
    Ok(SchoolPhones {
        personal: given("personal")?,
        professional: given("professional")?,
        mobile: given("mobile")?,
    })
}

fn changed(card: &ContactCard, change: &Value) -> Result<ContactCard, Fault> {
    let (verb, with) =
        shape(change.as_object().and_then(|change| change.iter().next()), "a change")?;
    let change = match verb.as_str() {
        "import" => return Ok(card.with_school_phones(phones(with)?)),
        "set" => CardChange::SetNumber {
            slot: slot(with)?,
            number: number(with.get("number").unwrap_or(&Value::Null))?,
        },
        "remove" => CardChange::RemoveNumber { slot: slot(with)? },
        "choose" => CardChange::ChooseContact(number(with)?),
        "refuse_sms" => CardChange::RefuseSms,
        "clear_contact" => CardChange::ClearContact,
        "email" => CardChange::SetEmail(email(with)?),
        "confirm" => CardChange::ConfirmEmail(email(with)?.confirmed()),
        "remove_email" => CardChange::RemoveEmail,
        other => return Err(Fault::Shape(format!("change `{other}`"))),
    };
    card.apply(change).map_err(code)
}

pub(crate) fn contact_card(case: &Value) -> Result<Value, Fault> {
    let school = case.get("school").unwrap_or(&Value::Null);
    let mut card = ContactCard::new().with_school_phones(phones(school)?);
    for change in case.list("changes")? {
        card = changed(&card, change)?;
    }
    let view = card.view();
    let phones: Map<_, _> =
        view.phones.iter().map(|line| (line.slot.code().to_owned(), json!(line.masked))).collect();
    let contact = match view.contact {
        ContactLine::Unset => Value::Null,
        ContactLine::Number(masked) => json!(masked),
        ContactLine::NoSms => json!("no_sms"),
    };
    let email =
        view.email.map(|email| json!({ "masked": email.masked, "verified": email.verified }));
    Ok(json!({ "phones": phones, "contact": contact, "email": email }))
}

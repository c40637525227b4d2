//! The vectors of `contact.card` and `consent.value`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a broken vector file must fail"
)]

use std::{env, fs};

use ent_core::{Coded, Instant, PhoneNumber, Region, UnverifiedEmail};
use ent_prefs::consent::{ConsentAct, ConsentSource};
use ent_prefs::contact_card::{ContactLine, SchoolPhones};
use ent_prefs::{
    CardChange, Channel, ConsentEntry, Consents, ContactCard, PhoneSlot, Purpose, TextVersion,
};
use serde_json::{Map, Value, json};

/// Runs the cases of one suite; every key named in `out` must be equal.
fn run(suite: &str, at_least: usize, decide: impl Fn(&Value) -> Result<Value, &'static str>) {
    let folder = env::var("ENT_VECTORS").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings/conformance/vectors").to_owned()
    });
    let text = fs::read_to_string(format!("{folder}/{suite}.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(env::var("ENT_VECTORS").is_ok() || cases.len() >= at_least, "{suite}: cases missing");
    for case in cases {
        let id = &case["id"];
        match decide(&case["in"]) {
            Err(code) => assert_eq!(case["error"], code, "{suite} {id}"),
            Ok(found) => {
                let wanted = case["out"].as_object();
                assert!(wanted.is_some(), "{suite} {id}: {found} for {}", case["error"]);
                for (key, value) in wanted.into_iter().flatten() {
                    assert_eq!(&found[key], value, "{suite} {id}: {key}");
                }
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn code(error: impl Coded) -> &'static str {
    error.code()
}

fn number(text: &Value) -> Result<PhoneNumber, &'static str> {
    PhoneNumber::parse(text.as_str().unwrap(), Region::FR).map_err(code)
}

fn email(text: &Value) -> Result<UnverifiedEmail, &'static str> {
    UnverifiedEmail::parse(text.as_str().unwrap()).map_err(code)
}

fn slot(change: &Value) -> PhoneSlot {
    PhoneSlot::from_code(change["slot"].as_str().unwrap()).unwrap()
}

fn phones(school: &Value) -> Result<SchoolPhones, &'static str> {
    let given = |key: &str| school.get(key).map(number).transpose();
    Ok(SchoolPhones {
        personal: given("personal")?,
        professional: given("professional")?,
        mobile: given("mobile")?,
    })
}

fn changed(card: &ContactCard, change: &Value) -> Result<ContactCard, &'static str> {
    let (verb, with) = change.as_object().unwrap().iter().next().unwrap();
    let change = match verb.as_str() {
        "import" => return Ok(card.with_school_phones(phones(with)?)),
        "set" => CardChange::SetNumber { slot: slot(with), number: number(&with["number"])? },
        "remove" => CardChange::RemoveNumber { slot: slot(with) },
        "choose" => CardChange::ChooseContact(number(with)?),
        "refuse_sms" => CardChange::RefuseSms,
        "clear_contact" => CardChange::ClearContact,
        "email" => CardChange::SetEmail(email(with)?),
        "confirm" => CardChange::ConfirmEmail(email(with)?.confirmed()),
        "remove_email" => CardChange::RemoveEmail,
        other => panic!("unknown change {other}"),
    };
    card.apply(change).map_err(code)
}

#[test]
fn contact_card() {
    run("contact.card", 40, |case| {
        let card = ContactCard::new().with_school_phones(phones(&case["school"])?);
        let changes = case["changes"].as_array().unwrap();
        let view = changes.iter().try_fold(card, |card, change| changed(&card, change))?.view();
        let phones: Map<_, _> = view
            .phones
            .iter()
            .map(|line| (line.slot.code().to_owned(), json!(line.masked)))
            .collect();
        let contact = match view.contact {
            ContactLine::Unset => Value::Null,
            ContactLine::Number(masked) => json!(masked),
            ContactLine::NoSms => json!("no_sms"),
        };
        let email =
            view.email.map(|email| json!({ "masked": email.masked, "verified": email.verified }));
        Ok(json!({ "phones": phones, "contact": contact, "email": email }))
    });
}

fn entry(row: &Value) -> Result<ConsentEntry, &'static str> {
    let text = |key: &str| row[key].as_str().unwrap();
    let at = Instant::parse(text("at")).map_err(code)?;
    let purpose = Purpose::from_code(text("purpose")).unwrap();
    let channel = Channel::from_code(text("channel")).unwrap();
    let source = ConsentSource::from_code(text("source")).unwrap();
    let version = row["text_version"]
        .as_u64()
        .map(|version| TextVersion::new(u32::try_from(version).unwrap()))
        .transpose()
        .map_err(code)?;
    match ConsentAct::from_code(text("act")).unwrap() {
        ConsentAct::Granted => {
            ConsentEntry::grant(purpose, channel, at, version.unwrap(), source).map_err(code)
        }
        ConsentAct::Withdrawn => {
            Ok(ConsentEntry::withdrawal(purpose, channel, at, version, source))
        }
    }
}

#[test]
fn consent_value() {
    run("consent.value", 30, |case| {
        let mut consents = Consents::new();
        for row in case["log"].as_array().unwrap() {
            consents.record(entry(row)?);
        }
        let purpose = Purpose::from_code(case["purpose"].as_str().unwrap()).unwrap();
        let channel = Channel::from_code(case["channel"].as_str().unwrap()).unwrap();
        let last = consents.last(purpose, channel);
        Ok(json!({
            "granted": consents.value(purpose, channel),
            "at": last.map(ConsentEntry::at),
            "text_version": last.and_then(ConsentEntry::text_version),
        }))
    });
}

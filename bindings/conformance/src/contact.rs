//! `phone.parse`, `phone.format`, `email.parse` and `email.mask`.

use ent_core::{Email, PhoneNumber, Region};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn phone(case: &Value) -> Result<Value, Fault> {
    let region = Region::parse(case.text("region")?).map_err(code)?;
    let number = PhoneNumber::parse(case.text("text")?, region).map_err(code)?;
    Ok(json!({
        "e164": number.e164(),
        "kind": number.kind().code(),
        "sms": number.can_receive_sms(),
    }))
}

pub(crate) fn phone_format(case: &Value) -> Result<Value, Fault> {
    let region = Region::parse(case.text("region")?).map_err(code)?;
    let number = PhoneNumber::parse(case.text("text")?, region).map_err(code)?;
    Ok(json!({
        "national": number.national(),
        "international": number.international(),
        "masked": number.masked(),
    }))
}

pub(crate) fn email(case: &Value) -> Result<Value, Fault> {
    let email = Email::parse(case.text("text")?).map_err(code)?;
    Ok(json!({ "address": email.address(), "key": email.key() }))
}

pub(crate) fn email_mask(case: &Value) -> Result<Value, Fault> {
    let email = Email::parse(case.text("text")?).map_err(code)?;
    Ok(json!({ "masked": email.masked() }))
}

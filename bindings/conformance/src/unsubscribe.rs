//! `unsubscribe.token`.

use ent_core::address::BaseAddress;
use ent_core::{Email, Instant, Key, KeyId, KeyRing};
use ent_prefs::unsubscribe::{UnsubscribeReference, confirm, read};
use ent_prefs::{
    Topic, UnsubscribeEffect, UnsubscribeLink, UnsubscribePolicy, UnsubscribeScope,
    UnsubscribeToken,
};
use serde_json::{Value, json};

use crate::consent::{at, listed, pair};
use crate::preferences::defaults;
use crate::{Fault, Read, code};

/// The bytes of a hexadecimal text.
fn bytes(hex: &str) -> Result<Vec<u8>, Fault> {
    let digit = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = hex.as_bytes().chunks(2).map(digit).collect();
    bytes.ok_or_else(|| Fault::Shape("a key is no hexadecimal text".to_owned()))
}

fn key(value: &Value) -> Result<(KeyId, Key), Fault> {
    let id = KeyId::parse(value.text("id")?).map_err(code)?;
    Ok((id, Key::new(bytes(value.text("secret")?)?).map_err(code)?))
}

fn keys(case: &Value) -> Result<KeyRing, Fault> {
    let mut all = case.list("keys")?.iter().map(key);
    let (id, current) = all.next().ok_or_else(|| Fault::Shape("no key".to_owned()))??;
    let mut ring = KeyRing::new(id, current);
    for previous in all {
        let (id, key) = previous?;
        ring = ring.with_previous(id, key).map_err(code)?;
    }
    Ok(ring)
}

fn scope(value: &Value) -> Result<UnsubscribeScope, Fault> {
    let (purpose, channel) = pair(value)?;
    let person = UnsubscribeReference::parse(value.text("person")?).map_err(code)?;
    let mut scope = UnsubscribeScope::new(person, purpose, channel).map_err(code)?;
    if let Some(topic) = value.get("topic").and_then(Value::as_str) {
        scope = scope.about(listed(Topic::from_code(topic), topic)?).map_err(code)?;
    }
    if let Some(child) = value.get("child").and_then(Value::as_str) {
        scope = scope.for_child(UnsubscribeReference::parse(child).map_err(code)?);
    }
    Ok(scope)
}

fn shown(scope: &UnsubscribeScope) -> Value {
    json!({
        "person": scope.person().as_str(),
        "purpose": scope.purpose().code(),
        "channel": scope.channel().code(),
        "topic": scope.topic().map(Topic::code),
        "child": scope.child().map(UnsubscribeReference::as_str),
    })
}

fn issue(case: &Value, keys: &KeyRing, now: Instant) -> Result<Value, Fault> {
    let policy = match case.get("lifetime_days").and_then(Value::as_u64) {
        Some(days) => {
            UnsubscribePolicy::lasting(u16::try_from(days).unwrap_or_default()).map_err(code)?
        }
        None => UnsubscribePolicy::unlimited(),
    };
    let base = BaseAddress::parse(case.text("base")?).map_err(code)?;
    let scope = scope(case.get("scope").unwrap_or(&Value::Null))?;
    let token = UnsubscribeToken::issue(&scope, policy, now, keys).map_err(code)?;
    let mut link = UnsubscribeLink::new(&base, &token).map_err(code)?;
    if let Some(mailto) = case.get("mailto").and_then(Value::as_str) {
        link = link.with_mailto(&Email::parse(mailto).map_err(code)?).map_err(code)?;
    }
    let token = token.expose_secret();
    let read_back = UnsubscribeLink::token_of(&base, link.url()) == Some(token);
    Ok(json!({
        "token": token,
        "url": link.url(),
        "headers": link.headers(),
        "read_back": read_back,
    }))
}

fn effect(effect: &UnsubscribeEffect) -> Value {
    match effect {
        UnsubscribeEffect::Consent(entry) => json!({
            "is": "consent",
            "act": entry.act().code(),
            "purpose": entry.purpose().code(),
            "channel": entry.channel().code(),
            "at": entry.at(),
            "source": entry.source().code(),
        }),
        UnsubscribeEffect::Preference { purpose, topic, channel, child } => json!({
            "is": "preference",
            "purpose": purpose.code(),
            "channel": channel.code(),
            "topic": topic.map(Topic::code),
            "child": child.as_ref().map(UnsubscribeReference::as_str),
        }),
    }
}

pub(crate) fn token(case: &Value) -> Result<Value, Fault> {
    let (keys, now) = (keys(case)?, at(case, "now")?);
    match case.text("do")? {
        "issue" => issue(case, &keys, now),
        "read" => Ok(shown(&read(case.text("token")?, &keys, now).map_err(code)?)),
        "audit" => {
            let refused = read(case.text("token")?, &keys, now).err();
            Ok(json!({ "reason": refused.map(|refused| refused.reason().code()) }))
        }
        "confirm" => {
            let body = case.text("body")?.as_bytes();
            let defaults = defaults(case)?;
            let done = confirm(case.text("token")?, body, &keys, &defaults, now).map_err(code)?;
            Ok(json!({ "scope": shown(&done.scope), "effect": effect(&done.effect) }))
        }
        other => Err(Fault::Shape(format!("`{other}` is not done"))),
    }
}

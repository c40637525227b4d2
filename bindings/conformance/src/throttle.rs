//! `story.throttle`: the tries of one account or one number.

use ent_auth::throttle::{Event, Throttle, ThrottlePolicy};
use ent_core::transition::{Context, Version};
use ent_core::{Instant, PhoneNumber, Region, SubjectId};
use serde_json::{Map, Value, json};

use crate::sms::show_public;
use crate::story::{self, Record, verb};
use crate::{Fault, Read, code};

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let policy = match case.text("policy")? {
        "sign_in" => ThrottlePolicy::sign_in(),
        "sms_to_number" => ThrottlePolicy::sms_to_number(),
        other => return Err(Fault::Shape(format!("policy `{other}`"))),
    };
    let throttle = match case.get("number").and_then(Value::as_str) {
        Some(number) => {
            let number = PhoneNumber::parse(number, Region::FR).map_err(code)?;
            Throttle::sms_to(&number, &story::keys()?).map_err(code)?
        }
        None => Throttle::sign_in(&SubjectId::parse(case.text("subject")?).map_err(code)?),
    };
    let mut record = Record::fresh(throttle.key(), throttle);
    let mut entropy = story::entropy(case)?;
    story::play(case, |event, now, lost| {
        let (verb, with) = verb(event)?;
        let event = match verb {
            "attempt" => Event::Attempt,
            "succeed" => Event::Succeed,
            "reinstate" => Event::Reinstate,
            "load" => {
                record.load(with)?;
                return Ok(show(&record, &policy, now));
            }
            other => return Err(Fault::Shape(format!("event `{other}`"))),
        };
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
        let outcome = record.step(&event, &mut cx, lost)?;
        let mut shown = show(&record, &policy, now);
        shown.insert("outcome".to_owned(), json!(outcome.name()));
        show_public(&mut shown, outcome.public(record.state.floor(now)));
        Ok(shown)
    })
}

fn show(record: &Record<Throttle>, policy: &ThrottlePolicy, now: Instant) -> Map<String, Value> {
    let (state, body) = (&record.state, record.state.body());
    let until = body.closed_until(policy, state.floor(now));
    let mut shown = Map::new();
    shown.insert("key".to_owned(), json!(state.key().as_str()));
    shown.insert("version".to_owned(), json!(state.version().map(Version::number)));
    shown.insert("disabled".to_owned(), json!(body.is_disabled()));
    shown.insert("until".to_owned(), json!(until.map(|until| until.to_string())));
    shown
}

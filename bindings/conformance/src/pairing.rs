//! `story.pairing`, `pairing.payload` and `code.typed`.

use std::collections::HashMap;

use ent_auth::address::BaseAddress;
use ent_auth::code::TypedCode;
use ent_auth::pairing::{
    Event, FreshSession, Outcome, Pairing, PairingId, PairingPayload, PairingPolicy, PairingTyped,
};
use ent_auth::{AccountChange, KeyRing};
use ent_core::transition::{Context, StateKey, Version};
use ent_core::{DeviceId, FlowId, Instant, SubjectId};
use rand_chacha::ChaCha20Rng;
use serde_json::{Map, Value, json};

use crate::sms::show_public;
use crate::story::{self, Record, verb};
use crate::{Fault, Read, code};

pub(crate) fn payload(case: &Value) -> Result<Value, Fault> {
    let base = BaseAddress::parse(case.text("base")?).map_err(code)?;
    let payload = match case.get("link").and_then(Value::as_str) {
        Some(link) => PairingPayload::parse(&base, link).map_err(code)?,
        None => PairingPayload {
            identifier: PairingId::parse(case.text("identifier")?).map_err(code)?,
            code: PairingTyped::parse(case.text("code")?).map_err(code)?,
        },
    };
    Ok(json!({
        "identifier": payload.identifier.as_str(),
        "shown": payload.identifier.to_string(),
        "link": payload.to_link(&base).expose_secret(),
    }))
}

pub(crate) fn typed(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    match case.text("kind")? {
        "sms" => TypedCode::parse(text).map(drop).map_err(code)?,
        "pairing_code" => PairingTyped::parse(text).map(drop).map_err(code)?,
        "pairing_id" => {
            let identifier = PairingId::parse(text).map_err(code)?;
            return Ok(json!({ "read": true, "identifier": identifier.as_str() }));
        }
        other => return Err(Fault::Shape(format!("kind `{other}`"))),
    }
    Ok(json!({ "read": true }))
}

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let mut desk = Desk::open(case)?;
    story::play(case, |event, at, lost| desk.take(event, at, lost))
}

/// The record of an account, those of nobody, and the index of a host.
struct Desk {
    account: SubjectId,
    record: Record<Pairing>,
    nobody: HashMap<StateKey, Record<Pairing>>,
    policy: PairingPolicy,
    keys: KeyRing,
    entropy: ChaCha20Rng,
    /// Identifiers and codes in the order they were shown.
    shown: Vec<(String, String)>,
}

impl Desk {
    fn open(case: &Value) -> Result<Self, Fault> {
        let policy = match case.get("policy").and_then(Value::as_str) {
            Some("mobile_activation") => PairingPolicy::mobile_activation(),
            other => return Err(Fault::Shape(format!("policy {other:?}"))),
        };
        let account = SubjectId::parse("guardian-1").map_err(code)?;
        let pairing = Pairing::new(account.clone());
        Ok(Self {
            account,
            record: Record::fresh(pairing.key(), pairing),
            nobody: HashMap::new(),
            policy,
            keys: story::keys()?,
            entropy: story::entropy(case)?,
            shown: Vec::new(),
        })
    }

    fn take(
        &mut self,
        event: &Value,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let (verb, with) = verb(event)?;
        if verb == "load" {
            self.record.load(with)?;
            return Ok(self.show(now, None));
        }
        let event = self.event(verb, with, now)?;
        let mut cx =
            Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &self.keys };
        if let Event::Redeem { identifier, .. } | Event::Claim { identifier, .. } = &event
            && !self.shown.iter().any(|(known, _)| known == identifier.as_str())
        {
            let nobody = Pairing::find(identifier, None);
            let record = self
                .nobody
                .entry(nobody.key())
                .or_insert_with(|| Record::fresh(nobody.key(), nobody));
            let outcome = record.step(&event, &mut cx, lost)?;
            let mut shown = Map::new();
            shown.insert("state".to_owned(), json!(record.state.body().state()));
            shown.insert("version".to_owned(), json!(record.state.version().map(Version::number)));
            shown.insert("outcome".to_owned(), json!(outcome.name()));
            show_public(&mut shown, outcome.public(now));
            return Ok(shown);
        }
        let outcome = self.record.step(&event, &mut cx, lost)?;
        if let Outcome::Issued(shown) = &outcome {
            let code = shown.printed().expose_secret().to_owned();
            self.shown.push((shown.identifier().as_str().to_owned(), code));
        }
        Ok(self.show(now, Some(&outcome)))
    }

    fn event(&self, verb: &str, with: &Value, now: Instant) -> Result<Event, Fault> {
        let device = || {
            DeviceId::parse(with.get("device").and_then(Value::as_str).unwrap_or("phone-1"))
                .map_err(code)
        };
        let text = |name: &str| with.get(name).and_then(Value::as_str);
        Ok(match verb {
            "issue" => {
                let account = text("account").map_or(Ok(self.account.clone()), SubjectId::parse);
                let signed_in = text("signed_in").map_or(Ok(now), Instant::parse);
                let session = FlowId::parse("session-1").map_err(code)?;
                let (account, signed_in) = (account.map_err(code)?, signed_in.map_err(code)?);
                Event::Issue { session: FreshSession::new(account, session, signed_in) }
            }
            "redeem" => Event::Redeem {
                identifier: PairingId::parse(&self.typed(text("identifier"), |(id, _)| id))
                    .map_err(code)?,
                code: PairingTyped::parse(&self.typed(text("code"), |(_, code)| code))
                    .map_err(code)?,
                device: device()?,
            },
            "claim" => Event::Claim {
                identifier: PairingId::parse(&self.typed(text("identifier"), |(id, _)| id))
                    .map_err(code)?,
                device: device()?,
            },
            "revoke" => Event::Revoke,
            "revoke_device" => Event::RevokeDevice { device: device()? },
            "account_changed" => {
                let change = AccountChange::from_code(with.text("change")?);
                let change = change.ok_or_else(|| Fault::Shape("no such change".to_owned()))?;
                Event::AccountChanged(change)
            }
            "reinstate" => Event::Reinstate,
            "observe" => Event::Observe,
            other => return Err(Fault::Shape(format!("event `{other}`"))),
        })
    }

    /// `$last` (also when nothing is said) and `$previous` are what was shown, `$wrong` is a code
    /// without a letter of the last in its place.
    fn typed(&self, text: Option<&str>, part: fn(&(String, String)) -> &String) -> String {
        let back = match text {
            None | Some("$last" | "$wrong") => 0,
            Some("$previous") => 1,
            Some(other) => return other.to_owned(),
        };
        let none = ("0000000000".to_owned(), "BBBB-BBBB".to_owned());
        let shown = part(self.shown.iter().rev().nth(back).unwrap_or(&none));
        if text != Some("$wrong") {
            return shown.clone();
        }
        let other = |letter| match letter {
            '-' => '-',
            'Z' => 'B',
            _ => 'Z',
        };
        shown.chars().map(other).collect()
    }

    fn show(&self, now: Instant, outcome: Option<&Outcome>) -> Map<String, Value> {
        let state = &self.record.state;
        let (body, now) = (state.body(), state.floor(now));
        let view = |back: usize| {
            let shown = self.shown.iter().rev().nth(back);
            let identifier = shown.and_then(|(identifier, _)| PairingId::parse(identifier).ok());
            identifier.map(|identifier| body.view(Some(&identifier), &self.policy, now))
        };
        let devices: Vec<_> = body.devices().iter().map(|known| known.device.as_str()).collect();
        let mut shown = Map::new();
        shown.insert("state".to_owned(), json!(body.state()));
        shown.insert("version".to_owned(), json!(state.version()));
        shown.insert("view".to_owned(), json!(body.view(None, &self.policy, now)));
        shown.insert("previous_view".to_owned(), json!(view(1)));
        shown.insert("devices".to_owned(), json!(devices));
        if let Some(outcome) = outcome {
            shown.insert("outcome".to_owned(), json!(outcome.name()));
            show_public(&mut shown, outcome.public(now));
            match outcome {
                Outcome::Granted(grant) => {
                    let (account, device) = (grant.account().as_str(), grant.device().as_str());
                    let grant = json!({ "account": account, "device": device });
                    shown.insert("grant".to_owned(), grant);
                }
                Outcome::Revoked { devices } => {
                    shown.insert("revoked".to_owned(), json!(devices));
                }
                Outcome::Wrong { attempts_left } => {
                    shown.insert("attempts_left".to_owned(), json!(attempts_left));
                }
                _ => {}
            }
        }
        shown
    }
}

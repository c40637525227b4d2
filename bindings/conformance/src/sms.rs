//! `story.sms_code`: the life of a one-time code, and `sms.text`: the message that carries it.

use ent_auth::KeyRing;
use ent_auth::address::HostName;
use ent_auth::code::{
    Audience, Event, Ledger, Outcome, PhoneProof, Policy, PublicOutcome, Purpose, Sms, SmsLength,
    TypedCode, parse_sms,
};
use ent_core::transition::Context;
use ent_core::{FlowId, Instant, Lang, PhoneNumber, Region, SubjectId};
use rand_chacha::ChaCha20Rng;
use serde_json::{Map, Value, json};

use crate::story::{self, Record, flow_of, verb};
use crate::{Fault, Read, code};

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let mut desk = Desk::open(case, SubjectId::parse("guardian-1").map_err(code)?)?;
    story::play(case, |event, at, lost| desk.take(event, at, lost))
}

/// Writes, reads or counts a message.
pub(crate) fn text(case: &Value) -> Result<Value, Fault> {
    if let Some(text) = case.get("count").and_then(Value::as_str) {
        return Ok(length(SmsLength::of(text)));
    }
    if let Some(text) = case.get("read").and_then(Value::as_str) {
        let bound = parse_sms(text).map_err(code)?;
        return Ok(json!({ "host": bound.host.as_str(), "code": bound.code.expose_secret() }));
    }
    let with = case.get("write").ok_or_else(|| Fault::Shape("no verb".to_owned()))?;
    let mut desk = Desk::open(with, SubjectId::parse("guardian-1").map_err(code)?)?;
    let host = HostName::parse(with.text("host")?).map_err(code)?;
    let lang = match with.text("lang")? {
        "fr" => Lang::Fr,
        "en" => Lang::En,
        other => return Err(Fault::Shape(format!("lang `{other}`"))),
    };
    let sms = desk.send()?;
    let message = sms.bound_text(lang, &host);
    let digits = sms.code().expose_secret();
    let read = parse_sms(message.text().expose_secret()).map_err(code)?;
    if read.code != *sms.code() {
        return Err(Fault::Shape("the message does not read back".to_owned()));
    }
    let mut shown = length(message.length());
    if let Some(shown) = shown.as_object_mut() {
        let text = message.text().expose_secret().replace(digits, "{code}");
        shown.insert("text".to_owned(), json!(text));
        shown.insert("digits".to_owned(), json!(digits.len()));
    }
    Ok(shown)
}

fn length(length: SmsLength) -> Value {
    json!({
        "encoding": length.encoding.code(),
        "units": length.units,
        "segments": length.segments,
    })
}

/// A ledger with what a host holds beside it.
pub(crate) struct Desk {
    record: Record<Ledger>,
    policy: Policy,
    keys: KeyRing,
    entropy: ChaCha20Rng,
    /// Codes of the messages sent, in their order.
    sent: Vec<String>,
    /// Proof handed out last.
    pub(crate) proof: Option<PhoneProof>,
}

impl Desk {
    pub(crate) fn open(case: &Value, subject: SubjectId) -> Result<Self, Fault> {
        let policy = match case.get("policy").and_then(Value::as_str) {
            Some("educonnect_sms" | "educonnect") => Policy::educonnect_sms(),
            Some("oob_10min") => Policy::oob_10min(),
            other => return Err(Fault::Shape(format!("policy {other:?}"))),
        };
        let key = Ledger::key(&subject, Purpose::Activation);
        Ok(Self {
            record: Record::fresh(key, Ledger::new(subject, Purpose::Activation)),
            policy,
            keys: story::keys()?,
            entropy: story::entropy(case)?,
            sent: Vec::new(),
            proof: None,
        })
    }

    pub(crate) fn take(
        &mut self,
        event: &Value,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let (verb, with) = verb(event)?;
        let flow = flow_of(with)?;
        if verb == "load" {
            self.record.load(with)?;
            return Ok(self.show(&flow, now, None));
        }
        if verb == "check" {
            self.check(&flow, with, now)?;
            return Ok(Map::from_iter([("proof".to_owned(), json!("accepted"))]));
        }
        let event = self.event(verb, with)?;
        self.step(&flow, &event, now, lost)
    }

    /// Checks the proof handed out last against what `with` names, else what it was asked for.
    fn check(&self, flow: &FlowId, with: &Value, now: Instant) -> Result<(), Fault> {
        let proof = self.proof.as_ref();
        let proof = proof.ok_or_else(|| Fault::Shape("no proof to check".to_owned()))?;
        let named = |name, usual| with.get(name).and_then(Value::as_str).unwrap_or(usual);
        let subject = SubjectId::parse(named("subject", "guardian-1")).map_err(code)?;
        let purpose = Purpose::parse(named("purpose", "activation"));
        let purpose = purpose.ok_or_else(|| Fault::Shape("no such purpose".to_owned()))?;
        let to = PhoneNumber::parse(named("to", "+33612345678"), Region::FR).map_err(code)?;
        proof.check(flow, &subject, purpose, &to, now).map_err(code)
    }

    /// Takes one step of the ledger and shows what came of it.
    pub(crate) fn step(
        &mut self,
        flow: &FlowId,
        event: &Event,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let mut cx =
            Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &self.keys };
        let outcome = self.record.step(event, &mut cx, lost)?;
        let shown = self.show(flow, now, Some(&outcome));
        match outcome {
            Outcome::SendSms(sms) => self.sent.push(sms.code().expose_secret().to_owned()),
            Outcome::Verified(proof) => self.proof = Some(proof),
            _ => {}
        }
        Ok(shown)
    }

    /// The first message of the ledger.
    fn send(&mut self) -> Result<Sms, Fault> {
        let event = Event::Issue {
            flow: FlowId::parse("flow-1").map_err(code)?,
            to: PhoneNumber::parse("06 12 34 56 78", Region::FR).map_err(code)?,
            audience: Audience::Known,
        };
        let now = Instant::parse("2021-09-01T08:00:00Z").map_err(code)?;
        let mut cx =
            Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &self.keys };
        match self.record.step(&event, &mut cx, false)? {
            Outcome::SendSms(sms) => Ok(sms),
            other => Err(Fault::Shape(format!("outcome `{}`", other.name()))),
        }
    }

    fn event(&self, verb: &str, with: &Value) -> Result<Event, Fault> {
        let flow = flow_of(with)?;
        Ok(match verb {
            "issue" => {
                let decoy = with.get("decoy").and_then(Value::as_bool) == Some(true);
                let to = PhoneNumber::parse(with.text("to")?, Region::FR).map_err(code)?;
                let audience = if decoy { Audience::Decoy } else { Audience::Known };
                Event::Issue { flow, to, audience }
            }
            "resend" => Event::Resend { flow },
            "submit" => {
                let code = TypedCode::parse(&self.typed(with.text("code")?)).map_err(code)?;
                Event::Submit { flow, code }
            }
            "cancel" => Event::Cancel { flow },
            "claim" => Event::Claim { flow },
            "observe" => Event::Observe,
            "reinstate" => Event::Reinstate,
            other => return Err(Fault::Shape(format!("event `{other}`"))),
        })
    }

    /// `$last` and `$previous` are codes that were sent, `$wrong` is neither; `00000000` stands
    /// in where nothing was sent.
    fn typed(&self, text: &str) -> String {
        let back = match text {
            "$last" | "$wrong" => 0,
            "$previous" => 1,
            _ => return text.to_owned(),
        };
        let sent = self.sent.iter().rev().nth(back).map_or("00000000", String::as_str);
        if text != "$wrong" {
            return sent.to_owned();
        }
        // Every digit one further: no digit is right.
        let next = |digit: u32| char::from_digit(digit.saturating_add(1) % 10, 10);
        sent.chars().filter_map(|c| c.to_digit(10).and_then(next)).collect()
    }

    fn show(&self, flow: &FlowId, now: Instant, outcome: Option<&Outcome>) -> Map<String, Value> {
        let state = &self.record.state;
        let now = state.floor(now);
        let mut shown = Map::new();
        shown.insert("state".to_owned(), json!(state.body().state()));
        shown.insert("version".to_owned(), json!(state.version()));
        shown.insert("view".to_owned(), json!(state.body().view(flow, &self.policy, now)));
        if let Some(outcome) = outcome {
            shown.insert("outcome".to_owned(), json!(outcome.name()));
            show_public(&mut shown, outcome.public(now));
        }
        shown
    }
}

pub(crate) fn show_public(shown: &mut Map<String, Value>, public: PublicOutcome) {
    shown.insert("public".to_owned(), json!(public.code()));
    if let PublicOutcome::TryLater { seconds } = public {
        shown.insert("seconds".to_owned(), json!(seconds));
    }
}

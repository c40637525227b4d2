//! One-time codes.

use std::collections::BTreeMap;

use ent_auth::code::{self, Audience, Ledger, Policy, Purpose, TypedCode};
use ent_core::Instant;
use ent_core::transition::{CasResult, Committed, Context, Versioned};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::common::{entropy, flow, keys, phone, subject};
use crate::walk::{Map, Taken, Walk, walk};

/// The ledger, seen as its live code (`CODE`) or as its budget of guesses.
pub(crate) struct Codes<const CODE: bool> {
    policy: Policy,
    entropy: ChaCha20Rng,
    sent: BTreeMap<String, String>,
}

impl<const CODE: bool> Codes<CODE> {
    pub(crate) fn map() -> Map {
        // Two guesses a code and three in a row: the same shape as the presets, sooner walked.
        let policy =
            Policy::builder().max_attempts(2).max_consecutive(3).free_failures(2).build().unwrap();
        let key = Ledger::key(&subject(), Purpose::Activation);
        let fresh = Versioned::fresh(key, Ledger::new(subject(), Purpose::Activation));
        walk(&mut Self { policy, entropy: entropy(), sent: BTreeMap::new() }, fresh)
    }

    fn event(&self, name: &str, body: &Value) -> code::Event {
        let own = || flow("flow-1");
        let right = || {
            let id = body["challenge"]["id"].as_str().unwrap_or_default();
            self.sent.get(id).cloned().unwrap_or_else(|| "12345678".to_owned())
        };
        let wrong = || {
            let number: u32 = right().parse().unwrap();
            format!("{:08}", (number + 1) % 100_000_000)
        };
        let submit = |text: &str| TypedCode::parse(text).unwrap();
        let issue = |audience| code::Event::Issue { flow: own(), to: phone(), audience };
        match name {
            "Issue" => issue(Audience::Known),
            "Issue (decoy)" => issue(Audience::Decoy),
            "Resend" => code::Event::Resend { flow: own() },
            "Submit (right)" => code::Event::Submit { flow: own(), code: submit(&right()) },
            "Submit (wrong)" => code::Event::Submit { flow: own(), code: submit(&wrong()) },
            "Submit (6 digits)" => code::Event::Submit { flow: own(), code: submit("123456") },
            "Submit (other flow)" => {
                code::Event::Submit { flow: flow("flow-2"), code: submit(&right()) }
            }
            "Cancel" => code::Event::Cancel { flow: own() },
            "Claim" => code::Event::Claim { flow: own() },
            "Observe" => code::Event::Observe,
            "Reinstate" => code::Event::Reinstate,
            other => panic!("no move {other}"),
        }
    }
}

impl<const CODE: bool> Walk for Codes<CODE> {
    type State = Ledger;
    const MOVES: &[&str] = &[
        "Issue",
        "Issue (decoy)",
        "Resend",
        "Submit (right)",
        "Submit (wrong)",
        "Submit (6 digits)",
        "Submit (other flow)",
        "Cancel",
        "Claim",
        "Observe",
        "Reinstate",
    ];
    const PAUSES: &[i64] = &[1, 300, 1800, 86_400];

    fn take(&mut self, state: &Versioned<Ledger>, name: &str, now: Instant) -> Taken<Self> {
        let event = self.event(name, &serde_json::to_value(state.body()).unwrap());
        let keys = keys();
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &keys };
        let transition = state.step(&event, &mut cx)?;
        let Committed { state, outcome } = transition.commit(CasResult::Stored).unwrap();
        if let code::Outcome::SendSms(sms) = &outcome {
            let body = serde_json::to_value(state.body()).unwrap();
            let id = body["challenge"]["id"].as_str().unwrap().to_owned();
            self.sent.insert(id, sms.code().expose_secret().to_owned());
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, now: Instant) -> String {
        if CODE {
            return body["challenge"]["state"]["is"].as_str().unwrap_or("idle").to_owned();
        }
        let delayed = body["attempts"]["delayed_until"].as_str();
        let delayed = delayed.is_some_and(|until| Instant::parse(until).unwrap() > now);
        let name = match (body["attempts"]["disabled_at"].is_string(), delayed) {
            (true, _) => "disabled",
            (false, true) => "delayed",
            (false, false) => "open",
        };
        name.to_owned()
    }

    fn detail(body: &Value) -> String {
        let (challenge, attempts) = (&body["challenge"], &body["attempts"]);
        // Every reinstatement grants more guesses: the number left is bounded, not the two counts.
        let row = |name: &str| attempts[name].as_i64().unwrap_or_default();
        format!(
            "{} {} {} {} {} {}",
            challenge["state"]["is"],
            challenge["state"]["decoy"],
            challenge["failed"],
            row("consecutive") - row("granted"),
            attempts["disabled_at"].is_string(),
            body["sends"].as_array().map_or(0, Vec::len),
        )
    }
}

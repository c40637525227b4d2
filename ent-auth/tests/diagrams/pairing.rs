//! Activation of a mobile application.

use std::collections::BTreeMap;

use ent_auth::AccountChange;
use ent_auth::pairing::{self, FreshSession, Pairing, PairingId, PairingPolicy, PairingTyped};
use ent_core::transition::{CasResult, Committed, Context, Versioned};
use ent_core::{DeviceId, Instant};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::common::{entropy, flow, keys, subject};
use crate::walk::{Map, Taken, Walk, walk};

/// The activation of a mobile application.
pub(crate) struct Phones {
    policy: PairingPolicy,
    entropy: ChaCha20Rng,
    shown: BTreeMap<String, String>,
}

impl Phones {
    pub(crate) fn map() -> Map {
        // Two guesses a code: the same shape as the preset, sooner walked.
        let policy = PairingPolicy::builder().max_attempts(2).build().unwrap();
        let pairing = Pairing::new(subject());
        let fresh = Versioned::fresh(pairing.key(), pairing);
        walk(&mut Self { policy, entropy: entropy(), shown: BTreeMap::new() }, fresh)
    }

    fn event(&self, name: &str, body: &Value, now: Instant) -> pairing::Event {
        let live = body["code"]["identifier"].as_str().unwrap_or("0000000000");
        let right = self.shown.get(live).map_or("BBBBBBBB", String::as_str);
        let wrong = right.replace(|c| c != 'B', "B").replacen(
            'B',
            if right.starts_with('Z') { "X" } else { "Z" },
            1,
        );
        let redeem = |identifier: &str, letters: &str| pairing::Event::Redeem {
            identifier: PairingId::parse(identifier).unwrap(),
            code: PairingTyped::parse(letters).unwrap(),
            device: DeviceId::parse("phone-1").unwrap(),
        };
        let session = |at| FreshSession::new(subject(), flow("session-1"), at);
        match name {
            "Issue" => pairing::Event::Issue { session: session(now) },
            "Issue (old sign-in)" => {
                pairing::Event::Issue { session: session(now.plus_seconds(-300).unwrap()) }
            }
            "Redeem (right)" => redeem(live, right),
            "Redeem (wrong)" => redeem(live, &wrong),
            "Redeem (other identifier)" => redeem("9999999999", right),
            "Claim" => pairing::Event::Claim {
                identifier: PairingId::parse(live).unwrap(),
                device: DeviceId::parse("phone-1").unwrap(),
            },
            "Revoke" => pairing::Event::Revoke,
            "RevokeDevice" => {
                pairing::Event::RevokeDevice { device: DeviceId::parse("phone-1").unwrap() }
            }
            "AccountChanged (e-mail)" => {
                pairing::Event::AccountChanged(AccountChange::EmailChanged)
            }
            "AccountChanged (password reset)" => {
                pairing::Event::AccountChanged(AccountChange::PasswordReset)
            }
            "Observe" => pairing::Event::Observe,
            other => panic!("no move {other}"),
        }
    }
}

impl Walk for Phones {
    type State = Pairing;
    const MOVES: &[&str] = &[
        "Issue",
        "Issue (old sign-in)",
        "Redeem (right)",
        "Redeem (wrong)",
        "Redeem (other identifier)",
        "Claim",
        "Revoke",
        "RevokeDevice",
        "AccountChanged (e-mail)",
        "AccountChanged (password reset)",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 30, 300, 86_400];

    fn take(&mut self, state: &Versioned<Pairing>, name: &str, now: Instant) -> Taken<Self> {
        let event = self.event(name, &serde_json::to_value(state.body()).unwrap(), now);
        let keys = keys();
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &keys };
        let Committed { state, outcome } =
            state.step(&event, &mut cx)?.commit(CasResult::Stored).unwrap();
        if let pairing::Outcome::Issued(code) = &outcome {
            let letters = code.printed().expose_secret().replace('-', "");
            self.shown.insert(code.identifier().as_str().to_owned(), letters);
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        body["code"]["state"]["is"].as_str().unwrap_or("idle").to_owned()
    }

    fn detail(body: &Value) -> String {
        let count = |list: &Value| list.as_array().map_or(0, Vec::len);
        format!(
            "{} {} {}",
            body["code"]["failed"],
            count(&body["issues"]).min(2),
            count(&body["devices"])
        )
    }
}

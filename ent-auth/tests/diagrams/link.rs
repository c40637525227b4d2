//! Links that confirm an e-mail address.

use std::collections::BTreeMap;

use ent_auth::AccountChange;
use ent_auth::address::BaseAddress;
use ent_auth::link::{self, EmailLink, LinkPolicy, LinkToken};
use ent_core::transition::{CasResult, Committed, Context, Versioned};
use ent_core::{Instant, UnverifiedEmail};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::common::{entropy, subject};
use crate::walk::{Map, Taken, Walk, walk};

/// The links that confirm an address.
pub(crate) struct Links {
    policy: LinkPolicy,
    entropy: ChaCha20Rng,
    sent: BTreeMap<String, String>,
}

impl Links {
    pub(crate) fn map() -> Map {
        let policy = LinkPolicy::builder().max_attempts(2).build().unwrap();
        let fresh = Versioned::fresh(EmailLink::key(&subject()), EmailLink::new(subject()));
        walk(&mut Self { policy, entropy: entropy(), sent: BTreeMap::new() }, fresh)
    }
}

impl Walk for Links {
    type State = EmailLink;
    const MOVES: &[&str] = &[
        "Request",
        "Resend",
        "Confirm (right)",
        "Confirm (wrong)",
        "Claim",
        "Revoke",
        "AccountChanged",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 60, 86_400];

    fn take(&mut self, state: &Versioned<EmailLink>, name: &str, now: Instant) -> Taken<Self> {
        let body = serde_json::to_value(state.body()).unwrap();
        let digest = body["link"]["state"]["digest"].as_str().unwrap_or_default();
        let confirm = |text: &str| link::Event::Confirm { token: LinkToken::parse(text).unwrap() };
        let never = "A".repeat(43);
        let event = match name {
            "Request" => link::Event::Request {
                address: UnverifiedEmail::parse("zoe@exemple.fr").unwrap(),
                previous: None,
            },
            "Resend" => link::Event::Resend,
            "Confirm (right)" => confirm(self.sent.get(digest).unwrap_or(&never)),
            "Confirm (wrong)" => confirm(&never),
            "Claim" => link::Event::Claim,
            "Revoke" => link::Event::Revoke,
            "AccountChanged" => link::Event::AccountChanged(AccountChange::PasswordReset),
            "Observe" => link::Event::Observe,
            other => panic!("no move {other}"),
        };
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let Committed { state, outcome } =
            state.step(&event, &mut cx)?.commit(CasResult::Stored).unwrap();
        if let link::Outcome::SendLink(mail) = &outcome {
            let base = BaseAddress::parse("https://ent.exemple.fr").unwrap();
            let url = mail.url(&base).unwrap();
            let (_, text) = url.expose_secret().rsplit_once('=').unwrap();
            self.sent.insert(mail.lookup(), text.to_owned());
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        body["link"]["state"]["is"].as_str().unwrap_or("idle").to_owned()
    }

    fn detail(body: &Value) -> String {
        let current = body["link"]["generation"] == body["generation"];
        let sends = body["sends"].as_array().map_or(0, Vec::len);
        format!("{} {current} {}", body["link"]["failed"], sends.min(2))
    }
}

//! Letters with provisional credentials.

use std::collections::BTreeMap;
use std::sync::Arc;

use ent_auth::LoginId;
use ent_auth::letter::{
    self, BirthDates, Holder, Letter, LetterKeys, LetterPolicy, NewPassword, Recipient, TypedSecret,
};
use ent_auth::password::{ContextWords, HashPolicy, HashPool, PasswordRules, PreparedPassword};
use ent_core::transition::{CasResult, Committed, Context, Versioned};
use ent_core::{BirthDate, Ent, Instant, PersonName, UnverifiedEmail, Zone};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::common::{entropy, flow, subject};
use crate::walk::{Map, Taken, Walk, walk};

/// The letters of a guardian.
pub(crate) struct Letters {
    policy: LetterPolicy,
    keys: LetterKeys,
    entropy: ChaCha20Rng,
    /// Secrets by the digest that stands for them.
    printed: BTreeMap<String, String>,
}

impl Letters {
    pub(crate) fn map() -> Map {
        // Two of each: the same shape as three months’ letters, sooner walked.
        let policy = LetterPolicy::builder()
            .max_failures(2)
            .date_attempts(2)
            .date_failures_per_day(3)
            .build()
            .unwrap();
        let floor = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
        let keys = LetterKeys::new(Arc::new(HashPool::new(1, floor).unwrap()), None);
        let fresh =
            Versioned::fresh(Letter::key(&subject()), Letter::new(subject(), Holder::Guardian));
        walk(&mut Self { policy, keys, entropy: entropy(), printed: BTreeMap::new() }, fresh)
    }

    fn event(&self, name: &str, body: &Value) -> letter::Event {
        let digest = body["last"]["state"]["digest"].as_str().unwrap_or_default();
        let wrong = "BBBB-BBBB-BBBB-BBBB";
        let right = self.printed.get(digest).map_or(wrong, String::as_str);
        let sign_in = |flow_name, secret| letter::Event::SignIn {
            flow: flow(flow_name),
            secret: TypedSecret::parse(secret).unwrap(),
        };
        let activate = |flow_name, rules: &PasswordRules, typed: &str, day, email: bool| {
            let password = PreparedPassword::from_text(typed).unwrap();
            let verdict = rules.check(&password, None, &ContextWords::new());
            let [known, typed] = [1, day].map(|day| BirthDate::from_ymd(2010, 3, day).unwrap());
            letter::Event::Activate {
                flow: flow(flow_name),
                password: NewPassword::new(&verdict.into_accepted().unwrap()),
                birth_dates: BirthDates::new(vec![(known, typed)]).unwrap(),
                email: email.then(|| UnverifiedEmail::parse("zoe@example.org").unwrap()),
            }
        };
        let (own, rules, typed) = ("flow-1", PasswordRules::educonnect(), "Azerty69!");
        match name {
            "Issue" => {
                let name = PersonName::parse("Martin", "Zoé").unwrap();
                let ent = Ent::find("auvergne-rhone-alpes").unwrap();
                let to = Recipient::new(name, LoginId::parse("z.martin01").unwrap(), ent);
                letter::Event::Issue {
                    zone: Zone::parse("Europe/Paris").unwrap(),
                    to: Box::new(to),
                }
            }
            "SignIn (right)" => sign_in(own, right),
            "SignIn (wrong)" => sign_in(own, wrong),
            "Activate" => activate(own, rules, typed, 1, true),
            "Activate (other flow)" => activate("flow-2", rules, typed, 1, true),
            "Activate (wrong date)" => activate(own, rules, typed, 2, true),
            "Activate (no address)" => activate(own, rules, typed, 1, false),
            "Activate (other rules)" => activate(own, PasswordRules::ent_ara(), typed, 1, true),
            "Activate (the secret)" => {
                let typed = format!("{}-E1!", right.to_lowercase());
                activate(own, rules, &typed, 1, true)
            }
            "Abandon" => letter::Event::Abandon { flow: flow(own) },
            "Revoke" => letter::Event::Revoke,
            "Observe" => letter::Event::Observe,
            other => panic!("no move {other}"),
        }
    }
}

impl Walk for Letters {
    type State = Letter;
    const MOVES: &[&str] = &[
        "Issue",
        "SignIn (right)",
        "SignIn (wrong)",
        "Activate",
        "Activate (other flow)",
        "Activate (wrong date)",
        "Activate (no address)",
        "Activate (other rules)",
        "Activate (the secret)",
        "Abandon",
        "Revoke",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 1800, 93 * 86_400];

    fn take(&mut self, state: &Versioned<Letter>, name: &str, now: Instant) -> Taken<Self> {
        let event = self.event(name, &serde_json::to_value(state.body()).unwrap());
        let mut cx =
            Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &self.keys };
        let transition = state.step(&event, &mut cx)?;
        let Committed { state, outcome } = transition.commit(CasResult::Stored).unwrap();
        if let letter::Outcome::Print(notice) = &outcome {
            let body = serde_json::to_value(state.body()).unwrap();
            let digest = body["last"]["state"]["digest"].as_str().unwrap().to_owned();
            self.printed.insert(digest, notice.secret().expose_secret().to_owned());
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        let state = &body["last"]["state"];
        match (state["is"].as_str(), state.get("password")) {
            (Some("activated"), None) => "activated_without_password".to_owned(),
            (name, _) => name.unwrap_or("none").to_owned(),
        }
    }

    fn detail(body: &Value) -> String {
        let failures = body["date_failures"].as_array().map_or(0, Vec::len);
        format!("{} {failures} {}", body["failed"], body["last"]["state"]["dates_failed"])
    }
}

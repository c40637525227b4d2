//! Activation of a guardian’s account.

use ent_auth::LoginId;
use ent_auth::code::{self, Audience, Ledger, PhoneProof, Policy, Purpose, TypedCode};
use ent_auth::educonnect::{
    ActivationPolicy, Answer, Child, ChildAnswer, Event, GuardianActivation, GuardianClaim,
    GuardianRecord, Match,
};
use ent_auth::password::{
    ContextWords, HashPolicy, HashPool, NewHash, PasswordRules, PreparedPassword,
};
use ent_core::transition::{CasResult, Committed, Context, Versioned};
use ent_core::{BirthDate, GivenName, Instant, PersonName, PupilId, SubjectId};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::common::{entropy, flow, keys, phone, subject};
use crate::walk::{Map, Taken, Walk, walk};

/// The activation of a guardian with two children.
pub(crate) struct Activation {
    policy: ActivationPolicy,
    entropy: ChaCha20Rng,
    hashes: [NewHash; 2],
}

impl Activation {
    pub(crate) fn map() -> Map {
        let hashes = [PasswordRules::educonnect(), PasswordRules::ent_ara()].map(hashed);
        let policy = ActivationPolicy::educonnect();
        let key = GuardianActivation::key(&claimant());
        let fresh = Versioned::fresh(key, GuardianActivation::new(claimant()));
        walk(&mut Self { policy, entropy: entropy(), hashes }, fresh)
    }

    fn event(&self, name: &str, now: Instant) -> Event {
        let own = || flow("flow-1");
        let answers = |says: [Answer; 2]| Event::ConfirmChildren {
            flow: own(),
            answers: ["pupil-1", "pupil-2"]
                .into_iter()
                .zip(says)
                .map(|(pupil, answer)| ChildAnswer {
                    pupil: PupilId::parse(pupil).unwrap(),
                    answer,
                })
                .collect(),
        };
        let born = |year| Answer::Born(BirthDate::from_ymd(year, 3, 1).unwrap());
        match name {
            "Begin" => Event::Begin { flow: own(), found: found() },
            "Begin (other flow)" => Event::Begin { flow: flow("flow-2"), found: found() },
            "ReturnToPhone" => Event::ReturnToPhone { flow: own() },
            "PhoneProved" => Event::PhoneProved { proof: proof("flow-1", now) },
            "PhoneProved (too old)" => {
                Event::PhoneProved { proof: proof("flow-1", now.plus_seconds(-700).unwrap()) }
            }
            "ConfirmChildren (right)" => answers([born(2009), born(2010)]),
            "ConfirmChildren (one disputed)" => answers([born(2009), Answer::Disputed]),
            "ConfirmChildren (all disputed)" => answers([Answer::Disputed, Answer::Disputed]),
            "ConfirmChildren (wrong)" => answers([born(2009), born(2009)]),
            "ConfirmChildren (one missing)" => {
                Event::ConfirmChildren { flow: own(), answers: Vec::new() }
            }
            "ChoosePassword" => {
                let [password, _] = self.hashes.clone();
                Event::ChoosePassword { flow: own(), password }
            }
            "ChoosePassword (other rules)" => {
                let [_, password] = self.hashes.clone();
                Event::ChoosePassword { flow: own(), password }
            }
            "Abandon" => Event::Abandon { flow: own() },
            "Observe" => Event::Observe,
            other => panic!("no move {other}"),
        }
    }
}

/// Subject of the guardian's journeys and codes.
fn claimant() -> SubjectId {
    found().subject().clone()
}

fn found() -> Match {
    let name = PersonName::parse("Martin", "Zoé").unwrap();
    let child = |pupil, year| Child {
        pupil: PupilId::parse(pupil).unwrap(),
        given_name: GivenName::parse("Léa").unwrap(),
        birth_date: BirthDate::from_ymd(year, 3, 1).unwrap(),
    };
    let record = GuardianRecord {
        subject: subject(),
        name: name.clone(),
        mobile: phone(),
        login: LoginId::parse("z.martin").unwrap(),
        children: vec![child("pupil-1", 2009), child("pupil-2", 2010)],
        activated: false,
    };
    GuardianClaim::new(name, phone()).unwrap().find(&[record], &keys())
}

fn hashed(rules: &PasswordRules) -> NewHash {
    let policy = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let verdict = rules.check(&password, None, &ContextWords::new());
    let pool = HashPool::new(1, policy).unwrap();
    pool.hash(verdict.into_accepted().unwrap(), &mut entropy(), None).unwrap()
}

/// A proof of the phone, obtained as a host obtains it.
fn proof(flow_name: &str, at: Instant) -> PhoneProof {
    let (keys, policy, mut entropy) = (keys(), Policy::educonnect_sms(), entropy());
    let mut cx = Context { now: at, entropy: &mut entropy, policy: &policy, keys: &keys };
    let key = Ledger::key(&claimant(), Purpose::Activation);
    let fresh = Versioned::fresh(key, Ledger::new(claimant(), Purpose::Activation));
    let issue =
        code::Event::Issue { flow: flow(flow_name), to: phone(), audience: Audience::Known };
    let issued = fresh.step(&issue, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    let code::Outcome::SendSms(sms) = issued.outcome else { panic!("no message") };
    let code = TypedCode::parse(sms.code().expose_secret()).unwrap();
    let submit = code::Event::Submit { flow: flow(flow_name), code };
    let done = issued.state.step(&submit, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    let code::Outcome::Verified(proof) = done.outcome else { panic!("no proof") };
    proof
}

impl Walk for Activation {
    type State = GuardianActivation;
    const MOVES: &[&str] = &[
        "Begin",
        "Begin (other flow)",
        "ReturnToPhone",
        "PhoneProved",
        "PhoneProved (too old)",
        "ConfirmChildren (right)",
        "ConfirmChildren (one disputed)",
        "ConfirmChildren (all disputed)",
        "ConfirmChildren (wrong)",
        "ConfirmChildren (one missing)",
        "ChoosePassword",
        "ChoosePassword (other rules)",
        "Abandon",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 3600, 86_400];

    fn take(
        &mut self,
        state: &Versioned<GuardianActivation>,
        name: &str,
        now: Instant,
    ) -> Taken<Self> {
        let event = self.event(name, now);
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let transition = state.step(&event, &mut cx)?;
        let Committed { state, outcome } = transition.commit(CasResult::Stored).unwrap();
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        body["journey"]["step"]["is"].as_str().unwrap_or("none").to_owned()
    }

    fn detail(body: &Value) -> String {
        let failures = body["failures"].as_array().map_or(0, Vec::len);
        format!("{} {failures} {}", body["journey"]["flow"], body["journey"]["step"]["failed"])
    }
}

//! `cargo bench -p ent-auth --bench code`

#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark stops at the first surprise"
)]

use divan::{Bencher, black_box};
use ent_auth::code::{Audience, Event, Ledger, Outcome, Policy, Purpose, TypedCode};
use ent_auth::educonnect::{self, ActivationPolicy, GuardianActivation};
use ent_auth::educonnect::{Child, GuardianClaim, GuardianRecord};
use ent_auth::{Key, KeyId, KeyRing, LoginId};
use ent_core::transition::{CasResult, Committed, Context, Lifecycle, Versioned};
use ent_core::{
    BirthDate, FlowId, GivenName, Instant, PersonName, PhoneNumber, PupilId, Region, SubjectId,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

fn main() {
    divan::main();
}

/// Everything a step of the ledger takes.
struct Desk {
    now: Instant,
    keys: KeyRing,
    policy: Policy,
    entropy: ChaCha20Rng,
    flow: FlowId,
    ledger: Versioned<Ledger>,
}

impl Desk {
    fn new() -> Self {
        let key = Ledger::key(&subject(), Purpose::Activation);
        Self {
            now: now(),
            keys: keys(),
            policy: Policy::educonnect_sms(),
            entropy: ChaCha20Rng::seed_from_u64(1),
            flow: FlowId::parse("flow-1").unwrap(),
            ledger: Versioned::fresh(key, Ledger::new(subject(), Purpose::Activation)),
        }
    }

    fn step(&mut self, state: &Versioned<Ledger>, event: &Event) -> Committed<Ledger> {
        let mut cx = Context {
            now: self.now,
            entropy: &mut self.entropy,
            policy: &self.policy,
            keys: &self.keys,
        };
        state.step(event, &mut cx).unwrap().commit(CasResult::Stored).unwrap()
    }

    /// The decision alone: no version, no floor, no bytes to write.
    fn decide(&mut self, ledger: &Ledger, event: &Event) {
        let mut cx = Context {
            now: self.now,
            entropy: &mut self.entropy,
            policy: &self.policy,
            keys: &self.keys,
        };
        // By reference: moving a decision about is no part of it.
        assert!(black_box(&ledger.decide(event, &mut cx)).is_ok());
    }

    fn issue(&self) -> Event {
        Event::Issue { flow: self.flow.clone(), to: phone(), audience: Audience::Known }
    }

    fn submit(&self, issued: &Committed<Ledger>) -> Event {
        let Outcome::SendSms(sms) = &issued.outcome else { panic!("no message") };
        let code = TypedCode::parse(sms.code().expose_secret()).unwrap();
        Event::Submit { flow: self.flow.clone(), code }
    }
}

fn subject() -> SubjectId {
    SubjectId::parse("guardian-1").unwrap()
}

fn phone() -> PhoneNumber {
    PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap()
}

fn keys() -> KeyRing {
    KeyRing::new(KeyId::parse("2021").unwrap(), Key::new(vec![7; 32]).unwrap())
}

fn now() -> Instant {
    Instant::parse("2021-09-01T08:00:00Z").unwrap()
}

#[divan::bench(sample_size = 1000)]
fn issue_and_verify_sealed(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new();
    let (ledger, issue) = (desk.ledger.clone(), desk.issue());
    bencher.bench_local(|| {
        let issued = desk.step(black_box(&ledger), &issue);
        let submit = desk.submit(&issued);
        desk.step(&issued.state, &submit)
    });
}

#[divan::bench(sample_size = 1000)]
fn issue_and_verify_decided_only(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new();
    let (ledger, issue) = (desk.ledger.clone(), desk.issue());
    let issued = desk.step(&ledger, &issue);
    let submit = desk.submit(&issued);
    bencher.bench_local(|| {
        desk.decide(black_box(ledger.body()), &issue);
        desk.decide(black_box(issued.state.body()), &submit);
    });
}

#[divan::bench(sample_size = 1000)]
fn verify_a_wrong_code_sealed(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new();
    let issued = desk.step(&desk.ledger.clone(), &desk.issue());
    let code = TypedCode::parse("00000000").unwrap();
    let wrong = Event::Submit { flow: desk.flow.clone(), code };
    bencher.bench_local(|| desk.step(black_box(&issued.state), &wrong));
}

/// The stored bytes of a ledger with a live code.
fn ledger_bytes() -> Vec<u8> {
    let mut desk = Desk::new();
    let issue = desk.issue();
    let mut cx = Context {
        now: desk.now,
        entropy: &mut desk.entropy,
        policy: &desk.policy,
        keys: &desk.keys,
    };
    desk.ledger.step(&issue, &mut cx).unwrap().writes()[0].bytes().to_vec()
}

#[divan::bench(sample_size = 1000)]
fn ledger_load(bencher: Bencher<'_, '_>) {
    let (key, bytes) = (Ledger::key(&subject(), Purpose::Activation), ledger_bytes());
    bencher.bench(|| Versioned::<Ledger>::load(key.clone(), black_box(&bytes)).unwrap());
}

#[divan::bench(sample_size = 1000)]
fn ledger_serialise(bencher: Bencher<'_, '_>) {
    let key = Ledger::key(&subject(), Purpose::Activation);
    let state = Versioned::<Ledger>::load(key, &ledger_bytes()).unwrap();
    bencher.bench(|| serde_json::to_vec(black_box(state.body())).unwrap());
}

/// A guardian of two children, found by name and number.
fn found() -> educonnect::Match {
    let name = PersonName::parse("Martin", "Zoé").unwrap();
    let child = |n: i32| Child {
        pupil: PupilId::parse(&format!("pupil-{n}")).unwrap(),
        given_name: GivenName::parse("Léa").unwrap(),
        birth_date: BirthDate::from_ymd(2008 + n, 3, 1).unwrap(),
    };
    let record = GuardianRecord {
        subject: subject(),
        name: name.clone(),
        mobile: phone(),
        login: LoginId::parse("z.martin").unwrap(),
        children: vec![child(1), child(2)],
        activated: false,
    };
    GuardianClaim::new(name, phone()).unwrap().find(&[record], &keys())
}

/// The stored bytes of an activation at code entry, with two children.
fn activation_bytes() -> Vec<u8> {
    let found = found();
    let subject = found.subject().clone();
    let begin = educonnect::Event::Begin { flow: FlowId::parse("flow-1").unwrap(), found };
    let key = GuardianActivation::key(&subject);
    let fresh = Versioned::fresh(key, GuardianActivation::new(subject));
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let policy = ActivationPolicy::educonnect();
    let mut cx = Context { now: now(), entropy: &mut entropy, policy: &policy, keys: &() };
    fresh.step(&begin, &mut cx).unwrap().writes()[0].bytes().to_vec()
}

#[divan::bench(sample_size = 1000)]
fn activation_load(bencher: Bencher<'_, '_>) {
    let (key, bytes) = (GuardianActivation::key(found().subject()), activation_bytes());
    bencher
        .bench(|| Versioned::<GuardianActivation>::load(key.clone(), black_box(&bytes)).unwrap());
}

#[divan::bench(sample_size = 1000)]
fn activation_serialise(bencher: Bencher<'_, '_>) {
    let key = GuardianActivation::key(found().subject());
    let state = Versioned::<GuardianActivation>::load(key, &activation_bytes()).unwrap();
    bencher.bench(|| serde_json::to_vec(black_box(state.body())).unwrap());
}

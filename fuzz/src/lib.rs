//! What several targets share: a school, its keys, and how a host plays a step.

pub mod code;
pub mod guardian;
pub mod letter;

use ent_auth::code::{Audience, Event, Ledger, Outcome, PhoneProof, Policy, Purpose, TypedCode};
use ent_auth::{Key, KeyId, KeyRing, LoginId, educonnect, password};
use ent_core::transition::{CasResult, Committed, Context, Lifecycle, Version, Versioned};
use ent_core::{
    BirthDate, FlowId, GivenName, Instant, PersonName, PhoneNumber, PupilId, Region, SubjectId,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

/// A byte of a stored state that is changed, and what it is changed with.
pub type Flip = (u16, u8);

pub fn morning() -> Instant {
    Instant::parse("2021-09-01T08:00:00Z").unwrap()
}

/// Moves a clock by some seconds, or not at all where that would leave 2000..2200.
pub fn after(now: Instant, seconds: i32) -> Instant {
    now.plus_seconds(i64::from(seconds)).unwrap_or(now)
}

pub fn entropy() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(7)
}

pub fn keys() -> KeyRing {
    KeyRing::new(KeyId::parse("2021").unwrap(), Key::new(vec![7; 32]).unwrap())
}

pub fn flow(n: u8) -> FlowId {
    FlowId::parse(&format!("flow-{}", n % 3)).unwrap()
}

pub fn subject() -> SubjectId {
    SubjectId::parse("guardian-1").unwrap()
}

/// Subject of the guardian's journeys and codes.
pub fn claimant() -> SubjectId {
    found().subject().clone()
}

pub fn phone() -> PhoneNumber {
    PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap()
}

pub fn fresh_ledger() -> Versioned<Ledger> {
    let key = Ledger::key(&claimant(), Purpose::Activation);
    Versioned::fresh(key, Ledger::new(claimant(), Purpose::Activation))
}

pub fn fresh_activation() -> Versioned<educonnect::GuardianActivation> {
    let key = educonnect::GuardianActivation::key(&claimant());
    Versioned::fresh(key, educonnect::GuardianActivation::new(claimant()))
}

/// The guardian of the school's records, with two children.
pub fn found() -> educonnect::Match {
    let name = PersonName::parse("Martin", "Zoé").unwrap();
    let child = |n: i32| educonnect::Child {
        pupil: PupilId::parse(&format!("pupil-{n}")).unwrap(),
        given_name: GivenName::parse(&format!("Enfant {n}")).unwrap(),
        birth_date: BirthDate::from_ymd(2008 + n, 3, 1).unwrap(),
    };
    let record = educonnect::GuardianRecord {
        subject: subject(),
        name: name.clone(),
        mobile: phone(),
        login: LoginId::parse("z.martin").unwrap(),
        children: vec![child(1), child(2)],
        activated: false,
    };
    educonnect::GuardianClaim::new(name, phone()).unwrap().find(&[record], &keys())
}

/// Hash of a password that the named rules accepted.
pub fn hashed(rules: &password::PasswordRules) -> password::NewHash {
    let policy = password::HashPolicy::new(password::HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
    let pool = password::HashPool::new(1, policy).unwrap();
    let typed = password::PreparedPassword::from_text("Azerty69!").unwrap();
    let verdict = rules.check(&typed, None, &password::ContextWords::new());
    pool.hash(verdict.into_accepted().unwrap(), &mut entropy(), None).unwrap()
}

/// Proof that the phone of [`found`] was proved at `now`.
pub fn proof(flow: &FlowId, now: Instant) -> Option<PhoneProof> {
    let (keys, mut entropy, policy) = (keys(), entropy(), Policy::educonnect_sms());
    let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
    let issue = Event::Issue { flow: flow.clone(), to: phone(), audience: Audience::Known };
    let issued = fresh_ledger().step(&issue, &mut cx).ok()?.commit(CasResult::Stored).ok()?;
    let Outcome::SendSms(sms) = issued.outcome else { return None };
    let code = TypedCode::parse(sms.code().expose_secret()).unwrap();
    let submit = Event::Submit { flow: flow.clone(), code };
    match issued.state.step(&submit, &mut cx).ok()?.commit(CasResult::Stored).ok()?.outcome {
        Outcome::Verified(proof) => Some(proof),
        _ => None,
    }
}

/// Takes one step as a host does. `None` when the step was refused or its race lost.
///
/// Asserts I1 (the version grows by one exactly when the state changes) and I4 (what is written
/// loads as it was).
pub fn play<L: Lifecycle>(
    state: &mut Versioned<L>,
    event: &L::Event,
    cx: &mut Context<'_, L>,
    lost: bool,
) -> Option<L::Outcome> {
    let transition = state.step(event, cx).ok()?;
    let written = transition.writes().first().map(|write| write.bytes().to_vec());
    let result = if lost { CasResult::Lost } else { CasResult::Stored };
    let Ok(Committed { state: next, outcome }) = transition.commit(result) else {
        assert!(lost && written.is_some(), "only a lost race yields no outcome");
        return None;
    };
    let [before, now] = [&*state, &next].map(|s| s.version().map_or(0, Version::number));
    let changed = next.body() != state.body();
    assert_eq!((now - before, written.is_some()), (u32::from(changed), changed), "I1");
    if let Some(bytes) = written {
        let loaded = Versioned::load(state.key().clone(), &bytes);
        assert!(loaded.is_ok_and(|loaded| loaded == next), "I4");
    }
    *state = next;
    Some(outcome)
}

/// The stored bytes of a state, or none when it was never stored.
pub fn stored<L: Lifecycle>(state: &Versioned<L>, now: Instant) -> Option<Vec<u8>> {
    let envelope = serde_json::json!({
        "schema": L::SCHEMA, "kind": L::KIND, "key": state.key().as_str(),
        "version": state.version()?, "seen": state.floor(now), "body": state.body(),
    });
    serde_json::to_vec(&envelope).ok()
}

/// Loads the stored bytes of a state with some of them changed. `None` when they are refused.
pub fn reload<L: Lifecycle>(
    state: &Versioned<L>,
    flips: &[Flip],
    now: Instant,
) -> Option<Versioned<L>> {
    let mut bytes = stored(state, now)?;
    for (at, with) in flips {
        let at = usize::from(*at) % bytes.len();
        bytes[at] ^= with;
    }
    Versioned::load(state.key().clone(), &bytes).ok()
}

/// The stored bytes of a state with some parts replaced: where, how many bytes, by what.
pub fn edited<L: Lifecycle>(state: &Versioned<L>, edits: &[(u16, u8, &[u8])]) -> Vec<u8> {
    spliced(&stored(state, morning()).unwrap_or_default(), edits)
}

/// `bytes` with some parts replaced, each at a place and of a length below 32.
pub fn spliced(bytes: &[u8], edits: &[(u16, u8, &[u8])]) -> Vec<u8> {
    let mut whole = bytes.to_vec();
    for (at, length, with) in edits {
        let start = usize::from(*at).min(whole.len());
        let end = (start + usize::from(*length % 32)).min(whole.len());
        whole.splice(start..end, with.iter().copied());
    }
    whole
}

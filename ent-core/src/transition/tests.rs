//! The sealed step over the smallest lifecycle that can be: a turnstile.

use std::cell::RefCell;
use std::collections::HashMap;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::Deserialize;

use super::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Turnstile {
    passed: u8,
}

impl Lifecycle for Turnstile {
    const KIND: &'static str = "turnstile";
    const SCHEMA: u16 = 1;
    type Event = bool;
    type Outcome = u8;
    type Policy = ();
    type Keys = ();

    fn decide(&self, push: &bool, _: &mut Context<'_, Self>) -> Result<Decision<Self>, StepError> {
        let passed = self.passed.saturating_add(u8::from(*push));
        Ok(Decision::new(Self { passed }, passed))
    }
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn step(
    state: &Versioned<Turnstile>,
    push: bool,
    now: Instant,
) -> Result<Transition<Turnstile>, StepError> {
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    state.step(&push, &mut Context { now, entropy: &mut entropy, policy: &(), keys: &() })
}

fn key() -> StateKey {
    StateKey::new::<Turnstile>("north")
}

fn fresh() -> Versioned<Turnstile> {
    Versioned::fresh(key(), Turnstile { passed: 0 })
}

#[test]
fn i1_version_grows_by_one_iff_the_body_changed() {
    let now = at("2026-09-01T08:00:00Z");
    let pushed = step(&fresh(), true, now).unwrap();
    assert_eq!(pushed.writes()[0].precondition(), Precondition::Create);
    let one = pushed.commit(CasResult::Stored).unwrap().state;
    assert_eq!(one.version().map(Version::number), Some(1));

    let idle = step(&one, false, now).unwrap();
    assert!(idle.writes().is_empty());
    let same = idle.commit(CasResult::Stored).unwrap().state;
    assert_eq!(same, one);

    let again = step(&one, true, now).unwrap();
    assert_eq!(again.writes()[0].precondition(), Precondition::Replace(one.version().unwrap()));
    let Committed { state: two, outcome } = again.commit(CasResult::Stored).unwrap();
    assert_eq!((two.version().map(Version::number), outcome), (Some(2), 2));
}

#[test]
fn a_lost_race_yields_no_outcome() {
    let lost = step(&fresh(), true, Instant::FIRST).unwrap().commit(CasResult::Lost);
    assert_eq!(lost.unwrap_err(), CasLost);
}

#[test]
fn i4_what_is_written_loads_as_it_was() {
    let transition = step(&fresh(), true, at("2026-09-01T08:00:00Z")).unwrap();
    let bytes = transition.writes()[0].bytes().to_vec();
    let state = transition.commit(CasResult::Stored).unwrap().state;
    assert_eq!(Versioned::load(key(), &bytes).unwrap(), state);
}

#[test]
fn what_is_no_state_is_refused_by_part() {
    let good = br#"{"schema":1,"kind":"turnstile","key":"turnstile/north","version":1,"seen":"2026-09-01T08:00:00Z","body":{"passed":1}}"#;
    assert!(Versioned::<Turnstile>::load(key(), good).is_ok());
    let cases: &[(&str, &str, StateError)] = &[
        // replaced, by, what comes out
        ("\"schema\":1", "\"schema\":9", StateError::Newer { found: 9, known: 1 }),
        ("\"kind\":\"turnstile\"", "\"kind\":\"lock\"", StateError::OtherKind),
        ("turnstile/north", "turnstile/south", StateError::OtherKind),
        ("\"version\":1", "\"version\":0", StateError::Corrupt { part: "version" }),
        ("\"passed\":1", "\"passed\":300", StateError::Corrupt { part: "body" }),
        ("\"passed\":1", "\"passed\":1,\"x\":0", StateError::Corrupt { part: "body" }),
        ("2026-09-01", "1999-09-01", StateError::Corrupt { part: "body" }),
        ("{\"schema\"", "{{\"schema\"", StateError::Corrupt { part: "envelope" }),
    ];
    for (from, to, error) in cases {
        let bytes = String::from_utf8_lossy(good).replace(from, to);
        let read = Versioned::<Turnstile>::load(key(), bytes.as_bytes());
        assert_eq!(read.unwrap_err(), *error, "{from} -> {to}");
    }
    let huge = vec![b' '; 1_000_000];
    let read = Versioned::<Turnstile>::load(key(), &huge);
    assert_eq!(read.unwrap_err(), StateError::Corrupt { part: "size" });
}

#[test]
fn i5_time_never_goes_back_and_never_jumps_ten_years() {
    let first = step(&fresh(), true, at("2026-09-01T08:00:00Z")).unwrap();
    let state = first.commit(CasResult::Stored).unwrap().state;
    assert_eq!(state.floor(at("2026-08-01T00:00:00Z")), at("2026-09-01T08:00:00Z"));
    assert_eq!(step(&state, true, at("2037-09-01T08:00:00Z")).unwrap_err(), StepError::Clock);
    assert!(step(&state, true, at("2036-08-31T08:00:00Z")).is_ok());
}

#[derive(Default)]
struct Memory {
    records: RefCell<HashMap<String, Vec<u8>>>,
    races_to_lose: RefCell<u16>,
}

impl Store for Memory {
    type Error = ();

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, ()> {
        Ok(self.records.borrow().get(key.as_str()).cloned())
    }

    fn save_if(&self, key: &StateKey, _: Precondition, bytes: &[u8]) -> Result<CasResult, ()> {
        let mut races = self.races_to_lose.borrow_mut();
        if let Some(left) = races.checked_sub(1) {
            *races = left;
            return Ok(CasResult::Lost);
        }
        self.records.borrow_mut().insert(key.to_string(), bytes.to_vec());
        Ok(CasResult::Stored)
    }
}

#[test]
fn drive_steps_again_after_a_lost_race_and_gives_up_in_the_end() {
    let store = Memory { races_to_lose: RefCell::new(3), ..Memory::default() };
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let now = at("2026-09-01T08:00:00Z");
    let mut cx = Context { now, entropy: &mut entropy, policy: &(), keys: &() };
    let initial = Turnstile { passed: 0 };
    let Committed { outcome, .. } = drive(&store, &key(), &initial, &true, &mut cx).unwrap();
    assert_eq!(outcome, 1);
    let Committed { outcome, .. } = drive(&store, &key(), &initial, &true, &mut cx).unwrap();
    assert_eq!(outcome, 2);

    *store.races_to_lose.borrow_mut() = u16::MAX;
    let lost = drive(&store, &key(), &initial, &true, &mut cx);
    assert_eq!(lost.unwrap_err(), DriveError::Contended(CasLost));
}

#[derive(Default)]
struct Remote(std::sync::Mutex<HashMap<String, Vec<u8>>>);

impl AsyncStore for Remote {
    type Error = ();

    async fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, ()> {
        Ok(self.0.lock().unwrap().get(key.as_str()).cloned())
    }

    async fn save_if(
        &self,
        key: &StateKey,
        _: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, ()> {
        self.0.lock().unwrap().insert(key.to_string(), bytes.to_vec());
        Ok(CasResult::Stored)
    }
}

#[test]
fn drive_async_may_move_between_threads_and_does_the_same() {
    fn poll<F: Future + Send>(future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        let mut task = std::task::Context::from_waker(std::task::Waker::noop());
        loop {
            if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut task) {
                return output;
            }
        }
    }
    let store = Remote::default();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let now = at("2026-09-01T08:00:00Z");
    let mut cx = Context { now, entropy: &mut entropy, policy: &(), keys: &() };
    let initial = Turnstile { passed: 0 };
    let key = key();
    for passed in 1..=2 {
        let driven = drive_async(&store, &key, &initial, &true, &mut cx);
        assert_eq!(poll(driven).unwrap().outcome, passed);
    }
}

//! Many guesses at once: what is judged before it is stored is a hole, what is sealed is not.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ent_auth::code::{Audience, Event, Ledger, Outcome, Policy, Purpose, TypedCode};
use ent_core::transition::{CasResult, Committed, Context, Store, Versioned, drive};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::common::{MemoryStore, flow, keys, morning, phone, subject};

const THREADS: usize = 64;
const GUESSES: usize = 3;
const LIMIT: usize = 5;

/// Five guesses a code, and no delay that would hide a sixth.
fn policy() -> Policy {
    Policy::builder().max_attempts(5).failures_per_day(25).delay_seconds(0).build().unwrap()
}

/// How a host takes the verdict of one guess.
type Judge = fn(&MemoryStore, &Event) -> Outcome;

/// As the suite asks: the verdict comes out after the store has answered.
fn sealed(store: &MemoryStore, event: &Event) -> Outcome {
    let (keys, policy) = (keys(), policy());
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let mut cx = Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
    let key = Ledger::key(&subject(), Purpose::Activation);
    let initial = Ledger::new(subject(), Purpose::Activation);
    drive(store, &key, &initial, event, &mut cx).unwrap().outcome
}

/// The commit order broken: the verdict is taken first, and the state written over whatever
/// stands there.
fn broken(store: &MemoryStore, event: &Event) -> Outcome {
    let (keys, policy) = (keys(), policy());
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let mut cx = Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
    let key = Ledger::key(&subject(), Purpose::Activation);
    let bytes = store.load(&key).unwrap().unwrap();
    let state = Versioned::<Ledger>::load(key.clone(), &bytes).unwrap();
    let transition = state.step(event, &mut cx).unwrap();
    let written = transition.writes().first().map(|write| write.bytes().to_vec());
    let Committed { outcome, .. } = transition.commit(CasResult::Stored).unwrap();
    // Other guesses read the old state meanwhile.
    thread::yield_now();
    if let Some(bytes) = written {
        store.overwrite(&key, &bytes);
    }
    outcome
}

/// One round: how many guesses were judged and how many were right.
fn round(judge: Judge) -> (usize, usize) {
    let store = MemoryStore::default();
    let issue = Event::Issue { flow: flow(1), to: phone(), audience: Audience::Known };
    let Outcome::SendSms(sms) = sealed(&store, &issue) else { panic!("no message") };
    let right = sms.code().expose_secret();
    let wrong: String = right.chars().map(|c| if c == '9' { '0' } else { '9' }).collect();

    let (judged, succeeded) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, start, wrong) = (&store, &start, &wrong);
            let (judged, succeeded) = (&judged, &succeeded);
            scope.spawn(move || {
                start.wait();
                for guess in 0..GUESSES {
                    let typed = if (thread + guess) % 8 == 7 { right } else { wrong };
                    let code = TypedCode::parse(typed).unwrap();
                    match judge(store, &Event::Submit { flow: flow(1), code }) {
                        Outcome::Verified(_) => {
                            judged.fetch_add(1, Ordering::Relaxed);
                            succeeded.fetch_add(1, Ordering::Relaxed);
                        }
                        Outcome::Wrong { .. } | Outcome::Exhausted => {
                            judged.fetch_add(1, Ordering::Relaxed);
                        }
                        _ => {}
                    }
                }
            });
        }
    });
    (judged.into_inner(), succeeded.into_inner())
}

#[test]
fn sixty_four_parallel_guesses_are_judged_five_times_at_most() {
    for _ in 0..20 {
        let (judged, succeeded) = round(sealed);
        assert!(judged <= LIMIT && succeeded <= 1, "{judged} judged, {succeeded} right");
        assert!(judged == LIMIT || succeeded == 1, "{judged} judged and the code still lives");
    }
}

#[test]
fn the_same_guesses_break_through_a_broken_commit_order() {
    let worst = (0..20).map(|_| round(broken)).max().unwrap();
    assert!(
        worst.0 > LIMIT,
        "a broken order judged {} guesses only: the test sees nothing",
        worst.0
    );
}

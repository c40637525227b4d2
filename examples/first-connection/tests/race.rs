//! One code, a limit of 5, 64 threads over one `SQLite` file.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it is wrong"
)]

use std::path::Path;
use std::sync::{Barrier, atomic::AtomicU32, atomic::Ordering::SeqCst};
use std::time::Duration;

use ent_auth::code::{Audience, Event, Ledger, Outcome, Policy, Purpose, TypedCode};
use ent_auth::{Key, KeyId, KeyRing};
use ent_core::transition::{CasResult, Context, Precondition, StateKey, Store, drive};
use ent_core::{FlowId, Instant, PhoneNumber, Region, SubjectId};
use first_connection::{SqliteStore, StoreError};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rusqlite::{Connection, params};

const THREADS: u8 = 64;
const GUESSES: u8 = 3;
const LIMIT: u8 = 5;
const MOST: u32 = 5;
const WAIT: Duration = Duration::from_secs(60);

fn policy() -> Policy {
    // Delays would answer "try later" and hide the race.
    let builder = Policy::builder().max_attempts(LIMIT).failures_per_day(25).delay_seconds(0);
    builder.max_consecutive(100).build().unwrap()
}

fn keys() -> KeyRing {
    KeyRing::new(KeyId::parse("2021").unwrap(), Key::new(vec![7; 32]).unwrap())
}

fn subject() -> SubjectId {
    SubjectId::parse("guardian-1").unwrap()
}

fn flow() -> FlowId {
    FlowId::parse("flow-1").unwrap()
}

fn step<S: Store<Error = StoreError>>(store: &S, seed: u64, event: &Event) -> Outcome {
    let (policy, keys) = (policy(), keys());
    let mut entropy = ChaCha20Rng::seed_from_u64(seed);
    let now = Instant::parse("2021-09-01T08:00:00Z").unwrap();
    let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
    let ledger = Ledger::new(subject(), Purpose::Activation);
    let key = Ledger::key(&subject(), Purpose::Activation);
    drive(store, &key, &ledger, event, &mut cx).unwrap().outcome
}

fn issue(store: &SqliteStore) -> String {
    let to = PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap();
    let event = Event::Issue { flow: flow(), to, audience: Audience::Known };
    match step(store, 1, &event) {
        Outcome::SendSms(sms) => sms.code().expose_secret().to_owned(),
        other => panic!("{}", other.name()),
    }
}

/// How many guesses were judged, and how many of them were told to be right.
fn race<S: Store<Error = StoreError>>(open: impl Fn() -> S + Sync, code: &str) -> (u32, u32) {
    let (judged, right) = (AtomicU32::new(0), AtomicU32::new(0));
    let start = Barrier::new(THREADS.into());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (open, judged, right, start) = (&open, &judged, &right, &start);
            scope.spawn(move || {
                let store = open();
                start.wait();
                for guess in 0..GUESSES {
                    // Every thread knows the right code and gives it last.
                    let number = u32::from(thread) * u32::from(GUESSES) + u32::from(guess);
                    let typed = match guess {
                        last if last == GUESSES - 1 => code.to_owned(),
                        _ => format!(
                            "{:08}",
                            (code.parse::<u32>().unwrap() + 1 + number) % 100_000_000
                        ),
                    };
                    let code = TypedCode::parse(&typed).unwrap();
                    let event = Event::Submit { flow: flow(), code };
                    match step(&store, 2, &event) {
                        Outcome::Verified(_) => {
                            judged.fetch_add(1, SeqCst);
                            right.fetch_add(1, SeqCst);
                        }
                        Outcome::Wrong { .. } | Outcome::Exhausted => {
                            judged.fetch_add(1, SeqCst);
                        }
                        Outcome::NothingPending => {}
                        other => panic!("{}", other.name()),
                    }
                }
            });
        }
    });
    (judged.into_inner(), right.into_inner())
}

#[test]
fn code_2_at_most_five_guesses_are_judged_and_one_is_right() {
    for round in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("race.sqlite");
        let code = issue(&SqliteStore::open(&file).unwrap());
        let open = || SqliteStore::open_waiting(&file, WAIT).unwrap();
        let (judged, right) = race(open, &code);
        assert!(judged <= MOST && right <= 1, "{round}: {judged} judged, {right} right");
        assert!(right == 1 || judged == MOST, "{round}: {judged} judged, {right} right");
        let stored = Connection::open(&file).unwrap();
        let version: u32 =
            stored.query_row("SELECT version FROM state", [], |row| row.get(0)).unwrap();
        assert_eq!(version, 1 + judged, "each judged guess is one stored version");
    }
}

/// A store that stores whatever it is given: the verdict comes from a stale state.
struct LastWriterWins {
    reading: SqliteStore,
    writing: Connection,
}

impl LastWriterWins {
    fn open(file: &Path) -> Self {
        let reading = SqliteStore::open_waiting(file, WAIT).unwrap();
        let writing = Connection::open(file).unwrap();
        writing.busy_timeout(WAIT).unwrap();
        Self { reading, writing }
    }
}

impl Store for LastWriterWins {
    type Error = StoreError;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, StoreError> {
        self.reading.load(key)
    }

    fn save_if(
        &self,
        key: &StateKey,
        _: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, StoreError> {
        // What another thread does between the load and the write of this one.
        std::thread::sleep(Duration::from_millis(5));
        self.writing
            .execute("UPDATE state SET bytes = ?2 WHERE key = ?1", params![key.as_str(), bytes])?;
        Ok(CasResult::Stored)
    }
}

#[test]
fn without_compare_and_swap_the_same_race_goes_over_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("race.sqlite");
    let code = issue(&SqliteStore::open(&file).unwrap());
    let (judged, right) = race(|| LastWriterWins::open(&file), &code);
    assert!(judged > MOST, "only {judged} judged, {right} right");
}

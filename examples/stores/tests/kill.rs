//! Processes that are killed while they write: what they told was stored stays stored and counted.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops where it is wrong"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use ent_auth::code::{Ledger, Outcome};
use ent_core::Entropy;
use ent_core::transition::{Store, Version, Versioned};
use getrandom::SysRng;
use serde_json::Value;
use stores::{PostgresStore, SqliteStore, Trial};

const ROUNDS: usize = 60;
/// Threads of the process, each with one step that may be stored and not told.
const THREADS: usize = 4;

/// What a process told of one subject.
#[derive(Default)]
struct Told {
    code: String,
    /// Versions that a guess led to.
    judged: Vec<u32>,
    right: usize,
}

fn random() -> u32 {
    let mut bytes = [0; 4];
    Entropy::fill(&mut SysRng, &mut bytes).unwrap();
    u32::from_le_bytes(bytes)
}

/// Lets a process step for up to 30 ms and kills it: what it told, and how many writes it began
/// without telling their end.
fn killed(kind: &str, place: &str, run: &str) -> (BTreeMap<u32, Told>, usize) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stepper"))
        .args([kind, place, run])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    thread::sleep(Duration::from_micros((random() % 30_000).into()));
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9), "it stopped by itself");

    let mut told = BTreeMap::<u32, Told>::new();
    let mut open = 0;
    for line in lines {
        let line = line.unwrap();
        let words: Vec<_> = line.split(' ').collect();
        if words == ["write"] {
            open += 1;
            continue;
        }
        open -= 1;
        let of = told.entry(words[1].parse().unwrap()).or_default();
        match words[0] {
            "sent" => words[2].clone_into(&mut of.code),
            verdict => {
                of.judged.push(words[2].parse().unwrap());
                of.right += usize::from(verdict == "right");
            }
        }
    }
    (told, open)
}

fn holds<S: Store<Error: Error + Send + Sync + 'static>>(store: &S, subject: &str, told: &Told) {
    let trial = Trial::new(subject).unwrap();
    let bytes = store.load(&trial.key()).unwrap().unwrap();
    let state = Versioned::<Ledger>::load(trial.key(), &bytes).unwrap();
    let version = state.version().map_or(0, Version::number);

    // Each judged guess is one version above that of the code.
    let mut judged = told.judged.clone();
    judged.sort_unstable();
    judged.dedup();
    assert_eq!(judged.len(), told.judged.len(), "{subject}: a version was told twice");
    assert!(judged.iter().all(|judged| (2..=version).contains(judged)), "{subject}: {judged:?}");
    let stored = usize::try_from(version - 1).unwrap();
    assert!(stored - judged.len() <= THREADS, "{subject}: {stored} stored, {judged:?} told");

    // As many are counted in the state.
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let challenge = &json["body"]["challenge"];
    let failed = usize::try_from(challenge["failed"].as_u64().unwrap()).unwrap();
    let succeeded = usize::from(challenge["state"]["is"] == "verified");
    assert_eq!(failed + succeeded, stored, "{subject}");
    assert!(told.right <= succeeded, "{subject}: a success was told and is not stored");
    assert!(judged.len() - told.right <= failed, "{subject}: a guess was told and is not counted");

    // The code succeeds once at most, whoever goes on with it.
    let again = (0..2).map(|_| trial.guess(store, &told.code).unwrap().outcome);
    let right = again.filter(|outcome| matches!(outcome, Outcome::Verified(_))).count();
    assert!(succeeded + right <= 1, "{subject}: a code succeeded twice");
    assert!(failed + succeeded + right <= usize::try_from(Trial::LIMIT).unwrap());
}

fn rounds<S: Store<Error: Error + Send + Sync + 'static>>(kind: &str, place: &str, store: &S) {
    let (mut hits, mut subjects) = (0, 0);
    for _ in 0..ROUNDS {
        let run = format!("kill-{:08x}", random());
        let (told, open) = killed(kind, place, &run);
        hits += usize::from(open > 0);
        subjects += told.len();
        for (number, told) in &told {
            holds(store, &format!("{run}-{number}"), told);
        }
        // The next one may have been begun.
        let next = Trial::new(&format!("{run}-{}", told.len())).unwrap();
        if let Some(bytes) = store.load(&next.key()).unwrap() {
            let state = Versioned::<Ledger>::load(next.key(), &bytes).unwrap();
            assert_eq!(state.version().map(Version::number), Some(1));
        }
    }
    assert!(hits >= ROUNDS / 10, "only {hits} of {ROUNDS} kills fell between write and answer");
    assert!(subjects >= ROUNDS / 10, "only {subjects} ledgers were stepped");
}

#[test]
fn killed_over_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("states.sqlite");
    let store = SqliteStore::open(&file, Duration::from_secs(60)).unwrap();
    rounds("sqlite", file.to_str().unwrap(), &store);
}

#[test]
#[ignore = "needs ENT_POSTGRES: make test-stores"]
fn killed_over_postgres() {
    let url = std::env::var("ENT_POSTGRES").unwrap();
    PostgresStore::migrate(&url).unwrap();
    rounds("postgres", &url, &PostgresStore::connect(&url).unwrap());
}

//! One store that keeps the contract, and one that breaks each part of it.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::task::{self, Poll, Waker};
use std::thread;
use std::time::Duration;

use ent_core::Coded;
use ent_core::transition::{AsyncStore, CasResult, Precondition, Versioned};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;

type Records = Mutex<HashMap<String, (u32, Vec<u8>)>>;

fn now() -> Instant {
    Instant::parse("2026-09-01T08:00:00Z").unwrap()
}

fn entropy() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1)
}

/// What a [`Broken`] store does in place of what it should.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    None,
    NoVersionCheck,
    CreateOverwrites,
    ReplaceCreates,
    LastWriterWins,
    CaseFolds,
    Trims,
    AccentsFold,
    CutsKeys,
    CachesReads,
    WritesBehind,
    LossyText,
    CutsBytes,
    WritesWhenLost,
    SameBytesAreNoChange,
    AlwaysLost,
    Fails,
    FailsUnderLoad,
    Panics,
    BumpsTwice,
}

#[derive(Default)]
struct Server {
    records: Records,
    calls: AtomicUsize,
}

/// A connection to a [`Server`].
struct Broken<'s> {
    server: &'s Server,
    fault: Fault,
    cache: Records,
}

impl<'s> Broken<'s> {
    fn open(server: &'s Server, fault: Fault) -> Self {
        Self { server, fault, cache: Records::default() }
    }

    fn name(&self, key: &StateKey) -> String {
        let key = key.as_str();
        match self.fault {
            Fault::CaseFolds => key.to_uppercase(),
            Fault::Trims => key.trim_end().to_owned(),
            Fault::AccentsFold => key.replace(['\u{e9}', '\u{ea}'], "e"),
            Fault::CutsKeys => key.chars().take(64).collect(),
            _ => key.to_owned(),
        }
    }
}

impl Store for Broken<'_> {
    type Error = &'static str;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error> {
        if self.fault == Fault::Fails {
            return Err("connection refused");
        }
        let name = self.name(key);
        let read = || self.server.records.lock().unwrap().get(&name).cloned();
        let found = match self.fault {
            Fault::CachesReads => {
                let mut cache = self.cache.lock().unwrap();
                if !cache.contains_key(&name) {
                    cache.extend(read().map(|record| (name.clone(), record)));
                }
                cache.get(&name).cloned()
            }
            Fault::WritesBehind => self.cache.lock().unwrap().get(&name).cloned().or_else(read),
            _ => read(),
        };
        Ok(found.map(|(_, bytes)| match self.fault {
            Fault::LossyText => String::from_utf8_lossy(&bytes).into_owned().into_bytes(),
            _ => bytes,
        }))
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Self::Error> {
        let name = self.name(key);
        let mut records = self.server.records.lock().unwrap();
        let calls = self.server.calls.fetch_add(1, Ordering::Relaxed);
        let mut cache = self.cache.lock().unwrap();
        let own = (self.fault == Fault::WritesBehind).then(|| cache.get(&name)).flatten();
        let stored = own.or_else(|| records.get(&name)).map_or(0, |(version, _)| *version);
        let wanted = match expected {
            Precondition::Create => 0,
            Precondition::Replace(version) => version.number(),
        };
        let holds = match self.fault {
            Fault::NoVersionCheck => (wanted == 0) == (stored == 0),
            Fault::CreateOverwrites => wanted == 0 || stored == wanted,
            Fault::ReplaceCreates => stored == 0 || stored == wanted,
            Fault::AlwaysLost => false,
            _ => stored == wanted,
        };
        if !holds && self.fault != Fault::WritesWhenLost {
            return Ok(CasResult::Lost);
        }
        match self.fault {
            Fault::LastWriterWins => {
                // What others do between a check and a write of its own.
                drop(records);
                thread::sleep(Duration::from_millis(5));
                records = self.server.records.lock().unwrap();
            }
            Fault::SameBytesAreNoChange
                if records.get(&name).is_some_and(|(_, stored)| stored == bytes) =>
            {
                return Ok(CasResult::Lost);
            }
            Fault::FailsUnderLoad if calls > 100 => return Err("too many connections"),
            Fault::Panics if calls > 100 && thread::current().name().is_none() => {
                drop((records, cache));
                panic!("as the test asks");
            }
            Fault::WritesBehind => {
                cache.insert(name, (stored.saturating_add(1), bytes.to_vec()));
                if cache.len() > 9 {
                    records.extend(cache.drain());
                }
                return Ok(CasResult::Stored);
            }
            _ => {}
        }
        let kept = match self.fault {
            Fault::CutsBytes => bytes.get(..4096).unwrap_or(bytes),
            _ => bytes,
        };
        let step = if self.fault == Fault::BumpsTwice { 2 } else { 1 };
        records.insert(name, (stored.saturating_add(step), kept.to_vec()));
        Ok(if holds { CasResult::Stored } else { CasResult::Lost })
    }
}

fn found(fault: Fault) -> Vec<Rule> {
    let server = Server::default();
    let checked = check(|| Broken::open(&server, fault), WORKERS, now(), &mut entropy());
    let mut rules: Vec<_> = checked
        .err()
        .map(|error| error.findings.iter().map(|finding| finding.rule).collect())
        .unwrap_or_default();
    rules.sort_unstable();
    rules.dedup();
    rules
}

#[test]
fn a_store_that_compares_and_swaps_keeps_the_contract() {
    let mut entropy = entropy();
    for workers in [1, 2, 64] {
        let server = Server::default();
        let workers = NonZeroUsize::new(workers).unwrap();
        let open = || Broken::open(&server, Fault::None);
        // Twice over the same records.
        for _ in 0..2 {
            let report = check(open, workers, now(), &mut entropy).unwrap();
            assert_eq!(report.workers, workers.get());
            assert!(report.stored > 0 && report.judged >= 3, "{report}");
        }
    }
}

#[test]
fn every_broken_store_is_found() {
    let table: &[(Fault, &[Rule])] = &[
        (Fault::None, &[]),
        (Fault::NoVersionCheck, &[Rule::LostUntouched, Rule::ReplaceVersion]),
        (Fault::CreateOverwrites, &[Rule::CreateOnce]),
        (Fault::ReplaceCreates, &[Rule::ReplaceMissing]),
        (Fault::CaseFolds, &[Rule::Keys]),
        (Fault::Trims, &[Rule::Keys]),
        (Fault::AccentsFold, &[Rule::Keys]),
        (Fault::CutsKeys, &[Rule::Keys]),
        (Fault::CachesReads, &[Rule::Bytes]),
        (Fault::WritesBehind, &[Rule::Visible]),
        (Fault::LossyText, &[Rule::Bytes]),
        (Fault::CutsBytes, &[Rule::Bytes]),
        (Fault::WritesWhenLost, &[Rule::LostUntouched]),
        (Fault::SameBytesAreNoChange, &[Rule::Replace]),
        (Fault::AlwaysLost, &[Rule::Create]),
        (Fault::Fails, &[Rule::Failed]),
        (Fault::FailsUnderLoad, &[Rule::Failed]),
        (Fault::Panics, &[Rule::Failed]),
        (Fault::BumpsTwice, &[Rule::ReplaceVersion]),
    ];
    for (fault, rules) in table {
        let found = found(*fault);
        assert!(rules.iter().all(|rule| found.contains(rule)), "{fault:?}: {found:?}");
        assert_eq!(found.is_empty(), rules.is_empty(), "{fault:?}: {found:?}");
    }
}

#[test]
fn last_writer_wins_is_found_by_the_races_alone() {
    let found = found(Fault::LastWriterWins);
    for rule in [Rule::CreateRace, Rule::ReplaceRace, Rule::Versions, Rule::Guesses] {
        assert!(found.contains(&rule), "{found:?}");
    }
}

#[test]
fn a_verdict_before_the_store_is_found_in_the_loop() {
    let server = Server::default();
    let every_verdict = &Barrier::new(WORKERS.get());
    let open = || {
        let store = Broken::open(&server, Fault::None);
        move |key: &StateKey, initial: &Ledger, event: &Event, cx: &mut Context<'_, Ledger>| {
            let state = match store.load(key)? {
                Some(bytes) => Versioned::load(key.clone(), &bytes).map_err(|_| "state")?,
                None => Versioned::fresh(key.clone(), initial.clone()),
            };
            let transition = state.step(event, cx).map_err(|_| "step")?;
            let writes = transition.writes().to_vec();
            let committed = transition.commit(CasResult::Stored).map_err(|_| "lost")?;
            if matches!(event, Event::Submit { .. }) {
                every_verdict.wait();
            }
            for write in writes {
                store.save_if(write.key(), write.precondition(), write.bytes())?;
            }
            Ok::<_, &str>(committed)
        }
    };
    let error = check_loop(open, WORKERS, now(), &mut entropy()).unwrap_err();
    let found = |rule| error.findings.iter().any(|finding| finding.rule == rule);
    assert!(found(Rule::Guesses) && found(Rule::Versions), "{error}");
}

#[test]
fn a_loop_that_commits_last_passes() {
    let server = Server::default();
    let open = || {
        let store = Broken::open(&server, Fault::None);
        move |key: &StateKey, initial: &Ledger, event: &Event, cx: &mut Context<'_, Ledger>| {
            drive(&store, key, initial, event, cx)
        }
    };
    let report = check_loop(open, WORKERS, now(), &mut entropy()).unwrap();
    assert!((3..=15).contains(&report.judged), "{report}");
}

#[test]
fn what_is_found_reads_well() {
    let server = Server::default();
    let open = || Broken::open(&server, Fault::CreateOverwrites);
    let error = check(open, WORKERS, now(), &mut entropy()).unwrap_err();
    assert_eq!(
        error.to_string().lines().take(2).collect::<Vec<_>>(),
        [
            "the store breaks its contract",
            "- store_contract/create-once: Creating a record that is there is lost. Happened: a \
             creation of a short text was stored (docs/stores.md, sentence 3)",
        ]
    );
    assert_eq!(format!("{error:?}"), error.to_string());
}

#[test]
fn a_random_source_that_fails_is_told() {
    struct Dry;
    impl Entropy for Dry {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), ent_core::EntropyError> {
            Err(ent_core::EntropyError::default())
        }
    }
    let server = Server::default();
    let error = check(|| Broken::open(&server, Fault::None), WORKERS, now(), &mut Dry).unwrap_err();
    assert_eq!(error, ContractError::one(Rule::Failed, "step/entropy"));
}

#[test]
fn every_rule_has_a_code_and_texts_of_its_own() {
    let mut codes: Vec<_> = Rule::ALL.iter().map(Coded::code).collect();
    assert!(codes.is_sorted(), "{codes:?}");
    codes.dedup();
    assert_eq!(codes.len(), Rule::ALL.len());
    for rule in Rule::ALL {
        assert!(rule.text_en() != rule.code() && rule.text_fr() != rule.text_en(), "{rule:?}");
        assert!((1..=6).contains(&rule.sentence()));
    }
}

/// A [`Broken`] store behind an asynchronous interface.
struct Remote<'s>(Broken<'s>);

impl AsyncStore for Remote<'_> {
    type Error = &'static str;

    async fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Self::Error> {
        self.0.load(key)
    }

    async fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Self::Error> {
        self.0.save_if(key, expected, bytes)
    }
}

struct Spin;

impl BlockOn for Spin {
    fn block_on<F: Future + Send>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let mut cx = task::Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                return output;
            }
            thread::yield_now();
        }
    }
}

#[test]
fn an_asynchronous_store_is_checked_alike() {
    for (fault, keeps) in [(Fault::None, true), (Fault::LastWriterWins, false)] {
        let server = Server::default();
        let open = || Blocking::new(Remote(Broken::open(&server, fault)), &Spin);
        let checked = check(open, WORKERS, now(), &mut entropy());
        assert_eq!(checked.is_ok(), keeps, "{fault:?}: {checked:?}");
    }
}

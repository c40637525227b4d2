//! The contract of `docs/stores.md`, by 64 workers over each store.

#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::time::Duration;

use ent_auth::testkit::{self, Report, WORKERS};
use ent_core::Instant;
use ent_core::transition::Store;
use getrandom::SysRng;
use stores::{MemoryStore, PostgresStore, SqliteStore};

fn check<S: Store<Error: std::fmt::Debug>>(open: impl Fn() -> S + Sync) -> Report {
    let now = Instant::parse("2026-09-01T08:00:00Z").unwrap();
    let report = testkit::check(open, WORKERS, now, &mut SysRng).unwrap();
    assert!(report.lost > 100, "the workers hardly met: {report}");
    report
}

#[test]
fn in_memory() {
    let store = MemoryStore::default();
    check(|| &store);
}

#[test]
fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("states.sqlite");
    check(|| SqliteStore::open(&file, Duration::from_secs(60)).unwrap());
}

#[test]
#[ignore = "needs ENT_POSTGRES: make test-stores"]
fn postgres() {
    let url = std::env::var("ENT_POSTGRES").unwrap();
    PostgresStore::migrate(&url).unwrap();
    check(|| PostgresStore::connect(&url).unwrap());
}

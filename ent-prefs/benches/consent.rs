//! How long it takes to ask a log of 100,000 entries, to read it and to join two of them.

use std::error::Error;

use divan::{Bencher, black_box};
use ent_core::Instant;
use ent_prefs::consent::ConsentSource;
use ent_prefs::{Channel, ConsentEntry, Consents, Purpose, TextVersion};

fn main() {
    divan::main();
}

/// Grants and withdrawals in turn, one a second, on two channels.
fn log(entries: i64, first: i64) -> Result<Consents, Box<dyn Error>> {
    let (start, text) = (Instant::parse("2021-09-01T08:00:00Z")?, TextVersion::new(1)?);
    let source = ConsentSource::Preferences;
    let entry = |n: i64| -> Result<ConsentEntry, Box<dyn Error>> {
        let channel = if n.rem_euclid(4) < 2 { Channel::Email } else { Channel::Sms };
        let at = start.plus_seconds(first.saturating_add(n))?;
        Ok(if n.rem_euclid(2) == 0 {
            ConsentEntry::grant(Purpose::Partners, channel, at, text, source)?
        } else {
            ConsentEntry::withdrawal(Purpose::Partners, channel, at, None, source)
        })
    };
    (0..entries).map(entry).collect()
}

/// Now, and in the middle of the log.
#[divan::bench(args = ["2026-11-26T10:00:00Z", "2021-09-01T20:00:00Z"])]
fn granted(bencher: Bencher<'_, '_>, now: &str) {
    let (Ok(log), Ok(now)) = (log(100_000, 0), Instant::parse(now)) else { return };
    bencher
        .bench_local(|| black_box(&log).granted(Purpose::Partners, Channel::Email, black_box(now)));
}

#[divan::bench(args = [2, 1_000, 100_000])]
fn merge(bencher: Bencher<'_, '_>, entries: i64) {
    let (Ok(one), Ok(other)) = (log(entries, 0), log(entries, entries / 2)) else { return };
    bencher.with_inputs(|| one.clone()).bench_local_refs(|one| one.merge(black_box(&other)));
}

#[divan::bench(sample_count = 10)]
fn read(bencher: Bencher<'_, '_>) {
    let Ok(log) = log(100_000, 0) else { return };
    let Ok(json) = serde_json::to_vec(&log) else { return };
    bencher.bench_local(|| serde_json::from_slice::<Consents>(black_box(&json)));
}

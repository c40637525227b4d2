//! How long it takes to say when a message goes out.

use std::error::Error;

use divan::{Bencher, black_box};
use ent_core::calendar::{SchoolCalendar, SchoolZone};
use ent_core::{Instant, Zone};
use ent_prefs::disconnect::{Digest, SendingHours};

fn main() {
    divan::main();
}

fn hours() -> Result<SendingHours, Box<dyn Error>> {
    let calendar = SchoolCalendar::published(SchoolZone::parse("A")?);
    Ok(SendingHours::working_days(Zone::parse("Europe/Paris")?, calendar))
}

/// Open, held overnight, held over the summer.
#[divan::bench(args = ["2026-11-26T10:00:00Z", "2026-11-26T20:00:00Z", "2026-07-04T10:00:00Z"])]
fn next_send(bencher: Bencher<'_, '_>, now: &str) {
    let (Ok(hours), Ok(now)) = (hours(), Instant::parse(now)) else { return };
    bencher.bench_local(|| black_box(&hours).next_send(black_box(now)));
}

#[divan::bench]
fn next_digest(bencher: Bencher<'_, '_>) {
    let (Ok(hours), Ok(now)) = (hours(), Instant::parse("2026-11-26T10:00:00Z")) else { return };
    bencher.bench_local(|| black_box(&hours).next_digest(black_box(now), Digest::Weekly));
}

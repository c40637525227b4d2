//! How long a charter's gate and log take with a thousand records.

use std::error::Error;

use divan::{Bencher, black_box};
use ent_core::charter::{
    AcceptanceLog, ActKind, ActingPerson, CharterDraft, CharterScope, CharterVersion, Materiality,
    gate, verify_log,
};
use ent_core::{CharterVersionId, EditionId, Instant, Profile, SubjectId};

fn main() {
    divan::main();
}

/// Twenty editions, and a log of a thousand records about them.
fn sample() -> Result<(Vec<CharterVersion>, AcceptanceLog, Instant), Box<dyn Error>> {
    let start = Instant::parse("2020-09-01T00:00:00Z")?;
    let scope = CharterScope::of_ent("occitanie")?;
    let mut versions = Vec::new();
    for number in 0_i64..20 {
        let at = start.plus_seconds(number.saturating_mul(86_400))?;
        let draft = CharterDraft {
            id: CharterVersionId::parse(&format!("v{number}"))?,
            edition: EditionId::parse(&format!("e{number}"))?,
            scope: scope.clone(),
            profiles: [].into(),
            language: "fr".parse()?,
            published_at: start,
            effective_at: at,
            materiality: Materiality::Substantive,
            grace_days: 10,
        };
        versions.push(CharterVersion::new(draft, b"Article 1")?);
    }
    let mut log = AcceptanceLog::new(SubjectId::parse("pupil-1")?, scope);
    let mut at = start;
    for (act, version) in versions
        .iter()
        .cycle()
        .take(500)
        .flat_map(|version| [(ActKind::Presented, version), (ActKind::Accepted, version)])
    {
        at = at.plus_seconds(60)?;
        log.append(act, version, ActingPerson::OWN, at, at)?;
    }
    Ok((versions, log, at.plus_seconds(30 * 86_400)?))
}

#[divan::bench]
fn gate_over_a_thousand_records(bencher: Bencher<'_, '_>) {
    let Ok((versions, log, now)) = sample() else { return };
    bencher.bench(|| {
        gate(black_box(&versions), black_box(&log), Profile::Pupil, now).is_ok_and(|gate| gate.open)
    });
}

#[divan::bench]
fn verify_a_thousand_records(bencher: Bencher<'_, '_>) {
    let Ok(json) = sample().and_then(|(_, log, _)| Ok(serde_json::to_vec(&log)?)) else { return };
    bencher.bench(|| verify_log(black_box(&json), None).is_ok());
}

#[divan::bench]
fn append_to_a_thousand_records(bencher: Bencher<'_, '_>) {
    let Ok((versions, log, now)) = sample() else { return };
    let Some(version) = versions.first() else { return };
    bencher.with_inputs(|| log.clone()).bench_values(|mut log| {
        log.append(ActKind::Accepted, version, ActingPerson::OWN, now, now).is_ok()
    });
}

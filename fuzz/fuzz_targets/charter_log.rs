//! Charters: acts in any order, stored logs with some parts replaced, and the gate over them.

#![no_main]

use ent_core::charter::{
    AcceptanceLog, ActKind, ActingPerson, CharterDraft, CharterVersion, Materiality, csv, gate,
    jsonl, verify_log,
};
use ent_core::{Coded, EvidenceId, Instant, Profile, SubjectId, message};
use ent_fuzz::{after, morning, spliced};
use libfuzzer_sys::fuzz_target;

type Act = (u8, u8, u8, i32);

/// Four versions: an edition in two languages, an editorial one and a substantive one with grace.
fn versions() -> Vec<CharterVersion> {
    let rows = [
        ("a-fr", "a", "fr", 0, Materiality::Substantive, 0),
        ("a-en", "a", "en", 0, Materiality::Substantive, 0),
        ("b-fr", "b", "fr", 1_000, Materiality::Editorial, 0),
        ("c-fr", "c", "fr", 2_000, Materiality::Substantive, 30),
    ];
    rows.map(|(id, edition, language, later, materiality, grace_days)| {
        let draft = CharterDraft {
            id: id.parse().unwrap(),
            edition: edition.parse().unwrap(),
            scope: "ent:occitanie".parse().unwrap(),
            profiles: [].into(),
            language: language.parse().unwrap(),
            published_at: morning(),
            effective_at: after(morning(), later),
            materiality,
            grace_days,
        };
        CharterVersion::new(draft, id.as_bytes()).unwrap()
    })
    .into()
}

fn person(n: u8) -> ActingPerson {
    let evidence = EvidenceId::parse("paper-1").unwrap();
    match n % 3 {
        0 => ActingPerson::OWN,
        1 => {
            let guardian = SubjectId::parse("mother").unwrap();
            ActingPerson::LegalGuardian { guardian, evidence }
        }
        _ => ActingPerson::Institution { evidence },
    }
}

fuzz_target!(|input: (Vec<Act>, Vec<(u16, u8, &[u8])>, i32)| {
    let (acts, edits, pause) = input;
    let versions = versions();
    let mut log =
        AcceptanceLog::new(SubjectId::parse("pupil-1").unwrap(), "ent:occitanie".parse().unwrap());
    for (act, version, by, at) in acts {
        let act = [ActKind::Presented, ActKind::Accepted, ActKind::Declined][usize::from(act % 3)];
        let version = &versions[usize::from(version) % versions.len()];
        let (before, at) = (log.clone(), after(morning(), at));
        if let Err(error) = log.append(act, version, person(by), at, Instant::LAST) {
            assert!(message::is_known(error.code()));
            assert_eq!(log, before, "a refused act changes nothing");
        }
    }
    let stored = serde_json::to_vec(&log).unwrap();
    assert_eq!(verify_log(&stored, Some(&log.head())), Ok(log.clone()), "what is stored verifies");
    let now = after(morning(), pause);
    for profile in Profile::ALL {
        match gate(&versions, &log, profile, now) {
            Ok(gate) => assert!(gate.required.is_some() || gate.open),
            Err(error) => assert!(message::is_known(error.code())),
        }
    }
    assert_eq!(jsonl([&log]).lines().count(), log.records().len());
    assert_eq!(csv([&log]).lines().count(), log.records().len() + 1);
    if let Ok(read) = verify_log(&spliced(&stored, &edits), Some(&log.head())) {
        assert_eq!(read, log, "nothing else ends on the same head");
    }
});

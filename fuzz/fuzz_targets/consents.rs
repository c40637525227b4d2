//! Stored logs of consents, whole or with some parts replaced, and the laws of merging them.

#![no_main]

use arbitrary::Arbitrary;
use ent_core::{Instant, Lang, SubjectId, Zone};
use ent_fuzz::{morning, spliced};
use ent_prefs::consent::{CONSENT_CSV_HEADER, ConsentAct, ConsentActor, ConsentSource};
use ent_prefs::{Channel, ConsentEntry, Consents, Purpose, TextVersion};
use libfuzzer_sys::fuzz_target;

const STORED: [&str; 2] = [
    include_str!("../../ent-prefs/tests/golden/consents_2.json"),
    include_str!("../../ent-prefs/tests/golden/consents_3.json"),
];

#[derive(Arbitrary, Debug)]
struct Logs<'a> {
    written: &'a [u8],
    edits: [Vec<(u16, u8, &'a [u8])>; 2],
    now: i64,
    before: i64,
}

fn merged(logs: &[&Consents]) -> Consents {
    let mut all = Consents::new();
    for log in logs {
        all.merge(log);
    }
    all
}

fuzz_target!(|input: Logs<'_>| {
    let stored = [
        input.written.to_vec(),
        spliced(STORED[0].as_bytes(), &input.edits[0]),
        spliced(STORED[1].as_bytes(), &input.edits[1]),
    ];
    let [a, b, c] = stored.map(|bytes| serde_json::from_slice(&bytes).unwrap_or_default());
    let all = merged(&[&a, &b, &c]);
    assert_eq!(all, merged(&[&c, &merged(&[&b, &a])]));
    assert_eq!(all, merged(&[&all, &b]));
    let json = serde_json::to_vec(&all).unwrap();
    assert_eq!(serde_json::from_slice::<Consents>(&json).unwrap(), all);

    let now = Instant::from_unix_millis(input.now).unwrap_or(morning());
    let mut none = all.clone();
    none.withdraw_all(now, ConsentSource::Preferences, &ConsentActor::Own);
    for (purpose, channel) in
        Purpose::ALL.iter().flat_map(|p| Channel::ALL.iter().map(move |c| (*p, *c)))
    {
        let of_pair =
            |entry: &&ConsentEntry| (entry.purpose(), entry.channel()) == (purpose, channel);
        let void = |entry: &ConsentEntry| {
            let others = all.entries().filter(of_pair).filter(|other| other.act() != entry.act());
            others.flat_map(ConsentEntry::voids).any(|at| at == entry.at())
        };
        let deciding = all.entries().filter(|entry| {
            of_pair(entry)
                && !void(entry)
                && (entry.act() == ConsentAct::Withdrawn || entry.at() <= now)
        });
        let granted = deciding.max().is_some_and(|entry| entry.act() == ConsentAct::Granted);
        assert_eq!(all.granted(purpose, channel, now), granted);
        assert!(!none.granted(purpose, channel, Instant::LAST));
    }
    let (purpose, channel, text) = (Purpose::Partners, Channel::Sms, TextVersion::new(1).unwrap());
    let grant = ConsentEntry::grant(purpose, channel, now, text, ConsentSource::Preferences);
    let mut chosen = all.clone();
    chosen.choose(grant.unwrap(), now);
    let said_now = |entry: &ConsentEntry| {
        entry.at() == now && entry.act() == ConsentAct::Withdrawn
            || entry.voids().any(|void| void == now)
    };
    assert!(chosen.granted(purpose, channel, now) || all.entries().any(said_now));
    let before = Instant::from_unix_millis(input.before).unwrap_or(now);
    let mut small = all.clone();
    small.compact(before);
    assert_eq!(small.view(before.max(now)), all.view(before.max(now)));

    let person = SubjectId::parse("guardian-1").unwrap();
    let export = all.export_for_officer(&person);
    assert_eq!(export.jsonl().lines().count(), all.len());
    let commas = |row: &str| row.matches(',').count();
    let header = commas(CONSENT_CSV_HEADER);
    assert!(export.csv().split("\r\n").all(|row| row.is_empty() || commas(row) == header));
    let words = all.export_for_person(Lang::Fr, Zone::parse("Europe/Paris").unwrap(), now);
    assert_eq!(words.acts.len(), all.len());
});

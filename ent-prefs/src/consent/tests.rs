use ent_core::Instant;
use ent_core::message::is_known;
use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> Instant {
    Instant::parse("2021-09-01T08:00:00Z").unwrap().plus_seconds(seconds).unwrap()
}

fn grant(seconds: i64, version: u32) -> ConsentEntry {
    let text = TextVersion::new(version).unwrap();
    let source = ConsentSource::Preferences;
    ConsentEntry::grant(Purpose::Partners, Channel::Email, at(seconds), text, source).unwrap()
}

fn withdrawal(seconds: i64, version: Option<u32>) -> ConsentEntry {
    let text = version.map(|version| TextVersion::new(version).unwrap());
    let source = ConsentSource::Message;
    ConsentEntry::withdrawal(Purpose::Partners, Channel::Email, at(seconds), text, source)
}

fn log(entries: impl IntoIterator<Item = ConsentEntry>) -> Consents {
    let mut log = Consents::new();
    entries.into_iter().for_each(|entry| log.record(entry));
    log
}

fn merged(one: &Consents, other: &Consents) -> Consents {
    let mut both = one.clone();
    both.merge(other);
    both
}

#[test]
fn codes_and_labels() {
    Purpose::check_list();
    ConsentAct::check_list();
    ConsentSource::check_list();
    for error in [ConsentError::TextVersion, ConsentError::Source, ConsentError::Schema] {
        assert!(is_known(error.code()), "{error}");
    }
}

#[test]
fn the_last_entry_counts() {
    let cases = [
        // entries, value
        (vec![], false),
        (vec![grant(0, 1)], true),
        (vec![grant(0, 1), withdrawal(1, Some(1))], false),
        (vec![withdrawal(1, Some(1)), grant(0, 1)], false),
        (vec![withdrawal(0, None), grant(1, 1)], true),
        (vec![grant(0, 1), withdrawal(0, Some(1))], false),
        (vec![grant(0, 2), withdrawal(0, Some(1))], true),
        (vec![grant(0, 999_999), withdrawal(0, None)], false),
    ];
    for (entries, value) in cases {
        assert_eq!(
            log(entries.clone()).value(Purpose::Partners, Channel::Email),
            value,
            "{entries:?}"
        );
    }
}

#[test]
fn one_choice_says_nothing_of_the_others() {
    let log = log([grant(0, 1)]);
    let ticked: Vec<_> = log.view().into_iter().filter(|line| line.granted).collect();
    assert_eq!(log.view().len(), Purpose::ALL.len() * Channel::ALL.len());
    assert_eq!(ticked.len(), 1);
    assert_eq!((ticked[0].purpose, ticked[0].channel), (Purpose::Partners, Channel::Email));
}

#[test]
fn q2_a_grant_names_the_text_it_agrees_to() {
    let json = serde_json::to_string(&log([grant(0, 7)])).unwrap();
    assert!(serde_json::from_str::<Consents>(&json).is_ok());
    let bad = [
        json.replace("\"text_version\":7", "\"text_version\":null"),
        json.replace("\"text_version\":7,", ""),
        json.replace("\"text_version\":7", "\"text_version\":0"),
        json.replace("\"text_version\":7", "\"text_version\":1000000"),
        json.replace("preferences", "message"),
        json.replace("partners", "advertising"),
        json.replace("\"schema\":1", "\"schema\":2"),
        json.replace("\"act\"", "\"deed\""),
    ];
    for text in bad {
        assert_ne!(text, json);
        assert!(serde_json::from_str::<Consents>(&text).is_err(), "{text}");
    }
    let withdrawn = serde_json::to_string(&log([withdrawal(0, None)])).unwrap();
    assert!(serde_json::from_str::<Consents>(&withdrawn).is_ok());
}

#[test]
fn reads_what_the_first_release_stored() {
    let stored = include_str!("../../tests/golden/consents_1.json");
    let consents: Consents = serde_json::from_str(stored).unwrap();
    assert!(consents.value(Purpose::OwnEstablishment, Channel::Email));
    assert!(!consents.value(Purpose::Partners, Channel::Email));
    assert_eq!(serde_json::to_string(&consents).unwrap(), stored.trim_end());
}

fn any_entry() -> impl Strategy<Value = ConsentEntry> {
    let purposes = prop::sample::select(Purpose::ALL.to_vec());
    let channels = prop::sample::select(Channel::ALL.to_vec());
    (purposes, channels, 0_i64..4, prop::option::of(1_u32..4), any::<bool>()).prop_map(
        |(purpose, channel, seconds, version, granted)| {
            let text = version.map(|version| TextVersion::new(version).unwrap());
            let source = ConsentSource::Preferences;
            match text {
                Some(text) if granted => {
                    ConsentEntry::grant(purpose, channel, at(seconds), text, source).unwrap()
                }
                _ => ConsentEntry::withdrawal(purpose, channel, at(seconds), text, source),
            }
        },
    )
}

fn any_log() -> impl Strategy<Value = Consents> {
    prop::collection::vec(any_entry(), 0..12).prop_map(log)
}

proptest! {
    #[test]
    fn q1_merge_is_commutative_associative_idempotent(
        a in any_log(), b in any_log(), c in any_log(),
    ) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert!(a.entries().all(|entry| merged(&a, &b).entries().any(|kept| kept == entry)));
    }

    #[test]
    fn q2_every_value_of_yes_has_a_text(log in any_log()) {
        for line in log.view() {
            let proof = log.last(line.purpose, line.channel);
            let text = proof.and_then(ConsentEntry::text_version);
            prop_assert!(!line.granted || text.is_some());
        }
        let json = serde_json::to_string(&log).unwrap();
        prop_assert_eq!(serde_json::from_str::<Consents>(&json).unwrap(), log);
    }

    #[test]
    fn a_withdrawal_after_everything_always_wins(
        log in any_log(), version in prop::option::of(1_u32..4),
    ) {
        let mut log = log;
        log.record(withdrawal(5, version));
        prop_assert!(!log.value(Purpose::Partners, Channel::Email));
    }
}

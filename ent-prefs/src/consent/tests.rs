use ent_core::charter::TextDigest;
use ent_core::message::is_known;
use ent_core::{BirthDate, Day, EvidenceId, GuardianId, Instant, Lang, SubjectId, Zone};
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

/// Recorded one by one, which says the same as all at once.
fn log(entries: impl IntoIterator<Item = ConsentEntry>) -> Consents {
    let entries: Vec<_> = entries.into_iter().collect();
    let mut log = Consents::new();
    entries.iter().cloned().for_each(|entry| log.record(entry));
    assert_eq!(entries.into_iter().collect::<Consents>(), log);
    log
}

fn guardian() -> GuardianId {
    GuardianId::parse("guardian-7").unwrap()
}

/// With everything an entry can hold.
fn full() -> ConsentEntry {
    let shown = TextDigest::of_bytes(b"abc");
    let evidence = EvidenceId::parse("@form-12").unwrap();
    grant(0, 7)
        .made_by(ConsentActor::Jointly { guardian: guardian() })
        .with_proof(ConsentProof::of_text(shown).with_evidence(evidence))
}

fn merged(one: &Consents, other: &Consents) -> Consents {
    let mut both = one.clone();
    both.merge(other);
    both
}

#[test]
fn codes_and_labels() {
    use ConsentError::{Actor, Proof, Schema, Source, TextVersion};
    Purpose::check_list();
    ConsentAct::check_list();
    ConsentSource::check_list();
    ConsentActorKind::check_list();
    WhoConsents::check_list();
    for error in [TextVersion, Source, Proof, Actor, Schema] {
        assert!(is_known(error.code()), "{error}");
    }
}

#[test]
fn the_last_entry_counts() {
    let cases = [
        // entries, value at 2 s
        (vec![], false),
        (vec![grant(0, 1)], true),
        (vec![grant(0, 1), withdrawal(1, Some(1))], false),
        (vec![withdrawal(1, Some(1)), grant(0, 1)], false),
        (vec![withdrawal(0, None), grant(1, 1)], true),
        (vec![grant(0, 1), withdrawal(0, Some(1))], false),
        (vec![grant(0, 2), withdrawal(0, Some(1))], true),
        (vec![grant(0, 999_999), withdrawal(0, None)], false),
        // From the future: a grant does not count yet, a withdrawal does.
        (vec![grant(2, 1)], true),
        (vec![grant(3, 1)], false),
        (vec![grant(0, 1), grant(3, 2)], true),
        (vec![withdrawal(0, None), grant(3, 2)], false),
        (vec![grant(0, 1), withdrawal(3, None)], false),
        (vec![grant(0, 1), withdrawal(3, None), grant(4, 1)], false),
    ];
    for (entries, value) in cases {
        let log = log(entries.clone());
        assert_eq!(log.granted(Purpose::Partners, Channel::Email, at(2)), value, "{entries:?}");
    }
}

#[test]
fn one_choice_says_nothing_of_the_others() {
    let log = log([grant(0, 1)]);
    let ticked: Vec<_> = log.view(at(0)).into_iter().filter(|line| line.granted).collect();
    assert_eq!(log.view(at(0)).len(), Purpose::ALL.len() * Channel::ALL.len());
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
        json.replace("\"schema\":3", "\"schema\":4"),
        json.replace("\"schema\":3", "\"schema\":0"),
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
fn reads_what_was_stored() {
    let [one, two, three] = [
        include_str!("../../tests/golden/consents_1.json"),
        include_str!("../../tests/golden/consents_2.json"),
        include_str!("../../tests/golden/consents_3.json"),
    ];
    let now = Instant::parse("2021-11-01T08:00:00Z").unwrap();
    for (stored, count) in [(one, 3), (two, 5), (three, 5)] {
        let consents: Consents = serde_json::from_str(stored).unwrap();
        assert_eq!(consents.len(), count);
        assert!(consents.granted(Purpose::OwnEstablishment, Channel::Email, now));
        assert!(!consents.granted(Purpose::Partners, Channel::Email, now));
        // Written in the newest form, which differs in what the others had not.
        let newest = stored.trim_end().replace("\"schema\":1", "\"schema\":3");
        let newest = newest.replace("\"schema\":2", "\"schema\":3");
        assert_eq!(serde_json::to_string(&consents).unwrap(), newest);
    }
    let [one, two] = [one, two].map(|log| serde_json::from_str::<Consents>(log).unwrap());
    assert_eq!(merged(&one, &two).len(), 6);
    assert_eq!(merged(&one, &two), merged(&two, &one));
}

#[test]
fn q2_the_newer_form_is_read_by_its_rules() {
    let json = serde_json::to_string(&log([full()])).unwrap();
    assert_eq!(serde_json::from_str::<Consents>(&json).unwrap(), log([full()]));
    let digest = TextDigest::of_bytes(b"abc").to_string();
    let bad = [
        json.replace("\"schema\":3", "\"schema\":1"),
        json.replace("\"granted\"", "\"granted\",\"after\":null,\"then\":null"),
        json.replace(&digest, &digest.to_uppercase()),
        json.replace("\"is\":\"jointly\"", "\"is\":\"legal\""),
        json.replace(",\"guardian\":\"guardian-7\"", ""),
        json.replace("\"guardian-7\"", "\"\""),
        json.replace("@form-12", "form 12"),
        json.replace(&format!("\"text\":\"{digest}\",\"evidence\":\"@form-12\""), ""),
        json.replace("\"evidence\"", "\"paper\""),
    ];
    for text in bad {
        assert_ne!(text, json);
        assert!(serde_json::from_str::<Consents>(&text).is_err(), "{text}");
    }
    let both = ConsentProof::new(None, None);
    assert_eq!(both, Err(ConsentError::Proof));
}

#[test]
fn a_choice_counts_whatever_another_clock_wrote() {
    let (purpose, channel) = (Purpose::Partners, Channel::Email);
    let says = |log: &Consents, seconds| log.granted(purpose, channel, at(seconds));
    let mut log = log([grant(1_000_000, 1)]);
    log.choose(withdrawal(0, None), at(0));
    log.choose(grant(60, 1), at(60));
    assert_eq!(
        [0, 59, 60, 2_000_000].map(|seconds| says(&log, seconds)),
        [false, false, true, true]
    );
    let voids: Vec<_> = log.entries().map(|entry| entry.voids().collect::<Vec<_>>()).collect();
    assert_eq!(voids, [vec![at(1_000_000)], vec![], vec![]]);
    log.choose(withdrawal(120, Some(1)), at(120));
    assert!(!says(&log, 120) && !says(&log, 2_000_000));
    let older = serde_json::to_string(&log).unwrap().replace("\"schema\":3", "\"schema\":2");
    assert!(serde_json::from_str::<Consents>(&older).is_err());
    let officer = log.export_for_officer(&SubjectId::parse("guardian-1").unwrap());
    assert!(officer.jsonl().contains("\"voids\":[\"2021-09-12T"), "{}", officer.jsonl());
    let past = older.replace("\"schema\":2", "\"schema\":3").replace("2021-09-12T", "2021-08-12T");
    assert!(serde_json::from_str::<Consents>(&past).is_err());
}

#[test]
fn the_later_withdrawal_of_another_copy_wins() {
    // The clock of a phone is five minutes fast; what it wrote is answered on the server, and a
    // copy without all this hears the last word.
    let mut server = log([withdrawal(300, None)]);
    server.choose(grant(60, 1), at(60));
    assert!(server.granted(Purpose::Partners, Channel::Email, at(60)));
    let mut other = Consents::new();
    other.choose(withdrawal(180, None), at(180));
    let all = merged(&server, &other);
    assert!(!all.granted(Purpose::Partners, Channel::Email, at(7_200)));
}

#[test]
fn a_choice_that_comes_late_or_twice_takes_nothing_back() {
    let says = |log: &Consents| log.granted(Purpose::Partners, Channel::Email, at(9_000));
    let mut log = Consents::new();
    log.choose(grant(0, 1), at(0));
    log.choose(withdrawal(60, None), at(60));
    let before = log.clone();
    log.choose(grant(0, 1), at(90));
    assert_eq!(log, before, "twice");
    log.choose(grant(30, 1), at(120));
    assert!(!says(&log), "late");
}

#[test]
fn who_has_to_agree_depends_on_the_age() {
    use ConsentActor::{Jointly, LegalGuardian, Own};
    let day = Day::parse("2026-09-01").unwrap();
    let age = |born: &str| BirthDate::parse(born).unwrap().age_at(day);
    let cases = [
        // age, by the person, by a guardian, by both
        (age("2011-09-02"), [false, false, true]),
        (age("2011-09-01"), [true, false, true]),
        (age("2011-00-00"), [false, false, true]),
        (age("1980-01-01"), [true, false, true]),
        (None, [false, false, true]),
    ];
    let actors = [Own, LegalGuardian { guardian: guardian() }, Jointly { guardian: guardian() }];
    for (age, expected) in cases {
        let who = who_may_consent(age);
        for (by, allowed) in actors.iter().zip(expected) {
            assert_eq!(who.check(&grant(0, 1).made_by(by.clone())).is_ok(), allowed, "{by:?}");
            assert_eq!(who.check(&withdrawal(0, None).made_by(by.clone())), Ok(()));
        }
    }
}

#[test]
fn an_officer_reads_every_entry() {
    let person = SubjectId::parse("-1").unwrap();
    let log = log([full(), withdrawal(60, None)]);
    let export = log.export_for_officer(&person);
    let digest = TextDigest::of_bytes(b"abc");
    let rows: Vec<_> = export.csv().split("\r\n").collect();
    assert_eq!(
        rows,
        [
            CONSENT_CSV_HEADER,
            &format!(
                "'-1,2021-09-01T08:00:00Z,partners,email,granted,7,preferences,jointly,guardian-7,\
                 {digest},'@form-12,"
            ),
            "'-1,2021-09-01T08:01:00Z,partners,email,withdrawn,,message,self,,,,",
            "",
        ]
    );
    for (line, entry) in export.jsonl().lines().zip(log.entries()) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys: Vec<_> = CONSENT_CSV_HEADER.split(',').collect();
        assert!(keys.iter().all(|key| *key == "voids" || row.get(key).is_some()), "{line}");
        assert_eq!(row["at"], entry.at().to_string());
    }
    assert_eq!(export.digest(), TextDigest::of_bytes(export.jsonl().as_bytes()));
    assert_ne!(export.digest(), Consents::new().export_for_officer(&person).digest());
}

#[test]
fn a_person_reads_their_choices() {
    let log = log([full(), withdrawal(60, None), grant(120, 8)]);
    let zone = Zone::parse("Europe/Paris").unwrap();
    let french = log.export_for_person(Lang::Fr, zone, at(90));
    let english = log.export_for_person(Lang::En, zone, at(150));
    let texts = |export: &PersonExport| {
        let in_force: Vec<_> = export.in_force.iter().map(|line| line.text.clone()).collect();
        let acts: Vec<_> = export.acts.iter().map(|line| line.text.clone()).collect();
        (in_force, acts)
    };
    let (in_force, acts) = texts(&french);
    assert_eq!((in_force.len(), acts.len()), (8, 3));
    assert_eq!(
        in_force[3..6],
        [
            "Réception de notifications ENT de mon établissement (Dans l’ENT)\u{A0}: rien ne quitte \
             l’ENT, aucun accord n’est nécessaire.",
            "Réception de notifications ENT des partenaires (Message électronique)\u{A0}: refusé \
             depuis le 1er septembre 2021 à 10 h 01.",
            "Réception de notifications ENT des partenaires (SMS)\u{A0}: aucun choix, rien n’est \
             envoyé.",
        ]
    );
    assert_eq!(
        acts[0],
        "1er septembre 2021 à 10 h\u{A0}: Accepté. Réception de notifications ENT des partenaires \
         (Message électronique). Version 7 du texte. Origine\u{A0}: Mes préférences. Auteur\u{A0}: \
         La personne et un représentant légal."
    );
    let (in_force, acts) = texts(&english);
    assert_eq!(
        in_force[4],
        "Notifications from the partners (E-mail): accepted since 1 September 2021 at 10:02."
    );
    assert_eq!(
        acts[1],
        "1 September 2021 at 10:01: Refused. Notifications from the partners (E-mail). Version of \
         the text unknown. From: Refusal link in a message. By: The person."
    );
    assert!(!format!("{french:?}{english:?}").contains("guardian-7"));
}

#[test]
fn large_logs_are_read_and_asked() {
    let entries = (0..100_000_i64)
        .map(|n| if n % 2 == 0 { grant(n % 40_000, 1) } else { withdrawal(n % 40_000, None) });
    let mut log: Consents = entries.collect();
    assert_eq!(log.len(), 40_000);
    assert!(!log.granted(Purpose::Partners, Channel::Email, at(40_000)));
    let json = serde_json::to_string(&log).unwrap();
    assert_eq!(serde_json::from_str::<Consents>(&json).unwrap(), log);
    log.compact(at(39_000));
    assert_eq!(log.len(), 1_003);
}

fn any_proof() -> impl Strategy<Value = Option<ConsentProof>> {
    prop::sample::select(vec![
        None,
        Some(ConsentProof::of_text(TextDigest::of_bytes(b"abc"))),
        Some(ConsentProof::of_evidence(EvidenceId::parse("form-1").unwrap())),
    ])
}

fn any_actor() -> impl Strategy<Value = ConsentActor> {
    prop::sample::select(vec![
        ConsentActor::Own,
        ConsentActor::LegalGuardian { guardian: guardian() },
        ConsentActor::Jointly { guardian: guardian() },
    ])
}

fn any_pair() -> impl Strategy<Value = (Purpose, Channel)> {
    let purposes = prop::sample::select(Purpose::ALL.to_vec());
    (purposes, prop::sample::select(vec![Channel::Email, Channel::InApp]))
}

fn any_entry() -> impl Strategy<Value = ConsentEntry> {
    let choice = (any_pair(), 0_i64..6, prop::option::of(1_u32..4), any::<bool>());
    let after = prop::option::weighted(0.2, 0_i64..9);
    (choice, any_actor(), any_proof(), after).prop_map(
        |(((purpose, channel), seconds, version, granted), by, proof, after)| {
            let text = version.map(|version| TextVersion::new(version).unwrap());
            let source = ConsentSource::Preferences;
            let entry = match text {
                Some(text) if granted => {
                    ConsentEntry::grant(purpose, channel, at(seconds), text, source).unwrap()
                }
                _ => ConsentEntry::withdrawal(purpose, channel, at(seconds), text, source),
            };
            let entry = entry.made_by(by);
            let after = after.map(at).filter(|after| *after > entry.at());
            let entry = entry.voiding(after).unwrap();
            match proof {
                Some(proof) => entry.with_proof(proof),
                None => entry,
            }
        },
    )
}

fn any_log() -> impl Strategy<Value = Consents> {
    prop::collection::vec(any_entry(), 0..16).prop_map(log)
}

/// What decides, by reading every entry.
fn slow(log: &Consents, pair: (Purpose, Channel), now: Instant) -> Option<ConsentEntry> {
    let of_pair = |entry: &&ConsentEntry| (entry.purpose(), entry.channel()) == pair;
    let void = |entry: &ConsentEntry| {
        let others = log.entries().filter(of_pair).filter(|other| other.act() != entry.act());
        others.flat_map(ConsentEntry::voids).any(|at| at == entry.at())
    };
    let counts = |entry: &&ConsentEntry| {
        of_pair(entry)
            && !void(entry)
            && (entry.act() == ConsentAct::Withdrawn || entry.at() <= now)
    };
    log.entries().filter(counts).max().cloned()
}

proptest! {
    #[test]
    fn q2_what_is_chosen_now_counts(
        entries in prop::collection::vec(any_entry(), 0..12), seconds in 10..100_i64,
        ahead in prop::collection::vec((1_000..9_000_i64, any::<bool>()), 0..4),
    ) {
        let mut log = log(entries);
        for (at, granted) in ahead {
            log.record(if granted { grant(at, 1) } else { withdrawal(at, None) });
        }
        let says = |log: &Consents, seconds| {
            log.granted(Purpose::Partners, Channel::Email, at(seconds))
        };
        log.choose(grant(seconds, 1), at(seconds));
        prop_assert!(says(&log, seconds));
        log.choose(withdrawal(seconds, None), at(seconds));
        let once = log.clone();
        log.choose(withdrawal(seconds, None), at(seconds));
        prop_assert_eq!(&log, &once);
        prop_assert!(!says(&log, seconds) && !says(&log, 1_000_000));
        let next = seconds.saturating_add(1);
        log.choose(grant(next, 2), at(next));
        prop_assert!(says(&log, next));
    }

    /// Two copies, each chosen on alone: of what was chosen, the last word counts in both.
    #[test]
    fn q1_the_last_word_of_either_copy_counts(
        ahead in prop::collection::vec((1_000..9_000_i64, any::<bool>()), 0..4),
        words in prop::collection::vec((0..2_usize, any::<bool>()), 1..8),
    ) {
        let mut both = [Consents::new(), Consents::new()];
        for (entry, granted) in ahead {
            let made = if granted { grant(entry, 1) } else { withdrawal(entry, None) };
            for log in &mut both {
                log.record(made.clone());
            }
        }
        for (second, (copy, granted)) in (0..).zip(&words) {
            let made = if *granted { grant(second, 1) } else { withdrawal(second, None) };
            both[*copy].choose(made, at(second));
        }
        let granted = |log: &Consents| log.granted(Purpose::Partners, Channel::Email, at(500));
        let [one, two] = &both;
        prop_assert_eq!(granted(&merged(one, two)), words.last().unwrap().1);
    }

    #[test]
    fn q1_merge_is_commutative_associative_idempotent(
        a in any_log(), b in any_log(), c in any_log(),
    ) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&a, &Consents::new()), a.clone());
        prop_assert!(a.entries().all(|entry| merged(&a, &b).entries().any(|kept| kept == entry)));
    }

    #[test]
    fn q1_order_and_repetition_say_nothing(
        entries in prop::collection::vec(any_entry(), 0..16), again in any::<prop::sample::Index>(),
    ) {
        let once = log(entries.clone());
        let mut twice: Vec<_> = entries.iter().rev().cloned().collect();
        if !entries.is_empty() {
            twice.push(entries[again.index(entries.len())].clone());
        }
        prop_assert_eq!(log(twice), once);
    }

    #[test]
    fn q1_the_index_answers_as_the_whole_log(log in any_log(), pair in any_pair(), now in -1_i64..7) {
        let found = log.deciding(pair.0, pair.1, at(now)).cloned();
        let expected = slow(&log, pair, at(now));
        prop_assert_eq!(found.as_ref().map(ConsentEntry::rank), expected.as_ref().map(ConsentEntry::rank));
        let granted = expected.is_some_and(|entry| entry.act() == ConsentAct::Granted);
        prop_assert_eq!(log.granted(pair.0, pair.1, at(now)), granted);
    }

    #[test]
    fn q1_nothing_from_the_future_grants(log in any_log(), pair in any_pair(), now in 0_i64..6) {
        if log.granted(pair.0, pair.1, at(now)) {
            let deciding = log.deciding(pair.0, pair.1, at(now)).unwrap();
            prop_assert!(deciding.at() <= at(now));
            let mut log = log;
            let future = ConsentEntry::withdrawal(pair.0, pair.1, at(9), None, ConsentSource::Message);
            log.record(future);
            prop_assert!(!log.granted(pair.0, pair.1, at(now)));
        }
    }

    #[test]
    fn q1_a_smaller_log_answers_the_same(
        log in any_log(), other in any_log(), before in 0_i64..7, later in 0_i64..4,
    ) {
        let mut small = log.clone();
        small.compact(at(before));
        prop_assert!(small.entries().all(|kept| log.entries().any(|entry| entry == kept)));
        let now = at(before.saturating_add(later));
        prop_assert_eq!(small.view(now), log.view(now));
        let old = |void| void < at(before) && log.entries().any(|entry| entry.at() == void);
        if !other.entries().flat_map(ConsentEntry::voids).any(old) {
            prop_assert_eq!(merged(&small, &other).view(now), merged(&log, &other).view(now));
        }
        prop_assert_eq!(merged(&small, &log), log);
        let mut again = small.clone();
        again.compact(at(before));
        prop_assert_eq!(again, small);
    }

    #[test]
    fn q2_every_value_of_yes_has_a_text(log in any_log(), now in 0_i64..6) {
        for line in log.view(at(now)) {
            let proof = log.deciding(line.purpose, line.channel, at(now));
            let text = proof.and_then(ConsentEntry::text_version);
            prop_assert!(!line.granted || text.is_some());
        }
        let json = serde_json::to_string(&log).unwrap();
        prop_assert_eq!(serde_json::from_str::<Consents>(&json).unwrap(), log);
    }

    #[test]
    fn q1_after_a_general_withdrawal_nothing_is_ever_granted(
        log in any_log(), now in 0_i64..6, later in 0_i64..9, by in any_actor(),
    ) {
        let mut log = log;
        log.withdraw_all(at(now), ConsentSource::Preferences, &by);
        let once = log.clone();
        log.withdraw_all(at(now), ConsentSource::Preferences, &by);
        prop_assert_eq!(&log, &once);
        for time in [now, now.saturating_add(later), 0] {
            prop_assert!(log.view(at(time)).iter().all(|line| !line.granted));
        }
    }

    #[test]
    fn equal_logs_have_equal_digests(a in any_log(), b in any_log()) {
        let person = SubjectId::parse("guardian-1").unwrap();
        let digest = |log: &Consents| log.export_for_officer(&person).digest();
        prop_assert_eq!(digest(&merged(&a, &b)), digest(&merged(&b, &a)));
        prop_assert_eq!(digest(&a) == digest(&b), a == b);
    }
}

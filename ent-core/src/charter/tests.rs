#![expect(clippy::arithmetic_side_effects, reason = "small numbers of days")]

use proptest::prelude::*;

use super::*;
use crate::message::is_known;
use crate::transition::{CasResult, Context, Versioned};
use crate::{
    CharterVersionId, Coded, EditionId, Entropy, EntropyError, EvidenceId, Instant, Profile,
    SubjectId,
};

const DAY: i64 = 24 * 60 * 60;

fn day(days: i64) -> Instant {
    Instant::parse("2026-01-01T00:00:00Z").unwrap().plus_seconds(days * DAY).unwrap()
}

fn id(text: &str) -> SubjectId {
    SubjectId::parse(text).unwrap()
}

fn scope() -> CharterScope {
    CharterScope::of_ent("occitanie").unwrap()
}

fn guardian() -> ActingPerson {
    ActingPerson::LegalGuardian {
        guardian: id("guardian-7"),
        evidence: EvidenceId::parse("paper-118").unwrap(),
    }
}

fn institution() -> ActingPerson {
    ActingPerson::Institution { evidence: EvidenceId::parse("@cupboard").unwrap() }
}

/// Published ten days before `effective`; `name` is `edition` or `edition-language`.
fn draft(name: &str, effective: i64, grace: Option<u16>) -> CharterDraft {
    let (edition, language) = name.split_once('-').unwrap_or((name, "fr"));
    CharterDraft {
        id: CharterVersionId::parse(name).unwrap(),
        edition: EditionId::parse(edition).unwrap(),
        scope: scope(),
        profiles: [].into(),
        language: language.parse().unwrap(),
        published_at: day(effective - 10),
        effective_at: day(effective),
        materiality: grace.map_or(Materiality::Editorial, |_| Materiality::Substantive),
        grace_days: grace.unwrap_or_default(),
    }
}

/// Substantive with days of grace, editorial with `None`.
fn version(name: &str, effective: i64, grace: Option<u16>) -> CharterVersion {
    CharterVersion::new(draft(name, effective, grace), name.as_bytes()).unwrap()
}

fn empty() -> AcceptanceLog {
    AcceptanceLog::new(id("pupil-1"), scope())
}

/// A log of acts at days: `p`, `a` or `d` for presented, accepted, declined.
fn log_of(acts: &[(char, &CharterVersion, i64)]) -> AcceptanceLog {
    let mut log = empty();
    for (act, version, at) in acts {
        let act = match act {
            'p' => ActKind::Presented,
            'a' => ActKind::Accepted,
            _ => ActKind::Declined,
        };
        log.append(act, version, ActingPerson::OWN, day(*at), day(*at)).unwrap();
    }
    log
}

fn accepted(version: &CharterVersion, at: i64) -> AcceptanceLog {
    log_of(&[('p', version, at), ('a', version, at)])
}

fn stored(log: &AcceptanceLog) -> String {
    serde_json::to_string(log).unwrap()
}

fn fault(bytes: &str) -> (u32, LogFault) {
    let error = verify_log(bytes.as_bytes(), None).unwrap_err();
    (error.record(), error.fault())
}

#[test]
fn lists_and_codes_have_texts() {
    use CharterVersionError as V;
    ActKind::check_list();
    AcceptanceState::check_list();
    GateReason::check_list();
    LogFault::check_list();
    Materiality::check_list();
    let errors: [&dyn Coded; 21] = [
        &DigestError,
        &CharterLanguageError,
        &CharterScopeError,
        &V::TextEmpty,
        &V::TextTooLarge,
        &V::EffectiveBeforePublished,
        &V::Grace,
        &V::EditorialGrace,
        &LogError::new(3, LogFault::Digest),
        &CharterError::Log(LogError::new(3, LogFault::Digest)),
        &CharterError::VersionTwice,
        &CharterError::Scope,
        &CharterError::Edition,
        &CharterError::SameInstant,
        &CharterError::NotPublished,
        &CharterError::NotPresented,
        &CharterError::OtherText,
        &CharterError::Future,
        &CharterError::ClockBack,
        &CharterError::Representative,
        &CharterError::Full,
    ];
    for error in errors {
        assert!(is_known(error.code()), "{}", error.code());
        assert!(!error.text_fr().contains('{'), "{}", error.text_fr());
    }
}

#[test]
fn h2_a_version_has_the_digest_of_its_exact_bytes() {
    // b2sum -l 256
    let known = [
        ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
        ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
    ];
    for (text, digest) in known {
        assert_eq!(TextDigest::of_bytes(text.as_bytes()).to_string(), digest);
    }
    let fr = version("2026", 0, Some(0));
    assert_eq!(*fr.text(), TextDigest::of_bytes(b"2026"));
    for other in ["2026 ", "2026\n", "\u{feff}2026", ""] {
        assert!(!fr.is_text(other.as_bytes()), "{other:?}");
    }
    let json = serde_json::to_string(&fr).unwrap();
    assert_eq!(serde_json::from_str::<CharterVersion>(&json).unwrap(), fr);
    for bad in ["", "0e57", &"0".repeat(63), &"G".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
        assert_eq!(TextDigest::parse(bad), Err(DigestError), "{bad:?}");
    }
}

#[test]
fn versions_that_contradict_themselves_are_refused() {
    use CharterVersionError as E;
    let made = |change: fn(&mut CharterDraft)| {
        let mut draft = draft("2026", 0, Some(30));
        change(&mut draft);
        CharterVersion::new(draft, b"text").err()
    };
    assert_eq!(made(|_| {}), None);
    assert_eq!(made(|d| d.effective_at = d.published_at), None);
    assert_eq!(made(|d| d.grace_days = 366), None);
    assert_eq!(made(|d| d.grace_days = 367), Some(E::Grace));
    assert_eq!(made(|d| d.grace_days = u16::MAX), Some(E::Grace));
    assert_eq!(made(|d| d.effective_at = Instant::LAST), Some(E::Grace));
    assert_eq!(made(|d| d.effective_at = day(-11)), Some(E::EffectiveBeforePublished));
    assert_eq!(made(|d| d.materiality = Materiality::Editorial), Some(E::EditorialGrace));
    assert_eq!(CharterVersion::new(draft("a", 0, None), b"").err(), Some(E::TextEmpty));
    let large = vec![b'a'; 16 * 1024 * 1024 + 1];
    assert_eq!(CharterVersion::new(draft("a", 0, None), &large).err(), Some(E::TextTooLarge));

    let json = serde_json::to_string(&version("2026", 0, Some(30))).unwrap();
    for (from, to) in [
        (r#""grace_days":30"#, r#""grace_days":367"#),
        (r#""grace_days":30"#, r#""grace_days":-1"#),
        (r#""grace_days":30"#, r#""grace_days":30,"more":1"#),
        ("substantive", "editorial"),
        ("2026-01-01T", "2025-01-01T"),
        (r#""fr""#, r#""french""#),
        ("ent:", "ent"),
    ] {
        let bad = json.replacen(from, to, 1);
        assert_ne!(bad, json);
        assert!(serde_json::from_str::<CharterVersion>(&bad).is_err(), "{bad}");
    }
}

#[test]
fn the_gate_decides() {
    use GateReason as R;
    let v1 = version("v1", 0, Some(0));
    let typo = version("v2", 20, None);
    let typo_en = version("v2-en", 20, None);
    let new = version("v3", 40, Some(30));
    let newest = version("v4", 60, Some(30));
    let versions = [newest.clone(), typo_en.clone(), new.clone(), v1.clone(), typo.clone()];
    let ok = |acts: &[_]| log_of(acts);
    let old = accepted(&v1, 1);
    let withdrawn = ok(&[('p', &v1, 1), ('a', &v1, 1), ('d', &v1, 2)]);
    let refused = ok(&[('p', &v1, 1), ('a', &v1, 1), ('p', &new, 41), ('d', &new, 41)]);
    let early = ok(&[('p', &new, 35), ('a', &new, 35)]);
    let both = ok(&[('p', &v1, 1), ('a', &v1, 1), ('p', &new, 35), ('a', &new, 35)]);
    let late = ok(&[('p', &v1, 1), ('p', &new, 41), ('a', &v1, 41)]);
    let newer = ok(&[('p', &v1, 1), ('p', &new, 41), ('a', &new, 41), ('a', &v1, 42)]);
    let cases = [
        // log, day, extra milliseconds, reason, required
        (empty(), 0, -1, R::NoCharter, None),
        (empty(), 0, 0, R::NeverAccepted, Some("v1")),
        (ok(&[('p', &v1, 1)]), 1, 0, R::NeverAccepted, Some("v1")),
        (old.clone(), 1, 0, R::Accepted, Some("v1")),
        (old.clone(), 20, -1, R::Accepted, Some("v1")),
        (old.clone(), 20, 0, R::EditorialChange, Some("v2")),
        (old.clone(), 40, -1, R::EditorialChange, Some("v2")),
        (old.clone(), 40, 0, R::Grace, Some("v3")),
        (old.clone(), 60, 0, R::Grace, Some("v4")),
        (old.clone(), 70, -1, R::Grace, Some("v4")),
        (old, 70, 0, R::Outdated, Some("v4")),
        (accepted(&typo_en, 21), 21, 0, R::Accepted, Some("v2")),
        (accepted(&new, 41), 90, -1, R::Grace, Some("v4")),
        (accepted(&new, 41), 90, 0, R::Outdated, Some("v4")),
        (withdrawn.clone(), 2, 0, R::Declined, Some("v1")),
        (withdrawn.clone(), 20, 0, R::Declined, Some("v2")),
        (withdrawn, 40, 0, R::NeverAccepted, Some("v3")),
        (refused.clone(), 41, 0, R::Grace, Some("v3")),
        (refused, 70, 0, R::Outdated, Some("v4")),
        (early.clone(), 35, 0, R::NeverAccepted, Some("v2")),
        (early, 40, 0, R::Accepted, Some("v3")),
        (both.clone(), 40, -1, R::EditorialChange, Some("v2")),
        (both, 40, 0, R::Accepted, Some("v3")),
        (late, 41, 0, R::Outdated, Some("v3")),
        (newer, 42, 0, R::Accepted, Some("v3")),
    ];
    for (at, (log, days, millis, reason, required)) in cases.iter().enumerate() {
        let now = day(*days).plus_millis(*millis).unwrap();
        let gate = gate(&versions, log, Profile::Teacher, now).unwrap();
        assert_eq!(gate.reason, *reason, "case {at}");
        assert_eq!(gate.required.map(|v| v.id().as_str()), *required, "case {at}");
        assert_eq!(gate.grace_until.is_some(), *reason == R::Grace, "case {at}");
    }
}

#[test]
fn states_follow_the_edition_in_force() {
    use AcceptanceState as S;
    let (v1, v2) = (version("v1", 0, Some(0)), version("v2", 20, Some(10)));
    let versions = [v1.clone(), v2.clone()];
    let all = log_of(&[('p', &v1, 1), ('a', &v1, 2), ('p', &v2, 26), ('d', &v2, 27)]);
    let state =
        |log: &AcceptanceLog, at| gate(&versions, log, Profile::Pupil, day(at)).unwrap().state;
    let cut = |records: usize| {
        let mut log = empty();
        for record in &all.records()[..records] {
            let version = if record.version() == v1.id() { &v1 } else { &v2 };
            let at = record.at();
            log.append(record.act(), version, record.by().clone(), at, at).unwrap();
        }
        log
    };
    assert_eq!(state(&empty(), 1), S::NotPresented);
    assert_eq!(state(&cut(1), 1), S::Presented);
    assert_eq!(state(&cut(2), 2), S::Accepted);
    assert_eq!(state(&cut(2), 25), S::Outdated);
    assert_eq!(state(&cut(3), 26), S::Presented);
    assert_eq!(state(&all, 27), S::Declined);
    assert_eq!(state(&all, 30), S::Declined);
}

#[test]
fn versions_that_do_not_go_together_are_refused() {
    let v1 = version("v1", 0, Some(0));
    let with = |change: fn(&mut CharterDraft)| {
        let mut draft = draft("v1-en", 0, Some(0));
        change(&mut draft);
        let versions = [v1.clone(), CharterVersion::new(draft, b"text").unwrap()];
        gate(&versions, &empty(), Profile::Pupil, day(1)).err()
    };
    assert_eq!(with(|_| {}), None);
    assert_eq!(with(|d| d.effective_at = day(9)), None);
    assert_eq!(
        with(|d| d.id = CharterVersionId::parse("v1").unwrap()),
        Some(CharterError::VersionTwice)
    );
    assert_eq!(with(|d| d.language = "fr".parse().unwrap()), Some(CharterError::Edition));
    assert_eq!(with(|d| d.grace_days = 1), Some(CharterError::Edition));
    assert_eq!(with(|d| d.materiality = Materiality::Editorial), Some(CharterError::Edition));
    assert_eq!(with(|d| d.profiles = [Profile::Pupil].into()), Some(CharterError::Edition));
    assert_eq!(with(|d| d.scope = "ent:autre".parse().unwrap()), Some(CharterError::Scope));
    assert_eq!(with(|d| d.scope = "uai:0750655E".parse().unwrap()), Some(CharterError::Scope));
    let other = |d: &mut CharterDraft| d.edition = EditionId::parse("other").unwrap();
    assert_eq!(with(other), Some(CharterError::SameInstant));
    let apart = |d: &mut CharterDraft| {
        d.edition = EditionId::parse("other").unwrap();
        d.profiles = [Profile::Teacher].into();
    };
    assert_eq!(with(apart), None);
}

#[test]
fn a_log_that_cannot_be_right_with_the_versions_is_refused() {
    let v1 = version("v1", 0, Some(0));
    let log = log_of(&[('p', &v1, 1), ('a', &v1, 3)]);
    let refused = |version: CharterVersion, now| {
        let error = gate(&[version], &log, Profile::Pupil, now).map(drop).unwrap_err();
        assert_eq!(error.code(), "charter/log");
        match error {
            CharterError::Log(error) => (error.record(), error.fault()),
            other => panic!("{other}"),
        }
    };
    assert_eq!(refused(version("v2", 0, Some(0)), day(3)), (1, LogFault::UnknownVersion));
    let other = CharterVersion::new(draft("v1", 0, Some(0)), b"other").unwrap();
    assert_eq!(refused(other, day(3)), (1, LogFault::OtherText));
    let late = CharterVersion::new(draft("v1", 12, Some(0)), b"v1").unwrap();
    assert_eq!(refused(late, day(30)), (1, LogFault::NotPublished));
    assert_eq!(refused(v1, day(2)), (2, LogFault::Future));
}

#[test]
fn h8_a_representative_is_named_with_a_proof() {
    let v1 = version("v1", 0, Some(0));
    let mut log = empty();
    let me = ActingPerson::LegalGuardian {
        guardian: log.person().clone(),
        evidence: EvidenceId::parse("x").unwrap(),
    };
    let refused = log.append(ActKind::Presented, &v1, me, day(1), day(1));
    assert_eq!(refused.err(), Some(CharterError::Representative));
    for by in [guardian(), institution()] {
        let mut log = empty();
        log.append(ActKind::Presented, &v1, by.clone(), day(1), day(1)).unwrap();
        let child = log.clone().append(ActKind::Accepted, &v1, ActingPerson::OWN, day(1), day(1));
        assert_eq!(child.err(), Some(CharterError::NotPresented));
        log.append(ActKind::Accepted, &v1, by.clone(), day(1), day(1)).unwrap();
        let versions = [v1.clone()];
        let gate = gate(&versions, &log, Profile::Pupil, day(1)).unwrap();
        assert_eq!((gate.open, gate.reason), (true, GateReason::Accepted));
        let last = log.records().last().unwrap();
        assert_eq!(last.by(), &by);
        assert!(last.by().evidence().is_some());
    }
    // Without a proof it is not even readable.
    let bad = r#"{"is":"legal_guardian","guardian":"g"}"#;
    assert!(serde_json::from_str::<ActingPerson>(bad).is_err());
    assert!(serde_json::from_str::<ActingPerson>(r#"{"is":"institution"}"#).is_err());
}

#[test]
fn h9_one_call_is_one_person() {
    let v1 = version("v1", 0, Some(0));
    let own = accepted(&v1, 1);
    let mut other = AcceptanceLog::new(id("pupil-2"), scope());
    other.append(ActKind::Presented, &v1, ActingPerson::OWN, day(1), day(1)).unwrap();
    assert_eq!((own.records().len(), other.records().len()), (2, 1));
    // The records of one person are nobody else's, nor those of another scope.
    let json = stored(&own);
    assert_eq!(fault(&json.replace("pupil-1", "pupil-2")), (1, LogFault::Chain));
    assert_eq!(fault(&json.replace("occitanie", "autre")), (1, LogFault::Chain));
}

#[test]
fn h3_tampering_is_found() {
    let v1 = version("v1", 0, Some(0));
    let log = log_of(&[('p', &v1, 1), ('p', &v1, 2), ('d', &v1, 3), ('a', &v1, 4)]);
    let value = serde_json::to_value(&log).unwrap();
    let with = |change: &dyn Fn(&mut Vec<serde_json::Value>)| {
        let mut value = value.clone();
        change(value["records"].as_array_mut().unwrap());
        value.to_string()
    };
    let head = log.head();
    assert_eq!(verify_log(with(&|_| {}).as_bytes(), Some(&head)).unwrap(), log);
    assert_eq!(fault(&with(&|r| drop(r.remove(0)))), (1, LogFault::Sequence));
    assert_eq!(fault(&with(&|r| drop(r.remove(2)))), (3, LogFault::Sequence));
    assert_eq!(fault(&with(&|r| r.swap(1, 2))), (2, LogFault::Sequence));
    assert_eq!(fault(&with(&|r| r.insert(1, r[0].clone()))), (2, LogFault::Sequence));
    assert_eq!(fault(&with(&|r| r[2]["act"] = "accepted".into())), (3, LogFault::Digest));
    assert_eq!(fault(&with(&|r| r[1]["version"] = "v9".into())), (2, LogFault::Digest));
    assert_eq!(fault(&with(&|r| r[3]["digest"] = head_of(0))), (4, LogFault::Digest));
    assert_eq!(fault(&with(&|r| r[3]["previous"] = head_of(0))), (4, LogFault::Chain));
    assert_eq!(fault(&with(&|r| r[1]["act"] = "ticked".into())), (2, LogFault::Unreadable));
    assert_eq!(fault(&with(&|r| r[1]["more"] = 1.into())), (2, LogFault::Unreadable));
    assert_eq!(fault(&with(&|r| r[2] = serde_json::Value::Null)), (3, LogFault::Unreadable));
    // Off the end: seen with the head only.
    let short = with(&|r| drop(r.pop()));
    assert!(verify_log(short.as_bytes(), None).is_ok());
    let error = verify_log(short.as_bytes(), Some(&head)).unwrap_err();
    assert_eq!((error.record(), error.fault()), (4, LogFault::Head));
    for bad in ["", "[]", "{}", r#"{"schema":1}"#, &"[".repeat(1 << 20)] {
        assert_eq!(fault(bad), (0, LogFault::Unreadable));
    }
    assert_eq!(
        fault(&value.to_string().replace(r#""schema":1"#, r#""schema":2"#)),
        (0, LogFault::Unreadable)
    );
    assert_eq!(fault(&" ".repeat(9 << 20)), (0, LogFault::Size));
    let twice = stored(&log).replacen(r#""schema":1"#, r#""schema":1,"schema":1"#, 1);
    assert_eq!(fault(&twice), (0, LogFault::Unreadable));
}

fn head_of(byte: u8) -> serde_json::Value {
    format!("{byte:02x}").repeat(32).into()
}

/// A log whose chain is right and whose acts are not, as a forger would write it.
fn forged(acts: &[(ActKind, i64, &[u8], ActingPerson)]) -> String {
    let mut previous = record::genesis(&id("pupil-1"), &scope());
    let mut records = Vec::new();
    for (at, (act, days, text, by)) in acts.iter().enumerate() {
        let mut record = AcceptanceRecord {
            sequence: u32::try_from(at + 1).unwrap(),
            at: day(*days),
            act: *act,
            version: CharterVersionId::parse("v1").unwrap(),
            text: TextDigest::of_bytes(text),
            by: by.clone(),
            previous,
            digest: previous,
        };
        record.digest = record.computed();
        previous = record.digest;
        records.push(record);
    }
    let person = "pupil-1";
    serde_json::json!({"schema": 1, "person": person, "scope": scope(), "records": records})
        .to_string()
}

#[test]
fn what_is_chained_is_still_checked() {
    use ActKind::{Accepted, Declined, Presented};
    let own = || ActingPerson::OWN;
    let me = ActingPerson::LegalGuardian {
        guardian: id("pupil-1"),
        evidence: EvidenceId::parse("x").unwrap(),
    };
    let v: &[u8] = b"v1";
    assert!(
        verify_log(forged(&[(Presented, 1, v, own()), (Accepted, 1, v, own())]).as_bytes(), None)
            .is_ok()
    );
    let cases = [
        (forged(&[(Accepted, 1, v, own())]), 1, LogFault::NotPresented),
        (forged(&[(Declined, 1, v, own())]), 1, LogFault::NotPresented),
        (
            forged(&[(Presented, 1, v, own()), (Accepted, 1, v, guardian())]),
            2,
            LogFault::NotPresented,
        ),
        (forged(&[(Presented, 1, v, own()), (Accepted, 1, b"v", own())]), 2, LogFault::OtherText),
        (forged(&[(Presented, 1, v, own()), (Accepted, 0, v, own())]), 2, LogFault::Time),
        (forged(&[(Presented, 1, v, me)]), 1, LogFault::Representative),
    ];
    for (json, record, wrong) in cases {
        assert_eq!(fault(&json), (record, wrong));
    }
}

#[test]
fn h6_acts_have_an_order_in_time() {
    let v1 = version("v1", 0, Some(0));
    let mut log = empty();
    let mut append = |act, at, now| {
        log.append(act, &v1, ActingPerson::OWN, at, now).map(|record| record.sequence()).err()
    };
    let before = |at: Instant| at.plus_millis(-1).unwrap();
    let published = day(-10);
    assert_eq!(
        append(ActKind::Presented, before(published), day(9)),
        Some(CharterError::NotPublished)
    );
    assert_eq!(append(ActKind::Presented, day(2), before(day(2))), Some(CharterError::Future));
    assert_eq!(append(ActKind::Presented, published, published), None);
    assert_eq!(append(ActKind::Presented, day(2), day(2)), None);
    assert_eq!(append(ActKind::Accepted, before(day(2)), day(9)), Some(CharterError::ClockBack));
    assert_eq!(append(ActKind::Accepted, day(2), day(9)), None);
}

#[test]
fn a_log_is_bounded() {
    let v1 = version("v1", 0, Some(0));
    let mut log = empty();
    for _ in 0..10_000 {
        log.append(ActKind::Presented, &v1, ActingPerson::OWN, day(1), day(1)).unwrap();
    }
    let more = log.append(ActKind::Presented, &v1, ActingPerson::OWN, day(1), day(1));
    assert_eq!(more.err(), Some(CharterError::Full));
    assert_eq!(verify_log(stored(&log).as_bytes(), Some(&log.head())), Ok(log));
}

#[test]
fn golden_log() -> AcceptanceResult {
    let golden = include_str!("../../tests/golden/charter_log_1.json").trim_end();
    let log = verify_log(golden.as_bytes(), None)?;
    assert_eq!(stored(&log), golden);
    assert_eq!(log, sample());
    Ok(())
}

type AcceptanceResult = Result<(), LogError>;

/// One record of each kind and acting person.
fn sample() -> AcceptanceLog {
    let (fr, en) = (version("v1", 0, Some(0)), version("v1-en", 0, Some(0)));
    let mut log = AcceptanceLog::new(id("pupil-1"), scope());
    let own = ActingPerson::Own { evidence: Some(EvidenceId::parse("-session").unwrap()) };
    for (act, version, by, at) in [
        (ActKind::Presented, &fr, own, 1),
        (ActKind::Declined, &fr, ActingPerson::OWN, 2),
        (ActKind::Presented, &en, guardian(), 3),
        (ActKind::Accepted, &en, guardian(), 4),
        (ActKind::Presented, &fr, institution(), 5),
        (ActKind::Accepted, &fr, institution(), 5),
    ] {
        log.append(act, version, by, day(at), day(9)).unwrap();
    }
    log
}

#[test]
fn exports_are_stable() {
    let log = sample();
    insta::with_settings!({ snapshot_path => "../../tests/golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("charter_export_csv", csv([&log]).replace("\r\n", "\n"));
        insta::assert_snapshot!("charter_export_jsonl", jsonl([&log]));
    });
    let text = csv([&log, &log]);
    assert_eq!(text.matches("\r\n").count(), 13);
    assert_eq!(text.matches('\n').count(), 13);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>().join(","), CSV_HEADER);
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    assert_eq!(&rows[0][9], "'-session");
    assert_eq!(&rows[5][9], "'@cupboard");
    for (row, line) in rows.iter().zip(jsonl([&log]).lines()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        for (name, cell) in CSV_HEADER.split(',').zip(row) {
            let text = line[name].as_str().map_or_else(|| line[name].to_string(), str::to_owned);
            let text = if line[name].is_null() { String::new() } else { text };
            assert_eq!(cell.trim_start_matches('\''), text, "{name}");
        }
    }
}

struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::default())
    }
}

/// A stepped log, stored after each act.
struct Stepped(Versioned<AcceptanceLog>);

impl Stepped {
    fn new(log: AcceptanceLog) -> Self {
        Self(Versioned::fresh(AcceptanceLog::key(log.person(), log.scope()), log))
    }

    /// How many records are written, and the number of the record that comes out.
    fn act(
        &mut self,
        act: ActKind,
        version: &CharterVersion,
        by: &ActingPerson,
        now: Instant,
    ) -> (usize, Result<u32, CharterError>) {
        let mut cx = Context { now, entropy: &mut NoEntropy, policy: &(), keys: &() };
        let event = CharterEvent { act, version: version.clone(), by: by.clone() };
        let step = self.0.step(&event, &mut cx).unwrap();
        let writes = step.writes().len();
        let done = step.commit(CasResult::Stored).unwrap();
        self.0 = done.state;
        (writes, done.outcome.map(|record| record.sequence()))
    }
}

#[test]
fn h9_a_log_takes_no_version_of_another_scope() {
    let mut elsewhere = draft("v1", 0, Some(0));
    elsewhere.scope = "uai:0750655E".parse().unwrap();
    let elsewhere = CharterVersion::new(elsewhere, b"v1").unwrap();
    let mut log = empty();
    for act in ActKind::ALL {
        let refused = log.append(*act, &elsewhere, ActingPerson::OWN, day(1), day(1));
        assert_eq!(refused.err(), Some(CharterError::Scope));
    }
    assert_eq!(log, empty());
}

#[test]
fn what_is_said_again_is_not_recorded_again() {
    use ActKind::{Accepted, Declined, Presented};
    let (fr, en) = (version("v1-fr", 0, Some(0)), version("v1-en", 0, Some(0)));
    let own = ActingPerson::OWN;
    let proven = ActingPerson::Own { evidence: EvidenceId::parse("session-1").ok() };
    let acts = [
        // act, version, by, written, record that comes out
        (Presented, &fr, &own, 1, 1),
        (Presented, &en, &own, 1, 2),
        (Presented, &fr, &own, 0, 1),
        (Presented, &fr, &proven, 0, 1),
        (Presented, &fr, &guardian(), 1, 3),
        (Presented, &en, &own, 0, 2),
        (Accepted, &fr, &own, 1, 4),
        (Accepted, &fr, &own, 0, 4),
        (Presented, &en, &own, 0, 2),
        (Presented, &fr, &guardian(), 0, 3),
        (Accepted, &fr, &proven, 1, 5),
        (Declined, &fr, &proven, 1, 6),
        (Declined, &fr, &proven, 0, 6),
        (Accepted, &en, &own, 1, 7),
        // Another answer came between: the latest decides.
        (Declined, &fr, &proven, 1, 8),
        (Presented, &fr, &own, 1, 9),
        (Presented, &fr, &own, 0, 9),
    ];
    let mut log = Stepped::new(empty());
    for (at, (act, version, by, written, record)) in (1_i64..).zip(acts) {
        assert_eq!(log.act(act, version, by, day(at)), (written, Ok(record)), "{at}");
    }
    let mut elsewhere = draft("v1-fr", 0, Some(0));
    elsewhere.scope = "uai:0750655E".parse().unwrap();
    let elsewhere = CharterVersion::new(elsewhere, b"v1-fr").unwrap();
    let refused = log.act(Presented, &elsewhere, &own, day(30));
    assert_eq!(refused, (0, Err(CharterError::Scope)));
}

#[test]
fn a_stepped_log_is_full_before_its_state_is_too_large() {
    let longest = |letter: &str| letter.repeat(128);
    let cases = [
        // person, scope, version, by, records that fit
        (
            longest("p"),
            CharterScope::of_ent(&"s".repeat(64)).unwrap(),
            longest("v"),
            ActingPerson::LegalGuardian {
                guardian: id(&longest("g")),
                evidence: EvidenceId::parse(&longest("e")).unwrap(),
            },
            86,
        ),
        ("pupil-1".to_owned(), scope(), "2026-fr".to_owned(), ActingPerson::OWN, 189),
    ];
    for (person, scope, name, by, fitting) in cases {
        let mut draft = draft("v1", 0, Some(0));
        draft.id = CharterVersionId::parse(&name).unwrap();
        draft.scope = scope.clone();
        let version = CharterVersion::new(draft, b"v1").unwrap();
        let mut log = Stepped::new(AcceptanceLog::new(id(&person), scope));
        let now = if by == ActingPerson::OWN { day(1) } else { day(1).plus_millis(1).unwrap() };
        assert_eq!(log.act(ActKind::Presented, &version, &by, now), (1, Ok(1)));
        let answer =
            |at: u32| if at.is_multiple_of(2) { ActKind::Accepted } else { ActKind::Declined };
        for at in 2..=fitting {
            assert_eq!(log.act(answer(at), &version, &by, now), (1, Ok(at)));
        }
        let full = (0, Err(CharterError::Full));
        assert_eq!(log.act(answer(fitting + 1), &version, &by, now), full);
        assert_eq!(log.act(ActKind::Presented, &version, &by, now), full);
        assert_eq!(log.act(answer(fitting), &version, &by, now), (0, Ok(fitting)));
        assert_eq!(u32::try_from(log.0.body().records().len()), Ok(fitting));
    }
}

#[test]
fn an_acceptance_counts_once_stored() {
    let v1 = version("v1", 0, Some(0));
    let key = AcceptanceLog::key(&id("pupil-1"), &scope());
    let event = |act| CharterEvent { act, version: v1.clone(), by: ActingPerson::OWN };
    let step = |state: &Versioned<AcceptanceLog>, act, now| {
        let mut cx = Context { now, entropy: &mut NoEntropy, policy: &(), keys: &() };
        state.step(&event(act), &mut cx).unwrap()
    };
    let fresh = Versioned::fresh(key.clone(), empty());
    let refused = step(&fresh, ActKind::Accepted, day(1));
    assert!(refused.writes().is_empty());
    let outcome = refused.commit(CasResult::Stored).unwrap().outcome;
    assert_eq!(outcome.err(), Some(CharterError::NotPresented));

    let shown = step(&fresh, ActKind::Presented, day(1)).commit(CasResult::Stored).unwrap().state;
    assert!(step(&shown, ActKind::Presented, day(2)).writes().is_empty());
    assert!(step(&shown, ActKind::Accepted, day(2)).commit(CasResult::Lost).is_err());
    // A clock set back makes no record earlier than the last.
    let accepting = step(&shown, ActKind::Accepted, day(0));
    let bytes = accepting.writes()[0].bytes().to_vec();
    let committed = accepting.commit(CasResult::Stored).unwrap();
    assert_eq!(committed.outcome.unwrap().at(), day(1));
    let read = Versioned::<AcceptanceLog>::load(key, &bytes).unwrap();
    assert_eq!(read.body(), committed.state.body());
    let other = AcceptanceLog::key(&id("pupil-2"), &scope());
    assert!(Versioned::<AcceptanceLog>::load(other, &bytes).is_err());
    let tampered = String::from_utf8(bytes).unwrap().replace("accepted", "declined");
    assert!(Versioned::<AcceptanceLog>::load(read.key().clone(), tampered.as_bytes()).is_err());
}

#[test]
fn nothing_personal_is_shown() {
    let shown = format!("{:?}", sample());
    assert!(!shown.contains("pupil") && !shown.contains("guardian"), "{shown}");
}

/// One try to append: act, version, acting person, day, day of the clock.
type Try = (usize, usize, usize, i64, i64);

fn tries() -> impl Strategy<Value = Vec<Try>> {
    prop::collection::vec((0_usize..3, 0_usize..6, 0_usize..3, -15_i64..90, 0_i64..3), 0..30)
}

/// Versions of five editions: substance and grace differ, the second has two texts.
fn any_versions() -> impl Strategy<Value = Vec<CharterVersion>> {
    let grace = prop::option::of(0_u16..40);
    prop::collection::vec((grace, prop::sample::select(vec![None, Some(Profile::Teacher)])), 5)
        .prop_map(|facts| {
            let mut versions = Vec::new();
            for (at, (grace, profile)) in facts.into_iter().enumerate() {
                let names = if at == 1 {
                    vec!["v1", "v1-en"]
                } else {
                    vec![["v0", "v1", "v2", "v3", "v4"][at]]
                };
                for name in names {
                    let mut draft = draft(name, i64::try_from(at).unwrap() * 15, grace);
                    draft.profiles = profile.into_iter().collect();
                    versions.push(CharterVersion::new(draft, name.as_bytes()).unwrap());
                }
            }
            versions
        })
}

/// Appends what can be; the times mostly grow.
fn append_all(versions: &[CharterVersion], tries: &[Try]) -> AcceptanceLog {
    let mut log = empty();
    for (act, version, by, at, ahead) in tries {
        let by = [ActingPerson::OWN, guardian(), institution()][*by].clone();
        let (at, now) = (day(*at), day(*at + *ahead - 1));
        let before = log.clone();
        if log.append(ActKind::ALL[*act], &versions[*version], by, at, now).is_err() {
            assert_eq!(log, before);
        }
    }
    log
}

/// H4 said again, the long way: every edition, every pair.
fn should_open(
    versions: &[CharterVersion],
    log: &AcceptanceLog,
    profile: Profile,
    now: Instant,
) -> bool {
    let mine: Vec<_> = versions.iter().filter(|v| v.is_for(profile)).collect();
    let since = |from: &CharterVersion, to: Instant| -> Vec<&CharterVersion> {
        let later =
            |v: &&CharterVersion| v.effective_at() > from.effective_at() && v.effective_at() <= to;
        mine.iter().copied().filter(later).collect()
    };
    if mine.iter().all(|v| v.effective_at() > now) {
        return true;
    }
    let substantive = |v: &&&CharterVersion| v.materiality() == Materiality::Substantive;
    log.records().iter().enumerate().any(|(at, record)| {
        let Some(version) = mine.iter().find(|v| v.id() == record.version()) else { return false };
        let taken_back = log.records()[at..].iter().any(|later| {
            let same = |v: &CharterVersion| {
                let (a, b) = if v.effective_at() < version.effective_at() {
                    (v, *version)
                } else {
                    (*version, v)
                };
                since(a, b.effective_at()).iter().filter(substantive).count() == 0
            };
            later.act() == ActKind::Declined
                && mine.iter().any(|v| v.id() == later.version() && same(v))
        });
        record.act() == ActKind::Accepted
            && !taken_back
            && version.effective_at() <= now
            && since(version, record.at()).is_empty()
            && since(version, now).iter().filter(substantive).all(|v| now < v.grace_until())
    })
}

proptest! {
    #[test]
    fn h1_an_answer_has_its_presentation(versions in any_versions(), tries in tries()) {
        let log = append_all(&versions, &tries);
        for (at, record) in log.records().iter().enumerate() {
            let shown = |earlier: &&AcceptanceRecord| {
                earlier.act() == ActKind::Presented
                    && earlier.version() == record.version()
                    && earlier.text() == record.text()
                    && earlier.at() <= record.at()
            };
            prop_assert!(log.records()[..=at].iter().any(|earlier| shown(&earlier)));
        }
    }

    #[test]
    fn h2_another_byte_is_another_text(text in prop::collection::vec(any::<u8>(), 1..64), at: prop::sample::Index, bit in 0_u8..8) {
        let version = CharterVersion::new(draft("v", 0, None), &text).unwrap();
        prop_assert!(version.is_text(&text));
        let mut other = text;
        let at = at.index(other.len());
        other[at] ^= 1 << bit;
        prop_assert!(!version.is_text(&other));
    }

    #[test]
    fn h3_any_change_of_a_stored_log_is_found(versions in any_versions(), tries in tries(), at: prop::sample::Index, to in 0x20_u8..0x7f) {
        let log = append_all(&versions, &tries);
        let mut bytes = stored(&log).into_bytes();
        prop_assert_eq!(&verify_log(&bytes, Some(&log.head())).unwrap(), &log);
        let at = at.index(bytes.len());
        bytes[at] = to;
        // Another spelling of the same log is no change.
        if let Ok(read) = verify_log(&bytes, Some(&log.head())) {
            prop_assert_eq!(read, log);
        }
    }

    #[test]
    fn h3_removal_and_reordering_are_found(versions in any_versions(), tries in tries(), a: prop::sample::Index, b: prop::sample::Index) {
        let log = append_all(&versions, &tries);
        prop_assume!(log.records().len() > 1);
        let (a, b) = (a.index(log.records().len()), b.index(log.records().len()));
        let mut value = serde_json::to_value(&log).unwrap();
        let records = value["records"].as_array_mut().unwrap();
        if a == b {
            records.remove(a);
        } else {
            records.swap(a, b);
        }
        let json = value.to_string();
        let error = verify_log(json.as_bytes(), Some(&log.head())).unwrap_err();
        prop_assert_eq!(usize::try_from(error.record()).unwrap(), a.min(b) + 1);
    }

    #[test]
    fn h4_open_when_and_only_when_the_edition_is_acceptable(versions in any_versions(), tries in tries(), teacher: bool, at in -20_i64..120) {
        let log = append_all(&versions, &tries);
        let now = log.last_at().map_or(day(at), |last| last.max(day(at)));
        let profile = if teacher { Profile::Teacher } else { Profile::Pupil };
        let gate = gate(&versions, &log, profile, now).unwrap();
        prop_assert_eq!(gate.open, should_open(&versions, &log, profile, now));
    }

    #[test]
    fn h5_an_old_version_never_opens(versions in any_versions(), tries in tries(), old in 0_usize..6, at in 0_i64..120) {
        let mut log = append_all(&versions, &tries);
        let now = log.last_at().map_or(day(at), |last| last.max(day(at)));
        let before = gate(&versions, &log, Profile::Teacher, now).unwrap();
        let (open, required) = (before.open, before.required.map(|v| v.edition().clone()));
        prop_assume!(required.is_some() && required.as_ref() != Some(versions[old].edition()));
        prop_assume!(versions[old].effective_at() <= now);
        log.append(ActKind::Presented, &versions[old], ActingPerson::OWN, now, now).unwrap();
        log.append(ActKind::Accepted, &versions[old], ActingPerson::OWN, now, now).unwrap();
        prop_assert_eq!(gate(&versions, &log, Profile::Teacher, now).unwrap().open, open);
    }

    #[test]
    fn h6_times_are_in_order(versions in any_versions(), tries in tries()) {
        let log = append_all(&versions, &tries);
        let times: Vec<_> = log.records().iter().map(AcceptanceRecord::at).collect();
        prop_assert!(times.is_sorted());
        for record in log.records() {
            let version = versions.iter().find(|v| v.id() == record.version()).unwrap();
            prop_assert!(version.published_at() <= record.at());
        }
        if let Some(last) = log.last_at() {
            let before = last.plus_millis(-1).unwrap();
            prop_assert_eq!(gate(&versions, &log, Profile::Pupil, before).map(drop).unwrap_err().code(), "charter/log");
        }
    }

    // The gate takes no way of signing in: all that could make federated people differ is a proof.
    #[test]
    fn h7_h8_neither_the_proof_nor_who_acts_moves_the_gate(versions in any_versions(), tries in tries(), by in 0_usize..3, at in 0_i64..120) {
        let with = |by: usize| {
            let tries: Vec<_> = tries.iter().map(|t| (t.0, t.1, by, t.3, t.4)).collect();
            append_all(&versions, &tries)
        };
        let (own, other) = (with(0), with(by));
        prop_assert_eq!(own.records().len(), other.records().len());
        let now = own.last_at().map_or(day(at), |last| last.max(day(at)));
        prop_assert_eq!(
            gate(&versions, &own, Profile::Pupil, now).unwrap(),
            gate(&versions, &other, Profile::Pupil, now).unwrap()
        );
        for record in other.records() {
            prop_assert_eq!(record.by().evidence().is_some(), by != 0);
            prop_assert_eq!(record.by().guardian().is_some(), by == 1);
        }
    }

    #[test]
    fn h9_a_log_has_one_person(versions in any_versions(), tries in tries()) {
        let log = append_all(&versions, &tries);
        prop_assume!(!log.records().is_empty());
        let json = stored(&log).replace("pupil-1", "pupil-2");
        prop_assert_eq!(fault(&json), (1, LogFault::Chain));
    }

    #[test]
    fn never_panics(text in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = verify_log(&bytes, None);
        let _ = verify_log(text.as_bytes(), None);
        let _ = (CharterScope::parse(&text), CharterLanguage::parse(&text), TextDigest::parse(&text));
    }
}

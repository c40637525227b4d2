use std::fs;

use proptest::prelude::*;

use super::*;
use crate::Coded;
use crate::message::is_known;

fn guardian(n: u8) -> GuardianId {
    GuardianId::parse(&format!("guardian-{n}")).unwrap()
}

fn account(n: u8) -> SubjectId {
    SubjectId::parse(&format!("account-{n}")).unwrap()
}

fn pupil(n: u8) -> PupilId {
    PupilId::parse(&format!("pupil-{n}")).unwrap()
}

fn edge(link: &str, standing: Standing) -> Edge {
    let link = AafLink::parse(link).unwrap();
    Edge { link, standing, financial: true, contact: true, payment: false }
}

fn at(second: u8) -> Instant {
    Instant::parse(&format!("2026-09-01T08:00:{second:02}Z")).unwrap()
}

/// Two parents of three children; the mother has two accounts.
fn family() -> Guardianship {
    let mut family = Guardianship::new();
    for n in [1, 2] {
        family.add_guardian(guardian(n)).unwrap();
        family.attach(account(n), &guardian(n)).unwrap();
    }
    family.attach(account(3), &guardian(1)).unwrap();
    family.add(&guardian(1), pupil(2), edge("10", Standing::Legal)).unwrap();
    family.add(&guardian(1), pupil(1), edge("10", Standing::Legal)).unwrap();
    family.add(&guardian(2), pupil(1), edge("20", Standing::Legal)).unwrap();
    family.add(&guardian(2), pupil(2), edge("20", Standing::InCharge)).unwrap();
    family.add(&guardian(2), pupil(3), edge("90", Standing::Contact)).unwrap();
    family
}

fn children(family: &Guardianship, n: u8) -> Vec<PupilId> {
    family.children(&account(n)).map(|(child, _)| child.clone()).collect()
}

#[test]
fn accounts_see_children_and_act_for_some() {
    let family = family();
    assert_eq!(children(&family, 1), [pupil(1), pupil(2)]);
    assert_eq!(children(&family, 2), [pupil(1), pupil(2)]);
    assert_eq!(children(&family, 3), [pupil(1), pupil(2)]);
    assert_eq!(children(&family, 9), []);
    assert!(family.may_act_for(&account(3), &pupil(2)));
    assert!(!family.may_act_for(&account(2), &pupil(2)), "in charge");
    assert!(!family.may_act_for(&account(2), &pupil(3)), "contact");
    assert!(!family.may_act_for(&account(9), &pupil(1)));
    assert_eq!(family.guardians_of(&pupil(2)).count(), 2);
    assert_eq!(family.accounts_of(&guardian(1)).count(), 2);
    assert_eq!(family.guardians().count(), 2);
}

#[test]
fn a_disputed_child_is_hidden_until_settled() {
    let mut family = family();
    family.display(&account(3), &pupil(2)).unwrap();
    assert_eq!(family.displayed(&account(3)), Some(&pupil(2)));
    family.dispute(&account(1), &pupil(2), at(1)).unwrap();
    assert_eq!(family.dispute(&account(3), &pupil(2), at(2)), Err(Error::Disputed));
    assert_eq!((children(&family, 3), children(&family, 2).len()), (vec![pupil(1)], 2));
    assert_eq!(family.displayed(&account(3)), Some(&pupil(1)));
    assert!(!family.may_act_for(&account(1), &pupil(2)));
    assert_eq!(family.display(&account(3), &pupil(2)), Err(Error::NotShown));
    // The next import neither attaches the child again nor ends the dispute.
    let mother = edge("10", Standing::Legal);
    assert_eq!(family.add(&guardian(1), pupil(2), mother), Err(Error::EdgeExists));
    family.update(&guardian(1), &pupil(2), mother).unwrap();
    assert_eq!(family.disputes().count(), 1);

    let mut upheld = family.clone();
    upheld.settle(&guardian(1), &pupil(2), Settlement::Uphold).unwrap();
    assert_eq!(upheld.edge(&guardian(1), &pupil(2)), None);
    family.settle(&guardian(1), &pupil(2), Settlement::Restore).unwrap();
    assert!(family.may_act_for(&account(1), &pupil(2)));
    assert_eq!(family.displayed(&account(3)), Some(&pupil(1)), "the choice does not come back");
    let again = family.settle(&guardian(1), &pupil(2), Settlement::Restore);
    assert_eq!(again, Err(Error::NotDisputed));
}

#[test]
fn guardians_merge() {
    let mut family = family();
    family.dispute(&account(2), &pupil(1), at(1)).unwrap();
    family.merge(&guardian(1), &guardian(2)).unwrap();
    assert_eq!(family.guardians().collect::<Vec<_>>(), [&guardian(1)]);
    assert_eq!(family.accounts_of(&guardian(1)).count(), 3);
    assert_eq!(children(&family, 2), [pupil(2)], "the dispute holds, the contact stays one");
    assert_eq!(family.guardians_of(&pupil(3)).count(), 1);
    assert_eq!(family.merge(&guardian(1), &guardian(1)), Err(Error::SameGuardian));
    assert_eq!(family.merge(&guardian(1), &guardian(2)), Err(Error::GuardianUnknown));
}

#[test]
fn a_pupil_of_age_is_their_own_guardian_once() {
    let own = Edge::own_guardian(Majority::EarlyAdult).unwrap();
    for majority in [Majority::Minor, Majority::Unknown] {
        assert_eq!(Edge::own_guardian(majority), Err(Error::Minor));
    }
    let mut family = family();
    family.add_guardian(guardian(3)).unwrap();
    family.attach(account(4), &guardian(3)).unwrap();
    family.add(&guardian(3), pupil(3), own).unwrap();
    assert!(family.may_act_for(&account(4), &pupil(3)));
    let before = family.clone();
    assert_eq!(family.add(&guardian(3), pupil(1), own), Err(Error::OwnTwice));
    assert_eq!(family.update(&guardian(2), &pupil(3), own), Err(Error::OwnTwice));
    family.update(&guardian(2), &pupil(2), own).unwrap();
    let two_pupils = family.clone();
    assert_eq!(family.merge(&guardian(2), &guardian(3)), Err(Error::OwnTwice));
    assert_eq!(family, two_pupils);
    assert_ne!(family, before);
}

#[test]
fn a_whole_school_of_own_guardians_loads() {
    let own = Edge::own_guardian(Majority::Adult).unwrap();
    let mut school = Guardianship::new();
    for n in 0..Guardianship::MAX {
        let guardian = GuardianId::parse(&format!("guardian-{n}")).unwrap();
        school.add_guardian(guardian.clone()).unwrap();
        school.add(&guardian, PupilId::parse(&format!("pupil-{n}")).unwrap(), own).unwrap();
    }
    let read = Guardianship::from_json(school.to_json().as_bytes()).unwrap();
    assert_eq!((read.own.len(), &read), (Guardianship::MAX, &school));
    assert_eq!(school.update(&guardian(7), &pupil(7), own), Ok(()));
}

#[test]
fn a_child_whose_own_edge_is_gone_may_have_another() {
    let own = Edge::own_guardian(Majority::Adult).unwrap();
    let legal = edge("10", Standing::Legal);
    let ends: [fn(&mut Guardianship); 5] = [
        |graph| graph.remove(&guardian(1), &pupil(1)).unwrap(),
        |graph| graph.remove_guardian(&guardian(1)).unwrap(),
        |graph| graph.update(&guardian(1), &pupil(1), edge("10", Standing::Legal)).unwrap(),
        |graph| {
            graph.dispute(&account(1), &pupil(1), at(1)).unwrap();
            graph.settle(&guardian(1), &pupil(1), Settlement::Uphold).unwrap();
        },
        |graph| {
            graph.merge(&guardian(3), &guardian(1)).unwrap();
            graph.remove(&guardian(3), &pupil(1)).unwrap();
        },
    ];
    for end in ends {
        let mut graph = Guardianship::new();
        for n in [1, 2, 3] {
            graph.add_guardian(guardian(n)).unwrap();
        }
        graph.attach(account(1), &guardian(1)).unwrap();
        graph.add(&guardian(1), pupil(1), own).unwrap();
        graph.add(&guardian(2), pupil(1), legal).unwrap();
        assert_eq!(graph.update(&guardian(2), &pupil(1), own), Err(Error::OwnTwice));
        end(&mut graph);
        graph.update(&guardian(2), &pupil(1), own).unwrap();
    }
}

#[test]
fn what_is_unknown_or_taken_is_refused() {
    let mut family = family();
    let before = family.clone();
    let legal = edge("10", Standing::Legal);
    assert_eq!(family.add_guardian(guardian(1)), Err(Error::GuardianExists));
    assert_eq!(family.remove_guardian(&guardian(9)), Err(Error::GuardianUnknown));
    assert_eq!(family.attach(account(1), &guardian(1)), Err(Error::AccountTaken));
    assert_eq!(family.attach(account(1), &guardian(2)), Err(Error::AccountTaken));
    assert_eq!(family.attach(account(9), &guardian(9)), Err(Error::GuardianUnknown));
    assert_eq!(family.detach(&account(9)), Err(Error::AccountUnknown));
    assert_eq!(family.add(&guardian(9), pupil(1), legal), Err(Error::GuardianUnknown));
    assert_eq!(family.update(&guardian(1), &pupil(3), legal), Err(Error::EdgeUnknown));
    assert_eq!(family.remove(&guardian(1), &pupil(3)), Err(Error::EdgeUnknown));
    assert_eq!(family.dispute(&account(9), &pupil(1), at(1)), Err(Error::AccountUnknown));
    assert_eq!(family.dispute(&account(1), &pupil(3), at(1)), Err(Error::EdgeUnknown));
    let restore = Settlement::Restore;
    assert_eq!(family.settle(&guardian(1), &pupil(3), restore), Err(Error::EdgeUnknown));
    assert_eq!(family.display(&account(9), &pupil(1)), Err(Error::AccountUnknown));
    assert_eq!(family.display(&account(2), &pupil(3)), Err(Error::NotShown));
    assert_eq!(family, before);
    family.remove_guardian(&guardian(1)).unwrap();
    assert_eq!((family.guardian_of(&account(3)), children(&family, 1)), (None, vec![]));
    assert_eq!(format!("{family:?}"), "Guardianship { guardians: 1, accounts: 1, edges: 3 }");
}

#[test]
fn there_is_a_limit() {
    let mut full = Guardianship::new();
    full.add_guardian(guardian(1)).unwrap();
    let legal = edge("10", Standing::Legal);
    for n in 0..Guardianship::MAX {
        full.add(&guardian(1), PupilId::parse(&n.to_string()).unwrap(), legal).unwrap();
    }
    assert_eq!(full.add(&guardian(1), pupil(1), legal), Err(Error::TooMany));
    assert_eq!(Guardianship::from_json(full.to_json().as_bytes()), Ok(full));
}

#[test]
fn what_was_stored_loads() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/guardianship-1.json");
    let mut stored = family();
    stored.display(&account(3), &pupil(2)).unwrap();
    stored.dispute(&account(2), &pupil(1), at(1)).unwrap();
    let golden = fs::read_to_string(path).unwrap();
    assert_eq!(Guardianship::from_json(golden.as_bytes()).as_ref(), Ok(&stored));
    assert_eq!(stored.to_json(), golden.trim_end());
}

#[test]
fn everything_is_checked_on_load() {
    let good = family().to_json();
    let mother = r#"{"guardian":"guardian-1","child":"pupil-1","link":"10","standing":"legal","financial":true,"contact":true,"payment":false}"#;
    let cases = [
        // what is replaced, by what, error
        (r#""schema":1"#, r#""schema":2"#, Error::Newer { found: 2 }),
        (r#""schema":1"#, r#""schema":0"#, Error::Corrupt),
        (r#""schema":1"#, r#""schema":1,"more":1"#, Error::Corrupt),
        (r#""schema":1"#, r#""schema":1,"schema":1"#, Error::Corrupt),
        (r#"["guardian-1","#, r#"["guardian-1","guardian-1","#, Error::GuardianExists),
        (r#"["guardian-1","#, "[", Error::GuardianUnknown),
        (r#"{"account":"account-2""#, r#"{"account":"account-1""#, Error::AccountTaken),
        (
            r#""account-1","guardian":"guardian-1""#,
            r#""account-1","guardian":"x""#,
            Error::GuardianUnknown,
        ),
        (
            r#""account-1","guardian":"guardian-1""#,
            r#""account-1","guardian":"guardian-1","displayed":"pupil-3""#,
            Error::NotShown,
        ),
        (r#""pupil-2","link":"10""#, r#""pupil-1","link":"10""#, Error::EdgeExists),
        (mother, &mother.replace("guardian-1", "x"), Error::GuardianUnknown),
        (r#""link":"10""#, r#""link":"70""#, Error::OwnTwice),
        (r#""link":"10""#, r#""link":"99""#, Error::Corrupt),
        (r#""legal""#, r#""none""#, Error::Corrupt),
        ("pupil-1", "pupil 1", Error::Corrupt),
        ("{", "", Error::Corrupt),
    ];
    for (from, to, error) in cases {
        let bad = good.replace(from, to);
        assert_ne!(bad, good, "{from}");
        assert_eq!(Guardianship::from_json(bad.as_bytes()), Err(error), "{from} {to}");
        assert!(is_known(error.code()), "{}", error.code());
    }
    let hidden = good.replace(
        r#""guardian":"guardian-1"}"#,
        r#""guardian":"guardian-1","displayed":"pupil-1"}"#,
    );
    let hidden = hidden.replace(
        mother,
        &mother.replace('}', r#","dispute":{"by":"account-1","at":"2026-09-01T08:00:01Z"}}"#),
    );
    assert_eq!(Guardianship::from_json(hidden.as_bytes()), Err(Error::NotShown));
    assert_eq!(Guardianship::from_json(&vec![b' '; 13 << 20]), Err(Error::Corrupt));
    assert!(serde_json::from_str::<Guardianship>(&good).is_ok());
    assert!(serde_json::from_str::<Guardianship>(&hidden).is_err());
}

#[test]
fn errors_have_texts() {
    for error in [
        Error::OwnTwice,
        Error::Minor,
        Error::Disputed,
        Error::NotDisputed,
        Error::SameGuardian,
        Error::TooMany,
        Error::EdgeUnknown,
        Error::AccountUnknown,
    ] {
        assert!(is_known(error.code()), "{}", error.code());
    }
}

fn check(graph: &Guardianship) {
    for (id, account) in &graph.accounts {
        assert!(graph.guardians.contains(&account.guardian));
        let shown: Vec<_> = graph.children(id).map(|(child, _)| child).collect();
        assert!(account.displayed.as_ref().is_none_or(|child| shown.contains(&child)));
        assert_eq!(graph.displayed(id).is_some(), !shown.is_empty());
        assert!(shown.is_sorted_by(|a, b| a < b));
        assert!(graph.displayed(id).is_none_or(|child| shown.contains(&child)));
    }
    let own: Vec<_> = graph.edges.iter().filter(|(_, at)| at.edge.link.is_pupil()).collect();
    for ((guardian, child), attached) in &graph.edges {
        assert!(graph.guardians.contains(guardian));
        for account in graph.accounts_of(guardian) {
            let may = graph.may_act_for(account, child);
            assert!(!may || graph.children(account).any(|(shown, _)| shown == child));
            assert!(!(may && attached.dispute.is_some()));
        }
    }
    assert_eq!(own.iter().map(|((g, _), _)| g).collect::<BTreeSet<_>>().len(), own.len());
    assert_eq!(own.iter().map(|((_, c), _)| c).collect::<BTreeSet<_>>().len(), own.len());
    assert!(
        own.iter().map(|((g, c), _)| (c, g)).collect::<BTreeSet<_>>().into_iter().eq(&graph.own)
    );
    assert_eq!(Guardianship::from_json(graph.to_json().as_bytes()).as_ref(), Ok(graph));
}

proptest! {
    #[test]
    fn every_sequence_of_calls_keeps_the_rules(
        calls in proptest::collection::vec((0_u8..11, 0_u8..4, 0_u8..4, 0_u8..5), 0..60),
    ) {
        let mut graph = Guardianship::new();
        for (verb, a, b, c) in calls {
            let standing = Standing::ALL[usize::from(c) % 3];
            let edge = edge(if c == 4 { "70" } else { "10" }, standing);
            let before = graph.clone();
            let done = match verb {
                0 => graph.add_guardian(guardian(a)),
                1 => graph.attach(account(b), &guardian(a)),
                2 => graph.detach(&account(b)),
                3 | 4 => graph.add(&guardian(a), pupil(b), edge),
                5 => graph.update(&guardian(a), &pupil(b), edge),
                6 => graph.remove(&guardian(a), &pupil(b)),
                7 => graph.dispute(&account(a), &pupil(b), at(c)),
                8 if c < 2 => graph.settle(&guardian(a), &pupil(b), Settlement::Uphold),
                8 => graph.settle(&guardian(a), &pupil(b), Settlement::Restore),
                9 => graph.display(&account(a), &pupil(b)),
                _ if c == 0 => graph.remove_guardian(&guardian(a)),
                _ => graph.merge(&guardian(a), &guardian(b)),
            };
            if done.is_err() {
                prop_assert!(graph == before);
            }
            check(&graph);
        }
    }

    #[test]
    fn never_panics_on_load(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Guardianship::from_json(&bytes);
    }
}

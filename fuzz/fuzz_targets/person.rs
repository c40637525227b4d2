//! Names, birth dates, AAF relations and the graph of guardians, each from text and by calls.

#![no_main]

use ent_core::person::{AafRelation, Edge, Guardianship, Settlement};
use ent_core::{BirthDate, Coded, Day, GuardianId, PersonName, PupilId, SubjectId, message};
use ent_fuzz::{morning, spliced};
use libfuzzer_sys::fuzz_target;

type Call = (u8, u8, u8);

fuzz_target!(|input: (&str, &str, Vec<Call>, Vec<(u16, u8, &[u8])>)| {
    let (text, other, calls, edits) = input;
    if let Ok(born) = BirthDate::parse(text) {
        assert_eq!(BirthDate::parse(&born.to_string()), Ok(born));
        for day in ["2000-01-01", "2026-11-25", "2199-12-31"] {
            let day = Day::parse(day).unwrap();
            if let Some(age) = born.age_at(day) {
                assert!(age.youngest() <= age.oldest());
            }
            let _ = (born.majority(day, true), born.is_under_15(day));
        }
    }
    if let Ok(name) = PersonName::parse(text, other) {
        assert!(name.same_as(&name));
        assert_eq!(PersonName::parse(name.family(), name.given()), Ok(name.clone()));
        let _ = (name.display(), name.display_in_list(), name.initials(), name.sort_key());
        let _ = name.with_usual(other).map(|name| name.display());
    }
    match AafRelation::parse(text) {
        Ok(relation) => assert_eq!(AafRelation::parse(&relation.to_string()), Ok(relation)),
        Err(error) => assert!(message::is_known(error.code())),
    }
    let edge = AafRelation::parse("1$10$1$1$1$1").unwrap().edge;
    let mut graph = Guardianship::new();
    for call in calls {
        let before = graph.clone();
        if let Err(error) = play(&mut graph, edge, call) {
            assert!(message::is_known(error.code()));
            assert!(graph == before, "a refused call changes nothing");
        }
    }
    let stored = graph.to_json();
    assert!(Guardianship::from_json(stored.as_bytes()).is_ok_and(|read| read == graph));
    if let Ok(read) = Guardianship::from_json(&spliced(stored.as_bytes(), &edits)) {
        assert!(
            Guardianship::from_json(read.to_json().as_bytes()).is_ok_and(|again| again == read)
        );
    }
});

fn play(
    graph: &mut Guardianship,
    edge: Edge,
    (call, who, child): Call,
) -> Result<(), ent_core::person::GuardianshipError> {
    let guardian = |n: u8| GuardianId::parse(&format!("guardian-{}", n % 4)).unwrap();
    let account = SubjectId::parse(&format!("account-{}", who % 8)).unwrap();
    let pupil = PupilId::parse(&format!("pupil-{}", child % 4)).unwrap();
    let who = guardian(who);
    match call % 11 {
        0 => graph.add_guardian(who),
        1 => graph.remove_guardian(&who),
        2 => graph.attach(account, &guardian(child)),
        3 => graph.detach(&account),
        4 => graph.add(&who, pupil, edge),
        5 => graph.update(&who, &pupil, edge),
        6 => graph.remove(&who, &pupil),
        7 => graph.dispute(&account, &pupil, morning()),
        8 => graph.settle(&who, &pupil, Settlement::Restore),
        9 => graph.merge(&who, &guardian(child)),
        _ => graph.display(&account, &pupil),
    }
}

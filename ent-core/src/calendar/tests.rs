use proptest::prelude::*;

use super::*;
use crate::message::is_known;
use crate::tables::calendar::SCHOOL_ZONES;
use crate::{Academy, Coded as _, Lang};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn closure(kind: ClosureKind, first: &str, last: &str, name: &str) -> Closure {
    Closure::new(kind, day(first), day(last), name).unwrap()
}

fn published(zone: &str) -> SchoolCalendar {
    SchoolCalendar::published(SchoolZone::parse(zone).unwrap())
}

#[test]
fn codes_and_labels() {
    use CalendarError as E;

    ClosureKind::check_list();
    LocalHolidays::check_list();
    for error in [E::Zone, E::Order, E::Kind, E::Day, E::Name, E::TooMany, E::NoZone, E::Schema] {
        assert!(is_known(error.code()), "{}", error.code());
    }
}

#[test]
fn every_academy_has_one_zone() {
    for academy in Academy::all() {
        let zone = SchoolZone::of_academy(academy).unwrap();
        assert!(zone.academies().any(|other| other == academy), "{academy}");
    }
    for zone in SchoolZone::all() {
        assert_eq!(SchoolZone::parse(zone.code()), Ok(zone));
        assert!(zone.time_zones().next().is_some(), "{zone}");
        assert!(!zone.label(Lang::En).is_empty());
        let json = serde_json::to_string(&zone).unwrap();
        assert_eq!(serde_json::from_str::<SchoolZone>(&json).unwrap(), zone);
    }
    assert_eq!(SchoolZone::all().count(), 13);
    for unknown in ["", "a", "D", "zone A", "Corse"] {
        assert_eq!(SchoolZone::parse(unknown), Err(CalendarError::Zone));
    }
}

#[test]
fn every_row_of_the_tables_is_a_closure() {
    for zone in SCHOOL_ZONES {
        assert!(zone.public.iter().all(|row| row.closure().is_some()), "{}", zone.code);
        let read = SchoolZone::parse(zone.code).unwrap().closures().count();
        assert_eq!(read, zone.holidays.len() + zone.public.len(), "{}", zone.code);
    }
    assert!(EVERYWHERE.iter().all(|row| row.closure().is_some()));
    assert_eq!(EVERYWHERE.len(), 44);
}

#[test]
fn first_and_last_day_are_closed() {
    let a = published("A");
    let cases = [
        // day, name
        ("2026-10-16", None),
        ("2026-10-17", Some("Vacances de la Toussaint")),
        ("2026-11-01", Some("Vacances de la Toussaint")),
        ("2026-11-02", None),
        ("2026-11-11", Some("Armistice")),
        ("2026-05-14", Some("Ascension")),
        ("2026-05-15", Some("Pont de l’Ascension")),
        ("2026-05-16", Some("Pont de l’Ascension")),
        ("2026-05-17", None),
        ("2027-07-14", Some("Vacances d’été")),
    ];
    for (on, name) in cases {
        assert_eq!(a.closure_on(day(on)).map(Closure::name), name, "{on}");
    }
    let kinds: Vec<_> = a.closures_on(day("2027-07-14")).map(Closure::kind).collect();
    assert_eq!(kinds, [ClosureKind::SchoolHolidays, ClosureKind::PublicHoliday]);
}

#[test]
fn classes_that_end_on_a_saturday_close_it() {
    let between = |end, resume| Closure::between_classes(day(end), day(resume), "");
    let saturday = between("2026-10-17", "2026-11-02").unwrap();
    assert_eq!((saturday.first(), saturday.last()), (day("2026-10-17"), day("2026-11-01")));
    let friday = between("2025-12-19", "2026-01-21").unwrap();
    assert_eq!((friday.first(), friday.last()), (day("2025-12-20"), day("2026-01-20")));
    assert_eq!(between("2026-10-16", "2026-10-17"), Err(CalendarError::Order));
    assert_eq!(between("2026-10-16", "2000-01-01"), Err(CalendarError::Order));
}

#[test]
fn closures_of_a_host_are_checked() {
    let row = ClosureRow {
        zone: "",
        kind: "closed",
        first: "2026-11-26",
        last: "2026-11-27",
        name: "Travaux",
    };
    let zone = SchoolZone::parse("B").unwrap();
    let read = |row| SchoolCalendar::from_rows(zone, &[row]).map(|calendar| calendar.own().len());
    assert_eq!(read(row), Ok(1));
    assert_eq!(read(ClosureRow { zone: "A", ..row }), Ok(0));
    let cases = [
        (ClosureRow { zone: "Z", ..row }, CalendarError::Zone),
        (ClosureRow { kind: "strike", ..row }, CalendarError::Kind),
        (ClosureRow { first: "26/11/2026", ..row }, CalendarError::Day),
        (ClosureRow { last: "2026-11-25", ..row }, CalendarError::Order),
        (ClosureRow { name: "\u{202E}", ..row }, CalendarError::Name),
        (ClosureRow { zone: "A", last: "2026-11-25", ..row }, CalendarError::Order),
    ];
    for (row, error) in cases {
        assert_eq!(read(row), Err(error));
    }
    let many = vec![row; MAX_CLOSURES + 1];
    assert_eq!(SchoolCalendar::from_rows(zone, &many), Err(CalendarError::TooMany));
    let most = SchoolCalendar::from_rows(zone, &many[1..]).unwrap();
    assert_eq!(most.own().len(), 1);
}

#[test]
fn calendars_are_read_back() {
    let extra = closure(ClosureKind::Closed, "2026-11-26", "2026-11-26", "Travaux");
    let calendar = published("B").with_local_holidays(LocalHolidays::AlsaceMoselle);
    let calendar = calendar.with(vec![extra.clone()]).unwrap();
    let json = serde_json::to_string(&calendar).unwrap();
    assert_eq!(
        json,
        r#"{"schema":1,"zone":"B","published":true,"local":["alsace_moselle"],"closures":[{"kind":"closed","first":"2026-11-26","last":"2026-11-26","name":"Travaux"}]}"#
    );
    assert_eq!(serde_json::from_str::<SchoolCalendar>(&json).unwrap(), calendar);
    assert_eq!(calendar.closure_on(day("2026-04-03")).map(Closure::name), Some("Vendredi saint"));
    for (from, to) in [
        (r#""schema":1"#, r#""schema":2"#),
        (r#""zone":"B""#, r#""zone":null"#),
        (r#""zone":"B""#, r#""zone":"Z""#),
        (r#""last":"2026-11-26""#, r#""last":"2026-11-25""#),
        (r#""local""#, r#""where":1,"local""#),
    ] {
        assert!(serde_json::from_str::<SchoolCalendar>(&json.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn known_until_is_the_last_day_spoken_of() {
    assert_eq!(published("A").known_until(), Some(day("2028-07-04")));
    assert_eq!(published("guyane").known_until(), None);
    assert_eq!(SchoolCalendar::always_open().known_until(), None);
    for zone in SchoolZone::all() {
        let holidays = zone.closures().filter(|c| c.kind() == ClosureKind::SchoolHolidays);
        assert!(holidays.map(|c| c.last()).max() <= zone.known_until(), "{zone}");
    }
}

proptest! {
    #[test]
    fn a_day_is_closed_as_by_a_walk_over_all(
        rows in prop::collection::vec((0..3_usize, 0..40_u16, 0..9_u16), 0..20), at in 0..60_u16,
    ) {
        let start = day("2026-11-01");
        let all: Vec<Closure> = rows.into_iter().map(|(kind, first, length)| {
            let first = start.plus_days(first).unwrap();
            Closure::new(ClosureKind::ALL[kind], first, first.plus_days(length).unwrap(), "").unwrap()
        }).collect();
        let calendar = SchoolCalendar::new(None, all.clone()).unwrap();
        let on = start.plus_days(at).unwrap();
        let longest = all.iter().filter(|c| c.has(on)).max_by_key(|c| c.rank());
        let found = calendar.closure_on(on);
        prop_assert_eq!(
            found.map(|c| (c.kind(), c.last())), longest.map(|c| (c.kind(), c.last())));
        for kind in ClosureKind::ALL {
            prop_assert_eq!(
                calendar.closures_on(on).any(|c| c.kind() == *kind),
                all.iter().any(|c| c.kind() == *kind && c.has(on)));
        }
    }
}

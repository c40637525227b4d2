#![expect(clippy::arithmetic_side_effects, reason = "a test stops at the first surprise")]

use ent_core::calendar::{Closure, ClosureKind, SchoolZone};
use ent_core::{Coded as _, Day, Instant, Lang, SchoolCalendar, Weekday, Zone};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn paris() -> Zone {
    Zone::parse("Europe/Paris").unwrap()
}

fn zone_a() -> SendingHours {
    SendingHours::working_days(paris(), SchoolCalendar::published(SchoolZone::parse("A").unwrap()))
}

#[test]
fn codes_and_labels() {
    use HoursError as E;

    Digest::check_list();
    HoldReason::check_list();
    let known = ent_core::message::is_known;
    for error in [E::Time, E::Minutes, E::Order, E::NoWindow, E::Overlap, E::Digest, E::Schema] {
        assert!(known(error.code()), "{}", error.code());
    }
    assert!(known(DisconnectError::Never.code()) && known(DisconnectError::OutOfRange.code()));
}

#[test]
fn texts_in_both_languages() {
    let cases = [
        (
            "2026-05-15T08:00:00Z",
            "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)",
            "held until Monday 18 May at 8:00, school holidays (zone A)",
        ),
        (
            "2026-05-16T08:00:00Z",
            "retenu jusqu’au lundi 18 mai à 8 h, week-end",
            "held until Monday 18 May at 8:00, weekend",
        ),
        (
            "2026-12-18T19:30:00Z",
            "retenu jusqu’au lundi 4 janvier 2027 à 8 h, vacances (zone A)",
            "held until Monday 4 January 2027 at 8:00, school holidays (zone A)",
        ),
        ("2026-11-26T10:00:00Z", "envoyé sans attendre", "sent at once"),
    ];
    for (now, french, english) in cases {
        let opening = zone_a().next_send(at(now)).unwrap();
        assert_eq!(opening.text(Lang::Fr), french);
        assert_eq!(opening.text(Lang::En), english);
    }
    let whit = zone_a().next_send(at("2026-05-22T19:00:00Z")).unwrap();
    assert_eq!(
        whit.text(Lang::Fr),
        "retenu jusqu’au mardi 26 mai à 8 h, jour férié (Lundi de Pentecôte)"
    );
    assert_eq!(
        whit.reasons(),
        [HoldReason::Evening, HoldReason::Weekend, HoldReason::PublicHoliday]
    );
    // The name of a closure is not read as a place of the text.
    let closure = Closure::new(
        ClosureKind::Closed,
        Day::parse("2026-11-26").unwrap(),
        Day::parse("2026-11-26").unwrap(),
        "{why} {day}",
    );
    let calendar = SchoolCalendar::new(None, vec![closure.unwrap()]).unwrap();
    let named = SendingHours::working_days(paris(), calendar);
    let named = named.next_send(at("2026-11-26T10:00:00Z")).unwrap();
    assert_eq!(
        named.text(Lang::Fr),
        "retenu jusqu’au vendredi 27 novembre à 8 h, fermeture ({why} {day})"
    );
}

#[test]
fn hours_at_the_ends_of_time_are_errors() {
    let hours = zone_a();
    assert_eq!(hours.next_send(Instant::LAST), Err(DisconnectError::OutOfRange));
    assert!(hours.next_send(Instant::FIRST).is_ok());
    let late = at("2199-12-31T22:00:00Z");
    assert_eq!(hours.next_send(late), Err(DisconnectError::OutOfRange));
    assert_eq!(hours.next_digest(late, Digest::Daily), Err(DisconnectError::OutOfRange));
}

#[test]
fn stored_hours_are_read_back() {
    let golden = include_str!("../../tests/golden/sending_hours_1.json");
    let hours = SendingHours::builder(
        Zone::parse("America/Guadeloupe").unwrap(),
        SchoolCalendar::published(SchoolZone::parse("guadeloupe").unwrap()),
    )
    .windows_on(&[Weekday::Monday, Weekday::Thursday], Window::new("07:30", "12:00").unwrap())
    .window(Weekday::Monday, Window::new("18:00", "24:00").unwrap())
    .closed_by(ClosureKind::SchoolHolidays, false)
    .digest_at("19:15")
    .unwrap()
    .weekly_on(Weekday::Monday)
    .build()
    .unwrap();
    assert_eq!(serde_json::to_string(&hours).unwrap(), golden.trim_end());
    assert_eq!(serde_json::from_str::<SendingHours>(golden).unwrap(), hours);
    for (from, to) in [
        (r#"{"schema":1,"zone":"America"#, r#"{"schema":2,"zone":"America"#),
        ("18:00-24:00", "11:59-24:00"),
        ("18:00-24:00", "24:00-18:00"),
        ("19:15", "12:00"),
        ("America/Guadeloupe", "Europe/Berlin"),
        (r#""weekly_on""#, r#""else":1,"weekly_on""#),
    ] {
        assert!(golden.contains(from), "{from}");
        assert!(serde_json::from_str::<SendingHours>(&golden.replace(from, to)).is_err(), "{to}");
    }
}

/// Whether `at` is inside a window, said without the search.
fn inside(hours: &SendingHours, at: Instant) -> bool {
    let shown = hours.zone().wall_time(at).unwrap();
    let (hour, minute, _) = shown.hms();
    let minute = u16::from(hour) * 60 + u16::from(minute);
    let open = hours.windows(shown.day().weekday()).iter().any(|window| window.has(minute));
    let mut closures = hours.calendar().closures_on(shown.day());
    open && !closures.any(|closure| hours.is_closed_by(closure.kind()))
}

prop_compose! {
    fn any_hours()(
        zone in 0..15_usize, school in 0..13_usize, published: bool, holidays: bool,
        windows in prop::collection::vec((0..7_usize, 0..288_u16, 1..60_u16), 1..6),
    ) -> Option<SendingHours> {
        let school = SchoolZone::all().nth(school).unwrap();
        let calendar = if published { SchoolCalendar::published(school) } else { SchoolCalendar::always_open() };
        let mut hours = SendingHours::builder(Zone::all().nth(zone).unwrap(), calendar)
            .closed_by(ClosureKind::SchoolHolidays, holidays);
        for (day, start, length) in windows {
            let end = ((start + length) * 5).min(1440);
            hours = hours.window(Weekday::ALL[day], Window::from_minutes(start * 5, end).unwrap());
        }
        hours.build().ok()
    }
}

/// Instants of 2025 to 2028: any, within a day of a change of clocks, and where windows begin and
/// end.
fn instants() -> impl Strategy<Value = Instant> {
    let any = 1_735_689_600_000..1_861_920_000_000_i64;
    let round = (5_785_632..6_206_400_i64).prop_map(|five_minutes| five_minutes * 300_000);
    let near = (0..5_usize, -90_000_000..90_000_000_i64).prop_map(|(change, off)| {
        let changes = [
            "2026-03-29T01:00:00Z",
            "2026-10-25T01:00:00Z",
            "2027-03-28T01:00:00Z",
            "2027-03-14T05:00:00Z",
            "2026-11-01T04:00:00Z",
        ];
        at(changes[change]).unix_millis() + off
    });
    prop_oneof![any, round, near].prop_map(|millis| Instant::from_unix_millis(millis).unwrap())
}

#[test]
fn the_end_of_a_window_is_outside() {
    let cases = [
        // now, opening
        ("2026-05-19T05:59:59.999Z", "2026-05-19T06:00:00Z"),
        ("2026-05-19T06:00:00Z", "2026-05-19T06:00:00Z"),
        ("2026-05-19T17:59:59.999Z", "2026-05-19T17:59:59.999Z"),
        ("2026-05-19T18:00:00Z", "2026-05-20T06:00:00Z"),
        ("2026-05-19T18:59:00Z", "2026-05-20T06:00:00Z"),
        ("2026-05-16T10:00:00Z", "2026-05-18T06:00:00Z"),
        ("2026-05-17T21:59:59.999Z", "2026-05-18T06:00:00Z"),
    ];
    for (now, opens) in cases {
        assert_eq!(zone_a().next_send(at(now)).unwrap().at(), at(opens), "{now}");
    }
}

proptest! {
    #[test]
    fn q_next_send_is_inside_never_earlier_and_idempotent(hours in any_hours(), now in instants()) {
        let Some(hours) = hours else { return Ok(()) };
        let opening = hours.next_send(now).unwrap();
        prop_assert!(opening.at() >= now);
        prop_assert!(inside(&hours, opening.at()));
        prop_assert_eq!(opening.is_now(), inside(&hours, now));
        prop_assert_eq!(opening.is_now(), opening.reasons().is_empty());
        let again = hours.next_send(opening.at()).unwrap();
        prop_assert!(again.is_now());
        prop_assert_eq!(again.at(), opening.at());
    }

    #[test]
    fn q_next_send_is_the_earliest(hours in any_hours(), now in instants()) {
        let Some(hours) = hours else { return Ok(()) };
        let found = hours.next_send(now).unwrap().at();
        // Windows begin at multiples of five minutes on every clock.
        let five = 300_000;
        let mut at = now;
        while at < found {
            prop_assert!(!inside(&hours, at), "{} is open before {}", at, found);
            let next = (at.unix_millis() / five + 1) * five;
            at = Instant::from_unix_millis(next).unwrap();
        }
    }

    #[test]
    fn q_next_digest_is_inside_and_never_earlier(
        hours in any_hours(), now in instants(), weekly: bool,
    ) {
        let Some(hours) = hours else { return Ok(()) };
        let digest = if weekly { Digest::Weekly } else { Digest::Daily };
        let opening = hours.next_digest(now, digest).unwrap();
        prop_assert!(opening.at() >= now);
        prop_assert!(inside(&hours, opening.at()));
        prop_assert_eq!(hours.next_digest(opening.at(), digest).unwrap().at(), opening.at());
    }

    #[test]
    fn windows_never_panic(text in ".{0,14}") {
        if let Ok(window) = Window::parse(&text) {
            prop_assert_eq!(Window::parse(&window.to_string()), Ok(window));
        }
    }
}

use ent_core::Coded;
use ent_core::message::is_known;
use proptest::prelude::*;

use super::*;

const NOW: &str = "2026-09-01T08:00:00Z";

fn now() -> Instant {
    Instant::parse(NOW).unwrap()
}

fn child(number: usize) -> PupilId {
    PupilId::parse(&format!("pupil-{number}")).unwrap()
}

fn cells() -> impl Iterator<Item = (Purpose, Topic, Channel)> {
    Purpose::ALL.iter().flat_map(|purpose| {
        Topic::ALL.iter().flat_map(move |topic| {
            Channel::ALL.iter().map(move |channel| (*purpose, *topic, *channel))
        })
    })
}

fn chosen(changes: &[(Option<usize>, Scope, Pace)]) -> Preferences {
    let mut preferences = Preferences::new();
    for (of, scope, pace) in changes {
        preferences.set(of.map(child).as_ref(), *scope, *pace).unwrap();
    }
    preferences
}

/// Choices and, without a pace, refusals.
fn lived(changes: &[(Option<usize>, Scope, Option<Pace>)]) -> Preferences {
    let mut preferences = Preferences::new();
    for (of, scope, pace) in changes {
        let of = of.map(child);
        match pace {
            Some(pace) => preferences.set(of.as_ref(), *scope, *pace).unwrap(),
            None => preferences.refuse(of.as_ref(), *scope).unwrap(),
        }
    }
    preferences
}

#[test]
fn codes_and_labels() {
    use PreferenceError as E;

    Pace::check_list();
    Layer::check_list();
    for error in [
        E::Purpose,
        E::Topic,
        E::Channel,
        E::Pace,
        E::Security,
        E::Twice,
        E::TooManyChildren,
        E::Schema,
    ] {
        assert!(is_known(error.code()), "{error}");
    }
}

#[test]
fn the_finest_row_of_a_layer_counts() {
    let (purpose, topic, channel) = (Purpose::Partners, Topic::News, Channel::Sms);
    let around = Scope::around(purpose, topic, channel);
    for (at, scope) in around.iter().enumerate() {
        assert!(scope.holds(purpose, topic, channel));
        assert!(around[at + 1..].iter().all(|coarser| coarser < scope), "{scope:?}");
        let coarser = around[at + 1..].iter().map(|coarser| (None, *coarser, Pace::Off));
        let rows: Vec<_> = coarser.chain([(None, *scope, Pace::Daily)]).collect();
        let answer =
            chosen(&rows).answer(&Defaults::immediate(), None, purpose, topic, channel, now());
        assert_eq!((answer.pace, answer.scope), (Pace::Daily, *scope));
    }
}

#[test]
fn layers_the_most_specific_layer_decides() {
    use Layer::{Child, Ent, Establishment, Person};
    let scope = Scope::EVERY.of(Topic::News);
    let answer = |establishment: bool, locked: bool, rows: &[(Option<usize>, Scope, Pace)]| {
        let mut defaults = Defaults::builder().ent(Scope::EVERY, Pace::Immediate);
        if establishment {
            defaults = defaults.establishment(scope, Pace::Daily);
        }
        if locked {
            defaults = defaults.locked(scope, Pace::Daily);
        }
        let defaults = defaults.build().unwrap();
        let (purpose, channel) = (Purpose::OwnEstablishment, Channel::Push);
        let of = child(1);
        let answer =
            chosen(rows).answer(&defaults, Some(&of), purpose, Topic::News, channel, now());
        (answer.layer, answer.pace, answer.locked)
    };
    let (own, of_child) = ((None, scope, Pace::Weekly), (Some(1), Scope::EVERY, Pace::Off));
    assert_eq!(answer(false, false, &[]), (Ent, Pace::Immediate, false));
    assert_eq!(answer(true, false, &[]), (Establishment, Pace::Daily, false));
    assert_eq!(answer(true, false, &[own]), (Person, Pace::Weekly, false));
    assert_eq!(answer(true, false, &[own, of_child]), (Child, Pace::Off, false));
    assert_eq!(answer(true, true, &[own, of_child]), (Establishment, Pace::Daily, true));
    let sibling = (Some(2), Scope::EVERY, Pace::Off);
    assert_eq!(answer(false, false, &[sibling]), (Ent, Pace::Immediate, false));
}

#[test]
fn security_is_never_off() {
    let about = Scope::EVERY.of(Topic::Account);
    let mut preferences = Preferences::new();
    for of in [None, Some(child(1))] {
        let refused = preferences.set(of.as_ref(), about.by(Channel::Sms), Pace::Off);
        assert_eq!(refused, Err(PreferenceError::Security));
    }
    assert_eq!(
        Defaults::builder().locked(about, Pace::Off).build(),
        Err(PreferenceError::Security)
    );
    preferences.set(None, Scope::EVERY, Pace::Off).unwrap();
    preferences.switch_off();
    let nothing = Defaults::builder().build().unwrap();
    for channel in Channel::ALL {
        let (purpose, topic) = (Purpose::OwnEstablishment, Topic::Account);
        let answer = preferences.answer(&nothing, None, purpose, topic, *channel, now());
        assert_eq!((answer.pace, answer.locked), (Pace::Immediate, true));
    }
}

#[test]
fn a_pause_ends_by_itself() {
    let mut preferences = chosen(&[(None, Scope::EVERY, Pace::Daily)]);
    let until = now().plus_seconds(60).unwrap();
    preferences.pause_until(until);
    assert!(preferences.is_off(now()));
    assert!(preferences.is_off(until.plus_millis(-1).unwrap()));
    assert!(!preferences.is_off(until));
    preferences.switch_on();
    assert!(!preferences.is_off(now()));
}

#[test]
fn children_are_bounded() {
    let mut preferences = Preferences::new();
    for number in 0..Preferences::MAX_CHILDREN {
        preferences.set(Some(&child(number)), Scope::EVERY, Pace::Off).unwrap();
    }
    let more = preferences.set(Some(&child(99)), Scope::EVERY, Pace::Off);
    assert_eq!(more, Err(PreferenceError::TooManyChildren));
    assert!(preferences.set(Some(&child(0)), Scope::EVERY, Pace::Daily).is_ok());
    preferences.clear_child(&child(0));
    assert!(preferences.set(Some(&child(99)), Scope::EVERY, Pace::Off).is_ok());
}

#[test]
fn rows_are_read_by_their_codes() {
    let good = PreferenceRow {
        purpose: Some("partners"),
        topic: Some("transport"),
        channel: Some("sms"),
        pace: "off",
    };
    let scope = Scope::EVERY.for_purpose(Purpose::Partners).of(Topic::Transport).by(Channel::Sms);
    assert_eq!(good.read(), Ok((scope, Pace::Off)));
    let cases = [
        (PreferenceRow { purpose: Some("advertising"), ..good }, PreferenceError::Purpose),
        (PreferenceRow { purpose: Some(""), ..good }, PreferenceError::Purpose),
        (PreferenceRow { topic: Some("News"), ..good }, PreferenceError::Topic),
        (PreferenceRow { topic: Some("account"), ..good }, PreferenceError::Security),
        (PreferenceRow { channel: Some("fax"), ..good }, PreferenceError::Channel),
        (PreferenceRow { pace: "hourly", ..good }, PreferenceError::Pace),
        (PreferenceRow { pace: "", ..good }, PreferenceError::Pace),
    ];
    for (row, error) in cases {
        assert_eq!(row.read(), Err(error), "{row:?}");
    }
}

#[test]
fn stored_forms_are_checked() {
    let mut preferences = chosen(&[
        (None, Scope::EVERY.of(Topic::News), Pace::Weekly),
        (Some(1), Scope::EVERY.by(Channel::Sms).for_purpose(Purpose::Partners), Pace::Off),
    ]);
    preferences.pause_until(now());
    let defaults = Defaults::builder()
        .ent(Scope::EVERY, Pace::Immediate)
        .establishment(Scope::EVERY.of(Topic::News), Pace::Daily)
        .locked(Scope::EVERY.of(Topic::Absences).by(Channel::InApp), Pace::Immediate)
        .build()
        .unwrap();
    let golden = include_str!("../../tests/golden/preferences_1.json");
    assert_eq!(serde_json::from_str::<Preferences>(golden).unwrap(), preferences);
    preferences.refuse(None, Scope::EVERY.by(Channel::Email)).unwrap();
    preferences.set(Some(&child(1)), Scope::EVERY.of(Topic::Homework), Pace::Daily).unwrap();
    let golden = include_str!("../../tests/golden/preferences_2.json");
    assert_eq!(serde_json::to_string(&preferences).unwrap(), golden.trim_end());
    assert_eq!(serde_json::from_str::<Preferences>(golden).unwrap(), preferences);
    let golden = include_str!("../../tests/golden/preference_defaults_1.json");
    assert_eq!(serde_json::to_string(&defaults).unwrap(), golden.trim_end());
    assert_eq!(serde_json::from_str::<Defaults>(golden).unwrap(), defaults);
    let bad = [
        r#"{"schema":3,"off":false,"rows":[],"children":{}}"#,
        r#"{"schema":1,"off":false,"rows":[{"refused":1}],"children":{}}"#,
        r#"{"schema":1,"off":false,"rows":[],"children":{"a":[{"pace":"off","since":1}]}}"#,
        r#"{"schema":2,"off":false,"rows":[{"refused":0}],"children":{}}"#,
        r#"{"schema":2,"off":false,"rows":[{"refused":1,"since":1}],"children":{}}"#,
        r#"{"schema":1,"off":false,"rows":[],"children":{},"more":1}"#,
        r#"{"schema":1,"off":false,"rows":[{"topic":"account","pace":"off"}],"children":{}}"#,
        r#"{"schema":1,"off":false,"rows":[{"topic":"sport","pace":"off"}],"children":{}}"#,
        r#"{"schema":1,"off":false,"rows":[{"pace":"off"},{"pace":"daily"}],"children":{}}"#,
        r#"{"schema":1,"off":false,"rows":[],"children":{"a b":[]}}"#,
        r#"{"schema":1,"off":false,"rows":[],"children":{"a":[{"pace":"off"}],"a":[]}}"#,
        r#"{"schema":1,"off":false,"rows":[],"children":{"a":[{"topic":"news"}]}}"#,
    ];
    for json in bad {
        assert!(serde_json::from_str::<Preferences>(json).is_err(), "{json}");
    }
    let twice =
        r#"{"schema":1,"ent":[],"establishment":[{"pace":"off"}],"locked":[{"pace":"off"}]}"#;
    assert!(serde_json::from_str::<Defaults>(twice).is_err());
}

#[test]
fn a_page_without_partners_says_nothing_of_them() {
    let page = Preferences::new().page(&Defaults::immediate(), None, &[], now());
    assert!(page.lines.iter().all(|line| line.purpose == Purpose::OwnEstablishment));
    assert_eq!(page.partners_text(ent_core::Lang::Fr), "Aucun partenaire");
}

fn scopes() -> impl Strategy<Value = Scope> {
    let of = |list: Vec<_>| prop::option::of(prop::sample::select(list));
    let topics: Vec<_> =
        Topic::ALL.iter().copied().filter(|topic| *topic != Topic::Account).collect();
    (
        prop::option::of(prop::sample::select(Purpose::ALL.to_vec())),
        prop::option::of(prop::sample::select(topics)),
        of(Channel::ALL.to_vec()),
    )
        .prop_map(|(purpose, topic, channel)| {
            let mut scope = Scope::EVERY;
            scope = purpose.map_or(scope, |purpose| scope.for_purpose(purpose));
            scope = topic.map_or(scope, |topic| scope.of(topic));
            channel.map_or(scope, |channel| scope.by(channel))
        })
}

fn paces() -> impl Strategy<Value = Pace> {
    prop::sample::select(Pace::ALL.to_vec())
}

fn rows() -> impl Strategy<Value = Vec<(Option<usize>, Scope, Pace)>> {
    prop::collection::vec((prop::option::of(0..3_usize), scopes(), paces()), 0..12)
}

fn lives() -> impl Strategy<Value = Vec<(Option<usize>, Scope, Option<Pace>)>> {
    let pace = prop::option::weighted(0.7, paces());
    prop::collection::vec((prop::option::of(0..3_usize), scopes(), pace), 0..12)
}

fn defaults() -> impl Strategy<Value = Defaults> {
    let rows = || prop::collection::vec((scopes(), paces()), 0..6);
    (rows(), rows(), rows()).prop_map(|(ent, establishment, locked)| {
        let mut builder = Defaults::builder();
        for (scope, pace) in ent {
            builder = builder.ent(scope, pace);
        }
        for (scope, pace) in establishment {
            builder = builder.establishment(scope, pace);
        }
        for (scope, pace) in locked {
            builder = builder.locked(scope, pace);
        }
        builder.build().unwrap()
    })
}

proptest! {
    #[test]
    fn table_is_answer(
        defaults in defaults(), rows in lives(), of in prop::option::of(0..4_usize), off: bool,
    ) {
        let mut preferences = lived(&rows);
        if off {
            preferences.switch_off();
        }
        let of = of.map(child);
        let table = preferences.table(&defaults, of.as_ref(), now());
        for (purpose, topic, channel) in cells() {
            let answer =
                preferences.answer(&defaults, of.as_ref(), purpose, topic, channel, now());
            prop_assert_eq!(table.get(purpose, topic, channel), answer.pace);
        }
    }

    #[test]
    fn layers_a_clear_gives_the_answer_above(
        defaults in defaults(), rows in rows(), scope in scopes(), pace in paces(),
        of in prop::option::of(0..3_usize),
    ) {
        let of = of.map(child);
        let mut before = chosen(&rows);
        before.clear(of.as_ref(), scope);
        let mut after = before.clone();
        after.set(of.as_ref(), scope, pace).unwrap();
        after.clear(of.as_ref(), scope);
        prop_assert_eq!(&after, &before);
        let nothing = chosen(&[]);
        let mut cleared = before;
        for (scope, _) in cleared.clone().rows(None) {
            cleared.clear(None, scope);
        }
        for (purpose, topic, channel) in cells() {
            let answer = |from: &Preferences| {
                from.answer(&defaults, None, purpose, topic, channel, now())
            };
            prop_assert_eq!(answer(&cleared), answer(&nothing));
        }
    }

    #[test]
    fn layers_a_global_off_keeps_fine_choices(defaults in defaults(), rows in rows()) {
        let before = chosen(&rows);
        let mut off = before.clone();
        off.switch_off();
        for (purpose, topic, channel) in cells() {
            let answer = |from: &Preferences| {
                from.answer(&defaults, None, purpose, topic, channel, now())
            };
            prop_assert_eq!(answer(&off).chosen, answer(&before).chosen);
            prop_assert!(answer(&off).pace == Pace::Off || answer(&off).locked);
        }
        off.switch_on();
        prop_assert_eq!(off, before);
    }

    #[test]
    fn layers_child_never_touches_sibling(
        defaults in defaults(), rows in rows(), scope in scopes(), pace in paces(),
    ) {
        let before = chosen(&rows);
        let mut after = before.clone();
        after.set(Some(&child(0)), scope, pace).unwrap();
        for of in [None, Some(child(1)), Some(child(2))] {
            let table = |from: &Preferences| from.table(&defaults, of.as_ref(), now());
            prop_assert_eq!(table(&after), table(&before));
        }
    }

    #[test]
    fn layers_setting_one_row_changes_no_finer_answer(
        defaults in defaults(), rows in rows(), scope in scopes(), pace in paces(),
    ) {
        let before = chosen(&rows);
        let mut after = before.clone();
        after.set(None, scope, pace).unwrap();
        for (purpose, topic, channel) in cells() {
            let answer = |from: &Preferences| {
                from.answer(&defaults, None, purpose, topic, channel, now())
            };
            let (old, new) = (answer(&before), answer(&after));
            let finer = old.layer == Layer::Person && old.scope > scope;
            if finer || !scope.holds(purpose, topic, channel) {
                prop_assert_eq!(old, new);
            }
        }
    }

    #[test]
    fn what_is_refused_is_off(
        defaults in defaults(), rows in lives(), scope in scopes(),
        of in prop::option::of(0..3_usize), asked in prop::option::of(0..4_usize),
    ) {
        let (of, asked) = (of.map(child), asked.map(child));
        let before = lived(&rows);
        let mut after = before.clone();
        after.refuse(of.as_ref(), scope).unwrap();
        let once = after.clone();
        after.refuse(of.as_ref(), scope).unwrap();
        prop_assert_eq!(&after, &once);
        let concerned = of.is_none() || of == asked;
        for (purpose, topic, channel) in cells() {
            let answer = |from: &Preferences| {
                from.answer(&defaults, asked.as_ref(), purpose, topic, channel, now())
            };
            let (old, new) = (answer(&before), answer(&after));
            if topic == Topic::Account || !concerned || !scope.holds(purpose, topic, channel) {
                prop_assert_eq!(new.pace, old.pace);
            } else if new.locked {
                prop_assert_eq!(new, old);
                prop_assert!(new.pace == Pace::Off || defaults.locks(scope));
            } else {
                prop_assert_eq!(new.pace, Pace::Off);
            }
        }
    }

    #[test]
    fn a_refusal_taken_back_brings_everything_back(
        rows in lives(), scope in scopes(), other in scopes(), of in prop::option::of(0..3_usize),
    ) {
        let of = of.map(child);
        let mut before = lived(&rows);
        if before.refused(of.as_ref()).any(|refused| refused == scope) {
            before.clear(of.as_ref(), scope);
        }
        let mut refused = before.clone();
        refused.refuse(of.as_ref(), scope).unwrap();
        let mut after = refused.clone();
        after.clear(of.as_ref(), scope);
        prop_assert_eq!(&after, &before);
        refused.refuse(None, other).unwrap();
        refused.clear(of.as_ref(), scope);
        before.refuse(None, other).unwrap();
        if (None, other) != (of, scope) {
            prop_assert_eq!(refused, before, "what was refused meanwhile still is");
        }
    }

    #[test]
    fn a_finer_choice_after_a_refusal_counts(
        rows in lives(), purpose in prop::sample::select(Purpose::ALL.to_vec()), pace in paces(),
        of in prop::option::of(0..3_usize),
    ) {
        let of = of.map(child);
        let by_email = Scope::EVERY.by(Channel::Email);
        let mut preferences = lived(&rows);
        preferences.refuse(of.as_ref(), by_email).unwrap();
        preferences.refuse(None, by_email).unwrap();
        let cell = by_email.of(Topic::News).for_purpose(purpose);
        preferences.set(of.as_ref(), cell, pace).unwrap();
        let answer = |topic| {
            let defaults = Defaults::immediate();
            preferences.answer(&defaults, of.as_ref(), purpose, topic, Channel::Email, now()).pace
        };
        prop_assert_eq!((answer(Topic::News), answer(Topic::Homework)), (pace, Pace::Off));
    }

    #[test]
    fn a_later_refusal_hides_what_was_chosen_after_an_earlier_one(
        rows in lives(), first in scopes(), then in rows(), second in scopes(),
    ) {
        let mut preferences = lived(&rows);
        preferences.refuse(None, first).unwrap();
        for (of, scope, pace) in &then {
            preferences.set(of.map(child).as_ref(), *scope, *pace).unwrap();
        }
        preferences.refuse(None, second).unwrap();
        for (purpose, topic, channel) in cells() {
            if second.holds(purpose, topic, channel) && topic != Topic::Account {
                for asked in [None, Some(child(0)), Some(child(2))] {
                    let defaults = Defaults::immediate();
                    let answer =
                        preferences.answer(&defaults, asked.as_ref(), purpose, topic, channel, now());
                    prop_assert_eq!(answer.pace, Pace::Off);
                }
            }
        }
    }

    #[test]
    fn layers_order_of_sets_does_not_matter(rows in rows()) {
        let mut last = BTreeMap::new();
        for (of, scope, pace) in &rows {
            last.insert((*of, *scope), *pace);
        }
        let sorted: Vec<_> = last.into_iter().map(|((of, scope), pace)| (of, scope, pace)).collect();
        prop_assert_eq!(chosen(&rows), chosen(&sorted));
    }

    #[test]
    fn what_is_stored_is_read_back(rows in lives(), defaults in defaults(), off: bool) {
        let mut preferences = lived(&rows);
        if off {
            preferences.switch_off();
        }
        let json = serde_json::to_string(&preferences).unwrap();
        prop_assert_eq!(serde_json::from_str::<Preferences>(&json).unwrap(), preferences);
        let json = serde_json::to_string(&defaults).unwrap();
        prop_assert_eq!(serde_json::from_str::<Defaults>(&json).unwrap(), defaults);
    }
}

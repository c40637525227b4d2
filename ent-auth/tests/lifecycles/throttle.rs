//! Invariants of a throttle, over random traces of tries and in a table.

use ent_auth::code::PublicOutcome;
use ent_auth::throttle::{Event, Outcome, Throttle, ThrottlePolicy};
use ent_auth::{Key, KeyId, KeyRing};
use ent_core::transition::{Context, Versioned};
use ent_core::{Instant, PhoneNumber, Region};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::json;

use crate::common::{at, keys, morning, phone, subject, traces};
use crate::generic::{keeps_the_clock, loads_with, refuses_other_envelopes, take};

fn fresh() -> Versioned<Throttle> {
    let throttle = Throttle::sign_in(&subject());
    Versioned::fresh(throttle.key(), throttle)
}

fn step(
    state: &mut Versioned<Throttle>,
    event: Event,
    policy: &ThrottlePolicy,
    now: Instant,
    lost: bool,
) -> Option<Outcome> {
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let mut cx = Context { now, entropy: &mut entropy, policy, keys: &() };
    take(state, &event, &mut cx, lost)
}

#[test]
fn c3_tries_in_vain_make_wait_and_right_ones_do_not() {
    let policy = ThrottlePolicy::sign_in();
    let mut state = fresh();
    let later = |text| Outcome::TryLater { until: at(text) };
    let table = [
        // clock, event, outcome
        ("2026-09-01T08:00:00Z", Event::Attempt, Outcome::Allowed),
        ("2026-09-01T08:00:01Z", Event::Succeed, Outcome::TakenBack),
        ("2026-09-01T08:00:02Z", Event::Succeed, Outcome::TakenBack),
        ("2026-09-01T08:00:10Z", Event::Attempt, Outcome::Allowed),
        ("2026-09-01T08:00:20Z", Event::Attempt, Outcome::Allowed),
        ("2026-09-01T08:00:30Z", Event::Attempt, Outcome::Allowed),
        ("2026-09-01T08:00:31Z", Event::Attempt, later("2026-09-01T08:01:00Z")),
        ("2026-09-01T08:01:00Z", Event::Attempt, Outcome::Allowed),
        ("2026-09-01T08:01:59Z", Event::Attempt, later("2026-09-01T08:02:00Z")),
        ("2026-09-01T08:02:00Z", Event::Attempt, Outcome::Allowed),
        ("2026-09-01T08:02:01Z", Event::Succeed, Outcome::TakenBack),
        ("2026-09-01T08:02:02Z", Event::Attempt, Outcome::Allowed),
    ];
    for (clock, event, outcome) in table {
        let found = step(&mut state, event, &policy, at(clock), false);
        assert_eq!(found, Some(outcome), "{clock}");
    }
    let now = at("2026-09-01T08:00:31Z");
    let public = later("2026-09-01T08:01:00Z").public(now);
    assert_eq!(public, PublicOutcome::TryLater { seconds: 29 });
    assert_eq!(Outcome::Disabled.public(now), PublicOutcome::Refused);
    assert_eq!(Outcome::Allowed.public(now), PublicOutcome::Ok);
    let names = [Outcome::Allowed, Outcome::Disabled, Outcome::TakenBack, Outcome::Reinstated]
        .map(|outcome| outcome.name());
    assert_eq!(names, ["allowed", "disabled", "taken_back", "reinstated"]);
}

#[test]
fn a_hundred_right_sign_ins_a_day_are_no_trouble() {
    let policy = ThrottlePolicy::sign_in();
    let mut state = fresh();
    for second in 0..100 {
        let now = morning().plus_seconds(second).unwrap();
        assert_eq!(step(&mut state, Event::Attempt, &policy, now, false), Some(Outcome::Allowed));
        step(&mut state, Event::Succeed, &policy, now, false);
    }
}

#[test]
fn right_sign_ins_at_once_are_all_taken_back() {
    let policy = ThrottlePolicy::sign_in();
    let mut state = fresh();
    for pair in 0..100 {
        let now = morning().plus_seconds(300 * pair).unwrap();
        for event in [Event::Attempt, Event::Attempt, Event::Succeed, Event::Succeed] {
            let outcome = step(&mut state, event, &policy, now, false);
            assert!(matches!(outcome, Some(Outcome::Allowed | Outcome::TakenBack)), "{pair}");
        }
    }
}

#[test]
fn numbers_have_a_record_each_that_does_not_name_them() {
    let of = |number: &PhoneNumber, keys: &KeyRing| Throttle::sms_to(number, keys).unwrap().key();
    let key = of(&phone(), &keys());
    assert_eq!(key.as_str().len(), "throttle/sms/".len() + 64);
    assert!(!key.as_str().contains("612345678") && key.as_str().starts_with("throttle/sms/"));
    assert_eq!(key, of(&PhoneNumber::parse("+33 6 12 34 56 78", Region::FR).unwrap(), &keys()));
    assert_ne!(key, of(&PhoneNumber::parse("06 12 34 56 79", Region::FR).unwrap(), &keys()));
    let other = KeyRing::new(KeyId::parse("2022").unwrap(), Key::new(vec![8; 32]).unwrap());
    assert_ne!(key, of(&phone(), &other));
    assert_eq!(Throttle::sign_in(&subject()).key().as_str(), "throttle/sign_in/guardian-1");
    let shown = format!("{:?}", Throttle::sign_in(&subject()));
    assert_eq!(shown, "Throttle { disabled: false, .. }");
}

#[test]
fn i4_only_what_a_throttle_could_be_is_read() {
    let mut state = fresh();
    step(&mut state, Event::Attempt, &ThrottlePolicy::sign_in(), morning(), false);
    refuses_other_envelopes(&state, morning());
    keeps_the_clock(&state, &Event::Attempt, &ThrottlePolicy::sign_in(), &());
    let cases = [
        // place, value, whether it loads
        ("/name", json!("sign_in/guardian-2"), false),
        ("/attempts/consecutive", json!(100), true),
        ("/attempts/consecutive", json!(101), false),
        ("/attempts/granted", json!(2), false),
        ("/attempts/failures", json!(["2021-09-01T08:00:01Z"]), false),
        ("/attempts/failures", json!(vec!["2021-09-01T08:00:00Z"; 26]), false),
    ];
    for (place, value, loads) in cases {
        assert_eq!(loads_with(&state, morning(), place, &value), loads, "{place} {value}");
    }
}

proptest! {
    #![proptest_config(traces())]

    #[test]
    fn c3_c4_tries_in_vain_are_bounded(
        moves in prop::collection::vec(
            (
                prop_oneof![8 => Just(Event::Attempt), 1 => Just(Event::Succeed), 1 => Just(Event::Reinstate)],
                prop_oneof![
                    6 => 0..5_i64,
                    4 => prop::sample::select(vec![29, 30, 59, 60, 61, 120, 240, 3600]),
                    1 => prop::sample::select(vec![43_200, 86_399, 86_400]),
                    1 => -7200..0_i64,
                ],
                prop::bool::weighted(0.1),
            ),
            1..60,
        ),
        cap in 1..6_u8,
        most in 1..9_u16,
    ) {
        let policy =
            ThrottlePolicy::builder().failures_per_day(cap).max_consecutive(most).build().unwrap();
        let (mut state, mut clock) = (fresh(), morning());
        let (mut vain, mut in_a_row): (Vec<Instant>, u16) = (Vec::new(), 0);
        let mut vouched = 0_u16;
        for (event, pause, lost) in moves {
            clock = clock.plus_seconds(pause).unwrap();
            let now = state.floor(clock);
            let was_disabled = state.body().is_disabled();
            let Some(outcome) = step(&mut state, event, &policy, clock, lost) else { continue };
            match outcome {
                Outcome::Allowed => {
                    prop_assert!(!was_disabled, "CODE-13");
                    vain.push(now);
                    in_a_row += 1;
                    let day = vain.iter().filter(|at| now.seconds_since(**at) < 86_400).count();
                    prop_assert!(day <= usize::from(cap), "C3: {} in a day", day);
                    prop_assert!(in_a_row <= most + vouched, "C4: {} in a row", in_a_row);
                }
                Outcome::TakenBack => {
                    vain.pop();
                    (in_a_row, vouched) = (0, 0);
                    prop_assert!(!state.body().is_disabled());
                }
                Outcome::TryLater { until } => prop_assert!(until > now),
                Outcome::Disabled => prop_assert!(in_a_row >= most, "only by as many in a row"),
                Outcome::Reinstated if was_disabled => vouched = in_a_row,
                Outcome::Reinstated => {}
                _ => unreachable!("no other outcome"),
            }
        }
    }
}

//! Invariants M1–M7 of the activation of a mobile application, over random traces of events.

use std::collections::{HashMap, HashSet};

use crate::common::{at, flow, keys, morning, subject, traces};
use crate::generic::{
    keeps_the_clock, loads_with, most_within, needs_every_draw, pauses, refuses_a_stuck_source,
    refuses_other_envelopes, stored, take,
};
use ent_auth::AccountChange;
use ent_auth::code::PublicOutcome;
use ent_auth::pairing::{
    DeviceGrant, Event, FreshSession, Outcome, Pairing, PairingId, PairingPolicy, PairingStep,
    PairingTyped,
};
use ent_core::transition::{Context, StepError, Versioned};
use ent_core::{DeviceId, Instant, SubjectId};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

/// One move of a trace, before it is bound to a state.
#[derive(Clone, Debug)]
enum Move {
    Issue,
    IssueOfStaleSession,
    IssueOfOtherAccount,
    Right { device: u8 },
    Wrong,
    Old,
    OtherIdentifier,
    Claim { device: u8, other: bool },
    Revoke,
    RevokeDevice { device: u8 },
    Change(AccountChange),
    Reinstate,
    Observe,
}

fn moves() -> impl Strategy<Value = Vec<(Move, i64, bool)>> {
    let change = prop::sample::select(AccountChange::ALL.to_vec());
    let one = prop_oneof![
        5 => Just(Move::Issue),
        1 => Just(Move::IssueOfStaleSession),
        1 => Just(Move::IssueOfOtherAccount),
        4 => (0..4_u8).prop_map(|device| Move::Right { device }),
        8 => Just(Move::Wrong),
        1 => Just(Move::Old),
        1 => Just(Move::OtherIdentifier),
        3 => (0..4_u8, prop::bool::weighted(0.2)).prop_map(|(device, other)| Move::Claim { device, other }),
        1 => Just(Move::Revoke),
        1 => (0..4_u8).prop_map(|device| Move::RevokeDevice { device }),
        1 => change.prop_map(Move::Change),
        1 => Just(Move::Reinstate),
        1 => Just(Move::Observe),
    ];
    prop::collection::vec((one, pauses(), prop::bool::weighted(0.1)), 1..30)
}

pub(crate) fn device(n: u8) -> DeviceId {
    DeviceId::parse(&format!("phone-{n}")).unwrap()
}

pub(crate) fn session(now: Instant) -> FreshSession {
    FreshSession::new(subject(), flow(1), now)
}

pub(crate) fn fresh() -> Versioned<Pairing> {
    let pairing = Pairing::new(subject());
    Versioned::fresh(pairing.key(), pairing)
}

/// The event of these typed on a device, with what was typed.
fn redeem(identifier: &str, letters: &str, n: u8) -> (Event, Option<(String, String)>) {
    let event = Event::Redeem {
        identifier: PairingId::parse(identifier).unwrap(),
        code: PairingTyped::parse(letters).unwrap(),
        device: device(n),
    };
    (event, Some((identifier.to_owned(), letters.to_owned())))
}

fn claim(identifier: &str, n: u8) -> Event {
    Event::Claim { identifier: PairingId::parse(identifier).unwrap(), device: device(n) }
}

/// A code that is not `letters`.
fn other(letters: &str) -> String {
    letters.chars().map(|c| if c == 'Z' { 'B' } else { 'Z' }).collect()
}

/// What one committed step showed.
struct Seen {
    at: Instant,
    /// Identifier and letters that were typed.
    typed: Option<(String, String)>,
    event: Event,
    outcome: Outcome,
    before: Value,
    after: Value,
}

impl Seen {
    fn is_failure(&self) -> bool {
        matches!(self.outcome, Outcome::Wrong { .. } | Outcome::Exhausted)
    }

    /// Whether a code was typed and let its device in.
    fn granted(&self) -> bool {
        self.typed.is_some() && matches!(self.outcome, Outcome::Granted(_))
    }

    fn is_claim(&self) -> bool {
        matches!(self.event, Event::Claim { .. })
    }

    fn issued(&self) -> bool {
        matches!(self.outcome, Outcome::Issued(_))
    }
}

struct Run {
    policy: PairingPolicy,
    state: Versioned<Pairing>,
    entropy: ChaCha20Rng,
    now: Instant,
    /// Identifiers and letters in the order they were shown.
    shown: Vec<(String, String)>,
    seen: Vec<Seen>,
}

impl Run {
    fn of(moves: &[(Move, i64, bool)]) -> Self {
        Self {
            policy: PairingPolicy::mobile_activation(),
            state: fresh(),
            entropy: ChaCha20Rng::seed_from_u64(7),
            now: morning(),
            shown: Vec::new(),
            seen: Vec::new(),
        }
        .play(moves)
    }

    fn play(mut self, moves: &[(Move, i64, bool)]) -> Self {
        for (step, pause, lost) in moves {
            self.now = self.now.plus_seconds(*pause).unwrap();
            let (event, typed) = self.bind(step);
            let keys = keys();
            let mut cx = Context {
                now: self.now,
                entropy: &mut self.entropy,
                policy: &self.policy,
                keys: &keys,
            };
            let before = serde_json::to_value(self.state.body()).unwrap();
            let Some(outcome) = take(&mut self.state, &event, &mut cx, *lost) else { continue };
            if let Outcome::Issued(code) = &outcome {
                let letters = code.printed().expose_secret().replace('-', "");
                self.shown.push((code.identifier().as_str().to_owned(), letters));
            }
            let after = serde_json::to_value(self.state.body()).unwrap();
            let at = self.state.floor(self.now);
            self.seen.push(Seen { at, typed, event, outcome, before, after });
        }
        self
    }

    fn bind(&self, step: &Move) -> (Event, Option<(String, String)>) {
        let floor = self.state.floor(self.now);
        let last = self.shown.last().cloned();
        let last = last.unwrap_or_else(|| ("0000000000".to_owned(), "BBBBBBBB".to_owned()));
        match step {
            Move::Issue => (Event::Issue { session: session(floor) }, None),
            Move::IssueOfStaleSession => {
                let at = floor.plus_seconds(-300).unwrap();
                (Event::Issue { session: session(at) }, None)
            }
            Move::IssueOfOtherAccount => {
                let other = SubjectId::parse("guardian-2").unwrap();
                (Event::Issue { session: FreshSession::new(other, flow(1), floor) }, None)
            }
            Move::Right { device } => redeem(&last.0, &last.1, *device),
            Move::Wrong => redeem(&last.0, &other(&last.1), 0),
            Move::Old => match self.shown.iter().rev().nth(1) {
                Some((identifier, letters)) => redeem(identifier, letters, 0),
                None => redeem("1111111111", &last.1, 0),
            },
            Move::OtherIdentifier => redeem("9999999999", &last.1, 0),
            Move::Claim { device, other } => {
                let back = usize::from(*other);
                let shown = self.shown.iter().rev().nth(back);
                let identifier = shown.map_or("9999999999", |(identifier, _)| identifier);
                (claim(identifier, *device), None)
            }
            Move::Revoke => (Event::Revoke, None),
            Move::RevokeDevice { device: n } => (Event::RevokeDevice { device: device(*n) }, None),
            Move::Change(change) => (Event::AccountChanged(*change), None),
            Move::Reinstate => (Event::Reinstate, None),
            Move::Observe => (Event::Observe, None),
        }
    }
}

proptest! {
    #![proptest_config(traces())]

    #[test]
    fn m1_at_most_one_live_code(moves in moves()) {
        let mut run = Run::of(&moves);
        for seen in run.seen.iter().filter(|seen| seen.granted()) {
            // The last one shown before it, and no other.
            let (identifier, _) = seen.typed.as_ref().unwrap();
            prop_assert_eq!(&seen.before["code"]["identifier"], identifier);
            prop_assert_eq!(&seen.before["code"]["state"]["is"], "issued");
        }
        // None of the earlier ones is of any use.
        let (keys, shown) = (keys(), std::mem::take(&mut run.shown));
        for (identifier, letters) in shown.split_last().map_or(&[][..], |(_, earlier)| earlier) {
            let (redeem, _) = redeem(identifier, letters, 0);
            let mut cx = Context { now: run.now, entropy: &mut run.entropy, policy: &run.policy, keys: &keys };
            let outcome = take(&mut run.state, &redeem, &mut cx, false).unwrap();
            prop_assert_eq!(outcome.name(), "nothing_pending");
        }
    }

    #[test]
    fn m2_a_grant_is_one_redeemed_code_with_its_device(moves in moves()) {
        let run = Run::of(&moves);
        let mut redeemed = HashSet::new();
        for seen in run.seen.iter().filter(|seen| seen.granted()) {
            let Outcome::Granted(grant) = &seen.outcome else { unreachable!() };
            prop_assert!(redeemed.insert(grant.identifier().clone()), "C1");
            let state = &seen.after["code"]["state"];
            prop_assert_eq!(&state["is"], "redeemed");
            prop_assert_eq!(&state["device"], grant.device().as_str());
            let known: Vec<_> = seen.after["devices"].as_array().unwrap().iter()
                .filter(|known| known["device"] == grant.device().as_str()).collect();
            prop_assert_eq!(known.len(), 1);
            prop_assert_eq!((grant.account(), grant.granted_at()), (&subject(), seen.at));
        }
    }

    #[test]
    fn m2_a_claim_gives_the_last_grant_to_its_device_and_identifier_only(moves in moves()) {
        let run = Run::of(&moves);
        let mut last = None;
        for seen in &run.seen {
            if let Event::Claim { identifier, device } = &seen.event {
                let state = &seen.before["code"]["state"];
                let own = last.as_ref().filter(|grant: &&DeviceGrant| {
                    grant.device() == device
                        && grant.identifier() == identifier
                        && seen.before["code"]["identifier"] == identifier.as_str()
                        && state["is"] == "redeemed"
                        && seen.at < grant.granted_at().plus_seconds(600).unwrap()
                });
                match &seen.outcome {
                    Outcome::Granted(grant) => {
                        prop_assert_eq!(Some(grant), own);
                        prop_assert_eq!(&seen.before, &seen.after);
                    }
                    outcome => {
                        prop_assert_eq!((outcome.name(), own), ("nothing_pending", None));
                        prop_assert_eq!(outcome.public(seen.at), PublicOutcome::Refused);
                    }
                }
            } else if let Outcome::Granted(grant) = &seen.outcome {
                last = Some(grant.clone());
            }
        }
    }

    #[test]
    fn m3_a_grant_changes_the_code_the_guesses_and_the_devices_only(moves in moves()) {
        for seen in Run::of(&moves).seen.iter().filter(|seen| seen.granted()) {
            for field in ["holder", "issues"] {
                prop_assert_eq!(&seen.before[field], &seen.after[field]);
            }
        }
    }

    #[test]
    fn m4_an_unknown_identifier_looks_like_a_wrong_code(moves in moves(), identifier in "[0-9]{10}") {
        for seen in Run::of(&moves).seen.iter().filter(|seen| seen.typed.is_some() && !seen.granted()) {
            prop_assert_eq!(seen.outcome.public(seen.at), PublicOutcome::Refused);
        }
        let identifier = PairingId::parse(&identifier).unwrap();
        let nobody = Pairing::find(&identifier, None);
        let mut state = Versioned::fresh(nobody.key(), nobody);
        let (keys, policy) = (keys(), PairingPolicy::mobile_activation());
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        for n in 1..20 {
            let mut cx = Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
            let code = PairingTyped::parse("BBBBBBBB").unwrap();
            let redeem = Event::Redeem { identifier: identifier.clone(), code, device: device(0) };
            let outcome = take(&mut state, &redeem, &mut cx, false).unwrap();
            prop_assert_eq!(outcome.public(morning()), PublicOutcome::Refused);
            prop_assert_eq!(state.version().map(ent_core::transition::Version::number), Some(n));
        }
    }

    #[test]
    fn m4_a_refused_device_costs_one_write_whoever_it_asks_for(
        moves in moves(), identifier in "[0-9]{10}", code in "[BCDFGHJKLMNPQRSTVWXZ]{8}",
    ) {
        let run = Run::of(&moves);
        let asked = |seen: &&Seen| seen.typed.is_some() || seen.is_claim() && seen.outcome.name() != "granted";
        for seen in run.seen.iter().filter(asked) {
            prop_assert_ne!(&seen.before, &seen.after, "{}", seen.outcome.name());
        }
        let nobody = Pairing::find(&PairingId::parse(&identifier).unwrap(), None);
        let nobody = Versioned::fresh(nobody.key(), nobody);
        let keys = keys();
        for state in [&run.state, &nobody] {
            for event in [redeem(&identifier, &code, 0).0, claim(&identifier, 0)] {
                let mut entropy = ChaCha20Rng::seed_from_u64(1);
                let mut cx =
                    Context { now: run.now, entropy: &mut entropy, policy: &run.policy, keys: &keys };
                prop_assert_eq!(state.step(&event, &mut cx).unwrap().writes().len(), 1);
            }
        }
    }

    #[test]
    fn m5_a_withdrawal_or_a_change_ends_the_code(moves in moves()) {
        let run = Run::of(&moves);
        let mut ended = HashSet::new();
        for seen in &run.seen {
            if seen.after["code"]["state"]["is"] == "revoked" {
                ended.insert(seen.after["code"]["identifier"].to_string());
            }
            if seen.granted() {
                prop_assert!(!ended.contains(&seen.after["code"]["identifier"].to_string()));
            }
            if matches!(seen.event, Event::Revoke | Event::AccountChanged(_)) {
                prop_assert_ne!(&seen.after["code"]["state"]["is"], "issued");
            }
            if matches!(seen.event, Event::AccountChanged(change) if change.ends_devices()) {
                prop_assert_eq!(&seen.after["devices"], &json!([]));
                prop_assert_ne!(&seen.after["code"]["state"]["is"], "redeemed");
                let Outcome::Revoked { devices } = &seen.outcome else { unreachable!() };
                prop_assert_eq!(devices.len(), seen.before["devices"].as_array().unwrap().len());
            }
        }
    }

    #[test]
    fn m6_guesses_stay_within_their_caps(moves in moves()) {
        let run = Run::of(&moves);
        let mut judged: HashMap<&str, u8> = HashMap::new();
        for seen in run.seen.iter().filter(|seen| seen.is_failure() || seen.granted()) {
            *judged.entry(&seen.typed.as_ref().unwrap().0).or_default() += 1;
        }
        prop_assert!(judged.values().all(|n| *n <= run.policy.max_attempts()), "C2");
        for seen in run.seen.iter().filter(|seen| seen.is_failure()) {
            prop_assert_ne!(&seen.before["attempts"], &seen.after["attempts"], "charged");
            prop_assert_ne!(&seen.before["code"]["failed"], &seen.after["code"]["failed"]);
        }
        let failures: Vec<_> = run.seen.iter().filter(|s| s.is_failure()).map(|s| s.at).collect();
        prop_assert!(most_within(&failures, 86_400) <= usize::from(run.policy.failures_per_day()), "C3");
        for seen in run.seen.iter().filter(|seen| seen.issued()) {
            prop_assert_eq!(&seen.before["attempts"], &seen.after["attempts"], "C3");
        }
        let issued: Vec<_> = run.seen.iter().filter(|s| s.issued()).map(|s| s.at).collect();
        prop_assert!(most_within(&issued, 86_400) <= usize::from(run.policy.issues_per_day()));
        prop_assert!(issued.windows(2).all(|pair| pair[1] >= pair[0].plus_seconds(10).unwrap()));
    }

    #[test]
    fn m6_granted_means_the_shown_code_in_its_time(moves in moves()) {
        let run = Run::of(&moves);
        let shown: HashMap<_, _> = run.shown.iter().cloned().collect();
        for seen in run.seen.iter().filter(|seen| seen.granted()) {
            let (identifier, letters) = seen.typed.as_ref().unwrap();
            prop_assert_eq!(shown.get(identifier), Some(letters), "C5");
            let [issued, expires] = ["issued_at", "expires_at"].map(|f| at(seen.after["code"][f].as_str().unwrap()));
            prop_assert!(issued <= seen.at && seen.at < expires);
            prop_assert_eq!(expires.seconds_since(issued), 300);
        }
        prop_assert_eq!(shown.len(), run.shown.len(), "every identifier is another");
    }

    #[test]
    fn m7_the_page_shows_the_device_until_it_is_gone(moves in moves()) {
        let mut run = Run::of(&[]);
        for step in &moves {
            run = run.play(std::slice::from_ref(step));
            let body = serde_json::to_value(run.state.body()).unwrap();
            let now = run.state.floor(run.now);
            let view = run.state.body().view(None, &run.policy, now);
            let devices = body["devices"].as_array().unwrap();
            prop_assert_eq!(view.device.is_some(), view.step == PairingStep::Redeemed);
            let known = |device: &DeviceId| devices.iter().any(|d| d["device"] == device.as_str());
            prop_assert!(view.device.as_ref().is_none_or(known));
            prop_assert!(view.seconds_left >= 0 && view.issue_in_seconds >= 0);
            prop_assert_eq!(view.seconds_left > 0, view.step == PairingStep::Issued);
            let json = serde_json::to_string(&view).unwrap();
            prop_assert!(!json.contains("digest"), "{}", json);
        }
    }

    #[test]
    fn i2_final_codes_absorb_all_but_a_new_issue(moves in moves()) {
        for seen in &Run::of(&moves).seen {
            let was = seen.before["code"]["state"]["is"].as_str().unwrap_or("issued");
            // A device that loses its access takes its code along.
            let gone = was == "redeemed" && matches!(seen.outcome, Outcome::Revoked { .. });
            if was != "issued" && !seen.issued() && !gone {
                prop_assert_eq!(&seen.before["code"], &seen.after["code"]);
            }
        }
    }

    #[test]
    fn i3_any_state_that_loads_meets_any_event_without_panic(
        moves in moves(),
        place in prop::sample::select(vec!["/holder", "/attempts/consecutive", "/attempts/granted",
            "/attempts/failures", "/issues", "/code", "/code/failed", "/code/issued_at",
            "/code/expires_at", "/code/state", "/code/state/at", "/code/state/device", "/devices", "/refusals"]),
        value in prop::sample::select(vec!["0", "5", "255", "65535", "4294967295", "-1", "null", "[]", "true",
            "\"2021-09-01T08:00:00Z\"", "\"2199-12-31T23:59:59Z\"", "[\"2021-09-01T07:00:00Z\"]",
            "{\"is\":\"expired\"}", "{\"decoy\":{\"bucket\":1}}",
            "[{\"device\":\"phone-1\",\"since\":\"2021-09-01T08:00:00Z\"}]"]),
        after in moves(),
    ) {
        let mut run = Run::of(&moves);
        let mut body = serde_json::to_value(run.state.body()).unwrap();
        if let Some(found) = body.pointer_mut(place) {
            *found = serde_json::from_str(value).unwrap();
        }
        let bytes = stored(&run.state, &body, run.state.floor(run.now));
        if let Ok(state) = Versioned::load(run.state.key().clone(), &bytes) {
            run.state = state;
            run.play(&after);
        }
    }
}

/// A live code, with its identifier and letters.
fn issued() -> Run {
    Run::of(&[(Move::Issue, 0, false)])
}

#[test]
fn stored_states_that_no_step_wrote_are_refused() {
    let run = issued();
    let day = vec![json!("2021-09-01T08:00:00Z"); 11];
    let cases = [
        // place, value
        ("/code/failed", json!(10)),
        ("/code/failed", json!(256)),
        ("/code/expires_at", json!("2021-09-01T08:00:00Z")), // no later than the issue
        ("/code/expires_at", json!("2021-09-01T07:59:59Z")),
        ("/code/expires_at", json!("2021-09-01T08:10:00.001Z")), // beyond the hard maximum
        ("/code/issued_at", json!("2021-09-01T08:00:01Z")),      // later than was seen
        ("/code/issued_at", json!("+262142-12-31T00:00:00Z")),
        ("/code/identifier", json!("482 193 0576")),
        (
            "/code/state",
            json!({"is": "redeemed", "device": "phone-1", "at": "2021-09-01T08:00:00Z"}),
        ),
        ("/code/state", json!({"is": "superseded"})),
        ("/code/state/digest", json!("00")),
        ("/issues", json!(day)),
        ("/issues", json!([])), // the code was shown
        ("/issues", json!(["2021-09-01T07:00:00Z"])),
        (
            "/attempts",
            json!({"consecutive": 0, "granted": 0, "failures": [], "disabled_at": "2021-09-01T08:00:00Z"}),
        ),
        ("/attempts/granted", json!(1)),
        ("/refusals", json!(-1)),
        ("/holder", json!({"account": "guardian-2"})),
        ("/holder", json!({"decoy": {"bucket": 1}})),
        ("/devices", json!([{"device": "phone-1", "since": "2021-09-01T08:00:01Z"}])),
    ];
    for (place, value) in cases {
        assert!(!loads_with(&run.state, morning(), place, &value), "{place} {value}");
    }
    let twins = json!({"device": "phone-1", "since": "2021-09-01T08:00:00Z"});
    assert!(loads_with(&run.state, morning(), "/devices", &json!([twins])));
    assert!(!loads_with(&run.state, morning(), "/devices", &json!([twins, twins])));
    assert!(loads_with(&run.state, morning(), "/code/expires_at", &json!("2021-09-01T08:10:00Z")));
    refuses_other_envelopes(&run.state, morning());
}

#[test]
fn a_broken_clock_or_source_changes_nothing() {
    let run = issued();
    let (keys, policy) = (keys(), PairingPolicy::mobile_activation());
    let soon = morning().plus_seconds(60).unwrap();
    let issue = Event::Issue { session: session(soon) };
    keeps_the_clock(&run.state, &Event::Observe, &policy, &keys);
    keeps_the_clock(&run.state, &Event::Revoke, &policy, &keys);
    needs_every_draw(&run.state, &issue, (&policy, &keys, soon), 2);
    refuses_a_stuck_source(&run.state, &issue, (&policy, &keys, soon));
}

#[test]
fn c5_a_digest_moved_to_another_account_or_identifier_matches_nothing() {
    let run = issued();
    let (identifier, letters) = run.shown[0].clone();
    let cases = [
        // replaced in the stored bytes, by, granted
        ("guardian-1", "guardian-1", true),
        ("guardian-1", "guardian-2", false),
        (&*identifier, "0123456789", false),
    ];
    let (keys, policy) = (keys(), PairingPolicy::mobile_activation());
    let body = serde_json::to_value(run.state.body()).unwrap();
    let bytes = String::from_utf8(stored(&run.state, &body, morning())).unwrap();
    for (from, to, granted) in cases {
        let account = SubjectId::parse(if to == "guardian-2" { to } else { "guardian-1" }).unwrap();
        let typed = if from == identifier { to } else { &identifier };
        let key = Pairing::key_of(&account);
        let bytes = bytes.replace(from, to);
        let mut state = Versioned::<Pairing>::load(key, bytes.as_bytes()).unwrap();
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        let mut cx =
            Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
        let redeem = Event::Redeem {
            identifier: PairingId::parse(typed).unwrap(),
            code: PairingTyped::parse(&letters).unwrap(),
            device: device(1),
        };
        let outcome = take(&mut state, &redeem, &mut cx, false).unwrap();
        assert_eq!(outcome.name() == "granted", granted, "{from} -> {to}");
    }
}

#[test]
fn c2_a_code_dies_with_its_last_guess() {
    let wrong = (Move::Wrong, 1, false);
    let mut run = Run::of(&[(Move::Issue, 0, false), wrong.clone(), wrong.clone(), wrong.clone()]);
    // A limit lowered while a code lives holds at once, and nothing is judged.
    let mut strict = Run::of(&[(Move::Issue, 0, false), wrong.clone(), wrong.clone()]);
    strict.policy = PairingPolicy::builder().max_attempts(2).build().unwrap();
    let strict = strict.play(&[(Move::Right { device: 1 }, 1, false)]);
    let seen = strict.seen.last().unwrap();
    assert_eq!((seen.outcome.name(), strict.state.body().state()), ("exhausted", "exhausted"));
    assert_eq!(seen.before["attempts"], seen.after["attempts"]);
    run = run.play(std::slice::from_ref(&wrong));
    assert_eq!(run.state.body().state(), "issued");
    run = run.play(&[wrong]);
    assert_eq!(run.state.body().state(), "exhausted");
    assert_eq!(run.seen.last().unwrap().after["attempts"]["consecutive"], 5);
}

#[test]
fn a_missing_key_stops_the_step() {
    let run = issued();
    let (identifier, letters) = run.shown[0].clone();
    let other = ent_auth::KeyRing::new(
        ent_auth::KeyId::parse("2022").unwrap(),
        ent_auth::Key::new(vec![8; 32]).unwrap(),
    );
    let policy = PairingPolicy::mobile_activation();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let mut cx = Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &other };
    let redeem = Event::Redeem {
        identifier: PairingId::parse(&identifier).unwrap(),
        code: PairingTyped::parse(&letters).unwrap(),
        device: device(1),
    };
    assert_eq!(run.state.step(&redeem, &mut cx).err(), Some(StepError::MissingKey));
}

#[test]
fn m4_each_reason_of_a_refusal_is_one_write() {
    let wrong = || (Move::Wrong, 1, false);
    let cases = [
        // policy, moves after the issue, outcome of the last
        (PairingPolicy::builder(), vec![wrong()], "wrong"),
        (PairingPolicy::builder().max_attempts(1), vec![wrong()], "exhausted"),
        (PairingPolicy::builder().free_failures(1), vec![wrong(), wrong()], "delayed"),
        (PairingPolicy::builder().max_consecutive(1), vec![wrong(), wrong()], "disabled"),
        (PairingPolicy::builder(), vec![(Move::OtherIdentifier, 1, false)], "nothing_pending"),
        (PairingPolicy::builder(), vec![(Move::Wrong, 300, false)], "expired"),
    ];
    for (policy, moves, outcome) in cases {
        let mut run = issued();
        run.policy = policy.build().unwrap();
        let run = run.play(&moves);
        let seen = run.seen.last().unwrap();
        assert_eq!(seen.outcome.name(), outcome);
        assert_ne!(seen.before, seen.after, "{outcome}");
    }
}

#[test]
fn a_grant_is_handed_out_again_for_ten_minutes() {
    for (wait, device, again) in [(0, 1, true), (599, 1, true), (600, 1, false), (0, 2, false)] {
        let redeemed = issued().play(&[(Move::Right { device: 1 }, 5, false)]);
        let run = redeemed.play(&[(Move::Claim { device, other: false }, wait, false)]);
        let [.., redeemed, claimed] = &run.seen[..] else { panic!() };
        match (&redeemed.outcome, &claimed.outcome) {
            (Outcome::Granted(one), Outcome::Granted(two)) if again => assert_eq!(one, two),
            (Outcome::Granted(_), Outcome::NothingPending) if !again => {}
            other => panic!("after {wait} s: {other:?}"),
        }
    }
}

#[test]
fn a_session_asks_for_five_minutes() {
    let policy = PairingPolicy::mobile_activation();
    for (age, outcome) in
        [(0, "issued"), (299, "issued"), (300, "stale_session"), (-300, "stale_session")]
    {
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        let keys = keys();
        let mut cx =
            Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
        let session = session(morning().plus_seconds(-age).unwrap());
        let shown = take(&mut fresh(), &Event::Issue { session }, &mut cx, false).unwrap();
        assert_eq!(shown.name(), outcome, "{age} s");
    }
}

#[test]
fn a_record_of_nobody_takes_no_other_event() {
    let nobody = Pairing::find(&PairingId::parse("0000000000").unwrap(), None);
    assert_eq!(nobody.state(), "decoy");
    let state = Versioned::fresh(nobody.key(), nobody);
    let (keys, policy) = (keys(), PairingPolicy::mobile_activation());
    for event in [
        Event::Issue { session: session(morning()) },
        Event::Revoke,
        Event::RevokeDevice { device: device(1) },
        Event::AccountChanged(AccountChange::Closed),
        Event::Reinstate,
    ] {
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        let mut cx =
            Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
        assert_eq!(state.step(&event, &mut cx).err(), Some(StepError::OutOfOrder), "{event:?}");
    }
}

#[test]
fn unknown_identifiers_share_few_records() {
    let keys: HashSet<_> = (0..5000)
        .map(|n| PairingId::parse(&format!("{n:010}")).unwrap())
        .map(|identifier| Pairing::find(&identifier, None).key().to_string())
        .collect();
    assert!((200..=256).contains(&keys.len()), "{}", keys.len());
    let identifier = PairingId::parse("0000000000").unwrap();
    let known = Pairing::find(&identifier, Some(&subject()));
    assert!(known == Pairing::new(subject()));
}

#[test]
fn an_account_has_ten_devices_at_most() {
    let mut script = Vec::new();
    for device in 0..10 {
        // Ten codes a day: the rest comes the day after.
        let pause = if device == 5 { 86_400 } else { 10 };
        script.extend([(Move::Issue, pause, false), (Move::Right { device }, 1, false)]);
    }
    let run = Run::of(&script);
    assert_eq!(run.state.body().devices().len(), 10);
    let run = run.play(&[(Move::Issue, 86_400, false)]);
    assert_eq!(run.seen.last().unwrap().outcome.name(), "too_many_devices");
    let run = run.play(&[(Move::RevokeDevice { device: 3 }, 1, false), (Move::Issue, 1, false)]);
    assert_eq!(run.seen.last().unwrap().outcome.name(), "issued");
    assert_eq!(run.state.body().devices().len(), 9);
}

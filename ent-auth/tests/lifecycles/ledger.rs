//! Invariants I1–I6 and C1–C11 of the code ledger, over random traces of events.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::common::{at, flow, keys, morning, phone, subject, traces};
use crate::generic::{loads_with, refuses_other_envelopes};
use ent_auth::code::{
    Audience, ChallengeId, Event, Ledger, Outcome, PhoneProof, Policy, ProofError, PublicOutcome,
    Purpose, TypedCode,
};
use ent_core::transition::{
    CasResult, Context, Lifecycle, StateError, StepError, Version, Versioned,
};
use ent_core::{Entropy, EntropyError, Instant, PhoneNumber, Region};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

/// One move of a trace, before it is bound to a state.
#[derive(Clone, Debug)]
enum Move {
    Issue { flow: u8 },
    Resend,
    Right,
    Wrong(u8),
    OldCode,
    Malformed,
    OtherFlow,
    Cancel,
    Claim,
    Observe,
    Reinstate,
}

fn moves() -> impl Strategy<Value = Vec<(Move, i64, bool)>> {
    let one = prop_oneof![
        4 => (0..3_u8).prop_map(|flow| Move::Issue { flow }),
        2 => Just(Move::Resend),
        3 => Just(Move::Right),
        8 => any::<u8>().prop_map(Move::Wrong),
        1 => Just(Move::OldCode),
        1 => Just(Move::Malformed),
        1 => Just(Move::OtherFlow),
        1 => Just(Move::Cancel),
        1 => Just(Move::Claim),
        1 => Just(Move::Observe),
        1 => Just(Move::Reinstate),
    ];
    // Seconds between moves: around every limit, and backwards.
    let pause = prop_oneof![
        6 => 0..5_i64,
        4 => prop::sample::select(vec![29, 30, 59, 60, 61, 120, 240, 599, 600, 1799, 1800, 3600]),
        1 => prop::sample::select(vec![7200, 43_200, 86_399, 86_400, 90_000]),
        1 => -7200..0_i64,
    ];
    prop::collection::vec((one, pause, prop::bool::weighted(0.1)), 1..30)
}

/// What one committed step showed.
struct Seen {
    at: Instant,
    submitted: Option<String>,
    outcome: Outcome,
    before: Rc<Value>,
    after: Rc<Value>,
}

impl Seen {
    fn challenge(&self) -> &str {
        self.after["challenge"]["id"].as_str().unwrap_or_default()
    }

    fn is_charged(&self) -> bool {
        self.is_failure() || self.is_right()
    }

    fn is_failure(&self) -> bool {
        matches!(self.outcome, Outcome::Wrong { .. } | Outcome::Exhausted)
    }

    fn is_right(&self) -> bool {
        self.submitted.is_some() && matches!(self.outcome, Outcome::Verified(_))
    }

    fn is_send(&self) -> bool {
        matches!(self.outcome, Outcome::SendSms(_) | Outcome::NothingToSend)
    }
}

/// Plays moves against a ledger, as a host with a store that loses one race in ten.
struct Run {
    policy: Policy,
    audience: Audience,
    state: Versioned<Ledger>,
    entropy: ChaCha20Rng,
    now: Instant,
    /// Code of every challenge id, and the order they were drawn in.
    codes: HashMap<String, String>,
    drawn: Vec<String>,
    seen: Vec<Seen>,
    /// Whether every state is read back from what was written.
    reload: bool,
    /// The state as JSON.
    body: Rc<Value>,
}

impl Run {
    fn new(policy: Policy, audience: Audience) -> Self {
        let ledger = Ledger::new(subject(), Purpose::Activation);
        let key = Ledger::key(&subject(), Purpose::Activation);
        Self {
            policy,
            audience,
            reload: false,
            body: Rc::new(serde_json::to_value(&ledger).unwrap()),
            state: Versioned::fresh(key, ledger),
            entropy: ChaCha20Rng::seed_from_u64(7),
            now: morning(),
            codes: HashMap::new(),
            drawn: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn play(mut self, moves: &[(Move, i64, bool)]) -> Self {
        for (step, pause, lost) in moves {
            self.now = self.now.plus_seconds(*pause).unwrap();
            let (event, submitted) = self.bind(step);
            self.take(&event, submitted, *lost);
        }
        self
    }

    fn resume(&mut self, state: Versioned<Ledger>) {
        self.body = Rc::new(serde_json::to_value(state.body()).unwrap());
        self.state = state;
    }

    fn live_flow(&self) -> ent_core::FlowId {
        let live = self.body["challenge"]["flow"].as_str().unwrap_or("flow-0");
        ent_core::FlowId::parse(live).unwrap()
    }

    fn live_code(&self) -> Option<&String> {
        self.codes.get(self.body["challenge"]["id"].as_str()?)
    }

    fn bind(&self, step: &Move) -> (Event, Option<String>) {
        let live = || self.live_flow();
        let submit = |flow, digits: String| {
            let code = TypedCode::parse(&digits).unwrap();
            (Event::Submit { flow, code }, Some(digits))
        };
        let right = || self.live_code().cloned().unwrap_or_else(|| "00000000".to_owned());
        match step {
            Move::Issue { flow: n } => {
                (Event::Issue { flow: flow(*n), to: phone(), audience: self.audience }, None)
            }
            Move::Resend => (Event::Resend { flow: live() }, None),
            Move::Right => submit(live(), right()),
            Move::Wrong(n) => submit(live(), other_code(&right(), *n)),
            Move::OldCode => {
                let old = self.drawn.iter().rev().nth(1).cloned();
                submit(live(), old.unwrap_or_else(|| "99999999".to_owned()))
            }
            Move::Malformed => submit(live(), "123456".to_owned()),
            Move::OtherFlow => submit(flow(9), right()),
            Move::Cancel => (Event::Cancel { flow: live() }, None),
            Move::Claim => (Event::Claim { flow: live() }, None),
            Move::Observe => (Event::Observe, None),
            Move::Reinstate => (Event::Reinstate, None),
        }
    }

    fn take(&mut self, event: &Event, submitted: Option<String>, lost: bool) {
        let keys = keys();
        let mut cx = Context {
            now: self.now,
            entropy: &mut self.entropy,
            policy: &self.policy,
            keys: &keys,
        };
        let transition = self.state.step(event, &mut cx).unwrap();
        if lost && !transition.writes().is_empty() {
            transition.commit(CasResult::Lost).unwrap_err();
            return;
        }
        let written = transition.writes().first().map(|write| write.bytes().to_vec());
        let version = self.state.version().map_or(0, Version::number);
        let committed = transition.commit(CasResult::Stored).unwrap();

        let grown = committed.state.version().map_or(0, Version::number) - version;
        let changed = *committed.state.body() != *self.state.body();
        assert_eq!((grown == 1, written.is_some()), (changed, changed), "I1");
        let before = Rc::clone(&self.body);
        if let Some(bytes) = &written {
            if self.reload {
                let loaded = Versioned::load(committed.state.key().clone(), bytes).unwrap();
                assert!(loaded == committed.state, "I4");
            }
            self.resume(committed.state);
        }
        let after = Rc::clone(&self.body);
        if let Outcome::SendSms(sms) = &committed.outcome {
            let id = after["challenge"]["id"].as_str().unwrap().to_owned();
            let code = sms.code().expose_secret().to_owned();
            self.codes.insert(id, code.clone());
            self.drawn.push(code);
        }
        let at = self.state.floor(self.now);
        self.seen.push(Seen { at, submitted, outcome: committed.outcome, before, after });
    }

    /// Charged submissions or sends of `which` within `window` seconds up to each of them.
    fn most_within(&self, window: i64, which: impl Fn(&Seen) -> bool) -> usize {
        let at: Vec<_> = self.seen.iter().filter(|seen| which(seen)).map(|seen| seen.at).collect();
        at.iter()
            .map(|end| {
                let start = end.plus_seconds(-window).unwrap();
                at.iter().filter(|t| **t > start && *t <= end).count()
            })
            .max()
            .unwrap_or(0)
    }
}

/// A code that is not `code`.
fn other_code(code: &str, n: u8) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:08}", (number + 1 + u32::from(n)) % 100_000_000)
}

fn known(moves: &[(Move, i64, bool)]) -> Run {
    Run::new(Policy::educonnect_sms(), Audience::Known).play(moves)
}

fn is_final(state: &Value) -> bool {
    let is = state["challenge"]["state"]["is"].as_str();
    is.is_some_and(|is| is != "pending")
}

proptest! {
    #![proptest_config(traces())]

    #[test]
    fn i1_i4_versions_grow_by_one_and_states_load_as_written(moves in moves()) {
        // Asserted at every step of the run.
        let run = Run::new(Policy::educonnect_sms(), Audience::Known);
        Run { reload: true, ..run }.play(&moves);
    }

    #[test]
    fn i2_final_states_absorb_all_but_a_new_issue(moves in moves()) {
        for seen in &known(&moves).seen {
            if is_final(&seen.before) && !seen.is_send() {
                prop_assert_eq!(&seen.before["challenge"], &seen.after["challenge"]);
            }
        }
    }

    #[test]
    fn i3_any_state_that_loads_meets_any_event_without_panic(
        moves in moves(),
        field in 0..14_usize,
        value in prop::sample::select(vec!["0", "1", "5", "255", "65535", "-1", "null", "[]", "true",
            "\"2021-09-01T08:00:00Z\"", "\"2199-12-31T23:59:59Z\"", "[\"2021-09-01T07:00:00Z\"]"]),
        after in moves(),
    ) {
        let mut run = known(&moves);
        let mut body = Value::clone(&run.body);
        let places = ["/attempts/consecutive", "/attempts/granted", "/attempts/failures",
            "/attempts/delayed_until", "/attempts/disabled_at", "/sends", "/challenge",
            "/challenge/failed", "/challenge/issued_at", "/challenge/expires_at",
            "/challenge/state/at", "/challenge/state/decoy", "/challenge/state/digest",
            "/challenge/to"];
        if let Some(place) = body.pointer_mut(places[field]) {
            *place = serde_json::from_str(value).unwrap();
        }
        let envelope = serde_json::json!({
            "schema": 1, "kind": "code_ledger", "key": run.state.key().as_str(),
            "version": 3, "seen": run.state.floor(run.now).to_string(), "body": body,
        });
        let bytes = serde_json::to_vec(&envelope).unwrap();
        match Versioned::<Ledger>::load(run.state.key().clone(), &bytes) {
            Err(error) => prop_assert_eq!(error, StateError::Corrupt { part: "body" }),
            Ok(state) => {
                run.resume(state);
                run.play(&after);
            }
        }
    }

    #[test]
    fn i5_results_depend_on_the_latest_time_seen(moves in moves(), back in 1..86_400_i64) {
        let run = known(&moves);
        let keys = keys();
        let seen = run.state.floor(Instant::FIRST);
        let earlier = seen.plus_seconds(-back).unwrap_or(Instant::FIRST);
        let mut shown = Vec::new();
        for now in [seen, earlier] {
            let mut entropy = ChaCha20Rng::seed_from_u64(1);
            let mut cx = Context { now, entropy: &mut entropy, policy: &run.policy, keys: &keys };
            let event = Event::Issue { flow: flow(1), to: phone(), audience: Audience::Known };
            let transition = run.state.step(&event, &mut cx).unwrap();
            shown.push(transition.writes().first().map(|write| write.bytes().to_vec()));
        }
        // A fresh ledger has seen no time, and so has no floor.
        if run.state.version().is_some() {
            prop_assert_eq!(&shown[0], &shown[1]);
        }
    }

    #[test]
    fn i6_every_refusal_looks_alike(moves in moves()) {
        let run = known(&moves);
        for seen in &run.seen {
            let public = seen.outcome.public(seen.at);
            let submitted_in_vain = seen.submitted.is_some() && !seen.is_right();
            if submitted_in_vain && !matches!(seen.outcome, Outcome::TryLater { .. }) {
                prop_assert_eq!(public, PublicOutcome::Refused);
            }
        }
        let view = serde_json::to_string(&run.state.body().view(&run.live_flow(), &run.policy, run.now)).unwrap();
        for hidden in ["digest", "decoy", "expired", "exhausted", "cancelled", "612345678"] {
            prop_assert!(!view.contains(hidden), "{}", view);
        }
    }

    #[test]
    fn c1_a_code_is_verified_at_most_once(moves in moves()) {
        let run = known(&moves);
        let mut verified = HashSet::new();
        for seen in run.seen.iter().filter(|seen| seen.is_right()) {
            prop_assert!(verified.insert(seen.challenge().to_owned()));
        }
    }

    #[test]
    fn c2_a_code_judges_at_most_its_attempts(moves in moves()) {
        let run = known(&moves);
        let mut judged: HashMap<&str, u8> = HashMap::new();
        for seen in run.seen.iter().filter(|seen| seen.is_charged()) {
            *judged.entry(seen.challenge()).or_default() += 1;
        }
        prop_assert!(judged.values().all(|n| *n <= run.policy.max_attempts()));
    }

    #[test]
    fn c3_resend_never_refills_guesses(moves in moves()) {
        let run = known(&moves);
        let most = run.most_within(86_400, Seen::is_failure);
        prop_assert!(most <= usize::from(run.policy.failures_per_day()));
        for seen in run.seen.iter().filter(|seen| seen.is_send()) {
            prop_assert_eq!(&seen.before["attempts"], &seen.after["attempts"]);
        }
    }

    #[test]
    fn c4_only_a_right_guess_lowers_the_row(moves in moves()) {
        for seen in &known(&moves).seen {
            let row = |state: &Value| state["attempts"]["consecutive"].as_u64();
            if row(&seen.after) < row(&seen.before) {
                prop_assert!(seen.is_right());
            }
        }
    }

    #[test]
    fn c5_verified_means_the_drawn_code_in_its_time(moves in moves()) {
        let run = known(&moves);
        for seen in run.seen.iter().filter(|seen| seen.is_right()) {
            let challenge = &seen.after["challenge"];
            let instant = |name: &str| Instant::parse(challenge[name].as_str().unwrap()).unwrap();
            prop_assert!(instant("issued_at") <= seen.at && seen.at < instant("expires_at"));
            prop_assert_eq!(run.codes.get(seen.challenge()), seen.submitted.as_ref());
            let Outcome::Verified(proof) = &seen.outcome else { unreachable!() };
            let bound = proof.check(proof.flow(), &subject(), Purpose::Activation, &phone(), seen.at);
            prop_assert_eq!(bound, Ok(()));
        }
    }

    #[test]
    fn c6_the_end_of_a_code_is_fixed_at_its_issue(moves in moves()) {
        let run = known(&moves);
        let mut ends: HashMap<&str, &Value> = HashMap::new();
        for seen in run.seen.iter().filter(|seen| !seen.challenge().is_empty()) {
            let challenge = &seen.after["challenge"];
            let [issued, expires] = ["issued_at", "expires_at"]
                .map(|name| Instant::parse(challenge[name].as_str().unwrap()).unwrap());
            prop_assert_eq!(expires.seconds_since(issued), i64::from(run.policy.lifetime_seconds()));
            let end = ends.entry(seen.challenge()).or_insert(&challenge["expires_at"]);
            prop_assert_eq!(*end, &challenge["expires_at"]);
        }
    }

    #[test]
    fn c7_a_superseded_code_is_worth_nothing(moves in moves()) {
        let run = known(&moves);
        for seen in run.seen.iter().filter(|seen| seen.is_right()) {
            // The code of the one live challenge, not of any other.
            prop_assert_eq!(run.codes.get(seen.challenge()), seen.submitted.as_ref());
        }
    }

    #[test]
    fn c8_messages_stay_within_their_caps(moves in moves()) {
        let run = known(&moves);
        prop_assert!(run.most_within(3600, Seen::is_send) <= usize::from(run.policy.sends_per_hour()));
        prop_assert!(run.most_within(86_400, Seen::is_send) <= usize::from(run.policy.sends_per_day()));
        let sends: Vec<_> = run.seen.iter().filter(|seen| seen.is_send()).map(|seen| seen.at).collect();
        for (rank, pair) in sends.windows(2).enumerate() {
            let hour = pair[1].plus_seconds(-3600).unwrap();
            let within = sends[..=rank].iter().filter(|at| **at > hour).count();
            let interval = run.policy.resend_interval(within.max(1));
            prop_assert!(pair[1] >= pair[0].plus_seconds(interval).unwrap(), "{}", within);
        }
    }

    #[test]
    fn c9_a_decoy_shows_what_a_known_person_would_be_shown(moves in moves()) {
        // Only submissions that are wrong for both.
        let moves: Vec<_> = moves
            .into_iter()
            .map(|(step, pause, _)| match step {
                Move::Right | Move::OldCode => (Move::Wrong(0), pause, false),
                step => (step, pause, false),
            })
            .collect();
        let shown = [Audience::Known, Audience::Decoy].map(|audience| {
            let mut run = Run::new(Policy::educonnect_sms(), audience);
            let mut shown = Vec::new();
            for (step, pause, _) in &moves {
                run.now = run.now.plus_seconds(*pause).unwrap();
                let (event, _) = run.bind(step);
                let event = match event {
                    // A decoy's code is never known: both get the same wrong one.
                    Event::Submit { flow, .. } if !matches!(step, Move::Malformed) => {
                        let wrong = run.live_code().map_or("00000001".to_owned(), |c| other_code(c, 0));
                        Event::Submit { flow, code: TypedCode::parse(&wrong).unwrap() }
                    }
                    event => event,
                };
                run.take(&event, None, false);
                let seen = run.seen.last().unwrap();
                let view = run.state.body().view(&run.live_flow(), &run.policy, seen.at);
                shown.push((seen.outcome.public(seen.at), view));
            }
            shown
        });
        prop_assert_eq!(&shown[0], &shown[1]);
    }

    #[test]
    fn c10_every_message_carries_a_fresh_code(moves in moves()) {
        let run = known(&moves);
        let sent: Vec<_> = run.seen.iter().filter_map(|seen| match &seen.outcome {
            Outcome::SendSms(sms) => Some(sms.code().expose_secret()),
            _ => None,
        }).collect();
        prop_assert!(sent.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", sent);
    }

    #[test]
    fn c11_a_proof_counts_for_its_flow_subject_purpose_and_number_only(
        age in 0..1200_i64, other_flow: bool, other_purpose: bool, other_number: bool,
    ) {
        let proof = proof();
        let number = if other_number { "07 30 12 34 56" } else { "06 12 34 56 78" };
        let checked = proof.check(
            &flow(u8::from(other_flow)),
            &subject(),
            if other_purpose { Purpose::Recovery } else { Purpose::Activation },
            &PhoneNumber::parse(number, Region::FR).unwrap(),
            proof.proved_at().plus_seconds(age).unwrap(),
        );
        let expected = if other_flow || other_purpose || other_number {
            Err(ProofError::Other)
        } else if age >= 600 {
            Err(ProofError::Stale)
        } else {
            Ok(())
        };
        prop_assert_eq!(checked, expected);
    }
}

/// A proof of flow 0, obtained as a host obtains it.
fn proof() -> PhoneProof {
    let mut run = known(&[(Move::Issue { flow: 0 }, 0, false), (Move::Right, 5, false)]);
    match run.seen.pop().map(|seen| seen.outcome) {
        Some(Outcome::Verified(proof)) => proof,
        other => panic!("no proof: {other:?}"),
    }
}

#[test]
fn the_proof_is_handed_out_again_to_the_same_flow_for_ten_minutes() {
    let script = [(Move::Issue { flow: 0 }, 0, false), (Move::Right, 5, false)];
    for (wait, again) in [(0, true), (599, true), (601, false)] {
        let run = known(&script).play(&[(Move::Claim, wait, false)]);
        let handed = matches!(run.seen.last().unwrap().outcome, Outcome::Verified(_));
        assert_eq!(handed, again, "after {wait} s");
    }
}

#[test]
fn a_disabled_ledger_opens_only_by_the_school() {
    let policy = Policy::builder().max_consecutive(3).build().unwrap();
    let wrong = (Move::Wrong(0), 1, false);
    let issue = (Move::Issue { flow: 0 }, 0, false);
    let run = Run::new(policy, Audience::Known).play(&[
        issue.clone(),
        wrong.clone(),
        wrong.clone(),
        wrong.clone(),
        (Move::Right, 1, false),
        (Move::Issue { flow: 0 }, 3600, false),
        (Move::Reinstate, 1, false),
        (Move::Issue { flow: 0 }, 1, false),
        (Move::Right, 1, false),
    ]);
    let names: Vec<_> = run.seen.iter().map(|seen| seen.outcome.name()).collect();
    assert_eq!(
        names,
        [
            "send_sms",
            "wrong",
            "wrong",
            "wrong",
            "disabled",
            "disabled",
            "reinstated",
            "send_sms",
            "verified"
        ]
    );
}

struct Broken;

impl Entropy for Broken {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
        Err(EntropyError::default())
    }
}

/// Always the same byte: no digit ever comes out of 255.
struct Stuck;

impl Entropy for Stuck {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        bytes.fill(255);
        Ok(())
    }
}

#[test]
fn a_failing_random_source_changes_nothing() {
    let run = known(&[]);
    let keys = keys();
    let event = Event::Issue { flow: flow(0), to: phone(), audience: Audience::Known };
    let sources: [&mut (dyn Entropy + Send); 2] = [&mut Broken, &mut Stuck];
    for entropy in sources {
        let mut cx = Context { now: morning(), entropy, policy: &run.policy, keys: &keys };
        assert!(matches!(run.state.step(&event, &mut cx), Err(StepError::Entropy(_))));
    }
}

#[test]
fn digits_are_drawn_evenly() {
    let mut counts = [0_u32; 10];
    let mut run = known(&[]);
    for _ in 0..2000 {
        run.state =
            Versioned::fresh(run.state.key().clone(), Ledger::new(subject(), Purpose::Activation));
        run.take(
            &Event::Issue { flow: flow(0), to: phone(), audience: Audience::Known },
            None,
            false,
        );
    }
    for code in &run.drawn {
        for digit in code.bytes() {
            counts[usize::from(digit - b'0')] += 1;
        }
    }
    // 16,000 digits: nine degrees of freedom, one chance in a thousand beyond 27.9.
    let chi2: f64 = counts.iter().map(|n| (f64::from(*n) - 1600.0).powi(2) / 1600.0).sum();
    assert!(chi2 < 27.9, "{counts:?}");
}

#[test]
fn a_code_is_bound_to_its_lifecycle_name() {
    assert_eq!(Ledger::KIND, "code_ledger");
    assert_eq!(known(&[]).state.key().as_str(), "code_ledger/activation/guardian-1");
}

#[test]
fn another_flow_is_shown_nothing_of_a_code() {
    for script in [vec![Move::Issue { flow: 0 }], vec![Move::Issue { flow: 0 }, Move::Right]] {
        let script: Vec<_> = script.into_iter().map(|step| (step, 1, false)).collect();
        let run = known(&script);
        let view = run.state.body().view(&flow(9), &run.policy, run.now);
        let shown = (view.step.code(), view.sent_to, view.seconds_left, view.attempts_left);
        assert_eq!(shown, ("closed", None, 0, 0));
    }
}

#[test]
fn a_code_is_shown_and_awaited_until_its_end() {
    let run = known(&[(Move::Issue { flow: 0 }, 0, false)]);
    let end = at("2021-09-01T08:30:00Z");
    assert_eq!(run.state.body().next_deadline(), Some(end));
    for (now, step, seconds, attempts) in
        [(at("2021-09-01T08:29:59Z"), "pending", 1, 5), (end, "closed", 0, 0)]
    {
        let view = run.state.body().view(&flow(0), &run.policy, now);
        let shown = (view.step.code(), view.seconds_left, view.attempts_left);
        assert_eq!(shown, (step, seconds, attempts));
        assert_eq!(view.sent_to.is_some(), step == "pending");
    }
    let verified = run.play(&[(Move::Right, 1, false)]);
    assert_eq!(verified.state.body().next_deadline(), None);
}

#[test]
fn a_right_guess_clears_the_row_and_keeps_the_day() {
    let policy = Policy::builder().free_failures(1).build().unwrap();
    let run = Run::new(policy, Audience::Known).play(&[
        (Move::Issue { flow: 0 }, 0, false),
        (Move::Wrong(0), 1, false),
        (Move::Reinstate, 1, false),
        (Move::Right, 60, false),
    ]);
    let day = json!({"consecutive": 0, "granted": 0, "failures": ["2021-09-01T08:00:01Z"]});
    assert_eq!(run.body["attempts"], day);
}

#[test]
fn a_ledger_shows_its_state_to_a_developer_and_no_number() {
    let run = known(&[(Move::Issue { flow: 0 }, 0, false)]);
    let shown = format!("{:?}", run.state.body());
    assert!(shown.starts_with("Ledger {") && shown.contains("\"pending\""), "{shown}");
    assert!(!shown.contains("12345678"), "{shown}");
}

#[test]
fn a_challenge_is_named_as_it_is_stored() {
    let run = known(&[(Move::Issue { flow: 0 }, 0, false), (Move::Right, 5, false)]);
    let stored = run.body["challenge"]["id"].as_str().unwrap();
    let Outcome::Verified(proof) = &run.seen.last().unwrap().outcome else { unreachable!() };
    let id = proof.challenge();
    assert_eq!((id.to_string().as_str(), String::from(id.clone()).as_str()), (stored, stored));
    assert_eq!(ChallengeId::try_from(stored.to_owned()).as_ref(), Ok(id));
}

#[test]
fn c5_a_code_of_another_flow_is_neither_judged_nor_charged() {
    let run = known(&[(Move::Issue { flow: 0 }, 0, false), (Move::OtherFlow, 5, false)]);
    let seen = run.seen.last().unwrap();
    assert!(matches!(seen.outcome, Outcome::OtherFlow));
    assert_eq!(seen.before, seen.after);
}

#[test]
fn c5_a_digest_moved_to_another_number_subject_purpose_or_code_matches_nothing() {
    let run = known(&[(Move::Issue { flow: 0 }, 0, false)]);
    let id = run.body["challenge"]["id"].as_str().unwrap();
    let cases = [
        // replaced in the stored bytes, by, still verified
        ("+33612345678", "+33612345678", true),
        ("+33612345678", "+33612345679", false),
        ("guardian-1", "guardian-2", false),
        ("activation", "recovery", false),
        (id, "00000000000000000000000000000000", false),
    ];
    let (keys, policy) = (keys(), Policy::educonnect_sms());
    let body = serde_json::to_string(&*run.body).unwrap();
    for (from, to, verified) in cases {
        let body = body.replace(from, to);
        let key = run.state.key().as_str().replace(from, to);
        let subject = if to == "guardian-2" { to } else { "guardian-1" };
        let purpose = if to == "recovery" { Purpose::Recovery } else { Purpose::Activation };
        let bytes = format!(
            r#"{{"schema":1,"kind":"code_ledger","key":"{key}","version":1,"seen":"{}","body":{body}}}"#,
            run.now
        );
        let key = Ledger::key(&ent_core::SubjectId::parse(subject).unwrap(), purpose);
        let state = Versioned::<Ledger>::load(key, bytes.as_bytes()).unwrap();
        let code = TypedCode::parse(&run.drawn[0]).unwrap();
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        let mut cx = Context { now: run.now, entropy: &mut entropy, policy: &policy, keys: &keys };
        let submit = Event::Submit { flow: flow(0), code };
        let outcome = state.step(&submit, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
        assert_eq!(outcome.outcome.name() == "verified", verified, "{from} -> {to}");
    }
}

#[test]
fn stored_states_that_no_step_wrote_are_refused() {
    let issue = (Move::Issue { flow: 0 }, 0, false);
    let pending = known(std::slice::from_ref(&issue));
    let verified = known(&[issue, (Move::Right, 0, false)]);
    let disabled = json!("2021-09-01T08:00:00Z");
    let attempts = |consecutive: u16| json!({"consecutive": consecutive, "granted": 0, "failures": [], "disabled_at": disabled});
    let cases = [
        // state, place, value, whether it loads
        (&pending, "/challenge/failed", json!(9), true),
        (&pending, "/challenge/failed", json!(10), false),
        (&pending, "/challenge/expires_at", json!("2021-09-01T08:00:00.001Z"), true),
        (&pending, "/challenge/expires_at", json!("2021-09-01T08:00:00Z"), false),
        (&verified, "/challenge/failed", json!(9), true),
        (&verified, "/challenge/failed", json!(10), false),
        (&verified, "/challenge/failed", json!(255), false),
        (&pending, "/sends", json!(["2021-08-31T20:00:00Z", "2021-09-01T08:00:00Z"]), true),
        (&pending, "/sends", json!([]), false), // the code was sent
        (&pending, "/sends", json!(["2021-09-01T07:00:00Z"]), false),
        (&verified, "/sends", json!([]), false),
        (&pending, "/attempts", attempts(1), true),
        (&pending, "/attempts", attempts(0), false),
    ];
    for (run, place, value, loads) in cases {
        assert_eq!(loads_with(&run.state, morning(), place, &value), loads, "{place} {value}");
    }
    for (verified_at, loads) in
        [("2021-09-01T08:29:59.999Z", true), ("2021-09-01T08:30:00Z", false)]
    {
        let place = "/challenge/state/at";
        let late = at("2021-09-01T09:00:00Z");
        assert_eq!(loads_with(&verified.state, late, place, &json!(verified_at)), loads);
    }
    refuses_other_envelopes(&pending.state, morning());
}

#[test]
fn c2_a_limit_lowered_while_a_code_lives_holds_at_once() {
    let wrong = (Move::Wrong(0), 1, false);
    let mut run = known(&[(Move::Issue { flow: 0 }, 0, false), wrong.clone(), wrong]);
    run.policy = Policy::builder().max_attempts(2).build().unwrap();
    let run = run.play(&[(Move::Right, 1, false)]);
    let seen = run.seen.last().unwrap();
    assert!(matches!(seen.outcome, Outcome::Exhausted));
    assert_eq!(run.state.body().state(), "exhausted");
    assert_eq!(seen.before["attempts"], seen.after["attempts"], "nothing was judged");
}

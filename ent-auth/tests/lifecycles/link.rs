//! Invariants E1–E8 of the links that confirm an address, over random traces of events.

use std::collections::{HashMap, HashSet};

use crate::common::{at, morning, subject, traces};
use crate::generic::{
    keeps_the_clock, loads_with, most_within, needs_every_draw, pauses, refuses_other_envelopes,
    stored, take,
};
use ent_auth::AccountChange;
use ent_auth::address::BaseAddress;
use ent_auth::code::PublicOutcome;
use ent_auth::link::{EmailLink, Event, LinkPolicy, LinkStep, LinkToken, Outcome};
use ent_core::transition::{Context, Versioned};
use ent_core::{Instant, SubjectId, UnverifiedEmail, VerifiedEmail};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

/// One move of a trace, before it is bound to a state.
#[derive(Clone, Debug)]
enum Move {
    Request { address: u8, previous: Option<u8> },
    Resend,
    Right,
    Old,
    Wrong,
    Inspect,
    Claim,
    Revoke,
    Change(AccountChange),
    Observe,
}

fn moves() -> impl Strategy<Value = Vec<(Move, i64, bool)>> {
    let change = prop::sample::select(AccountChange::ALL.to_vec());
    let one = prop_oneof![
        4 => (0..3_u8, prop::option::of(0..3_u8))
            .prop_map(|(address, previous)| Move::Request { address, previous }),
        2 => Just(Move::Resend),
        3 => Just(Move::Right),
        2 => Just(Move::Old),
        3 => Just(Move::Wrong),
        1 => Just(Move::Inspect),
        1 => Just(Move::Claim),
        1 => Just(Move::Revoke),
        2 => change.prop_map(Move::Change),
        1 => Just(Move::Observe),
    ];
    prop::collection::vec((one, pauses(), prop::bool::weighted(0.1)), 1..30)
}

pub(crate) fn address(n: u8) -> UnverifiedEmail {
    UnverifiedEmail::parse(&format!("Zoe-{n}@exemple.fr")).unwrap()
}

pub(crate) fn fresh() -> Versioned<EmailLink> {
    Versioned::fresh(EmailLink::key(&subject()), EmailLink::new(subject()))
}

fn base() -> BaseAddress {
    BaseAddress::parse("https://ent.exemple.fr/courriel").unwrap()
}

fn token(text: &str) -> LinkToken {
    LinkToken::parse(text).unwrap()
}

/// What one committed step showed.
struct Seen {
    at: Instant,
    token: Option<String>,
    outcome: Outcome,
    before: Value,
    after: Value,
}

struct Run {
    policy: LinkPolicy,
    state: Versioned<EmailLink>,
    entropy: ChaCha20Rng,
    now: Instant,
    /// Tokens in the order they were sent.
    sent: Vec<String>,
    seen: Vec<Seen>,
}

impl Run {
    fn of(moves: &[(Move, i64, bool)]) -> Self {
        Self {
            policy: LinkPolicy::email_link(),
            state: fresh(),
            entropy: ChaCha20Rng::seed_from_u64(7),
            now: morning(),
            sent: Vec::new(),
            seen: Vec::new(),
        }
        .play(moves)
    }

    fn play(mut self, moves: &[(Move, i64, bool)]) -> Self {
        for (step, pause, lost) in moves {
            self.now = self.now.plus_seconds(*pause).unwrap();
            let Some((event, token)) = self.bind(step) else { continue };
            let mut cx = Context {
                now: self.now,
                entropy: &mut self.entropy,
                policy: &self.policy,
                keys: &(),
            };
            let before = serde_json::to_value(self.state.body()).unwrap();
            let Some(outcome) = take(&mut self.state, &event, &mut cx, *lost) else { continue };
            if let Outcome::SendLink(mail) = &outcome {
                let url = mail.url(&base()).unwrap();
                self.sent.push(url.expose_secret().rsplit_once('=').unwrap().1.to_owned());
            }
            let after = serde_json::to_value(self.state.body()).unwrap();
            let at = self.state.floor(self.now);
            self.seen.push(Seen { at, token, outcome, before, after });
        }
        self
    }

    fn bind(&self, step: &Move) -> Option<(Event, Option<String>)> {
        let never = "A".repeat(43);
        let last = self.sent.last().unwrap_or(&never);
        let confirm = |text: &str| (Event::Confirm { token: token(text) }, Some(text.to_owned()));
        Some(match step {
            Move::Request { address: n, previous } => {
                let previous = previous.map(|n| address(n).confirmed());
                (Event::Request { address: address(*n), previous }, None)
            }
            Move::Resend => (Event::Resend, None),
            Move::Right => confirm(last),
            Move::Old => confirm(self.sent.iter().rev().nth(1).unwrap_or(&never)),
            Move::Wrong => confirm(&never),
            Move::Inspect => {
                let before = self.state.clone();
                for text in self.sent.iter().chain([&never]) {
                    let _ = self.state.body().inspect(&token(text), self.now);
                }
                assert!(before == self.state, "E1");
                return None;
            }
            Move::Claim => (Event::Claim, None),
            Move::Revoke => (Event::Revoke, None),
            Move::Change(change) => (Event::AccountChanged(*change), None),
            Move::Observe => (Event::Observe, None),
        })
    }
}

proptest! {
    #![proptest_config(traces())]

    #[test]
    fn e1_inspecting_tells_what_confirming_would_do(moves in moves()) {
        let run = Run::of(&moves);
        let now = run.state.floor(run.now);
        for text in &run.sent {
            let shown = run.state.body().inspect(&token(text), now);
            let mut state = run.state.clone();
            let mut entropy = ChaCha20Rng::seed_from_u64(1);
            let mut cx = Context { now, entropy: &mut entropy, policy: &run.policy, keys: &() };
            let confirm = Event::Confirm { token: token(text) };
            let outcome = take(&mut state, &confirm, &mut cx, false).unwrap();
            let confirmed = matches!(outcome, Outcome::Confirmed(_));
            prop_assert_eq!(shown.step == LinkStep::Pending, confirmed);
            prop_assert_eq!(shown.address.is_some(), confirmed);
            prop_assert_eq!(shown.seconds_left > 0, confirmed);
        }
    }

    #[test]
    fn e2_confirmed_means_the_address_and_generation_that_were_sent(moves in moves()) {
        let run = Run::of(&moves);
        let mut sent: HashMap<&str, (&Value, &Value)> = HashMap::new();
        let mut tokens = run.sent.iter();
        let mut confirmed = HashSet::new();
        for seen in &run.seen {
            match &seen.outcome {
                Outcome::SendLink(mail) => {
                    let link = &seen.after["link"];
                    prop_assert_eq!(&link["address"], mail.to().email().address());
                    sent.insert(tokens.next().unwrap(), (&link["address"], &link["generation"]));
                }
                Outcome::Confirmed(confirmation) if seen.token.is_some() => {
                    let text = seen.token.as_deref().unwrap();
                    let (address, generation) = sent[text];
                    prop_assert_eq!(address, confirmation.email.email().address());
                    prop_assert_eq!(generation, &seen.after["generation"]);
                    prop_assert!(confirmed.insert(text), "once");
                    prop_assert!(seen.at < at(seen.after["link"]["expires_at"].as_str().unwrap()));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn e3_an_address_is_its_owners_only_once_confirmed(moves in moves()) {
        for seen in &Run::of(&moves).seen {
            if let Outcome::Confirmed(confirmation) = &seen.outcome {
                prop_assert_eq!(&seen.after["link"]["state"]["is"], "confirmed");
                prop_assert_eq!(&confirmation.account, &subject());
            }
        }
    }

    #[test]
    fn e4_a_change_ends_every_link_sent_before(moves in moves(), change in prop::sample::select(AccountChange::ALL.to_vec())) {
        let run = Run::of(&moves).play(&[(Move::Change(change), 0, false)]);
        let sent = run.sent.clone();
        prop_assert_ne!(run.state.body().state(), "pending");
        for text in &sent {
            let mut state = run.state.clone();
            let now = run.state.floor(run.now);
            let mut entropy = ChaCha20Rng::seed_from_u64(1);
            let mut cx = Context { now, entropy: &mut entropy, policy: &run.policy, keys: &() };
            for event in [Event::Confirm { token: token(text) }, Event::Claim, Event::Resend] {
                let outcome = take(&mut state, &event, &mut cx, false).unwrap();
                prop_assert_eq!(outcome.name(), "nothing_pending");
            }
        }
    }

    #[test]
    fn e5_a_confirmation_changes_the_link_and_nothing_else(moves in moves()) {
        for seen in &Run::of(&moves).seen {
            if matches!(seen.outcome, Outcome::Confirmed(_)) {
                for field in ["account", "generation", "sends"] {
                    prop_assert_eq!(&seen.before[field], &seen.after[field]);
                }
                prop_assert_eq!(seen.outcome.public(seen.at), PublicOutcome::Ok);
            }
        }
    }

    #[test]
    fn e6_the_end_of_a_link_is_fixed_within_a_day(moves in moves()) {
        let run = Run::of(&moves);
        let mut ends = HashMap::new();
        for seen in run.seen.iter().filter(|seen| seen.after["link"].is_object()) {
            let link = &seen.after["link"];
            let [issued, expires] = ["issued_at", "expires_at"].map(|f| at(link[f].as_str().unwrap()));
            prop_assert!(expires.seconds_since(issued) <= 86_400);
            let end = ends.entry(link["generation"].to_string()).or_insert(expires);
            prop_assert_eq!(*end, expires);
        }
    }

    #[test]
    fn e7_every_message_has_another_token_and_generation(moves in moves()) {
        let run = Run::of(&moves);
        let tokens: HashSet<_> = run.sent.iter().collect();
        prop_assert_eq!(tokens.len(), run.sent.len());
        for seen in &run.seen {
            let generation = |state: &Value| state["generation"].as_u64().unwrap();
            prop_assert!(generation(&seen.before) <= generation(&seen.after));
            if matches!(seen.outcome, Outcome::SendLink(_)) {
                prop_assert_eq!(generation(&seen.before) + 1, generation(&seen.after));
            }
        }
        let sent: Vec<_> = run.seen.iter()
            .filter(|s| matches!(s.outcome, Outcome::SendLink(_))).map(|s| s.at).collect();
        prop_assert!(most_within(&sent, 86_400) <= usize::from(run.policy.sends_per_day()));
        prop_assert!(sent.windows(2).all(|pair| pair[1] >= pair[0].plus_seconds(60).unwrap()));
    }

    #[test]
    fn e8_the_previous_address_is_told_of_a_change(moves in moves()) {
        for seen in &Run::of(&moves).seen {
            let Outcome::Confirmed(confirmation) = &seen.outcome else { continue };
            let previous = seen.after["link"]["previous"].as_str();
            let changed = previous.filter(|previous| *previous != confirmation.email.email().address());
            let told = confirmation.notice.as_ref().map(|notice| notice.to.email().address());
            prop_assert_eq!(told, changed);
        }
    }

    #[test]
    fn a_link_meets_ten_wrong_tokens_at_most(moves in moves()) {
        for seen in &Run::of(&moves).seen {
            let failed = seen.after["link"]["failed"].as_u64().unwrap_or(0);
            prop_assert!(failed <= 10);
            prop_assert!(failed < 10 || seen.after["link"]["state"]["is"] != "pending");
        }
    }

    #[test]
    fn i2_final_links_absorb_all_but_a_request(moves in moves()) {
        for seen in &Run::of(&moves).seen {
            let was = seen.before["link"]["state"]["is"].as_str().unwrap_or("pending");
            if was != "pending" && !matches!(seen.outcome, Outcome::SendLink(_)) {
                prop_assert_eq!(&seen.before["link"], &seen.after["link"]);
            }
        }
    }

    #[test]
    fn i6_refusals_look_alike_and_views_hide(moves in moves()) {
        let run = Run::of(&moves);
        for seen in run.seen.iter().filter(|seen| seen.token.is_some()) {
            let right = matches!(seen.outcome, Outcome::Confirmed(_));
            let public = if right { PublicOutcome::Ok } else { PublicOutcome::Refused };
            prop_assert_eq!(seen.outcome.public(seen.at), public);
        }
        let view = serde_json::to_string(&run.state.body().view(&run.policy, run.now)).unwrap();
        for hidden in ["digest", "Zoe-", "expired", "superseded", "revoked", "generation"] {
            prop_assert!(!view.contains(hidden), "{}", view);
        }
    }

    #[test]
    fn i3_any_state_that_loads_meets_any_event_without_panic(
        moves in moves(),
        place in prop::sample::select(vec!["/account", "/generation", "/sends", "/link", "/link/failed",
            "/link/issued_at", "/link/expires_at", "/link/generation", "/link/state",
            "/link/state/at", "/link/address", "/link/previous"]),
        value in prop::sample::select(vec!["0", "5", "255", "4294967295", "-1", "null", "[]",
            "\"2021-09-01T08:00:00Z\"", "\"2199-12-31T23:59:59Z\"", "[\"2021-09-01T07:00:00Z\"]",
            "{\"is\":\"expired\"}", "\"zoe@exemple.fr\""]),
        after in moves(),
    ) {
        let mut run = Run::of(&moves);
        let mut body = serde_json::to_value(run.state.body()).unwrap();
        if let Some(found) = body.pointer_mut(place) {
            *found = serde_json::from_str(value).unwrap();
        }
        let bytes = stored(&run.state, &body, run.state.floor(run.now));
        if let Ok(state) = Versioned::load(run.state.key().clone(), &bytes)
            && value != "4294967295"
        {
            run.state = state;
            run.play(&after);
        }
    }
}

fn requested() -> Run {
    Run::of(&[(Move::Request { address: 0, previous: Some(1) }, 0, false)])
}

#[test]
fn stored_states_that_no_step_wrote_are_refused() {
    let run = requested();
    let cases = [
        // place, value
        ("/account", json!("guardian-2")),
        ("/generation", json!(2)),
        ("/generation", json!(0)),
        ("/sends", json!(vec!["2021-09-01T08:00:00Z"; 9])),
        ("/sends", json!(["2021-09-01T08:00:01Z"])),
        ("/sends", json!([])), // the link was sent
        ("/sends", json!(["2021-09-01T07:00:00Z"])),
        ("/link/failed", json!(10)),
        ("/link/expires_at", json!("2021-09-01T08:00:00Z")), // no later than the issue
        ("/link/expires_at", json!("2021-09-01T07:59:59Z")),
        ("/link/expires_at", json!("2021-09-02T08:00:00.001Z")), // beyond the hard maximum
        ("/link/issued_at", json!("2021-09-01T08:00:01Z")),      // later than was seen
        ("/link/address", json!("zoe")),
        ("/link/address", json!(" zoe@exemple.fr")),
        ("/link/state", json!({"is": "superseded"})), // of the current generation
        ("/link/state", json!({"is": "confirmed", "at": "2021-09-02T08:00:00Z"})),
        ("/link/state/digest", json!("00")),
    ];
    for (place, value) in cases {
        assert!(!loads_with(&run.state, morning(), place, &value), "{place} {value}");
    }
    refuses_other_envelopes(&run.state, morning());
    let confirmed = requested().play(&[(Move::Right, 1, false)]);
    let soon = morning().plus_seconds(1).unwrap();
    assert!(loads_with(&confirmed.state, soon, "/link/failed", &json!(9)));
    assert!(!loads_with(&confirmed.state, soon, "/link/failed", &json!(10)));
    assert!(!loads_with(&confirmed.state, soon, "/sends", &json!([])));
}

#[test]
fn a_broken_clock_or_source_changes_nothing() {
    let run = requested();
    let policy = LinkPolicy::email_link();
    let soon = morning().plus_seconds(60).unwrap();
    keeps_the_clock(&run.state, &Event::Observe, &policy, &());
    keeps_the_clock(&run.state, &Event::Revoke, &policy, &());
    needs_every_draw(&run.state, &Event::Resend, (&policy, &(), soon), 1);
}

#[test]
fn a_generation_never_wraps() {
    let run = requested();
    let mut body = serde_json::to_value(run.state.body()).unwrap();
    body["generation"] = json!(u32::MAX);
    body["link"]["generation"] = json!(u32::MAX);
    let state = Versioned::<EmailLink>::load(
        run.state.key().clone(),
        &stored(&run.state, &body, morning()),
    )
    .unwrap();
    let policy = LinkPolicy::email_link();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let now = morning().plus_seconds(60).unwrap();
    for event in [Event::Resend, Event::AccountChanged(AccountChange::Closed)] {
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
        assert!(state.step(&event, &mut cx).is_err());
    }
}

#[test]
fn a_confirmation_is_handed_out_again_for_ten_minutes() {
    for (wait, again) in [(0, true), (599, true), (600, false)] {
        let run = requested().play(&[(Move::Right, 5, false), (Move::Claim, wait, false)]);
        let handed = matches!(run.seen.last().unwrap().outcome, Outcome::Confirmed(_));
        assert_eq!(handed, again, "after {wait} s");
    }
}

#[test]
fn the_notice_goes_to_another_address_only() {
    let told = |address: u8, previous| {
        let run =
            Run::of(&[(Move::Request { address, previous }, 0, false), (Move::Right, 1, false)]);
        match &run.seen.last().unwrap().outcome {
            Outcome::Confirmed(done) => done.notice.as_ref().map(|notice| notice.to.clone()),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told(0, None), None);
    assert_eq!(told(0, Some(0)), None);
    assert_eq!(told(0, Some(1)), Some(address(1).confirmed()));
    let _: Option<VerifiedEmail> = told(1, Some(2));
}

#[test]
fn the_index_holds_no_token() {
    let run = requested();
    let digest = serde_json::to_value(run.state.body()).unwrap();
    let digest = digest["link"]["state"]["digest"].as_str().unwrap().to_owned();
    assert_eq!(token(&run.sent[0]).lookup(), digest);
    let other = SubjectId::parse("guardian-2").unwrap();
    assert_ne!(EmailLink::key(&other), EmailLink::key(&subject()));
}

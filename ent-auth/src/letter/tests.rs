//! Invariants I1–I6 and P1–P8 of letters, over random traces of events (`ENT_TRACES` of each).

use std::rc::Rc;
use std::sync::Arc;

use ent_core::transition::{CasResult, StateError, Transition, Version, Versioned};
use ent_core::{
    BirthDate, Coded, Ent, Entropy, EntropyError, Lang, PersonName, UnverifiedEmail, Zone, message,
};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;

use super::*;
use crate::LoginId;
use crate::code::PublicOutcome;
use crate::password::{ContextWords, HashPolicy, HashPool, PasswordRules, PreparedPassword};

const DAY: i64 = 86_400;

/// One move of a trace, before it is bound to a state.
#[derive(Clone, Debug)]
enum Move {
    Issue,
    Right(u8),
    Old(u8),
    Wrong(u8),
    Activate(u8, Sent),
    Abandon(u8),
    Revoke,
    Observe,
}

/// What is wrong with an activation page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sent {
    Right,
    WrongDate,
    OtherRules,
    NoEmail,
    Provisional,
}

type Moves = Vec<(Move, i64, bool)>;

fn traces() -> ProptestConfig {
    let cases = std::env::var("ENT_TRACES").ok().and_then(|n| n.parse().ok()).unwrap_or(256);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn moves() -> impl Strategy<Value = Moves> {
    let sent = prop_oneof![
        4 => Just(Sent::Right),
        4 => Just(Sent::WrongDate),
        1 => Just(Sent::OtherRules),
        1 => Just(Sent::NoEmail),
        1 => Just(Sent::Provisional),
    ];
    let one = prop_oneof![
        2 => Just(Move::Issue),
        5 => (0..3_u8).prop_map(Move::Right),
        1 => (0..3_u8).prop_map(Move::Old),
        8 => (0..3_u8).prop_map(Move::Wrong),
        6 => (0..3_u8, sent).prop_map(|(flow, sent)| Move::Activate(flow, sent)),
        1 => (0..3_u8).prop_map(Move::Abandon),
        1 => Just(Move::Revoke),
        1 => Just(Move::Observe),
    ];
    // Seconds between moves: around every limit, and backwards.
    let pause = prop_oneof![
        8 => 0..5_i64,
        3 => prop::sample::select(vec![599, 600, 1799, 1800, 1801, 86_399, 86_400]),
        1 => prop::sample::select(vec![30 * DAY, 89 * DAY, 92 * DAY, 93 * DAY]),
        1 => -7200..0_i64,
    ];
    let later = prop::collection::vec((one, pause, prop::bool::weighted(0.1)), 1..30);
    later.prop_map(|mut moves| {
        moves.insert(0, (Move::Issue, 0, false));
        moves
    })
}

fn flow(n: u8) -> FlowId {
    FlowId::parse(&format!("flow-{n}")).unwrap()
}

fn paris() -> Zone {
    Zone::parse("Europe/Paris").unwrap()
}

fn morning() -> Instant {
    Instant::parse("2026-11-30T08:00:00Z").unwrap()
}

fn subject() -> SubjectId {
    SubjectId::parse("person-1").unwrap()
}

fn recipient(children: usize) -> Recipient {
    let name = |given| PersonName::parse("Martin", given).unwrap();
    let ent = Ent::find("auvergne-rhone-alpes").unwrap();
    let to = Recipient::new(name("Zoé"), LoginId::parse("z.martin01").unwrap(), ent);
    to.with_children(vec![name("Lou"); children]).unwrap()
}

fn fresh(holder: Holder) -> Versioned<Letter> {
    Versioned::fresh(Letter::key(&subject()), Letter::new(subject(), holder))
}

fn accepted(text: &str, rules: &str) -> NewPassword {
    let password = PreparedPassword::from_text(text).unwrap();
    let rules = PasswordRules::find(rules).unwrap();
    let verdict = rules.check(&password, None, &ContextWords::new());
    NewPassword::new(&verdict.into_accepted().unwrap())
}

fn dates(right: bool) -> BirthDates {
    let date = |day| BirthDate::from_ymd(2012, 3, day).unwrap();
    BirthDates::new(vec![(date(1), date(1)), (date(2), date(if right { 2 } else { 3 }))]).unwrap()
}

fn email() -> UnverifiedEmail {
    UnverifiedEmail::parse("zoe@example.org").unwrap()
}

/// What one committed step showed.
struct Seen {
    event: Move,
    at: Instant,
    outcome: Outcome,
    before: Rc<Value>,
    after: Rc<Value>,
}

impl Seen {
    fn is_failure(&self) -> bool {
        matches!((&self.event, &self.outcome), (_, Outcome::Wrong { .. }))
            || matches!((&self.event, &self.outcome), (Move::Wrong(_) | Move::Old(_), Outcome::Locked)
                if is(&self.before) != "locked")
    }
}

fn is(body: &Value) -> &str {
    body["last"]["state"]["is"].as_str().unwrap_or("none")
}

/// Whether the hash of a new password is in the record.
fn keeps(body: &Value) -> bool {
    body["last"]["state"].get("password").is_some()
}

fn is_final(body: &Value) -> bool {
    !["none", "active", "in_activation"].contains(&is(body))
}

/// Plays moves against a letter, as a host with a store that loses one race in ten.
struct Run {
    policy: LetterPolicy,
    keys: LetterKeys,
    state: Versioned<Letter>,
    entropy: ChaCha20Rng,
    now: Instant,
    secrets: Vec<String>,
    seen: Vec<Seen>,
    body: Rc<Value>,
    reload: bool,
}

impl Run {
    fn new(holder: Holder) -> Self {
        let state = fresh(holder);
        Self {
            policy: LetterPolicy::three_months(),
            keys: LetterKeys::quick(),
            body: Rc::new(serde_json::to_value(state.body()).unwrap()),
            state,
            entropy: ChaCha20Rng::seed_from_u64(7),
            now: morning(),
            secrets: Vec::new(),
            seen: Vec::new(),
            reload: false,
        }
    }

    fn play(mut self, moves: &Moves) -> Self {
        for (step, pause, lost) in moves {
            self.now = self.now.plus_seconds(*pause).unwrap();
            self.take(step, *lost);
        }
        self
    }

    fn secret(&self, back: usize) -> String {
        let drawn = self.secrets.iter().rev().nth(back).cloned();
        drawn.unwrap_or_else(|| "ZZZZ-ZZZZ-ZZZZ-ZZZZ".to_owned())
    }

    fn bind(&self, step: &Move) -> Event {
        let sign_in = |n: u8, text: &str| Event::SignIn {
            flow: flow(n),
            secret: TypedSecret::parse(text).unwrap(),
        };
        match *step {
            Move::Issue => Event::Issue { zone: paris(), to: Box::new(recipient(1)) },
            Move::Right(n) => sign_in(n, &self.secret(0)),
            Move::Old(n) => sign_in(n, &self.secret(1)),
            Move::Wrong(n) => sign_in(n, "BBBB-BBBB-BBBB-BBBB"),
            Move::Activate(n, sent) => {
                let password = match sent {
                    Sent::OtherRules => accepted("Azerty69!", "ent-ara"),
                    Sent::Provisional => {
                        let secret = self.secret(0).to_lowercase();
                        accepted(&format!("{secret}-E1!"), "educonnect")
                    }
                    Sent::Right | Sent::WrongDate | Sent::NoEmail => {
                        accepted("Azerty69!", "educonnect")
                    }
                };
                Event::Activate {
                    flow: flow(n),
                    password,
                    birth_dates: dates(sent != Sent::WrongDate),
                    email: (sent != Sent::NoEmail).then(email),
                }
            }
            Move::Abandon(n) => Event::Abandon { flow: flow(n) },
            Move::Revoke => Event::Revoke,
            Move::Observe => Event::Observe,
        }
    }

    fn step(&mut self, event: &Event) -> Transition<Letter> {
        let mut cx = Context {
            now: self.now,
            entropy: &mut self.entropy,
            policy: &self.policy,
            keys: &self.keys,
        };
        self.state.step(event, &mut cx).unwrap()
    }

    fn take(&mut self, step: &Move, lost: bool) {
        let event = self.bind(step);
        let transition = self.step(&event);
        if lost && !transition.writes().is_empty() {
            transition.commit(CasResult::Lost).unwrap_err();
            return;
        }
        let written = transition.writes().first().map(|write| write.bytes().to_vec());
        let version = self.state.version().map_or(0, Version::number);
        let committed = transition.commit(CasResult::Stored).unwrap();
        let grown = committed.state.version().map_or(0, Version::number).checked_sub(version);
        let changed = *committed.state.body() != *self.state.body();
        assert_eq!((grown == Some(1), written.is_some()), (changed, changed), "I1");
        let before = Rc::clone(&self.body);
        if let Some(bytes) = &written {
            if self.reload {
                let loaded = Versioned::load(committed.state.key().clone(), bytes).unwrap();
                assert!(loaded == committed.state, "I4");
            }
            self.body = Rc::new(serde_json::to_value(committed.state.body()).unwrap());
            self.state = committed.state;
        }
        if let Outcome::Print(notice) = &committed.outcome {
            self.secrets.push(notice.secret().expose_secret().to_owned());
        }
        let at = self.state.floor(self.now);
        let (event, after) = (step.clone(), Rc::clone(&self.body));
        self.seen.push(Seen { event, at, outcome: committed.outcome, before, after });
    }
}

fn guardian(moves: &Moves) -> Run {
    Run::new(Holder::Guardian).play(moves)
}

proptest! {
    #![proptest_config(traces())]

    #[test]
    fn i1_i4_versions_grow_by_one_and_states_load_as_written(moves in moves()) {
        // Asserted at every step of the run.
        Run { reload: true, ..Run::new(Holder::Pupil) }.play(&moves);
    }

    #[test]
    fn i2_final_states_absorb_all_but_another_letter(moves in moves()) {
        for seen in &guardian(&moves).seen {
            if is(&seen.before) == "activated" {
                let revoked = matches!(seen.outcome, Outcome::Revoked);
                prop_assert_eq!(is(&seen.after), if revoked { "revoked" } else { "activated" });
                prop_assert!(revoked || seen.before == seen.after || !keeps(&seen.after));
            } else if is_final(&seen.before) && !matches!(seen.outcome, Outcome::Print(_)) {
                prop_assert_eq!(&seen.before, &seen.after);
            }
        }
    }

    #[test]
    fn i3_any_state_that_loads_meets_any_event_without_panic(
        moves in moves(),
        field in 0..13_usize,
        value in prop::sample::select(vec!["0", "1", "10", "255", "4294967295", "-1", "null", "[]",
            "true", "\"2026-11-30\"", "\"2026-11-30T08:00:00Z\"", "\"2199-12-31T23:59:59Z\"",
            "[\"2026-11-30T07:00:00Z\"]", "\"pupil\"", "\"$argon2id$\""]),
        after in moves(),
    ) {
        let mut run = guardian(&moves);
        let mut body = Value::clone(&run.body);
        let places = ["/failed", "/date_failures", "/past", "/holder", "/last", "/last/number",
            "/last/created_on", "/last/issued_at", "/last/expires_at", "/last/state/until",
            "/last/state/at", "/last/state/dates_failed", "/last/state/digest"];
        if let Some(place) = body.pointer_mut(places[field]) {
            *place = serde_json::from_str(value).unwrap();
        }
        let envelope = serde_json::json!({
            "schema": 1, "kind": "letter", "key": run.state.key().as_str(),
            "version": 3, "seen": run.state.floor(run.now).to_string(), "body": body,
        });
        let bytes = serde_json::to_vec(&envelope).unwrap();
        match Versioned::<Letter>::load(run.state.key().clone(), &bytes) {
            Err(error) => prop_assert_eq!(error, StateError::Corrupt { part: "body" }),
            Ok(state) => {
                run.body = Rc::new(serde_json::to_value(state.body()).unwrap());
                run.state = state;
                run.play(&after);
            }
        }
    }

    #[test]
    fn i5_results_depend_on_the_latest_time_seen(moves in moves(), back in -86_400..0_i64) {
        let mut run = guardian(&moves);
        let seen = run.state.floor(Instant::FIRST);
        let mut shown = Vec::new();
        for now in [seen, seen.plus_seconds(back).unwrap()] {
            run.now = now;
            let event = run.bind(&Move::Right(0));
            let committed = run.step(&event).commit(CasResult::Stored).unwrap();
            shown.push((committed.state, committed.outcome.name()));
        }
        prop_assert!(shown[0] == shown[1]);
    }

    #[test]
    fn i6_no_view_and_no_refusal_tells_why(moves in moves()) {
        let run = guardian(&moves);
        let stranger = run.state.body().view(&flow(9), &run.policy, run.state.floor(run.now));
        prop_assert_eq!(stranger, LetterView::at(LetterStep::SignIn));
        for seen in &run.seen {
            if let Move::Right(_) | Move::Old(_) | Move::Wrong(_) = seen.event {
                let public = seen.outcome.public(seen.at);
                let opened = matches!(seen.outcome, Outcome::Opened(_));
                prop_assert_eq!(public == PublicOutcome::Ok, opened);
                prop_assert_eq!(public == PublicOutcome::Refused, !opened);
            }
        }
    }

    #[test]
    fn p1_no_event_extends_a_letter_and_none_activates_after_its_end(moves in moves()) {
        for seen in &guardian(&moves).seen {
            if !matches!(seen.outcome, Outcome::Print(_)) {
                prop_assert_eq!(&seen.before["last"]["expires_at"], &seen.after["last"]["expires_at"]);
                prop_assert_eq!(&seen.before["last"]["created_on"], &seen.after["last"]["created_on"]);
            }
            let end = seen.after["last"]["expires_at"].as_str();
            let end = end.map(|end| Instant::parse(end).unwrap());
            if matches!(seen.outcome, Outcome::Opened(_))
                || is(&seen.before) != "activated" && is(&seen.after) == "activated"
            {
                prop_assert!(end.is_some_and(|end| seen.at < end));
            }
        }
    }

    #[test]
    fn p2_the_secret_opens_one_flow_for_thirty_minutes(moves in moves()) {
        for seen in &guardian(&moves).seen {
            if let Outcome::Opened(scope) = &seen.outcome {
                prop_assert!((1..=1800).contains(&scope.until.seconds_since(seen.at)));
                prop_assert_eq!(is(&seen.after), "in_activation");
                let Move::Right(n) = seen.event else { panic!("opened by {:?}", seen.event) };
                prop_assert_eq!(&scope.flow, &flow(n));
            }
        }
    }

    #[test]
    fn p3_final_states_hold_nothing_of_the_secret(moves in moves()) {
        for seen in &guardian(&moves).seen {
            let state = &seen.after["last"]["state"];
            prop_assert_eq!(state.get("digest").is_some(), !is_final(&seen.after) && is(&seen.after) != "none");
        }
    }

    #[test]
    fn p4_another_letter_supersedes_and_keeps_the_budgets(moves in moves()) {
        let run = guardian(&moves);
        for seen in &run.seen {
            if !matches!(seen.outcome, Outcome::Print(_)) {
                continue;
            }
            let kept = if is(&seen.before) == "locked" { &Value::from(0) } else { &seen.before["failed"] };
            prop_assert_eq!(kept, &seen.after["failed"]);
            prop_assert_eq!(&seen.before["date_failures"], &seen.after["date_failures"]);
            if seen.before["last"].is_object() {
                let ended = seen.after["past"].as_array().unwrap().last().unwrap();
                prop_assert_eq!(&ended["number"], &seen.before["last"]["number"]);
                let live = ["superseded", "expired"].contains(&ended["ended"].as_str().unwrap());
                prop_assert_eq!(live, !is_final(&seen.before) || is(&seen.before) == "expired");
            }
        }
        // Whatever happens, an old secret opens nothing.
        for seen in run.seen.iter().filter(|seen| matches!(seen.event, Move::Old(_))) {
            prop_assert!(!matches!(seen.outcome, Outcome::Opened(_)));
        }
    }

    #[test]
    fn p5_at_most_one_activation_is_open(moves in moves()) {
        let mut open = None;
        for seen in &guardian(&moves).seen {
            if let Outcome::Opened(scope) = &seen.outcome {
                open = Some(scope.flow.clone());
            }
            if let Outcome::Activated(_) | Outcome::DatesRefused { .. } = seen.outcome
                && let Move::Activate(n, _) = seen.event
            {
                prop_assert_eq!(Some(flow(n)), open.clone());
            }
        }
    }

    #[test]
    fn p6_activated_needs_password_dates_and_address_at_once(
        moves in moves(), holder in prop::sample::select(vec![Holder::Pupil, Holder::Guardian]),
    ) {
        for seen in &Run::new(holder).play(&moves).seen {
            if is(&seen.before) != "activated" && is(&seen.after) == "activated" {
                let Move::Activate(_, sent) = seen.event else { panic!("{:?}", seen.event) };
                let enough = sent == Sent::Right || sent == Sent::NoEmail && holder == Holder::Pupil;
                prop_assert!(enough, "{:?}", sent);
                prop_assert_eq!(is(&seen.before), "in_activation");
                prop_assert_eq!(seen.after["last"]["state"].get("email").is_some(), sent == Sent::Right);
            }
        }
    }

    #[test]
    fn p7_ten_wrong_secrets_in_a_row_lock_until_another_letter(moves in moves()) {
        let mut row = 0;
        for seen in &guardian(&moves).seen {
            if let Outcome::Opened(_) = seen.outcome {
                row = 0;
            }
            if matches!(seen.outcome, Outcome::Print(_)) && is(&seen.before) == "locked" {
                row = 0;
            }
            row = u8::saturating_add(row, seen.is_failure().into());
            prop_assert!(row <= 10);
            prop_assert_eq!(row == 10 && !is_final(&seen.after), false);
            if is(&seen.before) == "locked" && is(&seen.after) != "locked" {
                prop_assert!(matches!(seen.outcome, Outcome::Print(_)));
            }
        }
    }

    #[test]
    fn p7_birth_dates_are_wrong_five_times_a_day_at_most(moves in moves()) {
        let run = guardian(&moves);
        let at: Vec<_> = run.seen.iter()
            .filter(|seen| matches!(seen.outcome, Outcome::DatesRefused { .. }))
            .map(|seen| seen.at)
            .collect();
        for end in &at {
            let start = end.plus_seconds(-DAY).unwrap();
            prop_assert!(at.iter().filter(|t| **t > start && *t <= end).count() <= 5);
        }
    }

    #[test]
    fn p8_secret_and_password_are_never_both_usable(moves in moves()) {
        // Until the school has taken the password back, which it says by `Revoke`.
        let mut activated = None;
        for seen in &guardian(&moves).seen {
            if let Outcome::Activated(account) = &seen.outcome {
                let at = *activated.get_or_insert(account.changed_at);
                prop_assert_eq!(at, account.changed_at);
                prop_assert!((0..600).contains(&seen.at.seconds_since(at)));
            }
            if let Outcome::Revoked = seen.outcome {
                activated = None;
            }
            if let Some(at) = activated {
                prop_assert_eq!(is(&seen.after), "activated");
                prop_assert!(!matches!(seen.outcome, Outcome::Opened(_) | Outcome::Print(_)));
                prop_assert_eq!(keeps(&seen.after), seen.at.seconds_since(at) < 600);
            } else {
                prop_assert!(!keeps(&seen.after));
            }
        }
    }
}

/// A letter whose secret is known, in its activation by flow 0.
fn opened(holder: Holder) -> Run {
    Run::new(holder).play(&vec![(Move::Issue, 0, false), (Move::Right(0), 1, false)])
}

#[test]
fn a_busy_pool_or_a_failing_source_changes_nothing() {
    struct Broken;
    impl Entropy for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), EntropyError> {
            Err(EntropyError::default())
        }
    }
    let pool = HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap();
    let (policy, keys) = (LetterPolicy::three_months(), LetterKeys::new(Arc::new(pool), None));
    let issue = Event::Issue { zone: paris(), to: Box::new(recipient(0)) };
    let mut entropy = Broken;
    let mut cx = Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
    let refused = fresh(Holder::Pupil).step(&issue, &mut cx).err();
    assert_eq!(refused, Some(StepError::Entropy(EntropyError::default())));
    assert_eq!(StepError::from(crate::password::HashError::Busy), StepError::Busy);
    assert!(message::is_known(StepError::Busy.code()));
    assert_eq!(StepError::from(crate::password::HashError::UnknownPepper), StepError::MissingKey);
    assert_eq!(StepError::from(crate::password::HashError::Room), StepError::Room);
}

#[test]
fn real_hashes_tell_the_secret_from_another() {
    let pool = Arc::new(HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap());
    let mut run = Run { keys: LetterKeys::new(pool, None), ..Run::new(Holder::Guardian) };
    for (step, outcome) in [
        (Move::Right(0), "no_letter"),
        (Move::Issue, "print"),
        (Move::Wrong(0), "wrong"),
        (Move::Right(0), "opened"),
        (Move::Activate(0, Sent::Provisional), "password_is_provisional"),
        (Move::Activate(0, Sent::OtherRules), "password_refused"),
        (Move::Activate(0, Sent::NoEmail), "email_missing"),
        (Move::Activate(1, Sent::Right), "other_flow"),
        (Move::Activate(0, Sent::WrongDate), "dates_refused"),
        (Move::Activate(0, Sent::Right), "activated"),
        (Move::Right(0), "no_letter"),
        (Move::Issue, "already_activated"),
        (Move::Observe, "activated"),
    ] {
        run.take(&step, false);
        assert_eq!(run.seen.last().unwrap().outcome.name(), outcome, "{step:?}");
    }
    let Some(Outcome::Activated(account)) = run.seen.last().map(|seen| &seen.outcome) else {
        panic!("no account")
    };
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let pool = HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap();
    assert!(pool.verify(&password, Some(account.password.as_str()), None).unwrap().is_right());
}

/// Takes each move a second after the last and names the outcomes.
fn names(run: &mut Run, moves: &[Move]) -> Vec<&'static str> {
    let mut named = Vec::new();
    for step in moves {
        run.now = run.now.plus_seconds(1).unwrap();
        run.take(step, false);
        named.extend(run.seen.last().map(|seen| seen.outcome.name()));
    }
    named
}

#[test]
fn p7_the_tenth_wrong_secret_locks() {
    let mut run = Run::new(Holder::Pupil);
    run.take(&Move::Issue, false);
    assert_eq!(names(&mut run, &vec![Move::Wrong(0); 9]), ["wrong"; 9]);
    let rest = [Move::Wrong(0), Move::Right(0), Move::Issue, Move::Wrong(0), Move::Right(0)];
    assert_eq!(names(&mut run, &rest), ["locked", "locked", "print", "wrong", "opened"]);
}

#[test]
fn p7_the_sixth_wrong_date_of_a_day_is_not_judged() {
    let (sign_in, wrong) = (Move::Right(0), Move::Activate(0, Sent::WrongDate));
    let right = Move::Activate(0, Sent::Right);
    let mut run = opened(Holder::Guardian);
    assert_eq!(names(&mut run, &vec![wrong.clone(); 3]), ["dates_refused"; 3]);
    let more = [right.clone(), sign_in.clone(), wrong.clone(), wrong, right.clone()];
    let outcomes = ["not_open", "opened", "dates_refused", "dates_refused", "try_later"];
    assert_eq!(names(&mut run, &more), outcomes);
    run.now = run.now.plus_seconds(DAY).unwrap();
    assert_eq!(names(&mut run, &[sign_in, right]), ["opened", "activated"]);
}

#[test]
fn states_that_no_step_writes_do_not_load() {
    let wrong = Move::Activate(0, Sent::WrongDate);
    let mut run = Run::new(Holder::Guardian);
    let live = [Move::Issue, Move::Issue, Move::Right(0), wrong];
    assert_eq!(names(&mut run, &live), ["print", "print", "opened", "dates_refused"]);
    let open = Value::clone(&run.body);
    assert_eq!(names(&mut run, &[Move::Activate(0, Sent::Right)]), ["activated"]);
    let used = Value::clone(&run.body);
    let mut free = open.clone();
    free["last"]["state"] =
        serde_json::json!({ "is": "active", "digest": open["last"]["state"]["digest"] });
    let (soon, late) = ("2026-11-30T08:00:10Z", "2027-02-28T23:00:00Z");
    let load = |body: &Value, seen: &str| {
        let key = run.state.key();
        let envelope = serde_json::json!({ "schema": 1, "kind": "letter", "key": key.as_str(),
            "version": 3, "seen": seen, "body": body });
        Versioned::<Letter>::load(key.clone(), &serde_json::to_vec(&envelope).unwrap()).err()
    };
    let corrupt = Some(StateError::Corrupt { part: "body" });
    for body in [&open, &used, &free] {
        assert_eq!(load(body, soon), None);
        // Expired, ended or forgotten by then.
        assert_eq!(load(body, late), corrupt);
    }
    let cases = [
        // state, place, value
        (&open, "/last/state/dates_failed", "2"),
        (&open, "/date_failures", "[]"),
        (&open, "/date_failures", "[\"2026-11-30T08:00:01Z\"]"), // before the letter
        (&open, "/last/state/until", "\"2026-11-30T08:00:10Z\""),
        (&open, "/past/0/created_on", "\"2026-12-02\""),
        (&open, "/past/0/number", "2"),
        (&open, "/failed", "10"),
        (&open, "/last/state", "{\"is\":\"expired\"}"),
        (&open, "/last/state", "{\"is\":\"locked\",\"at\":\"2026-11-30T08:00:05Z\"}"),
        (&used, "/failed", "10"),
        (&used, "/last/state/at", "\"2026-11-30T08:00:11Z\""),
        (&used, "/last/state/password", "null"),
    ];
    for (body, place, value) in cases {
        let mut body = body.clone();
        *body.pointer_mut(place).unwrap() = serde_json::from_str(value).unwrap();
        assert_eq!(load(&body, soon), corrupt, "{place} {value}");
    }
}

#[test]
fn a_stack_may_check_by_rules_of_its_own() {
    let own = PasswordRules::builder("stack-own").build().unwrap();
    let password = PreparedPassword::from_text("correct horse battery staple").unwrap();
    let verdict = own.check(&password, None, &ContextWords::new());
    let password = NewPassword::new(&verdict.into_accepted().unwrap());
    let mut run = opened(Holder::Pupil);
    run.policy = LetterPolicy::builder().rules(own.id()).build().unwrap();
    let event = Event::Activate { flow: flow(0), password, birth_dates: dates(true), email: None };
    let committed = run.step(&event).commit(CasResult::Stored).unwrap();
    assert_eq!(committed.outcome.name(), "activated");
    assert_eq!(names(&mut run, &[Move::Activate(0, Sent::Right)]), ["password_refused"]);
}

#[test]
fn every_step_and_holder_has_its_code_and_texts() {
    LetterStep::check_list();
    Holder::check_list();
}

#[test]
fn birth_dates_are_whole_days() {
    let cases = [
        // known, typed, error
        ("2012-03-14", "2012-03-14", None),
        ("2012-01-01", "2012-01-01", None),
        ("2012-03-00", "2012-03-14", Some(LetterError::DateKnown)),
        ("2012-00-00", "2012-00-00", Some(LetterError::DateKnown)),
        ("2012-03-14", "2012-03-00", Some(LetterError::DateTyped)),
    ];
    for (known, typed, error) in cases {
        let pair = [known, typed].map(|date| BirthDate::parse(date).unwrap());
        let whole = BirthDate::from_ymd(2012, 3, 1).unwrap();
        let pairs = vec![(whole, whole), (pair[0], pair[1])];
        assert_eq!(BirthDates::new(pairs).err(), error, "{known} {typed}");
    }
    assert_eq!(BirthDates::new(Vec::new()).err(), Some(LetterError::BirthDates));
}

#[test]
fn the_page_is_shown_to_its_flow_alone_until_its_end() {
    let run = opened(Holder::Guardian);
    let view = |n, seconds| {
        let now = run.now.plus_seconds(seconds).unwrap();
        run.state.body().view(&flow(n), &run.policy, now)
    };
    let open = LetterView {
        step: LetterStep::Activation,
        seconds_left: Some(1800),
        date_attempts_left: Some(3),
        email_required: Some(true),
    };
    assert_eq!(view(0, 0), open);
    assert_eq!(view(0, 1799).seconds_left, Some(1));
    for (n, seconds) in [(1, 0), (0, 1800), (0, 93 * DAY)] {
        assert_eq!(view(n, seconds), LetterView::at(LetterStep::SignIn));
    }
}

#[test]
fn p8_an_account_needs_no_letter_until_its_password_is_taken_back() {
    let mut run = opened(Holder::Guardian);
    assert_eq!(names(&mut run, &[Move::Activate(0, Sent::Right)]), ["activated"]);
    let end = run.now.plus_seconds(ActivatedLetter::MAX_AGE_SECONDS).unwrap();
    assert_eq!(run.state.body().next_deadline(), Some(end));
    run.now = end.plus_seconds(-2).unwrap();
    // The last second, then the first after it: whatever comes then makes the record forget.
    assert_eq!(names(&mut run, &[Move::Observe, Move::Right(0)]), ["activated", "no_letter"]);
    assert!(!keeps(&run.body) && run.body["last"]["state"].get("email").is_none());
    assert_eq!(run.state.body().next_deadline(), None);
    let rest = [Move::Observe, Move::Issue, Move::Revoke, Move::Right(0), Move::Issue];
    let outcomes = ["observed", "already_activated", "revoked", "no_letter", "print"];
    assert_eq!(names(&mut run, &rest), outcomes);
    assert_eq!(names(&mut run, &[Move::Old(0), Move::Right(0)]), ["wrong", "opened"]);
}

#[test]
fn an_activation_ends_with_its_letter() {
    let mut run = Run::new(Holder::Pupil);
    run.take(&Move::Issue, false);
    let (_, end) = run.state.body().dates().unwrap();
    run.now = end.plus_seconds(-60).unwrap();
    run.take(&Move::Right(0), false);
    let Some(Outcome::Opened(scope)) = run.seen.last().map(|seen| &seen.outcome) else {
        panic!("not opened")
    };
    assert_eq!(scope.until, end);
    run.now = end;
    run.take(&Move::Activate(0, Sent::Right), false);
    assert_eq!(run.seen.last().unwrap().outcome.name(), "not_open");
    assert_eq!(run.state.body().state(), "expired");
}

#[test]
fn earlier_letters_are_remembered_by_number() {
    let mut run = Run::new(Holder::Pupil);
    for _ in 0..20 {
        run.take(&Move::Issue, false);
    }
    let letter = run.state.body();
    assert_eq!((letter.number(), letter.state_of(20)), (20, Some("active")));
    assert_eq!(letter.state_of(4), Some("superseded"));
    assert_eq!([3, 0, 21].map(|number| letter.state_of(number)), [None; 3]);
}

#[test]
fn an_unknown_identifier_is_refused_alike_and_writes_nothing() {
    let mut run = Run::new(Holder::Pupil);
    run.state = Versioned::fresh(Letter::key(&SubjectId::from_number(0)), Letter::decoy());
    for step in [Move::Right(0), Move::Wrong(1), Move::Activate(0, Sent::Right)] {
        let event = run.bind(&step);
        let transition = run.step(&event);
        assert!(transition.writes().is_empty());
        let outcome = transition.commit(CasResult::Stored).unwrap().outcome;
        assert_eq!(outcome.public(run.now), PublicOutcome::Refused);
    }
}

#[test]
fn a_notice_says_all_and_shows_its_secret_only_when_asked() {
    for (holder, steps) in [(Holder::Pupil, 7), (Holder::Guardian, 8)] {
        let mut run = Run::new(holder);
        let event = Event::Issue { zone: paris(), to: Box::new(recipient(2)) };
        let outcome = run.step(&event).commit(CasResult::Stored).unwrap().outcome;
        let Outcome::Print(notice) = outcome else { panic!("no notice") };
        assert_eq!(notice.instructions().len(), steps);
        for lang in [Lang::Fr, Lang::En] {
            let text = notice.text(lang);
            let text = text.expose_secret();
            assert!(
                text.contains(notice.secret().expose_secret()) && !text.contains('{'),
                "{text}"
            );
            assert!(text.contains("z.martin01") && text.contains("https://"), "{text}");
            assert!(text.contains("Lou MARTIN, Lou MARTIN"), "{text}");
        }
        let at_educonnect = notice.text(Lang::Fr).expose_secret().contains("educonnect.education");
        assert_eq!(at_educonnect, holder == Holder::Pupil);
        assert!(notice.text(Lang::Fr).expose_secret().contains("jusqu’au 28 février 2027 inclus"));
        assert!(notice.text(Lang::En).expose_secret().contains("until 28 February 2027"));
        let shown = format!("{notice:?} {event:?} {:?}", notice.instructions());
        assert!(!shown.contains(notice.secret().expose_secret()) && !shown.contains("MARTIN"));
        for step in notice.instructions() {
            assert!(message::is_known(step.id()), "{}", step.id());
        }
    }
}

#[test]
fn a_batch_is_one_letter_each_and_stops_where_the_source_fails() {
    /// Fails at the `n`-th call.
    struct Failing(u32, ChaCha20Rng);
    impl Entropy for Failing {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            self.0 = self.0.checked_sub(1).ok_or_else(EntropyError::default)?;
            Entropy::fill(&mut self.1, bytes)
        }
    }
    let person = |n: u8| {
        let subject = SubjectId::parse(&format!("person-{n}")).unwrap();
        let state = Versioned::fresh(Letter::key(&subject), Letter::new(subject, Holder::Pupil));
        (state, recipient(0))
    };
    let (policy, keys) = (LetterPolicy::three_months(), LetterKeys::quick());
    let play = |people: &[u8], calls| {
        let mut entropy = Failing(calls, ChaCha20Rng::seed_from_u64(1));
        let mut cx =
            Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
        issue_all(people.iter().map(|n| person(*n)).collect(), paris(), &mut cx)
    };
    let whole = play(&[1, 2, 3], 6).unwrap();
    assert_eq!((whole.letters.len(), whole.stopped), (3, None));
    let mut secrets = Vec::new();
    for transition in whole.letters {
        let Outcome::Print(notice) = transition.commit(CasResult::Stored).unwrap().outcome else {
            panic!("no notice")
        };
        secrets.push(notice.secret().expose_secret().to_owned());
    }
    secrets.dedup();
    assert_eq!(secrets.len(), 3);

    let part = play(&[1, 2, 3], 4).unwrap();
    let error = StepError::Entropy(EntropyError::default());
    assert_eq!(part.stopped, Some(Stopped { position: 2, error }));
    assert_eq!(part.letters.len(), 2);

    let twice = play(&[1, 2, 1], 6).err().unwrap();
    assert_eq!(twice, BatchError::Twice { position: 2 });
    assert!(twice.text_en().contains("position 3"), "{}", twice.text_en());
    assert!(play(&[], 0).unwrap().letters.is_empty());
}

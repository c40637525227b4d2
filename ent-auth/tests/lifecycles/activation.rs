//! Invariants I1–I6 and A1–A6 and A8 of a guardian's activation, over random traces of events.

use std::rc::Rc;
use std::sync::LazyLock;

use ent_auth::LoginId;
use ent_auth::code::{
    self, Audience, Ledger, PhoneProof, Policy, PublicOutcome, Purpose, TypedCode,
};
use ent_auth::educonnect::{
    ActivationPolicy, Answer, Child, ChildAnswer, Event, GuardianActivation, GuardianClaim,
    GuardianRecord, Match, Outcome,
};
use ent_auth::password::{
    ContextWords, HashPolicy, HashPool, NewHash, PasswordRules, PreparedPassword,
};
use ent_core::transition::{CasResult, Context, StateError, StepError, Version, Versioned};
use ent_core::{BirthDate, FlowId, GivenName, Instant, PersonName, PupilId, SubjectId};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;

use crate::common::{flow, keys, morning, phone, subject, traces};

const BIRTH_DATES: [&str; 3] = ["2008-05-17", "2010-11-03", "2009-02-28"];

fn pupil(n: usize) -> PupilId {
    PupilId::parse(&format!("pupil-{n}")).unwrap()
}

fn guardian() -> GuardianRecord {
    let child = |(n, date): (usize, &&str)| Child {
        pupil: pupil(n),
        given_name: GivenName::parse(&format!("Canari{n}")).unwrap(),
        birth_date: BirthDate::parse_full(date).unwrap(),
    };
    GuardianRecord {
        subject: subject(),
        name: PersonName::parse("Chamson", "André").unwrap(),
        mobile: phone(),
        login: LoginId::parse("a.chamson12").unwrap(),
        children: BIRTH_DATES.iter().enumerate().map(child).collect(),
        activated: false,
    }
}

/// What the directory answers to a guardian it knows.
pub(crate) fn found() -> Match {
    let claim = GuardianClaim::new(PersonName::parse("CHAMSON", "Andre").unwrap(), phone());
    claim.unwrap().find(&[guardian()], &keys())
}

/// Subject of the guardian's journeys and codes.
pub(crate) fn claimant() -> SubjectId {
    found().subject().clone()
}

/// A proof of the ledger for flow `n`, typed at `at`.
pub(crate) fn proof(n: u8, at: Instant) -> PhoneProof {
    let (keys, policy) = (keys(), Policy::educonnect_sms());
    let mut entropy = ChaCha20Rng::seed_from_u64(3);
    let mut cx = Context { now: at, entropy: &mut entropy, policy: &policy, keys: &keys };
    let key = Ledger::key(&claimant(), Purpose::Activation);
    let fresh = Versioned::fresh(key, Ledger::new(claimant(), Purpose::Activation));
    let issue = code::Event::Issue { flow: flow(n), to: phone(), audience: Audience::Known };
    let issued = fresh.step(&issue, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    let code::Outcome::SendSms(sms) = issued.outcome else { panic!("no message") };
    let code = TypedCode::parse(sms.code().expose_secret()).unwrap();
    let submit = code::Event::Submit { flow: flow(n), code };
    let judged = issued.state.step(&submit, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    let code::Outcome::Verified(proof) = judged.outcome else { panic!("not verified") };
    proof
}

/// A hash of a password accepted under the rules asked for, made once: hashing is slow.
fn hash(rules: &PasswordRules) -> NewHash {
    let pool = HashPool::new(1, HashPolicy::new(7168, 5, 1).unwrap()).unwrap();
    let password = PreparedPassword::from_text("Tournesol-2021!").unwrap();
    let accepted = rules.check(&password, None, &ContextWords::new()).into_accepted().unwrap();
    pool.hash(accepted, &mut ChaCha20Rng::seed_from_u64(4), None).unwrap()
}

static EDUCONNECT: LazyLock<NewHash> = LazyLock::new(|| hash(PasswordRules::educonnect()));
static ENT_ARA: LazyLock<NewHash> = LazyLock::new(|| hash(PasswordRules::ent_ara()));

pub(crate) fn password_hash() -> NewHash {
    NewHash::clone(&EDUCONNECT)
}

/// The right answer for every child.
pub(crate) fn right_dates() -> Vec<ChildAnswer> {
    answers(0, 0)
}

/// Bit n of `wrong` gives child n a wrong date, bit n of `disputed` disputes it.
fn answers(wrong: u8, disputed: u8) -> Vec<ChildAnswer> {
    let answer = |(n, date): (usize, &&str)| {
        let answer = if disputed & (1 << n) != 0 {
            Answer::Disputed
        } else if wrong & (1 << n) != 0 {
            Answer::Born(BirthDate::parse_full("2007-07-07").unwrap())
        } else {
            Answer::Born(BirthDate::parse_full(date).unwrap())
        };
        ChildAnswer { pupil: pupil(n), answer }
    };
    BIRTH_DATES.iter().enumerate().map(answer).collect()
}

#[derive(Clone, Debug)]
enum Move {
    Begin,
    ReturnToPhone,
    Prove { stale: bool },
    Children { wrong: u8, disputed: u8 },
    Incomplete,
    Password { other_rules: bool },
    Abandon,
    Observe,
}

fn moves() -> impl Strategy<Value = Vec<(Move, u8, i64, bool)>> {
    let one = prop_oneof![
        4 => Just(Move::Begin),
        1 => Just(Move::ReturnToPhone),
        4 => prop::bool::weighted(0.1).prop_map(|stale| Move::Prove { stale }),
        5 => (0..8_u8, 0..8_u8).prop_map(|(wrong, disputed)| Move::Children { wrong, disputed }),
        2 => Just(Move::Children { wrong: 0, disputed: 0 }),
        1 => Just(Move::Incomplete),
        3 => prop::bool::weighted(0.2).prop_map(|other_rules| Move::Password { other_rules }),
        1 => Just(Move::Abandon),
        1 => Just(Move::Observe),
    ];
    let pause = prop_oneof![
        8 => 0..120_i64,
        1 => prop::sample::select(vec![599, 600, 1799, 1800, 3600, 43_200, 86_400]),
        1 => -3600..0_i64,
    ];
    let flow = prop_oneof![8 => Just(1_u8), 1 => Just(2_u8)];
    prop::collection::vec((one, flow, pause, prop::bool::weighted(0.1)), 1..30)
}

struct Seen {
    at: Instant,
    outcome: Result<Outcome, StepError>,
    before: Rc<Value>,
    after: Rc<Value>,
    view: Value,
}

impl Seen {
    fn step(state: &Value) -> &str {
        state["journey"]["step"]["is"].as_str().unwrap_or("none")
    }

    fn flow(state: &Value) -> &Value {
        &state["journey"]["flow"]
    }
}

struct Run {
    state: Versioned<GuardianActivation>,
    body: Rc<Value>,
    now: Instant,
    seen: Vec<Seen>,
    /// Whether every state is read back from what was written.
    reload: bool,
}

impl Run {
    fn new() -> Self {
        let body = GuardianActivation::new(claimant());
        Self {
            body: Rc::new(serde_json::to_value(&body).unwrap()),
            state: Versioned::fresh(GuardianActivation::key(&claimant()), body),
            now: morning(),
            seen: Vec::new(),
            reload: false,
        }
    }

    fn play(mut self, moves: &[(Move, u8, i64, bool)]) -> Self {
        for (step, n, pause, lost) in moves {
            self.now = self.now.plus_seconds(*pause).unwrap();
            self.take(&self.bind(step, *n), *lost);
        }
        self
    }

    fn bind(&self, step: &Move, n: u8) -> Event {
        let flow = flow(n);
        let at = self.state.floor(self.now);
        match step {
            Move::Begin => Event::Begin { flow, found: found() },
            Move::ReturnToPhone => Event::ReturnToPhone { flow },
            Move::Prove { stale } => {
                let proved_at = if *stale { at.plus_seconds(-600).unwrap() } else { at };
                Event::PhoneProved { proof: proof(n, proved_at) }
            }
            Move::Children { wrong, disputed } => {
                Event::ConfirmChildren { flow, answers: answers(*wrong, *disputed) }
            }
            Move::Incomplete => Event::ConfirmChildren { flow, answers: Vec::new() },
            Move::Password { other_rules } => {
                let source = if *other_rules { &ENT_ARA } else { &EDUCONNECT };
                Event::ChoosePassword { flow, password: NewHash::clone(source) }
            }
            Move::Abandon => Event::Abandon { flow },
            Move::Observe => Event::Observe,
        }
    }

    fn take(&mut self, event: &Event, lost: bool) {
        let policy = ActivationPolicy::educonnect();
        let mut entropy = ChaCha20Rng::seed_from_u64(5);
        let mut cx = Context { now: self.now, entropy: &mut entropy, policy: &policy, keys: &() };
        let before = Rc::clone(&self.body);
        let outcome = match self.state.step(event, &mut cx) {
            Err(error) => Err(error),
            Ok(transition) if lost && !transition.writes().is_empty() => {
                transition.commit(CasResult::Lost).unwrap_err();
                return;
            }
            Ok(transition) => {
                let written = transition.writes().first().map(|write| write.bytes().to_vec());
                let committed = transition.commit(CasResult::Stored).unwrap();
                let number = |s: &Versioned<_>| s.version().map_or(0, Version::number);
                let grown = number(&committed.state) - number(&self.state);
                let changed = committed.state.body() != self.state.body();
                assert_eq!((grown, written.is_some()), (u32::from(changed), changed), "I1");
                if let Some(bytes) = written {
                    if self.reload {
                        let loaded = Versioned::load(self.state.key().clone(), &bytes).unwrap();
                        assert!(loaded == committed.state, "I4");
                    }
                    self.body = Rc::new(serde_json::to_value(committed.state.body()).unwrap());
                    self.state = committed.state;
                }
                Ok(committed.outcome)
            }
        };
        let at = self.state.floor(self.now);
        let live = self.body["journey"]["flow"].as_str().unwrap_or("flow-1");
        let live = FlowId::parse(live).unwrap();
        let view = serde_json::to_value(self.state.body().view(&live, &policy, at)).unwrap();
        let other = self.state.body().view(&flow(9), &policy, at);
        let hidden = other.children.is_empty() && other.login.is_none() && other.sent_to.is_none();
        assert!(hidden, "A5: another flow is shown nothing");
        self.seen.push(Seen { at, outcome, before, after: Rc::clone(&self.body), view });
    }
}

proptest! {
    #![proptest_config(traces())]

    #[test]
    fn i1_i4_versions_grow_by_one_and_states_load_as_written(moves in moves()) {
        // Asserted at every step of the run.
        Run { reload: true, ..Run::new() }.play(&moves);
    }

    #[test]
    fn i2_final_steps_absorb_everything_of_their_flow(moves in moves()) {
        for seen in &Run::new().play(&moves).seen {
            let ended = ["activated", "failed", "abandoned"].contains(&Seen::step(&seen.before));
            if ended && Seen::flow(&seen.before) == Seen::flow(&seen.after) {
                prop_assert_eq!(&seen.before, &seen.after);
            }
            if Seen::step(&seen.before) == "activated" {
                prop_assert_eq!(&seen.before, &seen.after);
            }
        }
    }

    #[test]
    fn i3_any_state_that_loads_meets_any_event_without_panic(
        moves in moves(),
        field in 0..8_usize,
        value in prop::sample::select(vec!["0", "9", "255", "-1", "null", "[]", "\"\"", "\"activated\"",
            "\"2199-12-31T23:59:59Z\"", "[\"2021-09-01T07:00:00Z\"]"]),
        after in moves(),
    ) {
        let mut run = Run::new().play(&moves);
        let mut body = Value::clone(&run.body);
        let places = ["/failures", "/journey", "/journey/until", "/journey/step/is",
            "/journey/step/failed", "/journey/step/guardian", "/journey/step/guardian/children",
            "/journey/step/attached"];
        if let Some(place) = body.pointer_mut(places[field]) {
            *place = serde_json::from_str(value).unwrap();
        }
        let envelope = serde_json::json!({
            "schema": 1, "kind": "guardian_activation", "key": run.state.key().as_str(),
            "version": 3, "seen": run.state.floor(run.now).to_string(), "body": body,
        });
        let bytes = serde_json::to_vec(&envelope).unwrap();
        match Versioned::load(run.state.key().clone(), &bytes) {
            Err(error) => prop_assert_eq!(error, StateError::Corrupt { part: "body" }),
            Ok(state) => {
                run.body = Rc::new(serde_json::to_value(state.body()).unwrap());
                run.state = state;
                run.play(&after);
            }
        }
    }

    #[test]
    fn i5_results_depend_on_the_latest_time_seen(moves in moves(), back in 1..86_400_i64) {
        let run = Run::new().play(&moves);
        let seen = run.state.floor(Instant::FIRST);
        let earlier = seen.plus_seconds(-back).unwrap_or(Instant::FIRST);
        let policy = ActivationPolicy::educonnect();
        let event = Event::Begin { flow: flow(3), found: found() };
        let shown = [seen, earlier].map(|now| {
            let mut entropy = ChaCha20Rng::seed_from_u64(1);
            let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
            let transition = run.state.step(&event, &mut cx);
            transition.map(|t| t.writes().first().map(|write| write.bytes().to_vec()))
        });
        if run.state.version().is_some() {
            prop_assert_eq!(&shown[0], &shown[1]);
        }
    }

    #[test]
    fn i6_refusals_look_alike_and_views_hide(moves in moves()) {
        for seen in &Run::new().play(&moves).seen {
            if let Ok(Outcome::ChildrenRefused { .. } | Outcome::Failed { .. } | Outcome::ProofRefused) = &seen.outcome {
                prop_assert_eq!(seen.outcome.as_ref().unwrap().public(seen.at), PublicOutcome::Refused);
            }
            let view = seen.view.to_string();
            for hidden in ["argon2", "2008-05-17", "+33612345678", "Chamson"] {
                prop_assert!(!view.contains(hidden), "{}", view);
            }
        }
    }

    #[test]
    fn a1_only_the_next_step_is_reachable(moves in moves()) {
        for seen in &Run::new().play(&moves).seen {
            let (from, to) = (Seen::step(&seen.before), Seen::step(&seen.after));
            let same_flow = Seen::flow(&seen.before) == Seen::flow(&seen.after);
            let allowed = match from {
                _ if from == to => true,
                _ if to == "code_entry" => from != "activated" && (!same_flow || ["none", "phone_entry"].contains(&from)),
                "code_entry" => ["phone_entry", "children", "abandoned"].contains(&to),
                "phone_entry" => to == "abandoned",
                "children" => ["password", "failed", "abandoned"].contains(&to),
                "password" => ["activated", "abandoned"].contains(&to),
                _ => false,
            };
            prop_assert!(allowed, "{} -> {}", from, to);
            if seen.outcome.is_err() {
                prop_assert_eq!(&seen.before, &seen.after);
            }
        }
    }

    #[test]
    fn a2_activated_means_phone_children_and_password(moves in moves()) {
        let run = Run::new().play(&moves);
        let active = run.seen.iter().find(|seen| Seen::step(&seen.after) == "activated");
        if let Some(active) = active {
            let flow = Seen::flow(&active.after);
            let passed = |name: &str| run.seen.iter().any(|seen| {
                Seen::flow(&seen.after) == flow
                    && seen.outcome.as_ref().is_ok_and(|outcome| outcome.name() == name)
            });
            prop_assert!(passed("issue_code") && passed("children_listed") && passed("children_confirmed"));
        }
    }

    #[test]
    fn a3_attached_is_listed_without_disputed_and_never_empty(moves in moves()) {
        for seen in &Run::new().play(&moves).seen {
            if let Ok(Outcome::Activated(account)) = &seen.outcome {
                prop_assert!(!account.attached.is_empty());
                let mut all = [account.attached.clone(), account.disputed.clone()].concat();
                all.sort();
                prop_assert_eq!(all, [pupil(0), pupil(1), pupil(2)]);
            }
        }
    }

    #[test]
    fn a4_dates_are_judged_three_times_a_flow_and_five_times_a_day(moves in moves()) {
        let run = Run::new().play(&moves);
        let wrong: Vec<_> = run.seen.iter().filter(|seen| {
            seen.before["failures"] != seen.after["failures"]
        }).collect();
        for last in &wrong {
            let start = last.at.plus_seconds(-86_400).unwrap();
            let day = wrong.iter().filter(|seen| seen.at > start && seen.at <= last.at).count();
            prop_assert!(day <= 5);
        }
        for pair in run.seen.windows(2) {
            let failed = pair[1].after["journey"]["step"]["failed"].as_u64();
            prop_assert!(failed.is_none_or(|failed| failed < 3));
        }
    }

    #[test]
    fn a5_nothing_of_the_children_before_the_phone_is_proved(moves in moves()) {
        for seen in &Run::new().play(&moves).seen {
            let step = seen.view["step"].as_str().unwrap();
            let view = seen.view.to_string();
            prop_assert_eq!(view.contains("Canari"), step == "children");
            prop_assert_eq!(view.contains("a.chamson12"), ["password", "activated"].contains(&step));
        }
    }

    #[test]
    fn a6_a_proof_of_another_flow_or_subject_is_worth_nothing(other_flow: bool, late in 0..1200_i64) {
        let run = Run::new().play(&[(Move::Begin, 1, 0, false)]);
        let event = Event::PhoneProved { proof: proof(if other_flow { 2 } else { 1 }, morning()) };
        let mut run = Run { now: morning().plus_seconds(late).unwrap(), ..run };
        run.take(&event, false);
        let listed = Seen::step(&run.body) == "children";
        prop_assert_eq!(listed, !other_flow && late < 600);
    }

    #[test]
    fn a8_a_subject_has_one_live_flow(moves in moves()) {
        let run = Run::new().play(&moves);
        for seen in &run.seen {
            if Seen::flow(&seen.before) != Seen::flow(&seen.after) {
                prop_assert_eq!(Seen::step(&seen.after), "code_entry");
            }
        }
    }
}

/// What the directory answers to somebody who says to be this person.
fn claim(family: &str, given: &str, directory: &[GuardianRecord]) -> Match {
    let name = PersonName::parse(family, given).unwrap();
    GuardianClaim::new(name, phone()).unwrap().find(directory, &keys())
}

#[test]
fn a_decoy_never_leaves_code_entry_forwards() {
    let nobody = claim("Inconnu", "Jean", &[guardian()]);
    assert_eq!(nobody.audience(), Audience::Decoy);
    let body = GuardianActivation::new(nobody.subject().clone());
    let key = GuardianActivation::key(nobody.subject());
    let policy = ActivationPolicy::educonnect();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let mut cx = Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &() };
    let begun = Versioned::fresh(key, body)
        .step(&Event::Begin { flow: flow(1), found: nobody }, &mut cx)
        .unwrap()
        .commit(CasResult::Stored)
        .unwrap();
    let proof = Event::PhoneProved { proof: proof(1, morning()) };
    let refused = begun.state.step(&proof, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    assert!(matches!(refused.outcome, Outcome::ProofRefused));
}

#[test]
fn c9_no_spelling_of_a_claim_meets_other_budgets_when_the_person_is_known() {
    let spellings = [("CHAMSON", "André"), ("chamson", "Andre Marie"), ("Chamson", "Paul")];
    let subjects = |directory: &[GuardianRecord]| {
        spellings.map(|(family, given)| claim(family, given, directory).subject().clone())
    };
    let known = subjects(&[guardian()]);
    assert_eq!(known, subjects(&[]));
    assert!(known.iter().all(|subject| *subject == known[0]));
    assert_ne!(*claim("Le Noël", "André", &[]).subject(), known[0]);
}

#[test]
fn a_directory_with_a_pupil_twice_matches_nobody() {
    let mut twice = guardian();
    twice.children.push(twice.children[0].clone());
    assert_eq!(claim("Chamson", "André", &[twice]).audience(), Audience::Decoy);
}

#[test]
fn i2_an_abandoned_journey_does_not_revive() {
    let begin = |pause| (Move::Begin, 1, pause, false);
    let run = Run::new().play(&[begin(0), begin(10_800), begin(0)]);
    let names: Vec<_> =
        run.seen.iter().map(|seen| seen.outcome.as_ref().map(Outcome::name).ok()).collect();
    assert_eq!(names, [Some("issue_code"), Some("abandoned"), None]);
}

#[test]
fn an_activated_journey_is_not_lost_to_another() {
    let run = Run::new().play(&[
        (Move::Begin, 1, 0, false),
        (Move::Prove { stale: false }, 1, 0, false),
        (Move::Children { wrong: 0, disputed: 0 }, 1, 0, false),
        (Move::Password { other_rules: false }, 1, 0, false),
        (Move::Begin, 2, 0, false),
        (Move::Observe, 1, 0, false),
    ]);
    let [.., begun, observed] = run.seen.as_slice() else { panic!("six steps") };
    assert!(matches!(begun.outcome, Ok(Outcome::IssueCode { audience: Audience::Decoy, .. })));
    assert!(
        matches!(&observed.outcome, Ok(Outcome::Activated(account)) if account.subject == subject())
    );
}

#[test]
fn a4_every_set_of_wrong_dates_gives_the_same_answer() {
    let listed = [(Move::Begin, 1, 0, false), (Move::Prove { stale: false }, 1, 0, false)];
    for wrong in 0..8_u8 {
        for disputed in 0..8_u8 {
            let children = (Move::Children { wrong, disputed }, 1, 0, false);
            let run = Run::new().play(&listed).play(&[children]);
            let outcome = run.seen.last().unwrap().outcome.as_ref().unwrap();
            // A disputed child's date is not asked for.
            let all_right = wrong & !disputed == 0;
            match outcome {
                Outcome::ChildrenConfirmed => assert!(all_right && disputed != 7),
                Outcome::Failed { reason } => assert!(all_right && reason.code() == "no_child"),
                Outcome::ChildrenRefused { attempts_left: 2 } => assert!(!all_right),
                other => panic!("{wrong:03b} {disputed:03b}: {other:?}"),
            }
        }
    }
}

#[test]
fn a4_the_fifth_wrong_submission_of_a_day_closes_every_flow() {
    let wrong = |n: u8| (Move::Children { wrong: 1, disputed: 0 }, n, 0, false);
    let begin = |n: u8| [(Move::Begin, n, 0, false), (Move::Prove { stale: false }, n, 0, false)];
    let run = Run::new()
        .play(&begin(1))
        .play(&[wrong(1), wrong(1), wrong(1)])
        .play(&begin(2))
        .play(&[wrong(2), wrong(2), (Move::Children { wrong: 0, disputed: 0 }, 2, 0, false)]);
    assert!(matches!(run.seen.last().unwrap().outcome, Ok(Outcome::TryLater { .. })));
}

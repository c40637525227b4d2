//! The pictures of `docs/states.md`, drawn by walking the real steps breadth first.
//!
//! Fails when the file is not what the steps do; `ENT_UPDATE=1` writes it again.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it is wrong"
)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;
use std::sync::Arc;

use ent_auth::AccountChange;
use ent_auth::address::BaseAddress;
use ent_auth::code::{self, Audience, Ledger, PhoneProof, Policy, Purpose, TypedCode};
use ent_auth::educonnect::{
    ActivationPolicy, Answer, Child, ChildAnswer, Event, GuardianActivation, GuardianClaim,
    GuardianRecord,
};
use ent_auth::letter::{
    self, BirthDates, Holder, Letter, LetterKeys, LetterPolicy, NewPassword, Recipient, TypedSecret,
};
use ent_auth::link::{self, EmailLink, LinkPolicy, LinkToken};
use ent_auth::pairing::{self, FreshSession, Pairing, PairingId, PairingPolicy, PairingTyped};
use ent_auth::password::{
    ContextWords, HashPolicy, HashPool, NewHash, PasswordRules, PreparedPassword,
};
use ent_auth::{Key, KeyId, KeyRing, LoginId};
use ent_core::transition::{CasResult, Committed, Context, Lifecycle, StepError, Versioned};
use ent_core::{
    BirthDate, DeviceId, Ent, FlowId, GivenName, Instant, PersonName, PhoneNumber, PupilId, Region,
    SubjectId, UnverifiedEmail, Zone,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;

/// Moves by the outcome they had.
type Answers = BTreeMap<String, BTreeSet<String>>;

/// What a walk saw: labels of the arrows that write, and of the answers that write nothing.
#[derive(Default)]
struct Map {
    arrows: BTreeMap<(String, String), Answers>,
    answers: BTreeMap<String, Answers>,
}

/// A lifecycle, as the walk needs it.
trait Walk {
    type State: Lifecycle;
    /// Names of the moves tried in every state.
    const MOVES: &[&str];
    /// Seconds after the last step at which each move is tried.
    const PAUSES: &[i64];

    /// Takes a move; the name of its outcome.
    fn take(&mut self, state: &Versioned<Self::State>, name: &str, now: Instant) -> Taken<Self>;
    /// Name of a state in the picture.
    fn node(body: &Value, now: Instant) -> String;
    /// What tells states of one name apart, as far as it changes what happens next.
    fn detail(body: &Value) -> String;
}

type Taken<W> = Result<(Versioned<<W as Walk>::State>, &'static str), StepError>;

fn walk<W: Walk>(walker: &mut W, start: Versioned<W::State>) -> Map {
    let mut map = Map::default();
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([(start, morning())]);
    while let Some((state, now)) = queue.pop_front() {
        let body = serde_json::to_value(state.body()).unwrap();
        for pause in W::PAUSES {
            let now = now.plus_seconds(*pause).unwrap();
            let from = W::node(&body, now);
            for name in W::MOVES {
                let (next, outcome) = match walker.take(&state, name, now) {
                    Ok(taken) => taken,
                    Err(StepError::OutOfOrder) => (state.clone(), "refused: step/out-of-order"),
                    Err(error) => panic!("{name} in {from}: {error}"),
                };
                if next == state {
                    let answers = map.answers.entry(from.clone()).or_default();
                    answers.entry(outcome.to_owned()).or_default().insert((*name).to_owned());
                    continue;
                }
                let after = serde_json::to_value(next.body()).unwrap();
                let to = W::node(&after, now);
                let arrow = map.arrows.entry((from.clone(), to.clone())).or_default();
                arrow.entry(outcome.to_owned()).or_default().insert((*name).to_owned());
                if seen.insert((to, W::detail(&after))) {
                    queue.push_back((next, now));
                }
            }
        }
    }
    map
}

/// Moves that have one answer: by name, or "any" where listing them would hide the picture.
fn together(moves: &BTreeSet<String>) -> String {
    if moves.len() > 5 {
        return "any".to_owned();
    }
    moves.iter().cloned().collect::<Vec<_>>().join(", ")
}

impl Map {
    fn draw(&self, title: &str, first: &str, finals: &[&str]) -> String {
        let mut page =
            format!("\n## {title}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {first}\n");
        for ((from, to), outcomes) in &self.arrows {
            let labels: Vec<_> = outcomes
                .iter()
                .map(|(outcome, moves)| format!("{} / {outcome}", together(moves)))
                .collect();
            writeln!(page, "    {from} --> {to} : {}", labels.join("<br>")).unwrap();
        }
        for name in finals {
            writeln!(page, "    {name} --> [*]").unwrap();
        }
        page.push_str("```\n");
        page
    }

    fn table(&self) -> String {
        let mut page =
            String::from("\nWhat writes nothing:\n\n| state | answer | to |\n|---|---|---|\n");
        for (state, answers) in &self.answers {
            for (answer, moves) in answers {
                writeln!(page, "| {state} | {answer} | {} |", together(moves)).unwrap();
            }
        }
        page
    }
}

fn morning() -> Instant {
    Instant::parse("2021-09-01T08:00:00Z").unwrap()
}

fn subject() -> SubjectId {
    SubjectId::parse("guardian-1").unwrap()
}

fn phone() -> PhoneNumber {
    PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap()
}

fn keys() -> KeyRing {
    KeyRing::new(KeyId::parse("2021").unwrap(), Key::new(vec![7; 32]).unwrap())
}

fn flow(name: &str) -> FlowId {
    FlowId::parse(name).unwrap()
}

fn entropy() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1)
}

/// The ledger, seen as its live code (`CODE`) or as its budget of guesses.
struct Codes<const CODE: bool> {
    policy: Policy,
    entropy: ChaCha20Rng,
    sent: BTreeMap<String, String>,
}

impl<const CODE: bool> Codes<CODE> {
    fn map() -> Map {
        // Two guesses a code and three in a row: the same shape as the presets, sooner walked.
        let policy =
            Policy::builder().max_attempts(2).max_consecutive(3).free_failures(2).build().unwrap();
        let key = Ledger::key(&subject(), Purpose::Activation);
        let fresh = Versioned::fresh(key, Ledger::new(subject(), Purpose::Activation));
        walk(&mut Self { policy, entropy: entropy(), sent: BTreeMap::new() }, fresh)
    }

    fn event(&self, name: &str, body: &Value) -> code::Event {
        let own = || flow("flow-1");
        let right = || {
            let id = body["challenge"]["id"].as_str().unwrap_or_default();
            self.sent.get(id).cloned().unwrap_or_else(|| "12345678".to_owned())
        };
        let wrong = || {
            let number: u32 = right().parse().unwrap();
            format!("{:08}", (number + 1) % 100_000_000)
        };
        let submit = |text: &str| TypedCode::parse(text).unwrap();
        let issue = |audience| code::Event::Issue { flow: own(), to: phone(), audience };
        match name {
            "Issue" => issue(Audience::Known),
            "Issue (decoy)" => issue(Audience::Decoy),
            "Resend" => code::Event::Resend { flow: own() },
            "Submit (right)" => code::Event::Submit { flow: own(), code: submit(&right()) },
            "Submit (wrong)" => code::Event::Submit { flow: own(), code: submit(&wrong()) },
            "Submit (6 digits)" => code::Event::Submit { flow: own(), code: submit("123456") },
            "Submit (other flow)" => {
                code::Event::Submit { flow: flow("flow-2"), code: submit(&right()) }
            }
            "Cancel" => code::Event::Cancel { flow: own() },
            "Claim" => code::Event::Claim { flow: own() },
            "Observe" => code::Event::Observe,
            "Reinstate" => code::Event::Reinstate,
            other => panic!("no move {other}"),
        }
    }
}

impl<const CODE: bool> Walk for Codes<CODE> {
    type State = Ledger;
    const MOVES: &[&str] = &[
        "Issue",
        "Issue (decoy)",
        "Resend",
        "Submit (right)",
        "Submit (wrong)",
        "Submit (6 digits)",
        "Submit (other flow)",
        "Cancel",
        "Claim",
        "Observe",
        "Reinstate",
    ];
    const PAUSES: &[i64] = &[1, 300, 1800, 86_400];

    fn take(&mut self, state: &Versioned<Ledger>, name: &str, now: Instant) -> Taken<Self> {
        let event = self.event(name, &serde_json::to_value(state.body()).unwrap());
        let keys = keys();
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &keys };
        let transition = state.step(&event, &mut cx)?;
        let Committed { state, outcome } = transition.commit(CasResult::Stored).unwrap();
        if let code::Outcome::SendSms(sms) = &outcome {
            let body = serde_json::to_value(state.body()).unwrap();
            let id = body["challenge"]["id"].as_str().unwrap().to_owned();
            self.sent.insert(id, sms.code().expose_secret().to_owned());
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, now: Instant) -> String {
        if CODE {
            return body["challenge"]["state"]["is"].as_str().unwrap_or("idle").to_owned();
        }
        let delayed = body["attempts"]["delayed_until"].as_str();
        let delayed = delayed.is_some_and(|until| Instant::parse(until).unwrap() > now);
        let name = match (body["attempts"]["disabled_at"].is_string(), delayed) {
            (true, _) => "disabled",
            (false, true) => "delayed",
            (false, false) => "open",
        };
        name.to_owned()
    }

    fn detail(body: &Value) -> String {
        let (challenge, attempts) = (&body["challenge"], &body["attempts"]);
        // Every reinstatement grants more guesses: the number left is bounded, not the two counts.
        let row = |name: &str| attempts[name].as_i64().unwrap_or_default();
        format!(
            "{} {} {} {} {} {}",
            challenge["state"]["is"],
            challenge["state"]["decoy"],
            challenge["failed"],
            row("consecutive") - row("granted"),
            attempts["disabled_at"].is_string(),
            body["sends"].as_array().map_or(0, Vec::len),
        )
    }
}

/// The activation of a guardian with two children.
struct Activation {
    policy: ActivationPolicy,
    entropy: ChaCha20Rng,
    hashes: [NewHash; 2],
}

impl Activation {
    fn map() -> Map {
        let hashes = [PasswordRules::educonnect(), PasswordRules::ent_ara()].map(hashed);
        let policy = ActivationPolicy::educonnect();
        let key = GuardianActivation::key(&claimant());
        let fresh = Versioned::fresh(key, GuardianActivation::new(claimant()));
        walk(&mut Self { policy, entropy: entropy(), hashes }, fresh)
    }

    fn event(&self, name: &str, now: Instant) -> Event {
        let own = || flow("flow-1");
        let answers = |says: [Answer; 2]| Event::ConfirmChildren {
            flow: own(),
            answers: ["pupil-1", "pupil-2"]
                .into_iter()
                .zip(says)
                .map(|(pupil, answer)| ChildAnswer {
                    pupil: PupilId::parse(pupil).unwrap(),
                    answer,
                })
                .collect(),
        };
        let born = |year| Answer::Born(BirthDate::from_ymd(year, 3, 1).unwrap());
        match name {
            "Begin" => Event::Begin { flow: own(), found: found() },
            "Begin (other flow)" => Event::Begin { flow: flow("flow-2"), found: found() },
            "ReturnToPhone" => Event::ReturnToPhone { flow: own() },
            "PhoneProved" => Event::PhoneProved { proof: proof("flow-1", now) },
            "PhoneProved (too old)" => {
                Event::PhoneProved { proof: proof("flow-1", now.plus_seconds(-700).unwrap()) }
            }
            "ConfirmChildren (right)" => answers([born(2009), born(2010)]),
            "ConfirmChildren (one disputed)" => answers([born(2009), Answer::Disputed]),
            "ConfirmChildren (all disputed)" => answers([Answer::Disputed, Answer::Disputed]),
            "ConfirmChildren (wrong)" => answers([born(2009), born(2009)]),
            "ConfirmChildren (one missing)" => {
                Event::ConfirmChildren { flow: own(), answers: Vec::new() }
            }
            "ChoosePassword" => {
                let [password, _] = self.hashes.clone();
                Event::ChoosePassword { flow: own(), password }
            }
            "ChoosePassword (other rules)" => {
                let [_, password] = self.hashes.clone();
                Event::ChoosePassword { flow: own(), password }
            }
            "Abandon" => Event::Abandon { flow: own() },
            "Observe" => Event::Observe,
            other => panic!("no move {other}"),
        }
    }
}

/// Subject of the guardian's journeys and codes.
fn claimant() -> SubjectId {
    found().subject().clone()
}

fn found() -> ent_auth::educonnect::Match {
    let name = PersonName::parse("Martin", "Zoé").unwrap();
    let child = |pupil, year| Child {
        pupil: PupilId::parse(pupil).unwrap(),
        given_name: GivenName::parse("Léa").unwrap(),
        birth_date: BirthDate::from_ymd(year, 3, 1).unwrap(),
    };
    let record = GuardianRecord {
        subject: subject(),
        name: name.clone(),
        mobile: phone(),
        login: LoginId::parse("z.martin").unwrap(),
        children: vec![child("pupil-1", 2009), child("pupil-2", 2010)],
        activated: false,
    };
    GuardianClaim::new(name, phone()).unwrap().find(&[record], &keys())
}

fn hashed(rules: &PasswordRules) -> NewHash {
    let policy = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let verdict = rules.check(&password, None, &ContextWords::new());
    let pool = HashPool::new(1, policy).unwrap();
    pool.hash(verdict.into_accepted().unwrap(), &mut entropy(), None).unwrap()
}

/// A proof of the phone, obtained as a host obtains it.
fn proof(flow_name: &str, at: Instant) -> PhoneProof {
    let (keys, policy, mut entropy) = (keys(), Policy::educonnect_sms(), entropy());
    let mut cx = Context { now: at, entropy: &mut entropy, policy: &policy, keys: &keys };
    let key = Ledger::key(&claimant(), Purpose::Activation);
    let fresh = Versioned::fresh(key, Ledger::new(claimant(), Purpose::Activation));
    let issue =
        code::Event::Issue { flow: flow(flow_name), to: phone(), audience: Audience::Known };
    let issued = fresh.step(&issue, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    let code::Outcome::SendSms(sms) = issued.outcome else { panic!("no message") };
    let code = TypedCode::parse(sms.code().expose_secret()).unwrap();
    let submit = code::Event::Submit { flow: flow(flow_name), code };
    let done = issued.state.step(&submit, &mut cx).unwrap().commit(CasResult::Stored).unwrap();
    let code::Outcome::Verified(proof) = done.outcome else { panic!("no proof") };
    proof
}

impl Walk for Activation {
    type State = GuardianActivation;
    const MOVES: &[&str] = &[
        "Begin",
        "Begin (other flow)",
        "ReturnToPhone",
        "PhoneProved",
        "PhoneProved (too old)",
        "ConfirmChildren (right)",
        "ConfirmChildren (one disputed)",
        "ConfirmChildren (all disputed)",
        "ConfirmChildren (wrong)",
        "ConfirmChildren (one missing)",
        "ChoosePassword",
        "ChoosePassword (other rules)",
        "Abandon",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 3600, 86_400];

    fn take(
        &mut self,
        state: &Versioned<GuardianActivation>,
        name: &str,
        now: Instant,
    ) -> Taken<Self> {
        let event = self.event(name, now);
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let transition = state.step(&event, &mut cx)?;
        let Committed { state, outcome } = transition.commit(CasResult::Stored).unwrap();
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        body["journey"]["step"]["is"].as_str().unwrap_or("none").to_owned()
    }

    fn detail(body: &Value) -> String {
        let failures = body["failures"].as_array().map_or(0, Vec::len);
        format!("{} {failures} {}", body["journey"]["flow"], body["journey"]["step"]["failed"])
    }
}

/// The activation of a mobile application.
struct Phones {
    policy: PairingPolicy,
    entropy: ChaCha20Rng,
    shown: BTreeMap<String, String>,
}

impl Phones {
    fn map() -> Map {
        // Two guesses a code: the same shape as the preset, sooner walked.
        let policy = PairingPolicy::builder().max_attempts(2).build().unwrap();
        let pairing = Pairing::new(subject());
        let fresh = Versioned::fresh(pairing.key(), pairing);
        walk(&mut Self { policy, entropy: entropy(), shown: BTreeMap::new() }, fresh)
    }

    fn event(&self, name: &str, body: &Value, now: Instant) -> pairing::Event {
        let live = body["code"]["identifier"].as_str().unwrap_or("0000000000");
        let right = self.shown.get(live).map_or("BBBBBBBB", String::as_str);
        let wrong = right.replace(|c| c != 'B', "B").replacen(
            'B',
            if right.starts_with('Z') { "X" } else { "Z" },
            1,
        );
        let redeem = |identifier: &str, letters: &str| pairing::Event::Redeem {
            identifier: PairingId::parse(identifier).unwrap(),
            code: PairingTyped::parse(letters).unwrap(),
            device: DeviceId::parse("phone-1").unwrap(),
        };
        let session = |at| FreshSession::new(subject(), flow("session-1"), at);
        match name {
            "Issue" => pairing::Event::Issue { session: session(now) },
            "Issue (old sign-in)" => {
                pairing::Event::Issue { session: session(now.plus_seconds(-300).unwrap()) }
            }
            "Redeem (right)" => redeem(live, right),
            "Redeem (wrong)" => redeem(live, &wrong),
            "Redeem (other identifier)" => redeem("9999999999", right),
            "Claim" => pairing::Event::Claim {
                identifier: PairingId::parse(live).unwrap(),
                device: DeviceId::parse("phone-1").unwrap(),
            },
            "Revoke" => pairing::Event::Revoke,
            "RevokeDevice" => {
                pairing::Event::RevokeDevice { device: DeviceId::parse("phone-1").unwrap() }
            }
            "AccountChanged (e-mail)" => {
                pairing::Event::AccountChanged(AccountChange::EmailChanged)
            }
            "AccountChanged (password reset)" => {
                pairing::Event::AccountChanged(AccountChange::PasswordReset)
            }
            "Observe" => pairing::Event::Observe,
            other => panic!("no move {other}"),
        }
    }
}

impl Walk for Phones {
    type State = Pairing;
    const MOVES: &[&str] = &[
        "Issue",
        "Issue (old sign-in)",
        "Redeem (right)",
        "Redeem (wrong)",
        "Redeem (other identifier)",
        "Claim",
        "Revoke",
        "RevokeDevice",
        "AccountChanged (e-mail)",
        "AccountChanged (password reset)",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 30, 300, 86_400];

    fn take(&mut self, state: &Versioned<Pairing>, name: &str, now: Instant) -> Taken<Self> {
        let event = self.event(name, &serde_json::to_value(state.body()).unwrap(), now);
        let keys = keys();
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &keys };
        let Committed { state, outcome } =
            state.step(&event, &mut cx)?.commit(CasResult::Stored).unwrap();
        if let pairing::Outcome::Issued(code) = &outcome {
            let letters = code.printed().expose_secret().replace('-', "");
            self.shown.insert(code.identifier().as_str().to_owned(), letters);
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        body["code"]["state"]["is"].as_str().unwrap_or("idle").to_owned()
    }

    fn detail(body: &Value) -> String {
        let count = |list: &Value| list.as_array().map_or(0, Vec::len);
        format!(
            "{} {} {}",
            body["code"]["failed"],
            count(&body["issues"]).min(2),
            count(&body["devices"])
        )
    }
}

/// The links that confirm an address.
struct Links {
    policy: LinkPolicy,
    entropy: ChaCha20Rng,
    sent: BTreeMap<String, String>,
}

impl Links {
    fn map() -> Map {
        let policy = LinkPolicy::builder().max_attempts(2).build().unwrap();
        let fresh = Versioned::fresh(EmailLink::key(&subject()), EmailLink::new(subject()));
        walk(&mut Self { policy, entropy: entropy(), sent: BTreeMap::new() }, fresh)
    }
}

impl Walk for Links {
    type State = EmailLink;
    const MOVES: &[&str] = &[
        "Request",
        "Resend",
        "Confirm (right)",
        "Confirm (wrong)",
        "Claim",
        "Revoke",
        "AccountChanged",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 60, 86_400];

    fn take(&mut self, state: &Versioned<EmailLink>, name: &str, now: Instant) -> Taken<Self> {
        let body = serde_json::to_value(state.body()).unwrap();
        let digest = body["link"]["state"]["digest"].as_str().unwrap_or_default();
        let confirm = |text: &str| link::Event::Confirm { token: LinkToken::parse(text).unwrap() };
        let never = "A".repeat(43);
        let event = match name {
            "Request" => link::Event::Request {
                address: UnverifiedEmail::parse("zoe@exemple.fr").unwrap(),
                previous: None,
            },
            "Resend" => link::Event::Resend,
            "Confirm (right)" => confirm(self.sent.get(digest).unwrap_or(&never)),
            "Confirm (wrong)" => confirm(&never),
            "Claim" => link::Event::Claim,
            "Revoke" => link::Event::Revoke,
            "AccountChanged" => link::Event::AccountChanged(AccountChange::PasswordReset),
            "Observe" => link::Event::Observe,
            other => panic!("no move {other}"),
        };
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let Committed { state, outcome } =
            state.step(&event, &mut cx)?.commit(CasResult::Stored).unwrap();
        if let link::Outcome::SendLink(mail) = &outcome {
            let base = BaseAddress::parse("https://ent.exemple.fr").unwrap();
            let url = mail.url(&base).unwrap();
            let (_, text) = url.expose_secret().rsplit_once('=').unwrap();
            self.sent.insert(mail.lookup(), text.to_owned());
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        body["link"]["state"]["is"].as_str().unwrap_or("idle").to_owned()
    }

    fn detail(body: &Value) -> String {
        let current = body["link"]["generation"] == body["generation"];
        let sends = body["sends"].as_array().map_or(0, Vec::len);
        format!("{} {current} {}", body["link"]["failed"], sends.min(2))
    }
}

/// The letters of a guardian.
struct Letters {
    policy: LetterPolicy,
    keys: LetterKeys,
    entropy: ChaCha20Rng,
    /// Secrets by the digest that stands for them.
    printed: BTreeMap<String, String>,
}

impl Letters {
    fn map() -> Map {
        // Two of each: the same shape as three months’ letters, sooner walked.
        let policy = LetterPolicy::builder()
            .max_failures(2)
            .date_attempts(2)
            .date_failures_per_day(3)
            .build()
            .unwrap();
        let floor = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
        let keys = LetterKeys::new(Arc::new(HashPool::new(1, floor).unwrap()), None);
        let fresh =
            Versioned::fresh(Letter::key(&subject()), Letter::new(subject(), Holder::Guardian));
        walk(&mut Self { policy, keys, entropy: entropy(), printed: BTreeMap::new() }, fresh)
    }

    fn event(&self, name: &str, body: &Value) -> letter::Event {
        let digest = body["last"]["state"]["digest"].as_str().unwrap_or_default();
        let wrong = "BBBB-BBBB-BBBB-BBBB";
        let right = self.printed.get(digest).map_or(wrong, String::as_str);
        let sign_in = |flow_name, secret| letter::Event::SignIn {
            flow: flow(flow_name),
            secret: TypedSecret::parse(secret).unwrap(),
        };
        let activate = |flow_name, rules: &PasswordRules, typed: &str, day, email: bool| {
            let password = PreparedPassword::from_text(typed).unwrap();
            let verdict = rules.check(&password, None, &ContextWords::new());
            let [known, typed] = [1, day].map(|day| BirthDate::from_ymd(2010, 3, day).unwrap());
            letter::Event::Activate {
                flow: flow(flow_name),
                password: NewPassword::new(&verdict.into_accepted().unwrap()),
                birth_dates: BirthDates::new(vec![(known, typed)]).unwrap(),
                email: email.then(|| UnverifiedEmail::parse("zoe@example.org").unwrap()),
            }
        };
        let (own, rules, typed) = ("flow-1", PasswordRules::educonnect(), "Azerty69!");
        match name {
            "Issue" => {
                let name = PersonName::parse("Martin", "Zoé").unwrap();
                let ent = Ent::find("auvergne-rhone-alpes").unwrap();
                let to = Recipient::new(name, LoginId::parse("z.martin01").unwrap(), ent);
                letter::Event::Issue {
                    zone: Zone::parse("Europe/Paris").unwrap(),
                    to: Box::new(to),
                }
            }
            "SignIn (right)" => sign_in(own, right),
            "SignIn (wrong)" => sign_in(own, wrong),
            "Activate" => activate(own, rules, typed, 1, true),
            "Activate (other flow)" => activate("flow-2", rules, typed, 1, true),
            "Activate (wrong date)" => activate(own, rules, typed, 2, true),
            "Activate (no address)" => activate(own, rules, typed, 1, false),
            "Activate (other rules)" => activate(own, PasswordRules::ent_ara(), typed, 1, true),
            "Activate (the secret)" => {
                let typed = format!("{}-E1!", right.to_lowercase());
                activate(own, rules, &typed, 1, true)
            }
            "Abandon" => letter::Event::Abandon { flow: flow(own) },
            "Revoke" => letter::Event::Revoke,
            "Observe" => letter::Event::Observe,
            other => panic!("no move {other}"),
        }
    }
}

impl Walk for Letters {
    type State = Letter;
    const MOVES: &[&str] = &[
        "Issue",
        "SignIn (right)",
        "SignIn (wrong)",
        "Activate",
        "Activate (other flow)",
        "Activate (wrong date)",
        "Activate (no address)",
        "Activate (other rules)",
        "Activate (the secret)",
        "Abandon",
        "Revoke",
        "Observe",
    ];
    const PAUSES: &[i64] = &[1, 1800, 93 * 86_400];

    fn take(&mut self, state: &Versioned<Letter>, name: &str, now: Instant) -> Taken<Self> {
        let event = self.event(name, &serde_json::to_value(state.body()).unwrap());
        let mut cx =
            Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &self.keys };
        let transition = state.step(&event, &mut cx)?;
        let Committed { state, outcome } = transition.commit(CasResult::Stored).unwrap();
        if let letter::Outcome::Print(notice) = &outcome {
            let body = serde_json::to_value(state.body()).unwrap();
            let digest = body["last"]["state"]["digest"].as_str().unwrap().to_owned();
            self.printed.insert(digest, notice.secret().expose_secret().to_owned());
        }
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, _: Instant) -> String {
        let state = &body["last"]["state"];
        match (state["is"].as_str(), state.get("password")) {
            (Some("activated"), None) => "activated_without_password".to_owned(),
            (name, _) => name.unwrap_or("none").to_owned(),
        }
    }

    fn detail(body: &Value) -> String {
        let failures = body["date_failures"].as_array().map_or(0, Vec::len);
        format!("{} {failures} {}", body["failed"], body["last"]["state"]["dates_failed"])
    }
}

#[test]
fn the_committed_pictures_are_what_the_steps_do() {
    let mut page = String::from(
        "# States\n\n\
        Drawn by `ent-auth/tests/diagrams.rs`, which walks the real steps; do not edit. \
        An arrow reads *event / outcome* and stands for a step that writes: one compare-and-swap, \
        after which the outcome comes out. *any* is more than five events; those that come too \
        late are among them. No code is right for a decoy, which is why *Submit (right)* may be \
        wrong.\n",
    );
    let code = Codes::<true>::map();
    let finals = ["verified", "exhausted", "expired", "cancelled"];
    page.push_str(&code.draw("One-time code: the live code", "idle", &finals));
    page.push_str(&code.table());
    let mut budget = Codes::<false>::map();
    budget.arrows.retain(|(from, to), _| from != to);
    page.push_str(&budget.draw("One-time code: the budget of wrong guesses", "open", &[]));
    let activation = Activation::map();
    let finals = ["activated", "failed", "abandoned"];
    page.push_str(&activation.draw("Activation of a guardian’s account", "none", &finals));
    page.push_str(&activation.table());
    let pairing = Phones::map();
    let finals = ["redeemed", "exhausted", "expired", "revoked"];
    page.push_str(&pairing.draw("Activation of a mobile application", "idle", &finals));
    page.push_str(&pairing.table());
    let links = Links::map();
    let finals = ["confirmed", "expired", "superseded", "revoked"];
    page.push_str(&links.draw("Link that confirms an e-mail address", "idle", &finals));
    page.push_str(&links.table());
    let letters = Letters::map();
    let finals = ["activated_without_password", "expired", "locked", "revoked"];
    page.push_str(&letters.draw("Letter with provisional credentials", "none", &finals));
    page.push_str(&letters.table());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/states.md");
    if std::env::var_os("ENT_UPDATE").is_some() {
        std::fs::write(file, &page).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(page == committed, "docs/states.md is stale: run this test with ENT_UPDATE=1");
}

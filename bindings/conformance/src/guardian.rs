//! `story.guardian_sms`: a guardian activates an account by SMS self-registration.

use ent_auth::code::{Audience, Event as CodeEvent};
use ent_auth::educonnect::{
    ActivatedAccount, ActivationPolicy, Answer, Child, ChildAnswer, Event, GuardianActivation,
    GuardianClaim, GuardianRecord, Match, Outcome,
};
use ent_auth::password::{
    ContextWords, HashPolicy, HashPool, NewHash, PasswordRules, PreparedPassword,
};
use ent_auth::{KeyRing, LoginId};
use ent_core::transition::Context;
use ent_core::{
    BirthDate, FlowId, GivenName, Instant, PersonName, PhoneNumber, PupilId, Region, SubjectId,
};
use rand_chacha::ChaCha20Rng;
use serde_json::{Map, Value, json};

use crate::sms::{Desk, show_public};
use crate::story::{self, Record, flow_of, verb};
use crate::{Fault, Read, code};

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let directory = case.list("directory")?.iter().map(record).collect::<Result<_, _>>()?;
    let mut counter = Counter {
        case,
        directory,
        policy: ActivationPolicy::educonnect(),
        keys: story::keys()?,
        entropy: story::entropy(case)?,
        journey: None,
    };
    story::play(case, |event, at, lost| counter.take(event, at, lost))
}

/// A host with a directory and, once somebody is looked up, the two records of a journey.
struct Counter<'a> {
    case: &'a Value,
    directory: Vec<GuardianRecord>,
    policy: ActivationPolicy,
    keys: KeyRing,
    entropy: ChaCha20Rng,
    journey: Option<Journey>,
}

struct Journey {
    activation: Record<GuardianActivation>,
    desk: Desk,
    /// What the last `issue_code` asked for.
    to_issue: Option<(PhoneNumber, Audience)>,
}

impl Counter<'_> {
    fn take(
        &mut self,
        event: &Value,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let (verb, with) = verb(event)?;
        let flow = flow_of(with)?;
        if verb == "identify" {
            let found = self.look_up(with)?;
            if self.journey.as_ref().map(|j| j.activation.state.body().subject())
                != Some(found.subject())
            {
                self.journey = Some(Journey::open(self.case, found.subject())?);
            }
            let event = Event::Begin { flow: flow.clone(), found };
            return self.step(&flow, &event, now, lost);
        }
        let journey = self.journey.as_mut().ok_or(Fault::Shape("nobody identified".to_owned()))?;
        let event = match verb {
            "code" => return journey.code(with, now, lost),
            "load" => {
                journey.activation.load(with)?;
                return Ok(journey.show(&flow, &self.policy, now, None));
            }
            "prove" => {
                let proof = journey.desk.proof.clone();
                let proof = proof.ok_or(Fault::Shape("no proof to give".to_owned()))?;
                Event::PhoneProved { proof }
            }
            "return_to_phone" => Event::ReturnToPhone { flow: flow.clone() },
            "children" => {
                let answers = with.list("answers")?.iter().map(answer).collect::<Result<_, _>>()?;
                Event::ConfirmChildren { flow: flow.clone(), answers }
            }
            "password" => Event::ChoosePassword { flow: flow.clone(), password: self.hash(with)? },
            "abandon" => Event::Abandon { flow: flow.clone() },
            "observe" => Event::Observe,
            other => return Err(Fault::Shape(format!("event `{other}`"))),
        };
        self.step(&flow, &event, now, lost)
    }

    fn look_up(&self, with: &Value) -> Result<Match, Fault> {
        let name = PersonName::parse(with.text("family")?, with.text("given")?).map_err(code)?;
        let mobile = PhoneNumber::parse(with.text("mobile")?, Region::FR).map_err(code)?;
        let claim = GuardianClaim::new(name, mobile).map_err(code)?;
        Ok(claim.find(&self.directory, &self.keys))
    }

    /// Checks and hashes with the least memory that a stored hash may have.
    fn hash(&mut self, with: &Value) -> Result<NewHash, Fault> {
        let rules = PasswordRules::find(with.text("rules")?).map_err(code)?;
        let password = PreparedPassword::from_text(with.text("password")?).map_err(code)?;
        let accepted = rules
            .check(&password, None, &ContextWords::new())
            .into_accepted()
            .map_err(|_| Fault::Shape("the password of a story is acceptable".to_owned()))?;
        let policy = HashPolicy::new(7168, 5, 1).map_err(code)?;
        let pool = HashPool::new(1, policy).map_err(code)?;
        pool.hash(accepted, &mut self.entropy, None).map_err(code)
    }

    fn step(
        &mut self,
        flow: &FlowId,
        event: &Event,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let journey = self.journey.as_mut().ok_or(Fault::Shape("nobody identified".to_owned()))?;
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let outcome = journey.activation.step(event, &mut cx, lost)?;
        if let Outcome::IssueCode { to, audience, .. } = &outcome {
            journey.to_issue = Some((to.clone(), *audience));
        }
        Ok(journey.show(flow, &self.policy, now, Some(&outcome)))
    }
}

impl Journey {
    fn open(case: &Value, subject: &SubjectId) -> Result<Self, Fault> {
        let body = GuardianActivation::new(subject.clone());
        Ok(Self {
            activation: Record::fresh(GuardianActivation::key(subject), body),
            desk: Desk::open(case, subject.clone())?,
            to_issue: None,
        })
    }

    /// A step of the ledger; `issue` takes what the activation asked for.
    fn code(
        &mut self,
        event: &Value,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let (verb, with) = verb(event)?;
        if verb != "issue" {
            return self.desk.take(event, now, lost);
        }
        let flow = flow_of(with)?;
        let asked = self.to_issue.clone();
        let (to, audience) = asked.ok_or(Fault::Shape("no code was asked for".to_owned()))?;
        let event = CodeEvent::Issue { flow: flow.clone(), to, audience };
        self.desk.step(&flow, &event, now, lost)
    }

    fn show(
        &self,
        flow: &FlowId,
        policy: &ActivationPolicy,
        now: Instant,
        outcome: Option<&Outcome>,
    ) -> Map<String, Value> {
        let state = &self.activation.state;
        let now = state.floor(now);
        let view = state.body().view(flow, policy, now);
        let mut shown = Map::new();
        shown.insert("step".to_owned(), json!(view.step.code()));
        shown.insert("version".to_owned(), json!(state.version()));
        shown.insert("view".to_owned(), json!(view));
        if let Some(outcome) = outcome {
            shown.insert("outcome".to_owned(), json!(outcome.name()));
            show_public(&mut shown, outcome.public(now));
            match outcome {
                Outcome::Activated(account) => {
                    shown.insert("account".to_owned(), show_account(account));
                }
                Outcome::Failed { reason } => {
                    shown.insert("reason".to_owned(), json!(reason.code()));
                }
                Outcome::ChildrenRefused { attempts_left } => {
                    shown.insert("attempts_left".to_owned(), json!(attempts_left));
                }
                _ => {}
            }
        }
        shown
    }
}

fn show_account(account: &ActivatedAccount) -> Value {
    json!({
        "subject": account.subject,
        "login": account.login,
        "attached": account.attached,
        "disputed": account.disputed,
        "activated_at": account.activated_at,
    })
}

fn record(row: &Value) -> Result<GuardianRecord, Fault> {
    let children = row.list("children")?.iter().map(child).collect::<Result<_, _>>()?;
    Ok(GuardianRecord {
        subject: SubjectId::parse(row.text("subject")?).map_err(code)?,
        name: PersonName::parse(row.text("family")?, row.text("given")?).map_err(code)?,
        mobile: PhoneNumber::parse(row.text("mobile")?, Region::FR).map_err(code)?,
        login: LoginId::parse(row.text("login")?).map_err(code)?,
        children,
        activated: row.get("activated").and_then(Value::as_bool) == Some(true),
    })
}

fn child(row: &Value) -> Result<Child, Fault> {
    Ok(Child {
        pupil: PupilId::parse(row.text("pupil")?).map_err(code)?,
        given_name: GivenName::parse(row.text("given_name")?).map_err(code)?,
        birth_date: BirthDate::parse_full(row.text("birth_date")?).map_err(code)?,
    })
}

fn answer(row: &Value) -> Result<ChildAnswer, Fault> {
    let answer = match row.get("born").and_then(Value::as_str) {
        Some(date) => Answer::Born(BirthDate::parse_full(date).map_err(code)?),
        None => Answer::Disputed,
    };
    Ok(ChildAnswer { pupil: PupilId::parse(row.text("pupil")?).map_err(code)?, answer })
}

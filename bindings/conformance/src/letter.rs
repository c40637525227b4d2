//! `letter.expiry`, `letter.notice`, `letter.batch` and `story.letter`.

use std::sync::Arc;

use ent_auth::LoginId;
use ent_auth::letter::{
    BirthDates, Event, Holder, Letter, LetterError, LetterKeys, LetterPolicy, NewPassword, Notice,
    Outcome, Recipient, TypedSecret, issue_all,
};
use ent_auth::password::{ContextWords, HashPolicy, HashPool, PasswordRules, PreparedPassword};
use ent_core::transition::{CasResult, Context, Versioned};
use ent_core::{BirthDate, Day, Ent, FlowId, Instant, Lang, SubjectId, UnverifiedEmail, Zone};
use rand_chacha::ChaCha20Rng;
use serde_json::{Map, Value, json};

use crate::sms::show_public;
use crate::story::{self, Record, flow_of, verb};
use crate::{Fault, Read, code, login, zone};

pub(crate) fn expiry(case: &Value) -> Result<Value, Fault> {
    let policy = LetterPolicy::three_months();
    let created_on = Day::parse(case.text("created_on")?).map_err(|_| code(LetterError::Date))?;
    let expires_at = policy.expiry(created_on, zone::read(case)?).map_err(code)?;
    let last_day = policy.last_day(created_on).map_err(code)?;
    Ok(json!({ "expires_at": expires_at, "last_day": last_day }))
}

pub(crate) fn notice(case: &Value) -> Result<Value, Fault> {
    let now = Instant::parse(case.text("at")?).map_err(code)?;
    let lang = if case.text("lang")? == "en" { Lang::En } else { Lang::Fr };
    let mut record = record("person-1", holder(case)?)?;
    let event = Event::Issue { zone: zone::read(case)?, to: Box::new(recipient(case)?) };
    let (policy, keys, mut entropy) = (LetterPolicy::three_months(), keys()?, seeded());
    let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
    let Outcome::Print(notice) = record.step(&event, &mut cx, false)? else {
        return Err(Fault::Shape("nothing is printed".to_owned()));
    };
    Ok(shown(&notice, lang))
}

fn shown(notice: &Notice, lang: Lang) -> Value {
    let secret = notice.secret().expose_secret();
    let groups: Vec<_> = secret.split('-').map(str::len).collect();
    let steps = notice.instructions();
    json!({
        "addressee": notice.addressee().display(),
        "children": notice.children().iter().map(ent_core::PersonName::display).collect::<Vec<_>>(),
        "login": notice.login(),
        "groups": groups,
        "number": notice.number(),
        "created_on": notice.created_on(),
        "last_day": notice.last_day(),
        "last_day_text": notice.last_day().in_words(lang),
        "portal": notice.portal(),
        "instructions": steps.iter().map(ent_auth::letter::Instruction::id).collect::<Vec<_>>(),
        "texts": steps.iter().map(|step| step.text(lang)).collect::<Vec<_>>(),
        "text": notice.text(lang).expose_secret().replace(secret, "{secret}"),
    })
}

pub(crate) fn batch(case: &Value) -> Result<Value, Fault> {
    let now = Instant::parse(case.text("at")?).map_err(code)?;
    let people = case.list("people")?.iter().map(|person| {
        let record = record(person.text("subject")?, holder(person)?)?;
        Ok((record.state, recipient(person)?))
    });
    let people = people.collect::<Result<Vec<(Versioned<Letter>, Recipient)>, Fault>>()?;
    let (policy, keys, mut entropy) = (LetterPolicy::three_months(), keys()?, seeded());
    let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
    let batch = issue_all(people, zone::read(case)?, &mut cx).map_err(code)?;
    let mut addressees = Vec::new();
    for transition in batch.letters {
        if let Outcome::Print(notice) = transition.commit(CasResult::Stored).map_err(code)?.outcome
        {
            addressees.push(notice.addressee().display());
        }
    }
    Ok(json!({ "printed": addressees, "stopped": batch.stopped.map(|stopped| stopped.position) }))
}

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let mut counter = Counter {
        record: record("person-1", holder(case)?)?,
        policy: LetterPolicy::three_months(),
        keys: keys()?,
        entropy: story::entropy(case)?,
        printed: Vec::new(),
    };
    story::play(case, |event, at, lost| counter.take(event, at, lost))
}

/// A record of letters with what a host holds beside it.
struct Counter {
    record: Record<Letter>,
    policy: LetterPolicy,
    keys: LetterKeys,
    entropy: ChaCha20Rng,
    /// Secrets of the notices printed, in their order.
    printed: Vec<String>,
}

impl Counter {
    fn take(
        &mut self,
        event: &Value,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let (verb, with) = verb(event)?;
        let flow = flow_of(with)?;
        if verb == "load" {
            self.record.load(with)?;
            return Ok(self.show(&flow, now, None));
        }
        let event = match verb {
            "issue" => Event::Issue { zone: issue_zone(with)?, to: Box::new(person()?) },
            "sign_in" => {
                let secret = self.typed(with.text("secret")?);
                Event::SignIn {
                    flow: flow.clone(),
                    secret: TypedSecret::parse(&secret).map_err(code)?,
                }
            }
            "activate" => self.activate(flow.clone(), with)?,
            "abandon" => Event::Abandon { flow: flow.clone() },
            "revoke" => Event::Revoke,
            "observe" => Event::Observe,
            other => return Err(Fault::Shape(format!("event `{other}`"))),
        };
        let mut cx =
            Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &self.keys };
        let outcome = self.record.step(&event, &mut cx, lost)?;
        let shown = self.show(&flow, now, Some(&outcome));
        if let Outcome::Print(notice) = outcome {
            self.printed.push(notice.secret().expose_secret().to_owned());
        }
        Ok(shown)
    }

    fn activate(&self, flow: FlowId, with: &Value) -> Result<Event, Fault> {
        let rules = with.get("rules").and_then(Value::as_str).unwrap_or("educonnect");
        let rules = PasswordRules::find(rules).map_err(code)?;
        let typed = with.get("password").and_then(Value::as_str).unwrap_or("Azerty69!");
        let password = PreparedPassword::from_text(&self.typed(typed)).map_err(code)?;
        let accepted = rules.check(&password, None, &ContextWords::new()).into_accepted();
        let accepted = accepted.map_err(|_| Fault::Shape("the password is refused".to_owned()))?;
        let date = |value: &Value| BirthDate::parse_full(value.as_str().unwrap_or_default());
        let pairs = with.list("dates")?.iter().map(|pair| {
            let known = date(pair.get("known").unwrap_or(&Value::Null)).map_err(code)?;
            Ok((known, date(pair.get("typed").unwrap_or(&Value::Null)).map_err(code)?))
        });
        let pairs = pairs.collect::<Result<_, Fault>>()?;
        let email = with.get("email").and_then(Value::as_str).map(UnverifiedEmail::parse);
        Ok(Event::Activate {
            flow,
            password: NewPassword::new(&accepted),
            birth_dates: BirthDates::new(pairs).map_err(code)?,
            email: email.transpose().map_err(code)?,
        })
    }

    /// `$last` and `$previous` stand for secrets that were printed, `$lower` for the last in lower
    /// case without dashes; 16 letters B stand in where nothing was printed.
    fn typed(&self, text: &str) -> String {
        let printed = |back| {
            self.printed.iter().rev().nth(back).map_or("BBBB-BBBB-BBBB-BBBB", String::as_str)
        };
        let lower = printed(0).replace('-', "").to_ascii_lowercase();
        text.replace("$last", printed(0)).replace("$previous", printed(1)).replace("$lower", &lower)
    }

    fn show(&self, flow: &FlowId, now: Instant, outcome: Option<&Outcome>) -> Map<String, Value> {
        let state = &self.record.state;
        let (letter, now) = (state.body(), state.floor(now));
        let mut shown = Map::new();
        let mut put = |key: &str, value: Value| shown.insert(key.to_owned(), value);
        put("state", json!(letter.state()));
        put("version", json!(state.version()));
        put("view", json!(letter.view(flow, &self.policy, now)));
        put("number", json!(letter.number()));
        put("earlier", json!(letter.number().checked_sub(1).and_then(|n| letter.state_of(n))));
        put("created_on", json!(letter.dates().map(|(created_on, _)| created_on)));
        put("expires_at", json!(letter.dates().map(|(_, expires_at)| expires_at)));
        put("deadline", json!(letter.next_deadline()));
        if let Some(outcome) = outcome {
            put("outcome", json!(outcome.name()));
            match outcome {
                Outcome::Wrong { attempts_left } | Outcome::DatesRefused { attempts_left } => {
                    put("attempts_left", json!(attempts_left));
                }
                Outcome::Opened(scope) => {
                    put("until", json!(scope.until));
                }
                Outcome::Activated(account) => {
                    let email = account.email.as_ref().map(|email| email.email().address());
                    put("email", json!(email));
                    put("changed_at", json!(account.changed_at));
                }
                _ => {}
            }
            show_public(&mut shown, outcome.public(now));
        }
        shown
    }
}

fn record(subject: &str, holder: Holder) -> Result<Record<Letter>, Fault> {
    let subject = SubjectId::parse(subject).map_err(code)?;
    Ok(Record::fresh(Letter::key(&subject), Letter::new(subject, holder)))
}

fn holder(case: &Value) -> Result<Holder, Fault> {
    match case.text("holder")? {
        "pupil" => Ok(Holder::Pupil),
        "guardian" => Ok(Holder::Guardian),
        other => Err(Fault::Shape(format!("holder `{other}`"))),
    }
}

fn issue_zone(with: &Value) -> Result<Zone, Fault> {
    let name = with.get("zone").and_then(Value::as_str).unwrap_or("Europe/Paris");
    Zone::parse(name).map_err(code)
}

fn recipient(case: &Value) -> Result<Recipient, Fault> {
    let login = LoginId::parse(case.text("login")?).map_err(code)?;
    let ent = Ent::find(case.text("ent")?).map_err(code)?;
    let children = case.get("children").and_then(Value::as_array).into_iter().flatten();
    let children = children.map(login::name).collect::<Result<_, _>>()?;
    Recipient::new(login::name(case)?, login, ent).with_children(children).map_err(code)
}

/// Whom the letters of a story are for.
fn person() -> Result<Recipient, Fault> {
    recipient(&json!({
        "family": "Martin", "given": "Zoé", "login": "z.martin01", "ent": "auvergne-rhone-alpes",
    }))
}

/// The cheapest pool, with the key of every story as its pepper.
fn keys() -> Result<LetterKeys, Fault> {
    let policy = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).map_err(code)?;
    let pool = HashPool::new(1, policy).map_err(code)?;
    Ok(LetterKeys::new(Arc::new(pool), Some(Arc::new(story::keys()?))))
}

fn seeded() -> ChaCha20Rng {
    use rand_chacha::rand_core::SeedableRng;
    ChaCha20Rng::seed_from_u64(1)
}

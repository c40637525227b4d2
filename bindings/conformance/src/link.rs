//! `story.email_link`, `email_link.url` and `countdown.seconds`.

use ent_auth::address::BaseAddress;
use ent_auth::link::{EmailLink, Event, LinkPolicy, LinkToken, Outcome};
use ent_auth::{AccountChange, Countdown};
use ent_core::transition::Context;
use ent_core::{Instant, SubjectId, UnverifiedEmail};
use rand_chacha::ChaCha20Rng;
use serde_json::{Map, Value, json};

use crate::sms::show_public;
use crate::story::{self, Record, verb};
use crate::{Fault, Read, code};

pub(crate) fn url(case: &Value) -> Result<Value, Fault> {
    let base = BaseAddress::parse(case.text("base")?).map_err(code)?;
    let token = match case.get("url").and_then(Value::as_str) {
        Some(url) => LinkToken::from_url(&base, url).map_err(code)?,
        None => LinkToken::parse(case.text("token")?).map_err(code)?,
    };
    let url = token.to_url(&base).map_err(code)?;
    Ok(json!({ "url": url.expose_secret(), "lookup": token.lookup() }))
}

pub(crate) fn countdown(case: &Value) -> Result<Value, Fault> {
    let instant = |name: &str| Instant::parse(case.text(name)?).map_err(code);
    let mut countdown = match case.get("seconds_left").and_then(Value::as_i64) {
        Some(seconds) => Countdown::start(seconds, instant("client")?),
        None => Countdown::until(instant("expires_at")?, instant("server")?, instant("client")?),
    };
    let mut shown = Vec::new();
    for at in case.list("at")? {
        let at = at.as_str().ok_or_else(|| Fault::Shape("`at` is no list of texts".to_owned()))?;
        shown.push(countdown.seconds_left(Instant::parse(at).map_err(code)?));
    }
    Ok(json!({ "shown": shown }))
}

pub(crate) fn play(case: &Value) -> Result<Value, Fault> {
    let policy = match case.get("policy").and_then(Value::as_str) {
        Some("email_link") => LinkPolicy::email_link(),
        other => return Err(Fault::Shape(format!("policy {other:?}"))),
    };
    let account = SubjectId::parse("guardian-1").map_err(code)?;
    let mut desk = Desk {
        record: Record::fresh(EmailLink::key(&account), EmailLink::new(account)),
        policy,
        base: BaseAddress::parse("https://ent.exemple.fr/courriel").map_err(code)?,
        entropy: story::entropy(case)?,
        sent: Vec::new(),
    };
    story::play(case, |event, at, lost| desk.take(event, at, lost))
}

/// The record of an account and the links that were sent.
struct Desk {
    record: Record<EmailLink>,
    policy: LinkPolicy,
    base: BaseAddress,
    entropy: ChaCha20Rng,
    /// Links in the order they were sent.
    sent: Vec<String>,
}

impl Desk {
    fn take(
        &mut self,
        event: &Value,
        now: Instant,
        lost: bool,
    ) -> Result<Map<String, Value>, Fault> {
        let (verb, with) = verb(event)?;
        match verb {
            "load" => {
                self.record.load(with)?;
                return Ok(self.show(now, None));
            }
            "inspect" => {
                let token = self.token(with.text("token")?)?;
                let inspection = self.record.state.body().inspect(&token, now);
                let mut shown = self.show(now, None);
                shown.insert("inspection".to_owned(), json!(inspection));
                return Ok(shown);
            }
            _ => {}
        }
        let event = self.event(verb, with)?;
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let outcome = self.record.step(&event, &mut cx, lost)?;
        if let Outcome::SendLink(mail) = &outcome {
            let url = mail.url(&self.base).map_err(code)?;
            self.sent.push(url.expose_secret().to_owned());
        }
        Ok(self.show(now, Some(&outcome)))
    }

    fn event(&self, verb: &str, with: &Value) -> Result<Event, Fault> {
        Ok(match verb {
            "request" => {
                let previous = with.get("previous").and_then(Value::as_str);
                let previous = previous.map(UnverifiedEmail::parse).transpose().map_err(code)?;
                Event::Request {
                    address: UnverifiedEmail::parse(with.text("address")?).map_err(code)?,
                    previous: previous.map(UnverifiedEmail::confirmed),
                }
            }
            "resend" => Event::Resend,
            "confirm" => Event::Confirm { token: self.token(with.text("token")?)? },
            "claim" => Event::Claim,
            "revoke" => Event::Revoke,
            "account_changed" => {
                let change = AccountChange::from_code(with.text("change")?);
                let change = change.ok_or_else(|| Fault::Shape("no such change".to_owned()))?;
                Event::AccountChanged(change)
            }
            "observe" => Event::Observe,
            other => return Err(Fault::Shape(format!("event `{other}`"))),
        })
    }

    /// `$last` and `$previous` are tokens of links that were sent, `$wrong` was never drawn.
    fn token(&self, text: &str) -> Result<LinkToken, Fault> {
        let back = match text {
            "$last" => 0,
            "$previous" => 1,
            "$wrong" => return LinkToken::parse(&"A".repeat(43)).map_err(code),
            other => return LinkToken::parse(other).map_err(code),
        };
        match self.sent.iter().rev().nth(back) {
            Some(url) => LinkToken::from_url(&self.base, url).map_err(code),
            None => LinkToken::parse(&"A".repeat(43)).map_err(code),
        }
    }

    fn show(&self, now: Instant, outcome: Option<&Outcome>) -> Map<String, Value> {
        let state = &self.record.state;
        let now = state.floor(now);
        let mut shown = Map::new();
        shown.insert("state".to_owned(), json!(state.body().state()));
        shown.insert("version".to_owned(), json!(state.version()));
        shown.insert("view".to_owned(), json!(state.body().view(&self.policy, now)));
        if let Some(outcome) = outcome {
            shown.insert("outcome".to_owned(), json!(outcome.name()));
            show_public(&mut shown, outcome.public(now));
            match outcome {
                Outcome::SendLink(mail) => {
                    shown.insert("to".to_owned(), json!(mail.to().email().address()));
                }
                Outcome::Confirmed(done) => {
                    let notice = done.notice.as_ref().map(|notice| notice.to.email().address());
                    shown.insert("email".to_owned(), json!(done.email.email().address()));
                    shown.insert("notice".to_owned(), json!(notice));
                }
                Outcome::Wrong { attempts_left } => {
                    shown.insert("attempts_left".to_owned(), json!(attempts_left));
                }
                _ => {}
            }
        }
        shown
    }
}

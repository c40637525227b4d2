//! A code by SMS, for whichever journey asks for one: its ledger, its message, what a script types.

use ent_auth::SecretText;
use ent_auth::code::{Event, Ledger, LedgerView, Outcome, Policy, Purpose};
use ent_core::transition::{Committed, StateKey};
use ent_core::{FlowId, SubjectId};
use serde_json::json;

use crate::screen::Report;
use crate::script::{ANOTHER_CODE, THE_CODE};
use crate::session::{Session, view};
use crate::stop::Stop;
use crate::texts;

/// The codes of one person for one purpose, as one flow of a journey sees them.
pub(crate) struct SmsCodes<'a> {
    pub(crate) session: &'a Session,
    pub(crate) journey: &'static str,
    pub(crate) step: &'static str,
    pub(crate) subject: &'a SubjectId,
    pub(crate) purpose: Purpose,
    pub(crate) policy: Policy,
    pub(crate) flow: &'a FlowId,
}

impl SmsCodes<'_> {
    fn key(&self) -> StateKey {
        Ledger::key(self.subject, self.purpose)
    }

    fn fresh(&self) -> Ledger {
        Ledger::new(self.subject.clone(), self.purpose)
    }

    pub(crate) fn view(&self) -> Result<LedgerView, Stop> {
        let state = self.session.state::<Ledger>(&self.key())?;
        let now = self.session.now()?;
        Ok(state.map_or_else(
            || self.fresh().view(self.flow, &self.policy, now),
            |state| state.body().view(self.flow, &self.policy, state.floor(now)),
        ))
    }

    /// Takes one step of the ledger and reports it.
    pub(crate) fn take(&self, event_name: &str, event: &Event) -> Result<Outcome, Stop> {
        let session = self.session;
        let Committed { state, outcome } =
            session.step(&self.key(), &self.fresh(), event, &self.policy, &session.keys)?;
        let now = state.floor(session.now()?);
        let send = match &outcome {
            Outcome::SendSms(sms) => {
                let text = sms.text(session.screen.lang());
                let to = sms.to().masked();
                Some(json!({ "by": "sms", "to": to, "text": text.expose_secret() }))
            }
            _ => None,
        };
        session.report(Report {
            journey: self.journey,
            step: self.step,
            event: event_name,
            outcome: outcome.name(),
            public: outcome.public(now).code(),
            view: view(&state.body().view(self.flow, &self.policy, now)),
            send,
        })?;
        Ok(outcome)
    }

    /// Shows the message that would be sent, or why none is. Gives the code that `phone` now shows.
    pub(crate) fn tell_sent(
        &self,
        outcome: &Outcome,
        phone: Option<SecretText>,
    ) -> Result<Option<SecretText>, Stop> {
        let screen = self.session.screen;
        match outcome {
            Outcome::SendSms(sms) => {
                let to = texts::SMS_TO.fill(screen.lang(), &[&sms.to().masked()]);
                screen.sending(&to, sms.text(screen.lang()).expose_secret())?;
                Ok(Some(SecretText::copy_of(sms.code().expose_secret())))
            }
            Outcome::NothingToSend => {
                screen.sending("–", screen.say(texts::NOTHING_SENT))?;
                Ok(None)
            }
            other => {
                screen.bad(&other.public(self.session.now()?).text(screen.lang()))?;
                Ok(phone)
            }
        }
    }

    /// A new code, and the code that `phone` then shows.
    pub(crate) fn resend(&self, phone: Option<SecretText>) -> Result<Option<SecretText>, Stop> {
        let event = Event::Resend { flow: self.flow.clone() };
        let outcome = self.take("resend", &event)?;
        let phone = self.tell_sent(&outcome, phone)?;
        match outcome {
            Outcome::TryLater { until } if self.session.scripted => {
                self.pass_time(until.seconds_since(self.session.now()?))?;
                let outcome = self.take("resend", &event)?;
                self.tell_sent(&outcome, phone)
            }
            _ => Ok(phone),
        }
    }

    /// A script has the time pass.
    pub(crate) fn pass_time(&self, seconds: i64) -> Result<(), Stop> {
        let screen = self.session.screen;
        let shown = seconds.max(1).to_string();
        screen.note(&texts::WAITING.fill(screen.lang(), &[&shown]))?;
        self.session.advance(seconds.max(1))
    }

    /// What was typed; for a script, once it has looked at its phone.
    pub(crate) fn played(
        &self,
        typed: String,
        phone: Option<&SecretText>,
    ) -> Result<SecretText, Stop> {
        if !self.session.scripted || (typed != THE_CODE && typed != ANOTHER_CODE) {
            return Ok(SecretText::new(typed));
        }
        let screen = self.session.screen;
        let code = match phone {
            // A message that was shown before a crash is lost with it: ask for another.
            None => SecretText::copy_of("r"),
            Some(code) if typed == THE_CODE => SecretText::copy_of(code.expose_secret()),
            Some(code) => {
                let last = if code.expose_secret().ends_with('0') { '1' } else { '0' };
                let mut other = code.expose_secret().to_owned();
                other.pop();
                other.push(last);
                SecretText::new(other)
            }
        };
        screen.answered(screen.say(texts::CODE_ASK), code.expose_secret())?;
        Ok(code)
    }
}

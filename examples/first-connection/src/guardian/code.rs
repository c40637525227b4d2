//! Code entry: one code by SMS, 30 minutes, a few guesses.

use ent_auth::SecretText;
use ent_auth::code::{Event, Ledger, LedgerStep, LedgerView, Outcome, Policy, Purpose, TypedCode};
use ent_auth::educonnect::{self, ActivationView};
use ent_core::transition::Committed;
use ent_core::{Coded as _, Lang};
use serde_json::json;

use super::{Claim, Journey, NAME, Stage, Wait, waited};
use crate::ask::Question;
use crate::screen::Report;
use crate::script::{ANOTHER_CODE, THE_CODE};
use crate::session::view;
use crate::stop::Stop;
use crate::texts;

impl Journey<'_> {
    pub(super) fn code_entry(
        &mut self,
        mut claim: Claim,
        shown: &ActivationView,
    ) -> Result<(), Stop> {
        let screen = self.session.screen;
        if claim.stage == Stage::Begun {
            return self.issue(claim);
        }
        let ledger = self.ledger_view(&claim)?;
        match ledger.step {
            // Killed between the ledger and the activation: the same proof once more.
            LedgerStep::Verified => {
                let event = Event::Claim { flow: claim.flow.clone() };
                match self.ledger(&claim, "claim", &event)? {
                    Outcome::Verified(proof) => self.prove(&claim, proof),
                    _ => self.back(claim),
                }
            }
            LedgerStep::Closed => self.back(claim),
            LedgerStep::Idle => {
                claim.stage = Stage::Begun;
                self.keep(&claim)
            }
            LedgerStep::Pending => {
                screen.heading(screen.say(texts::CODE_ENTRY))?;
                let sent_to = shown.sent_to.as_deref().unwrap_or_default();
                let left = ledger.seconds_left.saturating_add(59).div_euclid(60).to_string();
                screen.line(&texts::CODE_SENT.fill(screen.lang(), &[sent_to, &left]))?;
                self.ask_code(claim)
            }
        }
    }

    /// Draws the first code of a claim.
    fn issue(&mut self, mut claim: Claim) -> Result<(), Stop> {
        let found = self.find(&claim.name, &claim.mobile)?;
        let (flow, to) = (claim.flow.clone(), claim.mobile.clone());
        let event = Event::Issue { flow, to, audience: found.audience() };
        let outcome = self.ledger(&claim, "issue", &event)?;
        self.tell_sent(&outcome)?;
        match outcome {
            Outcome::SendSms(_) | Outcome::NothingToSend => {
                claim.stage = Stage::Issued;
                self.keep(&claim)
            }
            Outcome::TryLater { .. } => self.wait(claim, &outcome),
            _ => Err(Stop::Ended("example/code-closed")),
        }
    }

    /// A person waits and tries again; a script has the time pass.
    fn wait(&mut self, claim: Claim, outcome: &Outcome) -> Result<(), Stop> {
        let Outcome::TryLater { until } = outcome else { return Ok(()) };
        if self.session.scripted {
            return self.pass_time(until.seconds_since(self.session.now()?));
        }
        let screen = self.session.screen;
        let question = Question {
            id: "guardian.wait",
            label: screen.say(texts::WAIT_ASK),
            help: Some(screen.say(texts::WAIT_HELP)),
            before: "",
            check: check_wait,
        };
        let typed = self.ask.text(self.session, &question)?;
        if typed.trim() == "t" {
            screen.note(screen.say(texts::CHANGE_PHONE))?;
            return self.return_to_phone(claim);
        }
        waited(self.session, &typed).map(drop)
    }

    fn pass_time(&self, seconds: i64) -> Result<(), Stop> {
        let screen = self.session.screen;
        let shown = seconds.max(1).to_string();
        screen.note(&texts::WAITING.fill(screen.lang(), &[&shown]))?;
        self.session.advance(seconds.max(1))
    }

    fn ask_code(&mut self, claim: Claim) -> Result<(), Stop> {
        let screen = self.session.screen;
        let typed = loop {
            let question = Question {
                id: "guardian.code",
                label: screen.say(texts::CODE_ASK),
                help: Some(screen.say(texts::CODE_HELP)),
                before: "",
                check: check_code,
            };
            let typed = self.ask.text(self.session, &question)?;
            // The clock alone does not say that the code is too old: the next guess does.
            if !waited(self.session, &typed)? {
                break self.played(typed)?;
            }
        };
        match typed.expose_secret().trim() {
            "r" => self.resend(&claim),
            "t" => {
                screen.note(screen.say(texts::CHANGE_PHONE))?;
                self.return_to_phone(claim)
            }
            typed => self.submit(&claim, typed),
        }
    }

    /// What a script types, once it has looked at its phone.
    fn played(&self, typed: String) -> Result<SecretText, Stop> {
        if !self.session.scripted || (typed != THE_CODE && typed != ANOTHER_CODE) {
            return Ok(SecretText::new(typed));
        }
        let screen = self.session.screen;
        let code = match &self.phone {
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

    fn resend(&mut self, claim: &Claim) -> Result<(), Stop> {
        let event = Event::Resend { flow: claim.flow.clone() };
        let outcome = self.ledger(claim, "resend", &event)?;
        self.tell_sent(&outcome)?;
        match outcome {
            Outcome::TryLater { until } if self.session.scripted => {
                self.pass_time(until.seconds_since(self.session.now()?))?;
                let outcome = self.ledger(claim, "resend", &event)?;
                self.tell_sent(&outcome)
            }
            _ => Ok(()),
        }
    }

    fn submit(&mut self, claim: &Claim, typed: &str) -> Result<(), Stop> {
        let screen = self.session.screen;
        let code = match TypedCode::parse(typed) {
            Ok(code) => code,
            Err(error) => return Ok(screen.bad(&error.text(screen.lang()))?),
        };
        let event = Event::Submit { flow: claim.flow.clone(), code };
        let outcome = self.ledger(claim, "submit", &event)?;
        if let Outcome::Verified(proof) = outcome {
            return self.prove(claim, proof);
        }
        screen.bad(&outcome.public(self.session.now()?).text(screen.lang()))?;
        let ledger = self.ledger_view(claim)?;
        if ledger.step == LedgerStep::Pending {
            let left = ledger.attempts_left.to_string();
            screen.note(&texts::CODE_LEFT.fill(screen.lang(), &[&left]))?;
        }
        if let (Outcome::TryLater { until }, true) = (&outcome, self.session.scripted) {
            self.pass_time(until.seconds_since(self.session.now()?))?;
        }
        Ok(())
    }

    fn prove(&self, claim: &Claim, proof: ent_auth::code::PhoneProof) -> Result<(), Stop> {
        let event = educonnect::Event::PhoneProved { proof };
        self.activation(claim, "phone_proved", &event).map(drop)
    }

    /// The code is dead: back to phone entry.
    fn back(&mut self, claim: Claim) -> Result<(), Stop> {
        self.session.screen.bad(self.session.screen.say(texts::BACK_TO_PHONE))?;
        self.return_to_phone(claim)
    }

    fn tell_sent(&mut self, outcome: &Outcome) -> Result<(), Stop> {
        let screen = self.session.screen;
        match outcome {
            Outcome::SendSms(sms) => {
                let to = texts::SMS_TO.fill(screen.lang(), &[&sms.to().masked()]);
                screen.sending(&to, sms.text(screen.lang()).expose_secret())?;
                self.phone = Some(SecretText::copy_of(sms.code().expose_secret()));
            }
            Outcome::NothingToSend => {
                screen.sending("–", screen.say(texts::NOTHING_SENT))?;
                self.phone = None;
            }
            other => screen.bad(&other.public(self.session.now()?).text(screen.lang()))?,
        }
        Ok(())
    }

    fn ledger_view(&self, claim: &Claim) -> Result<LedgerView, Stop> {
        let state = self.session.state::<Ledger>(&Self::ledger_key(claim))?;
        let now = self.session.now()?;
        let policy = Policy::educonnect_sms();
        let fresh = Ledger::new(claim.subject.clone(), Purpose::Activation);
        Ok(state.map_or_else(
            || fresh.view(&claim.flow, &policy, now),
            |state| state.body().view(&claim.flow, &policy, state.floor(now)),
        ))
    }

    /// Takes one step of the ledger and reports it.
    pub(super) fn ledger(
        &self,
        claim: &Claim,
        event_name: &str,
        event: &Event,
    ) -> Result<Outcome, Stop> {
        let session = self.session;
        let initial = Ledger::new(claim.subject.clone(), Purpose::Activation);
        let policy = Policy::educonnect_sms();
        let Committed { state, outcome } =
            session.step(&Self::ledger_key(claim), &initial, event, &policy, &session.keys)?;
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
            journey: NAME,
            step: "code_entry",
            event: event_name,
            outcome: outcome.name(),
            public: outcome.public(now).code(),
            view: view(&state.body().view(&claim.flow, &policy, now)),
            send,
        })?;
        Ok(outcome)
    }
}

fn check_code(text: &str, lang: Lang) -> Result<(), String> {
    match (text.trim(), Wait::read(text)) {
        ("r" | "t", _) | (_, Wait::Minutes(_)) => Ok(()),
        (_, Wait::Unreadable) => Err(texts::CLOCK_BAD.in_lang(lang).to_owned()),
        (typed, Wait::None) => TypedCode::parse(typed).map(drop).map_err(|error| error.text(lang)),
    }
}

fn check_wait(text: &str, lang: Lang) -> Result<(), String> {
    match (text.trim(), Wait::read(text)) {
        ("" | "t", _) | (_, Wait::Minutes(_)) => Ok(()),
        _ => Err(texts::CLOCK_BAD.in_lang(lang).to_owned()),
    }
}

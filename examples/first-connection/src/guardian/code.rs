//! Code entry: one code by SMS, 30 minutes, a few guesses.

use ent_auth::code::{Event, LedgerStep, Outcome, Policy, Purpose, TypedCode};
use ent_auth::educonnect::{self, ActivationView};
use ent_core::{Coded as _, Lang};

use super::{Claim, Journey, NAME, Stage, Wait, waited};
use crate::ask::Question;
use crate::sms_code::SmsCodes;
use crate::stop::Stop;
use crate::texts;

impl<'a> Journey<'a> {
    fn codes<'c>(&self, claim: &'c Claim) -> SmsCodes<'c>
    where
        'a: 'c,
    {
        SmsCodes {
            session: self.session,
            journey: NAME,
            step: "code_entry",
            subject: &claim.subject,
            purpose: Purpose::Activation,
            policy: Policy::educonnect_sms(),
            flow: &claim.flow,
        }
    }

    pub(super) fn code_entry(
        &mut self,
        mut claim: Claim,
        shown: &ActivationView,
    ) -> Result<(), Stop> {
        let screen = self.session.screen;
        if claim.stage == Stage::Begun {
            return self.issue(claim);
        }
        let ledger = self.codes(&claim).view()?;
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
        self.phone = self.codes(&claim).tell_sent(&outcome, self.phone.take())?;
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
            return self.codes(&claim).pass_time(until.seconds_since(self.session.now()?));
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
                break self.codes(&claim).played(typed, self.phone.as_ref())?;
            }
        };
        match typed.expose_secret().trim() {
            "r" => {
                self.phone = self.codes(&claim).resend(self.phone.take())?;
                Ok(())
            }
            "t" => {
                screen.note(screen.say(texts::CHANGE_PHONE))?;
                self.return_to_phone(claim)
            }
            typed => self.submit(&claim, typed),
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
        let ledger = self.codes(claim).view()?;
        if ledger.step == LedgerStep::Pending {
            let left = ledger.attempts_left.to_string();
            screen.note(&texts::CODE_LEFT.fill(screen.lang(), &[&left]))?;
        }
        if let (Outcome::TryLater { until }, true) = (&outcome, self.session.scripted) {
            self.codes(claim).pass_time(until.seconds_since(self.session.now()?))?;
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

    pub(super) fn ledger(&self, claim: &Claim, name: &str, event: &Event) -> Result<Outcome, Stop> {
        self.codes(claim).take(name, event)
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

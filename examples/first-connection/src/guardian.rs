//! A guardian, on the ENT Hauts-de-France / Somme: self-registration by SMS.
//!
//! The journey is where its stored states say it is: every screen is chosen from a `view()`. The
//! program keeps what was typed and which half of a step over two records is done.

mod account;
mod children;
mod code;

use ent_auth::educonnect::{
    ActivationPolicy, ActivationStep, ActivationView, Event, GuardianActivation, GuardianClaim,
    GuardianRecord, Match, Outcome,
};
use ent_auth::{SecretText, code as one_time};
use ent_core::ent::Ent;
use ent_core::transition::Committed;
use ent_core::{Coded as _, FlowId, Lang, PersonName, PhoneNumber, Region, SubjectId};
use serde::{Deserialize, Serialize};

use crate::ask::{Ask, Question};
use crate::directory::Directory;
use crate::mire::{self, Way};
use crate::screen::Report;
use crate::session::{Session, view};
use crate::stop::Stop;
use crate::texts;

const NAME: &str = "guardian";
const WAY: Way = Way { journey: NAME, fact: "guardian/mire", path: ["eleve_ou_parent", "college"] };
const CLAIM: &str = "guardian/claim";

/// What was typed at phone entry, and how far the program is with it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    /// Claims made before this one.
    number: u32,
    name: PersonName,
    mobile: PhoneNumber,
    subject: SubjectId,
    flow: FlowId,
    stage: Stage,
}

/// A step over two records that is half done is done again from here.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    /// Typed; the activation has not begun.
    Typed,
    /// The activation has begun; no code was drawn.
    Begun,
    /// A code was drawn.
    Issued,
    /// Of no use any more but to fill the form.
    Left,
}

/// The journey while it runs.
struct Journey<'a> {
    session: &'a Session,
    ask: &'a mut dyn Ask,
    directory: &'a Directory,
    /// Code of the last message this process has shown: the phone of the script.
    phone: Option<SecretText>,
}

/// Plays the journey from where the states in the store say it is.
pub(crate) fn play(
    session: &Session,
    ask: &mut dyn Ask,
    directory: &Directory,
) -> Result<(), Stop> {
    let screen = session.screen;
    let ent = Ent::find("hauts-de-france")?;
    screen.title(texts::TITLE_GUARDIAN, ent.name())?;
    if session.store.fact::<Vec<String>>(WAY.fact)?.is_some() {
        screen.note(screen.say(texts::RESUMED))?;
    }
    let (source, academy) = mire::walk(session, ask, ent, &WAY)?;
    mire::tell(session, &WAY, source, academy)?;
    Journey { session, ask, directory, phone: None }.run()
}

impl Journey<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        let mut failed_before = self.is_failed()?;
        loop {
            let claim: Option<Claim> = self.session.store.fact(CLAIM)?;
            let mut claim = match claim {
                Some(claim) if claim.stage != Stage::Left => claim,
                before => {
                    self.phone_entry(before.as_ref())?;
                    continue;
                }
            };
            if claim.stage == Stage::Typed {
                self.begin(&mut claim)?;
            }
            let shown = self.view(&claim)?;
            match shown.step {
                // Killed on the way back to phone entry.
                ActivationStep::PhoneEntry => self.leave_code(claim)?,
                ActivationStep::CodeEntry => self.code_entry(claim, &shown)?,
                ActivationStep::Children => self.children(&claim, &shown)?,
                ActivationStep::Password => self.password(&claim, &shown)?,
                ActivationStep::Activated => return self.activated(&claim),
                ActivationStep::Failed if failed_before => {
                    failed_before = false;
                    self.leave(claim)?;
                }
                ActivationStep::Failed => {
                    self.session.screen.bad(self.session.screen.say(texts::CONTACT_SCHOOL))?;
                    return Err(Stop::Ended("example/activation-failed"));
                }
                ActivationStep::Abandoned => {
                    self.session.screen.bad(self.session.screen.say(texts::SESSION_OVER))?;
                    self.leave(claim)?;
                }
            }
        }
    }

    /// Whether an earlier run ended without an account: then this one starts again.
    fn is_failed(&self) -> Result<bool, Stop> {
        match self.session.store.fact::<Claim>(CLAIM)? {
            Some(claim) if claim.stage != Stage::Left => {
                Ok(self.view(&claim)?.step == ActivationStep::Failed)
            }
            _ => Ok(false),
        }
    }

    fn view(&self, claim: &Claim) -> Result<ActivationView, Stop> {
        let key = GuardianActivation::key(&claim.subject);
        let state = self.session.state::<GuardianActivation>(&key)?;
        let now = self.session.now()?;
        let policy = ActivationPolicy::educonnect();
        Ok(match state {
            Some(state) => state.body().view(&claim.flow, &policy, state.floor(now)),
            None => GuardianActivation::new(claim.subject.clone()).view(&claim.flow, &policy, now),
        })
    }

    fn phone_entry(&mut self, before: Option<&Claim>) -> Result<(), Stop> {
        let screen = self.session.screen;
        screen.heading(screen.say(texts::PHONE_ENTRY))?;
        screen.note(screen.say(texts::PHONE_HINT))?;
        let typed = |claim: &Claim| {
            let (family, given) = (claim.name.family().to_owned(), claim.name.given().to_owned());
            (family, given, claim.mobile.national())
        };
        let (family, given, mobile) = before.map(typed).unwrap_or_default();
        let mut ask = |id, label, before: &str, check| {
            let label = screen.say(label);
            self.ask.text(self.session, &Question { id, label, help: None, before, check })
        };
        let family = ask("guardian.family", texts::FAMILY, &family, check_family)?;
        let given = ask("guardian.given", texts::GIVEN, &given, check_given)?;
        let mobile = ask("guardian.mobile", texts::MOBILE, &mobile, check_mobile)?;

        let name = PersonName::parse(&family, &given)?;
        let mobile = PhoneNumber::parse(&mobile, Region::FR)?;
        let found = self.find(&name, &mobile)?;
        let number = before.map_or(0, |claim| claim.number.saturating_add(1));
        let flow = self.session.flow(&format!("flow/{number}"))?;
        let subject = found.subject().clone();
        let claim = Claim { number, name, mobile, subject, flow, stage: Stage::Typed };
        self.keep(&claim)
    }

    /// The school's record, with the accounts that are active by now.
    fn records(&self) -> Result<Vec<GuardianRecord>, Stop> {
        let mut records = self.directory.guardians.clone();
        for record in &mut records {
            record.activated = account::is_active(self.session, &record.subject)?;
        }
        Ok(records)
    }

    fn find(&self, name: &PersonName, mobile: &PhoneNumber) -> Result<Match, Stop> {
        let claim = GuardianClaim::new(name.clone(), mobile.clone())?;
        Ok(claim.find(&self.records()?, &self.session.keys))
    }

    fn begin(&self, claim: &mut Claim) -> Result<(), Stop> {
        let found = self.find(&claim.name, &claim.mobile)?;
        self.activation(claim, "begin", &Event::Begin { flow: claim.flow.clone(), found })?;
        claim.stage = Stage::Begun;
        self.keep(claim)
    }

    fn keep(&self, claim: &Claim) -> Result<(), Stop> {
        Ok(self.session.store.set_fact(CLAIM, claim)?)
    }

    /// Back to an empty phone entry, filled with what was typed.
    fn leave(&mut self, mut claim: Claim) -> Result<(), Stop> {
        self.phone = None;
        claim.stage = Stage::Left;
        self.keep(&claim)
    }

    /// Withdraws the code once the activation is back at phone entry.
    fn leave_code(&mut self, claim: Claim) -> Result<(), Stop> {
        let flow = claim.flow.clone();
        self.ledger(&claim, "cancel", &one_time::Event::Cancel { flow })?;
        self.leave(claim)
    }

    /// The activation and then the code go back to phone entry.
    fn return_to_phone(&mut self, claim: Claim) -> Result<(), Stop> {
        let flow = claim.flow.clone();
        self.activation(&claim, "return_to_phone", &Event::ReturnToPhone { flow })?;
        self.leave_code(claim)
    }

    /// Takes one step of the activation and reports it.
    fn activation(&self, claim: &Claim, event_name: &str, event: &Event) -> Result<Outcome, Stop> {
        let key = GuardianActivation::key(&claim.subject);
        let initial = GuardianActivation::new(claim.subject.clone());
        let policy = ActivationPolicy::educonnect();
        let Committed { state, outcome } =
            self.session.step(&key, &initial, event, &policy, &())?;
        let now = state.floor(self.session.now()?);
        let shown = state.body().view(&claim.flow, &policy, now);
        self.session.report(Report {
            journey: NAME,
            step: shown.step.code(),
            event: event_name,
            outcome: outcome.name(),
            public: outcome.public(now).code(),
            view: view(&shown),
            send: None,
        })?;
        Ok(outcome)
    }
}

fn check_family(text: &str, lang: Lang) -> Result<(), String> {
    PersonName::parse(text, "A").map(drop).map_err(|error| error.text(lang))
}

fn check_given(text: &str, lang: Lang) -> Result<(), String> {
    PersonName::parse("A", text).map(drop).map_err(|error| error.text(lang))
}

fn check_mobile(text: &str, lang: Lang) -> Result<(), String> {
    let number = PhoneNumber::parse(text, Region::FR).map_err(|error| error.text(lang))?;
    let name = PersonName::parse("A", "A").map_err(|error| error.text(lang))?;
    GuardianClaim::new(name, number).map(drop).map_err(|error| error.text(lang))
}

/// Whether the demonstration clock is to be put forward: `+31` was typed.
#[derive(Debug, PartialEq, Eq)]
enum Wait {
    None,
    Unreadable,
    Minutes(i64),
}

impl Wait {
    fn read(text: &str) -> Self {
        let Some(typed) = text.trim().strip_prefix('+') else { return Self::None };
        let minutes = typed.trim().parse().ok().filter(|minutes| (1..=1440).contains(minutes));
        minutes.map_or(Self::Unreadable, Self::Minutes)
    }
}

/// Puts the clock forward if `+31` was typed; says so.
fn waited(session: &Session, text: &str) -> Result<bool, Stop> {
    let Wait::Minutes(minutes) = Wait::read(text) else { return Ok(false) };
    session.advance(minutes.saturating_mul(60))?;
    let by = minutes.to_string();
    let now: String = session.now()?.to_string().chars().skip(11).take(5).collect();
    session.screen.note(&texts::CLOCK_AHEAD.fill(session.screen.lang(), &[&by, &now]))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_a_plus_and_minutes() {
        assert_eq!(Wait::read("+31"), Wait::Minutes(31));
        assert_eq!(Wait::read(" + 5 "), Wait::Minutes(5));
        assert_eq!(Wait::read("12345678"), Wait::None);
        for bad in ["+", "+0", "+1441", "+x", "+-5", "+99999999999999999999"] {
            assert_eq!(Wait::read(bad), Wait::Unreadable, "{bad}");
        }
    }
}

//! The number a teacher adds: it receives nothing before its code was typed.

use ent_auth::code::{Audience, Event, LedgerStep, Outcome, Policy, Purpose, TypedCode};
use ent_core::{Coded as _, FlowId, Lang, PhoneNumber, Region, SubjectId};
use ent_prefs::{CardChange, ContactCard, PhoneSlot};
use serde::{Deserialize, Serialize};

use super::NAME;
use crate::ask::{Ask, Question};
use crate::directory::Teacher;
use crate::session::Session;
use crate::sms_code::SmsCodes;
use crate::stop::Stop;
use crate::texts;

const OWN: &str = "teacher/own";

/// A number that was typed, with the flow of its code, which a crash does not change.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    /// Numbers typed before this one.
    before: u32,
    number: PhoneNumber,
    flow: FlowId,
}

/// Asks for a number and for the code it receives; both may be left for later.
pub(super) fn own_number(
    session: &Session,
    ask: &mut dyn Ask,
    teacher: &Teacher,
    card: ContactCard,
) -> Result<ContactCard, Stop> {
    let before: Option<Typed> = session.store.fact(OWN)?;
    let shown = before.as_ref().map(|typed| typed.number.national()).unwrap_or_default();
    let question = Question {
        id: "teacher.own",
        label: session.screen.say(texts::CARD_OWN),
        help: None,
        before: &shown,
        check: blank_or_phone,
    };
    let typed = ask.text(session, &question)?;
    if typed.trim().is_empty() {
        return Ok(card);
    }
    let number = PhoneNumber::parse(&typed, Region::FR)?;
    let set = CardChange::SetNumber { slot: PhoneSlot::Own1, number: number.clone() };
    let card = card.apply(set)?;
    let typed = match before {
        Some(before) if before.number == number => before,
        before => {
            let before = before.map_or(0, |typed| typed.before.saturating_add(1));
            Typed { before, number, flow: session.flow(&format!("own/{before}"))? }
        }
    };
    session.store.set_fact(OWN, &typed)?;
    let subject = SubjectId::parse(teacher.login.as_str())?;
    let codes = SmsCodes {
        session,
        journey: NAME,
        step: "contact",
        subject: &subject,
        purpose: Purpose::PhoneChange,
        policy: Policy::oob_10min(),
        flow: &typed.flow,
    };
    if confirmed(&codes, ask, &typed.number)? {
        session.screen.good(session.screen.say(texts::OWN_CONFIRMED))?;
        return Ok(card.apply(CardChange::ConfirmNumber(typed.number))?);
    }
    session.screen.note(session.screen.say(texts::OWN_LATER))?;
    Ok(card)
}

/// Whether the code that was sent to `number` was typed.
fn confirmed(codes: &SmsCodes<'_>, ask: &mut dyn Ask, number: &PhoneNumber) -> Result<bool, Stop> {
    let session = codes.session;
    let screen = session.screen;
    let flow = || codes.flow.clone();
    let mut phone = None;
    loop {
        match codes.view()?.step {
            LedgerStep::Closed => return Ok(false),
            // Killed between the ledger and the card: the same proof once more.
            LedgerStep::Verified => {
                let Outcome::Verified(proof) =
                    codes.take("claim", &Event::Claim { flow: flow() })?
                else {
                    return Ok(false);
                };
                let now = session.now()?;
                return Ok(proof
                    .check(codes.flow, codes.subject, codes.purpose, number, now)
                    .is_ok());
            }
            LedgerStep::Idle => {
                let (to, audience) = (number.clone(), Audience::Known);
                let outcome = codes.take("issue", &Event::Issue { flow: flow(), to, audience })?;
                phone = codes.tell_sent(&outcome, phone)?;
                match outcome {
                    Outcome::SendSms(_) => {}
                    Outcome::TryLater { until } if session.scripted => {
                        codes.pass_time(until.seconds_since(session.now()?))?;
                    }
                    _ => return Ok(false),
                }
            }
            LedgerStep::Pending => {
                let question = Question {
                    id: "teacher.own.code",
                    label: screen.say(texts::CODE_ASK),
                    help: Some(screen.say(texts::OWN_CODE_HELP)),
                    before: "",
                    check: later_or_code,
                };
                let typed = codes.played(ask.text(session, &question)?, phone.as_ref())?;
                match typed.expose_secret().trim() {
                    "" => return Ok(false),
                    "r" => phone = codes.resend(phone)?,
                    typed => {
                        // A script types what it was not asked to check.
                        let Ok(code) = TypedCode::parse(typed) else { continue };
                        let outcome =
                            codes.take("submit", &Event::Submit { flow: flow(), code })?;
                        if !matches!(outcome, Outcome::Verified(_)) {
                            screen.bad(&outcome.public(session.now()?).text(screen.lang()))?;
                        }
                    }
                }
            }
        }
    }
}

fn blank_or_phone(text: &str, lang: Lang) -> Result<(), String> {
    if text.trim().is_empty() {
        return Ok(());
    }
    PhoneNumber::parse(text, Region::FR).map(drop).map_err(|error| error.text(lang))
}

fn later_or_code(text: &str, lang: Lang) -> Result<(), String> {
    match text.trim() {
        "" | "r" => Ok(()),
        typed => TypedCode::parse(typed).map(drop).map_err(|error| error.text(lang)),
    }
}

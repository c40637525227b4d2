//! The page « Contact et préférences »: card, agreements, pace, and what will come of them.

use ent_core::charter::TextDigest;
use ent_core::ent::Ent;
use ent_core::{
    Coded as _, Instant, Lang, SchoolCalendar, SchoolZone, SubjectId, UnverifiedEmail, Zone,
};
use ent_prefs::consent::ConsentSource;
use ent_prefs::contact_card::{
    CardView, ContactChoice, ContactLine, ContactWish, EmailChange, EmailReach,
};
use ent_prefs::route::{Channels, Message, MessageClass, Person, Sender, route};
use ent_prefs::{
    CardChange, Channel, ConsentEntry, ConsentProof, Consents, ContactCard, Defaults, Pace,
    PhoneSlot, Preferences, Purpose, Scope, SendingHours, TextVersion, Topic,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::number::own_number;
use super::{CONTACT, NAME};
use crate::ask::{Ask, Choice, Question};
use crate::directory::Teacher;
use crate::screen::Report;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// Version of the texts beside the consents.
const TEXTS_IN_FORCE: u32 = 1;

/// What the teacher saved on the contact page.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contact {
    card: ContactCard,
    consents: Consents,
    #[serde(default)]
    preferences: Preferences,
}

/// The page « Contact et préférences ».
pub(super) fn contact(
    session: &Session,
    ask: &mut dyn Ask,
    ent: &Ent,
    teacher: &Teacher,
) -> Result<(), Stop> {
    let screen = session.screen;
    let mut card = ContactCard::new().with_school_phones(teacher.phones.clone());
    screen.line(&screen.label(screen.say(texts::CARD_SCHOOL)))?;
    show_school_phones(session, &card.view())?;

    card = own_number(session, ask, teacher, card)?;
    let email = Question {
        id: "teacher.email",
        label: screen.say(texts::CARD_EMAIL),
        help: None,
        before: "",
        check: blank_or_email,
    };
    let email = ask.text(session, &email)?;
    let mut send = None;
    if !email.trim().is_empty() {
        let email = UnverifiedEmail::parse(&email)?;
        let to = email.email().masked();
        let step = card.change_email(EmailChange::Ask(email))?;
        for notice in &step.notices {
            let (title, body) =
                (texts::EMAIL_TO.fill(screen.lang(), &[&to]), notice.text(screen.lang()));
            screen.sending(&title, &body)?;
            send = Some(json!({ "by": "email", "to": to, "text": body }));
        }
        card = step.card;
    }
    card = choose_contact(session, ask, &card)?;
    card = wish(session, ask, &card)?;
    let consents = consent(session, ask, ent, teacher, &card)?;
    let preferences = pace(session, ask)?;
    let saved = Contact { card, consents, preferences };
    let shown = saved.view(session.now()?);
    show_what_comes(session, ent, teacher, &saved)?;
    session.store.set_fact(CONTACT, &saved)?;
    session.report(Report {
        journey: NAME,
        step: "contact",
        event: "save",
        outcome: "saved",
        public: "ok",
        view: shown,
        send,
    })?;
    Ok(screen.good(screen.say(texts::CONTACT_SAVED))?)
}

fn show_school_phones(session: &Session, card: &CardView) -> Result<(), Stop> {
    let screen = session.screen;
    let lines: Vec<_> = card
        .phones
        .iter()
        .filter(|line| line.read_only)
        .map(|line| {
            let none = screen.say(texts::CARD_NONE).to_owned();
            (line.slot.label(screen.lang()), line.masked.clone().unwrap_or(none))
        })
        .collect();
    let fields: Vec<_> = lines.iter().map(|(label, value)| (&**label, &**value)).collect();
    Ok(screen.fields(&fields)?)
}

fn choose_contact(
    session: &Session,
    ask: &mut dyn Ask,
    card: &ContactCard,
) -> Result<ContactCard, Stop> {
    let screen = session.screen;
    let view = card.view();
    let mut choices: Vec<_> = view
        .phones
        .iter()
        .filter(|line| line.choosable)
        .map(|line| Choice {
            id: line.slot.code().to_owned(),
            label: format!(
                "{} ({})",
                line.masked.as_deref().unwrap_or_default(),
                line.slot.label(screen.lang())
            ),
        })
        .collect();
    let no_sms = screen.say(texts::CARD_NO_SMS).to_owned();
    choices.push(Choice { id: "no_sms".to_owned(), label: no_sms });
    let label = screen.say(texts::CARD_CONTACT);
    let chosen = ask.choose(session, "teacher.contact", label, choices)?;
    let number = PhoneSlot::from_code(&chosen).and_then(|slot| card.number(slot)).cloned();
    Ok(card.apply(number.map_or(CardChange::RefuseSms, CardChange::ChooseContact))?)
}

/// Asks for the boxes that make sense on this card; none is ticked beforehand.
fn consent(
    session: &Session,
    ask: &mut dyn Ask,
    ent: &Ent,
    teacher: &Teacher,
    card: &ContactCard,
) -> Result<Consents, Stop> {
    let screen = session.screen;
    let partners: Vec<_> =
        ent.partners(teacher.school).iter().map(|partner| partner.label(screen.lang())).collect();
    screen.fields(&[(screen.say(texts::PARTNERS_ARE), &partners.join(", "))])?;
    screen.note(screen.say(texts::PARTNERS_EMAIL))?;
    let mut consents = Consents::new();
    for purpose in Purpose::ALL {
        for channel in Channel::ALL {
            let reachable = match channel {
                Channel::Email => card.email_reach() != EmailReach::Nowhere,
                Channel::Sms => matches!(card.contact(), ContactChoice::Number(_)),
                Channel::Push | Channel::InApp => false,
            };
            if !reachable {
                continue;
            }
            let (for_what, by) = (purpose.label(screen.lang()), channel.label(screen.lang()));
            let label = texts::CONSENT_CHANNEL.fill(screen.lang(), &[&for_what, &by]);
            let id = format!("teacher.consent.{}.{}", purpose.code(), channel.code());
            if ask.confirm(session, &id, &label)? {
                let text = TextVersion::new(TEXTS_IN_FORCE)?;
                let (at, source) = (session.now()?, ConsentSource::Onboarding);
                let grant = ConsentEntry::grant(*purpose, *channel, at, text, source)?;
                let shown = ConsentProof::of_text(TextDigest::of_bytes(label.as_bytes()));
                consents.choose(grant.with_proof(shown), at);
            }
        }
    }
    Ok(consents)
}

impl Contact {
    /// What the page shows of it.
    pub(super) fn view(&self, now: Instant) -> serde_json::Value {
        let card = self.card.view();
        let phones: serde_json::Map<_, _> = card
            .phones
            .iter()
            .map(|line| (line.slot.code().to_owned(), json!(line.masked)))
            .collect();
        let contact = match &card.contact {
            ContactLine::Unset => None,
            ContactLine::Number(masked) => Some(masked.as_str()),
            ContactLine::NoSms => Some("no_sms"),
        };
        let granted: Vec<_> = self
            .consents
            .view(now)
            .iter()
            .filter(|line| line.granted)
            .map(|line| format!("{}/{}", line.purpose.code(), line.channel.code()))
            .collect();
        let email =
            card.email.map(|line| json!({ "masked": line.masked, "verified": line.verified }));
        json!({
            "phones": phones,
            "contact": contact,
            "email": email,
            "wish": card.wish,
            "granted": granted,
        })
    }
}

fn wish(session: &Session, ask: &mut dyn Ask, card: &ContactCard) -> Result<ContactCard, Stop> {
    let question = Question {
        id: "teacher.wish",
        label: session.screen.say(texts::CARD_WISH),
        help: None,
        before: "",
        check: blank_or_wish,
    };
    let typed = ask.text(session, &question)?;
    if typed.trim().is_empty() {
        return Ok(card.clone());
    }
    Ok(card.apply(CardChange::SetWish(ContactWish::parse(&typed)?))?)
}

/// How soon news are told; every other topic keeps what the ENT has.
fn pace(session: &Session, ask: &mut dyn Ask) -> Result<Preferences, Stop> {
    let screen = session.screen;
    let choices = Pace::ALL
        .iter()
        .map(|pace| Choice { id: pace.code().to_owned(), label: pace.label(screen.lang()) });
    let label = screen.say(texts::PACE_NEWS);
    let chosen = ask.choose(session, "teacher.pace", label, choices.collect())?;
    let mut preferences = Preferences::new();
    if let Some(pace) = Pace::from_code(&chosen) {
        preferences.set(None, Scope::EVERY.of(Topic::News), pace)?;
    }
    Ok(preferences)
}

/// What becomes of four messages sent now, and why.
fn show_what_comes(
    session: &Session,
    ent: &Ent,
    teacher: &Teacher,
    saved: &Contact,
) -> Result<(), Stop> {
    let (screen, lang, now) = (session.screen, session.screen.lang(), session.now()?);
    let zone = teacher.uai.academy().and_then(SchoolZone::of_academy);
    let calendar = zone.map_or_else(SchoolCalendar::always_open, SchoolCalendar::published);
    let clock = zone.and_then(|zone| zone.time_zones().next());
    let clock = clock.map_or_else(|| Zone::parse("Europe/Paris"), Ok)?;
    let person = Person {
        id: &SubjectId::parse(teacher.login.as_str())?,
        card: &saved.card,
        consents: &saved.consents,
        preferences: &saved.preferences,
        devices: &[],
        children: &[],
        hours: &SendingHours::working_days(clock, calendar),
    };
    let by = Channels::of(&[Channel::Email, Channel::Sms, Channel::InApp]);
    let partner = ent.partners(teacher.school).first().copied();
    let partner = partner.map_or(Sender::Establishment, Sender::Partner);
    let messages = [
        (MessageClass::Ordinary, Sender::Establishment, Topic::News),
        (MessageClass::Ordinary, partner, Topic::Surveys),
        (MessageClass::Urgent, partner, Topic::Transport),
        (MessageClass::Security, Sender::Establishment, Topic::Account),
    ];
    screen.line(&screen.label(screen.say(texts::WHAT_COMES)))?;
    for (class, sender, topic) in messages {
        let message = Message::new(class, sender, topic, by)?;
        let routing = route(&message, [person], &Defaults::immediate(), now);
        let from = sender.purpose().label(lang);
        screen.line(&format!("{} ({}, {from})", topic.label(lang), class.label(lang)))?;
        let sent = routing.deliveries.iter().map(|sent| (sent.channel, true, sent.trace(lang)));
        let held = routing.held.iter().map(|held| (held.channel, true, held.trace(lang)));
        let refused = routing.refused.iter().map(|left| (left.channel, false, left.trace(lang)));
        for (channel, comes, trace) in sent.chain(held).chain(refused) {
            screen
                .check(comes, &texts::WHAT_COMES_BY.fill(lang, &[&channel.label(lang), &trace]))?;
        }
    }
    Ok(())
}

fn blank_or_email(text: &str, lang: Lang) -> Result<(), String> {
    if text.trim().is_empty() {
        return Ok(());
    }
    UnverifiedEmail::parse(text).map(drop).map_err(|error| error.text(lang))
}

fn blank_or_wish(text: &str, lang: Lang) -> Result<(), String> {
    if text.trim().is_empty() {
        return Ok(());
    }
    ContactWish::parse(text).map(drop).map_err(|error| error.text(lang))
}

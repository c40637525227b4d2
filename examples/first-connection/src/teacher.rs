//! A teacher of the académie of Lyon, on Ma classe en Auvergne-Rhône-Alpes.

use ent_auth::onboarding::{Facts, journey, next_step};
use ent_auth::password::{ContextKind, ContextWords, PasswordRules, StoredHash};
use ent_core::charter::ActKind;
use ent_core::contact::email::UnverifiedEmail;
use ent_core::ent::{Ent, IdentitySource, OnboardingStep, PortalKind};
use ent_core::{Academy, Coded as _, Instant, Lang, PhoneNumber, Region, SubjectId};
use ent_prefs::consent::ConsentSource;
use ent_prefs::contact_card::{CardView, ContactLine};
use ent_prefs::{
    CardChange, Channel, ConsentEntry, Consents, ContactCard, PhoneSlot, Purpose, TextVersion,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ask::{Ask, Choice, Question};
use crate::charter::Charter;
use crate::directory::{Directory, Teacher};
use crate::mire::{self, Way};
use crate::password;
use crate::screen::Report;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

const NAME: &str = "teacher";
const WAY: Way = Way { journey: NAME, fact: "teacher/mire", path: ["enseignant", "ac-lyon"] };
const PASSWORD: &str = "teacher/password";
const CONTACT: &str = "teacher/contact";
/// Version of the texts beside the consents.
const TEXTS_IN_FORCE: u32 = 1;

/// What the teacher saved on the contact page.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    card: ContactCard,
    consents: Consents,
}

/// Plays the journey from where the facts in the store say it is.
pub(crate) fn play(
    session: &Session,
    ask: &mut dyn Ask,
    directory: &Directory,
) -> Result<(), Stop> {
    let screen = session.screen;
    let ent = Ent::find("auvergne-rhone-alpes")?;
    let teacher = &directory.teacher;
    screen.title(texts::TITLE_TEACHER, ent.name())?;
    if session.store.fact::<Vec<String>>(WAY.fact)?.is_some() {
        screen.note(screen.say(texts::RESUMED))?;
    }
    let (source, academy) = mire::walk(session, ask, ent, &WAY)?;
    mire::tell(session, &WAY, source, academy)?;
    let name = format!("{} {}", teacher.name.given(), teacher.name.family());
    let profile = teacher.profile.label(screen.lang());
    screen.note(&texts::SIGNED_IN.fill(screen.lang(), &[&name, &profile]))?;
    let charter = Charter::new(ent, SubjectId::parse(teacher.login.as_str())?)?;
    loop {
        let facts = facts(session, &charter, teacher)?;
        screen.progress(&journey(ent, teacher.profile, source, &facts))?;
        let Some(step) = next_step(ent, teacher.profile, source, &facts) else {
            return finish(session, ent, teacher, source);
        };
        screen.heading(&step.label(screen.lang()))?;
        match step {
            OnboardingStep::Charter => accept_charter(session, ask, &charter)?,
            OnboardingStep::Password => choose_password(session, ask, ent, teacher)?,
            OnboardingStep::Contact => contact(session, ask, ent, teacher)?,
        }
    }
}

/// The facts the order of the wizard follows from.
fn facts(session: &Session, charter: &Charter, teacher: &Teacher) -> Result<Facts, Stop> {
    let (charter_accepted, _) = charter.gate(session, teacher.profile)?;
    Ok(Facts {
        charter_accepted,
        password_chosen: session.store.fact::<StoredHash>(PASSWORD)?.is_some(),
        contact_saved: session.store.fact::<Contact>(CONTACT)?.is_some(),
    })
}

fn accept_charter(session: &Session, ask: &mut dyn Ask, charter: &Charter) -> Result<(), Stop> {
    let screen = session.screen;
    charter.act(session, ActKind::Presented, screen.lang())?;
    for article in texts::CHARTER {
        screen.line(screen.say(article))?;
    }
    let accepted = ask.confirm(session, "teacher.charter", screen.say(texts::CHARTER_ASK))?;
    let act = if accepted { ActKind::Accepted } else { ActKind::Declined };
    charter.act(session, act, screen.lang())?;
    session.report(Report {
        journey: NAME,
        step: "charter",
        event: "answer",
        outcome: act.code(),
        public: if accepted { "ok" } else { "refused" },
        view: json!({ "version": charter.shown(screen.lang()).id() }),
        send: None,
    })?;
    if accepted {
        return Ok(screen.good(screen.say(texts::CHARTER_ACCEPTED))?);
    }
    screen.bad(screen.say(texts::CHARTER_DECLINED))?;
    Err(Stop::Ended("example/charter-declined"))
}

fn choose_password(
    session: &Session,
    ask: &mut dyn Ask,
    ent: &Ent,
    teacher: &Teacher,
) -> Result<(), Stop> {
    let mut words = ContextWords::new();
    words.add(ContextKind::Name, teacher.name.family())?;
    words.add(ContextKind::Name, teacher.name.given())?;
    words.add(ContextKind::Login, teacher.login.as_str())?;
    words.add(ContextKind::School, &teacher.uai.to_string())?;
    words.add(ContextKind::Ent, ent.name())?;
    let hash = password::choose(session, ask, NAME, PasswordRules::ent_ara(), &words)?;
    session.store.set_fact(PASSWORD, hash.stored())?;
    Ok(session.screen.good(session.screen.say(texts::PASSWORD_KEPT))?)
}

fn contact(session: &Session, ask: &mut dyn Ask, ent: &Ent, teacher: &Teacher) -> Result<(), Stop> {
    let screen = session.screen;
    let mut card = ContactCard::new().with_school_phones(teacher.phones.clone());
    screen.line(&screen.label(screen.say(texts::CARD_SCHOOL)))?;
    show_school_phones(session, &card.view())?;

    let own = Question {
        id: "teacher.own",
        label: screen.say(texts::CARD_OWN),
        help: None,
        before: "",
        check: blank_or_phone,
    };
    let own = ask.text(session, &own)?;
    if !own.trim().is_empty() {
        let number = PhoneNumber::parse(&own, Region::FR)?;
        card = card.apply(CardChange::SetNumber { slot: PhoneSlot::Own1, number })?;
    }
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
        card = card.apply(CardChange::SetEmail(email))?;
        let title = texts::EMAIL_TO.fill(screen.lang(), &[&to]);
        let body = screen.say(texts::EMAIL_BODY);
        screen.sending(&title, body)?;
        send = Some(json!({ "by": "email", "to": to, "text": body }));
    }
    card = choose_contact(session, ask, &card)?;
    let consents = consent(session, ask, ent, teacher, &card)?;
    let shown = view(&card, &consents, session.now()?);
    session.store.set_fact(CONTACT, &Contact { card, consents })?;
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
                Channel::Email => card.email().is_some(),
                Channel::Sms => card.sms_number().is_some(),
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
                consents.record(ConsentEntry::grant(*purpose, *channel, at, text, source)?);
            }
        }
    }
    Ok(consents)
}

fn view(card: &ContactCard, consents: &Consents, now: Instant) -> serde_json::Value {
    let card = card.view();
    let phones: serde_json::Map<_, _> =
        card.phones.iter().map(|line| (line.slot.code().to_owned(), json!(line.masked))).collect();
    let contact = match &card.contact {
        ContactLine::Unset => None,
        ContactLine::Number(masked) => Some(masked.as_str()),
        ContactLine::NoSms => Some("no_sms"),
    };
    let granted: Vec<_> = consents
        .view(now)
        .iter()
        .filter(|line| line.granted)
        .map(|line| format!("{}/{}", line.purpose.code(), line.channel.code()))
        .collect();
    let email = card.email.map(|line| json!({ "masked": line.masked, "verified": line.verified }));
    json!({ "phones": phones, "contact": contact, "email": email, "granted": granted })
}

fn finish(
    session: &Session,
    ent: &Ent,
    teacher: &Teacher,
    source: IdentitySource,
) -> Result<(), Stop> {
    let screen = session.screen;
    let portal = ent.portal_url(PortalKind::Establishment, &teacher.uai.to_string())?;
    let kind = teacher.school.label(screen.lang());
    let partners = ent.partners(teacher.school);
    let named: Vec<_> = partners.iter().map(|partner| partner.label(screen.lang())).collect();
    screen.heading(screen.say(texts::PORTAL_OPEN))?;
    screen.fields(&[
        (screen.say(texts::PORTAL_ADDRESS), &portal.url()),
        (screen.say(texts::PORTAL_SCHOOL), &format!("{} — {kind}", teacher.uai)),
        (screen.say(texts::PORTAL_ACADEMY), teacher.uai.academy().map_or("–", Academy::name)),
        (screen.say(texts::PORTAL_DIRECTOR), portal.director(screen.lang())),
        (screen.say(texts::PARTNERS_ARE), &named.join(", ")),
    ])?;
    let kept: Option<Contact> = session.store.fact(CONTACT)?;
    let now = session.now()?;
    session.report(Report {
        journey: NAME,
        step: "done",
        event: "open",
        outcome: "open",
        public: "ok",
        view: json!({
            "portal": portal.url(),
            "uai": teacher.uai.to_string(),
            "source": source.code(),
            "partners": partners,
            "contact": kept.map(|kept| view(&kept.card, &kept.consents, now)),
        }),
        send: None,
    })
}

fn blank_or_phone(text: &str, lang: Lang) -> Result<(), String> {
    if text.trim().is_empty() {
        return Ok(());
    }
    PhoneNumber::parse(text, Region::FR).map(drop).map_err(|error| error.text(lang))
}

fn blank_or_email(text: &str, lang: Lang) -> Result<(), String> {
    if text.trim().is_empty() {
        return Ok(());
    }
    UnverifiedEmail::parse(text).map(drop).map_err(|error| error.text(lang))
}

//! A teacher of the académie of Lyon, on Ma classe en Auvergne-Rhône-Alpes.

mod contact;
mod number;

use ent_auth::onboarding::{Facts, journey, next_step};
use ent_auth::password::{ContextKind, ContextWords, PasswordRules, StoredHash};
use ent_core::charter::ActKind;
use ent_core::ent::{Ent, IdentitySource, OnboardingStep, PortalKind};
use ent_core::{Academy, SubjectId};
use serde_json::json;

use self::contact::{Contact, contact};
use crate::ask::Ask;
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
            "contact": kept.map(|kept| kept.view(now)),
        }),
        send: None,
    })
}

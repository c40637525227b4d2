//! The mire, asked level by level; the choices made are facts of the program.

use ent_core::Academy;
use ent_core::ent::{Ent, IdentitySource, MireAnswer};

use crate::ask::{Ask, Choice};
use crate::screen::Report;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// The way through the mire that a journey plays.
pub(crate) struct Way {
    pub(crate) journey: &'static str,
    /// Name of the fact that keeps the choices.
    pub(crate) fact: &'static str,
    /// Choices that lead where the journey goes on.
    pub(crate) path: [&'static str; 2],
}

/// Asks until the person is where the journey goes on.
pub(crate) fn walk(
    session: &Session,
    ask: &mut dyn Ask,
    ent: &Ent,
    way: &Way,
) -> Result<(IdentitySource, Option<Academy>), Stop> {
    let screen = session.screen;
    let mut path: Vec<String> = session.store.fact(way.fact)?.unwrap_or_default();
    loop {
        let ids: Vec<&str> = path.iter().map(String::as_str).collect();
        match ent.mire().choices(&ids, None)? {
            MireAnswer::Choices(choices) => {
                let label =
                    screen.say(if path.is_empty() { texts::MIRE } else { texts::MIRE_THEN });
                let shown = choices.iter().map(|choice| Choice {
                    id: choice.id().to_owned(),
                    label: choice.label(screen.lang()).to_owned(),
                });
                let id = format!("{}.mire.{}", way.journey, path.len());
                path.push(ask.choose(session, &id, label, shown.collect())?);
                session.store.set_fact(way.fact, &path)?;
            }
            MireAnswer::Source { source, academy, .. } if ids == way.path => {
                return Ok((source, academy));
            }
            MireAnswer::Source { source, .. } => {
                screen.bad(&source.label(screen.lang()))?;
                let label = wanted(session, ent, way)?;
                screen.note(&texts::MIRE_OTHER.fill(screen.lang(), &[&label]))?;
                path.clear();
                session.store.forget_fact(way.fact)?;
            }
        }
    }
}

/// Labels of the choices the journey goes on with.
fn wanted(session: &Session, ent: &Ent, way: &Way) -> Result<String, Stop> {
    let mut labels = Vec::new();
    for depth in 0..way.path.len() {
        let before = way.path.get(..depth).unwrap_or_default();
        if let MireAnswer::Choices(choices) = ent.mire().choices(before, None)? {
            let next = way.path.get(depth);
            let choice = choices.iter().find(|choice| Some(&choice.id()) == next);
            labels.extend(choice.map(|choice| choice.label(session.screen.lang()).to_owned()));
        }
    }
    Ok(labels.join(" › "))
}

/// Says who vouches for the person.
pub(crate) fn tell(
    session: &Session,
    way: &Way,
    source: IdentitySource,
    academy: Option<Academy>,
) -> Result<(), Stop> {
    let lang = session.screen.lang();
    let label = source.label(lang);
    let shown =
        academy.map_or_else(|| label.clone(), |academy| format!("{label} ({})", academy.name()));
    session.screen.fields(&[(session.screen.say(texts::SOURCE), &shown)])?;
    session.report(Report {
        journey: way.journey,
        step: "mire",
        event: "choose",
        outcome: source.code(),
        public: "ok",
        view: serde_json::json!({ "path": way.path, "academy": academy.map(Academy::code) }),
        send: None,
    })
}

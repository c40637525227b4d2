//! Choosing a password: every rule while typing, every broken one after, twice the same.

use ent_auth::password::{
    AcceptedPassword, ContextWords, NewHash, PasswordRules, PreparedPassword, Verdict,
};
use ent_core::Coded;
use serde_json::json;

use crate::ask::Ask;
use crate::screen::Report;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// Asks until a password is accepted and typed twice; gives its hash.
pub(crate) fn choose(
    session: &Session,
    ask: &mut dyn Ask,
    journey: &'static str,
    rules: &'static PasswordRules,
    words: &ContextWords,
) -> Result<NewHash, Stop> {
    let screen = session.screen;
    screen.line(&screen.label(screen.say(texts::PASSWORD_RULES)))?;
    loop {
        let id = format!("{journey}.password");
        let label = screen.say(texts::PASSWORD_ASK);
        let typed = ask.password(session, &id, label, Some(rules))?;
        let Ok(typed) = prepare(session, typed.expose_secret())? else { continue };
        if let Some(refused) = broken(rules.check(&typed, None, words)) {
            tell(session, journey, &refused)?;
            continue;
        }
        let again = screen.say(texts::PASSWORD_AGAIN);
        let confirmation = ask.password(session, &format!("{id}.again"), again, None)?;
        let Ok(confirmation) = prepare(session, confirmation.expose_secret())? else { continue };
        match rules.check(&typed, Some(&confirmation), words).into_accepted() {
            Ok(accepted) => return hash(session, journey, accepted),
            Err(verdict) => tell(session, journey, &verdict)?,
        }
    }
}

fn broken(verdict: Verdict<'_>) -> Option<Verdict<'_>> {
    verdict.into_accepted().err()
}

/// The typed text, or `Err` once the person was told that it cannot be judged.
fn prepare(session: &Session, typed: &str) -> Result<Result<PreparedPassword, ()>, Stop> {
    match PreparedPassword::from_text(typed) {
        Ok(prepared) => Ok(Ok(prepared)),
        Err(error) => {
            session.screen.bad(&error.text(session.screen.lang()))?;
            Ok(Err(()))
        }
    }
}

fn tell(session: &Session, journey: &'static str, verdict: &Verdict<'_>) -> Result<(), Stop> {
    let screen = session.screen;
    screen.bad(&screen.label(screen.say(texts::PASSWORD_REFUSED)))?;
    for violation in verdict.violations() {
        screen.check(false, &violation.text(screen.lang()))?;
    }
    let codes: Vec<_> = verdict.violations().iter().map(Coded::code).collect();
    session.report(Report {
        journey,
        step: "password",
        event: "choose",
        outcome: "refused",
        public: "refused",
        view: json!({ "rules": verdict.rules_id(), "violations": codes }),
        send: None,
    })
}

fn hash(
    session: &Session,
    journey: &'static str,
    accepted: AcceptedPassword<'_>,
) -> Result<NewHash, Stop> {
    let mut entropy = session.random(&format!("{journey}.password"));
    let hash = session.pool.hash(accepted, &mut *entropy, None)?;
    session.report(Report {
        journey,
        step: "password",
        event: "choose",
        outcome: "accepted",
        public: "ok",
        view: json!({ "rules": hash.rules_id(), "violations": [] }),
        send: None,
    })?;
    Ok(hash)
}

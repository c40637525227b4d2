//! Choosing a password: every rule while typing, every broken one after, twice the same.

use ent_auth::password::{
    AcceptedPassword, ContextWords, NewHash, PasswordRules, PreparedPassword, Verdict,
};
use ent_core::{Coded, Lang};
use serde_json::json;

use crate::ask::Ask;
use crate::screen::Report;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// What a password is judged by while it is typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LiveRules<'a> {
    rules: &'static PasswordRules,
    words: &'a ContextWords,
}

impl LiveRules<'_> {
    /// The published rules, each kept or not, then whatever else is wrong with what is typed.
    pub(crate) fn lines(self, typed: Option<&PreparedPassword>, lang: Lang) -> Vec<(bool, String)> {
        let published = self.rules.requirements(typed);
        let mut lines: Vec<_> =
            published.iter().map(|rule| (rule.met(), rule.text(lang))).collect();
        let Some(typed) = typed else { return lines };
        let verdict = self.rules.check(typed, None, self.words);
        let others = verdict
            .violations()
            .iter()
            .filter(|violation| !published.iter().any(|rule| rule.code() == violation.code()));
        lines.extend(others.map(|violation| (false, violation.text(lang))));
        // Words of several kinds are refused in the same terms.
        lines.dedup();
        lines
    }
}

/// Asks until a password is accepted and typed twice; gives its hash.
pub(crate) fn choose(
    session: &Session,
    ask: &mut dyn Ask,
    journey: &'static str,
    rules: &'static PasswordRules,
    words: &ContextWords,
) -> Result<NewHash, Stop> {
    let screen = session.screen;
    let live = LiveRules { rules, words };
    loop {
        screen.line(&screen.label(screen.say(texts::PASSWORD_RULES)))?;
        let id = format!("{journey}.password");
        let label = screen.say(texts::PASSWORD_ASK);
        let typed = ask.password(session, &id, label, Some(live))?;
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
    let mut texts: Vec<_> =
        verdict.violations().iter().map(|violation| violation.text(screen.lang())).collect();
    texts.dedup();
    for text in texts {
        screen.check(false, &text)?;
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

#[cfg(test)]
mod tests {
    use ent_auth::password::ContextKind;

    use super::*;

    #[test]
    fn every_violation_is_shown_while_typing() -> Result<(), Box<dyn std::error::Error>> {
        let mut words = ContextWords::new();
        words.add(ContextKind::Name, "Camille")?;
        words.add(ContextKind::Login, "camille")?;
        let live = LiveRules { rules: PasswordRules::educonnect(), words: &words };
        let published = live.lines(None, Lang::Fr).len();
        // typed, further lines, all kept
        let table = [("Azerty69!", 0, true), ("Camille69!", 1, false), ("Azer\t69!y", 1, false)];
        for (typed, further, kept) in table {
            let lines = live.lines(Some(&PreparedPassword::from_text(typed)?), Lang::Fr);
            assert_eq!(lines.len(), published + further, "{typed}");
            assert_eq!(lines.iter().all(|(met, _)| *met), kept, "{typed}");
        }
        Ok(())
    }
}

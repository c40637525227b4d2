//! Stories: the answers of somebody who is not at the keyboard.

use std::collections::BTreeMap;

use ent_auth::SecretText;
use ent_auth::password::PreparedPassword;

use crate::ask::{Ask, Choice, Question};
use crate::password::LiveRules;
use crate::session::Session;
use crate::stop::{Own, Stop};
use crate::texts;

/// Stands for the code of the last message, which no script knows beforehand.
pub(crate) const THE_CODE: &str = "{code}";
/// Stands for a code that is not that of the last message.
pub(crate) const ANOTHER_CODE: &str = "{another}";

const ANSWERED: &str = "script";

/// What happens in a first connection that nobody types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Story {
    /// All goes well; one child is disputed.
    Happy,
    /// A wrong code, then the right one.
    WrongCode,
    /// The code is typed after its 30 minutes, and asked for again.
    Expired,
    /// Five wrong codes, and back to phone entry.
    Exhausted,
    /// A name nobody has, then the right one.
    Unknown,
    /// The number is typed again and the code sent twice.
    Resend,
    /// A wrong birth date, then the right one.
    WrongDate,
    /// Wrong birth dates to the end: no account.
    WrongDates,
    /// Every child is disputed: no account.
    NoChild,
    /// The charter is declined.
    Declined,
}

impl Story {
    /// Every story.
    pub const ALL: &[Self] = &[
        Self::Happy,
        Self::WrongCode,
        Self::Expired,
        Self::Exhausted,
        Self::Unknown,
        Self::Resend,
        Self::WrongDate,
        Self::WrongDates,
        Self::NoChild,
        Self::Declined,
    ];

    /// Name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Happy => "happy",
            Self::WrongCode => "wrong-code",
            Self::Expired => "expired",
            Self::Exhausted => "exhausted",
            Self::Unknown => "unknown",
            Self::Resend => "resend",
            Self::WrongDate => "wrong-date",
            Self::WrongDates => "wrong-dates",
            Self::NoChild => "no-child",
            Self::Declined => "declined",
        }
    }

    /// Successive answers to a question; the last one is given ever after.
    fn answers(self, question: &str) -> &'static [&'static str] {
        match (question, self) {
            ("teacher.mire.0", _) => &["enseignant"],
            ("teacher.mire.1", _) => &["ac-lyon"],
            ("teacher.password", _) => &["camille", "Azerty69!"],
            ("teacher.password.again", _) => &["Azerty96!", "Azerty69!"],
            ("teacher.own", _) => &["06 12", "07 55 55 01 02"],
            ("teacher.email", _) => &["camille.morel@exemple.fr"],
            ("teacher.contact", _) => &["mobile"],
            ("teacher.wish", _) => &["Le mardi après 16 h"],
            ("teacher.pace", _) => &["daily"],
            ("guardian.mire.0", _) => &["eleve_ou_parent"],
            ("guardian.mire.1", _) => &["college"],
            ("guardian.family", Self::Unknown) => &["Inconnue", "DELACROIX"],
            ("guardian.family", _) => &["DELACROIX"],
            ("guardian.given", _) => &["Noémie"],
            ("guardian.mobile", _) => &["06.12.34.56.78"],
            ("teacher.own.code", _) | ("guardian.code", Self::WrongCode) => {
                &[ANOTHER_CODE, THE_CODE]
            }
            ("guardian.code", Self::Expired) => &["+31", THE_CODE, THE_CODE],
            ("guardian.code", Self::Exhausted) => {
                &[ANOTHER_CODE, ANOTHER_CODE, ANOTHER_CODE, ANOTHER_CODE, ANOTHER_CODE, THE_CODE]
            }
            ("guardian.code", Self::Unknown) => &["12345678", "t", THE_CODE],
            ("guardian.code", Self::Resend) => &["r", "t", THE_CODE],
            ("guardian.code", _) => &[THE_CODE],
            ("guardian.child.pupil-1.born", Self::WrongDate) => &["15/03/2009", "14/03/2009"],
            ("guardian.child.pupil-1.born", Self::WrongDates) => &["15/03/2009"],
            ("guardian.child.pupil-1.born", _) => &["14/03/2009"],
            ("guardian.child.pupil-2.born", _) => &["02/11/2007"],
            ("guardian.child.pupil-3.born", _) => &["21/06/2010"],
            ("teacher.charter", Self::Declined)
            | ("teacher.consent.partners.email", _)
            | ("guardian.child.pupil-3.mine", Self::Happy)
            | (
                "guardian.child.pupil-1.mine"
                | "guardian.child.pupil-2.mine"
                | "guardian.child.pupil-3.mine",
                Self::NoChild,
            ) => &["no"],
            ("guardian.password", _) => &["azerty", "Loutre&Moulin42"],
            ("guardian.password.again", _) => &["Loutre&Moulin42"],
            ("guardian.wait", _) => &[""],
            _ => &["yes"],
        }
    }
}

/// Somebody who answers by a story. How far the story is stands in the store, so that one that is
/// killed goes on.
#[derive(Debug)]
pub(crate) struct Script {
    story: Story,
}

impl Script {
    pub(crate) const fn new(story: Story) -> Self {
        Self { story }
    }

    fn next(&self, session: &Session, id: &str) -> Result<&'static str, Stop> {
        let mut given: BTreeMap<String, usize> = session.store.fact(ANSWERED)?.unwrap_or_default();
        let answers = self.story.answers(id);
        let before = given.get(id).copied().unwrap_or(0);
        let answer = answers.get(before).or(answers.last()).copied().unwrap_or_default();
        if before < answers.len() {
            given.insert(id.to_owned(), before.saturating_add(1));
            session.store.set_fact(ANSWERED, &given)?;
        }
        Ok(answer)
    }
}

impl Ask for Script {
    fn choose(
        &mut self,
        session: &Session,
        id: &str,
        label: &str,
        choices: Vec<Choice>,
    ) -> Result<String, Stop> {
        let answer = self.next(session, id)?;
        let chosen = choices
            .into_iter()
            .find(|choice| choice.id == answer)
            .ok_or(Own("example/script", texts::ENDED))?;
        session.screen.answered(label, &chosen.label)?;
        Ok(chosen.id)
    }

    fn text(&mut self, session: &Session, question: &Question<'_>) -> Result<String, Stop> {
        loop {
            let answer = self.next(session, question.id)?;
            if answer != THE_CODE && answer != ANOTHER_CODE {
                session.screen.answered(question.label, answer)?;
                if let Err(refusal) = (question.check)(answer, session.screen.lang()) {
                    session.screen.bad(&refusal)?;
                    continue;
                }
            }
            return Ok(answer.to_owned());
        }
    }

    fn confirm(&mut self, session: &Session, id: &str, label: &str) -> Result<bool, Stop> {
        let yes = self.next(session, id)? == "yes";
        let shown = session.screen.say(if yes { texts::YES } else { texts::NO });
        session.screen.answered(label, shown)?;
        Ok(yes)
    }

    fn password(
        &mut self,
        session: &Session,
        id: &str,
        label: &str,
        rules: Option<LiveRules<'_>>,
    ) -> Result<SecretText, Stop> {
        let typed = SecretText::copy_of(self.next(session, id)?);
        let hidden = "•".repeat(typed.expose_secret().chars().count());
        session.screen.answered(label, &hidden)?;
        if let Some(rules) = rules {
            let prepared = PreparedPassword::from_text(typed.expose_secret())?;
            for (met, text) in rules.lines(Some(&prepared), session.screen.lang()) {
                session.screen.check(met, &text)?;
            }
        }
        Ok(typed)
    }
}

//! Birth dates of all children, or a dispute.

use ent_auth::educonnect::{ActivationView, Answer, ChildAnswer, Event, Outcome};
use ent_core::{BirthDate, BirthDateError, Coded as _, Lang};

use super::{Claim, Journey, Wait, waited};
use crate::ask::Question;
use crate::stop::Stop;
use crate::texts;

impl Journey<'_> {
    pub(super) fn children(&mut self, claim: &Claim, shown: &ActivationView) -> Result<(), Stop> {
        let (session, screen) = (self.session, self.session.screen);
        screen.heading(screen.say(texts::CHILDREN))?;
        screen.line(screen.say(texts::CHILDREN_HELP))?;
        let mut answers = Vec::new();
        for child in &shown.children {
            let id = format!("guardian.child.{}", child.pupil);
            let label = texts::CHILD_MINE.fill(screen.lang(), &[&child.given_name]);
            if !self.ask.confirm(session, &format!("{id}.mine"), &label)? {
                answers.push(ChildAnswer { pupil: child.pupil.clone(), answer: Answer::Disputed });
                continue;
            }
            let question = Question {
                id: &format!("{id}.born"),
                label: &texts::CHILD_BORN.fill(screen.lang(), &[&child.given_name]),
                help: Some(screen.say(texts::CHILD_BORN_HELP)),
                before: "",
                check: check_born,
            };
            let typed = self.ask.text(session, &question)?;
            if waited(session, &typed)? {
                return Ok(());
            }
            // The question has checked it.
            let Ok(date) = birth_date(&typed) else { return Ok(()) };
            answers.push(ChildAnswer { pupil: child.pupil.clone(), answer: Answer::Born(date) });
        }
        let event = Event::ConfirmChildren { flow: claim.flow.clone(), answers };
        let outcome = self.activation(claim, "confirm_children", &event)?;
        match &outcome {
            Outcome::ChildrenConfirmed | Outcome::Abandoned => {}
            Outcome::TryLater { until } => {
                let now = session.now()?;
                screen.bad(&outcome.public(now).text(screen.lang()))?;
                if !session.scripted {
                    return Err(Stop::Ended("example/try-later"));
                }
                session.advance(until.seconds_since(now).max(1))?;
            }
            refused => {
                screen.bad(&refused.public(session.now()?).text(screen.lang()))?;
                if let Some(left) = self.view(claim)?.attempts_left {
                    let left = left.to_string();
                    screen.note(&texts::CHILDREN_LEFT.fill(screen.lang(), &[&left]))?;
                }
            }
        }
        Ok(())
    }
}

/// Reads `14/03/2009`, or `2009-03-14`.
fn birth_date(text: &str) -> Result<BirthDate, BirthDateError> {
    let text = text.trim();
    let mut parts = text.split('/');
    let (Some(day), Some(month), Some(year), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return BirthDate::parse_full(text);
    };
    let number = |part: &str, longest: usize| {
        let digits = part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| digits).ok_or(BirthDateError::Format)
    };
    let (day, month): (u32, u32) = (number(day, 2)?, number(month, 2)?);
    if year.len() != 4 {
        return Err(BirthDateError::Format);
    }
    let year = i32::try_from(number(year, 4)?).map_err(|_| BirthDateError::Format)?;
    BirthDate::from_ymd(year, month, day)
}

fn check_born(text: &str, lang: Lang) -> Result<(), String> {
    match Wait::read(text) {
        Wait::Minutes(_) => Ok(()),
        Wait::Unreadable => Err(texts::CLOCK_BAD.in_lang(lang).to_owned()),
        Wait::None => birth_date(text).map(drop).map_err(|error| error.text(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let born = BirthDate::parse_full("2009-03-14");
        for text in ["14/03/2009", " 14/3/2009 ", "2009-03-14"] {
            assert_eq!(birth_date(text), born, "{text}");
        }
        for text in ["", "14/03", "14/03/09", "31/02/2009", "+1/03/2009", "14/03/2009/1", "/ /"] {
            assert_eq!(birth_date(text), Err(BirthDateError::Format), "{text}");
        }
        assert_eq!(birth_date("14/03/1809"), Err(BirthDateError::OutOfRange));
    }
}

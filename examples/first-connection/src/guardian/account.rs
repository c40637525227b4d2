//! The password, and the account that comes of it.

use ent_auth::LoginId;
use ent_auth::educonnect::{ActivatedAccount, ActivationView, Event, GuardianRecord, Outcome};
use ent_auth::password::{ContextKind, ContextWords, PasswordRules, StoredHash};
use ent_core::{Instant, PupilId, SubjectId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Claim, Journey, NAME};
use crate::password;
use crate::screen::Report;
use crate::session::Session;
use crate::stop::Stop;
use crate::texts;

/// An account as this program keeps it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    login: LoginId,
    attached: Vec<PupilId>,
    disputed: Vec<PupilId>,
    password: StoredHash,
    activated_at: Instant,
}

impl From<ActivatedAccount> for Account {
    fn from(account: ActivatedAccount) -> Self {
        Self {
            login: account.login,
            attached: account.attached,
            disputed: account.disputed,
            password: account.password,
            activated_at: account.activated_at,
        }
    }
}

fn fact(subject: &SubjectId) -> String {
    format!("account/{subject}")
}

pub(super) fn is_active(session: &Session, subject: &SubjectId) -> Result<bool, Stop> {
    Ok(session.store.fact::<Account>(&fact(subject))?.is_some())
}

impl Journey<'_> {
    pub(super) fn password(&mut self, claim: &Claim, shown: &ActivationView) -> Result<(), Stop> {
        let (session, screen) = (self.session, self.session.screen);
        let login = shown.login.as_deref().unwrap_or_default();
        screen.heading(screen.say(texts::CREATE_PASSWORD))?;
        screen.fields(&[(screen.say(texts::LOGIN), login)])?;
        screen.note(screen.say(texts::LOGIN_NOTE))?;
        let mut words = ContextWords::new();
        words.add(ContextKind::Name, claim.name.family())?;
        words.add(ContextKind::Name, claim.name.given())?;
        words.add(ContextKind::Login, login)?;
        for child in self.children_names(claim) {
            words.add(ContextKind::Name, &child)?;
        }
        let hash = password::choose(session, self.ask, NAME, PasswordRules::educonnect(), &words)?;
        let event = Event::ChoosePassword { flow: claim.flow.clone(), password: hash };
        let outcome = self.activation(claim, "choose_password", &event)?;
        if let Outcome::Activated(account) = outcome {
            self.keep_account(account)?;
        }
        Ok(())
    }

    /// Given names of the guardian's children, as far as a list of words to avoid takes them.
    fn children_names(&self, claim: &Claim) -> Vec<String> {
        let children = self.recorded(claim).map_or(&[][..], |guardian| &guardian.children);
        let room = ContextWords::MAX.saturating_sub(3);
        children.iter().take(room).map(|child| child.given_name.as_str().to_owned()).collect()
    }

    /// The guardian of the directory that a claim is about.
    fn recorded(&self, claim: &Claim) -> Option<&GuardianRecord> {
        let mut guardians = self.directory.guardians.iter();
        guardians
            .find(|guardian| guardian.mobile == claim.mobile && guardian.name.same_as(&claim.name))
    }

    fn keep_account(&self, account: ActivatedAccount) -> Result<Account, Stop> {
        let fact = fact(&account.subject);
        let account = Account::from(account);
        self.session.store.set_fact(&fact, &account)?;
        Ok(account)
    }

    /// The closing page; creates the account if a crash came between.
    pub(super) fn activated(&self, claim: &Claim) -> Result<(), Stop> {
        let (session, screen) = (self.session, self.session.screen);
        let kept = self.recorded(claim).map(|guardian| fact(&guardian.subject));
        let kept = kept.map(|fact| session.store.fact::<Account>(&fact)).transpose()?.flatten();
        let account = match kept {
            Some(account) => account,
            None => match self.activation(claim, "observe", &Event::Observe)? {
                Outcome::Activated(account) => self.keep_account(account)?,
                _ => return Ok(()),
            },
        };
        let names = |pupils: &[PupilId]| {
            let names: Vec<_> =
                pupils.iter().filter_map(|pupil| self.directory.pupil(pupil)).collect();
            if names.is_empty() { screen.say(texts::NOBODY).to_owned() } else { names.join(", ") }
        };
        screen.heading(screen.say(texts::ACTIVATED))?;
        screen.fields(&[
            (screen.say(texts::LOGIN), account.login.as_str()),
            (screen.say(texts::ATTACHED), &names(&account.attached)),
            (screen.say(texts::DISPUTED), &names(&account.disputed)),
        ])?;
        session.report(Report {
            journey: NAME,
            step: "done",
            event: "open",
            outcome: "activated",
            public: "ok",
            view: json!({
                "login": account.login,
                "attached": account.attached,
                "disputed": account.disputed,
            }),
            send: None,
        })
    }
}

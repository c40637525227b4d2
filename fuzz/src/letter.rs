//! Moves of a story about letters.

use std::collections::HashSet;
use std::sync::Arc;

use arbitrary::Arbitrary;
use ent_auth::letter::{
    BirthDates, Event, Holder, Letter, LetterKeys, NewPassword, Recipient, TypedSecret,
};
use ent_auth::password::{ContextWords, HashPolicy, HashPool, PasswordRules, PreparedPassword};
use ent_auth::{LoginId, LoginStyle};
use ent_core::transition::Versioned;
use ent_core::{BirthDate, Ent, PersonName, UnverifiedEmail, Zone};

use crate::{Flip, flow, subject};

/// A move; numbers stand for flows, zones and days.
#[derive(Arbitrary, Debug)]
pub enum Move<'a> {
    Issue(u8, &'a str, &'a str),
    Right(u8),
    Typed(u8, &'a str),
    Activate(u8, &'a str, u8, bool),
    Abandon(u8),
    Revoke,
    Observe,
    Reload(Vec<Flip>),
}

impl Move<'_> {
    /// The event of a move, where `secret` is the last one printed.
    pub fn event(&self, secret: &str) -> Option<Event> {
        let typed = |text| TypedSecret::parse(text).ok();
        Some(match self {
            Self::Issue(zone, family, given) => {
                let name = PersonName::parse(family, given).ok()?;
                let login = LoginStyle::GivenDotFamily.derive(&name, &HashSet::default());
                let login = login.or_else(|_| LoginId::parse("z.martin01")).ok()?;
                let to = Recipient::new(name, login, Ent::find("occitanie").ok()?);
                let zone = Zone::all().nth(usize::from(zone % 15))?;
                Event::Issue { zone, to: Box::new(to) }
            }
            Self::Right(n) => Event::SignIn { flow: flow(*n), secret: typed(secret)? },
            Self::Typed(n, text) => Event::SignIn { flow: flow(*n), secret: typed(text)? },
            Self::Activate(n, password, day, email) => {
                let password = PreparedPassword::from_text(password).ok()?;
                let rules = PasswordRules::educonnect();
                let verdict = rules.check(&password, None, &ContextWords::new());
                let accepted = verdict.into_accepted().ok()?;
                let date = |day| BirthDate::from_ymd(2010, 3, day).ok();
                let pairs = vec![(date(1)?, date(u32::from(day % 2) + 1)?)];
                Event::Activate {
                    flow: flow(*n),
                    password: NewPassword::new(&accepted),
                    birth_dates: BirthDates::new(pairs).ok()?,
                    email: email.then(|| UnverifiedEmail::parse("zoe@example.org").ok())?,
                }
            }
            Self::Abandon(n) => Event::Abandon { flow: flow(*n) },
            Self::Revoke => Event::Revoke,
            Self::Observe => Event::Observe,
            Self::Reload(_) => return None,
        })
    }
}

pub fn fresh_letter() -> Versioned<Letter> {
    Versioned::fresh(Letter::key(&subject()), Letter::new(subject(), Holder::Pupil))
}

pub fn letter_keys() -> LetterKeys {
    let policy = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
    LetterKeys::new(Arc::new(HashPool::new(1, policy).unwrap()), None)
}

//! The notice that a school prints and hands over.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

use ent_core::message::text;
use ent_core::{Day, Ent, Lang, PersonName, SubjectId};

use super::{Holder, Letter, LetterError};
use crate::{LoginId, SecretText};

/// Portal of EduConnect, where an account is activated (pupil guide, 2023).
const EDUCONNECT: &str = "https://educonnect.education.gouv.fr/";

/// Steps of a pupil's notice (pupil guide, 2023).
const PUPIL: &[&str] = &[
    "notice/pupil-portal",
    "notice/pupil-sign-in",
    "notice/pupil-password",
    "notice/pupil-identity",
    "notice/pupil-email",
    "notice/pupil-login",
    "notice/pupil-ent",
];

/// Steps of a guardian's notice (Somme guide, 2021, case 3).
const GUARDIAN: &[&str] = &[
    "notice/guardian-portal",
    "notice/guardian-sign-in",
    "notice/guardian-account",
    "notice/guardian-form",
    "notice/guardian-activate",
    "notice/guardian-email",
    "notice/guardian-services",
    "notice/guardian-missing-child",
];

/// Who a letter is for and what it names.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    name: PersonName,
    login: LoginId,
    children: Vec<PersonName>,
    ent: String,
    portal: Option<String>,
}

impl Recipient {
    /// Most children that a letter names.
    pub const MAX_CHILDREN: usize = 16;

    /// The bearer of `name`, who will sign in as `login` and use `ent`.
    #[must_use]
    pub fn new(name: PersonName, login: LoginId, ent: &Ent) -> Self {
        let portal = ent.addresses().next().map(str::to_owned);
        Self { name, login, children: Vec::new(), ent: ent.name().to_owned(), portal }
    }

    /// The same with the children that the letter names; one who is missing stands on another
    /// letter (Somme guide, 2021).
    ///
    /// # Errors
    ///
    /// [`LetterError::Children`] for more than 16.
    pub fn with_children(self, children: Vec<PersonName>) -> Result<Self, LetterError> {
        if children.len() > Self::MAX_CHILDREN {
            return Err(LetterError::Children);
        }
        Ok(Self { children, ..self })
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(…)")
    }
}

/// What is printed: the only place where the secret of a letter leaves the suite.
///
/// A host lays it out as it likes, or takes the plain [`text`](Self::text). It comes out of a
/// committed step only, so no letter is printed that the store does not know. Its secret is wiped
/// when it is dropped; a lost notice cannot be made again, only another letter.
pub struct Notice {
    subject: SubjectId,
    holder: Holder,
    to: Recipient,
    secret: SecretText,
    number: u32,
    created_on: Day,
    last_day: Day,
}

impl Notice {
    pub(super) fn new(
        letter: &Letter,
        to: &Recipient,
        secret: SecretText,
        number: u32,
        (created_on, last_day): (Day, Day),
    ) -> Self {
        let (subject, holder, to) = (letter.subject().clone(), letter.holder(), to.clone());
        Self { subject, holder, to, secret, number, created_on, last_day }
    }

    /// Who it is for, as the host names them.
    #[must_use]
    pub const fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// Whether it follows the guide of pupils or of guardians.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        self.holder
    }

    /// Name of the addressee.
    #[must_use]
    pub const fn addressee(&self) -> &PersonName {
        &self.to.name
    }

    /// Names of the children on it.
    #[must_use]
    pub fn children(&self) -> &[PersonName] {
        &self.to.children
    }

    /// Identifier to sign in with.
    #[must_use]
    pub const fn login(&self) -> &LoginId {
        &self.to.login
    }

    /// The secret in groups of four, such as `BCDF-GHJK-LMNP-QRST`.
    #[must_use]
    pub const fn secret(&self) -> &SecretText {
        &self.secret
    }

    /// Number of the letter among those of this person, from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Day of creation.
    #[must_use]
    pub const fn created_on(&self) -> Day {
        self.created_on
    }

    /// Last day on which it may be used.
    #[must_use]
    pub const fn last_day(&self) -> Day {
        self.last_day
    }

    /// Address of the ENT, where it is known.
    #[must_use]
    pub fn portal(&self) -> Option<&str> {
        self.to.portal.as_deref()
    }

    /// What to do, in order.
    #[must_use]
    pub fn instructions(&self) -> Vec<Instruction<'_>> {
        let steps = match self.holder {
            Holder::Pupil => PUPIL,
            Holder::Guardian => GUARDIAN,
        };
        steps.iter().map(|id| Instruction { id, notice: self }).collect()
    }

    /// Everything as plain text, a line end after each line; the secret is in it.
    #[must_use]
    pub fn text(&self, lang: Lang) -> SecretText {
        let line = |code, name, value: String| text(code, lang, &[(name, Cow::Owned(value))]);
        let mut before = line("notice/title", "ent", self.to.ent.clone());
        before.push_str("\n\n");
        before.push_str(&line("notice/addressee", "name", self.to.name.display()));
        before.push('\n');
        if !self.to.children.is_empty() {
            let names: Vec<_> = self.to.children.iter().map(PersonName::display).collect();
            before.push_str(&line("notice/children", "names", names.join(", ")));
            before.push('\n');
        }
        before.push_str(&line("notice/login", "login", self.to.login.to_string()));
        before.push('\n');
        before.push_str(&text("notice/secret", lang, &[]));
        let mut after = String::from("\n");
        after.push_str(&line("notice/expiry", "day", self.last_day.in_words(lang)));
        after.push_str("\n\n");
        for (at, step) in (1_u8..).zip(self.instructions()) {
            // Writing into a `String` cannot fail.
            let _ = writeln!(after, "{at}. {}", step.text(lang));
        }
        let secret = self.secret.expose_secret();
        // One buffer of the right size, so that no copy of the secret is left behind.
        let parts = [before.as_str(), secret, after.as_str()];
        let mut whole = String::with_capacity(parts.iter().map(|part| part.len()).sum());
        whole.extend(parts);
        SecretText::new(whole)
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice")
            .field("subject", &self.subject)
            .field("number", &self.number)
            .field("secret", &self.secret)
            .finish_non_exhaustive()
    }
}

/// One step of a notice.
#[derive(Clone, Copy, Debug)]
pub struct Instruction<'a> {
    id: &'static str,
    notice: &'a Notice,
}

impl Instruction<'_> {
    /// Stable id, such as `notice/pupil-sign-in`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Sentence to print.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let to = &self.notice.to;
        // Without a known address the name leads there.
        let portal = to.portal.as_ref().unwrap_or(&to.ent).clone();
        text(self.id, lang, &[("portal", Cow::Owned(portal)), ("educonnect", EDUCONNECT.into())])
    }
}

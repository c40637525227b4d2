//! The notice that a school prints and hands over.

use std::fmt;
use std::sync::Arc;

use ent_auth::LoginId;
use ent_auth::letter as domain;

use super::LetterHolder;
use crate::ent::Ent;
use crate::message::Lang;
use crate::person::PersonName;
use crate::{CalendarDate, EntError};

/// Who a letter is for and what it names. The text form shows nothing of it.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Display)]
pub struct LetterRecipient {
    /// Name of the addressee.
    pub name: PersonName,
    /// Identifier to sign in with.
    pub login: String,
    /// Children that the letter names, at most 16.
    #[uniffi(default = [])]
    pub children: Vec<PersonName>,
    /// The ENT that the person will use.
    pub ent: Arc<Ent>,
}

impl fmt::Display for LetterRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterRecipient(redacted)")
    }
}

impl fmt::Debug for LetterRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl LetterRecipient {
    pub(super) fn read(&self) -> Result<domain::Recipient, EntError> {
        let (name, login) = (self.name.read()?, LoginId::parse(&self.login)?);
        let children = self.children.iter().map(PersonName::read).collect::<Result<_, _>>()?;
        Ok(domain::Recipient::new(name, login, &self.ent.inner).with_children(children)?)
    }
}

/// One step of a notice.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NoticeInstruction {
    /// Stable id, such as `notice/pupil-sign-in`.
    pub id: String,
    /// Sentence to print.
    pub text: String,
}

/// What is printed: the only place where the secret of a letter leaves entkit.
///
/// A host lays it out as it likes, or takes the plain `text`. Its secret is wiped with the object;
/// a lost notice cannot be made again, only another letter.
#[derive(Debug, uniffi::Object)]
pub struct Notice {
    pub(super) inner: domain::Notice,
}

#[uniffi::export]
impl Notice {
    /// Who it is for, as the host names them.
    pub fn subject(&self) -> String {
        self.inner.subject().to_string()
    }

    /// Whether it follows the guide of pupils or of guardians.
    pub fn holder(&self) -> LetterHolder {
        self.inner.holder().into()
    }

    /// Name of the addressee.
    pub fn addressee(&self) -> PersonName {
        self.inner.addressee().into()
    }

    /// Names of the children on it.
    pub fn children(&self) -> Vec<PersonName> {
        self.inner.children().iter().map(Into::into).collect()
    }

    /// Identifier to sign in with.
    pub fn login(&self) -> String {
        self.inner.login().to_string()
    }

    /// The secret in groups of four, such as `BCDF-GHJK-LMNP-QRST`, as bytes of ASCII that the host
    /// wipes once it is printed; not to be kept or logged.
    pub fn secret(&self) -> Vec<u8> {
        self.inner.secret().expose_secret().as_bytes().to_vec()
    }

    /// Number of the letter among those of this person, from 1.
    pub fn number(&self) -> i64 {
        self.inner.number().into()
    }

    /// Day of creation.
    pub fn created_on(&self) -> CalendarDate {
        self.inner.created_on().into()
    }

    /// Last day on which it may be used.
    pub fn last_day(&self) -> CalendarDate {
        self.inner.last_day().into()
    }

    /// The last day in words, such as `28 février 2027`.
    pub fn last_day_text(&self, lang: Lang) -> String {
        self.inner.last_day().in_words(lang.into())
    }

    /// Address of the ENT, where it is known.
    pub fn portal(&self) -> Option<String> {
        self.inner.portal().map(str::to_owned)
    }

    /// What to do, in order.
    pub fn instructions(&self, lang: Lang) -> Vec<NoticeInstruction> {
        let steps = self.inner.instructions().into_iter();
        steps
            .map(|step| NoticeInstruction {
                id: step.id().to_owned(),
                text: step.text(lang.into()),
            })
            .collect()
    }

    /// Everything as plain text in UTF-8; the secret is in it. Not to be kept or logged.
    pub fn text(&self, lang: Lang) -> Vec<u8> {
        self.inner.text(lang.into()).expose_secret().as_bytes().to_vec()
    }
}

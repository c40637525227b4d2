//! The page « Résumé » of a person’s preferences.

use std::fmt;
use std::sync::Arc;

use ent_core::Lang;
use ent_prefs::summary as domain;

use super::card_view::count;
use super::{
    Consents, ContactCard, ContactWish, PhoneSlot, PreferenceDefaults, Preferences, RedList,
};
use crate::contact::PostalAddress;
use crate::person::PersonName;
use crate::{EntError, Timestamp};

/// What the page is made of. The text form shows nothing.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Display)]
pub struct SummarySource {
    /// Who it is.
    pub name: PersonName,
    /// Where the person can be reached.
    pub card: Arc<ContactCard>,
    /// What they agreed to.
    pub consents: Arc<Consents>,
    /// What they wish to be told of.
    pub preferences: Arc<Preferences>,
    /// What counts where they wish nothing.
    pub defaults: Arc<PreferenceDefaults>,
    /// Whether others see it.
    pub red_list: Arc<RedList>,
    /// Postal address, as the school knows it.
    #[uniffi(default = None)]
    pub postal_address: Option<PostalAddress>,
}

/// One number, in full.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct SummaryPhone {
    /// Where it stands.
    pub slot: PhoneSlot,
    /// The number, such as `+33 6 12 12 12 12`.
    pub number: Option<String>,
    /// Whether only the school changes it.
    pub read_only: bool,
    /// Whether the school gave it or the person confirmed it.
    pub confirmed: bool,
    /// A line to show, in French: « Téléphone mobile : Aucun numéro ».
    pub text_fr: String,
    /// The same line in English.
    pub text_en: String,
}

/// Where SMS go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum SummarySms {
    /// No number is chosen.
    Unset,
    /// To the number.
    Number,
    /// To the number once the person has confirmed it.
    Unconfirmed,
    /// « Ne pas me contacter par SMS ».
    Refused,
}

/// Where SMS go, with a line to show.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct SummarySmsLine {
    /// Where.
    pub kind: SummarySms,
    /// The number, such as `+33 6 12 12 12 12`.
    pub number: Option<String>,
    /// A line to show, in French.
    pub text_fr: String,
    /// The same line in English.
    pub text_en: String,
}

/// What is otherwise for one child.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct SummaryChild {
    /// The child.
    pub child: String,
    /// Where SMS about the child go; none where that is as for the others.
    pub sms: Option<SummarySmsLine>,
    /// « Quand et comment me joindre ? » about the child; none where that is as for the others.
    pub wish: Option<ContactWish>,
}

/// The page « Résumé »: the person’s own details in full, and whether notifications go out. Show it
/// to the person, once signed in, and to nobody else. The text form shows nothing.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Summary {
    /// Family name.
    pub family: String,
    /// Given names.
    pub given: String,
    /// Lines of the postal address, as on an envelope; none where the school knows none.
    pub postal_address: Vec<String>,
    /// Whether the person is on the red list.
    pub on_red_list: bool,
    /// « Ces informations sont sur liste rouge », where they are.
    pub red_list_fr: Option<String>,
    /// The same in English.
    pub red_list_en: Option<String>,
    /// The address in use.
    pub email: Option<String>,
    /// The address to be confirmed.
    pub asked_email: Option<String>,
    /// Whether notifications go to the address in use.
    pub email_notifications: bool,
    /// Where notifications by e-mail go, in French: « Notifications ENT envoyées à … ».
    pub email_fr: String,
    /// The same in English.
    pub email_en: String,
    /// Whether notifications by e-mail are active, in French.
    pub notifications_fr: String,
    /// The same in English.
    pub notifications_en: String,
    /// One line a slot, in the order of the page.
    pub phones: Vec<SummaryPhone>,
    /// Whom to ask when a number of the school is wrong, in French.
    pub school_fr: String,
    /// The same in English.
    pub school_en: String,
    /// Where SMS go.
    pub sms: SummarySmsLine,
    /// Whether notifications go there.
    pub sms_notifications: bool,
    /// « Quand et comment me joindre ? ».
    pub wish: Option<ContactWish>,
    /// How many more characters that may have.
    pub wish_left: i32,
    /// What is otherwise for single children.
    pub children: Vec<SummaryChild>,
}

/// The page « Résumé » at `now`.
///
/// Fails with `name/…` or `postal/…`.
#[uniffi::export]
pub fn summarise(source: SummarySource, now: Timestamp) -> Result<Summary, EntError> {
    let postal_address = source.postal_address.map(|address| address.read()).transpose()?;
    let page = domain::Summary::of(
        domain::SummarySource {
            name: &source.name.read()?,
            postal_address: postal_address.as_ref(),
            card: &source.card.inner,
            consents: &source.consents.inner,
            preferences: &source.preferences.inner,
            defaults: &source.defaults.inner,
            red_list: &source.red_list.inner,
        },
        now,
    );
    Ok(page.into())
}

impl From<domain::Summary> for Summary {
    fn from(page: domain::Summary) -> Self {
        let phones = page.phones.iter().map(|line| SummaryPhone {
            slot: line.slot.into(),
            number: line.number.clone(),
            read_only: line.read_only,
            confirmed: line.confirmed,
            text_fr: line.text(Lang::Fr),
            text_en: line.text(Lang::En),
        });
        let children = page.children.iter().map(|line| SummaryChild {
            child: line.child.as_str().to_owned(),
            sms: line.sms.as_ref().map(Into::into),
            wish: line.wish.as_ref().map(Into::into),
        });
        Self {
            phones: phones.collect(),
            children: children.collect(),
            red_list_fr: page.red_list_text(Lang::Fr),
            red_list_en: page.red_list_text(Lang::En),
            email_fr: page.email_text(Lang::Fr),
            email_en: page.email_text(Lang::En),
            notifications_fr: page.notifications_text(Lang::Fr),
            notifications_en: page.notifications_text(Lang::En),
            school_fr: page.school_text(Lang::Fr),
            school_en: page.school_text(Lang::En),
            sms: (&page.sms).into(),
            wish: page.wish.as_ref().map(Into::into),
            wish_left: count(page.wish_left),
            family: page.family,
            given: page.given,
            postal_address: page.postal_address,
            on_red_list: page.on_red_list,
            email: page.email,
            asked_email: page.asked_email,
            email_notifications: page.email_notifications,
            sms_notifications: page.sms_notifications,
        }
    }
}

impl From<&domain::SummarySms> for SummarySmsLine {
    fn from(sms: &domain::SummarySms) -> Self {
        let (kind, number) = match sms {
            domain::SummarySms::Unset => (SummarySms::Unset, None),
            domain::SummarySms::Number(number) => (SummarySms::Number, Some(number)),
            domain::SummarySms::Unconfirmed(number) => (SummarySms::Unconfirmed, Some(number)),
            domain::SummarySms::Refused => (SummarySms::Refused, None),
        };
        let (text_fr, text_en) = (sms.text(Lang::Fr), sms.text(Lang::En));
        Self { kind, number: number.cloned(), text_fr, text_en }
    }
}

/// Texts that show nothing of what a record holds.
macro_rules! redacted {
    ($($name:ident)+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )+};
}

redacted! { SummarySource SummaryPhone SummarySmsLine SummaryChild Summary }

//! The page « Résumé » of a person’s preferences, whole, for that person alone.

use std::fmt;

use ent_core::message::text;
use ent_core::{Instant, Lang, PersonName, PostalAddress, PupilId};
use serde::Serialize;

use crate::contact_card::{ChildContact, ContactChoice, ContactWish, SmsReach};
use crate::{Channel, Consents, ContactCard, Defaults, PhoneSlot, Preferences, Purpose, RedList};

/// What the page is made of, borrowed from the host.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it, and a new block is a new fact")]
pub struct SummarySource<'a> {
    /// Who it is.
    pub name: &'a PersonName,
    /// Postal address, as the school knows it.
    pub postal_address: Option<&'a PostalAddress>,
    /// Where the person can be reached.
    pub card: &'a ContactCard,
    /// What they agreed to.
    pub consents: &'a Consents,
    /// What they wish to be told of.
    pub preferences: &'a Preferences,
    /// What counts where they wish nothing.
    pub defaults: &'a Defaults,
    /// Whether others see it.
    pub red_list: &'a RedList,
}

impl fmt::Debug for SummarySource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SummarySource(redacted)")
    }
}

/// The page « Résumé » (guide of the ENT Occitanie, « Préférences »): the person’s own details in
/// full, and whether notifications go out.
///
/// Nothing is masked, so that a wrong digit can be seen: show it to the person, once signed in, and
/// to nobody else; [`red_list`](crate::red_list) says what others see. `Debug` shows nothing.
///
/// ```
/// use ent_core::{Instant, Lang, PersonName, PhoneNumber, PostalAddress, Region};
/// use ent_prefs::contact_card::SchoolPhones;
/// use ent_prefs::summary::{Summary, SummarySource};
/// use ent_prefs::{Consents, ContactCard, Defaults, Preferences, RedList};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mobile = PhoneNumber::parse("06 12 12 12 12", Region::FR)?;
/// let phones = SchoolPhones { mobile: Some(mobile), ..SchoolPhones::default() };
/// let now = Instant::parse("2026-09-01T08:00:00Z")?;
/// let summary = Summary::of(
///     SummarySource {
///         name: &PersonName::parse("Chamson", "André")?,
///         postal_address: Some(&PostalAddress::french(["1 boulevard Pasteur"], "30120", "Le Vigan")?),
///         card: &ContactCard::new().with_school_phones(phones),
///         consents: &Consents::new(),
///         preferences: &Preferences::new(),
///         defaults: &Defaults::immediate(),
///         red_list: &RedList::new().switched(true, now)?,
///     },
///     now,
/// );
/// assert_eq!(summary.postal_address, ["1 boulevard Pasteur", "30120 LE VIGAN"]);
/// let lines: Vec<_> = summary.phones.iter().map(|line| line.text(Lang::Fr)).collect();
/// assert_eq!(lines, [
///     "Téléphone personnel\u{A0}: Aucun numéro",
///     "Téléphone professionnel\u{A0}: Aucun numéro",
///     "Téléphone mobile\u{A0}: +33 6 12 12 12 12",
///     "Téléphone 1\u{A0}: Aucun numéro",
///     "Téléphone 2\u{A0}: Aucun numéro",
/// ]);
/// assert_eq!(summary.red_list_text(Lang::En).as_deref(), Some("These details are on the red list"));
/// assert_eq!(summary.notifications_text(Lang::Fr), "Notifications inactives");
/// # Ok(())
/// # }
/// ```
#[doc(alias = "résumé")]
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Family name.
    pub family: String,
    /// Given names.
    pub given: String,
    /// Lines of the postal address, as on an envelope; none where the school knows none.
    pub postal_address: Vec<String>,
    /// Whether the person is on the red list.
    pub on_red_list: bool,
    /// The address in use.
    pub email: Option<String>,
    /// The address to be confirmed.
    pub asked_email: Option<String>,
    /// Whether notifications go to the address in use: agreed to, and wished for some topic, if only
    /// about one child.
    pub email_notifications: bool,
    /// One line a slot, in the order of the page.
    pub phones: Vec<SummaryPhone>,
    /// Where SMS go.
    pub sms: SummarySms,
    /// Whether notifications go there, or to the number for a child.
    pub sms_notifications: bool,
    /// « Quand et comment me joindre ? ».
    pub wish: Option<ContactWish>,
    /// How many more characters that may have.
    pub wish_left: usize,
    /// What is otherwise for single children.
    pub children: Vec<SummaryChild>,
}

/// One number, in full.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SummaryPhone {
    /// Where it stands.
    pub slot: PhoneSlot,
    /// The number, such as `+33 6 12 12 12 12`.
    pub number: Option<String>,
    /// Whether only the school changes it.
    pub read_only: bool,
    /// Whether the school gave it or the person confirmed it.
    pub confirmed: bool,
}

impl SummaryPhone {
    /// A line to show: « Téléphone mobile : Aucun numéro ».
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let number = self.number.clone().unwrap_or_else(|| text("summary/no-number", lang, &[]));
        let params = [("slot", self.slot.label(lang).into()), ("number", number.into())];
        text("summary/phone", lang, &params)
    }
}

/// Where SMS go.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a page must show every answer")]
pub enum SummarySms {
    /// No number is chosen.
    Unset,
    /// To this number.
    Number(String),
    /// To this number once the person has confirmed it.
    Unconfirmed(String),
    /// « Ne pas me contacter par SMS ».
    Refused,
}

impl SummarySms {
    /// A line to show.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let (code, number) = match self {
            Self::Unset => ("summary/sms-unset", None),
            Self::Number(number) => ("summary/sms-number", Some(number)),
            Self::Unconfirmed(number) => ("summary/sms-unconfirmed", Some(number)),
            Self::Refused => ("summary/sms-refused", None),
        };
        let number = number.cloned().unwrap_or_default();
        text(code, lang, &[("number", number.into())])
    }
}

/// What is otherwise for one child.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SummaryChild {
    /// The child.
    pub child: PupilId,
    /// Where SMS about the child go; none where that is as for the others.
    pub sms: Option<SummarySms>,
    /// « Quand et comment me joindre ? » about the child; none where that is as for the others.
    pub wish: Option<ContactWish>,
}

impl Summary {
    /// The page at `now`.
    #[must_use]
    pub fn of(source: SummarySource<'_>, now: Instant) -> Self {
        let SummarySource { card, consents, preferences, defaults, .. } = source;
        let notified = |channel, about| {
            let paces = preferences.table(defaults, about, now);
            let mut purposes = Purpose::ALL.iter().copied();
            purposes.any(|purpose| {
                consents.granted(purpose, channel, now) && paces.wishes(purpose, channel)
            })
        };
        let of_children = card.children().map(|(child, _)| child).chain(preferences.children());
        let abouts: Vec<_> = std::iter::once(None).chain(of_children.map(Some)).collect();
        let by_sms = |about| card.sms_reach(about).number().is_some();
        let phone = |slot: &PhoneSlot| SummaryPhone {
            slot: *slot,
            number: card.number(*slot).map(ent_core::PhoneNumber::international),
            read_only: slot.is_read_only(),
            confirmed: card.is_confirmed(*slot),
        };
        let child = |(child, otherwise): (&PupilId, &ChildContact)| SummaryChild {
            child: child.clone(),
            sms: otherwise.contact.as_ref().map(|_| sms(card, Some(child))),
            wish: otherwise.wish.clone(),
        };
        let email = card.email().map(|email| email.email().address().to_owned());
        let wish = card.wish(None).cloned();
        Self {
            family: source.name.family().to_owned(),
            given: source.name.given().to_owned(),
            postal_address: source.postal_address.map(PostalAddress::envelope).unwrap_or_default(),
            on_red_list: source.red_list.is_on(),
            email_notifications: email.is_some()
                && abouts.iter().any(|about| notified(Channel::Email, *about)),
            email,
            asked_email: card.asked_email().map(|email| email.email().address().to_owned()),
            phones: PhoneSlot::ALL.iter().map(phone).collect(),
            sms: sms(card, None),
            sms_notifications: abouts
                .iter()
                .any(|about| by_sms(*about) && notified(Channel::Sms, *about)),
            wish_left: wish.as_ref().map_or(ContactWish::max(), ContactWish::left),
            wish,
            children: card.children().map(child).collect(),
        }
    }

    /// « Ces informations sont sur liste rouge », where they are.
    #[must_use]
    pub fn red_list_text(&self, lang: Lang) -> Option<String> {
        self.on_red_list.then(|| text("summary/red-list", lang, &[]))
    }

    /// Where notifications by e-mail go: « Notifications ENT envoyées à … ».
    #[must_use]
    pub fn email_text(&self, lang: Lang) -> String {
        match (&self.email, &self.asked_email) {
            (Some(email), _) => text("summary/email", lang, &[("email", email.clone().into())]),
            (None, Some(asked)) => {
                text("summary/email-asked", lang, &[("email", asked.clone().into())])
            }
            (None, None) => text("summary/no-email", lang, &[]),
        }
    }

    /// Whether notifications by e-mail are active.
    #[must_use]
    pub fn notifications_text(&self, lang: Lang) -> String {
        let code = if self.email_notifications { "summary/active" } else { "summary/inactive" };
        text(code, lang, &[])
    }

    /// Whom to ask when a number of the school is wrong.
    #[must_use]
    pub fn school_text(&self, lang: Lang) -> String {
        text("summary/ask-school", lang, &[])
    }
}

fn sms(card: &ContactCard, about: Option<&PupilId>) -> SummarySms {
    match (card.sms_reach(about), card.contact_for(about)) {
        (SmsReach::To(number), _) => SummarySms::Number(number.international()),
        (SmsReach::Unverified, ContactChoice::Number(number)) => {
            SummarySms::Unconfirmed(number.international())
        }
        (SmsReach::Refused, _) => SummarySms::Refused,
        (SmsReach::Unverified | SmsReach::Nowhere, _) => SummarySms::Unset,
    }
}

impl fmt::Debug for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Summary(redacted)")
    }
}

impl fmt::Debug for SummaryPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SummaryPhone(redacted)")
    }
}

impl fmt::Debug for SummarySms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unset => "Unset",
            Self::Number(_) => "Number(redacted)",
            Self::Unconfirmed(_) => "Unconfirmed(redacted)",
            Self::Refused => "Refused",
        })
    }
}

impl fmt::Debug for SummaryChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SummaryChild(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use ent_core::{PhoneNumber, Region, UnverifiedEmail};

    use super::*;
    use crate::consent::ConsentSource;
    use crate::contact_card::SchoolPhones;
    use crate::{CardChange, ConsentEntry, EmailChange, Scope, TextVersion};
    use crate::{Pace, Topic};

    const NOW: &str = "2026-09-01T08:00:00Z";

    fn number(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text, Region::FR).unwrap()
    }

    fn full() -> ContactCard {
        let email = UnverifiedEmail::parse("andre@exemple.fr").unwrap();
        let other = UnverifiedEmail::parse("chamson@exemple.fr").unwrap();
        let phones = SchoolPhones { mobile: Some(number("0612121212")), ..SchoolPhones::default() };
        let own = number("0730123456");
        let child = PupilId::parse("louis").unwrap();
        let contact =
            ChildContact { contact: Some(ContactChoice::Number(own.clone())), wish: None };
        let changes = [
            CardChange::SetNumber { slot: PhoneSlot::Own2, number: own },
            CardChange::ChooseContact(number("0612121212")),
            CardChange::SetWish(ContactWish::parse("après 18 h").unwrap()),
            CardChange::SetChild { child, contact },
        ];
        let emails = [
            EmailChange::Ask(email.clone()),
            EmailChange::Confirm(email.confirmed()),
            EmailChange::Ask(other),
        ];
        let card = ContactCard::new().with_school_phones(phones);
        let card = changes.into_iter().fold(card, |card, change| card.apply(change).unwrap());
        emails.into_iter().fold(card, |card, change| card.change_email(change).unwrap().card)
    }

    fn granted(channels: &[Channel]) -> Consents {
        let mut consents = Consents::new();
        for channel in channels {
            let (text, by) = (TextVersion::new(1).unwrap(), ConsentSource::Onboarding);
            let purpose = Purpose::OwnEstablishment;
            let entry = ConsentEntry::grant(purpose, *channel, Instant::FIRST, text, by);
            consents.record(entry.unwrap());
        }
        consents
    }

    fn summary(card: &ContactCard, consents: &Consents, preferences: &Preferences) -> Summary {
        let source = SummarySource {
            name: &PersonName::parse("Chamson", "André").unwrap(),
            postal_address: None,
            card,
            consents,
            preferences,
            defaults: &Defaults::immediate(),
            red_list: &RedList::new(),
        };
        Summary::of(source, Instant::parse(NOW).unwrap())
    }

    #[test]
    fn shows_what_is_in_use_and_what_waits() {
        let both = granted(&[Channel::Email, Channel::Sms]);
        let page = summary(&full(), &both, &Preferences::new());
        assert_eq!(page.email_text(Lang::Fr), "Notifications ENT envoyées à andre@exemple.fr");
        assert_eq!(page.asked_email.as_deref(), Some("chamson@exemple.fr"));
        assert_eq!((page.email_notifications, page.sms_notifications), (true, true));
        assert_eq!(page.sms.text(Lang::Fr), "SMS au +33 6 12 12 12 12");
        assert_eq!(
            (page.wish.as_ref().map(ContactWish::as_str), page.wish_left),
            (Some("après 18 h"), 290)
        );
        let louis = page.children.first().unwrap();
        assert_eq!(louis.sms, Some(SummarySms::Unconfirmed("+33 7 30 12 34 56".to_owned())));
        assert_eq!(page.red_list_text(Lang::Fr), None);
    }

    #[test]
    fn notifications_need_agreement_a_target_and_no_global_off() {
        let mut off = Preferences::new();
        off.switch_off();
        let mut no_email = Preferences::new();
        no_email.set(None, Scope::EVERY.by(Channel::Email), Pace::Off).unwrap();
        let mut news_alone = no_email.clone();
        news_alone
            .set(None, Scope::EVERY.of(Topic::News).by(Channel::Email), Pace::Weekly)
            .unwrap();
        let mut for_louis = Preferences::new();
        for_louis.set(None, Scope::EVERY, Pace::Off).unwrap();
        for_louis.set(Some(&PupilId::parse("louis").unwrap()), Scope::EVERY, Pace::Daily).unwrap();
        let cases = [
            // card, agreed, preferences, by e-mail, by SMS
            (full(), vec![Channel::Email], for_louis, true, false),
            (full(), vec![], Preferences::new(), false, false),
            (full(), vec![Channel::Email], Preferences::new(), true, false),
            (full(), vec![Channel::Email, Channel::Sms], off, false, false),
            (full(), vec![Channel::Email, Channel::Sms], no_email, false, true),
            (full(), vec![Channel::Email, Channel::Sms], news_alone, true, true),
            (
                ContactCard::new(),
                vec![Channel::Email, Channel::Sms],
                Preferences::new(),
                false,
                false,
            ),
        ];
        for (card, agreed, preferences, email, sms) in cases {
            let page = summary(&card, &granted(&agreed), &preferences);
            assert_eq!(
                (page.email_notifications, page.sms_notifications),
                (email, sms),
                "{agreed:?}"
            );
        }
    }

    #[test]
    fn an_empty_card_says_so() {
        let page = summary(&ContactCard::new(), &Consents::new(), &Preferences::new());
        assert_eq!(page.email_text(Lang::Fr), "Aucune adresse électronique");
        assert_eq!(page.sms.text(Lang::Fr), "Aucun numéro de contact choisi");
        assert_eq!(page.wish_left, 300);
        assert!(page.postal_address.is_empty() && page.children.is_empty());
    }

    #[test]
    fn debug_shows_nothing() {
        let page = summary(&full(), &Consents::new(), &Preferences::new());
        let shown = format!("{page:?}{:?}{:?}{:?}", page.phones, page.sms, page.children);
        for private in ["12", "34", "andre", "chamson", "Chamson", "louis", "18"] {
            assert!(!shown.contains(private), "{private} in {shown}");
        }
    }
}

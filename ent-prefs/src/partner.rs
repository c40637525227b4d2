//! What a partner of the establishment may know of a person: a reference, never an address.
//!
//! Who the partners are depends on the kind of establishment: [`Ent::partners`].
//!
//! [`Ent::partners`]: ent_core::ent::Ent::partners

use ent_core::{Coded, Instant};
use serde::Serialize;
use thiserror::Error;

use crate::opaque::opaque_reference;
use crate::route::{HoursIndex, Person};
use crate::{Channel, Defaults};

opaque_reference! {
    /// A person as one partner knows them: a random text that the host made for this partner alone.
    ///
    /// 16 to 64 characters of `A-Z a-z 0-9 _ -`: no e-mail address has that form, and no phone number
    /// that length.
    ///
    /// ```
    /// use ent_prefs::PartnerReference;
    ///
    /// let reference = PartnerReference::parse("b1946ac92492d2347c6235b4d2611184")?;
    /// assert_eq!(reference.as_str().len(), 32);
    /// assert!(PartnerReference::parse("zoe.martin@exemple.fr").is_err());
    /// assert!(PartnerReference::parse("+33612345678").is_err());
    /// # Ok::<(), ent_prefs::partner::PartnerReferenceError>(())
    /// ```
    PartnerReference, PartnerReferenceError, PartnerReferenceError
}

/// A text is not a [`PartnerReference`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a partner reference has 16 to 64 characters of A-Z a-z 0-9 _ -")]
#[non_exhaustive]
pub struct PartnerReferenceError;

impl Coded for PartnerReferenceError {
    fn code(&self) -> &'static str {
        "partner/reference"
    }
}

/// A person a partner may write to: the partner hands the reference and its message to the ENT,
/// which sends it. No number and no address is in it, nor in anything it gives:
/// « Votre adresse électronique n’est jamais transmise aux partenaires » (teacher guide of Ma
/// classe en Auvergne-Rhône-Alpes).
///
/// ```
/// # use ent_core::{Instant, SubjectId, Zone};
/// # use ent_core::calendar::SchoolCalendar;
/// # use ent_prefs::route::Person;
/// # use ent_prefs::{Consents, ContactCard, Preferences, SendingHours};
/// use ent_prefs::{Defaults, PartnerReference, PartnerView};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let (id, now) = (SubjectId::parse("zoe")?, Instant::parse("2026-11-26T10:00:00Z")?);
/// # let hours = SendingHours::working_days(Zone::parse("Europe/Paris")?, SchoolCalendar::always_open());
/// # let (card, consents, preferences) = (ContactCard::new(), Consents::new(), Preferences::new());
/// # let zoe = Person { id: &id, card: &card, consents: &consents, preferences: &preferences,
/// #     devices: &[], children: &[], hours: &hours };
/// // Zoé has agreed to nothing.
/// let reference = PartnerReference::parse("b1946ac92492d2347c6235b4d2611184")?;
/// assert_eq!(PartnerView::of(reference, &zoe, &Defaults::immediate(), now), None);
/// # Ok(())
/// # }
/// ```
///
/// It has no address to ask for, and is not made of one (invariant Q4):
///
/// ```compile_fail,E0599
/// fn address(of: &ent_prefs::PartnerView) -> Option<&ent_core::Email> { of.email() }
/// ```
///
/// ```compile_fail,E0277
/// fn known(email: ent_core::Email) -> ent_prefs::PartnerReference { email.into() }
/// ```
///
/// ```compile_fail,E0308
/// fn target(of: ent_prefs::PartnerView) -> ent_prefs::route::Target { of }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartnerView {
    reference: PartnerReference,
    channels: Vec<Channel>,
}

impl PartnerView {
    /// What partners may know of the person, or `None` when no message of theirs about nobody in
    /// particular would leave the portal, as of `now`: a channel counts when the person agreed to
    /// it for partners, can be reached by it, and has not every topic of theirs off.
    #[must_use]
    pub fn of(
        reference: PartnerReference,
        person: &Person<'_>,
        defaults: &Defaults,
        now: Instant,
    ) -> Option<Self> {
        let reach = person.compiled(defaults, None, HoursIndex::default(), now);
        let channels: Vec<_> = reach.for_partners().collect();
        (!channels.is_empty()).then_some(Self { reference, channels })
    }

    /// The person, as this partner knows them.
    #[must_use]
    pub const fn reference(&self) -> &PartnerReference {
        &self.reference
    }

    /// How messages would travel.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }
}

#[cfg(test)]
mod tests {
    use ent_core::calendar::SchoolCalendar;
    use ent_core::message::is_known;
    use ent_core::{DeviceId, PhoneNumber, Region, SubjectId, UnverifiedEmail, Zone};
    use proptest::prelude::*;

    use super::*;
    use crate::consent::ConsentSource;
    use crate::{
        CardChange, ConsentEntry, Consents, ContactCard, EmailChange, Pace, PhoneSlot, Preferences,
        Purpose, Scope, SendingHours, TextVersion, Topic,
    };

    fn reference() -> PartnerReference {
        PartnerReference::parse("b1946ac92492d2347c6235b4d2611184").unwrap()
    }

    fn agreed(purpose: Purpose, channels: &[Channel]) -> Consents {
        let mut consents = Consents::new();
        for channel in channels {
            let (text, source) = (TextVersion::new(1).unwrap(), ConsentSource::Onboarding);
            let entry = ConsentEntry::grant(purpose, *channel, Instant::FIRST, text, source);
            consents.record(entry.unwrap());
        }
        consents
    }

    fn card(changes: &[CardChange]) -> ContactCard {
        let number = PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap();
        let email = UnverifiedEmail::parse("zoe.martin@exemple.fr").unwrap();
        let base = [
            CardChange::SetNumber { slot: PhoneSlot::Own1, number: number.clone() },
            CardChange::ConfirmNumber(number.clone()),
            CardChange::ChooseContact(number),
        ];
        let asked = ContactCard::new().change_email(EmailChange::Ask(email.clone())).unwrap();
        let confirmed = asked.card.change_email(EmailChange::Confirm(email.confirmed()));
        let changes = base.iter().chain(changes).cloned();
        changes.fold(confirmed.unwrap().card, |card, change| card.apply(change).unwrap())
    }

    fn seen(
        card: &ContactCard,
        consents: &Consents,
        preferences: &Preferences,
        devices: &[DeviceId],
    ) -> Option<PartnerView> {
        let zone = Zone::parse("Europe/Paris").unwrap();
        let hours = SendingHours::working_days(zone, SchoolCalendar::always_open());
        let id = &SubjectId::parse("zoe").unwrap();
        let hours = &hours;
        let person = Person { id, card, consents, preferences, devices, children: &[], hours };
        PartnerView::of(reference(), &person, &Defaults::immediate(), Instant::FIRST)
    }

    #[test]
    fn a_channel_needs_agreement_and_a_way_to_reach() {
        use Channel::{Email, Sms};
        let nothing = Preferences::new();
        let both = agreed(Purpose::Partners, &[Email, Sms]);
        let cases = [
            // changes of a full card, consents, channels
            (vec![], both.clone(), vec![Email, Sms]),
            (vec![], agreed(Purpose::Partners, &[Sms]), vec![Sms]),
            (vec![], agreed(Purpose::OwnEstablishment, &[Email, Sms]), vec![]),
            (vec![], Consents::new(), vec![]),
            (vec![CardChange::RefuseSms], both.clone(), vec![Email]),
            (vec![CardChange::ClearContact], both.clone(), vec![Email]),
        ];
        for (changes, consents, channels) in cases {
            let view = seen(&card(&changes), &consents, &nothing, &[]);
            let found = view.map(|view| view.channels).unwrap_or_default();
            assert_eq!(found, channels, "{changes:?}");
        }
        let removed = card(&[]).change_email(EmailChange::Remove).unwrap().card;
        assert_eq!(seen(&removed, &both, &nothing, &[]).unwrap().channels, [Sms]);
    }

    #[test]
    fn a_channel_needs_a_wish_and_a_device() {
        use Channel::{Email, InApp, Push, Sms};
        let every = agreed(Purpose::Partners, Channel::ALL);
        let device = [DeviceId::parse("phone-1").unwrap()];
        let off = |scopes: &[Scope]| {
            let mut preferences = Preferences::new();
            for scope in scopes {
                preferences.refuse(None, *scope).unwrap();
            }
            preferences
        };
        let partners = Scope::EVERY.for_purpose(Purpose::Partners);
        let mut but_news = off(&[partners]);
        but_news.set(None, partners.of(Topic::News).by(Sms), Pace::Weekly).unwrap();
        let mut gone = Preferences::new();
        gone.switch_off();
        let cases = [
            // preferences, devices, channels
            (off(&[]), &device[..], vec![Email, Sms, Push]),
            (off(&[]), &[], vec![Email, Sms]),
            (off(&[partners.by(Email)]), &device, vec![Sms, Push]),
            (off(&[Scope::EVERY.by(InApp)]), &device, vec![Email, Sms, Push]),
            (off(&[partners]), &device, vec![]),
            (but_news, &device, vec![Sms]),
            (gone, &device, vec![]),
        ];
        for (preferences, devices, channels) in cases {
            let view = seen(&card(&[]), &every, &preferences, devices);
            let found = view.map(|view| view.channels).unwrap_or_default();
            assert_eq!(found, channels, "{preferences:?}");
        }
    }

    #[test]
    fn q4_partners_see_no_address() {
        let both = agreed(Purpose::Partners, &[Channel::Email, Channel::Sms]);
        let view = seen(&card(&[]), &both, &Preferences::new(), &[]).unwrap();
        let json = serde_json::to_string(&view).unwrap();
        assert_eq!(
            json,
            r#"{"reference":"b1946ac92492d2347c6235b4d2611184","channels":["email","sms"]}"#
        );
        let shown = format!("{view:?}{json}");
        for private in ["zoe", "martin", "exemple", "12", "78"] {
            let rest = shown.replace(view.reference().as_str(), "");
            assert!(!rest.contains(private), "{private} in {shown}");
        }
    }

    #[test]
    fn references_are_opaque() {
        assert!(is_known(PartnerReferenceError.code()));
        for bad in ["", "short", "zoe.martin@exemple.fr", "0033612345678", &"a".repeat(65)] {
            assert_eq!(PartnerReference::parse(bad), Err(PartnerReferenceError), "{bad}");
            assert!(serde_json::from_str::<PartnerReference>(&format!("{bad:?}")).is_err());
        }
        assert!(PartnerReference::parse(&"a".repeat(1 << 20)).is_err());
    }

    proptest! {
        #[test]
        fn shows_what_it_reads(text in "[A-Za-z0-9_-]{16,64}") {
            prop_assert_eq!(PartnerReference::parse(&text).unwrap().to_string(), text);
        }
    }
}

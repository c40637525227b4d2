//! Any person and any message: each channel asked for has one answer, what is sent goes to a
//! confirmed contact with an agreement, and what is held waits for a later instant. A refusal is
//! off, and taken back it leaves what was there.

#![no_main]

use arbitrary::Arbitrary;
use ent_core::ent::Partner;
use ent_core::{Instant, Lang, PupilId, SubjectId};
use ent_fuzz::{morning, spliced};
use ent_prefs::route::{Channels, Message, MessageClass, Person, Sender, Target, route};
use ent_prefs::{
    Channel, Consents, ContactCard, Defaults, Pace, Preferences, Purpose, Scope, SendingHours,
    Topic,
};
use libfuzzer_sys::fuzz_target;

const CARD: &str = include_str!("../../ent-prefs/tests/golden/contact_card_2.json");
const CONSENTS: &str = include_str!("../../ent-prefs/tests/golden/consents_3.json");
const PREFERENCES: &str = include_str!("../../ent-prefs/tests/golden/preferences_2.json");
const DEFAULTS: &str = include_str!("../../ent-prefs/tests/golden/preference_defaults_1.json");
const HOURS: &str = include_str!("../../ent-prefs/tests/golden/sending_hours_1.json");

type Edits<'a> = Vec<(u16, u8, &'a [u8])>;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    card: Edits<'a>,
    consents: Edits<'a>,
    preferences: Edits<'a>,
    defaults: Edits<'a>,
    hours: Edits<'a>,
    class: u8,
    topic: u8,
    partner: bool,
    about: bool,
    ours: bool,
    now: i64,
}

fn edited<T: serde::de::DeserializeOwned>(text: &str, edits: &[(u16, u8, &[u8])]) -> T {
    let bytes = spliced(text.as_bytes(), edits);
    serde_json::from_slice(&bytes).unwrap_or_else(|_| serde_json::from_str(text).unwrap())
}

/// Whether the table says what the answers say.
fn agree(preferences: &Preferences, defaults: &Defaults, child: Option<&PupilId>, now: Instant) {
    let table = preferences.table(defaults, child, now);
    for purpose in Purpose::ALL {
        for topic in Topic::ALL {
            for channel in Channel::ALL {
                let answer = preferences.answer(defaults, child, *purpose, *topic, *channel, now);
                assert_eq!(table.get(*purpose, *topic, *channel), answer.pace);
            }
        }
    }
}

fn refuse(before: &Preferences, defaults: &Defaults, of: Option<&PupilId>, now: Instant) {
    let scope = Scope::EVERY.for_purpose(Purpose::OwnEstablishment).by(Channel::Email);
    let mut before = before.clone();
    before.clear(of, scope);
    let mut refused = before.clone();
    if refused.refuse(of, scope).is_err() {
        return;
    }
    agree(&refused, defaults, of, now);
    let (purpose, topic) = (Purpose::OwnEstablishment, Topic::News);
    let answer = refused.answer(defaults, of, purpose, topic, Channel::Email, now);
    assert!(answer.pace == Pace::Off || answer.locked);
    refused.clear(of, scope);
    assert_eq!(refused, before);
}

fuzz_target!(|input: Input<'_>| {
    let card: ContactCard = edited(CARD, &input.card);
    let consents: Consents = edited(CONSENTS, &input.consents);
    let preferences: Preferences = edited(PREFERENCES, &input.preferences);
    let defaults: Defaults = edited(DEFAULTS, &input.defaults);
    let hours: SendingHours = edited(HOURS, &input.hours);
    let json = serde_json::to_vec(&preferences).unwrap();
    assert_eq!(serde_json::from_slice::<Preferences>(&json).unwrap(), preferences);

    let now = Instant::from_unix_millis(input.now).unwrap_or(morning());
    let child = PupilId::parse("pupil-1").unwrap();
    agree(&preferences, &defaults, Some(&child), now);
    refuse(&preferences, &defaults, None, now);
    refuse(&preferences, &defaults, Some(&child), now);
    let person = Person {
        id: &SubjectId::parse("guardian-1").unwrap(),
        card: &card,
        consents: &consents,
        preferences: &preferences,
        devices: &[],
        children: if input.ours { std::slice::from_ref(&child) } else { &[] },
        hours: &hours,
    };
    let class = MessageClass::ALL[usize::from(input.class) % MessageClass::ALL.len()];
    let topic = Topic::ALL[usize::from(input.topic) % Topic::ALL.len()];
    let sender =
        if input.partner { Sender::Partner(Partner::RegionCouncil) } else { Sender::Establishment };
    let Ok(mut message) = Message::new(class, sender, topic, Channels::ALL) else { return };
    if input.about {
        message = message.about_child(child.clone());
    }
    let routing = route(&message, [person], &defaults, now);
    let all = routing.deliveries.len() + routing.held.len() + routing.refused.len();
    assert_eq!(all, Channel::ALL.len());
    for delivery in &routing.deliveries {
        match &delivery.target {
            Target::Email(email) => assert_eq!(Some(email), card.email()),
            Target::Sms(number) => {
                assert_eq!(Some(number), card.sms_reach(message.about()).number());
            }
            Target::Push(_) => unreachable!("nobody has a device"),
            Target::InApp => continue,
        }
        let agreed = consents.granted(sender.purpose(), delivery.channel, now);
        assert!(agreed || class == MessageClass::Security);
        assert!(!input.about || input.ours);
    }
    for held in &routing.held {
        assert!(held.until() >= now && class == MessageClass::Ordinary);
        if preferences.is_off(now) == preferences.is_off(held.until())
            && consents.granted(sender.purpose(), held.channel, held.until())
        {
            let later = route(&held.again(&message), [person], &defaults, held.until());
            assert_eq!((later.deliveries.len(), later.held.len()), (1, 0));
        }
        assert!(!held.trace(Lang::Fr).is_empty());
    }
    for refused in &routing.refused {
        assert!(!refused.trace(Lang::Fr).contains('{'));
    }
});

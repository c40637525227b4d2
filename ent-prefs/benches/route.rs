//! `cargo bench -p ent-prefs --bench route`

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ent_core::calendar::{SchoolCalendar, SchoolZone};
use ent_core::{DeviceId, Instant, PhoneNumber, Region, SubjectId, UnverifiedEmail, Zone};
use ent_prefs::consent::ConsentSource;
use ent_prefs::contact_card::SchoolPhones;
use ent_prefs::route::{
    Channels, Decision, Message, MessageClass, Person, Recipients, Sender, route,
};
use ent_prefs::{
    CardChange, Channel, ConsentEntry, Consents, ContactCard, Defaults, EmailChange, Pace,
    Preferences, Purpose, Scope, SendingHours, TextVersion, Topic,
};

const MILLION: usize = 1_000_000;

fn main() {
    divan::main();
}

/// What a person owns; every eighth is as another.
struct Home {
    id: SubjectId,
    card: ContactCard,
    consents: Consents,
    preferences: Preferences,
    devices: Vec<DeviceId>,
    hours: SendingHours,
}

impl Home {
    fn new(number: usize) -> Self {
        let mobile = PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap();
        let email = UnverifiedEmail::parse("zoe.martin@exemple.fr").unwrap();
        let asked = ContactCard::new().change_email(EmailChange::Ask(email.clone())).unwrap();
        let mut card = asked.card;
        if number & 1 == 0 {
            card = card.change_email(EmailChange::Confirm(email.confirmed())).unwrap().card;
        }
        if number & 2 == 0 {
            let phones = SchoolPhones { mobile: Some(mobile.clone()), ..SchoolPhones::default() };
            card = card.with_school_phones(phones);
            card = card.apply(CardChange::ChooseContact(mobile)).unwrap();
        }
        let mut consents = Consents::new();
        for channel in [Channel::Email, Channel::Sms, Channel::Push] {
            let (text, source) = (TextVersion::new(1).unwrap(), ConsentSource::Onboarding);
            let purpose = Purpose::OwnEstablishment;
            let at = Instant::FIRST;
            consents.record(ConsentEntry::grant(purpose, channel, at, text, source).unwrap());
        }
        let mut preferences = Preferences::new();
        if number & 4 == 0 {
            preferences.set(None, Scope::EVERY.of(Topic::News), Pace::Daily).unwrap();
        }
        let calendar = SchoolCalendar::published(SchoolZone::parse("A").unwrap());
        Self {
            id: SubjectId::parse("zoe").unwrap(),
            card,
            consents,
            preferences,
            devices: vec![DeviceId::parse("phone-1").unwrap()],
            hours: SendingHours::working_days(Zone::parse("Europe/Paris").unwrap(), calendar),
        }
    }

    fn lend(&self) -> Person<'_> {
        Person {
            id: &self.id,
            card: &self.card,
            consents: &self.consents,
            preferences: &self.preferences,
            devices: &self.devices,
            children: &[],
            hours: &self.hours,
        }
    }
}

fn now() -> Instant {
    Instant::parse("2026-11-26T10:00:00Z").unwrap()
}

fn news() -> Message {
    let (class, sender) = (MessageClass::Ordinary, Sender::Establishment);
    Message::new(class, sender, Topic::News, Channels::ALL).unwrap()
}

fn million() -> Recipients {
    let mut people = Recipients::new(Defaults::immediate(), None, now());
    let homes: Vec<_> = (0..8).map(Home::new).collect();
    for number in 0..MILLION {
        if let Some(home) = homes.get(number & 7)
            && number < 8
        {
            people.push(&home.lend()).unwrap();
        } else {
            people.repeat(number & 7, 1).unwrap();
        }
    }
    people
}

/// People decided on four channels, by threads.
#[divan::bench(args = [1, 2], sample_count = 20)]
fn count_a_million(bencher: Bencher<'_, '_>, threads: usize) {
    let (people, news) = (million(), news());
    let threads = NonZeroUsize::new(threads).unwrap();
    bencher.counter(ItemsCount::new(MILLION)).bench_local(|| {
        people.route_all(black_box(&news), threads, |_| ControlFlow::Continue(())).unwrap()
    });
}

#[divan::bench(args = [1, 2], sample_count = 20)]
fn decide_a_million(bencher: Bencher<'_, '_>, threads: usize) {
    let (people, news) = (million(), news());
    let threads = NonZeroUsize::new(threads).unwrap();
    let mut out = vec![Decision::NONE; MILLION];
    bencher.counter(ItemsCount::new(MILLION)).bench_local(|| {
        let go_on = |_| ControlFlow::Continue(());
        people.decide_all(black_box(&news), &mut out, threads, go_on).unwrap()
    });
}

/// People compiled from all that is known of them.
#[divan::bench(sample_count = 20)]
fn compile_a_thousand(bencher: Bencher<'_, '_>) {
    let homes: Vec<_> = (0..1000).map(Home::new).collect();
    bencher.counter(ItemsCount::new(1000_usize)).bench_local(|| {
        let mut people = Recipients::new(Defaults::immediate(), None, now());
        for home in &homes {
            people.push(&home.lend()).unwrap();
        }
        people
    });
}

/// People routed to with targets, times and provenance.
#[divan::bench(sample_count = 20)]
fn route_a_thousand(bencher: Bencher<'_, '_>) {
    let homes: Vec<_> = (0..1000).map(Home::new).collect();
    let (defaults, news) = (Defaults::immediate(), news());
    bencher.counter(ItemsCount::new(1000_usize)).bench_local(|| {
        let people = homes.iter().map(Home::lend);
        route(black_box(&news), people, &defaults, now())
    });
}

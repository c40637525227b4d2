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
/// Kinds of people; the same ones, in the same order, as in the benchmark of Python.
const KINDS: usize = 512;

fn main() {
    divan::main();
}

/// What a person owns: each bit of a kind is a yes or a no.
struct Home {
    id: SubjectId,
    card: ContactCard,
    consents: Consents,
    preferences: Preferences,
    devices: Vec<DeviceId>,
    hours: SendingHours,
}

impl Home {
    fn new(kind: usize, [paris, reunion]: &[SendingHours; 2]) -> Self {
        let is = |bit: usize| kind >> bit & 1 == 1;
        let mobile = PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap();
        let email = UnverifiedEmail::parse("zoe.martin@exemple.fr").unwrap();
        let asked = ContactCard::new().change_email(EmailChange::Ask(email.clone())).unwrap();
        let mut card = asked.card;
        if is(0) {
            card = card.change_email(EmailChange::Confirm(email.confirmed())).unwrap().card;
        }
        if is(1) {
            let phones = SchoolPhones { mobile: Some(mobile.clone()), ..SchoolPhones::default() };
            card = card.with_school_phones(phones);
            card = card.apply(CardChange::ChooseContact(mobile)).unwrap();
        }
        if is(2) {
            card = card.apply(CardChange::RefuseSms).unwrap();
        }
        let mut consents = Consents::new();
        for (bit, channel) in [(3, Channel::Email), (4, Channel::Sms), (5, Channel::Push)] {
            if !is(bit) {
                continue;
            }
            let (text, source) = (TextVersion::new(1).unwrap(), ConsentSource::Onboarding);
            let purpose = Purpose::OwnEstablishment;
            let at = Instant::FIRST;
            consents.record(ConsentEntry::grant(purpose, channel, at, text, source).unwrap());
        }
        let mut preferences = Preferences::new();
        if is(6) {
            preferences.set(None, Scope::EVERY.of(Topic::News), Pace::Daily).unwrap();
        }
        if is(7) {
            preferences.switch_off();
        }
        Self {
            id: SubjectId::parse("zoe").unwrap(),
            card,
            consents,
            preferences,
            devices: vec![DeviceId::parse("phone-1").unwrap()],
            hours: if is(8) { reunion.clone() } else { paris.clone() },
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

/// The kind of each of a million people, in no order that a processor could learn.
fn order() -> impl Iterator<Item = usize> {
    let next =
        |state: &u64| Some(state.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff);
    let states = std::iter::successors(Some(1_u64), next);
    states.map(|state| usize::try_from(state >> 16).unwrap() % KINDS).take(MILLION)
}

fn homes() -> Vec<Home> {
    let hours = [("Europe/Paris", "A"), ("Indian/Reunion", "reunion")].map(|(clock, zone)| {
        let calendar = SchoolCalendar::published(SchoolZone::parse(zone).unwrap());
        SendingHours::working_days(Zone::parse(clock).unwrap(), calendar)
    });
    (0..KINDS).map(|kind| Home::new(kind, &hours)).collect()
}

fn million() -> Recipients {
    let (homes, mut people) = (homes(), Recipients::new(Defaults::immediate(), None, now()));
    for home in order().filter_map(|kind| homes.get(kind)) {
        people.push(&home.lend()).unwrap();
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

/// People compiled from all that is known of them, on one thread.
#[divan::bench(sample_count = 5)]
fn compile_a_million(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(MILLION)).bench_local(million);
}

/// People routed to with targets, times and provenance.
#[divan::bench(sample_count = 20)]
fn route_a_thousand(bencher: Bencher<'_, '_>) {
    let homes = homes();
    let (defaults, news) = (Defaults::immediate(), news());
    bencher.counter(ItemsCount::new(1000_usize)).bench_local(|| {
        let people = order().take(1000).filter_map(|kind| homes.get(kind)).map(Home::lend);
        route(black_box(&news), people, &defaults, now())
    });
}

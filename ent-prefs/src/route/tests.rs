use std::cell::Cell;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use ent_core::calendar::{Closure, ClosureKind, SchoolCalendar, SchoolZone};
use ent_core::ent::Partner;
use ent_core::message::is_known;
use ent_core::{
    Coded, Day, DeviceId, Instant, Lang, PhoneNumber, PupilId, Region, SubjectId, UnverifiedEmail,
    Zone,
};
use proptest::prelude::*;

use super::*;
use crate::consent::ConsentSource;
use crate::preferences::{Defaults, Pace, Preferences, Scope};
use crate::{
    CardChange, Channel, ConsentEntry, Consents, ContactCard, EmailChange, PhoneSlot, Purpose,
    SendingHours, TextVersion, Topic,
};

/// A Friday of the long weekend of Ascension, 10:00 in Paris: zone A opens again on Monday 18 May.
const ASCENSION: &str = "2026-05-15T08:00:00Z";
/// A Thursday of school, 11:00 in Paris.
const SCHOOL: &str = "2026-11-26T10:00:00Z";

/// A person with nothing borrowed.
#[derive(Clone, Debug)]
struct Whole {
    id: SubjectId,
    card: ContactCard,
    consents: Consents,
    preferences: Preferences,
    devices: Vec<DeviceId>,
    children: Vec<PupilId>,
    hours: SendingHours,
}

impl Whole {
    fn lend(&self) -> Person<'_> {
        Person {
            id: &self.id,
            card: &self.card,
            consents: &self.consents,
            preferences: &self.preferences,
            devices: &self.devices,
            children: &self.children,
            hours: &self.hours,
        }
    }
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn pupil(text: &str) -> PupilId {
    PupilId::parse(text).unwrap()
}

fn hours() -> SendingHours {
    let calendar = SchoolCalendar::published(SchoolZone::parse("A").unwrap());
    SendingHours::working_days(Zone::parse("Europe/Paris").unwrap(), calendar)
}

fn grant(purpose: Purpose, channel: Channel) -> ConsentEntry {
    let (text, source) = (TextVersion::new(1).unwrap(), ConsentSource::Onboarding);
    ConsentEntry::grant(purpose, channel, Instant::FIRST, text, source).unwrap()
}

fn nobody() -> Whole {
    Whole {
        id: SubjectId::parse("zoe").unwrap(),
        card: ContactCard::new(),
        consents: Consents::new(),
        preferences: Preferences::new(),
        devices: vec![],
        children: vec![],
        hours: hours(),
    }
}

/// Someone who can be reached everywhere and agreed to all that leaves the portal.
fn everything() -> Whole {
    let number = PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap();
    let email = UnverifiedEmail::parse("zoe.martin@exemple.fr").unwrap();
    let changes = [
        CardChange::SetNumber { slot: PhoneSlot::Own1, number: number.clone() },
        CardChange::ConfirmNumber(number.clone()),
        CardChange::ChooseContact(number),
    ];
    let mut whole = nobody();
    for change in changes {
        whole.card = whole.card.apply(change).unwrap();
    }
    for change in [EmailChange::Ask(email.clone()), EmailChange::Confirm(email.confirmed())] {
        whole.card = whole.card.change_email(change).unwrap().card;
    }
    for purpose in Purpose::ALL {
        for channel in [Channel::Email, Channel::Sms, Channel::Push] {
            whole.consents.record(grant(*purpose, channel));
        }
    }
    whole.devices.push(DeviceId::parse("phone-1").unwrap());
    whole.children.push(pupil("lea"));
    whole
}

fn news() -> Message {
    let (class, sender) = (MessageClass::Ordinary, Sender::Establishment);
    Message::new(class, sender, Topic::News, Channels::ALL).unwrap()
}

fn alert() -> Message {
    let sender = Sender::Partner(Partner::RegionCouncil);
    Message::new(MessageClass::Urgent, sender, Topic::Transport, Channels::ALL).unwrap()
}

fn security() -> Message {
    let (class, sender) = (MessageClass::Security, Sender::Establishment);
    Message::new(class, sender, Topic::Account, Channels::ALL).unwrap()
}

fn verdicts(message: &Message, whole: &Whole, now: &str) -> [Verdict; 4] {
    let routing = route(message, [whole.lend()], &Defaults::immediate(), at(now));
    let mut found = [Verdict::NotAsked; 4];
    for (place, channel) in found.iter_mut().zip(Channel::ALL) {
        let sent = routing.deliveries.iter().filter(|line| line.channel == *channel);
        let held = routing.held.iter().filter(|line| line.channel == *channel);
        let refused = routing.refused.iter().filter(|line| line.channel == *channel);
        let all: Vec<_> = sent
            .map(|_| Verdict::Sent)
            .chain(held.map(|line| line.reason))
            .chain(refused.map(|line| line.reason))
            .collect();
        assert!(all.len() <= 1, "{channel:?}: {all:?}");
        *place = all.first().copied().unwrap_or(Verdict::NotAsked);
    }
    found
}

#[test]
fn codes_and_labels() {
    Verdict::check_list();
    MessageClass::check_list();
    let errors: [&dyn Coded; 7] = [
        &RouteError::Format,
        &BulkError::Cancelled { done: 1 },
        &BulkError::OtherChild,
        &BulkError::Length,
        &BulkError::TooManyHours,
        &BulkError::TooMany,
        &BulkError::NoThread,
    ];
    for error in errors {
        assert!(is_known(error.code()), "{}", error.code());
    }
}

#[test]
fn messages_that_make_no_sense() {
    use MessageClass::{Ordinary, Security, Urgent};
    let partner = Sender::Partner(Partner::Academy);
    let cases = [
        (Ordinary, Sender::Establishment, Topic::News, Channels::ALL, true),
        (Urgent, partner, Topic::Transport, Channels::ALL, true),
        (Security, Sender::Establishment, Topic::Account, Channels::ALL, true),
        (Security, partner, Topic::Account, Channels::ALL, false),
        (Security, Sender::Establishment, Topic::News, Channels::ALL, false),
        (Ordinary, Sender::Establishment, Topic::Account, Channels::ALL, false),
        (Ordinary, Sender::Establishment, Topic::News, Channels::of(&[]), false),
    ];
    for (class, sender, topic, channels, good) in cases {
        let found = Message::new(class, sender, topic, channels);
        assert_eq!(found.is_ok(), good, "{class:?} {sender:?} {topic:?}");
    }
}

#[test]
fn classes_and_wishes() {
    use Verdict::{
        DailyDigest, EverythingOff, NoTarget, NotGranted, QuietHours, Sent, SmsRefused,
        SwitchedOff, Unverified,
    };
    let full = everything();
    assert_eq!(verdicts(&news(), &full, SCHOOL), [Sent; 4]);
    assert_eq!(verdicts(&news(), &full, ASCENSION), [QuietHours, QuietHours, QuietHours, Sent]);
    assert_eq!(verdicts(&alert(), &full, ASCENSION), [Sent; 4]);
    assert_eq!(verdicts(&security(), &full, ASCENSION), [Sent; 4]);

    let empty = nobody();
    assert_eq!(verdicts(&news(), &empty, SCHOOL), [NoTarget, NoTarget, NoTarget, Sent]);
    assert_eq!(verdicts(&security(), &empty, SCHOOL), [NoTarget, NoTarget, NoTarget, Sent]);

    let silent = Whole { consents: Consents::new(), ..everything() };
    assert_eq!(verdicts(&news(), &silent, SCHOOL), [NotGranted, NotGranted, NotGranted, Sent]);
    assert_eq!(verdicts(&alert(), &silent, SCHOOL), [NotGranted, NotGranted, NotGranted, Sent]);
    assert_eq!(verdicts(&security(), &silent, SCHOOL), [Sent; 4]);

    let mut asked = everything();
    asked.card = asked.card.apply(CardChange::RefuseSms).unwrap();
    let other = UnverifiedEmail::parse("other@exemple.fr").unwrap();
    asked.card = asked.card.change_email(EmailChange::Remove).unwrap().card;
    asked.card = asked.card.change_email(EmailChange::Ask(other)).unwrap().card;
    for message in [news(), alert(), security()] {
        assert_eq!(verdicts(&message, &asked, SCHOOL), [Unverified, SmsRefused, Sent, Sent]);
    }

    let mut daily = everything();
    daily.preferences.set(None, Scope::EVERY, Pace::Daily).unwrap();
    assert_eq!(verdicts(&news(), &daily, SCHOOL), [DailyDigest; 4]);
    assert_eq!(verdicts(&alert(), &daily, SCHOOL), [Sent; 4]);

    let mut off = everything();
    off.preferences.set(None, Scope::EVERY.of(Topic::News).by(Channel::Sms), Pace::Off).unwrap();
    assert_eq!(verdicts(&news(), &off, SCHOOL), [Sent, SwitchedOff, Sent, Sent]);
    assert_eq!(verdicts(&alert(), &off, SCHOOL), [Sent; 4]);
    off.preferences.switch_off();
    assert_eq!(verdicts(&news(), &off, SCHOOL), [EverythingOff; 4]);
    assert_eq!(verdicts(&alert(), &off, SCHOOL), [EverythingOff; 4]);
    assert_eq!(verdicts(&security(), &off, SCHOOL), [Sent; 4]);
}

#[test]
fn a_child_concerns_those_who_have_it() {
    let full = everything();
    assert_eq!(verdicts(&news().about_child(pupil("lea")), &full, SCHOOL), [Verdict::Sent; 4]);
    let other = news().about_child(pupil("tom"));
    assert_eq!(verdicts(&other, &full, SCHOOL), [Verdict::NotConcerned; 4]);

    let mut choosy = full;
    choosy.preferences.set(Some(&pupil("lea")), Scope::EVERY, Pace::Off).unwrap();
    let about = news().about_child(pupil("lea"));
    assert_eq!(verdicts(&about, &choosy, SCHOOL), [Verdict::SwitchedOff; 4]);
    assert_eq!(verdicts(&news(), &choosy, SCHOOL), [Verdict::Sent; 4]);
}

#[test]
fn traces_say_why_in_words() {
    let trace = |message: &Message, whole: &Whole, now: &str| {
        let routing = route(message, [whole.lend()], &Defaults::immediate(), at(now));
        let held = routing.held.iter().map(|line| line.trace(Lang::Fr));
        held.chain(routing.refused.iter().map(|line| line.trace(Lang::Fr))).next().unwrap()
    };
    let until = "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)";
    assert_eq!(trace(&news(), &everything(), ASCENSION), until);
    let silent = Whole { consents: Consents::new(), ..everything() };
    assert_eq!(
        trace(&alert(), &silent, SCHOOL),
        "refusé\u{a0}: vous n’avez pas accepté «\u{a0}Réception de notifications ENT des \
         partenaires\u{a0}» par ce moyen (Message électronique)"
    );
    let mut off = everything();
    off.preferences.set(None, Scope::EVERY, Pace::Off).unwrap();
    assert_eq!(
        trace(&news(), &off, SCHOOL),
        "refusé\u{a0}: désactivé pour «\u{a0}Actualités\u{a0}» (votre choix)"
    );
}

#[test]
fn debug_shows_no_contact() {
    let full = everything();
    let routing = route(&news(), [full.lend()], &Defaults::immediate(), at(SCHOOL));
    let shown = format!("{routing:?}{:?}", full.lend());
    for private in ["martin", "exemple", "3361", "phone-1", "lea"] {
        assert!(!shown.contains(private), "{private} in {shown}");
    }
}

#[test]
fn a_bulk_call_is_cancelled_and_counts_what_was_done() {
    let mut people = Recipients::new(Defaults::immediate(), None, at(SCHOOL));
    assert_eq!(people.repeat(0, 1), Err(BulkError::Nobody));
    people.push(&everything().lend()).unwrap();
    people.repeat(0, 99_999).unwrap();
    let two = NonZeroUsize::new(2).unwrap();
    let seen = Cell::new(0);
    let stopped = people.route_all(&news(), two, |progress| {
        seen.set(progress.done);
        if progress.done >= 20_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped, Err(BulkError::Cancelled { done: seen.get() }));
    assert!((20_000..100_000).contains(&seen.get()), "{}", seen.get());

    let all = people.route_all(&news(), two, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(all.count(Channel::Sms, Verdict::Sent), 100_000);
    assert_eq!(all.counts().count(), 4);
    let late = |progress: Progress| {
        if progress.done == progress.total {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    assert_eq!(people.route_all(&news(), two, late), Ok(all));

    let other = news().about_child(pupil("lea"));
    let found = people.route_all(&other, two, |_| ControlFlow::Continue(()));
    assert_eq!(found, Err(BulkError::OtherChild));
    let mut short = vec![Decision::NONE; 3];
    let found = people.decide_all(&news(), &mut short, two, |_| ControlFlow::Continue(()));
    assert_eq!(found, Err(BulkError::Length));
}

#[test]
fn a_panic_of_the_caller_ends_the_threads() {
    let mut people = Recipients::new(Defaults::immediate(), None, at(SCHOOL));
    people.push(&everything().lend()).unwrap();
    people.repeat(0, 200_000).unwrap();
    let call = std::panic::AssertUnwindSafe(|| {
        people.route_all(&news(), NonZeroUsize::new(2).unwrap(), |_| panic!("of the caller"))
    });
    assert!(std::panic::catch_unwind(call).is_err());
}

#[test]
fn a_person_takes_little_room() {
    assert!(size_of::<CompiledPerson>() <= 32, "{}", size_of::<CompiledPerson>());
}

fn wholes() -> impl Strategy<Value = Whole> {
    let scopes = prop::collection::vec(
        (
            prop::option::of(prop::sample::select(Purpose::ALL.to_vec())),
            prop::option::of(prop::sample::select(vec![Topic::News, Topic::Transport])),
            prop::option::of(prop::sample::select(Channel::ALL.to_vec())),
            prop::sample::select(Pace::ALL.to_vec()),
            any::<bool>(),
        ),
        0..5,
    );
    let consents = prop::collection::vec(
        (
            prop::sample::select(Purpose::ALL.to_vec()),
            prop::sample::select(vec![Channel::Email, Channel::Sms, Channel::Push]),
        ),
        0..6,
    );
    (scopes, consents, 0..8_u8, 0..3_u8, any::<(bool, bool)>()).prop_map(
        |(scopes, consents, card, email, (off, about))| {
            let mut whole = everything();
            whole.consents = Consents::new();
            for (purpose, channel) in consents {
                whole.consents.record(grant(purpose, channel));
            }
            for (purpose, topic, channel, pace, of_child) in scopes {
                let mut scope = Scope::EVERY;
                scope = purpose.map_or(scope, |purpose| scope.for_purpose(purpose));
                scope = topic.map_or(scope, |topic| scope.of(topic));
                scope = channel.map_or(scope, |channel| scope.by(channel));
                let child = of_child.then(|| pupil("lea"));
                whole.preferences.set(child.as_ref(), scope, pace).unwrap();
            }
            if off {
                whole.preferences.switch_off();
            }
            if card & 1 == 1 {
                whole.card = whole.card.apply(CardChange::RefuseSms).unwrap();
            } else if card & 2 == 2 {
                whole.card = whole.card.apply(CardChange::ClearContact).unwrap();
            }
            if email > 0 {
                whole.card = whole.card.change_email(EmailChange::Remove).unwrap().card;
            }
            if email > 1 {
                let other = UnverifiedEmail::parse("other@exemple.fr").unwrap();
                whole.card = whole.card.change_email(EmailChange::Ask(other)).unwrap().card;
            }
            if card & 4 == 4 {
                whole.devices.clear();
            }
            if about {
                whole.children.clear();
            }
            whole
        },
    )
}

fn messages() -> impl Strategy<Value = Message> {
    let classes = prop::sample::select(MessageClass::ALL.to_vec());
    let channels = prop::sample::subsequence(Channel::ALL.to_vec(), 1..=4);
    (classes, any::<(bool, bool, bool)>(), channels).prop_map(
        |(class, (partner, transport, about), channels)| {
            let security = class == MessageClass::Security;
            let sender = if partner && !security {
                Sender::Partner(Partner::Academy)
            } else {
                Sender::Establishment
            };
            let topic = match (security, transport) {
                (true, _) => Topic::Account,
                (false, true) => Topic::Transport,
                (false, false) => Topic::News,
            };
            let message = Message::new(class, sender, topic, Channels::of(&channels)).unwrap();
            if about { message.about_child(pupil("lea")) } else { message }
        },
    )
}

fn instants() -> impl Strategy<Value = Instant> {
    // The school years that are known, and some of the next.
    (0..63_000_000_i64).prop_map(|second| at("2026-09-01T00:00:00Z").plus_seconds(second).unwrap())
}

#[test]
fn sending_hours_that_never_open_stop_one_person_alone() {
    let forever = Closure::new(
        ClosureKind::Closed,
        Day::parse("2026-01-01").unwrap(),
        Day::parse("2029-12-31").unwrap(),
        "",
    );
    let calendar = SchoolCalendar::always_open().with(vec![forever.unwrap()]).unwrap();
    let mut shut = everything();
    shut.hours = SendingHours::working_days(shut.hours.zone(), calendar);
    let open = everything();
    let both = [shut.lend(), open.lend()];
    let routing = route(&news(), both, &Defaults::immediate(), at(SCHOOL));
    assert_eq!(routing.deliveries.len(), 5);
    assert!(routing.refused.iter().all(|line| line.reason == Verdict::NoHours));
    assert_eq!(routing.refused.len(), 3);
    for message in [alert(), security()] {
        let routing = route(&message, both, &Defaults::immediate(), at(SCHOOL));
        assert_eq!(routing.deliveries.len(), 8);
    }
    let mut all = Recipients::new(Defaults::immediate(), None, at(SCHOOL));
    all.push(&shut.lend()).unwrap();
    assert_eq!(all.decision(&news(), 0).unwrap().on(Channel::Email), Verdict::NoHours);
    assert_eq!(all.repeat(0, usize::MAX), Err(BulkError::TooMany));
    assert_eq!(all.len(), 1);
}

proptest! {
    #[test]
    fn route_every_asked_channel_is_answered_once(
        whole in wholes(), message in messages(), now in instants(),
    ) {
        let routing = route(&message, [whole.lend()], &Defaults::immediate(), now);
        let mut answered: Vec<_> = routing.deliveries.iter().map(|line| line.channel).collect();
        answered.extend(routing.held.iter().map(|line| line.channel));
        answered.extend(routing.refused.iter().map(|line| line.channel));
        answered.sort_unstable();
        let asked = |channel: &Channel| message.channels().has(*channel);
        let wanted: Vec<_> = Channel::ALL.iter().copied().filter(asked).collect();
        prop_assert_eq!(answered, wanted);
    }

    #[test]
    fn q3_a_delivery_needs_consent_a_verified_target_and_no_veto(
        whole in wholes(), message in messages(), now in instants(),
    ) {
        let routing = route(&message, [whole.lend()], &Defaults::immediate(), now);
        let purpose = message.sender().purpose();
        for line in &routing.deliveries {
            let granted = line.channel == Channel::InApp
                || message.class() == MessageClass::Security
                || whole.consents.granted(purpose, line.channel, now);
            prop_assert!(granted);
            match &line.target {
                Target::Email(email) => prop_assert_eq!(Some(email), whole.card.email()),
                Target::Sms(number) => prop_assert_eq!(Some(number), whole.card.sms_reach(message.about()).number()),
                Target::Push(devices) => prop_assert!(!devices.is_empty()),
                Target::InApp => {}
            }
            prop_assert!(message.about().is_none_or(|child| whole.children.contains(child)));
            if message.class() == MessageClass::Ordinary && line.channel != Channel::InApp {
                prop_assert!(whole.hours.next_send(now).unwrap().is_now());
            }
        }
        if message.class() == MessageClass::Security {
            prop_assert!(routing.held.is_empty());
        }
    }

    #[test]
    fn route_is_never_earlier_than_now(
        whole in wholes(), message in messages(), now in instants(),
    ) {
        let routing = route(&message, [whole.lend()], &Defaults::immediate(), now);
        for line in &routing.held {
            prop_assert!(line.until() >= now);
            prop_assert!(whole.hours.next_send(line.until()).unwrap().is_now());
        }
    }

    #[test]
    fn route_delivers_what_was_held_when_it_is_time(
        whole in wholes(), message in messages(), now in instants(),
    ) {
        let defaults = Defaults::immediate();
        for line in route(&message, [whole.lend()], &defaults, now).held {
            let later = route(&line.again(&message), [whole.lend()], &defaults, line.until());
            prop_assert_eq!(later.deliveries.len(), 1, "{:?}", line);
            prop_assert!(later.held.is_empty() && later.refused.is_empty());
        }
    }

    #[test]
    fn bulk_is_route(
        wholes in prop::collection::vec(wholes(), 1..20), message in messages(),
        now in instants(), threads in 1..4_usize,
    ) {
        let defaults = Defaults::immediate();
        let mut people = Recipients::new(defaults.clone(), message.about().cloned(), now);
        for whole in &wholes {
            people.push(&whole.lend()).unwrap();
        }
        let threads = NonZeroUsize::new(threads).unwrap();
        let mut out = vec![Decision::NONE; wholes.len()];
        let go_on = |_| ControlFlow::Continue(());
        let tally = people.decide_all(&message, &mut out, threads, go_on).unwrap();
        prop_assert_eq!(people.route_all(&message, threads, go_on).unwrap(), tally);
        for (at, (whole, decision)) in wholes.iter().zip(&out).enumerate() {
            prop_assert_eq!(people.decision(&message, at).unwrap(), *decision);
            let routing = route(&message, [whole.lend()], &defaults, now);
            for line in &routing.deliveries {
                prop_assert_eq!(decision.on(line.channel), Verdict::Sent);
            }
            for line in &routing.held {
                prop_assert_eq!(decision.on(line.channel), line.reason);
            }
            for line in &routing.refused {
                prop_assert_eq!(decision.on(line.channel), line.reason);
            }
        }
    }
}

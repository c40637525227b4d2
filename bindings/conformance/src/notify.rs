//! `notify.route`, `notify.bulk` and `partner.view`.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use ent_core::calendar::{Closure, ClosureKind, SchoolCalendar, SchoolZone};
use ent_core::ent::Partner;
use ent_core::{
    Day, DeviceId, Instant, Lang, PhoneNumber, PupilId, Region, SubjectId, UnverifiedEmail, Zone,
};
use ent_prefs::contact_card::SchoolPhones;
use ent_prefs::route::{
    Channels, Decision, Delivery, Held, Message, MessageClass, Person, Recipients, Refused,
    RouteError, Sender, Target, Verdict, route as routed,
};
use ent_prefs::{
    CardChange, Channel, Consents, ContactCard, Digest, EmailChange, PartnerReference, PartnerView,
    Preferences, SendingHours, Topic,
};
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code, consent, preferences};

pub(crate) fn route(case: &Value) -> Result<Value, Fault> {
    let given = case.get("preferences").unwrap_or(&Value::Null);
    let (defaults, whole, message) = (preferences::defaults(given)?, whole(given)?, message(case)?);
    let routing = routed(&message, [whole.lend()], &defaults, now(case)?);
    let held = routing.held.iter().map(|line| (line.channel, told_held(line)));
    let refused = routing.refused.iter().map(|line| (line.channel, told_refused(line)));
    let mut held: Vec<_> = held.chain(refused).collect();
    held.sort_by_key(|(channel, _)| *channel);
    let held: Vec<_> = held.into_iter().map(|(_, line)| line).collect();
    let deliveries: Vec<_> = routing.deliveries.iter().map(told_delivery).collect();
    let sent: Vec<_> = routing.deliveries.iter().map(|line| line.trace(Lang::Fr)).collect();
    let known: Vec<_> = routing.deliveries.iter().map(|line| line.calendar_known).collect();
    let again: Vec<_> = routing.held.iter().map(|line| told_again(&line.again(&message))).collect();
    Ok(json!({
        "deliveries": deliveries,
        "held": held,
        "sent_fr": sent,
        "calendar_known": known,
        "again": again,
    }))
}

pub(crate) fn partner(case: &Value) -> Result<Value, Fault> {
    let given = case.get("preferences").unwrap_or(&Value::Null);
    let (defaults, whole) = (preferences::defaults(given)?, whole(given)?);
    let reference = PartnerReference::parse(case.text("reference")?).map_err(code)?;
    let view = PartnerView::of(reference, &whole.lend(), &defaults, now(case)?);
    let codes = |view: PartnerView| view.channels().iter().map(|c| c.code()).collect::<Vec<_>>();
    Ok(json!({ "channels": view.map(codes) }))
}

pub(crate) fn bulk(case: &Value) -> Result<Value, Fault> {
    let (defaults, message) = (preferences::defaults(case)?, message(case)?);
    let about = case.text("people_about").ok().map(PupilId::parse).transpose().map_err(code)?;
    let mut people = Recipients::new(defaults, about, now(case)?);
    for given in case.list("people")? {
        let times = given.get("times").and_then(Value::as_u64).unwrap_or(1);
        let person = whole(given)?;
        for _ in 0..times {
            people.push(&person.lend()).map_err(code)?;
        }
    }
    let threads = case.get("threads").and_then(Value::as_u64);
    let threads = threads.and_then(|threads| usize::try_from(threads).ok());
    let threads = threads.and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MIN);
    let mut decided = vec![Decision::NONE; people.len()];
    let all = people.decide_all(&message, &mut decided, threads, |_| ControlFlow::Continue(()));
    all.map_err(code)?;
    let decided = decided.iter().map(|one| one.each().map(Verdict::code)).collect::<Vec<_>>();
    let tally = people.route_all(&message, threads, |_| ControlFlow::Continue(()));
    let tally = tally.map_err(code)?;
    let mut told = Map::new();
    for (channel, verdict, count) in tally.counts() {
        let of = told.entry(channel.code()).or_insert_with(|| json!({}));
        if let Some(of) = of.as_object_mut() {
            of.insert(verdict.code().to_owned(), json!(count));
        }
    }
    Ok(json!({ "people": people.len(), "tally": told, "decided": decided }))
}

fn told_delivery(line: &Delivery) -> Value {
    let target = match &line.target {
        Target::Email(email) => email.email().address().to_owned(),
        Target::Sms(number) => number.e164().to_owned(),
        Target::Push(devices) => devices.iter().map(DeviceId::as_str).collect::<Vec<_>>().join(" "),
        Target::InApp => "in_app".to_owned(),
    };
    json!({ "channel": line.channel.code(), "target": target })
}

fn told_held(line: &Held) -> Value {
    json!({
        "channel": line.channel.code(),
        "reason": line.reason.code(),
        "until": line.until(),
        "trace_fr": line.trace(Lang::Fr),
    })
}

fn told_again(message: &Message) -> Value {
    let asked = Channel::ALL.iter().filter(|channel| message.channels().has(**channel));
    json!({
        "channels": asked.map(|channel| channel.code()).collect::<Vec<_>>(),
        "digest": message.digest().map(Digest::code),
    })
}

fn told_refused(line: &Refused) -> Value {
    json!({
        "channel": line.channel.code(),
        "reason": line.reason.code(),
        "until": null,
        "trace_fr": line.trace(Lang::Fr),
    })
}

fn now(case: &Value) -> Result<Instant, Fault> {
    Instant::parse(case.text("now")?).map_err(code)
}

fn message(case: &Value) -> Result<Message, Fault> {
    let given = case.get("message").unwrap_or(&Value::Null);
    let format = || code(RouteError::Format);
    let class = MessageClass::from_code(given.text("class")?).ok_or_else(format)?;
    let topic = Topic::from_code(given.text("topic")?).ok_or_else(format)?;
    let sender = match given.text("partner") {
        Ok(partner) => Sender::Partner(Partner::from_code(partner).ok_or_else(format)?),
        Err(_) => Sender::Establishment,
    };
    let channels = given.list("channels")?.iter().map(Value::as_str);
    let channels = channels.map(|channel| channel.and_then(Channel::from_code));
    let channels: Vec<_> = channels.collect::<Option<_>>().ok_or_else(format)?;
    let message = Message::new(class, sender, topic, Channels::of(&channels)).map_err(code)?;
    let message = match given.text("digest") {
        Ok(digest) => message.in_digest(Digest::from_code(digest).ok_or_else(format)?),
        Err(_) => message,
    };
    Ok(match given.text("about") {
        Ok(child) => message.about_child(PupilId::parse(child).map_err(code)?),
        Err(_) => message,
    })
}

/// A person with nothing borrowed.
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

fn whole(given: &Value) -> Result<Whole, Fault> {
    let texts = |key: &str| given.list(key).unwrap_or_default().iter().filter_map(Value::as_str);
    let devices = texts("devices").map(DeviceId::parse).collect::<Result<_, _>>();
    let children = texts("children").map(PupilId::parse).collect::<Result<_, _>>();
    Ok(Whole {
        id: SubjectId::parse("person").map_err(code)?,
        card: card(given)?,
        consents: consent::log(given.get("consents").unwrap_or(&json!([])))?,
        preferences: preferences::chosen(given)?,
        devices: devices.map_err(code)?,
        children: children.map_err(code)?,
        hours: hours(given)?,
    })
}

/// `email`, confirmed unless `email_verified` is false; `mobile`, a number of the school, which is
/// chosen as contact number; `no_sms`.
fn card(given: &Value) -> Result<ContactCard, Fault> {
    let mut card = ContactCard::new();
    if let Ok(mobile) = given.text("mobile") {
        let mobile = PhoneNumber::parse(mobile, Region::FR).map_err(code)?;
        let phones = SchoolPhones { mobile: Some(mobile.clone()), ..SchoolPhones::default() };
        card = card.with_school_phones(phones);
        card = card.apply(CardChange::ChooseContact(mobile)).map_err(code)?;
    }
    if given.flag("no_sms").unwrap_or_default() {
        card = card.apply(CardChange::RefuseSms).map_err(code)?;
    }
    if let Ok(email) = given.text("email") {
        let email = UnverifiedEmail::parse(email).map_err(code)?;
        card = card.change_email(EmailChange::Ask(email.clone())).map_err(code)?.card;
        if given.flag("email_verified").unwrap_or(true) {
            let change = EmailChange::Confirm(email.confirmed());
            card = card.change_email(change).map_err(code)?.card;
        }
    }
    Ok(card)
}

/// Working days in `zone`, by the published calendar of the zone `calendar` if it names one, but for
/// the days `closed`.
fn hours(given: &Value) -> Result<SendingHours, Fault> {
    let zone = Zone::parse(given.text("zone").unwrap_or("Europe/Paris")).map_err(code)?;
    let calendar = match given.text("calendar") {
        Ok(name) => SchoolCalendar::published(SchoolZone::parse(name).map_err(code)?),
        Err(_) => SchoolCalendar::always_open(),
    };
    let calendar = match given.get("closed") {
        Some(closed) => {
            let day = |key| Day::parse(closed.text(key)?).map_err(code);
            let closure = Closure::new(ClosureKind::Closed, day("first")?, day("last")?, "");
            calendar.with(vec![closure.map_err(code)?]).map_err(code)?
        }
        None => calendar,
    };
    Ok(SendingHours::working_days(zone, calendar))
}

//! A message routed to people, with targets, times and reasons in words.

use std::fmt;

use ent_core::message::text;
use ent_core::{DeviceId, Instant, Lang, PhoneNumber, SubjectId, VerifiedEmail};

use super::compiled::HoursIndex;
use super::{Message, MessageClass, Person, Verdict, decide};
use crate::preferences::Answer;
use crate::{Channel, Defaults, Digest, Opening, Purpose, Topic};

/// Where a message goes; `Debug` shows no address, number or device.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a sender must handle every target")]
pub enum Target {
    /// The confirmed address.
    Email(VerifiedEmail),
    /// The contact number.
    Sms(PhoneNumber),
    /// The paired devices.
    Push(Vec<DeviceId>),
    /// The person's own pages.
    InApp,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email(_) => "Email",
            Self::Sms(_) => "Sms",
            Self::Push(_) => "Push",
            Self::InApp => "InApp",
        })
    }
}

/// To be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Who is told.
    pub person: SubjectId,
    /// How.
    pub channel: Channel,
    /// Where.
    pub target: Target,
    /// How it stands to wishes.
    pub class: MessageClass,
    /// What counts among the preferences, and who decided it.
    pub answer: Answer,
    /// Whether the person's calendar knows the day: where it does not, these may be school holidays
    /// that nobody entered ([`is_calendar_known`](crate::SendingHours::is_calendar_known)).
    pub calendar_known: bool,
}

impl Delivery {
    /// A line to show: « envoyé (Immédiat : réglage de l’ENT) ».
    #[must_use]
    pub fn trace(&self, lang: Lang) -> String {
        let code = match self.class {
            MessageClass::Ordinary => "route/sent",
            MessageClass::Urgent => "route/sent_urgent",
            MessageClass::Security => "route/sent_security",
        };
        text(code, lang, &[("answer", self.answer.text(lang).into())])
    }
}

/// To be kept, and routed anew as [`again`](Self::again) says when it is time: wishes and contacts
/// may have changed by then.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Held {
    /// Who is told.
    pub person: SubjectId,
    /// How.
    pub channel: Channel,
    /// Why not now.
    pub reason: Verdict,
    /// When, and what holds it.
    pub opening: Opening,
}

impl Held {
    /// When it is time, never before the `now` it was routed at.
    #[must_use]
    pub const fn until(&self) -> Instant {
        self.opening.at()
    }

    /// What to route when it is time: the message on this channel alone, as part of the digest it
    /// waited for.
    ///
    /// ```
    /// # use ent_core::{Instant, SubjectId, Zone};
    /// # use ent_core::calendar::SchoolCalendar;
    /// use ent_prefs::route::{Channels, Message, MessageClass, Person, Sender, route};
    /// use ent_prefs::{Channel, Defaults, Pace, Preferences, Scope, Topic};
    /// # use ent_prefs::{Consents, ContactCard, SendingHours};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (id, now) = (SubjectId::parse("zoe")?, Instant::parse("2026-11-26T10:00:00Z")?);
    /// # let hours = SendingHours::working_days(Zone::parse("Europe/Paris")?, SchoolCalendar::always_open());
    /// # let (card, consents) = (ContactCard::new(), Consents::new());
    /// let mut preferences = Preferences::new();
    /// preferences.set(None, Scope::EVERY, Pace::Daily)?;
    /// # let zoe = Person { id: &id, card: &card, consents: &consents, preferences: &preferences,
    /// #     devices: &[], children: &[], hours: &hours };
    /// let (class, sender) = (MessageClass::Ordinary, Sender::Establishment);
    /// let news = Message::new(class, sender, Topic::News, Channels::of(&[Channel::InApp]))?;
    /// let first = route(&news, [zoe], &Defaults::immediate(), now);
    /// let held = first.held.first().ok_or("nothing held")?;
    ///
    /// let later = route(&held.again(&news), [zoe], &Defaults::immediate(), held.until());
    /// assert_eq!(later.deliveries.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn again(&self, message: &Message) -> Message {
        message.again(self.channel, self.reason)
    }

    /// A line to show: « retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A) ».
    #[must_use]
    pub fn trace(&self, lang: Lang) -> String {
        self.opening.text(lang)
    }
}

/// Not to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Who is not told.
    pub person: SubjectId,
    /// How they would have been.
    pub channel: Channel,
    /// Why not.
    pub reason: Verdict,
    /// What was sent for which purpose.
    pub purpose: Purpose,
    /// What it was about.
    pub topic: Topic,
    /// What counts among the preferences, and who decided it.
    pub answer: Answer,
}

impl Refused {
    /// A line to show: « refusé : vous avez demandé à ne pas être contacté par SMS ».
    #[must_use]
    pub fn trace(&self, lang: Lang) -> String {
        let code = match self.reason {
            Verdict::NotConcerned => "route/not_concerned",
            Verdict::SmsRefused => "route/sms_refused",
            Verdict::NoTarget => "route/no_target",
            Verdict::Unverified => "route/unverified",
            Verdict::NotGranted => "route/not_granted",
            Verdict::EverythingOff if self.answer.switched_off => "route/everything_off",
            Verdict::NoHours => "route/no_hours",
            Verdict::EverythingOff
            | Verdict::SwitchedOff
            | Verdict::NotAsked
            | Verdict::Sent
            | Verdict::QuietHours
            | Verdict::DailyDigest
            | Verdict::WeeklyDigest => "route/switched_off",
        };
        let params = [
            ("channel", self.channel.label(lang).into()),
            ("purpose", self.purpose.label(lang).into()),
            ("topic", self.topic.label(lang).into()),
            ("layer", self.answer.layer.label(lang).into()),
        ];
        text(code, lang, &params)
    }
}

/// What becomes of a message: each channel asked for, of each person, stands in one of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Routing {
    /// To be sent now.
    pub deliveries: Vec<Delivery>,
    /// To be routed anew later.
    pub held: Vec<Held>,
    /// Not to be sent.
    pub refused: Vec<Refused>,
}

/// Routes `message` to `people` at `now`, in their order. Sending hours that never open refuse
/// what would wait for them, to that person alone.
///
/// ```
/// use ent_core::calendar::{SchoolCalendar, SchoolZone};
/// use ent_core::{Instant, Lang, PhoneNumber, Region, SubjectId, UnverifiedEmail, Zone};
/// use ent_prefs::consent::ConsentSource;
/// use ent_prefs::contact_card::EmailChange;
/// use ent_prefs::route::{Channels, Message, MessageClass, Person, Sender, route};
/// use ent_prefs::{
///     CardChange, Channel, ConsentEntry, Consents, ContactCard, Defaults, Preferences, Purpose,
///     SendingHours, TextVersion, Topic,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (id, now) = (SubjectId::parse("zoe")?, Instant::parse("2026-05-15T08:00:00Z")?);
/// let email = UnverifiedEmail::parse("zoe.martin@exemple.fr")?;
/// let card = ContactCard::new()
///     .change_email(EmailChange::Ask(email.clone()))?
///     .card
///     .change_email(EmailChange::Confirm(email.confirmed()))?
///     .card
///     .apply(CardChange::RefuseSms)?;
/// let mut consents = Consents::new();
/// let (purpose, text) = (Purpose::OwnEstablishment, TextVersion::new(1)?);
/// let box_ticked = ConsentSource::Onboarding;
/// consents.record(ConsentEntry::grant(purpose, Channel::Email, Instant::FIRST, text, box_ticked)?);
/// let calendar = SchoolCalendar::published(SchoolZone::parse("A")?);
/// let hours = SendingHours::working_days(Zone::parse("Europe/Paris")?, calendar);
/// let zoe = Person {
///     id: &id,
///     card: &card,
///     consents: &consents,
///     preferences: &Preferences::new(),
///     devices: &[],
///     children: &[],
///     hours: &hours,
/// };
/// let by = Channels::of(&[Channel::Email, Channel::Sms]);
/// let news = Message::new(MessageClass::Ordinary, Sender::Establishment, Topic::News, by)?;
/// let routing = route(&news, [zoe], &Defaults::immediate(), now);
///
/// let mail = routing.held.first().ok_or("nothing held")?;
/// assert_eq!(mail.trace(Lang::Fr), "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)");
/// let sms = routing.refused.first().ok_or("nothing refused")?;
/// assert_eq!(sms.reason.code(), "sms_refused");
/// # Ok(())
/// # }
/// ```
pub fn route<'a>(
    message: &Message,
    people: impl IntoIterator<Item = Person<'a>>,
    defaults: &Defaults,
    now: Instant,
) -> Routing {
    let mut routing = Routing::default();
    for person in people {
        routing.add(message, &person, defaults, now);
    }
    routing
}

impl Routing {
    fn add(&mut self, message: &Message, person: &Person<'_>, defaults: &Defaults, now: Instant) {
        let opening = person.hours.next_send(now).ok();
        let quiet = opening.as_ref().is_none_or(|opening| !opening.is_now());
        let calendar_known = person.hours.is_calendar_known(now);
        let compiled = person.compiled(defaults, message.about(), HoursIndex::default(), now);
        let decision = decide(message, &compiled, quiet);
        let (purpose, topic) = (message.sender().purpose(), message.topic());
        let answer = |channel| {
            person.preferences.answer(defaults, message.about(), purpose, topic, channel, now)
        };
        for channel in Channel::ALL.iter().copied() {
            let (id, reason) = (person.id.clone(), decision.on(channel));
            let digest = |digest| person.hours.next_digest(now, digest).ok();
            let wait = match reason {
                Verdict::QuietHours => opening.clone(),
                Verdict::DailyDigest => digest(Digest::Daily),
                Verdict::WeeklyDigest => digest(Digest::Weekly),
                _ => None,
            };
            match (reason, wait) {
                (Verdict::NotAsked, _) => {}
                (Verdict::Sent, _) => {
                    let (class, answer) = (message.class(), answer(channel));
                    // A way that is open has a target.
                    let target = person.target(channel, message);
                    let sent = target.map(|target| Delivery {
                        person: id,
                        channel,
                        target,
                        class,
                        answer,
                        calendar_known,
                    });
                    self.deliveries.extend(sent);
                }
                (_, Some(opening)) => {
                    self.held.push(Held { person: id, channel, reason, opening });
                }
                (_, None) => {
                    let answer = answer(channel);
                    let reason = if reason.is_held() { Verdict::NoHours } else { reason };
                    self.refused.push(Refused {
                        person: id,
                        channel,
                        reason,
                        purpose,
                        topic,
                        answer,
                    });
                }
            }
        }
    }
}

impl Person<'_> {
    fn target(&self, channel: Channel, message: &Message) -> Option<Target> {
        match channel {
            Channel::Email => self.card.email().cloned().map(Target::Email),
            Channel::Sms => self.card.sms_reach(message.about()).number().cloned().map(Target::Sms),
            Channel::Push => Some(Target::Push(self.devices.to_vec())),
            Channel::InApp => Some(Target::InApp),
        }
    }
}

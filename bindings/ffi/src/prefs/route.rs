//! Who is told, on which channel, when, and why not.

use std::fmt;
use std::sync::Arc;

use ent_core::{DeviceId, Lang, PupilId, SubjectId};
use ent_prefs::route as domain;

use super::ContactCard;
use super::consent::{Channel, Consents};
use super::disconnect::{Digest, SendingHours};
use super::preferences::{PreferenceAnswer, PreferenceDefaults, Preferences, Topic, pupil};
use crate::ent::Partner;
use crate::mirror::labelled;
use crate::{EntError, Timestamp};

labelled! {
    /// How a message stands to the wishes of a person.
    MessageClass = domain::MessageClass {
        /// Keeps to every wish.
        Ordinary,
        /// Waits for no hour and no digest, such as a bad-weather alert about school buses. It
        /// needs a consent, and what a person switched off stays off.
        Urgent,
        /// A notice about the account itself, which cannot be refused.
        Security,
    }
}

labelled! {
    /// What becomes of a message on one channel.
    RouteVerdict = domain::Verdict {
        /// The message does not ask for this channel.
        NotAsked,
        /// It goes out now.
        Sent,
        /// It waits for the sending hours of the person.
        QuietHours,
        /// It waits for the digest of the day.
        DailyDigest,
        /// It waits for the digest of the week.
        WeeklyDigest,
        /// It is about a child of others.
        NotConcerned,
        /// The person asked for no SMS.
        SmsRefused,
        /// There is no contact for the channel.
        NoTarget,
        /// Nobody has confirmed the contact.
        Unverified,
        /// The person has not agreed.
        NotGranted,
        /// The person has switched everything off.
        EverythingOff,
        /// The preference that counts says off.
        SwitchedOff,
        /// It would wait, and the sending hours of the person never open.
        NoHours,
    }
}

/// A message to be routed: all but its text. The text form names no pupil.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RouteMessage {
    /// How it stands to wishes.
    pub message_class: MessageClass,
    /// What it is about.
    pub topic: Topic,
    /// Channels it may travel by.
    pub channels: Vec<Channel>,
    /// The partner whose message the ENT carries; none for the establishment and the ENT itself.
    #[uniffi(default = None)]
    pub partner: Option<Partner>,
    /// The pupil it is about, if it is about one.
    #[uniffi(default = None)]
    pub about: Option<String>,
    /// The digest it goes out with, where it was held for one: `again` says what to route then.
    #[uniffi(default = None)]
    pub digest: Option<Digest>,
}

#[uniffi::export]
impl RouteMessage {
    /// What to route when it is time for what was held: the message on that channel alone, as part
    /// of the digest it waited for.
    #[must_use]
    pub fn again(&self, held: &RouteHeld) -> RouteMessage {
        let digest = domain::Verdict::from(held.reason).digest().map(Into::into).or(self.digest);
        RouteMessage { channels: vec![held.channel], digest, ..self.clone() }
    }
}

impl fmt::Debug for RouteMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RouteMessage({} {})", self.message_class.code(), self.topic.code())
    }
}

impl fmt::Display for RouteMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl RouteMessage {
    pub(super) fn read(&self) -> Result<domain::Message, EntError> {
        let sender = self.partner.map_or(domain::Sender::Establishment, |partner| {
            domain::Sender::Partner(partner.into())
        });
        let channels: Vec<_> = self.channels.iter().map(|channel| (*channel).into()).collect();
        let (class, topic) = (self.message_class.into(), self.topic.into());
        let channels = domain::Channels::of(&channels);
        let message = domain::Message::new(class, sender, topic, channels)?;
        let message = match self.digest {
            Some(digest) => message.in_digest(digest.into()),
            None => message,
        };
        Ok(match pupil(self.about.clone())? {
            Some(child) => message.about_child(child),
            None => message,
        })
    }
}

/// All that is known of a person who may be told.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Recipient {
    /// Who it is.
    pub person: String,
    /// Where the person can be reached.
    pub card: Arc<ContactCard>,
    /// What they agreed to.
    pub consents: Arc<Consents>,
    /// What they wish to be told of.
    pub preferences: Arc<Preferences>,
    /// When they may be written to.
    pub hours: Arc<SendingHours>,
    /// Phones and tablets paired with the account.
    #[uniffi(default = [])]
    pub devices: Vec<String>,
    /// Pupils they are told about: their children, or a pupil's own id.
    #[uniffi(default = [])]
    pub children: Vec<String>,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(redacted)")
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// What a recipient is made of, read once.
pub(super) struct Read<'a> {
    person: SubjectId,
    devices: Vec<DeviceId>,
    children: Vec<PupilId>,
    from: &'a Recipient,
}

impl<'a> Read<'a> {
    pub(super) fn new(from: &'a Recipient) -> Result<Self, EntError> {
        let devices = from.devices.iter().map(|id| DeviceId::parse(id)).collect::<Result<_, _>>();
        let children = from.children.iter().map(|id| PupilId::parse(id)).collect::<Result<_, _>>();
        let person = SubjectId::parse(&from.person)?;
        Ok(Self { person, devices: devices?, children: children?, from })
    }

    pub(super) fn lend(&self) -> domain::Person<'_> {
        domain::Person {
            id: &self.person,
            card: &self.from.card.inner,
            consents: &self.from.consents.inner,
            preferences: &self.from.preferences.inner,
            devices: &self.devices,
            children: &self.children,
            hours: &self.from.hours.inner,
        }
    }
}

/// Where a message goes.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Display)]
pub enum RouteTarget {
    /// The confirmed address.
    Email {
        /// The address.
        address: String,
    },
    /// The contact number.
    Sms {
        /// The number, in the form of E.164.
        number: String,
    },
    /// The paired devices.
    Push {
        /// Their ids.
        devices: Vec<String>,
    },
    /// The person's own pages.
    InApp,
}

impl fmt::Debug for RouteTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email { .. } => "Email",
            Self::Sms { .. } => "Sms",
            Self::Push { .. } => "Push",
            Self::InApp => "InApp",
        })
    }
}

impl fmt::Display for RouteTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl From<domain::Target> for RouteTarget {
    fn from(target: domain::Target) -> Self {
        match target {
            domain::Target::Email(email) => {
                Self::Email { address: email.email().address().to_owned() }
            }
            domain::Target::Sms(number) => Self::Sms { number: number.e164().to_owned() },
            domain::Target::Push(devices) => {
                Self::Push { devices: devices.iter().map(ToString::to_string).collect() }
            }
            domain::Target::InApp => Self::InApp,
        }
    }
}

/// To be sent now.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RouteDelivery {
    /// Who is told.
    pub person: String,
    /// How.
    pub channel: Channel,
    /// Where.
    pub target: RouteTarget,
    /// What counts among the preferences, and who decided it.
    pub answer: PreferenceAnswer,
    /// A line to show, in French: « envoyé (Immédiat : réglage de l’ENT) ».
    pub trace_fr: String,
    /// The same line in English.
    pub trace_en: String,
    /// Whether the person's calendar knows the day: where it does not, these may be school holidays
    /// that nobody entered.
    pub calendar_known: bool,
}

impl fmt::Debug for RouteDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RouteDelivery({})", self.channel.code())
    }
}

impl fmt::Display for RouteDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// To be kept, and routed anew when it is time.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RouteHeld {
    /// Who is told.
    pub person: String,
    /// How.
    pub channel: Channel,
    /// Why not now.
    pub reason: RouteVerdict,
    /// When it is time.
    pub until: Timestamp,
    /// A line to show, in French: « retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A) ».
    pub trace_fr: String,
    /// The same line in English.
    pub trace_en: String,
}

impl fmt::Debug for RouteHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RouteHeld({}, {})", self.channel.code(), self.reason.code())
    }
}

impl fmt::Display for RouteHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Not to be sent.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct RouteRefused {
    /// Who is not told.
    pub person: String,
    /// How they would have been.
    pub channel: Channel,
    /// Why not.
    pub reason: RouteVerdict,
    /// What counts among the preferences, and who decided it.
    pub answer: PreferenceAnswer,
    /// A line to show, in French.
    pub trace_fr: String,
    /// The same line in English.
    pub trace_en: String,
}

impl fmt::Debug for RouteRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RouteRefused({}, {})", self.channel.code(), self.reason.code())
    }
}

impl fmt::Display for RouteRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// What becomes of a message: each channel asked for, of each person, stands in one of the lists.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Routing {
    /// To be sent now.
    pub deliveries: Vec<RouteDelivery>,
    /// To be routed anew later.
    pub held: Vec<RouteHeld>,
    /// Not to be sent.
    pub refused: Vec<RouteRefused>,
}

impl From<domain::Routing> for Routing {
    fn from(routing: domain::Routing) -> Self {
        let delivery = |line: domain::Delivery| RouteDelivery {
            person: line.person.to_string(),
            channel: line.channel.into(),
            answer: line.answer.into(),
            trace_fr: line.trace(Lang::Fr),
            trace_en: line.trace(Lang::En),
            calendar_known: line.calendar_known,
            target: line.target.into(),
        };
        let held = |line: domain::Held| RouteHeld {
            person: line.person.to_string(),
            channel: line.channel.into(),
            reason: line.reason.into(),
            until: line.until(),
            trace_fr: line.trace(Lang::Fr),
            trace_en: line.trace(Lang::En),
        };
        let refused = |line: domain::Refused| RouteRefused {
            person: line.person.to_string(),
            channel: line.channel.into(),
            reason: line.reason.into(),
            answer: line.answer.into(),
            trace_fr: line.trace(Lang::Fr),
            trace_en: line.trace(Lang::En),
        };
        Self {
            deliveries: routing.deliveries.into_iter().map(delivery).collect(),
            held: routing.held.into_iter().map(held).collect(),
            refused: routing.refused.into_iter().map(refused).collect(),
        }
    }
}

/// Routes a message to people, in their order.
///
/// Fails with `notify/format` for a message whose class, topic, sender and channels do not go
/// together, or `id/…`.
#[uniffi::export]
pub fn route_message(
    message: RouteMessage,
    people: Vec<Recipient>,
    defaults: &PreferenceDefaults,
    now: Timestamp,
) -> Result<Routing, EntError> {
    let message = message.read()?;
    let people = people.iter().map(Read::new).collect::<Result<Vec<_>, _>>()?;
    let people = people.iter().map(Read::lend);
    Ok(domain::route(&message, people, &defaults.inner, now).into())
}

//! What is to be sent, as far as routing needs to know.

use ent_core::ent::Partner;
use ent_core::{PupilId, listed};

use super::{RouteError, Verdict};
use crate::{Channel, Digest, Purpose, Topic};

listed! {
    /// How a message stands to the wishes of a person.
    ///
    /// ```
    /// use ent_prefs::route::MessageClass;
    ///
    /// assert_eq!(MessageClass::from_code("urgent"), Some(MessageClass::Urgent));
    /// ```
    #[doc(alias = "catégorie")]
    #[expect(clippy::exhaustive_enums, reason = "a new class needs a rule")]
    MessageClass in "message_class" {
        /// Keeps to every wish.
        Ordinary = "ordinary",
        /// Waits for no hour and no digest: « Alerte intempéries : transports scolaires suspendus »
        /// (teacher guide of Ma classe en Auvergne-Rhône-Alpes). It needs a consent, and what a
        /// person switched off stays off.
        Urgent = "urgent",
        /// A notice about the account itself, which cannot be refused. It goes to confirmed
        /// contacts alone, and never by SMS to whom asked for none: there is no number to use.
        Security = "security",
    }
}

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "each sender is a purpose of its own")]
pub enum Sender {
    /// The person's own establishment, or the ENT itself.
    Establishment,
    /// A partner, whose message the ENT carries: it never learns an address.
    Partner(Partner),
}

impl Sender {
    /// What a person agreed to, or not.
    #[must_use]
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Establishment => Purpose::OwnEstablishment,
            Self::Partner(_) => Purpose::Partners,
        }
    }
}

/// Some of the four channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Channels([bool; 4]);

impl Channels {
    /// All four.
    pub const ALL: Self = Self([true; 4]);

    /// These channels.
    #[must_use]
    pub fn of(channels: &[Channel]) -> Self {
        Self(
            [Channel::Email, Channel::Sms, Channel::Push, Channel::InApp]
                .map(|channel| channels.contains(&channel)),
        )
    }

    /// Whether a channel is among them.
    #[must_use]
    pub const fn has(self, channel: Channel) -> bool {
        let [email, sms, push, in_app] = self.0;
        match channel {
            Channel::Email => email,
            Channel::Sms => sms,
            Channel::Push => push,
            Channel::InApp => in_app,
        }
    }

    pub(super) const fn each(self) -> [bool; 4] {
        self.0
    }
}

/// A message to be routed: all but its text.
///
/// ```
/// use ent_core::ent::Partner;
/// use ent_prefs::Topic;
/// use ent_prefs::route::{Channels, Message, MessageClass, RouteError, Sender};
///
/// let region = Sender::Partner(Partner::RegionCouncil);
/// let alert = Message::new(MessageClass::Urgent, region, Topic::Transport, Channels::ALL)?;
/// assert_eq!(alert.about(), None);
/// let spoofed = Message::new(MessageClass::Security, region, Topic::Account, Channels::ALL);
/// assert_eq!(spoofed, Err(RouteError::Format));
/// # Ok::<(), RouteError>(())
/// ```
#[doc(alias = "notification")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    class: MessageClass,
    sender: Sender,
    topic: Topic,
    channels: Channels,
    about: Option<PupilId>,
    digest: Option<Digest>,
}

impl Message {
    /// A message about nobody in particular.
    ///
    /// # Errors
    ///
    /// [`RouteError::Format`] without a channel, and unless [`Topic::Account`] and
    /// [`MessageClass::Security`] stand together and come from the establishment.
    pub fn new(
        class: MessageClass,
        sender: Sender,
        topic: Topic,
        channels: Channels,
    ) -> Result<Self, RouteError> {
        let security = class == MessageClass::Security;
        let own = sender == Sender::Establishment;
        let fits = security == (topic == Topic::Account) && (own || !security);
        if !fits || channels == Channels::default() {
            return Err(RouteError::Format);
        }
        Ok(Self { class, sender, topic, channels, about: None, digest: None })
    }

    /// The message is about a pupil: only those who have the pupil among their children, and the
    /// pupil, are told.
    #[must_use]
    pub fn about_child(self, child: PupilId) -> Self {
        Self { about: Some(child), ..self }
    }

    /// The message as part of a digest that goes out now: who wishes this digest gets it. Ask for
    /// the channel that was held alone, or who is told at once is told twice;
    /// [`Held::again`](super::Held::again) does both.
    #[must_use]
    pub fn in_digest(self, digest: Digest) -> Self {
        Self { digest: Some(digest), ..self }
    }

    /// What to route when it is time for what was held on `channel` for this reason: the message on
    /// that channel alone, as part of the digest it waited for.
    #[must_use]
    pub fn again(&self, channel: Channel, reason: Verdict) -> Self {
        let digest = reason.digest().or(self.digest);
        Self { channels: Channels::of(&[channel]), digest, ..self.clone() }
    }

    /// How it stands to wishes.
    #[must_use]
    pub const fn class(&self) -> MessageClass {
        self.class
    }

    /// Who sends.
    #[must_use]
    pub const fn sender(&self) -> Sender {
        self.sender
    }

    /// What it is about.
    #[must_use]
    pub const fn topic(&self) -> Topic {
        self.topic
    }

    /// Channels it may travel by.
    #[must_use]
    pub const fn channels(&self) -> Channels {
        self.channels
    }

    /// The digest it goes out with, if with one.
    #[must_use]
    pub const fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// The pupil it is about, if it is about one.
    #[must_use]
    pub const fn about(&self) -> Option<&PupilId> {
        self.about.as_ref()
    }
}

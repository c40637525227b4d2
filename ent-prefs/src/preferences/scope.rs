//! What a choice is about, and what is chosen.

use std::cmp::Ordering;

use crate::{Channel, Purpose, Topic};
use ent_core::listed;

listed! {
    /// How soon a notification comes.
    ///
    /// ```
    /// use ent_prefs::preferences::Pace;
    ///
    /// assert_eq!(Pace::from_code("weekly"), Some(Pace::Weekly));
    /// assert_eq!(Pace::from_code("hourly"), None);
    /// ```
    #[doc(alias = "fréquence")]
    #[expect(clippy::exhaustive_enums, reason = "senders must handle every pace")]
    Pace in "pace" {
        /// Never.
        Off = "off",
        /// At once.
        Immediate = "immediate",
        /// With the others of the day.
        #[doc(alias = "récapitulatif quotidien")]
        Daily = "daily",
        /// With the others of the week.
        #[doc(alias = "récapitulatif hebdomadaire")]
        Weekly = "weekly",
    }
}

/// The notifications a choice is about; what is not named is every one.
///
/// Of two scopes that both hold a notification the finer one counts: the one that names a topic,
/// then the one that names a channel, then the one that names a purpose. No two of them are alike.
///
/// ```
/// use ent_prefs::preferences::Scope;
/// use ent_prefs::{Channel, Purpose, Topic};
///
/// let news = Scope::EVERY.of(Topic::News);
/// let by_sms = Scope::EVERY.by(Channel::Sms).for_purpose(Purpose::Partners);
/// assert!(news > by_sms);
/// assert!(news.holds(Purpose::Partners, Topic::News, Channel::Sms));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    purpose: Option<Purpose>,
    topic: Option<Topic>,
    channel: Option<Channel>,
}

impl Scope {
    /// Every notification.
    pub const EVERY: Self = Self { purpose: None, topic: None, channel: None };

    /// What of it is sent for `purpose`.
    #[must_use]
    pub const fn for_purpose(self, purpose: Purpose) -> Self {
        Self { purpose: Some(purpose), ..self }
    }

    /// What of it is about `topic`.
    #[must_use]
    pub const fn of(self, topic: Topic) -> Self {
        Self { topic: Some(topic), ..self }
    }

    /// What of it travels by `channel`.
    #[must_use]
    pub const fn by(self, channel: Channel) -> Self {
        Self { channel: Some(channel), ..self }
    }

    /// The purpose named, if one is.
    #[must_use]
    pub const fn purpose(self) -> Option<Purpose> {
        self.purpose
    }

    /// The topic named, if one is.
    #[must_use]
    pub const fn topic(self) -> Option<Topic> {
        self.topic
    }

    /// The channel named, if one is.
    #[must_use]
    pub const fn channel(self) -> Option<Channel> {
        self.channel
    }

    /// Whether a notification is among them.
    #[must_use]
    pub fn holds(self, purpose: Purpose, topic: Topic, channel: Channel) -> bool {
        self.purpose.is_none_or(|named| named == purpose)
            && self.topic.is_none_or(|named| named == topic)
            && self.channel.is_none_or(|named| named == channel)
    }

    /// Every notification among them that may be chosen: all but those about the account.
    pub(super) fn cells(self) -> impl Iterator<Item = (Purpose, Topic, Channel)> {
        let topics = || Topic::ALL.iter().copied().filter(|topic| *topic != Topic::Account);
        let every = Purpose::ALL.iter().flat_map(move |purpose| {
            topics().flat_map(move |topic| {
                Channel::ALL.iter().map(move |channel| (*purpose, topic, *channel))
            })
        });
        every.filter(move |(purpose, topic, channel)| self.holds(*purpose, *topic, *channel))
    }

    /// Every scope that holds a notification, finest first.
    pub(super) fn around(purpose: Purpose, topic: Topic, channel: Channel) -> [Self; 8] {
        let all = Self::EVERY;
        [
            all.for_purpose(purpose).of(topic).by(channel),
            all.of(topic).by(channel),
            all.for_purpose(purpose).of(topic),
            all.of(topic),
            all.for_purpose(purpose).by(channel),
            all.by(channel),
            all.for_purpose(purpose),
            all,
        ]
    }

    fn rank(self) -> (bool, bool, bool) {
        (self.topic.is_some(), self.channel.is_some(), self.purpose.is_some())
    }
}

/// Coarsest first.
impl Ord for Scope {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |scope: &Self| (scope.rank(), scope.topic, scope.channel, scope.purpose);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Scope {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

//! What a link refuses, and what follows from it.

use ent_core::Instant;

use super::{UnsubscribeError, UnsubscribeReference};
use crate::consent::{ConsentAct, ConsentActor, ConsentSource};
use crate::{Channel, ConsentEntry, Consents, Defaults, Purpose, Scope, Topic};

/// What a link refuses: a purpose on a channel, for one person; perhaps one topic of it only, or
/// one child.
///
/// ```
/// use ent_prefs::unsubscribe::{UnsubscribeError, UnsubscribeReference, UnsubscribeScope};
/// use ent_prefs::{Channel, Purpose, Topic};
///
/// let person = UnsubscribeReference::parse("b1946ac92492d2347c6235b4d2611184")?;
/// let scope = UnsubscribeScope::new(person, Purpose::OwnEstablishment, Channel::Email)?;
/// assert!(scope.clone().about(Topic::Catering).is_ok());
/// assert_eq!(scope.about(Topic::Account), Err(UnsubscribeError::Security));
/// # Ok::<(), UnsubscribeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnsubscribeScope {
    person: UnsubscribeReference,
    purpose: Purpose,
    /// INVARIANT: it needs consent.
    channel: Channel,
    /// INVARIANT: it may be refused.
    topic: Option<Topic>,
    child: Option<UnsubscribeReference>,
}

impl UnsubscribeScope {
    /// The whole purpose on this channel.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Channel`] for a line in the portal, which needs no consent.
    pub fn new(
        person: UnsubscribeReference,
        purpose: Purpose,
        channel: Channel,
    ) -> Result<Self, UnsubscribeError> {
        if !channel.needs_consent() {
            return Err(UnsubscribeError::Channel);
        }
        Ok(Self { person, purpose, channel, topic: None, child: None })
    }

    /// Of it, this topic only.
    ///
    /// # Errors
    ///
    /// [`UnsubscribeError::Security`] for the security of the account: such notices are always
    /// sent.
    pub fn about(self, topic: Topic) -> Result<Self, UnsubscribeError> {
        if topic == Topic::Account {
            return Err(UnsubscribeError::Security);
        }
        Ok(Self { topic: Some(topic), ..self })
    }

    /// Of it, what concerns this child only.
    #[must_use]
    pub fn for_child(self, child: UnsubscribeReference) -> Self {
        Self { child: Some(child), ..self }
    }

    /// The person, as these links name them.
    #[must_use]
    pub const fn person(&self) -> &UnsubscribeReference {
        &self.person
    }

    /// What the messages are sent for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// How they travel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// The one topic that is refused, if not the whole purpose.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        self.topic
    }

    /// The one child, if not every child.
    #[must_use]
    pub const fn child(&self) -> Option<&UnsubscribeReference> {
        self.child.as_ref()
    }

    /// The notifications it is about, as [`Preferences`](crate::Preferences) name them: what to
    /// [`refuse`](crate::Preferences::refuse) after an [`UnsubscribeEffect::Preference`], for the
    /// child where there is one.
    #[must_use]
    pub const fn preference_scope(&self) -> Scope {
        let scope = Scope::EVERY.for_purpose(self.purpose).by(self.channel);
        match self.topic {
            Some(topic) => scope.of(topic),
            None => scope,
        }
    }

    pub(super) fn effect(&self, defaults: &Defaults, now: Instant) -> UnsubscribeEffect {
        let Self { purpose, channel, topic, .. } = *self;
        let whole = topic.is_none() && self.child.is_none();
        if whole || defaults.locks(self.preference_scope()) {
            let source = ConsentSource::Message;
            let entry = ConsentEntry::withdrawal(purpose, channel, now, None, source);
            return UnsubscribeEffect::Consent(entry);
        }
        UnsubscribeEffect::Preference { purpose, topic, channel, child: self.child.clone() }
    }
}

/// What the confirmation of a link does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsubscribed {
    /// What is refused, and whose log or preferences it concerns.
    pub scope: UnsubscribeScope,
    /// What to store.
    pub effect: UnsubscribeEffect,
}

/// What to store after a confirmed refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "hosts and bindings must store every effect")]
pub enum UnsubscribeEffect {
    /// The whole purpose is refused on the channel, or a part of it that the establishment locked:
    /// an entry for the log of consents.
    /// [`apply`](Self::apply) records it so that it counts.
    Consent(ConsentEntry),
    /// Part of the purpose is refused in the preferences ([`Preferences::refuse`]); the consent
    /// stays.
    ///
    /// [`Preferences::refuse`]: crate::Preferences::refuse
    Preference {
        /// What the messages are sent for.
        purpose: Purpose,
        /// The topic, or every one.
        topic: Option<Topic>,
        /// How they travel.
        channel: Channel,
        /// The child, or every one.
        child: Option<UnsubscribeReference>,
    },
}

impl UnsubscribeEffect {
    /// Records a withdrawal in the log of the person, after every grant of the log
    /// ([`Consents::withdraw`]); the same POST again within the hour, with nothing agreed to since,
    /// adds nothing. One that comes later is recorded, since another copy of the log may hold a
    /// grant in between.
    /// Whether it was one: a preference leaves the log as it is.
    pub fn apply(&self, consents: &mut Consents) -> bool {
        let Self::Consent(entry) = self else { return false };
        let (purpose, channel) = (entry.purpose(), entry.channel());
        let last = consents.deciding(purpose, channel, Instant::LAST);
        let just_said = |last: &ConsentEntry| {
            last.act() == ConsentAct::Withdrawn && entry.at().seconds_since(last.at()) < 3_600
        };
        if last.is_some_and(just_said) {
            return true;
        }
        consents.withdraw(purpose, channel, entry.at(), entry.source(), ConsentActor::Own);
        true
    }
}

//! The rule: what becomes of a message for a person on each channel.

use ent_core::listed;

use super::compiled::{CompiledPerson, Way};
use super::message::{Message, MessageClass};
use crate::preferences::Pace;
use crate::{Channel, Digest, Purpose};

listed! {
    /// What becomes of a message on one channel.
    ///
    /// Reasons to refuse come before reasons to hold, and a digest before quiet hours. Of several
    /// reasons to refuse the first of the list counts.
    ///
    /// ```
    /// use ent_prefs::route::Verdict;
    ///
    /// assert!(Verdict::QuietHours.is_held() && !Verdict::NotGranted.is_held());
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "a sender must handle every verdict")]
    Verdict in "verdict" {
        /// The message does not ask for this channel.
        NotAsked = "not_asked",
        /// It goes out now.
        Sent = "sent",
        /// It waits for the sending hours of the person.
        #[doc(alias = "droit à la déconnexion")]
        QuietHours = "quiet_hours",
        /// It waits for the digest of the day.
        DailyDigest = "daily_digest",
        /// It waits for the digest of the week.
        WeeklyDigest = "weekly_digest",
        /// It is about a child of others.
        NotConcerned = "not_concerned",
        /// The person asked for no SMS.
        SmsRefused = "sms_refused",
        /// There is no contact for the channel.
        NoTarget = "no_target",
        /// Nobody has confirmed the contact.
        Unverified = "unverified",
        /// The person has not agreed.
        NotGranted = "not_granted",
        /// The person has switched everything off, also where the establishment locked it to off.
        EverythingOff = "everything_off",
        /// The preference that counts says off.
        SwitchedOff = "switched_off",
        /// It would wait, and the sending hours of the person never open.
        NoHours = "no_hours",
    }
}

impl Verdict {
    /// Its place in [`ALL`](Self::ALL): what a host keeps of it in one byte.
    ///
    /// ```
    /// use ent_prefs::route::Verdict;
    ///
    /// let place = usize::from(Verdict::NoHours.place());
    /// assert_eq!(Verdict::ALL.get(place), Some(&Verdict::NoHours));
    /// ```
    #[must_use]
    pub fn place(self) -> u8 {
        let place = Self::ALL.iter().position(|verdict| *verdict == self);
        place.and_then(|place| u8::try_from(place).ok()).unwrap_or_default()
    }

    /// Whether it goes out later.
    #[must_use]
    pub const fn is_held(self) -> bool {
        matches!(self, Self::QuietHours | Self::DailyDigest | Self::WeeklyDigest)
    }

    /// The digest it waits for, if it waits for one.
    #[must_use]
    pub const fn digest(self) -> Option<Digest> {
        match self {
            Self::DailyDigest => Some(Digest::Daily),
            Self::WeeklyDigest => Some(Digest::Weekly),
            _ => None,
        }
    }

    /// Whether it does not go out, though it was asked for.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        match self {
            Self::NotAsked
            | Self::Sent
            | Self::QuietHours
            | Self::DailyDigest
            | Self::WeeklyDigest => false,
            Self::NotConcerned
            | Self::SmsRefused
            | Self::NoTarget
            | Self::Unverified
            | Self::NotGranted
            | Self::EverythingOff
            | Self::SwitchedOff
            | Self::NoHours => true,
        }
    }
}

/// The verdict on each channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision([Verdict; 4]);

impl Decision {
    /// Nothing was asked for.
    pub const NONE: Self = Self([Verdict::NotAsked; 4]);

    /// The verdict on a channel.
    #[must_use]
    pub const fn on(self, channel: Channel) -> Verdict {
        let [email, sms, push, in_app] = self.0;
        match channel {
            Channel::Email => email,
            Channel::Sms => sms,
            Channel::Push => push,
            Channel::InApp => in_app,
        }
    }

    /// The verdicts, where those for which `never` has no time are refusals.
    pub(super) fn where_hours_open(self, never: impl Fn(Verdict) -> bool) -> Self {
        let each = self.0.map(|verdict| {
            if verdict.is_held() && never(verdict) { Verdict::NoHours } else { verdict }
        });
        Self(each)
    }

    /// The verdicts in the order of [`Channel::ALL`].
    #[must_use]
    pub const fn each(self) -> [Verdict; 4] {
        self.0
    }
}

/// What becomes of `message` for a person. `quiet` says whether their sending hours are shut now.
///
/// - To everybody: only the channels asked for; only those whose child it is about; only a
///   confirmed contact, and no SMS to whom asked for none.
/// - Ordinary: only what the person agreed to (a line in the portal needs no consent, since it
///   does not leave the portal; a partner's stops when the person refuses it), as soon as they
///   wish, and not in their quiet hours; a line in the portal disturbs nobody and waits for none.
/// - Urgent: the same, but at once.
/// - In a digest ([`Message::in_digest`]): the same, and now to those who wish that digest.
/// - Security: at once, whatever was agreed to or chosen.
///
/// ```
/// # use ent_core::{Instant, SubjectId, Zone};
/// # use ent_core::calendar::SchoolCalendar;
/// # use ent_prefs::{Consents, ContactCard, Preferences, SendingHours};
/// use ent_prefs::route::{Channels, Message, MessageClass, Person, Sender, Verdict, decide};
/// use ent_prefs::{Channel, Defaults, Topic};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let id = SubjectId::parse("zoe")?;
/// # let hours = SendingHours::working_days(Zone::parse("Europe/Paris")?, SchoolCalendar::always_open());
/// # let (card, consents, preferences) = (ContactCard::new(), Consents::new(), Preferences::new());
/// # let zoe = Person { id: &id, card: &card, consents: &consents, preferences: &preferences,
/// #     devices: &[], children: &[], hours: &hours };
/// // Zoé has given no contact and agreed to nothing.
/// let person = zoe.compiled(&Defaults::immediate(), None, Default::default(), Instant::FIRST);
/// let (class, sender) = (MessageClass::Ordinary, Sender::Establishment);
/// let news = Message::new(class, sender, Topic::News, Channels::ALL)?;
/// let decision = decide(&news, &person, false);
/// assert_eq!(decision.on(Channel::Email), Verdict::NoTarget);
/// assert_eq!(decision.on(Channel::InApp), Verdict::Sent);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn decide(message: &Message, person: &CompiledPerson, quiet: bool) -> Decision {
    let [email, sms, push, in_app] = message.channels().each();
    let purpose = message.sender().purpose();
    let granted = match purpose {
        Purpose::OwnEstablishment => person.own,
        Purpose::Partners => person.partners,
    };
    let ask = Ask {
        class: message.class(),
        paces: person.paces.four(purpose, message.topic()),
        granted,
        digest: message.digest(),
        concerned: person.concerned,
        everything_off: person.everything_off,
    };
    Decision([
        ask.verdict(email, person.email, Channel::Email, quiet),
        ask.verdict(sms, person.sms, Channel::Sms, quiet),
        ask.verdict(push, person.push, Channel::Push, quiet),
        ask.verdict(in_app, Way::Open, Channel::InApp, false),
    ])
}

struct Ask {
    class: MessageClass,
    paces: u8,
    granted: u8,
    digest: Option<Digest>,
    concerned: bool,
    everything_off: bool,
}

impl Ask {
    fn verdict(&self, asked: bool, way: Way, channel: Channel, quiet: bool) -> Verdict {
        if !asked {
            return Verdict::NotAsked;
        }
        if !self.concerned {
            return Verdict::NotConcerned;
        }
        match way {
            Way::Open => {}
            Way::Refused => return Verdict::SmsRefused,
            Way::Nowhere => return Verdict::NoTarget,
            Way::Unverified => return Verdict::Unverified,
        }
        if self.class == MessageClass::Security {
            return Verdict::Sent;
        }
        if self.granted >> channel.bits() & 1 == 0 {
            return Verdict::NotGranted;
        }
        let pace = Pace::from_bits(self.paces >> channel.bits());
        match (pace, self.class) {
            (Pace::Off, _) if self.everything_off => Verdict::EverythingOff,
            (Pace::Off, _) => Verdict::SwitchedOff,
            (_, MessageClass::Urgent) => Verdict::Sent,
            (Pace::Daily, _) if self.digest != Some(Digest::Daily) => Verdict::DailyDigest,
            (Pace::Weekly, _) if self.digest != Some(Digest::Weekly) => Verdict::WeeklyDigest,
            _ if quiet => Verdict::QuietHours,
            _ => Verdict::Sent,
        }
    }
}

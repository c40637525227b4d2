//! Every answer of a person in 22 bytes.

use super::{Pace, Scope};
use crate::{Channel, Purpose, Topic};

const BYTES: usize = 22;

/// Every [`Pace`] of a person at one moment: what [`Preferences::answer`] says for each purpose,
/// topic and channel, in 22 bytes.
///
/// [`Preferences::answer`]: super::Preferences::answer
///
/// ```
/// use ent_core::Instant;
/// use ent_prefs::preferences::{Defaults, Pace, Preferences};
/// use ent_prefs::{Channel, Purpose, Topic};
///
/// let table = Preferences::new().table(&Defaults::immediate(), None, Instant::FIRST);
/// assert_eq!(table.get(Purpose::Partners, Topic::Transport, Channel::Sms), Pace::Immediate);
/// assert_eq!(size_of_val(&table), 22);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceTable([u8; BYTES]);

/// Some of the notifications: a bit each, where [`PaceTable`] has two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cells([u8; BYTES]);

impl PaceTable {
    /// Off, but for notices about the account.
    pub(super) fn security_only() -> Self {
        let mut table = Self([0; BYTES]);
        for purpose in Purpose::ALL {
            for channel in Channel::ALL {
                table.put(*purpose, Topic::Account, *channel, Pace::Immediate);
            }
        }
        table
    }

    /// The pace of one notification.
    #[must_use]
    pub fn get(&self, purpose: Purpose, topic: Topic, channel: Channel) -> Pace {
        Pace::from_bits(self.four(purpose, topic) >> channel.bits())
    }

    /// Whether something is wished for on a channel, other than notices about the account.
    pub(crate) fn wishes(&self, purpose: Purpose, channel: Channel) -> bool {
        let mut topics = Topic::ALL.iter().filter(|topic| **topic != Topic::Account);
        topics.any(|topic| self.get(purpose, *topic, channel) != Pace::Off)
    }

    /// The paces of the four channels, two bits each.
    pub(crate) fn four(&self, purpose: Purpose, topic: Topic) -> u8 {
        self.0.get(byte(purpose, topic)).copied().unwrap_or_default()
    }

    /// Writes `pace` over all of `scope` but for the cells that are `kept` and the account's.
    pub(super) fn paint(
        &mut self,
        scope: Scope,
        pace: Pace,
        kept: impl Fn(Purpose, Topic, Channel) -> bool,
    ) {
        for (purpose, topic, channel) in scope.cells() {
            if !kept(purpose, topic, channel) {
                self.put(purpose, topic, channel, pace);
            }
        }
    }

    fn put(&mut self, purpose: Purpose, topic: Topic, channel: Channel, pace: Pace) {
        let bits: u8 = match pace {
            Pace::Off => 0,
            Pace::Immediate => 1,
            Pace::Daily => 2,
            Pace::Weekly => 3,
        };
        if let Some(byte) = self.0.get_mut(byte(purpose, topic)) {
            *byte = *byte & !(3 << channel.bits()) | bits << channel.bits();
        }
    }
}

impl Pace {
    /// The pace of the last two bits.
    pub(crate) const fn from_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Off,
            1 => Self::Immediate,
            2 => Self::Daily,
            _ => Self::Weekly,
        }
    }
}

impl Cells {
    pub(super) fn add(&mut self, purpose: Purpose, topic: Topic, channel: Channel) {
        if let Some(byte) = self.0.get_mut(byte(purpose, topic)) {
            *byte |= 1 << channel.bits();
        }
    }

    pub(super) fn has(&self, purpose: Purpose, topic: Topic, channel: Channel) -> bool {
        self.0.get(byte(purpose, topic)).is_some_and(|byte| byte >> channel.bits() & 1 == 1)
    }
}

/// Place of a purpose and topic: 2 × 11 of them.
const fn byte(purpose: Purpose, topic: Topic) -> usize {
    let first: usize = match purpose {
        Purpose::OwnEstablishment => 0,
        Purpose::Partners => 11,
    };
    let topic = match topic {
        Topic::Messages => 0,
        Topic::News => 1,
        Topic::LiaisonBook => 2,
        Topic::Homework => 3,
        Topic::Assessments => 4,
        Topic::Absences => 5,
        Topic::Timetable => 6,
        Topic::Transport => 7,
        Topic::Catering => 8,
        Topic::Surveys => 9,
        Topic::Account => 10,
    };
    first.saturating_add(topic)
}

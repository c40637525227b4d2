//! A person in 32 bytes.

use ent_core::{Instant, PupilId};

use super::Person;
use crate::contact_card::{EmailReach, SmsReach};
use crate::{Channel, Defaults, PaceTable, Purpose};

/// Place of sending hours in the list of [`Recipients`](super::Recipients).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HoursIndex(pub(super) u16);

/// Whether a channel leads anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To a confirmed contact.
    Open,
    /// There is none.
    Nowhere,
    /// To a contact that nobody confirmed.
    Unverified,
    /// « Ne pas me contacter par SMS ».
    Refused,
}

/// What routing needs to know of a person about one child, or about nobody in particular, at one
/// moment: no name, no address, no number, at most 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompiledPerson {
    pub(super) paces: PaceTable,
    pub(super) hours: HoursIndex,
    pub(super) email: Way,
    pub(super) sms: Way,
    pub(super) push: Way,
    /// A bit for each channel that the person agreed to: two bits apart, as paces are.
    pub(super) own: u8,
    pub(super) partners: u8,
    pub(super) concerned: bool,
    pub(super) everything_off: bool,
}

impl CompiledPerson {
    pub(super) fn of(
        person: &Person<'_>,
        defaults: &Defaults,
        about: Option<&PupilId>,
        hours: HoursIndex,
        now: Instant,
    ) -> Self {
        let agreed = |purpose| {
            let bit = |channel: &Channel| {
                u8::from(person.consents.allows(purpose, *channel, now)) << channel.bits()
            };
            Channel::ALL.iter().map(bit).fold(0, |all, one| all | one)
        };
        Self {
            paces: person.preferences.table(defaults, about, now),
            hours,
            email: email(person),
            sms: sms(person, about),
            push: if person.devices.is_empty() { Way::Nowhere } else { Way::Open },
            own: agreed(Purpose::OwnEstablishment),
            partners: agreed(Purpose::Partners),
            concerned: about.is_none_or(|child| person.children.contains(child)),
            everything_off: person.preferences.is_off(now),
        }
    }

    /// Channels other than the portal by which some message of partners would come.
    pub(crate) fn for_partners(&self) -> impl Iterator<Item = Channel> {
        let open = move |channel: &Channel| {
            let way = match channel {
                Channel::Email => self.email,
                Channel::Sms => self.sms,
                Channel::Push => self.push,
                Channel::InApp => return false,
            };
            way == Way::Open
                && self.partners >> channel.bits() & 1 == 1
                && self.paces.wishes(Purpose::Partners, *channel)
        };
        Channel::ALL.iter().copied().filter(open)
    }
}

fn email(person: &Person<'_>) -> Way {
    match person.card.email_reach() {
        EmailReach::To(_) => Way::Open,
        EmailReach::Unverified => Way::Unverified,
        EmailReach::Nowhere => Way::Nowhere,
    }
}

fn sms(person: &Person<'_>, about: Option<&PupilId>) -> Way {
    match person.card.sms_reach(about) {
        SmsReach::To(_) => Way::Open,
        SmsReach::Unverified => Way::Unverified,
        SmsReach::Refused => Way::Refused,
        SmsReach::Nowhere => Way::Nowhere,
    }
}

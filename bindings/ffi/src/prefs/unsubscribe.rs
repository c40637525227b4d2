//! One-click refusal from a message.

use std::fmt;

use ent_core::Email;
use ent_prefs::unsubscribe as domain;

use super::consent::{Channel, ConsentEntry, ConsentPurpose, Consents};
use super::preferences::{PreferenceDefaults, Topic};
use crate::address::BaseAddress;
use crate::{EntError, KeyRing, Timestamp};

/// What a link refuses: a purpose on a channel, for one person; perhaps one topic of it only, or
/// one child.
///
/// `person` and `child` are random texts of 16 to 64 characters of `A-Z a-z 0-9 _ -` that the host
/// made for these links alone: a token is signed and not encrypted.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct UnsubscribeScope {
    /// The person, as these links name them.
    pub person: String,
    /// What the messages are sent for.
    pub purpose: ConsentPurpose,
    /// How they travel.
    pub channel: Channel,
    /// The one topic that is refused, if not the whole purpose.
    #[uniffi(default = None)]
    pub topic: Option<Topic>,
    /// The one child, if not every child.
    #[uniffi(default = None)]
    pub child: Option<String>,
}

impl UnsubscribeScope {
    fn read(&self) -> Result<domain::UnsubscribeScope, EntError> {
        let person = domain::UnsubscribeReference::parse(&self.person)?;
        let (purpose, channel) = (self.purpose.into(), self.channel.into());
        let mut scope = domain::UnsubscribeScope::new(person, purpose, channel)?;
        if let Some(topic) = self.topic {
            scope = scope.about(topic.into())?;
        }
        Ok(match &self.child {
            Some(child) => scope.for_child(domain::UnsubscribeReference::parse(child)?),
            None => scope,
        })
    }
}

impl From<&domain::UnsubscribeScope> for UnsubscribeScope {
    fn from(scope: &domain::UnsubscribeScope) -> Self {
        Self {
            person: scope.person().to_string(),
            purpose: scope.purpose().into(),
            channel: scope.channel().into(),
            topic: scope.topic().map(Into::into),
            child: scope.child().map(ToString::to_string),
        }
    }
}

/// What to store after a confirmed refusal.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum UnsubscribeEffect {
    /// The whole purpose is refused on the channel, or a part of it that the establishment locked:
    /// record it by `Consents.unsubscribed`.
    Consent {
        /// A withdrawal.
        entry: ConsentEntry,
    },
    /// Part of the purpose is to be refused by `Preferences.refuse`; the consent stays.
    Preference {
        /// What the messages are sent for.
        purpose: ConsentPurpose,
        /// The topic, or every one.
        topic: Option<Topic>,
        /// How they travel.
        channel: Channel,
        /// The child, or every one.
        child: Option<String>,
    },
}

impl From<&domain::UnsubscribeEffect> for UnsubscribeEffect {
    fn from(effect: &domain::UnsubscribeEffect) -> Self {
        match effect {
            domain::UnsubscribeEffect::Consent(entry) => Self::Consent { entry: entry.into() },
            domain::UnsubscribeEffect::Preference { purpose, topic, channel, child } => {
                Self::Preference {
                    purpose: (*purpose).into(),
                    topic: topic.map(Into::into),
                    channel: (*channel).into(),
                    child: child.as_ref().map(ToString::to_string),
                }
            }
        }
    }
}

/// What the confirmation of a link does.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Unsubscribed {
    /// What is refused, and whose log or preferences it concerns.
    pub scope: UnsubscribeScope,
    /// What to store.
    pub effect: UnsubscribeEffect,
}

/// A one-click link of one message; its texts let whoever has them refuse in the person's name.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct UnsubscribeLink {
    /// The link, also for the text of the message.
    pub url: String,
    /// Both header lines of the message, without line ends.
    pub headers: Vec<String>,
    /// The token in the link.
    pub token: String,
}

impl fmt::Display for UnsubscribeLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnsubscribeLink(redacted)")
    }
}

impl fmt::Debug for UnsubscribeLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The link of a message that refuses `scope`, signed with the current key of a ring of its own.
///
/// `base` is the page of the configuration; `mailto` an address that refuses by mail too;
/// `lifetime_days` 30 to 3,650, or none for a link without end, which is what to choose.
/// Fails with `unsubscribe/reference`, `unsubscribe/security` for the security of the account,
/// `unsubscribe/channel` for a line in the portal, `unsubscribe/lifetime`, `unsubscribe/base` for
/// a page that is not https, `unsubscribe/length`, `email/…` or `instant/out-of-range`.
#[uniffi::export(default(mailto = None, lifetime_days = None))]
pub fn unsubscribe_link(
    base: &BaseAddress,
    scope: &UnsubscribeScope,
    now: Timestamp,
    keys: &KeyRing,
    mailto: Option<String>,
    lifetime_days: Option<i32>,
) -> Result<UnsubscribeLink, EntError> {
    let policy = match lifetime_days {
        // 0 is no lifetime, as no negative number is.
        Some(days) => domain::UnsubscribePolicy::lasting(u16::try_from(days).unwrap_or_default())?,
        None => domain::UnsubscribePolicy::unlimited(),
    };
    let token = domain::UnsubscribeToken::issue(&scope.read()?, policy, now, &keys.inner)?;
    let mut link = domain::UnsubscribeLink::new(&base.inner, &token)?;
    if let Some(mailto) = mailto {
        link = link.with_mailto(&Email::parse(&mailto)?)?;
    }
    Ok(UnsubscribeLink {
        url: link.url().to_owned(),
        headers: link.headers().into(),
        token: token.expose_secret().to_owned(),
    })
}

/// The token of a link that was opened or posted to, when it leads to the page and has one.
#[uniffi::export]
pub fn unsubscribe_token_of(base: &BaseAddress, url: &str) -> Option<String> {
    domain::UnsubscribeLink::token_of(&base.inner, url).map(str::to_owned)
}

/// What the token of an opened link refuses. Nothing changes: show it with a button that posts
/// `List-Unsubscribe=One-Click`.
///
/// Fails with `unsubscribe/invalid`, or `instant/out-of-range`.
#[uniffi::export]
pub fn read_unsubscribe(
    token: &str,
    keys: &KeyRing,
    now: Timestamp,
) -> Result<UnsubscribeScope, EntError> {
    Ok((&domain::read(token, &keys.inner, now)?).into())
}

/// Why a token is refused, for the audit trail and never for a page: `format`, `version`,
/// `unknown_key`, `forged`, `scope` or `expired`; none when it is good.
///
/// Fails with `instant/out-of-range`.
#[uniffi::export]
pub fn unsubscribe_refusal(
    token: &str,
    keys: &KeyRing,
    now: Timestamp,
) -> Result<Option<String>, EntError> {
    let refused = domain::read(token, &keys.inner, now).err();
    Ok(refused.map(|refused| refused.reason().code().to_owned()))
}

/// What to store after a POST with this body to the address of the link; call it for no other
/// method. The same token has the same effect each time, but for the instant. `defaults` are those
/// of the person's establishment: what it locked is refused with the consent.
///
/// Fails with `unsubscribe/unconfirmed` for another body, `unsubscribe/invalid` for a token that is
/// not one of ours or is too old, or `instant/out-of-range`.
#[uniffi::export]
pub fn confirm_unsubscribe(
    token: &str,
    post_body: Vec<u8>,
    keys: &KeyRing,
    defaults: &PreferenceDefaults,
    now: Timestamp,
) -> Result<Unsubscribed, EntError> {
    let done = domain::confirm(token, &post_body, &keys.inner, &defaults.inner, now)?;
    Ok(Unsubscribed { scope: (&done.scope).into(), effect: (&done.effect).into() })
}

#[uniffi::export]
impl Consents {
    /// The log after a confirmed refusal: with a withdrawal after every grant, or as it was
    /// where the effect is a preference.
    ///
    /// Fails as `record` does.
    pub fn unsubscribed(&self, effect: &UnsubscribeEffect) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        if let UnsubscribeEffect::Consent { entry } = effect {
            domain::UnsubscribeEffect::Consent(entry.read()?).apply(&mut inner);
        }
        Ok(Self { inner })
    }
}

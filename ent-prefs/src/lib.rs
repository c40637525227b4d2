//! How a person of a French school portal may be reached: contact card, agreements, wishes, sending
//! hours, and what becomes of a message.
//!
//! | room | holds |
//! |---|---|
//! | [`contact_card`] | numbers of the school and own numbers, contact number, e-mail address, wish |
//! | [`consent`] | the log of what a person agreed to and refused |
//! | [`disconnect`] | the hours in which messages may be sent, and when a held one goes out |
//! | [`preferences`] | what a person wishes to be told of, and how soon |
//! | [`route`](mod@route) | who is told, on which channel, when, and why not |
//! | [`summary`] | the page « Résumé », for the person alone |
//! | [`unsubscribe`] | one-click refusal from a message |
//! | [`partner`] | what a partner of the establishment may know of a person |
//! | [`red_list`] | who sees what of a person, and whom a search finds |
//!
//! One question, with an answer to act on and to show:
//!
//! ```
//! use ent_core::calendar::{SchoolCalendar, SchoolZone};
//! use ent_core::{Instant, Lang, SubjectId, UnverifiedEmail, Zone};
//! use ent_prefs::consent::ConsentSource;
//! use ent_prefs::route::{Channels, Message, MessageClass, Person, Sender, Verdict, route};
//! use ent_prefs::{
//!     Channel, ConsentEntry, Consents, ContactCard, Defaults, EmailChange, Preferences, Purpose,
//!     SendingHours, TextVersion, Topic,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let now = Instant::parse("2026-05-15T08:00:00Z")?;
//! let email = UnverifiedEmail::parse("zoe.martin@exemple.fr")?;
//! let asked = ContactCard::new().change_email(EmailChange::Ask(email.clone()))?;
//! let card = asked.card.change_email(EmailChange::Confirm(email.confirmed()))?.card;
//!
//! let (purpose, text) = (Purpose::OwnEstablishment, TextVersion::new(1)?);
//! let source = ConsentSource::Onboarding;
//! let mut consents = Consents::new();
//! consents.choose(ConsentEntry::grant(purpose, Channel::Email, now, text, source)?, now);
//!
//! let calendar = SchoolCalendar::published(SchoolZone::parse("A")?);
//! let zoe = Person {
//!     id: &SubjectId::parse("zoe")?,
//!     card: &card,
//!     consents: &consents,
//!     preferences: &Preferences::new(),
//!     devices: &[],
//!     children: &[],
//!     hours: &SendingHours::working_days(Zone::parse("Europe/Paris")?, calendar),
//! };
//! let by = Channels::of(&[Channel::Email, Channel::Sms]);
//! let news = Message::new(MessageClass::Ordinary, Sender::Establishment, Topic::News, by)?;
//! let routing = route(&news, [zoe], &Defaults::immediate(), now);
//!
//! let [held] = &routing.held[..] else { panic!() };
//! assert_eq!(held.trace(Lang::Fr), "retenu jusqu’au lundi 18 mai à 8 h, vacances (zone A)");
//! let [refused] = &routing.refused[..] else { panic!() };
//! assert_eq!((refused.channel, refused.reason), (Channel::Sms, Verdict::NoTarget));
//! # Ok(())
//! # }
//! ```

mod channel;
mod clock;
pub mod consent;
pub mod contact_card;
pub mod disconnect;
mod opaque;
pub mod partner;
pub mod preferences;
pub mod red_list;
pub mod route;
pub mod summary;
mod topic;
mod unique;
pub mod unsubscribe;

pub use channel::Channel;
pub use consent::{
    ConsentActor, ConsentEntry, ConsentError, ConsentProof, Consents, Purpose, TextVersion,
};
pub use contact_card::{CardChange, CardError, CardView, ContactCard, EmailChange, PhoneSlot};
pub use disconnect::{Digest, DisconnectError, HoldReason, HoursError, Opening, SendingHours};
pub use partner::{PartnerReference, PartnerView};
pub use preferences::{Defaults, Pace, PaceTable, PreferenceError, Preferences, Scope};
pub use red_list::{DirectoryRow, Projection, RedList, RedListError, Visibility};
pub use route::{Message, MessageClass, Person, Sender, Verdict, route};
pub use summary::{Summary, SummarySource};
pub use topic::Topic;
pub use unsubscribe::{
    UnsubscribeEffect, UnsubscribeError, UnsubscribeLink, UnsubscribePolicy, UnsubscribeReference,
    UnsubscribeRefused, UnsubscribeScope, UnsubscribeToken,
};

/// Runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

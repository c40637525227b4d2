//! How a person of a French school portal may be reached: the card of numbers and e-mail address,
//! and what they agreed to receive.
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

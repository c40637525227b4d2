//! How a person may be reached.

mod card_view;
mod consent;
mod contact_card;
mod disconnect;
mod partner;
mod preferences;
mod recipients;
mod red_list;
mod route;
mod summary;
mod unsubscribe;

use ent_core::transition::StateError;

pub use self::card_view::{
    CardView, ChildLine, ContactLine, ContactWish, EmailLine, PhoneLine, parse_contact_wish,
};
pub use self::consent::{
    Channel, ConsentAct, ConsentActLine, ConsentActor, ConsentEntry, ConsentLine, ConsentProof,
    ConsentPurpose, ConsentSource, Consents, InForceLine, OfficerConsents, PersonConsents,
    WhoConsents, check_who_consents, who_may_consent,
};
pub use self::contact_card::{
    CardNotice, CardNoticeKind, CardStep, ChildContact, ContactCard, ContactChoice, EmailReach,
    PhoneSlot, SchoolPhones, SmsReach,
};
pub use self::disconnect::{
    Digest, HoldReason, Opening, SendingHours, SendingOptions, SendingWindow,
};
pub use self::partner::{PartnerView, partner_view};
pub use self::preferences::{
    Pace, PreferenceAnswer, PreferenceChoice, PreferenceDefaults, PreferenceLayer, PreferenceLine,
    PreferencePage, PreferenceScope, Preferences, Topic, read_preference,
};
pub use self::recipients::{Recipients, RouteCount};
pub use self::red_list::{
    AuthorisedViewer, Authoriser, DirectoryEntry, DirectoryField, DirectoryHit, DirectoryHits,
    DirectoryRow, Projection, RedList, Viewer, ViewerRole, Visibility, VisibilityRule,
    project_card, project_row, search_directory,
};
pub use self::route::{
    MessageClass, Recipient, RouteDelivery, RouteHeld, RouteMessage, RouteRefused, RouteTarget,
    RouteVerdict, Routing, route_message,
};
pub use self::summary::{
    Summary, SummaryChild, SummaryPhone, SummarySms, SummarySmsLine, SummarySource, summarise,
};
pub use self::unsubscribe::{
    UnsubscribeEffect, UnsubscribeLink, UnsubscribeScope, Unsubscribed, confirm_unsubscribe,
    read_unsubscribe, unsubscribe_link, unsubscribe_refusal, unsubscribe_token_of,
};
use crate::EntError;

const CORRUPT: StateError = StateError::Corrupt { part: "body" };

fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, EntError> {
    Ok(serde_json::from_slice(bytes).map_err(|_| CORRUPT)?)
}

fn write_json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, EntError> {
    Ok(serde_json::to_vec(value).map_err(|_| CORRUPT)?)
}

#[cfg(test)]
mod tests;

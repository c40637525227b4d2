//! A contact card as JSON, of every release.

use std::collections::BTreeMap;

use ent_core::{PhoneNumber, PupilId, UnverifiedEmail, VerifiedEmail};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{
    CardError, ChildContact, ContactCard, ContactChoice, ContactWish, MAX_CHILDREN, OwnNumber,
    SchoolPhones,
};
use crate::unique;

/// Newest stored form of a card.
const SCHEMA: u16 = 2;

/// What any release wrote.
pub(super) enum Stored {
    Newest(Box<Newest>),
    First(Box<First>),
}

/// By its schema, so that what is wrong is told of that form.
impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields: BTreeMap<String, Value> = unique::keys(deserializer)?;
        let value = Value::Object(fields.into_iter().collect());
        let form = match value.get("schema").and_then(Value::as_u64) {
            Some(1) => First::deserialize(value).map(|first| Self::First(Box::new(first))),
            Some(2) => Newest::deserialize(value).map(|newest| Self::Newest(Box::new(newest))),
            _ => return Err(D::Error::custom(CardError::Schema)),
        };
        form.map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Newest {
    schema: u16,
    personal: Option<PhoneNumber>,
    professional: Option<PhoneNumber>,
    mobile: Option<PhoneNumber>,
    own_1: Option<OwnNumber>,
    own_2: Option<OwnNumber>,
    contact: ContactChoice,
    email: Option<VerifiedEmail>,
    asked_email: Option<UnverifiedEmail>,
    wish: Option<ContactWish>,
    children: BTreeMap<PupilId, ChildContact>,
}

/// Own numbers that nobody confirmed, and one address, confirmed or not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct First {
    #[serde(rename = "schema")]
    _schema: u16,
    personal: Option<PhoneNumber>,
    professional: Option<PhoneNumber>,
    mobile: Option<PhoneNumber>,
    own_1: Option<PhoneNumber>,
    own_2: Option<PhoneNumber>,
    contact: ContactChoice,
    email: Option<FirstEmail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FirstEmail {
    Unverified(UnverifiedEmail),
    Verified(VerifiedEmail),
}

impl From<ContactCard> for Newest {
    fn from(card: ContactCard) -> Self {
        let SchoolPhones { personal, professional, mobile } = card.school;
        let [own_1, own_2] = card.own;
        let ContactCard { contact, email, asked_email, wish, children, .. } = card;
        Self {
            schema: SCHEMA,
            personal,
            professional,
            mobile,
            own_1,
            own_2,
            contact,
            email,
            asked_email,
            wish,
            children,
        }
    }
}

impl TryFrom<Stored> for ContactCard {
    type Error = CardError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        match stored {
            Stored::Newest(newest) => (*newest).try_into(),
            Stored::First(first) => (*first).try_into(),
        }
    }
}

impl TryFrom<Newest> for ContactCard {
    type Error = CardError;

    fn try_from(stored: Newest) -> Result<Self, Self::Error> {
        let Newest { personal, professional, mobile, .. } = stored;
        let card = Self {
            school: SchoolPhones { personal, professional, mobile },
            own: [stored.own_1, stored.own_2],
            contact: stored.contact,
            email: stored.email,
            asked_email: stored.asked_email,
            wish: stored.wish,
            children: stored.children,
        };
        card.check_contact(&card.contact)?;
        for choice in card.children.values().filter_map(|child| child.contact.as_ref()) {
            card.check_contact(choice)?;
        }
        if card.children.len() > MAX_CHILDREN {
            return Err(CardError::TooManyChildren);
        }
        let keys = (
            card.email.as_ref().map(|email| email.email().key()),
            card.asked_email.as_ref().map(|email| email.email().key()),
        );
        if keys.0.is_some() && keys.0 == keys.1
            || card.children.values().any(ChildContact::is_empty)
        {
            return Err(CardError::Inconsistent);
        }
        Ok(card)
    }
}

impl TryFrom<First> for ContactCard {
    type Error = CardError;

    fn try_from(stored: First) -> Result<Self, Self::Error> {
        let First { personal, professional, mobile, .. } = stored;
        let own = |number| OwnNumber { number, confirmed: false };
        let (email, asked_email) = match stored.email {
            None => (None, None),
            Some(FirstEmail::Verified(email)) => (Some(email), None),
            Some(FirstEmail::Unverified(email)) => (None, Some(email)),
        };
        let card = Self {
            school: SchoolPhones { personal, professional, mobile },
            own: [stored.own_1.map(own), stored.own_2.map(own)],
            contact: stored.contact,
            email,
            asked_email,
            ..Self::default()
        };
        card.check_contact(&card.contact)?;
        Ok(card)
    }
}

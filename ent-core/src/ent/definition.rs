//! The rows of an ENT, as the generated tables and the files of hosts give them.
//!
//! Read from a file only through [`file`](super::file), which has checked every value before.

use std::borrow::Cow;

use serde::Deserialize;

use super::list::List;
use super::{
    CharterScope, IdentitySource, MireAxis, OnboardingStep, Partner, PortalKind, ServiceChannel,
};
use crate::{EstablishmentKind, Profile};

/// A text of a row.
pub(crate) type Text = Cow<'static, str>;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Definition {
    pub(crate) id: Text,
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) operator: Option<Text>,
    pub(crate) addresses: List<Text>,
    pub(crate) hosts: List<Text>,
    #[serde(default)]
    pub(crate) partnerships: List<Partnership>,
    #[serde(default)]
    pub(crate) partners: List<Partners>,
    #[serde(default)]
    pub(crate) portals: List<Portal>,
    #[serde(default)]
    pub(crate) access: List<Access>,
    pub(crate) mires: List<Page>,
    pub(crate) onboarding: List<Onboarding>,
    #[serde(default)]
    pub(crate) charter: Option<Charter>,
    #[serde(default)]
    pub(crate) password_rules: List<PasswordRules>,
    #[serde(default)]
    pub(crate) lifetimes: Option<Lifetimes>,
    #[serde(default)]
    pub(crate) services: List<Service>,
    #[serde(default)]
    pub(crate) storage: Option<Storage>,
    #[serde(default)]
    pub(crate) help: List<HelpGroup>,
    #[serde(default)]
    pub(crate) private_education: Option<PrivateEducation>,
}

/// Who the partners are, as one document tells.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Partnership {
    pub(crate) id: Text,
    pub(crate) read_on: Text,
    #[serde(default)]
    pub(crate) since: Option<Text>,
    #[serde(default)]
    pub(crate) regions: List<Text>,
    #[serde(default)]
    pub(crate) departments: List<Text>,
    #[serde(default)]
    pub(crate) academies: List<Text>,
    #[serde(default)]
    pub(crate) draaf: bool,
    #[serde(default)]
    pub(crate) crec: bool,
}

/// Who may write to the people of some kinds of establishment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Partners {
    pub(crate) kinds: List<EstablishmentKind>,
    pub(crate) partners: List<Partner>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Portal {
    pub(crate) kind: PortalKind,
    pub(crate) key: Text,
    pub(crate) name: Text,
    pub(crate) host: Text,
    #[serde(default)]
    pub(crate) path: Option<Text>,
    pub(crate) director_fr: Text,
    pub(crate) director_en: Text,
}

/// Kinds of portal that some profiles open, in the order people see them; no profile fits all.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Access {
    #[serde(default)]
    pub(crate) profiles: List<Profile>,
    pub(crate) kinds: List<PortalKind>,
}

/// One page of the mire.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Page {
    pub(crate) id: Text,
    pub(crate) asks: MireAxis,
    pub(crate) choices: List<Entry>,
}

/// One choice of a page; it has either a source or a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: Text,
    pub(crate) fr: Text,
    pub(crate) en: Text,
    #[serde(default)]
    pub(crate) page: Option<Text>,
    #[serde(default)]
    pub(crate) source: Option<IdentitySource>,
    #[serde(default)]
    pub(crate) academy: Option<Text>,
    #[serde(default)]
    pub(crate) selection: Option<Text>,
    #[serde(default)]
    pub(crate) sign_in: Option<Text>,
}

/// Order for some profiles and sources; an empty list fits all.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Onboarding {
    #[serde(default)]
    pub(crate) profiles: List<Profile>,
    #[serde(default)]
    pub(crate) sources: List<IdentitySource>,
    pub(crate) steps: List<OnboardingStep>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Charter {
    pub(crate) scopes: List<CharterScope>,
    #[serde(default)]
    pub(crate) profiles: List<Profile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct PasswordRules {
    pub(crate) sources: List<IdentitySource>,
    pub(crate) rules: Text,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Lifetimes {
    #[serde(default)]
    pub(crate) sms_code_minutes: Option<u16>,
    #[serde(default)]
    pub(crate) mobile_code_minutes: Option<u16>,
    #[serde(default)]
    pub(crate) email_link_hours: Option<u16>,
    #[serde(default)]
    pub(crate) letter_months: Option<u16>,
    #[serde(default)]
    pub(crate) retention_months: Option<u16>,
    #[serde(default)]
    pub(crate) remembered_choice_days: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Storage {
    pub(crate) shared_folder_mo: u32,
}

/// A service; no profile means that the guides do not tell who has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Service {
    pub(crate) id: Text,
    pub(crate) fr: Text,
    pub(crate) en: Text,
    #[serde(default)]
    pub(crate) profiles: List<Profile>,
    pub(crate) channels: List<ServiceChannel>,
}

/// A page of the online help; no profile fits all.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct HelpGroup {
    pub(crate) id: Text,
    pub(crate) fr: Text,
    pub(crate) en: Text,
    #[serde(default)]
    pub(crate) profiles: List<Profile>,
    #[serde(default)]
    pub(crate) topics: List<HelpTopic>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct HelpTopic {
    pub(crate) id: Text,
    pub(crate) fr: Text,
    pub(crate) en: Text,
}

/// Who of private education uses the ENT.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct PrivateEducation {
    pub(crate) profiles: List<Profile>,
    pub(crate) kinds: List<EstablishmentKind>,
}

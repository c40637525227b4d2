//! Texts by code, and the closed lists of the domain.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ent_auth::LoginStyle;
use ent_auth::code::Purpose as CodePurpose;
use ent_auth::password::{
    ContextKind, Exemption, ImportFormat, NoPassword, Preparation, StrengthAdvice, StrengthLabel,
    StrengthWarning,
};
use ent_core::charter::{AcceptanceState, ActKind, GateReason, LogFault, Materiality};
use ent_core::ent::{
    CharterScope, Device, IdentitySource, Level, MireAxis, OnboardingStep, Partner, PortalKind,
    ServiceChannel,
};
use ent_core::person::Standing;
use ent_core::profile::{Appointer, Community, EntDuty, EntRole};
use ent_core::{
    AcademyCodeKind, AcademyKind, BirthDatePrecision, DepartmentKind, EstablishmentKind, Majority,
    Profile, Region, Sector, System, message,
};
use ent_prefs::consent::{ConsentAct, ConsentSource};
use ent_prefs::{Channel, PhoneSlot, Purpose};
use pyo3::prelude::*;

use crate::convert::{Text, lang};

/// Text of a stable code in `fr` (the default) or `en`, or the code itself when none is known.
///
/// Places such as `{min}` stay as they are.
#[pyfunction]
#[pyo3(signature = (code, lang=None))]
pub(crate) fn message_text(code: Text, lang: Option<Text>) -> PyResult<String> {
    const NONE: &[(&str, Cow<'static, str>)] = &[];
    Ok(message::text(code.as_str(), self::lang(lang.as_ref())?, NONE))
}

/// Every code that has texts, in alphabetical order.
#[pyfunction]
pub(crate) fn message_codes() -> Vec<&'static str> {
    message::codes().collect()
}

/// Codes of the closed lists, by the name of the enumeration that mirrors each in Python.
#[pyfunction]
pub(crate) fn listed_codes() -> BTreeMap<&'static str, Vec<&'static str>> {
    macro_rules! lists {
        ($($name:literal: $all:expr,)*) => {
            BTreeMap::from([$(($name, $all.iter().map(|value| value.code()).collect()),)*])
        };
    }
    lists! {
        "AcademyCodeKind": AcademyCodeKind::ALL,
        "AcademyKind": AcademyKind::ALL,
        "AccountChange": ent_auth::AccountChange::ALL,
        "LinkStep": ent_auth::link::LinkStep::ALL,
        "LetterHolder": ent_auth::letter::Holder::ALL,
        "LetterStep": ent_auth::letter::LetterStep::ALL,
        "PairingStep": ent_auth::pairing::PairingStep::ALL,
        "Appointer": Appointer::ALL,
        "BirthDatePrecision": BirthDatePrecision::ALL,
        "Channel": Channel::ALL,
        "ClosureKind": ent_core::calendar::ClosureKind::ALL,
        "LocalHolidays": ent_core::calendar::LocalHolidays::ALL,
        "Weekday": ent_core::Weekday::ALL,
        "HoldReason": ent_prefs::HoldReason::ALL,
        "Digest": ent_prefs::Digest::ALL,
        "Topic": ent_prefs::Topic::ALL,
        "Pace": ent_prefs::Pace::ALL,
        "PreferenceLayer": ent_prefs::preferences::Layer::ALL,
        "MessageClass": ent_prefs::MessageClass::ALL,
        "RouteVerdict": ent_prefs::Verdict::ALL,
        "Authoriser": ent_prefs::red_list::Authoriser::ALL,
        "DirectoryField": ent_prefs::red_list::DirectoryField::ALL,
        "ViewerRole": ent_prefs::red_list::ViewerRole::ALL,
        "CardNoticeKind": ent_prefs::contact_card::CardNoticeKind::ALL,
        "CharterAct": ActKind::ALL,
        "CharterGateReason": GateReason::ALL,
        "CharterLogFault": LogFault::ALL,
        "CharterMateriality": Materiality::ALL,
        "CharterScope": CharterScope::ALL,
        "CharterState": AcceptanceState::ALL,
        "CodePurpose": [CodePurpose::Activation, CodePurpose::Recovery, CodePurpose::PhoneChange],
        "Community": Community::ALL,
        "ConsentAct": ConsentAct::ALL,
        "ConsentActorKind": ent_prefs::consent::ConsentActorKind::ALL,
        "ConsentPurpose": Purpose::ALL,
        "WhoConsents": ent_prefs::consent::WhoConsents::ALL,
        "ConsentSource": ConsentSource::ALL,
        "ContextKind": ContextKind::ALL,
        "Exemption": Exemption::ALL,
        "HashPreparation": Preparation::ALL,
        "ImportFormat": ImportFormat::ALL,
        "LoginStyle": LoginStyle::ALL,
        "NoPassword": NoPassword::ALL,
        "StrengthAdvice": StrengthAdvice::ALL,
        "StrengthLabel": StrengthLabel::ALL,
        "StrengthWarning": StrengthWarning::ALL,
        "DepartmentKind": DepartmentKind::ALL,
        "Device": Device::ALL,
        "EntDuty": EntDuty::ALL,
        "EntRole": EntRole::ALL,
        "EstablishmentKind": EstablishmentKind::ALL,
        "IdentitySource": IdentitySource::ALL,
        "Level": Level::ALL,
        "Majority": Majority::ALL,
        "MireAxis": MireAxis::ALL,
        "OnboardingStep": OnboardingStep::ALL,
        "Partner": Partner::ALL,
        "PhoneSlot": PhoneSlot::ALL,
        "PortalKind": PortalKind::ALL,
        "Profile": Profile::ALL,
        "Region": Region::ALL,
        "Sector": Sector::ALL,
        "ServiceChannel": ServiceChannel::ALL,
        "Standing": Standing::ALL,
        "System": System::ALL,
    }
}

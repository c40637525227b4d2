//! Refusals by one click: the link of a message, what it refuses, and what to store.

use ent_prefs::unsubscribe::{self, UnsubscribeReference};
use ent_prefs::{UnsubscribeEffect, UnsubscribePolicy, UnsubscribeScope};
use pyo3::prelude::*;

use crate::address::BaseAddress;
use crate::consent::ConsentEntry;
use crate::convert::{Bytes, Listed, Moment, Text, Whole, record, tuple};
use crate::errors;
use crate::keys::KeyRing;
use crate::preferences::{PreferenceDefaults, read_topic};
use crate::prefs::{read_channel, read_purpose};

/// The link of a message that refuses messages of its kind, an `UnsubscribeLink`, signed with the
/// current key of a ring of its own.
///
/// `person` and `child` are references that mean nothing elsewhere, 16 to 64 characters of
/// `A-Z a-z 0-9 _ -`. `mailto` is an address that refuses by mail too; `lifetime_days` 30 to 3,650,
/// or None for a link without end, which is what to choose.
///
/// Raises `ParseError`: `unsubscribe/reference`, `unsubscribe/security`, `unsubscribe/channel`,
/// `unsubscribe/lifetime`, `unsubscribe/base`, `unsubscribe/length`, `email/…`, `choice/unknown`.
#[pyfunction]
#[pyo3(signature = (
    base, person, purpose, channel, *, keys, now,
    topic=None, child=None, mailto=None, lifetime_days=None,
))]
#[expect(clippy::too_many_arguments, reason = "keywords of Python")]
pub(crate) fn unsubscribe_link<'py>(
    base: PyRef<'py, BaseAddress>,
    person: Text,
    purpose: Text,
    channel: Text,
    keys: PyRef<'py, KeyRing>,
    now: Moment,
    topic: Option<Text>,
    child: Option<Text>,
    mailto: Option<Text>,
    lifetime_days: Option<Whole>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = base.py();
    let reference = |text: &Text| UnsubscribeReference::parse(text.as_str()).map_err(errors::parse);
    let (purpose, channel) = (read_purpose(&purpose)?, read_channel(&channel)?);
    let scope = UnsubscribeScope::new(reference(&person)?, purpose, channel);
    let mut scope = scope.map_err(errors::parse)?;
    if let Some(topic) = &topic {
        scope = scope.about(read_topic(topic)?).map_err(errors::parse)?;
    }
    if let Some(child) = &child {
        scope = scope.for_child(reference(child)?);
    }
    let policy = match lifetime_days {
        // 0 is no lifetime, as no number out of range is.
        Some(days) => {
            UnsubscribePolicy::lasting(days.fit().unwrap_or_default()).map_err(errors::parse)?
        }
        None => UnsubscribePolicy::unlimited(),
    };
    let token = unsubscribe::UnsubscribeToken::issue(&scope, policy, now.0, &keys.0);
    let token = token.map_err(errors::parse)?;
    let link = unsubscribe::UnsubscribeLink::new(&base.0, &token);
    let mut link = link.map_err(errors::parse)?;
    if let Some(mailto) = &mailto {
        let mailto = ent_core::Email::parse(mailto.as_str()).map_err(errors::parse)?;
        link = link.with_mailto(&mailto).map_err(errors::parse)?;
    }
    record!(py, "UnsubscribeLink" {
        url: link.url(),
        headers: tuple(py, link.headers())?,
        token: token.expose_secret(),
    })
}

/// The token of a link that was opened or posted to, when it leads to the page, or None.
#[pyfunction]
pub(crate) fn unsubscribe_token_of(base: PyRef<'_, BaseAddress>, url: Text) -> Option<String> {
    unsubscribe::UnsubscribeLink::token_of(&base.0, url.as_str()).map(str::to_owned)
}

/// What the token of an opened link refuses, an `UnsubscribeScope`. Nothing changes: show it with a
/// button that posts `List-Unsubscribe=One-Click`.
///
/// Raises `ParseError`: `unsubscribe/invalid`, `instant/…`.
#[pyfunction]
#[pyo3(signature = (token, *, keys, now))]
pub(crate) fn read_unsubscribe(
    token: Text,
    keys: PyRef<'_, KeyRing>,
    now: Moment,
) -> PyResult<Bound<'_, PyAny>> {
    let scope = unsubscribe::read(token.as_str(), &keys.0, now.0).map_err(errors::parse)?;
    scope_record(keys.py(), &scope)
}

/// Why a token is refused, for the audit trail and never for a page, or None when it is good.
///
/// Raises `ParseError`: `instant/…`.
#[pyfunction]
#[pyo3(signature = (token, *, keys, now))]
pub(crate) fn unsubscribe_refusal(
    token: Text,
    keys: PyRef<'_, KeyRing>,
    now: Moment,
) -> Option<&'static str> {
    let refused = unsubscribe::read(token.as_str(), &keys.0, now.0).err();
    refused.map(|refused| refused.reason().code())
}

/// What to store after a POST with this body to the address of the link, an `Unsubscribed`; call it
/// for no other method. The same token has the same effect each time, but for the instant.
///
/// `defaults` are those of the person's establishment: without a withdrawal to record by
/// `Consents.unsubscribed`, the topic or child is to be refused by `Preferences.refuse`; what the
/// establishment locked is refused with the consent.
///
/// Raises `ParseError`: `unsubscribe/unconfirmed` for another body, `unsubscribe/invalid`,
/// `instant/…`.
#[pyfunction]
#[pyo3(signature = (token, post_body, *, keys, defaults, now))]
pub(crate) fn confirm_unsubscribe<'py>(
    token: Text,
    post_body: Bytes,
    keys: PyRef<'py, KeyRing>,
    defaults: PyRef<'py, PreferenceDefaults>,
    now: Moment,
) -> PyResult<Bound<'py, PyAny>> {
    let py = keys.py();
    let body = post_body.as_slice();
    let done = unsubscribe::confirm(token.as_str(), body, &keys.0, &defaults.0, now.0);
    let done = done.map_err(errors::parse)?;
    let withdrawal = match done.effect {
        UnsubscribeEffect::Consent(entry) => Some(ConsentEntry(entry)),
        UnsubscribeEffect::Preference { .. } => None,
    };
    record!(py, "Unsubscribed" {
        scope: scope_record(py, &done.scope)?,
        withdrawal: withdrawal,
    })
}

fn scope_record<'py>(py: Python<'py>, scope: &UnsubscribeScope) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "UnsubscribeScope" {
        person: scope.person().as_str(),
        purpose: Listed("ConsentPurpose", scope.purpose().code()),
        channel: Listed("Channel", scope.channel().code()),
        topic: scope.topic().map(|topic| Listed("Topic", topic.code())),
        child: scope.child().map(UnsubscribeReference::as_str),
    })
}

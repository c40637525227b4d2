//! What a partner of the establishment may know of a person.

use ent_prefs::PartnerReference;

use super::consent::Channel;
use super::preferences::PreferenceDefaults;
use super::route::{Read, Recipient};
use crate::{EntError, Timestamp};

/// A person a partner may write to: a reference, never an address.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PartnerView {
    /// The person, as this partner knows them.
    pub reference: String,
    /// How messages would travel.
    pub channels: Vec<Channel>,
}

/// What partners may know of a person: the channels by which their messages would leave the portal;
/// none when none would.
///
/// `reference` is a random text of 16 to 64 characters that the host made for this partner alone.
/// Fails with `partner/reference`, `id/…` or `instant/out-of-range`.
#[uniffi::export]
pub fn partner_view(
    reference: &str,
    person: &Recipient,
    defaults: &PreferenceDefaults,
    now: Timestamp,
) -> Result<Option<PartnerView>, EntError> {
    let reference = PartnerReference::parse(reference)?;
    let person = Read::new(person)?;
    let view = ent_prefs::PartnerView::of(reference, &person.lend(), &defaults.inner, now);
    Ok(view.map(|view| PartnerView {
        reference: view.reference().to_string(),
        channels: view.channels().iter().map(|&channel| channel.into()).collect(),
    }))
}

//! What a person agreed to receive.

use std::fmt;

use ent_prefs::{PartnerReference, TextVersion};

use super::{ContactCard, read_json, write_json};
use crate::mirror::labelled;
use crate::{EntError, Timestamp};

labelled! {
    /// What notifications are sent for.
    ConsentPurpose = ent_prefs::Purpose {
        /// News of the person's own establishment.
        OwnEstablishment,
        /// News of its partners, such as a bad-weather alert about school buses.
        Partners,
    }
}

labelled! {
    /// How a notification travels.
    Channel = ent_prefs::Channel {
        /// E-mail.
        Email,
        /// SMS.
        Sms,
        /// Message to the mobile application.
        Push,
        /// Line in the portal, seen after signing in: it leaves the portal by no way.
        InApp,
    }
}

labelled! {
    /// What an entry of the log records.
    ConsentAct = ent_prefs::consent::ConsentAct {
        /// The person agreed.
        Granted,
        /// The person no longer agrees.
        Withdrawn,
    }
}

labelled! {
    /// Where the person made the choice.
    ConsentSource = ent_prefs::consent::ConsentSource {
        /// « Contact et préférences » of the first connection.
        Onboarding,
        /// The preferences page, at any later time.
        Preferences,
        /// A refusal link in a message; it withdraws, it never grants.
        Message,
    }
}

/// A choice made at some time for one purpose and one channel.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ConsentEntry {
    /// Granted or withdrawn.
    pub act: ConsentAct,
    /// What notifications are sent for.
    pub purpose: ConsentPurpose,
    /// How they travel.
    pub channel: Channel,
    /// When the choice was made.
    pub at: Timestamp,
    /// Version of the text the person saw, 1 to 999,999; only a withdrawal may have none.
    pub text_version: Option<i32>,
    /// Where the choice was made.
    pub source: ConsentSource,
}

impl From<&ent_prefs::ConsentEntry> for ConsentEntry {
    fn from(entry: &ent_prefs::ConsentEntry) -> Self {
        let number = |version: TextVersion| i32::try_from(version.number()).unwrap_or(i32::MAX);
        Self {
            act: entry.act().into(),
            purpose: entry.purpose().into(),
            channel: entry.channel().into(),
            at: entry.at(),
            text_version: entry.text_version().map(number),
            source: entry.source().into(),
        }
    }
}

impl ConsentEntry {
    fn read(&self) -> Result<ent_prefs::ConsentEntry, EntError> {
        use ent_prefs::ConsentEntry as Known;
        let (purpose, channel) = (self.purpose.into(), self.channel.into());
        let source = self.source.into();
        // 0 is no version, as no negative number is.
        let version = |number: i32| TextVersion::new(u32::try_from(number).unwrap_or_default());
        Ok(match self.act {
            ConsentAct::Granted => {
                let text = version(self.text_version.unwrap_or_default())?;
                Known::grant(purpose, channel, self.at, text, source)?
            }
            ConsentAct::Withdrawn => {
                let text = self.text_version.map(version).transpose()?;
                Known::withdrawal(purpose, channel, self.at, text, source)
            }
        })
    }
}

/// One box of the preferences page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ConsentLine {
    /// What notifications are sent for.
    pub purpose: ConsentPurpose,
    /// How they travel.
    pub channel: Channel,
    /// Whether the box is ticked.
    pub granted: bool,
}

/// Everything one person agreed to and withdrew, as a log that only grows.
///
/// A log never changes: each entry gives another log. Nothing is agreed to until the log says so;
/// the last entry counts.
#[derive(uniffi::Object)]
pub struct Consents {
    pub(super) inner: ent_prefs::Consents,
}

#[uniffi::export]
impl Consents {
    /// A log without entries: nothing is agreed to.
    #[uniffi::constructor]
    pub fn empty() -> Self {
        Self { inner: ent_prefs::Consents::new() }
    }

    /// Reads what `to_json` wrote.
    ///
    /// Fails with `state/corrupt` for anything else, and for a log that breaks a rule.
    #[uniffi::constructor]
    pub fn from_json(bytes: Vec<u8>) -> Result<Self, EntError> {
        Ok(Self { inner: read_json(&bytes)? })
    }

    /// The log to store, as UTF-8 JSON.
    ///
    /// Never fails in practice; `state/corrupt` otherwise.
    pub fn to_json(&self) -> Result<Vec<u8>, EntError> {
        write_json(&self.inner)
    }

    /// The log with one more entry; one that is there already changes nothing.
    ///
    /// Fails with `consent/text-version` for a grant without the version of its text,
    /// `consent/source` for a grant by a link in a message, or `instant/out-of-range`.
    pub fn record(&self, entry: &ConsentEntry) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        inner.record(entry.read()?);
        Ok(Self { inner })
    }

    /// The log with every entry of another copy, in any order.
    #[must_use]
    pub fn merge(&self, other: &Consents) -> Consents {
        let mut inner = self.inner.clone();
        inner.merge(&other.inner);
        Self { inner }
    }

    /// Whether the person agrees at present.
    pub fn value(&self, purpose: ConsentPurpose, channel: Channel) -> bool {
        self.inner.value(purpose.into(), channel.into())
    }

    /// The entry that decides, the proof of what the person chose.
    pub fn last(&self, purpose: ConsentPurpose, channel: Channel) -> Option<ConsentEntry> {
        self.inner.last(purpose.into(), channel.into()).map(Into::into)
    }

    /// Every entry, oldest first.
    pub fn entries(&self) -> Vec<ConsentEntry> {
        self.inner.entries().map(Into::into).collect()
    }

    /// Every purpose and channel with its value, in the order of the page.
    pub fn view(&self) -> Vec<ConsentLine> {
        let lines = self.inner.view().into_iter();
        lines
            .map(|line| ConsentLine {
                purpose: line.purpose.into(),
                channel: line.channel.into(),
                granted: line.granted,
            })
            .collect()
    }
}

impl fmt::Debug for Consents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consents({} entries)", self.inner.entries().count())
    }
}

/// A person a partner may write to: a reference, never an address.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PartnerView {
    /// The person, as this partner knows them.
    pub reference: String,
    /// How messages would travel.
    pub channels: Vec<Channel>,
}

/// What partners may know of a person; none when no message of theirs would be sent.
///
/// `reference` is a random text of 16 to 64 characters that the host made for this partner alone.
/// Fails with `partner/reference`.
#[uniffi::export]
pub fn partner_view(
    reference: &str,
    card: &ContactCard,
    consents: &Consents,
) -> Result<Option<PartnerView>, EntError> {
    let reference = PartnerReference::parse(reference)?;
    let view = ent_prefs::PartnerView::of(reference, &card.inner, &consents.inner);
    Ok(view.map(|view| PartnerView {
        reference: view.reference().to_string(),
        channels: view.channels().iter().map(|&channel| channel.into()).collect(),
    }))
}

//! One entry of the consent log.

use ent_core::Instant;
use serde::{Deserialize, Serialize};

use super::{Channel, ConsentAct, ConsentError, ConsentSource, Purpose};

/// Version of the text beside the box a person ticked, 1 to 999,999, given by the host.
///
/// ```
/// use ent_prefs::{ConsentError, TextVersion};
///
/// assert_eq!(TextVersion::new(3)?.number(), 3);
/// assert_eq!(TextVersion::new(0), Err(ConsentError::TextVersion));
/// # Ok::<(), ConsentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct TextVersion(u32);

impl TextVersion {
    /// The version with this number.
    ///
    /// # Errors
    ///
    /// [`ConsentError::TextVersion`] for 0 and from 1,000,000.
    pub const fn new(number: u32) -> Result<Self, ConsentError> {
        if number == 0 || number > 999_999 {
            return Err(ConsentError::TextVersion);
        }
        Ok(Self(number))
    }

    /// The version as a number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for TextVersion {
    type Error = ConsentError;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        Self::new(number)
    }
}

impl From<TextVersion> for u32 {
    fn from(version: TextVersion) -> Self {
        version.0
    }
}

/// A choice made at some time for one purpose and one channel.
///
/// ```
/// use ent_core::Instant;
/// use ent_prefs::consent::ConsentSource;
/// use ent_prefs::{Channel, ConsentEntry, ConsentError, Purpose, TextVersion};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (purpose, channel) = (Purpose::OwnEstablishment, Channel::Email);
/// let (at, text) = (Instant::parse("2021-09-01T08:00:00Z")?, TextVersion::new(1)?);
/// let entry = ConsentEntry::grant(purpose, channel, at, text, ConsentSource::Preferences)?;
/// assert_eq!(entry.text_version(), Some(text));
///
/// let by_link = ConsentEntry::grant(purpose, channel, at, text, ConsentSource::Message);
/// assert_eq!(by_link, Err(ConsentError::Source));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct ConsentEntry {
    at: Instant,
    purpose: Purpose,
    channel: Channel,
    act: ConsentAct,
    /// INVARIANT: a grant has one.
    text_version: Option<TextVersion>,
    /// INVARIANT: a grant does not come from a message.
    source: ConsentSource,
}

impl ConsentEntry {
    /// The person agrees, having seen version `text` of what they agree to.
    ///
    /// # Errors
    ///
    /// [`ConsentError::Source`] for a link in a message: opening a link is no clear agreement.
    pub const fn grant(
        purpose: Purpose,
        channel: Channel,
        at: Instant,
        text: TextVersion,
        source: ConsentSource,
    ) -> Result<Self, ConsentError> {
        if matches!(source, ConsentSource::Message) {
            return Err(ConsentError::Source);
        }
        let (act, text_version) = (ConsentAct::Granted, Some(text));
        Ok(Self { at, purpose, channel, act, text_version, source })
    }

    /// The person no longer agrees. Nothing more is asked than for a grant, and less: the version
    /// of the text may be unknown.
    #[must_use]
    pub const fn withdrawal(
        purpose: Purpose,
        channel: Channel,
        at: Instant,
        text_version: Option<TextVersion>,
        source: ConsentSource,
    ) -> Self {
        Self { at, purpose, channel, act: ConsentAct::Withdrawn, text_version, source }
    }

    /// When the choice was made.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// What notifications are sent for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// How they travel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// Granted or withdrawn.
    #[must_use]
    pub const fn act(&self) -> ConsentAct {
        self.act
    }

    /// Version of the text the person saw; a withdrawal may have none.
    #[must_use]
    pub const fn text_version(&self) -> Option<TextVersion> {
        self.text_version
    }

    /// Where the choice was made.
    #[must_use]
    pub const fn source(&self) -> ConsentSource {
        self.source
    }

    /// What decides which entry is last. A withdrawal without version comes after every version,
    /// and after a grant of the same: when in doubt, nothing is sent.
    pub(super) fn rank(&self) -> (Instant, u32, ConsentAct) {
        let version = self.text_version.map_or(u32::MAX, TextVersion::number);
        (self.at, version, self.act)
    }
}

/// An entry as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    at: Instant,
    purpose: Purpose,
    channel: Channel,
    act: ConsentAct,
    text_version: Option<TextVersion>,
    source: ConsentSource,
}

impl From<ConsentEntry> for Stored {
    fn from(entry: ConsentEntry) -> Self {
        let ConsentEntry { at, purpose, channel, act, text_version, source } = entry;
        Self { at, purpose, channel, act, text_version, source }
    }
}

impl TryFrom<Stored> for ConsentEntry {
    type Error = ConsentError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { at, purpose, channel, act, text_version, source } = stored;
        match act {
            ConsentAct::Granted => {
                let text = text_version.ok_or(ConsentError::TextVersion)?;
                Self::grant(purpose, channel, at, text, source)
            }
            ConsentAct::Withdrawn => {
                Ok(Self::withdrawal(purpose, channel, at, text_version, source))
            }
        }
    }
}

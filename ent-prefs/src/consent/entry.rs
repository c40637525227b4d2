//! One entry of the consent log.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use ent_core::Instant;
use serde::{Deserialize, Serialize};

use super::{
    Channel, ConsentAct, ConsentActor, ConsentError, ConsentProof, ConsentSource, Purpose,
};

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
/// A line in the portal needs no consent ([`Channel::needs_consent`]); a choice about it may be
/// recorded all the same, so that a page that shows the box keeps what was ticked.
///
/// Entries are ordered by what decides: instant, text version (none is the highest), then a
/// withdrawal after a grant. One that [`Consents::choose`](super::Consents::choose) added
/// [`voids`](Self::voids) the entries of the other act that were dated in the future then.
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct ConsentEntry {
    at: Instant,
    /// INVARIANT: each is later than `at`.
    voids: BTreeSet<Instant>,
    purpose: Purpose,
    channel: Channel,
    act: ConsentAct,
    /// INVARIANT: a grant has one.
    text_version: Option<TextVersion>,
    /// INVARIANT: a grant does not come from a message.
    source: ConsentSource,
    by: ConsentActor,
    proof: Option<ConsentProof>,
}

impl ConsentEntry {
    /// The person agrees, having seen version `text` of what they agree to.
    ///
    /// # Errors
    ///
    /// [`ConsentError::Source`] for a link in a message: opening a link is no clear agreement.
    pub fn grant(
        purpose: Purpose,
        channel: Channel,
        at: Instant,
        text: TextVersion,
        source: ConsentSource,
    ) -> Result<Self, ConsentError> {
        if matches!(source, ConsentSource::Message) {
            return Err(ConsentError::Source);
        }
        Ok(Self::new(at, purpose, channel, ConsentAct::Granted, Some(text), source))
    }

    /// The person no longer agrees. Nothing more is asked than for a grant, and less: the version
    /// of the text may be unknown.
    #[must_use]
    pub fn withdrawal(
        purpose: Purpose,
        channel: Channel,
        at: Instant,
        text_version: Option<TextVersion>,
        source: ConsentSource,
    ) -> Self {
        Self::new(at, purpose, channel, ConsentAct::Withdrawn, text_version, source)
    }

    fn new(
        at: Instant,
        purpose: Purpose,
        channel: Channel,
        act: ConsentAct,
        text_version: Option<TextVersion>,
        source: ConsentSource,
    ) -> Self {
        let (voids, by, proof) = (BTreeSet::new(), ConsentActor::Own, None);
        Self { at, voids, purpose, channel, act, text_version, source, by, proof }
    }

    /// The same choice, made by somebody else than the person alone.
    #[must_use]
    pub fn made_by(self, by: ConsentActor) -> Self {
        Self { by, ..self }
    }

    /// The same choice with its proof. Grants should have one; the log also keeps those of which
    /// none was kept.
    #[must_use]
    pub fn with_proof(self, proof: ConsentProof) -> Self {
        Self { proof: Some(proof), ..self }
    }

    /// The same choice, which voids the entries of the other act at these instants: what the wrong
    /// clock of some device dated in the future.
    ///
    /// # Errors
    ///
    /// [`ConsentError::Voids`] when one of them is not later than its own.
    pub fn voiding(
        self,
        instants: impl IntoIterator<Item = Instant>,
    ) -> Result<Self, ConsentError> {
        let voids: BTreeSet<_> = instants.into_iter().collect();
        match voids.first() {
            Some(first) if *first <= self.at => Err(ConsentError::Voids),
            _ => Ok(Self { voids, ..self }),
        }
    }

    /// When the choice was made.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Instants, later than its own, at which entries of the other act do not count.
    #[must_use]
    pub fn voids(&self) -> impl ExactSizeIterator<Item = Instant> {
        self.voids.iter().copied()
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

    /// Who made it.
    #[must_use]
    pub const fn by(&self) -> &ConsentActor {
        &self.by
    }

    /// What shows that it was made, if that was kept.
    #[must_use]
    pub const fn proof(&self) -> Option<&ConsentProof> {
        self.proof.as_ref()
    }

    /// The same choice, after which come all of `ahead`, which it voids.
    pub(super) fn before(self, ahead: impl IntoIterator<Item = Instant>) -> Self {
        Self { voids: ahead.into_iter().collect(), ..self }
    }

    pub(super) fn dated(self, at: Instant) -> Self {
        Self { at, ..self }
    }

    /// Whether the other says the same, whatever either voids.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        Self { voids: other.voids.clone(), ..self.clone() } == *other
    }

    /// What decides which entry is last. A withdrawal without version comes after every version,
    /// and after a grant of the same: when in doubt, nothing is sent.
    pub(super) fn rank(&self) -> (Instant, u32, ConsentAct) {
        let version = self.text_version.map_or(u32::MAX, TextVersion::number);
        (self.at, version, self.act)
    }

    /// An entry that comes before every one of `at` and later, and after every earlier one.
    pub(super) fn before_all_of(at: Instant) -> Self {
        // 0 is no version that can be read: nothing that exists comes before it.
        let text_version = Some(TextVersion(0));
        let (purpose, channel) = (Purpose::OwnEstablishment, Channel::Email);
        let (act, source) = (ConsentAct::Granted, ConsentSource::Onboarding);
        Self::new(at, purpose, channel, act, text_version, source)
    }

    /// Whether a stored form of this schema can say all of it.
    pub(super) fn fits(&self, schema: u16) -> bool {
        match schema {
            1 => {
                matches!(self.by, ConsentActor::Own)
                    && self.proof.is_none()
                    && self.voids.is_empty()
            }
            2 => self.voids.is_empty(),
            _ => true,
        }
    }
}

impl Ord for ConsentEntry {
    fn cmp(&self, other: &Self) -> Ordering {
        let rest = |entry: &Self| (entry.purpose, entry.channel, entry.source);
        self.rank()
            .cmp(&other.rank())
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| self.by.cmp(&other.by))
            .then_with(|| self.proof.cmp(&other.proof))
            .then_with(|| self.voids.cmp(&other.voids))
    }
}

impl PartialOrd for ConsentEntry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An entry as JSON. What the first form had no place for is left out where there is nothing to say.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    at: Instant,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    voids: BTreeSet<Instant>,
    purpose: Purpose,
    channel: Channel,
    act: ConsentAct,
    text_version: Option<TextVersion>,
    source: ConsentSource,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<ConsentActor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<ConsentProof>,
}

impl From<ConsentEntry> for Stored {
    fn from(entry: ConsentEntry) -> Self {
        let ConsentEntry { at, voids, purpose, channel, act, text_version, source, by, proof } =
            entry;
        let by = Some(by).filter(|by| *by != ConsentActor::Own);
        Self { at, voids, purpose, channel, act, text_version, source, by, proof }
    }
}

impl TryFrom<Stored> for ConsentEntry {
    type Error = ConsentError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { at, voids, purpose, channel, act, text_version, source, by, proof } = stored;
        let mut entry = match act {
            ConsentAct::Granted => {
                let text = text_version.ok_or(ConsentError::TextVersion)?;
                Self::grant(purpose, channel, at, text, source)?
            }
            ConsentAct::Withdrawn => Self::withdrawal(purpose, channel, at, text_version, source),
        };
        entry.by = by.unwrap_or(ConsentActor::Own);
        entry.proof = proof;
        entry.voiding(voids)
    }
}

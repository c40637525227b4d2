//! What a person agreed to receive.

use std::fmt;

use ent_core::charter::TextDigest;
use ent_core::{EvidenceId, GuardianId, SubjectId};
use ent_prefs::TextVersion;
use ent_prefs::consent as domain;

use super::{read_json, write_json};
use crate::message::Lang;
use crate::mirror::labelled;
use crate::zone::Zone;
use crate::{CalendarDate, EntError, Timestamp};

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

#[uniffi::export]
impl Channel {
    /// Whether a message may travel this way only when the person agreed to it; a line in the portal
    /// needs no consent.
    pub fn needs_consent(&self) -> bool {
        ent_prefs::Channel::from(*self).needs_consent()
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

/// Who made a choice.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ConsentActor {
    /// The person.
    Own,
    /// A legal guardian, for the person.
    LegalGuardian {
        /// The guardian, as the host names the person.
        guardian: String,
    },
    /// The person and a legal guardian together.
    Jointly {
        /// The guardian, as the host names the person.
        guardian: String,
    },
}

impl ConsentActor {
    fn read(&self) -> Result<domain::ConsentActor, EntError> {
        Ok(match self {
            Self::Own => domain::ConsentActor::Own,
            Self::LegalGuardian { guardian } => {
                domain::ConsentActor::LegalGuardian { guardian: GuardianId::parse(guardian)? }
            }
            Self::Jointly { guardian } => {
                domain::ConsentActor::Jointly { guardian: GuardianId::parse(guardian)? }
            }
        })
    }
}

impl From<&domain::ConsentActor> for ConsentActor {
    fn from(actor: &domain::ConsentActor) -> Self {
        match actor {
            domain::ConsentActor::Own => Self::Own,
            domain::ConsentActor::LegalGuardian { guardian } => {
                Self::LegalGuardian { guardian: guardian.to_string() }
            }
            domain::ConsentActor::Jointly { guardian } => {
                Self::Jointly { guardian: guardian.to_string() }
            }
        }
    }
}

labelled! {
    /// Who has to agree, so that a grant counts in law.
    WhoConsents = domain::WhoConsents {
        /// The person alone.
        Alone,
        /// The person and a holder of parental authority together.
        Jointly,
    }
}

/// Who has to agree on `day`: below 15 the minor and a holder of parental authority together, from
/// the fifteenth birthday the person alone. Both where the birth date is not known, or where one
/// known in part leaves it open.
///
/// Fails with `birth-date/…` or `day/…`.
#[uniffi::export]
pub fn who_may_consent(
    born: Option<CalendarDate>,
    day: CalendarDate,
) -> Result<WhoConsents, EntError> {
    let (born, day) = (born.map(CalendarDate::read).transpose()?, day.read_day()?);
    Ok(domain::who_may_consent(born.and_then(|born| born.age_at(day))).into())
}

/// Checks that an entry was made by whom it takes; ask before recording. A withdrawal needs nobody
/// else.
///
/// Fails with `consent/actor` for a grant of somebody who may not agree alone, or as `record` does.
#[uniffi::export]
pub fn check_who_consents(who: WhoConsents, entry: &ConsentEntry) -> Result<(), EntError> {
    Ok(domain::WhoConsents::from(who).check(&entry.read()?)?)
}

/// What shows that a person chose as an entry says: one of both at least.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ConsentProof {
    /// Digest of the exact bytes of the text that was shown, as `charter_text_digest` gives it.
    #[uniffi(default = None)]
    pub text: Option<String>,
    /// Where the host keeps evidence, such as a signed paper.
    #[uniffi(default = None)]
    pub evidence: Option<String>,
}

impl ConsentProof {
    fn read(&self) -> Result<domain::ConsentProof, EntError> {
        let text = self.text.as_deref().map(TextDigest::parse).transpose()?;
        let evidence = self.evidence.as_deref().map(EvidenceId::parse).transpose()?;
        Ok(domain::ConsentProof::new(text, evidence)?)
    }
}

impl From<&domain::ConsentProof> for ConsentProof {
    fn from(proof: &domain::ConsentProof) -> Self {
        Self {
            text: proof.text().map(ToString::to_string),
            evidence: proof.evidence().map(ToString::to_string),
        }
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
    /// Who made it.
    pub by: ConsentActor,
    /// What shows that it was made, if that was kept.
    #[uniffi(default = None)]
    pub proof: Option<ConsentProof>,
    /// Instants, later than its own, at which entries of the other act do not count: see
    /// `Consents.choose`.
    #[uniffi(default = [])]
    pub voids: Vec<Timestamp>,
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
            by: entry.by().into(),
            proof: entry.proof().map(Into::into),
            voids: entry.voids().collect(),
        }
    }
}

impl ConsentEntry {
    pub(super) fn read(&self) -> Result<ent_prefs::ConsentEntry, EntError> {
        use ent_prefs::ConsentEntry as Known;
        let (purpose, channel) = (self.purpose.into(), self.channel.into());
        let source = self.source.into();
        // 0 is no version, as no negative number is.
        let version = |number: i32| TextVersion::new(u32::try_from(number).unwrap_or_default());
        let entry = match self.act {
            ConsentAct::Granted => {
                let text = version(self.text_version.unwrap_or_default())?;
                Known::grant(purpose, channel, self.at, text, source)?
            }
            ConsentAct::Withdrawn => {
                let text = self.text_version.map(version).transpose()?;
                Known::withdrawal(purpose, channel, self.at, text, source)
            }
        };
        let entry = entry.made_by(self.by.read()?).voiding(self.voids.iter().copied())?;
        Ok(match &self.proof {
            Some(proof) => entry.with_proof(proof.read()?),
            None => entry,
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

/// What counts now for one purpose and channel.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct InForceLine {
    /// What notifications are sent for.
    pub purpose: ConsentPurpose,
    /// How they travel.
    pub channel: Channel,
    /// Whether the person agrees.
    pub granted: bool,
    /// When the choice that counts was made, if one was.
    pub since: Option<Timestamp>,
    /// The line to show.
    pub text: String,
}

/// One choice in words.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ConsentActLine {
    /// When it was made.
    pub at: Timestamp,
    /// The line to show.
    pub text: String,
}

/// What a person may read of their own log.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PersonConsents {
    /// What counts now, in the order of the page.
    pub in_force: Vec<InForceLine>,
    /// Every choice, oldest first.
    pub acts: Vec<ConsentActLine>,
}

/// Every entry of a log with its proof, for a data-protection officer.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct OfficerConsents {
    /// JSON Lines: one object an entry, oldest first.
    pub jsonl: String,
    /// CSV with a header; no cell is computed by a spreadsheet.
    pub csv: String,
    /// Digest of `jsonl`, as `b2sum -l 256` prints it: the same for the same entries.
    pub digest: String,
}

impl fmt::Debug for OfficerConsents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfficerConsents({})", self.digest)
    }
}

impl fmt::Display for OfficerConsents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Everything one person agreed to and withdrew, as a log that only grows.
///
/// A log never changes: each entry gives another log. Nothing is agreed to until the log says so;
/// the last entry counts. A grant dated after `now` counts from its instant only, a withdrawal at
/// once.
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

    /// The log with what the person chooses, as of `now`: it counts, since it voids what the wrong
    /// clock of some device dated after `now`. A choice that arrives late, or twice, voids nothing
    /// of what was chosen since.
    ///
    /// Fails as `record` does.
    pub fn choose(&self, entry: &ConsentEntry, now: Timestamp) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        inner.choose(entry.read()?, now);
        Ok(Self { inner })
    }

    /// The log with one more entry, such as one of a table of old choices; one that is there
    /// already changes nothing.
    ///
    /// Fails with `consent/text-version` for a grant without the version of its text,
    /// `consent/source` for a grant by a link in a message, `consent/proof` for an empty proof,
    /// `charter/digest`, `id/format`, or `instant/out-of-range`.
    pub fn record(&self, entry: &ConsentEntry) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        inner.record(entry.read()?);
        Ok(Self { inner })
    }

    /// The log with more entries, in any order.
    ///
    /// Fails as `record` does.
    pub fn record_all(&self, entries: Vec<ConsentEntry>) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        for entry in &entries {
            inner.record(entry.read()?);
        }
        Ok(Self { inner })
    }

    /// The log with every entry of another copy, in any order.
    #[must_use]
    pub fn merge(&self, other: &Consents) -> Consents {
        let mut inner = self.inner.clone();
        inner.merge(&other.inner);
        Self { inner }
    }

    /// Whether the log says at `now` that the person agrees; of a channel that needs no consent, what
    /// was ticked.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn granted(
        &self,
        purpose: ConsentPurpose,
        channel: Channel,
        now: Timestamp,
    ) -> Result<bool, EntError> {
        Ok(self.inner.granted(purpose.into(), channel.into(), now))
    }

    /// Whether the log lets a message pass at `now`: one that leaves the portal when the person
    /// agrees; a line in the portal always, but for a partner's that the person refused.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn allows(
        &self,
        purpose: ConsentPurpose,
        channel: Channel,
        now: Timestamp,
    ) -> Result<bool, EntError> {
        Ok(self.inner.allows(purpose.into(), channel.into(), now))
    }

    /// The entry that decides at `now`, the proof of what the person chose.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn deciding(
        &self,
        purpose: ConsentPurpose,
        channel: Channel,
        now: Timestamp,
    ) -> Result<Option<ConsentEntry>, EntError> {
        Ok(self.inner.deciding(purpose.into(), channel.into(), now).map(Into::into))
    }

    /// The log in which nothing is agreed to any more for a purpose on a channel, whatever it said:
    /// a grant from the future is withdrawn too.
    ///
    /// Fails with `id/format` or `instant/out-of-range`.
    pub fn withdraw(
        &self,
        purpose: ConsentPurpose,
        channel: Channel,
        now: Timestamp,
        source: ConsentSource,
        by: &ConsentActor,
    ) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        inner.withdraw(purpose.into(), channel.into(), now, source.into(), by.read()?);
        Ok(Self { inner })
    }

    /// The same for every purpose and every channel.
    ///
    /// Fails with `id/format` or `instant/out-of-range`.
    pub fn withdraw_all(
        &self,
        now: Timestamp,
        source: ConsentSource,
        by: &ConsentActor,
    ) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        inner.withdraw_all(now, source.into(), &by.read()?);
        Ok(Self { inner })
    }

    /// The log without entries before `before` that decide nothing from then on: of each purpose and
    /// channel stay the first, the last grant and the last withdrawal before it, and all after.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn compact(&self, before: Timestamp) -> Result<Consents, EntError> {
        let mut inner = self.inner.clone();
        inner.compact(before);
        Ok(Self { inner })
    }

    /// How many entries there are.
    pub fn count(&self) -> i64 {
        i64::try_from(self.inner.len()).unwrap_or(i64::MAX)
    }

    /// The log in words: what counts at `now`, and every choice, by the clocks of a zone.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn export_for_person(
        &self,
        lang: Lang,
        zone: &Zone,
        now: Timestamp,
    ) -> Result<PersonConsents, EntError> {
        let export = self.inner.export_for_person(lang.into(), zone.inner, now);
        let in_force = export.in_force.into_iter().map(|line| InForceLine {
            purpose: line.purpose.into(),
            channel: line.channel.into(),
            granted: line.granted,
            since: line.since,
            text: line.text,
        });
        let acts = export.acts.into_iter();
        Ok(PersonConsents {
            in_force: in_force.collect(),
            acts: acts.map(|line| ConsentActLine { at: line.at, text: line.text }).collect(),
        })
    }

    /// Every entry with its proof; `person` is whose log it is, as the host names them.
    ///
    /// Fails with `id/format`.
    pub fn export_for_officer(&self, person: &str) -> Result<OfficerConsents, EntError> {
        let export = self.inner.export_for_officer(&SubjectId::parse(person)?);
        Ok(OfficerConsents {
            jsonl: export.jsonl().to_owned(),
            csv: export.csv().to_owned(),
            digest: export.digest().to_string(),
        })
    }

    /// Every entry, oldest first.
    pub fn entries(&self) -> Vec<ConsentEntry> {
        self.inner.entries().map(Into::into).collect()
    }

    /// Every purpose and channel with its value at `now`, in the order of the page.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn view(&self, now: Timestamp) -> Result<Vec<ConsentLine>, EntError> {
        let lines = self.inner.view(now).into_iter();
        Ok(lines
            .map(|line| ConsentLine {
                purpose: line.purpose.into(),
                channel: line.channel.into(),
                granted: line.granted,
            })
            .collect())
    }
}

impl fmt::Debug for Consents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Consents({} entries)", self.inner.len())
    }
}

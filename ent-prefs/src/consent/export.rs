//! The log in words for the person, and whole for a data-protection officer.

use std::borrow::Cow;

use ent_core::charter::TextDigest;
use ent_core::message::text;
use ent_core::text::inert_cell;
use ent_core::{EvidenceId, GuardianId, Instant, Lang, SubjectId, Zone};
use serde::Serialize;

use super::log::pairs;
use super::{
    Channel, ConsentAct, ConsentActorKind, ConsentEntry, ConsentProof, ConsentSource, Consents,
    Purpose, TextVersion,
};
use crate::clock;

/// What a person may read of their own log (GDPR art. 15). Times are those of the clock of a zone;
/// a guardian who took part has no name here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PersonExport {
    /// What counts now, in the order of the page.
    pub in_force: Vec<InForceLine>,
    /// Every choice, oldest first.
    pub acts: Vec<ConsentActLine>,
}

/// What counts now for one purpose and channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InForceLine {
    /// What notifications are sent for.
    pub purpose: Purpose,
    /// How they travel.
    pub channel: Channel,
    /// Whether the person agrees.
    pub granted: bool,
    /// When the choice that counts was made, if one was.
    pub since: Option<Instant>,
    /// The line to show.
    pub text: String,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ConsentActLine {
    /// When it was made.
    pub at: Instant,
    /// The line to show.
    pub text: String,
}

/// Names of the columns of an officer's export, which are also the keys of a JSON line.
///
/// | column | holds |
/// |---|---|
/// | `person` | whose log it is |
/// | `at` | RFC 3339 in UTC |
/// | `purpose`, `channel` | what for, and how it travels |
/// | `act` | `granted`, `withdrawn` |
/// | `text_version` | version of the text that was seen, empty or null where it is not known |
/// | `source` | `onboarding`, `preferences`, `message` |
/// | `acting` | `self`, `legal_guardian`, `jointly` |
/// | `guardian` | who acted for or with the person, empty or null otherwise |
/// | `text` | digest of the exact text that was shown, empty or null where it was not kept |
/// | `evidence` | where the host keeps a proof, empty or null without |
/// | `voids` | later instants at which entries of the other act do not count ([`ConsentEntry::voids`]), with spaces between; in JSON a list, and no key without |
pub const CONSENT_CSV_HEADER: &str =
    "person,at,purpose,channel,act,text_version,source,acting,guardian,text,evidence,voids";

/// Every entry of a log with its proof, for a data-protection officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficerExport {
    jsonl: String,
    csv: String,
}

impl OfficerExport {
    /// JSON Lines: one object an entry, oldest first, with the keys of [`CONSENT_CSV_HEADER`].
    #[must_use]
    pub fn jsonl(&self) -> &str {
        &self.jsonl
    }

    /// CSV (RFC 4180): a header, one row an entry, every line ended by CR LF.
    ///
    /// A cell that a spreadsheet would take for a formula, such as an id that begins with `@`, gets
    /// an apostrophe before it. No cell can hold a comma, a quotation mark or a line end.
    #[must_use]
    pub fn csv(&self) -> &str {
        &self.csv
    }

    /// Digest of [`jsonl`](Self::jsonl), as `b2sum -l 256` prints it of that file: two copies of a
    /// log have the same entries when they have the same digest.
    #[must_use]
    pub fn digest(&self) -> TextDigest {
        TextDigest::of_bytes(self.jsonl.as_bytes())
    }
}

#[derive(Serialize)]
struct Row<'a> {
    person: &'a SubjectId,
    at: Instant,
    purpose: Purpose,
    channel: Channel,
    act: ConsentAct,
    text_version: Option<TextVersion>,
    source: ConsentSource,
    acting: ConsentActorKind,
    guardian: Option<&'a GuardianId>,
    text: Option<&'a TextDigest>,
    evidence: Option<&'a EvidenceId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    voids: Vec<Instant>,
}

impl<'a> Row<'a> {
    fn of(person: &'a SubjectId, entry: &'a ConsentEntry) -> Self {
        Self {
            person,
            at: entry.at(),
            purpose: entry.purpose(),
            channel: entry.channel(),
            act: entry.act(),
            text_version: entry.text_version(),
            source: entry.source(),
            acting: entry.by().kind(),
            guardian: entry.by().guardian(),
            text: entry.proof().and_then(ConsentProof::text),
            evidence: entry.proof().and_then(ConsentProof::evidence),
            voids: entry.voids().collect(),
        }
    }

    fn cells(&self) -> [String; 12] {
        let id = |id: Option<&str>| id.unwrap_or_default().to_owned();
        [
            self.person.to_string(),
            self.at.to_string(),
            self.purpose.code().to_owned(),
            self.channel.code().to_owned(),
            self.act.code().to_owned(),
            self.text_version.map(|version| version.number().to_string()).unwrap_or_default(),
            self.source.code().to_owned(),
            self.acting.code().to_owned(),
            id(self.guardian.map(GuardianId::as_str)),
            self.text.map(ToString::to_string).unwrap_or_default(),
            id(self.evidence.map(EvidenceId::as_str)),
            self.voids.iter().map(Instant::to_string).collect::<Vec<_>>().join(" "),
        ]
    }
}

impl Consents {
    /// Every entry with its proof; `person` is whose log it is, as the host names them.
    ///
    /// ```
    /// use ent_core::SubjectId;
    /// use ent_prefs::Consents;
    /// use ent_prefs::consent::CONSENT_CSV_HEADER;
    ///
    /// let export = Consents::new().export_for_officer(&SubjectId::parse("guardian-1")?);
    /// assert_eq!(export.jsonl(), "");
    /// assert_eq!(export.csv(), format!("{CONSENT_CSV_HEADER}\r\n"));
    /// # Ok::<(), ent_core::IdError>(())
    /// ```
    #[must_use]
    pub fn export_for_officer(&self, person: &SubjectId) -> OfficerExport {
        let (mut jsonl, mut csv) = (String::new(), format!("{CONSENT_CSV_HEADER}\r\n"));
        for entry in self.entries() {
            let row = Row::of(person, entry);
            // Texts and numbers under fixed keys are always JSON.
            jsonl.push_str(&serde_json::to_string(&row).unwrap_or_default());
            jsonl.push('\n');
            csv.push_str(&row.cells().map(inert_cell).join(","));
            csv.push_str("\r\n");
        }
        OfficerExport { jsonl, csv }
    }

    /// The log in words: what counts at `now`, and every choice, by the clocks of `zone`.
    ///
    /// ```
    /// use ent_core::{Instant, Lang, Zone};
    /// use ent_prefs::Consents;
    ///
    /// let (zone, now) = (Zone::parse("Europe/Paris")?, Instant::parse("2026-11-26T10:00:00Z")?);
    /// let export = Consents::new().export_for_person(Lang::En, zone, now);
    /// assert_eq!(export.in_force[0].text, "Notifications from my school (E-mail): no choice was made, nothing is sent.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn export_for_person(&self, lang: Lang, zone: Zone, now: Instant) -> PersonExport {
        let in_force = pairs().map(|(purpose, channel)| {
            let deciding = self.deciding(purpose, channel, now);
            let stays = !channel.needs_consent() && self.allows(purpose, channel, now);
            in_force(purpose, channel, deciding, stays, lang, zone)
        });
        let act =
            |entry| ConsentActLine { at: ConsentEntry::at(entry), text: act(entry, lang, zone) };
        PersonExport { in_force: in_force.collect(), acts: self.entries().map(act).collect() }
    }
}

fn in_force(
    purpose: Purpose,
    channel: Channel,
    deciding: Option<&ConsentEntry>,
    stays: bool,
    lang: Lang,
    zone: Zone,
) -> InForceLine {
    let granted = deciding.is_some_and(|entry| entry.act() == ConsentAct::Granted);
    let since = deciding.map(ConsentEntry::at);
    let code = match (granted, since) {
        _ if stays => "consent_export/stays",
        (true, _) => "consent_export/agreed",
        (false, Some(_)) => "consent_export/refused",
        (false, None) => "consent_export/unasked",
    };
    let params = [
        ("purpose", Cow::from(purpose.label(lang))),
        ("channel", channel.label(lang).into()),
        ("when", since.map(|at| moment(at, lang, zone)).unwrap_or_default().into()),
    ];
    InForceLine { purpose, channel, granted, since, text: text(code, lang, &params) }
}

fn act(entry: &ConsentEntry, lang: Lang, zone: Zone) -> String {
    let version = match entry.text_version() {
        Some(version) => {
            let number = [("version", Cow::from(version.number().to_string()))];
            text("consent_export/version", lang, &number)
        }
        None => text("consent_export/no-version", lang, &[]),
    };
    let params = [
        ("when", Cow::from(moment(entry.at(), lang, zone))),
        ("act", entry.act().label(lang).into()),
        ("purpose", entry.purpose().label(lang).into()),
        ("channel", entry.channel().label(lang).into()),
        ("version", version.into()),
        ("source", entry.source().label(lang).into()),
        ("by", entry.by().kind().label(lang).into()),
    ];
    text("consent_export/act", lang, &params)
}

/// Day and clock; the instant itself where the zone does not know it.
fn moment(at: Instant, lang: Lang, zone: Zone) -> String {
    let Ok(shown) = zone.wall_time(at) else { return at.to_string() };
    let clock = clock::in_words(shown, lang);
    let params = [("day", Cow::from(shown.day().in_words(lang))), ("clock", clock.into())];
    text("consent_export/moment", lang, &params)
}

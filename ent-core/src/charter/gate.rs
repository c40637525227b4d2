//! Whether a person may go on, from the versions and what they did with them.

use std::collections::{BTreeMap, HashMap};

use super::{
    AcceptanceLog, ActKind, CharterError, CharterVersion, LogError, LogFault, Materiality,
};
use crate::listed::listed;
use crate::{CharterVersionId, EditionId, Instant, Profile};

listed! {
    /// Why the gate is open or closed.
    ///
    /// ```
    /// use ent_core::charter::GateReason;
    ///
    /// assert_eq!(GateReason::from_code("grace"), Some(GateReason::Grace));
    /// assert_eq!(GateReason::from_code("holiday"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "callers show each of them")]
    GateReason in "charter_gate" {
        /// Open: no charter for this profile is in force.
        NoCharter = "no_charter",
        /// Open: the edition in force is accepted.
        Accepted = "accepted",
        /// Open: only editorial editions took effect since the one that is accepted.
        EditorialChange = "editorial_change",
        /// Open: a substantive edition took effect, and its grace still runs.
        Grace = "grace",
        /// Closed: no edition was accepted.
        NeverAccepted = "never_accepted",
        /// Closed: what was accepted is no longer in force, or was not when it was accepted.
        Outdated = "outdated",
        /// Closed: the edition in force was declined, or its acceptance withdrawn.
        Declined = "declined",
    }
}

listed! {
    /// Where a person stands with the edition in force.
    ///
    /// ```
    /// use ent_core::charter::AcceptanceState;
    ///
    /// assert_eq!(AcceptanceState::from_code("outdated"), Some(AcceptanceState::Outdated));
    /// assert_eq!(AcceptanceState::from_code("unknown"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "callers show each of them")]
    AcceptanceState in "charter_state" {
        /// It was never shown, and nothing was accepted before.
        NotPresented = "not_presented",
        /// It was shown last.
        Presented = "presented",
        /// It is accepted, or an edition of the same substance.
        Accepted = "accepted",
        /// It was never shown; an earlier one was accepted.
        Outdated = "outdated",
        /// It was declined last.
        Declined = "declined",
    }
}

/// What [`gate`] decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gate<'a> {
    /// Whether the person may go on.
    pub open: bool,
    /// The edition in force, in French where it has such a text, else in its first text; whether
    /// it is accepted or not. Accepting another text of the same edition does as well.
    pub required: Option<&'a CharterVersion>,
    /// Why.
    pub reason: GateReason,
    /// First instant at which the grace is over, with [`GateReason::Grace`] only.
    pub grace_until: Option<Instant>,
    /// Where the person stands with the edition in force.
    pub state: AcceptanceState,
}

/// Whether a person of `profile` with this log may go on at `now`.
///
/// In force is the edition for the profile that took effect last, its instant included. It opens
/// for who accepted
/// - that edition, in any of its texts;
/// - an earlier one, where only editorial editions took effect since;
/// - an earlier one, while the grace of every substantive edition since still runs.
///
/// An acceptance counts if no later edition for the profile was in force when it was given, so an
/// old edition opens to nobody anew, in the grace neither. An edition may be accepted before it
/// takes effect, and counts when it does. Declining takes back what was accepted of the same
/// substance: the edition and those that differ by editorial changes.
///
/// `versions` are all that were ever published in the scope of the log, in any order. When the
/// log is stored through [`Versioned`](crate::transition::Versioned), `now` is its
/// [`floor`](crate::transition::Versioned::floor), so that a clock set back closes nothing.
///
/// ```
/// use ent_core::charter::{AcceptanceLog, CharterScope, GateReason, gate};
/// use ent_core::{Instant, Profile, SubjectId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let log = AcceptanceLog::new(SubjectId::parse("pupil-1")?, CharterScope::of_ent("occitanie")?);
/// let gate = gate(&[], &log, Profile::Pupil, Instant::parse("2026-09-01T08:00:00Z")?)?;
/// assert!(gate.open);
/// assert_eq!(gate.reason, GateReason::NoCharter);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`CharterError`] when two versions have one id, a version is of another scope, the texts of an
/// edition disagree, two editions for the profile take effect at one instant, or the log cannot
/// be right with these versions at `now`: [`CharterError::Log`] names the record.
pub fn gate<'a>(
    versions: &'a [CharterVersion],
    log: &AcceptanceLog,
    profile: Profile,
    now: Instant,
) -> Result<Gate<'a>, CharterError> {
    let by_id = by_id(versions, log)?;
    let line = line(versions, profile)?;
    let mut standing = Standing::new(&line);
    for record in log.records() {
        let wrong = |fault| Err(LogError::new(record.sequence(), fault).into());
        let Some(version) = by_id.get(record.version()) else {
            return wrong(LogFault::UnknownVersion);
        };
        if version.text() != record.text() {
            return wrong(LogFault::OtherText);
        }
        if record.at() < version.published_at() {
            return wrong(LogFault::NotPublished);
        }
        if record.at() > now {
            return wrong(LogFault::Future);
        }
        standing.take(version.edition(), record.act(), record.at());
    }
    Ok(standing.decide(now))
}

/// The versions by id, all of the scope of the log.
fn by_id<'a>(
    versions: &'a [CharterVersion],
    log: &AcceptanceLog,
) -> Result<HashMap<&'a CharterVersionId, &'a CharterVersion>, CharterError> {
    let mut by_id = HashMap::with_capacity(versions.len());
    for version in versions {
        if version.scope() != log.scope() {
            return Err(CharterError::Scope);
        }
        if by_id.insert(version.id(), version).is_some() {
            return Err(CharterError::VersionTwice);
        }
    }
    Ok(by_id)
}

/// One edition with its texts.
#[derive(Debug)]
struct Edition<'a> {
    /// The text that takes effect first.
    first: &'a CharterVersion,
    texts: Vec<&'a CharterVersion>,
    /// Number of the substance: grows with every substantive edition of the line.
    substance: usize,
}

impl<'a> Edition<'a> {
    fn effective_at(&self) -> Instant {
        self.first.effective_at()
    }

    fn is_substantive(&self) -> bool {
        self.first.materiality() == Materiality::Substantive
    }

    /// The text to show at `now`, when the edition is in force.
    fn shown(&self, now: Instant) -> &'a CharterVersion {
        let mut published = self.texts.iter().filter(|text| text.published_at() <= now);
        published.find(|text| text.language().is_french()).copied().unwrap_or(self.first)
    }
}

/// The editions for `profile`, by the instant they take effect.
fn line(versions: &[CharterVersion], profile: Profile) -> Result<Vec<Edition<'_>>, CharterError> {
    let mut editions: BTreeMap<&EditionId, Edition<'_>> = BTreeMap::new();
    for version in versions {
        let edition = editions.entry(version.edition()).or_insert_with(|| Edition {
            first: version,
            texts: Vec::new(),
            substance: 0,
        });
        let agrees = edition.first.materiality() == version.materiality()
            && edition.first.grace_days() == version.grace_days()
            && edition.first.profiles() == version.profiles()
            && edition.texts.iter().all(|text| text.language() != version.language());
        if !agrees {
            return Err(CharterError::Edition);
        }
        edition.texts.push(version);
        let order = |text: &CharterVersion| (text.effective_at(), text.published_at());
        if (order(version), version.id()) < (order(edition.first), edition.first.id()) {
            edition.first = version;
        }
    }
    let mut line: Vec<_> =
        editions.into_values().filter(|edition| edition.first.is_for(profile)).collect();
    line.sort_by_key(Edition::effective_at);
    let mut substance = 0_usize;
    let mut before = None;
    for edition in &mut line {
        if before == Some(edition.effective_at()) {
            return Err(CharterError::SameInstant);
        }
        before = Some(edition.effective_at());
        if edition.is_substantive() {
            substance = substance.saturating_add(1);
        }
        edition.substance = substance;
    }
    Ok(line)
}

/// What the person did with one edition.
#[derive(Clone, Copy, Debug, Default)]
struct Stand {
    /// Accepted when no later edition was in force, and not taken back.
    counts: bool,
    /// Accepted at any time, and not taken back.
    accepted: bool,
}

/// What the person did with the editions of one substance.
#[derive(Clone, Copy, Debug, Default)]
struct Answer {
    last: Option<ActKind>,
    declined: bool,
}

/// What the person did with every edition of a line.
struct Standing<'l, 'a> {
    line: &'l [Edition<'a>],
    places: HashMap<&'a EditionId, usize>,
    stands: Vec<Stand>,
    answers: HashMap<usize, Answer>,
}

impl<'l, 'a> Standing<'l, 'a> {
    fn new(line: &'l [Edition<'a>]) -> Self {
        let place = |(at, edition): (usize, &Edition<'a>)| (edition.first.edition(), at);
        Self {
            line,
            places: line.iter().enumerate().map(place).collect(),
            stands: vec![Stand::default(); line.len()],
            answers: HashMap::new(),
        }
    }

    /// How many editions of the line are in force or were, at `at`.
    fn in_force(&self, at: Instant) -> usize {
        self.line.partition_point(|edition| edition.effective_at() <= at)
    }

    fn take(&mut self, edition: &EditionId, act: ActKind, at: Instant) {
        let Some(&place) = self.places.get(edition) else { return };
        let Some(substance) = self.line.get(place).map(|edition| edition.substance) else { return };
        let is_current = place.saturating_add(1) >= self.in_force(at);
        let answer = self.answers.entry(substance).or_default();
        answer.last = Some(act);
        match act {
            ActKind::Presented => {}
            ActKind::Accepted => {
                if let Some(stand) = self.stands.get_mut(place) {
                    stand.accepted = true;
                    stand.counts |= is_current;
                }
                answer.declined &= !is_current;
            }
            ActKind::Declined => {
                for (stand, edition) in self.stands.iter_mut().zip(self.line) {
                    if edition.substance == substance {
                        *stand = Stand::default();
                    }
                }
                answer.declined = true;
            }
        }
    }

    fn decide(&self, now: Instant) -> Gate<'a> {
        let in_force = self.in_force(now);
        let past = || self.line.iter().zip(&self.stands).take(in_force);
        let Some((required, _)) = past().next_back() else {
            return Gate {
                open: true,
                required: None,
                reason: GateReason::NoCharter,
                grace_until: None,
                state: AcceptanceState::NotPresented,
            };
        };
        let answer = self.answers.get(&required.substance).copied().unwrap_or_default();
        let (reason, grace_until) = match open(past().rev(), now) {
            Some(found) => found,
            None if answer.declined => (GateReason::Declined, None),
            None if past().any(|(_, stand)| stand.accepted) => (GateReason::Outdated, None),
            None => (GateReason::NeverAccepted, None),
        };
        let is_open = match reason {
            GateReason::Accepted | GateReason::EditorialChange | GateReason::Grace => true,
            GateReason::NoCharter
            | GateReason::NeverAccepted
            | GateReason::Outdated
            | GateReason::Declined => false,
        };
        let state = match (reason, answer.last) {
            (GateReason::Accepted | GateReason::EditorialChange, _) => AcceptanceState::Accepted,
            (_, Some(ActKind::Presented)) => AcceptanceState::Presented,
            (_, Some(ActKind::Declined)) => AcceptanceState::Declined,
            (GateReason::Grace | GateReason::Outdated, _) => AcceptanceState::Outdated,
            (_, Some(ActKind::Accepted) | None) => AcceptanceState::NotPresented,
        };
        let required = Some(required.shown(now));
        Gate { open: is_open, required, reason, grace_until, state }
    }
}

/// Why the gate is open, walking from the edition in force back to the latest one that counts.
fn open<'l, 'a: 'l>(
    latest_first: impl Iterator<Item = (&'l Edition<'a>, &'l Stand)>,
    now: Instant,
) -> Option<(GateReason, Option<Instant>)> {
    let mut reason = GateReason::Accepted;
    let mut grace_until: Option<Instant> = None;
    for (edition, stand) in latest_first {
        if stand.counts {
            return Some((reason, grace_until));
        }
        if edition.is_substantive() {
            let until = edition.first.grace_until();
            if now >= until {
                return None;
            }
            reason = GateReason::Grace;
            grace_until = Some(grace_until.map_or(until, |earlier| earlier.min(until)));
        } else if reason == GateReason::Accepted {
            reason = GateReason::EditorialChange;
        }
    }
    None
}

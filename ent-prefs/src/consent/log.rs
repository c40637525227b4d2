//! The log of one person.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use ent_core::Instant;
use serde::{Deserialize, Serialize};

use super::{
    Channel, ConsentAct, ConsentActor, ConsentEntry, ConsentError, ConsentSource, Purpose,
};

/// Newest stored form of the log.
const SCHEMA: u16 = 3;

/// Everything one person agreed to and withdrew.
///
/// Nothing is agreed to until the log says so. The last entry counts, by instant, then by text
/// version; at the same instant and version a withdrawal wins. A grant dated after `now` counts
/// from its instant only; a withdrawal dated after `now` counts at once: when in doubt, nothing is
/// sent. What the person chooses now, by [`choose`](Self::choose), voids what the wrong clock of
/// another device dated later. Two copies of a log, written to apart, are joined by
/// [`merge`](Self::merge) in any order.
///
/// A log has no largest size, so that a withdrawal is never refused for want of room, neither
/// when it is recorded nor when it is read. It is read in time about linear to its bytes, which the
/// host bounds, as it bounds how often a person may change their mind; [`compact`](Self::compact)
/// makes it small again. A question costs the number of its void entries, and a logarithm.
///
/// ```
/// use ent_core::Instant;
/// use ent_prefs::consent::ConsentSource;
/// use ent_prefs::{Channel, ConsentEntry, Consents, Purpose, TextVersion};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (purpose, channel) = (Purpose::Partners, Channel::Email);
/// let now = Instant::parse("2021-09-01T08:00:00Z")?;
/// let mut consents = Consents::new();
/// assert!(!consents.granted(purpose, channel, now));
///
/// let text = TextVersion::new(3)?;
/// consents.record(ConsentEntry::grant(purpose, channel, now, text, ConsentSource::Onboarding)?);
/// assert!(consents.granted(purpose, channel, now));
/// assert!(!consents.granted(purpose, channel, now.plus_seconds(-1)?));
///
/// let later = now.plus_seconds(60)?;
/// let link = ConsentSource::Message;
/// consents.record(ConsentEntry::withdrawal(purpose, channel, later, None, link));
/// assert!(!consents.granted(purpose, channel, later));
/// # Ok(())
/// # }
/// ```
#[doc(alias = "consentement")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Consents {
    /// INVARIANT: every entry stands under its own purpose and channel, and no pair is empty.
    pairs: BTreeMap<(Purpose, Channel), Pair>,
}

/// The entries of one purpose and channel, in the order that decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pair {
    grants: BTreeSet<ConsentEntry>,
    withdrawals: BTreeSet<ConsentEntry>,
    /// INVARIANT: all that withdrawals void among grants, and grants among withdrawals.
    void_grants: BTreeSet<Instant>,
    void_withdrawals: BTreeSet<Instant>,
}

impl Pair {
    const fn of_mut(&mut self, act: ConsentAct) -> &mut BTreeSet<ConsentEntry> {
        match act {
            ConsentAct::Granted => &mut self.grants,
            ConsentAct::Withdrawn => &mut self.withdrawals,
        }
    }

    /// The entries of an act, and the instants at which they do not count.
    const fn of(&self, act: ConsentAct) -> (&BTreeSet<ConsentEntry>, &BTreeSet<Instant>) {
        match act {
            ConsentAct::Granted => (&self.grants, &self.void_grants),
            ConsentAct::Withdrawn => (&self.withdrawals, &self.void_withdrawals),
        }
    }

    fn entries(&self) -> impl Iterator<Item = &ConsentEntry> {
        self.grants.iter().chain(&self.withdrawals)
    }

    fn insert(&mut self, entry: ConsentEntry) {
        let void = match entry.act() {
            ConsentAct::Granted => &mut self.void_withdrawals,
            ConsentAct::Withdrawn => &mut self.void_grants,
        };
        void.extend(entry.voids());
        self.of_mut(entry.act()).insert(entry);
    }

    /// The entries of an act that count at all, last first.
    fn counting(&self, act: ConsentAct) -> impl Iterator<Item = &ConsentEntry> {
        let (all, void) = self.of(act);
        all.iter().rev().filter(|entry| !void.contains(&entry.at()))
    }

    /// The last grant that counts at `now`.
    fn grant_by(&self, now: Instant) -> Option<&ConsentEntry> {
        let next = now.plus_millis(1).map(ConsentEntry::before_all_of);
        let end = next.map_or(Bound::Unbounded, Bound::Excluded);
        let mut by_now = self.grants.range((Bound::Unbounded, end)).rev();
        by_now.find(|grant| !self.void_grants.contains(&grant.at()))
    }

    /// The instant of `entry`, or the next one at which an entry of its act is not void.
    fn counting_from(&self, entry: &ConsentEntry) -> Instant {
        let (_, void) = self.of(entry.act());
        let mut at = entry.at();
        while let (true, Ok(next)) = (void.contains(&at), at.plus_millis(1)) {
            at = next;
        }
        at
    }

    /// Whether the same was chosen before.
    fn says(&self, entry: &ConsentEntry) -> bool {
        let (all, _) = self.of(entry.act());
        let from = ConsentEntry::before_all_of(entry.at());
        all.range(from..).take_while(|said| said.at() == entry.at()).any(|said| said.repeats(entry))
    }

    /// The instants after `now` of the entries that `entry` is to void.
    fn ahead_of(&self, entry: &ConsentEntry, now: Instant) -> Vec<Instant> {
        let other = match entry.act() {
            ConsentAct::Granted => ConsentAct::Withdrawn,
            ConsentAct::Withdrawn => ConsentAct::Granted,
        };
        self.counting(other).map(ConsentEntry::at).take_while(|at| *at > now).collect()
    }

    fn deciding(&self, now: Instant) -> Option<&ConsentEntry> {
        match (self.grant_by(now), self.counting(ConsentAct::Withdrawn).next()) {
            (Some(grant), Some(withdrawal)) if grant.rank() > withdrawal.rank() => Some(grant),
            (grant, None) => grant,
            (_, withdrawal) => withdrawal,
        }
    }

    /// Leaves, of the entries before `before`, the first, the last grant and the last withdrawal that
    /// count, and those that void others.
    fn compact(&mut self, before: Instant) {
        let mut kept = Self::default();
        let old = |entry: &&ConsentEntry| entry.at() < before;
        let last = ConsentAct::ALL.iter().filter_map(|act| self.counting(*act).find(old));
        let stays = |entry: &&ConsentEntry| entry.at() >= before || entry.voids().len() > 0;
        let all = self.entries().filter(stays).chain(self.entries().min()).chain(last);
        all.cloned().for_each(|entry| kept.insert(entry));
        *self = kept;
    }
}

impl Consents {
    /// A log without entries: nothing is agreed to.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry from elsewhere, such as a table of old choices; one that is there already
    /// changes nothing.
    pub fn record(&mut self, entry: ConsentEntry) {
        let pair = self.pairs.entry((entry.purpose(), entry.channel())).or_default();
        pair.insert(entry);
    }

    /// Adds what the person chooses, as of `now`: it counts, since it voids what the wrong clock of
    /// some device dated after `now`. A choice that arrives late, or twice, voids nothing of what
    /// was chosen since.
    ///
    /// ```
    /// use ent_core::Instant;
    /// use ent_prefs::consent::{ConsentActor, ConsentSource};
    /// use ent_prefs::{Channel, ConsentEntry, Consents, Purpose, TextVersion};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let (purpose, channel, source) =
    ///     (Purpose::Partners, Channel::Sms, ConsentSource::Preferences);
    /// let (now, text) = (Instant::parse("2026-11-26T10:00:00Z")?, TextVersion::new(1)?);
    /// let granted_at = |at| ConsentEntry::grant(purpose, channel, at, text, source);
    /// let mut consents = Consents::new();
    /// consents.record(granted_at(Instant::parse("2099-01-01T00:00:00Z")?)?);
    /// consents.withdraw(purpose, channel, now, source, ConsentActor::Own);
    ///
    /// let tomorrow = now.plus_seconds(86_400)?;
    /// consents.choose(granted_at(tomorrow)?, tomorrow);
    /// assert!(!consents.granted(purpose, channel, now));
    /// assert!(consents.granted(purpose, channel, tomorrow));
    /// # Ok(())
    /// # }
    /// ```
    pub fn choose(&mut self, entry: ConsentEntry, now: Instant) {
        let pair = self.pairs.get(&(entry.purpose(), entry.channel()));
        let at = pair.map_or(entry.at(), |pair| pair.counting_from(&entry));
        let entry = entry.dated(at);
        let ahead = pair.map(|pair| pair.ahead_of(&entry, now)).unwrap_or_default();
        if !ahead.is_empty() || !pair.is_some_and(|pair| pair.says(&entry)) {
            self.record(entry.before(ahead));
        }
    }

    /// Adds every entry of another copy of the log.
    pub fn merge(&mut self, other: &Self) {
        for (key, pair) in &other.pairs {
            let mine = self.pairs.entry(*key).or_default();
            mine.grants.extend(pair.grants.iter().cloned());
            mine.withdrawals.extend(pair.withdrawals.iter().cloned());
            mine.void_grants.extend(&pair.void_grants);
            mine.void_withdrawals.extend(&pair.void_withdrawals);
        }
    }

    /// [Chooses](Self::choose) that nothing is agreed to any more for `purpose` on `channel`: a
    /// grant from the future is withdrawn too.
    ///
    /// ```
    /// use ent_core::Instant;
    /// use ent_prefs::consent::{ConsentActor, ConsentSource};
    /// use ent_prefs::{Channel, Consents, Purpose};
    ///
    /// let now = Instant::parse("2021-09-01T08:00:00Z")?;
    /// let (mut consents, source) = (Consents::new(), ConsentSource::Preferences);
    /// consents.withdraw(Purpose::Partners, Channel::Sms, now, source, ConsentActor::Own);
    /// assert_eq!(consents.len(), 1);
    /// # Ok::<(), ent_core::InstantError>(())
    /// ```
    pub fn withdraw(
        &mut self,
        purpose: Purpose,
        channel: Channel,
        now: Instant,
        source: ConsentSource,
        by: ConsentActor,
    ) {
        let entry = ConsentEntry::withdrawal(purpose, channel, now, None, source).made_by(by);
        self.choose(entry, now);
    }

    /// [`withdraw`](Self::withdraw) for every purpose and every channel.
    #[doc(alias = "tout refuser")]
    pub fn withdraw_all(&mut self, now: Instant, source: ConsentSource, by: &ConsentActor) {
        for (purpose, channel) in pairs() {
            self.withdraw(purpose, channel, now, source, by.clone());
        }
    }

    /// Whether the log says at `now` that the person agrees.
    ///
    /// Of a channel that needs no consent it says what was ticked, and no without an answer: what may
    /// be sent is for [`allows`](Self::allows) to say.
    #[must_use]
    pub fn granted(&self, purpose: Purpose, channel: Channel, now: Instant) -> bool {
        self.deciding(purpose, channel, now).is_some_and(|entry| entry.act() == ConsentAct::Granted)
    }

    /// Whether the log lets a message pass at `now`: one that leaves the portal when the person
    /// [agrees](Self::granted); a line in the portal always, but for a partner's that the person
    /// refused.
    ///
    /// ```
    /// use ent_core::Instant;
    /// use ent_prefs::consent::{ConsentActor, ConsentSource};
    /// use ent_prefs::{Channel, Consents, Purpose};
    ///
    /// let (now, mut consents) = (Instant::parse("2021-09-01T08:00:00Z")?, Consents::new());
    /// let allowed = |consents: &Consents, purpose, channel| consents.allows(purpose, channel, now);
    /// assert!(!allowed(&consents, Purpose::Partners, Channel::Email));
    /// assert!(allowed(&consents, Purpose::Partners, Channel::InApp));
    ///
    /// consents.withdraw_all(now, ConsentSource::Preferences, &ConsentActor::Own);
    /// assert!(!allowed(&consents, Purpose::Partners, Channel::InApp));
    /// assert!(allowed(&consents, Purpose::OwnEstablishment, Channel::InApp));
    /// # Ok::<(), ent_core::InstantError>(())
    /// ```
    #[must_use]
    pub fn allows(&self, purpose: Purpose, channel: Channel, now: Instant) -> bool {
        if channel.needs_consent() {
            return self.granted(purpose, channel, now);
        }
        let refused = || {
            let last = self.deciding(purpose, channel, now);
            last.is_some_and(|entry| entry.act() == ConsentAct::Withdrawn)
        };
        purpose == Purpose::OwnEstablishment || !refused()
    }

    /// The entry that decides at `now`, the proof of what the person chose.
    #[must_use]
    pub fn deciding(
        &self,
        purpose: Purpose,
        channel: Channel,
        now: Instant,
    ) -> Option<&ConsentEntry> {
        self.pairs.get(&(purpose, channel))?.deciding(now)
    }

    /// Every entry, by instant, then in the order of the page.
    pub fn entries(&self) -> impl Iterator<Item = &ConsentEntry> {
        let mut all: Vec<_> = self.pairs.values().flat_map(Pair::entries).collect();
        let place = |entry: &ConsentEntry| (entry.at(), entry.purpose(), entry.channel());
        all.sort_unstable_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
        all.into_iter()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.values().map(|pair| pair.entries().count()).sum()
    }

    /// Whether nothing was ever recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Forgets entries before `before` that decide nothing from then on. Of each purpose and
    /// channel stay the first entry, the last grant and the last withdrawal before `before`, those
    /// that void others, and everything after.
    ///
    /// From `before` on, every question has the same answer as without, in this log and in any that
    /// it is merged with, unless that one voids an entry from before `before` here: merge the
    /// copies first. Merged with a copy that was not made smaller, it has the forgotten entries
    /// again. How long entries have to be kept as proof is for the host to know.
    pub fn compact(&mut self, before: Instant) {
        for pair in self.pairs.values_mut() {
            pair.compact(before);
        }
    }

    /// Every purpose and channel with its value at `now`, in the order of the page.
    #[must_use]
    pub fn view(&self, now: Instant) -> Vec<ConsentLine> {
        let line = |(purpose, channel)| {
            let granted = self.granted(purpose, channel, now);
            ConsentLine { purpose, channel, granted }
        };
        pairs().map(line).collect()
    }
}

/// Every purpose and channel, in the order of the page.
pub(super) fn pairs() -> impl Iterator<Item = (Purpose, Channel)> {
    let channels =
        |purpose: &'static Purpose| Channel::ALL.iter().map(|channel| (*purpose, *channel));
    Purpose::ALL.iter().flat_map(channels)
}

impl FromIterator<ConsentEntry> for Consents {
    fn from_iter<I: IntoIterator<Item = ConsentEntry>>(entries: I) -> Self {
        let mut sorted: BTreeMap<_, Vec<ConsentEntry>> = BTreeMap::new();
        for entry in entries {
            let key = (entry.purpose(), entry.channel(), entry.act());
            sorted.entry(key).or_default().push(entry);
        }
        let mut log = Self::new();
        for ((purpose, channel, act), entries) in sorted {
            let pair = log.pairs.entry((purpose, channel)).or_default();
            let voids = entries.iter().flat_map(ConsentEntry::voids);
            match act {
                ConsentAct::Granted => pair.void_withdrawals.extend(voids),
                ConsentAct::Withdrawn => pair.void_grants.extend(voids),
            }
            // A set of a whole list is sorted once.
            *pair.of_mut(act) = entries.into_iter().collect();
        }
        log
    }
}

/// One box of the preferences page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConsentLine {
    /// What notifications are sent for.
    pub purpose: Purpose,
    /// How they travel.
    pub channel: Channel,
    /// Whether the box is ticked.
    pub granted: bool,
}

/// The log as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    entries: Vec<ConsentEntry>,
}

impl From<Consents> for Stored {
    fn from(consents: Consents) -> Self {
        Self { schema: SCHEMA, entries: consents.entries().cloned().collect() }
    }
}

impl TryFrom<Stored> for Consents {
    type Error = ConsentError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let known = (1..=SCHEMA).contains(&stored.schema);
        if !known || !stored.entries.iter().all(|entry| entry.fits(stored.schema)) {
            return Err(ConsentError::Schema);
        }
        Ok(stored.entries.into_iter().collect())
    }
}

//! A message routed to a million people in one call.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use ent_core::{Coded, Instant, PupilId};
use thiserror::Error;

use super::{CompiledPerson, Decision, HoursIndex, Message, Person, Verdict, decide};
use crate::{Channel, Defaults, Digest, SendingHours};

/// People whose turn is taken together.
const CHUNK: usize = 8192;

/// Most people.
const MAX_PEOPLE: usize = 100_000_000;

/// Most threads that are used.
const MAX_THREADS: usize = 64;

/// People in compiled form, for messages about one child, or about nobody in particular, at one
/// moment: 32 bytes each, and nothing that names them. The host keeps their order.
///
/// ```
/// use std::num::NonZeroUsize;
/// use std::ops::ControlFlow;
///
/// # use ent_core::{Instant, SubjectId, Zone};
/// # use ent_core::calendar::SchoolCalendar;
/// # use ent_prefs::{Consents, ContactCard, Preferences, SendingHours};
/// use ent_prefs::route::{Recipients, Channels, Message, MessageClass, Person, Sender, Verdict};
/// use ent_prefs::{Channel, Defaults, Topic};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let (id, now) = (SubjectId::parse("zoe")?, Instant::parse("2026-11-26T10:00:00Z")?);
/// # let hours = SendingHours::working_days(Zone::parse("Europe/Paris")?, SchoolCalendar::always_open());
/// # let (card, consents, preferences) = (ContactCard::new(), Consents::new(), Preferences::new());
/// # let zoe = Person { id: &id, card: &card, consents: &consents, preferences: &preferences,
/// #     devices: &[], children: &[], hours: &hours };
/// let mut people = Recipients::new(Defaults::immediate(), None, now);
/// for person in [zoe; 3] {
///     people.push(&person)?;
/// }
/// let (class, sender) = (MessageClass::Ordinary, Sender::Establishment);
/// let news = Message::new(class, sender, Topic::News, Channels::ALL)?;
/// let tally = people.route_all(&news, NonZeroUsize::MIN, |_| ControlFlow::Continue(()))?;
/// assert_eq!(tally.count(Channel::InApp, Verdict::Sent), 3);
/// # Ok(())
/// # }
/// ```
#[doc(alias = "destinataires")]
#[derive(Clone, Debug)]
pub struct Recipients {
    defaults: Defaults,
    about: Option<PupilId>,
    now: Instant,
    known: HashMap<SendingHours, HoursIndex, BuildHasherDefault<DefaultHasher>>,
    hours: Vec<Shift>,
    people: Vec<CompiledPerson>,
}

/// The answer of sending hours at the moment of the people.
#[derive(Clone, Debug)]
struct Shift {
    quiet: bool,
    /// What would wait for a time that never comes.
    never: Vec<Verdict>,
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a progress bar shows no more")]
pub struct Progress {
    /// People done.
    pub done: usize,
    /// People in all.
    pub total: usize,
}

impl Recipients {
    /// Nobody yet.
    #[must_use]
    pub fn new(defaults: Defaults, about: Option<PupilId>, now: Instant) -> Self {
        let (hours, people) = (Vec::new(), Vec::new());
        Self { defaults, about, now, known: HashMap::default(), hours, people }
    }

    /// Adds a person.
    ///
    /// # Errors
    ///
    /// [`BulkError::TooMany`] above 100,000,000 people, [`BulkError::TooManyHours`] after 65,536
    /// different sending hours.
    pub fn push(&mut self, person: &Person<'_>) -> Result<(), BulkError> {
        self.reserve(1)?;
        let hours = self.shift(person.hours)?;
        let about = self.about.as_ref();
        self.people.push(person.compiled(&self.defaults, about, hours, self.now));
        Ok(())
    }

    /// Adds as many people like the one at `at` as told, such as to size a machine.
    ///
    /// # Errors
    ///
    /// [`BulkError::Nobody`] when nobody is there, [`BulkError::TooMany`] above 100,000,000 people.
    pub fn repeat(&mut self, at: usize, times: usize) -> Result<(), BulkError> {
        let person = *self.people.get(at).ok_or(BulkError::Nobody)?;
        self.reserve(times)?;
        self.people.extend(std::iter::repeat_n(person, times));
        Ok(())
    }

    /// How many people there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The moment at which everything was compiled and is decided.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// What becomes of `message` for the person at `at`.
    ///
    /// # Errors
    ///
    /// [`BulkError::OtherChild`] when the message is about another child, [`BulkError::Nobody`]
    /// when nobody is there.
    pub fn decision(&self, message: &Message, at: usize) -> Result<Decision, BulkError> {
        self.check(message)?;
        let person = self.people.get(at).ok_or(BulkError::Nobody)?;
        Ok(self.decide(message, person))
    }

    /// Counts what becomes of `message` for everybody, on `threads` threads (at most 64), in
    /// memory that does not grow with the people. `on_progress` is called on this thread, and ends
    /// the call early when it breaks.
    ///
    /// # Errors
    ///
    /// [`BulkError::OtherChild`] when the message is about another child,
    /// [`BulkError::Cancelled`] when `on_progress` broke, [`BulkError::NoThread`] when the system
    /// gives none.
    pub fn route_all(
        &self,
        message: &Message,
        threads: NonZeroUsize,
        on_progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Tally, BulkError> {
        self.check(message)?;
        let work = self.people.chunks(CHUNK);
        let each = |people: &[CompiledPerson]| {
            let mut tally = Tally::default();
            for person in people {
                tally.add(self.decide(message, person));
            }
            (people.len(), tally)
        };
        self.run(work, each, threads, on_progress)
    }

    /// Writes what becomes of `message` for everybody into `out`, in the order of the people, and
    /// counts it. When it is cancelled, `out` is filled in part.
    ///
    /// # Errors
    ///
    /// As [`route_all`](Self::route_all), and [`BulkError::Length`] when `out` has another length.
    pub fn decide_all(
        &self,
        message: &Message,
        out: &mut [Decision],
        threads: NonZeroUsize,
        on_progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Tally, BulkError> {
        self.check(message)?;
        if out.len() != self.people.len() {
            return Err(BulkError::Length);
        }
        let work = self.people.chunks(CHUNK).zip(out.chunks_mut(CHUNK));
        let each = |(people, out): (&[CompiledPerson], &mut [Decision])| {
            let mut tally = Tally::default();
            for (person, decision) in people.iter().zip(out) {
                *decision = self.decide(message, person);
                tally.add(*decision);
            }
            (people.len(), tally)
        };
        self.run(work, each, threads, on_progress)
    }

    fn check(&self, message: &Message) -> Result<(), BulkError> {
        if message.about() == self.about.as_ref() { Ok(()) } else { Err(BulkError::OtherChild) }
    }

    fn decide(&self, message: &Message, person: &CompiledPerson) -> Decision {
        let shift = self.hours.get(usize::from(person.hours.0));
        let decision = decide(message, person, shift.is_some_and(|shift| shift.quiet));
        match shift {
            Some(shift) if !shift.never.is_empty() => {
                decision.where_hours_open(|verdict| shift.never.contains(&verdict))
            }
            _ => decision,
        }
    }

    /// Makes room for `more` people; memory that is not there is no reason to stop a process.
    fn reserve(&mut self, more: usize) -> Result<(), BulkError> {
        let room = MAX_PEOPLE.checked_sub(self.people.len());
        if room.is_none_or(|room| room < more) {
            return Err(BulkError::TooMany);
        }
        self.people.try_reserve(more).map_err(|_| BulkError::TooMany)
    }

    fn shift(&mut self, hours: &SendingHours) -> Result<HoursIndex, BulkError> {
        if let Some(known) = self.known.get(hours) {
            return Ok(*known);
        }
        let next = u16::try_from(self.hours.len()).map_err(|_| BulkError::TooManyHours)?;
        let opening = hours.next_send(self.now).ok();
        let quiet = opening.as_ref().is_none_or(|opening| !opening.is_now());
        let digest = |digest| hours.next_digest(self.now, digest).is_ok();
        let times = [
            (Verdict::QuietHours, opening.is_some()),
            (Verdict::DailyDigest, digest(Digest::Daily)),
            (Verdict::WeeklyDigest, digest(Digest::Weekly)),
        ];
        let never = times.iter().filter(|(_, comes)| !comes).map(|(verdict, _)| *verdict);
        self.hours.push(Shift { quiet, never: never.collect() });
        self.known.insert(hours.clone(), HoursIndex(next));
        Ok(HoursIndex(next))
    }

    /// Hands the pieces of `work` to threads and tells of each that is done.
    fn run<T: Send>(
        &self,
        work: impl Iterator<Item = T> + Send,
        each: impl Fn(T) -> (usize, Tally) + Sync,
        threads: NonZeroUsize,
        mut on_progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Tally, BulkError> {
        let (work, stopped) = (Mutex::new(work), AtomicBool::new(false));
        let (sender, receiver) = mpsc::channel();
        let mut progress = Progress { done: 0, total: self.people.len() };
        let mut whole = Tally::default();
        thread::scope(|scope| {
            // Also when `on_progress` panics, so that the threads end.
            let _stop = StopOnDrop(&stopped);
            let mut started = 0_usize;
            for _ in 0..threads.get().min(MAX_THREADS) {
                let (work, each, stopped, sender) = (&work, &each, &stopped, sender.clone());
                let worker = move || {
                    while !stopped.load(Ordering::Relaxed) {
                        let next = work.lock().unwrap_or_else(PoisonError::into_inner).next();
                        let Some(piece) = next else { break };
                        if sender.send(each(piece)).is_err() {
                            break;
                        }
                    }
                };
                // Where the system has no more threads, those at work do the rest.
                if thread::Builder::new().spawn_scoped(scope, worker).is_err() {
                    break;
                }
                started = started.saturating_add(1);
            }
            drop(sender);
            if started == 0 {
                return Err(BulkError::NoThread);
            }
            for (done, tally) in receiver {
                progress.done = progress.done.saturating_add(done);
                whole.merge(&tally);
                if on_progress(progress).is_break() && progress.done < progress.total {
                    return Err(BulkError::Cancelled { done: progress.done });
                }
            }
            Ok(())
        })?;
        Ok(whole)
    }
}

struct StopOnDrop<'a>(&'a AtomicBool);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How often each verdict was given on each channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([[u64; VERDICTS]; 4]);

const VERDICTS: usize = Verdict::ALL.len();

impl Tally {
    /// How often `verdict` was given on `channel`.
    #[must_use]
    pub fn count(&self, channel: Channel, verdict: Verdict) -> u64 {
        let row = self.0.get(channel.place());
        row.and_then(|row| row.get(slot(verdict))).copied().unwrap_or_default()
    }

    /// Every channel and verdict that was given at least once.
    pub fn counts(&self) -> impl Iterator<Item = (Channel, Verdict, u64)> {
        Channel::ALL.iter().flat_map(move |channel| {
            Verdict::ALL.iter().filter_map(move |verdict| {
                let count = self.count(*channel, *verdict);
                (count > 0).then_some((*channel, *verdict, count))
            })
        })
    }

    fn add(&mut self, decision: Decision) {
        for (row, verdict) in self.0.iter_mut().zip(decision.each()) {
            if let Some(count) = row.get_mut(slot(verdict)) {
                *count = count.saturating_add(1);
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        let counts = self.0.iter_mut().flatten().zip(other.0.iter().flatten());
        for (count, more) in counts {
            *count = count.saturating_add(*more);
        }
    }
}

const fn slot(verdict: Verdict) -> usize {
    match verdict {
        Verdict::NotAsked => 0,
        Verdict::Sent => 1,
        Verdict::QuietHours => 2,
        Verdict::DailyDigest => 3,
        Verdict::WeeklyDigest => 4,
        Verdict::NotConcerned => 5,
        Verdict::SmsRefused => 6,
        Verdict::NoTarget => 7,
        Verdict::Unverified => 8,
        Verdict::NotGranted => 9,
        Verdict::EverythingOff => 10,
        Verdict::SwitchedOff => 11,
        Verdict::NoHours => 12,
    }
}

/// Why a message is not routed to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BulkError {
    /// The caller ended the call.
    #[error("cancelled after {done} people")]
    Cancelled {
        /// People whose part was done.
        done: usize,
    },
    /// The message is about another child than the people were compiled for.
    #[error("the message is about another child than the people")]
    OtherChild,
    /// There are fewer or more people than places.
    #[error("the number of places is not the number of people")]
    Length,
    /// Nobody is at this place.
    #[error("nobody is at this place")]
    Nobody,
    /// People have more than 65,536 different sending hours.
    #[error("people have more than 65,536 different sending hours")]
    TooManyHours,
    /// There are more than 100,000,000 people, or more than memory holds.
    #[error("there are more people than memory holds")]
    TooMany,
    /// The system gives no thread to work on.
    #[error("the system gives no thread")]
    NoThread,
}

impl Coded for BulkError {
    fn code(&self) -> &'static str {
        match self {
            Self::Cancelled { .. } => "bulk/cancelled",
            Self::OtherChild => "bulk/other-child",
            Self::Length => "bulk/length",
            Self::Nobody => "bulk/nobody",
            Self::TooManyHours => "bulk/too-many-hours",
            Self::TooMany => "bulk/too-many",
            Self::NoThread => "bulk/no-thread",
        }
    }
}

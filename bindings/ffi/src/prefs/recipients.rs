//! What becomes of a message for many people at once.

use std::fmt;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ent_prefs::route as domain;

use super::consent::Channel;
use super::preferences::{PreferenceDefaults, pupil};
use super::route::{Read, Recipient, RouteMessage, RouteVerdict};
use crate::{EntError, Timestamp};

/// How often a verdict was given on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RouteCount {
    /// The channel.
    pub channel: Channel,
    /// The verdict.
    pub verdict: RouteVerdict,
    /// How often.
    pub count: i64,
}

/// People in compiled form, for messages about one child, or about nobody in particular, at one
/// moment: some 32 bytes each, and nothing that names them. The host keeps their order.
#[derive(uniffi::Object)]
pub struct Recipients {
    inner: Mutex<Arc<domain::Recipients>>,
}

#[uniffi::export]
impl Recipients {
    /// Nobody yet.
    ///
    /// Fails with `id/…`.
    #[uniffi::constructor]
    pub fn at(
        defaults: &PreferenceDefaults,
        about: Option<String>,
        now: Timestamp,
    ) -> Result<Self, EntError> {
        let inner = domain::Recipients::new(defaults.inner.clone(), pupil(about)?, now);
        Ok(Self { inner: Mutex::new(Arc::new(inner)) })
    }

    /// Adds people, in their order; the ones before a fault stay.
    ///
    /// Fails with `bulk/too-many`, `bulk/too-many-hours` or `id/…`.
    pub fn add(&self, people: Vec<Recipient>) -> Result<(), EntError> {
        let mut all = self.lock();
        let all = Arc::make_mut(&mut all);
        for recipient in &people {
            all.push(&Read::new(recipient)?.lend())?;
        }
        Ok(())
    }

    /// How many people there are.
    pub fn size(&self) -> i64 {
        whole(self.lock().len())
    }

    /// Counts what becomes of a message for everybody, on up to 64 threads, with what was counted
    /// at least once.
    ///
    /// Fails with `notify/format`, `bulk/other-child` or `bulk/no-thread`.
    pub fn route_all(
        &self,
        message: RouteMessage,
        threads: i32,
    ) -> Result<Vec<RouteCount>, EntError> {
        let (message, threads) = (message.read()?, at_least_one(threads));
        let tally = self.people().route_all(&message, threads, |_| ControlFlow::Continue(()))?;
        let count = |(channel, verdict, count): (ent_prefs::Channel, domain::Verdict, u64)| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            RouteCount { channel: channel.into(), verdict: verdict.into(), count }
        };
        Ok(tally.counts().map(count).collect())
    }

    /// What becomes of a message for everybody, as bytes: four of a person (e-mail, SMS, push, in
    /// the portal), each the place of its verdict in the list of `RouteVerdict`. `threads` are as
    /// for `route_all`.
    ///
    /// Fails with `notify/format`, `bulk/other-child`, `bulk/no-thread` or `bulk/too-many`.
    pub fn decide_all(&self, message: RouteMessage, threads: i32) -> Result<Vec<u8>, EntError> {
        let (message, threads) = (message.read()?, at_least_one(threads));
        let people = self.people();
        let mut decided = Vec::new();
        decided.try_reserve_exact(people.len()).map_err(|_| domain::BulkError::TooMany)?;
        decided.resize(people.len(), domain::Decision::NONE);
        people.decide_all(&message, &mut decided, threads, |_| ControlFlow::Continue(()))?;
        Ok(decided
            .iter()
            .flat_map(|decision| decision.each())
            .map(domain::Verdict::place)
            .collect())
    }

    /// What becomes of a message for the person at a place, on e-mail, SMS, push and in the portal.
    ///
    /// Fails with `notify/format`, `bulk/other-child`, or `bulk/nobody` when nobody is there.
    pub fn verdicts(&self, message: RouteMessage, at: i64) -> Result<Vec<RouteVerdict>, EntError> {
        let message = message.read()?;
        let at = usize::try_from(at).map_err(|_| domain::BulkError::Nobody)?;
        let decision = self.people().decision(&message, at)?;
        Ok(decision.each().into_iter().map(Into::into).collect())
    }
}

impl Recipients {
    fn lock(&self) -> MutexGuard<'_, Arc<domain::Recipients>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The people of now: nothing is locked while they are asked for something.
    fn people(&self) -> Arc<domain::Recipients> {
        Arc::clone(&self.lock())
    }
}

fn at_least_one(threads: i32) -> NonZeroUsize {
    let threads = usize::try_from(threads).ok().and_then(NonZeroUsize::new);
    threads.unwrap_or(NonZeroUsize::MIN)
}

impl fmt::Debug for Recipients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipients(redacted)")
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

//! Many workers at one record.

use std::fmt::Debug;
use std::iter::repeat_with;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::thread;

use ent_core::transition::{
    CasResult, Committed, Context, DriveError, Lifecycle, StateKey, Store, Version, Versioned,
    drive,
};
use ent_core::{Coded, FlowId, PhoneNumber, Region, SubjectId};

use super::kit::{At, Kit, Probe, Turns};
use super::{Finding, Rule};
use crate::code::{Audience, Event, Ledger, Outcome, Purpose, TypedCode};

/// Times each race is run.
const ROUNDS: u32 = 3;
/// Steps of each worker at one counter.
const STEPS: usize = 2;
/// Guesses of each worker at one code.
const GUESSES: u32 = 3;

/// What the workers do at once to one record.
enum Race {
    /// Write it at one version: exactly one may.
    Write(Rule, At, StateKey),
    /// Count steps in it: every one counts.
    Count(StateKey),
}

/// Creations, replacements and counted steps at once.
pub(super) fn play<S: Store<Error: Debug>>(kit: &Kit<'_>, open: &(impl Fn() -> S + Sync)) {
    let store = open();
    let mut races = Vec::new();
    for round in 1..=ROUNDS {
        let key = |name| kit.key(&format!("{name}-{round}"));
        races.push(Race::Write(Rule::CreateRace, At::Nothing, key("create")));
        races.push(Race::Write(Rule::ReplaceRace, At::Version(1), key("replace")));
        races.push(Race::Count(key("count")));
        kit.keep(write(&store, At::Nothing, &key("replace"), 0));
    }
    let told = all(kit, open, &races, |store, worker, race| match race {
        Race::Write(_, at, key) => Ok(Vec::from_iter(write(store, *at, key, worker)?)),
        Race::Count(key) => repeat_with(|| count(kit, store, key)).take(STEPS).collect(),
    });
    for (race, told) in races.iter().zip(told) {
        let told: Vec<u32> = told.into_iter().flatten().collect();
        match race {
            Race::Write(rule, _, key) => one_winner(kit, *rule, &told, &store, key),
            Race::Count(_) => gap_free(kit, told, 0),
        }
    }
}

/// Runs `work` at each of `items` by every worker at once, each with a store of its own: for each
/// item what the workers told.
fn all<S, I: Sync, T: Send>(
    kit: &Kit<'_>,
    open: &(impl Fn() -> S + Sync),
    items: &[I],
    work: impl Fn(&S, u32, &I) -> Result<T, Finding> + Sync,
) -> Vec<Vec<T>> {
    let start = Barrier::new(kit.workers.get());
    let (start, work) = (&start, &work);
    // A worker that panics still comes to the barrier, or the others would wait for ever.
    let worker = |number: u32| {
        let store = catch_unwind(AssertUnwindSafe(open)).ok();
        let each = |item| {
            start.wait();
            let store = store.as_ref()?;
            catch_unwind(AssertUnwindSafe(|| work(store, number, item))).ok()
        };
        items.iter().map(each).collect::<Vec<_>>()
    };
    let told: Vec<_> = thread::scope(|scope| {
        let worker = &worker;
        let threads: Vec<_> = (0..)
            .take(kit.workers.get())
            .map(|number| scope.spawn(move || worker(number)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let mut by_item: Vec<Vec<T>> = items.iter().map(|_| Vec::new()).collect();
    for answers in told {
        for (told, answer) in by_item.iter_mut().zip(answers) {
            match answer {
                Some(answer) => told.extend(kit.keep(answer)),
                None => kit.find(Rule::Failed, "a worker panicked"),
            }
        }
    }
    by_item
}

/// The worker if its bytes were stored.
fn write<S: Store<Error: Debug>>(
    store: &S,
    at: At,
    key: &StateKey,
    worker: u32,
) -> Result<Option<u32>, Finding> {
    let expected = at.precondition().map_err(failed)?;
    let answer = store.save_if(key, expected, worker.to_string().as_bytes()).map_err(failed)?;
    Ok((answer == CasResult::Stored).then_some(worker))
}

fn one_winner<S: Store<Error: Debug>>(
    kit: &Kit<'_>,
    rule: Rule,
    winners: &[u32],
    store: &S,
    key: &StateKey,
) {
    let [winner] = winners else {
        let (told, workers) = (winners.len(), kit.workers);
        return kit.find(rule, format!("{told} of {workers} workers were told it was stored"));
    };
    if let Some(found) = kit.keep(store.load(key).map_err(failed))
        && found.as_deref() != Some(winner.to_string().as_bytes())
    {
        kit.find(rule, "the bytes of another worker stand");
    }
}

/// Takes one step of the counter, and gives the version that it led to.
fn count<S: Store<Error: Debug>>(kit: &Kit<'_>, store: &S, key: &StateKey) -> Result<u32, Finding> {
    let mut turns = Turns(kit);
    let mut cx = Context { now: kit.now, entropy: &mut turns, policy: &(), keys: &() };
    let state = match drive(store, key, &Probe::default(), &(), &mut cx) {
        Ok(committed) => committed.state,
        Err(DriveError::Contended(_)) => {
            return Err(Finding::new(Rule::Progress, "a step lost a thousand races in a row"));
        }
        Err(error) => return Err(failed(error)),
    };
    let version = number(&state);
    // What a worker stored it reads, or what came after.
    let bytes = store.load(key).map_err(failed)?.unwrap_or_default();
    let read = Versioned::<Probe>::load(key.clone(), &bytes).map_or(0, |state| number(&state));
    if read < version {
        let happened = format!("a worker stored version {version} and then read version {read}");
        return Err(Finding::new(Rule::Visible, happened));
    }
    Ok(version)
}

/// The versions above `first` of steps that were told stored: each once, without a gap.
fn gap_free(kit: &Kit<'_>, mut versions: Vec<u32>, first: u32) {
    versions.sort_unstable();
    if !versions.iter().copied().eq((first..).skip(1).take(versions.len())) {
        let (steps, last) = (versions.len(), versions.last().copied().unwrap_or_default());
        versions.dedup();
        let happened =
            format!("{steps} stored steps had {} versions, the last {last}", versions.len());
        kit.find(Rule::Versions, happened);
    }
}

/// One code, and what is typed at it.
struct Target {
    key: StateKey,
    ledger: Ledger,
    right: Event,
    wrong: Event,
}

/// What became of a guess that was judged.
struct Judged {
    version: u32,
    right: bool,
}

/// Guesses at once, by a loop over a store.
pub(super) fn play_guesses<T, E>(kit: &Kit<'_>, open: &(impl Fn() -> T + Sync))
where
    T: Fn(&StateKey, &Ledger, &Event, &mut Context<'_, Ledger>) -> Result<Committed<Ledger>, E>,
    E: Debug,
{
    let take = open();
    let targets: Option<Vec<_>> =
        (1..=ROUNDS).map(|round| kit.keep(target(kit, &take, round))).collect();
    let Some(targets) = targets else { return };
    let told = all(kit, open, &targets, |take, worker, target| {
        let mut judged = Vec::new();
        for guess in 0..GUESSES {
            // One guess in eight is right.
            let right = worker.wrapping_add(guess) % 8 == 7;
            let event = if right { &target.right } else { &target.wrong };
            let committed = step(kit, take, &target.key, &target.ledger, event)?;
            let right = matches!(committed.outcome, Outcome::Verified(_));
            if right || matches!(committed.outcome, Outcome::Wrong { .. } | Outcome::Exhausted) {
                judged.push(Judged { version: number(&committed.state), right });
            }
        }
        Ok(judged)
    });
    for told in told {
        let judged: Vec<_> = told.into_iter().flatten().collect();
        kit.judge(judged.len());
        let (limit, right) =
            (kit.policy.max_attempts(), judged.iter().filter(|guess| guess.right).count());
        if judged.len() > usize::from(limit) {
            let happened = format!("{} guesses at a limit of {limit} were judged", judged.len());
            kit.find(Rule::Guesses, happened);
        }
        if right > 1 {
            kit.find(Rule::OneSuccess, format!("one code succeeded {right} times"));
        }
        if judged.is_empty() {
            kit.find(Rule::Progress, "no guess was judged");
        }
        // The code itself is version 1.
        gap_free(kit, judged.into_iter().map(|guess| guess.version).collect(), 1);
    }
}

/// Issues a code of its own to race for.
fn target<T, E>(kit: &Kit<'_>, take: &T, round: u32) -> Result<Target, Finding>
where
    T: Fn(&StateKey, &Ledger, &Event, &mut Context<'_, Ledger>) -> Result<Committed<Ledger>, E>,
    E: Debug,
{
    let subject = SubjectId::parse(&format!("store-check-{}-{round}", kit.run))
        .map_err(|error| coded(&error))?;
    let flow = FlowId::parse("store-check").map_err(|error| coded(&error))?;
    let to = PhoneNumber::parse("06 12 34 56 78", Region::FR).map_err(|error| coded(&error))?;
    let key = Ledger::key(&subject, Purpose::Activation);
    let ledger = Ledger::new(subject, Purpose::Activation);
    let event = Event::Issue { flow: flow.clone(), to, audience: Audience::Known };
    let Outcome::SendSms(sms) = step(kit, take, &key, &ledger, &event)?.outcome else {
        return Err(Finding::new(Rule::Progress, "no code was issued"));
    };
    let right = sms.code().expose_secret();
    let wrong: String = right.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect();
    let submit = |typed| {
        let code = TypedCode::parse(typed).map_err(|error| coded(&error))?;
        Ok(Event::Submit { flow: flow.clone(), code })
    };
    Ok(Target { right: submit(right)?, wrong: submit(&wrong)?, key, ledger })
}

fn step<T, E>(
    kit: &Kit<'_>,
    take: &T,
    key: &StateKey,
    ledger: &Ledger,
    event: &Event,
) -> Result<Committed<Ledger>, Finding>
where
    T: Fn(&StateKey, &Ledger, &Event, &mut Context<'_, Ledger>) -> Result<Committed<Ledger>, E>,
    E: Debug,
{
    let mut turns = Turns(kit);
    let mut cx =
        Context { now: kit.now, entropy: &mut turns, policy: &kit.policy, keys: &kit.keys };
    take(key, ledger, event, &mut cx).map_err(failed)
}

fn number<L: Lifecycle>(state: &Versioned<L>) -> u32 {
    state.version().map_or(0, Version::number)
}

fn failed(error: impl Debug) -> Finding {
    Finding::new(Rule::Failed, format!("{error:?}"))
}

fn coded(error: &dyn Coded) -> Finding {
    Finding::new(Rule::Failed, error.code())
}

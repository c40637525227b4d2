//! What holds of every lifecycle, whatever it is about.

use ent_core::transition::{
    CasResult, Context, Lifecycle, StateError, StepError, Version, Versioned,
};
use ent_core::{Entropy, EntropyError, Instant};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

/// Takes one step as a host does, and checks I1 and I4. `None` when the race is lost.
pub(crate) fn take<L: Lifecycle>(
    state: &mut Versioned<L>,
    event: &L::Event,
    cx: &mut Context<'_, L>,
    lost: bool,
) -> Option<L::Outcome> {
    let transition = state.step(event, cx).unwrap();
    let written = transition.writes().first().map(|write| write.bytes().to_vec());
    if lost && written.is_some() {
        transition.commit(CasResult::Lost).unwrap_err();
        return None;
    }
    let version = state.version().map_or(0, Version::number);
    let committed = transition.commit(CasResult::Stored).unwrap();
    let grown = committed.state.version().map_or(0, Version::number) - version;
    let changed = *committed.state.body() != *state.body();
    assert_eq!((grown == 1, written.is_some()), (changed, changed), "I1");
    if let Some(bytes) = written {
        let loaded = Versioned::load(committed.state.key().clone(), &bytes).unwrap();
        assert!(loaded == committed.state, "I4");
    }
    *state = committed.state;
    Some(committed.outcome)
}

/// The stored form of `body` under the key of `state`.
pub(crate) fn stored<L: Lifecycle>(state: &Versioned<L>, body: &Value, seen: Instant) -> Vec<u8> {
    let envelope = json!({
        "schema": L::SCHEMA, "kind": L::KIND, "key": state.key().as_str(),
        "version": 3, "seen": seen.to_string(), "body": body,
    });
    serde_json::to_vec(&envelope).unwrap()
}

/// Whether `body` with `value` at `place` (a JSON pointer) still loads.
pub(crate) fn loads_with<L: Lifecycle>(
    state: &Versioned<L>,
    seen: Instant,
    place: &str,
    value: &Value,
) -> bool {
    let mut body = serde_json::to_value(state.body()).unwrap();
    *body.pointer_mut(place).unwrap() = value.clone();
    match Versioned::<L>::load(state.key().clone(), &stored(state, &body, seen)) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, StateError::Corrupt { part: "body" }, "{place}");
            false
        }
    }
}

/// Envelopes that no version wrote, or a newer one did.
pub(crate) fn refuses_other_envelopes<L: Lifecycle>(state: &Versioned<L>, seen: Instant) {
    let body = serde_json::to_value(state.body()).unwrap();
    let bytes = stored(state, &body, seen);
    assert!(Versioned::<L>::load(state.key().clone(), &bytes).is_ok());
    let newer = StateError::Newer { found: L::SCHEMA + 1, known: L::SCHEMA };
    let cases = [
        // field, value, error
        ("schema", json!(L::SCHEMA + 1), newer),
        ("schema", json!("1"), StateError::Corrupt { part: "envelope" }),
        ("schema", json!(0), StateError::Corrupt { part: "envelope" }),
        ("kind", json!("other"), StateError::OtherKind),
        ("key", json!("other/key"), StateError::OtherKind),
        ("version", json!(0), StateError::Corrupt { part: "version" }),
        ("seen", json!("2021-13-01T00:00:00Z"), StateError::Corrupt { part: "body" }),
        ("body", json!({}), StateError::Corrupt { part: "body" }),
        ("more", json!(1), StateError::Corrupt { part: "body" }),
    ];
    for (field, value, error) in cases {
        let mut envelope: Value = serde_json::from_slice(&bytes).unwrap();
        envelope[field] = value;
        let bytes = serde_json::to_vec(&envelope).unwrap();
        let refused = Versioned::<L>::load(state.key().clone(), &bytes).err();
        assert_eq!(refused, Some(error), "{field}");
    }
}

/// A clock before the latest time seen counts as that time; one ten years ahead is refused.
pub(crate) fn keeps_the_clock<L: Lifecycle>(
    state: &Versioned<L>,
    event: &L::Event,
    policy: &L::Policy,
    keys: &L::Keys,
) {
    let seen = state.floor(Instant::FIRST);
    let step = |now| {
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        let mut cx = Context { now, entropy: &mut entropy, policy, keys };
        let transition = state.step(event, &mut cx)?;
        Ok(transition.writes().first().map(|write| write.bytes().to_vec()))
    };
    assert_eq!(step(Instant::FIRST), step(seen), "before the floor");
    let year = 366 * 86_400;
    assert!(step(seen.plus_seconds(9 * year).unwrap()).is_ok());
    for late in [seen.plus_seconds(11 * year).unwrap(), Instant::LAST] {
        assert_eq!(step(late), Err::<Option<Vec<u8>>, _>(StepError::Clock));
    }
}

/// Works for some draws, then fails.
struct FailsAfter(u32, ChaCha20Rng);

impl Entropy for FailsAfter {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0 = self.0.checked_sub(1).ok_or_else(EntropyError::default)?;
        self.1.fill(bytes)
    }
}

/// Always the same byte: nothing even comes out of 255.
struct Stuck;

impl Entropy for Stuck {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        bytes.fill(255);
        Ok(())
    }
}

/// A source that fails at any of the `draws` of an event gives no step; it succeeds after them.
pub(crate) fn needs_every_draw<L: Lifecycle>(
    state: &Versioned<L>,
    event: &L::Event,
    (policy, keys, now): (&L::Policy, &L::Keys, Instant),
    draws: u32,
) {
    for good in 0..=draws {
        let mut entropy = FailsAfter(good, ChaCha20Rng::seed_from_u64(1));
        let mut cx = Context { now, entropy: &mut entropy, policy, keys };
        let failed = matches!(state.step(event, &mut cx), Err(StepError::Entropy(_)));
        assert_eq!(failed, good < draws, "{good} draws");
    }
}

/// A source of one byte only is refused where symbols must be even.
pub(crate) fn refuses_a_stuck_source<L: Lifecycle>(
    state: &Versioned<L>,
    event: &L::Event,
    (policy, keys, now): (&L::Policy, &L::Keys, Instant),
) {
    let mut cx = Context { now, entropy: &mut Stuck, policy, keys };
    assert!(matches!(state.step(event, &mut cx), Err(StepError::Entropy(_))));
}

/// The most of `times` (oldest first) within `window` seconds.
pub(crate) fn most_within(times: &[Instant], window: i64) -> usize {
    let within = |end: &Instant| {
        let start = end.plus_seconds(-window).unwrap();
        times.iter().filter(|t| **t > start && *t <= end).count()
    };
    times.iter().map(within).max().unwrap_or(0)
}

/// Seconds between moves: around every limit, and backwards.
pub(crate) fn pauses() -> impl proptest::strategy::Strategy<Value = i64> {
    use proptest::prelude::*;
    prop_oneof![
        6 => 0..15_i64,
        4 => prop::sample::select(vec![9, 10, 29, 30, 59, 60, 61, 299, 300, 301, 599, 600, 1800, 3600]),
        1 => prop::sample::select(vec![7200, 43_200, 86_399, 86_400, 90_000]),
        1 => -7200..0_i64,
    ]
}

#[test]
fn a_leap_second_is_the_second_before() {
    let leap = Instant::parse("2016-12-31T23:59:60Z").unwrap();
    assert_eq!(leap, Instant::parse("2016-12-31T23:59:59.999Z").unwrap());
}

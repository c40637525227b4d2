//! Tries of a sign-in.

use ent_auth::throttle::{Event, Throttle, ThrottlePolicy};
use ent_core::Instant;
use ent_core::transition::{CasResult, Committed, Context, Versioned};
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

use crate::common::{entropy, subject};
use crate::walk::{Map, Taken, Walk, walk};

/// The tries of one account.
pub(crate) struct Tries {
    policy: ThrottlePolicy,
    entropy: ChaCha20Rng,
}

impl Tries {
    pub(crate) fn map() -> Map {
        let policy = ThrottlePolicy::builder().free_failures(2).max_consecutive(3).build().unwrap();
        let throttle = Throttle::sign_in(&subject());
        let fresh = Versioned::fresh(throttle.key(), throttle);
        walk(&mut Self { policy, entropy: entropy() }, fresh)
    }
}

impl Walk for Tries {
    type State = Throttle;
    const MOVES: &[&str] = &["Attempt", "Succeed", "Reinstate"];
    const PAUSES: &[i64] = &[1, 60];

    fn take(&mut self, state: &Versioned<Throttle>, name: &str, now: Instant) -> Taken<Self> {
        let event = match name {
            "Attempt" => Event::Attempt,
            "Succeed" => Event::Succeed,
            "Reinstate" => Event::Reinstate,
            other => panic!("no move {other}"),
        };
        let mut cx = Context { now, entropy: &mut self.entropy, policy: &self.policy, keys: &() };
        let Committed { state, outcome } =
            state.step(&event, &mut cx)?.commit(CasResult::Stored).unwrap();
        Ok((state, outcome.name()))
    }

    fn node(body: &Value, now: Instant) -> String {
        let delayed = body["attempts"]["delayed_until"].as_str();
        let delayed = delayed.is_some_and(|until| Instant::parse(until).unwrap() > now);
        let name = match (body["attempts"]["disabled_at"].is_string(), delayed) {
            (true, _) => "disabled",
            (false, true) => "waiting",
            (false, false) => "open",
        };
        name.to_owned()
    }

    fn detail(body: &Value) -> String {
        let attempts = &body["attempts"];
        let row = |name: &str| attempts[name].as_i64().unwrap_or_default();
        let failures = attempts["failures"].as_array().map_or(0, Vec::len);
        // Every reinstatement grants more tries: the number left is bounded, not the two counts.
        format!("{} {}", row("consecutive") - row("granted"), failures.min(3))
    }
}

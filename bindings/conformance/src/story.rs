//! What the stories share: the key ring, the random source, and the comparison of a step.

use ent_auth::{Key, KeyId, KeyRing};
use ent_core::transition::{CasResult, Committed, Context, Lifecycle, StateKey, Versioned};
use ent_core::{FlowId, Instant};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code, value};

/// The ring of every story: one key called `conformance`, of 32 bytes with the value 7.
pub(crate) fn keys() -> Result<KeyRing, Fault> {
    let id = KeyId::parse("conformance").map_err(code)?;
    Ok(KeyRing::new(id, Key::new(vec![7; 32]).map_err(code)?))
}

/// The seeded source that `"entropy": "seed:N"` asks for.
pub(crate) fn entropy(case: &Value) -> Result<ChaCha20Rng, Fault> {
    let seed = case.text("entropy")?.strip_prefix("seed:").and_then(|seed| seed.parse().ok());
    seed.map(ChaCha20Rng::seed_from_u64)
        .ok_or_else(|| Fault::Shape("`entropy` is not `seed:N`".to_owned()))
}

/// A state with what the store holds for it.
#[derive(Debug)]
pub(crate) struct Record<L: Lifecycle> {
    pub(crate) state: Versioned<L>,
    stored: Option<Vec<u8>>,
}

impl<L: Lifecycle> Record<L> {
    pub(crate) fn fresh(key: StateKey, body: L) -> Self {
        Self { state: Versioned::fresh(key, body), stored: None }
    }

    /// Takes one step and commits it, or loses the race when `lost`.
    pub(crate) fn step(
        &mut self,
        event: &L::Event,
        cx: &mut Context<'_, L>,
        lost: bool,
    ) -> Result<L::Outcome, Fault> {
        let transition = self.state.step(event, cx).map_err(code)?;
        let written = transition.writes().first().map(|write| write.bytes().to_vec());
        let result = if lost { CasResult::Lost } else { CasResult::Stored };
        let Committed { state, outcome } = transition.commit(result).map_err(code)?;
        self.state = state;
        self.stored = written.or_else(|| self.stored.take());
        Ok(outcome)
    }

    /// Reads the record back from the store, `replace: [from, to]` applied to its text.
    pub(crate) fn load(&mut self, event: &Value) -> Result<(), Fault> {
        let bytes = self.stored.clone().unwrap_or_default();
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some([from, to]) = event.get("replace").and_then(Value::as_array).map(Vec::as_slice)
        {
            let pair = from.as_str().zip(to.as_str());
            let (from, to) = pair.ok_or_else(|| Fault::Shape("`replace` is no pair".to_owned()))?;
            text = text.replace(from, to);
        }
        self.state = Versioned::load(self.state.key().clone(), text.as_bytes()).map_err(code)?;
        Ok(())
    }
}

/// The verb of an event and what stands with it.
pub(crate) fn verb(event: &Value) -> Result<(&str, &Value), Fault> {
    let only = event.as_object().filter(|event| event.len() == 1);
    let pair = only.and_then(|event| event.iter().next());
    pair.map(|(verb, with)| (verb.as_str(), with))
        .ok_or_else(|| Fault::Shape("an event has one verb".to_owned()))
}

/// The journey an event belongs to: `flow-1` unless it says another.
pub(crate) fn flow_of(with: &Value) -> Result<FlowId, Fault> {
    FlowId::parse(with.get("flow").and_then(Value::as_str).unwrap_or("flow-1")).map_err(code)
}

/// Plays every step with `take` (event, instant, whether the race is lost) and compares what it
/// shows with what is written.
pub(crate) fn play(
    case: &Value,
    mut take: impl FnMut(&Value, Instant, bool) -> Result<Map<String, Value>, Fault>,
) -> Result<Value, Fault> {
    for (n, step) in case.list("steps")?.iter().enumerate() {
        let at = Instant::parse(step.text("at")?).map_err(code)?;
        let lost = match step.get("commit").and_then(Value::as_str) {
            None | Some("stored") => false,
            Some("lost") => true,
            Some(other) => return Err(Fault::Shape(format!("commit `{other}`"))),
        };
        let event = step.get("event").ok_or_else(|| Fault::Shape("no `event`".to_owned()))?;
        let found = match take(event, at, lost) {
            Ok(found) => found,
            Err(Fault::Code(code)) => Map::from_iter([("error".to_owned(), json!(code))]),
            Err(shape) => return Err(shape),
        };
        compare(step, &found).map_err(|what| Fault::Shape(format!("step {n}: {what}")))?;
    }
    Ok(Value::Null)
}

fn compare(step: &Value, found: &Map<String, Value>) -> Result<(), String> {
    let wanted = step.as_object().into_iter().flatten();
    for (key, wanted) in
        wanted.filter(|(key, _)| !["at", "event", "commit"].contains(&key.as_str()))
    {
        let seen = found.get(key).unwrap_or(&Value::Null);
        match wanted {
            Value::Object(_) => value::same_where_named(seen, wanted)?,
            _ if seen == wanted => {}
            _ => return Err(format!("`{key}` is {seen}, wanted {wanted}")),
        }
    }
    if let (Some(error), None) = (found.get("error"), step.get("error")) {
        return Err(format!("error {error}"));
    }
    Ok(())
}

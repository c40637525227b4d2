//! The walk of a lifecycle, breadth first, and the picture of what it saw.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use ent_core::Instant;
use ent_core::transition::{Lifecycle, StepError, Versioned};
use serde_json::Value;

use crate::common::morning;

/// Moves by the outcome they had.
pub(crate) type Answers = BTreeMap<String, BTreeSet<String>>;

/// What a walk saw: labels of the arrows that write, and of the answers that write nothing.
#[derive(Default)]
pub(crate) struct Map {
    pub(crate) arrows: BTreeMap<(String, String), Answers>,
    answers: BTreeMap<String, Answers>,
}

/// A lifecycle, as the walk needs it.
pub(crate) trait Walk {
    type State: Lifecycle;
    /// Names of the moves tried in every state.
    const MOVES: &[&str];
    /// Seconds after the last step at which each move is tried.
    const PAUSES: &[i64];

    /// Takes a move; the name of its outcome.
    fn take(&mut self, state: &Versioned<Self::State>, name: &str, now: Instant) -> Taken<Self>;
    /// Name of a state in the picture.
    fn node(body: &Value, now: Instant) -> String;
    /// What tells states of one name apart, as far as it changes what happens next.
    fn detail(body: &Value) -> String;
}

pub(crate) type Taken<W> = Result<(Versioned<<W as Walk>::State>, &'static str), StepError>;

pub(crate) fn walk<W: Walk>(walker: &mut W, start: Versioned<W::State>) -> Map {
    let mut map = Map::default();
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([(start, morning())]);
    while let Some((state, now)) = queue.pop_front() {
        let body = serde_json::to_value(state.body()).unwrap();
        for pause in W::PAUSES {
            let now = now.plus_seconds(*pause).unwrap();
            let from = W::node(&body, now);
            for name in W::MOVES {
                let (next, outcome) = match walker.take(&state, name, now) {
                    Ok(taken) => taken,
                    Err(StepError::OutOfOrder) => (state.clone(), "refused: step/out-of-order"),
                    Err(error) => panic!("{name} in {from}: {error}"),
                };
                if next == state {
                    let answers = map.answers.entry(from.clone()).or_default();
                    answers.entry(outcome.to_owned()).or_default().insert((*name).to_owned());
                    continue;
                }
                let after = serde_json::to_value(next.body()).unwrap();
                let to = W::node(&after, now);
                let arrow = map.arrows.entry((from.clone(), to.clone())).or_default();
                arrow.entry(outcome.to_owned()).or_default().insert((*name).to_owned());
                if seen.insert((to, W::detail(&after))) {
                    queue.push_back((next, now));
                }
            }
        }
    }
    map
}

/// Moves that have one answer: by name, or "any" where listing them would hide the picture.
fn together(moves: &BTreeSet<String>) -> String {
    if moves.len() > 5 {
        return "any".to_owned();
    }
    moves.iter().cloned().collect::<Vec<_>>().join(", ")
}

impl Map {
    pub(crate) fn draw(&self, title: &str, first: &str, finals: &[&str]) -> String {
        let mut page =
            format!("\n## {title}\n\n```mermaid\nstateDiagram-v2\n    [*] --> {first}\n");
        for ((from, to), outcomes) in &self.arrows {
            let labels: Vec<_> = outcomes
                .iter()
                .map(|(outcome, moves)| format!("{} / {outcome}", together(moves)))
                .collect();
            writeln!(page, "    {from} --> {to} : {}", labels.join("<br>")).unwrap();
        }
        for name in finals {
            writeln!(page, "    {name} --> [*]").unwrap();
        }
        page.push_str("```\n");
        page
    }

    pub(crate) fn table(&self) -> String {
        let mut page =
            String::from("\nWhat writes nothing:\n\n| state | answer | to |\n|---|---|---|\n");
        for (state, answers) in &self.answers {
            for (answer, moves) in answers {
                writeln!(page, "| {state} | {answer} | {} |", together(moves)).unwrap();
            }
        }
        page
    }
}

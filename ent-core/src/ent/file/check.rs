//! What each value breaks by itself, after the description of the format.

use std::collections::BTreeSet;

use super::node::{Data, Node};
use super::problem::{EntFileError, EntFileProblem};
use super::shape::{Codes, Field, Form, Kind, Shape, is_id};
use crate::text::{check_visible, nfc};
use crate::{Coded, Day};

/// Most problems that are told.
const MAX_PROBLEMS: usize = 200;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<EntFileProblem>,
}

impl Problems {
    pub(super) fn push(&mut self, problem: EntFileProblem) {
        match self.found.len() {
            MAX_PROBLEMS => {
                let max = MAX_PROBLEMS.to_string();
                self.found.push(EntFileProblem::new("ent-file/too-many", "").with("max", max));
            }
            told if told < MAX_PROBLEMS => self.found.push(problem),
            _ => {}
        }
    }

    /// Notes `code` at a node.
    pub(super) fn at(&mut self, code: &'static str, path: &str, node: &Node) {
        self.push(EntFileProblem::new(code, path).at_line(node.line));
    }

    pub(super) fn into_result(self) -> Result<(), EntFileError> {
        if self.found.is_empty() { Ok(()) } else { Err(EntFileError::new(self.found)) }
    }
}

/// The one problem of a file that is written for another schema, since nothing else can be judged.
pub(super) fn other_schema(file: &Node) -> Option<EntFileProblem> {
    let schema = file.get("schema")?;
    match schema.data {
        Data::Number(1) => None,
        Data::Number(_) => {
            Some(EntFileProblem::new("ent-file/schema", "schema").at_line(schema.line))
        }
        _ => None,
    }
}

/// Path of a key; one that is no plain name is not shown.
pub(super) fn join(path: &str, key: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let shown = if (1..=64).contains(&key.len()) && key.bytes().all(plain) { key } else { "?" };
    if path.is_empty() { shown.to_owned() } else { format!("{path}.{shown}") }
}

/// Path of a value of a list.
pub(super) fn item(path: &str, at: usize) -> String {
    format!("{path}[{at}]")
}

pub(super) fn table(node: &Node, shape: &Shape, path: &str, problems: &mut Problems) {
    let Data::Table(values) = &node.data else {
        return wrong_type("table", path, node, problems);
    };
    for Field { name, kind, needed, .. } in shape.fields {
        match values.get(*name) {
            Some(value) => check(value, kind, &join(path, name), problems),
            None if *needed => problems.at("ent-file/missing", &join(path, name), node),
            None => {}
        }
    }
    for (key, value) in values {
        if !shape.fields.iter().any(|field| field.name == key) {
            problems.at("ent-file/unknown-field", &join(path, key), value);
        }
    }
}

fn check(node: &Node, kind: &Kind, path: &str, problems: &mut Problems) {
    match (kind, &node.data) {
        (Kind::Text(max), Data::Text(found)) => text(found, *max, path, node, problems),
        (Kind::Form(wanted), Data::Text(found)) => form(found, wanted, path, node, problems),
        (Kind::Code { codes, .. }, Data::Text(found)) => code(found, codes, path, node, problems),
        (Kind::Day, Data::Text(found) | Data::Date(found)) => {
            if let Err(error) = Day::parse(found) {
                problems.at(error.code(), path, node);
            }
        }
        (Kind::Number(min, max), Data::Number(found)) => {
            if !(min..=max).contains(&found) {
                problems.push(bounded("ent-file/range", path, node, min, max));
            }
        }
        (Kind::Flag, Data::Flag(_)) => {}
        (Kind::Table(shape), Data::Table(_)) => table(node, shape, path, problems),
        (Kind::List { of, min, max }, Data::List(list)) => {
            if sized(list.len(), *min, *max, path, node, problems) {
                for (at, value) in list.iter().enumerate() {
                    check(value, of, &item(path, at), problems);
                }
                let texts = list.iter().enumerate().map(|(at, value)| (at, Some(value)));
                repeated(texts, |at| item(path, at), problems);
            }
        }
        (Kind::Rows { of, min, max }, Data::List(list)) => {
            if sized(list.len(), *min, *max, path, node, problems) {
                for (at, row) in list.iter().enumerate() {
                    table(row, of, &item(path, at), problems);
                }
                let ids = list.iter().enumerate().map(|(at, row)| (at, row.get("id")));
                repeated(ids, |at| join(&item(path, at), "id"), problems);
            }
        }
        (Kind::Map { of, max }, Data::Table(values)) => {
            if sized(values.len(), 1, *max, path, node, problems) {
                for (id, value) in values {
                    let path = join(path, id);
                    if id.len() > 64 || !is_id(id) {
                        problems.at("ent-file/form", &path, value);
                    }
                    table(value, of, &path, problems);
                }
            }
        }
        (kind, _) => wrong_type(type_of(kind), path, node, problems),
    }
}

/// What TOML and JSON Schema call it.
const fn type_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text(_) | Kind::Form(_) | Kind::Code { .. } => "string",
        Kind::Number(..) => "integer",
        Kind::Flag => "boolean",
        Kind::Day => "date",
        Kind::List { .. } | Kind::Rows { .. } => "array",
        Kind::Table(_) | Kind::Map { .. } => "table",
    }
}

fn wrong_type(wanted: &'static str, path: &str, node: &Node, problems: &mut Problems) {
    let problem = EntFileProblem::new("ent-file/type", path).at_line(node.line);
    problems.push(problem.with("type", wanted));
}

fn bounded(
    code: &'static str,
    path: &str,
    node: &Node,
    min: &impl ToString,
    max: &impl ToString,
) -> EntFileProblem {
    let problem = EntFileProblem::new(code, path).at_line(node.line);
    problem.with("min", min.to_string()).with("max", max.to_string())
}

/// Whether a list has as many values as it may; the values of another are not looked at.
fn sized(
    found: usize,
    min: usize,
    max: usize,
    path: &str,
    node: &Node,
    problems: &mut Problems,
) -> bool {
    let right = (min..=max).contains(&found);
    if !right {
        problems.push(bounded("ent-file/items", path, node, &min, &max));
    }
    right
}

fn text(found: &str, max: usize, path: &str, node: &Node, problems: &mut Problems) {
    if found.trim().is_empty() || found.chars().count() > max {
        problems.push(bounded("ent-file/length", path, node, &1, &max));
    } else if check_visible(found).is_err() || nfc(found) != found || found.trim() != found {
        problems.at("ent-file/character", path, node);
    }
}

fn form(found: &str, wanted: &Form, path: &str, node: &Node, problems: &mut Problems) {
    if found.is_empty() || found.len() > wanted.max {
        problems.push(bounded("ent-file/length", path, node, &1, &wanted.max));
    } else if wanted.host && (!found.is_ascii() || found.contains("xn--")) {
        problems.at("ent-file/look-alike", path, node);
    } else if !(wanted.fits)(found) {
        problems.at("ent-file/form", path, node);
    }
}

fn code(found: &str, codes: Codes, path: &str, node: &Node, problems: &mut Problems) {
    if !codes.iter().any(|(known, _)| *known == found) {
        let known: Vec<_> = codes.iter().map(|(known, _)| *known).collect();
        let problem = EntFileProblem::new("ent-file/value", path).at_line(node.line);
        problems.push(problem.with("allowed", known.join(", ")));
    }
}

/// Notes each text that stood before.
fn repeated<'a>(
    texts: impl Iterator<Item = (usize, Option<&'a Node>)>,
    path: impl Fn(usize) -> String,
    problems: &mut Problems,
) {
    let mut seen = BTreeSet::new();
    for (at, node) in texts {
        let Some(node) = node else { continue };
        if node.text().is_some_and(|text| !seen.insert(text)) {
            problems.at("ent-file/repeated", &path(at), node);
        }
    }
}

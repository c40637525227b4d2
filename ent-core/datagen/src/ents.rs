//! `data/ents/*.toml` → `tables/ents.rs`.
//!
//! The rows are written as the description of the format says. Whether a file keeps its rules is
//! checked by `ent-core`, whose tests read each file through the door of the hosts and compare.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::DataError;
use crate::rust::{header, literal};
use shape::{Field, Kind, Shape};

#[expect(dead_code, reason = "only the checker of ent-core uses the rest")]
#[path = "../../src/ent/file/shape.rs"]
mod shape;

const HEAD: &str = "use std::borrow::Cow;

use crate::ent::definition::{
    Access, Charter, Definition, Entry, HelpGroup, HelpTopic, Lifetimes, Onboarding, Page,
    Partners, Partnership, PasswordRules, Portal, PrivateEducation, Service, Storage,
};
use crate::ent::list::List;
use crate::ent::{
    CharterScope, Ent, IdentitySource, MireAxis, OnboardingStep, Partner, PortalKind,
    ServiceChannel,
};
use crate::{EstablishmentKind, Profile};

#[rustfmt::skip]
pub(crate) static ENTS: &[Ent] = &[
";

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let mut ents = BTreeMap::new();
    for entry in fs::read_dir(data.join("ents"))? {
        let path = entry?.path();
        let file = path.display().to_string();
        let ent: Table = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| DataError::Toml { file, error })?;
        let id = ent.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if ents.insert(id.clone(), ent).is_some() {
            return Err(wrong(&id, "stands in two files"));
        }
    }

    let mut out = header("data/ents/*.toml");
    out.push_str(HEAD);
    for ent in ents.values() {
        let _ = writeln!(out, "    Ent({}),", table(ent, None, &shape::ENT, 4)?);
    }
    out.push_str("];\n");
    Ok(out)
}

/// A struct literal; rows of a short table stand on one line.
fn table(
    from: &Table,
    id: Option<&str>,
    shape: &Shape,
    indent: usize,
) -> Result<String, DataError> {
    if let Some(key) = from.keys().find(|key| !shape.fields.iter().any(|f| f.name == **key)) {
        return Err(wrong(key, &format!("is no field of {}", shape.name)));
    }
    let mut fields = Vec::new();
    if let Some(id) = id {
        fields.push(format!("id: {}", text(id)));
    }
    for field in shape.fields.iter().filter(|field| field.kept) {
        fields.push(format!("{}: {}", field.name, value(from.get(field.name), field, indent)?));
    }
    let long = fields.iter().any(|field| field.contains('\n')) || id.is_some();
    Ok(if long {
        let inner = indent.saturating_add(4);
        let mut lines = String::new();
        for field in &fields {
            let _ = writeln!(lines, "{:inner$}{field},", "");
        }
        format!("{} {{\n{lines}{:indent$}}}", shape.name, "")
    } else {
        format!("{} {{ {} }}", shape.name, fields.join(", "))
    })
}

fn value(from: Option<&Value>, field: &Field, indent: usize) -> Result<String, DataError> {
    let lists = matches!(field.kind, Kind::List { .. } | Kind::Rows { .. } | Kind::Map { .. });
    let Some(from) = from else {
        return match field.kind {
            _ if field.needed => Err(wrong(field.name, "is missing")),
            Kind::Flag => Ok("false".to_owned()),
            _ if lists => Ok("List::Static(&[])".to_owned()),
            _ => Ok("None".to_owned()),
        };
    };
    let written = some(from, &field.kind, field.name, indent.saturating_add(4))?;
    let whole = field.needed || lists || matches!(field.kind, Kind::Flag);
    Ok(if whole { written } else { format!("Some({written})") })
}

fn some(from: &Value, kind: &Kind, name: &str, indent: usize) -> Result<String, DataError> {
    let other = || wrong(name, "is of another kind");
    Ok(match kind {
        Kind::Text(_) | Kind::Form(_) | Kind::Day => text(from.as_str().ok_or_else(other)?),
        Kind::Code { list, codes } => {
            let code = from.as_str().ok_or_else(other)?;
            let found = codes.iter().find(|(known, _)| *known == code);
            let (_, variant) = found.ok_or_else(|| wrong(code, "is no code"))?;
            format!("{list}::{variant}")
        }
        Kind::Number(..) => from.as_integer().ok_or_else(other)?.to_string(),
        Kind::Flag => from.as_bool().ok_or_else(other)?.to_string(),
        Kind::Table(shape) => table(from.as_table().ok_or_else(other)?, None, shape, indent)?,
        Kind::List { of, .. } => {
            let values = from.as_array().ok_or_else(other)?.iter();
            let values = values.map(|value| some(value, of, name, indent));
            format!("List::Static(&[{}])", values.collect::<Result<Vec<_>, _>>()?.join(", "))
        }
        Kind::Rows { of, .. } => {
            let rows = from.as_array().ok_or_else(other)?.iter();
            rows_of(rows.map(|row| (None, row)), of, name, indent)?
        }
        Kind::Map { of, .. } => {
            let rows = from.as_table().ok_or_else(other)?.iter();
            rows_of(rows.map(|(id, row)| (Some(id.as_str()), row)), of, name, indent)?
        }
    })
}

fn rows_of<'a>(
    rows: impl Iterator<Item = (Option<&'a str>, &'a Value)>,
    shape: &Shape,
    name: &str,
    indent: usize,
) -> Result<String, DataError> {
    let inner = indent.saturating_add(4);
    let mut out = String::from("List::Static(&[\n");
    for (id, row) in rows {
        let row = row.as_table().ok_or_else(|| wrong(name, "is of another kind"))?;
        let _ = writeln!(out, "{:inner$}{},", "", table(row, id, shape, inner)?);
    }
    let _ = write!(out, "{:indent$}])", "");
    Ok(out)
}

fn text(text: &str) -> String {
    format!("Cow::Borrowed({})", literal(text))
}

fn wrong(id: &str, reason: &str) -> DataError {
    DataError::Row(format!("`{id}` {reason}"))
}

//! TOML and JSON as one tree, with lines where they are known.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserializer;
use serde::de::{Deserialize, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::EntFileProblem;
use super::shape::{Kind, Shape};

/// A value of the file.
#[derive(Debug)]
pub(super) struct Node {
    /// Counted from 1.
    pub(super) line: Option<usize>,
    pub(super) data: Data,
}

#[derive(Debug)]
pub(super) enum Data {
    Text(String),
    Number(i64),
    Flag(bool),
    /// A date that stands without quotes in TOML.
    Date(String),
    List(Vec<Node>),
    Table(BTreeMap<String, Node>),
    /// Anything that no field may be: fractions, numbers beyond 64 bits, null.
    Other,
}

impl Node {
    pub(super) fn from_toml(text: &str) -> Result<Self, EntFileProblem> {
        let lines = Lines::new(text);
        match DeTable::parse(text) {
            Ok(table) => {
                let line = Some(lines.of(table.span().start).0);
                Ok(Self { line, data: Data::Table(toml_table(table.get_ref(), &lines)) })
            }
            Err(error) => {
                let (line, column) = lines.of(error.span().map_or(0, |span| span.start));
                Err(EntFileProblem::new(fault(error.message()), "").at(line, column))
            }
        }
    }

    pub(super) fn from_json(text: &str) -> Result<Self, EntFileProblem> {
        serde_json::from_str(text).map_err(|error| {
            let code = fault(&error.to_string());
            EntFileProblem::new(code, "").at(error.line(), error.column())
        })
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.data {
            Data::Table(table) => table.get(key),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Date(text) => Some(text),
            _ => None,
        }
    }

    /// Text of a key.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::text)
    }

    /// Values of the list `key`, each with its place; none when it is no list.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = (usize, &Self)> {
        let list = match self.get(key).map(|node| &node.data) {
            Some(Data::List(list)) => list.as_slice(),
            _ => &[],
        };
        list.iter().enumerate()
    }

    /// Values of the table `key`, each with its key; none when it is no table.
    pub(super) fn entries(&self, key: &str) -> impl Iterator<Item = (&str, &Self)> {
        let table = match self.get(key).map(|node| &node.data) {
            Some(Data::Table(table)) => Some(table),
            _ => None,
        };
        table.into_iter().flatten().map(|(key, node)| (key.as_str(), node))
    }

    /// The tree as `shape` keeps it: without provenance, tables by ids as lists with ids.
    pub(super) fn to_json(&self, shape: &Shape) -> Value {
        let kept = shape.fields.iter().filter(|field| field.kept);
        let fields = kept.filter_map(|field| {
            let node = self.get(field.name)?;
            Some((field.name.to_owned(), node.value(&field.kind)))
        });
        Value::Object(fields.collect())
    }

    fn value(&self, kind: &Kind) -> Value {
        match (&self.data, kind) {
            (Data::Table(_), Kind::Table(shape)) => self.to_json(shape),
            (Data::Table(table), Kind::Map { of, .. }) => table
                .iter()
                .map(|(id, node)| {
                    let mut row = match node.to_json(of) {
                        Value::Object(row) => row,
                        _ => Map::new(),
                    };
                    row.insert("id".to_owned(), id.as_str().into());
                    Value::Object(row)
                })
                .collect(),
            (Data::List(list), Kind::Rows { of, .. }) => {
                list.iter().map(|node| node.to_json(of)).collect()
            }
            (Data::List(list), Kind::List { of, .. }) => {
                list.iter().map(|node| node.value(of)).collect()
            }
            (Data::Text(text) | Data::Date(text), _) => text.as_str().into(),
            (Data::Number(number), _) => (*number).into(),
            (Data::Flag(flag), _) => (*flag).into(),
            _ => Value::Null,
        }
    }
}

/// Code of a syntax error by the words of the parser; a test holds them.
fn fault(message: &str) -> &'static str {
    if message.starts_with("duplicate key") {
        "ent-file/duplicate-key"
    } else if message.contains("recurs") {
        "ent-file/too-deep"
    } else {
        "ent-file/syntax"
    }
}

/// Starts of the lines of a text.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let after = ends.map(|(at, _)| at.saturating_add(1));
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// Line of a byte, counted from 1.
    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Line and column of a byte, both counted from 1.
    fn of(&self, at: usize) -> (usize, usize) {
        let line = self.line_of(at);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..at).unwrap_or_default();
        (line, before.chars().count().saturating_add(1))
    }
}

fn toml_table(table: &DeTable<'_>, lines: &Lines<'_>) -> BTreeMap<String, Node> {
    table
        .iter()
        .map(|(key, value)| (key.get_ref().clone().into_owned(), toml_value(value, lines)))
        .collect()
}

fn toml_value(value: &Spanned<DeValue<'_>>, lines: &Lines<'_>) -> Node {
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.clone().into_owned()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Data::Other, Data::Number)
        }
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Datetime(date) => Data::Date(date.to_string()),
        DeValue::Array(list) => {
            Data::List(list.iter().map(|value| toml_value(value, lines)).collect())
        }
        DeValue::Table(table) => Data::Table(toml_table(table, lines)),
        DeValue::Float(_) => Data::Other,
    };
    Node { line: Some(lines.line_of(value.span().start)), data }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let data = from.deserialize_any(DataVisitor)?;
        Ok(Self { line: None, data })
    }
}

/// Reads any JSON but a table that has a key twice.
struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Text(text.to_owned()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Data, E> {
        Ok(Data::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Data, E> {
        Ok(i64::try_from(number).map_or(Data::Other, Data::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Data, E> {
        Ok(Data::Other)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Data, E> {
        Ok(Data::Flag(flag))
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Data, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = from.next_element()? {
            list.push(node);
        }
        Ok(Data::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Data, A::Error> {
        let mut table = BTreeMap::new();
        while let Some((key, node)) = from.next_entry::<String, Node>()? {
            if table.insert(key, node).is_some() {
                return Err(A::Error::custom("duplicate key"));
            }
        }
        Ok(Data::Table(table))
    }
}

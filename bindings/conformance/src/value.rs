//! Reading of JSON that may have any shape.

use ent_core::Coded;
use serde_json::Value;

/// Why a case gave no result.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The suite decided so: a stable error id.
    Code(&'static str),
    /// The case is not written as its suite asks.
    Shape(String),
}

impl From<String> for Fault {
    fn from(what: String) -> Self {
        Self::Shape(what)
    }
}

/// The stable id of an error, for `map_err`.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(crate) fn code(error: impl Coded) -> Fault {
    Fault::Code(error.code())
}

/// Reads a field, or says which one is not as it should be.
pub(crate) trait Read {
    fn text(&self, key: &str) -> Result<&str, Fault>;
    fn flag(&self, key: &str) -> Result<bool, Fault>;
    fn list(&self, key: &str) -> Result<&[Value], Fault>;
}

impl Read for Value {
    fn text(&self, key: &str) -> Result<&str, Fault> {
        self.get(key).and_then(Self::as_str).ok_or_else(|| format!("`{key}` is no text").into())
    }

    fn flag(&self, key: &str) -> Result<bool, Fault> {
        self.get(key).and_then(Self::as_bool).ok_or_else(|| format!("`{key}` is no flag").into())
    }

    fn list(&self, key: &str) -> Result<&[Value], Fault> {
        let list = self.get(key).and_then(Self::as_array);
        list.map(Vec::as_slice).ok_or_else(|| format!("`{key}` is no list").into())
    }
}

/// Whether every key of `wanted` has the same value in `found`; an absent key is null. `at_most`
/// and `at_least` bound the key `score`.
pub(crate) fn same_where_named(found: &Value, wanted: &Value) -> Result<(), String> {
    let Some(wanted) = wanted.as_object() else {
        return Err("what is wanted is no object".to_owned());
    };
    for (key, wanted) in wanted {
        let bound = matches!(key.as_str(), "at_most" | "at_least");
        let found = found.get(if bound { "score" } else { key }).unwrap_or(&Value::Null);
        let holds = match (key.as_str(), found.as_u64(), wanted.as_u64()) {
            ("at_most", Some(score), Some(most)) => score <= most,
            ("at_least", Some(score), Some(least)) => score >= least,
            _ => !bound && found == wanted,
        };
        if !holds {
            return Err(format!("`{key}` is {found}, wanted {wanted}"));
        }
    }
    Ok(())
}

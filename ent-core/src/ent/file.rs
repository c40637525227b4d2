//! The one door by which the file of an ENT comes in.

mod check;
mod meaning;
mod node;
mod problem;
mod schema;
mod shape;
#[cfg(test)]
mod tests;

pub use problem::{EntFileError, EntFileProblem};

use super::Ent;
use super::definition::Definition;
use check::Problems;
use node::Node;

/// Longest file, in bytes.
const MAX_FILE: usize = 1 << 20;

impl Ent {
    /// Reads the definition of an ENT in TOML, of at most 1 MiB.
    ///
    /// The format is that of the JSON Schema `docs/ent.schema.json`.
    ///
    /// ```
    /// use ent_core::ent::Ent;
    ///
    /// let file = r#"
    /// schema = 1
    /// id = "exemple"
    /// name = "Mon ENT"
    /// addresses = ["https://ent.exemple.fr"]
    /// hosts = ["ent.exemple.fr"]
    /// source = "our own guide"
    /// date = 2026-09-01
    ///
    /// [mires.start]
    /// asks = "profile"
    /// choices = [
    ///     { id = "tous", fr = "Tous", en = "Everyone", source = "local", from = "guide" },
    /// ]
    ///
    /// [[onboarding]]
    /// steps = ["charter", "password", "contact"]
    /// from = "guide"
    /// "#;
    /// assert_eq!(Ent::from_toml(file)?.name(), "Mon ENT");
    ///
    /// let wrong = file.replace("local", "minitel").replace("Mon ENT", "");
    /// let error = Ent::from_toml(&wrong).unwrap_err();
    /// let paths: Vec<_> = error.problems().iter().map(|problem| problem.path()).collect();
    /// assert_eq!(paths, ["name", "mires.start.choices[0].source"]);
    /// # Ok::<(), ent_core::ent::EntFileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EntFileError`] with everything that is wrong, each with its path and line; with one
    /// problem alone when the text is too long, is no TOML or is written for another schema.
    pub fn from_toml(text: &str) -> Result<Self, EntFileError> {
        Self::read(text, Node::from_toml)
    }

    /// Reads the definition of an ENT in JSON, of the same format.
    ///
    /// ```
    /// use ent_core::ent::Ent;
    ///
    /// let error = Ent::from_json("{\"schema\": 1, \"schema\": 1}").unwrap_err();
    /// assert_eq!(error.problems().first().map(|problem| problem.line()), Some(Some(1)));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`from_toml`](Self::from_toml); lines are known for syntax only.
    pub fn from_json(text: &str) -> Result<Self, EntFileError> {
        Self::read(text, Node::from_json)
    }

    /// The JSON Schema (draft 2020-12) of the format, for editors and other programs.
    ///
    /// It tells what each value may be; what values must be together only the door checks.
    ///
    /// ```
    /// let schema: serde_json::Value = serde_json::from_str(&ent_core::Ent::json_schema())?;
    /// assert_eq!(schema["properties"]["id"]["maxLength"], 64);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn json_schema() -> String {
        schema::text()
    }

    fn read(
        text: &str,
        parse: impl Fn(&str) -> Result<Node, EntFileProblem>,
    ) -> Result<Self, EntFileError> {
        if text.len() > MAX_FILE {
            return Err(EntFileProblem::new("ent-file/too-large", "").with("max", "1").into());
        }
        let file = parse(text)?;
        if let Some(problem) = check::other_schema(&file) {
            return Err(problem.into());
        }
        let mut problems = Problems::default();
        check::table(&file, &shape::ENT, "", &mut problems);
        meaning::check(&file, &mut problems);
        problems.into_result()?;
        let definition = serde_json::from_value::<Definition>(file.to_json(&shape::ENT));
        // What fails here breaks the description of the format itself; a test reads every row.
        definition.map(Self).map_err(|_| EntFileProblem::new("ent-file/unreadable", "").into())
    }
}

/// Whether a text may be the id of an ENT.
pub(crate) fn is_ent_id(text: &str) -> bool {
    text.len() <= 64 && shape::is_id(text)
}

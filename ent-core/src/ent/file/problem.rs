//! What is wrong with the file of an ENT.

use std::borrow::Cow;
use std::fmt;

use thiserror::Error;

use crate::{Coded, Params};

/// One thing that is wrong with the file of an ENT.
///
/// The texts say what to write instead; nothing repeats what the file says.
///
/// ```
/// use ent_core::Coded;
/// use ent_core::ent::Ent;
///
/// let error = Ent::from_toml("schema = 2").unwrap_err();
/// let Some(problem) = error.problems().first() else { unreachable!() };
/// assert_eq!((problem.code(), problem.path()), ("ent-file/schema", "schema"));
/// assert_eq!(problem.line(), Some(1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntFileProblem {
    code: &'static str,
    path: String,
    params: Params,
    line: Option<usize>,
    column: Option<usize>,
}

impl EntFileProblem {
    pub(super) fn new(code: &'static str, path: &str) -> Self {
        Self { code, path: path.to_owned(), params: Params::new(), line: None, column: None }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    pub(super) const fn at_line(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }

    /// Says where a syntax error is, in the texts too.
    pub(super) fn at(self, line: usize, column: usize) -> Self {
        let placed = self.with("line", line.to_string()).with("column", column.to_string());
        Self { line: Some(line), column: Some(column), ..placed }
    }

    /// Where in the file, such as `mires.enseignant.choices[2].source`; empty for the whole file.
    ///
    /// A key that is no plain name is shown as `?`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Line, counted from 1, where it is known.
    #[must_use]
    pub const fn line(&self) -> Option<usize> {
        self.line
    }

    /// Column in characters, counted from 1, for a syntax error.
    #[must_use]
    pub const fn column(&self) -> Option<usize> {
        self.column
    }
}

impl Coded for EntFileProblem {
    fn code(&self) -> &'static str {
        self.code
    }

    fn params(&self) -> Params {
        self.params.clone()
    }
}

impl fmt::Display for EntFileProblem {
    /// Path, line and code, for the log of a developer.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "(file)" } else { &self.path };
        match self.line {
            Some(line) => write!(f, "line {line}: {path}: {}", self.code),
            None => write!(f, "{path}: {}", self.code),
        }
    }
}

/// Why the file of an ENT is refused: everything that is wrong with it.
///
/// ```
/// use ent_core::Coded;
/// use ent_core::ent::Ent;
///
/// let error = Ent::from_toml("schema = 1").unwrap_err();
/// assert_eq!(error.code(), "ent-file/refused");
/// assert!(error.problems().len() > 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the file of the ent has {} problems, the first: {}", .problems.len(), first(.problems))]
pub struct EntFileError {
    /// INVARIANT: not empty.
    problems: Vec<EntFileProblem>,
}

fn first(problems: &[EntFileProblem]) -> String {
    problems.first().map(ToString::to_string).unwrap_or_default()
}

impl EntFileError {
    pub(super) const fn new(problems: Vec<EntFileProblem>) -> Self {
        Self { problems }
    }

    /// Everything that is wrong, at least one problem: first what each value breaks, in the order
    /// of the format, then what values break together.
    #[must_use]
    pub fn problems(&self) -> &[EntFileProblem] {
        &self.problems
    }
}

impl From<EntFileProblem> for EntFileError {
    fn from(problem: EntFileProblem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl Coded for EntFileError {
    fn code(&self) -> &'static str {
        "ent-file/refused"
    }

    fn params(&self) -> Params {
        vec![("count", self.problems.len().to_string().into())]
    }
}

//! What is wrong with the file of an ENT.

use ent_core::Coded;
use ent_core::ent as domain;
use thiserror::Error;

/// One thing that is wrong with the file of an ENT; nothing repeats what the file says.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct EntFileProblem {
    /// Stable code, such as `ent-file/unknown-field`.
    pub code: String,
    /// Where in the file, such as `mires.enseignant.choices[2].source`; empty for the whole file.
    pub path: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<i32>,
    /// Column in characters, counted from 1, for a syntax error.
    pub column: Option<i32>,
    /// Sentence to show, in French.
    pub text_fr: String,
    /// Sentence to show, in English.
    pub text_en: String,
}

impl From<&domain::EntFileProblem> for EntFileProblem {
    fn from(problem: &domain::EntFileProblem) -> Self {
        let small = |number: usize| i32::try_from(number).ok();
        Self {
            code: problem.code().to_owned(),
            path: problem.path().to_owned(),
            line: problem.line().and_then(small),
            column: problem.column().and_then(small),
            text_fr: problem.text_fr(),
            text_en: problem.text_en(),
        }
    }
}

/// Why the file of an ENT is refused: everything that is wrong with it, at once.
#[derive(Clone, Debug, PartialEq, Eq, Error, uniffi::Error)]
#[uniffi::export(Display)]
pub enum EntFileError {
    /// The file is refused as a whole.
    #[error("{text_en} ({code})")]
    Refused {
        /// Always `ent-file/refused`.
        code: String,
        /// Sentence to show, in French.
        text_fr: String,
        /// Sentence to show, in English.
        text_en: String,
        /// What is wrong, at least one problem, in the order of the format.
        problems: Vec<EntFileProblem>,
    },
}

impl From<domain::EntFileError> for EntFileError {
    fn from(error: domain::EntFileError) -> Self {
        Self::Refused {
            code: error.code().to_owned(),
            text_fr: error.text_fr(),
            text_en: error.text_en(),
            problems: error.problems().iter().map(Into::into).collect(),
        }
    }
}

/// The JSON Schema (draft 2020-12) of the files of ENTs, for editors and other programs.
#[uniffi::export]
pub fn ent_file_schema() -> String {
    domain::Ent::json_schema()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ent::Ent;

    #[test]
    fn every_problem_crosses() {
        for error in [Ent::from_toml("schema = 2"), Ent::from_json("{\"schema\": 2}")] {
            let EntFileError::Refused { code, problems, text_fr, .. } = error.unwrap_err();
            assert_eq!(code, "ent-file/refused");
            assert!(text_fr.contains('1'), "{text_fr}");
            let found: Vec<_> = problems.iter().map(|p| (&*p.code, &*p.path)).collect();
            assert_eq!(found, [("ent-file/schema", "schema")]);
        }
        let EntFileError::Refused { problems, .. } = Ent::from_toml("canary").unwrap_err();
        assert_eq!(problems.first().map(|p| (p.line, p.column)), Some((Some(1), Some(7))));
        assert!(!format!("{problems:?}").contains("canary"));
        assert!(ent_file_schema().contains("2020-12"));
    }

    #[test]
    fn a_file_becomes_an_ent() {
        let file = include_str!("../../../../ent-core/data/ents/occitanie.toml");
        let ent = Ent::from_toml(file).unwrap();
        assert_eq!(ent, Ent::find("occitanie").unwrap());
    }
}

//! `ent-datagen [--check]`: writes the tables of `ent-core` and `ent-auth` and the page of the texts
//! from `ent-core/data`, or fails when a checked-in one is not what the data says.

mod calendar;
mod ents;
mod link;
mod messages;
mod password_rules;
mod phone;
mod place;
mod profile;
mod rust;
mod table;
mod words;
mod zone;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use thiserror::Error;

/// Builds the text of one file from the data folder.
type Build = fn(&Path) -> Result<String, DataError>;

/// Every generated file: path from `ent-core/src/tables`, and how it is built.
const TABLES: &[(&str, Build)] = &[
    ("calendar.rs", calendar::build),
    ("ents.rs", ents::build),
    ("links.rs", link::build),
    ("messages.rs", messages::build),
    ("phone_plan.rs", phone::build),
    ("places.rs", place::build),
    ("profiles.rs", profile::build),
    ("zones.rs", zone::build),
    ("../../../ent-auth/src/tables/password_rules.rs", password_rules::build),
    ("../../../ent-auth/src/tables/words.rs", words::kinds),
    ("../../../docs/texts.md", messages::page),
];

/// The word lists, the one table that is no text.
const AUTOMATON: &str = "../../../ent-auth/src/tables/words.fst";

fn main() -> ExitCode {
    let check = match env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return report("usage: ent-datagen [--check]"),
    };
    let core = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let data = core.join("data");
    let texts = TABLES.iter().map(|(file, build)| (*file, build(&data).map(String::into_bytes)));
    for (file, built) in texts.chain([(AUTOMATON, words::automaton(&data))]) {
        let path = core.join("src/tables").join(file);
        let done = built.and_then(|table| {
            if check { compare(&path, &table) } else { Ok(fs::write(&path, table)?) }
        });
        if let Err(error) = done {
            return report(&format!("{file}: {error}"));
        }
    }
    ExitCode::SUCCESS
}

fn compare(path: &Path, table: &[u8]) -> Result<(), DataError> {
    if fs::read(path)? == table {
        return Ok(());
    }
    Err(DataError::Stale)
}

#[expect(clippy::print_stderr, reason = "this is a command-line program")]
fn report(text: &str) -> ExitCode {
    eprintln!("ent-datagen: {text}");
    ExitCode::FAILURE
}

/// Why a table could not be built or is not current.
#[derive(Debug, Error)]
pub(crate) enum DataError {
    /// A file could not be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A TOML file is not what its reader expects.
    #[error("{file}: {error}")]
    Toml {
        /// Name of the file.
        file: String,
        /// Where and why.
        error: toml::de::Error,
    },
    /// A CSV file is not what its reader expects.
    #[error("{file}: {error}")]
    Csv {
        /// Name of the file.
        file: String,
        /// Where and why.
        error: csv::Error,
    },
    /// A row breaks a rule of its table.
    #[error("{0}")]
    Row(String),
    /// The checked-in table differs from the data.
    #[error("not current: run `cargo run -p ent-datagen`")]
    Stale,
}

//! Reads the definition of an ENT and says what is wrong with it, or what it gives:
//! `cargo run -p ent-core --example check_ent -- FILE.toml|FILE.json`

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use ent_core::ent::{Ent, MireAnswer};
use ent_core::{Coded as _, Lang};

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a command-line program")]
fn main() -> ExitCode {
    let Some(file) = env::args().nth(1) else {
        eprintln!("usage: check_ent FILE.toml|FILE.json");
        return ExitCode::FAILURE;
    };
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("check_ent: {error}");
            return ExitCode::FAILURE;
        }
    };
    let is_json = Path::new(&file).extension().is_some_and(|extension| extension == "json");
    let read = if is_json { Ent::from_json(&text) } else { Ent::from_toml(&text) };
    match read {
        Ok(ent) => {
            print!("{}", summary(&ent));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let count = error.problems().len();
            println!("refused, {count} {}", if count == 1 { "problem" } else { "problems" });
            for problem in error.problems() {
                let line = problem.line().map_or_else(String::new, |line| format!(", line {line}"));
                let path = if problem.path().is_empty() { "file" } else { problem.path() };
                println!("  {path}{line}: {} ({})", problem.text_en(), problem.code());
            }
            ExitCode::FAILURE
        }
    }
}

/// What the definition gives.
fn summary(ent: &Ent) -> String {
    let mut out = format!("accepted: {} ({})\nsign-in:\n", ent.name(), ent.id());
    ways(ent, &[], "", &mut out);
    out
}

/// Adds every way to a sign-in from the choices made so far.
fn ways(ent: &Ent, path: &[&str], labels: &str, out: &mut String) {
    match ent.mire().choices(path, None) {
        Ok(MireAnswer::Choices(choices)) => {
            for choice in &choices {
                let separator = if labels.is_empty() { "" } else { " › " };
                let labels = format!("{labels}{separator}{}", choice.label(Lang::Fr));
                ways(ent, &[path, &[choice.id()]].concat(), &labels, out);
            }
        }
        Ok(MireAnswer::Source { source, academy, .. }) => {
            let academy = academy.map_or_else(String::new, |code| format!(", académie {code}"));
            // Writing into a `String` cannot fail.
            let _ = writeln!(out, "  {labels} -> {}{academy}", source.code());
        }
        Err(error) => {
            let _ = writeln!(out, "  {labels}: {error}");
        }
    }
}

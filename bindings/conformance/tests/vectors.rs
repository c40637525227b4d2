//! Every vector file, through the public API; the last line counts.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a test runner")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/vectors");
    let folder = env::var_os("ENT_VECTORS").map_or_else(|| PathBuf::from(own), PathBuf::from);
    let report = match ent_conformance::run(&folder) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            println!("0 passed, 1 failed");
            return ExitCode::FAILURE;
        }
    };
    for failure in &report.failures {
        eprintln!("{failure}");
    }
    if let Some(counts) = env::var_os("ENT_COUNTS") {
        let file = PathBuf::from(counts).join("rust.count");
        if let Err(error) = fs::write(&file, format!("{}\n", report.passed)) {
            eprintln!("{}: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    println!("{} passed, {} failed", report.passed, report.failures.len());
    if report.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

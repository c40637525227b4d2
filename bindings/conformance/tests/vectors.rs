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
    let count = format!("{} passed, {} failed", report.passed, report.failures.len());
    if let Some(folder) = env::var_os("ENT_COUNTS").map(PathBuf::from) {
        let written = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join("rust.count"), format!("{count}\n")));
        if let Err(error) = written {
            eprintln!("{}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    }
    println!("{count}");
    if report.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! Steps code ledgers until it is killed, and says on its output what is stored: `tests/kill.rs`
//! kills it.
//!
//! ```text
//! ready
//! write                       a write is done and not committed
//! sent NUMBER CODE            a code of the subject RUN-NUMBER is stored
//! wrong NUMBER VERSION        a guess is stored, and was wrong
//! right NUMBER VERSION        a guess is stored, and was right
//! ```

use std::fmt::Arguments;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Barrier, Mutex, PoisonError};
use std::time::Duration;
use std::{env, process, thread};

use ent_auth::code::Outcome;
use ent_core::transition::{Store, Version};
use stores::{Fault, PostgresStore, SqliteStore, Trial};

/// Threads that guess at one code, three times each.
const THREADS: u32 = 4;
const GUESSES: u32 = 3;

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [kind, place, run] = arguments.as_slice() else {
        return Err("usage: stepper sqlite|postgres FILE|URL RUN".into());
    };
    let turn = Turn { run, start: Barrier::new(4), code: Mutex::default() };
    thread::scope(|scope| {
        for number in 0..THREADS {
            let turn = &turn;
            scope.spawn(move || {
                let stopped = match kind.as_str() {
                    "sqlite" => SqliteStore::open(Path::new(place), Duration::from_secs(60))
                        .map_err(Fault::from)
                        .and_then(|store| turn.play(&store.before_commit(linger), number)),
                    _ => PostgresStore::connect(place)
                        .map_err(Fault::from)
                        .and_then(|store| turn.play(&store.before_commit(linger), number)),
                };
                if let Err(error) = stopped {
                    // The other threads would wait for ever.
                    let _ = writeln!(io::stderr(), "{error}");
                    process::exit(1);
                }
            });
        }
    });
    Ok(())
}

/// Stays between write and commit about as long as everything else takes.
fn linger() {
    if say(format_args!("write")).is_ok() {
        thread::sleep(Duration::from_millis(1));
    }
}

/// One line, in one piece.
fn say(line: Arguments<'_>) -> io::Result<()> {
    io::stdout().lock().write_all(format!("{line}\n").as_bytes())
}

/// Code after code, guessed at by all threads at once.
struct Turn<'a> {
    run: &'a str,
    start: Barrier,
    code: Mutex<String>,
}

impl Turn<'_> {
    fn play<S>(&self, store: &S, thread: u32) -> Result<(), Fault>
    where
        S: Store<Error: std::error::Error + Send + Sync + 'static>,
    {
        self.start.wait();
        if thread == 0 {
            say(format_args!("ready"))?;
        }
        for number in 0_u32.. {
            let trial = Trial::new(&format!("{}-{number}", self.run))?;
            if thread == 0 {
                let code = trial.issue(store)?;
                say(format_args!("sent {number} {code}"))?;
                *self.code.lock().unwrap_or_else(PoisonError::into_inner) = code;
            }
            self.start.wait();
            let code = self.code.lock().unwrap_or_else(PoisonError::into_inner).clone();
            for guess in 0..GUESSES {
                let right = number.wrapping_add(thread).wrapping_add(guess) % 6 == 5;
                let typed = if right { code.clone() } else { wrong(&code) };
                let committed = trial.guess(store, &typed)?;
                let version = committed.state.version().map_or(0, Version::number);
                match committed.outcome {
                    Outcome::Verified(_) => say(format_args!("right {number} {version}"))?,
                    Outcome::Wrong { .. } | Outcome::Exhausted => {
                        say(format_args!("wrong {number} {version}"))?;
                    }
                    _ => {}
                }
            }
            self.start.wait();
        }
        Ok(())
    }
}

/// A code of the same length that differs in every digit.
fn wrong(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

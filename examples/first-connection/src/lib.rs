//! A first connection to a French school portal, played in a terminal.
//!
//! Two journeys over one `SQLite` file: a teacher's wizard, and a guardian's activation by SMS.
//! Killed at any point and started again, the program goes on where it was. [`SqliteStore`] is a
//! [`Store`](ent_core::transition::Store) to copy.

mod ask;
mod charter;
mod clock;
mod directory;
mod guardian;
mod mire;
mod password;
mod screen;
mod script;
mod session;
mod sms_code;
mod stop;
mod store;
mod teacher;
mod texts;

use std::cell::Cell;
use std::fs;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ent_core::Lang;

use crate::ask::{Ask, Keyboard};
use crate::directory::Directory;
use crate::screen::Screen;
use crate::script::Script;
use crate::session::Session;
use crate::stop::Stop;

pub use crate::script::Story;
pub use crate::store::{SqliteStore, StoreError};
pub use crate::texts::{ABOUT_FR, help};

/// Which journeys are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the command line names each")]
pub enum Journeys {
    /// The teacher's.
    Teacher,
    /// The guardian's.
    Guardian,
    /// The teacher's, then the guardian's.
    Both,
}

/// What the command line says.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the command line builds it")]
pub struct Options {
    /// Language of the screens.
    pub lang: Lang,
    /// Story that answers in place of a person.
    pub story: Option<Story>,
    /// Whether each step is printed as JSON in place of screens.
    pub json: bool,
    /// Which journeys are played.
    pub journeys: Journeys,
    /// File of the states.
    pub db: PathBuf,
    /// Whether the file is deleted first.
    pub reset: bool,
    /// How long a locked file is waited for.
    pub wait: Duration,
    /// Whether the disk is not waited for, for tests.
    pub unsynced: bool,
    /// Plays a crash after so many writes.
    pub abort_after: Option<u64>,
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each has its exit code")]
pub enum Ending {
    /// Every journey is done.
    Done,
    /// A journey failed or could not go on; the reason was told.
    Failed,
    /// There is no terminal to ask at.
    Usage,
    /// Ctrl-C.
    Interrupted,
}

impl Ending {
    /// Exit code of the program.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Interrupted => 130,
        }
    }
}

/// Plays the journeys asked for.
#[must_use]
pub fn run(options: &Options) -> Ending {
    let screen = Screen::new(options.lang, options.json);
    let asks = options.story.is_none();
    if asks && !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        tell(screen.say(texts::NO_TERMINAL));
        return Ending::Usage;
    }
    let stop = match play(options, screen) {
        Ok(()) => return Ending::Done,
        Err(stop) => stop,
    };
    let text = stop.text(options.lang);
    match stop {
        Stop::Interrupted => {
            tell(&text);
            Ending::Interrupted
        }
        // Whoever read the output has gone.
        Stop::Io(error) if error.kind() == ErrorKind::BrokenPipe => Ending::Failed,
        stop => {
            // The message below says the same when nobody reads this one.
            let _ = screen.failure(stop.code(), &text);
            let label = format!("{} [{}]", screen.say(texts::ERROR), stop.code());
            tell(&format!("{} {text}", screen.label(&label)));
            Ending::Failed
        }
    }
}

/// A last line to the person, beside the output.
fn tell(text: &str) {
    // There is nobody left to tell that this failed.
    let _ = writeln!(io::stderr(), "{text}");
}

fn play(options: &Options, screen: Screen) -> Result<(), Stop> {
    if options.reset {
        reset(&options.db, options.wait)?;
    }
    let mut store = SqliteStore::open_waiting(&options.db, options.wait)?;
    if options.unsynced {
        store = store.unsynced()?;
    }
    if let Some(last) = options.abort_after {
        store = store.on_write(crash_after(last));
    }
    let directory = Directory::load()?;
    let session = Session::open(store, &options.db, screen, options.story.is_some())?;
    let mut ask: Box<dyn Ask> = match options.story {
        Some(played) => Box::new(Script::new(played)),
        None => Box::new(Keyboard),
    };
    let teacher = matches!(options.journeys, Journeys::Teacher | Journeys::Both);
    let guardian = matches!(options.journeys, Journeys::Guardian | Journeys::Both);
    let mut ended = Ok(());
    if teacher {
        ended = ending(teacher::play(&session, &mut *ask, &directory))?;
    }
    if guardian {
        ended = ended.and(ending(guardian::play(&session, &mut *ask, &directory))?);
    }
    ended
}

/// A journey that ended badly does not keep the other one from being played.
fn ending(played: Result<(), Stop>) -> Result<Result<(), Stop>, Stop> {
    match played {
        Err(stop @ Stop::Ended(_)) => Ok(Err(stop)),
        Err(stop) => Err(stop),
        Ok(()) => Ok(Ok(())),
    }
}

fn crash_after(last: u64) -> impl Fn() {
    let writes = Cell::new(0_u64);
    move || {
        writes.set(writes.get().saturating_add(1));
        if writes.get() >= last {
            std::process::abort();
        }
    }
}

/// Deletes the file, what `SQLite` keeps beside it, and the key.
fn reset(db: &Path, wait: Duration) -> Result<(), Stop> {
    if !db.try_exists()? {
        return Ok(());
    }
    // Refuses a file that is not this program's, before anything is deleted.
    drop(SqliteStore::open_waiting(db, wait)?);
    for end in ["", "-wal", "-shm", ".key"] {
        let mut file = db.as_os_str().to_owned();
        file.push(end);
        match fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

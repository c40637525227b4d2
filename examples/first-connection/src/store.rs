//! One `SQLite` file: the states of the suite by compare-and-swap, the program's own facts by name.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use ent_core::transition::{CasResult, Precondition, StateKey, Store};
use ent_core::{Coded, Lang};
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::texts;

/// Marks the file as this program's own (`PRAGMA application_id`): "ENT1".
const APPLICATION: i32 = 0x454E_5431;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS state (
        key TEXT PRIMARY KEY, version INTEGER NOT NULL, bytes BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS fact (
        name TEXT PRIMARY KEY, value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// A [`Store`] over one connection to an `SQLite` file in WAL mode.
///
/// Each thread or process opens its own; the file arbitrates between them.
///
/// ```
/// use ent_core::transition::{CasResult, Precondition, StateKey, Store};
/// use ent_auth::code::{Ledger, Purpose};
/// use ent_core::SubjectId;
/// use first_connection::SqliteStore;
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("store.sqlite");
///
/// let store = SqliteStore::open(&file)?;
/// let key = Ledger::key(&SubjectId::parse("guardian-1")?, Purpose::Activation);
/// assert_eq!(store.load(&key)?, None);
/// assert_eq!(store.save_if(&key, Precondition::Create, b"{}")?, CasResult::Stored);
/// assert_eq!(store.save_if(&key, Precondition::Create, b"{}")?, CasResult::Lost);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SqliteStore {
    connection: Connection,
    on_write: Box<dyn Fn()>,
}

impl SqliteStore {
    /// How long a write waits for another connection to finish, unless told otherwise.
    pub const WAIT: Duration = Duration::from_secs(5);

    /// Opens the file, made if it is not there, and waits up to [`WAIT`](Self::WAIT) for others.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the file cannot be opened, belongs to another program or stays locked.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        Self::open_waiting(file, Self::WAIT)
    }

    /// [`open`](Self::open) with another time to wait.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub fn open_waiting(file: &Path, wait: Duration) -> Result<Self, StoreError> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(wait)?;
        let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if id != APPLICATION {
            let tables: u32 =
                connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
            if id != 0 || tables != 0 {
                // Another process may have made the tables since the id was read.
                let now: i32 =
                    connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
                if now != APPLICATION {
                    return Err(StoreError::OtherFile);
                }
            }
        }
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        if id != APPLICATION {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION}; {SCHEMA} COMMIT;"
            ))?;
        }
        Ok(Self { connection, on_write: Box::new(|| ()) })
    }

    /// No longer waits for the disk: what is written outlives the program but not a power cut.
    /// For tests.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store fails.
    pub fn unsynced(self) -> Result<Self, StoreError> {
        self.connection.pragma_update(None, "synchronous", "off")?;
        Ok(self)
    }

    /// Calls `hook` after each write, such as one that plays a crash.
    #[must_use]
    pub fn on_write(self, hook: impl Fn() + 'static) -> Self {
        Self { on_write: Box::new(hook), ..self }
    }

    /// The fact called `name`, if it is known.
    ///
    /// # Errors
    ///
    /// [`StoreError::Fact`] when what is stored is no such fact.
    pub fn fact<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let value: Option<String> = self
            .connection
            .query_row("SELECT value FROM fact WHERE name = ?", [name], |row| row.get(0))
            .optional()?;
        value.map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Fact)).transpose()
    }

    /// Keeps a fact in place of the one of that name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it cannot be kept.
    pub fn set_fact<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let text = serde_json::to_string(value).map_err(|_| StoreError::Fact)?;
        self.connection.execute(
            "INSERT INTO fact (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, &text],
        )?;
        (self.on_write)();
        Ok(())
    }

    /// Forgets the fact of that name, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store fails.
    pub fn forget_fact(&self, name: &str) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM fact WHERE name = ?", [name])?;
        (self.on_write)();
        Ok(())
    }
}

impl Store for SqliteStore {
    type Error = StoreError;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT bytes FROM state WHERE key = ?")?;
        Ok(query.query_row([key.as_str()], |row| row.get(0)).optional()?)
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, StoreError> {
        let changed = match expected {
            Precondition::Create => self.connection.execute(
                "INSERT INTO state (key, version, bytes) VALUES (?1, 1, ?2)
                 ON CONFLICT (key) DO NOTHING",
                params![key.as_str(), bytes],
            )?,
            Precondition::Replace(version) => self.connection.execute(
                "UPDATE state SET version = version + 1, bytes = ?3
                 WHERE key = ?1 AND version = ?2",
                params![key.as_str(), version.number(), bytes],
            )?,
        };
        if changed == 0 {
            return Ok(CasResult::Lost);
        }
        (self.on_write)();
        Ok(CasResult::Stored)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

/// Why the file could not be read or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another connection kept the file locked for too long.
    #[error("the database is locked")]
    Locked,
    /// The file is no database, or another program's.
    #[error("the file is not a database of this program")]
    OtherFile,
    /// A fact of the program is not readable.
    #[error("a stored fact is corrupt")]
    Fact,
    /// The database failed.
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::NotADatabase) => Self::OtherFile,
            _ => Self::Sqlite(error),
        }
    }
}

impl Coded for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Locked => "store/busy",
            Self::OtherFile => "example/other-file",
            Self::Fact => "state/corrupt",
            Self::Sqlite(_) => "store/failed",
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::OtherFile => texts::OTHER_FILE.in_lang(lang).to_owned(),
            Self::Locked | Self::Fact | Self::Sqlite(_) => {
                ent_core::message::text(self.code(), lang, &[])
            }
        }
    }
}

//! Records of one `SQLite` file.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use ent_core::transition::{CasResult, Precondition, StateKey, Store};
use rusqlite::{Connection, Error, OptionalExtension, params};

use crate::Hook;

const SCHEMA: &str = include_str!("../sql/sqlite/schema.sql");
const LOAD: &str = include_str!("../sql/sqlite/load.sql");
const CREATE: &str = include_str!("../sql/sqlite/create.sql");
const REPLACE: &str = include_str!("../sql/sqlite/replace.sql");

/// A [`Store`] over one connection to an `SQLite` file in WAL mode. Each thread or process opens its
/// own; the file arbitrates between them.
pub struct SqliteStore {
    connection: Connection,
    before_commit: Option<Hook>,
}

impl SqliteStore {
    /// Opens the file, made if it is not there; a write waits up to `wait` for another.
    ///
    /// # Errors
    ///
    /// Those of `SQLite`.
    pub fn open(file: &Path, wait: Duration) -> Result<Self, Error> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(wait)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection, before_commit: None })
    }

    /// Calls `hook` between each write and its commit, for tests that stop the process there.
    #[must_use]
    pub fn before_commit(self, hook: impl Fn() + 'static) -> Self {
        Self { before_commit: Some(Box::new(hook)), ..self }
    }

    fn write(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Error> {
        let changed = match expected {
            Precondition::Create => {
                self.connection.prepare_cached(CREATE)?.execute(params![key.as_str(), bytes])?
            }
            Precondition::Replace(version) => self
                .connection
                .prepare_cached(REPLACE)?
                .execute(params![key.as_str(), version.number(), bytes])?,
        };
        Ok(if changed == 1 { CasResult::Stored } else { CasResult::Lost })
    }
}

impl Store for SqliteStore {
    type Error = Error;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Error> {
        self.connection.prepare_cached(LOAD)?.query_row([key.as_str()], |row| row.get(0)).optional()
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Error> {
        let Some(hook) = &self.before_commit else {
            return self.write(key, expected, bytes);
        };
        // IMMEDIATE takes the lock of the writer first, and thus waits for it.
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let answer = self.write(key, expected, bytes);
        if answer == Ok(CasResult::Stored) {
            hook();
        }
        self.connection.execute_batch("COMMIT")?;
        answer
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

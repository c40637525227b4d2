//! Records of a `PostgreSQL` database.

use std::cell::RefCell;
use std::fmt;

use ent_core::transition::{CasResult, Precondition, StateKey, Store};
use postgres::{Client, Error, GenericClient, NoTls, Statement};

use crate::Hook;

const SCHEMA: &str = include_str!("../sql/postgres/schema.sql");
const LOAD: &str = include_str!("../sql/postgres/load.sql");
const CREATE: &str = include_str!("../sql/postgres/create.sql");
const REPLACE: &str = include_str!("../sql/postgres/replace.sql");

/// A [`Store`] over one connection to `PostgreSQL`, at read committed. Each thread opens its own, or
/// takes one from a pool.
pub struct PostgresStore {
    client: RefCell<Client>,
    load: Statement,
    create: Statement,
    replace: Statement,
    before_commit: Option<Hook>,
}

impl PostgresStore {
    /// Makes the table if it is not there: once, before anything is opened.
    ///
    /// # Errors
    ///
    /// Those of `PostgreSQL`.
    pub fn migrate(url: &str) -> Result<(), Error> {
        Client::connect(url, NoTls)?.batch_execute(SCHEMA)
    }

    /// Connects, without TLS: to a database on the same machine.
    ///
    /// # Errors
    ///
    /// Those of `PostgreSQL`.
    pub fn connect(url: &str) -> Result<Self, Error> {
        let mut client = Client::connect(url, NoTls)?;
        let [load, create, replace] = [LOAD, CREATE, REPLACE].map(|text| client.prepare(text));
        Ok(Self {
            load: load?,
            create: create?,
            replace: replace?,
            client: RefCell::new(client),
            before_commit: None,
        })
    }

    /// Calls `hook` between each write and its commit, for tests that stop the process there.
    #[must_use]
    pub fn before_commit(self, hook: impl Fn() + 'static) -> Self {
        Self { before_commit: Some(Box::new(hook)), ..self }
    }

    fn write(
        &self,
        client: &mut impl GenericClient,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Error> {
        let changed = match expected {
            Precondition::Create => client.execute(&self.create, &[&key.as_str(), &bytes])?,
            Precondition::Replace(version) => {
                let version = i64::from(version.number());
                client.execute(&self.replace, &[&key.as_str(), &version, &bytes])?
            }
        };
        Ok(if changed == 1 { CasResult::Stored } else { CasResult::Lost })
    }
}

impl Store for PostgresStore {
    type Error = Error;

    fn load(&self, key: &StateKey) -> Result<Option<Vec<u8>>, Error> {
        let found = self.client.borrow_mut().query_opt(&self.load, &[&key.as_str()])?;
        found.map(|row| row.try_get(0)).transpose()
    }

    fn save_if(
        &self,
        key: &StateKey,
        expected: Precondition,
        bytes: &[u8],
    ) -> Result<CasResult, Error> {
        let mut client = self.client.borrow_mut();
        let Some(hook) = &self.before_commit else {
            return self.write(&mut *client, key, expected, bytes);
        };
        let mut transaction = client.transaction()?;
        let answer = self.write(&mut transaction, key, expected, bytes)?;
        if answer == CasResult::Stored {
            hook();
        }
        transaction.commit()?;
        Ok(answer)
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

//! Stores for the states of the suite: in memory, in an `SQLite` file, in `PostgreSQL`.
//!
//! Each is a [`Store`](ent_core::transition::Store) of a few lines around the statements of
//! `sql/`; the tests run `ent_auth::testkit` against all three and kill processes that write.

mod memory;
mod postgres;
mod sqlite;
mod trial;

pub use self::memory::MemoryStore;
pub use self::postgres::PostgresStore;
pub use self::sqlite::SqliteStore;
pub use self::trial::{Fault, Trial};

/// What is called between a write and its commit.
type Hook = Box<dyn Fn()>;

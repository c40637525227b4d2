//! What both journeys work with: store, clock, randomness, keys, screen.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use ent_auth::password::{HashPolicy, HashPool};
use ent_auth::{Key, KeyId, KeyRing};
use ent_core::transition::{
    Committed, Context, Lifecycle, StateKey, Store as _, Version, Versioned, drive,
};
use ent_core::{FlowId, Instant};
use serde_json::Value;

use crate::clock::{Clock, Randomness};
use crate::screen::{Report, Screen};
use crate::stop::{Own, Stop};
use crate::store::SqliteStore;
use crate::texts;

const CLOCK: &str = "clock";

/// What both journeys work with.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) store: SqliteStore,
    pub(crate) screen: Screen,
    pub(crate) keys: KeyRing,
    pub(crate) pool: HashPool,
    clock: Clock,
    random: Randomness,
    /// Whether a script answers, which then does not wait for the time to pass.
    pub(crate) scripted: bool,
}

impl Session {
    pub(crate) fn open(
        store: SqliteStore,
        db: &Path,
        screen: Screen,
        scripted: bool,
    ) -> Result<Self, Stop> {
        let ahead = store.fact(CLOCK)?.unwrap_or(0);
        let (clock, random) = if scripted {
            (Clock::fixed(ahead)?, Randomness::Seeded(69))
        } else {
            (Clock::system(ahead), Randomness::System)
        };
        let keys = key_ring(db, random)?;
        let pool = HashPool::new(1, HashPolicy::owasp_19m())?;
        Ok(Self { store, screen, keys, pool, clock, random, scripted })
    }

    pub(crate) fn now(&self) -> Result<Instant, Stop> {
        Ok(self.clock.now()?)
    }

    /// Puts the demonstration clock forward and remembers it.
    pub(crate) fn advance(&self, seconds: i64) -> Result<(), Stop> {
        let ahead = self.clock.advance(seconds)?;
        Ok(self.store.set_fact(CLOCK, &ahead)?)
    }

    pub(crate) fn random(&self, what: &str) -> Box<dyn ent_core::Entropy + Send> {
        self.random.source(what)
    }

    /// A flow nobody guesses.
    pub(crate) fn flow(&self, what: &str) -> Result<FlowId, Stop> {
        let mut bytes = [0; 16];
        self.random(what).fill(&mut bytes)?;
        Ok(FlowId::parse(&format!("{:032x}", u128::from_le_bytes(bytes)))?)
    }

    /// The state under `key` as stored, if any.
    pub(crate) fn state<L: Lifecycle>(&self, key: &StateKey) -> Result<Option<Versioned<L>>, Stop> {
        let bytes = self.store.load(key)?;
        Ok(bytes.map(|bytes| Versioned::load(key.clone(), &bytes)).transpose()?)
    }

    /// Takes one step of the lifecycle under `key`, stored before its outcome is known.
    pub(crate) fn step<L: Lifecycle>(
        &self,
        key: &StateKey,
        initial: &L,
        event: &L::Event,
        policy: &L::Policy,
        keys: &L::Keys,
    ) -> Result<Committed<L>, Stop> {
        let version = self.state::<L>(key)?.and_then(|state| state.version());
        let drawn_for = format!("{key}@{}", version.map_or(0, Version::number));
        let mut entropy = self.random(&drawn_for);
        let mut cx = Context { now: self.now()?, entropy: &mut *entropy, policy, keys };
        Ok(drive(&self.store, key, initial, event, &mut cx)?)
    }

    /// The step as JSON, if that was asked for.
    pub(crate) fn report(&self, report: Report<'_>) -> Result<(), Stop> {
        Ok(self.screen.report(&self.now()?.to_string(), report)?)
    }
}

/// JSON of a public view.
pub(crate) fn view<T: serde::Serialize>(view: &T) -> Value {
    serde_json::to_value(view).unwrap_or(Value::Null)
}

/// The key of the codes, in a file beside the database: who has the one has not the other.
fn key_ring(db: &Path, random: Randomness) -> Result<KeyRing, Stop> {
    let mut file = db.as_os_str().to_owned();
    file.push(".key");
    let file = Path::new(&file);
    let bytes = match File::open(file) {
        Ok(open) => {
            let mut bytes = Vec::with_capacity(Key::MAX_BYTES);
            open.take(1024).read_to_end(&mut bytes)?;
            bytes
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut bytes = vec![0; Key::MIN_BYTES];
            random.source("key").fill(&mut bytes)?;
            write_key(file, &bytes)?;
            bytes
        }
        Err(error) => return Err(error.into()),
    };
    let key = Key::new(bytes).map_err(|_| Own("example/key-file", texts::KEY_FILE))?;
    Ok(KeyRing::new(KeyId::parse("example")?, key))
}

/// Writes the whole key or nothing: a half-written one would lock the codes away.
fn write_key(file: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(".new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(&draft)?;
    written.write_all(bytes)?;
    written.sync_all()?;
    std::fs::rename(&draft, file)?;
    Ok(())
}

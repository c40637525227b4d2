//! The stored form of a credential.

use ent_core::Instant;
use ent_core::transition::StateError;
use serde::{Deserialize, Serialize};

use super::super::{ImportedHash, Preparation, StoredHash};
use super::{Credential, KeptHash, NoPassword, State};

const SCHEMA: u16 = 1;

/// Bytes above which nothing is written or read.
const MAX_BYTES: usize = 4096;

impl Credential {
    /// What to store, as one JSON object with `schema` 1. Keep it server side.
    ///
    /// ```
    /// use ent_auth::password::{Credential, NoPassword};
    ///
    /// let pupil = Credential::without(NoPassword::NeverActivated);
    /// let stored = pupil.to_json()?;
    /// assert_eq!(stored, r#"{"schema":1,"state":"none","reason":"never-activated"}"#);
    /// assert_eq!(Credential::from_json(stored.as_bytes())?, pupil);
    /// # Ok::<(), ent_core::transition::StateError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`StateError::Corrupt`] when an imported record is longer than any format writes, so that
    /// more than 4,096 bytes would be stored.
    pub fn to_json(&self) -> Result<String, StateError> {
        let text = serde_json::to_string(&Record { schema: SCHEMA, state: self.into() });
        let text = text.map_err(|_| StateError::Corrupt { part: "body" })?;
        if text.len() > MAX_BYTES { Err(StateError::Corrupt { part: "size" }) } else { Ok(text) }
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// [`StateError::Corrupt`] for other bytes, [`StateError::Newer`] for those of a later version;
    /// neither repeats them.
    pub fn from_json(bytes: &[u8]) -> Result<Self, StateError> {
        if bytes.len() > MAX_BYTES {
            return Err(StateError::Corrupt { part: "size" });
        }
        let stamp: Stamp =
            serde_json::from_slice(bytes).map_err(|_| StateError::Corrupt { part: "envelope" })?;
        if stamp.schema > SCHEMA {
            return Err(StateError::Newer { found: stamp.schema, known: SCHEMA });
        }
        if stamp.schema == 0 {
            return Err(StateError::Corrupt { part: "envelope" });
        }
        let record: Record =
            serde_json::from_slice(bytes).map_err(|_| StateError::Corrupt { part: "body" })?;
        Ok(Self { state: record.state.into() })
    }
}

#[derive(Deserialize)]
struct Stamp {
    schema: u16,
}

#[derive(Serialize, Deserialize)]
struct Record {
    schema: u16,
    #[serde(flatten)]
    state: StoredState,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
enum StoredState {
    None {
        reason: NoPassword,
    },
    Set {
        hash: StoredKept,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        changed_at: Option<Instant>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reset_at: Option<Instant>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredKept {
    Own(StoredHash),
    Imported(StoredImport),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredImport {
    tag: String,
    preparation: Preparation,
    record: String,
}

impl From<&Credential> for StoredState {
    fn from(credential: &Credential) -> Self {
        match &credential.state {
            State::None { reason } => Self::None { reason: *reason },
            State::Set { hash, changed_at, reset_at } => {
                let hash = match hash {
                    KeptHash::Own(hash) => StoredKept::Own(hash.clone()),
                    KeptHash::Imported(hash) => StoredKept::Imported(StoredImport {
                        tag: hash.tag().to_owned(),
                        preparation: hash.preparation(),
                        record: hash.record().to_owned(),
                    }),
                };
                Self::Set { hash, changed_at: *changed_at, reset_at: *reset_at }
            }
        }
    }
}

impl From<StoredState> for State {
    fn from(stored: StoredState) -> Self {
        match stored {
            StoredState::None { reason } => Self::None { reason },
            StoredState::Set { hash, changed_at, reset_at } => {
                let hash = match hash {
                    StoredKept::Own(hash) => KeptHash::Own(hash),
                    StoredKept::Imported(StoredImport { tag, preparation, record }) => {
                        KeptHash::Imported(ImportedHash::new(&tag, &record).prepared(preparation))
                    }
                };
                Self::Set { hash, changed_at, reset_at }
            }
        }
    }
}

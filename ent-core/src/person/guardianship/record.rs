//! The stored form, in which everything is checked again.

use serde::{Deserialize, Serialize};

use super::{Dispute, Edge, Error, Guardianship};
use crate::person::{AafLink, Standing};
use crate::{GuardianId, PupilId, SubjectId};

const SCHEMA: u16 = 1;

/// Bytes above which nothing is read: 10,000 of each with the longest identifiers fit.
const MAX_BYTES: usize = 12 << 20;

impl Guardianship {
    /// What to store.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Identifiers, flags and instants always have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what was stored, and checks every rule again.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::Corrupt`](Error::Corrupt) for other bytes,
    /// [`GuardianshipError::Newer`](Error::Newer) for those of a later version, or the error of the
    /// rule that the content breaks.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::Corrupt);
        }
        let stamp: Stamp = serde_json::from_slice(bytes).map_err(|_| Error::Corrupt)?;
        if stamp.schema > SCHEMA {
            return Err(Error::Newer { found: stamp.schema });
        }
        let record: Record = serde_json::from_slice(bytes).map_err(|_| Error::Corrupt)?;
        record.try_into()
    }
}

#[derive(Deserialize)]
struct Stamp {
    schema: u16,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    schema: u16,
    guardians: Vec<GuardianId>,
    accounts: Vec<StoredAccount>,
    edges: Vec<StoredEdge>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredAccount {
    account: SubjectId,
    guardian: GuardianId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    displayed: Option<PupilId>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredEdge {
    guardian: GuardianId,
    child: PupilId,
    link: AafLink,
    standing: Standing,
    financial: bool,
    contact: bool,
    payment: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dispute: Option<Dispute>,
}

impl TryFrom<Record> for Guardianship {
    type Error = Error;

    fn try_from(record: Record) -> Result<Self, Error> {
        if record.schema != SCHEMA {
            return Err(Error::Corrupt);
        }
        let mut read = Self::new();
        for guardian in record.guardians {
            read.add_guardian(guardian)?;
        }
        for stored in record.edges {
            let StoredEdge { link, standing, financial, contact, payment, .. } = stored;
            let edge = Edge { link, standing, financial, contact, payment };
            read.add(&stored.guardian, stored.child.clone(), edge)?;
            if let Some(attached) = read.edges.get_mut(&(stored.guardian, stored.child)) {
                attached.dispute = stored.dispute;
            }
        }
        for StoredAccount { account, guardian, displayed } in record.accounts {
            read.attach(account.clone(), &guardian)?;
            displayed.map_or(Ok(()), |child| read.display(&account, &child))?;
        }
        Ok(read)
    }
}

impl From<Guardianship> for Record {
    fn from(graph: Guardianship) -> Self {
        let accounts = graph.accounts.into_iter().map(|(account, of)| StoredAccount {
            account,
            guardian: of.guardian,
            displayed: of.displayed,
        });
        let edges = graph.edges.into_iter().map(|((guardian, child), attached)| {
            let Edge { link, standing, financial, contact, payment } = attached.edge;
            let dispute = attached.dispute;
            StoredEdge { guardian, child, link, standing, financial, contact, payment, dispute }
        });
        Self {
            schema: SCHEMA,
            guardians: graph.guardians.into_iter().collect(),
            accounts: accounts.collect(),
            edges: edges.collect(),
        }
    }
}

//! The person's switch and whom they authorised.

use std::collections::BTreeMap;

use ent_core::{Instant, SubjectId, listed};
use serde::{Deserialize, Serialize};

use super::{RedListError, Viewer, ViewerRole};

/// Newest stored form.
const SCHEMA: u16 = 1;

/// Most viewers that are authorised.
const MAX_VIEWERS: usize = 200;

listed! {
    /// Who authorised a viewer.
    ///
    /// ```
    /// use ent_prefs::red_list::Authoriser;
    ///
    /// assert_eq!(Authoriser::from_code("head"), Some(Authoriser::Head));
    /// assert_eq!(Authoriser::from_code("viewer"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "nobody else may authorise")]
    Authoriser in "authoriser" {
        /// The person on the list.
        Person = "person",
        /// The head of the establishment.
        #[doc(alias = "chef d’établissement")]
        Head = "head",
    }
}

/// A viewer for whom the red list is lifted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AuthorisedViewer {
    /// The viewer’s account.
    pub id: SubjectId,
    /// Who said so.
    pub by: Authoriser,
    /// When.
    pub at: Instant,
}

/// « Activer la liste rouge » of one person, off until switched on, and whom it is lifted for.
///
/// « Si vous activez la liste rouge, ces informations ne seront visibles que par des personnes
/// explicitement autorisées » (Occitanie guide of first connection). Whoever is authorised sees what
/// their role sees while the list is off, and no more. Stored as JSON, and read back through the
/// same rules.
///
/// ```
/// use ent_core::{Instant, SubjectId};
/// use ent_prefs::red_list::{Authoriser, RedList, Viewer, ViewerRole};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let at = Instant::parse("2026-11-26T10:00:00Z")?;
/// let id = SubjectId::parse("teacher-1")?;
/// let list = RedList::new().switched(true, at)?.authorised(id.clone(), Authoriser::Person, at)?;
/// assert!(list.is_on());
/// assert!(list.authorises(&Viewer::new(id.clone(), ViewerRole::Teacher)));
/// assert!(!list.revoked(&id).authorises(&Viewer::new(id, ViewerRole::Teacher)));
/// # Ok(())
/// # }
/// ```
#[doc(alias = "liste rouge")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct RedList {
    on: bool,
    /// INVARIANT: there when the list is on.
    changed_at: Option<Instant>,
    /// INVARIANT: at most [`MAX_VIEWERS`].
    viewers: BTreeMap<SubjectId, (Authoriser, Instant)>,
}

impl RedList {
    /// A list that is off and that nobody is authorised on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the person is on the red list.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.on
    }

    /// When the switch was last changed.
    #[must_use]
    pub const fn changed_at(&self) -> Option<Instant> {
        self.changed_at
    }

    /// The list switched on or off at `at`; the same when it is so already.
    ///
    /// # Errors
    ///
    /// [`RedListError::Clock`] when `at` comes before the last change.
    pub fn switched(&self, on: bool, at: Instant) -> Result<Self, RedListError> {
        if self.on == on {
            return Ok(self.clone());
        }
        if self.changed_at.is_some_and(|last| at < last) {
            return Err(RedListError::Clock);
        }
        Ok(Self { on, changed_at: Some(at), viewers: self.viewers.clone() })
    }

    /// The list lifted for `id`; the same when it is already.
    ///
    /// # Errors
    ///
    /// [`RedListError::TooMany`] beyond 200 viewers.
    pub fn authorised(
        &self,
        id: SubjectId,
        by: Authoriser,
        at: Instant,
    ) -> Result<Self, RedListError> {
        let mut list = self.clone();
        if !list.viewers.contains_key(&id) {
            if list.viewers.len() >= MAX_VIEWERS {
                return Err(RedListError::TooMany);
            }
            list.viewers.insert(id, (by, at));
        }
        Ok(list)
    }

    /// The list no longer lifted for `id`.
    #[must_use]
    pub fn revoked(&self, id: &SubjectId) -> Self {
        let mut list = self.clone();
        list.viewers.remove(id);
        list
    }

    /// Whom the list is lifted for, in the order of their identifiers.
    pub fn viewers(&self) -> impl Iterator<Item = AuthorisedViewer> {
        self.viewers.iter().map(|(id, (by, at))| AuthorisedViewer {
            id: id.clone(),
            by: *by,
            at: *at,
        })
    }

    /// Whether `viewer` was explicitly authorised. A partner cannot be.
    #[must_use]
    pub fn authorises(&self, viewer: &Viewer) -> bool {
        viewer.role() != ViewerRole::Partner
            && viewer.id().is_some_and(|id| self.viewers.contains_key(id))
    }
}

/// A list as JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    schema: u16,
    on: bool,
    changed_at: Option<Instant>,
    authorised: Vec<AuthorisedViewer>,
}

impl From<RedList> for Stored {
    fn from(list: RedList) -> Self {
        let authorised = list.viewers().collect();
        Self { schema: SCHEMA, on: list.on, changed_at: list.changed_at, authorised }
    }
}

impl TryFrom<Stored> for RedList {
    type Error = RedListError;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let Stored { schema, on, changed_at, authorised } = stored;
        if schema != SCHEMA {
            return Err(RedListError::Schema);
        }
        if authorised.len() > MAX_VIEWERS {
            return Err(RedListError::TooMany);
        }
        let in_order = authorised.is_sorted_by(|one, next| one.id < next.id);
        if !in_order || (on && changed_at.is_none()) {
            return Err(RedListError::Corrupt);
        }
        let viewers = authorised.into_iter().map(|one| (one.id, (one.by, one.at))).collect();
        Ok(Self { on, changed_at, viewers })
    }
}

//! Who answers for whom: guardians, their accounts and their children.

mod error;
mod query;
mod record;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub use error::GuardianshipError;

use super::{AafLink, Majority, Standing};
use crate::{GuardianId, Instant, PupilId, SubjectId};
use GuardianshipError as Error;
use record::Record;

/// What is said of one guardian and one child.
///
/// ```
/// use ent_core::Majority;
/// use ent_core::person::{Edge, GuardianshipError};
///
/// assert!(Edge::own_guardian(Majority::Adult)?.link.is_pupil());
/// assert_eq!(Edge::own_guardian(Majority::Minor), Err(GuardianshipError::Minor));
/// # Ok::<(), GuardianshipError>(())
/// ```
#[doc(alias = "rattachement")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the academic directory has these fields")]
pub struct Edge {
    /// How the two are related.
    pub link: AafLink,
    /// What the guardian may decide.
    pub standing: Standing,
    /// Whether the guardian answers for costs.
    #[doc(alias = "responsable financier")]
    pub financial: bool,
    /// Whether the guardian is to be called.
    pub contact: bool,
    /// Whether the guardian pays.
    #[doc(alias = "paiement")]
    pub payment: bool,
}

impl Edge {
    /// What is said of a pupil who is of age and their own guardian: link `70`, legal, to be
    /// called.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::Minor`] unless the pupil is of age.
    pub fn own_guardian(majority: Majority) -> Result<Self, Error> {
        let link = AafLink::all().find(|link| link.is_pupil()).filter(|_| majority.is_of_age());
        let link = link.ok_or(Error::Minor)?;
        let standing = Standing::Legal;
        Ok(Self { link, standing, financial: false, contact: true, payment: false })
    }

    /// Whether the guardian sees the child: contacts do not.
    const fn shows(self) -> bool {
        matches!(self.standing, Standing::Legal | Standing::InCharge)
    }
}

/// « Je suis le représentant légal de cet élève » answered by no.
#[doc(alias = "contestation")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a dispute gives no reason")]
pub struct Dispute {
    /// The account that said so.
    pub by: SubjectId,
    /// When.
    pub at: Instant,
}

/// What the school makes of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the dispute is right or wrong")]
pub enum Settlement {
    /// The guardian is right: the child is detached.
    Uphold,
    /// The guardian is the child's: both are as before.
    Restore,
}

/// Guardians of pupils, the accounts of each guardian and the children of each.
///
/// A guardian has any number of accounts and children, an account belongs to one guardian at most,
/// a child has any number of guardians. A refused call changes nothing. Lists are in the order of
/// identifiers. `Debug` shows counts only.
///
/// ```
/// use ent_core::person::{AafRelation, Guardianship, GuardianshipError};
/// use ent_core::{PupilId, SubjectId};
///
/// let mother = AafRelation::parse("2000000$10$1$1$1$1")?;
/// let (account, zoe) = (SubjectId::parse("account-1")?, PupilId::parse("zoe")?);
/// let mut school = Guardianship::new();
/// school.add_guardian(mother.guardian.clone())?;
/// school.attach(account.clone(), &mother.guardian)?;
/// school.add(&mother.guardian, zoe.clone(), mother.edge)?;
/// assert_eq!(school.displayed(&account), Some(&zoe));
/// assert!(school.may_act_for(&account, &zoe));
/// assert_eq!(
///     school.add(&mother.guardian, zoe, mother.edge),
///     Err(GuardianshipError::EdgeExists),
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "responsables légaux")]
#[doc(alias = "personnes en relation avec l’élève")]
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct Guardianship {
    guardians: BTreeSet<GuardianId>,
    accounts: BTreeMap<SubjectId, Account>,
    edges: BTreeMap<(GuardianId, PupilId), Attached>,
    /// INVARIANT: the guardian of each edge by which a pupil is their own, by pupil.
    own: BTreeMap<PupilId, GuardianId>,
}

#[derive(Clone, PartialEq, Eq)]
struct Account {
    guardian: GuardianId,
    /// INVARIANT: a child that the guardian is shown.
    displayed: Option<PupilId>,
}

#[derive(Clone, PartialEq, Eq)]
struct Attached {
    edge: Edge,
    dispute: Option<Dispute>,
}

impl Attached {
    const fn is_shown(&self) -> bool {
        self.dispute.is_none() && self.edge.shows()
    }
}

impl Guardianship {
    /// Most guardians, most accounts and most edges.
    pub const MAX: usize = 10_000;

    /// Nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a guardian known, without accounts or children.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::GuardianExists`], [`GuardianshipError::TooMany`].
    pub fn add_guardian(&mut self, guardian: GuardianId) -> Result<(), Error> {
        if self.guardians.contains(&guardian) {
            return Err(Error::GuardianExists);
        }
        room(self.guardians.len())?;
        self.guardians.insert(guardian);
        Ok(())
    }

    /// Forgets a guardian with all accounts and edges.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::GuardianUnknown`].
    pub fn remove_guardian(&mut self, guardian: &GuardianId) -> Result<(), Error> {
        if !self.guardians.remove(guardian) {
            return Err(Error::GuardianUnknown);
        }
        self.accounts.retain(|_, account| account.guardian != *guardian);
        self.edges.retain(|(of, _), _| of != guardian);
        self.own.retain(|_, of| of != guardian);
        Ok(())
    }

    /// Gives a guardian an account.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::GuardianUnknown`], [`GuardianshipError::AccountTaken`] when it belongs to
    /// a guardian already, [`GuardianshipError::TooMany`].
    pub fn attach(&mut self, account: SubjectId, guardian: &GuardianId) -> Result<(), Error> {
        self.known(guardian)?;
        if self.accounts.contains_key(&account) {
            return Err(Error::AccountTaken);
        }
        room(self.accounts.len())?;
        self.accounts.insert(account, Account { guardian: guardian.clone(), displayed: None });
        Ok(())
    }

    /// Takes an account away from its guardian.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::AccountUnknown`].
    pub fn detach(&mut self, account: &SubjectId) -> Result<(), Error> {
        self.accounts.remove(account).map(drop).ok_or(Error::AccountUnknown)
    }

    /// Attaches a child to a guardian.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::GuardianUnknown`], [`GuardianshipError::EdgeExists`] even when disputed,
    /// [`GuardianshipError::OwnTwice`], [`GuardianshipError::TooMany`].
    pub fn add(&mut self, guardian: &GuardianId, child: PupilId, edge: Edge) -> Result<(), Error> {
        self.known(guardian)?;
        let key = (guardian.clone(), child);
        if self.edges.contains_key(&key) {
            return Err(Error::EdgeExists);
        }
        room(self.edges.len())?;
        self.insert(key, Attached { edge, dispute: None })
    }

    /// Replaces what is said of a guardian and a child; a dispute stays.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::EdgeUnknown`], [`GuardianshipError::OwnTwice`].
    pub fn update(
        &mut self,
        guardian: &GuardianId,
        child: &PupilId,
        edge: Edge,
    ) -> Result<(), Error> {
        let key = (guardian.clone(), child.clone());
        let dispute = self.edges.get(&key).ok_or(Error::EdgeUnknown)?.dispute.clone();
        self.insert(key, Attached { edge, dispute })?;
        self.drop_choices_not_shown();
        Ok(())
    }

    /// Detaches a child from a guardian.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::EdgeUnknown`].
    pub fn remove(&mut self, guardian: &GuardianId, child: &PupilId) -> Result<(), Error> {
        self.take(&(guardian.clone(), child.clone())).ok_or(Error::EdgeUnknown)?;
        self.drop_choices_not_shown();
        Ok(())
    }

    /// An account says that its guardian is not the child's: the child is hidden from all accounts of
    /// the guardian until the school [settles](Self::settle) it.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::AccountUnknown`], [`GuardianshipError::EdgeUnknown`],
    /// [`GuardianshipError::Disputed`] already.
    pub fn dispute(
        &mut self,
        account: &SubjectId,
        child: &PupilId,
        at: Instant,
    ) -> Result<(), Error> {
        let guardian = self.guardian_of(account).ok_or(Error::AccountUnknown)?.clone();
        let attached = self.edges.get_mut(&(guardian, child.clone())).ok_or(Error::EdgeUnknown)?;
        if attached.dispute.is_some() {
            return Err(Error::Disputed);
        }
        attached.dispute = Some(Dispute { by: account.clone(), at });
        self.drop_choices_not_shown();
        Ok(())
    }

    /// The school ends a dispute.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::EdgeUnknown`], [`GuardianshipError::NotDisputed`].
    pub fn settle(
        &mut self,
        guardian: &GuardianId,
        child: &PupilId,
        settlement: Settlement,
    ) -> Result<(), Error> {
        let key = (guardian.clone(), child.clone());
        let attached = self.edges.get_mut(&key).ok_or(Error::EdgeUnknown)?;
        attached.dispute.take().ok_or(Error::NotDisputed)?;
        match settlement {
            Settlement::Uphold => drop(self.take(&key)),
            Settlement::Restore => {}
        }
        Ok(())
    }

    /// Gives `kept` all accounts and children of `gone`, one person under two names, and forgets
    /// `gone`.
    ///
    /// Where both have a child, what is said of `kept` stays unless `gone` is the child itself, and
    /// a dispute of either holds.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::SameGuardian`], [`GuardianshipError::GuardianUnknown`],
    /// [`GuardianshipError::OwnTwice`] when they are two pupils.
    #[doc(alias = "regroupement")]
    #[doc(alias = "fusion")]
    pub fn merge(&mut self, kept: &GuardianId, gone: &GuardianId) -> Result<(), Error> {
        if kept == gone {
            return Err(Error::SameGuardian);
        }
        self.known(kept)?;
        self.known(gone)?;
        let mut merged = self.clone();
        for account in merged.accounts.values_mut().filter(|account| account.guardian == *gone) {
            account.guardian = kept.clone();
        }
        let moved: Vec<_> = self.attached_to(gone).collect();
        for (child, attached) in moved {
            merged.take(&(gone.clone(), child.clone()));
            let key = (kept.clone(), child.clone());
            let mut joined = attached.clone();
            if let Some(stays) = merged.edges.get(&key) {
                let own = attached.edge.link.is_pupil();
                joined.edge = if own { attached.edge } else { stays.edge };
                joined.dispute = stays.dispute.clone().or(joined.dispute);
            }
            merged.insert(key, joined)?;
        }
        merged.guardians.remove(gone);
        merged.drop_choices_not_shown();
        *self = merged;
        Ok(())
    }

    /// Chooses the child whose affairs an account sees.
    ///
    /// # Errors
    ///
    /// [`GuardianshipError::AccountUnknown`], [`GuardianshipError::NotShown`] when the account does
    /// not see the child.
    #[doc(alias = "profil affiché")]
    pub fn display(&mut self, account: &SubjectId, child: &PupilId) -> Result<(), Error> {
        let guardian = self.guardian_of(account).ok_or(Error::AccountUnknown)?;
        let attached = self.edges.get(&(guardian.clone(), child.clone()));
        if !attached.is_some_and(Attached::is_shown) {
            return Err(Error::NotShown);
        }
        if let Some(account) = self.accounts.get_mut(account) {
            account.displayed = Some(child.clone());
        }
        Ok(())
    }

    fn attached_to<'a>(
        &'a self,
        guardian: &'a GuardianId,
    ) -> impl Iterator<Item = (&'a PupilId, &'a Attached)> {
        self.edges
            .range((guardian.clone(), PupilId::lowest())..)
            .take_while(move |((of, _), _)| of == guardian)
            .map(|((_, child), attached)| (child, attached))
    }

    fn known(&self, guardian: &GuardianId) -> Result<(), Error> {
        if self.guardians.contains(guardian) { Ok(()) } else { Err(Error::GuardianUnknown) }
    }

    /// Puts an edge, unless it makes one person two pupils or one pupil two people.
    fn insert(&mut self, key: (GuardianId, PupilId), attached: Attached) -> Result<(), Error> {
        let (guardian, child) = &key;
        let is_own = attached.edge.link.is_pupil();
        let another_child = |(other, attached): (&PupilId, &Attached)| {
            other != child && attached.edge.link.is_pupil()
        };
        if is_own
            && (self.own.get(child).is_some_and(|other| other != guardian)
                || self.attached_to(guardian).any(another_child))
        {
            return Err(Error::OwnTwice);
        }
        self.take(&key);
        if is_own {
            self.own.insert(key.1.clone(), key.0.clone());
        }
        self.edges.insert(key, attached);
        Ok(())
    }

    fn take(&mut self, key: &(GuardianId, PupilId)) -> Option<Attached> {
        let taken = self.edges.remove(key)?;
        if taken.edge.link.is_pupil() {
            self.own.remove(&key.1);
        }
        Some(taken)
    }

    fn drop_choices_not_shown(&mut self) {
        for account in self.accounts.values_mut() {
            account.displayed = account.displayed.take().filter(|child| {
                let attached = self.edges.get(&(account.guardian.clone(), child.clone()));
                attached.is_some_and(Attached::is_shown)
            });
        }
    }
}

fn room(len: usize) -> Result<(), Error> {
    if len < Guardianship::MAX { Ok(()) } else { Err(Error::TooMany) }
}

#[expect(clippy::missing_fields_in_debug, reason = "the index counts edges again")]
impl fmt::Debug for Guardianship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guardianship")
            .field("guardians", &self.guardians.len())
            .field("accounts", &self.accounts.len())
            .field("edges", &self.edges.len())
            .finish()
    }
}

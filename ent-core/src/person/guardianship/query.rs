//! What the graph answers.

use super::{Dispute, Edge, Guardianship};
use crate::person::Standing;
use crate::{GuardianId, PupilId, SubjectId};

impl Guardianship {
    /// The child whose affairs an account sees: the one it chose, else the first it is shown.
    #[doc(alias = "profil affiché")]
    #[must_use]
    pub fn displayed(&self, account: &SubjectId) -> Option<&PupilId> {
        let chosen = self.accounts.get(account)?.displayed.as_ref();
        chosen.or_else(|| self.children(account).next().map(|(child, _)| child))
    }

    /// The guardian an account belongs to.
    #[must_use]
    pub fn guardian_of(&self, account: &SubjectId) -> Option<&GuardianId> {
        self.accounts.get(account).map(|account| &account.guardian)
    }

    /// Every guardian.
    pub fn guardians(&self) -> impl Iterator<Item = &GuardianId> {
        self.guardians.iter()
    }

    /// The accounts of a guardian.
    pub fn accounts_of(&self, guardian: &GuardianId) -> impl Iterator<Item = &SubjectId> {
        let own = self.accounts.iter().filter(move |(_, account)| account.guardian == *guardian);
        own.map(|(id, _)| id)
    }

    /// The children an account is shown: legal guardians and people in charge see them, contacts do
    /// not, and nobody a child they dispute.
    pub fn children(&self, account: &SubjectId) -> impl Iterator<Item = (&PupilId, Edge)> {
        self.guardian_of(account).into_iter().flat_map(|guardian| self.children_of(guardian))
    }

    /// The children a guardian is shown, as in [`children`](Self::children).
    #[doc(alias = "Mes enfants")]
    pub fn children_of<'a>(
        &'a self,
        guardian: &'a GuardianId,
    ) -> impl Iterator<Item = (&'a PupilId, Edge)> {
        let shown = self.attached_to(guardian).filter(|(_, attached)| attached.is_shown());
        shown.map(|(child, attached)| (child, attached.edge))
    }

    /// The guardians of a child whatever their standing, but for those who dispute it.
    ///
    /// The first is found after a walk over every edge.
    pub fn guardians_of(&self, child: &PupilId) -> impl Iterator<Item = (&GuardianId, Edge)> {
        self.edges
            .iter()
            .filter(move |((_, of), attached)| of == child && attached.dispute.is_none())
            .map(|((guardian, _), attached)| (guardian, attached.edge))
    }

    /// What is said of a guardian and a child, and who disputes it.
    #[must_use]
    pub fn edge(&self, guardian: &GuardianId, child: &PupilId) -> Option<(Edge, Option<&Dispute>)> {
        let attached = self.edges.get(&(guardian.clone(), child.clone()))?;
        Some((attached.edge, attached.dispute.as_ref()))
    }

    /// What the school has to settle.
    pub fn disputes(&self) -> impl Iterator<Item = (&GuardianId, &PupilId, &Dispute)> {
        self.edges.iter().filter_map(|((guardian, child), attached)| {
            attached.dispute.as_ref().map(|dispute| (guardian, child, dispute))
        })
    }

    /// Whether an account may decide for a child: its guardian is a legal one and does not dispute
    /// it. Being in charge is not enough.
    #[must_use]
    pub fn may_act_for(&self, account: &SubjectId, child: &PupilId) -> bool {
        self.guardian_of(account)
            .and_then(|guardian| self.edge(guardian, child))
            .is_some_and(|(edge, dispute)| dispute.is_none() && edge.standing == Standing::Legal)
    }
}

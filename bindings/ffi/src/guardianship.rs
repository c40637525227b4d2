//! Guardians, their accounts and the children they answer for.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ent_core::person::{self as domain, AafLink};
use ent_core::{GuardianId, Lang, PupilId, SubjectId};

use crate::mirror::{labelled, mirror};
use crate::person::Majority;
use crate::{EntError, Timestamp};

labelled! {
    /// What an adult may decide for a pupil.
    Standing = domain::Standing {
        /// Legal guardian.
        Legal,
        /// In charge of the pupil without being a legal guardian.
        InCharge,
        /// To be called when needed.
        Contact,
    }
}

mirror! {
    /// What the school makes of a dispute.
    Settlement = domain::Settlement {
        /// The guardian is right: the child is detached.
        Uphold,
        /// The guardian is the child's: both are as before.
        Restore,
    }
}

/// What is said of one guardian and one child.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GuardianEdge {
    /// Code of the link in the academic directory, such as `10` for the mother; read again wherever
    /// it is given to a rule.
    pub link: String,
    /// What the guardian may decide.
    pub standing: Standing,
    /// Whether the guardian answers for costs.
    pub financial: bool,
    /// Whether the guardian is to be called.
    pub contact: bool,
    /// Whether the guardian pays.
    pub payment: bool,
}

impl From<domain::Edge> for GuardianEdge {
    fn from(edge: domain::Edge) -> Self {
        let domain::Edge { link, standing, financial, contact, payment } = edge;
        let (link, standing) = (link.code().to_owned(), standing.into());
        Self { link, standing, financial, contact, payment }
    }
}

impl GuardianEdge {
    fn read(self) -> Result<domain::Edge, EntError> {
        let Self { link, standing, financial, contact, payment } = self;
        let (link, standing) = (AafLink::parse(&link)?, standing.into());
        Ok(domain::Edge { link, standing, financial, contact, payment })
    }
}

/// One adult related to a pupil, as the academic directory feed (AAF) says it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AafRelation {
    /// The adult, by the number of the feed.
    pub guardian: String,
    /// What the feed says of the two.
    pub edge: GuardianEdge,
}

#[uniffi::export]
impl AafRelation {
    /// The value as the feed writes it.
    ///
    /// Fails with `id/format` or `link/unknown` when a field was changed to what is none.
    pub fn to_aaf(&self) -> Result<String, EntError> {
        let guardian = GuardianId::parse(&self.guardian)?;
        Ok(domain::AafRelation { guardian, edge: self.edge.clone().read()? }.to_string())
    }
}

/// Reads a value `id$link$financial$standing$contact$payment` of `ENTElevePersRelEleve`.
///
/// Fails with `aaf-relation/fields`, or with the first field that cannot be read:
/// `aaf-relation/id`, `link`, `financial`, `standing`, `contact` or `payment`.
#[uniffi::export]
pub fn parse_aaf_relation(text: &str) -> Result<AafRelation, EntError> {
    let domain::AafRelation { guardian, edge } = domain::AafRelation::parse(text)?;
    Ok(AafRelation { guardian: guardian.into(), edge: edge.into() })
}

/// A link between an adult and a pupil.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LinkInfo {
    /// Code in the academic directory, two digits.
    pub code: String,
    /// Digit of earlier feeds.
    pub old_code: Option<String>,
    /// Words to show, in French.
    pub label_fr: String,
    /// Words to show, in English.
    pub label_en: String,
}

impl From<AafLink> for LinkInfo {
    fn from(link: AafLink) -> Self {
        Self {
            code: link.code().to_owned(),
            old_code: link.old_code().map(str::to_owned),
            label_fr: link.label(Lang::Fr),
            label_en: link.label(Lang::En),
        }
    }
}

/// The link with a code, also one of earlier feeds.
///
/// Fails with `link/unknown`.
#[uniffi::export]
pub fn aaf_link(code: &str) -> Result<LinkInfo, EntError> {
    Ok(AafLink::parse(code)?.into())
}

/// Every link, by code.
#[uniffi::export]
pub fn aaf_links() -> Vec<LinkInfo> {
    AafLink::all().map(LinkInfo::from).collect()
}

/// What is said of a pupil who is of age and their own guardian (link `70`).
///
/// Fails with `guardianship/minor` unless the pupil is of age.
#[uniffi::export]
pub fn own_guardian_edge(majority: Majority) -> Result<GuardianEdge, EntError> {
    Ok(domain::Edge::own_guardian(majority.into())?.into())
}

/// A child and what is said of a guardian and the child.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GuardianChild {
    /// The pupil.
    pub child: String,
    /// What is said of both.
    pub edge: GuardianEdge,
}

/// A guardian and what is said of the guardian and a child.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChildGuardian {
    /// The guardian.
    pub guardian: String,
    /// What is said of both.
    pub edge: GuardianEdge,
}

/// What the school has to settle: a guardian said not to be the child's.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GuardianDispute {
    /// The guardian.
    pub guardian: String,
    /// The child.
    pub child: String,
    /// The account that said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Guardians of pupils, the accounts of each guardian and the children of each.
///
/// A guardian has any number of accounts and children, an account belongs to one guardian at most.
/// A call that fails changes nothing; besides the codes it names, any call fails with `id/format`
/// for what is no identifier. Lists are in the order of identifiers. At most 10,000 guardians,
/// accounts and attached children (`guardianship/too-many`).
#[derive(Default, uniffi::Object)]
pub struct Guardianship(Mutex<domain::Guardianship>);

impl fmt::Debug for Guardianship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.lock(), f)
    }
}

impl Guardianship {
    fn lock(&self) -> MutexGuard<'_, domain::Guardianship> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[uniffi::export]
impl Guardianship {
    /// Nobody.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads what [`to_json`](Self::to_json) gave, and checks every rule again.
    ///
    /// Fails with `guardianship/corrupt`, `guardianship/newer`, or the code of the rule that the
    /// content breaks.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Self, EntError> {
        Ok(Self(Mutex::new(domain::Guardianship::from_json(json.as_bytes())?)))
    }

    /// What to store.
    pub fn to_json(&self) -> String {
        self.lock().to_json()
    }

    /// Makes a guardian known.
    ///
    /// Fails with `guardianship/guardian-exists`.
    pub fn add_guardian(&self, guardian: &str) -> Result<(), EntError> {
        Ok(self.lock().add_guardian(GuardianId::parse(guardian)?)?)
    }

    /// Forgets a guardian with all accounts and attached children.
    ///
    /// Fails with `guardianship/guardian-unknown`.
    pub fn remove_guardian(&self, guardian: &str) -> Result<(), EntError> {
        Ok(self.lock().remove_guardian(&GuardianId::parse(guardian)?)?)
    }

    /// Gives a guardian an account.
    ///
    /// Fails with `guardianship/guardian-unknown` or `guardianship/account-taken`.
    pub fn attach(&self, account: &str, guardian: &str) -> Result<(), EntError> {
        Ok(self.lock().attach(SubjectId::parse(account)?, &GuardianId::parse(guardian)?)?)
    }

    /// Takes an account away from its guardian.
    ///
    /// Fails with `guardianship/account-unknown`.
    pub fn detach(&self, account: &str) -> Result<(), EntError> {
        Ok(self.lock().detach(&SubjectId::parse(account)?)?)
    }

    /// Attaches a child to a guardian.
    ///
    /// Fails with `guardianship/guardian-unknown`, `guardianship/edge-exists` even when disputed,
    /// `guardianship/own-twice` or `link/unknown`.
    pub fn add_child(
        &self,
        guardian: &str,
        child: &str,
        edge: GuardianEdge,
    ) -> Result<(), EntError> {
        let (guardian, child) = (GuardianId::parse(guardian)?, PupilId::parse(child)?);
        Ok(self.lock().add(&guardian, child, edge.read()?)?)
    }

    /// Replaces what is said of a guardian and a child; a dispute stays.
    ///
    /// Fails with `guardianship/edge-unknown`, `guardianship/own-twice` or `link/unknown`.
    pub fn update_child(
        &self,
        guardian: &str,
        child: &str,
        edge: GuardianEdge,
    ) -> Result<(), EntError> {
        let (guardian, child) = (GuardianId::parse(guardian)?, PupilId::parse(child)?);
        Ok(self.lock().update(&guardian, &child, edge.read()?)?)
    }

    /// Detaches a child from a guardian.
    ///
    /// Fails with `guardianship/edge-unknown`.
    pub fn remove_child(&self, guardian: &str, child: &str) -> Result<(), EntError> {
        Ok(self.lock().remove(&GuardianId::parse(guardian)?, &PupilId::parse(child)?)?)
    }

    /// An account says that its guardian is not the child's: the child is hidden from the guardian
    /// until the school settles it.
    ///
    /// Fails with `guardianship/account-unknown`, `guardianship/edge-unknown` or
    /// `guardianship/disputed`.
    pub fn dispute(&self, account: &str, child: &str, at: Timestamp) -> Result<(), EntError> {
        Ok(self.lock().dispute(&SubjectId::parse(account)?, &PupilId::parse(child)?, at)?)
    }

    /// The school ends a dispute.
    ///
    /// Fails with `guardianship/edge-unknown` or `guardianship/not-disputed`.
    pub fn settle(
        &self,
        guardian: &str,
        child: &str,
        settlement: Settlement,
    ) -> Result<(), EntError> {
        let (guardian, child) = (GuardianId::parse(guardian)?, PupilId::parse(child)?);
        Ok(self.lock().settle(&guardian, &child, settlement.into())?)
    }

    /// Gives `kept` all accounts and children of `gone`, one person under two names, and forgets
    /// `gone`. A dispute of either holds.
    ///
    /// Fails with `guardianship/same-guardian`, `guardianship/guardian-unknown` or
    /// `guardianship/own-twice`.
    pub fn merge(&self, kept: &str, gone: &str) -> Result<(), EntError> {
        Ok(self.lock().merge(&GuardianId::parse(kept)?, &GuardianId::parse(gone)?)?)
    }

    /// Chooses the child whose affairs an account sees (« profil affiché »).
    ///
    /// Fails with `guardianship/account-unknown`, or `guardianship/not-shown` when the account does
    /// not see the child.
    pub fn display(&self, account: &str, child: &str) -> Result<(), EntError> {
        Ok(self.lock().display(&SubjectId::parse(account)?, &PupilId::parse(child)?)?)
    }

    /// The child whose affairs an account sees: the one it chose, else the first it is shown.
    pub fn displayed(&self, account: &str) -> Result<Option<String>, EntError> {
        let account = SubjectId::parse(account)?;
        Ok(self.lock().displayed(&account).map(ToString::to_string))
    }

    /// The guardian an account belongs to.
    pub fn guardian_of(&self, account: &str) -> Result<Option<String>, EntError> {
        let account = SubjectId::parse(account)?;
        Ok(self.lock().guardian_of(&account).map(ToString::to_string))
    }

    /// Every guardian.
    pub fn guardians(&self) -> Vec<String> {
        self.lock().guardians().map(ToString::to_string).collect()
    }

    /// The accounts of a guardian.
    pub fn accounts_of(&self, guardian: &str) -> Result<Vec<String>, EntError> {
        let guardian = GuardianId::parse(guardian)?;
        Ok(self.lock().accounts_of(&guardian).map(ToString::to_string).collect())
    }

    /// The children an account is shown: legal guardians and people in charge see them, contacts do
    /// not, and nobody a child they dispute.
    pub fn children(&self, account: &str) -> Result<Vec<GuardianChild>, EntError> {
        let account = SubjectId::parse(account)?;
        let graph = self.lock();
        let children = graph.children(&account);
        Ok(children
            .map(|(child, edge)| GuardianChild { child: child.to_string(), edge: edge.into() })
            .collect())
    }

    /// The guardians of a child whatever their standing, but for those who dispute it.
    pub fn guardians_of(&self, child: &str) -> Result<Vec<ChildGuardian>, EntError> {
        let child = PupilId::parse(child)?;
        let graph = self.lock();
        let guardians = graph.guardians_of(&child).map(|(guardian, edge)| ChildGuardian {
            guardian: guardian.to_string(),
            edge: edge.into(),
        });
        Ok(guardians.collect())
    }

    /// What the school has to settle.
    ///
    /// Fails only when an instant cannot cross.
    pub fn disputes(&self) -> Result<Vec<GuardianDispute>, EntError> {
        let graph = self.lock();
        let disputes = graph.disputes().map(|(guardian, child, dispute)| GuardianDispute {
            guardian: guardian.to_string(),
            child: child.to_string(),
            by: dispute.by.to_string(),
            at: dispute.at,
        });
        Ok(disputes.collect())
    }

    /// Whether an account may decide for a child: its guardian is a legal one and does not dispute
    /// it.
    pub fn may_act_for(&self, account: &str, child: &str) -> Result<bool, EntError> {
        let (account, child) = (SubjectId::parse(account)?, PupilId::parse(child)?);
        Ok(self.lock().may_act_for(&account, &child))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_crosses() {
        let mother = parse_aaf_relation("2000000$10$1$1$1$1").unwrap();
        assert_eq!(mother.to_aaf().as_deref(), Ok("2000000$10$1$1$1$1"));
        let family = Guardianship::new();
        family.add_guardian(&mother.guardian).unwrap();
        family.attach("account", &mother.guardian).unwrap();
        family.add_child(&mother.guardian, "zoe", mother.edge.clone()).unwrap();
        assert_eq!(family.displayed("account"), Ok(Some("zoe".to_owned())));
        assert_eq!(family.may_act_for("account", "zoe"), Ok(true));
        let at = Timestamp::parse("2026-09-01T08:00:00Z").unwrap();
        family.dispute("account", "zoe", at).unwrap();
        assert_eq!(family.children("account"), Ok(vec![]));
        assert_eq!(family.disputes().unwrap().len(), 1);
        let again = Guardianship::from_json(&family.to_json()).unwrap();
        again.settle(&mother.guardian, "zoe", Settlement::Restore).unwrap();
        assert_eq!(again.children("account").unwrap().len(), 1);
        assert_eq!(
            again.guardians_of("zoe").unwrap().first().map(|g| g.edge.clone()),
            Some(mother.edge)
        );
    }

    #[test]
    fn refusals_have_codes() {
        let nobody = Guardianship::new();
        let edge = own_guardian_edge(Majority::Adult).unwrap();
        let unread = GuardianEdge { link: "99".to_owned(), ..edge.clone() };
        let cases = [
            (nobody.add_guardian("a b").unwrap_err(), "id/format"),
            (nobody.attach("a", "g").unwrap_err(), "guardianship/guardian-unknown"),
            (nobody.add_child("g", "c", edge).unwrap_err(), "guardianship/guardian-unknown"),
            (nobody.update_child("g", "c", unread).unwrap_err(), "link/unknown"),
            (Guardianship::from_json("{}").unwrap_err(), "guardianship/corrupt"),
            (own_guardian_edge(Majority::Minor).unwrap_err(), "guardianship/minor"),
            (parse_aaf_relation("1$8$1$1$1$1").unwrap_err(), "aaf-relation/link"),
            (aaf_link("99").unwrap_err(), "link/unknown"),
        ];
        for (error, code) in cases {
            assert_eq!(error.code(), code);
        }
        assert_eq!(aaf_links().len(), 12);
    }
}

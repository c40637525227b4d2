//! Guardians, their accounts and the children they answer for.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ent_core::person::{self as domain, AafLink as Link, Edge, Settlement, Standing};
use ent_core::{GuardianId, Lang, PupilId};
use pyo3::prelude::*;

use crate::contact::hash_of;
use crate::convert::{Json, Listed, Moment, Text, record};
use crate::errors;
use crate::ledger::read_subject;
use crate::person::{read_majority, read_pupil};

/// A link between an adult and a pupil, by its code in the academic directory feed (AAF).
///
/// >>> AafLink.parse("10").label_en
/// 'Mother'
#[pyclass(frozen, eq, ord, hash, str, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AafLink(Link);

impl std::fmt::Display for AafLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[pymethods]
impl AafLink {
    /// The link with a code of two digits, or the single digit of earlier feeds.
    ///
    /// Raises `ParseError`: `link/unknown`.
    #[staticmethod]
    fn parse(code: Text) -> PyResult<Self> {
        Link::parse(code.as_str()).map(Self).map_err(errors::parse)
    }

    /// Every link, in the order of their codes.
    #[staticmethod]
    fn all() -> Vec<Self> {
        Link::all().map(Self).collect()
    }

    /// The code of two digits.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code()
    }

    /// The digit of earlier feeds, or None.
    #[getter]
    fn old_code(&self) -> Option<&'static str> {
        self.0.old_code()
    }

    /// Words to show, in French.
    #[getter]
    fn label_fr(&self) -> String {
        self.0.label(Lang::Fr)
    }

    /// Words to show, in English.
    #[getter]
    fn label_en(&self) -> String {
        self.0.label(Lang::En)
    }

    fn __repr__(&self) -> String {
        format!("AafLink('{}')", self.0.code())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.code(),)))
    }
}

/// What is said of one guardian and one child.
///
/// `link` is the code of an `AafLink`, `standing` a `Standing`.
///
/// Raises `ParseError`: `link/unknown`, `choice/unknown`.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct GuardianEdge(Edge);

#[pymethods]
impl GuardianEdge {
    #[new]
    #[pyo3(signature = (link, standing, financial=false, contact=false, payment=false))]
    fn new(
        link: Text,
        standing: Text,
        financial: bool,
        contact: bool,
        payment: bool,
    ) -> PyResult<Self> {
        let link = Link::parse(link.as_str()).map_err(errors::parse)?;
        let standing = errors::choice(Standing::from_code(standing.as_str()))?;
        Ok(Self(Edge { link, standing, financial, contact, payment }))
    }

    /// What is said of a pupil who is of age and their own guardian (link `70`).
    ///
    /// Raises `ParseError`: `guardianship/minor` unless the `Majority` is one of age.
    #[staticmethod]
    fn own_guardian(majority: Text) -> PyResult<Self> {
        Edge::own_guardian(read_majority(&majority)?).map(Self).map_err(errors::parse)
    }

    /// The link, an `AafLink`.
    #[getter]
    const fn link(&self) -> AafLink {
        AafLink(self.0.link)
    }

    /// What the guardian may decide, a `Standing`.
    #[getter]
    fn standing(&self) -> Listed {
        Listed("Standing", self.0.standing.code())
    }

    /// Whether the guardian answers for costs.
    #[getter]
    const fn financial(&self) -> bool {
        self.0.financial
    }

    /// Whether the guardian is to be called.
    #[getter]
    const fn contact(&self) -> bool {
        self.0.contact
    }

    /// Whether the guardian pays.
    #[getter]
    const fn payment(&self) -> bool {
        self.0.payment
    }

    fn __hash__(&self) -> u64 {
        let Edge { link, standing, financial, contact, payment } = self.0;
        hash_of(&(link, standing, financial, contact, payment))
    }

    fn __repr__(&self) -> String {
        let Edge { link, standing, financial, contact, payment } = self.0;
        let python = |flag| if flag { "True" } else { "False" };
        format!(
            "GuardianEdge('{link}', '{}', financial={}, contact={}, payment={})",
            standing.code(),
            python(financial),
            python(contact),
            python(payment)
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, EdgeFields) {
        let Edge { link, standing, financial, contact, payment } = slf.get().0;
        let fields = (link.code(), standing.code(), financial, contact, payment);
        (slf.get_type().into_any(), fields)
    }
}

type EdgeFields = (&'static str, &'static str, bool, bool, bool);

/// One adult related to a pupil, as the academic directory feed (AAF) says it.
///
/// >>> AafRelation.parse("2000000$10$1$1$1$1").edge.standing
/// <Standing.LEGAL: 'legal'>
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct AafRelation(domain::AafRelation);

#[pymethods]
impl AafRelation {
    /// Read a value `id$link$financial$standing$contact$payment` of `ENTElevePersRelEleve`.
    ///
    /// Raises `ParseError`: `aaf-relation/fields`, or `aaf-relation/` and the first field that
    /// cannot be read: `id`, `link`, `financial`, `standing`, `contact` or `payment`.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        domain::AafRelation::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// The adult, by the number of the feed.
    #[getter]
    fn guardian(&self) -> &str {
        self.0.guardian.as_str()
    }

    /// What the feed says of the two.
    #[getter]
    const fn edge(&self) -> GuardianEdge {
        GuardianEdge(self.0.edge)
    }

    /// The value as the feed writes it.
    fn to_aaf(&self) -> String {
        self.0.to_string()
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("AafRelation(edge={})", GuardianEdge(self.0.edge).__repr__())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.to_string(),)))
    }
}

/// Guardians of pupils, the accounts of each guardian and the children of each.
///
/// A guardian has any number of accounts and children, an account belongs to one guardian at most.
/// A call that raises changes nothing. Ids have 1 to 128 characters of `A-Z a-z 0-9 . _ - @`;
/// anything else is `id/format`. Lists are in the order of ids. At most 10,000 guardians, accounts
/// and attached children (`guardianship/too-many`). `repr` shows nothing of anybody.
///
/// A new one holds nobody.
///
/// >>> family = Guardianship()
/// >>> family.add_guardian("mother")
/// >>> family.add_child("mother", "zoe", GuardianEdge("10", "legal"))
/// >>> family.attach("account", "mother")
/// >>> family.displayed("account")
/// 'zoe'
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Guardianship(Mutex<domain::Guardianship>);

impl Guardianship {
    fn lock(&self) -> MutexGuard<'_, domain::Guardianship> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn copied(&self) -> domain::Guardianship {
        self.lock().clone()
    }
}

#[pymethods]
impl Guardianship {
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    /// Read what `to_json` gave, as `str` or `bytes`, and check every rule again.
    ///
    /// Raises `ParseError`: `guardianship/corrupt`, `guardianship/newer`, or the code of the rule
    /// that the content breaks.
    #[staticmethod]
    fn from_json(data: Json) -> PyResult<Self> {
        let read = domain::Guardianship::from_json(data.as_slice());
        read.map(|graph| Self(Mutex::new(graph))).map_err(errors::parse)
    }

    /// What to store.
    fn to_json(&self) -> String {
        self.lock().to_json()
    }

    /// Make a guardian known.
    ///
    /// Raises `ParseError`: `guardianship/guardian-exists`.
    fn add_guardian(&self, guardian: Text) -> PyResult<()> {
        let guardian = read_guardian(&guardian)?;
        self.lock().add_guardian(guardian).map_err(errors::parse)
    }

    /// Forget a guardian with all accounts and attached children.
    ///
    /// Raises `ParseError`: `guardianship/guardian-unknown`.
    fn remove_guardian(&self, guardian: Text) -> PyResult<()> {
        let guardian = read_guardian(&guardian)?;
        self.lock().remove_guardian(&guardian).map_err(errors::parse)
    }

    /// Give a guardian an account.
    ///
    /// Raises `ParseError`: `guardianship/guardian-unknown`, `guardianship/account-taken`.
    fn attach(&self, account: Text, guardian: Text) -> PyResult<()> {
        let (account, guardian) = (read_subject(&account)?, read_guardian(&guardian)?);
        self.lock().attach(account, &guardian).map_err(errors::parse)
    }

    /// Take an account away from its guardian.
    ///
    /// Raises `ParseError`: `guardianship/account-unknown`.
    fn detach(&self, account: Text) -> PyResult<()> {
        let account = read_subject(&account)?;
        self.lock().detach(&account).map_err(errors::parse)
    }

    /// Attach a child to a guardian.
    ///
    /// Raises `ParseError`: `guardianship/guardian-unknown`, `guardianship/edge-exists` even when
    /// disputed, `guardianship/own-twice`.
    fn add_child(&self, guardian: Text, child: Text, edge: GuardianEdge) -> PyResult<()> {
        let (guardian, child) = (read_guardian(&guardian)?, read_pupil(&child)?);
        self.lock().add(&guardian, child, edge.0).map_err(errors::parse)
    }

    /// Replace what is said of a guardian and a child; a dispute stays.
    ///
    /// Raises `ParseError`: `guardianship/edge-unknown`, `guardianship/own-twice`.
    fn update_child(&self, guardian: Text, child: Text, edge: GuardianEdge) -> PyResult<()> {
        let (guardian, child) = (read_guardian(&guardian)?, read_pupil(&child)?);
        self.lock().update(&guardian, &child, edge.0).map_err(errors::parse)
    }

    /// Detach a child from a guardian.
    ///
    /// Raises `ParseError`: `guardianship/edge-unknown`.
    fn remove_child(&self, guardian: Text, child: Text) -> PyResult<()> {
        let (guardian, child) = (read_guardian(&guardian)?, read_pupil(&child)?);
        self.lock().remove(&guardian, &child).map_err(errors::parse)
    }

    /// An account says that its guardian is not the child's.
    ///
    /// The child is hidden from the guardian until the school settles it.
    ///
    /// Raises `ParseError`: `guardianship/account-unknown`, `guardianship/edge-unknown`,
    /// `guardianship/disputed`, `instant/…`.
    #[pyo3(signature = (account, child, *, at))]
    fn dispute(&self, account: Text, child: Text, at: Moment) -> PyResult<()> {
        let (account, child) = (read_subject(&account)?, read_pupil(&child)?);
        self.lock().dispute(&account, &child, at.0).map_err(errors::parse)
    }

    /// The school ends a dispute by a `Settlement`.
    ///
    /// Raises `ParseError`: `guardianship/edge-unknown`, `guardianship/not-disputed`,
    /// `choice/unknown`.
    fn settle(&self, guardian: Text, child: Text, settlement: Text) -> PyResult<()> {
        let (guardian, child) = (read_guardian(&guardian)?, read_pupil(&child)?);
        let settlement = errors::choice(match settlement.as_str() {
            "uphold" => Some(Settlement::Uphold),
            "restore" => Some(Settlement::Restore),
            _ => None,
        })?;
        self.lock().settle(&guardian, &child, settlement).map_err(errors::parse)
    }

    /// Give `kept` all accounts and children of `gone`, one person under two names; forget `gone`.
    ///
    /// A dispute of either holds.
    ///
    /// Raises `ParseError`: `guardianship/same-guardian`, `guardianship/guardian-unknown`,
    /// `guardianship/own-twice`.
    fn merge(&self, kept: Text, gone: Text) -> PyResult<()> {
        let (kept, gone) = (read_guardian(&kept)?, read_guardian(&gone)?);
        self.lock().merge(&kept, &gone).map_err(errors::parse)
    }

    /// Choose the child whose affairs an account sees (« profil affiché »).
    ///
    /// Raises `ParseError`: `guardianship/account-unknown`, `guardianship/not-shown`.
    fn display(&self, account: Text, child: Text) -> PyResult<()> {
        let (account, child) = (read_subject(&account)?, read_pupil(&child)?);
        self.lock().display(&account, &child).map_err(errors::parse)
    }

    /// The child whose affairs an account sees: the one it chose, else the first it is shown.
    fn displayed(&self, account: Text) -> PyResult<Option<String>> {
        let account = read_subject(&account)?;
        Ok(self.lock().displayed(&account).map(ToString::to_string))
    }

    /// The guardian an account belongs to, or None.
    fn guardian_of(&self, account: Text) -> PyResult<Option<String>> {
        let account = read_subject(&account)?;
        Ok(self.lock().guardian_of(&account).map(ToString::to_string))
    }

    /// Every guardian.
    fn guardians(&self) -> Vec<String> {
        self.lock().guardians().map(ToString::to_string).collect()
    }

    /// The accounts of a guardian.
    fn accounts_of(&self, guardian: Text) -> PyResult<Vec<String>> {
        let guardian = read_guardian(&guardian)?;
        Ok(self.lock().accounts_of(&guardian).map(ToString::to_string).collect())
    }

    /// The children an account is shown, each a `GuardianChild`.
    ///
    /// Legal guardians and people in charge see them, contacts do not, and nobody a child they
    /// dispute.
    fn children<'py>(&self, py: Python<'py>, account: Text) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let account = read_subject(&account)?;
        let child = |(child, edge): (&PupilId, Edge)| record!(py, "GuardianChild" { child: child.as_str(), edge: GuardianEdge(edge) });
        self.copied().children(&account).map(child).collect()
    }

    /// The guardians of a child whatever their standing, but for those who dispute it.
    ///
    /// Each is a `ChildGuardian`.
    fn guardians_of<'py>(&self, py: Python<'py>, child: Text) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let child = read_pupil(&child)?;
        let guardian = |(guardian, edge): (&GuardianId, Edge)| {
            let edge = GuardianEdge(edge);
            record!(py, "ChildGuardian" { guardian: guardian.as_str(), edge: edge })
        };
        self.copied().guardians_of(&child).map(guardian).collect()
    }

    /// What the school has to settle, each a `GuardianDispute`.
    fn disputes<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let graph = self.copied();
        let disputes = graph.disputes().map(|(guardian, child, dispute)| {
            record!(py, "GuardianDispute" {
                guardian: guardian.as_str(),
                child: child.as_str(),
                by: dispute.by.as_str(),
                at: Moment(dispute.at),
            })
        });
        disputes.collect()
    }

    /// Whether an account may decide for a child: its guardian is a legal one and disputes nothing.
    fn may_act_for(&self, account: Text, child: Text) -> PyResult<bool> {
        let (account, child) = (read_subject(&account)?, read_pupil(&child)?);
        Ok(self.lock().may_act_for(&account, &child))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        // Copied first: two graphs that are compared both ways at once must not wait for each other.
        let ours = self.copied();
        other.cast::<Self>().is_ok_and(|other| *other.get().lock() == ours)
    }

    fn __repr__(&self) -> String {
        format!("Guardianship(guardians={})", self.lock().guardians().count())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json(),)))
    }
}

fn read_guardian(guardian: &Text) -> PyResult<GuardianId> {
    GuardianId::parse(guardian.as_str()).map_err(errors::parse)
}

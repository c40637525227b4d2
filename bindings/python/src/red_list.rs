//! The red list: who sees what of a person, and whom a search finds.

use ent_core::{PupilId, Region, SubjectId};
use ent_prefs::PhoneSlot;
use ent_prefs::red_list as domain;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::card::ContactCard;
use crate::contact::{Email, PhoneNumber};
use crate::convert::{Bytes, Listed, Moment, Text, Whole, record, tuple};
use crate::errors;
use crate::person::{BirthDate, PersonName, read_pupil};
use crate::place::Uai;
use crate::postal::PostalAddress;
use crate::prefs::{read, write};

/// « Activer la liste rouge » of one person, off until switched on, and whom it is lifted for.
///
/// A list does not change: each method gives a new one. Whoever is authorised sees what their role
/// sees while the list is off, and no more. `repr` shows nothing of it.
///
/// A new list is off.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct RedList(pub(crate) domain::RedList);

#[pymethods]
impl RedList {
    #[new]
    fn new() -> Self {
        Self(domain::RedList::new())
    }

    /// A list from the bytes of `dump`.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The list as bytes of JSON.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    /// Whether the person is on the red list.
    #[getter]
    fn is_on(&self) -> bool {
        self.0.is_on()
    }

    /// When the switch was last changed, or None.
    #[getter]
    fn changed_at(&self) -> Option<Moment> {
        self.0.changed_at().map(Moment)
    }

    /// The list switched on or off; the same when it is so already.
    ///
    /// Raises `ParseError`: `red_list/clock` when `at` comes before the last change.
    #[pyo3(signature = (on, *, at))]
    fn switched(&self, on: bool, at: Moment) -> PyResult<Self> {
        self.0.switched(on, at.0).map(Self).map_err(errors::parse)
    }

    /// The list lifted for a viewer by an `Authoriser`; the same when it is already.
    ///
    /// Raises `ParseError`: `red_list/too-many` beyond 200 viewers, `choice/unknown`, `id/format`.
    #[pyo3(signature = (viewer, *, by, at))]
    fn authorised(&self, viewer: Text, by: Text, at: Moment) -> PyResult<Self> {
        let by = errors::choice(domain::Authoriser::from_code(by.as_str()))?;
        self.0.authorised(subject(&viewer)?, by, at.0).map(Self).map_err(errors::parse)
    }

    /// The list no longer lifted for a viewer.
    ///
    /// Raises `ParseError`: `id/format`.
    fn revoked(&self, viewer: Text) -> PyResult<Self> {
        Ok(Self(self.0.revoked(&subject(&viewer)?)))
    }

    /// Whom the list is lifted for, an `AuthorisedViewer` each, in the order of their ids.
    #[getter]
    fn viewers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let viewers = self.0.viewers().map(|viewer| {
            record!(py, "AuthorisedViewer" {
                id: String::from(viewer.id),
                by: Listed("Authoriser", viewer.by.code()),
                at: Moment(viewer.at),
            })
        });
        tuple(py, viewers.collect::<PyResult<Vec<_>>>()?)
    }

    /// Whether a viewer was explicitly authorised. A partner cannot be.
    fn authorises(&self, viewer: Viewer) -> bool {
        self.0.authorises(&viewer.0)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "RedList(redacted)"
    }
}

/// Who looks, and what they are to the person: a `ViewerRole`. Without an id the viewer is
/// anonymous and counts as `ViewerRole.OTHER`. `child` is the pupil whom they look for: the wish and
/// the contact number that count for that child are shown.
///
/// Raises `ParseError`: `choice/unknown`, `id/format`.
///
/// >>> Viewer("teacher", id="teacher-1").role
/// <ViewerRole.TEACHER: 'teacher'>
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Viewer(domain::Viewer);

#[pymethods]
impl Viewer {
    #[new]
    #[pyo3(signature = (role, *, id=None, child=None))]
    fn new(role: Text, id: Option<Text>, child: Option<Text>) -> PyResult<Self> {
        let role = read_role(&role)?;
        let viewer = match id {
            Some(id) => domain::Viewer::new(subject(&id)?, role),
            None => domain::Viewer::anonymous(),
        };
        Ok(Self(match child {
            Some(child) => viewer.about(read_pupil(&child)?),
            None => viewer,
        }))
    }

    /// Who looks, or None for somebody who is not signed in.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id().map(SubjectId::as_str)
    }

    /// The child the viewer looks for, or None.
    #[getter]
    fn child(&self) -> Option<&str> {
        self.0.child().map(PupilId::as_str)
    }

    /// What the viewer is to the person, a `ViewerRole`.
    #[getter]
    fn role(&self) -> Listed {
        Listed("ViewerRole", self.0.role().code())
    }

    fn __repr__(&self) -> String {
        format!("Viewer({})", self.0.role().code())
    }
}

/// Which role sees which field of whom is off the red list, and which when on it.
///
/// Whatever the policy, the person sees everything, no partner sees how to reach anyone, and the
/// list never shows more than its absence. A new policy is the preset: on the list, nobody but the
/// person and whom they authorised sees address, e-mail, numbers, wish and whether notifications
/// are active.
///
/// >>> Visibility().fields("partner", on_list=False)
/// (<DirectoryField.PROFILE: 'profile'>, <DirectoryField.ESTABLISHMENT: 'establishment'>)
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Visibility(domain::Visibility);

/// A role, and the fields it sees off the list and on it.
type Rule = (Text, Vec<Text>, Vec<Text>);

#[pymethods]
impl Visibility {
    /// The preset, with other rules for some roles: a `ViewerRole`, then the list of each
    /// `DirectoryField` it sees off the list, then on it.
    ///
    /// Raises `ParseError`: `visibility/self` when the person would not see all,
    /// `visibility/partner` when a partner would see a contact field, `visibility/wider` when a
    /// role would see more on the list than off it, `choice/unknown`.
    #[new]
    #[pyo3(signature = (rules=None))]
    fn new(rules: Option<Vec<Rule>>) -> PyResult<Self> {
        let fields = |codes: &[Text]| {
            let read =
                |code: &Text| errors::choice(domain::DirectoryField::from_code(code.as_str()));
            codes.iter().map(read).collect::<PyResult<domain::DirectoryFields>>()
        };
        let mut builder = domain::Visibility::builder();
        for (role, off, on) in rules.unwrap_or_default() {
            let role = read_role(&role)?;
            builder = builder.off(role, fields(&off)?).on(role, fields(&on)?);
        }
        builder.build().map(Self).map_err(errors::parse)
    }

    /// A policy from the bytes of `dump`; a role that is left out keeps the preset.
    ///
    /// Raises `StateError`: `state/corrupt`.
    #[staticmethod]
    fn load(data: Bytes) -> PyResult<Self> {
        read(&data).map(Self)
    }

    /// The policy as bytes of JSON.
    fn dump<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        write(py, &self.0)
    }

    /// Each `DirectoryField` that a `ViewerRole` sees of a person whose list is on or off.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (role, *, on_list))]
    fn fields<'py>(
        &self,
        py: Python<'py>,
        role: Text,
        on_list: bool,
    ) -> PyResult<Bound<'py, PyTuple>> {
        listed(py, self.0.fields(read_role(&role)?, on_list))
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "Visibility()"
    }
}

/// What the host’s directory holds of one person; only what `project_row` or `search_directory`
/// gives goes to a viewer. `repr` shows nothing of it.
///
/// Raises `ParseError`: `choice/unknown`.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DirectoryRow(domain::DirectoryRow);

#[pymethods]
impl DirectoryRow {
    #[new]
    #[pyo3(signature = (
        name, *, profile=None, establishment=None, classes=None, birth_date=None,
        postal_address=None, card=None, notifications=None, red_list=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn new(
        name: PersonName,
        profile: Option<Text>,
        establishment: Option<Uai>,
        classes: Option<Vec<Text>>,
        birth_date: Option<BirthDate>,
        postal_address: Option<PostalAddress>,
        card: Option<PyRef<'_, ContactCard>>,
        notifications: Option<bool>,
        red_list: Option<PyRef<'_, RedList>>,
    ) -> PyResult<Self> {
        let mut row = domain::DirectoryRow::new(name.0);
        row.profile = profile.map(|code| crate::profile::read(&code)).transpose()?;
        row.establishment = establishment.map(|uai| uai.0);
        row.classes = classes.unwrap_or_default().into_iter().map(String::from).collect();
        row.birth_date = birth_date.map(|born| born.0);
        row.postal_address = postal_address.map(|address| address.0);
        row.card = card.map(|card| card.0.clone()).unwrap_or_default();
        row.notifications = notifications;
        row.red_list = red_list.map(|list| list.0.clone()).unwrap_or_default();
        Ok(Self(row))
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "DirectoryRow(redacted)"
    }
}

/// What a viewer sees of the person of a row: a `Projection`. What is hidden is as absent as what
/// the school does not know.
#[pyfunction]
pub(crate) fn project_row<'py>(
    py: Python<'py>,
    row: PyRef<'py, DirectoryRow>,
    viewer: PyRef<'py, Viewer>,
    policy: PyRef<'py, Visibility>,
) -> PyResult<Bound<'py, PyAny>> {
    projection(py, &domain::project(&row.0, &viewer.0, &policy.0))
}

/// What a viewer sees of a card alone, whose owner has this red list: a `Projection`.
#[pyfunction]
pub(crate) fn project_card<'py>(
    py: Python<'py>,
    card: PyRef<'py, ContactCard>,
    red_list: PyRef<'py, RedList>,
    viewer: PyRef<'py, Viewer>,
    policy: PyRef<'py, Visibility>,
) -> PyResult<Bound<'py, PyAny>> {
    projection(py, &domain::project_card(&card.0, &red_list.0, &viewer.0, &policy.0))
}

/// Finds the people that `query` names among rows, each with its `Viewer`: `DirectoryHits`.
///
/// By starts of words of names and classes, by a whole e-mail address or a whole number, read in
/// `region` (metropolitan France unless given); only what the viewer sees is compared. At most
/// `limit` people, 20 unless given and never more than 100. The GIL is released.
///
/// Raises `ParseError`: `search/too-short` below two letters or digits, `search/too-long` above 100
/// characters, `search/invisible`, `phone/region`.
#[pyfunction]
#[pyo3(signature = (entries, query, policy, *, region=None, limit=None))]
pub(crate) fn search_directory<'py>(
    py: Python<'py>,
    entries: Vec<(DirectoryRow, Viewer)>,
    query: Text,
    policy: PyRef<'py, Visibility>,
    region: Option<Text>,
    limit: Option<Whole>,
) -> PyResult<Bound<'py, PyAny>> {
    let region = match &region {
        Some(code) => Region::parse(code.as_str()).map_err(errors::parse)?,
        None => Region::FR,
    };
    let query = domain::Query::parse(query.as_str(), region).map_err(errors::parse)?;
    let limit = limit.map_or(20, |limit| limit.fit().unwrap_or_default());
    let (rows, viewers): (Vec<_>, Vec<_>) =
        entries.into_iter().map(|(row, viewer)| (row.0, viewer.0)).unzip();
    let policy = &policy.0;
    let found = py.detach(|| {
        let viewer_of = |index: usize, _: &domain::DirectoryRow| {
            viewers.get(index).cloned().unwrap_or_else(domain::Viewer::anonymous)
        };
        domain::search(&rows, &query, viewer_of, policy, limit)
    });
    let hits = found.hits.iter().map(
        |hit| record!(py, "DirectoryHit" { index: hit.index, seen: projection(py, &hit.seen)? }),
    );
    let hits = tuple(py, hits.collect::<PyResult<Vec<_>>>()?)?;
    record!(py, "DirectoryHits" { hits: hits, more: found.more })
}

fn projection<'py>(py: Python<'py>, seen: &domain::Projection) -> PyResult<Bound<'py, PyAny>> {
    let number = |slot| seen.number(slot).cloned().map(PhoneNumber);
    record!(py, "Projection" {
        name: seen.name().cloned().map(PersonName),
        profile: seen.profile().map(|profile| Listed("Profile", profile.code())),
        establishment: seen.establishment().map(Uai),
        classes: tuple(py, seen.classes())?,
        birth_date: seen.birth_date().map(BirthDate),
        postal_address: seen.postal_address().cloned().map(PostalAddress),
        email: seen.email().cloned().map(Email),
        phone_personal: number(PhoneSlot::Personal),
        phone_professional: number(PhoneSlot::Professional),
        phone_mobile: number(PhoneSlot::Mobile),
        phone_own_1: number(PhoneSlot::Own1),
        phone_own_2: number(PhoneSlot::Own2),
        contact: seen.contact().map(|slot| Listed("PhoneSlot", slot.code())),
        contact_wish: seen.contact_wish().map(ent_prefs::contact_card::ContactWish::as_str),
        notifications: seen.notifications(),
        on_red_list: seen.on_red_list(),
        fields: listed(py, seen.fields())?,
    })
}

fn listed(py: Python<'_>, fields: domain::DirectoryFields) -> PyResult<Bound<'_, PyTuple>> {
    tuple(py, fields.iter().map(|field| Listed("DirectoryField", field.code())))
}

fn read_role(code: &Text) -> PyResult<domain::ViewerRole> {
    errors::choice(domain::ViewerRole::from_code(code.as_str()))
}

fn subject(id: &Text) -> PyResult<SubjectId> {
    SubjectId::parse(id.as_str()).map_err(errors::parse)
}

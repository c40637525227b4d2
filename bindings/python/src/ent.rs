//! ENT definitions and the order of a first connection.

pub(crate) mod attachments;
pub(crate) mod mire;
mod offer;

use std::borrow::Cow;

use ent_auth::onboarding::{self, Facts as DomainFacts};
use ent_core::ent::{
    Device, EntFileError, IdentitySource, MireError, PortalAddress, PortalError, PortalKind,
    ServiceChannel,
};
use ent_core::{EstablishmentKind, Lang, Profile};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use self::attachments::Attachments;
use self::mire::{RememberedChoice, read_level, read_path};
use crate::contact::hash_of;
use crate::convert::{CalendarDay, Listed, Moment, Text, Whole, lang, record, tuple};
use crate::place::Uai;
use crate::storage::StorageSize;
use crate::{errors, profile};

/// An ENT (*Environnement Numérique de Travail*): portals, sign-in choices, partners, services.
///
/// Shipped ones are found by id; a host reads the file of its own by `from_toml` or `from_json`.
/// Two are equal when all they say is. A pickle of an own one holds the text of its file.
///
/// >>> Ent.find("occitanie").name
/// 'Mon ENT Occitanie'
#[pyclass(frozen, eq, module = "entkit")]
pub(crate) struct Ent {
    ent: Cow<'static, ent_core::Ent>,
    /// The file of an ENT that is not shipped, for its pickle: the door that reads it, its text.
    file: Option<(&'static str, String)>,
}

impl Ent {
    pub(crate) fn domain(&self) -> &ent_core::Ent {
        &self.ent
    }
}

impl PartialEq for Ent {
    fn eq(&self, other: &Self) -> bool {
        self.ent == other.ent
    }
}

impl Eq for Ent {}

impl From<&'static ent_core::Ent> for Ent {
    fn from(ent: &'static ent_core::Ent) -> Self {
        Self { ent: Cow::Borrowed(ent), file: None }
    }
}

impl Ent {
    fn of_file(
        py: Python<'_>,
        door: &'static str,
        text: Text,
        read: fn(&str) -> Result<ent_core::Ent, EntFileError>,
    ) -> PyResult<Self> {
        let ent = Cow::Owned(read(text.as_str()).map_err(|error| errors::ent_file(py, &error))?);
        Ok(Self { ent, file: Some((door, text.into())) })
    }
}

#[pymethods]
impl Ent {
    /// The shipped ENT with this id, such as `auvergne-rhone-alpes`.
    ///
    /// Raises `ParseError`: `ent/unknown`.
    #[staticmethod]
    fn find(id: Text) -> PyResult<Self> {
        ent_core::Ent::find(id.as_str()).map(Self::from).map_err(errors::parse)
    }

    /// The shipped ENT on one of whose hosts an address lies.
    ///
    /// Raises `ParseError`: `ent/unknown`.
    #[staticmethod]
    fn of_url(url: Text) -> PyResult<Self> {
        ent_core::Ent::of_url(url.as_str()).map(Self::from).map_err(errors::parse)
    }

    /// Every shipped ENT, in the order of their ids.
    #[staticmethod]
    fn all() -> Vec<Self> {
        ent_core::Ent::all().iter().map(Self::from).collect()
    }

    /// Read the definition of an ENT in TOML, of at most 1 MiB; `json_schema` is the format.
    ///
    /// Raises `EntFileError` with everything that is wrong, each with its path and line.
    #[staticmethod]
    fn from_toml(py: Python<'_>, text: Text) -> PyResult<Self> {
        Self::of_file(py, "from_toml", text, ent_core::Ent::from_toml)
    }

    /// Read the definition of an ENT in JSON, of the same format.
    ///
    /// Raises `EntFileError` as `from_toml`; lines are known for syntax only.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: Text) -> PyResult<Self> {
        Self::of_file(py, "from_json", text, ent_core::Ent::from_json)
    }

    /// The JSON Schema (draft 2020-12) of the files of ENTs, for editors and other programs.
    #[staticmethod]
    fn json_schema() -> String {
        ent_core::Ent::json_schema()
    }

    /// Stable id.
    #[getter]
    fn id(&self) -> &str {
        self.ent.id()
    }

    /// Name of the ENT.
    #[getter]
    fn name(&self) -> &str {
        self.ent.name()
    }

    /// Who runs the software, or None when it is not known.
    #[getter]
    fn operator(&self) -> Option<&str> {
        self.ent.operator()
    }

    /// Addresses at which people sign in, the first being the usual one.
    #[getter]
    fn addresses<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.ent.addresses())
    }

    /// Every host of the ENT; `*.` in front stands for one more label.
    #[getter]
    fn hosts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.ent.hosts())
    }

    /// Whether an address lies on one of the hosts of the ENT.
    fn owns(&self, url: Text) -> bool {
        self.ent.owns(url.as_str())
    }

    /// Partners that may write to the people of a kind of establishment, in order.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    fn partners(&self, kind: Text) -> PyResult<Vec<Listed>> {
        let kind = errors::choice(EstablishmentKind::from_code(kind.as_str()))?;
        Ok(self.ent.partners(kind).iter().map(|p| Listed("Partner", p.code())).collect())
    }

    /// The portal of this kind and key, with its address.
    ///
    /// Keys: UAI number, INSEE code of the region or department, code of the académie,
    /// `partners`, `crec`.
    ///
    /// Raises `ParseError`: `portal/unknown`.
    fn portal_url<'py>(
        &self,
        py: Python<'py>,
        kind: Text,
        key: Text,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kind = PortalKind::from_code(kind.as_str()).ok_or(PortalError::Unknown);
        let portal = kind.and_then(|kind| self.ent.portal_url(kind, key.as_str()));
        portal_record(py, &portal.map_err(errors::parse)?)
    }

    /// The portal that an address belongs to, whatever its path.
    ///
    /// Raises `ParseError`: `portal/unknown`.
    fn resolve<'py>(&self, py: Python<'py>, url: Text) -> PyResult<Bound<'py, PyAny>> {
        portal_record(py, &self.ent.resolve(url.as_str()).map_err(errors::parse)?)
    }

    /// Each `PortalKind` that a Profile opens, in the order people see them.
    ///
    /// Whether or not their addresses are known.
    ///
    /// Raises `ParseError`: `profile/unknown`.
    fn portal_kinds(&self, profile: Text) -> PyResult<Vec<Listed>> {
        let kinds = self.ent.portal_kinds(profile::read(&profile)?).iter();
        Ok(kinds.map(|kind| Listed("PortalKind", kind.code())).collect())
    }

    /// Portals that a person opens as theirs, in the order the ENT shows them.
    ///
    /// Académie and department of the establishments count as attachments. Empty when the ENT has
    /// not published who sees what, or not the addresses.
    fn my_portals<'py>(
        &self,
        py: Python<'py>,
        person: PyRef<'py, Attachments>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let portals = self.ent.my_portals(&person.0);
        portals.iter().map(|portal| portal_record(py, portal)).collect()
    }

    /// What comes after the choices made so far: `MireChoices`, or the `MireSource` that signs in.
    ///
    /// `path` holds the ids of the choices made; `level` is a Level where one is asked for, unless
    /// it is the last id of `path`.
    ///
    /// Raises `ParseError`: `mire/unknown`.
    #[pyo3(signature = (path=None, level=None))]
    fn mire_choices<'py>(
        &self,
        py: Python<'py>,
        path: Option<Vec<Text>>,
        level: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let level = read_level(level.as_ref())?;
        let answer = self.ent.mire().choices(&read_path(path.as_deref()), level);
        mire::answer_record(py, answer.map_err(errors::parse)?)
    }

    /// What the page asks that comes after the choices made so far, a `MireAxis`.
    ///
    /// None where the person signs in.
    ///
    /// Raises `ParseError`: `mire/unknown`.
    #[pyo3(signature = (path=None))]
    fn mire_asks(&self, path: Option<Vec<Text>>) -> PyResult<Option<Listed>> {
        let asked = self.ent.mire().asks(&read_path(path.as_deref())).map_err(errors::parse)?;
        Ok(asked.map(|axis| Listed("MireAxis", axis.code())))
    }

    /// Every `MirePath` to a sign-in whose labels hold words that begin so, in any order.
    ///
    /// Case and accents make no difference. `lang` is that of the labels, `fr` by default.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (text, lang=None))]
    fn mire_search<'py>(
        &self,
        py: Python<'py>,
        text: Text,
        lang: Option<Text>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let lang = self::lang(lang.as_ref())?;
        let found = self.ent.mire().search(text.as_str(), lang);
        found.iter().map(|way| mire::path_record(py, way)).collect()
    }

    /// Keep the choices that led to a sign-in for so many days, 1 to 366.
    ///
    /// `device` is a `Device`: None comes back in a public place.
    ///
    /// Raises `ParseError`: `mire/unknown`, `mire/unfinished` when they lead to no sign-in yet,
    /// `mire/lifetime`, in a public place too; `choice/unknown`, `instant/…`.
    #[pyo3(signature = (path, *, device, days, now, level=None))]
    fn remember_choice(
        &self,
        path: Vec<Text>,
        device: Text,
        days: Whole,
        now: Moment,
        level: Option<Text>,
    ) -> PyResult<Option<RememberedChoice>> {
        let level = read_level(level.as_ref())?;
        let device = errors::choice(Device::from_code(device.as_str()))?;
        let days = days.fit().ok_or(MireError::Lifetime).map_err(errors::parse)?;
        let kept = self.ent.mire().remember(&read_path(Some(&path)), level, device, days, now.0);
        kept.map(|choice| choice.map(RememberedChoice)).map_err(errors::parse)
    }

    /// Where a remembered choice leads now: `MireChoices` or `MireSource`.
    ///
    /// Raises `ParseError`, after which the host forgets the choice: `mire/expired` outside its
    /// time, `mire/unknown` for the choice of another ENT or one no longer shown,
    /// `mire/unfinished` when there is more to choose now.
    #[pyo3(signature = (remembered, *, now))]
    fn recall_choice<'py>(
        &self,
        py: Python<'py>,
        remembered: PyRef<'py, RememberedChoice>,
        now: Moment,
    ) -> PyResult<Bound<'py, PyAny>> {
        let answer = self.ent.mire().recall(&remembered.0, now.0);
        mire::answer_record(py, answer.map_err(errors::parse)?)
    }

    /// Every published list of the partners, a `Partnership` each, the earliest first.
    fn partnerships<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.ent.partnerships().map(|list| offer::partnership_record(py, list)).collect()
    }

    /// The `Partnership` in force on a day: the last that holds since then or has no date.
    ///
    /// Raises `ParseError`: `day/out-of-range` outside 2000 to 2199.
    fn partnership_on<'py>(
        &self,
        py: Python<'py>,
        day: CalendarDay,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let list = self.ent.partnership_on(day.0);
        list.map(|list| offer::partnership_record(py, list)).transpose()
    }

    /// Every `EntService` offered, those included of which the guides do not tell who has them.
    fn all_services<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.ent.all_services().map(|service| offer::service_record(py, service)).collect()
    }

    /// What a Profile is known to have on a `ServiceChannel`, in the order of the guides.
    ///
    /// Each is an `EntService`.
    ///
    /// Raises `ParseError`: `profile/unknown`, `choice/unknown`.
    fn services<'py>(
        &self,
        py: Python<'py>,
        profile: Text,
        channel: Text,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let profile = profile::read(&profile)?;
        let channel = errors::choice(ServiceChannel::from_code(channel.as_str()))?;
        let services = self.ent.services(profile, channel);
        services.map(|service| offer::service_record(py, service)).collect()
    }

    /// Pages of the online help for a Profile, a `HelpGroup` each.
    ///
    /// Raises `ParseError`: `profile/unknown`.
    fn help<'py>(&self, py: Python<'py>, profile: Text) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let groups = self.ent.help(profile::read(&profile)?);
        groups.map(|group| offer::help_record(py, group)).collect()
    }

    /// Who sets the charter that people of a Profile accept, in order; empty when it is not told.
    ///
    /// Each is a `CharterScope`.
    ///
    /// Raises `ParseError`: `profile/unknown`.
    fn charter_scopes(&self, profile: Text) -> PyResult<Vec<Listed>> {
        let scopes = self.ent.charter_scopes(profile::read(&profile)?).iter();
        Ok(scopes.map(|scope| Listed("CharterScope", scope.code())).collect())
    }

    /// Id of the `PasswordRules` that an `IdentitySource` keeps, or None when not known.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    fn password_rules(&self, source: Text) -> PyResult<Option<&str>> {
        let source = errors::choice(IdentitySource::from_code(source.as_str()))?;
        Ok(self.ent.password_rules(source))
    }

    /// How much the shared folders of a class hold, or None when the guides do not tell.
    #[getter]
    fn shared_folder_quota(&self) -> Option<StorageSize> {
        self.ent.shared_folder_quota().map(StorageSize)
    }

    /// How long things last, as far as the guides tell: `EntLifetimes`.
    #[getter]
    fn lifetimes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        offer::lifetimes_record(py, self.ent.lifetimes())
    }

    /// Whether people of a Profile at a private establishment of a kind use the ENT.
    ///
    /// None when the guides say nothing of private education.
    ///
    /// Raises `ParseError`: `profile/unknown`, `choice/unknown`.
    fn admits_private(&self, profile: Text, kind: Text) -> PyResult<Option<bool>> {
        let kind = errors::choice(EstablishmentKind::from_code(kind.as_str()))?;
        Ok(self.ent.admits_private(profile::read(&profile)?, kind))
    }

    /// Steps of a first connection, in order, for a Profile that signed in by an `IdentitySource`.
    ///
    /// Raises `ParseError`: `profile/unknown`, `choice/unknown`.
    fn onboarding_order(&self, profile: Text, source: Text) -> PyResult<Vec<Listed>> {
        let (profile, source) = who(&profile, &source)?;
        let order = self.ent.onboarding_order(profile, source).iter();
        Ok(order.map(|step| Listed("OnboardingStep", step.code())).collect())
    }

    /// The first step of the first connection that `facts` does not show as done, or None.
    ///
    /// Raises `ParseError`: `profile/unknown`, `choice/unknown`.
    fn onboarding_next(
        &self,
        profile: Text,
        source: Text,
        facts: PyRef<'_, Facts>,
    ) -> PyResult<Option<Listed>> {
        let (profile, source) = who(&profile, &source)?;
        let next = onboarding::next_step(&self.ent, profile, source, &facts.domain());
        Ok(next.map(|step| Listed("OnboardingStep", step.code())))
    }

    /// Every step of the first connection with its progress, for a progress bar.
    ///
    /// Raises `ParseError`: `profile/unknown`, `choice/unknown`.
    fn onboarding_journey<'py>(
        &self,
        py: Python<'py>,
        profile: Text,
        source: Text,
        facts: PyRef<'py, Facts>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let (profile, source) = who(&profile, &source)?;
        let stages = onboarding::journey(&self.ent, profile, source, &facts.domain());
        let stage = |stage: &onboarding::Stage| {
            record!(py, "Stage" {
                step: Listed("OnboardingStep", stage.step.code()),
                progress: Listed("Progress", stage.progress.code()),
            })
        };
        stages.iter().map(stage).collect()
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.ent.id())
    }

    fn __repr__(&self) -> String {
        format!("Ent('{}')", self.ent.id())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let (door, given) = match &slf.get().file {
            Some((door, text)) => (*door, text.clone()),
            None => ("find", slf.get().ent.id().to_owned()),
        };
        Ok((slf.get_type().getattr(door)?, (given,)))
    }
}

/// What a person has done of a first connection.
#[pyclass(frozen, eq, hash, get_all, module = "entkit")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Facts {
    /// The charter of use is accepted.
    charter_accepted: bool,
    /// A password for the ENT is chosen.
    password_chosen: bool,
    /// The contact card was checked and saved.
    contact_saved: bool,
}

impl Facts {
    const fn domain(&self) -> DomainFacts {
        DomainFacts {
            charter_accepted: self.charter_accepted,
            password_chosen: self.password_chosen,
            contact_saved: self.contact_saved,
        }
    }
}

#[pymethods]
impl Facts {
    #[new]
    #[pyo3(signature = (*, charter_accepted=false, password_chosen=false, contact_saved=false))]
    const fn new(charter_accepted: bool, password_chosen: bool, contact_saved: bool) -> Self {
        Self { charter_accepted, password_chosen, contact_saved }
    }

    fn __repr__(&self) -> String {
        let python = |fact| if fact { "True" } else { "False" };
        format!(
            "Facts(charter_accepted={}, password_chosen={}, contact_saved={})",
            python(self.charter_accepted),
            python(self.password_chosen),
            python(self.contact_saved)
        )
    }
}

fn who(profile: &Text, source: &Text) -> PyResult<(Profile, IdentitySource)> {
    let source = errors::choice(IdentitySource::from_code(source.as_str()))?;
    Ok((profile::read(profile)?, source))
}

fn portal_record<'py>(py: Python<'py>, portal: &PortalAddress) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "PortalAddress" {
        kind: Listed("PortalKind", portal.kind().code()),
        key: portal.key(),
        name: portal.name(),
        url: portal.url(),
        director_fr: portal.director(Lang::Fr),
        director_en: portal.director(Lang::En),
        uai: portal.uai().map(Uai),
    })
}

//! ENT definitions and the order of a first connection.

use ent_auth::onboarding::{self, Facts as DomainFacts};
use ent_core::ent::{
    Choice, IdentitySource, Level, MireAnswer, MireError, PortalAddress, PortalError, PortalKind,
};
use ent_core::{EstablishmentKind, Lang, Profile};
use pyo3::prelude::*;

use crate::contact::hash_of;
use crate::convert::{Listed, Text, record, tuple};
use crate::place::Uai;
use crate::place::academy::Academy;
use crate::{errors, profile};

/// An ENT (*Environnement Numérique de Travail*): its portals, sign-in choices, first connection.
///
/// >>> Ent.find("occitanie").name
/// 'Mon ENT Occitanie'
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct Ent(&'static ent_core::Ent);

#[pymethods]
impl Ent {
    /// The ENT with this id, such as `auvergne-rhone-alpes`.
    ///
    /// Raises `ParseError`: `ent/unknown`.
    #[staticmethod]
    fn find(id: Text) -> PyResult<Self> {
        ent_core::Ent::find(id.as_str()).map(Self).map_err(errors::parse)
    }

    /// Every ENT, in the order of their ids.
    #[staticmethod]
    fn all() -> Vec<Self> {
        ent_core::Ent::all().iter().map(Self).collect()
    }

    /// Stable id.
    #[getter]
    fn id(&self) -> &'static str {
        self.0.id()
    }

    /// Name of the ENT.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name()
    }

    /// Addresses at which people open it.
    #[getter]
    fn addresses<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyTuple>> {
        tuple(py, self.0.addresses())
    }

    /// Partners that may write to the people of a kind of establishment, in order.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    fn partners(&self, kind: Text) -> PyResult<Vec<Listed>> {
        let kind = errors::choice(EstablishmentKind::from_code(kind.as_str()))?;
        Ok(self.0.partners(kind).iter().map(|p| Listed("Partner", p.code())).collect())
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
        let portal = kind.and_then(|kind| self.0.portal_url(kind, key.as_str()));
        portal_record(py, &portal.map_err(errors::parse)?)
    }

    /// The portal that an address belongs to, whatever its path.
    ///
    /// Raises `ParseError`: `portal/unknown`.
    fn resolve<'py>(&self, py: Python<'py>, url: Text) -> PyResult<Bound<'py, PyAny>> {
        portal_record(py, &self.0.resolve(url.as_str()).map_err(errors::parse)?)
    }

    /// What comes after the choices made so far: `MireChoices`, or the `MireSource` that signs in.
    ///
    /// `path` holds the ids of the choices made; `level` is a Level where one is asked for.
    ///
    /// Raises `ParseError`: `mire/unknown`.
    #[pyo3(signature = (path=None, level=None))]
    fn mire_choices<'py>(
        &self,
        py: Python<'py>,
        path: Option<Vec<Text>>,
        level: Option<Text>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let unknown = || errors::parse(MireError::Unknown);
        let level = level.map(|code| Level::from_code(code.as_str()).ok_or_else(unknown));
        let path: Vec<&str> = path.iter().flatten().map(Text::as_str).collect();
        match self.0.mire().choices(&path, level.transpose()?).map_err(errors::parse)? {
            MireAnswer::Choices(choices) => {
                let choice = |choice: &Choice| {
                    record!(py, "Choice" {
                        id: choice.id(),
                        label_fr: choice.label(Lang::Fr),
                        label_en: choice.label(Lang::En),
                    })
                };
                let choices = choices.iter().map(choice).collect::<PyResult<Vec<_>>>()?;
                record!(py, "MireChoices" { choices: tuple(py, choices)? })
            }
            MireAnswer::Source { source, academy, .. } => {
                let source = Listed("IdentitySource", source.code());
                record!(py, "MireSource" { source: source, academy: academy.map(Academy) })
            }
        }
    }

    /// Steps of a first connection, in order, for a Profile that signed in by an `IdentitySource`.
    ///
    /// Raises `ParseError`: `profile/unknown`, `choice/unknown`.
    fn onboarding_order(&self, profile: Text, source: Text) -> PyResult<Vec<Listed>> {
        let (profile, source) = who(&profile, &source)?;
        let order = self.0.onboarding_order(profile, source).iter();
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
        let next = onboarding::next_step(self.0, profile, source, &facts.domain());
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
        let stages = onboarding::journey(self.0, profile, source, &facts.domain());
        let stage = |stage: &onboarding::Stage| {
            record!(py, "Stage" {
                step: Listed("OnboardingStep", stage.step.code()),
                progress: Listed("Progress", stage.progress.code()),
            })
        };
        stages.iter().map(stage).collect()
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.id())
    }

    fn __repr__(&self) -> String {
        format!("Ent('{}')", self.0.id())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
        Ok((slf.get_type().getattr("find")?, (slf.get().0.id(),)))
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

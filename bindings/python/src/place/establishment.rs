//! Establishments, their kinds, sectors and ministries.

use ent_core::{EstablishmentKind, Lang, Sector};
use pyo3::prelude::*;

use super::academy::Academy;
use super::authority::{AcademicAuthority, LocalAuthority};
use super::{Uai, by_code};
use crate::convert::{Listed, Text};
use crate::errors;

by_code! {
    /// A ministry that establishments come under, by a code such as `agriculture`.
    ///
    /// >>> Ministry.of_spelling("03").code
    /// 'agriculture'
    Ministry("ministry/unknown") {
        /// The one with this two-digit number, or that directories spell so.
        ///
        /// Raises `ParseError`: `ministry/unknown`.
        #[staticmethod]
        fn of_spelling(text: Text) -> PyResult<Self> {
            ent_core::Ministry::of_spelling(text.as_str()).map(Self).map_err(errors::parse)
        }

        /// Two digits in the directories of the ministry of education, such as `03`, or None.
        #[getter]
        fn number(&self) -> Option<&'static str> {
            self.0.number()
        }

        /// Name in French.
        #[getter]
        fn label_fr(&self) -> String {
            self.0.label(Lang::Fr)
        }

        /// Name in English.
        #[getter]
        fn label_en(&self) -> String {
            self.0.label(Lang::En)
        }
    }
}

/// An establishment, or another holder of a UAI number, and what follows from its fields.
///
/// >>> school = Establishment.read(uai="0351047Y", name="Lycée", kind="LP", ministry="03")
/// >>> school.authority, school.local_authority
/// (AcademicAuthority('draaf:53'), LocalAuthority('region:53'))
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Establishment(pub(crate) ent_core::Establishment);

#[pymethods]
impl Establishment {
    /// Read the fields of a directory.
    ///
    /// `kind`, `sector` and `ministry` are codes or the spellings of directories, such as `LPO`,
    /// `Privé` and `03`; the last two may be missing.
    ///
    /// Raises `ParseError` for the first field in this order: `uai/format`, `uai/key`,
    /// `establishment/kind`, `establishment/sector`, `ministry/unknown`,
    /// `establishment/name-empty`, `establishment/name-too-long`, `text/control`,
    /// `text/invisible`.
    #[staticmethod]
    #[pyo3(signature = (uai, name, kind, sector=None, ministry=None))]
    fn read(
        uai: Text,
        name: Text,
        kind: Text,
        sector: Option<Text>,
        ministry: Option<Text>,
    ) -> PyResult<Self> {
        let read = ent_core::Establishment::read(
            uai.as_str(),
            name.as_str(),
            kind.as_str(),
            sector.as_ref().map(Text::as_str),
            ministry.as_ref().map(Text::as_str),
        );
        read.map(Self).map_err(errors::parse)
    }

    /// Its number.
    #[getter]
    fn uai(&self) -> Uai {
        Uai(self.0.uai())
    }

    /// Its name, as the directory writes it.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// What it is, an `EstablishmentKind`.
    #[getter]
    fn kind(&self) -> Listed {
        Listed("EstablishmentKind", self.0.kind().code())
    }

    /// Public or private, a `Sector`, or None where not told.
    #[getter]
    fn sector(&self) -> Option<Listed> {
        self.0.sector().map(|sector| Listed("Sector", sector.code()))
    }

    /// The ministry it comes under, or None where not told.
    #[getter]
    fn ministry(&self) -> Option<Ministry> {
        self.0.ministry().map(Ministry)
    }

    /// Whether it belongs to agricultural education.
    #[getter]
    fn is_agricultural(&self) -> bool {
        self.0.is_agricultural()
    }

    /// The académie of its number, or None abroad.
    #[getter]
    fn academy(&self) -> Option<Academy> {
        self.0.academy().map(Academy)
    }

    /// The state authority over it, or None abroad.
    #[getter]
    fn authority(&self) -> Option<AcademicAuthority> {
        self.0.authority().map(AcademicAuthority)
    }

    /// The council that partners with it, or None.
    ///
    /// None for an école, whose municipality is not recorded, for a cité scolaire, which has two,
    /// for services, abroad and in overseas collectivities.
    #[getter]
    fn local_authority(&self) -> Option<LocalAuthority> {
        self.0.local_authority().map(LocalAuthority)
    }

    fn __repr__(&self) -> String {
        format!("Establishment(uai='{}', kind='{}', …)", self.0.uai(), self.0.kind().code())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Fields)> {
        let of = &slf.get().0;
        let fields = (
            of.uai().to_string(),
            of.name().to_owned(),
            of.kind().code(),
            of.sector().map(Sector::code),
            of.ministry().map(ent_core::Ministry::code),
        );
        Ok((slf.get_type().getattr("read")?, fields))
    }
}

type Fields = (String, String, &'static str, Option<&'static str>, Option<&'static str>);

/// The kind that directories call so.
#[pyfunction]
pub(crate) fn establishment_kind_of_nature(text: Text) -> Option<Listed> {
    let kind = EstablishmentKind::of_nature(text.as_str());
    kind.map(|kind| Listed("EstablishmentKind", kind.code()))
}

/// Whether people are schooled or trained in an establishment of the kind.
#[pyfunction]
pub(crate) fn establishment_kind_is_school(kind: Text) -> PyResult<bool> {
    Ok(errors::choice(EstablishmentKind::from_code(kind.as_str()))?.is_school())
}

/// The level of schooling of a kind that has exactly one.
#[pyfunction]
pub(crate) fn establishment_kind_level(kind: Text) -> PyResult<Option<Listed>> {
    let level = errors::choice(EstablishmentKind::from_code(kind.as_str()))?.level();
    Ok(level.map(|level| Listed("Level", level.code())))
}

/// The sector that directories spell so.
#[pyfunction]
pub(crate) fn sector_of_spelling(text: Text) -> Option<Listed> {
    Sector::of_spelling(text.as_str()).map(|sector| Listed("Sector", sector.code()))
}

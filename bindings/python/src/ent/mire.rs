//! The sign-in choices of an ENT.

use ent_core::Lang;
use ent_core::ent::{self as domain, Choice, Level, MireAnswer, MireError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::contact::hash_of;
use crate::convert::{Json, Listed, Moment, Text, record, tuple};
use crate::errors;
use crate::place::academy::Academy;

/// A sign-in choice that a page need not ask again before it expires.
///
/// The host stores `text`, in a cookie for instance; it says nothing about who the person is.
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct RememberedChoice(pub(crate) domain::RememberedChoice);

#[pymethods]
impl RememberedChoice {
    /// Read what `text` gave, as `str` or `bytes`.
    ///
    /// Raises `ParseError`: `mire/remembered` for anything else.
    #[staticmethod]
    fn parse(text: Json) -> PyResult<Self> {
        let text = std::str::from_utf8(text.as_slice()).map_err(|_| MireError::Remembered);
        let read = text.and_then(domain::RememberedChoice::parse);
        read.map(Self).map_err(errors::parse)
    }

    /// What to store: JSON in one line.
    #[getter]
    fn text(&self) -> String {
        self.0.to_string()
    }

    /// Id of the ENT.
    #[getter]
    fn ent_id(&self) -> &str {
        self.0.ent()
    }

    /// Ids of the choices made.
    #[getter]
    fn path<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.path())
    }

    /// The Level given beside the path, or None.
    #[getter]
    fn level(&self) -> Option<Listed> {
        self.0.level().map(|level| Listed("Level", level.code()))
    }

    /// When the choice was made.
    #[getter]
    const fn chosen_at(&self) -> Moment {
        Moment(self.0.chosen_at())
    }

    /// When the choice must be made again.
    #[getter]
    const fn expires_at(&self) -> Moment {
        Moment(self.0.expires_at())
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("RememberedChoice(ent_id='{}', path=[…])", self.0.ent())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?, (slf.get().0.to_string(),)))
    }
}

/// The ids of a path.
pub(super) fn read_path(path: Option<&[Text]>) -> Vec<&str> {
    path.into_iter().flatten().map(Text::as_str).collect()
}

/// The level with this code; no mire shows another.
pub(super) fn read_level(level: Option<&Text>) -> PyResult<Option<Level>> {
    let level = level.map(|code| Level::from_code(code.as_str()).ok_or(MireError::Unknown));
    level.transpose().map_err(errors::parse)
}

pub(super) fn answer_record(py: Python<'_>, answer: MireAnswer) -> PyResult<Bound<'_, PyAny>> {
    match answer {
        MireAnswer::Choices(choices) => {
            record!(py, "MireChoices" { choices: choice_records(py, &choices)? })
        }
        MireAnswer::Source { source, academy, selection, sign_in, .. } => {
            record!(py, "MireSource" {
                source: Listed("IdentitySource", source.code()),
                academy: academy.map(Academy),
                selection: selection.as_deref(),
                sign_in: sign_in.as_deref(),
            })
        }
    }
}

pub(super) fn path_record<'py>(
    py: Python<'py>,
    way: &domain::MirePath,
) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "MirePath" {
        path: tuple(py, way.ids())?,
        choices: choice_records(py, way.choices())?,
        label_fr: way.label(Lang::Fr),
        label_en: way.label(Lang::En),
    })
}

fn choice_records<'py>(py: Python<'py>, choices: &[Choice]) -> PyResult<Bound<'py, PyTuple>> {
    let choice = |choice: &Choice| {
        record!(py, "Choice" {
            id: choice.id(),
            label_fr: choice.label(Lang::Fr),
            label_en: choice.label(Lang::En),
        })
    };
    tuple(py, choices.iter().map(choice).collect::<PyResult<Vec<_>>>()?)
}

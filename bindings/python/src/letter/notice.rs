//! The notice that a school prints and hands over.

use ent_auth::LoginId;
use ent_auth::letter as domain;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyTuple};

use super::listed_holder;
use crate::convert::{CalendarDay, Listed, Text, lang, record, tuple};
use crate::ent::Ent;
use crate::errors;
use crate::person::PersonName;

/// Who a letter is for and what it names; `repr` shows nothing of it. It cannot be pickled.
///
/// `login` is the identifier to sign in with, `ent` the ENT that the person will use; at most 16
/// `children` are named.
///
/// >>> LetterRecipient(
/// ...     name=PersonName.parse("Martin", "Zoé"),
/// ...     login="z.martin01",
/// ...     ent=Ent.find("auvergne-rhone-alpes"),
/// ... )
/// LetterRecipient(redacted)
///
/// Raises `ParseError`: `login/empty`, `login/format`, `letter/children`.
#[pyclass(frozen, eq, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct LetterRecipient(pub(super) domain::Recipient);

#[pymethods]
impl LetterRecipient {
    #[new]
    #[pyo3(signature = (*, name, login, ent, children=None))]
    fn new(
        name: PersonName,
        login: Text,
        ent: PyRef<'_, Ent>,
        children: Option<Vec<PersonName>>,
    ) -> PyResult<Self> {
        let login = LoginId::parse(login.as_str()).map_err(errors::parse)?;
        let children = children.into_iter().flatten().map(|child| child.0).collect();
        let to = domain::Recipient::new(name.0, login, ent.domain()).with_children(children);
        to.map(Self).map_err(errors::parse)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "LetterRecipient(redacted)"
    }
}

/// What is printed: the only place where the secret of a letter leaves the package.
///
/// A host lays it out as it likes, or takes the plain `text`. What holds the secret is handed out
/// as a `bytearray`, to be wiped once it is printed; the notice itself is wiped when it is let go.
/// A lost one cannot be made again, only another letter. It cannot be pickled.
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Notice(pub(super) domain::Notice);

#[pymethods]
impl Notice {
    /// Who it is for, as the host names them.
    #[getter]
    fn subject(&self) -> &str {
        self.0.subject().as_str()
    }

    /// Whether it follows the guide of pupils or of guardians, a `LetterHolder`.
    #[getter]
    const fn holder(&self) -> Listed {
        listed_holder(self.0.holder())
    }

    /// Name of the addressee.
    #[getter]
    fn addressee(&self) -> PersonName {
        PersonName(self.0.addressee().clone())
    }

    /// Names of the children on it.
    #[getter]
    fn children<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.children().iter().cloned().map(PersonName))
    }

    /// Identifier to sign in with.
    #[getter]
    fn login(&self) -> &str {
        self.0.login().as_str()
    }

    /// The secret in groups of four, such as `BCDF-GHJK-LMNP-QRST`: never to be kept or logged.
    fn secret<'py>(&self, py: Python<'py>) -> Bound<'py, PyByteArray> {
        PyByteArray::new(py, self.0.secret().expose_secret().as_bytes())
    }

    /// Number of the letter among those of this person, from 1.
    #[getter]
    const fn number(&self) -> u32 {
        self.0.number()
    }

    /// Day of creation.
    #[getter]
    const fn created_on(&self) -> CalendarDay {
        CalendarDay(self.0.created_on())
    }

    /// Last day on which the letter may be used.
    #[getter]
    const fn last_day(&self) -> CalendarDay {
        CalendarDay(self.0.last_day())
    }

    /// The last day in words, such as `28 février 2027`, in `fr` (the default) or `en`.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (lang=None))]
    fn last_day_text(&self, lang: Option<Text>) -> PyResult<String> {
        Ok(self.0.last_day().in_words(self::lang(lang.as_ref())?))
    }

    /// Address of the ENT, or None where it is not known.
    #[getter]
    fn portal(&self) -> Option<&str> {
        self.0.portal()
    }

    /// What to do, `NoticeInstruction` in order, in `fr` (the default) or `en`.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (lang=None))]
    fn instructions<'py>(
        &self,
        py: Python<'py>,
        lang: Option<Text>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let lang = self::lang(lang.as_ref())?;
        let step = |step: &domain::Instruction<'_>| record!(py, "NoticeInstruction" { id: step.id(), text: step.text(lang) });
        self.0.instructions().iter().map(step).collect()
    }

    /// Everything as plain text in UTF-8, the secret too, in `fr` (the default) or `en`: never to
    /// be kept or logged.
    ///
    /// Raises `ParseError`: `choice/unknown`.
    #[pyo3(signature = (lang=None))]
    fn text<'py>(&self, py: Python<'py>, lang: Option<Text>) -> PyResult<Bound<'py, PyByteArray>> {
        let text = self.0.text(self::lang(lang.as_ref())?);
        Ok(PyByteArray::new(py, text.expose_secret().as_bytes()))
    }

    fn __repr__(&self) -> String {
        format!("Notice(subject='{}', redacted)", self.subject())
    }
}

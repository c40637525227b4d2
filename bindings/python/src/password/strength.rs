//! How hard a password is to guess.

use ent_auth::password as domain;
use pyo3::prelude::*;

use super::{Password, Word, read_words};
use crate::convert::{Listed, record, tuple};

/// How hard a password is to guess for someone who knows `words` and guesses in French.
///
/// It says nothing about the rules of a portal, which PasswordRules.check judges. `words` are as
/// there. The first call of a process takes some 20 ms, others less than one where the password is
/// ordinary and never more than 75 ms, without the GIL.
///
/// Raises `ParseError`: `password/too-many-words`, `password/word-too-long`, `choice/unknown`,
/// `birth-date/format`.
///
/// >>> judged = password_strength(Password("Vacances2026*"))
/// >>> judged.score, judged.label.label_fr, judged.warning.label_en
/// (1, 'Faible', 'A month, a day, a season or a feast is quickly guessed.')
#[pyfunction]
#[pyo3(signature = (password, *, words=None))]
pub(crate) fn password_strength<'py>(
    py: Python<'py>,
    password: PyRef<'py, Password>,
    words: Option<Vec<Word>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (typed, words) = (&password.0, read_words(words.as_deref())?);
    let judged = py.detach(|| domain::strength(typed, &words));
    let advice = judged.advice().iter().map(|advice| Listed("StrengthAdvice", advice.code()));
    record!(py, "PasswordStrength" {
        score: judged.score(),
        label: Listed("StrengthLabel", judged.label().code()),
        warning: judged.warning().map(|warning| Listed("StrengthWarning", warning.code())),
        advice: tuple(py, advice)?,
    })
}

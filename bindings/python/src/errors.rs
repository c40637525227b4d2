//! From the errors of the domain to the exceptions that the package defines in Python.

use std::collections::HashMap;

use ent_core::ent::{EntFileError, EntFileProblem};
use ent_core::message::{Lang, text};
use ent_core::transition::CasLost;
use ent_core::{Coded, transition};
use pyo3::prelude::*;

use crate::convert::record;

mod raised {
    pyo3::import_exception!(entkit.errors, CasLost);
    pyo3::import_exception!(entkit.errors, EntFileError);
    pyo3::import_exception!(entkit.errors, HashError);
    pyo3::import_exception!(entkit.errors, KeyRingError);
    pyo3::import_exception!(entkit.errors, ParseError);
    pyo3::import_exception!(entkit.errors, PasswordRefused);
    pyo3::import_exception!(entkit.errors, StateError);
    pyo3::import_exception!(entkit.errors, StepError);
}

/// Code and texts, as every exception of the package takes them.
fn parts(error: &impl Coded) -> (&'static str, String, String) {
    (error.code(), error.text_fr(), error.text_en())
}

/// The same, and what fills the texts.
fn all_parts(error: &impl Coded) -> (&'static str, String, String, HashMap<&'static str, String>) {
    let (code, fr, en) = parts(error);
    let params = error.params().into_iter().map(|(name, value)| (name, value.into_owned()));
    (code, fr, en, params.collect())
}

macro_rules! families {
    ($($(#[$doc:meta])* $name:ident => $class:ident,)*) => {
        $($(#[$doc])*
        pub(crate) fn $name(error: impl Coded) -> PyErr {
            raised::$class::new_err(all_parts(&error))
        })*
    };
}

families! {
    /// A value from outside is refused.
    parse => ParseError,
    /// A step cannot be taken.
    step => StepError,
    /// Stored bytes are no state.
    state => StateError,
    /// A password cannot be hashed or compared.
    hash => HashError,
    /// A key or a ring of keys is refused.
    keys => KeyRingError,
}

/// Another step was stored first.
pub(crate) fn cas_lost(error: CasLost) -> PyErr {
    raised::CasLost::new_err(parts(&error))
}

/// A record of preferences that cannot be read.
pub(crate) fn corrupt() -> PyErr {
    state(transition::StateError::Corrupt { part: "body" })
}

/// Something that only a binding can refuse, by the code of its texts.
struct Refused(&'static str);

impl Coded for Refused {
    fn code(&self) -> &'static str {
        self.0
    }
}

/// A value that is none of a closed list.
pub(crate) fn choice<T>(found: Option<T>) -> PyResult<T> {
    found.ok_or_else(|| parse(Refused("choice/unknown")))
}

/// A date and time without a time zone.
pub(crate) fn naive() -> PyErr {
    parse(Refused("instant/naive"))
}

/// A text with half a surrogate pair, which is no Unicode text.
pub(crate) fn encoding() -> PyErr {
    parse(Refused("text/encoding"))
}

/// A transition that was committed before.
pub(crate) fn spent() -> PyErr {
    step(Refused("transition/spent"))
}

/// A password that breaks rules, with the list of them.
pub(crate) fn password_refused(verdict: pyo3::Py<pyo3::PyAny>) -> PyErr {
    let code = "password/refused";
    let texts = (text(code, Lang::Fr, &[]), text(code, Lang::En, &[]));
    raised::PasswordRefused::new_err((code, texts.0, texts.1, verdict))
}

/// The file of an ENT that is refused, with everything that is wrong with it.
pub(crate) fn ent_file(py: Python<'_>, error: &EntFileError) -> PyErr {
    let problem = |problem: &EntFileProblem| {
        let (code, text_fr, text_en) = parts(problem);
        record!(py, "EntFileProblem" {
            code: code,
            path: problem.path(),
            line: problem.line(),
            column: problem.column(),
            text_fr: text_fr,
            text_en: text_en,
        })
        .map(Bound::unbind)
    };
    let (code, fr, en) = parts(error);
    match error.problems().iter().map(problem).collect::<PyResult<Vec<_>>>() {
        Ok(problems) => raised::EntFileError::new_err((code, fr, en, problems)),
        Err(failed) => failed,
    }
}

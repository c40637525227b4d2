//! Sets of password rules, published or a stack's own, and what they say of a password.

use ent_auth::password::{
    self as domain, HashError, ParamValue, PasswordRulesBuilder, PreparedPassword, RulesError,
    Violation,
};
use ent_core::Coded;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyDict};

use super::{Password, Word, read_words};
use crate::contact::hash_of;
use crate::convert::{Text, Whole, record, tuple};
use crate::errors;
use crate::keys::{Entropy, Loan};

/// What a portal asks of a new password: published rules, or a stack's own.
///
/// >>> PasswordRules.find("educonnect").min
/// 8
/// >>> PasswordRules.custom("my-portal", min=12, digit=True).passwordrules
/// 'minlength: 12; maxlength: 128; required: digit; allowed: lower, upper;'
#[pyclass(frozen, eq, module = "entkit")]
#[derive(PartialEq, Eq)]
pub(crate) struct PasswordRules(pub(crate) domain::PasswordRules);

#[pymethods]
impl PasswordRules {
    /// The published rules with this id, such as `educonnect`.
    ///
    /// Raises `ParseError`: `password/rules`.
    #[staticmethod]
    fn find(id: Text) -> PyResult<Self> {
        domain::PasswordRules::find(id.as_str()).cloned().map(Self).map_err(errors::parse)
    }

    /// Every published rule set, in the order of their ids.
    #[staticmethod]
    fn all() -> Vec<Self> {
        domain::PasswordRules::all().cloned().map(Self).collect()
    }

    /// Rules of a stack's own, by the keywords of `PasswordRulesOptions`.
    ///
    /// What is not given is a sound start by NIST SP 800-63B-4: 15 to 128 characters, no class, a
    /// blocklist, a limit on attempts.
    ///
    /// Raises `ParseError`: `rules/id`, `rules/reserved`, `rules/bounds`, `rules/min-above-max`,
    /// `rules/classes-above-max`, `rules/special`, `rules/special-empty`, `rules/entropy`,
    /// `rules/text`.
    #[staticmethod]
    #[pyo3(signature = (id, **options))]
    fn custom(id: Text, options: Option<Bound<'_, PyDict>>) -> PyResult<Self> {
        read_draft(&id, options.as_ref())?.build().map(Self).map_err(errors::parse)
    }

    /// Stable id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// Fewest code points.
    #[getter]
    const fn min(&self) -> u16 {
        self.0.min()
    }

    /// Most code points.
    #[getter]
    const fn max(&self) -> u16 {
        self.0.max()
    }

    /// Whether a lower-case letter is required.
    #[getter]
    const fn lower(&self) -> bool {
        self.0.lower()
    }

    /// Whether an upper-case letter is required.
    #[getter]
    const fn upper(&self) -> bool {
        self.0.upper()
    }

    /// Whether a digit is required.
    #[getter]
    const fn digit(&self) -> bool {
        self.0.digit()
    }

    /// The characters that count as special, as published; empty when none does.
    #[getter]
    fn special(&self) -> &str {
        self.0.special()
    }

    /// Whether one of the special characters is required.
    #[getter]
    const fn require_special(&self) -> bool {
        self.0.require_special()
    }

    /// Least class entropy in bits; 0 when none is asked for.
    #[getter]
    const fn entropy_bits(&self) -> u16 {
        self.0.entropy_bits()
    }

    /// Whether passwords that everybody tries first are refused.
    #[getter]
    const fn blocklist(&self) -> bool {
        self.0.blocklist()
    }

    /// Whether the rules hold only where attempts are limited.
    #[getter]
    const fn attempt_limit(&self) -> bool {
        self.0.attempt_limit()
    }

    /// Where the rules were published.
    #[getter]
    fn source(&self) -> &str {
        self.0.source()
    }

    /// When the rules were published, as far as the source tells.
    #[getter]
    fn date(&self) -> &str {
        self.0.date()
    }

    /// What a reader must know of the rules: what was verified and what was chosen.
    #[getter]
    fn note(&self) -> &str {
        self.0.note()
    }

    /// The rules for the attribute `passwordrules` of an HTML field and for password managers.
    ///
    /// Whatever they generate, the rules accept.
    #[getter]
    fn passwordrules(&self) -> String {
        self.0.to_passwordrules()
    }

    /// The rules for the attribute `pattern` of an HTML field.
    ///
    /// It knows nothing of the blocklist, the words to avoid and the confirmation.
    #[getter]
    fn pattern(&self) -> String {
        self.0.to_pattern()
    }

    /// Every rule that `password` breaks, as a `PasswordVerdict`.
    ///
    /// `confirmation` is the second typing; `words` are words to avoid, each a text, a pair of a
    /// `ContextKind` and a text, or a `BirthDate`, 16 at most.
    ///
    /// Raises `ParseError`: `password/too-many-words`, `password/word-too-long`, `choice/unknown`,
    /// `birth-date/format`.
    #[pyo3(signature = (password, *, confirmation=None, words=None))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        password: PyRef<'py, Password>,
        confirmation: Option<PyRef<'py, Password>>,
        words: Option<Vec<Word>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let words = read_words(words.as_deref())?;
        let second = confirmation.as_ref().map(|second| &second.0);
        verdict_record(py, &self.0.check(&password.0, second, &words))
    }

    /// The published rules one by one, each met or not by what is typed so far.
    #[pyo3(signature = (password=None))]
    fn requirements<'py>(
        &self,
        py: Python<'py>,
        password: Option<PyRef<'py, Password>>,
    ) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let requirements = self.0.requirements(password.as_ref().map(|password| &password.0));
        let requirement = |rule: &domain::Requirement| {
            record!(py, "Requirement" {
                id: rule.code(),
                met: rule.met(),
                text_fr: rule.text_fr(),
                text_en: rule.text_en(),
            })
        };
        requirements.iter().map(requirement).collect()
    }

    /// All that is weak in the rules, in a fixed order.
    fn lint<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        lint_records(py, self.0.lint())
    }

    /// Where the rules are laxer than NIST SP 800-63B-4, the ANSSI guide or the CNIL asks.
    fn deviations<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let deviation = |found: ent_auth::Deviation| {
            record!(py, "Deviation" {
                id: found.id,
                standard: found.standard,
                requirement: found.requirement,
                value: found.value,
            })
        };
        self.0.deviations().into_iter().map(deviation).collect()
    }

    /// A random password that the rules accept.
    ///
    /// Raises `HashError`: `step/entropy`.
    #[pyo3(signature = (*, entropy))]
    fn generate(&self, py: Python<'_>, entropy: PyRef<'_, Entropy>) -> PyResult<GeneratedPassword> {
        let made = self.0.generate(&mut Loan(&entropy)).map_err(HashError::Entropy);
        let made = made.map_err(errors::hash)?;
        Ok(GeneratedPassword { password: Py::new(py, Password(made))? })
    }

    fn __hash__(&self) -> u64 {
        hash_of(&self.0.id())
    }

    fn __repr__(&self) -> String {
        format!("PasswordRules('{}')", self.0.id())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let (py, class, rules) = (slf.py(), slf.get_type(), &slf.get().0);
        let id = (rules.id().to_owned(),);
        if domain::PasswordRules::find(rules.id()).is_ok() {
            return Ok((class.getattr("find")?, id));
        }
        let options = PyDict::new(py);
        write_options(rules, &options)?;
        let partial = py.import("functools")?.getattr("partial")?;
        Ok((partial.call((class.getattr("custom")?,), Some(&options))?, id))
    }
}

/// Reads and writes the keywords of a stack's own rules, each under the name of its field.
macro_rules! options {
    (numbers: $($number:ident)+; flags: $($flag:ident)+; texts: $($text:ident)+) => {
        fn read_draft(
            id: &Text,
            options: Option<&Bound<'_, PyDict>>,
        ) -> PyResult<PasswordRulesBuilder> {
            let mut draft = domain::PasswordRules::builder(id.as_str());
            for (name, value) in options.into_iter().flatten() {
                draft = match name.extract::<Text>()?.as_str() {
                    $(stringify!($number) => {
                        let bounds = RulesError::Bounds { field: stringify!($number) };
                        let number: Option<u16> = value.extract::<Whole>()?.fit();
                        draft.$number(number.ok_or_else(|| errors::parse(bounds))?)
                    })+
                    $(stringify!($flag) => draft.$flag(value.extract()?),)+
                    $(stringify!($text) => draft.$text(value.extract::<Text>()?.as_str()),)+
                    _ => return Err(PyTypeError::new_err("a keyword argument is not known")),
                };
            }
            Ok(draft)
        }

        fn write_options(
            rules: &domain::PasswordRules,
            options: &Bound<'_, PyDict>,
        ) -> PyResult<()> {
            $(options.set_item(stringify!($number), rules.$number())?;)+
            $(options.set_item(stringify!($flag), rules.$flag())?;)+
            $(options.set_item(stringify!($text), rules.$text())?;)+
            Ok(())
        }
    };
}

options! {
    numbers: min max entropy_bits;
    flags: lower upper digit require_special blocklist attempt_limit;
    texts: special source date note
}

/// All that is impossible or weak in rules of a stack's own, in a fixed order.
///
/// The keywords are those of PasswordRules.custom, which raises the first of what is impossible.
///
/// >>> for lint in lint_password_rules("my-portal", max=9, special="!!"):
/// ...     print(lint.id, lint.impossible)
/// rules/min-above-max True
/// rules/special True
///
/// Raises `ParseError`: `rules/bounds` for a number that is none of its field.
#[pyfunction]
#[pyo3(signature = (id, **options))]
pub(crate) fn lint_password_rules<'py>(
    py: Python<'py>,
    id: Text,
    options: Option<Bound<'py, PyDict>>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    lint_records(py, read_draft(&id, options.as_ref())?.lint())
}

fn lint_records(py: Python<'_>, lints: Vec<domain::Lint>) -> PyResult<Vec<Bound<'_, PyAny>>> {
    let lint = |lint: domain::Lint| {
        let params = PyDict::new(py);
        for (name, value) in lint.params() {
            params.set_item(name, value)?;
        }
        record!(py, "PasswordLint" {
            id: lint.code(),
            params: params,
            impossible: lint.is_impossible(),
            text_fr: lint.text_fr(),
            text_en: lint.text_en(),
        })
    };
    lints.into_iter().map(lint).collect()
}

/// Which of several rule sets accept a password, and why the others do not.
///
/// Raises `ParseError` as PasswordRules.check.
///
/// >>> sets = [PasswordRules.find("ent-ara"), PasswordRules.find("educonnect")]
/// >>> compare_password(sets, Password("Azerty$69")).accepted
/// ('educonnect',)
#[pyfunction]
#[pyo3(signature = (rules, password, *, confirmation=None, words=None))]
pub(crate) fn compare_password<'py>(
    py: Python<'py>,
    rules: Vec<PyRef<'py, PasswordRules>>,
    password: PyRef<'py, Password>,
    confirmation: Option<PyRef<'py, Password>>,
    words: Option<Vec<Word>>,
) -> PyResult<Bound<'py, PyAny>> {
    let words = read_words(words.as_deref())?;
    let second = confirmation.as_ref().map(|second| &second.0);
    let sets: Vec<_> = rules.iter().map(|set| &set.0).collect();
    let found = domain::compare(&password.0, second, &words, &sets);
    let refusal = |refusal: &domain::Refusal<'_>| {
        record!(py, "PasswordRefusal" {
            rules_id: refusal.rules_id(),
            violations: tuple(py, violation_records(py, refusal.violations())?)?,
            uncounted: refusal.uncounted().as_str(),
        })
    };
    let refused = found.refused().iter().map(refusal).collect::<PyResult<Vec<_>>>()?;
    record!(py, "PasswordComparison" {
        accepted: tuple(py, found.accepted().iter().copied())?,
        refused: tuple(py, refused)?,
        common_specials: found.common_specials().as_str(),
    })
}

/// A random password, to show once. Only `PasswordRules.generate` makes one.
///
/// >>> made = PasswordRules.find("educonnect").generate(entropy=Entropy.system())
/// >>> made
/// GeneratedPassword(redacted)
/// >>> shown = made.reveal()  # wipe it once it is shown: shown[:] = bytes(len(shown))
#[pyclass(frozen, module = "entkit")]
pub(crate) struct GeneratedPassword {
    password: Py<Password>,
}

#[pymethods]
impl GeneratedPassword {
    /// The password as it is checked and hashed.
    #[getter]
    fn password(&self, py: Python<'_>) -> Py<Password> {
        self.password.clone_ref(py)
    }

    /// Its bytes in UTF-8, to show to the person: a `bytearray`, so that it can be wiped.
    fn reveal<'py>(&self, py: Python<'py>) -> Bound<'py, PyByteArray> {
        let secret: &PreparedPassword = &self.password.get().0;
        PyByteArray::new(py, secret.expose_secret().as_bytes())
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "GeneratedPassword(redacted)"
    }
}

/// `password` once `rules` accept it, or `PasswordRefused` with its verdict.
pub(crate) fn accept<'p>(
    py: Python<'_>,
    rules: &domain::PasswordRules,
    password: &'p Password,
    confirmation: Option<&Password>,
    words: Option<&[Word]>,
) -> PyResult<domain::AcceptedPassword<'p>> {
    let second = confirmation.map(|second| &second.0);
    accepted(py, rules.check(&password.0, second, &read_words(words)?))
}

/// What was judged once it is accepted, or `PasswordRefused` with its verdict.
pub(super) fn accepted<'p>(
    py: Python<'_>,
    verdict: domain::Verdict<'p>,
) -> PyResult<domain::AcceptedPassword<'p>> {
    verdict
        .into_accepted()
        .or_else(|verdict| Err(errors::password_refused(verdict_record(py, &verdict)?.unbind())))
}

pub(super) fn verdict_record<'py>(
    py: Python<'py>,
    verdict: &domain::Verdict<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    record!(py, "PasswordVerdict" {
        rules_id: verdict.rules_id(),
        accepted: verdict.accepted(),
        violations: tuple(py, violation_records(py, verdict.violations())?)?,
        unread: tuple(py, verdict.unread().iter().map(Coded::code))?,
    })
}

fn violation_records<'py>(
    py: Python<'py>,
    violations: &[Violation],
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let violation = |broken: &Violation| {
        let params = PyDict::new(py);
        for (name, value) in broken.values() {
            match value {
                ParamValue::Number(number) => params.set_item(name, number)?,
                ParamValue::Text(text) => params.set_item(name, text)?,
                _ => {}
            }
        }
        record!(py, "Violation" {
            id: broken.code(),
            params: params,
            text_fr: broken.text_fr(),
            text_en: broken.text_en(),
        })
    };
    violations.iter().map(violation).collect()
}

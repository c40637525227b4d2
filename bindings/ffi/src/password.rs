//! Choosing, checking and keeping a password.

mod credential;
mod hash;
mod import;
mod reuse;
mod rules;
mod strength;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use ent_auth::password::{self as domain, ParamValue, PreparedPassword};
use ent_core::{BirthDate, Coded};
use zeroize::Zeroizing;

pub use self::credential::{Credential, Exemption, NoPassword, forced_change_exemption};
pub use self::hash::{
    HashOutcome, HashPolicy, HashPool, HashPreset, HashRecord, NewHash, PasswordVerification,
    StoredHash,
};
pub use self::import::{HashPreparation, ImportFormat, ImportedHash};
pub use self::reuse::{PasswordHistory, PastPassword};
pub use self::rules::{
    GeneratedPassword, PasswordComparison, PasswordLint, PasswordRefusal, PasswordRuleSet,
    PasswordRulesOptions, compare_password, lint_password_rules,
};
pub use self::strength::{
    PasswordStrength, StrengthAdvice, StrengthLabel, StrengthWarning, password_strength,
};
use crate::EntError;

/// A password as it was typed. It goes in and never comes out; its memory is wiped with the object.
///
/// Spaces of all kinds become plain ones and the text takes Unicode normal form C, so that one
/// password typed on two keyboards is one password. Nothing is trimmed.
#[derive(uniffi::Object)]
pub struct PasswordInput {
    pub(crate) prepared: PreparedPassword,
}

#[uniffi::export]
impl PasswordInput {
    /// Takes a typed text.
    ///
    /// Fails with `password/too-long` above 1,024 bytes of UTF-8.
    #[uniffi::constructor]
    pub fn from_text(text: String) -> Result<Self, EntError> {
        let text = Zeroizing::new(text);
        Ok(Self { prepared: PreparedPassword::from_text(&text)? })
    }

    /// Takes typed bytes, for a host that keeps a password out of its own strings.
    ///
    /// Fails with `password/too-long` above 1,024 bytes, or `password/encoding` when they are not
    /// UTF-8.
    #[uniffi::constructor]
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, EntError> {
        let bytes = Zeroizing::new(bytes);
        Ok(Self { prepared: PreparedPassword::from_bytes(&bytes)? })
    }
}

impl fmt::Debug for PasswordInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordInput(redacted)")
    }
}

/// What a portal asks of a new password.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
#[expect(clippy::struct_excessive_bools, reason = "a record has a field for each rule")]
pub struct PasswordRules {
    /// Stable id, such as `educonnect`.
    pub id: String,
    /// Fewest characters, counted in code points.
    pub min: i32,
    /// Most characters, counted in code points.
    pub max: i32,
    /// Whether a lower-case letter is required.
    pub lower: bool,
    /// Whether an upper-case letter is required.
    pub upper: bool,
    /// Whether a digit is required.
    pub digit: bool,
    /// The characters that count as special, as published; empty when none does.
    pub special: String,
    /// Whether one of the special characters is required.
    pub require_special: bool,
    /// Least class entropy in bits; 0 when none is asked for.
    pub entropy_bits: i32,
    /// Whether passwords that everybody tries first are refused.
    pub blocklist: bool,
    /// Whether the rules hold only where attempts are limited.
    pub attempt_limit: bool,
    /// Where the rules were published.
    pub source: String,
    /// When the rules were published, as far as the source tells.
    pub date: String,
    /// What a reader must know of the rules: what was verified and what was chosen.
    pub note: String,
}

impl From<&domain::PasswordRules> for PasswordRules {
    fn from(rules: &domain::PasswordRules) -> Self {
        Self {
            id: rules.id().to_owned(),
            min: rules.min().into(),
            max: rules.max().into(),
            lower: rules.lower(),
            upper: rules.upper(),
            digit: rules.digit(),
            special: rules.special().to_owned(),
            require_special: rules.require_special(),
            entropy_bits: rules.entropy_bits().into(),
            blocklist: rules.blocklist(),
            attempt_limit: rules.attempt_limit(),
            source: rules.source().to_owned(),
            date: rules.date().to_owned(),
            note: rules.note().to_owned(),
        }
    }
}

/// Every published set of rules, by id.
#[uniffi::export]
pub fn all_password_rules() -> Vec<PasswordRules> {
    domain::PasswordRules::all().map(Into::into).collect()
}

/// What a word to avoid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum ContextKind {
    /// A given or family name, of the person or of a child.
    Name,
    /// A login or the local part of an e-mail address.
    Login,
    /// The name of a school.
    School,
    /// A town: of the school or of the home.
    Town,
    /// The name of the portal.
    Ent,
    /// A date of birth, of the person or of a child: the text is `YYYY-MM-DD`.
    BirthDate,
    /// Anything else the host knows.
    Other,
}

impl From<ContextKind> for domain::ContextKind {
    fn from(kind: ContextKind) -> Self {
        match kind {
            ContextKind::Name => Self::Name,
            ContextKind::Login => Self::Login,
            ContextKind::School => Self::School,
            ContextKind::Town => Self::Town,
            ContextKind::Ent => Self::Ent,
            ContextKind::BirthDate => Self::BirthDate,
            ContextKind::Other => Self::Other,
        }
    }
}

#[uniffi::export]
impl ContextKind {
    /// Stable code, such as `school`, as the parameter `kind` of the violation `word/context`
    /// gives it.
    pub fn code(&self) -> String {
        domain::ContextKind::from(*self).code().to_owned()
    }
}

/// A word that someone who knows the person would try, and a password must not hold.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct ContextWord {
    /// What the word is.
    pub kind: ContextKind,
    /// A word or a name of several words, at most 1,024 bytes.
    pub text: String,
}

impl fmt::Display for ContextWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContextWord(redacted)")
    }
}

impl fmt::Debug for ContextWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn context(words: &[ContextWord]) -> Result<domain::ContextWords, EntError> {
    let mut known = domain::ContextWords::new();
    for word in words {
        match word.kind {
            ContextKind::BirthDate => known.add_birth_date(BirthDate::parse(&word.text)?)?,
            kind => known.add(kind.into(), &word.text)?,
        }
    }
    Ok(known)
}

/// Value of a parameter of a `Violation`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ViolationParam {
    /// A count of code points, bits, passwords or days.
    Number {
        /// The count.
        value: i32,
    },
    /// A list of characters or a stable code.
    Text {
        /// The text.
        value: String,
    },
}

/// One rule that a password breaks. Nothing of the password is in it but its length.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Violation {
    /// Stable id of the rule, such as `length/min`.
    pub id: String,
    /// Parameters of the rule by name, such as `min`.
    pub params: HashMap<String, ViolationParam>,
    /// What to do, in French.
    pub text_fr: String,
    /// What to do, in English.
    pub text_en: String,
}

impl From<&domain::Violation> for Violation {
    fn from(violation: &domain::Violation) -> Self {
        let param = |value| match value {
            ParamValue::Number(value) => ViolationParam::Number { value: value.into() },
            ParamValue::Text(value) => ViolationParam::Text { value: value.into_owned() },
            _ => ViolationParam::Text { value: String::new() },
        };
        let values = violation.values().into_iter();
        Self {
            id: violation.code().to_owned(),
            params: values.map(|(name, value)| (name.to_owned(), param(value))).collect(),
            text_fr: violation.text_fr(),
            text_en: violation.text_en(),
        }
    }
}

/// The judgement on a password.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordVerdict {
    /// Whether no rule is broken.
    pub accepted: bool,
    /// Every broken rule, in a fixed order.
    pub violations: Vec<Violation>,
    /// Codes such as `hash/record-format` of the kept hashes that the password could not be
    /// compared with, since they cannot be read: for the audit log of the host.
    #[uniffi(default = [])]
    pub unread: Vec<String>,
}

impl From<&domain::Verdict<'_>> for PasswordVerdict {
    fn from(verdict: &domain::Verdict<'_>) -> Self {
        Self {
            accepted: verdict.accepted(),
            violations: broken(verdict),
            unread: verdict.unread().iter().map(|error| error.code().to_owned()).collect(),
        }
    }
}

/// Every rule of the set `rules` that `password` breaks, at once.
///
/// `confirmation` is the second typing where a page asks for one; at most 16 `words` are given.
/// Fails with `password/rules`, `password/too-many-words`, `password/word-too-long` or
/// `birth-date/format`.
#[uniffi::export(default(confirmation = None, words = []))]
pub fn check_password(
    rules: &str,
    password: &PasswordInput,
    confirmation: Option<Arc<PasswordInput>>,
    words: &[ContextWord],
) -> Result<PasswordVerdict, EntError> {
    let second = confirmation.as_ref().map(|second| &second.prepared);
    let rules = domain::PasswordRules::find(rules)?;
    Ok((&rules.check(&password.prepared, second, &context(words)?)).into())
}

/// `password` once the rules accept it, or every rule it breaks.
pub(crate) fn accepted<'p>(
    rules: &domain::PasswordRules,
    password: &'p PasswordInput,
    confirmation: Option<&PasswordInput>,
    words: &[ContextWord],
) -> Result<Result<domain::AcceptedPassword<'p>, Vec<Violation>>, EntError> {
    let second = confirmation.map(|second| &second.prepared);
    let verdict = rules.check(&password.prepared, second, &context(words)?);
    Ok(verdict.into_accepted().map_err(|verdict| broken(&verdict)))
}

fn broken(verdict: &domain::Verdict<'_>) -> Vec<Violation> {
    verdict.violations().iter().map(Into::into).collect()
}

/// One published rule and whether what is typed so far keeps it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordRequirement {
    /// Stable id of the rule, such as `length/min`.
    pub id: String,
    /// Whether it is kept.
    pub met: bool,
    /// What to do, in French.
    pub text_fr: String,
    /// What to do, in English.
    pub text_en: String,
}

impl From<&domain::Requirement> for PasswordRequirement {
    fn from(requirement: &domain::Requirement) -> Self {
        Self {
            id: requirement.code().to_owned(),
            met: requirement.met(),
            text_fr: requirement.text_fr(),
            text_en: requirement.text_en(),
        }
    }
}

/// The published rules of the set `rules` one by one, for a page that ticks them off while the
/// person types.
///
/// Fails with `password/rules`.
#[uniffi::export(default(typed = None))]
pub fn password_requirements(
    rules: &str,
    typed: Option<Arc<PasswordInput>>,
) -> Result<Vec<PasswordRequirement>, EntError> {
    let requirements = domain::PasswordRules::find(rules)?
        .requirements(typed.as_ref().map(|typed| &typed.prepared));
    Ok(requirements.iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests;

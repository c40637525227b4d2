//! The judgement on a password: every broken rule, or a password fit to be kept.

use std::borrow::Cow;
use std::fmt;

use ent_core::{Coded, Params};

use super::rules::RulesId;
use super::{ContextKind, PreparedPassword, Specials, StoredHashError};

/// One rule that a password breaks; its text says what to do.
///
/// The variants stand in the order in which they are listed. None holds anything of the password
/// but its length.
///
/// ```
/// use ent_auth::password::{ParamValue, Violation};
/// use ent_core::Coded;
///
/// let short = Violation::LengthMin { min: 8, actual: 5 };
/// assert_eq!(short.code(), "length/min");
/// assert_eq!(short.text_fr(), "Inclure au moins 8 caractères.");
/// assert_eq!(short.values(), [("min", ParamValue::Number(8)), ("actual", ParamValue::Number(5))]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Violation {
    /// Too few code points.
    LengthMin {
        /// Fewest that are accepted.
        min: u16,
        /// How many there are.
        actual: u16,
    },
    /// Too many code points.
    LengthMax {
        /// Most that are accepted.
        max: u16,
        /// How many there are.
        actual: u16,
    },
    /// No lower-case letter.
    ClassLower,
    /// No upper-case letter.
    ClassUpper,
    /// No digit.
    ClassDigit,
    /// None of the special characters of the portal.
    ClassSpecial {
        /// The list, as published.
        allowed: Specials,
    },
    /// Too few bits of class entropy: longer, or more classes.
    EntropyMin {
        /// Fewest that are accepted.
        bits: u16,
        /// How many whole bits there are.
        actual: u16,
    },
    /// A code point that Unicode has not assigned or left to private use.
    CharUnassigned,
    /// A control character.
    CharControl,
    /// The second typing differs from the first.
    ConfirmationDiffers,
    /// A password that everybody tries first.
    WordCommon,
    /// A word that someone who knows the person would try.
    WordContext {
        /// What the word is.
        kind: ContextKind,
    },
    /// The provisional password, printed on a letter or given by the school.
    ReuseProvisional,
    /// The password in use.
    ReuseCurrent,
    /// A password used before.
    ReusePrevious {
        /// How many of the last passwords are refused.
        last: u16,
        /// For how many days after it was replaced one is refused.
        days: u16,
    },
}

/// Value of a parameter of a [`Violation`], a number where it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamValue {
    /// A count of code points, bits, passwords or days.
    Number(u16),
    /// A list of characters or a stable code.
    Text(Cow<'static, str>),
}

impl Violation {
    /// The parameters by name, typed, in a fixed order.
    #[must_use]
    pub fn values(&self) -> Vec<(&'static str, ParamValue)> {
        use ParamValue::{Number, Text};
        match *self {
            Self::LengthMin { min, actual } => {
                vec![("min", Number(min)), ("actual", Number(actual))]
            }
            Self::LengthMax { max, actual } => {
                vec![("max", Number(max)), ("actual", Number(actual))]
            }
            Self::ClassSpecial { allowed } => {
                vec![("allowed", Text(Cow::Owned(allowed.as_str().to_owned())))]
            }
            Self::EntropyMin { bits, actual } => {
                vec![("bits", Number(bits)), ("actual", Number(actual))]
            }
            Self::WordContext { kind } => vec![("kind", Text(Cow::Borrowed(kind.code())))],
            Self::ReusePrevious { last, days } => {
                vec![("last", Number(last)), ("days", Number(days))]
            }
            Self::ClassLower
            | Self::ClassUpper
            | Self::ClassDigit
            | Self::CharUnassigned
            | Self::CharControl
            | Self::ConfirmationDiffers
            | Self::WordCommon
            | Self::ReuseProvisional
            | Self::ReuseCurrent => Vec::new(),
        }
    }
}

impl Coded for Violation {
    fn code(&self) -> &'static str {
        match self {
            Self::LengthMin { .. } => "length/min",
            Self::LengthMax { .. } => "length/max",
            Self::ClassLower => "class/lower",
            Self::ClassUpper => "class/upper",
            Self::ClassDigit => "class/digit",
            Self::ClassSpecial { .. } => "class/special",
            Self::EntropyMin { .. } => "entropy/min",
            Self::CharUnassigned => "char/unassigned",
            Self::CharControl => "char/control",
            Self::ConfirmationDiffers => "confirmation/differs",
            Self::WordCommon => "word/common",
            Self::WordContext { .. } => "word/context",
            Self::ReuseProvisional => "reuse/provisional",
            Self::ReuseCurrent => "reuse/current",
            Self::ReusePrevious { .. } => "reuse/previous",
        }
    }

    fn params(&self) -> Params {
        let text = |value| match value {
            ParamValue::Number(number) => Cow::Owned(number.to_string()),
            ParamValue::Text(text) => text,
        };
        self.values().into_iter().map(|(name, value)| (name, text(value))).collect()
    }
}

/// One published rule and whether what is typed so far keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    rule: Violation,
    met: bool,
}

impl Requirement {
    pub(super) const fn new(rule: Violation, met: bool) -> Self {
        Self { rule, met }
    }

    /// Whether the rule is kept.
    #[must_use]
    pub const fn met(&self) -> bool {
        self.met
    }
}

/// Code, parameters and text of a requirement are those of the violation it would be.
impl Coded for Requirement {
    fn code(&self) -> &'static str {
        self.rule.code()
    }

    fn params(&self) -> Params {
        self.rule.params()
    }
}

/// Every rule that one password breaks; none when it is accepted.
///
/// ```
/// use ent_auth::password::{AcceptedPassword, ContextWords, PasswordRules, PreparedPassword};
///
/// let none = ContextWords::new();
/// let good = PreparedPassword::from_text("Azerty69!")?;
/// let accepted = PasswordRules::educonnect().check(&good, None, &none).into_accepted();
/// assert_eq!(accepted.ok().as_ref().map(AcceptedPassword::rules_id), Some("educonnect"));
///
/// let bad = PreparedPassword::from_text("azerty")?;
/// let refused = PasswordRules::educonnect().check(&bad, None, &none).into_accepted();
/// assert_eq!(refused.map_err(|verdict| verdict.violations().len()).err(), Some(4));
/// # Ok::<(), ent_auth::password::PasswordError>(())
/// ```
pub struct Verdict<'p> {
    rules: RulesId,
    password: &'p PreparedPassword,
    violations: Vec<Violation>,
    unread: Option<Box<[StoredHashError]>>,
}

impl<'p> Verdict<'p> {
    pub(super) const fn new(
        rules: RulesId,
        password: &'p PreparedPassword,
        violations: Vec<Violation>,
    ) -> Self {
        Self { rules, password, violations, unread: None }
    }

    /// Id of the rules that judged.
    #[must_use]
    pub fn rules_id(&self) -> &str {
        self.rules.as_str()
    }

    pub(super) const fn password(&self) -> &'p PreparedPassword {
        self.password
    }

    /// The verdict with one more broken rule, which stands after all others.
    pub(super) fn and(mut self, violation: Violation) -> Self {
        if !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
        self
    }

    /// The verdict with one more kept hash that equals nothing since it cannot be read.
    pub(super) fn and_unread(mut self, error: StoredHashError) -> Self {
        let mut unread = self.unread.map(Vec::from).unwrap_or_default();
        unread.push(error);
        self.unread = Some(unread.into());
        self
    }

    /// Why kept hashes of passwords used before could not be read, one for each, in the order in
    /// which they were compared: for the audit log of the host and never for the person, who may
    /// choose a password all the same.
    #[must_use]
    pub fn unread(&self) -> &[StoredHashError] {
        self.unread.as_deref().unwrap_or_default()
    }

    /// Every broken rule, in the order of [`Violation`].
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(super) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Whether no rule is broken.
    #[must_use]
    pub const fn accepted(&self) -> bool {
        self.violations.is_empty()
    }

    /// The password, fit to be kept.
    ///
    /// # Errors
    ///
    /// The verdict itself when a rule is broken.
    pub fn into_accepted(self) -> Result<AcceptedPassword<'p>, Self> {
        if !self.accepted() {
            return Err(self);
        }
        Ok(AcceptedPassword { rules: self.rules, password: self.password })
    }
}

impl fmt::Debug for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("rules", &self.rules)
            .field("violations", &self.violations)
            .field("unread", &self.unread())
            .finish_non_exhaustive()
    }
}

/// A password that broke no rule, which alone can be hashed to be kept.
///
/// It comes from [`Verdict::into_accepted`] and from nowhere else.
#[derive(Clone, Copy)]
pub struct AcceptedPassword<'p> {
    rules: RulesId,
    password: &'p PreparedPassword,
}

impl<'p> AcceptedPassword<'p> {
    /// Id of the rules that accepted it, such as `educonnect`.
    #[must_use]
    pub fn rules_id(&self) -> &str {
        self.rules.as_str()
    }

    pub(super) const fn rules(&self) -> RulesId {
        self.rules
    }

    /// The password.
    #[must_use]
    pub const fn password(&self) -> &'p PreparedPassword {
        self.password
    }
}

impl fmt::Debug for AcceptedPassword<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcceptedPassword").field("rules", &self.rules).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message;

    use super::super::{ContextWords, PasswordRules};
    use super::*;

    const EVERY: [Violation; 15] = [
        Violation::LengthMin { min: 8, actual: 2 },
        Violation::LengthMax { max: 128, actual: 129 },
        Violation::ClassLower,
        Violation::ClassUpper,
        Violation::ClassDigit,
        Violation::ClassSpecial { allowed: Specials::literal("!?") },
        Violation::EntropyMin { bits: 80, actual: 51 },
        Violation::CharUnassigned,
        Violation::CharControl,
        Violation::ConfirmationDiffers,
        Violation::WordCommon,
        Violation::WordContext { kind: ContextKind::School },
        Violation::ReuseProvisional,
        Violation::ReuseCurrent,
        Violation::ReusePrevious { last: 5, days: 365 },
    ];

    #[test]
    fn every_violation_has_its_texts_and_fills_them() {
        for violation in EVERY {
            assert!(message::is_known(violation.code()), "{}", violation.code());
            for text in [violation.text_fr(), violation.text_en()] {
                assert!(!text.contains('{'), "{text}");
            }
        }
        let special = Violation::ClassSpecial { allowed: Specials::literal("!?") };
        assert!(special.text_fr().ends_with("\u{A0}: !?"), "{}", special.text_fr());
    }

    #[test]
    fn params_have_the_published_names() {
        let names: Vec<_> = EVERY
            .iter()
            .map(|violation| violation.params().iter().map(|(name, _)| *name).collect::<Vec<_>>())
            .collect();
        let none: &[&str] = &[];
        assert_eq!(
            names,
            [
                &["min", "actual"][..],
                &["max", "actual"],
                none,
                none,
                none,
                &["allowed"],
                &["bits", "actual"],
                none,
                none,
                none,
                none,
                &["kind"],
                none,
                none,
                &["last", "days"],
            ]
        );
    }

    #[test]
    fn a_requirement_has_the_params_of_its_violation() {
        let first = PasswordRules::ent_ara().requirements(None).remove(0);
        assert_eq!(first.params(), Violation::LengthMin { min: 8, actual: 0 }.params());
    }

    #[test]
    fn debug_never_shows_the_password() {
        let password = PreparedPassword::from_text("Canari*2021").unwrap();
        let rules = PasswordRules::ent_ara();
        let verdict = rules.check(&password, None, &ContextWords::new());
        assert_eq!(verdict.rules_id(), "ent-ara");
        let shown = format!("{verdict:?} {verdict:#?} {password:?}");
        assert!(!shown.contains("anari"), "{shown}");
        assert!(shown.starts_with(r#"Verdict { rules: "ent-ara", violations: []"#), "{shown}");
        let accepted = verdict.into_accepted().unwrap();
        assert_eq!(accepted.rules_id(), "ent-ara");
        let shown = format!("{accepted:?}");
        assert_eq!(shown, r#"AcceptedPassword { rules: "ent-ara", .. }"#);
    }
}

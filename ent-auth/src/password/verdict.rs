//! The judgement on a password: every broken rule, or a password fit to be kept.

use std::borrow::Cow;
use std::fmt;

use ent_core::{Coded, Params};

use super::{ContextKind, PreparedPassword};

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
        allowed: &'static str,
    },
    /// A code point that Unicode has not assigned or left to private use.
    CharUnassigned,
    /// A control character.
    CharControl,
    /// The second typing differs from the first.
    ConfirmationDiffers,
    /// A word that someone who knows the person would try.
    WordContext {
        /// What the word is.
        kind: ContextKind,
    },
}

/// Value of a parameter of a [`Violation`], a number where it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamValue {
    /// A count of code points.
    Number(u16),
    /// A list of characters or a stable code.
    Text(&'static str),
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
            Self::ClassSpecial { allowed } => vec![("allowed", Text(allowed))],
            Self::WordContext { kind } => vec![("kind", Text(kind.code()))],
            Self::ClassLower
            | Self::ClassUpper
            | Self::ClassDigit
            | Self::CharUnassigned
            | Self::CharControl
            | Self::ConfirmationDiffers => Vec::new(),
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
            Self::CharUnassigned => "char/unassigned",
            Self::CharControl => "char/control",
            Self::ConfirmationDiffers => "confirmation/differs",
            Self::WordContext { .. } => "word/context",
        }
    }

    fn params(&self) -> Params {
        let text = |value| match value {
            ParamValue::Number(number) => Cow::Owned(number.to_string()),
            ParamValue::Text(text) => Cow::Borrowed(text),
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
/// use ent_auth::password::{ContextWords, PasswordRules, PreparedPassword};
///
/// let none = ContextWords::new();
/// let good = PreparedPassword::from_text("Azerty69!")?;
/// let accepted = PasswordRules::educonnect().check(&good, None, &none).into_accepted();
/// assert_eq!(accepted.map(|password| password.rules_id()).ok(), Some("educonnect"));
///
/// let bad = PreparedPassword::from_text("azerty")?;
/// let refused = PasswordRules::educonnect().check(&bad, None, &none).into_accepted();
/// assert_eq!(refused.map_err(|verdict| verdict.violations().len()).err(), Some(4));
/// # Ok::<(), ent_auth::password::PasswordError>(())
/// ```
pub struct Verdict<'p> {
    rules: &'static str,
    password: &'p PreparedPassword,
    violations: Vec<Violation>,
}

impl<'p> Verdict<'p> {
    pub(super) const fn new(
        rules: &'static str,
        password: &'p PreparedPassword,
        violations: Vec<Violation>,
    ) -> Self {
        Self { rules, password, violations }
    }

    /// Id of the rules that judged.
    #[must_use]
    pub const fn rules_id(&self) -> &'static str {
        self.rules
    }

    /// Every broken rule, in the order of [`Violation`].
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
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
            .finish_non_exhaustive()
    }
}

/// A password that broke no rule, which alone can be hashed to be kept.
///
/// It comes from [`Verdict::into_accepted`] and from nowhere else.
#[derive(Clone, Copy)]
pub struct AcceptedPassword<'p> {
    rules: &'static str,
    password: &'p PreparedPassword,
}

impl<'p> AcceptedPassword<'p> {
    /// Id of the rules that accepted it, such as `educonnect`.
    #[must_use]
    pub const fn rules_id(&self) -> &'static str {
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

    const EVERY: [Violation; 10] = [
        Violation::LengthMin { min: 8, actual: 2 },
        Violation::LengthMax { max: 128, actual: 129 },
        Violation::ClassLower,
        Violation::ClassUpper,
        Violation::ClassDigit,
        Violation::ClassSpecial { allowed: "!?" },
        Violation::CharUnassigned,
        Violation::CharControl,
        Violation::ConfirmationDiffers,
        Violation::WordContext { kind: ContextKind::School },
    ];

    #[test]
    fn every_violation_has_its_texts_and_fills_them() {
        for violation in EVERY {
            assert!(message::is_known(violation.code()), "{}", violation.code());
            for text in [violation.text_fr(), violation.text_en()] {
                assert!(!text.contains('{'), "{text}");
            }
        }
        let special = Violation::ClassSpecial { allowed: "!?" };
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
                none,
                none,
                none,
                &["kind"],
            ]
        );
    }

    #[test]
    fn debug_never_shows_the_password() {
        let password = PreparedPassword::from_text("Canari*2021").unwrap();
        let rules = PasswordRules::ent_ara();
        let verdict = rules.check(&password, None, &ContextWords::new());
        let shown = format!("{verdict:?} {verdict:#?} {password:?}");
        assert!(!shown.contains("anari"), "{shown}");
        let shown = format!("{:?}", verdict.into_accepted().unwrap());
        assert!(!shown.contains("anari"), "{shown}");
    }
}

//! The published rules of each portal and standard, a stack's own, and the check of a password.

mod builder;
mod census;
mod check;
mod entropy;
mod inline;
mod specials;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::builder::{PasswordRulesBuilder, RulesError};
pub(crate) use self::census::{Classes, DIGIT, LOWER, SPECIAL, UPPER};
pub(crate) use self::inline::Inline;
pub use self::specials::Specials;
use super::PasswordError;
use crate::tables::password_rules::{EDUCONNECT, ENT_ARA, RULES};

/// Id of a set of rules, kept in place so that verdict and hash can hold it.
pub(crate) type RulesId = Inline<{ PasswordRulesBuilder::MAX_ID }>;

/// What a portal asks of a new password.
///
/// * Length is counted in code points of the prepared password.
/// * A lower-case or upper-case letter is any that Unicode calls so: `é` and `É` count.
/// * A digit is one of `0` to `9`; full-width or superscript digits are not.
/// * A special character is one of [`special`](Self::special) only. Others are allowed and count
///   for the length alone: `$` is special for EduConnect and not for Ma classe en
///   Auvergne-Rhône-Alpes.
/// * The class entropy is `log2(N)·L`: `L` the length, `N` the size of the classes that occur (26
///   lower-case and 26 upper-case letters, 10 digits, the special characters of the list).
/// * Control characters and code points that Unicode has not assigned, or left to private use,
///   are refused when a password is chosen, since another keyboard may not type them. Invisible
///   marks are not: keyboards put them into emoji and into words of several scripts by themselves.
///
/// | id | asks for |
/// |---|---|
/// | `ent-ara`, `educonnect` | 8 characters of four classes, as the portals publish them |
/// | `cnil-case1`, `cnil-case2` | 80 bits; 50 bits where attempts are limited |
/// | `anssi` | 12 characters of four classes, none of the common ones |
/// | `nist-63b4` | 15 characters of any kind, none of the common ones |
///
/// [`deviations`](Self::deviations) says where rules are laxer than a standard: what makes eight
/// characters hold is the limit on attempts. [`builder`](Self::builder) makes a stack's own; they
/// are written and read as a [`PasswordRulesBuilder`], through the same checks.
///
/// ```
/// use ent_auth::password::{ContextWords, PasswordRules, PreparedPassword};
/// use ent_core::Coded;
///
/// let password = PreparedPassword::from_text("azerty$69")?;
/// let verdict = PasswordRules::ent_ara().check(&password, None, &ContextWords::new());
/// let codes: Vec<_> = verdict.violations().iter().map(Coded::code).collect();
/// assert_eq!(codes, ["class/upper", "class/special"]);
///
/// let password = PreparedPassword::from_text("Azerty$69")?;
/// let verdict = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
/// assert!(verdict.accepted());
/// # Ok::<(), ent_auth::password::PasswordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PasswordRulesBuilder", into = "PasswordRulesBuilder")]
#[doc(alias = "règles")]
pub struct PasswordRules {
    pub(crate) id: RulesId,
    pub(crate) min: u16,
    pub(crate) max: u16,
    /// The classes of which one character is required.
    pub(crate) required: u8,
    pub(crate) special: Specials,
    pub(crate) entropy_bits: u16,
    pub(crate) blocklist: bool,
    pub(crate) attempt_limit: bool,
    pub(crate) source: Cow<'static, str>,
    pub(crate) date: Cow<'static, str>,
    pub(crate) note: Cow<'static, str>,
    /// INVARIANT: `Classes::of(special)`.
    pub(crate) classes: Classes,
}

impl PasswordRules {
    /// More code points than this are never accepted, whatever a set of rules says.
    pub const MAX: u16 = 128;
    /// Hard maximum of the class entropy that rules may ask for.
    pub const MAX_ENTROPY_BITS: u16 = 256;

    /// Rules of Ma classe en Auvergne-Rhône-Alpes, id `ent-ara`.
    #[must_use]
    pub fn ent_ara() -> &'static Self {
        &ENT_ARA
    }

    /// Rules of EduConnect, id `educonnect`.
    #[must_use]
    pub fn educonnect() -> &'static Self {
        &EDUCONNECT
    }

    /// A draft of a stack's own rules.
    #[must_use]
    pub fn builder(id: &str) -> PasswordRulesBuilder {
        PasswordRulesBuilder::new(id)
    }

    /// The rule set with this id.
    ///
    /// # Errors
    ///
    /// [`PasswordError::UnknownRules`] when there is none.
    pub fn find(id: &str) -> Result<&'static Self, PasswordError> {
        Self::all().find(|rules| rules.id() == id).ok_or(PasswordError::UnknownRules)
    }

    /// Every published rule set, in alphabetical order of ids.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        RULES.iter().copied()
    }

    /// Stable id, such as `ent-ara`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// Fewest code points.
    #[must_use]
    pub const fn min(&self) -> u16 {
        self.min
    }

    /// Most code points; no portal publishes one, 128 is the limit of this suite.
    #[must_use]
    pub const fn max(&self) -> u16 {
        self.max
    }

    /// Whether a lower-case letter is required.
    #[must_use]
    pub const fn lower(&self) -> bool {
        self.required & LOWER != 0
    }

    /// Whether an upper-case letter is required.
    #[must_use]
    pub const fn upper(&self) -> bool {
        self.required & UPPER != 0
    }

    /// Whether a digit is required.
    #[must_use]
    pub const fn digit(&self) -> bool {
        self.required & DIGIT != 0
    }

    /// The characters that count as special, as published; empty when none does.
    #[must_use]
    pub fn special(&self) -> &str {
        self.special.as_str()
    }

    /// The characters that count as special, as a value.
    #[must_use]
    pub const fn specials(&self) -> Specials {
        self.special
    }

    /// Whether one of the special characters is required.
    #[must_use]
    pub const fn require_special(&self) -> bool {
        self.required & SPECIAL != 0
    }

    /// Least class entropy, in bits; 0 when none is asked for.
    #[must_use]
    pub const fn entropy_bits(&self) -> u16 {
        self.entropy_bits
    }

    /// Whether passwords that everybody tries first are refused.
    #[must_use]
    pub const fn blocklist(&self) -> bool {
        self.blocklist
    }

    /// Whether the rules hold only where attempts are limited, as CNIL case 2 presumes.
    #[must_use]
    pub const fn attempt_limit(&self) -> bool {
        self.attempt_limit
    }

    /// Where the rules were published.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// When the rules were published, as far as the source tells.
    #[must_use]
    pub fn date(&self) -> &str {
        &self.date
    }

    /// What a reader must know of the rules: what was verified and what was chosen.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_lists_are_whole() {
        assert_eq!(PasswordRules::ent_ara().special().len(), 27);
        assert_eq!(PasswordRules::educonnect().special().len(), 16);
        let known = [
            // id, min, required classes, bits, blocklist, limit on attempts
            ("anssi", 12, 4, 0, true, true),
            ("cnil-case1", 13, 0, 80, false, false),
            ("cnil-case2", 8, 0, 50, false, true),
            ("educonnect", 8, 4, 0, false, true),
            ("ent-ara", 8, 4, 0, false, true),
            ("nist-63b4", 15, 0, 0, true, true),
        ];
        let found = PasswordRules::all().map(|r| {
            let classes = r.required.count_ones();
            (r.id(), r.min, classes, r.entropy_bits, r.blocklist, r.attempt_limit)
        });
        assert!(found.eq(known));
        for rules in PasswordRules::all() {
            assert_eq!(PasswordRules::find(rules.id()), Ok(rules));
            assert_eq!(rules.max, 128);
            assert!(
                [rules.source(), rules.date(), rules.note()].iter().all(|text| !text.is_empty())
            );
            assert_eq!(rules.classes, Classes::of(rules.special()));
            let draft = PasswordRulesBuilder::from(rules.clone());
            assert_eq!(draft.build().as_ref(), Ok(rules));
        }
        for unknown in ["", "ENT-ARA", "ent_ara", &"x".repeat(1 << 20)] {
            assert_eq!(PasswordRules::find(unknown), Err(PasswordError::UnknownRules));
        }
    }

    #[test]
    fn rules_are_shown_without_their_table() {
        let rules = PasswordRules::builder("mine").special("!?").build().unwrap();
        let shown = format!("{rules:?}");
        assert!(shown.starts_with(r#"PasswordRules { id: "mine", min: 15"#), "{shown}");
        assert!(shown.contains(r#"special: "!?""#), "{shown}");
        assert!(shown.ends_with("classes: Classes }"), "{shown}");
    }
}

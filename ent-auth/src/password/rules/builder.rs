//! Rules of a stack's own, within the bounds of the suite.

use std::borrow::Cow;

use ent_core::text::check_visible;
use ent_core::{Coded, Params};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::census::{Classes, DIGIT, LOWER, SPECIAL, UPPER};
use super::entropy::bits;
use super::{PasswordRules, RulesId, Specials};

/// A draft of [`PasswordRules`], checked when it is built; also what they are written as in TOML
/// or JSON, field by field.
///
/// What is not given is that of a sound start by NIST SP 800-63B-4: 15 to 128 characters, no
/// composition rule, a blocklist, valid only with a limit on attempts. An unknown field is refused.
///
/// ```
/// use ent_auth::password::{PasswordRules, RulesError};
///
/// let rules = PasswordRules::builder("my-portal").min(12).special("!?$").require_special(true).build()?;
/// assert_eq!((rules.id(), rules.min(), rules.max()), ("my-portal", 12, 128));
///
/// let rules: PasswordRules = serde_json::from_str(r#"{"id": "my-portal", "min": 12}"#).unwrap();
/// assert!(rules.blocklist());
///
/// let refused = PasswordRules::builder("my-portal").min(200).build();
/// assert_eq!(refused, Err(RulesError::Bounds { field: "min" }));
/// # Ok::<(), RulesError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default = "unnamed")]
#[expect(clippy::struct_excessive_bools, reason = "a file has a field for each rule")]
pub struct PasswordRulesBuilder {
    id: String,
    min: u16,
    max: u16,
    lower: bool,
    upper: bool,
    digit: bool,
    special: String,
    require_special: bool,
    entropy_bits: u16,
    blocklist: bool,
    attempt_limit: bool,
    source: String,
    date: String,
    note: String,
}

/// What fills the fields that are not given; the empty id is refused.
fn unnamed() -> PasswordRulesBuilder {
    PasswordRulesBuilder::new("")
}

macro_rules! setters {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = value.into();
            self
        })*
    };
}

impl PasswordRulesBuilder {
    /// Longest id, in bytes.
    pub const MAX_ID: usize = 32;
    /// Longest source, date or note, in characters.
    pub const MAX_TEXT: usize = 200;

    pub(super) fn new(id: &str) -> Self {
        Self {
            id: id.chars().take(Self::MAX_ID.saturating_add(1)).collect(),
            min: 15,
            max: PasswordRules::MAX,
            lower: false,
            upper: false,
            digit: false,
            special: String::new(),
            require_special: false,
            entropy_bits: 0,
            blocklist: true,
            attempt_limit: true,
            source: String::new(),
            date: String::new(),
            note: String::new(),
        }
    }

    setters! {
        /// Fewest code points: 1 to `max`.
        min: u16,
        /// Most code points: 1 to 128.
        max: u16,
        /// Whether a lower-case letter is required.
        lower: bool,
        /// Whether an upper-case letter is required.
        upper: bool,
        /// Whether a digit is required.
        digit: bool,
        /// The special characters that count: ASCII punctuation, each once.
        special: &str,
        /// Whether one of the special characters is required.
        require_special: bool,
        /// Least class entropy `log2(N)·L`, in bits: at most 256; 0 for none.
        entropy_bits: u16,
        /// Whether passwords that everybody tries first are refused.
        blocklist: bool,
        /// Whether the rules hold only where attempts are limited.
        attempt_limit: bool,
        /// Where the rules are published: at most 200 visible characters.
        source: &str,
        /// When they were published: at most 200 visible characters.
        date: &str,
        /// What a reader must know of the rules: at most 200 visible characters.
        note: &str,
    }

    /// The rules.
    ///
    /// # Errors
    ///
    /// The first of [`problems`](Self::problems).
    pub fn build(self) -> Result<PasswordRules, RulesError> {
        match self.checked() {
            (Some(rules), problems) if problems.is_empty() => Ok(rules),
            (_, problems) => Err(problems.into_iter().next().unwrap_or(RulesError::Id)),
        }
    }

    /// Why no rules can be built of the draft: every reason, in the order of the fields; none when
    /// they can be.
    #[must_use]
    pub fn problems(&self) -> Vec<RulesError> {
        self.checked().1
    }

    /// The rules as drafted, where they can be written at all, and what is wrong with them.
    pub(crate) fn checked(&self) -> (Option<PasswordRules>, Vec<RulesError>) {
        use RulesError::{
            Bounds, Classes as ClassesAboveMax, Entropy, Id, MinAboveMax, Reserved, Special,
            SpecialEmpty, Text,
        };
        let bounded = |value| (1..=PasswordRules::MAX).contains(&value);
        let special = Specials::parse(&self.special);
        let shown =
            |text: &str| text.chars().count() <= Self::MAX_TEXT && check_visible(text).is_ok();
        let drafted = special.ok().map(|special| self.draft(special));
        let same_as_published = |published: &PasswordRules| {
            drafted.as_ref().is_some_and(|drafted| drafted == published)
        };
        let reachable = |rules: &PasswordRules| {
            bits(rules.alphabet(rules.available()), self.max) >= f64::from(self.entropy_bits)
        };
        let required = self.required().count_ones();
        let holds = [
            (is_id(&self.id), Id),
            (PasswordRules::find(&self.id).map_or(true, same_as_published), Reserved),
            (bounded(self.min), Bounds { field: "min" }),
            (bounded(self.max), Bounds { field: "max" }),
            (self.min <= self.max || !bounded(self.min) || !bounded(self.max), MinAboveMax),
            (required <= self.max.into() || !bounded(self.max), ClassesAboveMax),
            (special.is_ok(), Special),
            (!self.require_special || !self.special.is_empty(), SpecialEmpty),
            (
                self.entropy_bits <= PasswordRules::MAX_ENTROPY_BITS,
                Bounds { field: "entropy_bits" },
            ),
            (
                self.entropy_bits > PasswordRules::MAX_ENTROPY_BITS
                    || !bounded(self.max)
                    || drafted.as_ref().is_none_or(reachable),
                Entropy,
            ),
            (shown(&self.source), Text { field: "source" }),
            (shown(&self.date), Text { field: "date" }),
            (shown(&self.note), Text { field: "note" }),
        ];
        let problems = holds.into_iter().filter(|(holds, _)| !holds).map(|(_, why)| why).collect();
        (drafted, problems)
    }

    fn required(&self) -> u8 {
        let classes = [
            (self.lower, LOWER),
            (self.upper, UPPER),
            (self.digit, DIGIT),
            (self.require_special, SPECIAL),
        ];
        let asked = classes.into_iter().filter(|(asked, _)| *asked);
        asked.fold(0, |all, (_, class)| all | class)
    }

    fn draft(&self, special: Specials) -> PasswordRules {
        PasswordRules {
            id: RulesId::of(&self.id),
            min: self.min,
            max: self.max,
            required: self.required(),
            special,
            entropy_bits: self.entropy_bits,
            blocklist: self.blocklist,
            attempt_limit: self.attempt_limit,
            source: Cow::Owned(self.source.clone()),
            date: Cow::Owned(self.date.clone()),
            note: Cow::Owned(self.note.clone()),
            classes: Classes::of(special.as_str()),
        }
    }
}

/// Whether `id` is 1 to 32 of `a-z`, `0-9` and `-`, from a letter on.
fn is_id(id: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    id.len() <= PasswordRulesBuilder::MAX_ID
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.bytes().all(good)
}

impl TryFrom<PasswordRulesBuilder> for PasswordRules {
    type Error = RulesError;

    fn try_from(draft: PasswordRulesBuilder) -> Result<Self, Self::Error> {
        draft.build()
    }
}

impl From<PasswordRules> for PasswordRulesBuilder {
    fn from(rules: PasswordRules) -> Self {
        Self {
            id: rules.id().to_owned(),
            min: rules.min,
            max: rules.max,
            lower: rules.lower(),
            upper: rules.upper(),
            digit: rules.digit(),
            special: rules.special.as_str().to_owned(),
            require_special: rules.require_special(),
            entropy_bits: rules.entropy_bits,
            blocklist: rules.blocklist,
            attempt_limit: rules.attempt_limit,
            source: rules.source.into_owned(),
            date: rules.date.into_owned(),
            note: rules.note.into_owned(),
        }
    }
}

/// Why no [`PasswordRules`] can be built: no password, or not every one it means to accept, could
/// keep them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The id is not 1 to 32 of `a-z`, `0-9` and `-`, from a letter on.
    #[error("`id` is 1 to 32 of a-z, 0-9 and -, from a letter on")]
    Id,
    /// The id is that of published rules, and these are others.
    #[error("`id` is that of published rules")]
    Reserved,
    /// A number is outside its hard bounds.
    #[error("`{field}` is out of bounds")]
    Bounds {
        /// Name of the field.
        field: &'static str,
    },
    /// The minimum length is above the maximum.
    #[error("`min` is above `max`")]
    MinAboveMax,
    /// More classes are required than there may be characters.
    #[error("`max` is below the number of required classes")]
    Classes,
    /// The special characters are not ASCII punctuation, each once.
    #[error("`special` is ASCII punctuation, each once")]
    Special,
    /// A special character is required of an empty list.
    #[error("`require_special` is set and `special` is empty")]
    SpecialEmpty,
    /// Not even the longest password has the entropy that is asked for.
    #[error("`entropy_bits` cannot be reached with `max`")]
    Entropy,
    /// A text is too long or holds an invisible or control character.
    #[error("`{field}` is at most 200 visible characters")]
    Text {
        /// Name of the field.
        field: &'static str,
    },
}

impl RulesError {
    /// The field at fault, as it is written in TOML and JSON.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Id | Self::Reserved => "id",
            Self::Bounds { field } | Self::Text { field } => field,
            Self::MinAboveMax => "min",
            Self::Classes => "max",
            Self::Special => "special",
            Self::SpecialEmpty => "require_special",
            Self::Entropy => "entropy_bits",
        }
    }
}

impl Coded for RulesError {
    fn code(&self) -> &'static str {
        match self {
            Self::Id => "rules/id",
            Self::Reserved => "rules/reserved",
            Self::Bounds { .. } => "rules/bounds",
            Self::MinAboveMax => "rules/min-above-max",
            Self::Classes => "rules/classes-above-max",
            Self::Special => "rules/special",
            Self::SpecialEmpty => "rules/special-empty",
            Self::Entropy => "rules/entropy",
            Self::Text { .. } => "rules/text",
        }
    }

    fn params(&self) -> Params {
        vec![("field", Cow::Borrowed(self.field()))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_is_bounded_and_named() {
        let b = || PasswordRules::builder("mine");
        let long = "a".repeat(201);
        let cases = [
            // draft, field at fault, code
            (PasswordRules::builder(""), "id", "rules/id"),
            (PasswordRules::builder("Mine"), "id", "rules/id"),
            (PasswordRules::builder("-mine"), "id", "rules/id"),
            (PasswordRules::builder(&"a".repeat(33)), "id", "rules/id"),
            (PasswordRules::builder(&"a".repeat(1 << 20)), "id", "rules/id"),
            (PasswordRules::builder("educonnect"), "id", "rules/reserved"),
            (b().min(0), "min", "rules/bounds"),
            (b().min(129), "min", "rules/bounds"),
            (b().max(0), "max", "rules/bounds"),
            (b().max(129), "max", "rules/bounds"),
            (b().min(20).max(19), "min", "rules/min-above-max"),
            (
                b().min(1).max(2).lower(true).upper(true).digit(true),
                "max",
                "rules/classes-above-max",
            ),
            (b().special("é"), "special", "rules/special"),
            (b().special("a"), "special", "rules/special"),
            (b().special("!?!"), "special", "rules/special"),
            (b().special(" "), "special", "rules/special"),
            (b().require_special(true), "require_special", "rules/special-empty"),
            (b().entropy_bits(257), "entropy_bits", "rules/bounds"),
            (b().max(15).entropy_bits(257), "entropy_bits", "rules/bounds"),
            (b().max(0).entropy_bits(60), "max", "rules/bounds"),
            (b().max(15).entropy_bits(90), "entropy_bits", "rules/entropy"),
            (b().max(15).entropy_bits(256), "entropy_bits", "rules/entropy"),
            (b().source(&long), "source", "rules/text"),
            (b().date("a\0"), "date", "rules/text"),
            (b().note("a\u{202E}b"), "note", "rules/text"),
        ];
        for (draft, field, code) in cases {
            let error = draft.clone().build().unwrap_err();
            assert_eq!((error.field(), error.code()), (field, code), "{draft:?}");
            assert_eq!(draft.problems(), [error]);
        }
        assert!(PasswordRules::builder(&"a".repeat(32)).build().is_ok());
        assert!(b().max(15).entropy_bits(89).build().is_ok());
    }

    #[test]
    fn what_is_written_is_read_back_through_the_same_checks() {
        let rules = PasswordRules::builder("mine").min(10).special("-]$").entropy_bits(60);
        let rules =
            rules.require_special(true).source("S").date("D").note("Ours.").build().unwrap();
        assert_eq!((rules.source(), rules.date(), rules.note()), ("S", "D", "Ours."));
        let written = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<PasswordRules>(&written).unwrap(), rules);
        for preset in PasswordRules::all() {
            let written = serde_json::to_string(preset).unwrap();
            assert_eq!(&serde_json::from_str::<PasswordRules>(&written).unwrap(), preset);
        }
        for refused in [
            "{}",
            r#"{"id": "mine", "minimum": 8}"#,
            r#"{"id": "mine", "min": -1}"#,
            r#"{"id": "mine", "min": 200}"#,
            r#"{"id": "educonnect", "min": 4}"#,
            r#"{"id": "mine", "id": "mine"}"#,
        ] {
            assert!(serde_json::from_str::<PasswordRules>(refused).is_err(), "{refused}");
        }
        let least = serde_json::from_str::<PasswordRules>(r#"{"id": "mine"}"#).unwrap();
        assert_eq!(least, PasswordRules::builder("mine").build().unwrap());
    }
}

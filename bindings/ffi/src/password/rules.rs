//! Sets of password rules: published or a stack's own.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use ent_auth::password::{self as domain, RulesError};
use ent_core::Coded;

use super::{
    ContextWord, HashOutcome, HashPool, PasswordInput, PasswordRequirement, PasswordRules,
    PasswordVerdict, Violation, accepted, context,
};
use crate::code::Deviation;
use crate::{EntError, Entropy, KeyRing};

/// Rules of a stack's own; what is not given is a sound start by NIST SP 800-63B-4: 15 to 128
/// characters, no class, a blocklist, a limit on attempts.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordRulesOptions {
    /// Stable id: 1 to 32 of `a-z`, `0-9` and `-`, from a letter on.
    pub id: String,
    /// Fewest code points: 1 to `max`.
    #[uniffi(default = None)]
    pub min: Option<i32>,
    /// Most code points: 1 to 128.
    #[uniffi(default = None)]
    pub max: Option<i32>,
    /// Whether a lower-case letter is required.
    #[uniffi(default = None)]
    pub lower: Option<bool>,
    /// Whether an upper-case letter is required.
    #[uniffi(default = None)]
    pub upper: Option<bool>,
    /// Whether a digit is required.
    #[uniffi(default = None)]
    pub digit: Option<bool>,
    /// The special characters that count: ASCII punctuation, each once.
    #[uniffi(default = None)]
    pub special: Option<String>,
    /// Whether one of the special characters is required.
    #[uniffi(default = None)]
    pub require_special: Option<bool>,
    /// Least class entropy in bits: at most 256; 0 for none.
    #[uniffi(default = None)]
    pub entropy_bits: Option<i32>,
    /// Whether passwords that everybody tries first are refused.
    #[uniffi(default = None)]
    pub blocklist: Option<bool>,
    /// Whether the rules hold only where attempts are limited.
    #[uniffi(default = None)]
    pub attempt_limit: Option<bool>,
    /// Where the rules are published.
    #[uniffi(default = None)]
    pub source: Option<String>,
    /// When they were published.
    #[uniffi(default = None)]
    pub date: Option<String>,
    /// What a reader must know of them.
    #[uniffi(default = None)]
    pub note: Option<String>,
}

impl PasswordRulesOptions {
    fn read(self) -> Result<domain::PasswordRulesBuilder, EntError> {
        let mut draft = domain::PasswordRules::builder(&self.id);
        macro_rules! set {
            (numbers: $($number:ident)+; flags: $($flag:ident)+; texts: $($text:ident)+) => {
                $(if let Some(value) = self.$number {
                    let bounds = RulesError::Bounds { field: stringify!($number) };
                    draft = draft.$number(value.try_into().map_err(|_| bounds)?);
                })+
                $(if let Some(value) = self.$flag {
                    draft = draft.$flag(value);
                })+
                $(if let Some(value) = &self.$text {
                    draft = draft.$text(value);
                })+
            };
        }
        set! {
            numbers: min max entropy_bits;
            flags: lower upper digit require_special blocklist attempt_limit;
            texts: special source date note
        }
        Ok(draft)
    }
}

/// Something about rules that whoever sets them should know.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordLint {
    /// Stable id, such as `lint/min-weak`, or that of the error when the rules cannot be built.
    pub id: String,
    /// Parameters by name, such as `min` or the `field` at fault.
    pub params: HashMap<String, String>,
    /// Whether the rules cannot be built at all.
    pub impossible: bool,
    /// What to do, in French.
    pub text_fr: String,
    /// What to do, in English.
    pub text_en: String,
}

impl From<domain::Lint> for PasswordLint {
    fn from(lint: domain::Lint) -> Self {
        let params = lint.params().into_iter();
        Self {
            id: lint.code().to_owned(),
            params: params.map(|(name, value)| (name.to_owned(), value.into_owned())).collect(),
            impossible: lint.is_impossible(),
            text_fr: lint.text_fr(),
            text_en: lint.text_en(),
        }
    }
}

/// All that is impossible or weak in rules that are not built yet, in a fixed order.
///
/// Fails with `rules/bounds` for a number that is none of a field.
#[uniffi::export]
pub fn lint_password_rules(options: PasswordRulesOptions) -> Result<Vec<PasswordLint>, EntError> {
    Ok(options.read()?.lint().into_iter().map(Into::into).collect())
}

/// A set of password rules, published or a stack's own.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Object)]
pub struct PasswordRuleSet {
    pub(crate) inner: domain::PasswordRules,
}

#[uniffi::export]
impl PasswordRuleSet {
    /// The published set with this id, such as `educonnect`.
    ///
    /// Fails with `password/rules`.
    #[uniffi::constructor]
    pub fn find(id: &str) -> Result<Self, EntError> {
        Ok(Self { inner: domain::PasswordRules::find(id)?.clone() })
    }

    /// A stack's own.
    ///
    /// Fails with `rules/id`, `rules/reserved`, `rules/bounds`, `rules/min-above-max`,
    /// `rules/classes-above-max`, `rules/special`, `rules/special-empty`, `rules/entropy` or
    /// `rules/text`.
    #[uniffi::constructor]
    pub fn custom(options: PasswordRulesOptions) -> Result<Self, EntError> {
        Ok(Self { inner: options.read()?.build()? })
    }

    /// What the rules say.
    pub fn rules(&self) -> PasswordRules {
        (&self.inner).into()
    }

    /// Every rule that `password` breaks, at once: as `check_password`.
    ///
    /// Fails with `password/too-many-words`, `password/word-too-long` or `birth-date/format`.
    #[uniffi::method(default(confirmation = None, words = []))]
    pub fn check(
        &self,
        password: &PasswordInput,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
    ) -> Result<PasswordVerdict, EntError> {
        let second = confirmation.as_ref().map(|second| &second.prepared);
        Ok((&self.inner.check(&password.prepared, second, &context(words)?)).into())
    }

    /// Checks and hashes: as `HashPool.hash_accepted`, by these rules.
    ///
    /// Fails like `check`, with `hash/busy` when all buffers are in use, or with `step/entropy`.
    #[uniffi::method(default(confirmation = None, words = [], pepper = None))]
    pub fn hash_accepted(
        &self,
        pool: &HashPool,
        password: &PasswordInput,
        entropy: &Entropy,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<HashOutcome, EntError> {
        let accepted = accepted(&self.inner, password, confirmation.as_deref(), words)?;
        pool.hash(accepted, Vec::new(), entropy, pepper.as_deref())
    }

    /// The rules one by one: as `password_requirements`.
    #[uniffi::method(default(typed = None))]
    pub fn requirements(&self, typed: Option<Arc<PasswordInput>>) -> Vec<PasswordRequirement> {
        let typed = typed.as_ref().map(|typed| &typed.prepared);
        self.inner.requirements(typed).iter().map(Into::into).collect()
    }

    /// All that is weak in the rules, in a fixed order.
    pub fn lint(&self) -> Vec<PasswordLint> {
        self.inner.lint().into_iter().map(Into::into).collect()
    }

    /// Where the rules are laxer than NIST SP 800-63B-4, the ANSSI guide or the CNIL
    /// recommendation, for a security file.
    pub fn deviations(&self) -> Vec<Deviation> {
        self.inner.deviations().into_iter().map(Into::into).collect()
    }

    /// The rules for the attribute `passwordrules` of an HTML field, for `UITextInputPasswordRules`
    /// and for password managers. Whatever they generate, the rules accept.
    pub fn passwordrules(&self) -> String {
        self.inner.to_passwordrules()
    }

    /// The rules for the attribute `pattern` of an HTML field, up to the blocklist, the words to
    /// avoid and the confirmation.
    pub fn pattern(&self) -> String {
        self.inner.to_pattern()
    }

    /// A random password that the rules accept.
    ///
    /// Fails with `step/entropy`.
    pub fn generate(&self, entropy: &Entropy) -> Result<GeneratedPassword, EntError> {
        let made = self.inner.generate(&mut &*entropy);
        let prepared = made.map_err(domain::HashError::Entropy)?;
        Ok(GeneratedPassword { input: Arc::new(PasswordInput { prepared }) })
    }
}

/// A random password, to show once.
#[derive(uniffi::Object)]
pub struct GeneratedPassword {
    input: Arc<PasswordInput>,
}

#[uniffi::export]
impl GeneratedPassword {
    /// The password as it is checked and hashed.
    pub fn input(&self) -> Arc<PasswordInput> {
        Arc::clone(&self.input)
    }

    /// Its bytes in UTF-8, to show to the person; wipe them.
    pub fn reveal(&self) -> Vec<u8> {
        self.input.prepared.expose_secret().as_bytes().to_vec()
    }
}

impl fmt::Debug for GeneratedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeneratedPassword(redacted)")
    }
}

/// What one of several sets of rules refuses.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordRefusal {
    /// Id of the rules.
    pub rules_id: String,
    /// Every broken rule, in a fixed order.
    pub violations: Vec<Violation>,
    /// The special characters that count under another of the compared rules and not under these,
    /// whether or not the password has them.
    pub uncounted: String,
}

/// Which sets of rules accept a password and why the others do not.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordComparison {
    /// Ids of the rules that accept it, in the order in which they were given.
    pub accepted: Vec<String>,
    /// The rules that refuse it, in the order in which they were given.
    pub refused: Vec<PasswordRefusal>,
    /// The special characters that count under all the rules that list any: those to suggest.
    pub common_specials: String,
}

/// Checks `password` against each set of `rules`.
///
/// Fails with `password/too-many-words`, `password/word-too-long` or `birth-date/format`.
#[uniffi::export(default(confirmation = None, words = []))]
pub fn compare_password(
    rules: Vec<Arc<PasswordRuleSet>>,
    password: &PasswordInput,
    confirmation: Option<Arc<PasswordInput>>,
    words: &[ContextWord],
) -> Result<PasswordComparison, EntError> {
    let second = confirmation.as_ref().map(|second| &second.prepared);
    let sets: Vec<_> = rules.iter().map(|set| &set.inner).collect();
    let found = domain::compare(&password.prepared, second, &context(words)?, &sets);
    let refused = found.refused().iter().map(|refusal| PasswordRefusal {
        rules_id: refusal.rules_id().to_owned(),
        violations: refusal.violations().iter().map(Into::into).collect(),
        uncounted: refusal.uncounted().to_string(),
    });
    Ok(PasswordComparison {
        accepted: found.accepted().iter().map(|id| (*id).to_owned()).collect(),
        refused: refused.collect(),
        common_specials: found.common_specials().to_string(),
    })
}

#[cfg(test)]
impl PasswordRulesOptions {
    /// What is a sound start, under this id.
    pub(crate) fn of(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            min: None,
            max: None,
            lower: None,
            upper: None,
            digit: None,
            special: None,
            require_special: None,
            entropy_bits: None,
            blocklist: None,
            attempt_limit: None,
            source: None,
            date: None,
            note: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::HashPolicy;

    fn typed(text: &str) -> Arc<PasswordInput> {
        Arc::new(PasswordInput::from_text(text.to_owned()).unwrap())
    }

    fn options(id: &str) -> PasswordRulesOptions {
        PasswordRulesOptions::of(id)
    }

    #[test]
    fn own_rules_are_checked_and_used() {
        let own = PasswordRulesOptions {
            min: Some(10),
            digit: Some(true),
            special: Some("!?".to_owned()),
            ..options("mine")
        };
        let set = PasswordRuleSet::custom(own.clone()).unwrap();
        assert_eq!((set.rules().min, set.rules().special.as_str()), (10, "!?"));
        assert!(set.rules().digit && !set.rules().require_special);
        let verdict = set.check(&typed("kxzqv"), None, &[]).unwrap();
        let ids: Vec<_> = verdict.violations.iter().map(|v| v.id.as_str()).collect();
        assert_eq!(ids, ["length/min", "class/digit"]);
        assert_eq!(set.requirements(None).len(), 2);
        let made = set.generate(&Entropy::seeded(1)).unwrap();
        assert!(set.check(&made.input(), None, &[]).unwrap().accepted);
        assert_eq!(made.reveal().len(), 16);
        assert_eq!(format!("{made:?}"), "GeneratedPassword(redacted)");
        let cheap = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };
        let pool = HashPool::new(1, cheap, None).unwrap();
        let hash = |password: &PasswordInput| {
            set.hash_accepted(&pool, password, &Entropy::seeded(1), None, &[], None).unwrap()
        };
        let HashOutcome::Accepted { hash: new } = hash(&made.input()) else { panic!() };
        assert_eq!(new.rules_id(), "mine");
        assert!(matches!(hash(&typed("kxzqv")), HashOutcome::Refused { .. }));
        assert!(
            set.passwordrules().starts_with("minlength: 10;") && set.pattern().contains("{10,")
        );
        assert!(set.deviations().iter().any(|found| found.id == "password-min"));
        for (bad, code) in [
            (PasswordRulesOptions { min: Some(-1), ..own.clone() }, "rules/bounds"),
            (PasswordRulesOptions { max: Some(70_000), ..own.clone() }, "rules/bounds"),
            (PasswordRulesOptions { max: Some(9), ..own.clone() }, "rules/min-above-max"),
            (options("educonnect"), "rules/reserved"),
        ] {
            assert_eq!(PasswordRuleSet::custom(bad).unwrap_err().code(), code);
        }
        let lints = lint_password_rules(PasswordRulesOptions { max: Some(9), ..own }).unwrap();
        assert!(lints.iter().all(|lint| lint.impossible && lint.id == "rules/min-above-max"));
        assert!(lints.iter().all(|lint| lint.params["field"] == "min"));
    }

    #[test]
    fn sets_are_compared() {
        let sets = ["ent-ara", "educonnect"].map(|id| PasswordRuleSet::find(id).unwrap().into());
        let found = compare_password(sets.to_vec(), &typed("Azerty$69"), None, &[]).unwrap();
        assert_eq!(found.accepted, ["educonnect"]);
        assert_eq!(found.refused[0].rules_id, "ent-ara");
        assert_eq!(found.refused[0].uncounted, "$");
        assert_eq!(found.common_specials.len(), 15);
        assert_eq!(PasswordRuleSet::find("?").unwrap_err().code(), "password/rules");
    }
}

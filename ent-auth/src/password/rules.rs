//! The published rules of each portal and standard, a stack's own, and the check of a password.

mod builder;
mod census;
mod entropy;
mod inline;
mod specials;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::builder::{PasswordRulesBuilder, RulesError};
use self::census::{CONTROL, UNASSIGNED};
pub(crate) use self::census::{Census, Classes, DIGIT, LOWER, SPECIAL, UPPER};
use self::entropy::{bits, whole};
pub(crate) use self::inline::Inline;
pub use self::specials::Specials;
use super::common::is_common;
use super::verdict::{Requirement, Verdict, Violation};
use super::{ContextWords, PasswordError, PreparedPassword};
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
///   are refused when a password is chosen, since another keyboard may not type them.
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

    /// Every rule that `password` breaks, in a fixed order.
    ///
    /// `confirmation` is the second typing where a page asks for one. Nothing is allocated when
    /// no rule is broken, no blocklist is asked for and `words` is empty. Whether it was used before
    /// is a question of its own: [`Verdict::against_past`].
    #[must_use]
    pub fn check<'p>(
        &self,
        password: &'p PreparedPassword,
        confirmation: Option<&PreparedPassword>,
        words: &ContextWords,
    ) -> Verdict<'p> {
        let census = Census::of(password.expose_secret(), &self.classes);
        let mut violations = if self.keeps(census) { Vec::new() } else { self.broken(census) };
        if confirmation.is_some_and(|second| second != password) {
            violations.push(Violation::ConfirmationDiffers);
        }
        if self.blocklist && is_common(password) {
            violations.push(Violation::WordCommon);
        }
        if !words.is_empty() {
            let kinds = words.found_in(password).into_iter();
            violations.extend(kinds.map(|kind| Violation::WordContext { kind }));
        }
        Verdict::new(self.id, password, violations)
    }

    /// The published rules one by one, each met or not by what is typed so far, for a page that
    /// shows them live.
    ///
    /// The rules come in the order of [`check`](Self::check). What only goes wrong by accident
    /// (too long, control characters, the confirmation, a word to avoid) is not in the list.
    #[must_use]
    pub fn requirements(&self, typed: Option<&PreparedPassword>) -> Vec<Requirement> {
        let text = typed.map_or("", PreparedPassword::expose_secret);
        self.judged(Census::of(text, &self.classes))
            .into_iter()
            .filter(|(rule, asked, _)| *asked && !matches!(rule, Violation::LengthMax { .. }))
            .map(|(rule, _, met)| Requirement::new(rule, met))
            .collect()
    }

    /// Whether no rule is [`broken`](Self::broken), the answer for most passwords.
    fn keeps(&self, census: Census) -> bool {
        (self.min..=self.max).contains(&census.length)
            && self.required & !census.seen == 0
            && !census.has(UNASSIGNED | CONTROL)
            && (self.entropy_bits == 0 || self.entropy_of(census) >= self.entropy_bits)
    }

    fn broken(&self, census: Census) -> Vec<Violation> {
        let judged = self.judged(census).into_iter();
        let judged = judged.filter(|(_, asked, met)| *asked && !met).map(|(rule, ..)| rule);
        let unassigned = census.has(UNASSIGNED).then_some(Violation::CharUnassigned);
        let control = census.has(CONTROL).then_some(Violation::CharControl);
        judged.chain(unassigned).chain(control).collect()
    }

    /// The rules of length, composition and entropy in their order: whether each is asked for and
    /// whether it is met.
    fn judged(&self, census: Census) -> [(Violation, bool, bool); 7] {
        let actual = census.length;
        let enough = self.entropy_bits == 0 || self.entropy_of(census) >= self.entropy_bits;
        [
            (Violation::LengthMin { min: self.min, actual }, true, actual >= self.min),
            (Violation::LengthMax { max: self.max, actual }, true, actual <= self.max),
            (Violation::ClassLower, self.lower(), census.has(LOWER)),
            (Violation::ClassUpper, self.upper(), census.has(UPPER)),
            (Violation::ClassDigit, self.digit(), census.has(DIGIT)),
            (
                Violation::ClassSpecial { allowed: self.special },
                self.require_special(),
                census.has(SPECIAL),
            ),
            (
                Violation::EntropyMin {
                    bits: self.entropy_bits,
                    actual: if enough { self.entropy_bits } else { self.entropy_of(census) },
                },
                self.entropy_bits > 0,
                enough,
            ),
        ]
    }

    /// Class entropy in whole bits, up to what is asked for.
    fn entropy_of(&self, census: Census) -> u16 {
        whole(bits(self.alphabet(census.seen), census.length), self.entropy_bits)
    }
}

#[cfg(test)]
mod tests {
    use ent_core::Coded;
    use proptest::prelude::*;

    use super::super::ContextKind;
    use super::*;

    fn codes(rules: &PasswordRules, text: &str) -> Vec<&'static str> {
        let password = PreparedPassword::from_text(text).unwrap();
        let verdict = rules.check(&password, None, &ContextWords::new());
        verdict.violations().iter().map(Coded::code).collect()
    }

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

    #[test]
    fn pw6_each_character_counts_as_published() {
        for rules in [PasswordRules::ent_ara(), PasswordRules::educonnect()] {
            for c in '\0'..'\u{3000}' {
                // NFC makes `;` of the Greek question mark.
                let listed = rules.specials().contains(if c == '\u{37E}' { ';' } else { c });
                let text = format!("Azerty69{c}");
                let found = codes(rules, &text);
                assert_eq!(!found.contains(&"class/special"), listed, "U+{:04X}", u32::from(c));
                assert_eq!(
                    found.contains(&"char/control"),
                    c.is_control(),
                    "U+{:04X}",
                    u32::from(c)
                );
            }
        }
    }

    #[test]
    fn pw6_all_that_is_wrong_is_listed_in_order() {
        let educonnect = PasswordRules::educonnect();
        let cases = [
            // password, what comes out
            ("Azerty69!", &[][..]),
            ("École*69", &[]),
            ("éÉ111111!", &[]),
            ("ÉCOLE*69", &["class/lower"]),
            ("école*69", &["class/upper"]),
            ("École***", &["class/digit"]),
            ("École*６９", &["class/digit"]),
            ("École*²³", &["class/digit"]),
            ("Ecole-69", &["class/special"]),
            ("日本語日本語日本", &["class/lower", "class/upper", "class/digit", "class/special"]),
            ("Azert6!", &["length/min"]),
            ("", &["length/min", "class/lower", "class/upper", "class/digit", "class/special"]),
            ("Azerty69!\u{378}", &["char/unassigned"]),
            ("Azerty69!\u{E000}", &["char/unassigned"]),
            ("Azerty69!\u{FFFF}", &["char/unassigned"]),
            ("Azerty69!\0", &["char/control"]),
            ("Azerty69!é\u{85}", &["char/control"]),
            ("Azerty69!\u{7F}", &["char/control"]),
            (
                "\u{378}\t",
                &[
                    "length/min",
                    "class/lower",
                    "class/upper",
                    "class/digit",
                    "class/special",
                    "char/unassigned",
                    "char/control",
                ],
            ),
            ("Azerty69!👩‍👩‍👧", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(codes(educonnect, text), expected, "{text:?}");
        }
    }

    #[test]
    fn pw3_length_is_counted_in_code_points_and_never_cut() {
        let cases = [
            // filler, how many, broken rules
            ("a", 125, &[][..]),
            ("a", 126, &["length/max"]),
            ("é", 125, &[]),
            ("e\u{301}", 125, &[]),
            ("👍", 125, &[]),
            ("👍", 126, &["length/max"]),
        ];
        for (filler, count, expected) in cases {
            let text = format!("A1!{}", filler.repeat(count));
            let found: Vec<_> = codes(PasswordRules::ent_ara(), &text)
                .into_iter()
                .filter(|code| code.starts_with("length"))
                .collect();
            assert_eq!(found, expected, "{filler} {count}");
        }
    }

    #[test]
    fn pw6_entropy_counts_the_classes_that_occur() {
        let bits = |id: &str, text: &str| {
            let password = PreparedPassword::from_text(text).unwrap();
            let rules = PasswordRules::find(id).unwrap();
            let verdict = rules.check(&password, None, &ContextWords::new());
            verdict.violations().iter().find_map(|violation| match violation {
                Violation::EntropyMin { actual, .. } => Some(*actual),
                _ => None,
            })
        };
        let cases = [
            // rules, password, bits when too few
            ("cnil-case2", "Azerty69", Some(47)),
            ("cnil-case2", "Azerty6!", None),
            ("cnil-case2", "Azerty697", None),
            ("cnil-case2", "azertyuiop", Some(47)),
            ("cnil-case2", "azertyuiopq", None),
            ("cnil-case2", "012345678901234", Some(49)),
            ("cnil-case2", "0123456789012345", None),
            ("cnil-case2", "éàùèçâêîôûë", None),
            ("cnil-case2", "ÉÀÙÈÇÂÊÎÔÛ", Some(47)),
            // What is of no class counts for the length alone.
            ("cnil-case2", "漢字漢字漢字漢字漢字漢字", Some(0)),
            ("cnil-case2", "azertyuio p", None),
            ("cnil-case2", "", Some(0)),
            ("cnil-case1", "Azertyuiop69!", None),
            ("cnil-case1", "Azertyuiop697", Some(77)),
            ("cnil-case1", "Azertyuiop6979", None),
            ("cnil-case1", "azertyuiopqsdfghj", Some(79)),
            ("cnil-case1", "azertyuiopqsdfghjk", None),
            ("anssi", "a", None),
        ];
        for (id, text, expected) in cases {
            assert_eq!(bits(id, text), expected, "{id} {text}");
        }
    }

    #[test]
    fn pw5_common_passwords_are_refused_where_the_rules_say_so() {
        let rules = PasswordRules::builder("mine").min(4).build().unwrap();
        assert_eq!(codes(&rules, "azerty"), ["word/common"]);
        let rules = PasswordRules::builder("mine").min(4).blocklist(false).build().unwrap();
        assert_eq!(codes(&rules, "azerty"), Vec::<&str>::new());
    }

    #[test]
    fn confirmation_and_words_come_last() {
        let [password, other] =
            ["E\u{301}cole*69", "Ecole*69"].map(|text| PreparedPassword::from_text(text).unwrap());
        let same = PreparedPassword::from_text("École*69").unwrap();
        let mut words = ContextWords::new();
        words.add(ContextKind::School, "École").unwrap();
        let rules = PasswordRules::ent_ara();
        assert!(rules.check(&password, Some(&same), &ContextWords::new()).accepted());
        let verdict = rules.check(&password, Some(&other), &words);
        assert_eq!(
            verdict.violations(),
            [Violation::ConfirmationDiffers, Violation::WordContext { kind: ContextKind::School }]
        );
    }

    #[test]
    fn requirements_follow_what_is_typed() {
        let met = |text: Option<&str>| {
            let typed = text.map(|text| PreparedPassword::from_text(text).unwrap());
            let all = PasswordRules::ent_ara().requirements(typed.as_ref());
            all.iter().map(|rule| (rule.code(), rule.met())).collect::<Vec<_>>()
        };
        let codes = ["length/min", "class/lower", "class/upper", "class/digit", "class/special"];
        assert_eq!(met(None), codes.map(|code| (code, false)));
        assert_eq!(met(Some("Azerty69!")), codes.map(|code| (code, true)));
        assert_eq!(met(Some("É6")), codes.map(|c| (c, matches!(c, "class/upper" | "class/digit"))));
    }

    proptest! {
        #[test]
        fn pw6_a_compliant_password_passes(
            lower in "[a-zà-öø-ÿ]{2,30}", upper in "[A-ZÀ-ÖØ-Þ]{2,30}", digit in "[0-9]{2,30}",
            special in "[!#%&'*/:;<=>?@|]{2,30}", order in Just([0, 1, 2, 3]).prop_shuffle(),
        ) {
            let parts = [&lower, &upper, &digit, &special];
            let text: String = order.iter().map(|at| parts[*at].as_str()).collect();
            for rules in [PasswordRules::ent_ara(), PasswordRules::educonnect()] {
                prop_assert_eq!(codes(rules, &text), Vec::<&str>::new());
            }
        }

        #[test]
        fn requirements_and_violations_agree(text in "\\PC{0,20}|[aA1!$é]{0,12}") {
            let password = PreparedPassword::from_text(&text).unwrap();
            for rules in PasswordRules::all() {
                let broken = codes(rules, &text);
                for rule in rules.requirements(Some(&password)) {
                    prop_assert_eq!(rule.met(), !broken.contains(&rule.code()));
                }
            }
        }
    }
}

//! The published rules of each portal and the check of a password against them.

use unicode_normalization::char::is_public_assigned;

use super::verdict::{Requirement, Verdict, Violation};
use super::{ContextWords, PasswordError, PreparedPassword};
use crate::tables::password_rules::{EDUCONNECT, ENT_ARA, RULES};

/// What a portal asks of a new password.
///
/// * Length is counted in code points of the prepared password.
/// * A lower-case or upper-case letter is any that Unicode calls so: `é` and `É` count.
/// * A digit is one of `0` to `9`; full-width or superscript digits are not.
/// * A special character is one of [`special`](Self::special) only. Others are allowed and count
///   for the length alone: `$` is special for EduConnect and not for Ma classe en
///   Auvergne-Rhône-Alpes.
/// * Control characters and code points that Unicode has not assigned, or left to private use,
///   are refused when a password is chosen, since another keyboard may not type them.
///
/// The rules are thinner than NIST SP 800-63B-4 asks (15 characters, no composition rules); what
/// makes eight characters hold is the limit on attempts.
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
#[derive(Debug, PartialEq, Eq)]
#[doc(alias = "règles")]
pub struct PasswordRules {
    pub(crate) id: &'static str,
    pub(crate) min: u16,
    pub(crate) max: u16,
    pub(crate) lower: bool,
    pub(crate) upper: bool,
    pub(crate) digit: bool,
    pub(crate) special: &'static str,
    /// INVARIANT: bit `b` is set for each ASCII character `b` of `special`.
    pub(crate) special_mask: u128,
    pub(crate) source: &'static str,
    pub(crate) date: &'static str,
}

impl PasswordRules {
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

    /// The rule set with this id.
    ///
    /// # Errors
    ///
    /// [`PasswordError::UnknownRules`] when there is none.
    pub fn find(id: &str) -> Result<&'static Self, PasswordError> {
        Self::all().find(|rules| rules.id == id).ok_or(PasswordError::UnknownRules)
    }

    /// Every rule set, in alphabetical order of ids.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        RULES.iter().copied()
    }

    /// Stable id, such as `ent-ara`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
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

    /// The characters of which one is required, as published; empty when none is.
    #[must_use]
    pub const fn special(&self) -> &'static str {
        self.special
    }

    /// Where the rules were published.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// When the rules were published, as far as the source tells.
    #[must_use]
    pub const fn date(&self) -> &'static str {
        self.date
    }

    /// Every rule that `password` breaks, in a fixed order.
    ///
    /// `confirmation` is the second typing where a page asks for one. Nothing is allocated when
    /// no rule is broken and `words` is empty.
    #[must_use]
    pub fn check<'p>(
        &self,
        password: &'p PreparedPassword,
        confirmation: Option<&PreparedPassword>,
        words: &ContextWords,
    ) -> Verdict<'p> {
        let census = Census::of(password.expose_secret());
        let mut violations = Vec::new();
        let mut unless = |kept: bool, violation| {
            if !kept {
                violations.push(violation);
            }
        };
        let actual = census.length;
        unless(actual >= self.min, Violation::LengthMin { min: self.min, actual });
        unless(actual <= self.max, Violation::LengthMax { max: self.max, actual });
        unless(!self.lower || census.has(LOWER), Violation::ClassLower);
        unless(!self.upper || census.has(UPPER), Violation::ClassUpper);
        unless(!self.digit || census.has(DIGIT), Violation::ClassDigit);
        unless(
            self.special.is_empty() || census.has(self.special_mask),
            Violation::ClassSpecial { allowed: self.special },
        );
        unless(!census.unassigned, Violation::CharUnassigned);
        unless(!census.has(CONTROL), Violation::CharControl);
        unless(
            confirmation.is_none_or(|second| second == password),
            Violation::ConfirmationDiffers,
        );
        for kind in words.found_in(password) {
            unless(false, Violation::WordContext { kind });
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
        let census = Census::of(typed.map_or("", PreparedPassword::expose_secret));
        let actual = census.length;
        let all = [
            (true, actual >= self.min, Violation::LengthMin { min: self.min, actual }),
            (self.lower, census.has(LOWER), Violation::ClassLower),
            (self.upper, census.has(UPPER), Violation::ClassUpper),
            (self.digit, census.has(DIGIT), Violation::ClassDigit),
            (
                !self.special.is_empty(),
                census.has(self.special_mask),
                Violation::ClassSpecial { allowed: self.special },
            ),
        ];
        all.into_iter()
            .filter(|(asked, ..)| *asked)
            .map(|(_, met, rule)| Requirement::new(rule, met))
            .collect()
    }
}

const LOWER: u128 = 0x07ff_fffe_u128.wrapping_shl(96);
const UPPER: u128 = 0x07ff_fffe_u128.wrapping_shl(64);
const DIGIT: u128 = 0x03ff_u128.wrapping_shl(48);
const CONTROL: u128 = 0x8000_0000_0000_0000_0000_0000_ffff_ffff;

/// What a password is made of, found in one pass.
struct Census {
    /// Bit `b` is set when ASCII character `b` occurs; beyond ASCII, a letter sets the bit of `a`
    /// or `A`, a control character that of NUL.
    seen: u128,
    /// Code points.
    length: u16,
    unassigned: bool,
}

impl Census {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            let seen = text.bytes().fold(0, |seen, b| seen | 1_u128.wrapping_shl(b.into()));
            let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
            return Self { seen, length, unassigned: false };
        }
        let mut census = Self { seen: 0, length: 0, unassigned: false };
        for c in text.chars() {
            census.length = census.length.saturating_add(1);
            let stands_for = match c {
                c if c.is_ascii() => u32::from(c),
                c if c.is_control() => 0,
                c if c.is_lowercase() => u32::from('a'),
                c if c.is_uppercase() => u32::from('A'),
                c => {
                    census.unassigned |= !is_public_assigned(c);
                    continue;
                }
            };
            census.seen |= 1_u128.wrapping_shl(stands_for);
        }
        census
    }

    const fn has(&self, class: u128) -> bool {
        self.seen & class != 0
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
        assert_eq!(PasswordRules::ent_ara().special.len(), 27);
        assert_eq!(PasswordRules::educonnect().special.len(), 16);
        for rules in PasswordRules::all() {
            assert_eq!(PasswordRules::find(rules.id), Ok(rules));
            assert_eq!((rules.min, rules.max), (8, 128));
            assert!(!rules.source.is_empty() && !rules.date.is_empty());
        }
        for unknown in ["", "ENT-ARA", "ent_ara", &"x".repeat(1 << 20)] {
            assert_eq!(PasswordRules::find(unknown), Err(PasswordError::UnknownRules));
        }
    }

    #[test]
    fn pw6_each_character_counts_as_published() {
        for rules in PasswordRules::all() {
            for c in '\0'..'\u{3000}' {
                // NFC makes `;` of the Greek question mark.
                let listed = rules.special.contains(if c == '\u{37E}' { ';' } else { c });
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
            for rules in PasswordRules::all() {
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

//! The check of a password by a set of rules.

use super::super::common::is_common;
use super::super::verdict::{Requirement, Verdict, Violation};
use super::super::{ContextWords, PreparedPassword};
use super::PasswordRules;
use super::census::{CONTROL, Census, DIGIT, LOWER, SPECIAL, UNASSIGNED, UPPER};
use super::entropy::{bits, whole};

impl PasswordRules {
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

    use super::super::super::ContextKind;
    use super::*;

    fn codes(rules: &PasswordRules, text: &str) -> Vec<&'static str> {
        let password = PreparedPassword::from_text(text).unwrap();
        let verdict = rules.check(&password, None, &ContextWords::new());
        verdict.violations().iter().map(Coded::code).collect()
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

//! Rules that no password can keep, rules that are weak, and where they leave the standards.

use std::borrow::Cow;

use ent_core::{Coded, Params};

use super::rules::{PasswordRules, PasswordRulesBuilder, RulesError};
use crate::Deviation;

/// Something about rules that whoever sets them should know; its text says what to do.
///
/// The variants stand in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lint {
    /// The rules cannot be built.
    Impossible(RulesError),
    /// Fewer than 8 characters are enough (NIST SP 800-63B-4 §3.1.1.2, even beside a second factor).
    MinWeak {
        /// The minimum.
        min: u16,
    },
    /// Fewer than 64 characters are the most (NIST SP 800-63B-4 §3.1.1.2, OWASP ASVS 6.2.9).
    MaxLow {
        /// The maximum.
        max: u16,
    },
    /// The weakest password has fewer than 50 bits of class entropy (CNIL case 2).
    EntropyWeak {
        /// Whole bits of the weakest password.
        bits: u16,
    },
    /// No password of the minimum length has the entropy asked for: people are told of a length that
    /// is refused.
    MinMisleads {
        /// The minimum.
        min: u16,
        /// The least length that can be accepted.
        least: u16,
    },
    /// Fewer than 80 bits of class entropy are enough, and no limit on attempts is presumed.
    AttemptLimitMissing {
        /// Whole bits of the weakest password.
        bits: u16,
    },
    /// Passwords that everybody tries first are accepted.
    BlocklistMissing,
    /// Fewer than 3 special characters count: most keyboards' favourites are refused.
    SpecialFew {
        /// How many there are.
        count: u16,
    },
}

impl Lint {
    /// Whether the rules cannot be built at all.
    #[must_use]
    pub const fn is_impossible(self) -> bool {
        matches!(self, Self::Impossible(_))
    }
}

impl Coded for Lint {
    fn code(&self) -> &'static str {
        match self {
            Self::Impossible(error) => error.code(),
            Self::MinWeak { .. } => "lint/min-weak",
            Self::MaxLow { .. } => "lint/max-low",
            Self::EntropyWeak { .. } => "lint/entropy-weak",
            Self::MinMisleads { .. } => "lint/min-misleads",
            Self::AttemptLimitMissing { .. } => "lint/attempt-limit",
            Self::BlocklistMissing => "lint/blocklist",
            Self::SpecialFew { .. } => "lint/special-few",
        }
    }

    fn params(&self) -> Params {
        let number = |number: u16| Cow::Owned(number.to_string());
        match *self {
            Self::Impossible(error) => error.params(),
            Self::MinWeak { min } => vec![("min", number(min))],
            Self::MaxLow { max } => vec![("max", number(max))],
            Self::EntropyWeak { bits } | Self::AttemptLimitMissing { bits } => {
                vec![("bits", number(bits))]
            }
            Self::MinMisleads { min, least } => {
                vec![("min", number(min)), ("least", number(least))]
            }
            Self::BlocklistMissing => Params::new(),
            Self::SpecialFew { count } => vec![("count", number(count))],
        }
    }
}

impl PasswordRulesBuilder {
    /// All that is impossible or weak in the draft, in the order of [`Lint`].
    ///
    /// ```
    /// use ent_auth::password::PasswordRules;
    /// use ent_core::Coded;
    ///
    /// let draft = PasswordRules::builder("mine").min(6).max(4).require_special(true);
    /// let codes: Vec<_> = draft.lint().iter().map(Coded::code).collect();
    /// assert_eq!(codes, ["rules/min-above-max", "rules/special-empty"]);
    /// assert!(PasswordRules::builder("mine").lint().iter().all(|lint| !lint.is_impossible()));
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        match self.checked() {
            (Some(rules), problems) if problems.is_empty() => rules.lint(),
            (_, problems) => problems.into_iter().map(Lint::Impossible).collect(),
        }
    }
}

impl PasswordRules {
    /// All that is weak in the rules, in the order of [`Lint`].
    #[must_use]
    pub fn lint(&self) -> Vec<Lint> {
        let (min, max, bits) = (self.min(), self.max(), self.least_entropy_bits());
        let least = self.least_length(self.available()).unwrap_or(max);
        let count = u16::try_from(self.specials().len()).unwrap_or_default();
        let found = [
            (min < 8, Lint::MinWeak { min }),
            (max < 64, Lint::MaxLow { max }),
            (bits < 50, Lint::EntropyWeak { bits }),
            (min < least, Lint::MinMisleads { min, least }),
            (bits < 80 && !self.attempt_limit(), Lint::AttemptLimitMissing { bits }),
            (!self.blocklist(), Lint::BlocklistMissing),
            (self.require_special() && count < 3, Lint::SpecialFew { count }),
        ];
        found.into_iter().filter(|(holds, _)| *holds).map(|(_, lint)| lint).collect()
    }

    /// Where the rules are laxer than NIST SP 800-63B-4, the ANSSI guide or the CNIL
    /// recommendation, or ask for what they refuse, for a security file.
    ///
    /// Every text of the ANSSI and the CNIL is known here from secondary sources.
    ///
    /// | id | requirement and value |
    /// |---|---|
    /// | `password-min`, `password-max` | code points |
    /// | `password-classes` | required classes; NIST allows none |
    /// | `password-entropy` | class entropy of the weakest password, in bits |
    /// | `password-attempt-limit` | 1 where the rules presume a limit on attempts |
    /// | `password-blocklist` | 1 where common passwords are refused |
    #[must_use]
    pub fn deviations(&self) -> Vec<Deviation> {
        const NIST: &str = "NIST SP 800-63B-4 §3.1.1.2";
        const ANSSI_LENGTH: &str = "ANSSI-PG-078 v2.0 R21";
        const ANSSI_CLASSES: &str = "ANSSI-PG-078 v2.0 R23";
        const CNIL_1: &str = "CNIL, délibération 2022-100, case 1";
        const CNIL_2: &str = "CNIL, délibération 2022-100, case 2";
        let (min, max, bits) =
            (self.min().into(), self.max().into(), self.least_entropy_bits().into());
        let classes = self.required.count_ones();
        let limited: u32 = self.attempt_limit().into();
        let blocklist: u32 = self.blocklist().into();
        let points = [
            (min < 15, "password-min", NIST, 15, min),
            (max < 64, "password-max", NIST, 64, max),
            (classes > 0, "password-classes", NIST, 0, classes),
            (blocklist == 0, "password-blocklist", NIST, 1, blocklist),
            (min < 12, "password-min", ANSSI_LENGTH, 12, min),
            (classes < 4, "password-classes", ANSSI_CLASSES, 4, classes),
            (bits < 80, "password-entropy", CNIL_1, 80, bits),
            (bits < 50, "password-entropy", CNIL_2, 50, bits),
            (bits < 80 && limited == 0, "password-attempt-limit", CNIL_2, 1, limited),
        ];
        points
            .into_iter()
            .filter(|(deviates, ..)| *deviates)
            .map(|(_, id, standard, requirement, value)| Deviation {
                id,
                standard,
                requirement,
                value,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message;

    use super::*;

    fn codes(draft: &PasswordRulesBuilder) -> Vec<&'static str> {
        draft.lint().iter().map(Coded::code).collect()
    }

    #[test]
    fn weak_rules_are_named() {
        let rules = |id| PasswordRules::builder(id);
        let cases = [
            // draft, what is said
            (rules("a").min(14).lower(true), &[][..]),
            (rules("a"), &["lint/entropy-weak"]),
            (rules("a").min(16), &[]),
            (rules("a").min(7).lower(true), &["lint/min-weak", "lint/entropy-weak"]),
            (rules("a").min(16).max(63), &["lint/max-low"]),
            (rules("a").min(16).attempt_limit(false), &["lint/attempt-limit"]),
            (rules("a").min(25).attempt_limit(false), &[]),
            (rules("a").min(16).blocklist(false), &["lint/blocklist"]),
            (rules("a").min(8).entropy_bits(80), &["lint/min-misleads"]),
            (
                rules("a").min(16).special("!?").require_special(true),
                &["lint/entropy-weak", "lint/special-few"],
            ),
        ];
        for (draft, expected) in cases {
            assert_eq!(codes(&draft), expected, "{draft:?}");
        }
    }

    #[test]
    fn what_cannot_be_is_named_alone_and_all_at_once() {
        let draft = PasswordRules::builder("É").min(0).max(200).special("éé").entropy_bits(900);
        let draft = draft.note("a\tb");
        assert_eq!(
            codes(&draft),
            [
                "rules/id",
                "rules/bounds",
                "rules/bounds",
                "rules/special",
                "rules/bounds",
                "rules/text"
            ]
        );
        let fields: Vec<_> = draft.problems().into_iter().map(RulesError::field).collect();
        assert_eq!(fields, ["id", "min", "max", "special", "entropy_bits", "note"]);
    }

    #[test]
    fn presets_leave_the_standards_as_known() {
        let of = |id: &str| -> Vec<_> {
            let found = PasswordRules::find(id).unwrap().deviations();
            found.iter().map(|d| (d.id, d.requirement, d.value)).collect()
        };
        let eight = [
            ("password-min", 15, 8),
            ("password-classes", 0, 4),
            ("password-blocklist", 1, 0),
            ("password-min", 12, 8),
        ];
        assert_eq!(of("educonnect"), [&eight[..], &[("password-entropy", 80, 50)]].concat());
        assert_eq!(of("ent-ara"), [&eight[..], &[("password-entropy", 80, 51)]].concat());
        assert_eq!(
            of("nist-63b4"),
            [
                ("password-classes", 4, 0),
                ("password-entropy", 80, 49),
                ("password-entropy", 50, 49)
            ]
        );
        assert_eq!(
            of("anssi"),
            [("password-min", 15, 12), ("password-classes", 0, 4), ("password-entropy", 80, 78)]
        );
        assert!(of("cnil-case1").iter().all(|(id, ..)| *id != "password-entropy"));
        assert!(of("cnil-case2").contains(&("password-entropy", 80, 50)));
    }

    #[test]
    fn every_lint_has_its_texts_and_fills_them() {
        let every = [
            Lint::Impossible(RulesError::Id),
            Lint::Impossible(RulesError::Reserved),
            Lint::Impossible(RulesError::Bounds { field: "min" }),
            Lint::Impossible(RulesError::MinAboveMax),
            Lint::Impossible(RulesError::Classes),
            Lint::Impossible(RulesError::Special),
            Lint::Impossible(RulesError::SpecialEmpty),
            Lint::Impossible(RulesError::Entropy),
            Lint::Impossible(RulesError::Text { field: "note" }),
            Lint::MinWeak { min: 7 },
            Lint::MaxLow { max: 63 },
            Lint::EntropyWeak { bits: 49 },
            Lint::MinMisleads { min: 8, least: 13 },
            Lint::AttemptLimitMissing { bits: 51 },
            Lint::BlocklistMissing,
            Lint::SpecialFew { count: 1 },
        ];
        for lint in every {
            assert!(message::is_known(lint.code()), "{}", lint.code());
            assert_eq!(lint.is_impossible(), lint.code().starts_with("rules/"));
            for text in [lint.text_fr(), lint.text_en()] {
                assert!(!text.contains('{'), "{text}");
            }
        }
    }
}

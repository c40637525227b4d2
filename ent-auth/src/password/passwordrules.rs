//! Rules as browsers and password managers read them: the `passwordrules` and `pattern` attributes.

use std::fmt::Write as _;

use super::rules::{DIGIT, LOWER, PasswordRules, SPECIAL, UPPER};

/// The classes, in the order of the rules.
const CLASSES: [u8; 4] = [LOWER, UPPER, DIGIT, SPECIAL];

impl PasswordRules {
    /// The rules for the attribute `passwordrules` of an HTML field, for `UITextInputPasswordRules`
    /// of `UIKit`, or for a password manager.
    ///
    /// Whatever a manager generates by them, the rules accept. So they may be stricter: where a
    /// class entropy is asked for, every class is required and the minimum is what reaches it. Only
    /// letters, digits and the special characters of the list are allowed. (Apple, *Customizing
    /// password `AutoFill` rules*: in a list, `-` stands first and `]` last.)
    ///
    /// ```
    /// use ent_auth::password::PasswordRules;
    ///
    /// assert_eq!(
    ///     PasswordRules::educonnect().to_passwordrules(),
    ///     "minlength: 8; maxlength: 128; required: lower; required: upper; required: digit; \
    ///      required: [!?@#$%&'*<>=|/:;];"
    /// );
    /// ```
    #[must_use]
    pub fn to_passwordrules(&self) -> String {
        let available = self.available();
        let required = if self.entropy_bits() > 0 { available } else { self.required };
        let min = self.least_length(required).unwrap_or(self.max());
        let mut written = format!("minlength: {min}; maxlength: {};", self.max());
        let among = |set: u8| CLASSES.into_iter().filter(move |class| set & class != 0);
        // Writing into a `String` cannot fail.
        for class in among(required) {
            let _ = write!(written, " required: {};", self.dsl_class(class));
        }
        let others: Vec<_> =
            among(available & !required).map(|class| self.dsl_class(class)).collect();
        if !others.is_empty() {
            let _ = write!(written, " allowed: {};", others.join(", "));
        }
        written
    }

    fn dsl_class(&self, class: u8) -> String {
        match class {
            LOWER => "lower".to_owned(),
            UPPER => "upper".to_owned(),
            DIGIT => "digit".to_owned(),
            _ => {
                let list = self.specials();
                let [dash, bracket] = ['-', ']'].map(|c| list.filtered(|other| other == c));
                let between = list.filtered(|c| c != '-' && c != ']');
                format!("[{dash}{between}{bracket}]")
            }
        }
    }

    /// The rules for the attribute `pattern` of an HTML field, a regular expression under the flag
    /// `v`: what it matches is what [`check`](Self::check) accepts, up to the blocklist, the words
    /// to avoid and the confirmation.
    ///
    /// A browser compares the text as typed: a letter typed as two code points counts twice there.
    /// Which code points are assigned follows the Unicode version of the browser. Escape `&` and
    /// `"` where the attribute is written.
    ///
    /// ```
    /// use ent_auth::password::PasswordRules;
    ///
    /// let rules = PasswordRules::builder("mine").min(12).digit(true).special("!-").build()?;
    /// assert_eq!(rules.to_pattern(), r"(?=[\s\S]*[0-9])[^\p{Cc}\p{Cn}\p{Co}]{12,128}");
    /// # Ok::<(), ent_auth::password::RulesError>(())
    /// ```
    #[must_use]
    pub fn to_pattern(&self) -> String {
        let mut written = self.look_ahead(self.required);
        let alternatives = self.ways_to_entropy();
        if !alternatives.is_empty() {
            let each: Vec<_> = alternatives
                .into_iter()
                .map(|(classes, length)| {
                    let classes = self.look_ahead(classes & !self.required);
                    format!("{classes}(?=[\\s\\S]{{{length},}})")
                })
                .collect();
            let _ = write!(written, "(?:{})", each.join("|"));
        }
        let _ = write!(written, "[^\\p{{Cc}}\\p{{Cn}}\\p{{Co}}]{{{},{}}}", self.min(), self.max());
        written
    }

    /// Each set of classes with the length at which it reaches the entropy that is asked for, the
    /// largest first, without those that a part of theirs reaches as soon; none when none is asked
    /// for.
    fn ways_to_entropy(&self) -> Vec<(u8, u16)> {
        if self.entropy_bits() == 0 {
            return Vec::new();
        }
        let all: Vec<_> = (1..=self.available())
            .rev()
            .filter(|classes| classes & self.required == self.required)
            .filter_map(|classes| Some((classes, self.least_length(classes)?)))
            .collect();
        let is_needed = |(classes, length): &(u8, u16)| {
            !all.iter()
                .any(|(part, soon)| part != classes && part & classes == *part && soon <= length)
        };
        all.iter().filter(|way| is_needed(way)).copied().collect()
    }

    fn look_ahead(&self, classes: u8) -> String {
        CLASSES
            .into_iter()
            .filter(|class| classes & class != 0)
            .map(|class| match class {
                LOWER => r"(?=[\s\S]*\p{Lowercase})".to_owned(),
                UPPER => r"(?=[\s\S]*\p{Uppercase})".to_owned(),
                DIGIT => r"(?=[\s\S]*[0-9])".to_owned(),
                _ => {
                    // The flag `v` reserves all punctuation but these in a class.
                    let escaped = self.special().chars().map(|c| match c {
                        '"' | '\'' | '_' => c.to_string(),
                        c => format!("\\{c}"),
                    });
                    format!(r"(?=[\s\S]*[{}])", escaped.collect::<String>())
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    use super::super::{ContextWords, PreparedPassword};
    use super::*;

    /// What a password manager understands of the `passwordrules` language.
    #[derive(Debug, Default, PartialEq)]
    struct Read {
        min: usize,
        max: usize,
        required: Vec<String>,
        allowed: String,
    }

    fn class(text: &str) -> String {
        match text {
            "lower" => ('a'..='z').collect(),
            "upper" => ('A'..='Z').collect(),
            "digit" => ('0'..='9').collect(),
            custom => {
                let list = custom.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
                assert!(!list.chars().skip(1).any(|c| c == '-'), "{list}");
                let before_last = list.strip_suffix(']').unwrap_or(list);
                assert!(!before_last.contains(']'), "{list}");
                list.to_owned()
            }
        }
    }

    /// Splits outside `[…]`, where `]` may stand last in the list.
    fn split(text: &str, at: char) -> Vec<String> {
        let (mut parts, mut part, mut inside) = (Vec::new(), String::new(), false);
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            if inside && c == ']' && characters.peek() == Some(&']') {
                part.push(c);
                continue;
            }
            match c {
                '[' => inside = true,
                ']' => inside = false,
                c if c == at && !inside => {
                    parts.push(std::mem::take(&mut part).trim().to_owned());
                    continue;
                }
                _ => {}
            }
            part.push(c);
        }
        parts.push(part.trim().to_owned());
        parts.retain(|part| !part.is_empty());
        parts
    }

    fn read(text: &str) -> Read {
        let mut read = Read::default();
        for property in split(text, ';') {
            let (name, value) = property.split_once(": ").unwrap();
            match name {
                "minlength" => read.min = value.parse().unwrap(),
                "maxlength" => read.max = value.parse().unwrap(),
                "required" => read.required.push(class(value)),
                "allowed" => {
                    read.allowed = split(value, ',').iter().map(|part| class(part)).collect();
                }
                other => panic!("{other}"),
            }
        }
        read
    }

    /// What a password manager makes of them: one character of each required class, then any.
    fn manage(read: &Read, length: usize, random: &mut ChaCha20Rng) -> String {
        let pick = |from: &str, random: &mut ChaCha20Rng| {
            let all: Vec<char> = from.chars().collect();
            let at = usize::try_from(random.next_u32()).unwrap().checked_rem(all.len());
            all[at.unwrap()]
        };
        let mut made: String = read.required.iter().map(|class| pick(class, random)).collect();
        let any: String = read.required.concat() + &read.allowed;
        while made.len() < length.clamp(read.min, read.max) {
            made.push(pick(&any, random));
        }
        made
    }

    fn accepted(rules: &PasswordRules, text: &str) -> bool {
        let password = PreparedPassword::from_text(text).unwrap();
        rules.check(&password, None, &ContextWords::new()).accepted()
    }

    #[test]
    fn pw6_what_managers_generate_passes_every_preset() {
        let mut random = ChaCha20Rng::seed_from_u64(2026);
        for rules in PasswordRules::all() {
            let read = read(&rules.to_passwordrules());
            for length in [0, 1, 12, 20, 64, 200] {
                for _ in 0..50 {
                    let made = manage(&read, length, &mut random);
                    assert!(accepted(rules, &made), "{} {made}", rules.id());
                }
            }
        }
    }

    #[test]
    fn what_managers_read_is_what_was_written() {
        let all = super::super::Specials::ascii();
        let rules = PasswordRules::builder("all").special(all.as_str()).require_special(true);
        let written = rules.lower(true).build().unwrap().to_passwordrules();
        let custom = r##"[-!"#$%&'()*+,./:;<=>?@[\^_`{|}~]]"##;
        assert!(
            written.ends_with(&format!("required: {custom}; allowed: upper, digit;")),
            "{written}"
        );
        let read = read(&written);
        assert_eq!((read.min, read.max), (15, 128));
        let mut special: Vec<char> = read.required[1].chars().collect();
        special.sort_unstable();
        assert!(special.into_iter().eq(all.as_str().chars()));
    }

    #[test]
    fn each_way_to_the_entropy_is_written_once() {
        let ways = PasswordRules::find("cnil-case1").unwrap().ways_to_entropy();
        let expected = [
            (DIGIT | SPECIAL, 15),
            (LOWER | UPPER | SPECIAL, 13),
            (UPPER | SPECIAL, 14),
            (LOWER | SPECIAL, 14),
            (SPECIAL, 16),
            (LOWER | UPPER | DIGIT, 14),
            (UPPER | DIGIT, 16),
            (LOWER | DIGIT, 16),
            (DIGIT, 25),
            (LOWER | UPPER, 15),
            (UPPER, 18),
            (LOWER, 18),
        ];
        assert_eq!(ways, expected);
        assert_eq!(PasswordRules::educonnect().ways_to_entropy(), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn pw6_generated_passwords_pass_random_rules(
            min in 4_u16..=40, max in 4_u16..=128, classes in any::<[bool; 4]>(),
            special in proptest::sample::subsequence(
                super::super::Specials::ascii().as_str().chars().collect::<Vec<_>>(), 1..=32),
            shuffled in any::<bool>(), entropy in prop_oneof![Just(0_u16), 1_u16..=128],
            seed in any::<u64>(),
        ) {
            let mut special: Vec<char> = special;
            if shuffled {
                special.reverse();
            }
            let special: String = special.into_iter().collect();
            let [lower, upper, digit, require_special] = classes;
            let draft = PasswordRules::builder("random").blocklist(false).min(min).max(max.max(min))
                .lower(lower).upper(upper).digit(digit).special(&special)
                .require_special(require_special).entropy_bits(entropy);
            let Ok(rules) = draft.build() else { return Ok(()) };
            let mut random = ChaCha20Rng::seed_from_u64(seed);
            let password = rules.generate(&mut random).unwrap();
            prop_assert!(rules.check(&password, None, &ContextWords::new()).accepted());
            let read = read(&rules.to_passwordrules());
            for length in [0, 20] {
                let made = manage(&read, length, &mut random);
                prop_assert!(accepted(&rules, &made), "{} {}", rules.to_passwordrules(), made);
            }
        }
    }
}

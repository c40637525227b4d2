//! One password under several sets of rules.

use super::rules::{PasswordRules, Specials};
use super::{ContextWords, PreparedPassword, Violation};

/// Which sets of rules accept a password and why the others do not.
///
/// ```
/// use ent_auth::password::{ContextWords, PasswordRules, PreparedPassword, compare};
///
/// let rules = [PasswordRules::educonnect(), PasswordRules::ent_ara()];
/// let password = PreparedPassword::from_text("Azerty$69")?;
/// let found = compare(&password, None, &ContextWords::new(), &rules);
/// assert_eq!(found.accepted(), ["educonnect"]);
/// let refusal = &found.refused()[0];
/// assert_eq!((refusal.rules_id(), refusal.uncounted().as_str()), ("ent-ara", "$"));
/// assert_eq!(found.common_specials().as_str(), "!#%&'*/:;<=>?@|");
/// # Ok::<(), ent_auth::password::PasswordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison<'r> {
    accepted: Vec<&'r str>,
    refused: Vec<Refusal<'r>>,
    common: Specials,
}

/// The rules that a password breaks of one set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal<'r> {
    rules: &'r PasswordRules,
    violations: Vec<Violation>,
    uncounted: Specials,
}

/// Checks `password` against each set of `rules`, as [`PasswordRules::check`] does.
#[must_use]
pub fn compare<'r>(
    password: &PreparedPassword,
    confirmation: Option<&PreparedPassword>,
    words: &ContextWords,
    rules: &[&'r PasswordRules],
) -> Comparison<'r> {
    let lists = || rules.iter().map(|rules| rules.specials()).filter(|list| !list.is_empty());
    let all = Specials::ascii();
    let common = all.filtered(|c| lists().next().is_some() && lists().all(|l| l.contains(c)));
    let mut found = Comparison { accepted: Vec::new(), refused: Vec::new(), common };
    for rules in rules {
        let violations = rules.check(password, confirmation, words).into_violations();
        if violations.is_empty() {
            found.accepted.push(rules.id());
        } else {
            let uncounted = all.filtered(|c| {
                !rules.specials().contains(c) && lists().any(|list| list.contains(c))
            });
            found.refused.push(Refusal { rules, violations, uncounted });
        }
    }
    found
}

impl<'r> Comparison<'r> {
    /// Ids of the rules that accept the password, in the order in which they were given.
    #[must_use]
    pub fn accepted(&self) -> &[&'r str] {
        &self.accepted
    }

    /// The rules that refuse it, in the order in which they were given.
    #[must_use]
    pub fn refused(&self) -> &[Refusal<'r>] {
        &self.refused
    }

    /// The special characters that count under all the compared rules that list any, in ASCII
    /// order: those to suggest.
    #[must_use]
    pub const fn common_specials(&self) -> Specials {
        self.common
    }
}

impl<'r> Refusal<'r> {
    /// Id of the rules.
    #[must_use]
    pub fn rules_id(&self) -> &'r str {
        self.rules.id()
    }

    /// Every broken rule, in the order of [`Violation`].
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The special characters that count under another of the compared rules and not under these,
    /// in ASCII order, whether or not the password has them: `$` for Ma classe en
    /// Auvergne-Rhône-Alpes beside EduConnect.
    #[must_use]
    pub const fn uncounted(&self) -> Specials {
        self.uncounted
    }
}

#[cfg(test)]
mod tests {
    use ent_core::Coded;

    use super::*;

    fn compared(text: &str, ids: &[&str]) -> (Vec<String>, Vec<String>, String) {
        let rules: Vec<_> = ids.iter().map(|id| PasswordRules::find(id).unwrap()).collect();
        let password = PreparedPassword::from_text(text).unwrap();
        let found = compare(&password, None, &ContextWords::new(), &rules);
        let refused = found.refused().iter().map(|refusal| {
            let codes: Vec<_> = refusal.violations().iter().map(Coded::code).collect();
            format!("{}: {}; {}", refusal.rules_id(), codes.join(" "), refusal.uncounted())
        });
        let accepted = found.accepted().iter().map(|id| (*id).to_owned()).collect();
        (accepted, refused.collect(), found.common_specials().to_string())
    }

    #[test]
    fn the_two_published_lists_differ_by_what_peers_counted() {
        let (accepted, refused, common) = compared("Azerty$69", &["ent-ara", "educonnect"]);
        assert_eq!(accepted, ["educonnect"]);
        assert_eq!(refused, ["ent-ara: class/special; $"]);
        assert_eq!(common, "!#%&'*/:;<=>?@|");
        let (accepted, refused, _) = compared("Azerty-69", &["ent-ara", "educonnect"]);
        assert_eq!(accepted, ["ent-ara"]);
        assert_eq!(refused, ["educonnect: class/special; \"()+,-.[\\_{}"]);
    }

    #[test]
    fn rules_without_a_list_hide_no_character() {
        let (accepted, refused, common) = compared("Bzkrtw$69", &["nist-63b4", "educonnect"]);
        assert_eq!(accepted, ["educonnect"]);
        assert_eq!(refused, ["nist-63b4: length/min; !#$%&'*/:;<=>?@|"]);
        assert_eq!(common.len(), 16);
        assert_eq!(compared("Bzkrtw$69", &[]), (vec![], vec![], String::new()));
    }
}

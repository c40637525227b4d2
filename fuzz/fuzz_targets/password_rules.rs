//! Rules of a stack's own from JSON: read, linted, written as attributes, and kept by what they
//! generate.

#![no_main]

use ent_auth::password::{ContextWords, PasswordRules, PasswordRulesBuilder};
use ent_core::{Coded, Entropy, EntropyError, message};
use libfuzzer_sys::fuzz_target;

/// A linear congruential generator: enough to draw by.
struct Draws(u64);

impl Entropy for Draws {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for byte in bytes {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = self.0.to_be_bytes()[0];
        }
        Ok(())
    }
}

fuzz_target!(|text: &str| {
    let Ok(draft) = serde_json::from_str::<PasswordRulesBuilder>(text) else { return };
    let lints = draft.lint();
    assert!(lints.iter().all(|lint| message::is_known(lint.code())));
    let rules = match draft.build() {
        Ok(rules) => rules,
        Err(error) => return assert_eq!(lints.first().map(Coded::code), Some(error.code())),
    };
    assert!(lints.iter().all(|lint| !lint.is_impossible()));
    let written = serde_json::to_string(&rules).unwrap();
    assert_eq!(serde_json::from_str::<PasswordRules>(&written).unwrap(), rules);
    let (_, _, _) = (rules.deviations(), rules.to_passwordrules(), rules.to_pattern());
    let password = rules.generate(&mut Draws(text.len().try_into().unwrap())).unwrap();
    assert!(rules.check(&password, None, &ContextWords::new()).accepted());
});

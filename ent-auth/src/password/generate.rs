//! A random password that keeps a set of rules.

use ent_core::{Entropy, EntropyError};

use super::rules::PasswordRules;
use super::{ContextWords, PreparedPassword};
use crate::code::draw;

/// Length of a generated password, where the rules ask for less and allow it: 95 bits of letters
/// and digits.
const LENGTH: u16 = 16;

/// Candidates drawn before the source is held to be broken. Of four characters that must be of
/// four classes, one in a hundred is fit: a sound source fails once in 10^17 passwords.
const MAX_CANDIDATES: u16 = 4_096;

impl PasswordRules {
    /// A random password that these rules accept, each such password of its length and alphabet
    /// being as likely as any other.
    ///
    /// It has 16 characters, or as many as the rules ask for or allow, among the ASCII letters, the
    /// digits and the special characters of the rules.
    ///
    /// ```
    /// use ent_auth::password::{ContextWords, PasswordRules};
    /// use rand_chacha::ChaCha20Rng;
    /// use rand_chacha::rand_core::SeedableRng;
    ///
    /// let rules = PasswordRules::educonnect();
    /// let password = rules.generate(&mut ChaCha20Rng::seed_from_u64(1))?;
    /// assert!(rules.check(&password, None, &ContextWords::new()).accepted());
    /// # Ok::<(), ent_core::EntropyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EntropyError`] when the source fails, or repeats itself so that nothing fit comes of it.
    pub fn generate(&self, entropy: &mut dyn Entropy) -> Result<PreparedPassword, EntropyError> {
        let letters = (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9');
        let alphabet: Vec<u8> = letters.chain(self.special().bytes()).collect();
        let length = self.least_length(self.available()).unwrap_or(self.max()).max(LENGTH);
        let length = usize::from(length.min(self.max()));
        for _ in 0..MAX_CANDIDATES {
            let candidate =
                PreparedPassword::from_secret(draw::symbols(&alphabet, length, entropy)?);
            if self.check(&candidate, None, &ContextWords::new()).accepted() {
                return Ok(candidate);
            }
        }
        Err(EntropyError::default())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    /// Gives the same byte for ever.
    struct Stuck(u8);

    impl Entropy for Stuck {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    /// Fails after some blocks.
    struct Failing(u8);

    impl Entropy for Failing {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
            self.0 = self.0.checked_sub(1).ok_or_else(EntropyError::default)?;
            bytes.fill(b'a');
            Ok(())
        }
    }

    #[test]
    fn pw6_a_generated_password_passes_every_preset() {
        let mut entropy = ChaCha20Rng::seed_from_u64(69);
        for rules in PasswordRules::all() {
            for _ in 0..200 {
                let password = rules.generate(&mut entropy).unwrap();
                let verdict = rules.check(&password, None, &ContextWords::new());
                assert!(verdict.accepted(), "{verdict:?}");
                assert_eq!(password.expose_secret().len(), 16);
            }
        }
    }

    #[test]
    fn a_broken_source_gives_no_password_and_ends() {
        let rules = PasswordRules::educonnect();
        for byte in [0, 1, 200, 255] {
            assert_eq!(rules.generate(&mut Stuck(byte)).err(), Some(EntropyError::default()));
        }
        for blocks in [0, 1, 9] {
            assert_eq!(rules.generate(&mut Failing(blocks)).err(), Some(EntropyError::default()));
        }
    }

    #[test]
    fn every_character_is_as_likely() {
        let rules = PasswordRules::builder("any").special("!?$").build().unwrap();
        let mut entropy = ChaCha20Rng::seed_from_u64(1);
        let mut counts = BTreeMap::new();
        for _ in 0..4_000 {
            for c in rules.generate(&mut entropy).unwrap().expose_secret().chars() {
                *counts.entry(c).or_insert(0_u32) += 1;
            }
        }
        assert_eq!(counts.len(), 65);
        // 64,000 draws of 65: a mean of 985 and a deviation of 31.
        assert!(counts.values().all(|count| (820..=1_150).contains(count)), "{counts:?}");
    }

    #[test]
    fn the_narrowest_rules_are_served() {
        let rules = PasswordRules::builder("narrow").min(4).max(4).lower(true).upper(true);
        let rules = rules.digit(true).special("!").require_special(true).build().unwrap();
        for seed in 0..20 {
            let password = rules.generate(&mut ChaCha20Rng::seed_from_u64(seed)).unwrap();
            assert_eq!(password.expose_secret().len(), 4);
        }
    }
}

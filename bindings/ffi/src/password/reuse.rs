//! Passwords that were used before.

use std::fmt;
use std::sync::Arc;

use ent_auth::password::{NoReuse, Past, PastPasswords, RulesError, Verdict};

use super::{
    ContextWord, Credential, HashOutcome, HashPool, ImportedHash, PasswordInput, PasswordRuleSet,
    PasswordVerdict, broken, context,
};
use crate::{EntError, Entropy, KeyRing, Timestamp};

/// A password that was used before: in plain, as kept, or as another stack kept it. With none of
/// them, it equals nothing and is told as one that cannot be read.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Display)]
pub struct PastPassword {
    /// In plain, as a provisional one that has just been typed.
    #[uniffi(default = None)]
    pub plain: Option<Arc<PasswordInput>>,
    /// As kept: the text of a `StoredHash`.
    #[uniffi(default = None)]
    pub stored: Option<String>,
    /// As another stack kept it.
    #[uniffi(default = None)]
    pub imported: Option<Arc<ImportedHash>>,
    /// When it was replaced; asked of the previous ones only.
    #[uniffi(default = None)]
    pub replaced: Option<Timestamp>,
}

impl fmt::Display for PastPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PastPassword(redacted)")
    }
}

impl fmt::Debug for PastPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PastPassword {
    fn past(&self) -> Past<'_> {
        match (&self.plain, &self.imported) {
            (Some(plain), _) => Past::Plain(&plain.prepared),
            (None, Some(imported)) => Past::Kept(&imported.kept),
            (None, None) => Past::Stored(self.stored.as_deref().unwrap_or_default()),
        }
    }
}

/// The passwords of one account that a new one must not be.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PasswordHistory {
    /// The provisional one.
    #[uniffi(default = None)]
    pub provisional: Option<PastPassword>,
    /// The one in use, where `credential` does not tell.
    #[uniffi(default = None)]
    pub current: Option<PastPassword>,
    /// Those replaced before, at most 24, in any order.
    #[uniffi(default = [])]
    pub previous: Vec<PastPassword>,
    /// How many of the last replaced ones are refused: at most 24.
    #[uniffi(default = 0)]
    pub last: i32,
    /// For how many days after it was replaced one is refused: at most 3,653.
    #[uniffi(default = 0)]
    pub days: i32,
    /// What the account has: its password, of this library or of another stack and taken back or
    /// not, is the one in use.
    #[uniffi(default = None)]
    pub credential: Option<Arc<Credential>>,
}

impl PasswordHistory {
    fn read(&self, now: Timestamp) -> Result<PastPasswords<'_>, EntError> {
        let mut past = PastPasswords::new();
        if let Some(provisional) = &self.provisional {
            past.set_provisional(provisional.past());
        }
        if let Some(current) = &self.current {
            past.set_current(current.past());
        }
        if let Some(kept) = self.credential.as_ref().and_then(|has| has.inner.kept()) {
            past.set_current(Past::Kept(kept));
        }
        let bounded =
            |number: i32, field| u16::try_from(number).map_err(|_| RulesError::Bounds { field });
        let policy = NoReuse::new(bounded(self.last, "last")?, bounded(self.days, "days")?)?;
        let previous = self.previous.iter().map(|one| {
            let replaced = one.replaced.unwrap_or(now);
            (one.past(), replaced)
        });
        past.set_previous(policy, &previous.collect::<Vec<_>>())?;
        Ok(past)
    }
}

#[uniffi::export]
impl HashPool {
    /// Every rule of `rules` that `password` breaks, and whether it is one that was used before.
    ///
    /// Every password that is still refused is compared, each kept hash at the cost of a
    /// verification, whatever the others gave: call it once `PasswordRuleSet.check` accepts. A
    /// previous one without `replaced` was replaced at `now`.
    ///
    /// Fails like `PasswordRuleSet.check`, with `password/too-many-previous` or `rules/bounds`, and
    /// with `hash/busy`, `hash/pepper` or `hash/record-room`.
    #[uniffi::method(default(confirmation = None, words = [], pepper = None))]
    #[expect(clippy::too_many_arguments, reason = "one question crosses once")]
    pub fn check_reuse(
        &self,
        rules: &PasswordRuleSet,
        password: &PasswordInput,
        history: &PasswordHistory,
        now: Timestamp,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<PasswordVerdict, EntError> {
        let second = confirmation.as_deref();
        let verdict =
            self.judge(rules, password, history, now, second, words, pepper.as_deref())?;
        Ok((&verdict).into())
    }

    /// Checks as `check_reuse` and hashes what is accepted, with the current key of `pepper` if any.
    ///
    /// Fails like `check_reuse`, or with `step/entropy`.
    #[uniffi::method(default(confirmation = None, words = [], pepper = None))]
    #[expect(clippy::too_many_arguments, reason = "one question crosses once")]
    pub fn hash_unused(
        &self,
        rules: &PasswordRuleSet,
        password: &PasswordInput,
        history: &PasswordHistory,
        now: Timestamp,
        entropy: &Entropy,
        confirmation: Option<Arc<PasswordInput>>,
        words: &[ContextWord],
        pepper: Option<Arc<KeyRing>>,
    ) -> Result<HashOutcome, EntError> {
        let (second, pepper) = (confirmation.as_deref(), pepper.as_deref());
        let verdict = self.judge(rules, password, history, now, second, words, pepper)?;
        let PasswordVerdict { unread, .. } = (&verdict).into();
        let accepted = verdict.into_accepted().map_err(|verdict| broken(&verdict));
        self.hash(accepted, unread, entropy, pepper)
    }
}

impl HashPool {
    #[expect(clippy::too_many_arguments, reason = "two questions share what they ask")]
    fn judge<'p>(
        &self,
        rules: &PasswordRuleSet,
        password: &'p PasswordInput,
        history: &PasswordHistory,
        now: Timestamp,
        confirmation: Option<&PasswordInput>,
        words: &[ContextWord],
        pepper: Option<&KeyRing>,
    ) -> Result<Verdict<'p>, EntError> {
        let second = confirmation.map(|second| &second.prepared);
        let past = history.read(now)?;
        let verdict = rules.inner.check(&password.prepared, second, &context(words)?);
        Ok(verdict.against_past(&past, &self.inner, pepper.map(|ring| &ring.inner), now)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::HashPolicy;
    use super::*;

    fn typed(text: &str) -> Arc<PasswordInput> {
        Arc::new(PasswordInput::from_text(text.to_owned()).unwrap())
    }

    fn past(text: &str) -> PastPassword {
        PastPassword { plain: Some(typed(text)), stored: None, imported: None, replaced: None }
    }

    #[test]
    fn what_was_used_before_is_refused() {
        let cheap = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };
        let pool = HashPool::new(1, cheap, None).unwrap();
        let rules = PasswordRuleSet::find("educonnect").unwrap();
        let now = Timestamp::parse("2026-09-01T08:00:00Z").unwrap();
        let history = PasswordHistory {
            provisional: Some(past("Azerty69!")),
            current: Some(PastPassword {
                plain: None,
                stored: Some("?".to_owned()),
                imported: None,
                replaced: None,
            }),
            previous: vec![past("Azerty70!"), past("Azerty69!")],
            last: 1,
            days: 30,
            credential: None,
        };
        let found = |password: &str, history: &PasswordHistory| {
            let password = typed(password);
            let verdict = pool.check_reuse(&rules, &password, history, now, None, &[], None);
            verdict.map(|found| found.violations.into_iter().map(|v| v.id).collect::<Vec<_>>())
        };
        assert_eq!(found("Azerty69!", &history).unwrap(), ["reuse/provisional", "reuse/previous"]);
        assert_eq!(found("Azerty70!", &history).unwrap(), ["reuse/previous"]);
        assert_eq!(found("Azerty71!", &history).unwrap(), Vec::<String>::new());
        assert_eq!(found("azerty", &history).unwrap().len(), 4);
        let weak = PasswordHistory { current: Some(past("azerty")), ..history.clone() };
        assert_eq!(found("azerty", &weak).unwrap().last().unwrap(), "reuse/current");
        for (last, days) in [(-1, 0), (25, 0), (0, 3_654), (0, 70_000)] {
            let history = PasswordHistory { last, days, ..history.clone() };
            assert_eq!(found("Azerty69!", &history).unwrap_err().code(), "rules/bounds");
        }
        let previous = vec![past("Azerty70!"); 25];
        let history = PasswordHistory { previous, ..history };
        let error = found("Azerty69!", &history).unwrap_err();
        assert_eq!(error.code(), "password/too-many-previous");
        assert!(!format!("{history:?} {error:?}").contains("zerty"));
    }

    #[test]
    fn a_new_password_is_none_that_the_account_has_and_is_hashed() {
        let cheap = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };
        let (pool, entropy) = (HashPool::new(1, cheap, None).unwrap(), Entropy::seeded(1));
        let rules = PasswordRuleSet::find("educonnect").unwrap();
        let now = Timestamp::parse("2026-09-01T08:00:00Z").unwrap();
        let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe";
        let has = |record: &str| {
            let hash = ImportedHash::of("bcrypt", record, None).unwrap();
            let credential = Some(Arc::new(Credential::imported(&hash, None, None).unwrap()));
            PasswordHistory {
                provisional: None,
                current: None,
                previous: Vec::new(),
                last: 0,
                days: 0,
                credential,
            }
        };
        let hash = |text: &str, history: &PasswordHistory| {
            let password = typed(text);
            pool.hash_unused(&rules, &password, history, now, &entropy, None, &[], None).unwrap()
        };
        let refused = |text: &str| match hash(text, &has(bcrypt)) {
            HashOutcome::Refused { violations, .. } => {
                violations.into_iter().map(|v| v.id).collect()
            }
            HashOutcome::Accepted { .. } => Vec::new(),
        };
        assert_eq!(refused("Azerty69!"), ["reuse/current"]);
        assert_eq!(refused("azerty").len(), 4);
        for (record, unread) in [(bcrypt, None), ("$2b$99$x", Some("hash/record-bounds"))] {
            let HashOutcome::Accepted { hash } = hash("Azerty70!", &has(record)) else { panic!() };
            assert_eq!(hash.unread(), Vec::from_iter(unread));
            let kept = hash.stored().text();
            assert!(pool.verify(&typed("Azerty70!"), Some(kept), None).unwrap().right);
        }
        let before = ImportedHash::of("bcrypt", bcrypt, None).unwrap();
        let before = PastPassword {
            plain: None,
            stored: None,
            imported: Some(Arc::new(before)),
            replaced: Some(now),
        };
        let history = PasswordHistory { previous: vec![before], last: 1, ..has("$2b$99$x") };
        let HashOutcome::Refused { violations, unread } = hash("Azerty69!", &history) else {
            panic!()
        };
        assert_eq!(unread, ["hash/record-bounds"]);
        assert_eq!(violations[0].id, "reuse/previous");

        let history = has("$2b$99$x");
        let found = pool.check_reuse(&rules, &typed("Azerty70!"), &history, now, None, &[], None);
        assert_eq!(found.unwrap().unread, ["hash/record-bounds"]);
    }
}

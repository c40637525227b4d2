//! Passwords that were used before: the provisional one, the one in use, those it replaced.

use std::fmt;

use ent_core::Instant;

use super::{
    HashError, HashPool, KeptHash, PasswordError, PreparedPassword, RecordAudit, RulesError,
    Verdict, Violation,
};
use crate::KeyRing;

/// How long a replaced password is refused: by count and by age.
///
/// A password is refused while it is one of the `last` that were replaced, or was replaced less
/// than `days` ago; 0 asks for neither.
///
/// ```
/// use ent_auth::password::{NoReuse, RulesError};
///
/// let policy = NoReuse::new(5, 365)?;
/// assert_eq!((policy.last(), policy.days()), (5, 365));
/// assert_eq!(NoReuse::new(25, 0), Err(RulesError::Bounds { field: "last" }));
/// # Ok::<(), RulesError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "réutilisation")]
pub struct NoReuse {
    last: u16,
    days: u16,
}

impl NoReuse {
    /// Most days: ten years.
    pub const MAX_DAYS: u16 = 3_653;

    /// Refuses the `last` replaced passwords and those replaced less than `days` ago.
    ///
    /// # Errors
    ///
    /// [`RulesError::Bounds`] above 24 passwords or 3,653 days.
    pub fn new(last: u16, days: u16) -> Result<Self, RulesError> {
        if usize::from(last) > PastPasswords::MAX_PREVIOUS {
            return Err(RulesError::Bounds { field: "last" });
        }
        if days > Self::MAX_DAYS {
            return Err(RulesError::Bounds { field: "days" });
        }
        Ok(Self { last, days })
    }

    /// How many of the last replaced passwords are refused.
    #[must_use]
    pub const fn last(self) -> u16 {
        self.last
    }

    /// For how many days after it was replaced a password is refused.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// Whether the password at `rank` (0 for the last replaced) is still refused.
    fn refuses(self, rank: usize, replaced: Instant, now: Instant) -> bool {
        let window = i64::from(self.days).saturating_mul(86_400);
        rank < usize::from(self.last) || now.seconds_since(replaced) < window
    }
}

/// A password that was used before, as the host has it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Past<'a> {
    /// In plain, as a provisional one that has just been typed.
    Plain(&'a PreparedPassword),
    /// As kept: the text of a [`StoredHash`](super::StoredHash).
    Stored(&'a str),
    /// As a [`Credential`](super::Credential) keeps it, of this library or of another stack.
    Kept(&'a KeptHash),
}

impl fmt::Debug for Past<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// The passwords of one account that a new one must not be.
///
/// ```
/// use ent_auth::password::{
///     ContextWords, HashPolicy, HashPool, Past, PastPasswords, PasswordRules, PreparedPassword,
/// };
/// use ent_core::{Coded, Instant};
///
/// let pool = HashPool::new(1, HashPolicy::new(7_168, 1, 1)?)?;
/// let now = Instant::parse("2026-09-01T08:00:00Z").unwrap();
/// let letter = PreparedPassword::from_text("Azerty69!").unwrap();
/// let mut past = PastPasswords::new();
/// past.set_provisional(Past::Plain(&letter));
///
/// let typed = PreparedPassword::from_text("Azerty69!").unwrap();
/// let verdict = PasswordRules::educonnect().check(&typed, None, &ContextWords::new());
/// let verdict = verdict.against_past(&past, &pool, None, now)?;
/// let codes: Vec<_> = verdict.violations().iter().map(Coded::code).collect();
/// assert_eq!(codes, ["reuse/provisional"]);
/// # Ok::<(), ent_auth::password::HashError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct PastPasswords<'a> {
    provisional: Option<Past<'a>>,
    current: Option<Past<'a>>,
    /// INVARIANT: at most `MAX_PREVIOUS`, the last replaced first.
    previous: Vec<(Past<'a>, Instant)>,
    policy: Option<NoReuse>,
}

impl<'a> PastPasswords<'a> {
    /// Most previous passwords: with the two others, 26 hashes of about 20 ms each.
    pub const MAX_PREVIOUS: usize = 24;

    /// None: nothing is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { provisional: None, current: None, previous: Vec::new(), policy: None }
    }

    /// Refuses the provisional password (OWASP ASVS 6.4.1: it must not become the lasting one).
    pub const fn set_provisional(&mut self, past: Past<'a>) {
        self.provisional = Some(past);
    }

    /// Refuses the password in use.
    pub const fn set_current(&mut self, past: Past<'a>) {
        self.current = Some(past);
    }

    /// Refuses those of `previous`, each with the instant at which it was replaced and in any order,
    /// that `policy` still refuses.
    ///
    /// # Errors
    ///
    /// [`PasswordError::TooManyPrevious`] above 24, and nothing changes.
    pub fn set_previous(
        &mut self,
        policy: NoReuse,
        previous: &[(Past<'a>, Instant)],
    ) -> Result<(), PasswordError> {
        if previous.len() > Self::MAX_PREVIOUS {
            return Err(PasswordError::TooManyPrevious);
        }
        self.policy = Some(policy);
        self.previous = previous.to_vec();
        self.previous.sort_by_key(|(_, replaced)| std::cmp::Reverse(*replaced));
        Ok(())
    }

    /// The violation that each password would be, where the policy still refuses it at `now`.
    fn refused_at(&self, now: Instant) -> Vec<(Past<'a>, Violation)> {
        let provisional = self.provisional.map(|past| (past, Violation::ReuseProvisional));
        let current = self.current.map(|past| (past, Violation::ReuseCurrent));
        let mut refused: Vec<_> = provisional.into_iter().chain(current).collect();
        if let Some(policy) = self.policy {
            let violation = Violation::ReusePrevious { last: policy.last, days: policy.days };
            let previous = self.previous.iter().enumerate();
            let still = previous.filter(|(rank, (_, at))| policy.refuses(*rank, *at, now));
            refused.extend(still.map(|(_, (past, _))| (*past, violation)));
        }
        refused
    }
}

impl Verdict<'_> {
    /// The verdict with what `past` adds to it, each violation once and in the order of
    /// [`Violation`].
    ///
    /// Every password that is still refused is compared, whatever the others gave, each kept hash at
    /// the cost of a verification: the duration tells how many there are and not which one it was. A
    /// kept hash that cannot be read costs as much, equals nothing and is told by
    /// [`unread`](Self::unread); so is one under a tag of the host's own, which the host compares
    /// itself. Make the call where blocking is allowed, and after
    /// [`check`](super::PasswordRules::check) accepted.
    ///
    /// # Errors
    ///
    /// Those of [`HashPool::verify`], with the first hash that gives one.
    pub fn against_past(
        self,
        past: &PastPasswords<'_>,
        pool: &HashPool,
        pepper: Option<&KeyRing>,
        now: Instant,
    ) -> Result<Self, HashError> {
        let (mut found, mut verdict) = (Vec::new(), self);
        for (past, violation) in past.refused_at(now) {
            let typed = verdict.password();
            let verified = match past {
                Past::Plain(password) => {
                    found.extend((password == typed).then_some(violation));
                    continue;
                }
                Past::Stored(text) => pool.verify(typed, Some(text), pepper)?,
                Past::Kept(KeptHash::Own(hash)) => {
                    pool.verify(typed, Some(hash.as_str()), pepper)?
                }
                Past::Kept(KeptHash::Imported(hash)) => pool.verify_imported(typed, hash, None)?,
            };
            found.extend(verified.is_right().then_some(violation));
            if let RecordAudit::Corrupt(error) = verified.record() {
                verdict = verdict.and_unread(error);
            }
        }
        found.dedup();
        Ok(found.into_iter().fold(verdict, Verdict::and))
    }
}

#[cfg(test)]
mod tests {
    use ent_core::Coded;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::super::{
        ContextWords, HashPolicy, ImportedHash, PasswordRules, StoredHash, StoredHashError,
    };
    use super::*;

    fn pool() -> HashPool {
        HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap()
    }

    fn prepared(text: &str) -> PreparedPassword {
        PreparedPassword::from_text(text).unwrap()
    }

    fn kept(text: &str, seed: u64) -> String {
        let (password, words) = (prepared(text), ContextWords::new());
        let verdict = PasswordRules::educonnect().check(&password, None, &words);
        let mut entropy = ChaCha20Rng::seed_from_u64(seed);
        let new = pool().hash(verdict.into_accepted().unwrap(), &mut entropy, None).unwrap();
        new.stored().as_str().to_owned()
    }

    fn at(day: &str) -> Instant {
        Instant::parse(&format!("{day}T08:00:00Z")).unwrap()
    }

    fn codes(typed: &str, past: &PastPasswords<'_>, now: &str) -> Vec<&'static str> {
        let (typed, words) = (prepared(typed), ContextWords::new());
        let verdict = PasswordRules::educonnect().check(&typed, None, &words);
        let verdict = verdict.against_past(past, &pool(), None, at(now)).unwrap();
        verdict.violations().iter().map(Coded::code).collect()
    }

    #[test]
    fn pw7_provisional_and_current_are_refused_plain_or_kept() {
        let (plain, other) = (prepared("Azerty69!"), prepared("Azerty70!"));
        let stored = kept("Azerty69!", 1);
        for (provisional, current, expected) in [
            (Past::Plain(&plain), Past::Plain(&other), &["reuse/provisional"][..]),
            (Past::Stored(&stored), Past::Plain(&other), &["reuse/provisional"]),
            (Past::Plain(&other), Past::Stored(&stored), &["reuse/current"]),
            (Past::Plain(&plain), Past::Stored(&stored), &["reuse/provisional", "reuse/current"]),
            (Past::Plain(&other), Past::Stored("?"), &[]),
        ] {
            let mut past = PastPasswords::new();
            past.set_provisional(provisional);
            past.set_current(current);
            assert_eq!(codes("Azerty69!", &past, "2026-09-01"), expected);
        }
        assert_eq!(codes("azerty", &PastPasswords::new(), "2026-09-01").len(), 4);
    }

    #[test]
    fn pw7_a_kept_hash_is_compared_and_one_that_cannot_be_read_is_told() {
        use StoredHashError::{Algorithm, Format, Tag};
        let own = KeptHash::Own(StoredHash::parse(&kept("Azerty69!", 1)).unwrap());
        let imported = |tag, record: &str| KeptHash::Imported(ImportedHash::new(tag, record));
        let text = kept("Azerty69!", 2);
        let argon2 = imported("argon2", &text);
        let (bad, legacy) = (imported("argon2", "$2b$12$x"), imported("portal", "x"));
        let cases = [
            // in use, typed, what it breaks, what cannot be read
            (Past::Kept(&own), "Azerty69!", &["reuse/current"][..], None),
            (Past::Kept(&own), "Azerty70!", &[], None),
            (Past::Kept(&argon2), "Azerty69!", &["reuse/current"], None),
            (Past::Kept(&argon2), "Azerty70!", &[], None),
            (Past::Kept(&bad), "Azerty69!", &[], Some(Algorithm)),
            (Past::Kept(&legacy), "Azerty69!", &[], Some(Tag)),
            (Past::Stored("?"), "Azerty69!", &[], Some(Format)),
        ];
        let rules = PasswordRules::educonnect();
        for (current, typed, broken, unread) in cases {
            let mut past = PastPasswords::new();
            past.set_current(current);
            let typed = prepared(typed);
            let verdict = rules.check(&typed, None, &ContextWords::new());
            let verdict = verdict.against_past(&past, &pool(), None, at("2026-09-01")).unwrap();
            let codes: Vec<_> = verdict.violations().iter().map(Coded::code).collect();
            assert_eq!((codes.as_slice(), verdict.unread()), (broken, unread.as_slice()));
            // What cannot be read bars nobody from another password.
            assert_eq!(verdict.into_accepted().is_ok(), broken.is_empty());
        }
    }

    #[test]
    fn pw7_previous_ones_are_refused_by_count_and_age() {
        let passwords = ["Azerty61!", "Azerty62!", "Azerty63!"].map(prepared);
        let days = ["2026-08-01", "2026-01-01", "2025-01-01"];
        // The order in which they are given does not matter.
        let previous: Vec<_> =
            passwords.iter().zip(days).map(|(p, day)| (Past::Plain(p), at(day))).rev().collect();
        let cases = [
            // last, days, which of the three are refused
            (0, 0, [false, false, false]),
            (1, 0, [true, false, false]),
            (2, 0, [true, true, false]),
            (24, 0, [true, true, true]),
            (0, 31, [false, false, false]),
            (0, 32, [true, false, false]),
            (0, 365, [true, true, false]),
            (1, 365, [true, true, false]),
        ];
        for (last, days, expected) in cases {
            let mut past = PastPasswords::new();
            past.set_previous(NoReuse::new(last, days).unwrap(), &previous).unwrap();
            let refused = ["Azerty61!", "Azerty62!", "Azerty63!"]
                .map(|typed| codes(typed, &past, "2026-09-01") == ["reuse/previous"]);
            assert_eq!(refused, expected, "{last} {days}");
        }
    }

    #[test]
    fn the_same_previous_password_twice_is_one_violation() {
        let (one, stored) = (prepared("Azerty61!"), kept("Azerty61!", 2));
        let previous =
            [(Past::Plain(&one), at("2026-01-01")), (Past::Stored(&stored), at("2026-02-01"))];
        let mut past = PastPasswords::new();
        past.set_previous(NoReuse::new(5, 0).unwrap(), &previous).unwrap();
        assert_eq!(codes("Azerty61!", &past, "2026-09-01"), ["reuse/previous"]);
    }

    #[test]
    fn previous_passwords_and_policies_are_bounded() {
        let one = prepared("Azerty61!");
        let many = vec![(Past::Plain(&one), at("2026-01-01")); 25];
        let mut past = PastPasswords::new();
        let policy = NoReuse::new(24, NoReuse::MAX_DAYS).unwrap();
        assert_eq!((policy.last(), policy.days()), (24, 3_653));
        assert_eq!(past.set_previous(policy, &many), Err(PasswordError::TooManyPrevious));
        assert_eq!(past.set_previous(policy, &many[1..]), Ok(()));
        let days = NoReuse::new(0, NoReuse::MAX_DAYS + 1);
        assert_eq!(days, Err(RulesError::Bounds { field: "days" }));
        assert!(!format!("{past:?}").contains("zerty"));
        assert_eq!(format!("{:?}", Past::Plain(&one)), "<redacted>");
    }

    #[test]
    fn a_missing_pepper_stops_the_verdict() {
        let stored = kept("Azerty61!", 3);
        let peppered = format!("2021-09{stored}");
        let mut past = PastPasswords::new();
        past.set_current(Past::Stored(&peppered));
        let (typed, words) = (prepared("Azerty69!"), ContextWords::new());
        let verdict = PasswordRules::educonnect().check(&typed, None, &words);
        let error = verdict.against_past(&past, &pool(), None, at("2026-09-01")).err();
        assert_eq!(error, Some(HashError::UnknownPepper));
    }
}

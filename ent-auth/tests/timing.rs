//! `make timing-smoke`: no answer of the pool tells an account that exists from one that does not.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at a surprise")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use ent_auth::password::{
    ContextWords, HashPolicy, HashPool, ImportedHash, LegacyVerifier, PasswordRules,
    PreparedPassword,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const ROUNDS: usize = 31;

/// A reader of the host that finds every password wrong at once.
struct Fast;

impl LegacyVerifier for Fast {
    fn verify(&self, _: &str, _: &[u8], _: &str) -> Option<bool> {
        Some(false)
    }
}

/// Ratios of medians lie within 0.5 and 2, although the machine is busy with other work: the cases
/// take turns, and the best of three tries counts.
#[test]
#[ignore = "measures time: make timing-smoke"]
fn hash2_wrong_passwords_take_as_long_as_unknown_accounts() {
    let pool = HashPool::new(1, HashPolicy::default()).unwrap();
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let wrong = PreparedPassword::from_text("Azerty70!").unwrap();
    let accepted = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let kept = pool.hash(accepted.into_accepted().unwrap(), &mut entropy, None).unwrap();
    let kept = kept.into_stored();
    let cheap = "$argon2id$v=19$m=7168,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA";
    let legacy = ImportedHash::new("portal", "record");
    let unread = ImportedHash::new("?", "record");
    let own = |stored| pool.verify(&wrong, stored, None).unwrap().is_right();
    let other = |kept| pool.verify_imported(&wrong, kept, Some(&Fast)).unwrap().is_right();
    // Cheaper than the policy; a dearer record is told by its time until it is replaced.
    let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe";
    let bcrypt = ImportedHash::new("bcrypt", bcrypt);
    let pbkdf2 = "pbkdf2_sha256$1000$abcdefghijkl$Xg9Ydep0aFyl9trn4E//QMmv0CtrePmjQBQxtqLfvXQ=";
    let pbkdf2 = ImportedHash::new("django-pbkdf2-sha256", pbkdf2);
    let cases: [(&str, &dyn Fn() -> bool); 8] = [
        ("unknown account", &|| own(None)),
        ("wrong password", &|| own(Some(kept.as_str()))),
        ("corrupt record", &|| own(Some("?"))),
        ("record of a low cost", &|| own(Some(cheap))),
        ("legacy record", &|| other(&legacy)),
        ("unknown tag", &|| other(&unread)),
        ("bcrypt of a low cost", &|| other(&bcrypt)),
        ("PBKDF2 of few iterations", &|| other(&pbkdf2)),
    ];
    let worst = (0..3).map(|_| worst_ratio(&cases)).min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    assert!(worst.1 <= 2.0, "{}: {:.2} times off", worst.0, worst.1);
}

/// The case furthest from the first one, and how many times longer or shorter it takes.
fn worst_ratio<'n>(cases: &[(&'n str, &dyn Fn() -> bool)]) -> (&'n str, f64) {
    let mut times = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS {
        for ((_, run), times) in cases.iter().zip(&mut times) {
            let start = Instant::now();
            assert!(!black_box(run()));
            times.push(start.elapsed());
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[ROUNDS / 2]
    };
    let medians: Vec<_> = times.iter_mut().map(median).collect();
    let ratios = cases.iter().zip(&medians).map(|((name, _), time)| {
        let ratio = time.div_duration_f64(medians[0]);
        (*name, ratio.max(1.0 / ratio))
    });
    ratios.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
}

use std::cell::Cell;
use std::thread;

use argon2::{Argon2, AssociatedData, Block, ParamsBuilder, Version};
use ent_core::{Instant, message};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{SeedableRng, TryCryptoRng, TryRng};

use super::super::{ContextWords, PasswordRules};
use super::*;
use crate::{Key, KeyId};

thread_local! {
    /// KiB that argon2 has written on this thread.
    pub(super) static WORK: Cell<u64> = const { Cell::new(0) };
}

const PASSWORD: &str = "Canari*2021";

fn small() -> HashPolicy {
    HashPolicy::new(7_168, 1, 1).unwrap()
}

fn entropy() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1)
}

fn prepared(text: &str) -> PreparedPassword {
    PreparedPassword::from_text(text).unwrap()
}

fn ring(names: &[&str]) -> KeyRing {
    let mut keys = names.iter().map(|name| {
        let bytes = name.bytes().cycle().take(32).collect();
        (KeyId::parse(name).unwrap(), Key::new(bytes).unwrap())
    });
    let (id, key) = keys.next().unwrap();
    keys.fold(KeyRing::new(id, key), |ring, (id, key)| ring.with_previous(id, key).unwrap())
}

fn hashed(pool: &HashPool, text: &str, pepper: Option<&KeyRing>) -> NewHash {
    let password = prepared(text);
    let verdict = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
    pool.hash(verdict.into_accepted().unwrap(), &mut entropy(), pepper).unwrap()
}

fn verify(pool: &HashPool, text: &str, stored: &str, pepper: Option<&KeyRing>) -> Verification {
    pool.verify(&prepared(text), Some(stored), pepper).unwrap().verification()
}

fn assert_wiped(pool: &HashPool) {
    let leases: Vec<_> = std::iter::from_fn(|| pool.lease().ok()).collect();
    assert_eq!(leases.len(), pool.buffers.count());
    for Lease { memory, .. } in &leases {
        assert!(memory.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
    }
}

#[test]
fn rfc_9106_argon2id_vector() {
    // RFC 9106 §5.3, with data and 32 KiB, which no policy allows: its crate is asked.
    let params = ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .output_len(32)
        .data(AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let mut memory = vec![Block::new(); params.block_count()];
    let mut tag = [0; 32];
    Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
        .unwrap()
        .hash_password_into_with_memory(&[1; 32], &[2; 16], &mut tag, &mut memory)
        .unwrap();
    let expected = 0x0d64_0df5_8d78_766c_08c0_37a3_4a8b_53c9_u128;
    assert_eq!(tag[..16], expected.to_be_bytes());
    let expected = 0xd01e_f045_2d75_b65e_b525_20e9_6b01_e659_u128;
    assert_eq!(tag[16..], expected.to_be_bytes());
}

#[test]
fn a_hash_of_another_library_verifies() {
    // Made by the reference implementation, through argon2-cffi.
    let stored = "$argon2id$v=19$m=7168,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$FlM954deGdjo4JT0lAIsDNcfC+VDYSODg3oarw2Mh5U";
    let pool = HashPool::new(1, small()).unwrap();
    assert_eq!(verify(&pool, PASSWORD, stored, None), Verification::Right { rehash: true });
    assert_eq!(verify(&pool, "Canari*2022", stored, None), Verification::Wrong);
}

#[test]
fn what_is_hashed_verifies_and_nothing_else_does() {
    let pool = HashPool::new(1, small()).unwrap();
    let new = hashed(&pool, "École*2021", None);
    assert_eq!(new.rules_id(), "educonnect");
    assert_eq!(StoredHash::parse(new.stored().as_str()).as_ref(), Ok(new.stored()));
    let cases = [
        // typed, right
        ("École*2021", true),
        ("E\u{301}cole*2021", true),
        ("école*2021", false),
        ("École*2021 ", false),
        ("Ecole*2021", false),
        ("École*202", false),
        ("", false),
    ];
    for (typed, right) in cases {
        let expected =
            if right { Verification::Right { rehash: false } } else { Verification::Wrong };
        assert_eq!(verify(&pool, typed, new.stored().as_str(), None), expected, "{typed:?}");
    }
}

#[test]
fn pw3_nothing_after_the_end_is_ignored() {
    let pool = HashPool::new(1, small()).unwrap();
    let long = format!("A1!{}", "a".repeat(125));
    let stored = hashed(&pool, &long, None).into_stored();
    let shorter = long.strip_suffix('a').unwrap();
    for other in [format!("{long}a"), shorter.to_owned(), format!("{shorter}b")] {
        assert_eq!(verify(&pool, &other, stored.as_str(), None), Verification::Wrong);
    }
    assert_ne!(verify(&pool, &long, stored.as_str(), None), Verification::Wrong);
}

#[test]
fn each_hash_has_its_own_salt() {
    let pool = HashPool::new(1, small()).unwrap();
    let password = prepared(PASSWORD);
    let mut entropy = entropy();
    let mut hash = || {
        let verdict = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
        pool.hash(verdict.into_accepted().unwrap(), &mut entropy, None).unwrap()
    };
    let (one, other) = (hash(), hash());
    assert_ne!(one.stored().salt(), other.stored().salt());
    assert_ne!(one.stored().tag(), other.stored().tag());
}

#[test]
fn hash2_absent_and_corrupt_records_do_the_same_work_and_are_wrong() {
    let pool = HashPool::new(1, small()).unwrap();
    let cases = [
        // record, audit
        (None, RecordAudit::Absent),
        (Some(""), RecordAudit::Corrupt(StoredHashError::Format)),
        (Some("$2b$12$x"), RecordAudit::Corrupt(StoredHashError::Algorithm)),
        (
            Some(
                "$argon2id$v=19$m=4294967295,t=4294967295,p=1$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA",
            ),
            RecordAudit::Corrupt(StoredHashError::Bounds),
        ),
    ];
    for (record, audit) in cases {
        let password = prepared(PASSWORD);
        let verified = pool.verify(&password, record, None).unwrap();
        assert_eq!((verified.verification(), verified.record()), (Verification::Wrong, audit));
        let rehashed = verified.rehash(&pool, &mut entropy(), None).unwrap();
        assert_eq!(rehashed, None);

        // The work is done: without a free buffer there is no answer at all.
        let _held = pool.lease().unwrap();
        assert_eq!(pool.verify(&password, record, None).err(), Some(HashError::Busy));
    }
}

#[test]
fn hash2_every_wrong_answer_does_half_to_twice_the_argon2_work_of_a_dummy_one() {
    const SALT: &str = "c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA";
    struct No;
    impl LegacyVerifier for No {
        fn verify(&self, _: &str, _: &[u8], _: &str) -> Option<bool> {
            Some(false)
        }
    }
    let policy = HashPolicy::new(7_168, 4, 1).unwrap();
    let pool = HashPool::new(1, policy).unwrap();
    let (ring, password) = (ring(&["k1"]), prepared("E\u{301}cole*2021"));
    let own = |passes| format!("$argon2id$v=19$m=7168,t={passes},p=1${SALT}");
    let work = |run: &dyn Fn() -> Result<bool, HashError>| {
        WORK.set(0);
        assert_ne!(run(), Ok(true));
        WORK.get()
    };
    let absent = work(&|| Ok(pool.verify(&password, None, None)?.is_right()));
    assert_eq!(absent, Cost::from(policy).work());
    let large = own(1).replace("m=7168", "m=8192");
    let records =
        [own(1), own(2), own(4), format!("k2{}", own(1)), large.clone(), "?".into(), String::new()];
    for text in &records {
        let done = work(&|| Ok(pool.verify(&password, Some(text), Some(&ring))?.is_right()));
        assert!((absent / 2..=absent * 2).contains(&done), "{text}: {done}");
    }
    let taken = KeptHash::Own(StoredHash::parse(&own(1)).unwrap());
    let taken = Credential::kept_as(taken, None, Instant::parse("2024-04-01T08:00:00Z").ok());
    let done = work(&|| Ok(pool.verify_credential(&password, &taken, None, Some(&No))?.is_right()));
    assert_eq!(done, absent);
    let cheap = format!("$argon2i$v=19$m=512,t=1,p=1${SALT}");
    // What bcrypt and PBKDF2 cost comes on top of it: see `tests/timing.rs`.
    let bcrypt = "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe";
    let imports = [
        ("argon2", cheap.as_str()),
        ("argon2", &own(1)),
        ("argon2", &own(4)),
        ("argon2", &large),
        ("argon2", "?"),
        ("bcrypt", bcrypt),
        ("bcrypt", "?"),
        ("portal", "record"),
        ("?", "record"),
    ];
    for (tag, record) in imports {
        let kept = ImportedHash::new(tag, record);
        let done = work(&|| Ok(pool.verify_imported(&password, &kept, Some(&No))?.is_right()));
        assert!((absent / 2..=absent * 2).contains(&done), "{kept:?}: {done}");
        let held = pool.lease().unwrap();
        let busy = pool.verify_imported(&password, &kept, Some(&No)).err();
        assert_eq!(busy, Some(HashError::Busy), "{kept:?}");
        drop(held);
    }
}

#[test]
fn hash3_a_full_pool_is_busy_and_recovers() {
    let pool = HashPool::new(2, small()).unwrap();
    let stored = hashed(&pool, PASSWORD, None).into_stored();
    let password = prepared(PASSWORD);
    let first = pool.lease().unwrap();
    assert!(pool.verify(&password, Some(stored.as_str()), None).unwrap().is_right());
    let second = pool.lease().unwrap();
    assert_eq!(pool.verify(&password, Some(stored.as_str()), None).err(), Some(HashError::Busy));
    let verdict = PasswordRules::ent_ara().check(&password, None, &ContextWords::new());
    let refused = pool.hash(verdict.into_accepted().unwrap(), &mut entropy(), None);
    assert_eq!(refused.err(), Some(HashError::Busy));
    drop((first, second));
    assert!(pool.verify(&password, Some(stored.as_str()), None).unwrap().is_right());
}

#[test]
fn hash3_threads_share_a_pool() {
    let pool = HashPool::new(2, small()).unwrap();
    let stored = hashed(&pool, PASSWORD, None).into_stored();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let password = prepared(PASSWORD);
                for _ in 0..4 {
                    match pool.verify(&password, Some(stored.as_str()), None) {
                        Ok(verified) => assert!(verified.is_right()),
                        Err(error) => assert_eq!(error, HashError::Busy),
                    }
                }
            });
        }
    });
    assert_wiped(&pool);
}

#[test]
fn hash3_buffers_are_wiped_after_every_use() {
    let pool = HashPool::accepting(1, small(), HashPolicy::new(8_192, 1, 1).unwrap()).unwrap();
    let stored = hashed(&pool, PASSWORD, None).into_stored();
    assert_wiped(&pool);
    assert_ne!(verify(&pool, PASSWORD, stored.as_str(), None), Verification::Wrong);
    assert_wiped(&pool);
    assert_eq!(verify(&pool, "wrong", stored.as_str(), None), Verification::Wrong);
    assert_wiped(&pool);
    pool.verify(&prepared(PASSWORD), None, None).unwrap();
    assert_wiped(&pool);
}

#[test]
fn hash3_buffers_are_wiped_when_a_thread_panics() {
    let pool = HashPool::new(1, small()).unwrap();
    let panicked = thread::scope(|scope| {
        let run = || {
            let mut lease = pool.lease().unwrap();
            lease.blocks(2).unwrap()[1].as_mut()[7] = 7;
            panic!("on purpose");
        };
        scope.spawn(run).join().is_err()
    });
    assert!(panicked);
    let memory = pool.lease().unwrap();
    assert!(memory.memory.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
}

#[test]
fn hash3_a_record_larger_than_the_buffers_is_told_apart() {
    let large = HashPolicy::new(8_192, 1, 1).unwrap();
    let stored = hashed(&HashPool::new(1, large).unwrap(), PASSWORD, None).into_stored();
    let password = prepared(PASSWORD);
    let pool = HashPool::new(1, small()).unwrap();
    assert_eq!(pool.verify(&password, Some(stored.as_str()), None).err(), Some(HashError::Room));
    let pool = HashPool::accepting(1, small(), large).unwrap();
    let right = Verification::Right { rehash: true };
    assert_eq!(verify(&pool, PASSWORD, stored.as_str(), None), right);
}

#[test]
fn hash4_an_old_cost_is_replaced_at_the_next_login() {
    let old = HashPool::new(1, small()).unwrap();
    let stored = hashed(&old, PASSWORD, None).into_stored();
    let pool = HashPool::new(1, HashPolicy::new(7_168, 2, 1).unwrap()).unwrap();
    let password = prepared(PASSWORD);
    let verified = pool.verify(&password, Some(stored.as_str()), None).unwrap();
    assert_eq!(verified.verification(), Verification::Right { rehash: true });
    let renewed = verified.rehash(&pool, &mut entropy(), None).unwrap().unwrap();
    assert_eq!(renewed.old(), stored.as_str());
    assert_eq!(format!("{renewed:?}"), "Rehash(redacted)");
    let renewed = renewed.into_new();
    assert_eq!(renewed.policy(), pool.policy());
    let right = Verification::Right { rehash: false };
    assert_eq!(verify(&pool, PASSWORD, renewed.as_str(), None), right);

    let verified = pool.verify(&password, Some(renewed.as_str()), None).unwrap();
    assert_eq!(verified.rehash(&pool, &mut entropy(), None), Ok(None));

    let wrong = prepared("Canari*2022");
    let verified = pool.verify(&wrong, Some(stored.as_str()), None).unwrap();
    assert_eq!(verified.rehash(&pool, &mut entropy(), None), Ok(None));
}

#[test]
fn hash5_peppers_are_found_rotated_and_missed() {
    let pool = HashPool::new(1, small()).unwrap();
    let [first, both, second] = [ring(&["k1"]), ring(&["k2", "k1"]), ring(&["k2"])];
    let plain = hashed(&pool, PASSWORD, None).into_stored();
    let peppered = hashed(&pool, PASSWORD, Some(&first)).into_stored();
    assert_ne!(plain.tag(), peppered.tag());
    let right = |rehash| Ok(Verification::Right { rehash });
    let cases = [
        // kept hash, ring, what comes out
        (&peppered, Some(&first), right(false)),
        (&peppered, Some(&both), right(true)),
        (&peppered, Some(&second), Err(HashError::UnknownPepper)),
        (&peppered, None, Err(HashError::UnknownPepper)),
        (&plain, Some(&first), right(true)),
        (&plain, None, right(false)),
    ];
    let password = prepared(PASSWORD);
    for (stored, ring, expected) in cases {
        let verified = pool.verify(&password, Some(stored.as_str()), ring);
        assert_eq!(verified.map(|verified| verified.verification()), expected, "{ring:?}");
    }
    // Without its name, the same record is not the same hash.
    assert_eq!(verify(&pool, PASSWORD, peppered.phc(), Some(&first)), Verification::Wrong);
    let forged = KeyRing::new(KeyId::parse("k1").unwrap(), Key::new(vec![9; 32]).unwrap());
    assert_eq!(verify(&pool, PASSWORD, peppered.as_str(), Some(&forged)), Verification::Wrong);
}

/// A random source that always fails.
struct Broken;

impl TryRng for Broken {
    type Error = fmt::Error;

    fn try_next_u32(&mut self) -> Result<u32, fmt::Error> {
        Err(fmt::Error)
    }

    fn try_next_u64(&mut self) -> Result<u64, fmt::Error> {
        Err(fmt::Error)
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), fmt::Error> {
        Err(fmt::Error)
    }
}

impl TryCryptoRng for Broken {}

fn failed() -> HashError {
    Broken.fill(&mut [0]).unwrap_err().into()
}

#[test]
fn a_failing_random_source_makes_no_hash() {
    let pool = HashPool::new(1, small()).unwrap();
    let password = prepared(PASSWORD);
    let verdict = PasswordRules::ent_ara().check(&password, None, &ContextWords::new());
    let refused = pool.hash(verdict.into_accepted().unwrap(), &mut Broken, None);
    assert_eq!(refused, Err(failed()));
}

#[test]
fn pools_are_bounded() {
    for buffers in [0, 65, usize::MAX] {
        assert_eq!(HashPool::new(buffers, small()).err(), Some(HashError::Pool));
    }
}

#[test]
fn debug_and_errors_never_show_the_password() {
    let pool = HashPool::new(1, small()).unwrap();
    let password = prepared(PASSWORD);
    let new = hashed(&pool, PASSWORD, None);
    let verified = pool.verify(&password, Some(new.stored().as_str()), None).unwrap();
    let shown = format!("{pool:?} {new:?} {verified:#?} {password:?}");
    for secret in ["Canari", "argon2id", new.stored().as_str()] {
        assert!(!shown.contains(secret), "{shown}");
    }
    for told in ["HashPool { policy: HashPolicy { memory_kib: 7168", "buffers: 1 }", "Right"] {
        assert!(shown.contains(told), "{shown}");
    }
    assert!(shown.ends_with("<redacted>"), "{shown}");
}

#[test]
fn every_error_has_its_texts() {
    use HashError::{Busy, Engine, Memory, Policy, Pool, Room, UnknownPepper};
    let all = [Busy, failed(), Memory, Policy, Pool, Room, UnknownPepper, Engine];
    for error in all {
        assert!(message::is_known(error.code()), "{}", error.code());
    }
}

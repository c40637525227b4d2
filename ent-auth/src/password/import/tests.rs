use ent_core::message;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::super::{HashPolicy, HashPool, RecordAudit, Verification};
use super::*;

const PASSWORD: &str = "Azerty69!";

/// Says what it was told, and what it was asked.
struct Told(Option<bool>);

impl LegacyVerifier for Told {
    fn verify(&self, tag: &str, password: &[u8], record: &str) -> Option<bool> {
        assert_eq!((tag, record), ("portal", "record"));
        assert_eq!(password, PASSWORD.as_bytes());
        self.0
    }
}

fn pool() -> HashPool {
    HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap()
}

fn prepared(text: &str) -> PreparedPassword {
    PreparedPassword::from_text(text).unwrap()
}

fn verify(kept: &ImportedHash, legacy: Option<&dyn LegacyVerifier>) -> (Verification, RecordAudit) {
    let password = prepared(PASSWORD);
    let verified = pool().verify_imported(&password, kept, legacy).unwrap();
    (verified.verification(), verified.record())
}

#[test]
fn hash6_a_tag_of_the_host_is_asked_of_its_reader_alone() {
    let kept = ImportedHash::new("portal", "record");
    let right = (Verification::Right { rehash: true }, RecordAudit::Sound);
    let corrupt = RecordAudit::Corrupt(StoredHashError::Tag);
    assert_eq!(verify(&kept, Some(&Told(Some(true)))), right);
    let wrong = (Verification::Wrong, RecordAudit::Sound);
    assert_eq!(verify(&kept, Some(&Told(Some(false)))), wrong);
    assert_eq!(verify(&kept, Some(&Told(None))), (Verification::Wrong, corrupt));
    assert_eq!(verify(&kept, None), (Verification::Wrong, corrupt));
    // A tag of ours never reaches it: `Told` would stop the test.
    for format in ImportFormat::ALL {
        let kept = ImportedHash::new(format.code(), "5f4dcc3b5aa765d61d8327deb882cf99");
        let (found, _) = verify(&kept, Some(&Told(Some(true))));
        assert_eq!(found, Verification::Wrong, "{format:?}");
    }
}

#[test]
fn hash6_nothing_is_guessed_from_the_look_of_a_record() {
    let records = [
        "$argon2id$v=19$m=7168,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA",
        "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "",
    ];
    for record in records {
        for tag in ["", "BCRYPT", "argon2id", "a b", "é", &"a".repeat(33)] {
            let kept = ImportedHash::new(tag, record);
            let corrupt = RecordAudit::Corrupt(StoredHashError::Tag);
            assert_eq!(verify(&kept, None), (Verification::Wrong, corrupt), "{tag:?}");
        }
    }
}

#[test]
fn hash1_a_record_of_the_host_is_bounded_and_not_shown() {
    for (bytes, read) in [
        (0, Ok(())),
        (256, Ok(())),
        (257, Err(StoredHashError::TooLong)),
        (1 << 20, Err(StoredHashError::TooLong)),
    ] {
        let kept = ImportedHash::new("portal", &"x".repeat(bytes));
        assert_eq!(kept.check(), read, "{bytes}");
        assert_eq!(format!("{kept:?}"), r#"ImportedHash { tag: "portal", .. }"#);
    }
    assert_eq!(ImportedHash::new("a b", "").check(), Err(StoredHashError::Tag));
    let argon2i = "$argon2i$v=19$m=512,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA";
    assert_eq!(ImportedHash::new("argon2", argon2i).check(), Ok(()));
}

#[test]
fn pw4_what_was_typed_is_tried_before_its_prepared_form() {
    let [nfc, nfd] = ["École\u{A0}2021", "E\u{301}cole 2021"];
    let typed = |kept: &ImportedHash, text: &str| {
        let password = prepared(text);
        kept.typings(&password).map(str::to_owned).collect::<Vec<_>>()
    };
    let none = ImportedHash::new("bcrypt", "");
    assert_eq!(none.tag(), "bcrypt");
    assert_eq!(typed(&none, nfc), [nfc, "École 2021"]);
    assert_eq!(typed(&none, nfd), [nfd, "École 2021"]);
    assert_eq!(typed(&none, "École 2021"), ["École 2021"]);
    let prepared = none.prepared(Preparation::Nfc);
    assert_eq!(typed(&prepared, nfd), ["École 2021"]);
}

#[test]
fn hash4_an_import_is_replaced_by_a_hash_of_ours() {
    let kept = ImportedHash::new("portal", "record");
    let (pool, password) = (pool(), prepared(PASSWORD));
    let verified = pool.verify_imported(&password, &kept, Some(&Told(Some(true)))).unwrap();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let rehash = verified.rehash(&pool, &mut entropy, None).unwrap().unwrap();
    assert_eq!(rehash.old(), "record");
    assert!(!format!("{rehash:?} {kept:?}").contains("record\""), "{rehash:?} {kept:?}");
    let new = rehash.into_new();
    let again = pool.verify(&password, Some(new.as_str()), None).unwrap().verification();
    assert_eq!(again, Verification::Right { rehash: false });
}

#[test]
fn lists_have_their_texts() {
    ImportFormat::check_list();
    Preparation::check_list();
    assert!(message::is_known(ent_core::Coded::code(&StoredHashError::Tag)));
}

#[cfg(all(feature = "import-bcrypt", feature = "import-pbkdf2"))]
mod features {
    use super::*;

    #[test]
    fn formats_behind_features_verify() {
        let kept = [
            // Made by bcrypt, hashlib and Django's ways of writing them.
            ("bcrypt", "$2b$04$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe"),
            (
                "django-pbkdf2-sha256",
                "pbkdf2_sha256$1000$abcdefghijkl$Xg9Ydep0aFyl9trn4E//QMmv0CtrePmjQBQxtqLfvXQ=",
            ),
            (
                "django-bcrypt-sha256",
                "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuOVa72NMqu3bFXJBmTx7maUeDnYGJUisK",
            ),
        ];
        let right = (Verification::Right { rehash: true }, RecordAudit::Sound);
        for (tag, record) in kept {
            let kept = ImportedHash::new(tag, record);
            assert_eq!(verify(&kept, None), right, "{tag}");
            let wrong =
                pool().verify_imported(&prepared("Azerty70!"), &kept, None).unwrap().is_right();
            assert!(!wrong, "{tag}");
        }
    }

    #[test]
    fn hash1_bounds_of_imports_are_checked_before_any_work() {
        use StoredHashError::{Bounds, Format};
        let bcrypt =
            |cost| format!("$2b${cost}$abcdefghijklmnopqrstuOLhS8D2jWNIleMyWMqrgMH8zRETLKiAe");
        let tag = "A".repeat(43) + "=";
        let pbkdf2 = |iterations: &str, salt| format!("pbkdf2_sha256${iterations}${salt}${tag}");
        let cases = [
            // tag, record, what comes out
            ("bcrypt", bcrypt("04"), None),
            ("bcrypt", bcrypt("14"), None),
            ("bcrypt", bcrypt("03"), Some(Bounds)),
            ("bcrypt", bcrypt("15"), Some(Bounds)),
            ("bcrypt", bcrypt("99"), Some(Bounds)),
            ("bcrypt", bcrypt("4"), Some(Format)),
            ("bcrypt", bcrypt("+4"), Some(Format)),
            ("bcrypt", bcrypt("04").replace("KiAe", "K"), Some(Format)),
            ("django-pbkdf2-sha256", pbkdf2("1000", "abcdefgh"), None),
            ("django-pbkdf2-sha256", pbkdf2("2000000", "abcdefgh"), None),
            ("django-pbkdf2-sha256", pbkdf2("999", "abcdefgh"), Some(Bounds)),
            ("django-pbkdf2-sha256", pbkdf2("2000001", "abcdefgh"), Some(Bounds)),
            ("django-pbkdf2-sha256", pbkdf2("4294967296", "abcdefgh"), Some(Bounds)),
            ("django-pbkdf2-sha256", pbkdf2("1000", "abcdefg"), Some(Bounds)),
            ("django-pbkdf2-sha256", pbkdf2("1000", "abcdefgé"), Some(Format)),
            ("django-pbkdf2-sha256", pbkdf2("1000", "abcdefgh").replace("AAA=", ""), Some(Bounds)),
        ];
        for (tag, record, error) in cases {
            assert_eq!(ImportedHash::new(tag, &record).read().err(), error, "{tag} {record}");
        }
    }

    #[test]
    fn pw3_bcrypt_never_cuts() {
        // The bcrypt of 72 times `a`.
        let kept = ImportedHash::new(
            "bcrypt",
            "$2b$04$abcdefghijklmnopqrstuOimWHTbDXoN4bgLP.DY6j9.IWtcwBKwa",
        );
        for (typed, right) in [(71, false), (72, true), (73, false), (200, false)] {
            let password = prepared(&"a".repeat(typed));
            let verified = pool().verify_imported(&password, &kept, None).unwrap();
            assert_eq!(verified.is_right(), right, "{typed}");
        }
    }
}

#[cfg(not(any(feature = "import-bcrypt", feature = "import-pbkdf2")))]
#[test]
fn a_format_that_was_not_built_in_is_a_corrupt_record() {
    for tag in ["bcrypt", "django-pbkdf2-sha256", "django-bcrypt-sha256"] {
        let corrupt = RecordAudit::Corrupt(StoredHashError::Tag);
        let kept = ImportedHash::new(tag, "$2b$04$");
        assert_eq!(verify(&kept, None), (Verification::Wrong, corrupt));
    }
}

use ent_core::message;
use ent_core::transition::StateError;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::super::{
    ContextWords, HashPolicy, HashPool, LegacyVerifier, PasswordRules, PreparedPassword,
    RecordAudit,
};
use super::*;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

const LEAK: &str = "2024-03-26T00:00:00Z";
const BEFORE: &str = "2023-09-04T08:00:00Z";
const AFTER: &str = "2024-04-01T08:00:00Z";

fn imported(changed_at: Option<&str>, reset_at: Option<&str>) -> Credential {
    let hash = KeptHash::Imported(ImportedHash::new("bcrypt", "$2b$04$x"));
    Credential::kept_as(hash, changed_at.map(at), reset_at.map(at))
}

#[test]
fn pw8_the_four_exclusions_and_everyone_else() {
    use Exemption::{AlreadyReset, ChangedSince, FederatedOnly, NeverActivated};
    let cases = [
        // credential, why it is left alone
        (Credential::without(NoPassword::NeverActivated), Some(NeverActivated)),
        (Credential::without(NoPassword::FederatedOnly), Some(FederatedOnly)),
        (imported(Some(AFTER), None), Some(ChangedSince)),
        (imported(Some(BEFORE), Some(AFTER)), Some(AlreadyReset)),
        (imported(Some(LEAK), None), Some(ChangedSince)),
        (imported(Some(BEFORE), Some(LEAK)), Some(AlreadyReset)),
        (imported(Some(AFTER), Some(AFTER)), Some(ChangedSince)),
        (imported(None, Some(AFTER)), Some(AlreadyReset)),
        (imported(Some(BEFORE), None), None),
        (imported(Some(BEFORE), Some(BEFORE)), None),
        (imported(Some("2024-03-25T23:59:59.999Z"), None), None),
        (imported(None, None), None),
    ];
    let measure = ForcedChange { since: at(LEAK) };
    for (credential, exemption) in cases {
        assert_eq!(measure.exemption(&credential), exemption, "{credential:?}");
        assert_eq!(measure.applies(&credential), exemption.is_none());
    }
}

#[test]
fn a_credential_follows_its_account() {
    let pool = HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let mut hash = || {
        let verdict = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
        pool.hash(verdict.into_accepted().unwrap(), &mut entropy, None).unwrap()
    };
    let right = |credential: &Credential| {
        pool.verify_credential(&password, credential, None, None).unwrap().is_right()
    };

    let empty = Credential::without(NoPassword::NeverActivated);
    assert!(!right(&empty));
    assert_eq!(empty.reset(at(BEFORE)), Err(CredentialError::NoPassword));
    let chosen = empty.changed(hash(), at(BEFORE)).unwrap();
    assert!(right(&chosen));
    assert_eq!((chosen.missing(), chosen.changed_at()), (None, Some(at(BEFORE))));
    let taken = chosen.reset(at(LEAK)).unwrap();
    assert!(!right(&taken));
    assert_eq!((taken.changed_at(), taken.reset_at()), (Some(at(BEFORE)), Some(at(LEAK))));
    assert_eq!(taken.changed(hash(), at(BEFORE)), Err(CredentialError::Time));
    assert_eq!(taken.reset(at(BEFORE)), Err(CredentialError::Time));
    let again = taken.changed(hash(), at(AFTER)).unwrap();
    assert!(right(&again));
    assert_eq!((again.changed_at(), again.reset_at()), (Some(at(AFTER)), Some(at(LEAK))));
    let at_once = taken.changed(hash(), at(LEAK)).unwrap();
    assert!(right(&at_once));
    assert!(!right(&at_once.reset(at(LEAK)).unwrap()));
}

/// A reader of the host that finds every password right.
struct Yes;

impl LegacyVerifier for Yes {
    fn verify(&self, _: &str, _: &[u8], _: &str) -> Option<bool> {
        Some(true)
    }
}

#[test]
fn pw8_a_password_that_was_taken_back_signs_in_no_more() {
    let pool = HashPool::new(1, HashPolicy::new(7_168, 1, 1).unwrap()).unwrap();
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let own = pool.store(&password, &mut ChaCha20Rng::seed_from_u64(1), None).unwrap();
    let legacy = ImportedHash::new("portal", "record");
    let cases = [
        // last chosen, taken back, whether the right password signs in
        (Some(BEFORE), None, true),
        (None, None, true),
        (Some(AFTER), Some(LEAK), true),
        (Some(BEFORE), Some(LEAK), false),
        (Some(LEAK), Some(LEAK), false),
        (None, Some(LEAK), false),
    ];
    for (changed, reset, right) in cases {
        for kept in [KeptHash::Own(own.clone()), KeptHash::Imported(legacy.clone())] {
            let credential = Credential::kept_as(kept, changed.map(at), reset.map(at));
            assert_eq!(credential.is_taken_back(), !right, "{credential:?}");
            let found = pool.verify_credential(&password, &credential, None, Some(&Yes)).unwrap();
            let record = if right { RecordAudit::Sound } else { RecordAudit::Absent };
            assert_eq!((found.is_right(), found.record()), (right, record), "{credential:?}");
        }
    }
}

#[test]
fn hash4_a_hash_is_replaced_only_while_it_is_the_one_kept() {
    let policy = |passes| HashPolicy::new(7_168, passes, 1).unwrap();
    let [old, pool] = [1, 2].map(|passes| HashPool::new(1, policy(passes)).unwrap());
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let mut store =
        |pool: &HashPool| KeptHash::Own(pool.store(&password, &mut entropy, None).unwrap());
    let kept = Credential::kept_as(store(&old), Some(at(AFTER)), Some(at(LEAK)));
    let verified = pool.verify_credential(&password, &kept, None, None).unwrap();
    let mut entropy = ChaCha20Rng::seed_from_u64(2);
    let rehash = verified.rehash(&pool, &mut entropy, None).unwrap().unwrap();

    let renewed = kept.rehashed(&rehash).unwrap();
    assert_eq!(renewed.kept().map(KeptHash::record), Some(rehash.new_hash().as_str()));
    assert_eq!((renewed.changed_at(), renewed.reset_at()), (Some(at(AFTER)), Some(at(LEAK))));
    // A hash made of a password that was taken back meanwhile does not bring it back.
    let taken = kept.reset(at(AFTER)).unwrap().rehashed(&rehash).unwrap();
    assert!(!pool.verify_credential(&password, &taken, None, None).unwrap().is_right());
    // Twice, after another change, or for an account without password: nothing is overwritten.
    let changed = Credential::kept_as(store(&pool), Some(at(AFTER)), None);
    for other in [renewed, changed, Credential::without(NoPassword::FederatedOnly)] {
        assert_eq!(other.rehashed(&rehash), Err(CredentialError::Changed));
    }
}

#[test]
fn stored_credentials_are_read_back_and_bad_ones_refused() {
    let own = StoredHash::parse(
        "$argon2id$v=19$m=7168,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$dGFndGFndGFndGFndGFndA",
    );
    let own = KeptHash::Own(own.unwrap());
    let all = [
        Credential::without(NoPassword::FederatedOnly),
        Credential::kept_as(own, Some(at(BEFORE)), None),
        imported(None, Some(AFTER)),
    ];
    for credential in all {
        let text = credential.to_json().unwrap();
        assert_eq!(Credential::from_json(text.as_bytes()).unwrap(), credential, "{text}");
    }
    let golden = r#"{"schema":1,"state":"set","hash":{"imported":{"tag":"bcrypt","preparation":"none","record":"$2b$04$x"}},"changed_at":"2023-09-04T08:00:00Z"}"#;
    assert_eq!(imported(Some(BEFORE), None).to_json().unwrap(), golden);
    let newer = golden.replace("\"schema\":1", "\"schema\":2");
    let newer = Credential::from_json(newer.as_bytes()).err();
    assert_eq!(newer, Some(StateError::Newer { found: 2, known: 1 }));
    let long = ImportedHash::new("portal", &"x".repeat(5_000));
    let long = Credential::kept_as(KeptHash::Imported(long), None, None);
    assert_eq!(long.to_json(), Err(StateError::Corrupt { part: "size" }));
    for bad in [
        golden.replace("\"schema\":1", "\"schema\":0"),
        golden.replace("$2b$04$x", &"x".repeat(5_000)),
        golden.replace("\"schema\":1,", ""),
        golden.replace("2023-", "1823-"),
        golden.replace("\"imported\"", "\"own\""),
        golden.replace("\"none\"", "\"nfkc\""),
        golden.replace("\"state\"", "\"other\":1,\"state\""),
        r#"{"schema":1,"state":"none"}"#.to_owned(),
        r#"{"schema":1,"state":"set"}"#.to_owned(),
        r#"{"schema":1,"state":"none","reason":"?"}"#.to_owned(),
    ] {
        let error = Credential::from_json(bad.as_bytes()).unwrap_err();
        assert!(matches!(error, StateError::Corrupt { .. }), "{bad}");
    }
}

#[test]
fn lists_and_errors_have_their_texts_and_debug_is_redacted() {
    use CredentialError::{Changed, NoPassword as Missing, Time};
    NoPassword::check_list();
    Exemption::check_list();
    for error in [Missing, Changed, Time] {
        assert!(message::is_known(error.code()), "{}", error.code());
    }
    assert!(!format!("{:?}", imported(None, None)).contains("$2b"));
}

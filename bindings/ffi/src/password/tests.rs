//! What crosses, and what never does.

use super::*;
use crate::Entropy;

const CHEAP: HashPolicy = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };

fn typed(text: &str) -> Arc<PasswordInput> {
    Arc::new(PasswordInput::from_text(text.to_owned()).unwrap())
}

fn pool() -> HashPool {
    HashPool::new(1, CHEAP, None).unwrap()
}

fn hash(password: &PasswordInput) -> Arc<NewHash> {
    let entropy = Entropy::seeded(1);
    let made = pool().hash_accepted("educonnect", password, &entropy, None, &[], None);
    match made.unwrap() {
        HashOutcome::Accepted { hash } => hash,
        HashOutcome::Refused { violations, .. } => panic!("{violations:?}"),
    }
}

#[test]
fn passwords_are_judged_with_typed_parameters() {
    let verdict = check_password("educonnect", &typed("azert"), None, &[]).unwrap();
    let ids: Vec<_> = verdict.violations.iter().map(|v| v.id.as_str()).collect();
    assert_eq!(ids, ["length/min", "class/upper", "class/digit", "class/special"]);
    let actual = verdict.violations[0].params.get("actual");
    assert_eq!(actual, Some(&ViolationParam::Number { value: 5 }));
    assert!(verdict.violations.iter().all(|v| v.text_fr != v.id && v.text_en != v.text_fr));

    let second = Some(typed("Azerty69?"));
    let word = ContextWord { kind: ContextKind::School, text: "Azerty".to_owned() };
    let verdict = check_password("educonnect", &typed("Azerty69!"), second, &[word]).unwrap();
    let ids: Vec<_> = verdict.violations.iter().map(|v| v.id.as_str()).collect();
    assert_eq!(ids, ["confirmation/differs", "word/context"]);
    let kind = ViolationParam::Text { value: ContextKind::School.code() };
    assert_eq!(verdict.violations[1].params.get("kind"), Some(&kind));
    let unknown = check_password("?", &typed(""), None, &[]).unwrap_err();
    assert_eq!(unknown.code(), "password/rules");
}

#[test]
fn requirements_follow_the_typing() {
    let met = |typed| {
        let all = password_requirements("educonnect", typed).unwrap();
        all.iter().map(|requirement| requirement.met).collect::<Vec<_>>()
    };
    assert!(met(None).iter().all(|met| !met));
    assert!(met(Some(typed("Azerty69!"))).iter().all(|met| *met));
}

#[test]
fn hashes_verify_and_are_renewed() {
    let (right, wrong) = (typed("Azerty69!"), typed("Azerty70!"));
    let kept = hash(&right).stored().text();
    let check = |password| pool().verify(password, Some(kept.clone()), None).unwrap();
    let sound = HashRecord::Sound;
    let verification =
        PasswordVerification { right: true, rehash: false, record: sound, record_code: None };
    assert_eq!(check(&right), verification);
    assert!(!check(&wrong).right);
    let none = pool().verify(&right, None, None).unwrap();
    assert_eq!((none.right, none.record), (false, HashRecord::Absent));
    let corrupt = pool().verify(&right, Some("?".to_owned()), None).unwrap();
    assert_eq!((corrupt.right, corrupt.record), (false, HashRecord::Corrupt));

    let pepper = Some(Arc::new(crate::keys::test_ring()));
    let entropy = Entropy::seeded(2);
    let renew =
        |password| pool().rehash(password, Some(kept.clone()), &entropy, pepper.clone()).unwrap();
    assert_eq!(renew(&right).unwrap().pepper_id().as_deref(), Some("test"));
    assert!(renew(&wrong).is_none());
}

#[test]
fn refusals_keep_their_codes() {
    let large = "a".repeat(1_025);
    let error = PasswordInput::from_text(large.clone()).unwrap_err();
    assert_eq!(error.code(), "password/too-long");
    assert!(!format!("{error} {error:?}").contains("aaa"));
    let error = PasswordInput::from_bytes(vec![0xFF]).unwrap_err();
    assert_eq!(error.code(), "password/encoding");
    for (buffers, policy, code) in [
        (0, CHEAP, "hash/pool"),
        (-1, CHEAP, "hash/pool"),
        (1, HashPolicy { memory_kib: -1, ..CHEAP }, "hash/policy"),
        (1, HashPolicy { lanes: 5, ..CHEAP }, "hash/policy"),
    ] {
        let error = HashPool::new(buffers, policy, None).unwrap_err();
        assert!(matches!(error, EntError::Hash { .. }));
        assert_eq!(error.code(), code);
    }
    assert_eq!(StoredHash::parse("x").unwrap_err().code(), "hash/record-format");
    assert_eq!(HashPreset::Owasp19m.policy().memory_kib, 19_456);
}

#[test]
fn nothing_shows_a_password_or_a_hash() {
    let password = typed("Canari69!");
    let new = hash(&password);
    let word = ContextWord { kind: ContextKind::Name, text: "Canari".to_owned() };
    let shown = format!("{password:?} {new:?} {:?} {word} {word:?}", new.stored());
    assert!(!shown.contains("anari") && !shown.contains("argon"), "{shown}");
}

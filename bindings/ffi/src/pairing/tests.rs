use super::*;
use crate::address::BaseAddress;
use crate::keys::test_ring;
use crate::time::parse_instant;

fn context() -> PairingContext {
    PairingContext::new(
        Arc::new(PairingPolicy::mobile_activation()),
        Arc::new(test_ring()),
        Arc::new(Entropy::seeded(1)),
    )
}

fn at(seconds: i64) -> Timestamp {
    parse_instant("2021-09-01T08:00:00Z").unwrap().plus_seconds(seconds).unwrap()
}

fn issued(context: &PairingContext) -> (Arc<Pairing>, Arc<PairingCode>) {
    let fresh = Pairing::fresh("guardian-1").unwrap();
    let step = fresh.issue("guardian-1", "session-1", at(0), context, at(0)).unwrap();
    let bytes = step.writes().unwrap()[0].bytes.clone();
    let CommittedPairing { pairing, outcome, .. } = step.commit(true).unwrap();
    assert_eq!(fresh.reload(bytes).unwrap().version(), pairing.version());
    let PairingOutcome::Issued { code } = outcome else { panic!("{outcome:?}") };
    (pairing, code)
}

#[test]
fn a_phone_is_activated_and_loses_its_access() {
    let context = context();
    let (pairing, code) = issued(&context);
    let base = BaseAddress::parse("https://ent.exemple.fr/mobile").unwrap();
    let scanned = PairingPayload::parse(&base, &code.link(&base)).unwrap();
    assert_eq!((scanned.identifier(), scanned.code()), (code.identifier(), code.printed()));
    assert!(!format!("{scanned:?} {code:?} {pairing:?}").contains(&code.printed()));
    assert_eq!(scanned.link(&base), code.link(&base));
    let typed = PairingPayload::typed(&code.identifier_shown(), code.printed()).unwrap();
    assert_eq!(typed.link(&base), code.link(&base));
    assert_eq!(typed.identifier_shown(), code.identifier_shown());
    let error = PairingPayload::typed("1", code.printed()).unwrap_err();
    assert_eq!(error.code(), "pairing/id-format");
    assert_eq!(code.identifier_shown().replace(' ', ""), code.identifier());

    let found = Pairing::find(&scanned.identifier(), Some("guardian-1".to_owned())).unwrap();
    assert_eq!(found.key(), pairing.key());
    assert_eq!(pairing_key("guardian-1").unwrap(), pairing.key());
    let step = pairing.redeem(&code.identifier(), scanned.code(), "phone-1", &context, at(60));
    let done = step.unwrap().commit(true).unwrap();
    let PairingOutcome::Granted { grant } = done.outcome else { panic!() };
    assert_eq!((grant.account(), grant.device()), ("guardian-1".to_owned(), "phone-1".to_owned()));
    assert_eq!((grant.identifier(), grant.granted_at()), (code.identifier(), at(60)));
    let view = done.pairing.view(None, &context.policy, at(61)).unwrap();
    assert_eq!((view.step, view.device.as_deref()), (PairingStep::Redeemed, Some("phone-1")));
    assert_eq!(done.pairing.devices()[0].since, at(60));

    let change = done.pairing.account_changed(AccountChange::PasswordReset, &context, at(70));
    let done = change.unwrap().commit(true).unwrap();
    assert!(matches!(done.outcome, PairingOutcome::Revoked { devices } if devices == ["phone-1"]));
    assert!(done.pairing.devices().is_empty());
}

#[test]
fn a_lost_grant_is_handed_out_again_to_its_device() {
    let context = context();
    let (pairing, code) = issued(&context);
    let id = code.identifier();
    let step = pairing.redeem(&id, code.printed(), "phone-1", &context, at(60)).unwrap();
    let bytes = step.writes().unwrap().remove(0).bytes;
    let PairingOutcome::Granted { grant } = step.commit(true).unwrap().outcome else { panic!() };
    let pairing = pairing.reload(bytes).unwrap();
    let claim = |device: &str, seconds| {
        let step = pairing.claim(&id, device, &context, at(seconds)).unwrap();
        step.commit(true).unwrap()
    };
    let PairingOutcome::Granted { grant: again } = claim("phone-1", 600).outcome else { panic!() };
    assert_eq!((again.device(), again.granted_at()), (grant.device(), grant.granted_at()));
    for refused in [claim("phone-2", 600), claim("phone-1", 660)] {
        assert_eq!(refused.name, "nothing_pending");
    }
    let nobody = Pairing::find("0123456789", None).unwrap();
    let unknown = nobody.claim("0123456789", "phone-1", &context, at(600)).unwrap();
    assert_eq!(unknown.writes().unwrap().len(), 1);
    assert_eq!(unknown.commit(true).unwrap().name, "unknown");
    assert_eq!(
        nobody.claim("", "phone-1", &context, at(600)).unwrap_err().code(),
        "pairing/id-empty"
    );
}

#[test]
fn an_unknown_identifier_looks_like_a_wrong_code() {
    let context = context();
    let (pairing, code) = issued(&context);
    let wrong = pairing.redeem(&code.identifier(), "BBBB-BBBB".to_owned(), "p", &context, at(1));
    let nobody = Pairing::find("0123456789", None).unwrap();
    let unknown = nobody.redeem("0123456789", "BBBB-BBBB".to_owned(), "p", &context, at(1));
    let [wrong, unknown] = [wrong, unknown].map(|step| step.unwrap().commit(true).unwrap());
    assert_eq!(wrong.public_outcome, unknown.public_outcome);
    assert_eq!((wrong.name.as_str(), unknown.name.as_str()), ("wrong", "unknown"));
    assert_eq!(nobody.revoke(&context, at(1)).unwrap_err().code(), "step/out-of-order");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let context = context();
    let (pairing, code) = issued(&context);
    let redeem = |id: &str, code: &str, device: &str| {
        pairing.redeem(id, code.to_owned(), device, &context, at(1)).unwrap_err()
    };
    let id = code.identifier();
    assert_eq!(redeem("", "BBBB-BBBB", "p").code(), "pairing/id-empty");
    assert_eq!(redeem(&id, "canary", "p").code(), "pairing/code-format");
    assert!(!format!("{:?}", redeem(&id, "canary", "p")).contains("canary"));
    assert_eq!(redeem(&id, "BBBB-BBBB", "é").code(), "id/format");
    assert_eq!(pairing.reload(b"{}".to_vec()).unwrap_err().code(), "state/corrupt");
    let stale = pairing.issue("guardian-1", "s", at(-300), &context, at(60)).unwrap();
    assert_eq!(stale.commit(true).unwrap().name, "stale_session");
}

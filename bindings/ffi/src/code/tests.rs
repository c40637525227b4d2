use super::*;
use crate::contact::{Region, parse_phone_number};
use crate::keys::test_ring;
use crate::message::Lang;
use crate::time::parse_instant;

fn context() -> LedgerContext {
    LedgerContext::new(
        Arc::new(CodePolicy::educonnect_sms()),
        Arc::new(test_ring()),
        Arc::new(Entropy::seeded(1)),
    )
}

fn at(seconds: i64) -> Timestamp {
    parse_instant("2021-09-01T08:00:00Z").unwrap().plus_seconds(seconds).unwrap()
}

fn mobile() -> PhoneNumber {
    parse_phone_number("06 12 34 56 78", Region::FR).unwrap()
}

fn fresh() -> Ledger {
    Ledger::fresh("guardian-1", CodePurpose::Activation).unwrap()
}

fn issued(context: &LedgerContext) -> (Arc<Ledger>, Arc<Sms>) {
    let step = fresh().issue("flow-1", mobile(), Audience::Known, context, at(0)).unwrap();
    let writes = step.writes().unwrap();
    assert_eq!(writes.len(), 1);
    assert_eq!((writes[0].key.as_str(), writes[0].expected_version), (&*fresh().key(), None));
    let CommittedLedger { ledger, outcome, .. } = step.commit(true).unwrap();
    let LedgerOutcome::SendSms { sms } = outcome else { panic!("{outcome:?}") };
    let loaded = Ledger::load("guardian-1", CodePurpose::Activation, writes[0].bytes.clone());
    assert_eq!(loaded.unwrap().version(), ledger.version());
    (ledger, sms)
}

#[test]
fn a_code_is_sent_typed_and_proved() {
    let context = context();
    let (ledger, sms) = issued(&context);
    assert_eq!(sms.to(), mobile());
    assert!(sms.text(Lang::Fr).contains(&sms.code()));
    assert_eq!(ledger.next_deadline(), Some(sms.expires_at()));
    let view = ledger.view("flow-1", &context.policy, at(60)).unwrap();
    assert_eq!((view.step, view.seconds_left, view.attempts_left), (LedgerStep::Pending, 1_740, 5));

    let wrong = if sms.code() == "00000000" { "11111111" } else { "00000000" };
    let step = ledger.submit("flow-1", wrong.to_owned(), &context, at(60)).unwrap();
    assert_eq!(step.writes().unwrap()[0].expected_version, Some(1));
    let committed = step.commit(true).unwrap();
    assert!(matches!(committed.outcome, LedgerOutcome::Wrong { attempts_left: 4 }));
    assert_eq!(committed.public_outcome, PublicOutcome::Refused);

    let step = committed.ledger.submit("flow-1", sms.code(), &context, at(61)).unwrap();
    let committed = step.commit(true).unwrap();
    assert_eq!(
        (committed.name.as_str(), committed.ledger.state().as_str()),
        ("verified", "verified")
    );
    let LedgerOutcome::Verified { proof } = committed.outcome else { panic!() };
    assert_eq!((proof.flow().as_str(), proof.proved_at()), ("flow-1", at(61)));
    assert!(!format!("{sms:?} {proof:?} {ledger:?}").contains(&sms.code()));
}

#[test]
fn a_transition_opens_once_and_only_when_stored() {
    let context = context();
    let step = fresh().issue("flow-1", mobile(), Audience::Known, &context, at(0)).unwrap();
    assert!(matches!(step.commit(false), Err(EntError::CasLost { .. })));
    for spent in [step.commit(true).map(drop), step.writes().map(drop)] {
        let error = spent.unwrap_err();
        assert!(matches!(&error, EntError::Step { text_fr, .. } if !text_fr.contains('/')));
        assert_eq!(error.code(), "transition/spent");
    }
}

#[test]
fn a_decoy_looks_alike() {
    let context = context();
    let (known, _) = issued(&context);
    let step = fresh().issue("flow-1", mobile(), Audience::Decoy, &context, at(0)).unwrap();
    let decoy = step.commit(true).unwrap();
    assert!(matches!(decoy.outcome, LedgerOutcome::NothingToSend));
    assert_eq!(decoy.public_outcome, PublicOutcome::Ok);
    let view = |ledger: &Ledger| ledger.view("flow-1", &context.policy, at(5)).unwrap();
    assert_eq!(view(&decoy.ledger), view(&known));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let context = context();
    let (ledger, _) = issued(&context);
    let submit = |code: &str| ledger.submit("flow-1", code.to_owned(), &context, at(1));
    assert_eq!(submit("").unwrap_err().code(), "code/empty");
    let error = submit("canary").unwrap_err();
    assert_eq!(error.code(), "code/format");
    assert!(!format!("{error} {error:?}").contains("canary"));
    assert_eq!(ledger.resend("é", &context, at(1)).unwrap_err().code(), "id/format");
    assert_eq!(Ledger::fresh("", CodePurpose::Recovery).unwrap_err().code(), "id/format");
    let load = |bytes: &[u8]| Ledger::load("guardian-1", CodePurpose::Recovery, bytes.to_vec());
    assert!(matches!(load(b"{}"), Err(EntError::State { .. })));
}

#[test]
fn waiting_is_told_in_seconds() {
    let context = context();
    let (ledger, _) = issued(&context);
    let committed = ledger.resend("flow-1", &context, at(10)).unwrap().commit(true).unwrap();
    assert!(matches!(committed.outcome, LedgerOutcome::TryLater { until } if until == at(60)));
    assert_eq!(committed.public_outcome, PublicOutcome::TryLater { seconds: 50 });
    assert!(committed.public_outcome.text_en().contains("50"));
    assert_eq!(committed.public_outcome.code(), "try_later");
}

#[test]
fn a_message_is_bound_to_a_host_and_read_back() {
    let context = context();
    let (_, sms) = issued(&context);
    let message = sms.bound_text(Lang::Fr, "ENT.exemple.fr").unwrap();
    assert_eq!((message.length.encoding, message.length.segments), (SmsEncoding::Gsm7, 1));
    assert_eq!(measure_sms(&message.text), message.length);
    let read = read_sms(&message.text).unwrap();
    assert_eq!((read.host.as_str(), &read.code), ("ent.exemple.fr", &sms.code()));
    assert!(!format!("{message:?} {read:?}").contains(&sms.code()));
    assert_eq!(sms.bound_text(Lang::En, "localhost").unwrap_err().code(), "address/host");
    assert_eq!(read_sms("canary").unwrap_err().code(), "sms/unbound");
    assert_eq!(CodePolicy::oob_10min().values().digits, 6);
}

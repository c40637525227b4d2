use super::*;
use crate::Entropy;
use crate::code::{
    Audience, CodePolicy, CodePurpose, CommittedLedger, Ledger, LedgerContext, LedgerOutcome,
};
use crate::contact::{PhoneNumber, Region, parse_phone_number};
use crate::keys::test_ring;
use crate::password::{HashOutcome, HashPolicy, HashPool, PasswordInput};
use crate::person::PersonName;
use crate::time::{parse_birth_date, parse_instant};

fn at(seconds: i64) -> Timestamp {
    parse_instant("2021-09-01T08:00:00Z").unwrap().plus_seconds(seconds).unwrap()
}

fn mobile(text: &str) -> PhoneNumber {
    parse_phone_number(text, Region::FR).unwrap()
}

fn name(family: &str) -> PersonName {
    PersonName { family: family.to_owned(), given: "Zoé".to_owned(), usual: None }
}

fn directory() -> Vec<GuardianRecord> {
    vec![GuardianRecord {
        subject: "guardian-1".to_owned(),
        name: name("Canari"),
        mobile: mobile("0612345678"),
        login: "z.canari".to_owned(),
        children: vec![Child {
            pupil: "pupil-1".to_owned(),
            given_name: "Lou".to_owned(),
            birth_date: parse_birth_date("2009-03-14").unwrap(),
        }],
        activated: false,
    }]
}

fn find(family: &str) -> GuardianMatch {
    let claim = GuardianClaim::new(name(family), mobile("0612345678")).unwrap();
    claim.find(directory(), &test_ring()).unwrap()
}

fn commit(step: Result<ActivationTransition, EntError>) -> CommittedActivation {
    step.unwrap().commit(true).unwrap()
}

fn answer(date: &str) -> [ChildAnswer; 1] {
    let date = parse_birth_date(date).unwrap();
    [ChildAnswer { pupil: "pupil-1".to_owned(), answer: Answer::Born { date } }]
}

fn new_hash() -> Arc<NewHash> {
    let pool = HashPool::new(1, HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 }, None);
    let password = PasswordInput::from_text("Azerty69!".to_owned()).unwrap();
    let made =
        pool.unwrap().hash_accepted("educonnect", &password, &Entropy::seeded(1), None, &[], None);
    match made.unwrap() {
        HashOutcome::Accepted { hash } => hash,
        HashOutcome::Refused { violations, .. } => panic!("{violations:?}"),
    }
}

#[test]
fn a_guardian_activates_an_account() {
    let policy = ActivationPolicy::educonnect();
    let found = find("CANARI");
    let fresh = GuardianActivation::fresh(&found.subject()).unwrap();
    let CommittedActivation { activation, outcome, .. } =
        commit(fresh.begin("flow-1", &found, &policy, at(0)));
    let ActivationOutcome::IssueCode { subject, to, audience } = outcome else { panic!() };
    assert_eq!((&subject, audience), (&found.subject(), Audience::Known));

    let context = LedgerContext::new(
        Arc::new(CodePolicy::educonnect_sms()),
        Arc::new(test_ring()),
        Arc::new(Entropy::seeded(1)),
    );
    let ledger = Ledger::fresh(&subject, CodePurpose::Activation).unwrap();
    let issued = ledger.issue("flow-1", to, audience, &context, at(0)).unwrap();
    let CommittedLedger { ledger, outcome, .. } = issued.commit(true).unwrap();
    let LedgerOutcome::SendSms { sms } = outcome else { panic!() };
    let typed = ledger.submit("flow-1", sms.code(), &context, at(9)).unwrap().commit(true).unwrap();
    let LedgerOutcome::Verified { proof } = typed.outcome else { panic!() };

    let committed = commit(activation.phone_proved(&proof, &policy, at(9)));
    let view = committed.activation.view("flow-1", &policy, at(9)).unwrap();
    assert_eq!((view.step, view.children.len(), view.login), (ActivationStep::Children, 1, None));

    let wrong = answer("2009-03-15");
    let committed = commit(committed.activation.confirm_children("flow-1", &wrong, &policy, at(9)));
    assert_eq!(committed.outcome, ActivationOutcome::ChildrenRefused { attempts_left: 2 });
    assert_eq!(committed.public_outcome, PublicOutcome::Refused);
    let right = answer("2009-03-14");
    let committed = commit(committed.activation.confirm_children("flow-1", &right, &policy, at(9)));
    assert_eq!(committed.name, "children_confirmed");

    let hash = new_hash();
    let step = committed.activation.choose_password("flow-1", &hash, &policy, at(9)).unwrap();
    let bytes = step.writes().unwrap().remove(0).bytes;
    let committed = step.commit(true).unwrap();
    let ActivationOutcome::Activated { account } = &committed.outcome else { panic!() };
    assert_eq!(
        (account.login.as_str(), &account.attached[..]),
        ("z.canari", &["pupil-1".to_owned()][..])
    );
    assert_eq!(account.password.text(), hash.stored().text());

    let loaded = GuardianActivation::load(&found.subject(), bytes).unwrap();
    assert_eq!(loaded.version(), committed.activation.version());
    assert_eq!(commit(loaded.observe(&policy, at(99))).outcome, committed.outcome);
}

#[test]
fn a_stranger_meets_a_decoy() {
    let policy = ActivationPolicy::educonnect();
    let found = find("Martin");
    let fresh = GuardianActivation::fresh(&found.subject()).unwrap();
    let committed = commit(fresh.begin("flow-1", &found, &policy, at(0)));
    let ActivationOutcome::IssueCode { audience, .. } = committed.outcome else { panic!() };
    assert_eq!((audience, committed.public_outcome), (Audience::Decoy, PublicOutcome::Ok));
    let other = GuardianActivation::fresh("guardian-1").unwrap();
    let error = other.begin("flow-1", &found, &policy, at(0)).unwrap_err();
    assert_eq!(error.code(), "step/out-of-order");
}

#[test]
fn what_cannot_be_read_is_refused() {
    let fixed = GuardianClaim::new(name("Canari"), mobile("0472000000")).unwrap_err();
    assert_eq!(fixed.code(), "claim/not-mobile");
    let claim = GuardianClaim::new(name("Canari"), mobile("0612345678")).unwrap();
    for (login, subject, code) in
        [("", "a", "login/empty"), ("é", "a", "login/format"), ("z", "", "id/format")]
    {
        let mut records = directory();
        records[0].login = login.to_owned();
        records[0].subject = subject.to_owned();
        assert_eq!(claim.find(records, &test_ring()).unwrap_err().code(), code);
    }
}

#[test]
fn nothing_shows_a_person() {
    let found = find("Canari");
    let fresh = GuardianActivation::fresh(&found.subject()).unwrap();
    let committed = commit(fresh.begin("flow-1", &found, &ActivationPolicy::educonnect(), at(0)));
    let answers = answer("2009-03-14");
    let shown = format!(
        "{:?} {:?} {found:?} {fresh:?} {committed:?} {answers:?}",
        directory(),
        directory()[0].children
    );
    for secret in ["Canari", "anari", "Lou", "2009", "345678", "Zo"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

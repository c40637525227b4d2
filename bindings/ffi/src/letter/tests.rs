use super::*;
use crate::ent::Ent;
use crate::keys::test_ring;
use crate::message::Lang;
use crate::password::{HashPolicy, PasswordRulesOptions};
use crate::person::PersonName;
use crate::time::{parse_birth_date, parse_instant};

fn context() -> LetterContext {
    context_of(LetterPolicy::three_months())
}

fn context_of(letters: LetterPolicy) -> LetterContext {
    let policy = HashPolicy { memory_kib: 7_168, passes: 1, lanes: 1 };
    let pool = HashPool::new(1, policy, None).unwrap();
    let pepper = Some(Arc::new(test_ring()));
    LetterContext::new(Arc::new(letters), &pool, Arc::new(Entropy::seeded(1)), pepper)
}

fn morning() -> Timestamp {
    parse_instant("2026-11-30T08:00:00Z").unwrap()
}

fn paris() -> Zone {
    Zone::parse("Europe/Paris").unwrap()
}

fn to() -> LetterRecipient {
    let name = PersonName { family: "Canari".to_owned(), given: "Zoé".to_owned(), usual: None };
    let ent = Arc::new(Ent::find("auvergne-rhone-alpes").unwrap());
    LetterRecipient { name, login: "z.canari01".to_owned(), children: Vec::new(), ent }
}

fn dates(typed: &str) -> Vec<TypedBirthDate> {
    let known = parse_birth_date("2012-03-14").unwrap();
    vec![TypedBirthDate { known, typed: parse_birth_date(typed).unwrap() }]
}

fn typed(text: &str) -> PasswordInput {
    PasswordInput::from_text(text.to_owned()).unwrap()
}

fn printed(committed: &CommittedLetter) -> Arc<Notice> {
    let LetterOutcome::Print { notice } = &committed.outcome else { panic!("{committed:?}") };
    Arc::clone(notice)
}

#[test]
fn a_letter_activates_an_account_once() {
    let context = context();
    let fresh = Letter::fresh("pupil-1", LetterHolder::Pupil).unwrap();
    let issued = fresh.issue(&paris(), to(), &context, morning()).unwrap();
    let write = issued.writes().unwrap().remove(0);
    assert_eq!(write.key, letter_key("pupil-1").unwrap());
    let issued = issued.commit(true).unwrap();
    let notice = printed(&issued);
    let secret = String::from_utf8(notice.secret()).unwrap();
    assert_eq!((secret.len(), notice.number()), (19, 1));
    assert_eq!(notice.last_day_text(Lang::Fr), "28 février 2027");
    assert_eq!(notice.instructions(Lang::En).len(), 7);
    assert!(String::from_utf8(notice.text(Lang::Fr)).unwrap().contains(&secret));
    let shown = format!("{issued:?} {notice:?} {:?} {context:?} {write:?}", to());
    assert!(!shown.contains(&secret) && !shown.contains("Canari"), "{shown}");

    let letter = Letter::load("pupil-1", write.bytes).unwrap();
    let lower = secret.to_lowercase().replace('-', " ");
    let opened = letter.sign_in("flow-1", &typed(&lower), &context, morning()).unwrap();
    let opened = opened.commit(true).unwrap();
    assert!(matches!(&opened.outcome, LetterOutcome::Opened { scope } if scope.flow == "flow-1"));
    let view = opened.letter.view("flow-1", &LetterPolicy::three_months(), morning()).unwrap();
    assert_eq!((view.step, view.seconds_left), (LetterStep::Activation, Some(1800)));

    let activate = |password: &str, typed_date: &str| {
        opened.letter.activate(
            "flow-1",
            &typed(password),
            dates(typed_date),
            None,
            &context,
            morning(),
            None,
            &[],
            None,
        )
    };
    let Ok(LetterActivation::Refused { violations }) = activate("azerty", "2012-03-14") else {
        panic!("not refused")
    };
    assert!(!violations.is_empty());
    for (date, name) in [("2012-03-15", "dates_refused"), ("2012-03-14", "activated")] {
        let Ok(LetterActivation::Checked { transition }) = activate("Azerty69!", date) else {
            panic!("not checked")
        };
        let committed = transition.commit(true).unwrap();
        assert_eq!(committed.name, name);
        let spent = transition.commit(true).unwrap_err();
        assert_eq!(spent.code(), "transition/spent");
    }
}

#[test]
fn a_stack_may_ask_for_its_own_rules() {
    let options = PasswordRulesOptions { min: Some(12), ..PasswordRulesOptions::of("mine") };
    let own = Arc::new(PasswordRuleSet::custom(options).unwrap());
    let options =
        LetterPolicyOptions { rules: Some(Arc::clone(&own)), ..LetterPolicyOptions::default() };
    let context = context_of(LetterPolicy::custom(options).unwrap());
    let letter = Letter::fresh("pupil-1", LetterHolder::Pupil).unwrap();
    assert_eq!((letter.subject().as_str(), letter.holder()), ("pupil-1", LetterHolder::Pupil));
    let issued = letter.issue(&paris(), to(), &context, morning()).unwrap().commit(true).unwrap();
    let secret = String::from_utf8(printed(&issued).secret()).unwrap();
    let opened = issued.letter.sign_in("flow-1", &typed(&secret), &context, morning()).unwrap();
    let opened = opened.commit(true).unwrap().letter;
    let educonnect = Arc::new(PasswordRuleSet::find("educonnect").unwrap());
    let cases = [
        // password, rules in place of the policy's, what came of it
        ("Azerty69!", None, "refused"),
        ("violette-marbre", Some(educonnect), "refused"),
        (
            "Azerty69!",
            Some(PasswordRuleSet::find("educonnect").unwrap().into()),
            "password_refused",
        ),
        ("violette-marbre", Some(own), "activated"),
        ("violette-marbre", None, "activated"),
    ];
    for (password, rules, name) in cases {
        let (password, dates) = (typed(password), dates("2012-03-14"));
        let made = opened
            .activate("flow-1", &password, dates, None, &context, morning(), None, &[], rules)
            .unwrap();
        let found = match made {
            LetterActivation::Refused { .. } => "refused".to_owned(),
            LetterActivation::Checked { transition } => transition.commit(true).unwrap().name,
        };
        assert_eq!(found, name);
    }
}

#[test]
fn bad_input_changes_nothing() {
    let context = context();
    let letter = Letter::fresh("pupil-1", LetterHolder::Guardian).unwrap();
    for (text, code) in [("", "letter/empty"), ("- -", "letter/empty"), ("BCDF", "letter/format")] {
        let refused = letter.sign_in("flow-1", &typed(text), &context, morning());
        assert_eq!(refused.unwrap_err().code(), code);
    }
    let nobody = Letter::decoy().sign_in("f", &typed("BBBBBBBBBBBBBBBB"), &context, morning());
    let nobody = nobody.unwrap();
    assert!(nobody.writes().unwrap().is_empty());
    assert_eq!(nobody.commit(true).unwrap().public_outcome, PublicOutcome::Refused);
    assert_eq!(Letter::fresh("", LetterHolder::Pupil).unwrap_err().code(), "id/format");
    assert_eq!(Letter::load("pupil-1", vec![0]).unwrap_err().code(), "state/corrupt");
    let wrong = LetterRecipient { login: "é".to_owned(), ..to() };
    let refused = letter.issue(&paris(), wrong, &context, morning()).unwrap_err();
    assert_eq!(refused.code(), "login/format");
    assert_eq!(letter.state_of(-1), None);
}

#[test]
fn a_batch_crosses_once() {
    let context = context();
    let person = |subject: &str| LetterRequest {
        letter: Arc::new(Letter::fresh(subject, LetterHolder::Pupil).unwrap()),
        to: to(),
    };
    let made =
        issue_letters(vec![person("a"), person("b")], &paris(), &context, morning()).unwrap();
    assert_eq!((made.letters.len(), made.stopped_at), (2, None));
    let secrets: Vec<_> =
        made.letters.iter().map(|letter| printed(&letter.commit(true).unwrap()).secret()).collect();
    assert_ne!(secrets[0], secrets[1]);
    let twice = issue_letters(vec![person("a"), person("a")], &paris(), &context, morning());
    assert_eq!(twice.unwrap_err().code(), "letter/twice");
}

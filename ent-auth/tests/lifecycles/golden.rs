//! Stored states of every released schema still load, and are still written as they were.
//!
//! `ENT_UPDATE=1` writes the files anew; a released one must never change.

use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use ent_auth::LoginId;
use ent_auth::code::{Audience, Event, Ledger, Outcome, Policy, Purpose, TypedCode};
use ent_auth::educonnect::{self, ActivationPolicy, GuardianActivation};
use ent_auth::letter::{
    self, BirthDates, Holder, Letter, LetterKeys, LetterPolicy, NewPassword, Recipient, TypedSecret,
};
use ent_auth::password::{
    ContextWords, Credential, HashPolicy, HashPool, ImportedHash, KeptHash, NoPassword,
    PasswordRules, Preparation, PreparedPassword,
};
use ent_core::transition::{CasResult, Context, Lifecycle, Versioned};
use ent_core::{BirthDate, Ent, Instant, PersonName, SubjectId, UnverifiedEmail, Zone};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::activation::{claimant, found, password_hash, proof, right_dates};
use crate::common::{at, flow, keys, morning, phone, subject};

/// Takes one step and hands out the state, the outcome and the bytes written.
fn step<L: Lifecycle>(
    state: &Versioned<L>,
    event: &L::Event,
    now: Instant,
    policy: &L::Policy,
    keys: &L::Keys,
) -> (Versioned<L>, L::Outcome, Vec<u8>) {
    let mut entropy = ChaCha20Rng::seed_from_u64(11);
    let mut cx = Context { now, entropy: &mut entropy, policy, keys };
    let transition = state.step(event, &mut cx).unwrap();
    let bytes = transition.writes()[0].bytes().to_vec();
    let committed = transition.commit(CasResult::Stored).unwrap();
    (committed.state, committed.outcome, bytes)
}

fn compare<L: Lifecycle>(name: &str, state: &Versioned<L>, bytes: &[u8]) {
    let golden = golden(L::KIND, L::SCHEMA, name, bytes);
    assert!(Versioned::load(state.key().clone(), &golden).unwrap() == *state, "{name}");
}

/// The file of a state, which must hold `bytes`.
fn golden(kind: &str, schema: u16, name: &str, bytes: &[u8]) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let file = folder.join(format!("{kind}_{schema}_{name}.json"));
    if env::var_os("ENT_UPDATE").is_some() {
        fs::write(&file, bytes).unwrap();
    }
    let golden = fs::read(&file).unwrap();
    assert_eq!(String::from_utf8_lossy(&golden), String::from_utf8_lossy(bytes), "{name}");
    golden
}

#[test]
fn states_of_a_ledger() {
    let (policy, keys) = (Policy::educonnect_sms(), keys());
    let key = Ledger::key(&subject(), Purpose::Activation);
    let fresh = Versioned::fresh(key, Ledger::new(subject(), Purpose::Activation));
    let issue = Event::Issue { flow: flow(1), to: phone(), audience: Audience::Known };
    let (pending, outcome, bytes) = step(&fresh, &issue, morning(), &policy, &keys);
    compare("pending", &pending, &bytes);

    let Outcome::SendSms(sms) = outcome else { panic!("no message") };
    let submit =
        |digits: &str| Event::Submit { flow: flow(1), code: TypedCode::parse(digits).unwrap() };
    let right = submit(sms.code().expose_secret());
    let wrong: String = sms.code().expose_secret().chars().rev().collect();
    let minute = at("2021-09-01T08:01:00Z");
    let (verified, _, bytes) = step(&pending, &right, minute, &policy, &keys);
    compare("verified", &verified, &bytes);

    let (mut state, _, bytes) = step(&pending, &submit(&wrong), minute, &policy, &keys);
    compare("failed", &state, &bytes);
    for left in (0..4).rev() {
        let bytes;
        (state, _, bytes) = step(&state, &submit(&wrong), minute, &policy, &keys);
        if left == 0 {
            compare("exhausted", &state, &bytes);
        }
    }
    let strict = Policy::builder().max_consecutive(1).build().unwrap();
    let (disabled, _, bytes) = step(&pending, &submit(&wrong), minute, &strict, &keys);
    compare("disabled", &disabled, &bytes);
    let (expired, _, bytes) =
        step(&pending, &Event::Observe, at("2021-09-01T08:30:00Z"), &policy, &keys);
    compare("expired", &expired, &bytes);
    let (cancelled, _, bytes) =
        step(&pending, &Event::Cancel { flow: flow(1) }, minute, &policy, &keys);
    compare("cancelled", &cancelled, &bytes);
}

#[test]
fn states_of_a_throttle() {
    use ent_auth::throttle::{Event, Throttle, ThrottlePolicy};
    let policy = ThrottlePolicy::builder().max_consecutive(2).free_failures(0).build().unwrap();
    let throttle = Throttle::sign_in(&subject());
    let fresh = Versioned::fresh(throttle.key(), throttle);
    let (waiting, _, bytes) = step(&fresh, &Event::Attempt, morning(), &policy, &());
    compare("waiting", &waiting, &bytes);
    let (open, _, bytes) = step(&waiting, &Event::Succeed, morning(), &policy, &());
    compare("open", &open, &bytes);
    let minute = at("2021-09-01T08:01:00Z");
    let (disabled, _, bytes) = step(&waiting, &Event::Attempt, minute, &policy, &());
    compare("disabled", &disabled, &bytes);
}

#[test]
fn states_of_an_activation() {
    use educonnect::Event;
    let policy = ActivationPolicy::educonnect();
    let fresh =
        Versioned::fresh(GuardianActivation::key(&claimant()), GuardianActivation::new(claimant()));
    let begin = Event::Begin { flow: flow(1), found: found() };
    let (code_entry, _, bytes) = step(&fresh, &begin, morning(), &policy, &());
    compare("code_entry", &code_entry, &bytes);
    let back = Event::ReturnToPhone { flow: flow(1) };
    let (phone_entry, _, bytes) = step(&code_entry, &back, morning(), &policy, &());
    compare("phone_entry", &phone_entry, &bytes);
    let proved = Event::PhoneProved { proof: proof(1, morning()) };
    let (children, _, bytes) = step(&code_entry, &proved, morning(), &policy, &());
    compare("children", &children, &bytes);
    let confirm = Event::ConfirmChildren { flow: flow(1), answers: right_dates() };
    let (password, _, bytes) = step(&children, &confirm, morning(), &policy, &());
    compare("password", &password, &bytes);
    let choose = Event::ChoosePassword { flow: flow(1), password: password_hash() };
    let (activated, _, bytes) = step(&password, &choose, morning(), &policy, &());
    compare("activated", &activated, &bytes);
    let leave = Event::Abandon { flow: flow(1) };
    let (abandoned, _, bytes) = step(&password, &leave, morning(), &policy, &());
    compare("abandoned", &abandoned, &bytes);
}

#[test]
fn states_of_a_letter() {
    use letter::Event;
    let policy = LetterPolicy::builder().max_failures(1).build().unwrap();
    let floor = HashPolicy::new(HashPolicy::MIN_MEMORY_KIB, 1, 1).unwrap();
    let pool = Arc::new(HashPool::new(1, floor).unwrap());
    let keys = LetterKeys::new(pool, Some(Arc::new(keys())));
    let fresh = Versioned::fresh(Letter::key(&subject()), Letter::new(subject(), Holder::Guardian));
    let name = PersonName::parse("Martin", "Zoé").unwrap();
    let ent = Ent::find("auvergne-rhone-alpes").unwrap();
    let to = Recipient::new(name, LoginId::parse("z.martin01").unwrap(), ent);
    let zone = Zone::parse("Europe/Paris").unwrap();
    let issue = Event::Issue { zone, to: Box::new(to) };
    let (active, outcome, bytes) = step(&fresh, &issue, morning(), &policy, &keys);
    compare("active", &active, &bytes);

    let letter::Outcome::Print(notice) = outcome else { panic!("no notice") };
    let sign_in =
        |secret: &str| Event::SignIn { flow: flow(1), secret: TypedSecret::parse(secret).unwrap() };
    let right = sign_in(notice.secret().expose_secret());
    let (open, _, bytes) = step(&active, &right, morning(), &policy, &keys);
    compare("in_activation", &open, &bytes);
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let verdict = PasswordRules::educonnect().check(&password, None, &ContextWords::new());
    let accepted = verdict.into_accepted().unwrap();
    let activate = |typed| {
        let [known, typed] = [1, typed].map(|day| BirthDate::from_ymd(2010, 3, day).unwrap());
        Event::Activate {
            flow: flow(1),
            password: NewPassword::new(&accepted),
            birth_dates: BirthDates::new(vec![(known, typed)]).unwrap(),
            email: Some(UnverifiedEmail::parse("zoe@example.org").unwrap()),
        }
    };
    let (failed, _, bytes) = step(&open, &activate(2), morning(), &policy, &keys);
    compare("dates_failed", &failed, &bytes);
    let (activated, _, bytes) = step(&open, &activate(1), morning(), &policy, &keys);
    compare("activated", &activated, &bytes);
    let later = at("2021-09-01T08:10:00Z");
    let (forgotten, _, bytes) = step(&activated, &Event::Observe, later, &policy, &keys);
    compare("activated_forgotten", &forgotten, &bytes);

    let wrong = sign_in("BBBB-BBBB-BBBB-BBBB");
    let (locked, _, bytes) = step(&active, &wrong, morning(), &policy, &keys);
    compare("locked", &locked, &bytes);
    let (again, _, bytes) = step(&locked, &issue, morning(), &policy, &keys);
    compare("second", &again, &bytes);
    let (expired, _, bytes) =
        step(&active, &Event::Observe, at("2021-12-01T23:00:00Z"), &policy, &keys);
    compare("expired", &expired, &bytes);
    let (revoked, _, bytes) = step(&active, &Event::Revoke, morning(), &policy, &keys);
    compare("revoked", &revoked, &bytes);
}

#[test]
fn a_record_of_another_subject_does_not_load() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/code_ledger_1_pending.json");
    let other = SubjectId::parse("guardian-2").unwrap();
    let key = Ledger::key(&other, Purpose::Activation);
    assert!(Versioned::<Ledger>::load(key, &fs::read(file).unwrap()).is_err());
}

#[test]
fn states_of_a_pairing() {
    use ent_auth::pairing::{Event, Outcome, Pairing, PairingPolicy, PairingTyped};
    let (policy, keys) = (PairingPolicy::mobile_activation(), keys());
    let session = crate::pairing::session(morning());
    let issue = Event::Issue { session };
    let fresh = crate::pairing::fresh();
    let (issued, outcome, bytes) = step(&fresh, &issue, morning(), &policy, &keys);
    compare("issued", &issued, &bytes);

    let Outcome::Issued(shown) = outcome else { panic!("no code") };
    let redeem = |letters: &str| Event::Redeem {
        identifier: shown.identifier().clone(),
        code: PairingTyped::parse(letters).unwrap(),
        device: crate::pairing::device(1),
    };
    let minute = at("2021-09-01T08:01:00Z");
    let right = redeem(shown.printed().expose_secret());
    let (redeemed, _, bytes) = step(&issued, &right, minute, &policy, &keys);
    compare("redeemed", &redeemed, &bytes);
    let away = Event::RevokeDevice { device: crate::pairing::device(1) };
    let (without, _, bytes) = step(&redeemed, &away, minute, &policy, &keys);
    compare("device_revoked", &without, &bytes);

    let wrong = redeem("BBBBBBBB");
    let (mut state, _, bytes) = step(&issued, &wrong, minute, &policy, &keys);
    compare("failed", &state, &bytes);
    for left in (0..4).rev() {
        let bytes;
        (state, _, bytes) = step(&state, &wrong, minute, &policy, &keys);
        if left == 0 {
            compare("exhausted", &state, &bytes);
        }
    }
    let late = at("2021-09-01T08:05:00Z");
    let (expired, _, bytes) = step(&issued, &Event::Observe, late, &policy, &keys);
    compare("expired", &expired, &bytes);
    let (revoked, _, bytes) = step(&issued, &Event::Revoke, minute, &policy, &keys);
    compare("revoked", &revoked, &bytes);
    let nobody = Pairing::find(shown.identifier(), None);
    let nobody = Versioned::fresh(nobody.key(), nobody);
    let (refused, _, bytes) = step(&nobody, &right, minute, &policy, &keys);
    compare("nobody", &refused, &bytes);
}

#[test]
fn states_of_a_link() {
    use ent_auth::AccountChange;
    use ent_auth::link::{Event, LinkPolicy, LinkToken, Outcome};
    let policy = LinkPolicy::email_link();
    let previous = Some(crate::link::address(1).confirmed());
    let request = Event::Request { address: crate::link::address(0), previous };
    let (pending, outcome, bytes) = step(&crate::link::fresh(), &request, morning(), &policy, &());
    compare("pending", &pending, &bytes);

    let Outcome::SendLink(mail) = outcome else { panic!("no link") };
    let base = ent_auth::address::BaseAddress::parse("https://ent.exemple.fr").unwrap();
    let url = mail.url(&base).unwrap();
    let token = LinkToken::from_url(&base, url.expose_secret()).unwrap();
    let minute = at("2021-09-01T08:01:00Z");
    let (confirmed, _, bytes) = step(&pending, &Event::Confirm { token }, minute, &policy, &());
    compare("confirmed", &confirmed, &bytes);
    let wrong = Event::Confirm { token: LinkToken::parse(&"A".repeat(43)).unwrap() };
    let (failed, _, bytes) = step(&pending, &wrong, minute, &policy, &());
    compare("failed", &failed, &bytes);
    let next_day = at("2021-09-02T08:00:00Z");
    let (expired, _, bytes) = step(&pending, &Event::Observe, next_day, &policy, &());
    compare("expired", &expired, &bytes);
    let (revoked, _, bytes) = step(&pending, &Event::Revoke, minute, &policy, &());
    compare("revoked", &revoked, &bytes);
    let changed = Event::AccountChanged(AccountChange::PasswordReset);
    let (superseded, _, bytes) = step(&pending, &changed, minute, &policy, &());
    compare("superseded", &superseded, &bytes);
}

#[test]
fn hash4_credentials_with_and_without_a_hash() {
    let own = || KeptHash::Own(password_hash().into_stored());
    let other = ImportedHash::new("bcrypt", "$2b$12$record").prepared(Preparation::Nfc);
    let (chosen, taken) = (at("2021-09-01T08:00:00Z"), at("2024-04-01T08:00:00Z"));
    let all = [
        ("never_activated", Credential::without(NoPassword::NeverActivated)),
        ("federated_only", Credential::without(NoPassword::FederatedOnly)),
        ("own", Credential::kept_as(own(), Some(chosen), None)),
        ("taken_back", Credential::kept_as(own(), Some(chosen), Some(taken))),
        ("imported", Credential::kept_as(KeptHash::Imported(other), None, None)),
    ];
    for (name, credential) in all {
        let text = credential.to_json().unwrap();
        let golden = golden("credential", 1, name, text.as_bytes());
        assert_eq!(Credential::from_json(&golden).unwrap(), credential, "{name}");
    }
}

use std::sync::Arc;

use super::*;
use crate::address::BaseAddress;
use crate::calendar::SchoolCalendar;
use crate::contact::{PhoneNumber, Region, parse_phone_number, parse_unverified_email};
use crate::keys::test_ring;
use crate::time::parse_instant;
use crate::zone::Zone;
use crate::{CalendarDate, Timestamp};

fn mobile() -> PhoneNumber {
    parse_phone_number("06 12 34 56 78", Region::FR).unwrap()
}

fn with_own() -> ContactCard {
    ContactCard::empty().set_number(PhoneSlot::Own1, mobile()).unwrap()
}

fn now() -> Timestamp {
    parse_instant("2021-09-01T08:00:00Z").unwrap()
}

fn entry(act: ConsentAct, text_version: Option<i32>, source: ConsentSource) -> ConsentEntry {
    ConsentEntry {
        act,
        purpose: ConsentPurpose::Partners,
        channel: Channel::Sms,
        at: now(),
        text_version,
        source,
        by: ConsentActor::Own,
        proof: None,
        voids: Vec::new(),
    }
}

#[test]
fn a_card_changes_by_its_rules() {
    let card = with_own().choose_contact(mobile()).unwrap();
    assert_eq!(card.sms_reach(None).unwrap(), SmsReach::Unverified);
    let card = card.confirm_number(mobile()).unwrap();
    assert_eq!(card.sms_reach(None).unwrap(), SmsReach::To { number: mobile() });
    assert_eq!(card.number(PhoneSlot::Own1), Some(mobile()));
    assert_eq!(card.choosable(), [mobile()]);
    let view = card.view();
    assert_eq!(view.contact, ContactLine::Number { masked: mobile().masked });
    assert_eq!(view.phones.len(), 5);
    let read = ContactCard::from_json(card.to_json().unwrap()).unwrap();
    assert_eq!(read.view(), view);
    assert_eq!(card.refuse_sms().unwrap().view().contact, ContactLine::NoSms);
    let removed = card.remove_number(PhoneSlot::Own1).unwrap();
    assert_eq!(removed.sms_reach(None).unwrap(), SmsReach::Nowhere);

    let typed = parse_unverified_email("z.canari@exemple.fr").unwrap();
    let asked = card.ask_email(&typed).unwrap();
    assert_eq!((asked.card.email(), asked.card.email_reach()), (None, EmailReach::Unverified));
    assert_eq!(asked.notices.first().unwrap().kind, CardNoticeKind::Confirm);
    let card = asked.card.confirm_email(&typed.confirmed()).unwrap().card;
    assert_eq!(card.email(), Some(typed.confirmed()));
    let other = parse_unverified_email("autre@exemple.fr").unwrap();
    let told = card.ask_email(&other).unwrap().notices;
    assert_eq!(told.last().unwrap().to, typed.email);
    let phones = SchoolPhones { personal: None, professional: None, mobile: Some(mobile()) };
    let card = card.remove_email().unwrap().card.with_school_phones(phones).unwrap();
    assert_eq!((card.view().email, card.number(PhoneSlot::Mobile)), (None, Some(mobile())));
    assert!(!format!("{card:?} {typed:?}").contains("canari"));
}

#[test]
fn a_child_and_a_wish_stand_on_the_card() {
    let wish = parse_contact_wish("  après 18 h ").unwrap();
    assert_eq!((wish.text.as_str(), wish.length, wish.left), ("après 18 h", 10, 290));
    let no_sms = ChildContact { contact: Some(ContactChoice::NoSms), wish: None };
    let card = with_own().set_wish(wish.clone()).unwrap().set_child("lea", no_sms).unwrap();
    assert_eq!(card.sms_reach(Some("lea".to_owned())).unwrap(), SmsReach::Refused);
    assert_eq!(card.wish(Some("lea".to_owned())).unwrap(), Some(wish.clone()));
    assert_eq!(card.view().children.len(), 1);
    assert_eq!(card.clear_child("lea").unwrap().view().children, []);
    assert_eq!(
        card.set_child("l a", ChildContact { contact: None, wish: None }).unwrap_err().code(),
        "id/format"
    );
    assert!(!format!("{wish:?}{:?}", card.view()).contains("18"));
}

#[test]
fn refusals_keep_their_codes() {
    let fixed = parse_phone_number("04 72 00 00 00", Region::FR).unwrap();
    let typed = parse_unverified_email("a@exemple.fr").unwrap();
    let confirmed = ContactCard::empty().confirm_email(&typed.confirmed());
    assert_eq!(confirmed.unwrap_err().code(), "contact/other-email");
    let with_fixed = with_own().set_number(PhoneSlot::Own2, fixed.clone()).unwrap();
    let forged = PhoneNumber { e164: String::new(), ..fixed.clone() };
    let cases = [
        (ContactCard::empty().set_number(PhoneSlot::Mobile, mobile()), "contact/read-only"),
        (ContactCard::empty().choose_contact(mobile()), "contact/not-on-card"),
        (with_fixed.choose_contact(fixed), "contact/no-sms"),
        (ContactCard::empty().choose_contact(forged), "phone/empty"),
        (ContactCard::from_json(b"{\"canary\":1}".to_vec()), "state/corrupt"),
        (ContactCard::from_json(Vec::new()), "state/corrupt"),
    ];
    for (refused, code) in cases {
        let error = refused.map(drop).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[test]
fn consents_are_a_log() {
    use ConsentAct::{Granted, Withdrawn};
    use ConsentSource::{Message, Onboarding};
    let granted = Consents::empty().record(&entry(Granted, Some(3), Onboarding)).unwrap();
    let value =
        |log: &Consents| log.granted(ConsentPurpose::Partners, Channel::Sms, now()).unwrap();
    assert!(value(&granted) && !value(&Consents::empty()));
    let last = granted.deciding(ConsentPurpose::Partners, Channel::Sms, now()).unwrap();
    assert_eq!(last, Some(entry(Granted, Some(3), Onboarding)));
    assert_eq!(granted.view(now()).unwrap().iter().filter(|line| line.granted).count(), 1);
    let withdrawn = Consents::empty().record(&entry(Withdrawn, None, Message)).unwrap();
    let both = granted.merge(&withdrawn);
    assert!(!value(&both));
    assert_eq!(both.entries().len(), 2);
    assert_eq!(Consents::from_json(both.to_json().unwrap()).unwrap().entries(), both.entries());
    for (bad, code) in [
        (entry(Granted, None, Onboarding), "consent/text-version"),
        (entry(Granted, Some(-1), Onboarding), "consent/text-version"),
        (entry(Withdrawn, Some(0), Onboarding), "consent/text-version"),
        (entry(Granted, Some(1), Message), "consent/source"),
    ] {
        assert_eq!(both.record(&bad).unwrap_err().code(), code);
    }

    let card = with_own().confirm_number(mobile()).unwrap().choose_contact(mobile()).unwrap();
    let reference = "b1946ac92492d2347c6235b4d2611184";
    let (card, defaults) = (Arc::new(card), PreferenceDefaults::immediate());
    let zone = Zone::parse("Europe/Paris").unwrap();
    let hours = Arc::new(SendingHours::working_days(&zone, &SchoolCalendar::always_open()));
    let seen = |reference: &str, log: &Consents| {
        let person = Recipient {
            person: "zoe".to_owned(),
            card: Arc::clone(&card),
            consents: Arc::new(log.merge(&Consents::empty())),
            preferences: Arc::new(Preferences::empty()),
            hours: Arc::clone(&hours),
            devices: Vec::new(),
            children: Vec::new(),
        };
        partner_view(reference, &person, &defaults, now())
    };
    let view = seen(reference, &granted).unwrap().unwrap();
    assert_eq!((view.reference.as_str(), &view.channels[..]), (reference, &[Channel::Sms][..]));
    assert_eq!(seen(reference, &both), Ok(None));
    let error = seen("+33612345678", &granted).unwrap_err();
    assert_eq!(error.code(), "partner/reference");
}

#[test]
fn entries_keep_who_and_proof() {
    let guardian = "guardian-7".to_owned();
    let text = Some("00".repeat(32));
    let full = ConsentEntry {
        by: ConsentActor::Jointly { guardian: guardian.clone() },
        proof: Some(ConsentProof { text, evidence: Some("form-12".to_owned()) }),
        ..entry(ConsentAct::Granted, Some(3), ConsentSource::Onboarding)
    };
    let log = Consents::empty().record(&full).unwrap();
    assert_eq!(log.entries().first(), Some(&full));
    let born: CalendarDate = ent_core::BirthDate::parse("2011-09-02").unwrap().into();
    let day: CalendarDate = ent_core::Day::parse("2026-09-01").unwrap().into();
    assert_eq!(who_may_consent(Some(born), day), Ok(WhoConsents::Jointly));
    check_who_consents(WhoConsents::Jointly, &full).unwrap();
    let alone = ConsentEntry { by: ConsentActor::LegalGuardian { guardian }, ..full.clone() };
    let refused = check_who_consents(WhoConsents::Jointly, &alone).unwrap_err();
    assert_eq!(refused.code(), "consent/actor");
    let empty = ConsentProof { text: None, evidence: None };
    let refused = log.record(&ConsentEntry { proof: Some(empty), ..full }).unwrap_err();
    assert_eq!(refused.code(), "consent/proof");

    let paris = Zone::parse("Europe/Paris").unwrap();
    let words = log.export_for_person(crate::message::Lang::Fr, &paris, now()).unwrap();
    assert_eq!((words.in_force.len(), words.acts.len()), (8, 1));
    let officer = log.export_for_officer("guardian-1").unwrap();
    assert!(officer.csv.contains("form-12") && officer.jsonl.contains("guardian-7"));
    assert_eq!(officer.digest.len(), 64);
    let none = log.withdraw_all(now(), ConsentSource::Preferences, &ConsentActor::Own).unwrap();
    assert!(none.view(now()).unwrap().iter().all(|line| !line.granted));
    assert_eq!((none.count(), none.compact(now()).unwrap().count()), (9, 9));
}

#[test]
fn links_refuse_once_posted() {
    let (keys, base) = (test_ring(), BaseAddress::parse("https://ent.exemple.fr/refus").unwrap());
    let scope = UnsubscribeScope {
        person: "b1946ac92492d2347c6235b4d2611184".to_owned(),
        purpose: ConsentPurpose::Partners,
        channel: Channel::Sms,
        topic: None,
        child: None,
    };
    let link = unsubscribe_link(&base, &scope, now(), &keys, None, None).unwrap();
    assert_eq!((link.headers.len(), format!("{link} {link:?}").contains(&link.token)), (2, false));
    assert_eq!(unsubscribe_token_of(&base, &link.url), Some(link.token.clone()));
    assert_eq!(read_unsubscribe(&link.token, &keys, now()), Ok(scope.clone()));
    let defaults = PreferenceDefaults::immediate();
    let posted = b"List-Unsubscribe=One-Click".to_vec();
    let done = confirm_unsubscribe(&link.token, posted, &keys, &defaults, now()).unwrap();
    let log = Consents::empty()
        .record(&entry(ConsentAct::Granted, Some(3), ConsentSource::Onboarding))
        .and_then(|log| log.unsubscribed(&done.effect))
        .unwrap();
    assert!(!log.granted(ConsentPurpose::Partners, Channel::Sms, now()).unwrap());
    let part = UnsubscribeScope { topic: Some(Topic::Catering), ..scope.clone() };
    let link = unsubscribe_link(&base, &part, now(), &keys, None, Some(30)).unwrap();
    let posted = b"List-Unsubscribe=One-Click".to_vec();
    let done = confirm_unsubscribe(&link.token, posted, &keys, &defaults, now()).unwrap();
    assert!(matches!(
        done.effect,
        UnsubscribeEffect::Preference { topic: Some(Topic::Catering), .. }
    ));

    let account = UnsubscribeScope { topic: Some(Topic::Account), ..scope.clone() };
    let short = unsubscribe_link(&base, &scope, now(), &keys, None, Some(-1));
    for (refused, code) in [
        (
            unsubscribe_link(&base, &account, now(), &keys, None, None).map(drop),
            "unsubscribe/security",
        ),
        (short.map(drop), "unsubscribe/lifetime"),
        (read_unsubscribe("forged", &keys, now()).map(drop), "unsubscribe/invalid"),
        (
            confirm_unsubscribe(&link.token, vec![], &keys, &defaults, now()).map(drop),
            "unsubscribe/unconfirmed",
        ),
    ] {
        assert_eq!(refused.unwrap_err().code(), code);
    }
    assert_eq!(unsubscribe_refusal("forged", &keys, now()), Ok(Some("format".to_owned())));
}

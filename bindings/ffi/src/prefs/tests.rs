use super::*;
use crate::contact::{Region, parse_phone_number, parse_unverified_email};
use crate::time::parse_instant;

fn mobile() -> PhoneNumber {
    parse_phone_number("06 12 34 56 78", Region::FR).unwrap()
}

fn with_own() -> ContactCard {
    ContactCard::empty().set_number(PhoneSlot::Own1, mobile()).unwrap()
}

fn entry(act: ConsentAct, text_version: Option<i32>, source: ConsentSource) -> ConsentEntry {
    ConsentEntry {
        act,
        purpose: ConsentPurpose::Partners,
        channel: Channel::Sms,
        at: parse_instant("2021-09-01T08:00:00Z").unwrap(),
        text_version,
        source,
    }
}

#[test]
fn a_card_changes_by_its_rules() {
    let card = with_own().choose_contact(mobile()).unwrap();
    assert_eq!(card.sms_number(), Some(mobile()));
    assert_eq!(card.number(PhoneSlot::Own1), Some(mobile()));
    assert_eq!(card.choosable(), [mobile()]);
    let view = card.view();
    assert_eq!(view.contact, ContactLine::Number { masked: mobile().masked });
    assert_eq!(view.phones.len(), 5);
    let read = ContactCard::from_json(card.to_json().unwrap()).unwrap();
    assert_eq!(read.view(), view);
    assert_eq!(card.refuse_sms().unwrap().view().contact, ContactLine::NoSms);
    assert_eq!(card.remove_number(PhoneSlot::Own1).unwrap().sms_number(), None);

    let typed = parse_unverified_email("z.canari@exemple.fr").unwrap();
    let card = card.set_email(&typed).unwrap();
    assert_eq!(card.notified_email(), None);
    let card = card.confirm_email(&typed.confirmed()).unwrap();
    assert_eq!(card.notified_email(), Some(typed.confirmed()));
    let phones = SchoolPhones { personal: None, professional: None, mobile: Some(mobile()) };
    let card = card.remove_email().and_then(|card| card.with_school_phones(phones)).unwrap();
    assert_eq!((card.view().email, card.number(PhoneSlot::Mobile)), (None, Some(mobile())));
    assert!(!format!("{card:?} {typed:?}").contains("canari"));
}

#[test]
fn refusals_keep_their_codes() {
    let fixed = parse_phone_number("04 72 00 00 00", Region::FR).unwrap();
    let typed = parse_unverified_email("a@exemple.fr").unwrap();
    let with_fixed = with_own().set_number(PhoneSlot::Own2, fixed.clone()).unwrap();
    let forged = PhoneNumber { e164: String::new(), ..fixed.clone() };
    let cases = [
        (ContactCard::empty().set_number(PhoneSlot::Mobile, mobile()), "contact/read-only"),
        (ContactCard::empty().choose_contact(mobile()), "contact/not-on-card"),
        (with_fixed.choose_contact(fixed), "contact/no-sms"),
        (ContactCard::empty().confirm_email(&typed.confirmed()), "contact/other-email"),
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
    let value = |log: &Consents| log.value(ConsentPurpose::Partners, Channel::Sms);
    assert!(value(&granted) && !value(&Consents::empty()));
    let last = granted.last(ConsentPurpose::Partners, Channel::Sms);
    assert_eq!(last, Some(entry(Granted, Some(3), Onboarding)));
    assert_eq!(granted.view().iter().filter(|line| line.granted).count(), 1);
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

    let card = with_own().choose_contact(mobile()).unwrap();
    let reference = "b1946ac92492d2347c6235b4d2611184";
    let view = partner_view(reference, &card, &granted).unwrap().unwrap();
    assert_eq!((view.reference.as_str(), &view.channels[..]), (reference, &[Channel::Sms][..]));
    assert_eq!(partner_view(reference, &card, &both), Ok(None));
    let error = partner_view("+33612345678", &card, &granted).unwrap_err();
    assert_eq!(error.code(), "partner/reference");
}

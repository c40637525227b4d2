use ent_core::Region;
use ent_core::message::is_known;
use proptest::prelude::*;

use super::*;

const MOBILE: &str = "+33612345678";
const OTHER_MOBILE: &str = "+33730123456";
const FIXED: &str = "+33472000000";

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text, Region::FR).unwrap()
}

fn email(text: &str) -> UnverifiedEmail {
    UnverifiedEmail::parse(text).unwrap()
}

fn set(slot: PhoneSlot, text: &str) -> CardChange {
    CardChange::SetNumber { slot, number: number(text) }
}

fn after(changes: &[CardChange]) -> Result<ContactCard, CardError> {
    let phones = SchoolPhones { mobile: Some(number(MOBILE)), ..SchoolPhones::default() };
    let card = ContactCard::new().with_school_phones(phones);
    changes.iter().cloned().try_fold(card, |card, change| card.apply(change))
}

#[test]
fn codes_and_labels() {
    PhoneSlot::check_list();
    for error in [
        CardError::ReadOnly,
        CardError::NotOnCard,
        CardError::NoSms,
        CardError::OtherEmail,
        CardError::Schema,
    ] {
        assert!(is_known(error.code()), "{error}");
    }
}

#[test]
fn changes_and_refusals() {
    use CardChange::{ChooseContact, ConfirmEmail, RefuseSms, RemoveNumber, SetEmail};
    use PhoneSlot::{Mobile, Own1, Own2, Personal};
    let cases = [
        // changes, error
        (vec![set(Own1, FIXED), set(Own2, OTHER_MOBILE)], None),
        (vec![set(Mobile, OTHER_MOBILE)], Some(CardError::ReadOnly)),
        (vec![RemoveNumber { slot: Mobile }], Some(CardError::ReadOnly)),
        (vec![RemoveNumber { slot: Personal }], Some(CardError::ReadOnly)),
        (vec![RemoveNumber { slot: Own1 }], None),
        (vec![ChooseContact(number(MOBILE))], None),
        (vec![ChooseContact(number(OTHER_MOBILE))], Some(CardError::NotOnCard)),
        (vec![set(Own1, FIXED), ChooseContact(number(FIXED))], Some(CardError::NoSms)),
        (vec![RefuseSms, ChooseContact(number(MOBILE))], None),
        (vec![ConfirmEmail(email("a@exemple.fr").confirmed())], Some(CardError::OtherEmail)),
        (
            vec![SetEmail(email("a@exemple.fr")), ConfirmEmail(email("b@exemple.fr").confirmed())],
            Some(CardError::OtherEmail),
        ),
        (
            vec![SetEmail(email("a@exemple.fr")), ConfirmEmail(email("A@Exemple.fr").confirmed())],
            None,
        ),
    ];
    for (changes, error) in cases {
        assert_eq!(after(&changes).err(), error, "{changes:?}");
    }
}

#[test]
fn a_contact_number_that_leaves_the_card_is_forgotten() {
    let chosen =
        [set(PhoneSlot::Own1, OTHER_MOBILE), CardChange::ChooseContact(number(OTHER_MOBILE))];
    let card = after(&chosen).unwrap();
    assert_eq!(card.sms_number(), Some(&number(OTHER_MOBILE)));
    for leaving in [
        CardChange::RemoveNumber { slot: PhoneSlot::Own1 },
        set(PhoneSlot::Own1, FIXED),
        set(PhoneSlot::Own1, MOBILE),
    ] {
        assert_eq!(card.apply(leaving).unwrap().contact(), &ContactChoice::Unset);
    }
    let twice = card.apply(set(PhoneSlot::Own2, OTHER_MOBILE)).unwrap();
    let once = twice.apply(CardChange::RemoveNumber { slot: PhoneSlot::Own1 }).unwrap();
    assert_eq!(once.sms_number(), Some(&number(OTHER_MOBILE)), "still in the other slot");

    let imported = after(&[CardChange::ChooseContact(number(MOBILE))]).unwrap();
    let imported = imported.with_school_phones(SchoolPhones {
        mobile: Some(number(OTHER_MOBILE)),
        ..SchoolPhones::default()
    });
    assert_eq!(imported.contact(), &ContactChoice::Unset, "never moved to the new number");
}

#[test]
fn a_refusal_of_sms_outlives_every_number() {
    let card = after(&[CardChange::RefuseSms, set(PhoneSlot::Own1, OTHER_MOBILE)]).unwrap();
    let card = card.with_school_phones(SchoolPhones::default());
    assert_eq!(card.contact(), &ContactChoice::NoSms);
    assert_eq!(card.sms_number(), None);
}

#[test]
fn an_address_is_notified_once_confirmed_and_while_it_stays() {
    let card = after(&[CardChange::SetEmail(email("a@exemple.fr"))]).unwrap();
    assert_eq!(card.notified_email(), None);
    let card = card.apply(CardChange::ConfirmEmail(email("a@exemple.fr").confirmed())).unwrap();
    assert!(card.notified_email().is_some());
    assert_eq!(card.apply(CardChange::SetEmail(email("A@exemple.fr"))), Ok(card.clone()));
    let other = card.apply(CardChange::SetEmail(email("b@exemple.fr"))).unwrap();
    assert_eq!(other.notified_email(), None);
    assert_eq!(card.apply(CardChange::RemoveEmail).unwrap().email(), None);
}

#[test]
fn what_is_stored_is_checked_again() {
    let card = after(&[CardChange::ChooseContact(number(MOBILE))]).unwrap();
    let json = serde_json::to_string(&card).unwrap();
    assert_eq!(serde_json::from_str::<ContactCard>(&json).unwrap(), card);
    let bad = [
        json.replacen(MOBILE, OTHER_MOBILE, 1),
        json.replace(MOBILE, FIXED),
        json.replace("\"schema\":1", "\"schema\":2"),
        json.replace("\"schema\":1,", ""),
        json.replace("own_1", "own_3"),
        json.replace("null}", "{\"verified\":\"nobody\"}}"),
        json.replace(MOBILE, "06 12 34 56 78"),
        format!("{json}x"),
    ];
    for text in bad {
        assert_ne!(text, json);
        assert!(serde_json::from_str::<ContactCard>(&text).is_err(), "{text}");
    }
}

#[test]
fn reads_what_the_first_release_stored() {
    let stored = include_str!("../../tests/golden/contact_card_1.json");
    let card: ContactCard = serde_json::from_str(stored).unwrap();
    assert_eq!(card.sms_number(), Some(&number(MOBILE)));
    assert_eq!(serde_json::to_string(&card).unwrap(), stored.trim_end());
}

#[test]
fn nothing_shows_a_whole_number_or_address() {
    let card = after(&[CardChange::SetEmail(email("zoe.martin@exemple.fr"))]).unwrap();
    let shown = format!("{card:?}{:?}", card.view());
    assert!(!shown.contains("345") && !shown.contains("martin"), "{shown}");
}

fn any_change() -> impl Strategy<Value = CardChange> {
    let numbers = prop::sample::select(vec![MOBILE, OTHER_MOBILE, FIXED]).prop_map(number);
    let slots = prop::sample::select(PhoneSlot::ALL.to_vec());
    let emails = prop::sample::select(vec!["a@exemple.fr", "b@exemple.fr"]).prop_map(email);
    prop_oneof![
        (slots.clone(), numbers.clone())
            .prop_map(|(slot, number)| CardChange::SetNumber { slot, number }),
        slots.prop_map(|slot| CardChange::RemoveNumber { slot }),
        numbers.prop_map(CardChange::ChooseContact),
        Just(CardChange::RefuseSms),
        Just(CardChange::ClearContact),
        emails.clone().prop_map(CardChange::SetEmail),
        emails.prop_map(|email| CardChange::ConfirmEmail(email.confirmed())),
        Just(CardChange::RemoveEmail),
    ]
}

proptest! {
    #[test]
    fn the_contact_number_is_always_usable(changes in prop::collection::vec(any_change(), 0..12)) {
        let mut card = after(&[]).unwrap();
        let school = card.school.clone();
        for change in changes {
            card = card.apply(change).unwrap_or(card);
            prop_assert_eq!(&card.school, &school);
            if let Some(number) = card.sms_number() {
                prop_assert!(card.choosable().contains(&number));
            }
            let json = serde_json::to_string(&card).unwrap();
            prop_assert_eq!(&serde_json::from_str::<ContactCard>(&json).unwrap(), &card);
        }
    }
}

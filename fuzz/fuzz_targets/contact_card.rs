//! Stored cards, whole or with some parts replaced, and any changes of them: what is sent to stays
//! trusted, and the owner of an address in use is told of its end.

#![no_main]

use arbitrary::Arbitrary;
use ent_core::{Coded, PhoneNumber, PupilId, Region, UnverifiedEmail, message};
use ent_fuzz::spliced;
use ent_prefs::contact_card::{
    CardNoticeKind, ChildContact, ContactChoice, ContactWish, EmailChange, SmsReach,
};
use ent_prefs::{CardChange, ContactCard, PhoneSlot};
use libfuzzer_sys::fuzz_target;

const STORED: [&str; 2] = [
    include_str!("../../ent-prefs/tests/golden/contact_card_1.json"),
    include_str!("../../ent-prefs/tests/golden/contact_card_2.json"),
];
const NUMBERS: [&str; 4] = ["+33612345678", "+33472000000", "+262692123456", "+33730123456"];
const EMAILS: [&str; 3] = ["zoe@exemple.fr", "martin@exemple.fr", "MARTIN@exemple.fr"];
const CHILDREN: [&str; 2] = ["pupil-1", "pupil-2"];

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    first: bool,
    edits: Vec<(u16, u8, &'a [u8])>,
    wish: &'a str,
    changes: Vec<(u8, u8, u8)>,
}

fn at<T: Copy>(list: &[T], at: u8) -> T {
    list[usize::from(at) % list.len()]
}

fn number(which: u8) -> PhoneNumber {
    PhoneNumber::parse(at(&NUMBERS, which), Region::FR).unwrap()
}

fn email(which: u8) -> UnverifiedEmail {
    UnverifiedEmail::parse(at(&EMAILS, which)).unwrap()
}

fn change(
    card: &ContactCard,
    (verb, one, other): (u8, u8, u8),
    wish: Option<&ContactWish>,
) -> Option<ContactCard> {
    let emails = match verb % 14 {
        0 => Some(EmailChange::Ask(email(one))),
        1 => Some(EmailChange::Confirm(email(one).confirmed())),
        2 => Some(EmailChange::Withdraw),
        3 => Some(EmailChange::Remove),
        _ => None,
    };
    if let Some(change) = emails {
        let step = card.change_email(change).ok()?;
        let ends = [CardNoticeKind::Changed, CardNoticeKind::Removed];
        if let Some(old) = card.email().filter(|old| step.card.email() != Some(old)) {
            let mut told = step.notices.iter();
            assert!(told.any(|told| ends.contains(&told.kind) && told.to == *old.email()));
        }
        return Some(step.card);
    }
    let slot = at(PhoneSlot::ALL, other);
    let child = PupilId::parse(at(&CHILDREN, other)).unwrap();
    let change = match verb % 14 {
        4 => CardChange::SetNumber { slot, number: number(one) },
        5 => CardChange::ConfirmNumber(number(one)),
        6 => CardChange::RemoveNumber { slot },
        7 => CardChange::ChooseContact(number(one)),
        8 => CardChange::RefuseSms,
        9 => CardChange::ClearContact,
        10 => CardChange::SetWish(wish?.clone()),
        11 => CardChange::ClearWish,
        12 => {
            let choices =
                [None, Some(ContactChoice::NoSms), Some(ContactChoice::Number(number(one)))];
            let contact = choices[usize::from(one) % 3].clone();
            CardChange::SetChild { child, contact: ChildContact { contact, wish: wish.cloned() } }
        }
        _ => CardChange::ClearChild { child },
    };
    card.apply(change).ok()
}

fuzz_target!(|input: Input<'_>| {
    let wish = match ContactWish::parse(input.wish) {
        Ok(wish) => {
            assert!(wish.length() <= ContactWish::max());
            assert_eq!(ContactWish::parse(wish.as_str()).as_ref(), Ok(&wish));
            Some(wish)
        }
        Err(error) => {
            assert!(message::is_known(error.code()));
            None
        }
    };
    let stored = spliced(STORED[usize::from(!input.first)].as_bytes(), &input.edits);
    let mut card: ContactCard = serde_json::from_slice(&stored).unwrap_or_default();
    for step in input.changes {
        card = change(&card, step, wish.as_ref()).unwrap_or(card);
        for child in [None, Some(PupilId::parse(CHILDREN[0]).unwrap())] {
            if let SmsReach::To(number) = card.sms_reach(child.as_ref()) {
                let holds = |slot: &&PhoneSlot| card.number(**slot) == Some(number);
                let slot = PhoneSlot::ALL.iter().find(holds).unwrap();
                assert!(card.is_confirmed(*slot) && number.can_receive_sms());
                assert_ne!(card.contact(), &ContactChoice::NoSms);
            }
        }
        let json = serde_json::to_vec(&card).unwrap();
        assert_eq!(serde_json::from_slice::<ContactCard>(&json).unwrap(), card);
    }
});

//! Rows, viewers, policies and queries from anything: what is hidden never leaves, and a stored red
//! list or address is read through its rules.

#![no_main]

use arbitrary::Arbitrary;
use ent_core::{
    BirthDate, Coded, PersonName, PhoneNumber, PostalAddress, Region, SubjectId, UnverifiedEmail,
    message,
};
use ent_prefs::contact_card::{ContactWish, SchoolPhones};
use ent_prefs::red_list::{
    DirectoryField, DirectoryFields, Found, Query, Viewer, ViewerRole, project, search,
};
use ent_prefs::{
    CardChange, ContactCard, DirectoryRow, EmailChange, PhoneSlot, RedList, Visibility,
};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    list: &'a [u8],
    address: &'a [u8],
    family: &'a str,
    given: &'a str,
    class: &'a str,
    email: &'a str,
    mobile: &'a str,
    wish: &'a str,
    query: &'a str,
    viewer: &'a str,
    role: u8,
    off: u16,
    on: u16,
}

fn fields(bits: u16) -> DirectoryFields {
    let chosen = DirectoryField::ALL.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
    chosen.map(|(_, field)| *field).collect()
}

/// The row, without what is not in `shown`; a hidden name is another one.
fn row(input: &Input<'_>, list: &RedList, shown: DirectoryFields) -> Option<DirectoryRow> {
    let has = |field| shown.contains(field);
    let name = PersonName::parse(input.family, input.given).ok()?;
    let other = PersonName::parse("Autre", "Personne").ok()?;
    let mut row = DirectoryRow::new(if has(DirectoryField::Name) { name } else { other });
    row.classes =
        has(DirectoryField::Classes).then(|| input.class.to_owned()).into_iter().collect();
    row.birth_date =
        has(DirectoryField::BirthDate).then(|| BirthDate::parse("1979-03-04").unwrap());
    let address = serde_json::from_slice::<PostalAddress>(input.address).ok();
    row.postal_address = address.filter(|_| has(DirectoryField::PostalAddress));
    let mobile = PhoneNumber::parse(input.mobile, Region::FR).ok();
    row.card = ContactCard::new().with_school_phones(SchoolPhones {
        mobile: mobile.filter(|_| has(DirectoryField::PhoneMobile)),
        ..SchoolPhones::default()
    });
    let contact = row.card.number(PhoneSlot::Mobile).cloned();
    if let Some(card) = contact.and_then(|to| row.card.apply(CardChange::ChooseContact(to)).ok()) {
        row.card = card;
    }
    if let (true, Ok(email)) = (has(DirectoryField::Email), UnverifiedEmail::parse(input.email)) {
        row.card = row.card.change_email(EmailChange::Ask(email.clone())).unwrap().card;
        row.card = row.card.change_email(EmailChange::Confirm(email.confirmed())).unwrap().card;
    }
    if let (true, Ok(wish)) = (has(DirectoryField::ContactWish), ContactWish::parse(input.wish)) {
        row.card = row.card.apply(CardChange::SetWish(wish)).unwrap();
    }
    row.red_list = list.clone();
    Some(row)
}

fuzz_target!(|input: Input<'_>| {
    let list = serde_json::from_slice::<RedList>(input.list).unwrap_or_default();
    let stored = serde_json::to_vec(&list).unwrap();
    assert_eq!(serde_json::from_slice::<RedList>(&stored).unwrap(), list);
    let role = ViewerRole::ALL[usize::from(input.role) % ViewerRole::ALL.len()];
    let viewer =
        SubjectId::parse(input.viewer).map_or(Viewer::anonymous(), |id| Viewer::new(id, role));
    let built = Visibility::builder().off(role, fields(input.off)).on(role, fields(input.on));
    let policy = match built.build() {
        Ok(policy) => policy,
        Err(error) => {
            assert!(message::is_known(error.code()));
            Visibility::preset()
        }
    };
    let seen_fields = policy.seen_by(&viewer, &list);
    let full = row(&input, &list, DirectoryFields::all());
    let (Some(full), Some(bare)) = (full, row(&input, &list, seen_fields)) else { return };
    let seen = project(&full, &viewer, &policy);
    assert!(seen.fields().is_within(seen_fields));
    assert_eq!(seen, project(&bare, &viewer, &policy));
    assert_eq!(format!("{seen:?}"), format!("{:?}", project(&bare, &viewer, &policy)));
    let answer = |row: &DirectoryRow, text: &str| match Query::parse(text, Region::FR) {
        Ok(query) => {
            let rows = std::slice::from_ref(row);
            Ok(search(rows, &query, |_, _| viewer.clone(), &policy, 20))
        }
        Err(error) => Err(error),
    };
    for text in [input.query, input.email, input.mobile, input.family, input.class, input.wish] {
        let found = answer(&full, text);
        assert_eq!(found, answer(&bare, text));
        if seen_fields == DirectoryFields::NONE {
            assert!(found.is_err() || found == Ok(Found::default()));
        }
        if let Err(error) = found {
            assert!(message::is_known(error.code()));
        }
    }
});

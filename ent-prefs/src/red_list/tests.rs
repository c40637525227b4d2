use std::fmt::Write as _;

use ent_core::message::is_known;
use ent_core::{
    BirthDate, Instant, Lang, PersonName, PhoneNumber, PostalAddress, Profile, Region, SubjectId,
    Uai, UnverifiedEmail,
};
use proptest::prelude::*;

use super::*;
use crate::contact_card::ContactWish;
use crate::contact_card::SchoolPhones;
use crate::{CardChange, ContactCard, EmailChange, PhoneSlot};

/// What the row of [`marked`] holds in a field, in every form that a leak could have.
const MARKS: [(DirectoryField, &[&str]); 14] = [
    (DirectoryField::Name, &["Marquelin", "Zéphyrine", "marquelin", "MARQUELIN", "zephyrine"]),
    (DirectoryField::Profile, &["National_2", "TUT"]),
    (DirectoryField::Establishment, &["0750655E"]),
    (DirectoryField::Classes, &["TMARK7", "tmark7"]),
    (DirectoryField::BirthDate, &["1979-03-04"]),
    (DirectoryField::PostalAddress, &["Passerose", "97410", "Grandmarais", "GRANDMARAIS"]),
    (DirectoryField::Email, &["brindille", "markmail"]),
    (DirectoryField::PhonePersonal, &["472000011", "04 72 00 00 11", "4 72 00 00 11"]),
    (DirectoryField::PhoneProfessional, &["142000022", "01 42 00 00 22", "1 42 00 00 22"]),
    (DirectoryField::PhoneMobile, &["612345633", "06 12 34 56 33", "6 12 34 56 33"]),
    (DirectoryField::PhoneOwn1, &["730123444", "07 30 12 34 44", "7 30 12 34 44"]),
    (DirectoryField::PhoneOwn2, &["730123455", "07 30 12 34 55", "7 30 12 34 55"]),
    (DirectoryField::ContactWish, &["crépuscule"]),
    (DirectoryField::Notifications, &["notifications"]),
];

/// One search that names the person of [`marked`] by a field alone.
const ASKED: [(DirectoryField, &str); 12] = [
    (DirectoryField::Name, "zéphyrine"),
    (DirectoryField::Establishment, "0750655E"),
    (DirectoryField::Classes, "tmark7"),
    (DirectoryField::BirthDate, "1979-03-04"),
    (DirectoryField::PostalAddress, "Passerose"),
    (DirectoryField::Email, "Brindille@markmail.fr"),
    (DirectoryField::PhonePersonal, "04 72 00 00 11"),
    (DirectoryField::PhoneProfessional, "+33142000022"),
    (DirectoryField::PhoneMobile, "06.12.34.56.33"),
    (DirectoryField::PhoneOwn1, "0730123444"),
    (DirectoryField::PhoneOwn2, "+33 7 30 12 34 55"),
    (DirectoryField::ContactWish, "crépuscule"),
];

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn id(text: &str) -> SubjectId {
    SubjectId::parse(text).unwrap()
}

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text, Region::FR).unwrap()
}

fn name(family: &str, given: &str) -> PersonName {
    PersonName::parse(family, given).unwrap()
}

/// A card with the numbers of `slots` and, if asked, a confirmed address.
fn card(fields: DirectoryFields) -> ContactCard {
    let in_slot = |slot, text| fields.contains(DirectoryField::of_slot(slot)).then(|| number(text));
    let mut card = ContactCard::new().with_school_phones(SchoolPhones {
        personal: in_slot(PhoneSlot::Personal, "0472000011"),
        professional: in_slot(PhoneSlot::Professional, "0142000022"),
        mobile: in_slot(PhoneSlot::Mobile, "0612345633"),
    });
    for (slot, text) in [(PhoneSlot::Own1, "0730123444"), (PhoneSlot::Own2, "0730123455")] {
        if let Some(number) = in_slot(slot, text) {
            card = card.apply(CardChange::SetNumber { slot, number: number.clone() }).unwrap();
            card = card.apply(CardChange::ConfirmNumber(number)).unwrap();
        }
    }
    if fields.contains(DirectoryField::Email) {
        let email = UnverifiedEmail::parse("brindille@markmail.fr").unwrap();
        card = card.change_email(EmailChange::Ask(email.clone())).unwrap().card;
        card = card.change_email(EmailChange::Confirm(email.confirmed())).unwrap().card;
    }
    if fields.contains(DirectoryField::ContactWish) {
        let wish = ContactWish::parse("au crépuscule").unwrap();
        card = card.apply(CardChange::SetWish(wish)).unwrap();
    }
    card
}

/// A row with marked values in `fields`; the name is another one when it is not among them.
fn marked(fields: DirectoryFields, list: &RedList) -> DirectoryRow {
    let has = |field| fields.contains(field);
    let marked_name = name("Marquelin", "Zéphyrine");
    let mut row = DirectoryRow::new(if has(DirectoryField::Name) {
        marked_name
    } else {
        name("Autre", "Personne")
    });
    row.profile = has(DirectoryField::Profile).then_some(Profile::LegalGuardian);
    row.establishment = has(DirectoryField::Establishment).then(|| Uai::parse("0750655E").unwrap());
    if has(DirectoryField::Classes) {
        row.classes = vec!["TMARK7".to_owned()];
    }
    row.birth_date =
        has(DirectoryField::BirthDate).then(|| BirthDate::parse("1979-03-04").unwrap());
    row.postal_address = has(DirectoryField::PostalAddress)
        .then(|| PostalAddress::french(["3 rue Passerose"], "97410", "Grandmarais").unwrap());
    row.card = card(fields);
    row.notifications = has(DirectoryField::Notifications).then_some(true);
    row.red_list = list.clone();
    row
}

fn list(on: bool, authorised: bool) -> RedList {
    let when = at("2026-11-26T10:00:00Z");
    let list = RedList::new().switched(on, when).unwrap();
    if authorised { list.authorised(id("viewer"), Authoriser::Person, when).unwrap() } else { list }
}

fn viewer(role: ViewerRole) -> Viewer {
    Viewer::new(id("viewer"), role)
}

fn hits(row: &DirectoryRow, text: &str, viewer: &Viewer, policy: &Visibility) -> Found {
    let query = Query::parse(text, Region::FR).unwrap();
    let neighbour = DirectoryRow::new(name("Voisin", "Ada"));
    search(&[neighbour, row.clone()], &query, |_, _| viewer.clone(), policy, 20)
}

/// Every text by which a projection, a hit or an error could show something.
fn every_form(row: &DirectoryRow, viewer: &Viewer, policy: &Visibility) -> String {
    let seen = project(row, viewer, policy);
    let card = project_card(&row.card, &row.red_list, viewer, policy);
    let mut shown = format!(
        "{seen:?} {seen:#?} {card:?} {row:?} {} {} {:?} {:?}",
        serde_json::to_string(&seen).unwrap(),
        serde_json::to_string_pretty(&card).unwrap(),
        serde_json::to_value(&seen).unwrap(),
        seen.fields(),
    );
    for (_, text) in ASKED {
        let found = hits(row, text, viewer, policy);
        write!(shown, "{found:?}").unwrap();
        for hit in &found.hits {
            shown.push_str(&serde_json::to_string(&hit.seen).unwrap());
        }
        for bad in [format!("{text}\u{202E}"), text.repeat(99), text.chars().take(1).collect()] {
            let Err(error) = Query::parse(&bad, Region::FR) else { continue };
            let texts = (error.text_fr(), error.text_en());
            write!(shown, "{error:?} {error} {texts:?}").unwrap();
        }
        write!(shown, "{:?}", Query::parse(text, Region::FR)).unwrap();
    }
    shown
}

/// Fails when a hidden field shows in any form, or when a visible one does not.
fn check_no_leak(viewer: &Viewer, list: &RedList, policy: &Visibility) {
    let row = marked(DirectoryFields::all(), list);
    let may = policy.seen_by(viewer, list);
    let seen = project(&row, viewer, policy);
    assert_eq!(seen.fields(), may);
    let shown = every_form(&row, viewer, policy);
    let json = serde_json::to_string(&seen).unwrap();
    for (field, marks) in MARKS {
        if may.contains(field) {
            assert!(marks.iter().any(|mark| json.contains(mark)), "{field:?} to {viewer:?}");
        } else {
            for mark in marks {
                assert!(!shown.contains(mark), "{field:?} to {viewer:?}: {mark} in {shown}");
            }
        }
    }
    // A row that lacks what is hidden gives the same answers, letter by letter.
    let bare = marked(may, list);
    assert_eq!(every_form(&row, viewer, policy), every_form(&bare, viewer, policy));
    let nobody = hits(&row, "nobody.here@exemple.fr", viewer, policy);
    assert_eq!(nobody, Found::default());
    let searched = |field: DirectoryField| {
        !matches!(
            field,
            DirectoryField::Establishment
                | DirectoryField::BirthDate
                | DirectoryField::PostalAddress
                | DirectoryField::ContactWish
        )
    };
    for (field, text) in ASKED {
        let found = hits(&row, text, viewer, policy);
        if may.contains(field) && searched(field) {
            assert_eq!(found.hits.len(), 1, "{field:?} by {viewer:?}");
        } else {
            assert_eq!(found, nobody, "{field:?} by {viewer:?}");
        }
    }
}

#[test]
fn redlist_no_hidden_field_leaves() {
    let preset = Visibility::preset();
    for role in ViewerRole::ALL {
        for (on, authorised) in [(false, false), (false, true), (true, false), (true, true)] {
            let list = list(on, authorised);
            check_no_leak(&viewer(*role), &list, &preset);
            // Each field alone visible, and each field alone hidden.
            for field in DirectoryField::ALL {
                let alone = [*field].into_iter().collect();
                let others = DirectoryFields::all().iter().filter(|one| one != field).collect();
                for fields in [alone, others] {
                    let policy = Visibility::builder().off(*role, fields).on(*role, fields).build();
                    if let Ok(policy) = policy {
                        check_no_leak(&viewer(*role), &list, &policy);
                    }
                }
            }
        }
    }
    check_no_leak(&Viewer::anonymous(), &list(true, true), &preset);
}

#[test]
fn the_preset_is_as_documented() {
    use DirectoryField as F;
    let preset = Visibility::preset();
    let school = "name profile establishment classes";
    let all = F::ALL.iter().map(|field| field.code()).collect::<Vec<_>>().join(" ");
    let teacher = format!(
        "{school} email phone_personal phone_professional phone_mobile phone_own_1 phone_own_2 \
         contact_wish"
    );
    let staff = format!("{school} email phone_professional contact_wish");
    let listed = format!("{school} birth_date");
    let cases = [
        // role, off the list, on it
        (ViewerRole::Oneself, &*all, &*all),
        (ViewerRole::Guardian, &all, &listed),
        (ViewerRole::SchoolOffice, &all, &listed),
        (ViewerRole::Teacher, &teacher, school),
        (ViewerRole::Staff, &staff, school),
        (ViewerRole::Pupil, school, school),
        (ViewerRole::OtherGuardian, school, school),
        (ViewerRole::Partner, "profile establishment", "profile establishment"),
        (ViewerRole::Other, "", ""),
    ];
    let codes = |fields: DirectoryFields| {
        fields.iter().map(DirectoryField::code).collect::<Vec<_>>().join(" ")
    };
    for (role, off, on) in cases {
        assert_eq!(codes(preset.fields(role, false)), off, "{role:?}");
        assert_eq!(codes(preset.fields(role, true)), on, "{role:?}");
        let authorised = preset.seen_by(&viewer(role), &list(true, true));
        let allowed = if role == ViewerRole::Partner { on } else { off };
        assert_eq!(codes(authorised), allowed, "{role:?}");
    }
    assert_eq!(Visibility::default(), preset);
}

#[test]
fn a_stored_policy_is_checked() {
    let preset = include_str!("../../tests/golden/visibility_1.json");
    assert_eq!(serde_json::to_string(&Visibility::preset()).unwrap(), preset.trim_end());
    assert_eq!(serde_json::from_str::<Visibility>(preset).unwrap(), Visibility::preset());
    let nothing_own = r#"{"schema":1,"rules":{}}"#;
    assert_eq!(serde_json::from_str::<Visibility>(nothing_own).unwrap(), Visibility::preset());
    let bad = [
        r#"{"schema":2,"rules":{}}"#,
        r#"{"schema":1}"#,
        r#"{"schema":1,"rules":{"friend":{"off":[],"on":[]}}}"#,
        r#"{"schema":1,"rules":{"pupil":{"off":["password"],"on":[]}}}"#,
        r#"{"schema":1,"rules":{"pupil":{"off":[]}}}"#,
        r#"{"schema":1,"rules":{"pupil":{"off":[],"on":["name"]}}}"#,
        r#"{"schema":1,"rules":{"self":{"off":[],"on":[]}}}"#,
        r#"{"schema":1,"rules":{"pupil":{"off":[],"on":[]},"pupil":{"off":["name"],"on":[]}}}"#,
        r#"{"schema":1,"rules":{"partner":{"off":["email"],"on":[]}}}"#,
    ];
    for json in bad {
        assert!(serde_json::from_str::<Visibility>(json).is_err(), "{json}");
    }
}

#[test]
fn policies_that_break_a_rule_are_refused() {
    let build = |role, off: DirectoryFields, on: DirectoryFields| {
        Visibility::builder().off(role, off).on(role, on).build().err()
    };
    let (all, none) = (DirectoryFields::all(), DirectoryFields::NONE);
    assert_eq!(build(ViewerRole::Oneself, none, none), Some(VisibilityError::Oneself));
    assert_eq!(build(ViewerRole::Oneself, all, none), Some(VisibilityError::Oneself));
    assert_eq!(build(ViewerRole::Pupil, none, all), Some(VisibilityError::Wider));
    assert_eq!(build(ViewerRole::Partner, all, none), Some(VisibilityError::Partner));
    let more = all.without_contact();
    assert_eq!(build(ViewerRole::Partner, more, more), None);
    for field in DirectoryField::ALL.iter().filter(|field| field.is_contact()) {
        let one = [*field].into_iter().collect();
        assert_eq!(build(ViewerRole::Partner, one, none), Some(VisibilityError::Partner));
    }
}

#[test]
fn only_the_person_and_the_authorised_are_told_of_the_list() {
    let preset = Visibility::preset();
    for role in ViewerRole::ALL {
        for (on, authorised) in [(false, false), (false, true), (true, false), (true, true)] {
            let row = marked(DirectoryFields::all(), &list(on, authorised));
            let told = project(&row, &viewer(*role), &preset).on_red_list();
            let knows =
                *role == ViewerRole::Oneself || (authorised && *role != ViewerRole::Partner);
            assert_eq!(told, knows.then_some(on), "{role:?}");
        }
    }
}

#[test]
fn an_address_that_is_not_confirmed_is_shown_to_nobody() {
    let typed = UnverifiedEmail::parse("brindille@markmail.fr").unwrap();
    let card = ContactCard::new().change_email(EmailChange::Ask(typed)).unwrap().card;
    let own = viewer(ViewerRole::Oneself);
    let seen = project_card(&card, &RedList::new(), &own, &Visibility::preset());
    assert_eq!(seen.email(), None);
}

#[test]
fn the_switch_and_its_viewers() {
    let [first, later] = ["2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z"].map(at);
    let list = RedList::new();
    assert_eq!((list.is_on(), list.changed_at()), (false, None));
    let on = list.switched(true, later).unwrap();
    assert_eq!(on.changed_at(), Some(later));
    assert_eq!(on.switched(true, first), Ok(on.clone()), "nothing to change");
    assert_eq!(on.switched(false, first), Err(RedListError::Clock));
    let off = on.switched(false, later).unwrap();
    assert!(!off.is_on());

    let one = on.authorised(id("a"), Authoriser::Head, first).unwrap();
    assert_eq!(one.authorised(id("a"), Authoriser::Person, later), Ok(one.clone()));
    assert_eq!(one.revoked(&id("a")), on);
    assert_eq!(one.revoked(&id("b")), one);
    let full = (0..200).try_fold(RedList::new(), |list, n| {
        list.authorised(id(&format!("v{n}")), Authoriser::Person, first)
    });
    let full = full.unwrap();
    assert_eq!(full.authorised(id("w"), Authoriser::Person, first), Err(RedListError::TooMany));
    assert!(full.authorised(id("v7"), Authoriser::Head, later).is_ok());
    assert!(!full.authorises(&Viewer::anonymous()));
    assert!(!full.authorises(&Viewer::new(id("v7"), ViewerRole::Partner)));
}

#[test]
fn reads_what_the_first_release_stored() {
    let golden = include_str!("../../tests/golden/red_list_1.json");
    let list: RedList = serde_json::from_str(golden).unwrap();
    assert_eq!(serde_json::to_string(&list).unwrap(), golden.trim_end());
    assert!(list.authorises(&Viewer::new(id("office-1"), ViewerRole::SchoolOffice)));
    for (from, to) in [
        ("\"schema\":1", "\"schema\":2"),
        ("\"schema\":1,", ""),
        ("\"changed_at\":\"2026-11-26T10:00:00Z\"", "\"changed_at\":null"),
        ("\"head\"", "\"viewer\""),
        ("office-1", "teacher-1"),
        ("office-1", "zoe-1"),
        ("\"on\":true", "\"on\":true,\"more\":1"),
        ("\"by\":\"head\"", "\"by\":\"head\",\"more\":1"),
    ] {
        let bad = golden.replacen(from, to, 1);
        assert_ne!(bad, golden, "{from}");
        assert!(serde_json::from_str::<RedList>(&bad).is_err(), "{to}");
    }
}

#[test]
fn queries_are_bounded_and_shown_nowhere() {
    let parse = |text: &str| Query::parse(text, Region::FR).err();
    let long = "a".repeat(101);
    let huge = "a".repeat(1 << 20);
    let cases = [
        // text, error
        ("ab", None),
        ("é1", None),
        (" a b ", None),
        ("", Some(SearchError::TooShort)),
        ("a", Some(SearchError::TooShort)),
        (" é ", Some(SearchError::TooShort)),
        ("-- ..", Some(SearchError::TooShort)),
        ("😀😀😀", Some(SearchError::TooShort)),
        ("a\u{200B}b", Some(SearchError::Invisible)),
        ("a\u{202E}bc", Some(SearchError::Invisible)),
        ("ab\ncd", Some(SearchError::Invisible)),
        (&long, Some(SearchError::TooLong)),
        (&huge, Some(SearchError::TooLong)),
    ];
    for (text, error) in cases {
        assert_eq!(parse(text), error, "{text:.40?}");
    }
    let query = Query::parse("canari@exemple.fr", Region::FR).unwrap();
    assert_eq!(format!("{query:?}"), "Query(redacted)");
}

#[test]
fn people_are_found_by_starts_of_words_in_a_stable_order() {
    let people = [
        ("de Dieu", "Jean"),
        ("Le Noël", "Zoé"),
        ("Noël", "Anne-Zoé"),
        ("Durand", "Zoé"),
        ("Durand", "Zoé"),
        ("Martin", "Noé"),
    ];
    let mut rows: Vec<_> =
        people.map(|(family, given)| DirectoryRow::new(name(family, given))).into();
    rows[5].classes = vec!["3e B".to_owned(), "TPRO".to_owned()];
    let found = |text: &str, limit| {
        let query = Query::parse(text, Region::FR).unwrap();
        let found =
            search(&rows, &query, |_, _| viewer(ViewerRole::Pupil), &Visibility::preset(), limit);
        (found.hits.iter().map(|hit| hit.index).collect::<Vec<_>>(), found.more)
    };
    let cases: [(&str, usize, &[usize], bool); 14] = [
        // query, limit, rows, whether others were left out
        ("zoe", 20, &[3, 4, 1, 2], false),
        ("ZOÉ", 3, &[3, 4, 1], true),
        ("zoe", 4, &[3, 4, 1, 2], false),
        ("zoe", 0, &[], true),
        ("no", 20, &[1, 5, 2], false),
        ("noel zo", 20, &[1, 2], false),
        ("zoe noel", 20, &[1, 2], false),
        ("oe", 20, &[], false),
        ("dieu", 20, &[0], false),
        ("tpro", 20, &[5], false),
        ("noe 3e", 20, &[5], false),
        ("anne-zoé", 20, &[2], false),
        ("zoe martin", 20, &[], false),
        ("durand zoe", 1, &[3], true),
    ];
    for (text, limit, wanted, more) in cases {
        assert_eq!(found(text, limit), (wanted.to_vec(), more), "{text}");
    }
    let many = vec![DirectoryRow::new(name("Durand", "Zoé")); 150];
    let query = Query::parse("durand", Region::FR).unwrap();
    let pupil = |_: usize, _: &DirectoryRow| viewer(ViewerRole::Pupil);
    let found = search(&many, &query, pupil, &Visibility::preset(), usize::MAX);
    assert_eq!((found.hits.len(), found.more), (100, true));
}

#[test]
fn codes_and_labels() {
    ViewerRole::check_list();
    DirectoryField::check_list();
    Authoriser::check_list();
    assert!(!DirectoryField::ContactWish.label(Lang::Fr).is_empty());
    let codes = [
        RedListError::Clock.code(),
        RedListError::TooMany.code(),
        RedListError::Schema.code(),
        RedListError::Corrupt.code(),
        VisibilityError::Oneself.code(),
        VisibilityError::Partner.code(),
        VisibilityError::Wider.code(),
        VisibilityError::Schema.code(),
        SearchError::TooShort.code(),
        SearchError::TooLong.code(),
        SearchError::Invisible.code(),
    ];
    assert!(codes.iter().all(|code| is_known(code)));
}

fn any_fields() -> impl Strategy<Value = DirectoryFields> {
    prop::collection::vec(prop::sample::select(DirectoryField::ALL.to_vec()), 0..14)
        .prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn redlist_no_hidden_field_leaves_under_any_policy(
        role in prop::sample::select(ViewerRole::ALL.to_vec()),
        off in any_fields(),
        on in any_fields(),
        (is_on, authorised) in any::<(bool, bool)>(),
    ) {
        match Visibility::builder().off(role, off).on(role, on).build() {
            Ok(policy) => check_no_leak(&viewer(role), &list(is_on, authorised), &policy),
            Err(error) => prop_assert!(
                role == ViewerRole::Oneself || role == ViewerRole::Partner || !on.is_within(off),
                "{error}"
            ),
        }
    }

    #[test]
    fn q4_a_partner_never_sees_how_to_reach_anyone(
        off in any_fields(),
        on in any_fields(),
        is_on in any::<bool>(),
    ) {
        let (role, list) = (ViewerRole::Partner, list(is_on, true));
        if let Ok(policy) = Visibility::builder().off(role, off).on(role, on).build() {
            let row = marked(DirectoryFields::all(), &list);
            let seen = project(&row, &viewer(role), &policy);
            prop_assert!(seen.fields().iter().all(|field| !field.is_contact()));
        }
    }

    #[test]
    fn the_list_never_shows_more(role in prop::sample::select(ViewerRole::ALL.to_vec())) {
        let policy = Visibility::preset();
        let seen = |list: RedList| policy.seen_by(&viewer(role), &list);
        prop_assert!(seen(list(true, false)).is_within(seen(list(true, true))));
        prop_assert!(seen(list(true, true)).is_within(seen(list(false, false))));
    }

    #[test]
    fn queries_never_panic(text in ".{0,40}") {
        if let Ok(query) = Query::parse(&text, Region::FR) {
            let rows = [marked(DirectoryFields::all(), &list(true, false))];
            let other = |_: usize, _: &DirectoryRow| Viewer::anonymous();
            let found = search(&rows, &query, other, &Visibility::preset(), 20);
            prop_assert_eq!(found, Found::default());
        }
    }
}

use base64ct::{Base64UrlUnpadded, Encoding};
use ent_core::address::BaseAddress;
use ent_core::message::is_known;
use ent_core::{Coded, Email, Instant, Key, KeyId, KeyRing};
use proptest::prelude::*;

use super::*;
use crate::consent::{ConsentAct, ConsentSource};
use crate::{Channel, ConsentEntry, Consents, Defaults, Purpose, TextVersion, Topic};

const POSTED: &[u8] = b"List-Unsubscribe=One-Click";
const PERSON: &str = "b1946ac92492d2347c6235b4d2611184";

fn now() -> Instant {
    Instant::parse("2026-11-26T10:00:00Z").unwrap()
}

fn ring(id: &str, byte: u8) -> KeyRing {
    KeyRing::new(KeyId::parse(id).unwrap(), Key::new(vec![byte; 32]).unwrap())
}

fn reference(text: &str) -> UnsubscribeReference {
    UnsubscribeReference::parse(text).unwrap()
}

fn scope() -> UnsubscribeScope {
    UnsubscribeScope::new(reference(PERSON), Purpose::Partners, Channel::Email).unwrap()
}

fn issue(scope: &UnsubscribeScope, keys: &KeyRing) -> UnsubscribeToken {
    UnsubscribeToken::issue(scope, UnsubscribePolicy::unlimited(), now(), keys).unwrap()
}

fn reason(token: &str, keys: &KeyRing) -> Option<&'static str> {
    read(token, keys, now()).err().map(|refused| {
        assert_eq!(refused.code(), "unsubscribe/invalid");
        refused.reason().code()
    })
}

#[test]
fn every_error_has_its_texts() {
    use UnsubscribeError::{Base, Channel, Key, Length, Lifetime, Reference, Security};
    for error in [Reference, Security, Channel, Lifetime, Base, Length, Key] {
        assert!(is_known(error.code()), "{error}");
    }
    for reason in [UnsubscribeRefusal::Body, UnsubscribeRefusal::Forged] {
        let refused = UnsubscribeRefused::new(reason);
        assert!(is_known(refused.code()));
        assert!(!format!("{refused:?}{refused}").contains("Forged"));
    }
}

#[test]
fn what_is_refused_can_be_refused() {
    assert_eq!(
        UnsubscribeScope::new(reference(PERSON), Purpose::Partners, Channel::InApp),
        Err(UnsubscribeError::Channel)
    );
    for topic in Topic::ALL {
        let allowed = scope().about(*topic);
        assert_eq!(allowed.is_err(), *topic == Topic::Account, "{topic:?}");
    }
    for bad in ["", "short", "zoe.martin@exemple.fr", "0033612345678", &"a".repeat(65)] {
        assert_eq!(UnsubscribeReference::parse(bad), Err(UnsubscribeError::Reference), "{bad}");
        assert!(serde_json::from_str::<UnsubscribeReference>(&format!("{bad:?}")).is_err());
    }
}

#[test]
fn bad_tokens_are_refused_alike() {
    let keys = ring("2026", 7);
    let good = issue(&scope(), &keys);
    let good = good.expose_secret();
    let bytes = Base64UrlUnpadded::decode_vec(good).unwrap();
    let edited = |at: usize, with: u8| {
        let mut bytes = bytes.clone();
        bytes[at] ^= with;
        Base64UrlUnpadded::encode_string(&bytes)
    };
    let resigned = |payload: &[u8]| {
        let mac = Key::new(vec![7; 32]).unwrap().mac(&[b"entkit/unsubscribe/1", payload]).unwrap();
        Base64UrlUnpadded::encode_string(&[payload, &mac].concat())
    };
    let payload = &bytes[..bytes.len() - 32];
    let unknown = String::from_utf8_lossy(payload).replace("partners", "partnerx");
    let in_app = String::from_utf8_lossy(payload).replace("\u{5}email", "\u{6}in_app");
    let longer = [payload, &[0]].concat();
    let cases = [
        // token, reason
        (good.to_owned(), None),
        (resigned(payload), None),
        (String::new(), Some("format")),
        ("A".to_owned(), Some("format")),
        (format!("{good}="), Some("format")),
        (format!(" {good}"), Some("format")),
        (format!("{good}\n"), Some("format")),
        (good.replace('A', "+"), Some("format")),
        ("A".repeat(1 << 20), Some("format")),
        (Base64UrlUnpadded::encode_string(&bytes[..bytes.len() - 3]), Some("forged")),
        (Base64UrlUnpadded::encode_string(&[&bytes[..], &[0]].concat()), Some("forged")),
        (edited(0, 3), Some("version")),
        (edited(2, 1), Some("unknown_key")),
        (edited(8, 1), Some("forged")),
        (edited(bytes.len() - 1, 1), Some("forged")),
        (issue(&scope(), &ring("2026", 8)).expose_secret().to_owned(), Some("forged")),
        (issue(&scope(), &ring("2025", 7)).expose_secret().to_owned(), Some("unknown_key")),
        (resigned(unknown.as_bytes()), Some("scope")),
        (resigned(in_app.as_bytes()), Some("scope")),
        (resigned(&longer), Some("scope")),
        (resigned(&payload[..payload.len() - 1]), Some("scope")),
    ];
    for (token, expected) in cases {
        assert_eq!(reason(&token, &keys), expected, "{token:.80}");
    }
    // A key that signs no more still opens.
    let both = ring("2027", 9)
        .with_previous(KeyId::parse("2026").unwrap(), Key::new(vec![7; 32]).unwrap());
    assert_eq!(read(good, &both.unwrap(), now()), Ok(scope()));
}

#[test]
fn a_link_may_end() {
    let keys = ring("2026", 7);
    let policy = UnsubscribePolicy::lasting(30).unwrap();
    let token = UnsubscribeToken::issue(&scope(), policy, now(), &keys).unwrap();
    let end = now().plus_seconds(30 * 86_400).unwrap();
    let last = end.plus_millis(-1).unwrap();
    assert_eq!(read(token.expose_secret(), &keys, last), Ok(scope()));
    let refused = read(token.expose_secret(), &keys, end).unwrap_err();
    assert_eq!(
        (refused.reason(), refused.code()),
        (UnsubscribeRefusal::Expired, "unsubscribe/invalid")
    );
    assert!(read(issue(&scope(), &keys).expose_secret(), &keys, Instant::LAST).is_ok());
    for (days, good) in [(0, false), (29, false), (30, true), (3650, true), (3651, false)] {
        assert_eq!(UnsubscribePolicy::lasting(days).is_ok(), good, "{days}");
    }
    let late = UnsubscribeToken::issue(&scope(), policy, Instant::LAST, &keys).unwrap();
    assert!(read(late.expose_secret(), &keys, now()).is_ok());
}

#[test]
fn only_a_one_click_post_refuses() {
    let keys = ring("2026", 7);
    let token = issue(&scope(), &keys);
    let part = |lines: &[&str]| lines.join("\r\n");
    let name = "Content-Disposition: form-data; name=\"List-Unsubscribe\"";
    let cases = [
        // body, whether it refuses
        ("List-Unsubscribe=One-Click".to_owned(), true),
        ("List-Unsubscribe=One-Click\r\n".to_owned(), true),
        ("  List-Unsubscribe=One-Click \n".to_owned(), true),
        (part(&["--b", name, "", "One-Click", "--b--", ""]), true),
        (part(&["--b", name, "", "One-Click", "--b--"]).replace("\r\n", "\n"), true),
        (part(&["--b", name, "Content-Type: text/plain", "", "One-Click", "--b--"]), true),
        (
            part(&[
                "--b",
                &name.to_lowercase().replace("list-u", "List-U"),
                "",
                "One-Click",
                "--b--",
            ]),
            true,
        ),
        (String::new(), false),
        ("list-unsubscribe=one-click".to_owned(), false),
        ("List-Unsubscribe=One-Click&a=b".to_owned(), false),
        ("a=b&List-Unsubscribe=One-Click".to_owned(), false),
        ("List-Unsubscribe=One-Click&List-Unsubscribe=One-Click".to_owned(), false),
        ("List-Unsubscribe =One-Click".to_owned(), false),
        ("List-Unsubscribe=".to_owned(), false),
        ("List-Unsubscribe=No".to_owned(), false),
        ("{\"List-Unsubscribe\":\"One-Click\"}".to_owned(), false),
        (" ".repeat(4096), false),
        (part(&["--b", name, "", "One-Click"]), false),
        (part(&["--b", name, "", "One-Click", "--c--"]), false),
        (part(&["--b", name, "", "No", "--b--"]), false),
        (part(&["--b", "", "One-Click", "--b--"]), false),
        (part(&["--b", name, name, "", "One-Click", "--b--"]), false),
        (part(&["--b", &format!("{name}; filename=\"a\""), "", "One-Click", "--b--"]), false),
        (part(&["--b", name, "", "One-Click", "--b", name, "", "One-Click", "--b--"]), false),
        (part(&["--", name, "", "One-Click", "----"]), false),
    ];
    for (body, refuses) in cases {
        let done =
            confirm(token.expose_secret(), body.as_bytes(), &keys, &Defaults::immediate(), now());
        assert_eq!(done.is_ok(), refuses, "{body:?}");
        if let Err(refused) = done {
            assert_eq!(refused.code(), "unsubscribe/unconfirmed");
        }
    }
    let refused = confirm("forged", POSTED, &keys, &Defaults::immediate(), now()).unwrap_err();
    assert_eq!(refused.code(), "unsubscribe/invalid");
}

#[test]
fn a_whole_purpose_is_withdrawn_and_a_part_is_switched_off() {
    let keys = ring("2026", 7);
    let child = reference("0123456789abcdef");
    let effect = |scope: &UnsubscribeScope| {
        let token = issue(scope, &keys);
        confirm(token.expose_secret(), POSTED, &keys, &Defaults::immediate(), now()).unwrap()
    };
    let done = effect(&scope());
    let UnsubscribeEffect::Consent(entry) = &done.effect else { panic!() };
    assert_eq!((entry.act(), entry.source()), (ConsentAct::Withdrawn, ConsentSource::Message));
    assert_eq!(
        (entry.purpose(), entry.channel(), entry.at()),
        (Purpose::Partners, Channel::Email, now())
    );

    // A grant from the future is withdrawn too; other purposes and channels are left alone.
    let mut log = Consents::new();
    let (text, source) = (TextVersion::new(1).unwrap(), ConsentSource::Preferences);
    let later = now().plus_seconds(60).unwrap();
    for (purpose, channel) in [
        (Purpose::Partners, Channel::Email),
        (Purpose::Partners, Channel::Sms),
        (Purpose::OwnEstablishment, Channel::Email),
    ] {
        log.record(ConsentEntry::grant(purpose, channel, later, text, source).unwrap());
    }
    assert!(done.effect.apply(&mut log));
    let once = log.clone();
    assert!(done.effect.apply(&mut log));
    assert_eq!(log, once);
    let mut later_on = log.clone();
    let soon = now().plus_seconds(3_599).unwrap();
    let tomorrow = now().plus_seconds(86_400).unwrap();
    let (purpose, channel, source) = (Purpose::Partners, Channel::Email, ConsentSource::Message);
    let again = ConsentEntry::withdrawal(purpose, channel, soon, None, source);
    assert!(UnsubscribeEffect::Consent(again).apply(&mut later_on));
    assert_eq!(later_on, once, "the same POST within the hour");
    let again = ConsentEntry::withdrawal(purpose, channel, tomorrow, None, source);
    let text = TextVersion::new(1).unwrap();
    let anew = ConsentEntry::grant(purpose, channel, tomorrow, text, ConsentSource::Preferences);
    later_on.record(anew.unwrap());
    assert!(UnsubscribeEffect::Consent(again).apply(&mut later_on));
    assert_eq!(later_on.len(), once.len().saturating_add(2), "agreed to anew in between");
    assert!(!log.granted(Purpose::Partners, Channel::Email, Instant::LAST));
    assert!(log.granted(Purpose::Partners, Channel::Sms, later));
    assert!(log.granted(Purpose::OwnEstablishment, Channel::Email, later));

    let parts = [
        (scope().about(Topic::Catering).unwrap(), Some(Topic::Catering), None),
        (scope().for_child(child.clone()), None, Some(child.clone())),
    ];
    for (scope, topic, child) in parts {
        let done = effect(&scope);
        assert_eq!(done.scope, scope);
        let switched_off = scope.preference_scope();
        assert_eq!(switched_off.topic(), topic);
        assert!(switched_off.holds(Purpose::Partners, Topic::Catering, Channel::Email));
        assert!(!switched_off.holds(Purpose::Partners, Topic::Catering, Channel::Sms));
        let (purpose, channel) = (Purpose::Partners, Channel::Email);
        assert_eq!(done.effect, UnsubscribeEffect::Preference { purpose, topic, channel, child });
        assert!(!done.effect.apply(&mut log));
        assert_eq!(log, once);
    }
}

#[test]
fn a_locked_topic_is_refused_with_the_consent() {
    use crate::{Pace, Scope};
    let keys = ring("2026", 7);
    let locked = |topic, pace| {
        let of = Scope::EVERY.of(topic).by(Channel::Email);
        Defaults::builder().ent(Scope::EVERY, Pace::Daily).locked(of, pace).build().unwrap()
    };
    let cases = [
        // defaults, whether the consent is withdrawn
        (Defaults::immediate(), false),
        (locked(Topic::News, Pace::Weekly), false),
        (locked(Topic::Catering, Pace::Off), false),
        (locked(Topic::Catering, Pace::Daily), true),
    ];
    let scope = scope().about(Topic::Catering).unwrap();
    for scope in [scope.clone(), scope.for_child(reference("0123456789abcdef"))] {
        let token = issue(&scope, &keys);
        for (defaults, withdrawn) in &cases {
            let done = confirm(token.expose_secret(), POSTED, &keys, defaults, now()).unwrap();
            let consent = matches!(done.effect, UnsubscribeEffect::Consent(_));
            assert_eq!(consent, *withdrawn, "{defaults:?}");
        }
    }
}

#[test]
fn headers_are_two_lines() {
    let token = issue(&scope(), &ring("2026", 7));
    let base = BaseAddress::parse("https://ent.exemple.fr/refus").unwrap();
    let link = UnsubscribeLink::new(&base, &token).unwrap();
    let text = token.expose_secret();
    assert_eq!(link.url(), format!("https://ent.exemple.fr/refus?token={text}"));
    let odd = Email::parse("refus+ent?a=b&c%0D@exemple.fr").unwrap();
    let [list, post] = link.clone().with_mailto(&odd).unwrap().headers();
    assert_eq!(
        list,
        format!(
            "List-Unsubscribe: <{}>, <mailto:refus%2Bent%3Fa%3Db%26c%250D@exemple.fr?subject=\
             unsubscribe%20{text}>",
            link.url()
        )
    );
    assert_eq!(post, "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    assert!(!format!("{link:?}{token:?}").contains(text));

    let app = BaseAddress::parse("fr.exemple.ent://refus.exemple.fr").unwrap();
    assert_eq!(UnsubscribeLink::new(&app, &token), Err(UnsubscribeError::Base));
    let long = BaseAddress::parse(&format!("https://a.fr/{}", "a".repeat(990))).unwrap();
    assert_eq!(UnsubscribeLink::new(&long, &token), Err(UnsubscribeError::Length));
    let nearly = BaseAddress::parse(&format!("https://a.fr/{}", "a".repeat(700))).unwrap();
    let nearly = UnsubscribeLink::new(&nearly, &token).unwrap();
    assert_eq!(nearly.with_mailto(&odd), Err(UnsubscribeError::Length));

    let cases = [
        // what follows the page, the token
        ("?token=abc", Some("abc")),
        ("?utm=1&token=abc#top", Some("abc")),
        ("?token=", Some("")),
        ("", None),
        ("#token=abc", None),
        ("?token=a&token=b", None),
        ("x?token=abc", None),
    ];
    for (rest, expected) in cases {
        let url = format!("{base}{rest}");
        assert_eq!(UnsubscribeLink::token_of(&base, &url), expected, "{rest}");
    }
}

fn any_scope() -> impl Strategy<Value = UnsubscribeScope> {
    let topics: Vec<_> =
        Topic::ALL.iter().copied().filter(|topic| *topic != Topic::Account).collect();
    let channels = vec![Channel::Email, Channel::Sms, Channel::Push];
    (
        "[A-Za-z0-9_-]{16,64}",
        prop::sample::select(Purpose::ALL.to_vec()),
        prop::sample::select(channels),
        prop::option::of(prop::sample::select(topics)),
        prop::option::of("[A-Za-z0-9_-]{16,64}"),
    )
        .prop_map(|(person, purpose, channel, topic, child)| {
            let mut scope = UnsubscribeScope::new(reference(&person), purpose, channel).unwrap();
            if let Some(topic) = topic {
                scope = scope.about(topic).unwrap();
            }
            match child {
                Some(child) => scope.for_child(reference(&child)),
                None => scope,
            }
        })
}

proptest! {
    #[test]
    fn what_is_signed_is_read(scope in any_scope(), days in prop::option::of(30_u16..=3650)) {
        let keys = ring(&"k".repeat(32), 7);
        let policy = days.map_or(UnsubscribePolicy::unlimited(), |days| UnsubscribePolicy::lasting(days).unwrap());
        let token = UnsubscribeToken::issue(&scope, policy, now(), &keys).unwrap();
        prop_assert!(token.expose_secret().len() <= 328);
        prop_assert_eq!(read(token.expose_secret(), &keys, now()), Ok(scope.clone()));
        let base = BaseAddress::parse("https://ent.exemple.fr/refus").unwrap();
        let link = UnsubscribeLink::new(&base, &token).unwrap();
        prop_assert_eq!(UnsubscribeLink::token_of(&base, link.url()), Some(token.expose_secret()));
        for line in link.headers() {
            prop_assert!(line.bytes().all(|b| b == b' ' || b.is_ascii_graphic()));
        }
    }

    #[test]
    fn no_other_token_is_read(
        scope in any_scope(), at in any::<prop::sample::Index>(), with in 1_u8..=255,
    ) {
        let keys = ring("2026", 7);
        let mut bytes = Base64UrlUnpadded::decode_vec(issue(&scope, &keys).expose_secret()).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= with;
        prop_assert!(read(&Base64UrlUnpadded::encode_string(&bytes), &keys, now()).is_err());
    }

    #[test]
    fn a_confirmation_has_the_same_effect_each_time(scope in any_scope(), later in 0_i64..1000) {
        let keys = ring("2026", 7);
        let token = issue(&scope, &keys);
        let at = now().plus_seconds(later).unwrap();
        let first = confirm(token.expose_secret(), POSTED, &keys, &Defaults::immediate(), now()).unwrap();
        let second = confirm(token.expose_secret(), POSTED, &keys, &Defaults::immediate(), at).unwrap();
        prop_assert_eq!(&first.scope, &second.scope);
        let granted = |effects: &[&Unsubscribed]| {
            let mut log = Consents::new();
            for done in effects {
                done.effect.apply(&mut log);
            }
            log.view(at)
        };
        prop_assert_eq!(granted(&[&first]), granted(&[&first, &second]));
        prop_assert_eq!(granted(&[&second, &first]), granted(&[&first, &second]));
    }

    #[test]
    fn never_panics(text in ".{0,60}", body: Vec<u8>) {
        let keys = ring("2026", 7);
        let _ = (read(&text, &keys, now()).is_ok(), confirm(&text, &body, &keys, &Defaults::immediate(), now()).is_ok());
    }
}

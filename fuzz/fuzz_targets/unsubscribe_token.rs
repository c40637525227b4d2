//! Tokens of refusal links, bodies of their POST, and the links themselves.

#![no_main]

use arbitrary::Arbitrary;
use ent_core::address::BaseAddress;
use ent_core::{Coded, Email, message};
use ent_fuzz::{keys, morning};
use ent_prefs::unsubscribe::{
    UnsubscribeLink, UnsubscribePolicy, UnsubscribeReference, UnsubscribeScope, UnsubscribeToken,
    confirm, read,
};
use ent_prefs::{Channel, Defaults, Purpose, Topic};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    token: &'a str,
    body: &'a [u8],
    base: &'a str,
    mailto: &'a str,
    person: &'a str,
    child: Option<&'a str>,
    picked: [u8; 3],
    days: Option<u16>,
}

fn scope(input: &Input<'_>) -> Option<UnsubscribeScope> {
    let pick = |n: u8, of: usize| usize::from(n) % of;
    let [purpose, channel, topic] = input.picked;
    let purpose = Purpose::ALL[pick(purpose, Purpose::ALL.len())];
    let channel = Channel::ALL[pick(channel, Channel::ALL.len())];
    let person = UnsubscribeReference::parse(input.person).ok()?;
    let scope = UnsubscribeScope::new(person, purpose, channel).ok()?;
    let scope = match Topic::ALL.get(usize::from(topic)) {
        Some(topic) => scope.about(*topic).ok()?,
        None => scope,
    };
    match input.child {
        Some(child) => Some(scope.for_child(UnsubscribeReference::parse(child).ok()?)),
        None => Some(scope),
    }
}

fuzz_target!(|input: Input<'_>| {
    let (keys, now) = (keys(), morning());
    let defaults = Defaults::immediate();
    let post = |token| confirm(token, input.body, &keys, &defaults, now);
    for refused in [read(input.token, &keys, now).err(), post(input.token).err()] {
        // Nobody guesses a signature.
        assert!(message::is_known(refused.unwrap().code()));
    }
    let Some(scope) = scope(&input) else { return };
    let policy = input.days.and_then(|days| UnsubscribePolicy::lasting(days).ok());
    let token = UnsubscribeToken::issue(&scope, policy.unwrap_or_default(), now, &keys).unwrap();
    assert_eq!(read(token.expose_secret(), &keys, now), Ok(scope.clone()));
    assert!(
        read(&format!("{}{}", token.expose_secret(), input.token), &keys, now).is_err()
            || input.token.is_empty()
    );
    if let Ok(done) = post(token.expose_secret()) {
        assert!(input.body.windows(9).any(|part| part == b"One-Click"));
        assert_eq!(done.scope, scope);
    }
    let base = BaseAddress::parse(input.base);
    let base = base.unwrap_or(BaseAddress::parse("https://ent.exemple.fr/refus").unwrap());
    let Ok(mut link) = UnsubscribeLink::new(&base, &token) else { return };
    if let Ok(to) = Email::parse(input.mailto) {
        link = link.clone().with_mailto(&to).unwrap_or(link);
    }
    for line in link.headers() {
        assert!(line.len() <= 998 && line.bytes().all(|b| b == b' ' || b.is_ascii_graphic()));
    }
    assert_eq!(UnsubscribeLink::token_of(&base, link.url()), Some(token.expose_secret()));
});

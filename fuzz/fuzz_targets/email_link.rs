//! A link through any events, any clock, lost races and damaged storage.

#![no_main]

use arbitrary::Arbitrary;
use ent_auth::AccountChange;
use ent_auth::address::BaseAddress;
use ent_auth::link::{EmailLink, Event, LinkPolicy, LinkStep, LinkToken, Outcome};
use ent_core::UnverifiedEmail;
use ent_core::transition::{Context, Versioned};
use ent_fuzz::{Flip, after, entropy, morning, play, reload, subject};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Move<'a> {
    Request(&'a str, bool),
    Resend,
    Right,
    Typed(&'a str),
    Claim,
    Revoke,
    Change(u8),
    Observe,
    Reload(Vec<Flip>),
}

fuzz_target!(|moves: Vec<(Move<'_>, i32, bool)>| {
    let (policy, mut entropy) = (LinkPolicy::email_link(), entropy());
    let base = BaseAddress::parse("https://ent.exemple.fr/courriel").unwrap();
    let mut state = Versioned::fresh(EmailLink::key(&subject()), EmailLink::new(subject()));
    let (mut now, mut url) = (morning(), format!("{base}?token={}", "A".repeat(43)));
    for (step, pause, lost) in moves {
        now = after(now, pause);
        let token = LinkToken::from_url(&base, &url).unwrap();
        let event = match &step {
            Move::Request(text, known) => {
                let known = known.then(|| UnverifiedEmail::parse("zoe@exemple.fr").unwrap());
                let previous = known.map(UnverifiedEmail::confirmed);
                let address = UnverifiedEmail::parse(text).ok();
                address.map(|address| Event::Request { address, previous })
            }
            Move::Resend => Some(Event::Resend),
            Move::Right => Some(Event::Confirm { token }),
            Move::Typed(text) => LinkToken::parse(text).ok().map(|token| Event::Confirm { token }),
            Move::Claim => Some(Event::Claim),
            Move::Revoke => Some(Event::Revoke),
            Move::Change(n) => {
                let change = AccountChange::ALL[usize::from(*n) % AccountChange::ALL.len()];
                Some(Event::AccountChanged(change))
            }
            Move::Observe => Some(Event::Observe),
            Move::Reload(flips) => {
                state = reload(&state, flips, now).unwrap_or(state);
                None
            }
        };
        let Some(event) = event else { continue };
        let inspected = match &event {
            Event::Confirm { token } => Some(state.body().inspect(token, state.floor(now))),
            _ => None,
        };
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ = (state.body().view(&policy, now), outcome.public(now));
        if matches!(outcome, Outcome::Confirmed(_))
            && let Some(inspected) = inspected
        {
            assert!(inspected.step == LinkStep::Pending, "E1");
        }
        if let Outcome::SendLink(mail) = outcome {
            mail.url(&base).unwrap().expose_secret().clone_into(&mut url);
        }
    }
});

//! A pairing through any events, any clock, lost races and damaged storage.

#![no_main]

use std::collections::HashMap;

use arbitrary::Arbitrary;
use ent_auth::AccountChange;
use ent_auth::pairing::{
    Event, FreshSession, Outcome, Pairing, PairingId, PairingPolicy, PairingTyped,
};
use ent_core::DeviceId;
use ent_core::transition::{Context, Versioned};
use ent_fuzz::{Flip, after, entropy, flow, keys, morning, play, reload, subject};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Move<'a> {
    Issue,
    Right(u8),
    Typed(&'a str, &'a str),
    Claim(u8),
    Revoke,
    RevokeDevice(u8),
    Change(u8),
    Reinstate,
    Observe,
    Reload(Vec<Flip>),
}

fuzz_target!(|moves: Vec<(Move<'_>, i32, bool)>| {
    let (keys, policy, mut entropy) = (keys(), PairingPolicy::mobile_activation(), entropy());
    let pairing = Pairing::new(subject());
    let mut state = Versioned::fresh(pairing.key(), pairing);
    let mut now = morning();
    let (mut identifier, mut code) = ("0000000000".to_owned(), "BBBBBBBB".to_owned());
    let mut judged = HashMap::new();
    for (step, pause, lost) in moves {
        now = after(now, pause);
        let at = state.floor(now);
        let device = |n: u8| DeviceId::parse(&format!("phone-{}", n % 4)).unwrap();
        let redeem = |identifier: &str, code: &str, n| {
            let identifier = PairingId::parse(identifier).ok()?;
            Some(Event::Redeem {
                identifier,
                code: PairingTyped::parse(code).ok()?,
                device: device(n),
            })
        };
        let event = match &step {
            Move::Issue => {
                Some(Event::Issue { session: FreshSession::new(subject(), flow(1), at) })
            }
            Move::Right(n) => redeem(&identifier, &code, *n),
            Move::Typed(identifier, code) => redeem(identifier, code, 0),
            Move::Claim(n) => PairingId::parse(&identifier)
                .ok()
                .map(|identifier| Event::Claim { identifier, device: device(*n) }),
            Move::Revoke => Some(Event::Revoke),
            Move::RevokeDevice(n) => Some(Event::RevokeDevice { device: device(*n) }),
            Move::Change(n) => {
                let change = AccountChange::ALL[usize::from(*n) % AccountChange::ALL.len()];
                Some(Event::AccountChanged(change))
            }
            Move::Reinstate => Some(Event::Reinstate),
            Move::Observe => Some(Event::Observe),
            Move::Reload(flips) => {
                // What was counted before somebody wrote into the store counts no more.
                judged = HashMap::new();
                state = reload(&state, flips, now).unwrap_or(state);
                None
            }
        };
        let Some(event) = event else { continue };
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ = (state.body().view(None, &policy, now), outcome.public(now));
        if let Event::Redeem { identifier, .. } = &event
            && matches!(outcome, Outcome::Wrong { .. } | Outcome::Exhausted | Outcome::Granted(_))
        {
            let judged = judged.entry(identifier.clone()).or_insert(0);
            *judged += 1;
            assert!(*judged <= policy.max_attempts(), "C2");
        }
        if let Outcome::Issued(shown) = outcome {
            shown.identifier().as_str().clone_into(&mut identifier);
            shown.printed().expose_secret().clone_into(&mut code);
        }
    }
});

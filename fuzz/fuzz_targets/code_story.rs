//! A code ledger through any events, any clock, lost races and damaged storage.

#![no_main]

use std::collections::HashMap;

use arbitrary::Arbitrary;
use ent_auth::code::{Audience, Event, Outcome, Policy, TypedCode};
use ent_core::transition::Context;
use ent_fuzz::{Flip, after, entropy, flow, fresh_ledger, keys, morning, phone, play, reload};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Move<'a> {
    Issue(u8, bool),
    Resend(u8),
    Right(u8),
    Typed(u8, &'a str),
    Cancel(u8),
    Claim(u8),
    Observe,
    Reinstate,
    Reload(Vec<Flip>),
}

fuzz_target!(|moves: Vec<(Move<'_>, i32, bool)>| {
    let (keys, policy, mut entropy) = (keys(), Policy::educonnect_sms(), entropy());
    let (mut state, mut now, mut code) = (fresh_ledger(), morning(), "00000000".to_owned());
    let (mut judged, mut failures) = (HashMap::new(), Vec::new());
    for (step, pause, lost) in moves {
        now = after(now, pause);
        let event = match step {
            Move::Issue(n, known) => {
                let audience = if known { Audience::Known } else { Audience::Decoy };
                Event::Issue { flow: flow(n), to: phone(), audience }
            }
            Move::Resend(n) => Event::Resend { flow: flow(n) },
            Move::Right(n) => {
                Event::Submit { flow: flow(n), code: TypedCode::parse(&code).unwrap() }
            }
            Move::Typed(n, text) => match TypedCode::parse(text) {
                Ok(code) => Event::Submit { flow: flow(n), code },
                Err(_) => continue,
            },
            Move::Cancel(n) => Event::Cancel { flow: flow(n) },
            Move::Claim(n) => Event::Claim { flow: flow(n) },
            Move::Observe => Event::Observe,
            Move::Reinstate => Event::Reinstate,
            Move::Reload(flips) => {
                // What was counted before somebody wrote into the store counts no more.
                (judged, failures) = (HashMap::new(), Vec::new());
                state = reload(&state, &flips, now).unwrap_or(state);
                continue;
            }
        };
        let submitted = matches!(event, Event::Submit { .. });
        let id = |state: &ent_core::transition::Versioned<_>| {
            serde_json::to_value(state.body()).unwrap()["challenge"]["id"].to_string()
        };
        let (at, mut cx) = (
            state.floor(now),
            Context { now, entropy: &mut entropy, policy: &policy, keys: &keys },
        );
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ =
            (state.body().view(&policy, now), outcome.public(now), state.body().next_deadline());
        let failed = matches!(outcome, Outcome::Wrong { .. } | Outcome::Exhausted);
        if failed || (submitted && matches!(outcome, Outcome::Verified(_))) {
            let judged = judged.entry(id(&state)).or_insert(0_u8);
            *judged += 1;
            assert!(*judged <= policy.max_attempts(), "C2");
        }
        if failed {
            failures.push(at);
            let day = failures.iter().filter(|f| at.seconds_since(**f) < 86_400).count();
            assert!(day <= usize::from(policy.failures_per_day()), "C3");
        }
        if let Outcome::SendSms(sms) = outcome {
            code = sms.code().expose_secret().to_owned();
        }
    }
});

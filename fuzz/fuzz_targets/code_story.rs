//! A code ledger through any events, any clock, lost races and damaged storage.

#![no_main]

use std::collections::HashMap;

use ent_auth::code::{Event, Outcome, Policy};
use ent_core::transition::Context;
use ent_fuzz::code::Move;
use ent_fuzz::{after, entropy, flow, fresh_ledger, keys, morning, play, reload};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|moves: Vec<(Move<'_>, i32, bool)>| {
    let (keys, policy, mut entropy) = (keys(), Policy::educonnect_sms(), entropy());
    let (mut state, mut now, mut code) = (fresh_ledger(), morning(), "00000000".to_owned());
    let (mut judged, mut failures) = (HashMap::new(), Vec::new());
    for (step, pause, lost) in moves {
        now = after(now, pause);
        if let Move::Reload(flips) = &step {
            // What was counted before somebody wrote into the store counts no more.
            (judged, failures) = (HashMap::new(), Vec::new());
            state = reload(&state, flips, now).unwrap_or(state);
        }
        let Some(event) = step.event(&code) else { continue };
        let at = state.floor(now);
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ = (state.body().view(&flow(1), &policy, now), outcome.public(now));
        let failed = matches!(outcome, Outcome::Wrong { .. } | Outcome::Exhausted);
        let verified = matches!(outcome, Outcome::Verified(_));
        if failed || (verified && matches!(event, Event::Submit { .. })) {
            let body = serde_json::to_value(state.body()).unwrap();
            let judged = judged.entry(body["challenge"]["id"].to_string()).or_insert(0);
            *judged += 1;
            assert!(*judged <= policy.max_attempts(), "C2");
        }
        if failed {
            failures.push(at);
            let day = failures.iter().filter(|f| at.seconds_since(**f) < 86_400).count();
            assert!(day <= usize::from(policy.failures_per_day()), "C3");
        }
        if let Outcome::SendSms(sms) = outcome {
            sms.code().expose_secret().clone_into(&mut code);
        }
    }
});

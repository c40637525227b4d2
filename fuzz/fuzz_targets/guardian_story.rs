//! A guardian's activation through any events, any clock, lost races and damaged storage.

#![no_main]

use ent_auth::educonnect::{ActivationPolicy, Outcome};
use ent_core::transition::Context;
use ent_fuzz::guardian::Move;
use ent_fuzz::{after, entropy, flow, fresh_activation, morning, play, reload};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|moves: Vec<(Move, i16, bool)>| {
    let (policy, mut entropy, mut now) = (ActivationPolicy::educonnect(), entropy(), morning());
    let (mut state, mut damaged) = (fresh_activation(), false);
    let (mut proved, mut confirmed) = (false, false);
    for (step, pause, lost) in moves {
        now = after(now, i32::from(pause));
        if let Move::Reload(flips) = &step {
            damaged |= !flips.is_empty();
            state = reload(&state, flips, now).unwrap_or(state);
        }
        let Some(event) = step.event(now) else { continue };
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ = (state.body().view(&flow(1), &policy, now), outcome.public(now));
        match outcome {
            Outcome::IssueCode { .. } => (proved, confirmed) = (false, false),
            Outcome::ChildrenListed => proved = true,
            Outcome::ChildrenConfirmed => confirmed = true,
            Outcome::Activated(account) if !damaged => {
                assert!(proved && confirmed, "A2");
                assert!(!account.attached.is_empty(), "A3");
                assert!(account.disputed.iter().all(|p| !account.attached.contains(p)), "A3");
            }
            _ => {}
        }
    }
});

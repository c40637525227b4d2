//! A throttle through any events, any clock, lost races and damaged storage.

#![no_main]

use arbitrary::Arbitrary;
use ent_auth::throttle::{Event, Outcome, Throttle, ThrottlePolicy};
use ent_core::transition::{Context, Versioned};
use ent_fuzz::{Flip, after, entropy, morning, play, reload, subject};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Move {
    Attempt,
    Succeed,
    Reinstate,
    Reload(Vec<Flip>),
}

fuzz_target!(|moves: Vec<(Move, i32, bool)>| {
    let (policy, mut entropy) = (ThrottlePolicy::sign_in(), entropy());
    let throttle = Throttle::sign_in(&subject());
    let (mut state, mut now) = (Versioned::fresh(throttle.key(), throttle), morning());
    let mut vain = Vec::new();
    for (step, pause, lost) in moves {
        now = after(now, pause);
        let event = match &step {
            Move::Attempt => Event::Attempt,
            Move::Succeed => Event::Succeed,
            Move::Reinstate => Event::Reinstate,
            Move::Reload(flips) => {
                // What was counted before somebody wrote into the store counts no more.
                vain.clear();
                state = reload(&state, flips, now).unwrap_or(state);
                continue;
            }
        };
        let at = state.floor(now);
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
        match play(&mut state, &event, &mut cx, lost) {
            Some(Outcome::Allowed) => {
                vain.push(at);
                let day = vain.iter().filter(|then| at.seconds_since(**then) < 86_400).count();
                assert!(day <= usize::from(policy.failures_per_day()), "C3");
            }
            Some(Outcome::TakenBack) => drop(vain.pop()),
            _ => {}
        }
    }
});

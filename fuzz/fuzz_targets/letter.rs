//! A letter through any events, any clock, lost races and damaged storage.

#![no_main]

use ent_auth::letter::{LetterPolicy, Outcome};
use ent_core::Lang;
use ent_core::transition::Context;
use ent_fuzz::letter::{Move, fresh_letter, letter_keys};
use ent_fuzz::{after, entropy, flow, morning, play, reload};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|moves: Vec<(Move<'_>, i32, bool)>| {
    let (keys, policy, mut entropy) = (letter_keys(), LetterPolicy::three_months(), entropy());
    let (mut state, mut now) = (fresh_letter(), morning());
    let mut secret = "BBBB-BBBB-BBBB-BBBB".to_owned();
    for (step, pause, lost) in moves {
        now = after(now, pause);
        if let Move::Reload(flips) = &step {
            state = reload(&state, flips, now).unwrap_or(state);
        }
        let Some(event) = step.event(&secret) else { continue };
        let was_active = state.body().state() == "activated";
        let at = state.floor(now);
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &keys };
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ = (state.body().view(&flow(1), &policy, at), outcome.public(at));
        if let (Outcome::Opened(_), Some((_, end))) = (&outcome, state.body().dates()) {
            assert!(at < end, "P1");
        }
        assert!(!was_active || state.body().state() == "activated", "P8");
        if let Outcome::Print(notice) = outcome {
            assert!(
                notice.text(Lang::Fr).expose_secret().contains(notice.secret().expose_secret())
            );
            notice.secret().expose_secret().clone_into(&mut secret);
        }
    }
});

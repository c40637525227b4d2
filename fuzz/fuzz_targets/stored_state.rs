//! Stored bytes that are no state, or nearly one.

#![no_main]

use ent_auth::code::{Audience, Event, Ledger, Policy, TypedCode};
use ent_auth::educonnect::{self, ActivationPolicy, GuardianActivation};
use ent_auth::throttle::{self, Throttle, ThrottlePolicy};
use ent_core::transition::{Context, Lifecycle, Versioned};
use ent_core::{Coded, Instant, message};
use ent_fuzz::{after, edited, entropy, flow, found, fresh_activation, fresh_ledger, keys};
use ent_fuzz::{morning, phone, play};
use libfuzzer_sys::fuzz_target;

type Edits<'a> = Vec<(u16, u8, &'a [u8])>;

/// Loads `bytes`, or the stored bytes of `state` with some parts replaced.
fn load<L: Lifecycle>(
    input: &Result<&[u8], Edits<'_>>,
    state: &Versioned<L>,
) -> Option<Versioned<L>> {
    let bytes = match input {
        Ok(bytes) => bytes.to_vec(),
        Err(edits) => edited(state, edits),
    };
    let loaded = Versioned::load(state.key().clone(), &bytes);
    loaded.inspect_err(|error| assert!(message::is_known(error.code()))).ok()
}

fuzz_target!(|input: (Result<&[u8], Edits<'_>>, i32)| {
    let (bytes, pause) = input;
    let (keys, policy, later) = (keys(), Policy::educonnect_sms(), after(morning(), pause));
    let mut entropy = entropy();
    let mut cx: Context<'_, Ledger> =
        Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &keys };
    let issue = Event::Issue { flow: flow(0), to: phone(), audience: Audience::Known };
    let submit = Event::Submit { flow: flow(0), code: TypedCode::parse("12345678").unwrap() };
    let mut ledger = fresh_ledger();
    play(&mut ledger, &issue, &mut cx, false);
    if let Some(mut ledger) = load(&bytes, &ledger) {
        cx.now = later;
        for event in [submit, Event::Resend { flow: flow(0) }, issue, Event::Observe] {
            play(&mut ledger, &event, &mut cx, false);
        }
        let _ = (
            ledger.body().view(&flow(1), &policy, later),
            ledger.body().view(&flow(1), &policy, Instant::LAST),
        );
    }
    let policy = ActivationPolicy::educonnect();
    let mut cx: Context<'_, GuardianActivation> =
        Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &() };
    let begin = educonnect::Event::Begin { flow: flow(0), found: found() };
    let mut activation = fresh_activation();
    play(&mut activation, &begin, &mut cx, false);
    if let Some(mut activation) = load(&bytes, &activation) {
        cx.now = later;
        play(&mut activation, &educonnect::Event::ReturnToPhone { flow: flow(0) }, &mut cx, false);
        play(&mut activation, &educonnect::Event::Observe, &mut cx, false);
        let _ = activation.body().view(&flow(1), &policy, later);
    }
    let policy = ThrottlePolicy::sign_in();
    let mut cx: Context<'_, Throttle> =
        Context { now: morning(), entropy: &mut entropy, policy: &policy, keys: &() };
    let throttle = Throttle::sms_to(&phone(), &keys).unwrap();
    let mut throttle = Versioned::fresh(throttle.key(), throttle);
    play(&mut throttle, &throttle::Event::Attempt, &mut cx, false);
    if let Some(mut throttle) = load(&bytes, &throttle) {
        cx.now = later;
        for event in [
            throttle::Event::Attempt,
            throttle::Event::Succeed,
            throttle::Event::Reinstate,
            throttle::Event::Attempt,
        ] {
            play(&mut throttle, &event, &mut cx, false);
        }
    }
});

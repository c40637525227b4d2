//! Stored bytes that are no state, or nearly one.

#![no_main]

use arbitrary::Arbitrary;
use ent_auth::code::{Audience, Event, Ledger, Policy, TypedCode};
use ent_auth::educonnect::{self, ActivationPolicy, GuardianActivation};
use ent_core::transition::{Context, Lifecycle, Versioned};
use ent_core::{Coded, Instant, message};
use ent_fuzz::{
    after, entropy, flow, found, fresh_activation, fresh_ledger, keys, morning, phone, play, stored,
};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Bytes<'a> {
    Any(&'a [u8]),
    Edited(Vec<(u16, u8, &'a [u8])>),
}

/// `bytes`, or the stored bytes of `state` with some parts replaced.
fn load<L: Lifecycle>(bytes: &Bytes<'_>, state: &Versioned<L>) -> Option<Versioned<L>> {
    let bytes = match bytes {
        Bytes::Any(bytes) => bytes.to_vec(),
        Bytes::Edited(edits) => {
            let mut whole = stored(state, morning()).unwrap();
            for (at, length, with) in edits {
                let start = usize::from(*at).min(whole.len());
                let end = (start + usize::from(*length % 32)).min(whole.len());
                whole.splice(start..end, with.iter().copied());
            }
            whole
        }
    };
    let loaded = Versioned::load(state.key().clone(), &bytes);
    loaded.inspect_err(|error| assert!(message::is_known(error.code()))).ok()
}

fuzz_target!(|input: (Bytes<'_>, i32)| {
    let (bytes, pause) = input;
    let (keys, mut entropy, now) = (keys(), entropy(), after(morning(), pause));
    let policy = Policy::educonnect_sms();
    let cx = &mut Context::<'_, Ledger> {
        now: morning(),
        entropy: &mut entropy,
        policy: &policy,
        keys: &keys,
    };
    let issue = Event::Issue { flow: flow(0), to: phone(), audience: Audience::Known };
    let mut ledger = fresh_ledger();
    play(&mut ledger, &issue, cx, false);
    if let Some(mut ledger) = load(&bytes, &ledger) {
        cx.now = now;
        let submit = Event::Submit { flow: flow(0), code: TypedCode::parse("12345678").unwrap() };
        for event in [submit, Event::Resend { flow: flow(0) }, issue, Event::Observe] {
            play(&mut ledger, &event, cx, false);
        }
        let _ = (ledger.body().view(&policy, now), ledger.body().view(&policy, Instant::LAST));
    }
    let policy = ActivationPolicy::educonnect();
    let cx = &mut Context::<'_, GuardianActivation> {
        now: morning(),
        entropy: &mut ent_fuzz::entropy(),
        policy: &policy,
        keys: &(),
    };
    let mut state = fresh_activation();
    play(&mut state, &educonnect::Event::Begin { flow: flow(0), found: found() }, cx, false);
    if let Some(mut state) = load(&bytes, &state) {
        cx.now = now;
        for event in
            [educonnect::Event::ReturnToPhone { flow: flow(0) }, educonnect::Event::Observe]
        {
            play(&mut state, &event, cx, false);
        }
        let _ = state.body().view(&policy, now);
    }
});

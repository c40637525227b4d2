//! A guardian's activation through any events, any clock, lost races and damaged storage.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use ent_auth::educonnect::{ActivationPolicy, Answer, ChildAnswer, Event, Outcome};
use ent_auth::password::{NewHash, PasswordRules};
use ent_core::transition::Context;
use ent_core::{BirthDate, PupilId};
use ent_fuzz::{
    Flip, after, entropy, flow, found, fresh_activation, hashed, morning, play, proof, reload,
};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Move {
    Begin(u8),
    Return(u8),
    Prove(u8),
    Confirm(u8, Vec<(u8, u8)>),
    Choose(u8, bool),
    Abandon(u8),
    Observe,
    Reload(Vec<Flip>),
}

static HASHES: LazyLock<[NewHash; 2]> =
    LazyLock::new(|| [PasswordRules::educonnect(), PasswordRules::ent_ara()].map(hashed));

fn answer((child, says): (u8, u8)) -> ChildAnswer {
    let n = 1 + child % 3;
    let born = |year: u8| Answer::Born(BirthDate::from_ymd(2000 + i32::from(year), 3, 1).unwrap());
    let answer = match says % 4 {
        0 | 1 => born(8 + n),
        2 => born(1),
        _ => Answer::Disputed,
    };
    ChildAnswer { pupil: PupilId::parse(&format!("pupil-{n}")).unwrap(), answer }
}

fuzz_target!(|moves: Vec<(Move, i16, bool)>| {
    let (policy, mut entropy, mut now) = (ActivationPolicy::educonnect(), entropy(), morning());
    let (mut state, mut proved, mut confirmed, mut damaged) =
        (fresh_activation(), false, false, false);
    for (step, pause, lost) in moves {
        now = after(now, i32::from(pause));
        let event = match step {
            Move::Begin(n) => Event::Begin { flow: flow(n), found: found() },
            Move::Return(n) => Event::ReturnToPhone { flow: flow(n) },
            Move::Prove(n) => match proof(&flow(n), now) {
                Some(proof) => Event::PhoneProved { proof },
                None => continue,
            },
            Move::Confirm(n, says) => Event::ConfirmChildren {
                flow: flow(n),
                answers: says.into_iter().map(answer).collect(),
            },
            Move::Choose(n, right) => Event::ChoosePassword {
                flow: flow(n),
                password: HASHES[usize::from(!right)].clone(),
            },
            Move::Abandon(n) => Event::Abandon { flow: flow(n) },
            Move::Observe => Event::Observe,
            Move::Reload(flips) => {
                damaged |= !flips.is_empty();
                state = reload(&state, &flips, now).unwrap_or(state);
                continue;
            }
        };
        let mut cx = Context { now, entropy: &mut entropy, policy: &policy, keys: &() };
        let Some(outcome) = play(&mut state, &event, &mut cx, lost) else { continue };
        let _ =
            (state.body().view(&policy, now), outcome.public(now), state.body().next_deadline());
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

//! Moves of a story about a guardian's activation.

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use ent_auth::educonnect::{Answer, ChildAnswer, Event};
use ent_auth::password::{NewHash, PasswordRules};
use ent_core::{BirthDate, Instant, PupilId};

use crate::{Flip, flow, found, hashed, proof};

static HASHES: LazyLock<[NewHash; 2]> =
    LazyLock::new(|| [PasswordRules::educonnect(), PasswordRules::ent_ara()].map(hashed));

/// A move; the first number stands for a flow.
#[derive(Arbitrary, Debug)]
pub enum Move {
    Begin(u8),
    Return(u8),
    Prove(u8),
    Confirm(u8, Vec<(u8, u8)>),
    Choose(u8, bool),
    Abandon(u8),
    Observe,
    Reload(Vec<Flip>),
}

impl Move {
    /// The event of a move at `now`.
    pub fn event(&self, now: Instant) -> Option<Event> {
        Some(match self {
            Self::Begin(n) => Event::Begin { flow: flow(*n), found: found() },
            Self::Return(n) => Event::ReturnToPhone { flow: flow(*n) },
            Self::Prove(n) => Event::PhoneProved { proof: proof(&flow(*n), now)? },
            Self::Confirm(n, says) => Event::ConfirmChildren {
                flow: flow(*n),
                answers: says.iter().copied().map(answer).collect(),
            },
            Self::Choose(n, right) => {
                let password = HASHES[usize::from(!right)].clone();
                Event::ChoosePassword { flow: flow(*n), password }
            }
            Self::Abandon(n) => Event::Abandon { flow: flow(*n) },
            Self::Observe => Event::Observe,
            Self::Reload(_) => return None,
        })
    }
}

/// What is said of a listed child, or of a third one who is not.
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

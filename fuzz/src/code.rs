//! Moves of a story about a one-time code.

use arbitrary::Arbitrary;
use ent_auth::code::{Audience, Event, TypedCode};

use crate::{Flip, flow, phone};

/// A move; numbers stand for flows.
#[derive(Arbitrary, Debug)]
pub enum Move<'a> {
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

impl Move<'_> {
    /// The event of a move, where `code` is the last one sent.
    pub fn event(&self, code: &str) -> Option<Event> {
        Some(match self {
            Self::Issue(n, known) => {
                let audience = if *known { Audience::Known } else { Audience::Decoy };
                Event::Issue { flow: flow(*n), to: phone(), audience }
            }
            Self::Resend(n) => Event::Resend { flow: flow(*n) },
            Self::Right(n) => Event::Submit { flow: flow(*n), code: TypedCode::parse(code).ok()? },
            Self::Typed(n, text) => {
                Event::Submit { flow: flow(*n), code: TypedCode::parse(text).ok()? }
            }
            Self::Cancel(n) => Event::Cancel { flow: flow(*n) },
            Self::Claim(n) => Event::Claim { flow: flow(*n) },
            Self::Observe => Event::Observe,
            Self::Reinstate => Event::Reinstate,
            Self::Reload(_) => return None,
        })
    }
}

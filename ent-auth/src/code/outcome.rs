//! What a committed step says: all of it for the host, the safe part for the person.

use std::borrow::Cow;

use ent_core::Instant;
use ent_core::message::{Lang, text};

use super::{PhoneProof, Sms};

/// What a committed [`Ledger`](super::Ledger) step decided, for the host and its audit trail.
///
/// Show a person [`public`](Self::public) only.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "hosts and bindings must handle every outcome")]
pub enum Outcome {
    /// Send this message now.
    SendSms(Sms),
    /// Nobody holds this code: send nothing, answer as if something had been sent.
    NothingToSend,
    /// The right code was typed.
    Verified(PhoneProof),
    /// A wrong code was typed.
    Wrong {
        /// Guesses left at this code.
        attempts_left: u8,
    },
    /// A wrong code was typed and this code is dead: go back to phone entry.
    Exhausted,
    /// The code outlived its lifetime: go back to phone entry.
    Expired,
    /// There is no code to type.
    NothingPending,
    /// The live code belongs to another flow; nothing was charged.
    OtherFlow,
    /// The code has not the right number of digits; nothing was charged.
    Malformed,
    /// Too many wrong guesses or messages lately; nothing was charged.
    TryLater {
        /// First instant at which the same request may pass.
        until: Instant,
    },
    /// The number cannot receive a message; nothing was charged.
    NoSms,
    /// Too many wrong guesses in a row: the school or another authenticator opens it again.
    Disabled,
    /// The live code was withdrawn.
    Cancelled,
    /// It was opened again.
    Reinstated,
    /// Nothing to tell.
    Observed,
}

impl Outcome {
    /// Stable name, safe to log.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SendSms(_) => "send_sms",
            Self::NothingToSend => "nothing_to_send",
            Self::Verified(_) => "verified",
            Self::Wrong { .. } => "wrong",
            Self::Exhausted => "exhausted",
            Self::Expired => "expired",
            Self::NothingPending => "nothing_pending",
            Self::OtherFlow => "other_flow",
            Self::Malformed => "malformed",
            Self::TryLater { .. } => "try_later",
            Self::NoSms => "no_sms",
            Self::Disabled => "disabled",
            Self::Cancelled => "cancelled",
            Self::Reinstated => "reinstated",
            Self::Observed => "observed",
        }
    }

    /// What the person may be told at `now`: never which of wrong, expired, exhausted, unknown or
    /// decoy it was.
    #[must_use]
    pub fn public(&self, now: Instant) -> PublicOutcome {
        match self {
            Self::SendSms(_)
            | Self::NothingToSend
            | Self::Verified(_)
            | Self::Cancelled
            | Self::Reinstated
            | Self::Observed => PublicOutcome::Ok,
            Self::TryLater { until } => {
                PublicOutcome::TryLater { seconds: until.seconds_since(now).max(0) }
            }
            Self::Wrong { .. }
            | Self::Exhausted
            | Self::Expired
            | Self::NothingPending
            | Self::OtherFlow
            | Self::Malformed
            | Self::NoSms
            | Self::Disabled => PublicOutcome::Refused,
        }
    }
}

/// What a person may be told about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a fourth answer would tell cases apart")]
pub enum PublicOutcome {
    /// It was done.
    Ok,
    /// It was not done.
    Refused,
    /// Not now.
    TryLater {
        /// Seconds to wait.
        seconds: i64,
    },
}

impl PublicOutcome {
    /// Stable identifier: `ok`, `refused` or `try_later`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::TryLater { .. } => "try_later",
        }
    }

    /// Sentence to show.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        match self {
            Self::Ok => text("public/ok", lang, &[]),
            Self::Refused => text("public/refused", lang, &[]),
            Self::TryLater { seconds } => {
                text("public/try_later", lang, &[("delay", Cow::Owned(delay(seconds)))])
            }
        }
    }
}

/// `seconds` in the largest unit that they fill, rounded up: the same in French and English.
fn delay(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    match seconds {
        0..60 => format!("{seconds}\u{a0}s"),
        60..3600 => format!("{}\u{a0}min", seconds.div_ceil(60)),
        3600.. => format!("{}\u{a0}h", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_in_the_largest_unit_it_fills() {
        let cases = [
            // seconds, what is read
            (0, "0\u{a0}s"),
            (59, "59\u{a0}s"),
            (60, "1\u{a0}min"),
            (61, "2\u{a0}min"),
            (3599, "60\u{a0}min"),
            (3600, "1\u{a0}h"),
            (65_400, "19\u{a0}h"),
        ];
        for (seconds, read) in cases {
            let text = PublicOutcome::TryLater { seconds }.text(Lang::Fr);
            assert_eq!(text, format!("Veuillez réessayer dans {read}."));
        }
    }
}

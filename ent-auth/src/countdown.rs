//! How long a client shows that something may still be typed.

use ent_core::Instant;

/// Seconds left, counted on a client whose clock may be wrong.
///
/// A server says how many seconds are left, or until when with its own time; the client only
/// measures what passes since. What is shown never grows and never falls below zero, even when
/// the client's clock is set back.
///
/// ```
/// use ent_auth::Countdown;
/// use ent_core::Instant;
///
/// let received = Instant::parse("2021-09-01T10:15:00Z")?; // a clock that is wrong
/// let mut countdown = Countdown::start(300, received);
/// assert_eq!(countdown.seconds_left(received.plus_seconds(60)?), 240);
/// assert_eq!(countdown.seconds_left(received), 240); // set back
/// assert_eq!(countdown.seconds_left(received.plus_seconds(400)?), 0);
/// # Ok::<(), ent_core::InstantError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(alias = "compte à rebours")]
pub struct Countdown {
    /// End by the client's clock; at the last instant when that is later.
    end: Instant,
    shown: i64,
}

impl Countdown {
    /// Counts from the `seconds_left` of a view that came at `received`, by the client's clock.
    #[must_use]
    pub fn start(seconds_left: i64, received: Instant) -> Self {
        let shown = seconds_left.max(0);
        Self { end: received.plus_seconds(shown).unwrap_or(Instant::LAST), shown }
    }

    /// Counts to `expires_at`, where the server's clock showed `server` when the client's showed
    /// `client`.
    #[must_use]
    pub fn until(expires_at: Instant, server: Instant, client: Instant) -> Self {
        let left = expires_at.unix_millis().saturating_sub(server.unix_millis()).max(0);
        Self {
            end: client.plus_millis(left).unwrap_or(Instant::LAST),
            shown: expires_at.seconds_since(server).max(0),
        }
    }

    /// Whole seconds left at `now` by the client's clock, rounded up.
    pub fn seconds_left(&mut self, now: Instant) -> i64 {
        self.shown = self.end.seconds_since(now).clamp(0, self.shown);
        self.shown
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn never_grows_and_never_falls_below_zero(
            left in -10..100_000_i64,
            moves in prop::collection::vec(-100_000_i64..100_000, 0..20),
        ) {
            let received = Instant::parse("2021-09-01T08:00:00Z").unwrap();
            let mut countdown = Countdown::start(left, received);
            let mut before = left.max(0);
            for millis in moves {
                let shown = countdown.seconds_left(received.plus_millis(millis).unwrap());
                prop_assert!(0 <= shown && shown <= before);
                before = shown;
            }
        }

        #[test]
        fn a_wrong_clock_makes_no_difference(
            offset in -1_000_000_000_i64..1_000_000_000, left in 0..2_000_000_i64, passed in 0..2_000_000_i64,
        ) {
            let server = Instant::parse("2021-09-01T08:00:00Z").unwrap();
            let client = server.plus_millis(offset).unwrap();
            let end = server.plus_millis(left).unwrap();
            let mut countdown = Countdown::until(end, server, client);
            let shown = countdown.seconds_left(client.plus_millis(passed).unwrap());
            prop_assert_eq!(shown, end.seconds_since(server.plus_millis(passed).unwrap()).max(0));
        }
    }

    #[test]
    fn the_ends_of_time_hold() {
        let mut countdown = Countdown::start(i64::MAX, Instant::LAST);
        assert_eq!(countdown.seconds_left(Instant::LAST), 0);
        let mut countdown = Countdown::until(Instant::FIRST, Instant::LAST, Instant::FIRST);
        assert_eq!(countdown.seconds_left(Instant::FIRST), 0);
    }
}

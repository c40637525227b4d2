//! Seconds left, as a client shows them.

use std::sync::{Mutex, PoisonError};

use crate::{EntError, Timestamp};

/// Seconds left, counted on a client whose clock may be wrong.
///
/// What is shown never grows and never falls below zero.
#[derive(Debug, uniffi::Object)]
pub struct Countdown {
    inner: Mutex<ent_auth::Countdown>,
}

#[uniffi::export]
impl Countdown {
    /// Counts from the seconds left of a view that came at `received`, by the client's clock.
    ///
    /// Fails with `instant/out-of-range`.
    #[uniffi::constructor]
    pub fn start(seconds_left: i64, received: Timestamp) -> Result<Self, EntError> {
        Ok(Self { inner: Mutex::new(ent_auth::Countdown::start(seconds_left, received)) })
    }

    /// Counts to `expires_at`, where the server's clock showed `server` when the client's showed
    /// `client`.
    ///
    /// Fails with `instant/out-of-range`.
    #[uniffi::constructor]
    pub fn until(
        expires_at: Timestamp,
        server: Timestamp,
        client: Timestamp,
    ) -> Result<Self, EntError> {
        Ok(Self { inner: Mutex::new(ent_auth::Countdown::until(expires_at, server, client)) })
    }

    /// Whole seconds left at `now` by the client's clock, rounded up.
    ///
    /// Fails with `instant/out-of-range`.
    pub fn seconds_left(&self, now: Timestamp) -> Result<i64, EntError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(inner.seconds_left(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_instant;

    #[test]
    fn counts_down() {
        let start = parse_instant("2021-09-01T10:15:00Z").unwrap();
        let countdown = Countdown::start(300, start).unwrap();
        assert_eq!(countdown.seconds_left(start.plus_seconds(60).unwrap()).unwrap(), 240);
        assert_eq!(countdown.seconds_left(start).unwrap(), 240);
        let countdown = Countdown::until(start.plus_seconds(5).unwrap(), start, start).unwrap();
        assert_eq!(countdown.seconds_left(start).unwrap(), 5);
    }
}

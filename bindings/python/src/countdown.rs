//! Seconds left, as a client shows them.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;

use crate::convert::{Moment, Whole};

/// Seconds left, counted on a client whose clock may be wrong.
///
/// What is shown never grows and never falls below zero; threads may share it.
///
/// >>> from datetime import UTC, datetime, timedelta
/// >>> received = datetime(2021, 9, 1, 10, 15, tzinfo=UTC)  # a clock that is wrong
/// >>> countdown = Countdown.start(300, received)
/// >>> countdown.seconds_left(received + timedelta(seconds=60))
/// 240
/// >>> countdown.seconds_left(received)  # set back
/// 240
#[pyclass(frozen, module = "entkit")]
pub(crate) struct Countdown(Mutex<ent_auth::Countdown>);

#[pymethods]
impl Countdown {
    /// Count from the seconds left of a view that came at `received`, by the client's clock.
    ///
    /// Raises `ParseError`: `instant/…`.
    #[staticmethod]
    fn start(seconds_left: Whole, received: Moment) -> Self {
        let seconds = seconds_left.fit().unwrap_or_default();
        Self(Mutex::new(ent_auth::Countdown::start(seconds, received.0)))
    }

    /// Count to `expires_at`, where the server's clock showed `server` when the client's showed
    /// `client`.
    ///
    /// Raises `ParseError`: `instant/…`.
    #[staticmethod]
    #[pyo3(signature = (expires_at, *, server, client))]
    fn until(expires_at: Moment, server: Moment, client: Moment) -> Self {
        Self(Mutex::new(ent_auth::Countdown::until(expires_at.0, server.0, client.0)))
    }

    /// Whole seconds left at `now` by the client's clock, rounded up.
    ///
    /// Raises `ParseError`: `instant/…`.
    fn seconds_left(&self, now: Moment) -> i64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).seconds_left(now.0)
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "Countdown(…)"
    }
}

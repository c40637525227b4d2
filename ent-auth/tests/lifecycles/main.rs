//! The lifecycles as a host meets them: random traces against each invariant, and races.
//!
//! `ENT_TRACES` sets how many traces each property sees.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test stops where it is wrong"
)]

mod activation;
mod common;
mod generic;
mod golden;
mod ledger;
mod link;
mod pairing;
mod race;
mod throttle;

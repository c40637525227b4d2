//! What the walks have in common.

use ent_auth::{Key, KeyId, KeyRing};
use ent_core::{FlowId, Instant, PhoneNumber, Region, SubjectId};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

pub(crate) fn morning() -> Instant {
    Instant::parse("2021-09-01T08:00:00Z").unwrap()
}

pub(crate) fn subject() -> SubjectId {
    SubjectId::parse("guardian-1").unwrap()
}

pub(crate) fn phone() -> PhoneNumber {
    PhoneNumber::parse("06 12 34 56 78", Region::FR).unwrap()
}

pub(crate) fn keys() -> KeyRing {
    KeyRing::new(KeyId::parse("2021").unwrap(), Key::new(vec![7; 32]).unwrap())
}

pub(crate) fn flow(name: &str) -> FlowId {
    FlowId::parse(name).unwrap()
}

pub(crate) fn entropy() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1)
}

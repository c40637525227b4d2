//! Tables generated from `ent-core/data` by `ent-datagen`; never edited by hand.

pub(crate) mod calendar;
pub(crate) mod ents;
pub(crate) mod links;
pub(crate) mod messages;
pub(crate) mod phone_plan;
pub(crate) mod places;
pub(crate) mod profiles;
pub(crate) mod zones;

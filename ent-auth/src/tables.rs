//! Tables generated from `ent-core/data` by `ent-datagen`; never edited by hand.

pub(crate) mod password_rules;
pub(crate) mod words;

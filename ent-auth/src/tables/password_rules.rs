// Generated from ent-core/data/password_rules.toml by ent-datagen; do not edit.

use crate::password::PasswordRules;

#[rustfmt::skip]
pub(crate) static EDUCONNECT: PasswordRules = PasswordRules {
    id: "educonnect",
    min: 8,
    max: 128,
    lower: true,
    upper: true,
    digit: true,
    special: "!?@#$%&'*<>=|/:;",
    special_mask: 0x1000_0000_0000_0001_fc00_84fa_0000_0000,
    source: "EduConnect, pupil account activation",
    date: "2023",
};

#[rustfmt::skip]
pub(crate) static ENT_ARA: PasswordRules = PasswordRules {
    id: "ent-ara",
    min: 8,
    max: 128,
    lower: true,
    upper: true,
    digit: true,
    special: "!\"#%&'()*+,-./:;<=>?@[\\_{}|",
    special_mask: 0x3800_0000_9800_0001_fc00_ffee_0000_0000,
    source: "Ma classe en Auvergne-Rhône-Alpes, first connection guide for teachers",
    date: "undated",
};

#[rustfmt::skip]
pub(crate) static RULES: &[&PasswordRules] = &[&EDUCONNECT, &ENT_ARA];

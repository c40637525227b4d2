// Generated from ent-core/data/password_rules.toml by ent-datagen; do not edit.

use std::borrow::Cow;

use crate::password::{Classes, DIGIT, LOWER, PasswordRules, RulesId, SPECIAL};
use crate::password::{Specials, UPPER};

#[rustfmt::skip]
pub(crate) static ANSSI: PasswordRules = PasswordRules {
    id: RulesId::of("anssi"),
    min: 12,
    max: 128,
    required: LOWER | UPPER | DIGIT | SPECIAL,
    special: Specials::literal("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    entropy_bits: 0,
    blocklist: true,
    attempt_limit: true,
    source: Cow::Borrowed("ANSSI-PG-078, Recommandations relatives à l’authentification multifacteur et aux mots de passe, v2.0, R21 and R23"),
    date: Cow::Borrowed("2021-10-08"),
    note: Cow::Borrowed("Secondary sources. R21 leaves the length to the reader: 12 is what projects citing the guide use. R23 asks for complexity: read as four classes, with the punctuation of ASCII."),
    classes: Classes::of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
};

#[rustfmt::skip]
pub(crate) static CNIL_CASE1: PasswordRules = PasswordRules {
    id: RulesId::of("cnil-case1"),
    min: 13,
    max: 128,
    required: 0,
    special: Specials::literal("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    entropy_bits: 80,
    blocklist: false,
    attempt_limit: false,
    source: Cow::Borrowed("CNIL, délibération 2022-100, case 1"),
    date: Cow::Borrowed("2022-07-21"),
    note: Cow::Borrowed("Secondary sources. 80 bits without restriction of attempts; 13 is the least length at which the 94 characters of ASCII reach them."),
    classes: Classes::of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
};

#[rustfmt::skip]
pub(crate) static CNIL_CASE2: PasswordRules = PasswordRules {
    id: RulesId::of("cnil-case2"),
    min: 8,
    max: 128,
    required: 0,
    special: Specials::literal("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    entropy_bits: 50,
    blocklist: false,
    attempt_limit: true,
    source: Cow::Borrowed("CNIL, délibération 2022-100, case 2"),
    date: Cow::Borrowed("2022-07-21"),
    note: Cow::Borrowed("Secondary sources, of which one restates the case word for word. 50 bits, valid only with a restriction of attempts; 8 is the least length at which the 94 characters of ASCII reach them."),
    classes: Classes::of("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
};

#[rustfmt::skip]
pub(crate) static EDUCONNECT: PasswordRules = PasswordRules {
    id: RulesId::of("educonnect"),
    min: 8,
    max: 128,
    required: LOWER | UPPER | DIGIT | SPECIAL,
    special: Specials::literal("!?@#$%&'*<>=|/:;"),
    entropy_bits: 0,
    blocklist: false,
    attempt_limit: true,
    source: Cow::Borrowed("EduConnect, pupil account activation"),
    date: Cow::Borrowed("2023"),
    note: Cow::Borrowed("Read in the guide. 50 bits of class entropy: what makes them hold is the limit on attempts, of which the guide says nothing."),
    classes: Classes::of("!?@#$%&'*<>=|/:;"),
};

#[rustfmt::skip]
pub(crate) static ENT_ARA: PasswordRules = PasswordRules {
    id: RulesId::of("ent-ara"),
    min: 8,
    max: 128,
    required: LOWER | UPPER | DIGIT | SPECIAL,
    special: Specials::literal("!\"#%&'()*+,-./:;<=>?@[\\_{}|"),
    entropy_bits: 0,
    blocklist: false,
    attempt_limit: true,
    source: Cow::Borrowed("Ma classe en Auvergne-Rhône-Alpes, first connection guide for teachers"),
    date: Cow::Borrowed("undated"),
    note: Cow::Borrowed("Read in the guide. 51 bits of class entropy: what makes them hold is the limit on attempts, of which the guide says nothing."),
    classes: Classes::of("!\"#%&'()*+,-./:;<=>?@[\\_{}|"),
};

#[rustfmt::skip]
pub(crate) static NIST_63B4: PasswordRules = PasswordRules {
    id: RulesId::of("nist-63b4"),
    min: 15,
    max: 128,
    required: 0,
    special: Specials::literal(""),
    entropy_bits: 0,
    blocklist: true,
    attempt_limit: true,
    source: Cow::Borrowed("NIST SP 800-63B-4, §3.1.1.2 and §3.2.2"),
    date: Cow::Borrowed("2025"),
    note: Cow::Borrowed("Read in a verbatim extract of the final text. 15 characters where the password is the only factor; no composition rule, a blocklist, at most 100 failures in a row."),
    classes: Classes::of(""),
};

#[rustfmt::skip]
pub(crate) static RULES: &[&PasswordRules] = &[&ANSSI, &CNIL_CASE1, &CNIL_CASE2, &EDUCONNECT, &ENT_ARA, &NIST_63B4];

// Generated from data/aaf_links.csv by ent-datagen; do not edit.

use crate::person::AafLink;

#[rustfmt::skip]
pub(crate) static LINKS: &[AafLink] = &[
    AafLink { code: "10", old_code: Some("2"), label: "link/mother" },
    AafLink { code: "20", old_code: Some("1"), label: "link/father" },
    AafLink { code: "37", old_code: None, label: "link/sibling" },
    AafLink { code: "38", old_code: None, label: "link/ascendant" },
    AafLink { code: "39", old_code: Some("4"), label: "link/family_member" },
    AafLink { code: "41", old_code: None, label: "link/educator" },
    AafLink { code: "42", old_code: None, label: "link/foster_carer" },
    AafLink { code: "43", old_code: None, label: "link/child_minder" },
    AafLink { code: "50", old_code: Some("3"), label: "link/guardian" },
    AafLink { code: "51", old_code: Some("5"), label: "link/child_welfare" },
    AafLink { code: "70", old_code: Some("7"), label: "link/pupil" },
    AafLink { code: "90", old_code: Some("6"), label: "link/other" },
];

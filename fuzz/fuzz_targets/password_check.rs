//! Preparation of a password, and the whole list of what is wrong with it.

#![no_main]

use arbitrary::Arbitrary;
use ent_auth::password::{
    ContextKind, ContextWords, PasswordInput, PasswordRules, PreparedPassword, Requirement,
};
use ent_core::{Coded, message};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Typed<'a> {
    password: &'a [u8],
    confirmation: Option<&'a str>,
    words: Vec<(u8, &'a str)>,
}

fuzz_target!(|typed: Typed<'_>| {
    let password = match PasswordInput::from_bytes(typed.password) {
        Ok(input) => input.prepare(),
        Err(error) => return assert!(message::is_known(error.code())),
    };
    let again = PreparedPassword::from_text(password.expose_secret());
    // Preparation may lengthen a text beyond what is read.
    if let Ok(again) = again {
        assert_eq!(again.expose_secret(), password.expose_secret(), "prepared once is prepared");
    }
    let mut words = ContextWords::new();
    for (kind, text) in typed.words {
        let kind = ContextKind::ALL[usize::from(kind) % ContextKind::ALL.len()];
        let _ = words.add(kind, text);
    }
    let confirmation = typed.confirmation.and_then(|t| PreparedPassword::from_text(t).ok());
    for rules in PasswordRules::all() {
        let verdict = rules.check(&password, confirmation.as_ref(), &words);
        assert_eq!(verdict.accepted(), verdict.violations().is_empty());
        let mut codes = Vec::new();
        for violation in verdict.violations() {
            assert!(message::is_known(violation.code()));
            assert!(!violation.text_fr().contains('{') || violation.code() == "class/special");
            codes.push((violation.code(), violation.values()));
        }
        codes.dedup();
        assert_eq!(codes.len(), verdict.violations().len(), "each violation once");
        if verdict.accepted() {
            assert!(rules.requirements(Some(&password)).iter().all(Requirement::met));
            let same = PreparedPassword::from_text(password.expose_secret()).unwrap();
            assert!(rules.check(&password, Some(&same), &words).accepted());
        }
    }
});

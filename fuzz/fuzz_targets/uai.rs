//! Establishment numbers, strict and lenient.

#![no_main]

use ent_core::{Coded, Uai, message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (strict, lenient) = (Uai::parse(text), Uai::parse_lenient(text));
    for read in [strict, lenient] {
        match read {
            Ok(uai) => {
                let shown = uai.to_string();
                assert_eq!(Uai::parse_lenient(&shown), Ok(uai), "displays what it parses");
                assert_eq!(Uai::parse(&shown).is_ok(), uai.has_valid_key());
                assert_eq!(shown.len(), 8);
                assert!(shown.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
                let _ = (uai.academy(), uai.department());
            }
            Err(error) => assert!(message::is_known(error.code())),
        }
    }
    if let Ok(uai) = strict {
        assert!(uai.has_valid_key());
        assert_eq!(lenient, Ok(uai), "lenient reads all that strict reads");
    }
});

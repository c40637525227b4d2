//! E-mail addresses.

#![no_main]

use ent_core::{Coded, Email, message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Email::parse(text) {
        Ok(email) => {
            let again = Email::parse(email.address()).unwrap();
            assert_eq!(again.address(), email.address(), "displays what it parses");
            let key = Email::parse(&email.key()).unwrap();
            assert_eq!(key.key(), email.key(), "the key of a key is itself");
            let name = email.address().rsplit_once('@').unwrap().0;
            if name.chars().count() > 2 {
                assert!(!email.masked().starts_with(&format!("{name}@")), "masked");
                assert!(!format!("{email:?}").contains(&format!("{name}@")), "masked");
            }
        }
        Err(error) => assert!(message::is_known(error.code())),
    }
});

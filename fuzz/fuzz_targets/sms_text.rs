//! Text messages.

#![no_main]

use ent_auth::code::{SmsLength, parse_sms};
use ent_core::{Coded, message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let length = SmsLength::of(text);
    assert!(length.segments >= 1 && length.segments <= length.units.max(1));
    match parse_sms(text) {
        Ok(bound) => {
            let line = format!("@{} #{}", bound.host, bound.code.expose_secret());
            let again = parse_sms(&line).unwrap();
            assert!(again.host == bound.host && again.code == bound.code);
            assert!(text.contains(bound.code.expose_secret()));
        }
        Err(error) => assert!(message::is_known(error.code())),
    }
});

//! Phone numbers, typed in any region.

#![no_main]

use ent_core::{Coded, PhoneKind, PhoneNumber, Region, message};
use libfuzzer_sys::fuzz_target;

const REGIONS: [&str; 12] =
    ["FR", "GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF", "MF", "BL"];

fuzz_target!(|typed: (u8, &str)| {
    let (region, text) = typed;
    let region = Region::parse(REGIONS[usize::from(region) % REGIONS.len()]).unwrap();
    match PhoneNumber::parse(text, region) {
        Ok(number) => {
            let e164 = number.e164();
            assert!(e164.strip_prefix('+').unwrap().bytes().all(|b| b.is_ascii_digit()));
            for code in REGIONS {
                let anywhere = Region::parse(code).unwrap();
                for shown in [e164, &number.international()] {
                    let again = PhoneNumber::parse(shown, anywhere);
                    assert_eq!(again.as_ref(), Ok(&number), "displays what it parses");
                    assert_eq!(again.unwrap().kind(), number.kind());
                }
            }
            assert!(!number.masked().contains(&e164[1..]), "masked");
            assert!(!format!("{number:?}").contains(&e164[1..]), "masked");
            assert!(!number.can_receive_sms() || number.kind() == PhoneKind::Mobile);
        }
        Err(error) => assert!(message::is_known(error.code())),
    }
});

//! Links into the application, and the configured addresses they stand on.

#![no_main]

use ent_auth::address::BaseAddress;
use ent_auth::pairing::PairingPayload;
use ent_core::{Coded, message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (base, link) = input;
    let fixed = BaseAddress::parse("https://ent.exemple.fr/mobile").unwrap();
    let base = match BaseAddress::parse(base) {
        Ok(base) => base,
        Err(error) => {
            assert!(message::is_known(error.code()));
            fixed
        }
    };
    assert_eq!(BaseAddress::parse(&base.to_string()), Ok(base.clone()));
    for link in [link.to_owned(), format!("{base}#{link}")] {
        match PairingPayload::parse(&base, &link) {
            Ok(payload) => {
                let written = payload.to_link(&base);
                let again = PairingPayload::parse(&base, written.expose_secret()).unwrap();
                assert_eq!(again.identifier, payload.identifier);
                assert!(again.to_link(&base) == written);
            }
            Err(error) => assert!(message::is_known(error.code())),
        }
    }
});

//! Links of messages.

#![no_main]

use ent_auth::address::BaseAddress;
use ent_auth::link::LinkToken;
use ent_core::{Coded, message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|url: &str| {
    let base = BaseAddress::parse("https://ent.exemple.fr/courriel").unwrap();
    for url in [url.to_owned(), format!("{base}{url}"), format!("{base}?token={url}")] {
        match LinkToken::from_url(&base, &url) {
            Ok(token) => {
                let written = token.to_url(&base).unwrap();
                let again = LinkToken::from_url(&base, written.expose_secret()).unwrap();
                assert_eq!(again.lookup(), token.lookup());
            }
            Err(error) => assert!(message::is_known(error.code())),
        }
    }
});

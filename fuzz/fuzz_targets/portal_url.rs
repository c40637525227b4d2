//! Addresses of portals, both ways, and the choices of a sign-in page.

#![no_main]

use ent_core::ent::{Ent, Level, PortalKind};
use ent_core::{Coded, message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u8, Vec<&str>)| {
    let (text, n, path) = input;
    let kind = PortalKind::ALL[usize::from(n) % PortalKind::ALL.len()];
    let level = Level::ALL.get(usize::from(n / 8)).copied();
    for ent in Ent::all() {
        for found in [ent.resolve(text), ent.portal_url(kind, text)] {
            match found {
                Ok(portal) => {
                    let url = portal.url();
                    let again = ent.resolve(&url).unwrap();
                    assert_eq!((again.kind(), again.key()), (portal.kind(), portal.key()));
                    let built = ent.portal_url(portal.kind(), &portal.key()).unwrap();
                    assert_eq!(built.url(), url, "one portal, one address");
                    if let Some(uai) = portal.uai() {
                        assert_eq!(uai.to_string(), portal.key());
                    }
                }
                Err(error) => assert!(message::is_known(error.code())),
            }
        }
        if let Err(error) = ent.mire().choices(&path, level) {
            assert!(message::is_known(error.code()));
        }
    }
});

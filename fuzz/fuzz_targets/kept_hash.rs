//! Records of passwords, of this library and of other stacks, and what an account has.

#![no_main]

use arbitrary::Arbitrary;
use ent_auth::password::{
    Credential, ForcedChange, HashPolicy, ImportFormat, ImportedHash, StoredHash,
};
use ent_core::{Coded, Instant, message};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Kept<'a> {
    tag: &'a str,
    record: &'a str,
    json: &'a [u8],
}

fuzz_target!(|kept: Kept<'_>| {
    match StoredHash::parse(kept.record) {
        Ok(read) => {
            assert_eq!(read.as_str(), kept.record);
            assert!(read.policy().memory_kib() <= HashPolicy::MAX_MEMORY_KIB);
            assert!(ImportedHash::new("argon2", read.phc()).check().is_ok(), "ours can move");
        }
        Err(error) => assert!(message::is_known(error.code())),
    }
    let known = ImportFormat::ALL.iter().map(|format| -> &str { format.code() });
    for tag in known.chain([kept.tag]) {
        if let Err(error) = ImportedHash::new(tag, kept.record).check() {
            assert!(message::is_known(error.code()));
        }
    }
    if let Ok(credential) = Credential::from_json(kept.json) {
        let json = credential.to_json().unwrap();
        assert_eq!(Credential::from_json(json.as_bytes()).unwrap(), credential);
        let since = Instant::parse("2024-03-26T00:00:00Z").unwrap();
        let measure = ForcedChange { since };
        assert_eq!(measure.applies(&credential), measure.exemption(&credential).is_none());
    }
});

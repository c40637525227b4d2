//! Definitions of ENTs: any text, and a shipped file with some parts replaced.

#![no_main]

use ent_core::ent::{Attachments, Ent, EntFileError};
use ent_core::{Coded, Lang, Profile, message};
use ent_fuzz::spliced;
use libfuzzer_sys::fuzz_target;

const FILE: &str = include_str!("../../ent-core/data/ents/hauts-de-france.toml");

fuzz_target!(|input: (bool, Result<&str, Vec<(u16, u8, &[u8])>>)| {
    let (json, text) = input;
    let text = match text {
        Ok(text) => text.to_owned(),
        Err(edits) => String::from_utf8_lossy(&spliced(FILE.as_bytes(), &edits)).into_owned(),
    };
    match if json { Ent::from_json(&text) } else { Ent::from_toml(&text) } {
        Ok(ent) => {
            for address in ent.addresses() {
                let _ = ent.resolve(address);
            }
            for profile in Profile::ALL {
                let _ = ent.my_portals(&Attachments::new(profile));
                let _ = ent.help(profile);
            }
            for path in ent.mire().search("e", Lang::Fr) {
                let ids: Vec<_> = path.ids().collect();
                assert!(ent.mire().choices(&ids, None).is_ok(), "what is found can be chosen");
            }
        }
        Err(error) => check(&error),
    }
});

fn check(error: &EntFileError) {
    assert!(!error.problems().is_empty(), "a file is refused for a reason");
    for problem in error.problems() {
        assert!(message::is_known(problem.code()), "{}", problem.code());
        assert!(!problem.text_fr().is_empty() && problem.path().len() < 512);
    }
}

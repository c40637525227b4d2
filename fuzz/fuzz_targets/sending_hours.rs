//! Stored sending hours and instants: what is read answers by its laws.

#![no_main]

use arbitrary::Arbitrary;
use ent_core::{Coded, Instant, Lang, message};
use ent_prefs::disconnect::{Digest, SendingHours, Window};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Hours<'a> {
    json: &'a [u8],
    window: &'a str,
    now: i64,
}

fuzz_target!(|input: Hours<'_>| {
    match Window::parse(input.window) {
        Ok(window) => assert_eq!(Window::parse(&window.to_string()), Ok(window)),
        Err(error) => assert!(message::is_known(error.code())),
    }
    let Ok(hours) = serde_json::from_slice::<SendingHours>(input.json) else { return };
    let json = serde_json::to_vec(&hours).unwrap();
    assert_eq!(serde_json::from_slice::<SendingHours>(&json).unwrap(), hours);
    let Ok(now) = Instant::from_unix_millis(input.now) else { return };
    let asked = [
        hours.next_send(now),
        hours.next_digest(now, Digest::Daily),
        hours.next_digest(now, Digest::Weekly),
    ];
    for opening in asked {
        match opening {
            Ok(opening) => {
                assert!(opening.at() >= now);
                assert_eq!(opening.is_now(), opening.at() == now);
                assert!(hours.next_send(opening.at()).unwrap().is_now());
                assert!(!opening.text(Lang::Fr).is_empty());
            }
            Err(error) => assert!(message::is_known(error.code())),
        }
    }
});

//! The pictures of `docs/states.md`, drawn by walking the real steps breadth first.
//!
//! Fails when the file is not what the steps do; `ENT_UPDATE=1` writes it again.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it is wrong"
)]

mod activation;
mod code;
mod common;
mod letter;
mod link;
mod pairing;
mod throttle;
mod walk;

use self::activation::Activation;
use self::code::Codes;
use self::letter::Letters;
use self::link::Links;
use self::pairing::Phones;
use self::throttle::Tries;

#[test]
fn the_committed_pictures_are_what_the_steps_do() {
    let mut page = String::from(
        "# States\n\n\
        Drawn by `ent-auth/tests/diagrams`, which walks the real steps; do not edit. \
        An arrow reads *event / outcome* and stands for a step that writes: one compare-and-swap, \
        after which the outcome comes out. *any* is more than five events; those that come too \
        late are among them. No code is right for a decoy, which is why *Submit (right)* may be \
        wrong.\n",
    );
    let code = Codes::<true>::map();
    let finals = ["verified", "exhausted", "expired", "cancelled"];
    page.push_str(&code.draw("One-time code: the live code", "idle", &finals));
    page.push_str(&code.table());
    let mut budget = Codes::<false>::map();
    budget.arrows.retain(|(from, to), _| from != to);
    page.push_str(&budget.draw("One-time code: the budget of wrong guesses", "open", &[]));
    let activation = Activation::map();
    let finals = ["activated", "failed", "abandoned"];
    page.push_str(&activation.draw("Activation of a guardian’s account", "none", &finals));
    page.push_str(&activation.table());
    let pairing = Phones::map();
    let finals = ["redeemed", "exhausted", "expired", "revoked"];
    page.push_str(&pairing.draw("Activation of a mobile application", "idle", &finals));
    page.push_str(&pairing.table());
    let links = Links::map();
    let finals = ["confirmed", "expired", "superseded", "revoked"];
    page.push_str(&links.draw("Link that confirms an e-mail address", "idle", &finals));
    page.push_str(&links.table());
    let letters = Letters::map();
    let finals = ["activated_without_password", "expired", "locked", "revoked"];
    page.push_str(&letters.draw("Letter with provisional credentials", "none", &finals));
    page.push_str(&letters.table());
    let tries = Tries::map();
    page.push_str(&tries.draw("Tries of an account or a number", "open", &[]));
    page.push_str(&tries.table());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/states.md");
    if std::env::var_os("ENT_UPDATE").is_some() {
        std::fs::write(file, &page).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(page == committed, "docs/states.md is stale: run this test with ENT_UPDATE=1");
}

//! The vectors of `onboarding.next`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken vector file must fail")]

use std::{env, fs};

use ent_auth::onboarding::{Facts, next_step};
use ent_core::ent::{Ent, IdentitySource, OnboardingStep};
use ent_core::{Coded, Profile, System};
use serde_json::{Value, json};

fn decide(case: &Value) -> Result<Value, &'static str> {
    let text = |key: &str| case[key].as_str().unwrap();
    let fact = |key: &str| case["facts"][key].as_bool().unwrap();
    let facts = Facts {
        charter_accepted: fact("charter"),
        password_chosen: fact("password"),
        contact_saved: fact("contact"),
    };
    let ent = Ent::find(text("ent")).map_err(|error| error.code())?;
    let profile = Profile::parse(System::Sdet, text("profile")).unwrap();
    let source = IdentitySource::from_code(text("source")).unwrap();
    Ok(json!(next_step(ent, profile, source, &facts).map(OnboardingStep::code)))
}

#[test]
fn onboarding_next() {
    let folder = env::var("ENT_VECTORS").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings/conformance/vectors").to_owned()
    });
    let text = fs::read_to_string(format!("{folder}/onboarding.next.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(env::var("ENT_VECTORS").is_ok() || cases.len() >= 50, "cases missing");
    for case in cases {
        let id = &case["id"];
        match decide(&case["in"]) {
            Ok(step) => assert!(
                case["out"].is_object() && case["out"]["step"] == step,
                "{id}: {step} for {case}"
            ),
            Err(code) => assert_eq!(case["error"], code, "{id}"),
        }
    }
}

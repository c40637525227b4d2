//! The vectors of suite `password.check`, through the public types.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::collections::HashSet;

use ent_auth::password::{
    ContextKind, ContextWords, ParamValue, PasswordError, PasswordRules, PreparedPassword,
};
use ent_core::Coded;
use serde_json::{Map, Value, json};

#[test]
fn every_case_of_password_check() {
    let file =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings/conformance/vectors/password.check.json");
    let suite: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let cases = suite["cases"].as_array().unwrap();
    let mut ids = HashSet::new();
    for case in cases {
        let id = case["id"].as_str().unwrap();
        assert!(ids.insert(id), "{id} stands twice");
        match check(&case["in"]) {
            Ok(out) => assert_eq!(out, case["out"], "{id}"),
            Err(error) => assert_eq!(error.code(), case["error"], "{id}"),
        }
    }
    assert!(cases.len() >= 120, "{} cases", cases.len());
}

fn check(input: &Value) -> Result<Value, PasswordError> {
    let rules = PasswordRules::find(input["rules"].as_str().unwrap())?;
    let password = PreparedPassword::from_text(input["password"].as_str().unwrap())?;
    let confirmation =
        input["confirmation"].as_str().map(PreparedPassword::from_text).transpose()?;
    let mut words = ContextWords::new();
    for word in input["words"].as_array().into_iter().flatten() {
        let kind = word["kind"].as_str().unwrap_or("other");
        let text = word.as_str().or(word["text"].as_str()).unwrap();
        words.add(ContextKind::from_code(kind).unwrap(), text)?;
    }
    let verdict = rules.check(&password, confirmation.as_ref(), &words);
    let violations: Vec<Value> = verdict
        .violations()
        .iter()
        .map(|violation| {
            let mut params = Map::new();
            for (name, value) in violation.values() {
                let value = match value {
                    ParamValue::Number(number) => json!(number),
                    ParamValue::Text(text) => json!(text),
                    other => panic!("{other:?}"),
                };
                params.insert(name.to_owned(), value);
            }
            json!({ "id": violation.code(), "params": params })
        })
        .collect();
    Ok(json!({ "accepted": verdict.accepted(), "violations": violations }))
}

//! The vectors of the ENT definitions: `portal.url`, `portal.resolve`, `mire.choices`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a broken vector file must fail")]

use std::{env, fs};

use ent_core::ent::{Ent, Level, MireAnswer, PortalKind};
use ent_core::{Academy, Coded, Lang};
use serde_json::{Value, json};

/// Runs the cases of one suite; every key named in `out` must be equal.
fn run(suite: &str, at_least: usize, decide: impl Fn(&Value) -> Result<Value, &'static str>) {
    let folder = env::var("ENT_VECTORS").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../bindings/conformance/vectors").to_owned()
    });
    let text = fs::read_to_string(format!("{folder}/{suite}.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert!(env::var("ENT_VECTORS").is_ok() || cases.len() >= at_least, "{suite}: cases missing");
    for case in cases {
        let id = &case["id"];
        match decide(&case["in"]) {
            Err(code) => assert_eq!(case["error"], code, "{suite} {id}"),
            Ok(found) => {
                let wanted = case["out"].as_object();
                assert!(wanted.is_some(), "{suite} {id}: {found} for {}", case["error"]);
                for (key, value) in wanted.into_iter().flatten() {
                    assert_eq!(&found[key], value, "{suite} {id}: {key}");
                }
            }
        }
    }
}

fn ent(case: &Value) -> Result<&'static Ent, &'static str> {
    Ent::find(case["ent"].as_str().unwrap()).map_err(|error| error.code())
}

#[test]
fn portal_url() {
    run("portal.url", 50, |case| {
        let kind = PortalKind::from_code(case["kind"].as_str().unwrap()).unwrap();
        let portal = ent(case)?
            .portal_url(kind, case["key"].as_str().unwrap())
            .map_err(|error| error.code())?;
        Ok(json!({ "url": portal.url(), "director": portal.director(Lang::Fr) }))
    });
}

#[test]
fn portal_resolve() {
    run("portal.resolve", 90, |case| {
        let portal =
            ent(case)?.resolve(case["url"].as_str().unwrap()).map_err(|error| error.code())?;
        Ok(json!({ "kind": portal.kind().code(), "key": portal.key() }))
    });
}

#[test]
fn mire_choices() {
    run("mire.choices", 50, |case| {
        let path: Vec<_> =
            case["path"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let level = case["level"].as_str().map(|code| Level::from_code(code).unwrap());
        Ok(match ent(case)?.mire().choices(&path, level).map_err(|error| error.code())? {
            MireAnswer::Source { source, academy } => {
                json!({ "source": source.code(), "academy": academy.map(Academy::code) })
            }
            MireAnswer::Choices(choices) => {
                let choices: Vec<_> = choices
                    .iter()
                    .map(|choice| json!({ "id": choice.id(), "label": choice.label(Lang::Fr) }))
                    .collect();
                json!({ "choices": choices })
            }
        })
    });
}

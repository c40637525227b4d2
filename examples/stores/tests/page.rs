//! `docs/stores.md` says what the stores do and what the kit finds.

use std::fs;
use std::path::Path;

use ent_auth::testkit::Rule;
use ent_core::Coded;

const PAGE: &str = include_str!("../../../docs/stores.md");

#[test]
fn the_page_has_every_statement() {
    let mut seen = 0;
    for database in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("sql")).unwrap() {
        for file in fs::read_dir(database.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap();
            let statement = fs::read_to_string(&file).unwrap();
            let line = PAGE.split(&statement).next().unwrap().lines().last().unwrap();
            assert!(PAGE.contains(&statement), "{}", file.display());
            assert!(line.starts_with(&format!("-- {name}")), "{}: under {line}", file.display());
            seen += 1;
        }
    }
    assert_eq!(seen, 8);
}

#[test]
fn the_page_has_every_rule_with_its_sentence() {
    for rule in Rule::ALL {
        let row = format!("| `{}` | {} |", rule.code(), rule.sentence());
        assert!(PAGE.contains(&row), "{row}");
        assert!(PAGE.contains(&format!("\n{}. ", rule.sentence())), "{row}");
    }
    assert_eq!(PAGE.matches("| `store_contract/").count(), Rule::ALL.len());
}

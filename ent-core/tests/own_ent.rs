//! The guide to an ENT of one's own, followed block by block.

use ent_core::Coded as _;
use ent_core::ent::{Ent, PortalKind};

const GUIDE: &str = include_str!("../../docs/guides/own-ent.md");

/// Blocks of the guide in this language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    GUIDE.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_block_leads_on_to_a_working_ent() {
    let mut file = String::new();
    let mut problems = Vec::new();
    for block in blocks("toml") {
        file.push_str(block);
        file.push('\n');
        problems.push(Ent::from_toml(&file).err().map_or(0, |error| error.problems().len()));
    }
    // After the head, the mire and the onboarding; then nothing is wrong any more.
    assert_eq!(problems, [2, 1, 0, 0, 0]);
    let ent = Ent::from_toml(&file).unwrap();
    assert!(ent.resolve("http://AIN.ent.exemple.fr/actualites").is_ok());
    assert!(ent.resolve("https://ain.ent.exemple.fr.evil.test").is_err());
    let school = ent.portal_url(PortalKind::Establishment, "0010018P").unwrap();
    assert_eq!(school.url(), "https://0010018P.ent.exemple.fr");
}

#[test]
fn what_is_printed_is_what_the_guide_shows() {
    let printed = blocks("text");
    let told = |error: &ent_core::ent::EntFileError| -> Vec<String> {
        let line = |line: Option<usize>| line.map_or_else(String::new, |n| format!(", line {n}"));
        let problems = error.problems().iter();
        problems
            .map(|p| format!("  {}{}: {} ({})", p.path(), line(p.line()), p.text_en(), p.code()))
            .collect()
    };
    let empty = Ent::from_toml("").unwrap_err();
    let lines: Vec<_> = printed[0].lines().skip(1).collect();
    assert_eq!(lines, told(&empty));

    let file = blocks("toml").join("\n");
    let wrong = file
        .replace("source = \"educonnect\"", "source = \"minitel\"")
        .replace("host = \"ain.ent.exemple.fr\"", "host = \"ain.exemple.fr\"");
    let lines: Vec<_> = printed.last().unwrap().lines().skip(1).collect();
    assert_eq!(lines, told(&Ent::from_toml(&wrong).unwrap_err()));
}

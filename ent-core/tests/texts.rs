//! Every code that the crates and the packages can give has its texts, and no text is left over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use ent_core::message;
use ent_core::place::{AcademyCode, AcademyCodeKind, Ministry};

/// Codes in the sources that have no text, each for a reason.
const WITHOUT_TEXT: &[(&str, &str)] = &[
    ("no/such-code", "an example of an unknown code"),
    ("throttle/sms", "what a digest of a number is made for"),
];

/// Where codes are given: the crates, and what stands above them in other languages.
const SOURCES: &[&str] = &[
    "ent-core/src",
    "ent-auth/src",
    "ent-prefs/src",
    "bindings/ffi/src",
    "bindings/python/src",
    "bindings/python/python",
    "bindings/kotlin/src/main/kotlin",
    "bindings/swift/Sources/EntKit",
];

/// Codes are read from these; the generated ones hold texts or come from here.
const EXTENSIONS: &[&str] = &["rs", "py", "kt", "swift"];

#[test]
fn every_code_has_texts_and_every_text_a_code() {
    let mut given = BTreeSet::new();
    for folder in SOURCES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
        for file in files(&path).unwrap() {
            let source = fs::read_to_string(&file).unwrap();
            given.extend(codes_in(shipped(&source)));
        }
    }
    // Labels of what stands in tables.
    let no_place = [AcademyCodeKind::Agricultural, AcademyCodeKind::Pseudo];
    let pseudo = AcademyCode::all().filter(|code| no_place.contains(&code.kind()));
    given.extend(pseudo.map(|code| format!("academy_code/{code}")));
    given.extend(Ministry::all().map(|ministry| format!("ministry/{ministry}")));
    assert!(given.len() > 100, "the sources were not found: {given:?}");

    let known: BTreeSet<String> = message::codes().map(str::to_owned).collect();
    let excepted = |code: &String| WITHOUT_TEXT.iter().any(|(without, _)| without == code);
    let missing: Vec<_> = given.difference(&known).filter(|code| !excepted(code)).collect();
    assert!(missing.is_empty(), "without texts: {missing:?}");
    let left_over: Vec<_> = known.difference(&given).collect();
    assert!(left_over.is_empty(), "given nowhere: {left_over:?}");
}

#[test]
fn codes_are_found_where_they_stand() {
    let table: &[(&str, &[&str])] = &[
        (r#"Self::Key => "uai/key","#, &["uai/key"]),
        ("    /// [`Error`], `uai/key`; \"uai/format\"\n", &[]),
        (r#"throw EntException("store/busy")"#, &["store/busy"]),
        (
            r#"("application/JSON", "a b/c", "/x", "x/", "a/b/c", "birth-date/format")"#,
            &["birth-date/format"],
        ),
        (
            "listed! {\n    Level in \"level\" {\n        /// \"no\".\n        Ecole = \"ecole\",\n        Lycee = \"lycee\",\n    }\n}\nlet x = \"college\";",
            &["level/ecole", "level/lycee"],
        ),
    ];
    for (source, expected) in table {
        assert_eq!(
            codes_in(source),
            expected.iter().map(|c| (*c).to_owned()).collect(),
            "{source}"
        );
    }
    assert_eq!(shipped("a\n#[cfg(test)]\nmod tests {}"), "a\n");
    assert_eq!(shipped("a\n#[cfg(test)]\nimpl A {}\nb"), "a\n#[cfg(test)]\nimpl A {}\nb");
}

/// Every source below `folder` that is no test; the table of the texts is left out.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if name != "Generated" {
                found.extend(files(&path)?);
            }
        } else if path.extension().is_some_and(|e| EXTENSIONS.iter().any(|own| e == *own))
            && name != "tests.rs"
            && name != "messages.rs"
        {
            found.push(path);
        }
    }
    Ok(found)
}

/// `source` up to its module of tests.
fn shipped(source: &str) -> &str {
    source.split_once("#[cfg(test)]\nmod tests {").map_or(source, |(before, _)| before)
}

/// Every literal of the form `room/reason`, and the values of every `listed!`.
fn codes_in(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut room: Option<String> = None;
    for line in source.lines().map(str::trim) {
        if line.starts_with("//") || line.starts_with('#') {
            continue;
        }
        let literals: Vec<_> = line.split('"').skip(1).step_by(2).collect();
        found.extend(literals.iter().filter(|text| is_code(text)).map(|text| (*text).to_owned()));
        let first = literals.first().copied().unwrap_or_default();
        if line.contains(" in \"") && line.ends_with("\" {") {
            room = Some(first.to_owned());
        } else if line == "}" {
            room = None;
        } else if let Some(name) = &room
            && line.contains(" = \"")
        {
            found.insert(format!("{name}/{first}"));
        }
    }
    found
}

fn is_code(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
    };
    text.split_once('/').is_some_and(|(room, reason)| part(room) && part(reason))
}

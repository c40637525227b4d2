use proptest::prelude::*;
use proptest::string::string_regex;

use super::shape::{ENT, Kind, Shape};
use super::*;
use crate::ent::{
    CharterScope, IdentitySource, MireAxis, OnboardingStep, Partner, PortalKind, ServiceChannel,
};
use crate::message::is_known;
use crate::{Coded, EstablishmentKind, Profile, Uai};

const SHIPPED: [&str; 3] = [
    include_str!("../../../data/ents/auvergne-rhone-alpes.toml"),
    include_str!("../../../data/ents/hauts-de-france.toml"),
    include_str!("../../../data/ents/occitanie.toml"),
];

/// The smallest file with every kind of row.
const SMALL: &str = r#"
schema = 1
id = "exemple"
name = "Mon ENT"
addresses = ["https://ent.exemple.fr"]
hosts = ["ent.exemple.fr", "*.ent.exemple.fr"]
source = "guide"
date = 2026-09-01

[[partnerships]]
id = "first"
read_on = 2026-09-01
departments = ["01"]
academies = ["10"]
from = "guide"

[[partners]]
kinds = ["college"]
partners = ["academy"]
from = "guide"

[[portals]]
kind = "establishment"
key = "{uai}"
name = "Établissement"
host = "{uai}.ent.exemple.fr"
director_fr = "Chef d’établissement"
director_en = "Head"
from = "guide"

[[portals]]
kind = "department"
key = "01"
name = "Ain"
host = "ain.ent.exemple.fr"
director_fr = "Président"
director_en = "President"
from = "guide"

[[access]]
kinds = ["establishment"]
from = "guide"

[mires.start]
asks = "profile"

[[mires.start.choices]]
id = "enseignant"
fr = "Enseignant"
en = "Teacher"
page = "enseignant"
from = "guide"

[mires.enseignant]
asks = "academy"

[[mires.enseignant.choices]]
id = "lyon"
fr = "de Lyon"
en = "of Lyon"
source = "academic"
academy = "10"
from = "guide"

[[onboarding]]
steps = ["charter", "contact"]
from = "guide"
"#;

fn found(file: &str) -> Vec<(String, &'static str)> {
    let error = Ent::from_toml(file).unwrap_err();
    let problems = error.problems();
    for problem in problems {
        assert!(is_known(problem.code()), "{problem}");
        assert!(!problem.text_fr().contains('{') || problem.code() == "ent-file/form", "{problem}");
    }
    problems.iter().map(|problem| (problem.path().to_owned(), problem.code())).collect()
}

/// What is wrong with the small file after a replacement.
fn after(from: &str, to: &str) -> Vec<(String, &'static str)> {
    assert!(SMALL.contains(from), "{from}");
    found(&SMALL.replacen(from, to, 1))
}

#[test]
fn shipped_files_come_through_the_same_door() {
    assert_eq!(Ent::all().len(), SHIPPED.len());
    for (file, ent) in SHIPPED.iter().zip(Ent::all()) {
        let read = Ent::from_toml(file).unwrap();
        assert_eq!(read.0, ent.0, "{ent:?}");
    }
}

#[test]
fn json_is_the_same_format() {
    for (file, ent) in SHIPPED.iter().zip(Ent::all()) {
        let json = json(&Node::from_toml(file).unwrap()).to_string();
        assert_eq!(Ent::from_json(&json).as_ref(), Ok(ent));
    }
}

fn json(node: &Node) -> serde_json::Value {
    use super::node::Data;
    match &node.data {
        Data::Text(text) | Data::Date(text) => text.as_str().into(),
        Data::Number(number) => (*number).into(),
        Data::Flag(flag) => (*flag).into(),
        Data::List(list) => list.iter().map(json).collect(),
        Data::Table(table) => {
            serde_json::Value::Object(table.iter().map(|(k, v)| (k.clone(), json(v))).collect())
        }
        Data::Other => serde_json::Value::Null,
    }
}

/// A replacement in the small file, the path and the code of the one problem it makes.
const ONE_EACH: &[(&str, &str, &str, &str)] = &[
    // from, to, path, code
    ("schema = 1", "schema = 2", "schema", "ent-file/schema"),
    ("schema = 1\n", "", "schema", "ent-file/missing"),
    ("schema = 1", "schema = \"1\"", "schema", "ent-file/type"),
    ("name = \"Mon ENT\"\n", "", "name", "ent-file/missing"),
    ("name = \"Mon ENT\"", "name = \"\"", "name", "ent-file/length"),
    ("name = \"Mon ENT\"", "name = \" Mon ENT\"", "name", "ent-file/character"),
    ("name = \"Mon ENT\"", "name = \"Mon\\u202EENT\"", "name", "ent-file/character"),
    ("name = \"Mon ENT\"", "name = \"Me\\u0301\"", "name", "ent-file/character"),
    ("name = \"Mon ENT\"", "name = 3", "name", "ent-file/type"),
    ("name = \"Mon ENT\"", "name = 3.5", "name", "ent-file/type"),
    ("name = \"Mon ENT\"", "name = 2026-09-01", "name", "ent-file/type"),
    ("name = \"Mon ENT\"", "name = \"M\"\nnom = \"M\"", "nom", "ent-file/unknown-field"),
    ("name = \"Mon ENT\"", "name = \"M\"\n\"<b>\" = 1", "?", "ent-file/unknown-field"),
    ("id = \"exemple\"", "id = \"Exemple\"", "id", "ent-file/form"),
    ("date = 2026-09-01", "date = 1999-12-31", "date", "day/out-of-range"),
    ("date = 2026-09-01", "date = \"2200-01-01\"", "date", "day/out-of-range"),
    ("date = 2026-09-01", "date = 2026-09-01T08:00:00Z", "date", "day/format"),
    ("date = 2026-09-01", "date = \"01/09/2026\"", "date", "day/format"),
    ("date = 2026-09-01", "date = 2026", "date", "ent-file/type"),
    ("[\"https://ent.exemple.fr\"]", "[]", "addresses", "ent-file/items"),
    ("https://ent.exemple.fr", "http://ent.exemple.fr", "addresses[0]", "ent-file/form"),
    ("https://ent.exemple.fr", "https://evil.test@ent.exemple.fr", "addresses[0]", "ent-file/form"),
    (
        "https://ent.exemple.fr",
        "https://ent.exemple.fr.evil.test",
        "addresses[0]",
        "ent-file/host-outside",
    ),
    (
        "https://ent.exemple.fr",
        "https://\u{435}nt.exemple.fr",
        "addresses[0]",
        "ent-file/look-alike",
    ),
    (
        "https://ent.exemple.fr",
        "https://xn--nt-jlc.exemple.fr",
        "addresses[0]",
        "ent-file/look-alike",
    ),
    ("host = \"ain.ent", "host = \"a.ain.ent", "portals[1].host", "ent-file/host-outside"),
    ("host = \"ain.ent", "host = \"\u{430}in.ent", "portals[1].host", "ent-file/look-alike"),
    ("host = \"ain.ent", "host = \"Ain.ent", "portals[1].host", "ent-file/form"),
    ("host = \"ain.ent", "host = \"0010018p.ent", "portals[1].host", "ent-file/collision"),
    ("key = \"01\"", "key = \"20\"", "portals[1].key", "department/unknown"),
    ("key = \"01\"", "key = \"crec\"", "portals[1].key", "department/unknown"),
    (
        "kind = \"department\"\nkey = \"01\"",
        "kind = \"academic_authority\"\nkey = \"05\"",
        "portals[1].key",
        "academy/unknown",
    ),
    (
        "kind = \"department\"\nkey = \"01\"",
        "kind = \"crec\"\nkey = \"01\"",
        "portals[1].kind",
        "ent-file/value",
    ),
    ("key = \"{uai}\"", "key = \"partners\"", "portals[0].key", "ent-file/portal-key"),
    (
        "departments = [\"01\"]",
        "departments = [\"01\", \"01\"]",
        "partnerships[0].departments[1]",
        "ent-file/repeated",
    ),
    (
        "departments = [\"01\"]",
        "departments = [\"96\"]",
        "partnerships[0].departments[0]",
        "department/unknown",
    ),
    (
        "academies = [\"10\"]",
        "academies = [\"21\"]",
        "partnerships[0].academies[0]",
        "academy/unknown",
    ),
    ("academies = [\"10\"]", "academies = \"10\"", "partnerships[0].academies", "ent-file/type"),
    ("kinds = [\"college\"]", "kinds = [\"university\"]", "partners[0].kinds[0]", "ent-file/value"),
    (
        "source = \"academic\"",
        "source = \"minitel\"",
        "mires.enseignant.choices[0].source",
        "ent-file/value",
    ),
    ("source = \"academic\"", "", "mires.enseignant.choices[0]", "ent-file/choice-target"),
    (
        "source = \"academic\"\nacademy = \"10\"",
        "page = \"start\"",
        "mires.enseignant.choices[0].page",
        "ent-file/cycle",
    ),
    (
        "academy = \"10\"",
        "academy = \"05\"",
        "mires.enseignant.choices[0].academy",
        "academy/unknown",
    ),
    (
        "academy = \"10\"",
        "sign_in = \"http://cas.exemple.fr\"",
        "mires.enseignant.choices[0].sign_in",
        "ent-file/form",
    ),
    ("asks = \"academy\"", "asks = \"level\"", "mires.enseignant.choices[0].id", "ent-file/level"),
    ("[[access]]", "[[access]]\nprofiles = [\"XYZ\"]", "access[0].profiles[0]", "ent-file/value"),
    (
        "[[access]]",
        "[[access]]\nkinds = [\"region\"]\nfrom = \"guide\"\n[[access]]",
        "access[0]",
        "ent-file/hides-others",
    ),
    (
        "steps = [\"charter\", \"contact\"]",
        "steps = [\"charter\", \"charter\"]",
        "onboarding[0].steps[1]",
        "ent-file/repeated",
    ),
    ("steps = [\"charter\", \"contact\"]", "steps = []", "onboarding[0].steps", "ent-file/items"),
    (
        "[[onboarding]]",
        "[[onboarding]]\nprofiles = [\"ELV\"]",
        "onboarding[0]",
        "ent-file/last-row",
    ),
    (
        "[[onboarding]]",
        "[lifetimes]\nsms_code_minutes = 31\nfrom = \"guide\"\n[[onboarding]]",
        "lifetimes.sms_code_minutes",
        "ent-file/range",
    ),
    (
        "[[onboarding]]",
        "[[services]]\nid = \"a\"\nfr = \"A\"\nen = \"A\"\nprofiles = [\"PARENT\"]\nchannels = [\"web\"]\nfrom = \"guide\"\n[[onboarding]]",
        "services[0].profiles[0]",
        "ent-file/value",
    ),
];

#[test]
fn one_clear_error_each() {
    let one = |path: &str, code| vec![(path.to_owned(), code)];
    for (from, to, path, code) in ONE_EACH {
        assert_eq!(after(from, to), one(path, *code), "{to}");
    }
    assert!(Ent::from_toml(SMALL).is_ok());
}

#[test]
fn portals_that_collide() {
    let again = |key: &str, host: &str| {
        let portal = SMALL.split("[[portals]]").nth(2).unwrap();
        let portal = portal.split("[[access]]").next().unwrap();
        let portal = portal.replace("01", key).replace("ain.", host);
        found(&SMALL.replace("[[access]]", &format!("[[portals]]{portal}[[access]]")))
    };
    let [key, host] = ["portals[2].key", "portals[2].host"].map(str::to_owned);
    let collision = "ent-file/collision";
    assert_eq!(again("03", "ain."), [(host.clone(), collision)]);
    assert_eq!(again("01", "rhone."), [(key.clone(), collision)]);
    assert_eq!(again("01", "ain."), [(key, collision), (host, collision)]);
}

#[test]
fn an_establishment_may_have_a_host_of_its_own() {
    let own = "[[portals]]\nkind = \"establishment\"\nkey = \"0300065H\"\nname = \"Cité\"\n\
               host = \"andre-chamson.ent.exemple.fr\"\ndirector_fr = \"Proviseur\"\n\
               director_en = \"Head\"\nfrom = \"guide\"\n\n[mires.start]";
    let ent = Ent::from_toml(&SMALL.replace("[mires.start]", own)).unwrap();
    let kind = PortalKind::Establishment;
    let portal = ent.portal_url(kind, "0300065h").unwrap();
    assert_eq!(portal.url(), "https://andre-chamson.ent.exemple.fr");
    assert_eq!((portal.key(), portal.uai()), ("0300065H".to_owned(), Uai::parse("0300065H").ok()));
    assert_eq!(ent.resolve("HTTP://Andre-Chamson.ent.exemple.fr/"), Ok(portal));
    assert_eq!(ent.portal_url(kind, "0010018P").unwrap().uai(), Uai::parse("0010018P").ok());
    let wrong = SMALL.replace("[mires.start]", &own.replace("0300065H", "0300065A"));
    assert_eq!(found(&wrong), [("portals[2].key".to_owned(), "uai/key")]);
}

#[test]
fn an_ent_owns_its_hosts() {
    let ent = Ent::from_toml(SMALL).unwrap();
    for (url, own) in [
        ("https://ent.exemple.fr", true),
        ("http://AIN.ent.exemple.fr:80/menu?x", true),
        ("https://exemple.fr", false),
        ("https://a.b.ent.exemple.fr", false),
        ("https://ent.exemple.fr@evil.test", false),
        ("https://ent.exemple.fr.evil.test", false),
        ("ent.exemple.fr", false),
        ("", false),
    ] {
        assert_eq!(ent.owns(url), own, "{url}");
    }
    for shipped in Ent::all() {
        for address in shipped.addresses() {
            assert_eq!(Ent::of_url(address), Ok(shipped));
        }
    }
    assert!(Ent::of_url("https://exemple.fr").is_err());
}

#[test]
fn mires_that_turn_in_circles_or_stand_apart() {
    let page = |id: &str, to: &str| {
        format!(
            "[mires.{id}]\nasks = \"profile\"\n[[mires.{id}.choices]]\nid = \"x\"\nfr = \"X\"\n\
             en = \"X\"\n{to}\nfrom = \"guide\"\n[[onboarding]]"
        )
    };
    let add = |text: &str| after("[[onboarding]]", text);
    assert_eq!(
        add(&page("seule", "source = \"local\"")),
        [("mires.seule".to_owned(), "ent-file/unreachable")]
    );
    assert_eq!(
        add(&page("seule", "page = \"seule\"")),
        [("mires.seule".to_owned(), "ent-file/unreachable")]
    );
    let chain = |links: usize| {
        let mut file = SMALL.replace("source = \"academic\"\nacademy = \"10\"", "page = \"p0\"");
        for at in 0..links {
            let to = if at + 1 == links {
                "source = \"local\"".to_owned()
            } else {
                format!("page = \"p{}\"", at + 1)
            };
            file = file.replace("[[onboarding]]", &page(&format!("p{at}"), &to));
        }
        file
    };
    assert!(Ent::from_toml(&chain(6)).is_ok());
    let long = found(&chain(7));
    assert_eq!(long.first(), Some(&("mires.p5.choices[0].page".to_owned(), "ent-file/long-way")));
    assert_eq!(
        after("source = \"academic\"\nacademy = \"10\"", "page = \"absente\""),
        [("mires.enseignant.choices[0].page".to_owned(), "ent-file/unknown-page")]
    );
    assert_eq!(
        after("source = \"academic\"", "page = \"start\"")
            .iter()
            .map(|(_, code)| *code)
            .collect::<Vec<_>>(),
        ["ent-file/without-source", "ent-file/cycle"]
    );
    assert_eq!(
        found(&SMALL.replace("mires.start", "mires.debut")),
        [("mires.start".to_owned(), "ent-file/missing")]
    );
}

#[test]
fn everything_wrong_is_told_at_once_with_its_line() {
    let file = SMALL
        .replace("source = \"academic\"", "source = \"minitel\"")
        .replace("name = \"Ain\"", "name = \"\"")
        .replace("[\"charter\", \"contact\"]", "[\"captcha\"]");
    let error = Ent::from_toml(&file).unwrap_err();
    let problems: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| (problem.path(), problem.code(), problem.line()))
        .collect();
    assert_eq!(
        problems,
        [
            ("portals[1].name", "ent-file/length", Some(34)),
            ("mires.enseignant.choices[0].source", "ent-file/value", Some(61)),
            ("onboarding[0].steps[0]", "ent-file/value", Some(66)),
        ]
    );
    assert!(is_known(error.code()) && error.text_fr().contains('3'));
    assert!(error.to_string().contains("line 34: portals[1].name"), "{error}");
}

#[test]
fn no_text_of_the_file_is_repeated() {
    let file = SMALL
        .replace("source = \"academic\"", "source = \"canary\"")
        .replace("name = \"Mon ENT\"", "\"can ary\" = \"canary\"")
        .replace("host = \"ain", "host = \"canary canary");
    for file in [file, "canary canary".to_owned(), "canary = 1\ncanary = 2".to_owned()] {
        let error = Ent::from_toml(&file).unwrap_err();
        let texts: String = error
            .problems()
            .iter()
            .flat_map(|p| [p.text_fr(), p.text_en(), p.to_string()])
            .collect();
        assert!(!texts.contains("canary") && !error.to_string().contains("canary"), "{texts}");
    }
}

#[test]
fn hostile_text_gets_one_error() {
    let nested = |open: &str, close: &str| open.repeat(10_000) + &close.repeat(10_000);
    let long = |lines: usize| "[[portals]]\n".repeat(lines);
    let cases = [
        // text, code
        ("a = 1\n".repeat(10 << 20), "ent-file/too-large"),
        (format!("a = {}", nested("[", "]")), "ent-file/too-deep"),
        (format!("a = {}", nested("{a=", "}")), "ent-file/too-deep"),
        (format!("a{} = 1", ".a".repeat(10_000)), "ent-file/too-deep"),
        (format!("[a{}]", ".a".repeat(10_000)), "ent-file/too-deep"),
        ("id = \"a\"\nid = \"a\"".to_owned(), "ent-file/duplicate-key"),
        ("[mires.a]\n[mires.a]".to_owned(), "ent-file/duplicate-key"),
        ("a = {b = 1, b = 2}".to_owned(), "ent-file/duplicate-key"),
        ("id = ".to_owned(), "ent-file/syntax"),
        ("id = \"\0\"".to_owned(), "ent-file/syntax"),
        ("id = 2026-13-45".to_owned(), "ent-file/syntax"),
        (long(1), ""),
        (long(80_000), ""),
        // A million values on one line, and two lists that are compared with each other.
        (format!("a = [{}]", "1,".repeat(500_000)), ""),
        (
            format!(
                "hosts = [{}]\naddresses = [{}]",
                "\"\",".repeat(100_000),
                "\"https://a.b\",".repeat(40_000)
            ),
            "",
        ),
    ];
    for (text, code) in cases {
        let error = Ent::from_toml(&text).unwrap_err();
        let problems = error.problems();
        if code.is_empty() {
            assert!(problems.len() > 1 && problems.len() <= 201, "{}", problems.len());
        } else {
            assert_eq!(problems.len(), 1, "{error}");
            assert_eq!(problems[0].code(), code, "{error}");
            assert!(problems[0].line().is_some() || code == "ent-file/too-large");
        }
    }
    let cases = [
        (" ".repeat(10 << 20), "ent-file/too-large"),
        (nested("[", "]"), "ent-file/too-deep"),
        (nested("{\"a\":", "}"), "ent-file/too-deep"),
        ("{\"id\":\"a\",\n\"id\":\"a\"}".to_owned(), "ent-file/duplicate-key"),
        ("{\"mires\":{\"a\":1,\"a\":1}}".to_owned(), "ent-file/duplicate-key"),
        ("{".to_owned(), "ent-file/syntax"),
        ("{} {}".to_owned(), "ent-file/syntax"),
        (String::new(), "ent-file/syntax"),
        ("[]".to_owned(), "ent-file/type"),
        ("null".to_owned(), "ent-file/type"),
    ];
    for (text, code) in cases {
        let error = Ent::from_json(&text).unwrap_err();
        let problems: Vec<_> = error.problems().iter().map(Coded::code).collect();
        assert_eq!(problems, [code], "{text:.40}");
    }
}

#[test]
fn syntax_errors_say_where() {
    let cases = [
        // text, line, column
        ("id = \"a\"\nname = \"é\" é", 2, 12),
        ("id = \"a\"\nid = \"b\"", 2, 1),
        ("\n\n[", 3, 2),
    ];
    for (text, line, column) in cases {
        let error = Ent::from_toml(text).unwrap_err();
        let problem = &error.problems()[0];
        assert_eq!((problem.line(), problem.column()), (Some(line), Some(column)), "{text}");
        assert!(problem.text_fr().contains(&format!("ligne {line}, colonne {column}")));
    }
}

#[test]
fn too_many_problems_are_cut() {
    let services: String = (0..300).map(|_| "[[services]]\n").collect();
    let problems = found(&SMALL.replace("[[onboarding]]", &format!("{services}[[onboarding]]")));
    assert_eq!(problems.len(), 201);
    assert_eq!(problems.last().unwrap().1, "ent-file/too-many");
}

/// Every list of codes and every form of the description.
fn leaves(shape: &'static Shape, each: &mut impl FnMut(&'static Kind)) {
    fn visit(kind: &'static Kind, each: &mut impl FnMut(&'static Kind)) {
        match kind {
            Kind::List { of, .. } => visit(of, each),
            Kind::Table(of) | Kind::Rows { of, .. } | Kind::Map { of, .. } => leaves(of, each),
            _ => each(kind),
        }
    }
    for field in shape.fields {
        visit(&field.kind, each);
    }
}

#[test]
fn the_description_knows_every_code() {
    macro_rules! codes {
        ($($list:ident),+) => {
            |name: &str| -> Vec<(String, String)> {
                match name {
                    $(stringify!($list) => $list::ALL
                        .iter()
                        .map(|value| (value.code().to_owned(), format!("{value:?}")))
                        .collect(),)+
                    _ => panic!("{name}"),
                }
            }
        };
    }
    let known = codes!(
        CharterScope,
        EstablishmentKind,
        IdentitySource,
        MireAxis,
        OnboardingStep,
        Partner,
        PortalKind,
        Profile,
        ServiceChannel
    );
    leaves(&ENT, &mut |kind| {
        if let Kind::Code { list, codes } = kind {
            let codes: Vec<_> =
                codes.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
            assert_eq!(codes, known(list), "{list}");
        }
    });
}

#[test]
fn the_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ent.schema.json");
    let schema = Ent::json_schema();
    if std::env::var_os("ENT_UPDATE").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == schema, "docs/ent.schema.json: run with ENT_UPDATE=1");
}

/// What a pattern of the schema makes, the reader takes.
#[test]
fn patterns_of_the_schema_are_the_forms_of_the_reader() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    leaves(&ENT, &mut |kind| {
        let Kind::Form(form) = kind else { return };
        let strategy = string_regex(form.pattern.trim_matches(['^', '$'])).unwrap();
        for _ in 0..200 {
            let text = strategy.new_tree(&mut runner).unwrap().current();
            assert!((form.fits)(&text) || text.len() > form.max, "{} {text}", form.pattern);
        }
        for bad in ["", " ", "é", "a b", "A\n", "\u{430}", "https://", "*", "{uai}.", "/", "x\0"] {
            assert!(!(form.fits)(bad), "{} {bad:?}", form.pattern);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn never_panics_on_changed_files(
        which in 0..SHIPPED.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}=\".,a-z0-9\n é\u{202E}]{0,4}", 0_usize..6), 1..4),
    ) {
        let mut file: Vec<char> = SHIPPED[which].chars().collect();
        for (at, with, cut) in changes {
            let at = at.index(file.len());
            let end = at.saturating_add(cut).min(file.len());
            file.splice(at..end, with.chars());
        }
        let file: String = file.into_iter().collect();
        if let Err(error) = Ent::from_toml(&file) {
            prop_assert!(!error.problems().is_empty());
            let unreadable = |p: &EntFileProblem| p.code() == "ent-file/unreadable";
            prop_assert!(!error.problems().iter().any(unreadable), "{}", error);
        }
    }

    /// A value of any type at any place is told, never taken by a reader behind the door.
    #[test]
    fn nothing_unreadable_passes_the_door(
        which in 0..SHIPPED.len(),
        line in any::<prop::sample::Index>(),
        value in prop::sample::select(vec!["1", "\"\"", "\"a\"", "true", "[]", "[\"a\"]", "{}", "1.5", "2026-01-01", "99999999999999999999"]),
    ) {
        let mut lines: Vec<String> = SHIPPED[which].lines().map(str::to_owned).collect();
        let at = line.index(lines.len());
        if let Some((key, _)) = lines[at].clone().split_once(" = ") {
            lines[at] = format!("{key} = {value}");
        }
        if let Err(error) = Ent::from_toml(&lines.join("\n")) {
            let unreadable = |p: &EntFileProblem| p.code() == "ent-file/unreadable";
            prop_assert!(!error.problems().iter().any(unreadable), "{}", error);
        }
    }

    #[test]
    fn never_panics_on_text(text in ".{0,200}") {
        prop_assert!(Ent::from_toml(&text).is_err());
        prop_assert!(Ent::from_json(&text).is_err());
    }
}

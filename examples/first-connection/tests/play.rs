//! The program as it is run: stories, crashes, damage, both languages.

#![expect(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn db(&self) -> PathBuf {
        self.0.path().join("store.sqlite")
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_first-connection"))
            .arg("--db")
            .arg(self.db())
            .arg("--unsynced")
            .args(args)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Steps of a story that ends with exit code `code`.
    fn story(&self, args: &[&str], code: i32) -> Vec<Value> {
        let output = self.run(&[&["--yes", "--json"], args].concat());
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", stderr(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// `event outcome public` of every step of the guardian's code and children.
fn told(steps: &[Value]) -> Vec<String> {
    let word = |step: &Value, key: &str| step[key].as_str().unwrap_or("-").to_owned();
    steps
        .iter()
        .filter(|step| step["journey"] == "guardian")
        .filter(|step| {
            !matches!(step["event"].as_str(), Some("choose" | "choose_password" | "open"))
        })
        .map(|step| ["event", "outcome", "public"].map(|key| word(step, key)).join(" "))
        .collect()
}

fn done(steps: &[Value]) -> Vec<Value> {
    steps.iter().filter(|step| step["step"] == "done").map(|step| step["view"].clone()).collect()
}

const ISSUED: [&str; 2] = ["begin issue_code ok", "issue send_sms ok"];
const PROVED: [&str; 2] = ["submit verified ok", "phone_proved children_listed ok"];
const CONFIRMED: &str = "confirm_children children_confirmed ok";

#[test]
fn the_happy_story_opens_both_accounts() {
    let folder = Folder::new();
    let steps = folder.story(&[], 0);
    assert_eq!(told(&steps), [&ISSUED[..], &PROVED[..], &[CONFIRMED]].concat());
    let [teacher, guardian] = &done(&steps)[..] else { panic!("two journeys") };
    assert_eq!(teacher["portal"], "https://0690026D.ent.auvergnerhonealpes.fr");
    assert_eq!(teacher["partners"], serde_json::json!(["region_council", "academy"]));
    assert_eq!(teacher["contact"]["phones"]["mobile"], "06 •• •• •• 89");
    assert_eq!(teacher["contact"]["email"]["verified"], false);
    let number: Vec<_> = steps
        .iter()
        .filter(|step| step["journey"] == "teacher" && step["step"] == "contact")
        .map(|step| step["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(number, ["send_sms", "wrong", "verified", "verified", "saved"]);
    assert_eq!(guardian["attached"], serde_json::json!(["pupil-1", "pupil-2"]));
    assert_eq!(guardian["disputed"], serde_json::json!(["pupil-3"]));

    let refused: Vec<_> = steps
        .iter()
        .filter(|step| step["journey"] == "teacher" && step["outcome"] == "refused")
        .map(|step| step["view"]["violations"].clone())
        .collect();
    let all = ["length/min", "class/upper", "class/digit", "class/special", "word/context"];
    assert_eq!(refused, [serde_json::json!(all), serde_json::json!(["confirmation/differs"])]);
}

#[test]
fn every_step_has_the_same_keys() {
    for step in Folder::new().story(&[], 0) {
        let keys: Vec<_> =
            step.as_object().unwrap().keys().map(String::as_str).filter(|k| *k != "send").collect();
        let expected = ["at", "event", "journey", "outcome", "public", "step", "view"];
        let mut keys = keys;
        keys.sort_unstable();
        assert_eq!(keys, expected);
    }
}

#[test]
fn no_secret_is_printed_but_the_message() {
    let folder = Folder::new();
    let output = folder.run(&["--yes", "--json"]);
    let text = stdout(&output);
    for secret in
        ["Azerty69!", "Loutre", "$argon2", "06 12 34 56 78", "2009-03-14", "camille.morel"]
    {
        assert!(!text.contains(secret), "{secret}");
    }
    let human = stdout(&Folder::new().run(&["--yes"]));
    assert!(!human.contains("Azerty69!") && !human.contains("$argon2"));
    assert!(!human.contains('\u{1B}'), "colours only on a terminal");
    // The codes stand in the boxes of the messages and nowhere in the store.
    let kept = Connection::open(folder.db()).unwrap();
    let steps = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let sent: Vec<_> = steps.filter(|step| step["send"]["by"] == "sms").collect();
    assert_eq!(sent.len(), 2, "the teacher's number and the guardian's");
    for step in sent {
        let message = step["send"]["text"].as_str().unwrap();
        let code = message.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() >= 6);
        let found: u32 = kept
            .query_row(
                "SELECT (SELECT count(*) FROM state WHERE instr(CAST(bytes AS TEXT), ?1) > 0)
                      + (SELECT count(*) FROM fact WHERE instr(value, ?1) > 0)",
                [code.unwrap()],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(found, 0, "{message}");
    }
}

#[test]
fn stories_of_the_code() {
    let back = ["return_to_phone cancel_code ok"];
    let wrong = "submit wrong refused";
    let cases: [(&str, Vec<&str>); 5] = [
        ("wrong-code", [&ISSUED[..], &[wrong], &PROVED].concat()),
        (
            "expired",
            [
                &ISSUED[..],
                &["submit expired refused"],
                &back,
                &["cancel observed ok"],
                &ISSUED,
                &PROVED,
            ]
            .concat(),
        ),
        (
            "exhausted",
            [
                &ISSUED[..],
                &[wrong; 4],
                &["submit exhausted refused"],
                &back,
                &["cancel observed ok", "begin issue_code ok", "issue try_later try_later"],
                &["issue send_sms ok"],
                &PROVED,
            ]
            .concat(),
        ),
        (
            "unknown",
            [
                &["begin issue_code ok", "issue nothing_to_send ok", wrong][..],
                &back,
                &["cancel cancelled ok"],
                &ISSUED,
                &PROVED,
            ]
            .concat(),
        ),
        (
            "resend",
            [
                &ISSUED[..],
                &["resend try_later try_later", "resend send_sms ok"],
                &back,
                &["cancel cancelled ok", "begin issue_code ok", "issue try_later try_later"],
                &["issue send_sms ok"],
                &PROVED,
            ]
            .concat(),
        ),
    ];
    for (story, mut expected) in cases {
        expected.push(CONFIRMED);
        let steps = Folder::new().story(&["--story", story, "--journey", "guardian"], 0);
        assert_eq!(told(&steps), expected, "{story}");
        assert_eq!(done(&steps)[0]["login"], "n.delacroix7", "{story}");
    }
}

#[test]
fn wrong_and_unknown_look_the_same() {
    let person = |story| {
        let steps = Folder::new().story(&["--story", story, "--journey", "guardian"], 0);
        let shown = steps.into_iter().filter(|step| step["journey"] == "guardian");
        let shown =
            shown.map(|step| [step["step"].clone(), step["public"].clone(), step["view"].clone()]);
        // Up to and with the first refused code.
        shown.take(4).collect::<Vec<_>>()
    };
    assert_eq!(person("wrong-code"), person("unknown"));
}

#[test]
fn stories_that_end_badly_exit_with_1_and_a_code() {
    let cases = [
        ("wrong-dates", "guardian", "example/activation-failed"),
        ("no-child", "guardian", "example/activation-failed"),
        ("declined", "teacher", "example/charter-declined"),
    ];
    for (story, journey, code) in cases {
        let folder = Folder::new();
        let steps = folder.story(&["--story", story, "--journey", journey], 1);
        assert_eq!(steps.last().unwrap()["code"], code, "{story}");
        assert!(done(&steps).is_empty(), "{story}");
        // Nothing is stuck: the happy story goes on from there.
        let steps = folder.story(&["--journey", journey], 0);
        assert_eq!(done(&steps).len(), 1, "{story}");
    }
}

/// Kills a story after its first write, its second, and so on; each time it must go on to the
/// same end. Gives the steps of every resumed run.
fn killed_after_any_write(story: &str, journey: &str) -> Vec<Value> {
    let args = ["--story", story, "--journey", journey];
    let expected = done(&Folder::new().story(&args, 0));
    assert_eq!(expected.len(), 1);
    let mut resumed = Vec::new();
    for writes in 1_u32.. {
        let folder = Folder::new();
        let after = writes.to_string();
        let output =
            folder.run(&[&["--yes", "--json", "--abort-after", &after], &args[..]].concat());
        if output.status.success() {
            assert!(writes > 10, "{story} {journey}: {writes}");
            break;
        }
        assert_eq!(output.status.code(), None, "{story} {writes}: {}", stderr(&output));
        let steps = folder.story(&args, 0);
        assert_eq!(done(&steps), expected, "{story}, killed after {writes}");
        resumed.extend(steps);
    }
    resumed
}

#[test]
fn a_teacher_killed_after_any_write_goes_on() {
    killed_after_any_write("happy", "teacher");
}

#[test]
fn a_guardian_killed_after_any_write_goes_on() {
    let resumed = told(&killed_after_any_write("happy", "guardian"));
    // Killed between the ledger and the activation; killed before the account was kept.
    assert!(resumed.contains(&"claim verified ok".to_owned()));
    assert!(resumed.contains(&"observe activated ok".to_owned()));
    // Killed before the message was seen.
    assert!(resumed.contains(&"resend send_sms ok".to_owned()));
}

#[test]
fn an_expired_code_killed_after_any_write_goes_on() {
    let resumed = told(&killed_after_any_write("expired", "guardian"));
    // Killed between the activation and the ledger on the way back to phone entry.
    let cancelled = resumed.iter().filter(|told| told.starts_with("cancel ")).count();
    let returned = resumed.iter().filter(|told| told.starts_with("return_to_phone ")).count();
    assert!(cancelled > returned, "{cancelled} {returned}");
}

#[test]
fn an_exhausted_code_killed_after_any_write_goes_on() {
    killed_after_any_write("exhausted", "guardian");
}

#[test]
fn a_story_killed_after_each_write_in_turn_ends_too() {
    let folder = Folder::new();
    let mut runs = 0;
    // Three writes a run: two may be the script putting the clock forward and asking for another
    // message, and the third is its answer.
    while !folder.run(&["--yes", "--abort-after", "3"]).status.success() {
        runs += 1;
        assert!(runs < 200, "no progress");
    }
    assert_eq!(done(&folder.story(&[], 0)).len(), 2);
}

#[test]
fn a_story_played_again_changes_nothing() {
    let folder = Folder::new();
    let first = done(&folder.story(&[], 0));
    let before = dump(&folder.db());
    let again = folder.story(&[], 0);
    assert_eq!(done(&again), first);
    assert_eq!(dump(&folder.db()), before);
    assert!(again.iter().all(|step| step.get("send").is_none()));
    assert!(folder.run(&["--yes", "--reset"]).status.success());
}

#[test]
fn both_languages() {
    let french = stdout(&Folder::new().run(&["--yes"]));
    let english = stdout(&Folder::new().run(&["--yes", "--lang", "en"]));
    for (fr, en) in [
        ("L’ENT est ouvert", "The portal is open"),
        ("est votre code de validation", "is your code"),
        ("Inclure au moins 8 caractères.", "Include at least 8 characters."),
        ("Changement de mot de passe", "Change of password"),
        ("CE QUI SERAIT ENVOYÉ", "WHAT WOULD BE SENT"),
    ] {
        assert!(french.contains(fr) && !french.contains(en), "{fr}");
        assert!(english.contains(en) && !english.contains(fr), "{en}");
    }
}

#[test]
fn a_corrupt_state_is_named_and_left_as_it_is() {
    let damages = [
        ("UPDATE state SET bytes = CAST('{' AS BLOB)", "state/corrupt"),
        ("UPDATE fact SET value = '{' WHERE name = 'guardian/claim'", "state/corrupt"),
        (
            "UPDATE state SET bytes = CAST(replace(CAST(bytes AS TEXT),
                '\"schema\":1', '\"schema\":9') AS BLOB)",
            "state/newer",
        ),
        (
            "UPDATE state SET bytes = CAST(replace(CAST(bytes AS TEXT),
                'code_ledger', 'other') AS BLOB)",
            "state/other-kind",
        ),
    ];
    for (damage, code) in damages {
        let folder = Folder::new();
        let killed = folder.run(&["--yes", "--journey", "guardian", "--abort-after", "14"]);
        assert_eq!(killed.status.code(), None);
        assert!(Connection::open(folder.db()).unwrap().execute(damage, []).unwrap() > 0);
        let before = dump(&folder.db());
        let output = folder.run(&["--yes", "--journey", "guardian"]);
        assert_eq!(output.status.code(), Some(1), "{damage}");
        let told = stderr(&output);
        assert!(told.contains(&format!("[{code}]")), "{damage}: {told}");
        assert!(told.trim_end().ends_with('.'), "a sentence: {told}");
        assert_eq!(dump(&folder.db()), before, "{damage}");
    }
}

#[test]
fn a_locked_file_is_named() {
    let folder = Folder::new();
    assert!(folder.run(&["--yes", "--journey", "teacher"]).status.success());
    let lock = Connection::open(folder.db()).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE; INSERT INTO fact VALUES ('lock', '1')").unwrap();
    let output = folder.run(&["--yes", "--journey", "guardian", "--wait", "50"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("[store/busy]"), "{}", stderr(&output));
    lock.execute_batch("ROLLBACK").unwrap();
    assert!(folder.run(&["--yes", "--journey", "guardian"]).status.success());
}

#[test]
fn another_programs_file_is_refused_and_left_alone() {
    let folder = Folder::new();
    std::fs::write(
        folder.db(),
        "not a database, but long enough to be looked at as one".repeat(20),
    )
    .unwrap();
    let before = std::fs::read(folder.db()).unwrap();
    for args in [&["--yes"][..], &["--yes", "--reset"]] {
        let output = folder.run(args);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("[example/other-file]"), "{}", stderr(&output));
        assert_eq!(std::fs::read(folder.db()).unwrap(), before, "{args:?}");
    }

    let folder = Folder::new();
    Connection::open(folder.db()).unwrap().execute_batch("CREATE TABLE theirs (a)").unwrap();
    let output = folder.run(&["--yes"]);
    assert!(stderr(&output).contains("[example/other-file]"), "{}", stderr(&output));
}

#[test]
fn wrong_usage_exits_with_2() {
    for args in [&["--journey", "pupil"][..], &["--json"], &["--yes", "--story", "sad"], &[]] {
        assert_eq!(Folder::new().run(args).status.code(), Some(2), "{args:?}");
    }
}

/// Every row of both tables.
fn dump(db: &Path) -> Vec<(String, Vec<u8>)> {
    let connection = Connection::open(db).unwrap();
    let mut rows = connection
        .prepare(
            "SELECT key || '@' || version, bytes FROM state
             UNION ALL SELECT name, CAST(value AS BLOB) FROM fact ORDER BY 1",
        )
        .unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

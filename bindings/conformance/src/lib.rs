//! Runs the vectors of `bindings/conformance/vectors` through the public API of the Rust crates.
//!
//! A suite is a function from the `in` of a case to what was decided or the stable id of the
//! error; the `README.md` beside it says what `in` and `out` mean. A file of another shape is a
//! failed case, never a panic.

mod card;
mod charter;
mod consent;
mod contact;
mod disconnect;
mod ent;
mod guardian;
mod guardianship;
mod hash;
mod letter;
mod link;
mod login;
mod notify;
mod pairing;
mod password;
mod person;
mod place;
mod preferences;
mod redlist;
mod sms;
mod storage;
mod story;
mod throttle;
mod unsubscribe;
mod value;
mod zone;

use std::collections::HashSet;
use std::path::Path;
use std::{fs, io};

use serde_json::Value;

pub(crate) use value::{Fault, Read, code};

/// How many cases held, and what is wrong with the others.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Cases that came out as written.
    pub passed: usize,
    /// One line for each case that did not.
    pub failures: Vec<String>,
}

/// What a suite makes of the `in` of a case.
type Suite = fn(&Value) -> Result<Value, Fault>;

/// The suite called `name`; a story compares step by step and returns nothing.
fn suite(name: &str) -> Option<Suite> {
    Some(match name {
        "uai.parse" => place::uai,
        "uai.registration" => place::registration,
        "academy.find" => place::academy_find,
        "academy.code" => place::academy_code,
        "academy.search" => place::academy_search,
        "department.find" => place::department_find,
        "department.search" => place::department_search,
        "establishment.read" => place::establishment_read,
        "phone.parse" => contact::phone,
        "phone.format" => contact::phone_format,
        "email.parse" => contact::email,
        "email.mask" => contact::email_mask,
        "services.quota" => storage::quota,
        "profile.parse" => person::profile,
        "profile.roles" => person::roles,
        "profile.community" => person::community,
        "name.match" => person::name_match,
        "name.display" => person::name_display,
        "birth_date.read" => person::birth_date_read,
        "birth_date.age" => person::birth_date_age,
        "guardianship.edge" => guardianship::edge,
        "guardianship.story" => guardianship::play,
        "login.derive" => login::derive,
        "login.derive_all" => login::derive_all,
        "login.parts" => login::parts,
        "letter.expiry" => letter::expiry,
        "letter.notice" => letter::notice,
        "letter.batch" => letter::batch,
        "password.check" => password::check,
        "password.strength" => password::strength_of,
        "password.compare" => password::compared,
        "password.requirements" => password::requirements,
        "password.lint" => password::lint,
        "password.passwordrules" => password::attributes,
        "password.forced_change" => hash::forced_change,
        "hash.verify" => hash::verify,
        "portal.url" => ent::portal_url,
        "portal.resolve" => ent::portal_resolve,
        "portal.mine" => ent::portal_mine,
        "mire.choices" => ent::mire_choices,
        "mire.search" => ent::mire_search,
        "mire.remember" => ent::mire_remember,
        "onboarding.next" => ent::onboarding_next,
        "charter.digest" => charter::digest,
        "charter.export" => charter::export,
        "charter.gate" => charter::gate,
        "charter.log" => charter::log,
        "charter.verify" => charter::verify,
        "services.list" => ent::services_list,
        "help.topics" => ent::help_topics,
        "partners.list" => ent::partners_list,
        "partnership.members" => ent::partnership_members,
        "ent.rules" => ent::ent_rules,
        "ent.load" => ent::ent_load,
        "ent.of_url" => ent::ent_of_url,
        "contact.card" => card::contact_card,
        "contact.wish" => card::contact_wish,
        "contact.email_change" => card::contact_email_change,
        "contact.summary" => card::contact_summary,
        "consent.value" => consent::value,
        "consent.who" => consent::who,
        "consent.merge" => consent::merge,
        "consent.export" => consent::export,
        "unsubscribe.token" => unsubscribe::token,
        "postal.read" => redlist::postal_read,
        "redlist.policy" => redlist::visibility,
        "redlist.project" => redlist::project_row,
        "redlist.search" => redlist::search_rows,
        "preferences.read" => preferences::read,
        "preferences.answer" => preferences::answer,
        "preferences.page" => preferences::page,
        "notify.route" => notify::route,
        "notify.bulk" => notify::bulk,
        "partner.view" => notify::partner,
        "calendar.closure" => disconnect::closure,
        "disconnect.next_send" => disconnect::next_send,
        "disconnect.next_digest" => disconnect::next_digest,
        "sms.text" => sms::text,
        "code.typed" => pairing::typed,
        "pairing.payload" => pairing::payload,
        "email_link.url" => link::url,
        "countdown.seconds" => link::countdown,
        "story.sms_code" => sms::play,
        "story.pairing" => pairing::play,
        "story.throttle" => throttle::play,
        "story.email_link" => link::play,
        "story.guardian_sms" => guardian::play,
        "story.letter" => letter::play,
        "zone.day" => zone::day,
        "zone.clock" => zone::clock,
        "zone.instant" => zone::instant,
        _ => return None,
    })
}

/// Runs every `*.json` of `folder`, in alphabetical order.
///
/// # Errors
///
/// An [`io::Error`] when the folder or a file cannot be read, or the folder has no case.
pub fn run(folder: &Path) -> io::Result<Report> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut report = Report::default();
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match serde_json::from_slice(&fs::read(&path)?) {
            Ok(file) => run_file(&name, &file, &mut report),
            Err(error) => report.failures.push(format!("{name}: {error}")),
        }
    }
    if report.passed == 0 && report.failures.is_empty() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "no case"));
    }
    Ok(report)
}

fn run_file(file: &str, content: &Value, report: &mut Report) {
    let name = content.text("suite").unwrap_or_default();
    let Some(suite) = suite(name) else {
        report.failures.push(format!("{file}: unknown suite `{name}`"));
        return;
    };
    let cases = content.list("cases").unwrap_or_default();
    if cases.is_empty() {
        report.failures.push(format!("{file}: no case"));
    }
    let mut ids = HashSet::new();
    for case in cases {
        let id = case.text("id").unwrap_or_default();
        if id.is_empty() || !ids.insert(id) {
            report.failures.push(format!("{name}: id `{id}` is missing or stands twice"));
            continue;
        }
        match check(suite, case) {
            Ok(()) => report.passed = report.passed.saturating_add(1),
            Err(difference) => report.failures.push(format!("{name} {id}: {difference}")),
        }
    }
}

fn check(suite: Suite, case: &Value) -> Result<(), String> {
    // A story holds its own expectations, step by step.
    let input = case.get("in").unwrap_or(case);
    let is_story = case.get("steps").is_some();
    match (suite(input), case.get("error").and_then(Value::as_str)) {
        (Err(Fault::Shape(what)), _) => Err(what),
        (Ok(_), None) if is_story => Ok(()),
        (Err(Fault::Code(found)), Some(wanted)) if found == wanted => Ok(()),
        (Err(Fault::Code(found)), wanted) => Err(format!("error `{found}`, wanted {wanted:?}")),
        (Ok(found), Some(wanted)) => Err(format!("{found}, wanted error `{wanted}`")),
        (Ok(found), None) => {
            value::same_where_named(&found, case.get("out").ok_or("neither `out` nor `error`")?)
        }
    }
}

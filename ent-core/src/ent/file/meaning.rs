//! What values break together, or against the tables of the crate.
//!
//! Runs on a file with problems too: what is missing or of another type is passed over, since
//! [`check`](super::check) has told it.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Problems, item, join};
use super::node::Node;
use super::problem::EntFileProblem;
use super::shape::{is_portal_host, is_url};
use crate::ent::Level;
use crate::ent::mire::START;
use crate::ent::portal::PLACE;
use crate::{Academy, AdministrativeRegion, Coded, Department, Uai, UaiError};

/// Most choices on the way to a sign-in.
const MAX_CHOICES: usize = 8;

pub(super) fn check(file: &Node, problems: &mut Problems) {
    let hosts = Hosts(file.list("hosts").filter_map(|(_, node)| node.text()).collect());
    addresses(file, &hosts, problems);
    partnerships(file, problems);
    portals(file, &hosts, problems);
    once(file, "partners", "kinds", problems);
    last_fits_all(file, "access", &["profiles"], false, problems);
    mires(file, problems);
    last_fits_all(file, "onboarding", &["profiles", "sources"], true, problems);
    once(file, "password_rules", "sources", problems);
}

/// The `hosts` of the file.
struct Hosts<'a>(BTreeSet<&'a str>);

impl Hosts<'_> {
    fn hold(&self, host: &str) -> bool {
        let above = host.split_once('.').map(|(_, above)| format!("*.{above}"));
        self.0.contains(host) || above.is_some_and(|above| self.0.contains(&*above))
    }
}

/// Host of an address of the file, unless [`check`](super::check) has refused it.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").filter(|_| is_url(url))?;
    rest.split(['/', '?']).next().filter(|host| !host.contains("xn--"))
}

fn addresses(file: &Node, hosts: &Hosts<'_>, problems: &mut Problems) {
    for (at, node) in file.list("addresses") {
        let host = node.text().and_then(host_of);
        if host.is_some_and(|host| !hosts.hold(host)) {
            problems.at("ent-file/host-outside", &item("addresses", at), node);
        }
    }
}

fn academy(node: Option<&Node>, path: &str, problems: &mut Problems) {
    let unknown = node.and_then(|node| Some((node, Academy::parse(node.text()?).err()?)));
    if let Some((node, error)) = unknown {
        problems.at(error.code(), path, node);
    }
}

fn partnerships(file: &Node, problems: &mut Problems) {
    let mut latest = None;
    for (at, row) in file.list("partnerships") {
        let path = item("partnerships", at);
        for (at, node) in row.list("regions") {
            if let Some(Err(error)) = node.text().map(AdministrativeRegion::parse) {
                problems.at(error.code(), &item(&join(&path, "regions"), at), node);
            }
        }
        for (at, node) in row.list("departments") {
            if let Some(Err(error)) = node.text().map(Department::parse) {
                problems.at(error.code(), &item(&join(&path, "departments"), at), node);
            }
        }
        for (at, node) in row.list("academies") {
            academy(Some(node), &item(&join(&path, "academies"), at), problems);
        }
        // Days in this form sort as texts.
        if let Some((node, since)) = row.get("since").and_then(|node| Some((node, node.text()?))) {
            if latest.is_some_and(|latest| since <= latest) {
                problems.at("ent-file/order", &join(&path, "since"), node);
            }
            latest = Some(since);
        }
    }
}

fn portals(file: &Node, own: &Hosts<'_>, problems: &mut Problems) {
    let mut hosts = BTreeMap::new();
    let mut keys = BTreeMap::new();
    for (at, row) in file.list("portals") {
        let path = item("portals", at);
        let [kind, key, host] = ["kind", "key", "host"].map(|name| row.text_of(name));
        let mut is_keyed = false;
        if let (Some(kind), Some(key)) = (kind, key) {
            match wrong_key(kind, key) {
                Some(code) => problems.at(code, &join(&path, "key"), row),
                None => is_keyed = true,
            }
            if let Some(first) = keys.insert((kind, key), at) {
                collision(&join(&path, "key"), row, first, problems);
            }
        }
        let sound = |host: &&str| is_portal_host(host) && !host.contains("xn--");
        let Some(host) = host.filter(sound) else { continue };
        if is_keyed && (key == Some(PLACE)) != host.starts_with(PLACE) {
            problems.at("ent-file/portal-key", &join(&path, "host"), row);
        }
        if !own.hold(host) {
            problems.at("ent-file/host-outside", &join(&path, "host"), row);
        }
        if let Some((first, _)) = hosts.insert(host, (at, row)) {
            collision(&join(&path, "host"), row, first, problems);
        }
    }
    // A fixed host that reads as the number of an establishment would hide that portal.
    for (host, (at, row)) in &hosts {
        let Some((label, rest)) = host.split_once('.') else { continue };
        let taken = Uai::parse(label).ok().and_then(|_| hosts.get(&*format!("{PLACE}.{rest}")));
        if let Some((first, _)) = taken {
            collision(&join(&item("portals", *at), "host"), row, *first, problems);
        }
    }
}

fn collision(path: &str, row: &Node, first: usize, problems: &mut Problems) {
    let problem = EntFileProblem::new("ent-file/collision", path).at_line(row.line);
    problems.push(problem.with("other", item("portals", first)));
}

/// Code of what is wrong with the key of a portal of this kind.
fn wrong_key(kind: &str, key: &str) -> Option<&'static str> {
    let fits = match kind {
        "establishment" if key == PLACE => true,
        "establishment" => match Uai::parse(key) {
            Err(error @ UaiError::Key) => return Some(error.code()),
            read => read.is_ok(),
        },
        "partners" => key == "partners",
        "private_education" => key == "crec",
        "region" => return AdministrativeRegion::parse(key).err().map(|error| error.code()),
        "department" => return Department::parse(key).err().map(|error| error.code()),
        // The authority of agricultural education.
        "academic_authority" if key == "98" => true,
        "academic_authority" => return Academy::parse(key).err().map(|error| error.code()),
        _ => true,
    };
    (!fits).then_some("ent-file/portal-key")
}

/// Notes each value of the lists `key` that an earlier row has.
fn once(file: &Node, rows: &str, key: &str, problems: &mut Problems) {
    let mut seen = BTreeMap::new();
    for (row_at, row) in file.list(rows) {
        for (at, node) in row.list(key) {
            let Some(text) = node.text() else { continue };
            if *seen.entry(text).or_insert(row_at) != row_at {
                let path = item(&join(&item(rows, row_at), key), at);
                problems.at("ent-file/repeated", &path, node);
            }
        }
    }
}

/// Rows after one that fits everybody never count; `needed` tells whether the last must be so.
fn last_fits_all(file: &Node, rows: &str, keys: &[&str], needed: bool, problems: &mut Problems) {
    let fits_all = |row: &Node| keys.iter().all(|key| row.get(key).is_none());
    let last = file.list(rows).count().saturating_sub(1);
    for (at, row) in file.list(rows) {
        if at < last && fits_all(row) {
            problems.at("ent-file/hides-others", &item(rows, at), row);
        } else if at == last && needed && !fits_all(row) {
            problems.at("ent-file/last-row", &item(rows, at), row);
        }
    }
}

fn mires(file: &Node, problems: &mut Problems) {
    let pages: BTreeMap<_, _> = file.entries("mires").collect();
    for (id, page) in &pages {
        let by_level = page.text_of("asks") == Some("level");
        for (at, choice) in page.list("choices") {
            let path = item(&join(&join("mires", id), "choices"), at);
            choice_alone(choice, by_level, &path, problems);
        }
    }
    let Some(start) = pages.get(START) else {
        if let Some(mires) = file.get("mires") {
            problems.at("ent-file/missing", &join("mires", START), mires);
        }
        return;
    };
    let mut walk =
        Walk { pages: &pages, way: vec![START], seen: BTreeSet::from([START]), problems };
    walk.page(START, start);
    let seen = walk.seen;
    for (id, page) in &pages {
        if !seen.contains(id) {
            problems.at("ent-file/unreachable", &join("mires", id), page);
        }
    }
}

fn choice_alone(choice: &Node, by_level: bool, path: &str, problems: &mut Problems) {
    let has = |key: &str| choice.get(key).is_some();
    if has("page") == has("source") {
        problems.at("ent-file/choice-target", path, choice);
    }
    if has("page") {
        for key in ["academy", "selection", "sign_in"] {
            if let Some(node) = choice.get(key) {
                problems.at("ent-file/without-source", &join(path, key), node);
            }
        }
    }
    academy(choice.get("academy"), &join(path, "academy"), problems);
    if by_level && choice.text_of("id").is_some_and(|id| Level::from_code(id).is_none()) {
        problems.at("ent-file/level", &join(path, "id"), choice);
    }
}

/// A walk over the pages, each of which may be reached in one way only.
struct Walk<'a, 'p> {
    pages: &'a BTreeMap<&'a str, &'a Node>,
    way: Vec<&'a str>,
    seen: BTreeSet<&'a str>,
    problems: &'p mut Problems,
}

impl<'a> Walk<'a, '_> {
    fn page(&mut self, id: &'a str, page: &'a Node) {
        for (at, choice) in page.list("choices") {
            let Some(node) = choice.get("page") else { continue };
            let Some(next) = node.text() else { continue };
            let path = join(&item(&join(&join("mires", id), "choices"), at), "page");
            let Some((next, page)) = self.pages.get_key_value(next) else {
                self.problems.at("ent-file/unknown-page", &path, node);
                continue;
            };
            if self.way.contains(next) {
                self.problems.at("ent-file/cycle", &path, node);
            } else if !self.seen.insert(next) {
                self.problems.at("ent-file/page-twice", &path, node);
            } else if self.way.len() >= MAX_CHOICES {
                let problem = EntFileProblem::new("ent-file/long-way", &path).at_line(node.line);
                self.problems.push(problem.with("max", MAX_CHOICES.to_string()));
            } else {
                self.way.push(next);
                self.page(next, page);
                self.way.pop();
            }
        }
    }
}

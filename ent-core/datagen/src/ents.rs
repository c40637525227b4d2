//! `data/ents/*.toml` → `tables/ents.rs`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ent {
    id: String,
    name: String,
    addresses: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "date")]
    _date: String,
    #[serde(default)]
    partners: Vec<Partners>,
    #[serde(default)]
    portals: Vec<Portal>,
    mire: Vec<Choice>,
    onboarding: Vec<Onboarding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Partners {
    establishment: String,
    #[serde(rename = "partners")]
    who: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Portal {
    kind: String,
    key: String,
    name: String,
    host: String,
    #[serde(default)]
    path: String,
    director_fr: String,
    director_en: String,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    id: String,
    fr: String,
    en: String,
    asks: Option<String>,
    to: Option<String>,
    academy: Option<String>,
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Onboarding {
    #[serde(default)]
    profiles: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    steps: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let mut ents: Vec<Ent> = Vec::new();
    for entry in fs::read_dir(data.join("ents"))? {
        let path = entry?.path();
        let file = path.display().to_string();
        let ent = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| DataError::Toml { file, error })?;
        ents.push(ent);
    }
    ents.sort_by(|one, other| one.id.cmp(&other.id));
    distinct("ent", ents.iter().map(|ent| &ent.id))?;

    let mut out = header("data/ents/*.toml");
    out.push_str(
        "use crate::EstablishmentKind;\n\
         use crate::ent::mire::{Entry, Then};\n\
         use crate::ent::{\n    \
         Ent, IdentitySource, Onboarding, OnboardingStep, Partner, Partners, \
         Portal,\n    PortalKind,\n};\n\n\
         #[rustfmt::skip]\npub(crate) static ENTS: &[Ent] = &[\n",
    );
    for ent in &ents {
        ent.write(&mut out)?;
    }
    out.push_str("];\n");
    Ok(out)
}

impl Ent {
    fn write(&self, out: &mut String) -> Result<(), DataError> {
        let addresses = list(self.addresses.iter().map(|address| literal(address)));
        // Writing into a `String` cannot fail.
        let _ = writeln!(
            out,
            "    Ent {{\n        id: {},\n        name: {},\n        addresses: &[{addresses}],",
            literal(&self.id),
            literal(&self.name),
        );

        distinct("partners", self.partners.iter().map(|row| &row.establishment))?;
        out.push_str("        partners: &[\n");
        for row in &self.partners {
            let kind = variant("EstablishmentKind", &row.establishment, ESTABLISHMENTS)?;
            let partners = variants("Partner", &row.who, PARTNERS)?;
            let _ = writeln!(
                out,
                "            Partners {{ establishment: {kind}, partners: &[{partners}] }},"
            );
        }

        distinct("portal host", self.portals.iter().map(|portal| &portal.host))?;
        out.push_str("        ],\n        portals: &[\n");
        for portal in &self.portals {
            portal.write(out)?;
        }

        out.push_str("        ],\n        mire: &[\n");
        write_choices(&self.mire, out, 12)?;

        out.push_str("        ],\n        onboarding: &[\n");
        let last = self.onboarding.last();
        if !last.is_some_and(|row| row.profiles.is_empty() && row.sources.is_empty()) {
            return Err(row(&self.id, "the last onboarding row must fit everybody"));
        }
        for row in &self.onboarding {
            let profiles = list(row.profiles.iter().map(|code| literal(code)));
            let sources = variants("IdentitySource", &row.sources, SOURCES)?;
            let steps = variants("OnboardingStep", &row.steps, STEPS)?;
            let _ = writeln!(
                out,
                "            Onboarding {{ profiles: &[{profiles}], sources: &[{sources}], \
                 steps: &[{steps}] }},"
            );
        }
        out.push_str("        ],\n    },\n");
        Ok(())
    }
}

impl Portal {
    fn write(&self, out: &mut String) -> Result<(), DataError> {
        let host = self.host.strip_prefix("{uai}").unwrap_or(&self.host);
        let plain =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-');
        if !host.bytes().all(plain) {
            return Err(row(&self.host, "a host is lower-case ASCII"));
        }
        let establishment = self.kind == "establishment";
        if establishment != (self.key == "{uai}") || establishment != self.host.contains("{uai}") {
            return Err(row(&self.host, "`{uai}` stands in establishment portals only"));
        }
        let kind = variant("PortalKind", &self.kind, PORTALS)?;
        let [key, name, host, path, fr, en] =
            [&self.key, &self.name, &self.host, &self.path, &self.director_fr, &self.director_en]
                .map(|text| literal(text));
        let _ = writeln!(
            out,
            "            Portal {{ kind: {kind}, key: {key}, name: {name}, host: {host}, \
             path: {path}, director_fr: {fr}, director_en: {en} }},"
        );
        Ok(())
    }
}

fn write_choices(choices: &[Choice], out: &mut String, indent: usize) -> Result<(), DataError> {
    distinct("choice", choices.iter().map(|choice| &choice.id))?;
    for choice in choices {
        let [id, fr, en] = [&choice.id, &choice.fr, &choice.en].map(|text| literal(text));
        let _ = write!(out, "{:indent$}Entry {{ id: {id}, fr: {fr}, en: {en}, then: ", "");
        match (&choice.to, choice.choices.as_slice(), choice.asks.as_deref()) {
            (Some(to), [], None) => {
                let source = variant("IdentitySource", to, SOURCES)?;
                let academy = choice
                    .academy
                    .as_deref()
                    .map_or_else(|| "None".to_owned(), |code| format!("Some({})", literal(code)));
                let _ =
                    writeln!(out, "Then::Source {{ source: {source}, academy: {academy} }} }},");
            }
            (None, [_, ..], None | Some("level")) => {
                if choice.asks.is_some() {
                    for level in &choice.choices {
                        variant("Level", &level.id, LEVELS)?;
                    }
                }
                let then = if choice.asks.is_some() { "Levels" } else { "Choices" };
                let _ = writeln!(out, "Then::{then}(&[");
                write_choices(&choice.choices, out, indent.saturating_add(4))?;
                let _ = writeln!(out, "{:indent$}]) }},", "");
            }
            _ => return Err(row(&choice.id, "a choice leads to a source or to choices")),
        }
    }
    Ok(())
}

/// The codes a data file may use, each with its Rust variant.
type Codes = &'static [(&'static str, &'static str)];

const ESTABLISHMENTS: Codes = &[
    ("college", "College"),
    ("lycee", "Lycee"),
    ("lycee_agricole", "LyceeAgricole"),
    ("cfa", "Cfa"),
];
const PARTNERS: Codes = &[
    ("department_council", "DepartmentCouncil"),
    ("region_council", "RegionCouncil"),
    ("academy", "Academy"),
    ("agricultural_education", "AgriculturalEducation"),
    ("direccte", "Direccte"),
];
const PORTALS: Codes = &[
    ("establishment", "Establishment"),
    ("partners", "Partners"),
    ("region", "Region"),
    ("department", "Department"),
    ("academic_authority", "AcademicAuthority"),
    ("private_education", "PrivateEducation"),
];
const SOURCES: Codes = &[
    ("educonnect", "EduConnect"),
    ("academic", "Academic"),
    ("agricultural", "Agricultural"),
    ("aten", "Aten"),
    ("local", "Local"),
    ("unpublished", "Unpublished"),
];
const LEVELS: Codes = &[("ecole", "Ecole"), ("college", "College"), ("lycee", "Lycee")];
const STEPS: Codes = &[("charter", "Charter"), ("password", "Password"), ("contact", "Contact")];

fn variant(name: &str, code: &str, codes: Codes) -> Result<String, DataError> {
    codes
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, variant)| format!("{name}::{variant}"))
        .ok_or_else(|| row(code, &format!("no such code of {name}")))
}

fn variants(name: &str, found: &[String], codes: Codes) -> Result<String, DataError> {
    distinct(name, found.iter())?;
    let found: Vec<_> =
        found.iter().map(|code| variant(name, code, codes)).collect::<Result<_, _>>()?;
    Ok(found.join(", "))
}

fn list(literals: impl Iterator<Item = String>) -> String {
    literals.collect::<Vec<_>>().join(", ")
}

fn distinct<'a>(what: &str, ids: impl Iterator<Item = &'a String>) -> Result<(), DataError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(row(id, &format!("{what} stands twice")));
        }
    }
    Ok(())
}

fn row(id: &str, reason: &str) -> DataError {
    DataError::Row(format!("`{id}`: {reason}"))
}

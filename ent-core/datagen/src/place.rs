//! `data/academies.csv`, `regions.csv` and the other files of places → `tables/places.rs`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{grouped, header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct Named {
    code: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct Academy {
    code: String,
    name: String,
    kind: String,
    academic_region: String,
    rectorat_domain: String,
    aaf_prefix: String,
    older_aaf_prefix: String,
    trigram: String,
}

#[derive(Debug, Deserialize)]
struct OtherCode {
    code: String,
    kind: String,
    name: String,
    successor: String,
    departments: String,
    rectorat_domain: String,
    aaf_prefix: String,
    trigram: String,
}

#[derive(Debug, Deserialize)]
struct Department {
    code: String,
    name: String,
    kind: String,
    region: String,
    academy: String,
}

#[derive(Debug, Deserialize)]
struct Country {
    code: String,
    name: String,
    iso: String,
}

#[derive(Debug, Deserialize)]
struct Registration {
    prefix: String,
    academy: String,
    department: String,
}

#[derive(Debug, Deserialize)]
struct Nature {
    nature: String,
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Ministry {
    code: String,
    number: String,
    spelling: String,
}

const USES: &str = "\
use crate::place::rows::{
    AcademicRegionRow, AcademyCodeRow, AcademyRow, AdministrativeRegionRow, CountryRow,
    DepartmentRow, MinistryRow,
};
use crate::place::{
    AcademicRegion, Academy, AcademyCodeKind, AcademyKind, AdministrativeRegion, Department,
    DepartmentKind, EstablishmentKind,
};
";

// Writing into a `String` cannot fail.
pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let regions: Vec<Named> = sorted(data, "regions.csv", |row: &Named| &row.code)?;
    let academic: Vec<Named> = sorted(data, "academic_regions.csv", |row: &Named| &row.code)?;
    let academies: Vec<Academy> = sorted(data, "academies.csv", |row: &Academy| &row.code)?;
    let departments: Vec<Department> =
        sorted(data, "departments.csv", |row: &Department| &row.code)?;
    let region_codes: Vec<&str> = regions.iter().map(|row| row.code.as_str()).collect();
    let academic_codes: Vec<&str> = academic.iter().map(|row| row.code.as_str()).collect();
    let academy_codes: Vec<&str> = academies.iter().map(|row| row.code.as_str()).collect();

    let mut out = header("data/academies.csv, data/departments.csv and the other files of places");
    out.push_str(USES);
    open(&mut out, "REGIONS", "AdministrativeRegionRow", regions.len());
    for Named { code, name } in &regions {
        let (code, name) = (literal(code), literal(name));
        let _ = writeln!(out, "    AdministrativeRegionRow {{ code: {code}, name: {name} }},");
    }
    close(&mut out);
    open(&mut out, "ACADEMIC_REGIONS", "AcademicRegionRow", academic.len());
    for Named { code, name } in &academic {
        let region = link("AdministrativeRegion", "REGIONS", &region_codes, code)?;
        let (code, name) = (literal(code), literal(name));
        let _ = writeln!(
            out,
            "    AcademicRegionRow {{ code: {code}, name: {name}, region: {region} }},"
        );
    }
    close(&mut out);
    open(&mut out, "ACADEMIES", "AcademyRow", academies.len());
    for row in &academies {
        let region = maybe(&row.academic_region, |code| {
            link("AcademicRegion", "ACADEMIC_REGIONS", &academic_codes, code)
        })?;
        let _ = writeln!(
            out,
            "    AcademyRow {{ code: {}, name: {}, kind: AcademyKind::{}, region: {region}, \
             domain: {}, prefix: {}, older_prefix: {}, trigram: {} }},",
            literal(&row.code),
            literal(&row.name),
            camel(&row.kind),
            literal(&row.rectorat_domain),
            literal(&row.aaf_prefix),
            text(&row.older_aaf_prefix),
            text(&row.trigram),
        );
    }
    close(&mut out);
    open(&mut out, "DEPARTMENTS", "DepartmentRow", departments.len());
    for row in &departments {
        let region = maybe(&row.region, |code| {
            link("AdministrativeRegion", "REGIONS", &region_codes, code)
        })?;
        let academy =
            maybe(&row.academy, |code| link("Academy", "ACADEMIES", &academy_codes, code))?;
        let _ = writeln!(
            out,
            "    DepartmentRow {{ code: {}, name: {}, kind: DepartmentKind::{}, region: {region}, \
             academy: {academy} }},",
            literal(&row.code),
            literal(&row.name),
            camel(&row.kind),
        );
    }
    close(&mut out);
    codes(data, &academies, &departments, &mut out)?;
    let prefixes = prefixes(data, &departments, &mut out)?;
    countries(data, &prefixes, &mut out)?;
    establishments(data, &mut out)?;
    Ok(out)
}

/// The codes of academies and those that stand for none.
fn codes(
    data: &Path,
    academies: &[Academy],
    departments: &[Department],
    out: &mut String,
) -> Result<(), DataError> {
    let academy_codes: Vec<&str> = academies.iter().map(|row| row.code.as_str()).collect();
    let mut lines: Vec<(String, String)> = Vec::new();
    for row in academies {
        let theirs: Vec<&str> = departments
            .iter()
            .filter(|department| department.academy == row.code)
            .map(|department| department.code.as_str())
            .collect();
        lines.push((
            row.code.clone(),
            format!(
                "kind: AcademyCodeKind::Current, name: Some({}), message: \"\", academy: Some({}), \
             departments: &{theirs:?}, domain: Some({}), prefix: {}, older_prefix: {}, trigram: {}",
                literal(&row.name),
                link("Academy", "ACADEMIES", &academy_codes, &row.code)?,
                literal(&row.rectorat_domain),
                literal(&row.aaf_prefix),
                text(&row.older_aaf_prefix),
                text(&row.trigram),
            ),
        ));
    }
    for row in rows::<OtherCode>(data, "academy_codes.csv")? {
        let theirs: Vec<&str> = row.departments.split_whitespace().collect();
        if theirs.iter().any(|code| departments.iter().all(|row| row.code != *code)) {
            return Err(DataError::Row(format!("departments of academy code {}", row.code)));
        }
        lines.push((
            row.code.clone(),
            format!(
                "kind: AcademyCodeKind::{}, name: {}, message: \"academy_code/{}\", academy: {}, \
             departments: &{theirs:?}, domain: {}, prefix: {}, older_prefix: None, trigram: {}",
                camel(&row.kind),
                text(&row.name),
                row.code,
                maybe(&row.successor, |code| link("Academy", "ACADEMIES", &academy_codes, code))?,
                text(&row.rectorat_domain),
                literal(&row.aaf_prefix),
                text(&row.trigram),
            ),
        ));
    }
    lines.sort();
    if lines.windows(2).any(|pair| matches!(pair, [a, b] if a.0 == b.0)) {
        return Err(DataError::Row("an academy code stands twice".to_owned()));
    }
    open(out, "ACADEMY_CODES", "AcademyCodeRow", lines.len());
    for (code, rest) in lines {
        let _ = writeln!(out, "    AcademyCodeRow {{ code: {}, {rest} }},", literal(&code));
    }
    close(out);
    Ok(())
}

/// The first digits of UAIs in France; gives them back.
fn prefixes(
    data: &Path,
    departments: &[Department],
    out: &mut String,
) -> Result<BTreeSet<String>, DataError> {
    let codes: Vec<&str> = departments.iter().map(|row| row.code.as_str()).collect();
    let registrations: Vec<Registration> =
        sorted(data, "uai_prefixes.csv", |row: &Registration| &row.prefix)?;
    out.push_str("\n/// First three digits of a UAI and its department, in order.");
    open(out, "UAI_PREFIXES", "(u32, Department)", registrations.len());
    for Registration { prefix, academy, department } in &registrations {
        let bad = || DataError::Row(format!("uai prefix {prefix}"));
        let number: u32 = prefix.parse().map_err(|_| bad())?;
        let row = departments.iter().find(|row| row.code == *department).ok_or_else(bad)?;
        if row.academy != *academy {
            return Err(bad());
        }
        let department = link("Department", "DEPARTMENTS", &codes, department)?;
        let _ = writeln!(out, "    ({number}, {department}),");
    }
    close(out);
    Ok(registrations.into_iter().map(|row| row.prefix).collect())
}

/// Countries, none of which may share a prefix of UAIs with a department.
fn countries(data: &Path, prefixes: &BTreeSet<String>, out: &mut String) -> Result<(), DataError> {
    let countries: Vec<Country> = sorted(data, "countries.csv", |row: &Country| &row.code)?;
    open(out, "COUNTRIES", "CountryRow", countries.len());
    for Country { code, name, iso } in &countries {
        let bad = || DataError::Row(format!("country {code}"));
        let prefix = code.strip_prefix("99").filter(|prefix| prefix.len() == 3).ok_or_else(bad)?;
        if prefixes.contains(prefix) || iso.len() != 2 {
            return Err(bad());
        }
        let number: u32 = prefix.parse().map_err(|_| bad())?;
        let _ = writeln!(
            out,
            "    CountryRow {{ code: {}, name: {}, iso: {}, uai_prefix: {} }},",
            literal(code),
            literal(name),
            literal(iso),
            grouped(number),
        );
    }
    close(out);
    Ok(())
}

/// What directories say of establishments.
fn establishments(data: &Path, out: &mut String) -> Result<(), DataError> {
    let natures: Vec<Nature> = sorted(data, "natures.csv", |row: &Nature| &row.nature)?;
    out.push_str("\n/// Code or words for the nature of an establishment, and its kind.");
    open(out, "NATURES", "(&str, EstablishmentKind)", natures.len());
    for Nature { nature, kind } in &natures {
        let _ = writeln!(out, "    ({}, EstablishmentKind::{}),", literal(nature), camel(kind));
    }
    close(out);
    let mut ministries: Vec<Ministry> = rows(data, "ministries.csv")?;
    ministries.sort_by(|a, b| a.code.cmp(&b.code));
    let mut lines: Vec<(String, String, Vec<String>)> = Vec::new();
    for Ministry { code, number, spelling } in ministries {
        match lines.last_mut().filter(|line| line.0 == code) {
            Some(line) if line.1 != number => {
                return Err(DataError::Row(format!("number of ministry {code}")));
            }
            Some(line) => line.2.push(spelling),
            None => lines.push((code, number, vec![spelling])),
        }
    }
    open(out, "MINISTRIES", "MinistryRow", lines.len());
    for (code, number, spellings) in &lines {
        let spellings: Vec<String> = spellings.iter().map(|spelling| literal(spelling)).collect();
        let _ = writeln!(
            out,
            "    MinistryRow {{ code: {}, message: \"ministry/{code}\", number: {}, \
             spellings: &[{}] }},",
            literal(code),
            text(number),
            spellings.join(", "),
        );
    }
    close(out);
    Ok(())
}

/// Every row of a file by its key, which no two rows share.
fn sorted<T: for<'de> Deserialize<'de>>(
    data: &Path,
    file: &str,
    key: fn(&T) -> &String,
) -> Result<Vec<T>, DataError> {
    let mut all: Vec<T> = rows(data, file)?;
    all.sort_by(|a, b| key(a).cmp(key(b)));
    match all.windows(2).find(|pair| matches!(pair, [a, b] if key(a) == key(b))) {
        Some(_) => Err(DataError::Row(format!("{file}: a key stands twice"))),
        None => Ok(all),
    }
}

fn open(out: &mut String, name: &str, row: &str, count: usize) {
    let _ = write!(out, "\n#[rustfmt::skip]\npub(crate) static {name}: [{row}; {count}] = [\n");
}

fn close(out: &mut String) {
    out.push_str("];\n");
}

/// A value that refers to its row in another table.
fn link(name: &str, table: &str, codes: &[&str], code: &str) -> Result<String, DataError> {
    let at = codes.binary_search(&code).map_err(|_| DataError::Row(format!("{name} {code}")))?;
    Ok(format!("{name}(&{table}[{at}])"))
}

fn maybe(
    code: &str,
    link: impl Fn(&str) -> Result<String, DataError>,
) -> Result<String, DataError> {
    if code.is_empty() { Ok("None".to_owned()) } else { Ok(format!("Some({})", link(code)?)) }
}

fn text(text: &str) -> String {
    if text.is_empty() { "None".to_owned() } else { format!("Some({})", literal(text)) }
}

/// `overseas_service` as `OverseasService`.
fn camel(code: &str) -> String {
    code.split('_')
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars)
        })
        .collect()
}

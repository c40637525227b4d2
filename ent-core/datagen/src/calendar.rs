//! `data/school_zones.csv`, `school_holidays.csv` and `public_holidays.csv` → `tables/calendar.rs`.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct SchoolZone {
    code: String,
    fr: String,
    en: String,
    time_zones: String,
    academies: String,
    known_until: String,
}

#[derive(Debug, Deserialize)]
struct Holiday {
    zone: String,
    name: String,
    first: String,
    last: String,
    school_year: String,
}

#[derive(Debug, Deserialize)]
struct PublicHoliday {
    place: String,
    day: String,
    name: String,
}

#[derive(Debug, Deserialize)]
struct Named {
    code: String,
}

#[derive(Debug, Deserialize)]
struct TimeZone {
    zone: String,
}

const USES: &str = "\
use crate::calendar::{HolidayRow, LocalHolidays, PublicHolidayRow, SchoolZoneRow};

";

/// Places of public holidays that are no zone: code in the data, name in Rust.
const LOCAL: [(&str, &str); 3] = [
    ("alsace_moselle", "AlsaceMoselle"),
    ("saint_barthelemy", "SaintBarthelemy"),
    ("saint_martin", "SaintMartin"),
];

// Writing into a `String` cannot fail.
pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let zones: Vec<SchoolZone> = rows(data, "school_zones.csv")?;
    let holidays: Vec<Holiday> = rows(data, "school_holidays.csv")?;
    let public: Vec<PublicHoliday> = rows(data, "public_holidays.csv")?;
    check(data, &zones, &holidays, &public)?;
    let mut out =
        header("data/school_zones.csv, data/school_holidays.csv and data/public_holidays.csv");
    out.push_str(USES);
    out.push_str("#[rustfmt::skip]\npub(crate) static SCHOOL_ZONES: &[SchoolZoneRow] = &[\n");
    for zone in &zones {
        let known_until = match zone.known_until.as_str() {
            "" => "None".to_owned(),
            day => format!("Some({})", ymd(day)?),
        };
        let _ = writeln!(
            out,
            "    SchoolZoneRow {{ code: {}, fr: {}, en: {}, zones: &{:?}, academies: &{:?}, \
             known_until: {known_until}, holidays: &[",
            literal(&zone.code),
            literal(&zone.fr),
            literal(&zone.en),
            zone.time_zones.split_whitespace().collect::<Vec<_>>(),
            zone.academies.split_whitespace().collect::<Vec<_>>(),
        );
        for row in holidays.iter().filter(|row| row.zone == zone.code) {
            let (name, first, last) = (literal(&row.name), ymd(&row.first)?, ymd(&row.last)?);
            let _ = writeln!(
                out,
                "        HolidayRow {{ name: {name}, first: {first}, last: {last} }},"
            );
        }
        out.push_str("    ], public: &[\n");
        list(&public, &zone.code, &mut out)?;
        out.push_str("    ] },\n");
    }
    out.push_str("];\n\n/// Public holidays of every zone.\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static EVERYWHERE: &[PublicHolidayRow] = &[\n");
    list(&public, "france", &mut out)?;
    out.push_str("];\n\n/// Public holidays of a part of a zone.\n#[rustfmt::skip]\n");
    out.push_str("pub(crate) static LOCAL: &[(LocalHolidays, &[PublicHolidayRow])] = &[\n");
    for (code, name) in LOCAL {
        let _ = writeln!(out, "    (LocalHolidays::{name}, &[");
        list(&public, code, &mut out)?;
        out.push_str("    ]),\n");
    }
    out.push_str("];\n");
    Ok(out)
}

fn check(
    data: &Path,
    zones: &[SchoolZone],
    holidays: &[Holiday],
    public: &[PublicHoliday],
) -> Result<(), DataError> {
    let academies: Vec<Named> = rows(data, "academies.csv")?;
    let time_zones: Vec<TimeZone> = rows(data, "zones.csv")?;
    let mut seen = HashSet::new();
    for zone in zones {
        let bad = |what: &str| Err(DataError::Row(format!("{what} of zone {}", zone.code)));
        if zone.time_zones.split_whitespace().any(|name| time_zones.iter().all(|z| z.zone != name))
        {
            return bad("time zone");
        }
        for code in zone.academies.split_whitespace() {
            if academies.iter().all(|row| row.code != code) || !seen.insert(code) {
                return bad("académie");
            }
        }
    }
    if seen.len() != academies.len() {
        return Err(DataError::Row("an académie has no zone of school holidays".to_owned()));
    }
    let is_zone = |code: &str| zones.iter().any(|zone| zone.code == code);
    for row in holidays {
        let year: Vec<&str> = row.school_year.split('-').collect();
        let within = row.first.get(..4) >= year.first().copied()
            && row.first.get(..4) <= year.last().copied();
        if !is_zone(&row.zone) || row.last < row.first || !within {
            return Err(DataError::Row(format!("holidays {} {}", row.zone, row.first)));
        }
    }
    for row in public {
        let known = row.place == "france"
            || is_zone(&row.place)
            || LOCAL.iter().any(|(code, _)| *code == row.place);
        if !known {
            return Err(DataError::Row(format!("public holiday {} {}", row.place, row.day)));
        }
    }
    Ok(())
}

fn list(public: &[PublicHoliday], place: &str, out: &mut String) -> Result<(), DataError> {
    for row in public.iter().filter(|row| row.place == place) {
        let (name, on) = (literal(&row.name), ymd(&row.day)?);
        let _ = writeln!(out, "        PublicHolidayRow {{ name: {name}, on: {on} }},");
    }
    Ok(())
}

/// `YYYY-MM-DD` as a Rust triple.
fn ymd(day: &str) -> Result<String, DataError> {
    let bad = || DataError::Row(format!("day {day}"));
    let numbers: Vec<u32> =
        day.split('-').map(|part| part.parse().map_err(|_| bad())).collect::<Result<_, _>>()?;
    match numbers.as_slice() {
        [year, month @ 1..=12, day @ 1..=31] => Ok(format!("({year}, {month}, {day})")),
        _ => Err(bad()),
    }
}

//! `data/phone_plan.csv` and `data/phone_territories.csv` → `tables/phone_plan.rs`.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::DataError;
use crate::rust::{grouped, header, literal};
use crate::table::rows;

#[derive(Debug, Deserialize)]
struct Row {
    country_code: String,
    digits: u32,
    first: String,
    last: String,
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Territory {
    region: String,
    country_code: String,
    trunk: String,
}

/// Numbers `first..=last` of `digits` digits after the country code.
#[derive(Clone, Debug)]
struct Range {
    code: String,
    digits: u32,
    first: u32,
    last: u32,
    kind: &'static str,
}

impl Range {
    fn read(row: &Row) -> Result<Self, DataError> {
        let Row { country_code, digits, first, last, kind } = row;
        let bad = || DataError::Row(format!("phone range {country_code} {first}..{last}"));
        let end = |prefix: &str, fill: &str| {
            let length = u32::try_from(prefix.len()).map_err(|_| bad())?;
            let missing = usize::try_from(digits.checked_sub(length).ok_or_else(bad)?);
            let full = format!("{prefix}{}", fill.repeat(missing.map_err(|_| bad())?));
            full.parse::<u32>().map_err(|_| bad())
        };
        let kind = match kind.as_str() {
            "mobile" => "Mobile",
            "fixed" => "Fixed",
            "voip" => "Voip",
            "other" => "Other",
            _ => return Err(bad()),
        };
        let (first, last) = (end(first, "0")?, end(last, "9")?);
        if first > last {
            return Err(bad());
        }
        Ok(Self { code: country_code.clone(), digits: *digits, first, last, kind })
    }
}

pub(crate) fn build(data: &Path) -> Result<String, DataError> {
    let territories: Vec<Territory> = rows(data, "phone_territories.csv")?;
    let read: Vec<Row> = rows(data, "phone_plan.csv")?;
    let mut ranges = read.iter().map(Range::read).collect::<Result<Vec<_>, _>>()?;
    ranges.sort_by_key(|range| (range.code.clone(), range.digits, range.first));
    for pair in ranges.windows(2) {
        if let [one, next] = pair
            && (&one.code, one.digits) == (&next.code, next.digits)
            && one.last >= next.first
        {
            return Err(DataError::Row(format!("phone ranges overlap: {one:?} {next:?}")));
        }
    }

    let mut out = header("data/phone_plan.csv and data/phone_territories.csv");
    out.push_str(
        "use crate::contact::phone::plan::{Plan, Range, SharedRange};\n\
         use crate::contact::phone::{PhoneKind, Region};\n\n",
    );
    // Writing into a `String` cannot fail.
    out.push_str("#[rustfmt::skip]\npub(crate) static REGIONS: &[(Region, &str)] = &[\n");
    for Territory { region, country_code, .. } in &territories {
        let _ = writeln!(out, "    (Region::{region}, {}),", literal(country_code));
    }
    out.push_str("];\n\n#[rustfmt::skip]\npub(crate) static PLANS: &[Plan] = &[\n");
    let mut codes: Vec<_> = territories.iter().map(|t| (&t.country_code, &t.trunk)).collect();
    codes.sort_unstable();
    codes.dedup();
    for (code, trunk) in codes {
        let trunk = match trunk.as_str() {
            "" => false,
            "0" => true,
            _ => return Err(DataError::Row(format!("trunk prefix of +{code}"))),
        };
        let _ = writeln!(out, "    Plan {{ code: {}, trunk: {trunk}, ranges: &[", literal(code));
        for Range { digits, first, last, kind, .. } in ranges.iter().filter(|r| r.code == *code) {
            let [first, last] = [*first, *last].map(grouped);
            let _ = writeln!(
                out,
                "        Range {{ digits: {digits}, first: {first}, last: {last}, kind: PhoneKind::{kind} }},"
            );
        }
        out.push_str("    ] },\n");
    }
    out.push_str("];\n\n#[rustfmt::skip]\npub(crate) static SHARED: &[SharedRange] = &[\n");
    for Range { code, first, last, kind, .. } in shared(&ranges)? {
        let code = literal(&code);
        let [first, last] = [first, last].map(grouped);
        let _ = writeln!(
            out,
            "    SharedRange {{ first: {first}, last: {last}, code: {code}, kind: PhoneKind::{kind} }},"
        );
    }
    out.push_str("];\n");
    Ok(out)
}

/// First number of the plan that is not tied to a place (08 and 09).
const PLACELESS: u32 = 800_000_000;

/// Whose a number typed with the trunk 0 is: overseas ranges first, metropolitan France for what
/// they leave.
fn shared(ranges: &[Range]) -> Result<Vec<Range>, DataError> {
    let nine = |range: &&Range| range.digits == 9 && range.first < PLACELESS;
    let mut owned: Vec<Range> =
        ranges.iter().filter(nine).filter(|range| range.code != "33").cloned().collect();
    owned.sort_by_key(|range| range.first);
    for pair in owned.windows(2) {
        if let [one, next] = pair
            && one.last >= next.first
        {
            return Err(DataError::Row(format!("two territories own {one:?} {next:?}")));
        }
    }
    let mut all = owned.clone();
    for metropolitan in ranges.iter().filter(nine).filter(|range| range.code == "33") {
        let mut from = metropolitan.first;
        let inside = |r: &&Range| r.first <= metropolitan.last && r.last >= metropolitan.first;
        for range in owned.iter().filter(inside) {
            if range.first > from {
                let last = range.first.saturating_sub(1);
                all.push(Range { first: from, last, ..metropolitan.clone() });
            }
            from = range.last.saturating_add(1);
        }
        if from <= metropolitan.last {
            all.push(Range { first: from, ..metropolitan.clone() });
        }
    }
    all.sort_by_key(|range| range.first);
    Ok(all)
}

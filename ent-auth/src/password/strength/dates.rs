//! Years and dates in a password, by its digits alone: no clock is read.

/// A year or a date, by the places of its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) start: usize,
    /// Place after the last character.
    pub(super) end: usize,
    /// Hundredths of a power of ten of the guesses that find it.
    pub(super) cost: u32,
}

/// 150 years.
const YEAR: u32 = 218;
/// 366 days of a year.
const DAY: u32 = 256;
/// A separator or none.
const SEPARATOR: u32 = 30;

/// Every shape of a date: `d`, `m`, `y` for day, month and year, `/` for a separator.
const SHAPES: &[(&str, u32)] = &[
    ("yyyy", YEAR),
    ("ddmmyy", YEAR + DAY),
    ("ddmmyyyy", YEAR + DAY),
    ("yyyymmdd", YEAR + DAY),
    ("dd/mm/yy", YEAR + DAY + SEPARATOR),
    ("dd/mm/yyyy", YEAR + DAY + SEPARATOR),
    ("yyyy/mm/dd", YEAR + DAY + SEPARATOR),
];

/// Every year of 1900 to 2049 and every date in `chars`, which may overlap.
pub(super) fn found(chars: &[char]) -> Vec<Date> {
    let mut dates = Vec::new();
    for start in 0..chars.len() {
        for (shape, cost) in SHAPES {
            let end = start.saturating_add(shape.len());
            if chars.get(start..end).is_some_and(|part| is_date(part, shape)) {
                dates.push(Date { start, end, cost: *cost });
            }
        }
    }
    dates
}

fn is_date(part: &[char], shape: &str) -> bool {
    let mut fields = [(b'd', None, 1..=31), (b'm', None, 1..=12), (b'y', None, 0..=u32::MAX)];
    let mut separator = None;
    for (c, place) in part.iter().zip(shape.bytes()) {
        if let Some((_, value, _)) = fields.iter_mut().find(|(field, _, _)| *field == place) {
            let Some(digit) = c.to_digit(10) else {
                return false;
            };
            *value = Some(value.unwrap_or(0_u32).saturating_mul(10).saturating_add(digit));
        } else if !is_separator(*c) || separator.is_some_and(|first| first != *c) {
            return false;
        } else {
            separator = Some(*c);
        }
    }
    let [.., (_, year, years)] = &mut fields;
    if year.is_some() && shape.contains("yyyy") {
        *years = 1_900..=2_049;
    }
    fields.iter().all(|(_, value, range)| value.is_none_or(|value| range.contains(&value)))
}

/// Whether zxcvbn reads `c` between the numbers of a date.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '\\' | '_' | '.' | '-')
}

/// Replaces the digits that zxcvbn could read as a year or a date by characters of the private use
/// area, one for each digit.
///
/// It compares years with that of the clock, so that a score could fall on New Year's Day. Hidden
/// are the runs of four digits or more, and those beside which a single separator and another
/// digit stand; repeats and sequences are seen as before.
pub(super) fn hide(chars: &mut [char]) {
    let runs: Vec<_> = runs(chars);
    let beside = |one: usize, other: usize| {
        other.checked_sub(one) == Some(1) && chars.get(one).copied().is_some_and(is_separator)
    };
    let hidden: Vec<_> = runs
        .iter()
        .filter(|(start, end)| {
            end.saturating_sub(*start) >= 4
                || runs.iter().any(|(from, to)| beside(*end, *from) || beside(*to, *start))
        })
        .copied()
        .collect();
    for (start, end) in hidden {
        for c in chars.get_mut(start..end).into_iter().flatten() {
            let private =
                c.to_digit(10).and_then(|digit| char::from_u32(digit.saturating_add(0xE000)));
            *c = private.unwrap_or(*c);
        }
    }
}

/// Runs of digits, end excluded.
fn runs(chars: &[char]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (place, _) in chars.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
        match runs.last_mut() {
            Some((_, end)) if *end == place => *end = place.saturating_add(1),
            _ => runs.push((place, place.saturating_add(1))),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let chars: Vec<_> = text.chars().collect();
        found(&chars).iter().map(|date| chars[date.start..date.end].iter().collect()).collect()
    }

    #[test]
    fn years_and_dates_are_found() {
        let table: &[(&str, &[&str])] = &[
            ("Soleil2013!", &["2013"]),
            ("1899", &[]),
            ("2050", &[]),
            ("x2512", &[]),
            ("25122013", &["251220", "25122013", "2013"]),
            ("31/12/99", &["31/12/99"]),
            ("31.12.1999", &["31.12.19", "31.12.1999", "1999"]),
            ("31/12-99", &[]),
            ("2013-12-31", &["2013", "2013-12-31", "13-12-31"]),
            ("3213", &[]),
            ("99/99/99", &[]),
            ("٢٠١٣", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(&texts(text), expected, "{text}");
        }
    }

    #[test]
    fn costs_are_those_of_the_days_and_the_separator() {
        let table = [
            ("2013", 218),
            ("251213", 474),
            ("25122013", 474),
            ("20131225", 474),
            ("25/12/13", 504),
            ("25/12/2013", 504),
            ("2013/12/25", 504),
        ];
        for (text, cost) in table {
            let whole = Date { start: 0, end: text.len(), cost };
            assert!(found(&text.chars().collect::<Vec<_>>()).contains(&whole), "{text}");
        }
    }

    #[test]
    fn digits_that_could_be_a_date_are_hidden() {
        let table = [
            ("Soleil2013!", "Soleil****!"),
            ("a123b", "a123b"),
            ("1/2/13", "*/*/**"),
            ("1--2", "1--2"),
            ("1a2", "1a2"),
            ("12 34", "** **"),
            ("x20131231y", "x********y"),
        ];
        for (text, expected) in table {
            let mut chars: Vec<_> = text.chars().collect();
            hide(&mut chars);
            let shown = chars.iter().map(|c| if *c >= '\u{E000}' { '*' } else { *c });
            assert_eq!(shown.collect::<String>(), expected, "{text}");
        }
    }
}

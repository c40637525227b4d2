//! How long a search takes among 100,000 people.

use std::error::Error;

use divan::{Bencher, black_box};
use ent_core::{Instant, PersonName, PhoneNumber, Region, SubjectId};
use ent_prefs::contact_card::SchoolPhones;
use ent_prefs::red_list::{Query, Viewer, ViewerRole, search};
use ent_prefs::{ContactCard, DirectoryRow, RedList, Visibility};

/// The last digits of the first number and of the number after the last.
const NUMBERS: std::ops::Range<u32> = 12_000_000..12_100_000;

fn main() {
    divan::main();
}

fn rows() -> Result<Vec<DirectoryRow>, Box<dyn Error>> {
    let at = Instant::parse("2026-11-26T10:00:00Z")?;
    let on = RedList::new().switched(true, at)?;
    let families = ["Martin", "Le Noël", "de La Tour", "Chamson", "Durand", "Petit-Jean"];
    let given = ["Zoé", "Anne-Marie", "Jean", "Noé", "Léa"];
    NUMBERS
        .zip(families.iter().cycle().zip(given.iter().cycle()))
        .map(|(number, (family, given))| {
            let mut row = DirectoryRow::new(PersonName::parse(family, given)?);
            row.classes = vec![format!("3e {}", number % 7)];
            let mobile = PhoneNumber::parse(&format!("06{number:08}"), Region::FR)?;
            let phones = SchoolPhones { mobile: Some(mobile), ..SchoolPhones::default() };
            row.card = ContactCard::new().with_school_phones(phones);
            if number % 3 == 0 {
                row.red_list = on.clone();
            }
            Ok(row)
        })
        .collect()
}

/// A name of many, a number, nobody.
#[divan::bench(args = ["noel zo", "06 12 05 00 00", "personne"], sample_count = 10)]
fn search_100_000(bencher: Bencher<'_, '_>, text: &str) {
    let (Ok(rows), Ok(query)) = (rows(), Query::parse(text, Region::FR)) else { return };
    let Ok(id) = SubjectId::parse("teacher-1") else { return };
    let (viewer, policy) = (Viewer::new(id, ViewerRole::Teacher), Visibility::preset());
    bencher.bench_local(|| {
        search(black_box(&rows), black_box(&query), |_, _| viewer.clone(), &policy, 20)
    });
}

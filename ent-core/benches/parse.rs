//! How long reading one typed value takes.

use divan::{Bencher, black_box};
use ent_core::{Email, PhoneNumber, Region, Uai};

fn main() {
    divan::main();
}

#[divan::bench(args = ["0750655E", "0750655A", "075 655E"])]
fn uai(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| Uai::parse(black_box(text)));
}

/// A million numbers of the whole country, each with its academy.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn million_uais_and_academies(bencher: Bencher<'_, '_>) {
    let numbers: Vec<&str> =
        include_str!("../tests/data/uai_verified.csv").lines().skip(1).collect();
    let million: Vec<&str> = numbers.iter().copied().cycle().take(1_000_000).collect();
    bencher.counter(million.len()).bench(|| {
        let academies =
            million.iter().filter_map(|text| Uai::parse(black_box(text)).ok()?.academy());
        academies.map(|academy| academy.code().len()).fold(0_usize, usize::wrapping_add)
    });
}

#[divan::bench(args = [
    "0612345678",
    "06 12 34 56 78",
    "+33 (0)6 12 34 56 78",
    "0692123456",
    "+687 75 12 34",
    "0712345678",
])]
fn phone(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| PhoneNumber::parse(black_box(text), black_box(Region::FR)));
}

#[divan::bench(args = ["zoe.martin@exemple.fr", "zoe.martin"])]
fn email(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench(|| Email::parse(black_box(text)));
}

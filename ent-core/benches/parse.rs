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

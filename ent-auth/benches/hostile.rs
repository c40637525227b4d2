//! `cargo bench -p ent-auth --bench hostile`: texts made to keep an estimator of passwords busy.
//!
//! `slowest` is the worst time of one text and `max alloc` the most memory of one; the limits are
//! 75 ms and 4 MiB. zxcvbn's tables are read before.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::cell::Cell;

use divan::{AllocProfiler, Bencher};
use ent_auth::password::{ContextKind, ContextWords, PreparedPassword, strength};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// What the texts are made of.
const ALPHABETS: [(&str, &str); 8] = [
    ("signs", "4@8({[<3691!|$5+7%20"),
    ("shared_signs", "1|7!"),
    ("signs_and_letters", "4@8({[<3691!|$5+7%20abcegilostxz"),
    ("digits", "0123456789"),
    ("dates", "0123/-."),
    ("repeats", "ab"),
    ("letters", "abcdefghijklmnopqrstuvwxyz"),
    ("unicode", "éœİ\u{300}🙂日ﷺß٣"),
];

fn main() {
    let first = PreparedPassword::from_text("Vacances2026*").unwrap();
    let _ = strength(&first, &ContextWords::new());
    divan::main();
}

/// 800 texts of 8 to 128 characters each, with 16 words of the person that fit the signs.
#[divan::bench(args = ALPHABETS.map(|(name, _)| name), sample_count = 800, sample_size = 1)]
fn hostile(bencher: Bencher<'_, '_>, name: &str) {
    let alphabet: Vec<char> =
        ALPHABETS.iter().find(|(known, _)| *known == name).unwrap().1.chars().collect();
    let mut words = ContextWords::new();
    for at in 0..ContextWords::MAX {
        words.add(ContextKind::Name, &format!("{}ilas{at}", "il ".repeat(at))).unwrap();
    }
    let random = Cell::new(Some(ChaCha20Rng::seed_from_u64(3)));
    bencher
        .with_inputs(|| {
            let mut source = random.take().unwrap();
            let mut draw = |below: usize| {
                usize::try_from(source.next_u32()).unwrap().checked_rem(below).unwrap()
            };
            let mut pick = |from: &[usize]| *from.get(draw(from.len())).unwrap();
            let length = pick(&[8, 12, 13, 16, 20, 24, 32, 40, 48, 63, 64, 128]);
            let cycle = pick(&[1, 2, 3, 5, 9, alphabet.len(), length]);
            let places: Vec<_> = (0..alphabet.len()).collect();
            let piece: Vec<_> = (0..cycle).map(|_| *alphabet.get(pick(&places)).unwrap()).collect();
            random.set(Some(source));
            let text: String = piece.into_iter().cycle().take(length).collect();
            PreparedPassword::from_text(&text).unwrap()
        })
        .bench_local_refs(|password| strength(password, &words).score());
}

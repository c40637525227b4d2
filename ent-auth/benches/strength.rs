//! `cargo bench -p ent-auth --bench strength`: the strength of passwords with the French lists, and
//! zxcvbn alone on the same passwords. `everything` is the mix of which the ratio is told.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use divan::Bencher;
use ent_auth::password::{ContextWords, PreparedPassword, strength};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const KINDS: [&str; 6] = ["common", "random", "word", "composed", "long", "everything"];

fn main() {
    divan::main();
}

#[divan::bench(args = KINDS, sample_count = 12, sample_size = 1)]
fn with_french(bencher: Bencher<'_, '_>, kind: &str) {
    let passwords: Vec<_> =
        corpus(kind).iter().map(|text| PreparedPassword::from_text(text).unwrap()).collect();
    let words = ContextWords::new();
    bencher.bench_local(|| {
        passwords.iter().map(|password| u32::from(strength(password, &words).score())).sum::<u32>()
    });
}

#[divan::bench(args = KINDS, sample_count = 12, sample_size = 1)]
fn zxcvbn_alone(bencher: Bencher<'_, '_>, kind: &str) {
    let passwords = corpus(kind);
    bencher.bench_local(|| {
        passwords
            .iter()
            .map(|password| u32::from(u8::from(zxcvbn::zxcvbn(password, &[]).score())))
            .sum::<u32>()
    });
}

/// 100 passwords of a kind, or of each in the shares of `KINDS`: 25, 25, 25, 15, 10.
fn corpus(kind: &str) -> Vec<String> {
    let common = entries(include_str!("../../ent-core/data/words/common_passwords.txt"));
    let words = entries(include_str!("../../ent-core/data/words/words.txt"));
    let mut random = ChaCha20Rng::seed_from_u64(7);
    let mut draw =
        |below: usize| usize::try_from(random.next_u32()).unwrap().checked_rem(below).unwrap();
    let mut word =
        |from: &[&str]| from.get(draw(from.len())).copied().unwrap_or_default().to_owned();
    let mut one = |kind: &str| match kind {
        "common" => word(&common),
        "word" => word(&words),
        "composed" => {
            let year = word(&["1998", "2009", "2013", "2026", "69", "75"]);
            let text = word(&words);
            let (first, rest) = text.split_at_checked(1).unwrap();
            format!("{}{rest}{year}{}", first.to_uppercase(), word(&["!", "*", "?", "@"]))
        }
        "long" => {
            let parts: Vec<_> = (0..8).map(|_| word(&words)).collect();
            parts.join("-").chars().take(64).collect()
        }
        _ => {
            let signs: Vec<_> = ('!'..='~').map(String::from).collect();
            let signs: Vec<_> = signs.iter().map(String::as_str).collect();
            (0..14).map(|_| word(&signs)).collect()
        }
    };
    if kind != "everything" {
        return (0..100).map(|_| one(kind)).collect();
    }
    let shares = KINDS.into_iter().zip([25, 25, 25, 15, 10]);
    shares.flat_map(|(kind, share)| (0..share).map(|_| one(kind)).collect::<Vec<_>>()).collect()
}

fn entries(list: &str) -> Vec<&str> {
    list.lines().filter(|line| !line.starts_with('#')).collect()
}

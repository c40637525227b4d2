//! `cargo bench -p ent-auth --bench password`

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use divan::{Bencher, black_box};
use ent_auth::password::{
    ContextKind, ContextWords, HashPolicy, HashPool, PasswordRules, PreparedPassword,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

fn main() {
    divan::main();
}

#[divan::bench(args = ["Azerty69!", "École*2021"], sample_size = 8192)]
fn check(bencher: Bencher<'_, '_>, text: &str) {
    let password = PreparedPassword::from_text(text).unwrap();
    let (rules, words) = (PasswordRules::educonnect(), ContextWords::new());
    bencher.bench_local(|| rules.check(black_box(&password), None, &words).accepted());
}

#[divan::bench(args = ["Azerty69!", "École*2021", "E\u{301}cole*2021"], sample_size = 2048)]
fn prepare_and_check(bencher: Bencher<'_, '_>, text: &str) {
    let (rules, words) = (PasswordRules::educonnect(), ContextWords::new());
    bencher.bench_local(|| {
        let password = PreparedPassword::from_text(black_box(text)).unwrap();
        rules.check(&password, None, &words).accepted()
    });
}

#[divan::bench(sample_size = 1024)]
fn check_with_words(bencher: Bencher<'_, '_>) {
    let password = PreparedPassword::from_text("École*2021").unwrap();
    let mut words = ContextWords::new();
    words.add(ContextKind::Name, "Anne-Zoé Le Noël").unwrap();
    words.add(ContextKind::School, "Collège Marcel-Pagnol").unwrap();
    let rules = PasswordRules::educonnect();
    bencher.bench_local(|| rules.check(black_box(&password), None, &words).accepted());
}

#[divan::bench(sample_count = 20)]
fn hash_default(bencher: Bencher<'_, '_>) {
    let pool = HashPool::new(1, HashPolicy::default()).unwrap();
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    let words = ContextWords::new();
    let mut entropy = ChaCha20Rng::seed_from_u64(1);
    bencher.bench_local(|| {
        let verdict = PasswordRules::educonnect().check(&password, None, &words);
        pool.hash(verdict.into_accepted().unwrap(), &mut entropy, None).unwrap()
    });
}

#[divan::bench(sample_count = 20)]
fn verify_unknown_account(bencher: Bencher<'_, '_>) {
    let pool = HashPool::new(1, HashPolicy::default()).unwrap();
    let password = PreparedPassword::from_text("Azerty69!").unwrap();
    bencher.bench_local(|| pool.verify(&password, None, None).unwrap().is_right());
}

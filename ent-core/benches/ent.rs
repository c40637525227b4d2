//! How long it takes to find portals and to read the file of an ENT.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ent_core::ent::Ent;

fn main() {
    divan::main();
}

/// Addresses of « Ma classe en Auvergne-Rhône-Alpes », each kind and a few that are none.
const URLS: [&str; 8] = [
    "https://0010018P.ent.auvergnerhonealpes.fr/",
    "https://0690026D.ent.auvergnerhonealpes.fr/sg.do?PROC=PAGE_ACCUEIL",
    "http://AIN.ent.auvergnerhonealpes.fr",
    "https://partenaires.ent.auvergnerhonealpes.fr/partenaires",
    "https://www.ent.auvergnerhonealpes.fr:443/",
    "https://enseignementprive.ent.auvergnerhonealpes.fr/",
    "https://ain.ent.auvergnerhonealpes.fr.evil.test/",
    "https://ain.ent.auvergnerhonealpes.fr@evil.test/",
];

fn ara() -> &'static Ent {
    Ent::find("auvergne-rhone-alpes").unwrap_or_else(|_| std::process::abort())
}

#[divan::bench(sample_count = 10)]
fn resolve_a_million(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(1_000_000_usize)).bench(|| {
        let urls = URLS.iter().cycle().take(1_000_000);
        urls.filter(|url| ara().resolve(black_box(url)).is_ok()).count()
    });
}

#[divan::bench(args = URLS)]
fn resolve(bencher: Bencher<'_, '_>, url: &str) {
    bencher.bench(|| ara().resolve(black_box(url)));
}

#[divan::bench]
fn find(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Ent::find(black_box("occitanie")).is_ok());
}

/// The largest of the shipped files.
#[divan::bench]
fn load_toml(bencher: Bencher<'_, '_>) {
    let file = include_str!("../data/ents/auvergne-rhone-alpes.toml");
    bencher.bench(|| Ent::from_toml(black_box(file)).is_ok());
}

#[divan::bench]
fn search_the_mire(bencher: Bencher<'_, '_>) {
    bencher.bench(|| ara().mire().search(black_box("enseignant lyon"), ent_core::Lang::Fr));
}

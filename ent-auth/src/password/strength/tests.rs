//! Passwords that people choose, and properties that hold of any.

use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::*;
use crate::password::ContextKind;

fn judged(text: &str, words: &[&str]) -> Strength {
    let mut known = ContextWords::new();
    for word in words {
        known.add(ContextKind::Name, word).unwrap();
    }
    strength(&PreparedPassword::from_text(text).unwrap(), &known)
}

/// French passwords that zxcvbn 3.1.1 was measured on, up to 4 of which it found strong.
const FRENCH: &[&str] = &[
    "azerty123",
    "Motdepasse1!",
    "Bonjour1!",
    "Jetaime1!",
    "Marseille13!",
    "Bonjour2026!",
    "PSGparis75",
    "maclasse69",
    "EduConnect1!",
    "Lycee2026!",
    "École2026!",
    "Vacances2026*",
    "Soleil2024!",
    "Lyon2025!",
    "Maman2013!",
    "Doudou2013!",
    "Papillon2012!",
    "Motdepasse2025!",
    "Loulou69!",
    "Licorne2015!",
    "azertyuiop",
    "qsdfghjklm",
    // a listed word with what people put between
    "Mot-de-passe1!",
    "Mot de passe 2026 !",
    "Clermont-Ferrand1!",
    "Saint-Etienne42*",
    // a first name and a birth date
    "Leo15032012!",
    "Lucas15032012!",
    "Emma01092011!",
    "14Juillet1789!",
    // a word in no list
    "Pommier2026!",
    "Fortnite2024!",
    "Cassoulet2026!",
    "JeanMoulin2026!",
    "VictorHugo1!",
    // one unit again and again, or in order
    "passwordpassword",
    "123456789012345",
    "abcdefghijklmno",
    "azertyuiopqsdfg",
];

#[test]
fn french_passwords_are_weak() {
    for text in FRENCH {
        let judged = judged(text, &[]);
        assert!(judged.score() <= 2, "{text}: {judged:?}");
        assert!(judged.warning().is_some() && !judged.advice().is_empty(), "{text}");
    }
    let judged = judged("HansFlorianZimmer", &["Hans", "Florian", "Zimmer"]);
    assert!(judged.score() <= 2, "zxcvbn-rs issue 98: {judged:?}");
    assert_eq!(judged.warning(), Some(StrengthWarning::Context));
}

fn drawn<'a, T>(random: &mut ChaCha20Rng, from: &'a [T]) -> &'a T {
    let number = usize::try_from(random.next_u32()).unwrap();
    &from[number.checked_rem(from.len()).unwrap()]
}

/// Twelve to sixteen characters of four classes, as a generator gives them.
fn generated(random: &mut ChaCha20Rng) -> String {
    const CLASSES: [&str; 4] = [
        "abcdefghijklmnopqrstuvwxyz",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "0123456789",
        "!?@#$%&'*<>=|/:;",
    ];
    let all: Vec<_> = CLASSES.concat().chars().collect();
    let length = *drawn(random, &[12, 13, 14, 15, 16]);
    loop {
        let text: String = (0..length).map(|_| *drawn(random, &all)).collect();
        if CLASSES.iter().all(|class| text.contains(|c| class.contains(c))) {
            return text;
        }
    }
}

#[test]
fn generated_passwords_are_strong() {
    let mut random = ChaCha20Rng::seed_from_u64(1);
    let strong = (0..1_000).filter(|_| judged(&generated(&mut random), &[]).score() >= 3).count();
    assert!(strong >= 990, "{strong} of 1,000");
}

#[test]
fn random_letters_and_digits_are_strong() {
    let mut random = ChaCha20Rng::seed_from_u64(3);
    for (alphabet, length) in [
        ("abcdefghijklmnopqrstuvwxyz0123456789", 12),
        ("abcdefghijklmnopqrstuvwxyz", 12),
        ("abcdefghijklmnopqrstuvwxyz", 14),
    ] {
        let symbols: Vec<_> = alphabet.chars().collect();
        let text =
            |random: &mut _| (0..length).map(|_| *drawn(random, &symbols)).collect::<String>();
        let strong = (0..1_000).filter(|_| judged(&text(&mut random), &[]).score() >= 3).count();
        assert!(strong >= 990, "{strong} of 1,000 of {alphabet}");
    }
}

#[test]
fn four_drawn_words_are_strong() {
    let list = include_str!("../../../../ent-core/data/words/words.txt");
    let words: Vec<_> = list.lines().filter(|line| !line.starts_with('#')).collect();
    let mut random = ChaCha20Rng::seed_from_u64(2);
    for _ in 0..100 {
        let phrase = [(); 4].map(|()| *drawn(&mut random, &words)).join("-");
        assert!(judged(&phrase, &[]).score() >= 3, "{phrase}");
    }
}

#[test]
fn a_word_a_year_and_a_sign_are_never_strong() {
    let list = include_str!("../../../../ent-core/data/words/words.txt");
    let words = list.lines().filter(|line| !line.starts_with('#')).step_by(97);
    for word in words {
        let (first, rest) = word.split_at(1);
        let text = format!("{}{rest}2013!", first.to_uppercase());
        assert!(judged(&text, &[]).score() <= 2, "{text}");
    }
}

#[test]
fn warnings_and_advice_say_why() {
    use StrengthAdvice::{Capitals, Longer, Lookalikes, NoContext, NoDate, NoPattern, Passphrase};
    use StrengthWarning as W;
    let table: &[(&str, &[&str], W, &[StrengthAdvice])] = &[
        ("Vacances2026*", &[], W::Calendar, &[Passphrase, NoDate, Capitals]),
        (
            "Zimmer2013!",
            &["Zimmer"],
            W::Context,
            &[Longer, Passphrase, NoContext, NoDate, Capitals],
        ),
        ("remmiz2013", &["Zimmer"], W::Context, &[Longer, Passphrase, NoContext, NoDate]),
        ("Z1mm3r", &["Zimmer"], W::Context, &[Longer, Passphrase, NoContext, Capitals, Lookalikes]),
        ("qsdfghjk", &[], W::Keyboard, &[Longer, Passphrase, NoPattern]),
        ("villeurbanne", &[], W::Town, &[Passphrase]),
        ("maiwenn", &[], W::FirstName, &[Longer, Passphrase]),
        ("educonnect", &[], W::School, &[Longer, Passphrase]),
        ("toussaint", &[], W::Calendar, &[Longer, Passphrase]),
        ("girondins33", &[], W::Club, &[Longer, Passphrase]),
        ("25122013", &[], W::Date, &[Longer, Passphrase, NoDate]),
        ("&&&&&&&&", &[], W::Repeat, &[Longer, Passphrase, NoPattern]),
        ("k9$", &[], W::Short, &[Longer, Passphrase]),
        ("", &[], W::Short, &[Longer, Passphrase]),
    ];
    for (text, words, warning, advice) in table {
        let judged = judged(text, words);
        assert_eq!((judged.warning(), judged.advice()), (Some(*warning), *advice), "{text}");
    }
    let strong = judged("kX9$vQ2mZr!e", &[]);
    assert_eq!((strong.score(), strong.warning(), strong.advice()), (4, None, &[][..]));
}

#[test]
fn lists_are_read_back_and_have_their_texts() {
    StrengthLabel::check_list();
    StrengthWarning::check_list();
    StrengthAdvice::check_list();
    for (label, score) in StrengthLabel::ALL.iter().zip(0..) {
        assert_eq!(label.score(), score);
    }
}

#[test]
fn debug_shows_nothing_of_the_password() {
    let shown = format!("{:?}", judged("Canari2013!", &["Canari"]));
    assert!(!shown.contains("anari") && !shown.contains("2013"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_the_blocklist_refuses_is_never_strong(
        word in "soleil|clermont-ferrand|mot de passe|azertyuiopqsdfg|[a-d]{1,4}|[a-z]{3,8}",
        times in 1..5_usize,
        before in "[0-9!?*]{0,4}",
        after in "[-0-9!?*]{0,6}",
    ) {
        let password =
            PreparedPassword::from_text(&format!("{before}{}{after}", word.repeat(times))).unwrap();
        let judged = strength(&password, &ContextWords::new());
        let common = crate::password::common::is_common(&password);
        prop_assert!(!common || judged.score() <= 2, "{}", password.expose_secret());
    }

    #[test]
    fn a_word_in_no_list_a_year_and_a_sign_are_never_strong(
        word in "[A-Z][a-z]{2,11}|[a-z]{3,11}",
        year in 1900..2050_u32,
        sign in "[!*?#]{0,2}",
    ) {
        let text = format!("{word}{year}{sign}");
        prop_assert!(judged(&text, &[]).score() <= 2, "{}", text);
    }

    #[test]
    fn any_text_is_judged_and_twice_alike(text in "\\PC{0,70}|[4@8({<3691!|0$5+7%2a-e]{0,70}") {
        prop_assert_eq!(judged(&text, &[]), judged(&text, &[]));
    }

    #[test]
    fn a_word_of_the_person_never_raises_the_score(
        before in "[a-zA-Z0-9!?]{0,8}",
        word in "[a-zA-Z]{3,9}",
        after in "[a-zA-Z0-9!?]{0,8}",
        other in "[a-z]{4}",
    ) {
        let text = format!("{before}{word}{after}");
        let alone = judged(&text, &[]).score();
        let known = judged(&text, &[&word]).score();
        prop_assert!(known <= alone, "{} {}", text, word);
        prop_assert!(judged(&text, &[&word, &other]).score() <= known, "{} {}", text, word);
    }

    #[test]
    fn case_accents_and_signs_of_a_word_are_not_strength(
        word in "soleil|vacances|marseille|juliette|pronote",
        year in 1950..2030_u32,
    ) {
        let signs = word.replace('e', "3").replace('o', "0").replace('l', "1");
        for text in [format!("{word}{year}!"), format!("{signs}{year}"), word.to_uppercase()] {
            prop_assert!(judged(&text, &[]).score() <= 2, "{}", text);
        }
    }

    #[test]
    fn what_follows_the_window_changes_nothing(text in "[a-z]{64}", more in "[a-z]{0,9}") {
        prop_assert_eq!(judged(&format!("{text}{more}"), &[]), judged(&text, &[]));
    }
}

use proptest::prelude::*;

use super::*;
use crate::message::is_known;

const KO: u64 = 1 << 10;
const MO: u64 = 1 << 20;
const GO: u64 = 1 << 30;

#[test]
fn shows_sizes_in_the_unit_that_fits() {
    let table = [
        // bytes, French, English
        (0, "0 o", "0 B"),
        (1, "1 o", "1 B"),
        (1023, "1023 o", "1023 B"),
        (KO, "1 Ko", "1 KB"),
        (KO + 51, "1 Ko", "1 KB"),
        (KO + 52, "1.1 Ko", "1.1 KB"),
        (KO + KO / 2, "1.5 Ko", "1.5 KB"),
        (546 * KO, "546 Ko", "546 KB"),
        (MO - 52, "1023.9 Ko", "1023.9 KB"),
        // 1,023.95 Ko: rounded, it would be 1,024 Ko.
        (MO - 51, "1 Mo", "1 MB"),
        (MO - 1, "1 Mo", "1 MB"),
        (MO, "1 Mo", "1 MB"),
        (300 * MO - 546 * KO, "299.5 Mo", "299.5 MB"),
        (GO - 52 * KO, "1023.9 Mo", "1023.9 MB"),
        (GO - 51 * KO, "1 Go", "1 GB"),
        (GO - 1, "1 Go", "1 GB"),
        (5 * GO / 2, "2.5 Go", "2.5 GB"),
        (1024 * GO - 1, "1024 Go", "1024 GB"),
        (1024 * GO, "1024 Go", "1024 GB"),
    ];
    for (bytes, fr, en) in table {
        let size = StorageSize::from_bytes(bytes).unwrap();
        assert_eq!((&*size.display(Lang::Fr), &*size.display(Lang::En)), (fr, en), "{bytes}");
    }
}

#[test]
fn the_printed_example_fits_both_bases() {
    let tenths_of_what_is_left = |kilo: u64| {
        let left = 300 * kilo * kilo - 546 * kilo;
        (left * 10 + kilo * kilo / 2) / (kilo * kilo)
    };
    assert_eq!((tenths_of_what_is_left(1024), tenths_of_what_is_left(1000)), (2995, 2995));
}

#[test]
fn reads_and_refuses() {
    use StorageSizeError::{Format, TooLarge};
    let huge = "9".repeat(1 << 20);
    let table = [
        // text, bytes
        ("0 o", Ok(0)),
        ("1023 B", Ok(1023)),
        ("546 Ko", Ok(546 * KO)),
        ("546 ko", Ok(546 * KO)),
        ("546 kB", Ok(546 * KO)),
        ("546Ko", Ok(546 * KO)),
        ("546\u{A0}Ko", Ok(546 * KO)),
        ("546\u{202F}Ko", Ok(546 * KO)),
        ("299.5 Mo", Ok(299 * MO + MO / 2)),
        ("299,5 MB", Ok(299 * MO + MO / 2)),
        ("0.1 Ko", Ok(102)),
        ("007 o", Ok(7)),
        ("1024 Go", Ok(1 << 40)),
        ("1024.1 Go", Err(TooLarge)),
        ("1099511627777 o", Err(TooLarge)),
        ("99999999999999999999 Ko", Err(TooLarge)),
        ("18446744073709551615 Go", Err(TooLarge)),
        ("1.5 o", Err(Format)),
        ("1.25 Mo", Err(Format)),
        ("1. Mo", Err(Format)),
        (".5 Mo", Err(Format)),
        ("1.5.5 Mo", Err(Format)),
        ("1 000 Ko", Err(Format)),
        ("-1 Ko", Err(Format)),
        ("+1 Ko", Err(Format)),
        ("1e3 Ko", Err(Format)),
        ("1  Ko", Err(Format)),
        (" 1 Ko", Err(Format)),
        ("1 Ko ", Err(Format)),
        ("12", Err(Format)),
        ("Ko", Err(Format)),
        ("", Err(Format)),
        ("1 KO", Err(Format)),
        ("1 Mb", Err(Format)),
        ("1 Mio", Err(Format)),
        ("1 To", Err(Format)),
        ("１ Ko", Err(Format)),
        (&huge, Err(Format)),
    ];
    for (text, expected) in table {
        assert_eq!(StorageSize::parse(text).map(StorageSize::bytes), expected, "{text:.40}");
    }
}

#[test]
fn a_folder_takes_what_is_left_and_no_more() {
    let size = |bytes| StorageSize::from_bytes(bytes).unwrap();
    let table = [
        // limit, used, left, the largest file taken
        (300, 0, 300),
        (300, 299, 1),
        (300, 300, 0),
        (300, 301, 0),
        (0, 0, 0),
    ];
    for (limit, used, left) in table {
        let quota = Quota::new(size(limit), size(used));
        assert_eq!(quota.available(), size(left));
        assert!(quota.accepts(size(left)) && quota.accepts(StorageSize::ZERO));
        assert!(!quota.accepts(size(left + 1)));
    }
}

#[test]
fn says_what_is_taken_and_left_as_the_portal_does() {
    let quota = Quota::new(
        StorageSize::from_bytes(300 * MO).unwrap(),
        StorageSize::from_bytes(546 * KO).unwrap(),
    );
    assert_eq!(quota.summary(Lang::Fr), "Espace utilisé\u{A0}: 546 Ko, disponible\u{A0}: 299.5 Mo");
}

#[test]
fn travels_as_bytes() {
    let stored = r#"{"limit":314572800,"used":559104}"#;
    let quota: Quota = serde_json::from_str(stored).unwrap();
    assert_eq!(serde_json::to_string(&quota).unwrap(), stored);
    for bad in [
        r#"{"limit":1099511627777,"used":0}"#,
        r#"{"limit":1,"used":-1}"#,
        r#"{"limit":"300 Mo","used":0}"#,
        r#"{"limit":1,"used":0,"left":1}"#,
        r#"{"limit":1}"#,
    ] {
        assert!(serde_json::from_str::<Quota>(bad).is_err(), "{bad}");
    }
}

#[test]
fn errors_have_texts() {
    let errors = [StorageSizeError::Format, StorageSizeError::TooLarge];
    assert!(errors.iter().all(|error| is_known(error.code())));
}

proptest! {
    #[test]
    fn never_panics(text in ".{0,40}") {
        let _ = StorageSize::parse(&text);
    }

    #[test]
    fn what_is_shown_reads_as_what_is_shown(bytes in 0_u64..=1 << 40, shift in 0_u32..40) {
        let size = StorageSize::from_bytes(bytes >> shift).unwrap();
        for lang in [Lang::Fr, Lang::En] {
            let shown = size.display(lang);
            let read = StorageSize::parse(&shown).unwrap();
            prop_assert_eq!(read.display(lang), shown);
            // Off by half a tenth of the unit at most.
            prop_assert!(read.bytes().abs_diff(size.bytes()) <= size.bytes().div_ceil(20));
        }
        if size.bytes() < KO {
            prop_assert_eq!(StorageSize::parse(&size.display(Lang::Fr)), Ok(size));
        }
    }

    #[test]
    fn larger_sizes_never_show_as_smaller(a in 0_u64..=1 << 40, b in 0_u64..=1 << 40) {
        let read = |bytes| {
            let shown = StorageSize::from_bytes(bytes).unwrap().display(Lang::Fr);
            StorageSize::parse(&shown).unwrap()
        };
        let (small, large) = (a.min(b), a.max(b));
        prop_assert!(read(small) <= read(large));
    }
}

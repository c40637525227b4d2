use proptest::prelude::*;

use super::*;
use crate::message::is_known;
use crate::tables::phone_plan::{PLANS, SHARED};

#[test]
fn reads_and_refuses() {
    use PhoneError::{Empty, Format, Unallocated};
    use Region::{FR, GP, NC, PF, PM, RE, WF};
    let huge = "0".repeat(1 << 20);
    let cases = [
        // text, region, E.164 and kind
        ("0612345678", FR, Ok("+33612345678 mobile")),
        (" 06.12-34/56 (78) ", FR, Ok("+33612345678 mobile")),
        ("06\u{A0}12\u{202F}34 56 78", RE, Ok("+33612345678 mobile")),
        ("０６１２３４５６７８", FR, Ok("+33612345678 mobile")),
        ("＋33 (0)6 12 34 56 78", FR, Ok("+33612345678 mobile")),
        ("+330612345678", FR, Ok("+33612345678 mobile")),
        ("0033(0)612345678", NC, Ok("+33612345678 mobile")),
        ("612345678", FR, Ok("+33612345678 mobile")),
        ("0692123456", FR, Ok("+262692123456 mobile")),
        ("0692123456", GP, Ok("+262692123456 mobile")),
        ("0692123456", NC, Ok("+262692123456 mobile")),
        ("0709301234", FR, Ok("+594709301234 mobile")),
        ("0709351234", FR, Ok("+262709351234 mobile")),
        ("0262123456", FR, Ok("+262262123456 fixed")),
        ("0596101234", FR, Ok("+596596101234 fixed")),
        ("+33692123456", FR, Err(Unallocated)),
        ("+33269601234", FR, Err(Unallocated)),
        ("+33269111234", FR, Ok("+33269111234 fixed")),
        ("0801234567", PF, Ok("+33801234567 other")),
        ("801234567", PF, Ok("+689801234567 other")),
        ("0712345678", FR, Err(Unallocated)),
        ("0912345678", FR, Ok("+33912345678 voip")),
        ("0976012345", FR, Ok("+33976012345 voip")),
        ("0976012345", GP, Ok("+590976012345 voip")),
        ("0976012345", RE, Ok("+33976012345 voip")),
        ("0800123456", FR, Ok("+33800123456 other")),
        ("0892123456", FR, Ok("+33892123456 other")),
        ("75 12 34", NC, Ok("+687751234 mobile")),
        ("25 12 34", NC, Ok("+687251234 fixed")),
        ("87 12 34 56", PF, Ok("+68987123456 mobile")),
        ("82 12 34", WF, Ok("+681821234 mobile")),
        ("55 12 34", PM, Ok("+508551234 mobile")),
        ("055 12 34", PM, Ok("+508551234 mobile")),
        ("0708401234", FR, Ok("+508708401234 mobile")),
        ("0612345678", PM, Ok("+33612345678 mobile")),
        ("0712345678", PM, Err(Unallocated)),
        ("12 12 34", NC, Err(Unallocated)),
        ("75 12 34", FR, Err(Format)),
        ("751234567", NC, Err(Format)),
        ("+44 (0)7911 123456", FR, Ok("+447911123456 other")),
        ("+123456789012345", FR, Ok("+123456789012345 other")),
        ("+1234567", FR, Err(Format)),
        ("+1234567890123456", FR, Err(Format)),
        ("+0123456789", FR, Err(Format)),
        ("+0033612345678", FR, Err(Format)),
        ("++33612345678", FR, Err(Format)),
        ("06+12345678", FR, Err(Format)),
        ("00", FR, Err(Format)),
        ("+", FR, Err(Format)),
        ("()", FR, Err(Format)),
        ("06123456", FR, Err(Format)),
        ("06123456789", FR, Err(Format)),
        ("3639", FR, Err(Format)),
        ("", FR, Err(Empty)),
        (" \u{A0}\u{202F}", FR, Err(Empty)),
        ("06 12 34 56 7O", FR, Err(Format)),
        ("06\t12345678", FR, Err(Format)),
        ("0612345678\0", FR, Err(Format)),
        ("\u{202E}0612345678", FR, Err(Format)),
        ("06\u{200B}12345678", FR, Err(Format)),
        ("٠٦١٢٣٤٥٦٧٨", FR, Err(Format)),
        (&huge, FR, Err(Format)),
    ];
    for (text, region, expected) in cases {
        let read = PhoneNumber::parse(text, region)
            .map(|number| format!("{} {}", number.e164(), number.kind().code()));
        assert_eq!(read, expected.map(str::to_owned), "{text:.40?} {region}");
    }
}

#[test]
fn shows_a_number_in_four_ways() {
    let cases = [
        // E.164, national, international, masked
        ("+33612345678", "06 12 34 56 78", "+33 6 12 34 56 78", "06 •• •• •• 78"),
        ("+262692123456", "06 92 12 34 56", "+262 692 12 34 56", "06 •• •• •• 56"),
        ("+687751234", "75 12 34", "+687 75 12 34", "+687 •• •• 34"),
        ("+68987123456", "87 12 34 56", "+689 87 12 34 56", "+689 •• •• •• 56"),
        ("+508551234", "55 12 34", "+508 55 12 34", "+508 •• •• 34"),
        ("+508708401234", "07 08 40 12 34", "+508 708 40 12 34", "07 •• •• •• 34"),
        ("+447911123456", "+447911123456", "+447911123456", "+44 •• •• •• 56"),
    ];
    for (text, national, international, masked) in cases {
        let number = PhoneNumber::parse(text, Region::FR).unwrap();
        assert_eq!(number.national(), national);
        assert_eq!(number.international(), international);
        assert_eq!(number.masked(), masked);
        assert_eq!(format!("{number:?}"), format!("PhoneNumber({masked})"));
    }
}

#[test]
fn only_mobiles_get_text_messages() {
    for (text, sms) in [
        ("+33612345678", true),
        ("+33123456789", false),
        ("+33912345678", false),
        ("+33800123456", false),
        ("+508411234", false),
        ("+447911123456", false),
    ] {
        let number = PhoneNumber::parse(text, Region::FR).unwrap();
        assert_eq!(number.can_receive_sms(), sms, "{text}");
    }
}

#[test]
fn travels_as_its_e164_text() {
    let number: PhoneNumber = serde_json::from_str(r#""+33612345678""#).unwrap();
    assert_eq!(serde_json::to_string(&number).unwrap(), r#""+33612345678""#);
    for bad in [r#""0612345678""#, r#""+33 612345678""#, r#""+33712345678""#, r#""""#, "33"] {
        assert!(serde_json::from_str::<PhoneNumber>(bad).is_err(), "{bad}");
    }
}

#[test]
fn every_region_has_a_plan() {
    for region in Region::ALL {
        assert!(!region.plan().ranges.is_empty(), "{region}");
        assert_eq!(Region::parse(region.code()), Ok(region));
    }
}

#[test]
fn tables_are_sorted_and_do_not_overlap() {
    for plan in PLANS {
        let apart = |a: &plan::Range, b: &plan::Range| (a.digits, a.last) < (b.digits, b.first);
        assert!(plan.ranges.windows(2).all(|pair| apart(&pair[0], &pair[1])), "{}", plan.code);
        assert!(plan.ranges.iter().all(|range| range.first <= range.last));
    }
    assert!(SHARED.windows(2).all(|pair| pair[0].last < pair[1].first));
}

#[test]
fn whoever_owns_a_shared_number_has_it_in_their_plan() {
    for range in SHARED {
        for number in [range.first, range.last] {
            let text = format!("+{}{number}", range.code);
            let typed = PhoneNumber::parse(&format!("0{number}"), Region::FR).unwrap();
            assert_eq!(typed, PhoneNumber::parse(&text, Region::FR).unwrap());
            assert_eq!(typed.kind(), range.kind, "{text}");
        }
    }
}

#[test]
fn errors_have_texts() {
    for code in [PhoneError::Empty, PhoneError::Format, PhoneError::Unallocated].map(|e| e.code()) {
        assert!(is_known(code), "{code}");
    }
    assert!(is_known(RegionError.code()));
}

proptest! {
    #[test]
    fn never_panics(text in ".{0,70}", region in 0_usize..12) {
        let _ = PhoneNumber::parse(&text, Region::ALL[region]);
    }

    #[test]
    fn reads_what_it_shows(digits in "(\\+|00|0)?[0-9 .()]{4,18}", region in 0_usize..12) {
        if let Ok(number) = PhoneNumber::parse(&digits, Region::ALL[region]) {
            prop_assert_eq!(&PhoneNumber::try_from(number.e164().to_owned()), &Ok(number.clone()));
            for other in Region::ALL {
                prop_assert_eq!(&PhoneNumber::parse(&number.international(), other), &Ok(number.clone()));
                if number.e164().strip_prefix('+').unwrap().starts_with(other.plan().code) {
                    prop_assert_eq!(&PhoneNumber::parse(&number.national(), other), &Ok(number.clone()));
                }
            }
        }
    }
}

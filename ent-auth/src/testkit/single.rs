//! One call at a time, over two connections.

use std::fmt::Debug;

use ent_core::transition::{CasResult, StateKey, Store};

use super::Rule;
use super::kit::{At, Kit};

/// Names that a store could take for one another, and what makes it do so.
const NAMES: &[(&str, &str)] = &[
    ("e", "the plain name"),
    ("E", "upper case"),
    ("e ", "a space at the end"),
    (" e", "a space at the start"),
    ("e\u{301}", "an accent of its own"),
    ("\u{e9}", "an accent"),
    ("\u{ea}", "another accent"),
    ("\u{c9}", "an accent in upper case"),
    ("\u{ff45}", "full width"),
    ("e\u{200d}", "an invisible character"),
    ("e/", "a slash at the end"),
    ("%", "a wildcard of LIKE"),
    ("_", "another wildcard of LIKE"),
    ("e'\"\\;--", "quotes"),
    ("ss", "two letters"),
    ("\u{df}", "a sharp s"),
    ("0", "a number"),
    ("00", "a number with a zero before"),
    ("0.0", "a number with a point"),
];

/// Longest key that is checked, in bytes: no key of the suite is longer.
const LONGEST: usize = 255;

/// Largest state that the suite writes.
const LARGEST: usize = 64 * 1024;

pub(super) fn play<S: Store<Error: Debug>>(kit: &Kit<'_>, one: &S, other: &S) {
    let single = Single { kit, one, other };
    // A failed call has been reported; what follows it in its scenario means nothing.
    let _: [Option<()>; 3] = [single.versions(), single.bytes(), single.keys()];
}

struct Single<'k, 'a, S> {
    kit: &'k Kit<'a>,
    one: &'k S,
    other: &'k S,
}

impl<S: Store<Error: Debug>> Single<'_, '_, S> {
    fn versions(&self) -> Option<()> {
        use CasResult::{Lost, Stored};
        let key = self.kit.key("versions");
        self.holds(Rule::Absent, &key, None)?;
        self.save(Rule::ReplaceMissing, &key, At::Version(1), b"0", Lost)?;
        self.holds(Rule::LostUntouched, &key, None)?;

        self.save(Rule::Create, &key, At::Nothing, b"1", Stored)?;
        self.holds(Rule::Bytes, &key, Some(b"1"))?;
        self.save(Rule::CreateOnce, &key, At::Nothing, b"one", Lost)?;
        self.holds(Rule::LostUntouched, &key, Some(b"1"))?;
        for version in [2, u32::MAX] {
            self.save(Rule::ReplaceVersion, &key, At::Version(version), b"one", Lost)?;
            self.holds(Rule::LostUntouched, &key, Some(b"1"))?;
        }

        self.save(Rule::Replace, &key, At::Version(1), b"2", Stored)?;
        self.holds(Rule::Bytes, &key, Some(b"2"))?;
        for (rule, at) in [
            (Rule::ReplaceVersion, At::Version(1)),
            (Rule::ReplaceVersion, At::Version(3)),
            (Rule::CreateOnce, At::Nothing),
        ] {
            self.save(rule, &key, at, b"two", Lost)?;
            self.holds(Rule::LostUntouched, &key, Some(b"2"))?;
        }
        // The same bytes again are a version of their own.
        self.save(Rule::Replace, &key, At::Version(2), b"2", Stored)?;
        self.save(Rule::ReplaceVersion, &key, At::Version(2), b"two", Lost)?;
        self.save(Rule::Replace, &key, At::Version(3), b"4", Stored)?;
        self.holds(Rule::Bytes, &key, Some(b"4"))
    }

    fn bytes(&self) -> Option<()> {
        let every = || (0..=u8::MAX).cycle();
        let payloads: [(&str, Vec<u8>); 8] = [
            ("a JSON text", br#"{"b":1, "a":"\u00e9", "a":1.0}"#.to_vec()),
            ("no bytes", Vec::new()),
            ("accents composed and not", "\u{e9}e\u{301}\u{1f600}".into()),
            ("space around", b" \t\r\nx\r\n ".to_vec()),
            ("zero bytes", vec![0; 3]),
            ("every byte", every().take(256).collect()),
            ("no UTF-8", vec![0xff, 0xfe, 0xc0, 0x80]),
            ("64 KiB", every().take(LARGEST).collect()),
        ];
        for created in 0..payloads.len() {
            let key = self.kit.key(&format!("bytes-{created}"));
            let mut at = At::Nothing;
            for (version, (what, payload)) in
                (1..).zip(payloads.iter().cycle().skip(created).take(2))
            {
                let rule = if version == 1 { Rule::Create } else { Rule::Replace };
                self.write(rule, &key, at, (what, payload), CasResult::Stored)?;
                self.reads(Rule::Bytes, &key, Some((what, payload)))?;
                at = At::Version(version);
            }
        }
        Some(())
    }

    fn keys(&self) -> Option<()> {
        let stem = self.kit.key("").as_str().len();
        let long =
            |end| format!("{}{end}", "k".repeat(LONGEST.saturating_sub(stem).saturating_sub(1)));
        let (a, b) = (long('a'), long('b'));
        let long = [(&*a, "a key of 255 bytes"), (&*b, "its last letter changed")];
        let names = || NAMES.iter().copied().chain(long);
        for (name, what) in names() {
            let key = self.kit.key(name);
            if let Some(found) = self.answer(self.one.load(&key), "a load")? {
                let taken = names().find(|(other, _)| other.as_bytes() == found);
                let taken = taken.map_or("another", |(_, taken)| taken);
                self.kit
                    .find(Rule::Keys, format!("the key with {what} found the record of {taken}"));
                continue;
            }
            let answer = self.call(&key, At::Nothing, name.as_bytes())?;
            if answer == CasResult::Lost {
                self.kit.find(Rule::Keys, format!("the key with {what} had a record already"));
            }
        }
        for (name, what) in names() {
            let found = self.answer(self.other.load(&self.kit.key(name)), "a load")?;
            if found.as_deref() != Some(name.as_bytes()) {
                self.kit.find(Rule::Keys, format!("the key with {what} has the bytes of another"));
            }
        }
        let Some((first, _)) = names().next() else { return Some(()) };
        self.call(&self.kit.key(first), At::Version(1), b"changed")?;
        for (name, what) in names().skip(1) {
            let found = self.answer(self.other.load(&self.kit.key(name)), "a load")?;
            if found.as_deref() == Some(b"changed") {
                let happened = format!("the key with {what} changed with the plain name");
                self.kit.find(Rule::Independent, happened);
            }
        }
        Some(())
    }

    /// A write of a short text, which shows by itself.
    fn save(
        &self,
        rule: Rule,
        key: &StateKey,
        at: At,
        bytes: &[u8],
        expected: CasResult,
    ) -> Option<()> {
        self.write(rule, key, at, ("a short text", bytes), expected)
    }

    fn write(
        &self,
        rule: Rule,
        key: &StateKey,
        at: At,
        (what, bytes): (&str, &[u8]),
        expected: CasResult,
    ) -> Option<()> {
        let answer = self.call(key, at, bytes)?;
        if answer != expected {
            let answer = match answer {
                CasResult::Stored => "stored",
                CasResult::Lost => "lost",
            };
            self.kit.find(rule, format!("{at} of {what} was {answer}"));
        }
        Some(())
    }

    fn holds(&self, rule: Rule, key: &StateKey, expected: Option<&[u8]>) -> Option<()> {
        self.reads(rule, key, expected.map(|bytes| ("what was stored", bytes)))
    }

    /// Both connections read `expected`; that the other one does not is another rule.
    fn reads(&self, rule: Rule, key: &StateKey, expected: Option<(&str, &[u8])>) -> Option<()> {
        for (store, rule, who) in [
            (self.one, rule, "the same connection"),
            (self.other, Rule::Visible, "another connection"),
        ] {
            let found = self.answer(store.load(key), "a load")?;
            if found.as_deref() == expected.map(|(_, bytes)| bytes) {
                continue;
            }
            let found =
                found.map_or("nothing".to_owned(), |bytes| format!("{} bytes", bytes.len()));
            let expected = expected.map_or("nothing".to_owned(), |(what, bytes)| {
                format!("{what}, {} bytes", bytes.len())
            });
            self.kit.find(rule, format!("{who} read {found} in place of {expected}"));
            break;
        }
        Some(())
    }

    fn call(&self, key: &StateKey, at: At, bytes: &[u8]) -> Option<CasResult> {
        let expected = self.answer(at.precondition(), "a version")?;
        self.answer(
            self.one.save_if(key, expected, bytes),
            &format!("{at} of {} bytes", bytes.len()),
        )
    }

    fn answer<T, E: Debug>(&self, answer: Result<T, E>, what: &str) -> Option<T> {
        answer.map_err(|error| self.kit.find(Rule::Failed, format!("{what}: {error:?}"))).ok()
    }
}

//! « Quand et comment me joindre ? »: a few lines in the person's own words.

use std::fmt;
use std::str::FromStr;

use ent_core::Coded;
use ent_core::text::{is_invisible, nfc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_segmentation::UnicodeSegmentation;

/// Longest wish, in characters as a person counts them (teacher guide of Ma classe en
/// Auvergne-Rhône-Alpes: « 300 caractères maximum »).
const MAX_CHARS: usize = 300;

/// Longest text that is read, in bytes: 300 families of four with their skin tones are 12,300.
const MAX_BYTES: usize = 16_384;

/// Most code points of one character: 30 marks on a letter (UAX #15 §13, stream-safe text).
const MAX_CODE_POINTS: usize = 31;

/// When and how a person wishes to be reached, in their own words.
///
/// Up to 300 characters, counted as a person counts them: a letter with its accents is one, and so
/// is a family of emoji (extended grapheme clusters, UAX #29). Kept in normal form C, with line
/// ends as `\n` and without spaces around. Every script passes, whichever way it is written; the
/// marks of direction that keyboards insert are left out. What else shows nothing or turns the
/// direction of the text around it is refused, but for the joiners, selectors and tags within a
/// character, without which emoji and several scripts fall apart. `Debug` shows nothing.
///
/// ```
/// use ent_prefs::contact_card::{ContactWish, WishError};
///
/// let wish = ContactWish::parse(" Après 18 h, de préférence par message 👨‍👩‍👧 \r\n")?;
/// assert_eq!(wish.as_str(), "Après 18 h, de préférence par message 👨‍👩‍👧");
/// assert_eq!(wish.length(), 39);
/// assert_eq!(wish.left(), 261);
/// let long = ContactWish::parse(&"é".repeat(301));
/// assert_eq!(long, Err(WishError::TooLong { max: 300, actual: 301 }));
/// # Ok::<(), WishError>(())
/// ```
#[doc(alias = "Quand et comment me joindre")]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContactWish(String);

impl ContactWish {
    /// Reads a wish.
    ///
    /// # Errors
    ///
    /// [`WishError::TooBig`] above 16,384 bytes, which are not looked at; else
    /// [`WishError::Empty`], then the fault of the first character that has one, then
    /// [`WishError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, WishError> {
        if text.len() > MAX_BYTES {
            return Err(WishError::TooBig);
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(DIRECTIONS, "");
        let text = nfc(&text);
        let text = text.trim();
        if text.chars().all(|c| c.is_whitespace() || c == BRAILLE_BLANK) {
            return Err(WishError::Empty);
        }
        for character in text.graphemes(true) {
            check(character)?;
        }
        let actual = text.graphemes(true).count();
        if actual > MAX_CHARS {
            return Err(WishError::TooLong { max: MAX_CHARS, actual });
        }
        Ok(Self(text.to_owned()))
    }

    /// The wish, in normal form C.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many characters it has, as a person counts them.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.graphemes(true).count()
    }

    /// How many more it may have.
    #[must_use]
    pub fn left(&self) -> usize {
        MAX_CHARS.saturating_sub(self.length())
    }

    /// Most characters of a wish: 300.
    #[must_use]
    pub const fn max() -> usize {
        MAX_CHARS
    }
}

/// Marks of direction that keyboards put between words of two scripts. They are left out.
const DIRECTIONS: [char; 3] = ['\u{200E}', '\u{200F}', '\u{061C}'];

/// A character of Braille without a dot, which is no space to Unicode.
const BRAILLE_BLANK: char = '\u{2800}';

/// The flags of England, Scotland and Wales: a black flag, then the region in tags, of which nothing
/// else shows (the only ones in general use, UTS #51 §2.5).
const REGION_FLAGS: [&str; 3] = [
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
];

/// One character as a person sees it. What joins, selects or tags stands where a script or a flag
/// needs it, one at a time, so that nothing can be hidden in a run of them.
fn check(character: &str) -> Result<(), WishError> {
    let flag = REGION_FLAGS.contains(&character);
    let mut before = ' ';
    for (at, c) in character.chars().enumerate() {
        if at == MAX_CODE_POINTS {
            return Err(WishError::Marks);
        }
        if c.is_control() && c != '\n' {
            return Err(WishError::Control);
        }
        let allowed = match c {
            '\u{200C}' | '\u{200D}' => shows(before) || is_selector(before),
            _ if is_selector(c) => shows(before),
            '\u{E0100}'..='\u{E01EF}' => is_ideograph(before),
            '\u{E0020}'..='\u{E007F}' => flag,
            _ => !is_invisible(c) && !is_noncharacter(c),
        };
        if !allowed {
            return Err(WishError::Invisible);
        }
        before = c;
    }
    Ok(())
}

fn shows(c: char) -> bool {
    !is_invisible(c) && !c.is_whitespace() && c != BRAILLE_BLANK
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}')
}

/// What the selectors of the Ideographic Variation Database follow (UTS #37).
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

/// Code points that are no characters (Unicode §23.7).
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
}

impl fmt::Debug for ContactWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactWish(redacted)")
    }
}

impl FromStr for ContactWish {
    type Err = WishError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ContactWish {
    type Error = WishError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ContactWish> for String {
    fn from(wish: ContactWish) -> Self {
        wish.0
    }
}

/// Why a text is not a [`ContactWish`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WishError {
    /// More than 16,384 bytes.
    #[error("the wish has more than 16,384 bytes")]
    TooBig,
    /// Nothing but spaces.
    #[error("the wish is empty")]
    Empty,
    /// More marks on one letter than any language has.
    #[error("a letter of the wish has too many marks")]
    Marks,
    /// A control character other than a line end.
    #[error("the wish holds a control character")]
    Control,
    /// An invisible or direction-changing character.
    #[error("the wish holds an invisible character")]
    Invisible,
    /// More characters than allowed.
    #[error("the wish has {actual} characters, at most {max} are allowed")]
    TooLong {
        /// Most characters.
        max: usize,
        /// How many there are.
        actual: usize,
    },
}

impl Coded for WishError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooBig => "wish/too-big",
            Self::Empty => "wish/empty",
            Self::Marks => "wish/marks",
            Self::Control => "wish/control",
            Self::Invisible => "wish/invisible",
            Self::TooLong { .. } => "wish/too-long",
        }
    }

    fn params(&self) -> ent_core::Params {
        match self {
            Self::TooLong { max, actual } => {
                vec![("max", max.to_string().into()), ("actual", actual.to_string().into())]
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message::is_known;
    use proptest::prelude::*;

    use super::*;

    const FAMILY: &str = "👨\u{200D}👩\u{200D}👧\u{200D}👦";

    #[test]
    fn reads_and_refuses() {
        use WishError::{Control, Empty, Invisible, Marks, TooBig, TooLong};
        let zalgo = |marks: usize| format!("a{}", "\u{334}".repeat(marks));
        let cases: Vec<(String, Result<usize, WishError>)> = vec![
            // text, characters or error
            ("Après 18 h".into(), Ok(10)),
            ("  le soir\u{A0}\n".into(), Ok(7)),
            ("lundi\r\nmardi\rjeudi".into(), Ok(17)),
            ("e\u{301}te\u{301}".into(), Ok(3)),
            (FAMILY.repeat(300), Ok(300)),
            (FAMILY.repeat(301), Err(TooLong { max: 300, actual: 301 })),
            ("😀".repeat(300), Ok(300)),
            ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}".into(), Ok(1)),
            ("☎\u{FE0F} 18 h".into(), Ok(6)),
            ("🇫🇷".repeat(2), Ok(2)),
            ("بعد السادسة مساء".into(), Ok(16)),
            ("אחרי שש".into(), Ok(7)),
            ("می\u{200C}خواهم".into(), Ok(7)),
            ("क\u{94D}\u{200D}ष".into(), Ok(1)),
            (String::new(), Err(Empty)),
            (" \n\u{A0}".into(), Err(Empty)),
            ("\u{2800} \u{2800}".into(), Err(Empty)),
            ("⠇⠑\u{2800}⠎⠕⠊⠗".into(), Ok(7)),
            ("葛\u{E0100}城".into(), Ok(2)),
            ("葛\u{E0100}\u{E0101}".into(), Err(Invisible)),
            ("a\u{E0100}".into(), Err(Invisible)),
            (REGION_FLAGS.concat(), Ok(3)),
            (format!("🏴{}\u{E007F}", "\u{E0061}".repeat(5)), Err(Invisible)),
            ("🏴\u{E007F}".into(), Err(Invisible)),
            ("\u{2800}\u{200D}".into(), Err(Invisible)),
            ("\u{2800}\u{FE0F}".into(), Err(Invisible)),
            ("soir\u{202E}matin".into(), Err(Invisible)),
            ("soir\u{2067}matin".into(), Err(Invisible)),
            ("soir\u{200B}matin".into(), Err(Invisible)),
            ("soir\u{200F}".into(), Ok(4)),
            ("\u{200F}اتصل\u{200E} 18 h".into(), Ok(9)),
            ("soir\u{E0061}".into(), Err(Invisible)),
            ("🏴\u{E0067}\u{E0062}".into(), Err(Invisible)),
            ("a\u{FE0F}\u{FE0F}".into(), Err(Invisible)),
            ("a\u{200D}\u{200D}b".into(), Err(Invisible)),
            ("❤\u{FE0F}\u{200D}🔥".into(), Ok(1)),
            ("soir\u{FFFF}".into(), Err(Invisible)),
            ("soir\u{FDD0}".into(), Err(Invisible)),
            ("\u{200D}".into(), Err(Invisible)),
            ("\u{200D}soir".into(), Err(Invisible)),
            ("le \u{200D}soir".into(), Err(Invisible)),
            ("le\n\u{FE0F}soir".into(), Err(Invisible)),
            ("\u{FEFF}soir".into(), Err(Invisible)),
            ("soir\u{E0001}".into(), Err(Invisible)),
            ("\u{3164}".into(), Err(Invisible)),
            ("soir\0".into(), Err(Control)),
            ("soir\tmatin".into(), Err(Control)),
            ("soir\u{85}matin".into(), Err(Control)),
            (zalgo(30), Ok(1)),
            (zalgo(31), Err(Marks)),
            ("é".repeat(300), Ok(300)),
            ("é".repeat(301), Err(TooLong { max: 300, actual: 301 })),
            ("e\u{301}".repeat(300), Ok(300)),
            ("a".repeat(MAX_BYTES), Err(TooLong { max: 300, actual: MAX_BYTES })),
            ("a".repeat(MAX_BYTES + 1), Err(TooBig)),
        ];
        for (text, expected) in cases {
            let read = ContactWish::parse(&text).map(|wish| wish.length());
            assert_eq!(read, expected, "{text:.60?}");
        }
    }

    #[test]
    fn errors_have_texts_and_debug_shows_nothing() {
        let long = WishError::TooLong { max: 300, actual: 301 };
        for error in [
            WishError::TooBig,
            WishError::Empty,
            WishError::Marks,
            WishError::Control,
            WishError::Invisible,
            long,
        ] {
            assert!(is_known(error.code()), "{error}");
        }
        let wish = ContactWish::parse("au crépuscule").unwrap();
        assert_eq!(format!("{wish:?}"), "ContactWish(redacted)");
        assert_eq!(wish.left(), 287);
    }

    proptest! {
        #[test]
        fn never_panics_and_reads_what_it_keeps(text in "(.|[\u{200C}\u{200D}\u{FE0F}👨👩é\u{301}]){0,40}") {
            if let Ok(wish) = ContactWish::parse(&text) {
                prop_assert_eq!(Some(wish.left()), ContactWish::max().checked_sub(wish.length()));
                prop_assert_eq!(&ContactWish::parse(wish.as_str()), &Ok(wish.clone()));
                let json = serde_json::to_string(&wish).unwrap();
                prop_assert_eq!(serde_json::from_str::<ContactWish>(&json).unwrap(), wish);
            }
        }
    }
}

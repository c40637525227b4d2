//! Words that someone who knows a person would try first.

use std::fmt;

use zeroize::Zeroizing;

use ent_core::day::month_name;
use ent_core::text::{fold, fold_into};
use ent_core::{BirthDate, Lang};

use super::{PasswordError, PreparedPassword};

/// What a word to avoid is, in the order in which violations are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContextKind {
    /// A given or family name, of the person or of a child.
    Name,
    /// A login or the local part of an e-mail address.
    Login,
    /// The name of a school.
    School,
    /// A town: of the school or of the home.
    Town,
    /// The name of the portal.
    Ent,
    /// A date of birth, of the person or of a child.
    BirthDate,
    /// Anything else the host knows.
    Other,
}

impl ContextKind {
    /// Every kind, in order.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Login,
        Self::School,
        Self::Town,
        Self::Ent,
        Self::BirthDate,
        Self::Other,
    ];

    /// Stable code of the kind, such as `school`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Login => "login",
            Self::School => "school",
            Self::Town => "town",
            Self::Ent => "ent",
            Self::BirthDate => "birth_date",
            Self::Other => "other",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// At most 16 words that a password must not hold: names, login, school, town, portal, dates of
/// birth.
///
/// Words and password are compared without case, accents or anything but letters and digits.
/// A word counts by each of its parts of four characters or more, and by all its parts together,
/// anywhere in the password: `Collège Marcel-Pagnol` refuses `p.a.g.n.o.l` and `marcel69`. A word
/// of three letters refuses only where no letter stands beside it: `Lou` refuses `Lou*2021` and
/// not `Loupiote`. Shorter words, and what follows the 64th character, are not looked at.
///
/// ```
/// use ent_auth::password::{ContextKind, ContextWords, PasswordRules, PreparedPassword};
///
/// let mut words = ContextWords::new();
/// words.add(ContextKind::School, "Collège Marcel-Pagnol")?;
/// let rules = PasswordRules::educonnect();
/// let password = PreparedPassword::from_text("Pagnol*2021")?;
/// assert!(!rules.check(&password, None, &words).accepted());
/// let password = PreparedPassword::from_text("Garlaban*2021")?;
/// assert!(rules.check(&password, None, &words).accepted());
/// # Ok::<(), ent_auth::password::PasswordError>(())
/// ```
#[derive(Clone, Default)]
pub struct ContextWords {
    /// INVARIANT: at most `MAX`.
    words: Vec<Word>,
}

#[derive(Clone)]
struct Word {
    kind: ContextKind,
    /// Refused anywhere; four characters or more.
    anywhere: Vec<String>,
    /// Refused as a whole run of letters.
    alone: Option<String>,
}

impl ContextWords {
    /// Most words of one list.
    pub const MAX: usize = 16;
    /// Longest word as given, in bytes.
    pub const MAX_BYTES: usize = 1_024;
    /// Characters of a word that are looked at, after folding.
    const MAX_FOLDED: usize = 64;

    /// No words: nothing is refused.
    #[must_use]
    pub const fn new() -> Self {
        Self { words: Vec::new() }
    }

    /// Adds a word or a name of several words.
    ///
    /// # Errors
    ///
    /// [`PasswordError::TooManyWords`] after 16, [`PasswordError::WordTooLong`] above 1,024 bytes.
    pub fn add(&mut self, kind: ContextKind, text: &str) -> Result<(), PasswordError> {
        if text.len() > Self::MAX_BYTES {
            return Err(PasswordError::WordTooLong);
        }
        if self.words.len() >= Self::MAX {
            return Err(PasswordError::TooManyWords);
        }
        let folded: String = fold(text).chars().take(Self::MAX_FOLDED).collect();
        let joined = folded.replace(' ', "");
        let mut anywhere: Vec<String> =
            folded.split(' ').filter(|part| part.chars().count() >= 4).map(str::to_owned).collect();
        let length = joined.chars().count();
        if length >= 4 && !anywhere.contains(&joined) {
            anywhere.push(joined.clone());
        }
        let alone = (length == 3 && joined.chars().all(char::is_alphabetic)).then_some(joined);
        self.words.push(Word { kind, anywhere, alone });
        Ok(())
    }

    /// What is looked for, folded, in the order in which the words were added.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .flat_map(|word| word.anywhere.iter().chain(&word.alone))
            .map(String::as_str)
    }

    /// Adds a date of birth in the ways people type it, as one word: `2009`, `1403`, `0314`, `14309`,
    /// `14mars`, `mars14`, `mars09`, and what holds one of these, such as `14/03/2009`, `14/3/09`,
    /// `140309` or `mars 2009`. Of a date known in part, what is known.
    ///
    /// ```
    /// use ent_auth::password::{ContextWords, PasswordRules, PreparedPassword};
    /// use ent_core::BirthDate;
    ///
    /// let mut words = ContextWords::new();
    /// words.add_birth_date(BirthDate::parse("2009-03-14").unwrap())?;
    /// for typed in ["Azerty*2009", "Zoé*14/03*", "Né en mars 2009"] {
    ///     let password = PreparedPassword::from_text(typed)?;
    ///     assert!(!PasswordRules::ent_ara().check(&password, None, &words).accepted());
    /// }
    /// # Ok::<(), ent_auth::password::PasswordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`PasswordError::TooManyWords`] after 16.
    pub fn add_birth_date(&mut self, born: BirthDate) -> Result<(), PasswordError> {
        if self.words.len() >= Self::MAX {
            return Err(PasswordError::TooManyWords);
        }
        let (year, month, day) = born.ymd();
        let name = month_name(month, Lang::Fr).map(|name| fold(&name));
        let mut anywhere = vec![format!("{year:04}")];
        if let Some(name) = &name {
            anywhere.push(format!("{name}{:02}", year.rem_euclid(100)));
        }
        if let (Some(name), 1..) = (name, day) {
            if day < 10 || month < 10 {
                let short = year.rem_euclid(100);
                let typed =
                    [format!("{day}{month}{short:02}"), format!("{day}{month:02}{short:02}")];
                // Four digits stand in a password by chance.
                anywhere.extend(typed.into_iter().filter(|digits| digits.len() > 4));
            }
            anywhere.push(format!("{day:02}{month:02}"));
            anywhere.push(format!("{month:02}{day:02}"));
            anywhere.push(format!("{day}{name}"));
            anywhere.push(format!("{name}{day}"));
            if day == 1 {
                anywhere.push(format!("1er{name}"));
            }
        }
        self.words.push(Word { kind: ContextKind::BirthDate, anywhere, alone: None });
        Ok(())
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Kinds of the words that `password` holds, each once, in order.
    pub(super) fn found_in(&self, password: &PreparedPassword) -> Vec<ContextKind> {
        let spaced = fold_wiped(password.expose_secret());
        let mut joined = Zeroizing::new(String::with_capacity(spaced.len()));
        joined.extend(spaced.split(' '));
        let holds = |word: &Word| {
            word.anywhere.iter().any(|part| joined.contains(part.as_str()))
                || word.alone.as_deref().is_some_and(|alone| {
                    spaced.split(|c: char| !c.is_alphabetic()).any(|run| run == alone)
                })
        };
        let of_kind = |kind| self.words.iter().filter(move |word| word.kind == kind);
        ContextKind::ALL.into_iter().filter(|kind| of_kind(*kind).any(holds)).collect()
    }
}

impl fmt::Debug for ContextWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContextWords({} words)", self.words.len())
    }
}

/// What [`fold`] gives, up to surrounding spaces, in one buffer that never grows and is wiped.
fn fold_wiped(secret: &str) -> Zeroizing<String> {
    let mut folded = Zeroizing::new(String::with_capacity(secret.len().saturating_mul(5)));
    fold_into(secret, &mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(words: &[(ContextKind, &str)], password: &str) -> Vec<ContextKind> {
        let mut list = ContextWords::new();
        for (kind, text) in words {
            list.add(*kind, text).unwrap();
        }
        list.found_in(&PreparedPassword::from_text(password).unwrap())
    }

    #[test]
    fn pw5_words_are_found_and_others_are_not() {
        let cases = [
            // word, password, refused
            ("Lefèvre", "LEFEVRE*69", true),
            ("Lefèvre", "xLe.Fe.Vrex1", true),
            ("Lefebvre", "Lefevre*69", false),
            ("Collège Marcel-Pagnol", "marcelx1!", true),
            ("Collège Marcel-Pagnol", "MarcelPagnol", true),
            ("Collège Marcel-Pagnol", "Marius*69", false),
            ("Lou", "Lou*2021", true),
            ("Lou", "2021lou", true),
            ("Lou", "L*o*u", false),
            ("Lou", "Loupiote*69", false),
            ("Lou-Ann", "x-louann-x", true),
            ("Lou-Ann", "Lou*2021", false),
            ("Le Bon", "Bon*2021", false),
            ("Le Bon", "leBON*2021", true),
            ("Bo", "Bo*2021!", false),
            ("", "anything", false),
            ("***", "***", false),
            ("2009", "Azerty*2009", true),
            ("6e2", "Azerty*6e2", false),
            ("p.nom01", "PNom01**", true),
            ("Œuvrard", "oeuvrard*1", true),
            ("NOËL", "noe\u{308}l*2021", true),
        ];
        for (word, password, refused) in cases {
            let expected = if refused { vec![ContextKind::Name] } else { vec![] };
            assert_eq!(
                found(&[(ContextKind::Name, word)], password),
                expected,
                "{word} {password}"
            );
        }
    }

    #[test]
    fn pw5_dates_of_birth_are_found_as_people_type_them() {
        let cases = [
            // date, password, refused
            ("2009-03-12", "Azerty*2009", true),
            ("2009-03-12", "120309Zoe!", true),
            ("2009-03-12", "12032009Zoe!", true),
            ("2009-03-12", "Zoe*12-03*", true),
            ("2009-03-12", "090312Zoe!", true),
            ("2009-03-12", "Mars2009!!", true),
            ("2009-03-12", "MARS-09*az", true),
            ("2009-03-12", "Le 12 mars!", true),
            ("2009-03-12", "Zoe*12/3/09", true),
            ("2009-03-04", "Zoe4/03/09*", true),
            ("2009-03-04", "Zoe4309*az", false),
            ("2009-03-04", "Zoe*4.3.2009", true),
            ("2009-03-04", "Zoe*439**az", false),
            ("2009-08-01", "1erAoût**", true),
            ("2009-08-01", "1AOÛT***z", true),
            ("2009-03-12", "Azerty*209", false),
            ("2009-03-12", "Mars*10*aze", false),
            ("2009-03-00", "Mars09**", true),
            ("2009-03-00", "Azerty*0300", false),
            ("2009-00-00", "2009*aze", true),
            ("2009-00-00", "09*aze", false),
        ];
        for (date, password, refused) in cases {
            let mut words = ContextWords::new();
            words.add_birth_date(BirthDate::parse(date).unwrap()).unwrap();
            let expected = if refused { vec![ContextKind::BirthDate] } else { vec![] };
            let password = PreparedPassword::from_text(password).unwrap();
            assert_eq!(words.found_in(&password), expected, "{date} {password:?}");
        }
    }

    #[test]
    fn each_kind_is_listed_once_and_in_order() {
        use ContextKind::{Ent, Login, Name, Other, School};
        let words = [(Other, "azerty"), (Ent, "azer"), (School, "zert"), (Login, "erty")];
        let more = [(Name, "azerty"), (Name, "zerty")];
        assert_eq!(
            found(&[&words[..], &more[..]].concat(), "Azerty69!"),
            [Name, Login, School, Ent, Other]
        );
    }

    #[test]
    fn lists_are_bounded() {
        let mut words = ContextWords::new();
        for bytes in [1_025, 1 << 20] {
            let refused = words.add(ContextKind::Name, &"a".repeat(bytes));
            assert_eq!(refused, Err(PasswordError::WordTooLong));
        }
        words.add(ContextKind::Name, &"a".repeat(1_024)).unwrap();
        for _ in 1..ContextWords::MAX {
            words.add(ContextKind::Name, "Canari").unwrap();
        }
        assert_eq!(words.add(ContextKind::Name, "x"), Err(PasswordError::TooManyWords));
        let born = BirthDate::parse("2009-03-12").unwrap();
        assert_eq!(words.add_birth_date(born), Err(PasswordError::TooManyWords));
        assert_eq!(format!("{words:?}"), "ContextWords(16 words)");
    }

    #[test]
    fn codes_are_read_back() {
        for kind in ContextKind::ALL {
            assert_eq!(ContextKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(ContextKind::from_code("Name"), None);
    }

    #[test]
    fn every_character_folds_like_names_and_fits_the_buffer() {
        for c in ('\0'..'\u{20000}').chain('\u{2F800}'..'\u{2FA20}') {
            let text = c.to_string();
            let folded = fold_wiped(&text);
            assert_eq!(folded.trim(), fold(&text), "U+{:04X}", u32::from(c));
            assert!(folded.len() <= text.len() * 5, "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn the_wiped_fold_is_the_fold_of_names(text in "\\PC{0,40}|[A-Za-zœŒßøŁı'\u{300}\u{301} -]{0,40}") {
            let folded = fold_wiped(&text);
            prop_assert_eq!(folded.trim(), fold(&text));
        }
    }
}

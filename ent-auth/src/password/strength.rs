//! How hard a password is to guess, for people who guess in French.
//!
//! Two estimates, the lower one counts: that of `zxcvbn`, told which French words the password
//! holds, and that of [`bound`], which counts the guesses of someone who joins listed words,
//! names of the person, dates and a few characters.
//! Neither passes [`StrengthLabel::Fair`] where the blocklist refuses the password, or where it is
//! one word with a date or a number ([`shape`]).

mod bound;
mod dates;
mod estimate;
mod shape;

use ent_core::listed;
use zeroize::Zeroizing;

use self::bound::Part;
use super::common::{Found, Letters, MAX_CHARS, is_nothing_else, is_separator, listed};
use super::{ContextWords, ListedKind, PreparedPassword};

listed! {
    /// How strong a password is, in the words of EduConnect's page.
    ///
    /// ```
    /// use ent_auth::password::StrengthLabel;
    /// use ent_core::Lang;
    ///
    /// assert_eq!(StrengthLabel::Strong.label(Lang::Fr), "Fort");
    /// assert!(StrengthLabel::Fair < StrengthLabel::Strong);
    /// ```
    #[doc(alias = "force du mot de passe")]
    #[expect(clippy::exhaustive_enums, reason = "the five scores of zxcvbn")]
    StrengthLabel in "strength" {
        /// Score 0: fewer than 10³ guesses.
        VeryWeak = "very_weak",
        /// Score 1: fewer than 10⁶ guesses.
        Weak = "weak",
        /// Score 2: fewer than 10⁸ guesses, or of a shape that is tried early.
        Fair = "fair",
        /// Score 3: fewer than 10¹⁰ guesses.
        Strong = "strong",
        /// Score 4.
        VeryStrong = "very_strong",
    }
}

impl StrengthLabel {
    /// The score, 0 to 4; less than 3 is too weak (documentation of zxcvbn).
    #[must_use]
    pub const fn score(self) -> u8 {
        match self {
            Self::VeryWeak => 0,
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Strong => 3,
            Self::VeryStrong => 4,
        }
    }
}

listed! {
    /// What makes a password easy to guess most of all.
    #[expect(clippy::exhaustive_enums, reason = "a new warning changes every page")]
    StrengthWarning in "strength_warning" {
        /// A name, a login or a school of the person.
        Context = "context",
        /// A password that many people have.
        Common = "common",
        /// A row or walk of keys.
        Keyboard = "keyboard",
        /// A month, a day, a season or a feast.
        Calendar = "calendar",
        /// A club, a sport or a player.
        Club = "club",
        /// A word of schools or the name of a portal.
        School = "school",
        /// A first name.
        FirstName = "first_name",
        /// A town, a department or a region.
        Town = "town",
        /// A word of the dictionary.
        Word = "word",
        /// A year or a date.
        Date = "date",
        /// The same characters again and again.
        Repeat = "repeat",
        /// Characters that follow each other, such as `abc`.
        Sequence = "sequence",
        /// Too few characters.
        Short = "short",
    }
}

impl From<ListedKind> for StrengthWarning {
    fn from(kind: ListedKind) -> Self {
        match kind {
            ListedKind::CommonPassword => Self::Common,
            ListedKind::Keyboard => Self::Keyboard,
            ListedKind::Calendar => Self::Calendar,
            ListedKind::Club => Self::Club,
            ListedKind::School => Self::School,
            ListedKind::FirstName => Self::FirstName,
            ListedKind::Town => Self::Town,
            ListedKind::Word => Self::Word,
        }
    }
}

listed! {
    /// What makes a password harder to guess.
    #[expect(clippy::exhaustive_enums, reason = "a new advice changes every page")]
    StrengthAdvice in "strength_advice" {
        /// Take twelve characters or more.
        Longer = "longer",
        /// Join four words that have nothing to do with each other.
        Passphrase = "passphrase",
        /// Leave out names and what belongs to the person.
        NoContext = "no_context",
        /// Leave out years and dates.
        NoDate = "no_date",
        /// Leave out rows of keys, repeats and sequences.
        NoPattern = "no_pattern",
        /// A capital at one end, or capitals alone, are tried at once.
        Capitals = "capitals",
        /// Signs that look like letters are tried at once.
        Lookalikes = "lookalikes",
    }
}

/// How strong a password is, and what to say about it; nothing of the password is in it.
///
/// Whether a password keeps the rules of a portal is another question, answered by
/// [`PasswordRules`](super::PasswordRules): `Vacances2026*` keeps them all and is weak.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Strength {
    label: StrengthLabel,
    warning: Option<StrengthWarning>,
    advice: Vec<StrengthAdvice>,
}

impl Strength {
    /// The strength in words.
    #[must_use]
    pub const fn label(&self) -> StrengthLabel {
        self.label
    }

    /// The strength as zxcvbn counts it, 0 to 4; less than 3 is too weak.
    #[must_use]
    pub const fn score(&self) -> u8 {
        self.label.score()
    }

    /// What makes it easy to guess most of all; none from score 3.
    #[must_use]
    pub const fn warning(&self) -> Option<StrengthWarning> {
        self.warning
    }

    /// What would make it harder to guess, in a fixed order; none from score 3.
    #[must_use]
    pub fn advice(&self) -> &[StrengthAdvice] {
        &self.advice
    }
}

/// Estimates how hard `password` is to guess for someone who knows `words`.
///
/// The first 64 characters count, fewer where they are mostly signs that look like letters, so
/// that the work is bounded whatever is typed. The result follows from password and words alone:
/// the year of the clock, which zxcvbn reads, has no part in it.
///
/// The first call of a process reads zxcvbn's English lists, some 20 ms and 5 MiB that stay.
/// zxcvbn copies pieces of the password into memory that it frees without wiping.
///
/// ```
/// use ent_auth::password::{
///     ContextKind, ContextWords, PreparedPassword, StrengthLabel, StrengthWarning, strength,
/// };
///
/// let mut words = ContextWords::new();
/// words.add(ContextKind::Name, "Zimmer")?;
/// let weak = strength(&PreparedPassword::from_text("Vacances2026*")?, &words);
/// assert!(weak.label() <= StrengthLabel::Fair);
/// assert_eq!(weak.warning(), Some(StrengthWarning::Calendar));
/// let weak = strength(&PreparedPassword::from_text("Zimmer2013!")?, &words);
/// assert_eq!(weak.warning(), Some(StrengthWarning::Context));
/// let strong = strength(&PreparedPassword::from_text("girafe-tournevis-nuage-sabot")?, &words);
/// assert_eq!(strong.label(), StrengthLabel::VeryStrong);
/// # Ok::<(), ent_auth::password::PasswordError>(())
/// ```
#[must_use]
pub fn strength(password: &PreparedPassword, words: &ContextWords) -> Strength {
    let mut chars = Zeroizing::new(Vec::with_capacity(MAX_CHARS));
    chars.extend(password.expose_secret().chars().take(MAX_CHARS));
    let letters = Letters::of(chars.iter().copied());
    let found = listed(&letters);
    let joined = chars.iter().any(|c| is_separator(*c)).then(|| {
        let letters = Letters::joined(chars.iter().copied());
        let found = listed(&letters);
        (letters, found)
    });
    let dates = dates::found(&chars);

    let mut parts = bound::parts(&chars, &letters, &found, &dates, words);
    let places = |letters: &Letters, found: &[Found]| -> Vec<_> {
        found.iter().filter_map(|word| letters.places(word.start, word.end)).collect()
    };
    let mut pieces = places(&letters, &found);
    let (whole, inside) = joined.as_ref().map_or((&letters, &found), |(letters, found)| {
        parts.extend(bound::joined(&chars, letters, found));
        pieces.extend(places(letters, found));
        (letters, found)
    });
    let cover = bound::cover(chars.len(), parts);
    pieces.extend(dates.iter().map(|date| (date.start, date.end)));
    let guess = estimate::estimate(&chars, pieces.into_iter());

    let mut label = guess.label.min(cover.label());
    let short = chars.len() < 12;
    let mut last = if short { StrengthWarning::Short } else { StrengthWarning::Word };
    if label >= StrengthLabel::Strong {
        last = if is_nothing_else(whole, inside) {
            StrengthWarning::Common
        } else if shape::is_word_with_a_date(&chars, &dates) {
            if dates.is_empty() { StrengthWarning::Word } else { StrengthWarning::Date }
        } else {
            return Strength { label, warning: None, advice: Vec::new() };
        };
        label = StrengthLabel::Fair;
    }
    let reasons = if cover.label() <= guess.label {
        [cover.warning(), guess.warning]
    } else {
        [guess.warning, cover.warning()]
    };
    let warning = reasons.into_iter().flatten().next().unwrap_or(last);
    let advice = advice(chars.len(), warning, cover.chosen());
    Strength { label, warning: Some(warning), advice }
}

/// What to say about a weak password of `count` characters made of `parts`.
fn advice(count: usize, warning: StrengthWarning, parts: &[Part]) -> Vec<StrengthAdvice> {
    use StrengthWarning::{Context, Date, Keyboard, Repeat, Sequence};
    let has = |wanted: &[StrengthWarning]| {
        wanted.contains(&warning) || parts.iter().any(|part| wanted.contains(&part.warning))
    };
    let applies = |advice| match advice {
        StrengthAdvice::Longer => count < 12,
        StrengthAdvice::Passphrase => true,
        StrengthAdvice::NoContext => has(&[Context]),
        StrengthAdvice::NoDate => has(&[Date]),
        StrengthAdvice::NoPattern => has(&[Keyboard, Repeat, Sequence]),
        StrengthAdvice::Capitals => parts.iter().any(|part| part.capitals),
        StrengthAdvice::Lookalikes => parts.iter().any(|part| part.signs),
    };
    StrengthAdvice::ALL.iter().copied().filter(|advice| applies(*advice)).collect()
}

#[cfg(test)]
mod tests;

//! How hard a password is to guess.

use ent_auth::password as domain;

use super::{ContextWord, PasswordInput, context};
use crate::EntError;
use crate::mirror::labelled;

labelled! {
    /// How strong a password is; the order is that of the scores 0 to 4.
    StrengthLabel = domain::StrengthLabel {
        /// Score 0: fewer than 10³ guesses.
        VeryWeak,
        /// Score 1: fewer than 10⁶ guesses.
        Weak,
        /// Score 2: fewer than 10⁸ guesses.
        Fair,
        /// Score 3: fewer than 10¹⁰ guesses.
        Strong,
        /// Score 4.
        VeryStrong,
    }
}

labelled! {
    /// What makes a password easy to guess most of all.
    StrengthWarning = domain::StrengthWarning {
        /// A name, a login or a school of the person.
        Context,
        /// A password that many people have.
        Common,
        /// A row or walk of keys.
        Keyboard,
        /// A month, a day, a season or a feast.
        Calendar,
        /// A club, a sport or a player.
        Club,
        /// A word of schools or the name of a portal.
        School,
        /// A first name.
        FirstName,
        /// A town, a department or a region.
        Town,
        /// A word of the dictionary.
        Word,
        /// A year or a date.
        Date,
        /// The same characters again and again.
        Repeat,
        /// Characters that follow each other, such as `abc`.
        Sequence,
        /// Too few characters.
        Short,
    }
}

labelled! {
    /// What makes a password harder to guess.
    StrengthAdvice = domain::StrengthAdvice {
        /// Take twelve characters or more.
        Longer,
        /// Join four words that have nothing to do with each other.
        Passphrase,
        /// Leave out names and what belongs to the person.
        NoContext,
        /// Leave out years and dates.
        NoDate,
        /// Leave out rows of keys, repeats and sequences.
        NoPattern,
        /// A capital at one end, or capitals alone, are tried at once.
        Capitals,
        /// Signs that look like letters are tried at once.
        Lookalikes,
    }
}

/// How strong a password is, and what to say about it; nothing of the password is in it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PasswordStrength {
    /// 0 to 4; less than 3 is too weak.
    pub score: i32,
    /// The score in words.
    pub label: StrengthLabel,
    /// What makes it easy to guess most of all; none from score 3.
    pub warning: Option<StrengthWarning>,
    /// What would make it harder to guess, in a fixed order; none from score 3.
    pub advice: Vec<StrengthAdvice>,
}

impl From<domain::Strength> for PasswordStrength {
    fn from(strength: domain::Strength) -> Self {
        Self {
            score: strength.score().into(),
            label: strength.label().into(),
            warning: strength.warning().map(Into::into),
            advice: strength.advice().iter().copied().map(Into::into).collect(),
        }
    }
}

/// Estimates how hard `password` is to guess for someone who knows `words` and guesses in French.
///
/// At most 16 `words` are given. It says nothing about the rules of a portal, which
/// `check_password` judges. The first call of a process takes some 20 ms, others less than one
/// where the password is ordinary and never more than 75 ms.
/// Fails with `password/too-many-words` or `password/word-too-long`.
#[uniffi::export(default(words = []))]
pub fn password_strength(
    password: &PasswordInput,
    words: &[ContextWord],
) -> Result<PasswordStrength, EntError> {
    Ok(domain::strength(&password.prepared, &context(words)?).into())
}

#[cfg(test)]
mod tests {
    use super::super::ContextKind;
    use super::*;

    fn judged(text: &str, words: &[ContextWord]) -> Result<PasswordStrength, EntError> {
        password_strength(&PasswordInput::from_text(text.to_owned()).unwrap(), words)
    }

    #[test]
    fn strength_crosses_with_its_texts() {
        let strong = judged("kX9$vQ2mZr!e", &[]).unwrap();
        assert_eq!((strong.score, strong.label), (4, StrengthLabel::VeryStrong));
        assert_eq!((strong.warning, strong.advice), (None, vec![]));
        assert_eq!(StrengthLabel::Strong.label_fr(), "Fort");

        let word = ContextWord { kind: ContextKind::Name, text: "Canari".to_owned() };
        let weak = judged("Canari2013", &[word]).unwrap();
        assert!(weak.score <= 2);
        let warning = weak.warning.unwrap();
        assert_eq!((warning, warning.code().as_str()), (StrengthWarning::Context, "context"));
        for advice in &weak.advice {
            assert_ne!(advice.label_fr(), advice.label_en());
        }
        assert!(weak.advice.contains(&StrengthAdvice::NoContext));
        assert!(!format!("{weak:?}").contains("anari"));
    }

    #[test]
    fn refusals_keep_their_codes() {
        let word = ContextWord { kind: ContextKind::Name, text: "Canari".to_owned() };
        let error = judged("Canari2013", &vec![word; 17]).unwrap_err();
        assert_eq!(error.code(), "password/too-many-words");
    }
}

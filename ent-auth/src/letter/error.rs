//! Why something about a letter is refused.

use ent_core::Coded;
use thiserror::Error;

/// Why a text is not the secret of a letter, or a letter cannot be made or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LetterError {
    /// Nothing was typed.
    #[error("the secret is empty")]
    Empty,
    /// Something else than 16 letters of a secret was typed.
    #[error("a secret has 16 consonants")]
    Format,
    /// The day of creation leaves no room for the life of the letter.
    #[error("a letter is created on a day between 2000 and 2199")]
    Date,
    /// No birth date is to be confirmed, or more than 16.
    #[error("1 to 16 birth dates are confirmed")]
    BirthDates,
    /// The school knows a birth date by its year or month alone.
    #[error("a birth date on record lacks its day or month")]
    DateKnown,
    /// A birth date was typed without its day or month.
    #[error("a birth date was typed without its day or month")]
    DateTyped,
    /// More than 16 children stand on one letter.
    #[error("a letter names at most 16 children")]
    Children,
}

impl Coded for LetterError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "letter/empty",
            Self::Format => "letter/format",
            Self::Date => "letter/date",
            Self::BirthDates => "letter/birth-dates",
            Self::DateKnown => "letter/date-known",
            Self::DateTyped => "letter/date-typed",
            Self::Children => "letter/children",
        }
    }
}

#[cfg(test)]
mod tests {
    use ent_core::message;

    use super::*;

    #[test]
    fn every_error_has_its_texts() {
        use LetterError::{BirthDates, Children, Date, DateKnown, DateTyped, Empty, Format};
        for error in [Empty, Format, Date, BirthDates, DateKnown, DateTyped, Children] {
            assert!(message::is_known(error.code()), "{}", error.code());
        }
    }
}

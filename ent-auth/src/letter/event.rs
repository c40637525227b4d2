//! What may happen to a letter.

use std::fmt;

use ent_core::{BirthDate, FlowId, UnverifiedEmail, Zone};

use super::{LetterError, Recipient, TypedSecret};
use crate::password::{AcceptedPassword, PreparedPassword, RulesId};

/// What may happen to a [`Letter`](super::Letter).
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "adding an event changes every transition")]
pub enum Event {
    /// The school prints a letter; a live one is superseded.
    Issue {
        /// Zone whose calendar counts.
        zone: Zone,
        /// Who it is for and what it says.
        to: Box<Recipient>,
    },
    /// Identifier and secret were typed.
    SignIn {
        /// New journey.
        flow: FlowId,
        /// What was typed.
        secret: TypedSecret,
    },
    /// The activation page was sent: password, birth dates and e-mail address together.
    Activate {
        /// Journey.
        flow: FlowId,
        /// Password that was accepted.
        password: NewPassword,
        /// Birth dates, right or wrong.
        birth_dates: BirthDates,
        /// Address to be confirmed; a pupil may leave it out.
        email: Option<UnverifiedEmail>,
    },
    /// The person leaves the activation; the letter may be used again.
    Abandon {
        /// Journey.
        flow: FlowId,
    },
    /// The school withdraws the letter, or the account got another way in before it was used.
    ///
    /// Of an active account: the school took its password back, and may print another letter. The
    /// host does so first, by [`Credential::reset`](crate::password::Credential::reset), so that
    /// letter and password are never both usable.
    Revoke,
    /// Time has passed, or the host asks again after a crash: within ten minutes of an activation it
    /// is told of it anew, whoever steps later finds the password dropped from the record.
    Observe,
}

/// An accepted password on its way into a step, which hashes it.
pub struct NewPassword {
    password: PreparedPassword,
    rules: RulesId,
}

impl NewPassword {
    /// Takes a copy of an accepted password.
    #[must_use]
    pub fn new(accepted: &AcceptedPassword<'_>) -> Self {
        Self { password: accepted.password().copy(), rules: RulesId::of(accepted.rules_id()) }
    }

    pub(super) const fn password(&self) -> &PreparedPassword {
        &self.password
    }

    pub(super) fn rules(&self) -> &str {
        self.rules.as_str()
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPassword").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// Birth dates that the school knows, each with the one that was typed for it.
///
/// A pupil confirms their own, a guardian those of the children on the letter. They are judged
/// together: which one is wrong is never said, and it is said only after the attempt is counted.
///
/// Both are whole days. A year or a month alone would be guessed, and no typed day could match it:
/// the school completes its record first.
#[derive(Clone)]
pub struct BirthDates(Vec<(BirthDate, BirthDate)>);

impl BirthDates {
    /// Most dates of one letter.
    pub const MAX: usize = 16;

    /// Pairs of the date on record and the date typed.
    ///
    /// # Errors
    ///
    /// [`LetterError::BirthDates`] for none or more than 16, [`LetterError::DateKnown`] for a date
    /// on record of which only a part is known, [`LetterError::DateTyped`] for one typed in part.
    pub fn new(pairs: Vec<(BirthDate, BirthDate)>) -> Result<Self, LetterError> {
        if pairs.is_empty() || pairs.len() > Self::MAX {
            return Err(LetterError::BirthDates);
        }
        if pairs.iter().any(|(known, _)| known.is_presumed()) {
            return Err(LetterError::DateKnown);
        }
        if pairs.iter().any(|(_, typed)| typed.is_presumed()) {
            return Err(LetterError::DateTyped);
        }
        Ok(Self(pairs))
    }

    pub(super) fn are_right(&self) -> bool {
        self.0.iter().all(|(known, typed)| known == typed)
    }
}

impl fmt::Debug for BirthDates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDates(…)")
    }
}

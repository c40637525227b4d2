//! Who a guardian says to be, against what the school knows.

use std::fmt;

use blake2::Blake2bMac;
use blake2::digest::consts::U16;
use blake2::digest::{FixedOutput, KeyInit, Update};
use ent_core::text::fold;
use ent_core::{BirthDate, Coded, GivenName, PersonName, PhoneNumber, PupilId, SubjectId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::Audience;
use crate::{KeyRing, LoginId};

/// Most children of one guardian.
const MAX_CHILDREN: usize = 30;

/// Whether a guardian can have these children: some, not too many, none twice.
pub(super) fn are_sound(children: &[Child]) -> bool {
    let mut pupils: Vec<_> = children.iter().map(|child| &child.pupil).collect();
    pupils.sort_unstable();
    (1..=MAX_CHILDREN).contains(&children.len())
        && pupils.windows(2).all(|pair| pair.first() != pair.last())
}

/// Name and mobile number that a guardian types to create an account (Somme guide, case 2).
#[derive(Clone, Debug, PartialEq)]
pub struct GuardianClaim {
    name: PersonName,
    mobile: PhoneNumber,
}

/// A child as the school's record has it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it from their directory")]
pub struct Child {
    /// The pupil, as the host names them.
    pub pupil: PupilId,
    /// Given name shown to the guardian once the phone is proved.
    pub given_name: GivenName,
    /// Date the guardian has to know.
    pub birth_date: BirthDate,
}

impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Child").field("pupil", &self.pupil).finish_non_exhaustive()
    }
}

/// A guardian as the school's record has them.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "hosts build it from their directory")]
pub struct GuardianRecord {
    /// Account or future account.
    pub subject: SubjectId,
    /// Name given to the school.
    pub name: PersonName,
    /// Mobile number given to the school.
    pub mobile: PhoneNumber,
    /// Identifier the account will have.
    pub login: LoginId,
    /// Children the guardian is recorded for.
    pub children: Vec<Child>,
    /// Whether the account is active already.
    pub activated: bool,
}

/// The answer to a [`GuardianClaim`]: a guardian, or a decoy that looks just the same.
#[derive(Clone, PartialEq)]
pub struct Match {
    pub(super) subject: SubjectId,
    pub(super) to: PhoneNumber,
    pub(super) guardian: Option<Guardian>,
}

/// What an activation remembers of the school's record.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guardian {
    /// The account.
    pub(super) account: SubjectId,
    pub(super) login: LoginId,
    pub(super) children: Vec<Child>,
}

impl GuardianClaim {
    /// A claim over a number that can receive messages.
    ///
    /// # Errors
    ///
    /// [`ClaimError::NotMobile`] for any other number.
    pub fn new(name: PersonName, mobile: PhoneNumber) -> Result<Self, ClaimError> {
        if !mobile.can_receive_sms() {
            return Err(ClaimError::NotMobile);
        }
        Ok(Self { name, mobile })
    }

    /// Finds the one guardian of `records` with this name and mobile number who has children and
    /// no active account; anything else gives a decoy.
    ///
    /// The subject of the journey and of its codes is derived from family name and number by the
    /// current key, for a guardian and a decoy alike: when that key changes, journeys and budgets
    /// start anew. `records` may be all guardians of a school or the ones the host found by number.
    #[must_use]
    pub fn find(&self, records: &[GuardianRecord], keys: &KeyRing) -> Match {
        let mut found = records.iter().filter(|record| self.is(record));
        let guardian = match (found.next(), found.next()) {
            (Some(record), None) => Some(Guardian {
                account: record.subject.clone(),
                login: record.login.clone(),
                children: record.children.clone(),
            }),
            (None | Some(_), _) => None,
        };
        Match { subject: self.subject(keys), to: self.mobile.clone(), guardian }
    }

    fn is(&self, record: &GuardianRecord) -> bool {
        !record.activated
            && are_sound(&record.children)
            && record.mobile == self.mobile
            && record.name.same_as(&self.name)
    }

    /// The claimant, known or not: one for every given name of a family and number, so that no
    /// budget depends on who is known.
    fn subject(&self, keys: &KeyRing) -> SubjectId {
        let (_, key) = keys.current();
        // A key of a ring always has a length that BLAKE2b takes.
        let digest = Blake2bMac::<U16>::new_from_slice(key.expose_secret()).map_or(0, |mut mac| {
            mac.update(b"claim");
            for part in [&fold(self.name.family()), self.mobile.e164()] {
                mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                mac.update(part.as_bytes());
            }
            u128::from_le_bytes(mac.finalize_fixed().into())
        });
        SubjectId::from_number(digest)
    }
}

impl Match {
    /// Subject of the records to step; it says nothing of who was found.
    #[must_use]
    pub const fn subject(&self) -> &SubjectId {
        &self.subject
    }

    /// Whether somebody will read the message; never to be shown.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        match self.guardian {
            Some(_) => Audience::Known,
            None => Audience::Decoy,
        }
    }
}

impl fmt::Debug for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Match(…)")
    }
}

impl fmt::Debug for Guardian {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guardian(…)")
    }
}

/// Why a claim cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// The number cannot receive messages.
    #[error("the number cannot receive messages")]
    NotMobile,
}

impl Coded for ClaimError {
    fn code(&self) -> &'static str {
        "claim/not-mobile"
    }
}

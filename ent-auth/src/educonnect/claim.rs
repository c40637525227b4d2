//! Who a guardian says to be, against what the school knows.

use std::fmt;

use blake2::Blake2bMac;
use blake2::digest::consts::U16;
use blake2::digest::{FixedOutput, KeyInit, Update};
use ent_core::text::fold;
use ent_core::{BirthDate, Coded, PersonName, PhoneNumber, PupilId, SubjectId};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::Audience;
use crate::{KeyRing, LoginId};

/// Most children of one guardian.
pub(super) const MAX_CHILDREN: usize = 30;

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
    pub given_name: String,
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
    /// no active account; anything else gives a decoy, always the same for the same claim.
    ///
    /// `records` may be all guardians of a school or the ones the host found by number.
    #[must_use]
    pub fn find(&self, records: &[GuardianRecord], keys: &KeyRing) -> Match {
        let decoy = self.decoy_subject(keys);
        let mut found = records.iter().filter(|record| self.is(record));
        let to = self.mobile.clone();
        match (found.next(), found.next()) {
            (Some(record), None) => Match {
                subject: record.subject.clone(),
                to,
                guardian: Some(Guardian {
                    login: record.login.clone(),
                    children: record.children.clone(),
                }),
            },
            (None | Some(_), _) => Match { subject: decoy, to, guardian: None },
        }
    }

    fn is(&self, record: &GuardianRecord) -> bool {
        !record.activated
            && (1..=MAX_CHILDREN).contains(&record.children.len())
            && record.mobile == self.mobile
            && record.name.same_as(&self.name)
    }

    /// A subject nobody has, so that a decoy meets its own budgets.
    fn decoy_subject(&self, keys: &KeyRing) -> SubjectId {
        let (_, key) = keys.current();
        // A key of a ring always has a length that BLAKE2b takes.
        let digest = Blake2bMac::<U16>::new_from_slice(key.expose_secret()).map_or(0, |mut mac| {
            mac.update(b"decoy");
            for part in [&fold(self.name.family()), &fold(self.name.given()), self.mobile.e164()] {
                mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                mac.update(part.as_bytes());
            }
            u128::from_le_bytes(mac.finalize_fixed().into())
        });
        SubjectId::from_number(digest)
    }
}

impl Match {
    /// Subject of the records to step: the account, or the decoy's own.
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

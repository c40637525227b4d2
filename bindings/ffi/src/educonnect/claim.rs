//! Who a guardian says to be, against what the school knows.

use std::fmt;

use ent_auth::LoginId;
use ent_core::{GivenName, PupilId, SubjectId};

use crate::contact::PhoneNumber;
use crate::person::PersonName;
use crate::{CalendarDate, EntError, KeyRing};

/// A child as the school's record has it. The text form shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Child {
    /// The pupil, as the host names them.
    pub pupil: String,
    /// Given name shown to the guardian once the phone is proved.
    pub given_name: String,
    /// Date the guardian has to know.
    pub birth_date: CalendarDate,
}

impl fmt::Display for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Child(redacted)")
    }
}

impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Child {
    fn read(self) -> Result<ent_auth::educonnect::Child, EntError> {
        Ok(ent_auth::educonnect::Child {
            pupil: PupilId::parse(&self.pupil)?,
            given_name: GivenName::parse(&self.given_name)?,
            birth_date: self.birth_date.read()?,
        })
    }
}

/// A guardian as the school's record has them. The text form shows nothing of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct GuardianRecord {
    /// Account or future account, as the host names it.
    pub subject: String,
    /// Name given to the school.
    pub name: PersonName,
    /// Mobile number given to the school.
    pub mobile: PhoneNumber,
    /// Identifier the account will have.
    pub login: String,
    /// Children the guardian is recorded for.
    pub children: Vec<Child>,
    /// Whether the account is active already.
    pub activated: bool,
}

impl fmt::Display for GuardianRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuardianRecord(redacted)")
    }
}

impl fmt::Debug for GuardianRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl GuardianRecord {
    fn read(self) -> Result<ent_auth::educonnect::GuardianRecord, EntError> {
        Ok(ent_auth::educonnect::GuardianRecord {
            subject: SubjectId::parse(&self.subject)?,
            name: self.name.read()?,
            mobile: self.mobile.read()?,
            login: LoginId::parse(&self.login)?,
            children: self.children.into_iter().map(Child::read).collect::<Result<_, _>>()?,
            activated: self.activated,
        })
    }
}

/// Name and mobile number that a guardian types to create an account.
#[derive(Debug, uniffi::Object)]
pub struct GuardianClaim {
    inner: ent_auth::educonnect::GuardianClaim,
}

#[uniffi::export]
impl GuardianClaim {
    /// A claim over a number that can receive SMS.
    ///
    /// Fails with `claim/not-mobile` for any other number, or like `parse_person_name`.
    #[uniffi::constructor]
    pub fn new(name: PersonName, mobile: PhoneNumber) -> Result<Self, EntError> {
        let (name, mobile) = (name.read()?, mobile.read()?);
        Ok(Self { inner: ent_auth::educonnect::GuardianClaim::new(name, mobile)? })
    }

    /// Finds the one guardian of `records` with this name and number who has children and no active
    /// account; anything else gives a decoy that looks just the same.
    ///
    /// `records` are the ones the host found by number: a whole school need not cross. Fails with
    /// `id/format`, `login/empty`, `login/format`, `name/…`, `phone/…` or `birth-date/…` when a
    /// record cannot be read.
    pub fn find(
        &self,
        records: Vec<GuardianRecord>,
        keys: &KeyRing,
    ) -> Result<GuardianMatch, EntError> {
        let records =
            records.into_iter().map(GuardianRecord::read).collect::<Result<Vec<_>, _>>()?;
        Ok(GuardianMatch { inner: self.inner.find(&records, &keys.inner) })
    }
}

/// The answer to a `GuardianClaim`: a guardian, or a decoy; which one is not to be seen.
#[derive(Debug, uniffi::Object)]
pub struct GuardianMatch {
    pub(super) inner: ent_auth::educonnect::Match,
}

#[uniffi::export]
impl GuardianMatch {
    /// Subject of the records to step: the account, or the decoy's own.
    pub fn subject(&self) -> String {
        self.inner.subject().to_string()
    }
}

//! Phone numbers, e-mail addresses and postal addresses.

mod postal;

use std::fmt;

pub use self::postal::PostalAddress;
use crate::EntError;
use crate::mirror::coded;

coded! {
    /// Kind of a phone number.
    PhoneKind = ent_core::PhoneKind {
        /// Mobile: the only kind that receives SMS.
        Mobile,
        /// Fixed line.
        Fixed,
        /// Number that is not bound to a place.
        Voip,
        /// Any other, and every number outside the French plans.
        Other,
    }
}

coded! {
    /// Where a number is typed: metropolitan France or an overseas territory, by its ISO code.
    Region = ent_core::Region {
        /// Metropolitan France.
        FR,
        /// Guadeloupe.
        GP,
        /// Martinique.
        MQ,
        /// French Guiana.
        GF,
        /// Réunion.
        RE,
        /// Mayotte.
        YT,
        /// Saint-Pierre-et-Miquelon.
        PM,
        /// New Caledonia.
        NC,
        /// French Polynesia.
        PF,
        /// Wallis and Futuna.
        WF,
        /// Saint-Martin.
        MF,
        /// Saint-Barthélemy.
        BL,
    }
}

/// A phone number that was read.
///
/// Only `e164` is looked at when a number is given to a rule, and it is read again. The text form
/// is `masked`.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct PhoneNumber {
    /// `+` and digits, such as `+33612345678`: the form to store.
    pub e164: String,
    /// Kind of the number.
    pub kind: PhoneKind,
    /// Whether it can receive SMS.
    pub sms: bool,
    /// Form to show to anyone but its owner, such as `06 •• •• •• 78`.
    pub masked: String,
    /// Form for its owner where it is national, such as `06 12 34 56 78`.
    pub national: String,
    /// Form for its owner anywhere, such as `+33 6 12 34 56 78`.
    pub international: String,
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber({})", self.masked)
    }
}

impl From<&ent_core::PhoneNumber> for PhoneNumber {
    fn from(number: &ent_core::PhoneNumber) -> Self {
        Self {
            e164: number.e164().to_owned(),
            kind: number.kind().into(),
            sms: number.can_receive_sms(),
            masked: number.masked(),
            national: number.national(),
            international: number.international(),
        }
    }
}

impl PhoneNumber {
    pub(crate) fn read(self) -> Result<ent_core::PhoneNumber, EntError> {
        Ok(ent_core::PhoneNumber::try_from(self.e164)?)
    }
}

/// Reads a number typed in `region`, national or international.
///
/// Fails with `phone/empty`, `phone/format` or `phone/unallocated`.
#[uniffi::export]
pub fn parse_phone_number(text: &str, region: Region) -> Result<PhoneNumber, EntError> {
    Ok((&ent_core::PhoneNumber::parse(text, region.into())?).into())
}

/// An e-mail address that was read; whether it is the person's own is another question: see
/// `UnverifiedEmail` and `VerifiedEmail`.
///
/// Only `address` is looked at when it is given to a rule, and it is read again. The text form is
/// `masked`.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Email {
    /// The address as typed, without spaces around it.
    pub address: String,
    /// The form for comparing addresses.
    pub key: String,
    /// Form to show to anyone but its owner, such as `z•••@exemple.fr`.
    pub masked: String,
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked)
    }
}

impl From<&ent_core::Email> for Email {
    fn from(email: &ent_core::Email) -> Self {
        Self { address: email.address().to_owned(), key: email.key(), masked: email.masked() }
    }
}

/// An address that someone typed and nobody has confirmed: send nothing there but the link that
/// confirms it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct UnverifiedEmail {
    /// The address.
    pub email: Email,
}

/// An address whose owner has opened the link that was sent there.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct VerifiedEmail {
    /// The address.
    pub email: Email,
}

impl fmt::Display for UnverifiedEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.email.fmt(f)
    }
}

impl fmt::Display for VerifiedEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.email.fmt(f)
    }
}

impl UnverifiedEmail {
    pub(crate) fn read(&self) -> Result<ent_core::UnverifiedEmail, EntError> {
        Ok(ent_core::UnverifiedEmail::parse(&self.email.address)?)
    }
}

impl VerifiedEmail {
    pub(crate) fn read(&self) -> Result<ent_core::VerifiedEmail, EntError> {
        Ok(ent_core::UnverifiedEmail::parse(&self.email.address)?.confirmed())
    }
}

#[uniffi::export]
impl UnverifiedEmail {
    /// The same address once its owner has opened the link.
    pub fn confirmed(&self) -> VerifiedEmail {
        VerifiedEmail { email: self.email.clone() }
    }
}

/// Reads an address.
///
/// Fails with `email/empty` or `email/format`.
#[uniffi::export]
pub fn parse_email(text: &str) -> Result<Email, EntError> {
    Ok((&ent_core::Email::parse(text)?).into())
}

/// Reads an address that its owner has still to confirm.
///
/// Fails with `email/empty` or `email/format`.
#[uniffi::export]
pub fn parse_unverified_email(text: &str) -> Result<UnverifiedEmail, EntError> {
    Ok(UnverifiedEmail { email: parse_email(text)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_again_and_shown_masked() {
        let number = parse_phone_number("0692 12 34 56", Region::FR).unwrap();
        assert_eq!((number.e164.as_str(), number.sms), ("+262692123456", true));
        assert_eq!(number.clone().read().unwrap().e164(), number.e164);
        assert_eq!(format!("{number} {number:?}").matches("1234").count(), 0);
        let forged = PhoneNumber { e164: "06 12 34 56 78".to_owned(), ..number };
        assert_eq!(forged.read().unwrap_err().code(), "phone/format");
        assert_eq!(parse_phone_number("", Region::NC).unwrap_err().code(), "phone/empty");
    }

    #[test]
    fn regions_and_kinds_keep_their_codes() {
        for region in ent_core::Region::ALL.map(Region::from) {
            assert_eq!(ent_core::Region::parse(&region.code()), Ok(region.into()));
        }
        assert_eq!(PhoneKind::Mobile.code(), "mobile");
    }

    #[test]
    fn addresses_are_read_again_and_shown_masked() {
        let typed = parse_unverified_email(" Zoe.Canari@Exemple.fr ").unwrap();
        assert_eq!(typed.email.key, "zoe.canari@exemple.fr");
        let verified = typed.confirmed();
        assert_eq!(verified.read().unwrap().email().address(), "Zoe.Canari@Exemple.fr");
        let shown = format!("{typed} {typed:?} {verified} {verified:?}");
        assert_eq!(shown.matches("Canari").count(), 0, "{shown}");
        let forged = VerifiedEmail { email: Email { address: String::new(), ..typed.email } };
        assert_eq!(forged.read().unwrap_err().code(), "email/empty");
        assert_eq!(parse_email("a@").unwrap_err().code(), "email/format");
    }
}

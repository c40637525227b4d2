//! Establishment numbers, academies, departments, regions, countries.

pub mod academy;
pub mod authority;
pub mod establishment;
pub mod territory;

pub use academy::{Academy, AcademyCode};
pub use authority::{AcademicAuthority, Crec, LocalAuthority};
pub use establishment::{Establishment, EstablishmentKind};
pub use territory::{AcademicRegion, AdministrativeRegion, Country, Department};

use crate::EntError;

/// Number of an establishment: seven digits and a key letter, formerly RNE.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Uai {
    /// The number, its letter in upper case, such as `0750655E`.
    pub number: String,
    /// Whether the letter belongs to the digits; `false` only after lenient reading.
    pub key_valid: bool,
    /// The academy the first digits stand for, if they stand for one.
    pub academy: Option<Academy>,
    /// The department the first digits stand for, if they stand for one.
    pub department: Option<Department>,
}

impl From<ent_core::Uai> for Uai {
    fn from(uai: ent_core::Uai) -> Self {
        Self {
            number: uai.to_string(),
            key_valid: uai.has_valid_key(),
            academy: uai.academy().map(Into::into),
            department: uai.department().map(Into::into),
        }
    }
}

/// Reads a number and checks its key letter.
///
/// Fails with `uai/format` or `uai/key`.
#[uniffi::export]
pub fn parse_uai(text: &str) -> Result<Uai, EntError> {
    Ok(ent_core::Uai::parse(text)?.into())
}

/// Reads a number whose key letter may be wrong, as old files hold them.
///
/// Fails with `uai/format`.
#[uniffi::export]
pub fn parse_uai_lenient(text: &str) -> Result<Uai, EntError> {
    Ok(ent_core::Uai::parse_lenient(text)?.into())
}

/// Where an establishment is registered, by the first three digits of its number.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Registration {
    /// In a department or overseas collectivity.
    InDepartment {
        /// The department of registration.
        department: Department,
        /// Its academy.
        academy: Academy,
    },
    /// Abroad.
    Abroad {
        /// The country whose code the digits are.
        country: Country,
    },
    /// The digits stand for no known place.
    Unknown,
}

impl From<ent_core::Registration> for Registration {
    fn from(registration: ent_core::Registration) -> Self {
        match registration {
            ent_core::Registration::Department { department, academy } => {
                Self::InDepartment { department: department.into(), academy: academy.into() }
            }
            ent_core::Registration::Abroad(country) => Self::Abroad { country: country.into() },
            ent_core::Registration::Unknown => Self::Unknown,
        }
    }
}

/// Where a number says that its establishment is registered, its key letter right or wrong.
///
/// Fails with `uai/format`.
#[uniffi::export]
pub fn registration_of_uai(number: &str) -> Result<Registration, EntError> {
    Ok(ent_core::Uai::parse_lenient(number)?.registration().into())
}

#[cfg(test)]
mod tests {
    use super::academy::all_academies;
    use super::territory::all_departments;
    use super::*;

    #[test]
    fn numbers_are_read_and_refused() {
        let uai = parse_uai("6200001g").or_else(|_| parse_uai_lenient("6200001g")).unwrap();
        assert_eq!(uai.number, "6200001G");
        assert_eq!(uai.department.map(|d| d.name).as_deref(), Some("Corse-du-Sud"));
        assert_eq!(parse_uai("0750655A").unwrap_err().code(), "uai/key");
        assert!(!parse_uai_lenient("0750655A").unwrap().key_valid);
        assert_eq!(parse_uai_lenient("0750655").unwrap_err().code(), "uai/format");
        assert!(matches!(registration_of_uai("1400031Y"), Ok(Registration::Abroad { .. })));
        assert!(matches!(registration_of_uai("0000000A"), Ok(Registration::Unknown)));
        assert!(!all_academies().is_empty() && !all_departments().is_empty());
    }
}

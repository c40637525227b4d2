//! Establishment numbers, academies and departments.

use crate::EntError;
use crate::mirror::labelled;

labelled! {
    /// Kind of the holder of a UAI number.
    EstablishmentKind = ent_core::EstablishmentKind {
        /// École maternelle, ages 3 to 5.
        EcoleMaternelle,
        /// École élémentaire, ages 6 to 10.
        EcoleElementaire,
        /// École primaire: maternelle and élémentaire in one.
        EcolePrimaire,
        /// Collège, ages 11 to 14.
        College,
        /// Lycée of a kind that is not told.
        Lycee,
        /// Lycée général.
        LyceeGeneral,
        /// Lycée général et technologique.
        LyceeGeneralTechnologique,
        /// Lycée polyvalent.
        LyceePolyvalent,
        /// Lycée professionnel.
        LyceeProfessionnel,
        /// Lycée of agricultural education.
        LyceeAgricole,
        /// Maison familiale rurale.
        MaisonFamilialeRurale,
        /// Apprentice training centre.
        Cfa,
        /// Collège and lycée under one head.
        CiteScolaire,
        /// Établissement régional d’enseignement adapté.
        Erea,
        /// Medico-social establishment that teaches.
        MedicoSocial,
        /// Rectorat, or one of its services.
        Rectorat,
        /// Departmental services of national education, or one of them.
        Dsden,
        /// Circonscription of a primary-school inspector.
        Circonscription,
        /// Centre d’information et d’orientation.
        Cio,
        /// Anything else that has a number.
        Other,
    }
}

/// An academy of the ministry of education, or the education service of an overseas territory.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Academy {
    /// Two digits, such as `10`.
    pub code: String,
    /// French name, such as `Lyon`.
    pub name: String,
}

impl From<ent_core::Academy> for Academy {
    fn from(academy: ent_core::Academy) -> Self {
        Self { code: academy.code().to_owned(), name: academy.name().to_owned() }
    }
}

/// A department or overseas territory.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Department {
    /// INSEE code, such as `2A`.
    pub code: String,
    /// French name, such as `Corse-du-Sud`.
    pub name: String,
    /// The academy it belongs to; none where no school is.
    pub academy: Option<Academy>,
}

impl From<ent_core::Department> for Department {
    fn from(department: ent_core::Department) -> Self {
        Self {
            code: department.code().to_owned(),
            name: department.name().to_owned(),
            academy: department.academy().map(Into::into),
        }
    }
}

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

/// Every academy, by code.
#[uniffi::export]
pub fn all_academies() -> Vec<Academy> {
    ent_core::Academy::all().map(Into::into).collect()
}

/// Every department and overseas territory, by code.
#[uniffi::export]
pub fn all_departments() -> Vec<Department> {
    ent_core::Department::all().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_refused() {
        let uai = parse_uai("6200001g").or_else(|_| parse_uai_lenient("6200001g")).unwrap();
        assert_eq!(uai.number, "6200001G");
        assert_eq!(uai.department.map(|d| d.name).as_deref(), Some("Corse-du-Sud"));
        assert_eq!(parse_uai("0750655A").unwrap_err().code(), "uai/key");
        assert!(!parse_uai_lenient("0750655A").unwrap().key_valid);
        assert_eq!(parse_uai_lenient("0750655").unwrap_err().code(), "uai/format");
        assert!(!all_academies().is_empty() && !all_departments().is_empty());
    }
}

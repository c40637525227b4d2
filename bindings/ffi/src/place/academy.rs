//! Academies and the codes feeds carry for them.

use super::territory::{AcademicRegion, Department};
use crate::EntError;
use crate::mirror::labelled;

labelled! {
    /// Whether an academy is one in law.
    AcademyKind = ent_core::AcademyKind {
        /// Académie, under a recteur.
        Academy,
        /// Education service of an overseas collectivity.
        OverseasService,
    }
}

labelled! {
    /// What an academy code stands for.
    AcademyCodeKind = ent_core::AcademyCodeKind {
        /// An academy of today, or an overseas service.
        Current,
        /// An academy merged into another.
        Merged,
        /// Agricultural education, whose authority is no academy.
        Agricultural,
        /// Several places, a place abroad, a service, or none.
        Pseudo,
    }
}

/// An academy of the ministry of education, or the education service of an overseas territory.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Academy {
    /// Two digits, such as `10`.
    pub code: String,
    /// French name, such as `Lyon`.
    pub name: String,
    /// Whether it is an academy in law.
    pub kind: AcademyKind,
    /// The academic region it belongs to; none for overseas services.
    pub academic_region: Option<AcademicRegion>,
    /// Domain of its web site and mailboxes, such as `ac-lyon.fr`.
    pub rectorat_domain: Option<String>,
    /// Prefix of identifiers in feeds of the AAF, such as `LYON`.
    pub aaf_prefix: String,
    /// Three letters by which older feeds named it, such as `LYO`.
    pub former_trigram: Option<String>,
}

impl From<ent_core::Academy> for Academy {
    fn from(academy: ent_core::Academy) -> Self {
        Self {
            code: academy.code().to_owned(),
            name: academy.name().to_owned(),
            kind: academy.kind().into(),
            academic_region: academy.academic_region().map(Into::into),
            rectorat_domain: academy.rectorat_domain().map(str::to_owned),
            aaf_prefix: academy.aaf_prefix().to_owned(),
            former_trigram: academy.former_trigram().map(str::to_owned),
        }
    }
}

/// A two-digit code that feeds carry where an academy is asked for: academies, two that were
/// merged, and codes that are no place, such as `98` for agricultural education.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AcademyCode {
    /// Two digits.
    pub code: String,
    /// What the code stands for.
    pub kind: AcademyCodeKind,
    /// Name of the academy or words for what is no place, in French.
    pub label_fr: String,
    /// Name of the academy or words for what is no place, in English.
    pub label_en: String,
    /// The academy of the code, or the one it was merged into; none for what is no place.
    pub academy: Option<Academy>,
    /// INSEE codes of its departments, those of a merged academy as they were.
    pub department_codes: Vec<String>,
    /// Prefix of identifiers in feeds of the AAF, such as `AGRICOLE`.
    pub aaf_prefix: String,
    /// Three letters by which older feeds named it.
    pub former_trigram: Option<String>,
}

impl From<ent_core::AcademyCode> for AcademyCode {
    fn from(code: ent_core::AcademyCode) -> Self {
        Self {
            code: code.code().to_owned(),
            kind: code.kind().into(),
            label_fr: code.label(ent_core::Lang::Fr),
            label_en: code.label(ent_core::Lang::En),
            academy: code.academy().map(Into::into),
            department_codes: code.departments().map(|of| of.code().to_owned()).collect(),
            aaf_prefix: code.aaf_prefix().to_owned(),
            former_trigram: code.former_trigram().map(str::to_owned),
        }
    }
}

/// Reads the two-digit code of an academy, such as `10`.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn parse_academy(code: &str) -> Result<Academy, EntError> {
    Ok(ent_core::Academy::parse(code)?.into())
}

/// The academy with this whole name, without regard to case, accents and punctuation.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn academy_of_name(name: &str) -> Result<Academy, EntError> {
    Ok(ent_core::Academy::of_name(name)?.into())
}

/// The academy of a domain such as `ac-lyon.fr`, given alone or as the end of an e-mail address; no
/// domain below one counts.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn academy_of_domain(text: &str) -> Result<Academy, EntError> {
    Ok(ent_core::Academy::of_domain(text)?.into())
}

/// The academy with this prefix of the AAF, such as `LYON`, spelled exactly.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn academy_of_aaf_prefix(prefix: &str) -> Result<Academy, EntError> {
    Ok(ent_core::Academy::of_aaf_prefix(prefix)?.into())
}

/// The academy that older feeds name by these three letters, such as `LYO`, spelled exactly.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn academy_of_trigram(trigram: &str) -> Result<Academy, EntError> {
    Ok(ent_core::Academy::of_trigram(trigram)?.into())
}

/// The departments of the academy with this code, by code.
///
/// Fails with `academy/unknown`.
#[uniffi::export]
pub fn departments_of_academy(code: &str) -> Result<Vec<Department>, EntError> {
    Ok(ent_core::Academy::parse(code)?.departments().map(Into::into).collect())
}

/// Reads a code of two digits, those that are no place included.
///
/// Fails with `academy_code/unknown`.
#[uniffi::export]
pub fn parse_academy_code(code: &str) -> Result<AcademyCode, EntError> {
    Ok(ent_core::AcademyCode::parse(code)?.into())
}

/// Reads a code, a single digit standing for the two digits that end in it.
///
/// Fails with `academy_code/unknown`.
#[uniffi::export]
pub fn parse_academy_code_lenient(code: &str) -> Result<AcademyCode, EntError> {
    Ok(ent_core::AcademyCode::parse_lenient(code)?.into())
}

/// The code with this prefix of the AAF, such as `AGRICOLE`, spelled exactly.
///
/// Fails with `academy_code/unknown`.
#[uniffi::export]
pub fn academy_code_of_aaf_prefix(prefix: &str) -> Result<AcademyCode, EntError> {
    Ok(ent_core::AcademyCode::of_aaf_prefix(prefix)?.into())
}

/// The code that older feeds name by these three letters, such as `CAE`, spelled exactly.
///
/// Fails with `academy_code/unknown`.
#[uniffi::export]
pub fn academy_code_of_trigram(trigram: &str) -> Result<AcademyCode, EntError> {
    Ok(ent_core::AcademyCode::of_trigram(trigram)?.into())
}

/// The code of the academy, merged ones included, of a domain such as `ac-caen.fr`, given alone or
/// as the end of an e-mail address.
///
/// Fails with `academy_code/unknown`.
#[uniffi::export]
pub fn academy_code_of_domain(text: &str) -> Result<AcademyCode, EntError> {
    Ok(ent_core::AcademyCode::of_domain(text)?.into())
}

/// The academies with a word of their name starting with each word of the text, without regard to
/// case and accents, by code.
#[uniffi::export]
pub fn search_academies(text: &str) -> Vec<Academy> {
    ent_core::Academy::search(text).into_iter().map(Into::into).collect()
}

/// Every academy, by code.
#[uniffi::export]
pub fn all_academies() -> Vec<Academy> {
    ent_core::Academy::all().map(Into::into).collect()
}

/// Every academy code, by code.
#[uniffi::export]
pub fn all_academy_codes() -> Vec<AcademyCode> {
    ent_core::AcademyCode::all().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lookup_finds_and_refuses() {
        for academy in all_academies() {
            let domain = academy.rectorat_domain.clone().unwrap();
            assert_eq!(parse_academy(&academy.code).unwrap(), academy);
            assert_eq!(academy_of_name(&academy.name).unwrap(), academy);
            assert_eq!(academy_of_domain(&domain).unwrap(), academy);
            assert_eq!(academy_code_of_domain(&domain).unwrap().academy.unwrap(), academy);
            assert_eq!(academy_of_aaf_prefix(&academy.aaf_prefix).unwrap(), academy);
            if let Some(trigram) = &academy.former_trigram {
                assert_eq!(academy_of_trigram(trigram).unwrap(), academy);
                assert_eq!(academy_code_of_trigram(trigram).unwrap().academy.unwrap(), academy);
            }
            assert!(search_academies(&academy.name).contains(&academy));
            let codes = parse_academy_code(&academy.code).unwrap().department_codes;
            let theirs = departments_of_academy(&academy.code).unwrap();
            assert!(theirs.into_iter().map(|of| of.code).eq(codes));
        }
        for code in all_academy_codes() {
            assert_eq!(academy_code_of_aaf_prefix(&code.aaf_prefix).unwrap(), code);
        }
        assert_eq!(parse_academy("8").unwrap_err().code(), "academy/unknown");
        assert_eq!(parse_academy_code("8").unwrap_err().code(), "academy_code/unknown");
        assert_eq!(parse_academy_code_lenient("8").unwrap().label_fr, "Grenoble");
    }
}

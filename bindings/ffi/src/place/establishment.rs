//! Establishments.

use ent_core::Lang;

use super::Uai;
use super::authority::{AcademicAuthority, LocalAuthority};
use crate::EntError;
use crate::ent::Level;
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

#[uniffi::export]
impl EstablishmentKind {
    /// Whether people are schooled or trained there.
    pub fn is_school(&self) -> bool {
        ent_core::EstablishmentKind::from(*self).is_school()
    }

    /// The level of schooling, where the kind has exactly one.
    pub fn level(&self) -> Option<Level> {
        ent_core::EstablishmentKind::from(*self).level().map(Into::into)
    }
}

labelled! {
    /// Whether an establishment is public or private.
    Sector = ent_core::Sector {
        /// Public.
        Public,
        /// Private; the directory does not tell whether under contract.
        Private,
        /// Private, under contract with the state.
        PrivateUnderContract,
    }
}

/// A ministry that establishments come under.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Ministry {
    /// Stable code, such as `agriculture`.
    pub code: String,
    /// Two digits in the directories of the ministry of education, such as `03`, where known.
    pub number: Option<String>,
    /// Name in French.
    pub label_fr: String,
    /// Name in English.
    pub label_en: String,
}

impl From<ent_core::Ministry> for Ministry {
    fn from(ministry: ent_core::Ministry) -> Self {
        Self {
            code: ministry.code().to_owned(),
            number: ministry.number().map(str::to_owned),
            label_fr: ministry.label(Lang::Fr),
            label_en: ministry.label(Lang::En),
        }
    }
}

/// An establishment, or another holder of a UAI number, and what follows from its fields.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Establishment {
    /// Its number.
    pub uai: Uai,
    /// Its name, as the directory writes it.
    pub name: String,
    /// What it is.
    pub kind: EstablishmentKind,
    /// Public or private, where told.
    pub sector: Option<Sector>,
    /// The ministry it comes under, where told.
    pub ministry: Option<Ministry>,
    /// Whether people are schooled or trained there.
    pub is_school: bool,
    /// The level of schooling, where the kind has exactly one.
    pub level: Option<Level>,
    /// Whether it belongs to agricultural education.
    pub is_agricultural: bool,
    /// The state authority over it; none abroad.
    pub authority: Option<AcademicAuthority>,
    /// The council that partners with it; none for an école, whose municipality is not recorded,
    /// for a cité scolaire, which has two, for services, abroad and in overseas collectivities.
    pub local_authority: Option<LocalAuthority>,
}

impl From<ent_core::Establishment> for Establishment {
    fn from(from: ent_core::Establishment) -> Self {
        Self {
            uai: from.uai().into(),
            name: from.name().to_owned(),
            kind: from.kind().into(),
            sector: from.sector().map(Into::into),
            ministry: from.ministry().map(Into::into),
            is_school: from.kind().is_school(),
            level: from.kind().level().map(Into::into),
            is_agricultural: from.is_agricultural(),
            authority: from.authority().map(Into::into),
            local_authority: from.local_authority().map(Into::into),
        }
    }
}

/// Reads the fields of a directory. Kind, sector and ministry are codes or the spellings of
/// directories, such as `LPO`, `Privé` and `03`; sector and ministry may be missing.
///
/// Fails with `uai/format`, `uai/key`, `establishment/kind`, `establishment/sector`,
/// `ministry/unknown`, `establishment/name-empty`, `establishment/name-too-long`, `text/control` or
/// `text/invisible`, by the first field in this order.
#[uniffi::export]
pub fn read_establishment(
    uai: &str,
    name: &str,
    kind: &str,
    sector: Option<String>,
    ministry: Option<String>,
) -> Result<Establishment, EntError> {
    let read =
        ent_core::Establishment::read(uai, name, kind, sector.as_deref(), ministry.as_deref());
    Ok(read?.into())
}

/// The kind that directories call so, by a code of nature such as `802` or their words; none when
/// it is not known.
#[uniffi::export]
pub fn establishment_kind_of_nature(text: &str) -> Option<EstablishmentKind> {
    ent_core::EstablishmentKind::of_nature(text).map(Into::into)
}

/// The sector that directories spell so, such as `PR`; none when it is not known.
#[uniffi::export]
pub fn sector_of_spelling(text: &str) -> Option<Sector> {
    ent_core::Sector::of_spelling(text).map(Into::into)
}

/// The ministry with this two-digit number, or that directories spell so.
///
/// Fails with `ministry/unknown`.
#[uniffi::export]
pub fn ministry_of_spelling(text: &str) -> Result<Ministry, EntError> {
    Ok(ent_core::Ministry::of_spelling(text)?.into())
}

/// Every ministry that is listed, by code.
#[uniffi::export]
pub fn all_ministries() -> Vec<Ministry> {
    ent_core::Ministry::all().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_refused() {
        let ministry = Some("03".to_owned());
        let read =
            read_establishment("0351047Y", "Lycée", "LP", Some("Privé".to_owned()), ministry);
        let read = read.unwrap();
        assert_eq!(
            (read.kind, read.level),
            (EstablishmentKind::LyceeProfessionnel, Some(Level::Lycee))
        );
        assert_eq!(read.authority.unwrap().code, "draaf:53");
        assert_eq!(read.local_authority.unwrap().code, "region:53");
        assert_eq!(read.sector, sector_of_spelling("PR"));
        assert_eq!(read.ministry, ministry_of_spelling("agriculture").ok());
        assert!(read.is_school && read.is_agricultural && read.kind.is_school());
        assert_eq!(establishment_kind_of_nature("802"), Some(EstablishmentKind::Rectorat));
        assert_eq!(EstablishmentKind::Rectorat.level(), None);
        assert_eq!(all_ministries().len(), 7);
        let bad = read_establishment("0351047Y", " ", "LP", None, None).unwrap_err();
        assert_eq!(bad.code(), "establishment/name-empty");
    }
}

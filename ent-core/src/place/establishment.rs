//! Establishments, and whatever else has a UAI number.

mod kind;
mod ministry;
mod sector;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use kind::EstablishmentKind;
pub(crate) use ministry::MinistryRow;
pub use ministry::{Ministry, MinistryError};
pub use sector::Sector;

use super::{
    AcademicAuthority, Academy, AdministrativeRegion, DepartmentKind, LocalAuthority, Uai, UaiError,
};
use crate::Coded;
use crate::text::{TextError, check_visible, nfc};

/// Most characters a name has.
const MAX_CHARS: usize = 200;

/// Most bytes of a name that are read: 200 characters of four bytes, twice for accents written
/// apart.
const MAX_BYTES: usize = 1600;

/// An establishment, or another holder of a UAI number, as a directory records it.
///
/// ```
/// use ent_core::{AcademicAuthority, Establishment, EstablishmentError, LocalAuthority};
///
/// let college = Establishment::read("0010018P", "Collège du Revermont", "COLLEGE", Some("Public"), None)?;
/// assert_eq!(college.authority().map(|of| of.to_string()).as_deref(), Some("academy:10"));
/// assert_eq!(college.local_authority().map(|of| of.to_string()).as_deref(), Some("department:01"));
/// assert_eq!(Establishment::read("0010018P", " ", "COLLEGE", None, None),
///     Err(EstablishmentError::NameEmpty));
/// # Ok::<(), EstablishmentError>(())
/// ```
#[doc(alias = "établissement")]
#[doc(alias = "EPLE")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct Establishment {
    uai: Uai,
    /// INVARIANT: 1 to 200 visible characters in normal form C, no space around.
    name: String,
    kind: EstablishmentKind,
    sector: Option<Sector>,
    ministry: Option<Ministry>,
}

impl Establishment {
    /// An establishment with a name of 1 to 200 visible characters; spaces around are dropped.
    ///
    /// Sector and ministry are `None` where a directory does not tell them.
    ///
    /// # Errors
    ///
    /// [`EstablishmentError`] of the name.
    pub fn new(
        uai: Uai,
        name: &str,
        kind: EstablishmentKind,
        sector: Option<Sector>,
        ministry: Option<Ministry>,
    ) -> Result<Self, EstablishmentError> {
        if name.len() > MAX_BYTES {
            return Err(EstablishmentError::NameTooLong);
        }
        let name = nfc(name.trim());
        if name.is_empty() {
            return Err(EstablishmentError::NameEmpty);
        }
        if name.chars().count() > MAX_CHARS {
            return Err(EstablishmentError::NameTooLong);
        }
        check_visible(&name).map_err(EstablishmentError::Name)?;
        Ok(Self { uai, name, kind, sector, ministry })
    }

    /// Reads the fields of a directory, its key letter being right. Kind, sector and ministry are
    /// spelled by their codes here or as [`EstablishmentKind::of_nature`], [`Sector::of_spelling`]
    /// and [`Ministry::of_spelling`] say.
    ///
    /// # Errors
    ///
    /// [`EstablishmentError`] by the first field that breaks a rule.
    pub fn read(
        uai: &str,
        name: &str,
        kind: &str,
        sector: Option<&str>,
        ministry: Option<&str>,
    ) -> Result<Self, EstablishmentError> {
        let uai = Uai::parse(uai).map_err(EstablishmentError::Uai)?;
        let kind = EstablishmentKind::from_code(kind)
            .or_else(|| EstablishmentKind::of_nature(kind))
            .ok_or(EstablishmentError::Kind)?;
        let sector = sector
            .map(|text| {
                Sector::from_code(text)
                    .or_else(|| Sector::of_spelling(text))
                    .ok_or(EstablishmentError::Sector)
            })
            .transpose()?;
        let ministry = ministry
            .map(|text| {
                Ministry::parse(text)
                    .or_else(|_| Ministry::of_spelling(text))
                    .map_err(EstablishmentError::Ministry)
            })
            .transpose()?;
        Self::new(uai, name, kind, sector, ministry)
    }

    /// Its number.
    #[must_use]
    pub const fn uai(&self) -> Uai {
        self.uai
    }

    /// Its name, as the directory writes it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> EstablishmentKind {
        self.kind
    }

    /// Public or private, where told.
    #[must_use]
    pub const fn sector(&self) -> Option<Sector> {
        self.sector
    }

    /// The ministry it comes under, where told.
    #[must_use]
    pub const fn ministry(&self) -> Option<Ministry> {
        self.ministry
    }

    /// Whether it belongs to agricultural education: by its ministry, or where that is not told by
    /// its kind.
    #[doc(alias = "enseignement agricole")]
    #[must_use]
    pub fn is_agricultural(&self) -> bool {
        self.ministry.map_or(self.kind.is_agricultural(), Ministry::is_agriculture)
    }

    /// The academic authority: the academy of its number or, for agricultural education, that of the
    /// region; `None` abroad, and for agricultural education where there is no region.
    #[doc(alias = "autorité académique")]
    #[must_use]
    pub fn authority(&self) -> Option<AcademicAuthority> {
        if self.is_agricultural() {
            self.region().map(AcademicAuthority::Draaf)
        } else {
            self.academy().map(AcademicAuthority::Academy)
        }
    }

    /// The council that partners with it in an ENT: that of the department for a collège, that of
    /// the region for a lycée, an EREA, a CFA and agricultural education.
    ///
    /// `None` for an école, whose municipality is not recorded; for a cité scolaire, which has two;
    /// for services; abroad and in overseas collectivities.
    #[doc(alias = "collectivité de rattachement")]
    #[must_use]
    pub fn local_authority(&self) -> Option<LocalAuthority> {
        use EstablishmentKind as Kind;
        let department = self.uai.department();
        let department = department.filter(|of| of.kind() == DepartmentKind::Department)?;
        let region = department.region().map(LocalAuthority::Region);
        match self.kind {
            Kind::College if self.is_agricultural() => region,
            Kind::College => Some(LocalAuthority::Department(department)),
            Kind::Lycee
            | Kind::LyceeGeneral
            | Kind::LyceeGeneralTechnologique
            | Kind::LyceePolyvalent
            | Kind::LyceeProfessionnel
            | Kind::LyceeAgricole
            | Kind::MaisonFamilialeRurale
            | Kind::Cfa
            | Kind::Erea => region,
            Kind::EcoleMaternelle
            | Kind::EcoleElementaire
            | Kind::EcolePrimaire
            | Kind::CiteScolaire
            | Kind::MedicoSocial
            | Kind::Rectorat
            | Kind::Dsden
            | Kind::Circonscription
            | Kind::Cio
            | Kind::Other => None,
        }
    }

    /// The academy of its number, whether or not it is under it.
    #[must_use]
    pub fn academy(&self) -> Option<Academy> {
        self.uai.academy()
    }

    fn region(&self) -> Option<AdministrativeRegion> {
        self.uai.department().and_then(super::Department::region)
    }
}

/// The stored form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    uai: Uai,
    name: String,
    kind: EstablishmentKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sector: Option<Sector>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ministry: Option<Ministry>,
}

impl TryFrom<Record> for Establishment {
    type Error = EstablishmentError;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        Self::new(record.uai, &record.name, record.kind, record.sector, record.ministry)
    }
}

impl From<Establishment> for Record {
    fn from(from: Establishment) -> Self {
        let Establishment { uai, name, kind, sector, ministry } = from;
        Self { uai, name, kind, sector, ministry }
    }
}

/// Why fields are not an [`Establishment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EstablishmentError {
    /// The number.
    #[error(transparent)]
    Uai(UaiError),
    /// The kind is neither a code nor a nature that is known.
    #[error("the kind of the establishment is not known")]
    Kind,
    /// The sector is not known.
    #[error("the sector of the establishment is not known")]
    Sector,
    /// The ministry.
    #[error(transparent)]
    Ministry(MinistryError),
    /// The name is empty.
    #[error("the name of the establishment is empty")]
    NameEmpty,
    /// The name has more than 200 characters.
    #[error("the name of the establishment is longer than {MAX_CHARS} characters")]
    NameTooLong,
    /// The name holds a character nobody can see.
    #[error(transparent)]
    Name(TextError),
}

impl Coded for EstablishmentError {
    fn code(&self) -> &'static str {
        match self {
            Self::Uai(error) => error.code(),
            Self::Kind => "establishment/kind",
            Self::Sector => "establishment/sector",
            Self::Ministry(error) => error.code(),
            Self::NameEmpty => "establishment/name-empty",
            Self::NameTooLong => "establishment/name-too-long",
            Self::Name(error) => error.code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::is_known;

    #[test]
    fn reads_and_refuses() {
        use EstablishmentError as Bad;
        let long = "é".repeat(201);
        let huge = "a".repeat(1 << 20);
        let cases = [
            ("0010018A", "A", "college", None, None, Bad::Uai(UaiError::Key)),
            ("001", "A", "college", None, None, Bad::Uai(UaiError::Format)),
            ("0010018P", "", "college", None, None, Bad::NameEmpty),
            ("0010018P", "\u{a0} ", "college", None, None, Bad::NameEmpty),
            ("0010018P", &long, "college", None, None, Bad::NameTooLong),
            ("0010018P", &huge, "college", None, None, Bad::NameTooLong),
            ("0010018P", "A\u{202e}B", "college", None, None, Bad::Name(TextError::Invisible)),
            ("0010018P", "A", "université", None, None, Bad::Kind),
            ("0010018P", "A", "college", Some(""), None, Bad::Sector),
            ("0010018P", "A", "college", None, Some("99"), Bad::Ministry(MinistryError)),
        ];
        for (uai, name, kind, sector, ministry, error) in cases {
            let read = Establishment::read(uai, name, kind, sector, ministry);
            assert_eq!(read, Err(error), "{uai} {name:.20} {kind}");
            assert!(is_known(error.code()), "{error}");
        }
        let control = Establishment::read("0010018P", "A\tB", "college", None, None);
        assert_eq!(control, Err(Bad::Name(TextError::Control)));
        let name = format!(" {} ", "e\u{301}".repeat(200));
        let read = Establishment::read("0010018P", &name, "college", None, None).unwrap();
        assert_eq!(read.name(), "é".repeat(200));
    }

    #[test]
    fn authorities_follow_ministry_kind_and_place() {
        let cases = [
            // number, kind, ministry, academic authority, local authority
            ("0010018P", "college", None, Some("academy:10"), Some("department:01")),
            ("0010006B", "LPO", None, Some("academy:10"), Some("region:84")),
            ("0351047Y", "LYCEE PROFESSIONNEL", Some("03"), Some("draaf:53"), Some("region:53")),
            ("0351047Y", "LYCEE PROFESSIONNEL", Some("06"), Some("academy:14"), Some("region:53")),
            ("0351972D", "maison_familiale_rurale", None, Some("draaf:53"), Some("region:53")),
            ("0351972D", "lycee_agricole", Some("06"), Some("academy:14"), Some("region:53")),
            ("0351972D", "college", Some("03"), Some("draaf:53"), Some("region:53")),
            ("0021502X", "600", Some("06"), Some("academy:20"), Some("region:32")),
            ("0010018P", "erea", None, Some("academy:10"), Some("region:84")),
            ("0010018P", "ecole_primaire", None, Some("academy:10"), None),
            ("0010018P", "cite_scolaire", None, Some("academy:10"), None),
            ("0010018P", "802", None, Some("academy:10"), None),
            ("1400031Y", "600", Some("06"), None, None),
            ("9870001E", "college", None, Some("academy:42"), None),
            ("9870001E", "lycee_agricole", None, None, None),
        ];
        for (uai, kind, ministry, academic, local) in cases {
            let uai = Uai::parse_lenient(uai).unwrap();
            let kind = EstablishmentKind::from_code(kind)
                .or_else(|| EstablishmentKind::of_nature(kind))
                .unwrap();
            let ministry = ministry.map(|text| Ministry::of_spelling(text).unwrap());
            let read = Establishment::new(uai, "A", kind, None, ministry).unwrap();
            let shown = read.authority().map(|authority| authority.to_string());
            assert_eq!(shown.as_deref(), academic, "{uai} {kind:?}");
            let shown = read.local_authority().map(|authority| authority.to_string());
            assert_eq!(shown.as_deref(), local, "{uai} {kind:?}");
        }
    }

    #[test]
    fn travels_through_the_checked_door() {
        let json =
            r#"{"uai":"0010018P","name":"Collège","kind":"college","ministry":"agriculture"}"#;
        let read: Establishment = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        for (from, to) in [
            ("Collège", " "),
            ("0010018P", "001"),
            ("\"college\"", "\"COLLEGE\""),
            ("agriculture", "03"),
            ("ministry", "ministere"),
        ] {
            assert!(
                serde_json::from_str::<Establishment>(&json.replace(from, to)).is_err(),
                "{to}"
            );
        }
    }

    proptest! {
        #[test]
        fn never_panics(uai in "[0-9]{7}[A-Z]", name in ".{0,210}", kind in prop::sample::select(EstablishmentKind::ALL), agri: bool) {
            let ministry = agri.then(|| Ministry::parse("agriculture").unwrap());
            let uai = Uai::parse_lenient(&uai).unwrap();
            if let Ok(read) = Establishment::new(uai, &name, kind, None, ministry) {
                let _ = (read.authority(), read.local_authority());
                let again = Establishment::new(uai, read.name(), kind, None, ministry);
                prop_assert_eq!(again, Ok(read));
            }
        }
    }
}

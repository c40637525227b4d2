//! Where a number is typed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::plan::{self, Plan};
use crate::Coded;
use crate::tables::phone_plan::REGIONS;

/// French territory whose dialling habits apply to a number typed without country code (ISO
/// 3166-1 alpha-2).
///
/// ```
/// use ent_core::Region;
///
/// assert_eq!(Region::parse("RE"), Ok(Region::RE));
/// assert!(Region::parse("re").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(clippy::exhaustive_enums, reason = "the conformance suite names these twelve")]
pub enum Region {
    /// Metropolitan France.
    FR,
    /// Guadeloupe.
    GP,
    /// Martinique.
    MQ,
    /// French Guiana.
    #[doc(alias = "Guyane")]
    GF,
    /// Réunion.
    RE,
    /// Mayotte.
    YT,
    /// Saint-Pierre and Miquelon.
    PM,
    /// New Caledonia.
    #[doc(alias = "Nouvelle-Calédonie")]
    NC,
    /// French Polynesia.
    #[doc(alias = "Polynésie française")]
    PF,
    /// Wallis and Futuna.
    WF,
    /// Saint Martin.
    MF,
    /// Saint Barthélemy.
    BL,
}

impl Region {
    /// Every region, metropolitan France first.
    pub const ALL: [Self; 12] = [
        Self::FR,
        Self::GP,
        Self::MQ,
        Self::GF,
        Self::RE,
        Self::YT,
        Self::PM,
        Self::NC,
        Self::PF,
        Self::WF,
        Self::MF,
        Self::BL,
    ];

    /// Reads an upper-case code such as `FR`.
    ///
    /// # Errors
    ///
    /// [`RegionError`] for anything but the twelve codes.
    pub fn parse(code: &str) -> Result<Self, RegionError> {
        Self::ALL.into_iter().find(|region| region.code() == code).ok_or(RegionError)
    }

    /// The ISO 3166-1 alpha-2 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FR => "FR",
            Self::GP => "GP",
            Self::MQ => "MQ",
            Self::GF => "GF",
            Self::RE => "RE",
            Self::YT => "YT",
            Self::PM => "PM",
            Self::NC => "NC",
            Self::PF => "PF",
            Self::WF => "WF",
            Self::MF => "MF",
            Self::BL => "BL",
        }
    }

    /// Whether numbers are dialled here outside the plan shared by metropolitan France and the
    /// overseas departments.
    pub(super) const fn dials_apart(self) -> bool {
        matches!(self, Self::NC | Self::PF | Self::WF | Self::PM)
    }

    pub(super) fn plan(self) -> &'static Plan {
        let code = REGIONS.iter().find(|(region, _)| *region == self).map(|(_, code)| *code);
        plan::of_code(code.unwrap_or_default())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Region {
    type Err = RegionError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

impl TryFrom<String> for Region {
    type Error = RegionError;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.code().to_owned()
    }
}

/// A code names no French territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the code names no French territory")]
#[non_exhaustive]
pub struct RegionError;

impl Coded for RegionError {
    fn code(&self) -> &'static str {
        "phone/region"
    }
}

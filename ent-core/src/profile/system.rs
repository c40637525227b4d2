//! The systems that spell profiles.

use std::str::FromStr;

use thiserror::Error;

use crate::Coded;

/// A system with its own spelling of the profiles.
///
/// ```
/// use ent_core::System;
///
/// assert_eq!(System::parse("sdet-legacy"), Ok(System::SdetLegacy));
/// assert!(System::parse("SDET").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the conformance suite names these eight")]
pub enum System {
    /// The SDET: `National_ELV`, or the three letters alone.
    Sdet,
    /// Numbers in use before the SDET had letters: `National_1`.
    SdetLegacy,
    /// The ministry's manager of access to resources: `National_elv`.
    #[doc(alias = "gestionnaire d’accès aux ressources")]
    Gar,
    /// The profiles of the entcore ENTs: `Student`.
    Entcore,
    /// Kinds of account of `EduConnect`: `eleve2d`.
    EduConnect,
    /// Titles and functions in the academic directory feed (AAF): `DOC`.
    AafFunction,
    /// Categories of person that name the files of the same feed: `PersRelEleve`.
    #[doc(alias = "categoriePersonne")]
    AafCategory,
    /// Categories of the directories of RECIA, the portal operator of Centre-Val de Loire:
    /// `Personne_relation_eleve`.
    Recia,
}

impl System {
    /// Every system.
    pub const ALL: [Self; 8] = [
        Self::Sdet,
        Self::SdetLegacy,
        Self::Gar,
        Self::Entcore,
        Self::EduConnect,
        Self::AafFunction,
        Self::AafCategory,
        Self::Recia,
    ];

    /// Reads a code such as `sdet-legacy`.
    ///
    /// # Errors
    ///
    /// [`SystemError`] for anything but the eight codes.
    pub fn parse(code: &str) -> Result<Self, SystemError> {
        Self::ALL.into_iter().find(|system| system.code() == code).ok_or(SystemError)
    }

    /// Stable name: `sdet`, `sdet-legacy`, `gar`, `entcore`, `educonnect`, `aaf-function`,
    /// `aaf-category` or `recia`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sdet => "sdet",
            Self::SdetLegacy => "sdet-legacy",
            Self::Gar => "gar",
            Self::Entcore => "entcore",
            Self::EduConnect => "educonnect",
            Self::AafFunction => "aaf-function",
            Self::AafCategory => "aaf-category",
            Self::Recia => "recia",
        }
    }
}

impl FromStr for System {
    type Err = SystemError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code)
    }
}

/// A code names no [`System`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the code names no system")]
#[non_exhaustive]
pub struct SystemError;

impl Coded for SystemError {
    fn code(&self) -> &'static str {
        "profile/system"
    }
}

//! What holds a UAI number.

use crate::ent::Level;
use crate::listed::listed;
use crate::place::row::is_name;
use crate::tables::places::NATURES;

listed! {
    /// Kind of the holder of a UAI number.
    ///
    /// ```
    /// use ent_core::{EstablishmentKind, Lang};
    ///
    /// assert_eq!(EstablishmentKind::from_code("college"), Some(EstablishmentKind::College));
    /// assert_eq!(EstablishmentKind::Cio.label(Lang::Fr), "Centre d’information et d’orientation (CIO)");
    /// assert_eq!(EstablishmentKind::from_code("kindergarten"), None);
    /// ```
    #[doc(alias = "établissement")]
    #[doc(alias = "EPLE")]
    #[expect(clippy::exhaustive_enums, reason = "the law sets the kinds")]
    EstablishmentKind in "establishment_kind" {
        /// École maternelle, ages 3 to 5.
        EcoleMaternelle = "ecole_maternelle",
        /// École élémentaire, ages 6 to 10.
        EcoleElementaire = "ecole_elementaire",
        /// École primaire: maternelle and élémentaire in one.
        EcolePrimaire = "ecole_primaire",
        /// Collège, ages 11 to 14.
        College = "college",
        /// Lycée of a kind that is not told.
        Lycee = "lycee",
        /// Lycée général.
        LyceeGeneral = "lycee_general",
        /// Lycée général et technologique.
        LyceeGeneralTechnologique = "lycee_general_technologique",
        /// Lycée polyvalent.
        LyceePolyvalent = "lycee_polyvalent",
        /// Lycée professionnel.
        LyceeProfessionnel = "lycee_professionnel",
        /// Lycée of agricultural education.
        LyceeAgricole = "lycee_agricole",
        /// Maison familiale rurale.
        MaisonFamilialeRurale = "maison_familiale_rurale",
        /// Apprentice training centre.
        #[doc(alias = "centre de formation d’apprentis")]
        Cfa = "cfa",
        /// Collège and lycée under one head.
        #[doc(alias = "cité scolaire")]
        CiteScolaire = "cite_scolaire",
        /// Établissement régional d’enseignement adapté.
        Erea = "erea",
        /// Medico-social establishment that teaches.
        #[doc(alias = "établissement médico-social")]
        MedicoSocial = "medico_social",
        /// Rectorat, or one of its services.
        Rectorat = "rectorat",
        /// Departmental services of national education, or one of them.
        #[doc(alias = "direction des services départementaux")]
        Dsden = "dsden",
        /// Circonscription of a primary-school inspector.
        Circonscription = "circonscription",
        /// Centre d’information et d’orientation.
        Cio = "cio",
        /// Anything else that has a number.
        Other = "other",
    }
}

impl EstablishmentKind {
    /// The kind that directories call so: a three-digit code of nature that is sure (`600`, `610`,
    /// `802`, `805`, `806`, `809`, `841`) or their words for nature or type, such as
    /// `LYCEE POLYVALENT`, `LPO`, `Lycee LPO` or `Lycée`, without regard to case, accents and
    /// punctuation.
    ///
    /// None of words that stand for several kinds: `Ecole`, `Service Administratif`, `Autre`, `?`.
    #[doc(alias = "nature")]
    #[must_use]
    pub fn of_nature(text: &str) -> Option<Self> {
        NATURES.iter().find(|(nature, _)| is_name(nature, text)).map(|(_, kind)| *kind)
    }

    /// Whether people are schooled or trained there, so that it has pupils or apprentices in an
    /// ENT; not so in services, nor where teaching is beside care.
    #[must_use]
    pub const fn is_school(self) -> bool {
        match self {
            Self::EcoleMaternelle
            | Self::EcoleElementaire
            | Self::EcolePrimaire
            | Self::College
            | Self::Lycee
            | Self::LyceeGeneral
            | Self::LyceeGeneralTechnologique
            | Self::LyceePolyvalent
            | Self::LyceeProfessionnel
            | Self::LyceeAgricole
            | Self::MaisonFamilialeRurale
            | Self::Cfa
            | Self::CiteScolaire
            | Self::Erea => true,
            Self::MedicoSocial
            | Self::Rectorat
            | Self::Dsden
            | Self::Circonscription
            | Self::Cio
            | Self::Other => false,
        }
    }

    /// The level of schooling, where the kind has exactly one: a cité scolaire has two, and those of
    /// an EREA, a maison familiale rurale or a CFA are not told.
    #[doc(alias = "degré")]
    #[must_use]
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::EcoleMaternelle | Self::EcoleElementaire | Self::EcolePrimaire => {
                Some(Level::Ecole)
            }
            Self::College => Some(Level::College),
            Self::Lycee
            | Self::LyceeGeneral
            | Self::LyceeGeneralTechnologique
            | Self::LyceePolyvalent
            | Self::LyceeProfessionnel
            | Self::LyceeAgricole => Some(Level::Lycee),
            Self::MaisonFamilialeRurale
            | Self::Cfa
            | Self::CiteScolaire
            | Self::Erea
            | Self::MedicoSocial
            | Self::Rectorat
            | Self::Dsden
            | Self::Circonscription
            | Self::Cio
            | Self::Other => None,
        }
    }

    /// Whether the kind alone says that it belongs to agricultural education.
    #[must_use]
    pub const fn is_agricultural(self) -> bool {
        matches!(self, Self::LyceeAgricole | Self::MaisonFamilialeRurale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natures_are_read_and_refused() {
        use EstablishmentKind as Kind;
        for (nature, kind) in &NATURES {
            assert_eq!(Kind::of_nature(&nature.to_lowercase()), Some(*kind), "{nature}");
        }
        let cases = [
            ("802", Some(Kind::Rectorat)),
            ("Collège", Some(Kind::College)),
            ("Établissement régional lycée enseignement adapté", None),
            ("80", None),
            ("", None),
            ("Lycée", Some(Kind::Lycee)),
            ("Lycee LEGT", Some(Kind::LyceeGeneralTechnologique)),
            ("Lycee LP", Some(Kind::LyceeProfessionnel)),
            ("Lycee LPO", Some(Kind::LyceePolyvalent)),
            ("CFA", Some(Kind::Cfa)),
            ("EREA", Some(Kind::Erea)),
            ("Médico-social", Some(Kind::MedicoSocial)),
            ("Information et orientation", Some(Kind::Cio)),
            ("Ecole", None),
            ("Service Administratif", None),
            ("Autre", None),
            ("?", None),
        ];
        for (nature, kind) in cases {
            assert_eq!(Kind::of_nature(nature), kind, "{nature}");
        }
        assert_eq!(Kind::of_nature(&"COLLEGE ".repeat(1 << 16)), None);
    }

    #[test]
    fn what_has_a_level_is_a_school() {
        for kind in EstablishmentKind::ALL {
            assert!(kind.is_school() || kind.level().is_none(), "{kind:?}");
        }
    }

    #[test]
    fn codes_and_labels() {
        EstablishmentKind::check_list();
    }
}

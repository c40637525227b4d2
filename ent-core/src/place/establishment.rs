//! Establishments, and whatever else has a UAI number.

use crate::listed::listed;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        EstablishmentKind::check_list();
    }
}

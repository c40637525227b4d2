//! The educational community.

use super::Profile;
use crate::listed::listed;

listed! {
    /// A part of the educational community (code de l’éducation, L111-3).
    ///
    /// ```
    /// use ent_core::Profile;
    /// use ent_core::profile::Community;
    ///
    /// assert_eq!(Community::of(Profile::LegalGuardian), Some(Community::Parents));
    /// assert_eq!(Community::of(Profile::Academic), None);
    /// assert_eq!(Community::from_code("visitors"), None);
    /// ```
    #[expect(clippy::exhaustive_enums, reason = "the law closes this list")]
    Community in "community" {
        /// Pupils, students and learners.
        #[doc(alias = "élèves")]
        Pupils = "pupils",
        /// Staff of schools and establishments.
        #[doc(alias = "personnels")]
        Staff = "staff",
        /// Parents of pupils.
        #[doc(alias = "parents d’élèves")]
        Parents = "parents",
        /// Regions, departments and municipalities.
        #[doc(alias = "collectivités territoriales")]
        LocalAuthorities = "local_authorities",
        /// Educational associations that complete public education.
        #[doc(alias = "associations éducatives complémentaires")]
        Associations = "associations",
        /// Institutions, businesses and social bodies associated with public education.
        #[doc(alias = "acteurs institutionnels, économiques et sociaux")]
        Partners = "partners",
    }
}

impl Community {
    /// The part that people of `profile` belong to; none for staff of the académie, whom the law
    /// does not place.
    #[must_use]
    pub const fn of(profile: Profile) -> Option<Self> {
        match profile {
            Profile::Pupil => Some(Self::Pupils),
            Profile::LegalGuardian => Some(Self::Parents),
            Profile::Teacher
            | Profile::Direction
            | Profile::SchoolLife
            | Profile::Administrative
            | Profile::Librarian => Some(Self::Staff),
            Profile::LocalAuthority => Some(Self::LocalAuthorities),
            Profile::Academic => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_listed() {
        Community::check_list();
        assert_eq!(Community::of(Profile::Librarian), Some(Community::Staff));
    }
}

//! What a notification is about, as the preferences page lists it.

use ent_core::listed;

listed! {
    /// What a notification is about: one line of the preferences page. An application of a stack
    /// says which line it belongs to; it does not add one.
    ///
    /// ```
    /// use ent_prefs::Topic;
    ///
    /// assert_eq!(Topic::from_code("transport"), Some(Topic::Transport));
    /// assert_eq!(Topic::from_code("advertising"), None);
    /// ```
    #[doc(alias = "sujet")]
    #[expect(clippy::exhaustive_enums, reason = "a new topic needs a line on the page")]
    Topic in "topic" {
        /// A message received in the portal.
        #[doc(alias = "messagerie")]
        Messages = "messages",
        /// News and notices.
        #[doc(alias = "actualités")]
        News = "news",
        /// The correspondence book.
        #[doc(alias = "carnet de liaison")]
        LiaisonBook = "liaison_book",
        /// Work to be done.
        #[doc(alias = "cahier de textes")]
        Homework = "homework",
        /// Marks and reports.
        #[doc(alias = "évaluations")]
        Assessments = "assessments",
        /// Absences and lateness.
        Absences = "absences",
        /// Changes of the timetable.
        #[doc(alias = "emploi du temps")]
        Timetable = "timetable",
        /// School buses, such as a bad-weather alert.
        #[doc(alias = "transports scolaires")]
        Transport = "transport",
        /// Meals.
        #[doc(alias = "restauration scolaire")]
        Catering = "catering",
        /// Questions put to families and staff.
        #[doc(alias = "enquêtes")]
        Surveys = "surveys",
        /// The account itself: a password changed, a new device.
        #[doc(alias = "sécurité du compte")]
        Account = "account",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        Topic::check_list();
    }
}

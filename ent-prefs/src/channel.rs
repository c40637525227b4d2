//! How a notification travels.

use ent_core::listed;

listed! {
    /// How a notification travels.
    ///
    /// ```
    /// use ent_prefs::Channel;
    ///
    /// assert_eq!(Channel::from_code("sms"), Some(Channel::Sms));
    /// assert_eq!(Channel::from_code("fax"), None);
    /// ```
    #[doc(alias = "canal")]
    #[expect(clippy::exhaustive_enums, reason = "senders must handle every channel")]
    Channel in "channel" {
        /// E-mail.
        Email = "email",
        /// SMS.
        Sms = "sms",
        /// Message to the mobile application.
        #[doc(alias = "notification push")]
        Push = "push",
        /// Line in the portal, seen after signing in: it leaves the portal by no way.
        InApp = "in_app",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        Channel::check_list();
    }
}

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

impl Channel {
    /// Place among the four, as in [`ALL`](Self::ALL).
    pub(crate) const fn place(self) -> usize {
        match self {
            Self::Email => 0,
            Self::Sms => 1,
            Self::Push => 2,
            Self::InApp => 3,
        }
    }

    /// Place of two bits for each channel in a byte.
    pub(crate) const fn bits(self) -> u32 {
        match self {
            Self::Email => 0,
            Self::Sms => 2,
            Self::Push => 4,
            Self::InApp => 6,
        }
    }

    /// Whether a message may travel this way only when the person agreed to it. A line in the portal
    /// does not leave it, as a page of it does not, and needs no consent; where the person refused
    /// those of partners, or everything, partners' lines stop.
    ///
    /// ```
    /// use ent_prefs::Channel;
    ///
    /// assert!(Channel::Push.needs_consent());
    /// assert!(!Channel::InApp.needs_consent());
    /// ```
    #[must_use]
    pub const fn needs_consent(self) -> bool {
        match self {
            Self::Email | Self::Sms | Self::Push => true,
            Self::InApp => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        Channel::check_list();
        for (at, channel) in Channel::ALL.iter().enumerate() {
            assert_eq!(channel.place(), at);
            assert_eq!(usize::try_from(channel.bits()), Ok(2 * at));
        }
    }
}

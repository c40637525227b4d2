//! What happens to an account and ends what was promised to it.

use ent_core::listed;

listed! {
    /// A change after which codes, links and devices of an account no longer count.
    ///
    /// The host tells every record of the account: [`pairing`](crate::pairing) and
    /// [`link`](crate::link) each say what it ends there.
    #[expect(clippy::exhaustive_enums, reason = "a new change must be decided by every record")]
    AccountChange in "account_change" {
        /// Another e-mail address was put on the contact card.
        EmailChanged = "email_changed",
        /// The password was reset, by its owner or the school.
        PasswordReset = "password_reset",
        /// A sign-in service was unlinked from the account.
        Unlinked = "unlinked",
        /// The account was grouped with another.
        #[doc(alias = "fusion")]
        Grouped = "grouped",
        /// The account was closed.
        Closed = "closed",
    }
}

impl AccountChange {
    /// Whether control of the account was in doubt or passed on: devices lose their access too.
    #[must_use]
    pub const fn ends_devices(self) -> bool {
        match self {
            Self::PasswordReset | Self::Grouped | Self::Closed => true,
            Self::EmailChanged | Self::Unlinked => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        AccountChange::check_list();
    }
}

//! Configured addresses that links are built on, and what happens to an account.

use crate::EntError;
use crate::mirror::labelled;

labelled! {
    /// A change after which codes, links and devices of an account no longer count.
    AccountChange = ent_auth::AccountChange {
        /// Another e-mail address was put on the contact card.
        EmailChanged,
        /// The password was reset, by its owner or the school.
        PasswordReset,
        /// A sign-in service was unlinked from the account.
        Unlinked,
        /// The account was grouped with another.
        Grouped,
        /// The account was closed.
        Closed,
    }
}

#[uniffi::export]
impl AccountChange {
    /// Whether control of the account was in doubt or passed on: devices lose their access too.
    pub fn ends_devices(&self) -> bool {
        ent_auth::AccountChange::from(*self).ends_devices()
    }
}

/// A page of a portal, or the application that answers in its place: what links are built on.
///
/// It comes from the configuration, never from a request.
#[derive(Debug, uniffi::Object)]
pub struct BaseAddress {
    pub(crate) inner: ent_auth::address::BaseAddress,
}

#[uniffi::export]
impl BaseAddress {
    /// Reads an address: `https` or a scheme with a dot, a host, a path of plain characters.
    ///
    /// Fails with `address/format`, `address/scheme`, `address/host` or `address/path`.
    #[uniffi::constructor]
    pub fn parse(text: &str) -> Result<Self, EntError> {
        Ok(Self { inner: ent_auth::address::BaseAddress::parse(text)? })
    }

    /// The address, scheme and host in lower case.
    pub fn text(&self) -> String {
        self.inner.to_string()
    }

    /// Server of the page.
    pub fn host(&self) -> String {
        self.inner.host().to_string()
    }

    /// Whether a browser opens it, and not an application only.
    pub fn is_https(&self) -> bool {
        self.inner.is_https()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let base = BaseAddress::parse("HTTPS://ENT.exemple.fr/Mobile").unwrap();
        assert_eq!(
            (base.text().as_str(), base.is_https()),
            ("https://ent.exemple.fr/Mobile", true)
        );
        assert_eq!(base.host(), "ent.exemple.fr");
        assert_eq!(BaseAddress::parse("http://a.fr").unwrap_err().code(), "address/scheme");
        assert_eq!(AccountChange::PasswordReset.code(), "password_reset");
        assert_ne!(AccountChange::Closed.label_fr(), AccountChange::Closed.label_en());
    }
}

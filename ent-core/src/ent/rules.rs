//! Who sets the charter of an ENT, and how long things last there.

use super::definition::Lifetimes as Row;
use crate::listed::listed;

listed! {
    /// Who sets a charter of use.
    ///
    /// ```
    /// use ent_core::Profile;
    /// use ent_core::ent::{CharterScope, Ent};
    ///
    /// let scopes = Ent::find("occitanie")?.charter_scopes(Profile::LegalGuardian);
    /// assert_eq!(scopes, [CharterScope::Establishment]);
    /// assert_eq!(CharterScope::from_code("class"), None);
    /// # Ok::<(), ent_core::ent::EntError>(())
    /// ```
    #[doc(alias = "charte")]
    #[expect(clippy::exhaustive_enums, reason = "a new scope changes who publishes charters")]
    CharterScope in "ent_charter" {
        /// The ENT as a whole.
        Ent = "ent",
        /// Each establishment.
        Establishment = "establishment",
    }
}

/// How long things last on an ENT; `None` where the guides do not tell.
///
/// ```
/// use ent_core::ent::Ent;
///
/// let lifetimes = Ent::find("hauts-de-france")?.lifetimes();
/// assert_eq!(lifetimes.sms_code_minutes(), Some(30));
/// assert_eq!(lifetimes.mobile_code_minutes(), None);
/// # Ok::<(), ent_core::ent::EntError>(())
/// ```
#[doc(alias = "durée de validité")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes(Row);

impl Lifetimes {
    pub(super) const fn new(row: Row) -> Self {
        Self(row)
    }

    /// Minutes for which a code by SMS may be used, 1 to 30.
    #[must_use]
    pub const fn sms_code_minutes(self) -> Option<u16> {
        self.0.sms_code_minutes
    }

    /// Minutes for which a code that activates a phone may be used, 1 to 10.
    #[must_use]
    pub const fn mobile_code_minutes(self) -> Option<u16> {
        self.0.mobile_code_minutes
    }

    /// Hours for which a link by e-mail may be opened, 1 to 24.
    #[must_use]
    pub const fn email_link_hours(self) -> Option<u16> {
        self.0.email_link_hours
    }

    /// Calendar months for which a provisional password on paper may be used, 1 to 3.
    #[must_use]
    pub const fn letter_months(self) -> Option<u16> {
        self.0.letter_months
    }

    /// Calendar months after which an account that nobody is entitled to any more is deleted, 1 to
    /// 12 (*arrêté du 30 novembre 2006*, article 6: three).
    #[must_use]
    pub const fn retention_months(self) -> Option<u16> {
        self.0.retention_months
    }

    /// Days for which a sign-in choice is remembered, 1 to 366.
    #[must_use]
    pub const fn remembered_choice_days(self) -> Option<u16> {
        self.0.remembered_choice_days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        CharterScope::check_list();
    }
}

//! Who vouches for a person that signs in.

use crate::listed::listed;

listed! {
    /// The guichet that knows a person's password, chosen on the [mire](super::Mire).
    ///
    /// ```
    /// use ent_core::ent::IdentitySource;
    ///
    /// assert_eq!(IdentitySource::from_code("educonnect"), Some(IdentitySource::EduConnect));
    /// assert_eq!(IdentitySource::from_code("EduConnect"), None);
    /// ```
    #[doc(alias = "guichet")]
    #[expect(clippy::exhaustive_enums, reason = "a new source changes every sign-in page")]
    IdentitySource in "identity_source" {
        /// EduConnect, the national account of pupils and guardians.
        EduConnect = "educonnect",
        /// Account given by an académie to its staff.
        Academic = "academic",
        /// Account of agricultural education.
        Agricultural = "agricultural",
        /// ATEN, the guichet of some académies before EduConnect.
        Aten = "aten",
        /// Account kept by the ENT itself.
        Local = "local",
        /// The choice exists; no guide shows where it leads.
        Unpublished = "unpublished",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_labels() {
        IdentitySource::check_list();
    }
}
